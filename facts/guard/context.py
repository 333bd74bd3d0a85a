"""What a whole message is about, as far as it tells whether a word in it is meant as a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from facts.guard.cues import LIKE, NAMING, NUMBERED, OURS, OWN_LIFE, REALITY
from facts.guard.once import once
from facts.guard.topics import OTHER, PEOPLE, REACTION, SHOW, STORY, STREAMING
from facts.guard.words import is_everyday
from facts.guard.world import WORLD

Span = tuple[int, int]
"""From where to where something stands in a text."""

WORD: Final = re.compile(r"[a-z0-9@']+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DIGIT: Final = re.compile(r"\d")
_CAPITAL: Final = re.compile(r"(?<=[a-z,] )([A-Z][a-z]+)")
_REALITY: Final = _set(
    """
    biography biopic century documentaries documentary essay exam grandparents historical history irl lecture museum
    nasa nobel real reality textbook wikipedia
    """
)
_LISTS: Final = (
    SHOW,
    STORY,
    OTHER,
    STREAMING,
    PEOPLE,
    REACTION,
    WORLD,
    _set("my our"),
    _set("i i'm im i've ive been working greetings"),
    _set("she he her him his she's he's"),
    _set("name surname nickname word slang term verb dictionary"),
    _REALITY,
    _set("like than reminds remind"),
)
_BITS: Final = tuple(1 << place for place in range(len(_LISTS)))
(
    _SHOW,
    _STORY,
    _OTHER,
    _STREAMING,
    _PEOPLE,
    _REACTION,
    _WORLD,
    _OUR,
    _I,
    _THEY,
    _NAMES,
    _REAL,
    _COMPARING,
) = _BITS
_SUBJECTS: Final = {
    word: sum(bit for bit, words in zip(_BITS, _LISTS, strict=True) if word in words)
    for word in frozenset[str]().union(*_LISTS)
}
"""Which of the lists each word is in, a bit for each: a message's words are looked up once, not once for each list."""


class Context:
    """A message, and where it names the show; what is seldom asked of it is found when it is first asked for."""

    def __init__(self, cased: str, known: int, named: Sequence[Span] = (), *, mended: bool = False) -> None:
        self.cased = cased
        self.lowered = lowered = lower(cased)
        self.named = named
        """Where the show's names are."""
        self.known = known
        """How many of them are known."""
        self.mended = mended
        """Whether a name was spelled out, or with digits for letters: it is meant to be one."""
        self.words = words = frozenset(WORD.findall(lowered))
        said = 0  # a bit for each list of words: one pass instead of one for each list
        for word in words:
            if word in _SUBJECTS:
                said |= _SUBJECTS[word]
        self._said = said
        self.shouted = cased.isupper()
        numbered = _DIGIT.search(lowered) is not None and NUMBERED.search(lowered) is not None
        self.show = numbered or bool(said & _SHOW)
        """Whether it speaks of a show, or of a season or an episode by number."""
        self.ours = bool(said & _OUR) and OURS.search(lowered) is not None
        """Whether it speaks of what is the author's."""
        self.personal = self.ours or (bool(said & _I) and OWN_LIFE.search(lowered) is not None)
        """Whether somebody speaks of themselves."""
        self.people = bool(said & _PEOPLE)
        """Whether it speaks of people whom somebody knows."""
        self.story = story = len(words & STORY) if said & _STORY else 0
        """How many words stories are told with."""
        self.evidence = min(2, self.show + story + (self.people and not self.personal) + known)
        """How much there is to say that it is about the show, from 0 to 2."""
        self.reaction = bool(said & _REACTION)
        """Whether it says how something was."""
        self.narrated = bool(said & _THEY) and not (self.personal or self.people)
        """Whether it tells of others than the author."""
        self.naming = bool(said & _NAMES) and NAMING.search(lowered) is not None
        """Whether it speaks of names and words themselves."""
        self.reality = bool(said & _REAL) and REALITY.search(lowered) is not None
        """Whether it speaks of our own world and its history."""
        self.other = self._other() if said & (_OTHER | _STREAMING) else 0
        """How many words speak of something else than a show, from 0 to 2."""

    @once
    def world(self) -> bool:
        """Whether it names a place or people of our own world, besides the show's names."""
        return bool(self._said & _WORLD) and not WORLD.isdisjoint(WORD.findall(self._without_names))

    @once
    def foreign(self) -> bool:
        """Whether it names somebody or something, within a sentence, that is none of the show's."""
        if self.cased[1:].islower():
            return False
        return any(
            not is_everyday(found[1].lower()) and not any(first <= found.start(1) < last for first, last in self.named)
            for found in _CAPITAL.finditer(self.cased)
        )

    @once
    def said(self) -> frozenset[str]:
        """The words of the message besides the show's names, which say nothing of what it is about."""
        return frozenset(WORD.findall(self._without_names))

    def _other(self) -> int:
        said = self._without_names
        if self._said & _COMPARING:
            said = LIKE.sub("", said)
        return min(2, len(OTHER.intersection(WORD.findall(said))) + bool(self._said & _STREAMING))

    @once
    def _without_names(self) -> str:
        """The message without the show's names."""
        parts, last = [], 0
        for start, end in self.named:
            parts.append(self.lowered[last:start])
            last = end
        return "".join((*parts, self.lowered[last:]))


def lower(text: str) -> str:
    """Lower case, and hyphens as spaces; as long as ``text``."""
    lowered = text.lower().replace("-", " ")
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
