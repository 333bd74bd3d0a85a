"""Trivia alone: practice, boards, one's own statistics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any, cast

from bot.ledger import Award, KindScore, Score
from bot.render.kinds import kind_words
from bot.sandbox.clock import ManualClock
from bot.sandbox.reply import Reply
from facts.position import Position
from facts.questions import TriviaQuestion
from tests.support.discord import settled
from tests.support.fans import Fans, fields, labels, text, title, watched

SHOW = "for-all-mankind"


def options(reply: Reply) -> list[str]:
    """The ``custom_id`` of each option, in their order."""
    found = (one["custom_id"] for row in reply.components for one in row["components"])
    return [custom_id for custom_id in found if custom_id.startswith("prac|")]


def pass_time(fans: Fans, seconds: float) -> None:
    """Move the clock of Discord and of the bot."""
    cast("ManualClock", fans.discord.world.clock).advance(seconds)


async def practised(fans: Fans, reply: Reply, position: str) -> TriviaQuestion:
    """The question that a card of practice shows, made as the bot makes it."""
    pool = await fans.bot.pools.of(await fans.bot.views.load(SHOW, Position.parse(position)))
    _, _, id_, seed, *_ = options(reply)[0].split("|")
    return pool.make(id_, Random(seed))


async def played(fans: Fans, *scores: Score) -> None:
    """Let a round be over, in which that was scored."""
    assert fans.lounge.guild is not None
    rounds, guild, now = fans.bot.ledger.rounds, fans.lounge.guild.id, fans.discord.world.clock.now()
    at = int(now * 1000)
    opened = [1, "opened", {"at": at}]
    round_id = await rounds.open(opened, guild=guild, channel=1, host=scores[0].user, show=SHOW, at_ms=at)
    for seq, score in enumerate(scores, start=2):
        body: list[Any] = [1, "joined", {"player": score.user, "at": at}]
        await rounds.append(round_id, seq, body, user=score.user, at_ms=at)
    end: list[Any] = [1, "ticked", {"at": at}]
    award = Award(datetime.fromtimestamp(now, UTC), scores)
    await rounds.append(round_id, len(scores) + 2, end, user=None, at_ms=at, award=award, release=True)


def scored(user: int, points: int, kinds: Mapping[str, KindScore] | None = None) -> Score:
    return Score(user, points, right=points // 100, answered=5, best_streak=2, ms=4000, kinds=kinds or {})


async def test_practice_asks_judges_explains_and_goes_on(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    reply = await fans.ann.command("/trivia practice")
    await settled()
    assert reply.ephemeral
    question = await practised(fans, reply, "S1")
    assert question.ask in text(reply)
    assert all(option in text(reply) for option in question.options)
    right = options(reply)[question.options.index(question.answer)]
    result = await fans.ann.press(reply, custom_id=right)
    assert title(result) == "Right"
    assert question.explain in text(result)
    following = await fans.ann.press(result, label="Next")
    assert title(following) == "Practice"
    assert question.ask not in text(following)
    stopped = await fans.ann.press(following, label="Stop")
    assert labels(stopped) == ["Go on"]
    assert fans.posted() == []


async def test_practice_says_what_was_right_and_brings_it_back(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    reply = await fans.ann.command("/trivia practice kind:played_by")
    await settled()
    question = await practised(fans, reply, "S1")
    wrong = options(reply)[question.options.index(question.wrong[0])]
    reply = await fans.ann.press(reply, custom_id=wrong)
    assert title(reply) == "Not right"
    assert f"✅ {question.answer}" in text(reply)
    assert f"❌ {question.wrong[0]}" in text(reply)
    between = []
    for _ in range(4):
        pass_time(fans, 1)
        reply = await fans.ann.press(reply, label="Next")
        asked = await practised(fans, reply, "S1")
        between.append(asked.id)
        reply = await fans.ann.press(reply, custom_id=options(reply)[asked.options.index(asked.answer)])
        assert title(reply) == "Right"
    assert between.index(question.id) == 3
    assert len(set(between)) == 4


async def test_practice_at_nothing_watched_asks_what_is_safe(fans: Fans) -> None:
    reply = await fans.ann.command("/trivia practice")
    await settled()
    assert "before the first episode" in text(reply)
    assert (await practised(fans, reply, "S0")).ask in text(reply)
    assert any(label.startswith("Season") for label in labels(reply))
    assert title(await fans.ann.command("/trivia practice kind:order")) == "Practice"
    assert title(await fans.ann.command("/trivia practice kind:nonsense")) == "Not found"


async def test_old_practice_tells_nothing_once_progress_is_lowered(fans: Fans) -> None:
    await watched(fans.ann, "S4")
    reply = await fans.ann.command("/trivia practice kind:order")
    await settled()
    question = await practised(fans, reply, "S4")
    await watched(fans.ann, "S0")
    old = await fans.ann.press(reply, custom_id=options(reply)[0])
    assert title(old) == "Out of date"
    assert question.answer not in text(old)
    assert question.ask not in text(old)
    assert await fans.bot.ledger.practice.weights(fans.ann.user.id, SHOW) == {}
    assert title(await fans.ann.press(old, label="Next")) == "Practice"


async def test_question_that_has_other_options_now_counts_for_nothing(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    reply = await fans.ann.command("/trivia practice kind:played_by")
    await settled()
    before = await practised(fans, reply, "S1")
    await watched(fans.ann, "S4")
    assert (await practised(fans, reply, "S4")).options != before.options
    old = await fans.ann.press(reply, custom_id=options(reply)[before.options.index(before.answer)])
    assert title(old) == "Out of date"
    assert await fans.bot.ledger.practice.weights(fans.ann.user.id, SHOW) == {}


async def test_practice_goes_on_in_direct_messages_and_after_odd_buttons(fans: Fans) -> None:
    await watched(fans.ann, "S1")
    direct = fans.ann.at(fans.discord.world.dm(fans.ann.user))
    reply = await direct.command("/trivia practice")
    await settled()
    parts = options(reply)[0].split("|")
    for place, odd in ((6, "9"), (6, "x"), (5, "nothing"), (2, "0" * 12), (4, ""), (1, "no-show")):
        custom_id = "|".join([*parts[:place], odd, *parts[place + 1 :]])
        answered = await direct.interact(3, {"component_type": 2, "custom_id": custom_id, "id": 2})
        assert title(answered) in ("Out of date", "Not found"), custom_id
    assert title(await direct.press(reply, custom_id=options(reply)[0])) in ("Right", "Not right")


async def test_leaderboard_shows_names_and_points_and_ones_own_place(fans: Fans) -> None:
    ann, bob = fans.ann.user.id, fans.bob.user.id
    await played(fans, scored(ann, 300), scored(bob, 500))
    board = await fans.ann.command("/trivia leaderboard")
    lines = text(board).splitlines()
    assert f"🥇 <@{bob}> **500 points**" in lines[1]
    assert f"🥈 <@{ann}> **300 points**" in lines[2]
    assert "You are number **2**" in text(board)
    assert board.ephemeral
    pass_time(fans, 8 * 86_400)
    assert "Nobody has played" in text(await fans.ann.command("/trivia leaderboard period:week"))
    assert str(bob) in text(await fans.ann.command("/trivia leaderboard period:month"))


async def test_shared_leaderboard_says_nothing_of_who_shares_it(fans: Fans) -> None:
    await played(fans, *(scored(user, 100 * user) for user in range(1, 15)), scored(fans.ann.user.id, 50))
    reply = await fans.ann.command("/trivia leaderboard share:true")
    await settled()
    (posted,) = fans.posted()
    assert "You are number" not in text(posted)
    assert posted.pings.users == set() or not posted.pings.users
    assert reply.ephemeral
    page = await fans.ann.press(posted, label="▶")
    assert page.ephemeral
    assert "You are number **15**" in text(page)
    assert text(posted).count("<@") == 10
    assert text(page).count("<@") == 5


async def test_who_leaves_the_boards_is_not_on_them(fans: Fans) -> None:
    ann, bob = fans.ann.user.id, fans.bob.user.id
    await played(fans, scored(ann, 300), scored(bob, 500))
    state = await fans.bob.command("/trivia privacy")
    state = await fans.bob.press(state, label="Leave the boards")
    assert labels(state) == ["Join the boards"]
    board = text(await fans.ann.command("/trivia leaderboard"))
    assert str(bob) not in board
    assert f"🥇 <@{ann}>" in board
    assert "Rank in this server" not in fields(await fans.bob.command("/trivia stats"))
    assert labels(await fans.bob.command("/trivia privacy")) == ["Join the boards"]
    await fans.bob.press(state, label="Join the boards")
    assert str(bob) in text(await fans.ann.command("/trivia leaderboard"))


async def test_statistics_by_kind_with_rank(fans: Fans) -> None:
    ann, bob = fans.ann.user.id, fans.bob.user.id
    assert "not played" in text(await fans.ann.command("/trivia stats"))
    await played(fans, scored(ann, 300, {"played_by": KindScore(5, 3, 300)}), scored(bob, 500))
    stats = await fans.ann.command("/trivia stats")
    assert stats.ephemeral
    assert fields(stats)["Right"] == "3 of 5 (60 %)"
    assert fields(stats)["Rank in this server"] == "2"
    assert fields(stats)["By kind"] == f"{kind_words('played_by')}: 3 of 5 (60 %)"
    direct = fans.ann.at(fans.discord.world.dm(fans.ann.user))
    assert "Rank in this server" not in fields(await direct.command("/trivia stats"))


async def test_boards_are_of_servers_that_have_the_bot(fans: Fans) -> None:
    zoe = fans.discord.world.add_user("zoe", installed=True)
    general = fans.discord.world.add_guild("Others", members=(zoe,), bot_installed=False).add_text("general")
    assert title(await fans.discord.user(zoe, general).command("/trivia leaderboard")) == "Only in a server"
