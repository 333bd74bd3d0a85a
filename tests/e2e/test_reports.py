"""Reports of questions: what members are told, what moderators see, and what their word does."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast
from unittest.mock import patch

from bot.cogs.trivia import Trivia
from bot.ledger import StoreUnavailable
from bot.sandbox.clock import ManualClock
from bot.sandbox.permissions import Permission
from bot.sandbox.reply import Reply
from bot.sandbox.user import Actor
from bot.sandbox.world import Channel, Message
from bot.trivia.daily import Asked
from facts.questions import TriviaQuestion
from tests.support.airlock import stand_in, started
from tests.support.discord import settled
from tests.support.fans import Fans, fields, labels, text, title, watched
from tests.support.harbour import pressed
from tests.support.trivia import begun, opened, passes, quiet, right_label, wrong_label

SHOW = "for-all-mankind"


def guild(fans: Fans) -> int:
    """The server's id."""
    assert fans.lounge.guild is not None
    return fans.lounge.guild.id


async def revealed(fans: Fans, line: str = "/trivia start questions:1") -> tuple[Message, TriviaQuestion]:
    """Play a round of one question, which ann gets right and bob wrong; return it."""
    table = await opened(fans, line)
    lobby = fans.posted()[-1]
    await fans.bob.press(lobby, label="Join")
    message = await begun(fans, table)
    await fans.ann.press(message, label=right_label(table))
    await fans.bob.press(message, label=wrong_label(table))
    await passes(fans, 60)
    return message, table.asked[1]


async def daily_posted(fans: Fans) -> tuple[Message, TriviaQuestion]:
    """Let a question of the day be posted; return it."""
    await fans.mod.command("/server daily time:18:00")
    cast("ManualClock", fans.discord.world.clock).advance(18 * 3600)
    await cast("Trivia", fans.bot.get_cog("Trivia")).daily_posts.look()
    latest = await fans.bot.ledger.daily.latest(guild(fans))
    assert latest is not None
    return fans.posted()[-1], Asked.of(latest.question).question


async def notice(fans: Fans) -> Message:
    """The only notice of a report in the log."""
    await settled()
    (found,) = (message for message in fans.posted(fans.log) if title(message) == "A question was reported")
    return found


async def shown(fans: Fans) -> Reply:
    """What a moderator sees of the report."""
    return await fans.mod.at(fans.log).press(await notice(fans), label="Show")


async def test_report_thanks_and_tells_moderators_without_a_word_of_the_question(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    _, question = await revealed(fans)
    reply = await fans.ann.command("/trivia report text:That *never* happened @everyone")
    assert reply.ephemeral
    assert "Thank you" in text(reply)
    said = await notice(fans)
    everything = repr((said.text, said.embeds, said.components))
    assert str(fans.lounge.id) in everything
    for word in (question.ask, question.answer, question.id, *question.wrong, "never"):
        assert word not in everything
    assert not said.pings.everyone


async def test_second_report_is_told_kindly_and_one_notice_is_enough(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    message, _ = await revealed(fans)
    await fans.ann.press(message, label="Report")
    assert "before" in text(await fans.ann.press(message, label="Report"))
    assert "before" in text(await fans.ann.command("/trivia report"))
    assert "before" not in text(await fans.bob.press(message, label="Report"))
    assert fields(await shown(fans))["Reported"] == "2 times"


async def test_nothing_asked_nothing_reported(fans: Fans) -> None:
    assert title(await fans.ann.command("/trivia report")) == "Nothing to report"
    direct = fans.ann.at(fans.discord.world.dm(fans.ann.user))
    data = {"component_type": 2, "custom_id": "report|1|1", "id": 1}
    assert title(await direct.interact(3, data)) == "Only in a server"
    for odd, said in (
        ("report|1|1", "Nothing here"),
        ("report|x|1", "Out of date"),
        ("report-day|soon", "Out of date"),
    ):
        assert title(await fans.ann.interact(3, {**data, "custom_id": odd})) == said


async def test_report_counts_from_where_it_was_asked_only(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    _, of_round = await revealed(fans)
    _, of_day = await daily_posted(fans)
    elsewhere = fans.bob.at(fans.log)
    for asked in ("report|1|1", "report|1|2", "report|2|1", "report-day|2026-01-01", "report-day|2025-01-01"):
        assert title(await pressed(elsewhere, asked)) == "Nothing here"
    assert await fans.bot.ledger.reports.open(guild(fans)) == ()
    for asked in ("report|1|1", "report-day|2026-01-01"):
        assert title(await pressed(fans.bob, asked)) == "Reported"
    exported = await fans.bob.command("/privacy export")
    await settled()
    assert exported.message
    data = exported.message.attachments[0].data.decode()
    assert data.count(of_round.id) == data.count(of_day.id) == 1
    assert of_round.ask not in data
    assert of_day.ask not in data


async def test_answer_given_elsewhere_offers_no_report(fans: Fans) -> None:
    await daily_posted(fans)
    elsewhere = fans.bob.at(fans.log)
    answered = await elsewhere.press(await elsewhere.command("/trivia daily"), index=0)
    assert title(answered) in ("Right", "Not right")
    assert labels(answered) == []
    assert labels(await fans.ann.press(await fans.ann.command("/trivia daily"), index=0)) == ["Report"]


async def test_moderator_sees_it_all_and_members_nothing(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    _, question = await revealed(fans)
    await fans.ann.command("/trivia report text:Wrong year")
    refused = await fans.ann.at(fans.log).press(await notice(fans), label="Show")
    assert title(refused) == "Not allowed"
    card = await shown(fans)
    assert card.ephemeral
    assert question.ask in text(card)
    assert fields(card)["Answer"] == question.answer
    assert "Wrong year" in fields(card)["What they say"]
    for custom_id in ("report-ban|r1.1", "report-keep|r1.1", "reported-sure|r1.1|S5", "reports"):
        data = {"component_type": 2, "custom_id": custom_id, "id": 1}
        assert title(await fans.ann.interact(3, data)) == "Not allowed"


async def test_question_that_is_open_can_be_neither_reported_nor_looked_at(fans: Fans) -> None:
    table = await opened(fans, "/trivia start questions:1")
    await begun(fans, table)
    question = table.asked[1]
    for actor, action in (
        (fans.bob, f"report|{table.round_id}|1"),
        *((fans.mod, f"{name}|r{table.round_id}.1") for name in ("reported", "report-ban", "report-keep")),
        (fans.mod, f"reported-sure|r{table.round_id}.1|S0"),
    ):
        reply = await actor.interact(3, {"component_type": 2, "custom_id": action, "id": 1})
        assert title(reply) == "Nothing here"
        assert question.answer not in text(reply)
    await passes(fans, 60)
    shown_now = await fans.mod.interact(3, {"component_type": 2, "custom_id": f"reported|r{table.round_id}.1", "id": 1})
    assert fields(shown_now)["Answer"] == question.answer


async def test_moderator_who_is_behind_is_asked_first(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log ceiling:S3")
    await watched(fans.ann, "S3")
    await watched(fans.mod, "S2")
    _, question = await revealed(fans)
    await fans.ann.command("/trivia report")
    asked = await shown(fans)
    assert title(asked) == "You have not watched that far"
    assert question.ask not in text(asked)
    card = await fans.mod.press(asked, label="Show it to me")
    assert question.ask in text(card)
    await watched(fans.mod, "S1")
    again = await fans.mod.press(asked, label="Show it to me", stale=True)
    assert title(again) == "You have not watched that far"
    assert question.ask not in text(again)


async def test_moderator_is_not_told_how_far_the_host_is(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log ceiling:S4")
    said = set()
    for position in ("S2E3", "S3E7"):
        await watched(fans.ann, position)
        message, _ = await revealed(fans)
        await fans.bob.press(message, label="Report")
        asked = await fans.mod.press(await fans.mod.command("/server settings"), label="Reported questions (1)")
        assert title(asked) == "You have not watched that far"
        assert position not in repr((asked.embeds, asked.components))
        said.add(text(asked))
        question = await fans.mod.press(asked, label="Show it to me")
        await fans.mod.press(question, label="Keep it")
    assert len(said) == 1
    logged = [text(await fans.mod.command("/channel show")), *map(text, fans.posted(fans.log))]
    assert not any(position in told for told in logged for position in ("S2E3", "S3E7"))


async def test_moderator_sees_a_round_for_everyone_from_where_it_was_played(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log ceiling:S4")
    for actor, position in ((fans.ann, "S4"), (fans.bob, "S1E4"), (fans.mod, "S1E4")):
        await watched(actor, position)
    message, question = await revealed(fans, "/trivia start questions:1 fit:everyone")
    await fans.bob.press(message, label="Report")
    assert question.ask in text(await shown(fans))


def newcomer(fans: Fans, name: str, channel: Channel | None = None, permissions: int = 0) -> Actor:
    """Somebody with permissions in one channel, or else by a role in all of the server; in the log channel."""
    assert fans.lounge.guild is not None
    user = fans.discord.world.add_user(name)
    fans.lounge.guild.add_member(user, permissions=0 if channel else permissions)
    if channel is not None:
        channel.allow(user, permissions)
    return fans.discord.user(user, fans.log)


async def test_moderator_of_another_channel_neither_sees_nor_decides(fans: Fans) -> None:
    assert fans.lounge.guild is not None
    corner = fans.lounge.guild.add_text("corner")
    eve = newcomer(fans, "eve", corner, Permission.MANAGE_MESSAGES)
    await revealed(fans)
    await fans.ann.command("/trivia report")
    await daily_posted(fans)
    await fans.ann.command("/trivia report")
    for where in (corner, fans.log, fans.lounge):
        for action in ("reported", "report-ban", "report-keep", "reported-sure"):
            rest = "|S5" if action == "reported-sure" else ""
            # Neither can be told whether there is one.
            sources = ("r1.1", "d2026-01-01", "r9.1")
            told = {text(await pressed(eve.at(where), f"{action}|{source}{rest}")) for source in sources}
            assert len(told) == 1
            assert told.pop().startswith("Not allowed")
    assert title(await pressed(eve.at(corner), "reports")) == "Reports"
    assert title(await pressed(eve.at(fans.lounge), "reports")) == "Not allowed"
    assert await fans.bot.ledger.reports.banned(guild(fans)) == frozenset()
    assert len(await fans.bot.ledger.reports.open(guild(fans))) == 2


async def test_moderator_of_its_channel_sees_it_and_leaves_it_to_who_moderates_all(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    lia = newcomer(fans, "lia", fans.lounge, Permission.MANAGE_MESSAGES)
    _, question = await revealed(fans)
    await fans.ann.command("/trivia report")
    card = await lia.press(await notice(fans), label="Show")
    assert question.ask in text(card)
    assert "whole server" in fields(card)["Who decides"]
    assert labels(card) == []
    for action in ("report-ban", "report-keep"):
        refused = await pressed(lia, f"{action}|r1.1")
        assert title(refused) == "Not allowed"
        assert "**Manage Messages** in the whole server" in text(refused)
    assert await fans.bot.ledger.reports.banned(guild(fans)) == frozenset()
    assert question.ask in text(await pressed(lia.at(fans.lounge), "reports"))


async def test_list_holds_reports_of_the_channels_that_one_moderates(fans: Fans) -> None:
    assert fans.lounge.guild is not None
    corner = fans.lounge.guild.add_text("corner")
    lia = newcomer(fans, "lia", corner, Permission.MANAGE_MESSAGES)
    _, of_lounge = await revealed(fans)
    await fans.ann.command("/trivia report")
    assert title(await pressed(lia.at(corner), "reports")) == "Reports"
    lounge, fans.lounge = fans.lounge, corner
    fans.ann, fans.bob = fans.ann.at(corner), fans.bob.at(corner)
    _, of_corner = await revealed(fans)
    await fans.bob.command("/trivia report")
    assert of_lounge.id != of_corner.id
    assert of_corner.ask in text(await pressed(lia.at(corner), "reports"))
    assert of_lounge.ask in text(await pressed(fans.mod.at(lounge), "reports"))


async def test_who_moderates_or_manages_the_whole_server_decides(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    _, question = await revealed(fans)
    await fans.ann.command("/trivia report")
    for name, permission in (("ira", Permission.MANAGE_MESSAGES), ("max", Permission.MANAGE_GUILD)):
        actor = newcomer(fans, name, permissions=permission)
        card = await actor.press(await notice(fans), label="Show")
        decided = await actor.press(card, label="Do not ask again here")
        await settled()
        assert title(decided) == "Decided"
        assert question.id in await fans.bot.ledger.reports.banned(guild(fans))
        await fans.bot.ledger.reports.settle(guild(fans), question.id, False, by=1)
    shut_out = newcomer(fans, "ina", permissions=Permission.MANAGE_MESSAGES)
    fans.lounge.deny(shut_out.user, Permission.VIEW_CHANNEL)
    await settled()
    assert title(await pressed(shut_out, "report-ban|r1.1")) == "Not allowed"
    assert question.id not in await fans.bot.ledger.reports.banned(guild(fans))


async def test_banned_question_is_asked_no_more_and_scored_anew(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    _, question = await revealed(fans)
    board = await fans.bot.ledger.boards.board(guild(fans), SHOW)
    assert [(row.user, row.right) for row in board.rows] == [(fans.ann.user.id, 1), (fans.bob.user.id, 0)]
    await fans.ann.command("/trivia report")
    decided = await fans.mod.press(await shown(fans), label="Do not ask again here")
    await settled()
    assert "scored anew" in text(decided)
    assert question.id in await fans.bot.ledger.reports.banned(guild(fans))
    board = await fans.bot.ledger.boards.board(guild(fans), SHOW)
    assert all(row.points == 0 and row.right == 0 for row in board.rows)
    assert "is not asked here any more" in text(fans.posted(fans.log)[-1])
    assert question.ask not in text(fans.posted(fans.log)[-1])
    changed_mind = await fans.mod.press(await shown(fans), label="Ask it again")
    await settled()
    assert "scored anew" in text(changed_mind)
    board = await fans.bot.ledger.boards.board(guild(fans), SHOW)
    assert board.rows[0].right == 1


async def points(fans: Fans) -> list[int]:
    """What the board shows, the most first."""
    return [row.points for row in (await fans.bot.ledger.boards.board(guild(fans), SHOW)).rows]


async def test_what_was_decided_while_the_database_went_away_is_scored_once_it_is_back(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    await revealed(fans)
    await fans.ann.command("/trivia report")
    report = await shown(fans)
    with patch.object(fans.bot.ledger.reports, "unscored", side_effect=StoreUnavailable("away")):
        await fans.mod.press(report, label="Do not ask again here")
        await settled()
    assert any(await points(fans))
    await passes(fans, 2)
    assert not any(await points(fans))


async def test_what_was_decided_as_a_process_ended_is_scored_by_the_next(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as fans.bot:
            _, question = await revealed(fans)
            await fans.bot.ledger.reports.settle(guild(fans), question.id, True, by=fans.mod.user.id)
            assert any(await points(fans))
        async with started(discord, tmp_path) as fans.bot:
            await fans.bot.rounds.presence.taken_up.wait()
            async with asyncio.timeout(10):
                while await fans.bot.ledger.reports.unscored():
                    await settled()
            assert not any(await points(fans))


async def test_question_that_is_banned_while_its_round_goes_on_counts_for_nobody(fans: Fans) -> None:
    table = await opened(fans, "/trivia start questions:2")
    asked = await begun(fans, table)
    await fans.ann.press(asked, label=right_label(table))
    await passes(fans, 4)
    question = table.asked[1]
    await fans.bot.ledger.reports.settle(guild(fans), question.id, True, by=fans.mod.user.id)
    await fans.bot.rounds.rescore()
    await passes(fans, 120)
    assert await fans.bot.ledger.rounds.running() == ()
    board = await fans.bot.ledger.boards.board(guild(fans), SHOW)
    assert all(row.points == 0 and row.right == 0 for row in board.rows)


async def test_kept_question_stays_and_further_reports_raise_no_notice(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    message, question = await revealed(fans)
    await fans.ann.press(message, label="Report")
    decided = await fans.mod.press(await shown(fans), label="Keep it")
    assert "may be asked" in text(decided)
    assert "scored anew" not in text(decided)
    assert "Thank you" in text(await fans.bob.press(message, label="Report"))
    await notice(fans)
    assert question.id not in await fans.bot.ledger.reports.banned(guild(fans))


async def test_question_of_the_day_can_be_reported(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    message, question = await daily_posted(fans)
    reply = await fans.ann.press(message, index=0)
    assert "Thank you" in text(await fans.ann.press(reply, label="Report"))
    assert "before" in text(await fans.ann.command("/trivia report"))
    card = await shown(fans)
    assert question.ask in text(card)
    await fans.mod.press(card, label="Do not ask again here")
    await settled()
    assert title(await fans.bob.press(message, index=0)) == "Withdrawn"


async def test_reports_are_found_where_there_is_no_log(fans: Fans) -> None:
    assert labels(await fans.mod.command("/server settings")) == []
    _, of_day = await daily_posted(fans)
    await fans.bob.command("/trivia report")
    _, of_round = await revealed(fans)
    await fans.bob.command("/trivia report")
    settings = await fans.mod.command("/server settings")
    card = await fans.mod.press(settings, label="Reported questions (2)")
    assert of_day.ask in text(card)
    decided = await fans.mod.press(card, label="Keep it")
    card = await fans.mod.press(decided, label="Other reports")
    assert of_round.ask in text(card)
    decided = await fans.mod.press(card, label="Keep it")
    assert title(await fans.mod.press(decided, label="Other reports")) == "Reports"
    await quiet(fans.bot)
