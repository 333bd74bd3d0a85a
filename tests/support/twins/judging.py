"""What of all that twins hear must be the same: everything but what somebody has asked for who is further."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from facts.position import NOTHING, Position
from tests.support.twins.steps import Command, Complete, Heard, Press, Said, Step, Submit
from tests.support.twins.town import Kin
from tests.support.twins.world import PEOPLE

FAR: Final = "eve"
"""Who alone may go beyond the position."""
_MODERATORS: Final = ("mod", "eve")
_OWN_DATA: Final = ("/trivia practice", "/trivia stats", "/privacy export")
_OWN_ACTIONS: Final = ("prac", "prac-next", "prac-stop")


@dataclass
class Judge:
    """Who is where, and so who may be told apart from whom."""

    kin: Kin
    positions: dict[str, Position] = field(default_factory=lambda: dict.fromkeys(PEOPLE, NOTHING))
    been_further: set[str] = field(default_factory=set)

    def is_near(self, by: str) -> bool:
        """Whether somebody never goes beyond the position."""
        return by != FAR

    def is_further(self, by: str) -> bool:
        """Whether somebody may be told more than both futures hold."""
        return self._beyond(self.positions[by])

    def note(self) -> None:
        """Remember who has been beyond the position: what they practised there stays theirs."""
        self.been_further |= {name for name in PEOPLE if self.is_further(name)}

    def goes_too_far(self, step: Step) -> bool:
        """Whether somebody would agree that those who stay behind are told more than both futures hold.

        That is: one of them says that they have watched more, or a moderator announces more to a channel, which may
        then rightly speak of it. Asking for either is no such word, and is answered alike.
        """
        if not isinstance(step, Press):
            return False
        action, *said = step.custom_id.split("|")
        if action == "episode-set":
            said = [step.value or ""]
        elif action not in ("confirm", "watched", "seen", "party"):
            return False
        if action != "party" and not self.is_near(step.by):
            return False
        return any(self._beyond(position) for position in map(_position, said) if position is not None)

    def is_told_alike(self, step: Step, after: str) -> bool:
        """Whether the private answer to a step is the same whatever comes later; ``after``: where they are then."""
        if not isinstance(step, Command | Complete | Press | Submit):
            return True
        by = step.by
        if isinstance(step, Press) and by in _MODERATORS and self._looks_ahead(by, step.custom_id):
            return False
        further = self.is_further(by) or self._beyond(Position.parse(after))
        if isinstance(step, Command | Complete) and step.at not in ("dm", "abroad") and ("share", True) in step.values:
            # Only what the channel may hear of; what was asked for goes by the name that who asks knows it by.
            further = further and isinstance(step, Command) and any(option == "name" for option, _ in step.values)
        own = (isinstance(step, Command) and step.line in _OWN_DATA) or (
            isinstance(step, Press) and step.custom_id.partition("|")[0] in _OWN_ACTIONS
        )
        return not further and not (own and by in self.been_further)

    def _looks_ahead(self, by: str, custom_id: str) -> bool:
        """Whether a moderator has agreed to look beyond the position, from no later progress than now."""
        action, *rest = custom_id.split("|")
        if action not in ("preview", "peek") or len(rest) != 3:
            return False
        asked, own = map(_position, rest[1:])
        if asked is None or own is None or not self._beyond(asked):
            return False
        within = self.kin.seasons.within  # one of the two may be a season, and the other its last episode
        return within(self.positions[by]) >= within(own)

    def _beyond(self, position: Position) -> bool:
        return self.kin.seasons.within(position) > self.kin.position


def differences(judge: Judge, step: Step, one: Heard, other: Heard) -> tuple[list[str], int]:
    """Return the lines that tell two twins apart, and how many requests were compared."""
    found = [f"went wrong: {complaint}" for heard in (one, other) for complaint in heard.complaints]
    if one.positions != other.positions:
        found.append(f"positions: {one.positions} and {other.positions}")
    by = getattr(step, "by", None)
    alike = judge.is_told_alike(step, one.positions.get(by, "S0") if by else "S0")
    if one.outcome != other.outcome and alike:
        found.append(f"outcomes: {one.outcome!r} and {other.outcome!r}")
    lanes = [_lanes(heard.said, private=alike) for heard in (one, other)]
    for lane in dict.fromkeys((*lanes[0], *lanes[1])):
        for left, right in zip_longest(lanes[0].get(lane, ()), lanes[1].get(lane, ())):
            if left != right:
                found += [f"{lane}:", *_compared(left, right)]
    return found, sum(map(len, lanes[0].values()))


def _lanes(said: list[Said], *, private: bool) -> dict[str, list[str]]:
    lanes: dict[str, list[str]] = {}
    for one in said:
        if private or not one.private:
            lanes.setdefault(one.lane, []).append(one.text)
    return lanes


def _compared(left: str | None, right: str | None) -> list[str]:
    if left is None or right is None:
        return [f"  one:   {(left or 'nothing')[:2000]}", f"  other: {(right or 'nothing')[:2000]}"]
    one, other = (json.dumps(json.loads(text), indent=1, ensure_ascii=False).splitlines() for text in (left, right))
    lines = list(difflib.unified_diff(one, other, lineterm="", n=1))[2:]
    return [f"  {json.loads(left)['path']}", *(f"  {line[:400]}" for line in lines[:24])]


def _position(written: str) -> Position | None:
    try:
        return Position.parse(written)
    except ValueError:
        return None
