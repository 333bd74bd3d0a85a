"""Kinds of questions in words."""

from __future__ import annotations

from bot.render.kinds import kind_words
from facts.questions import KINDS


def test_every_kind_has_words_of_its_own() -> None:
    words = {kind: kind_words(kind) for kind in KINDS}
    assert len(set(words.values())) == len(KINDS)
    assert all(text[0].isupper() for text in words.values())


def test_kind_that_is_gone_is_called_by_its_name() -> None:
    assert kind_words("old_kind") == "old kind"
