"""What a message is about, as far as it tells whether a word in it is meant as a name."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from facts.guard.forms import is_everyday
from facts.guard.words import CALLS, OTHER, PEOPLE, REACTION, SHOW, STORY

_WORD: Final = re.compile(r"[a-z0-9@']+")
_FOLLOWING: Final = re.compile(r" ([A-Z][A-Za-z]*)")
_LEADING: Final = re.compile(r"([A-Z][a-z]+),? $")
_NUMBERED: Final = re.compile(r"\bs\d{1,2}(?:\s?e\d{1,2})?\b")
_DIGIT: Final = re.compile(r"\d")
_OUR: Final = frozenset({"my", "our"})
_I: Final = frozenset({"i", "i'm", "im", "i've", "ive", "been"})
_OURS: Final = re.compile(
    r"\b(?:my|our)\b(?! (?:fav|god\b|heart|head|jaw|goodness|opinion|take|mind|word|eyes|number|best|least|poor|boy|"
    r"girl))"
)
_OWN_LIFE: Final = re.compile(
    r"\bi (?:went|live|lived|was|am|grew|work|worked|drive|drove|bought|play|played|met|had|got|study|studied|flew|know"
    r"|fly|visited|moved|used)\b|\bi'?m (?:from|in|at|a|an)\b|\bi'?ve (?:been|got|had)\b|\bbeen to\b|\bi'?m from\b"
)
_FROM: Final = ("work", "my", "the", "our", "school", "class", "church", "college")
_JOINS: Final = (" and ", " & ", "/", " + ")
_ENDS: Final = ".!?\n"
_WINDOW: Final = 48


class Context:
    """A message, folded and not, with the number of the show's other names in it that are known."""

    def __init__(self, cased: str, folded: str, known_names: int) -> None:
        self.cased = cased
        self.folded = folded
        self.known_names = known_names
        self.shouted = cased.isupper()
        self.words = words = frozenset(_WORD.findall(folded))
        self.show = not words.isdisjoint(SHOW) or bool(_DIGIT.search(folded) and _NUMBERED.search(folded))
        """Whether it speaks of a show."""
        self.ours = not words.isdisjoint(_OUR) and bool(_OURS.search(folded))
        """Whether it speaks of what is the author's."""
        self.personal = self.ours or (not words.isdisjoint(_I) and bool(_OWN_LIFE.search(folded)))
        """Whether somebody speaks of themselves."""
        self.people = not words.isdisjoint(PEOPLE)
        """Whether it speaks of people whom somebody knows."""
        self.story = min(2, len(words & STORY) + (self.people and not self.personal))
        """How far it tells a story, from 0 to 2."""
        self.evidence = min(2, self.show + self.story + min(2, known_names))
        """How much there is to say that it is about the show, from 0 to 2."""
        self.reaction = not words.isdisjoint(REACTION)
        """Whether it says how something was."""
        self.about = bool(self.evidence) or self.reaction
        """Whether there is anything to say that it is about the show."""
        self.other = min(2, len(words & OTHER))
        """How many words speak of something else than a show, from 0 to 2."""

    def before(self, start: int) -> list[str]:
        """The words before a place, nearest last."""
        return _WORD.findall(self.folded[max(0, start - _WINDOW) : start])

    def after(self, end: int) -> list[str]:
        """The words after a place."""
        return _WORD.findall(self.folded[end : end + _WINDOW])

    def opens(self, start: int) -> bool:
        """Whether a sentence begins at a place."""
        led = self.cased[:start].rstrip(" \"'(")
        return not led or led[-1] in _ENDS

    def quoted(self, start: int, end: int) -> bool:
        """Whether a place stands in quotation marks or is emphasised."""
        return start > 0 and self.cased[start - 1] in "\"'" and self.cased[end : end + 1] in ('"', "'")

    def addressed(self, start: int, end: int) -> bool:
        """Whether a name is that of somebody who is spoken to, or whom the author knows."""
        before, after = self.before(start), self.after(end)
        nearest = before[-1] if before else ""
        if before[-2:] in (["thank", "you"], ["love", "you"]):
            return True
        if nearest in CALLS or nearest.startswith("@") or self.cased[max(0, start - 1) : start] == "@":
            return True
        if {*before[-3:]} & {"my", "our", "named", "called", "met"} or nearest in ("a", "another"):
            return True
        if nearest in PEOPLE and self.ours and not self.known_names:
            return True
        if after[:2] and after[0] == "from" and after[1] in _FROM:
            return True
        follows = self.cased[end : end + 1]
        if follows == "," and (self.opens(start) or after[:1] in (["my"], ["the"], ["our"])):
            return True
        led = self.cased[:start].rstrip()
        return led.endswith(",") and (not after or follows in ("!", "?", ",")) and len(led) < 24

    def beside(self, start: int, end: int, named: Collection[tuple[int, int]]) -> bool:
        """Whether "and" joins a place to another of the show's names."""
        return any(
            self.folded[end:first] in (" and ", " & ", "/", " + ")
            or self.folded[last:start] in (" and ", " & ", "/", " + ")
            for first, last in named
            if first - end in (1, 3, 5) or start - last in (1, 3, 5)
        )

    def among_other_names(self, start: int, end: int, named: Collection[tuple[int, int]]) -> bool:
        """Whether a word is part of a name that is none of the show's: its neighbour has a capital of its own.

        ``named`` holds the places of the show's names.
        """
        follows = _FOLLOWING.match(self.cased, end)
        if follows and follows[1] != "I" and not any(first == follows.start(1) for first, _ in named):
            return True
        led = _LEADING.search(self.cased[:start])
        if led is None or is_everyday(led[1].lower()):
            return False
        return not any(last == led.end(1) for _, last in named)
