"""What was typed, as it is compared: without case, accents, punctuation and articles, numbers as digits.

Two texts are the same, or one is the other with a slip of the keyboard. A digit is never a slip.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from bot.trivia.numerals import WORDS, as_digits
from facts.names import fold

LONGEST: Final = 200
"""Characters of what is typed that are looked at."""

_ARTICLES: Final = frozenset({"the", "a", "an"})
_THOUSANDS: Final = re.compile(r"(?<=\d)[,'’](?=\d{3}(?!\d))")
_MINUS: Final = re.compile(r"(?<!\w)[-−–](?=\d)")
_SHARP: Final = re.compile(r"(?<=[^\W\d_])#")
_SIGNS: Final = {"&": " and ", "+": " plus ", "%": " percent "}
_SIGN: Final = re.compile(r"[&+%]")
_DIGITS: Final = re.compile(r"\d+")
_TRAILING: Final = "!. "

SWAP_FROM: Final = 5
"""Letters of a text from which on two neighbours may be swapped."""
SLIP_FROM: Final = 8
"""Letters of a word from which on one letter may be wrong, missing or too many."""
KNOWN_SLIP_FROM: Final = 5
"""The same where all that it might be taken for is known."""


class Spelt(NamedTuple):
    """A text in the forms in which it is compared."""

    text: str
    """Words with single spaces, numbers as digits, no leading article."""
    plain: str
    """The same before articles and numbers were looked at."""
    digits: tuple[str, ...]
    """The numbers of ``text``, in order."""
    joined: str
    """``text`` without spaces."""


def spell(text: str) -> Spelt:
    """Return ``text`` as it is compared; what is nothing but signs stands for itself."""
    text = text.strip()[:LONGEST]
    text = _THOUSANDS.sub("", text)
    text = _MINUS.sub(" minus ", text)
    text = _SHARP.sub(" sharp ", text)
    text = _SIGN.sub(lambda sign: _SIGNS[sign[0]], text)
    plain = fold(text)
    if not plain:
        signs = text.rstrip(_TRAILING) or text[:1]
        return Spelt(signs, signs, (), signs)
    words = plain.split(" ")
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    written = " ".join(as_digits(words))
    return Spelt(written, plain, tuple(_DIGITS.findall(written)), written.replace(" ", ""))


def same(typed: Spelt, answer: Spelt) -> bool:
    """Whether the two differ in nothing that matters."""
    return typed.joined == answer.joined and typed.digits == answer.digits


def near(typed: Spelt, other: Spelt) -> bool:
    """Whether the two differ in at most one letter, or two that are swapped."""
    return _distance(typed.text, other.text) <= 1


def slipped(typed: Spelt, answer: Spelt, slip_from: int = SLIP_FROM) -> bool:
    """Whether ``typed`` is ``answer`` but for one slip of the keyboard."""
    if typed.digits == answer.digits and _slip(typed.text, answer.text, slip_from):
        return True
    # A word for a number may be misspelt as well, but not into another number.
    return (
        _slip(typed.plain, answer.plain, slip_from)
        and _DIGITS.findall(typed.plain) == _DIGITS.findall(answer.plain)
        and WORDS.intersection(typed.plain.split(" ")) <= WORDS.intersection(answer.plain.split(" "))
    )


def _slip(typed: str, answer: str, slip_from: int) -> bool:
    if _distance(typed, answer) != 1:
        return False
    if sorted(typed) == sorted(answer):
        return len(answer) - answer.count(" ") >= SWAP_FROM
    if typed.count(" ") != answer.count(" "):
        return False
    words = zip(typed.split(" "), answer.split(" "), strict=True)
    ((word, meant),) = ((word, meant) for word, meant in words if word != meant)
    if len(meant) < slip_from or not meant.isalpha() or word[0] != meant[0]:
        return False
    # Julio is not Julia: what a word ends in may tell two people apart.
    return len(word) != len(meant) or word[-1] == meant[-1]


def _distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour: 0, 1, or more than 1."""
    from rapidfuzz.distance import OSA  # only typed answers need it, and no start should pay for it

    return OSA.distance(one, other, score_cutoff=1)
