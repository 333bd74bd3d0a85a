"""Lists that do not fit one card: pages, and the buttons that turn them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from bot.render.card import Button

Item = TypeVar("Item")


class Pages(Generic[Item]):
    """A sequence cut into pages of ``size`` items; pages are numbered from 1."""

    def __init__(self, items: Sequence[Item], size: int, page: int) -> None:
        self.count = max(1, -(-len(items) // size))
        self.page = min(max(page, 1), self.count)
        self.items = items[(self.page - 1) * size : self.page * size]

    def buttons(self, custom_id: Callable[[int], str]) -> tuple[Button, ...]:
        """Back, where we are, forth; none where there is one page."""
        if self.count == 1:
            return ()
        return (
            Button("◀", custom_id(self.page - 1), disabled=self.page == 1),
            Button(f"{self.page} / {self.count}", custom_id(self.page) + ".", disabled=True),
            Button("▶", custom_id(self.page + 1), disabled=self.page == self.count),
        )
