"""/spoiler and *Hide as spoiler*: what is posted is kept, and shown to who is far enough or wants to see it.

The channel sees a notice, which says who, for which show and from where it is safe, and a button that bears the post's
id. Text and files leave the database only for the private reply to one reader.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs import completion
from bot.cogs.spoiler_checks import require_writing
from bot.cogs.spoiler_cleanup import Cleanup
from bot.cogs.spoiler_files import check_files, read_at_hand, read_file, size_of
from bot.cogs.spoiler_forms import BEYOND, ORIGINAL, first_since, typed
from bot.cogs.spoiler_notices import delete_notice, delete_original, known
from bot.cogs.spoiler_posts import SpoilerPosts
from bot.custom_id import arguments, snowflake
from bot.drafts import Draft, Drafts, is_changed
from bot.errors import (
    NoRoomError,
    NothingToHideError,
    OptionError,
    OutdatedButtonError,
    SpoilerGoneError,
)
from bot.ledger import GuildSettings, Notice, Spoiler
from bot.ledger.errors import LedgerError
from bot.permissions import require_server
from bot.render.card import Card
from bot.render.spoiler import GUILD_BYTES, USER_BYTES, done_card, notice_card, with_draft, with_reveal
from bot.render.text import counted
from bot.replies import TROUBLE, hold
from bot.replies import post as post_card
from bot.tries import looking
from facts.position import Position

log = logging.getLogger(__name__)

_ALREADY: Final = done_card("Posted", "This spoiler is posted already.")
_POSTED: Final = done_card(
    "Posted", "The channel sees from where it is safe, and a button. What you wrote is kept here."
)


@app_commands.guild_only()
class Spoilers(SpoilerPosts, commands.GroupCog, group_name="spoiler", group_description="Spoilers behind a button"):
    """Gated spoilers. ``now`` gives seconds, for how long drafts are kept."""

    def __init__(self, bot: Airlock, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(bot, Drafts(now))
        self.saved = Drafts(now)
        """What the guard has deleted: apart, so that a raid costs nobody what they write."""
        self.cleanup = Cleanup(bot, self.checks, self.drafts, self.saved)
        self._under_way: set[int] = set()
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
        caller = await self.bot.caller(interaction, show)
        require_server(caller)
        draft = self.drafts.get(snowflake(post_id), caller.user_id)
        lost = draft is None and files.removesuffix(BEYOND) != "0"
        if lost and files == ORIGINAL:
            raise OutdatedButtonError  # the message itself is still there
        since, title, text = typed(interaction)
        me = caller.user_id
        draft = draft or Draft(snowflake(post_id), me, me, caller.show.id, beyond=files.endswith(BEYOND))
        draft = replace(draft, since=since, title=title, text=text or "")
        self.drafts.keep(draft)
        if lost:
            card = done_card("Without its files", "I have been restarted, and no longer have them.")
            await self.answer(interaction, with_draft(card, draft.id))
            return
        try:
            done = await self._publish(interaction, caller, draft)
        except SpoilerGoneError:
            self.drafts.drop_all_of(draft.id)
            raise
        except Exception as error:  # whatever it is, nothing that was written is lost
            await self.failed(interaction, draft, error)
        else:
            self.drafts.drop(draft.id, draft.user)
            await self.answer(interaction, done)

    async def _publish(self, interaction: discord.Interaction, caller: Caller, draft: Draft) -> Card:
        since = await self.checks.safe_from(interaction, caller, draft)
        if not draft.text and not draft.files:
            raise OptionError
        require_writing(interaction, draft)
        if draft.id in self._under_way:  # nothing is awaited between this and the next line
            return _ALREADY
        self._under_way.add(draft.id)
        try:
            await hold(interaction)
            return await self._store_and_post(interaction, caller, draft, since)
        finally:
            self._under_way.discard(draft.id)

    async def _store_and_post(
        self, interaction: discord.Interaction, caller: Caller, draft: Draft, since: Position
    ) -> Card:
        guild, spoilers = require_server(caller), self.bot.ledger.spoilers
        await self._require_room(guild, caller, draft)
        post = Spoiler(
            id=draft.id,
            guild=guild,
            channel=interaction.channel_id or 0,
            user=draft.author,
            show=caller.show.id,
            since=since,
            title=draft.title,
            text=draft.text or "",
            edited=caller.user_id != draft.author and is_changed(draft),
        )
        if not await spoilers.add(post):
            before = await spoilers.get(post.id)
            if before is None or before.message is not None or (before.guild, before.user) != (guild, post.user):
                return _ALREADY
            # It was interrupted before its notice was posted.
            await spoilers.remove(post.id)
            await spoilers.add(post)
        notice, look = None, partial(self.checks.require_standing, interaction, post.show, draft)
        try:
            for file_number, file in enumerate(draft.files):  # one at a time in memory
                await spoilers.add_file(post, file_number, await read_file(file))
            since = known(caller.show.seasons, since)
            card = with_reveal(
                notice_card(caller.show.title, since, post.title, post.user, len(draft.files), edited=post.edited),
                post.id,
            )
            await look()
            with looking(look):  # it may have to wait until Discord takes it
                notice = await post_card(interaction, card, nonce=interaction.id)
            await spoilers.posted(post.id, notice.id)
            await look()  # from now on whatever makes it go finds it
            if draft.original is not None:
                await delete_original(interaction, draft.original)
        except BaseException:
            await self._take_back(post.id, notice)
            raise
        if draft.original is not None:
            await self.log(caller, post, "was hidden and changed" if post.edited else "was hidden")
        return _POSTED.noted(f"I could not keep {counted(draft.lost, 'file')} of it.") if draft.lost else _POSTED

    async def _require_room(self, guild: int, caller: Caller, draft: Draft) -> None:
        size = sum(map(size_of, draft.files))
        kept, of_author = await self.bot.ledger.spoilers.kept(guild, draft.author) if size else (0, 0)
        if kept + size > GUILD_BYTES:
            raise NoRoomError(own=False)
        # What others hide of somebody is not theirs to be kept from.
        if of_author + size > USER_BYTES and draft.author == caller.user_id:
            raise NoRoomError(own=True)

    async def _take_back(self, post: int, notice: discord.Message | None) -> None:
        """Undo what has been done of a post; what remains of it, the clean-up removes."""
        try:
            await self.bot.ledger.spoilers.remove(post)
            if notice is not None:
                await notice.delete()
        except (LedgerError, discord.HTTPException, *TROUBLE) as error:
            log.warning("a spoiler that could not be posted was not taken back: %s", type(error).__name__)

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

    @commands.Cog.listener()
    async def on_spoilers_gone(self, notices: Sequence[Notice]) -> None:
        """Notices go with their posts, whose author has deleted all of their data."""
        self.drafts.drop_all_of(*(notice.id for notice in notices))
        for notice in notices:
            await delete_notice(self.bot, notice.channel, notice.message)


def _new(interaction: discord.Interaction, caller: Caller) -> Draft:
    """What somebody begins to write."""
    return Draft(interaction.id, caller.user_id, caller.user_id, caller.show.id, since=first_since(caller))
