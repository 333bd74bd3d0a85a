"""The kinds of trivia questions, as users read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[str, str]] = {
    "played_by": "Who plays this character",
    "plays": "Whom does this actor play",
    "relations": "Family, friends and rivals",
    "status": "How somebody fares",
    "roles": "Roles and ranks",
    "membership": "Organisations and nations",
    "who": "Who or what is missing",
    "season": "Which season",
    "episode": "Which episode",
    "year": "Which year",
    "order": "First or last",
    "odd_one_out": "Odd one out",
    "true_false": "True or false",
    "world": "Their history and ours",
    "production": "The making of the show",
    "quotes": "Who said so",
    "titles": "Episode titles",
    "aliases": "Other names",
    "written": "Written by hand",
}


def kind_words(kind: str) -> str:
    """What a kind of question asks; of a kind that is no longer made, its name."""
    return _WORDS.get(kind, kind.replace("_", " "))
