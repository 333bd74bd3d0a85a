"""The rows of the leak catalogue that can be opened here, and what a planted leak is."""

from __future__ import annotations

from typing import Final, NamedTuple


class Row(NamedTuple):
    """A way in which a bot gives away what it should hide, and what closes it here."""

    what: str
    closed: str


class Planted(NamedTuple):
    """A slip: in ``file``, ``old`` (there once) becomes ``new``; the test ``caught_by`` then fails."""

    row: int
    title: str
    file: str
    old: str
    new: str
    caught_by: str

    @property
    def id(self) -> str:
        """A name for test reports."""
        return f"{self.row}-{self.title.replace(' ', '-')}"


ROWS: Final[dict[int, Row]] = {
    1: Row(
        "Autocomplete offers somebody later",
        "`bot/cogs/completion.py` offers names of one view; `bot/audience.py` says of which",
    ),
    2: Row(
        "A hidden name or id is accepted when typed by hand",
        "`bot/options.py` looks names up in one view, which holds no hidden ones",
    ),
    3: Row(
        "Hidden and nonexistent are answered differently",
        "`bot/errors.py`, `bot/render/errors.py`: one error for both; `Airlock.fail`: always private",
    ),
    4: Row(
        "Words that tease",
        "`bot/render/`: cards say what is there, and nothing of what is not",
    ),
    5: Row(
        "Counts of what there is in all",
        "`facts/view`: nothing to count but what is visible",
    ),
    6: Row(
        "Counting what a filter finds",
        "`facts/view`: filters run over what is visible",
    ),
    7: Row(
        "A limit applied before the filter",
        "`facts/store/select.py`: the SELECT filters, and has no limit",
    ),
    8: Row(
        "Order by hidden things",
        "`facts/view`: pack order and billing among what is visible",
    ),
    9: Row(
        "A placeholder where something hidden would stand",
        "`facts/view`, `bot/cogs/episodes.py`: what is hidden is not there",
    ),
    10: Row(
        "Everybody alive but one",
        "`bot/render/cast.py` shows no status where none is known; lint warns of “alive”",
    ),
    11: Row(
        "A replaced fact is shown as replaced",
        "`facts/view/assemble.py` leaves replaced facts out",
    ),
    12: Row(
        "Search that ranks or matches by hidden text",
        "`facts/search.py`: an index for each view",
    ),
    13: Row(
        "Early words that name something later",
        "`facts/pack/lint.py`, `facts/mentions.py`",
    ),
    14: Row(
        "Words that tell that something is to come",
        "`facts/pack/trajectory.py`",
    ),
    15: Row(
        "Role, title, rank or billing from later",
        "Names, castings and billings are rows with a `since` of their own; `facts/pack/foretold.py`",
    ),
    16: Row(
        "An alias from later, or that leads to somebody later",
        "Names are rows with a `since` of their own; `facts/view` finds by visible names",
    ),
    17: Row(
        "A link, label or source that tells",
        "`bot/render/` links to entries of the view; `bot/render/text.py`: publishers only",
    ),
    18: Row(
        "An actor who joins two characters",
        "Castings are rows with a `since` of their own; `facts/pack/references.py`",
    ),
    19: Row(
        "How many episodes somebody appears in",
        "`bot/render/cast.py` tells the first episode and no number",
    ),
    20: Row(
        "Pictures, their texts and names",
        "`bot/render/message.py` sends no pictures",
    ),
    21: Row(
        "Titles and dates of what has not been watched",
        "Episodes are rows with a `since`; menus, buttons and `bot/render/party.py` show numbers",
    ),
    22: Row(
        "Wrong options from later",
        "`facts/questions`: a pool is a function of one view, and so are its options",
    ),
    23: Row(
        "Choice and order that hidden things shift",
        "`bot/trivia/performer.py`, `bot/wiring.py`: chance of its own for each question and each interaction",
    ),
    24: Row(
        "A pool that runs dry for somebody who dies",
        "`facts/questions/pool.py`, `bot/trivia/pools.py`: one pool a view",
    ),
    25: Row(
        "Difficulty learnt from viewers further along",
        "Difficulty is its author's guess; `bot/ledger/practice.py` knows one's own answers only",
    ),
    26: Row(
        "The explanation after the answer",
        "`bot/cogs/trivia/daily.py`: for who is that far; a round's is within its view",
    ),
    27: Row(
        "The judge reacts to names from later",
        "`bot/trivia/known.py`: the names of the round's view",
    ),
    28: Row(
        "The right option readable in a button",
        "`bot/render/trivia.py`: a button bears the place of its option; a question's id is a digest",
    ),
    29: Row(
        "Boards, lobbies and roles that show somebody's progress",
        "`bot/render/boards.py`, `bot/render/trivia.py`: points and names, no positions of people; `bot/cogs/roles`: "
        "roles for who has agreed, there and as long as they do",
    ),
    30: Row(
        "A public reply at the caller's position",
        "`bot/audience.py`; `Airlock.answer` takes the view from it",
    ),
    31: Row(
        "A public defer or follow-up",
        "`bot/replies.py`: held and sent privately, always",
    ),
    32: Row(
        "Somebody else presses the caller's buttons",
        "`Airlock.answer` asks who presses; `bot/replies.py` answers them alone",
    ),
    33: Row(
        "A public reply repeats what was typed",
        "`bot/replies.py` posts a message of its own; `shared_search_card` leaves the words out",
    ),
    34: Row(
        "Notifications, link previews, spoiler bars",
        "`bot/render/message.py`: cards are embeds, the text beside them names the sharer only",
    ),
    35: Row(
        "A public message that is edited",
        "`bot/replies.py` edits private messages only; `bot/render/trivia.py`: what a round edits under a lowered "
        "ceiling tells nothing of its question",
    ),
    36: Row(
        "A thread or post without its channel's ceiling",
        "`bot/places.py` follows thread, channel, category; `bot/audience.py`",
    ),
    37: Row(
        "Old buttons after progress or ceiling was lowered",
        "Buttons carry no position to be trusted; a confirmation counts from where it was given; "
        "`bot/cogs/trivia/stage.py`: a round's post is looked at anew before each try",
    ),
    38: Row(
        "A cache without the position, of an earlier pack, or of before another process's change",
        "`facts/store/views.py`, `facts/rows.py`, `bot/render/memo.py`; `bot/ledger/cache.py`, `bot/fleet/line.py`: "
        "nothing in memory counts unless all that others changed has been heard",
    ),
    39: Row(
        "A read that goes around the view",
        "`facts/store/select.py` alone reads items; import contracts",
    ),
    40: Row(
        "A name that is “taken” by somebody hidden",
        "`facts/view/labels.py` tells apart the names of one view",
    ),
    41: Row(
        "Raw, admin and other routes; counts and versions",
        "`bot/permissions.py`; `/about` is made from a view; `facts show` from a position",
    ),
    42: Row(
        "A tag that is too early, or none",
        "`facts/pack/lint.py`, `facts/pack/references.py`",
    ),
    43: Row(
        "A missing setting taken for everything",
        "`bot/ledger/values.py`, `bot/audience.py`: missing is `S0`",
    ),
    44: Row(
        "Errors and logs shown to users",
        "`bot/render/errors.py`: a reference, nothing of the error; `bot/logs.py`, `bot/log_filters.py`: of nobody",
    ),
    45: Row(
        "Rewatching that is ignored somewhere",
        "`bot/audience.py`: one position of a user; `bot/ledger/values.py`; `bot/roles.py` tells nobody of a rewatch",
    ),
    46: Row(
        "A mis-click that moves far forward",
        "`bot/progress.py`, `bot/cogs/progress.py`: confirmed, and can be undone; `bot/cogs/roles` follows both",
    ),
    47: Row(
        "A ceiling that rises by itself",
        "Ceilings are stored as episodes; `bot/audience.py` never moves one up, nor does `bot/roles.py` anybody; "
        "`bot/party.py`: a moderator's word for each step",
    ),
}
