"""Lists that do not fit one card or one field: pages with the buttons that turn them, and fields that go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from bot.render.card import FIELD, Button, Field
from bot.render.text import clip

Item = TypeVar("Item")

CONTINUED: Final = "\u200b"
"""The heading of a field that goes on with the one before; Discord takes none that is empty."""

_LINES: Final = FIELD - 30
"""Characters of a field's lines, so that there is room to say how many are left out."""


class Pages(Generic[Item]):
    """A sequence cut into pages of at most ``size`` items; pages are numbered from 1.

    ``weigh`` gives an item's length in characters, of which a page holds at most ``room``, but one item always.
    """

    def __init__(
        self, items: Sequence[Item], size: int, page: int, *, weigh: Callable[[Item], int] | None = None, room: int = 0
    ) -> None:
        starts = range(0, len(items), size) if weigh is None else _starts([weigh(item) for item in items], size, room)
        self.count = max(1, len(starts))
        self.page = min(max(page, 1), self.count)
        start = starts[self.page - 1] if starts else 0
        end = starts[self.page] if self.page < len(starts) else len(items)
        self.items = items[start:end]

    def buttons(self, custom_id: Callable[[int], str]) -> tuple[Button, ...]:
        """Back, where we are, forth; none where there is one page."""
        if self.count == 1:
            return ()
        return (
            Button("◀", custom_id(self.page - 1), disabled=self.page == 1),
            Button(f"{self.page} / {self.count}", custom_id(self.page) + ".", disabled=True),
            Button("▶", custom_id(self.page + 1), disabled=self.page == self.count),
        )


def list_fields(name: str, lines: Sequence[str], most: int = 3) -> tuple[Field, ...]:
    """Whole lines under a heading, in at most ``most`` fields; how many more there are is said at the end."""
    pieces: list[str] = []
    for number, line in enumerate(clip(line, _LINES) for line in lines):
        if pieces and len(pieces[-1]) + 1 + len(line) <= _LINES:
            pieces[-1] += f"\n{line}"
        elif len(pieces) < most:
            pieces.append(line)
        else:
            pieces[-1] += f"\n… and {len(lines) - number} more"
            break
    return tuple(Field(CONTINUED if number else name, piece) for number, piece in enumerate(pieces))


def _starts(weights: Sequence[int], size: int, room: int) -> list[int]:
    starts: list[int] = []
    count = left = 0
    for number, weight in enumerate(weights):
        if number == 0 or count == size or weight > left:
            starts.append(number)
            count, left = 0, room
        count += 1
        left -= weight
    return starts
