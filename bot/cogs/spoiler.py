"""/spoiler and *Hide as spoiler*: what is posted is kept, and shown to who is far enough or wants to see it.

The channel sees a notice, which says who, for which show and from where it is safe, and a button that bears the post's
id. Text and files leave the database only for the private reply to one reader.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs import completion
from bot.cogs.spoiler_checks import require_writing
from bot.cogs.spoiler_cleanup import Cleanup
from bot.cogs.spoiler_files import check_files, read_at_hand
from bot.cogs.spoiler_forms import BEYOND, ORIGINAL, first_since, typed
from bot.cogs.spoiler_notices import delete_notice
from bot.cogs.spoiler_posts import SpoilerPosts
from bot.cogs.spoiler_publishing import Publishing
from bot.custom_id import arguments, snowflake
from bot.drafts import Draft, Drafts, is_sure
from bot.errors import NothingToHideError, OptionError, SpoilerGoneError
from bot.ledger import GuildSettings, Notice
from bot.permissions import require_server
from bot.render.spoiler import done_card, left_card, with_draft


@app_commands.guild_only()
class Spoilers(SpoilerPosts, commands.GroupCog, group_name="spoiler", group_description="Spoilers behind a button"):
    """Gated spoilers. ``now`` gives seconds, for how long drafts are kept."""

    def __init__(self, bot: Airlock, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(bot, Drafts(now))
        self.saved = Drafts(now)
        """What the guard has deleted: apart, so that a raid costs nobody what they write."""
        self.left = Drafts(now)
        """What was typed to hide a message, by the message, where the form was opened before a restart."""
        self.cleanup = Cleanup(bot, self.checks, self.drafts, self.saved, self.left)
        self._publishing = Publishing(bot, self.checks)
        self._menu = app_commands.guild_only(app_commands.ContextMenu(name="Hide as spoiler", callback=self.hide))

    async def cog_load(self) -> None:
        """Add the command to the menu of messages."""
        self.bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away again."""
        self.bot.tree.remove_command(self._menu.name, type=self._menu.type)
        await self.cleanup.close()

    @app_commands.command(name="post")
    @app_commands.autocomplete(show=completion.shows)
    async def post_(
        self,
        interaction: discord.Interaction[Airlock],
        attachment: discord.Attachment | None = None,
        attachment2: discord.Attachment | None = None,
        attachment3: discord.Attachment | None = None,
        show: str | None = None,
    ) -> None:
        """Post a spoiler that only opens for who has watched far enough.

        Args:
            attachment: A file that goes with it, 8 MB at most.
            attachment2: A second file.
            attachment3: A third file.
            show: Which show, where there are several.
        """
        files = tuple(file for file in (attachment, attachment2, attachment3) if file is not None)
        draft = replace(_new(interaction, await self._writer(interaction, show)), files=files)
        check_files(files)
        require_writing(interaction, draft)
        await self.open_form(interaction, draft)

    async def save(self, message: discord.Message) -> None:
        """Keep for its author what a message says, with its files, before the guard deletes it."""
        files, me = await read_at_hand(message.attachments), message.author.id
        lost = len(message.attachments) - len(files)
        saved = Draft(message.id, me, me, "", text=message.content, files=files, beyond=True, lost=lost)
        self.saved.keep(saved)

    async def gate_saved(self, interaction: discord.Interaction, message: int, text: str) -> None:
        """Answer with the form for a message that the guard has deleted; ``text`` stands for one that is not kept."""
        caller = await self._writer(interaction)
        draft = _new(interaction, caller)
        saved = self.saved.get(message, caller.user_id) or replace(draft, text=text, beyond=True)
        draft = replace(saved, id=draft.id, show=draft.show, since=draft.since)
        require_writing(interaction, draft)
        await self.open_form(interaction, draft)

    async def hide(self, interaction: discord.Interaction[Airlock], message: discord.Message) -> None:
        """Put a message behind a button, for its author and moderators."""
        caller = await self._writer(interaction)
        if not hasattr(message, "author") or not isinstance(cast("object", message.content), str):
            raise OptionError  # not all of it came along
        draft = replace(_new(interaction, caller), author=message.author.id, original=message.id, said=message.content)
        require_writing(interaction, draft)
        if self.bot.user is not None and message.author.id == self.bot.user.id:
            raise NothingToHideError(mine=True)
        if not (message.content or message.attachments):
            raise NothingToHideError
        check_files(message.attachments, hiding=True)
        said = "\n".join([message.content, *(file.filename for file in message.attachments)])
        finding = self.checks.goes_beyond(caller.show, said, caller.ceiling)
        beyond = await self.bot.patiently(interaction, finding)
        draft = replace(draft, text=message.content, files=tuple(message.attachments), beyond=beyond)
        left = self.left.get(message.id, caller.user_id)
        if left is not None:
            draft = replace(draft, since=left.since, title=left.title, text=left.text)
        await self.open_form(interaction, draft)

    async def _writer(self, interaction: discord.Interaction, show: str | None = None) -> Caller:
        """Who wants to post something, in a server that has the bot."""
        caller = await self.bot.caller(interaction, show)
        require_server(caller)
        return caller

    def actions(self) -> Mapping[str, Action]:
        """Forms, and all that can be done with a post."""
        return {"spoiler-form": self._sent, **self.post_actions()}

    # Writing

    async def _sent(self, interaction: discord.Interaction, rest: str) -> None:
        post_id, show, files = arguments(rest, 3)
        me, (since, title, text) = interaction.user.id, typed(interaction)
        before = self.drafts.get(snowflake(post_id), me)
        lost = before is None and files.removesuffix(BEYOND) != "0"
        if lost and files.startswith(ORIGINAL):
            left = Draft(snowflake(files.removeprefix(ORIGINAL)), me, me, show, since, title, text or "")
            self.left.keep(left)
            await self.answer(interaction, left_card(left.text or ""))
            return
        draft = before or Draft(snowflake(post_id), me, me, show, beyond=files.endswith(BEYOND))
        draft = replace(draft, since=since, title=title, text=text or "")
        draft = replace(draft, asked=is_sure(draft, before))
        self.drafts.keep(draft)
        if lost:
            card = done_card("Without its files", "I have been restarted, and no longer have them.")
            await self.answer(interaction, with_draft(card, draft.id))
            return
        try:
            done = await self._publishing.publish(interaction, await self._writer(interaction, show), draft)
        except SpoilerGoneError:
            self.drafts.drop_all_of(draft.id)
            raise
        except Exception as error:  # whatever it is, nothing that was written is lost
            await self.failed(interaction, draft, error)
        else:
            self.drafts.drop(draft.id, draft.user)
            self.left.drop(draft.original or 0, draft.user)
            await self.answer(interaction, done)

    # Discord's own words of what has gone

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Begin to clean up, once the servers are known."""
        self.cleanup.start()

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A post goes with its notice."""
        await self.cleanup.messages_gone(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """So do posts whose notices are deleted together."""
        await self.cleanup.messages_gone(*payload.message_ids)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Posts go with their channel."""
        await self.cleanup.channel_gone(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Posts go with their thread."""
        await self.cleanup.channel_gone(payload.thread_id)

    @commands.Cog.listener()
    async def on_ceilings_changed(self, guild_id: int, _settings: GuildSettings) -> None:
        """A title that is not safe any more goes."""
        await self.cleanup.ceilings_set(guild_id)

    @commands.Cog.listener()
    async def on_user_gone(self, user: int) -> None:
        """What somebody is writing goes with their data."""
        self.drafts.drop_user(user)
        self.saved.drop_user(user)
        self.left.drop_user(user)

    @commands.Cog.listener()
    async def on_spoilers_gone(self, notices: Sequence[Notice]) -> None:
        """Notices go with their posts, whose author has deleted all of their data."""
        self.drafts.drop_all_of(*(notice.id for notice in notices))
        for notice in notices:
            await delete_notice(self.bot, notice.channel, notice.message)


def _new(interaction: discord.Interaction, caller: Caller) -> Draft:
    """What somebody begins to write."""
    return Draft(interaction.id, caller.user_id, caller.user_id, caller.show.id, since=first_since(caller))
