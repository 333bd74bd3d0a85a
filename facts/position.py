"""Positions: how far into a show somebody has watched.

``S0`` is nothing yet, ``S3E4`` is through season 3 episode 4, ``S3`` is all of season 3. They are ordered as one
would watch: ``S0 < S1E1 < S1E2 < … < S1 < S2E1``.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple, Self

WHOLE: Final = 999
"""The episode number that stands for "all of the season": later than any episode, earlier than the next season."""

MAX_SEASON: Final = 99

_WRITTEN: Final = re.compile(r"S0|S([1-9][0-9]?)(?:E([1-9][0-9]{0,2}))?")


class Position(NamedTuple):
    """A point in the order of watching; compares and hashes as the pair it is."""

    season: int
    episode: int = WHOLE

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``S0``, ``S3`` or ``S3E4``; raise ``ValueError`` for anything else."""
        match = _WRITTEN.fullmatch(text)
        if match is None or match[2] == str(WHOLE):
            raise ValueError(f"{text!r} is not a position such as S0, S3 or S3E4")
        if match[1] is None:
            return cls(0, 0)
        return cls(int(match[1]), int(match[2]) if match[2] else WHOLE)

    @classmethod
    def from_rank(cls, rank: int) -> Self:
        """The inverse of ``rank``."""
        return cls(*divmod(rank, WHOLE + 1))

    @property
    def rank(self) -> int:
        """One integer with the same order, for databases."""
        return self.season * (WHOLE + 1) + self.episode

    @property
    def whole(self) -> bool:
        """Whether this is the end of a season rather than one of its episodes."""
        return self.episode == WHOLE

    def __str__(self) -> str:
        if self.season == 0:
            return "S0"
        return f"S{self.season}" if self.whole else f"S{self.season}E{self.episode}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        # Imported here: only reading packs needs pydantic, and the bot's start should not pay for it.
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{_WRITTEN.pattern})$", "examples": ["S0", "S3", "S3E4"]}

    @classmethod
    def _validate(cls, value: object) -> Self:
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is not a position such as S0, S3 or S3E4")
        return cls.parse(value)


NOTHING: Final = Position(0, 0)
"""``S0``: nothing watched. Also what holds for anybody of whom nothing is known."""
