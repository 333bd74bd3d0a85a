"""Shares of a bot: which go together."""

from __future__ import annotations

import pytest

from bot.fleet.share import Share


def share(count: int | None = None, *shards: int, token: str = "t") -> Share:
    return Share.of(token, count, shards)


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        (share(), share(), "serves this bot"),
        (share(3, 0), share(3, 0, 1), "serves shard 0"),
        (share(3, 0, 2), share(3, 1, 2), "serves shard 2"),
        (share(3, 0), share(4, 1), "SHARD_COUNT=4"),
        (share(3, 0), share(), "all shards"),
        (share(), share(3, 0), "SHARD_COUNT=3"),
        (share(32767, 32766), share(32767, 32766), "serves shard 32766"),
    ],
)
def test_shares_that_overlap_or_count_differently_clash(ours: Share, theirs: Share, words: str) -> None:
    clash = ours.clash(theirs.numbers)
    assert clash is not None
    assert words in clash


def test_shares_of_different_shards_go_together() -> None:
    assert share(3, 0).clash(share(3, 1, 2).numbers) is None


def test_numbers_tell_nothing_of_the_token_and_fit_the_database() -> None:
    largest = share(32767, 32766)
    assert 0 <= largest.bot < 1 << 31
    assert all(0 <= number < 1 << 31 for number in largest.numbers)
    assert share(token="a").bot != share(token="b").bot
