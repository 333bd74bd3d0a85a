"""Cards that are asked for again and again, kept for as long as the view they are made from."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec
from weakref import ReferenceType, WeakKeyDictionary, ref

from bot.render.card import Card
from facts.view import View

Arguments = ParamSpec("Arguments")

KEPT = 2_048
"""How many cards of one function are kept, of all views together; the oldest makes room."""


def kept_by_view(
    make: Callable[Concatenate[View, Arguments], Card],
) -> Callable[Concatenate[View, Arguments], Card]:
    """Remember the cards that a pure function makes. The view itself is the key, so no position can be mixed up."""
    kept: WeakKeyDictionary[View, dict[Hashable, Card]] = WeakKeyDictionary()
    order: deque[tuple[ReferenceType[View], Hashable]] = deque()

    @wraps(make)
    def remember(view: View, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Card:
        cards = kept.setdefault(view, {})
        key = (args, tuple(kwargs.items()))
        card = cards.get(key)
        if card is None:
            card = cards[key] = make(view, *args, **kwargs)
            order.append((ref(view), key))
            if len(order) > KEPT:
                reference, oldest = order.popleft()
                of = reference()
                if of is not None:
                    del kept[of][oldest]
        return card

    return remember
