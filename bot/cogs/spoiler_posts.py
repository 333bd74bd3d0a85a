"""What is done with a gated spoiler once it is posted: revealing, editing, tagging anew, deleting."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import discord

from bot import custom_id
from bot.caller import Caller
from bot.client import Action, Airlock
from bot.cogs.spoiler_checks import Checks
from bot.cogs.spoiler_forms import form_of, typed
from bot.cogs.spoiler_notices import delete_notice, drop_unsafe_title, known, log_change, renew_notice
from bot.custom_id import arguments, number, snowflake
from bot.drafts import Draft, Drafts, is_sure
from bot.errors import (
    BotLacksPermissionError,
    EarlyTagError,
    NotAcceptedError,
    NotYoursError,
    OptionError,
    OutdatedButtonError,
    SpoilerGoneError,
)
from bot.ledger import Spoiler
from bot.ledger.errors import LedgerError
from bot.permissions import is_moderator, require_server
from bot.render.card import Card
from bot.render.errors import error_card, expected
from bot.render.spoiler import (
    Seen,
    confirm_card,
    done_card,
    manage_card,
    revealed_card,
    with_draft,
)
from bot.replies import TROUBLE, hold, is_private_message, send_form

_SAVED: Final = done_card("Saved", "The notice in the channel and *Reveal* show it as it is now.")


class SpoilerPosts:
    """Posts that are there, and what writing new ones shares with changing them."""

    def __init__(self, bot: Airlock, drafts: Drafts) -> None:
        self.bot = bot
        self.drafts = drafts
        self.checks = Checks(bot)

    def post_actions(self) -> Mapping[str, Action]:
        """Revealing, and what authors and moderators do with a post."""
        return {
            "spoiler-draft": self._reopen,
            "spoiler-reveal": self._reveal,
            "spoiler-page": self._turn,
            "spoiler-manage": self._manage,
            "spoiler-edit": self._edit,
            "spoiler-tag": self._tag,
            "spoiler-edited": self._edited,
            "spoiler-delete": self._delete,
        }

    # Shared

    async def open_form(self, interaction: discord.Interaction, draft: Draft) -> None:
        """Answer with the form, or with a button for it where the database was slow: a form must come first."""
        self.drafts.keep(draft)
        if interaction.response.is_done():
            await self.answer(interaction, with_draft(done_card("Ready", "That took a moment."), draft.id))
        else:
            await send_form(interaction, form_of(draft))

    async def _reopen(self, interaction: discord.Interaction, rest: str) -> None:
        """Open the form as it was: of a post that is there already only for who may still manage and read it."""
        draft_id, *seen = arguments(rest, 3 if "|" in rest else 1)
        draft = self.drafts.get(snowflake(draft_id), interaction.user.id)
        if draft is None:
            raise OutdatedButtonError
        if draft.changes:
            post, caller = await self._managed(interaction, draft_id)
            if draft.text is not None and not _may_read(post, caller, _seen(*seen) if seen else None):
                await self.answer(interaction, confirm_card(caller.show.title, post, caller.own, draft=True))
                return
        await self.open_form(interaction, draft)

    async def answer(self, interaction: discord.Interaction, card: Card, *files: discord.File) -> None:
        """Send a private card, with these files and none of those that its message had before."""
        if files or (interaction.type is discord.InteractionType.component and is_private_message(interaction)):
            await hold(interaction)
        await self.bot.send(interaction, card, *files)

    async def failed(self, interaction: discord.Interaction, draft: Draft, error: Exception) -> None:
        """Tell what went wrong, with a button that opens the form as it was."""
        if isinstance(error, (discord.HTTPException, *TROUBLE)):
            error = NotAcceptedError()
        if isinstance(error, EarlyTagError):
            self.drafts.keep(replace(draft, asked=True))
        if not expected(error):
            raise error
        await self.answer(interaction, with_draft(error_card(error, str(interaction.id)), draft.id))

    # Reading

    async def _reveal(self, interaction: discord.Interaction, rest: str) -> None:
        try:
            post, caller = await self._post(interaction, rest)
        except SpoilerGoneError as error:
            await self.bot.fail(interaction, error)
            await _remove_dead_notice(interaction, rest)
            return
        message = interaction.message
        if post.message is None and message is not None and _has_button(message, rest):
            await self.bot.patiently(interaction, self.bot.ledger.spoilers.posted(post.id, message.id))
        await self._show(interaction, post, caller, None, 1)

    async def _turn(self, interaction: discord.Interaction, rest: str) -> None:
        post_id, since, own, page = arguments(rest, 4)
        post, caller = await self._post(interaction, post_id)
        await self._show(interaction, post, caller, _seen(since, own), number(page.rstrip(".")))

    async def _show(
        self, interaction: discord.Interaction, post: Spoiler, caller: Caller, seen: Seen | None, page: int
    ) -> None:
        manages = _manages(interaction, post)
        if not _may_read(post, caller, seen):
            await self.answer(interaction, confirm_card(caller.show.title, post, caller.own, manages=manages))
            return
        await hold(interaction)
        kept = await self.bot.ledger.spoilers.files(post.id) if post.files else ()
        files = [discord.File(io.BytesIO(file.data), file.name) for file in kept]
        await self.answer(
            interaction, revealed_card(caller.show.title, post, caller.own, page, manages=manages), *files
        )

    # Managing

    async def _manage(self, interaction: discord.Interaction, rest: str) -> None:
        post_id, since, own = arguments(rest, 3)
        post, caller = await self._managed(interaction, post_id)
        await self.answer(interaction, manage_card(caller.show.title, post, _seen(since, own)))

    async def _edit(self, interaction: discord.Interaction, rest: str) -> None:
        post_id, since, own = arguments(rest, 3)
        post, caller = await self._managed(interaction, post_id)
        if not _may_read(post, caller, _seen(since, own)):
            # The form shows the text, to moderators too.
            await self.answer(interaction, confirm_card(caller.show.title, post, caller.own, manages=True))
            return
        await self.open_form(interaction, _draft(post, caller, post.text))

    async def _tag(self, interaction: discord.Interaction, rest: str) -> None:
        post, caller = await self._managed(interaction, rest)
        await self.open_form(interaction, _draft(post, caller, None))

    async def _edited(self, interaction: discord.Interaction, rest: str) -> None:
        me = interaction.user.id
        try:
            post, caller = await self._managed(interaction, rest)
        except LedgerError as error:
            draft = Draft(snowflake(rest), me, me, "", *typed(interaction), changes=True)
            self.drafts.keep(draft)
            await self.failed(interaction, draft, error)
            return
        since, title, text = typed(interaction)
        before = self.drafts.get(post.id, me)
        draft = replace(_draft(post, caller, text), since=since, title=title)
        draft = replace(draft, asked=is_sure(draft, before))
        self.drafts.keep(draft)
        try:
            position = await self.checks.safe_from(interaction, caller, draft)
            if text == "" and not post.files:
                raise OptionError
            await hold(interaction)
            change = self.bot.ledger.spoilers.change
            after = await change(post.id, since=position, title=title, text=text, by=caller.user_id)
            if after is None:
                raise SpoilerGoneError
            await self._renew(interaction, caller, after)
            if after.title and interaction.guild is not None:
                # The ceiling may have been lowered before there was this title to take away.
                await drop_unsafe_title(self.bot, self.checks, interaction.guild, after.id)
        except SpoilerGoneError:
            self.drafts.drop_all_of(post.id)
            raise
        except Exception as error:  # whatever it is, nothing that was written is lost
            await self.failed(interaction, draft, error)
            return
        self.drafts.drop(draft.id, draft.user)
        await self.answer(interaction, _SAVED)
        await log_change(self.bot, caller, post, "was changed")

    async def _renew(self, interaction: discord.Interaction, caller: Caller, post: Spoiler) -> None:
        """Let the notice say what the post now says."""
        try:
            await renew_notice(self.bot, caller.show, post)
        except discord.NotFound as error:
            await self.bot.patiently(interaction, self.bot.ledger.spoilers.remove(post.id))
            raise SpoilerGoneError from error
        except discord.Forbidden as error:
            raise BotLacksPermissionError("View Channel") from error

    async def _delete(self, interaction: discord.Interaction, rest: str) -> None:
        post, caller = await self._managed(interaction, rest)
        await self.bot.patiently(interaction, self.bot.ledger.spoilers.remove(post.id))
        self.drafts.drop_all_of(post.id)
        await hold(interaction)
        gone = await delete_notice(self.bot, post.channel, post.message)
        words = (
            "and so is its notice" if gone else "but Discord did not let me delete its notice, which opens nothing now"
        )
        await self.answer(interaction, done_card("Deleted", f"Text and files are gone for good, {words}."))
        await log_change(self.bot, caller, post, "was deleted")

    async def _managed(self, interaction: discord.Interaction, post_id: str) -> tuple[Spoiler, Caller]:
        post, caller = await self._post(interaction, post_id)
        if not _manages(interaction, post):
            raise NotYoursError
        return post, caller

    async def _post(self, interaction: discord.Interaction, post_id: str) -> tuple[Spoiler, Caller]:
        """A post of this channel, and who asks for it; raise ``SpoilerGoneError``."""
        post = await self.bot.patiently(interaction, self.bot.ledger.spoilers.get(snowflake(post_id)))
        if post is None:
            self.drafts.drop_all_of(snowflake(post_id))
        if post is None or (post.guild, post.channel) != (interaction.guild_id, interaction.channel_id):
            raise SpoilerGoneError
        caller = await self.bot.caller(interaction, post.show)
        require_server(caller)
        return replace(post, since=known(caller.show.seasons, post.since)), caller


def _manages(interaction: discord.Interaction, post: Spoiler) -> bool:
    return post.user == interaction.user.id or is_moderator(interaction.permissions)


def _may_read(post: Spoiler, caller: Caller, seen: Seen | None) -> bool:
    """Whether the caller is far enough, wrote it, or has said that they want to see it."""
    seasons = caller.show.seasons
    # As episodes: all of a season that has shrunk does not reach an episode that it had when the post was written.
    if seasons.concrete(caller.own) >= seasons.concrete(post.since) or caller.user_id == post.user:
        return True
    # What was agreed to from a later progress than now, or of an earlier tag, does not count.
    return seen is not None and seen.since >= post.since and caller.own >= seen.own


def _seen(since: str, own: str) -> Seen:
    return Seen(custom_id.position(since), custom_id.position(own))


def _draft(post: Spoiler, caller: Caller, text: str | None) -> Draft:
    draft = Draft(post.id, caller.user_id, post.user, post.show, str(post.since), post.title, text, changes=True)
    return replace(draft, said=post.text)


def _has_button(message: discord.Message, post_id: str) -> bool:
    """Whether a message is the notice of that post."""
    wanted = custom_id.pack("spoiler-reveal", post_id)
    rows = (row.children for row in message.components if isinstance(row, discord.ActionRow))
    return not message.flags.ephemeral and any(item.custom_id == wanted for row in rows for item in row)


async def _remove_dead_notice(interaction: discord.Interaction, post_id: str) -> None:
    message = interaction.message
    if message is not None and _has_button(message, post_id):
        client = interaction.client
        if isinstance(client, Airlock):
            await delete_notice(client, message.channel.id, message.id)
