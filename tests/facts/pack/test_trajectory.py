"""Words that tell what is to come."""

from __future__ import annotations

import re

import pytest

from facts.pack import trajectory


def samples(patterns: tuple[str, ...]) -> list[str]:
    """Write one text for every way that every pattern goes."""
    texts = []
    for pattern in patterns:
        text = re.sub(r"\(\?:\\w\+ \)\{\d,\d\}", "really ", pattern)
        text = text.replace(r"\d+", "3").replace(r"\w+", "wife").replace("[- ]", " ")
        text = re.sub(r"\(\?:([^()]*)\)\?", r"\1", text)
        text = re.sub(r"(\w)\?", r"\1", text)
        while group := re.search(r"\(\?:([^()]*)\)", text):
            text = text.replace(group[0], group[1].split("|")[-1])
        texts.append(text)
    return texts


@pytest.mark.parametrize("text", samples(trajectory.CLEAR))
def test_trajectory_finds_every_clear_phrase(text: str) -> None:
    assert trajectory.Trajectory().clear(f"So she {text} there.") != ()


@pytest.mark.parametrize("text", samples(trajectory.DOUBTFUL))
def test_trajectory_finds_every_doubtful_word(text: str) -> None:
    assert trajectory.Trajectory().doubtful(f"So {text.upper()}, she flies.") == (text.upper(),)


def test_trajectory_says_nothing_twice() -> None:
    found = trajectory.Trajectory()
    assert found.doubtful("It is not yet over.") == ()
    assert found.clear("It is not yet over.") == ("not yet",)


@pytest.mark.parametrize("text", ["She flies.", "A blast rips the hull.", "Everlasting willows.", "Stillwater"])
def test_trajectory_lets_other_words_be(text: str) -> None:
    found = trajectory.Trajectory()
    assert found.clear(text) == found.doubtful(text) == ()
