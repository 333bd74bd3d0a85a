"""What can go wrong with the ledger, as types; what a user reads about it is written elsewhere."""

from __future__ import annotations


class LedgerError(Exception):
    """Anything the ledger raises on purpose."""


class StoreUnavailable(LedgerError):  # noqa: N818  (a state of the database)
    """The database is locked, read-only, full, gone or too slow: nothing was written and nothing will be."""


class Unsettled(StoreUnavailable):
    """The commit itself was under way when the answer was due: it may hold, and reading again tells whether it does."""


class WriteRefused(LedgerError):  # noqa: N818  (says what happened)
    """The database refuses this one write for what is in it; the writes it was grouped with are not affected."""


class RoundRunning(LedgerError):  # noqa: N818  (says what is the case)
    """There is a round in this channel already."""

    def __init__(self, round_id: int, channel: int) -> None:
        super().__init__(f"round {round_id} is running in channel {channel}")
        self.round_id = round_id
        self.channel = channel


class AlreadyAnswered(LedgerError):  # noqa: N818  (says what is the case)
    """Somebody has had their one try at a daily question."""

    def __init__(self, right: bool) -> None:
        super().__init__("one try each")
        self.right = right


class RoleInUse(LedgerError):  # noqa: N818  (says what is the case)
    """A role stands for a season already."""

    def __init__(self, show: str, season: int) -> None:
        super().__init__(f"it is the role of season {season} of {show}")
        self.show = show
        self.season = season
