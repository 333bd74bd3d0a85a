"""What a text says of somebody that a later fact of the pack tells: dead, married, one of two children, a director."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from facts.mentions import Mention
from facts.model import Pack, Ref
from facts.position import Position
from facts.seasons import Seasons

DEAD: Final = "dead"
_KINDS: Final = ("role", "rank", "status")
_LINK: Final = r"(?:,|\s+(?:is|was|as|becomes|became|remains|has\s+been|is\s+found))"
_FILL: Final = r"(?:\s+(?:now|then|a|an|the|his|her|their|already|recently|newly|shot|found))*\s+"
_END: Final = r"(?![\w-]|['’]s)"
_ENDS_THERE: Final = r"(?=$|[.,;:!?)]|\s+(?:and|as|at|by|for|from|in|of|on|or|than|to|when|while|who|with)\b)"
"""So that an astronaut is told from an astronaut candidate."""
_DEATH: Final = r"(?:death|funeral|grave|murder|killer|memorial|burial|suicide|obituary|autopsy|widow|widower|body)"
_DEATH_BEFORE: Final = re.compile(
    rf"\b(?:(?:late|dead|deceased|murdered|slain)|{_DEATH}\s+(?:\w+\s+)?(?:of|for|to))\s+$", re.IGNORECASE
)
_DEATH_AFTER: Final = re.compile(
    rf"(?:['’]s?\s+(?:\w+\s+)?{_DEATH}|\s+(?:dies|died|perishes|perished)|{_LINK}{_FILL}(?:dead|killed|murdered|buried)"
    rf"|\s+(?:is|was)\s+shot\s+(?:dead|by)){_END}",
    re.IGNORECASE,
)
_WIDOWED_AFTER: Final = re.compile(
    rf"(?:['’]s?\s+(?:late|dead)\s+(?:husband|wife)|{_LINK}{_FILL}(?:widow|widower|widowed)){_END}", re.IGNORECASE
)
_DIVORCED: Final = r"(?:ex|former|divorced)[-\s]+(?:husband|wife)"
_DIVORCED_AFTER: Final = re.compile(rf"(?:['’]s?\s+{_DIVORCED}|{_LINK}{_FILL}divorced){_END}", re.IGNORECASE)
_DIVORCED_BEFORE: Final = re.compile(rf"\b{_DIVORCED}\s+$", re.IGNORECASE)
_MARRIED_AFTER: Final = re.compile(
    r"(?:['’]s?\s+(?:husband|wife|maiden\s+name)|,\s+(?:(?:his|her)\s+maiden\s+name"
    rf"|the\s+name\s+(?:he|she)\s+(?:grew\s+up|was\s+born)\s+with)){_END}",
    re.IGNORECASE,
)
_MARRIED_BEFORE: Final = re.compile(r"\b(?:husband|wife)\s+of\s+$", re.IGNORECASE)
_AGAIN_AFTER: Final = re.compile(rf"['’]s?\s+second\s+(?:husband|wife|marriage){_END}", re.IGNORECASE)
_FALLEN: Final = re.compile(r"(?:overthrown|toppled|deposed|ousted)\b")
"""A status of somebody who has lost their power: other words for it tell the same."""
_FALLS: Final = r"(?:overthrow[ns]?|overthrew|topple[sd]?|depose[sd]?|oust(?:s|ed)?)"
_FALL_BEFORE: Final = re.compile(rf"\b(?:{_FALLS}|(?:fall|ousting|overthrow)\s+of)\s+$", re.IGNORECASE)
_FALL_AFTER: Final = re.compile(rf"(?:{_LINK}{_FILL}{_FALLS}|['’]s?\s+(?:fall|ousting|overthrow)){_END}", re.IGNORECASE)
_ONE_OF: Final = r"(?:elder|eldest|older|oldest|younger|youngest|first|second|other)\s+(?:child|son|daughter)"
_ONE_OF_AFTER: Final = re.compile(rf"['’]s?\s+{_ONE_OF}{_END}", re.IGNORECASE)
_ONE_OF_BEFORE: Final = re.compile(rf"\b{_ONE_OF}\s+of\s+$", re.IGNORECASE)
_NOTHING: Final = re.compile(r"(?!)")
_POSSESSIVE: Final = re.compile(r"^['’]s?\s+")


class Foretold(NamedTuple):
    """Words about an entry that are known from a position."""

    words: str
    name: str
    since: Position


class _Sign(NamedTuple):
    since: Position
    before: re.Pattern[str]
    after: re.Pattern[str]


class Foretelling:
    """By entry, what is said of it and from when, so that the same can be found where it is said too early."""

    def __init__(self, pack: Pack) -> None:
        self._seasons = Seasons(pack.show.episodes)
        self._signs: defaultdict[str, list[_Sign]] = defaultdict(list)
        said: dict[tuple[str, str], Position] = {}
        married: defaultdict[str, dict[str, Position]] = defaultdict(dict)
        children: defaultdict[str, dict[str, Position]] = defaultdict(dict)
        for fact in sorted(pack.facts, key=lambda fact: self._seasons.canonical(fact.since)):
            since = self._seasons.canonical(fact.since)
            if fact.kind in _KINDS and isinstance(fact.value, str) and fact.about:
                said.setdefault((fact.about[0], fact.value.casefold()), since)
            elif fact.kind == "spouse" and isinstance(fact.value, Ref) and fact.about:
                married[fact.about[0]].setdefault(fact.value.id, since)
                married[fact.value.id].setdefault(fact.about[0], since)
            elif fact.kind == "child" and isinstance(fact.value, Ref) and fact.about:
                children[fact.about[0]].setdefault(fact.value.id, since)
        dead = {entry: since for (entry, value), since in said.items() if value == DEAD}
        apart = {entry: since for (entry, value), since in said.items() if value == "divorced"}
        for (entry, value), since in said.items():
            if value not in (DEAD, "alive"):
                self._add(entry, since, *_of_value(value))
            if _FALLEN.match(value):
                self._add(entry, since, _FALL_BEFORE, _FALL_AFTER)
        for entry, since in dead.items():
            self._add(entry, since, _DEATH_BEFORE, _DEATH_AFTER)
        for entry, born in children.items():
            if len(born) > 1:
                self._add(entry, sorted(born.values())[1], _ONE_OF_BEFORE, _ONE_OF_AFTER)
        for entry, spouses in married.items():
            self._add(entry, min(spouses.values()), _MARRIED_BEFORE, _MARRIED_AFTER)
            lost = [dead[spouse] for spouse in spouses if spouse in dead]
            if lost:
                self._add(entry, min(lost), _NOTHING, _WIDOWED_AFTER)
            parted = [apart[one] for one in (entry, *spouses) if one in apart]
            if parted:
                self._add(entry, min(parted), _DIVORCED_BEFORE, _DIVORCED_AFTER)
            if len(spouses) > 1:
                self._add(entry, sorted(spouses.values())[1], _NOTHING, _AGAIN_AFTER)

    def beyond(self, text: str, position: Position, mentions: Collection[Mention]) -> Iterator[Foretold]:
        """Find words beside a name that say of its owner what is not known at ``position``."""
        for mention in mentions:
            for entry in mention.ids if len(mention.ids) == 1 else ():
                for sign in self._signs.get(entry, ()):
                    if sign.since <= position:
                        continue
                    after = sign.after.match(text, mention.end)
                    before = None if after else sign.before.search(text[: mention.start])
                    found = after or before
                    if found is not None:
                        words = _POSSESSIVE.sub("", found[0]).strip(" ,").split()
                        yield Foretold(" ".join(words), mention.name, sign.since)

    def _add(self, entry: str, since: Position, before: re.Pattern[str], after: re.Pattern[str]) -> None:
        self._signs[entry].append(_Sign(since, before, after))


def _of_value(value: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What says a value of somebody: before their name as a title, or after it with a comma or a verb."""
    words = r"\s+".join(map(re.escape, value.split()))
    return (
        re.compile(rf"\b{words}\s+$", re.IGNORECASE),
        re.compile(rf"{_LINK}{_FILL}{words}{_ENDS_THERE}", re.IGNORECASE),
    )
