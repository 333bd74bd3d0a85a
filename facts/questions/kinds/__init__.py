"""The kinds of questions, one module each."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from facts.questions.ground import Ground
from facts.questions.kinds import (
    aliases,
    episode,
    membership,
    odd_one_out,
    order,
    played_by,
    plays,
    production,
    quotes,
    relations,
    roles,
    season,
    status,
    titles,
    true_false,
    who,
    world,
    written,
    year,
)
from facts.questions.model import Stem

KINDS: Final[Mapping[str, Callable[[Ground], Iterator[Stem]]]] = MappingProxyType(
    {
        played_by.KIND: played_by.stems,
        plays.KIND: plays.stems,
        relations.KIND: relations.stems,
        status.KIND: status.stems,
        roles.KIND: roles.stems,
        membership.KIND: membership.stems,
        who.KIND: who.stems,
        season.KIND: season.stems,
        episode.KIND: episode.stems,
        year.KIND: year.stems,
        order.KIND: order.stems,
        odd_one_out.KIND: odd_one_out.stems,
        true_false.KIND: true_false.stems,
        world.KIND: world.stems,
        production.KIND: production.stems,
        quotes.KIND: quotes.stems,
        titles.KIND: titles.stems,
        aliases.KIND: aliases.stems,
        written.KIND: written.stems,
    }
)
"""Every kind by its name, in a fixed order."""
