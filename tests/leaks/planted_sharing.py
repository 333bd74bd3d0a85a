"""Planted leaks of who sees what: in public, in threads, through buttons."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_HIDDEN: Final = "tests/leaks/test_hidden.py::test_"
_VISIBLE: Final = "tests/leaks/test_visibility.py::test_"
_BUTTONS: Final = "tests/leaks/test_buttons.py::test_"
_POSITIONS: Final = "tests/leaks/test_positions.py::test_"

SHARING: Final = (
    Planted(
        30,
        "public at the caller's position",
        "bot/audience.py",
        "    return Audience(top, public=True)\n",
        "    return Audience(own, public=True)\n",
        f"{_VISIBLE}shared_reply_is_a_message_at_the_ceiling_and_all_else_is_private",
    ),
    Planted(
        30,
        "answered from the caller's position whoever sees it",
        "bot/answering.py",
        "        view = await self.view(interaction, caller.show, audience.position)\n",
        "        view = await self.view(interaction, caller.show, caller.own)\n",
        f"{_VISIBLE}shared_reply_is_a_message_at_the_ceiling_and_all_else_is_private",
    ),
    Planted(
        30,
        "public where the caller is behind",
        "bot/audience.py",
        "    if own < top:\n",
        "    if own < top and not progress.known:\n",
        f"{_VISIBLE}caller_behind_the_ceiling_is_answered_privately_at_their_own_position",
    ),
    Planted(
        31,
        "a public defer",
        "bot/replies.py",
        "        await interaction.response.defer(ephemeral=not _in_direct(interaction), thinking=True)\n",
        "        await interaction.response.defer(thinking=True)\n",
        f"{_VISIBLE}followups_and_edits_are_private",
    ),
    Planted(
        31,
        "a first answer that everybody sees",
        "bot/replies.py",
        "        await interaction.response.send_message(**message, ephemeral=not _in_direct(interaction))\n",
        "        await interaction.response.send_message(**message)\n",
        f"{_VISIBLE}nothing_is_public_but_what_is_shared",
    ),
    Planted(
        32,
        "every message is taken for the presser's own",
        "bot/replies.py",
        "    return message is not None and (message.flags.ephemeral or _in_direct(interaction))\n",
        "    return message is not None\n",
        f"{_BUTTONS}pressing_others_buttons_answers_from_the_pressers_own_position_and_changes_nothing",
    ),
    Planted(
        32,
        "a pressed button answers in public",
        "bot/cogs/cast.py",
        "lambda view: cast_card(view, number(season), number(page)), show=show)\n",
        "lambda view: cast_card(view, number(season), number(page)), show=show, share=True)\n",
        f"{_HIDDEN}buttons_that_no_message_has_lead_to_nothing_hidden",
    ),
    Planted(
        33,
        "shared as the reply to the command",
        "bot/answering.py",
        '                    await post(interaction, card.noted(f"Shared by {interaction.user.mention}"))\n',
        """                    from bot.render.message import message_of

                    await interaction.edit_original_response(**message_of(card))
                    await interaction.followup.send(**message_of(card), ephemeral=False)
                    return
""",
        f"{_VISIBLE}shared_reply_is_a_message_at_the_ceiling_and_all_else_is_private",
    ),
    Planted(
        33,
        "a shared search repeats what was typed",
        "bot/render/facts.py",
        '    return Card(title="Search", text=_list(view, found), footer=as_of(view), colour=Colour.FACT).with_rows(\n',
        '    return Card(title=f"Search: {asked}", text=_list(view, found), footer=as_of(view)).with_rows(\n',
        f"{_VISIBLE}typed_words_are_not_repeated_in_public",
    ),
    Planted(
        34,
        "the text behind spoiler bars beside the card",
        "bot/render/message.py",
        '        message["content"] = card.note\n',
        '        message["content"] = f"{card.note}\\n||{card.text}||"\n',
        f"{_VISIBLE}public_messages_bear_no_links_pictures_files_or_bars",
    ),
    Planted(
        34,
        "everybody may be pinged",
        "bot/render/message.py",
        '"allowed_mentions": discord.AllowedMentions.none()}\n',
        '"allowed_mentions": discord.AllowedMentions.all()}\n',
        f"{_VISIBLE}shared_reply_is_a_message_at_the_ceiling_and_all_else_is_private",
    ),
    Planted(
        35,
        "a public message turns into what its button shows",
        "bot/replies.py",
        "    elif interaction.type is _COMPONENT and not fresh and is_private_message(interaction):\n",
        "    elif interaction.type is _COMPONENT and not fresh:\n",
        f"{_BUTTONS}pressing_others_buttons_answers_from_the_pressers_own_position_and_changes_nothing",
    ),
    Planted(
        36,
        "a thread has no channel",
        "bot/places.py",
        """        chain.append(channel.id)
        parent = guild.get_channel(channel.parent_id)
        if parent is None:
""",
        """        return (channel.id,), True
        parent = guild.get_channel(channel.parent_id)
        if parent is None:
""",
        f"{_POSITIONS}threads_and_posts_of_a_channel_keep_to_its_ceiling",
    ),
    Planted(
        36,
        "a channel has no category",
        "bot/places.py",
        "        chain.append(known.category_id)\n",
        "        chain.append(0)\n",
        f"{_POSITIONS}threads_and_posts_of_a_channel_keep_to_its_ceiling",
    ),
    Planted(
        36,
        "a chain that breaks off counts as whole",
        "bot/audience.py",
        "    if not place.complete or settings.ceiling is None:\n",
        "    if settings.ceiling is None:\n",
        f"{_POSITIONS}thread_of_a_channel_that_the_bot_cannot_see_has_no_ceiling_of_the_server",
    ),
    Planted(
        37,
        "what was confirmed once is confirmed for ever",
        "bot/cogs/channel.py",
        "        return caller, asked, caller.own >= custom_id.position(own)\n",
        "        return caller, asked, custom_id.position(own) <= asked\n",
        f"{_BUTTONS}old_looks_ahead_are_confirmed_anew_after_progress_was_lowered",
    ),
    Planted(
        37,
        "a ceiling that is lowered meanwhile",
        "bot/answering.py",
        "                if now.show is not caller.show or now.audience(share=share) != audience:\n",
        "                if now.show is not caller.show or not now.audience(share=share).public:\n",
        f"{_VISIBLE}ceiling_that_is_lowered_while_a_reply_is_made_holds_for_it",
    ),
    Planted(
        37,
        "a ceiling that is lowered while a card waits to be posted",
        "bot/answering.py",
        "                with looking(look):  # it may have to wait until Discord takes it\n",
        "                if True:\n",
        f"{_VISIBLE}ceiling_that_is_lowered_while_a_card_waits_to_be_posted_holds_for_it",
    ),
    Planted(
        37,
        "a card of the show that the server followed before",
        "bot/answering.py",
        "                if now.show is not caller.show or now.audience(share=share) != audience:\n",
        "                if now.audience(share=share) != audience:\n",
        f"{_VISIBLE}show_that_a_server_follows_meanwhile_is_the_one_that_a_card_is_of",
    ),
    Planted(
        37,
        "a user's position is the furthest they ever were",
        "bot/caller.py",
        "        return audience.audience(self.place, self.progress, self.settings, self.show.seasons, share=share)\n",
        """        known = audience.__dict__.setdefault("known", {})
        known[self.user_id] = furthest = max(
            known.get(self.user_id, self.progress), self.progress, key=lambda progress: progress.position
        )
        return audience.audience(self.place, furthest, self.settings, self.show.seasons, share=share)
""",
        f"{_BUTTONS}old_buttons_follow_progress_that_was_lowered",
    ),
)
