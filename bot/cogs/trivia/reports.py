"""/trivia report: a question goes to the server's moderators, who say whether it is asked again there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import custom_id
from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs.log import post_log, write_log
from bot.cogs.trivia.renewed import renewed
from bot.custom_id import MalformedError, arguments
from bot.errors import NotAllowedError, NothingHereError
from bot.ledger import Report
from bot.permissions import (
    is_manager,
    is_moderator,
    moderates_all,
    permissions_in,
    require_moderator,
    require_server,
)
from bot.render.reports import (
    no_reports_card,
    nothing_to_report_card,
    report_card,
    report_warning_card,
    reported_notice,
    settled_card,
    thanks_card,
)
from bot.replies import hold
from bot.trivia.reported import LOOKED_THROUGH, Found, Source, find, longest_waiting
from facts.position import Position

_TEXT: Final = 300
"""The most characters of what a reporter says."""


class ReportCommands(commands.Cog):
    """Reports of questions, and what moderators say to them."""

    bot: Airlock

    @app_commands.command()
    @app_commands.guild_only()
    async def report(
        self, interaction: discord.Interaction[Airlock], text: app_commands.Range[str, 1, _TEXT] | None = None
    ) -> None:
        """Tell the moderators that something is wrong with the last question asked in this channel.

        Args:
            text: What is wrong with it.
        """
        caller = await self.bot.caller(interaction)
        guild = require_server(caller)
        source = await self._last_asked(interaction, guild)
        if source is None:
            await self.bot.send(interaction, nothing_to_report_card())
        else:
            await self._report(interaction, caller, source, text or "")

    def report_actions(self) -> Mapping[str, Action]:
        """Reporting by button; what moderators do with a report."""
        return {
            "report": self._report_of_round,
            "report-day": self._report_of_day,
            "reports": self._show_oldest_report,
            "reported": self._show_report,
            "reported-sure": self._show_report_anyway,
            "report-ban": self._ban_question,
            "report-keep": self._keep_question,
        }

    # Members

    async def _report_of_round(self, interaction: discord.Interaction, rest: str) -> None:
        round_id, number = arguments(rest, 2)
        await self._report(interaction, await self.bot.caller(interaction), _source(f"r{round_id}.{number}"), "")

    async def _report_of_day(self, interaction: discord.Interaction, day: str) -> None:
        await self._report(interaction, await self.bot.caller(interaction), _source(f"d{day}"), "")

    async def _last_asked(self, interaction: discord.Interaction, guild: int) -> Source | None:
        """The last question of this channel: of its round, or else of the day."""
        asked = self.bot.rounds.last_asked(interaction.channel_id or 0)
        if asked is not None:
            return Source(*asked)
        daily = await self.bot.patiently(interaction, self.bot.ledger.daily.latest(guild))
        return Source(day=daily.day) if daily is not None and daily.channel == interaction.channel_id else None

    async def _report(self, interaction: discord.Interaction, caller: Caller, source: Source, text: str) -> None:
        guild = require_server(caller)
        found = self._shown(await self.bot.patiently(interaction, find(self.bot.ledger, guild, source)), source)
        if found.channel != interaction.channel_id:
            raise NothingHereError  # of what is asked elsewhere nobody learns that way, not even that it was
        key = found.asked.question.id

        async def note() -> tuple[bool, bool]:
            first = await self.bot.ledger.reports.report(
                guild,
                key,
                ask=found.asked.question.ask,
                user=caller.user_id,
                text=text,
                round_id=source.round_id,
                number=source.number,
            )
            waiting = await self.bot.ledger.reports.open(guild, LOOKED_THROUGH) if first else ()
            # One notice a question, however many report it; none where it has been decided already.
            return first, any(report.key == key and report.count == 1 for report in waiting)

        first, new = await self.bot.patiently(interaction, note())
        await self.bot.send(interaction, thanks_card(first=first), fresh=True)
        if new:
            await post_log(self.bot, caller.settings, reported_notice(found.channel, str(source)))

    # Moderators

    async def _show_oldest_report(self, interaction: discord.Interaction, rest: str) -> None:
        if rest:
            raise MalformedError(rest)
        guild = require_server(await self.bot.caller(interaction))
        if not moderates_all(interaction):
            require_moderator(interaction.permissions)
        work = longest_waiting(self.bot.ledger, guild, lambda channel: _may_look(interaction, channel))
        source = await self.bot.patiently(interaction, work)
        if source is None:
            await self.bot.send(interaction, no_reports_card())
        else:
            await self._show(interaction, source, confirmed=None)

    async def _show_report(self, interaction: discord.Interaction, rest: str) -> None:
        await self._show(interaction, _source(rest), confirmed=None)

    async def _show_report_anyway(self, interaction: discord.Interaction, rest: str) -> None:
        source, own = arguments(rest, 2)
        await self._show(interaction, _source(source), confirmed=own)

    async def _show(self, interaction: discord.Interaction, source: Source, *, confirmed: str | None) -> None:
        guild = require_server(await self.bot.caller(interaction))
        found = await self._moderated(interaction, guild, source)
        caller = await self.bot.caller(interaction, found.show)
        # From a later progress than now a confirmation does not count.
        reached = await self._reached(interaction, caller, found)
        if not reached and (confirmed is None or caller.own < custom_id.position(confirmed)):
            await self.bot.send(interaction, report_warning_card(caller.show, str(source), caller.own))
            return
        question = found.asked.question

        async def waiting() -> tuple[Report | None, bool]:
            reports = await self.bot.ledger.reports.open(guild, LOOKED_THROUGH)
            banned = question.id in await self.bot.ledger.reports.banned(guild)
            return next((report for report in reports if report.key == question.id), None), banned

        report, banned = await self.bot.patiently(interaction, waiting())
        decides = moderates_all(interaction)
        await self.bot.send(interaction, report_card(question, str(source), report, banned=banned, decides=decides))

    async def _reached(self, interaction: discord.Interaction, caller: Caller, found: Found) -> bool:
        """Whether the caller may see a question: its options are of the view it was made from, as it is now."""
        seasons = caller.show.seasons
        if caller.own == Position(len(seasons)):
            return True
        if caller.own < seasons.within(found.asked.position):
            return False
        # What was tagged too early, and was reported for that perhaps, is beyond that position once it is corrected.
        return await self.bot.patiently(interaction, renewed(self.bot, found.show, found.asked)) is not None

    async def _ban_question(self, interaction: discord.Interaction, rest: str) -> None:
        await self._settle(interaction, _source(rest), banned=True)

    async def _keep_question(self, interaction: discord.Interaction, rest: str) -> None:
        await self._settle(interaction, _source(rest), banned=False)

    async def _settle(self, interaction: discord.Interaction, source: Source, *, banned: bool) -> None:
        caller = await self.bot.caller(interaction)
        guild = require_server(caller)
        found = await self._moderated(interaction, guild, source)
        if not moderates_all(interaction):
            raise NotAllowedError("Manage Messages", "in the whole server, since it holds for all of it")
        key = found.asked.question.id
        work = self.bot.ledger.reports.settle(guild, key, banned, by=caller.user_id)
        changed = await self.bot.patiently(interaction, work)
        if changed:
            await hold(interaction)  # every round in which it was asked is read again
            await self.bot.rounds.rescore()
        await self.bot.send(interaction, settled_card(banned=banned, changed=changed))
        if changed:
            words = "is not asked here any more" if banned else "may be asked here again"
            line = f"A reported question of <#{found.channel}> {words}; the answers to it were scored anew"
            await write_log(self.bot, caller.settings, caller.user_id, [line])

    async def _moderated(self, interaction: discord.Interaction, guild: int, source: Source) -> Found:
        """A question of a channel that the caller moderates; whoever does not learns not even whether there is one."""
        found = await self.bot.patiently(interaction, find(self.bot.ledger, guild, source))
        if not _may_look(interaction, None if found is None else found.channel):
            raise NotAllowedError("Manage Messages", "in the channel where it was asked")
        return self._shown(found, source)

    def _shown(self, found: Found | None, source: Source) -> Found:
        """A question whose answer has been shown; raise ``NothingHereError`` for any other."""
        table = None if source.round_id is None else self.bot.rounds.table(source.round_id)
        if found is None or (table is not None and (source.number or 0) > table.shown):
            raise NothingHereError  # moderators play, too
        return found


def _may_look(interaction: discord.Interaction, channel: int | None) -> bool:
    """Whether the caller may see what was reported of a channel."""
    if is_manager(interaction.permissions):
        return True
    return channel is not None and is_moderator(permissions_in(interaction, channel))


def _source(written: str) -> Source:
    try:
        return Source.parse(written)
    except ValueError as error:
        raise MalformedError(written) from error
