"""What is written becomes a post: kept with its files, its notice posted, the message gone that it stands for."""

from __future__ import annotations

import logging
from functools import partial
from typing import Final

import discord

from bot.caller import Caller
from bot.client import Airlock
from bot.cogs.spoiler_checks import Checks, require_writing
from bot.cogs.spoiler_files import read_file, size_of
from bot.cogs.spoiler_notices import delete_original, known, log_change
from bot.drafts import Draft, is_changed
from bot.errors import NoRoomError, OptionError
from bot.ledger import Spoiler
from bot.ledger.errors import LedgerError
from bot.permissions import require_server
from bot.render.card import Card
from bot.render.spoiler import GUILD_BYTES, USER_BYTES, done_card, notice_card, with_reveal
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


class Publishing:
    """Posts drafts, each once."""

    def __init__(self, bot: Airlock, checks: Checks) -> None:
        self._bot = bot
        self._checks = checks
        self._under_way: set[int] = set()

    async def publish(self, interaction: discord.Interaction, caller: Caller, draft: Draft) -> Card:
        """Post what was written, once; return what its writer is told. Where it fails, nothing of it is left."""
        since = await self._checks.safe_from(interaction, caller, draft)
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
        guild, spoilers = require_server(caller), self._bot.ledger.spoilers
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
        notice, look = None, partial(self._checks.require_standing, interaction, post.show, draft)
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
            await log_change(self._bot, caller, post, "was hidden and changed" if post.edited else "was hidden")
        return _POSTED.noted(f"I could not keep {counted(draft.lost, 'file')} of it.") if draft.lost else _POSTED

    async def _require_room(self, guild: int, caller: Caller, draft: Draft) -> None:
        size = sum(map(size_of, draft.files))
        kept, of_author = await self._bot.ledger.spoilers.kept(guild, draft.author) if size else (0, 0)
        if kept + size > GUILD_BYTES:
            raise NoRoomError(own=False)
        # What others hide of somebody is not theirs to be kept from.
        if of_author + size > USER_BYTES and draft.author == caller.user_id:
            raise NoRoomError(own=True)

    async def _take_back(self, post: int, notice: discord.Message | None) -> None:
        """Undo what has been done of a post; what remains of it, the clean-up removes."""
        try:
            await self._bot.ledger.spoilers.remove(post)
            if notice is not None:
                await notice.delete()
        except (LedgerError, discord.HTTPException, *TROUBLE) as error:
            log.warning("a spoiler that could not be posted was not taken back: %s", type(error).__name__)
