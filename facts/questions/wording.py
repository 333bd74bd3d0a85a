"""Words of questions: folding, gaps, and what gives an answer away."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from facts.names import fold
from facts.position import Position
from facts.questions.model import Option

GAP: Final = "[…]"
"""Stands in a quoted sentence where the answer was."""

# fmt: off
SMALL: Final = frozenset(
    ["a", "an", "and", "as", "at", "by", "de", "for", "from", "her", "his", "in", "la", "of", "on", "or", "s", "the",
     "their", "to", "von", "with"]
)
"""Words that tell nothing apart."""

TITLES: Final = frozenset(
    ["administrator", "captain", "commander", "congressman", "director", "dr", "first", "general", "governor", "jr",
     "lieutenant", "colonel", "madam", "major", "mr", "mrs", "ms", "president", "senator", "vice", "xo"]
)
"""Words of a name that are no name."""

_COMMON: Final = frozenset(
    ["after", "again", "all", "are", "be", "been", "before", "but", "can", "could", "do", "does", "for", "get", "gets",
     "had", "has", "have", "he", "him", "into", "is", "it", "its", "no", "not", "off", "one", "out", "over", "she",
     "so", "some", "than", "that", "them", "then", "there", "they", "this", "up", "was", "were", "what", "when",
     "where", "which", "who", "whom", "whose", "will", "would"]
)
# fmt: on
TEXTS: Final = 16_384
"""Texts of which what is made is remembered: pools of many positions are made of the same, and share it."""
_QUOTES: Final = str.maketrans("“”…", "   ")
_POSSESSIVE: Final = re.compile(r"['’](?:s\b)?")


@lru_cache(maxsize=TEXTS)
def counting(text: str) -> frozenset[str]:
    """Return the folded words of ``text`` that tell it apart; all of them where none does."""
    words = fold(text).split()
    return frozenset(word for word in words if word not in SMALL) or frozenset(words)


@lru_cache(maxsize=TEXTS)
def content(text: str) -> frozenset[str]:
    """Return the words that say what a sentence is about, without endings."""
    return frozenset(_stem(word) for word in fold(text).split() if word not in SMALL and word not in _COMMON)


def spoken(text: str) -> str:
    """Return folded text, possessives without their ending, with a space before and after."""
    return f" {fold(_POSSESSIVE.sub(' ', text.translate(_QUOTES)))} "


def gives_away(text: str, answer: Option) -> bool:
    """Whether ``text`` has the answer, or a word that tells it, in it."""
    asked = spoken(text)
    words = set(asked.split())
    words |= {word[:-1] for word in words if word.endswith("s")}
    return not answer.tells.isdisjoint(words) or any(phrase and f" {phrase} " in asked for phrase in answer.phrases)


def whose(name: str) -> str:
    """Return the possessive of a name."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def pointless(text: str) -> str:
    """Return a sentence without its final point, as it stands on a button."""
    return text.strip().removesuffix(".")


def called(position: Position) -> str:
    """Return an episode, or a season, in words."""
    if position.whole or not position.season:
        return f"Season {position.season}"
    return f"Season {position.season}, episode {position.episode}"


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
