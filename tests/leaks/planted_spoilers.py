"""Planted leaks of gated spoilers: what the channel sees, who is asked first, what moderators and logs are told."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_SPOILER: Final = "tests/e2e/test_spoiler.py::test_"

SPOILERS: Final = (
    Planted(
        30,
        "a spoiler's text on its notice",
        "bot/cogs/spoiler.py",
        "notice_card(caller.show.title, since, post.title, post.user, ",
        "notice_card(caller.show.title, since, post.title or post.text, post.user, ",
        f"{_SPOILER}threads_and_forum_posts_have_spoilers_of_their_own",
    ),
    Planted(
        30,
        "a spoiler's title is judged from its author's position",
        "bot/cogs/spoiler_checks.py",
        "        error = await self.unsafe(title, caller.place, settings, caller.show)\n",
        "        settings = settings.__class__(caller.show.id, caller.own)\n"
        "        error = await self.unsafe(title, caller.place, settings, caller.show)\n",
        f"{_SPOILER}title_that_is_not_safe_is_refused_with_what_to_change_and_nothing_is_lost",
    ),
    Planted(
        30,
        "a message beyond the ceiling is hidden from nobody",
        "bot/cogs/spoiler_checks.py",
        "        if draft.beyond and position <= caller.ceiling:\n",
        "        if draft.beyond and position < caller.ceiling:\n",
        "tests/e2e/test_guard.py::test_what_was_hidden_is_posted_for_those_beyond_the_ceiling_only",
    ),
    Planted(
        30,
        "a spoiler's title is held against the show that it is for alone",
        "bot/cogs/spoiler_checks.py",
        "            if show.id in (named.id, settings.show):\n",
        "            if show.id == named.id:\n",
        f"{_SPOILER}title_for_another_show_is_held_against_the_servers_show_too",
    ),
    Planted(
        30,
        "a spoiler's title is read less well than a message",
        "bot/cogs/spoiler_checks.py",
        "            if pieces or await self.goes_beyond(each, title, ceiling):\n",
        "            if pieces:\n",
        f"{_SPOILER}title_is_read_as_the_guard_reads",
    ),
    Planted(
        29,
        "a spoiler's form proposes how far its author is",
        "bot/cogs/spoiler_forms.py",
        '    return f"S{season}" if season and Position(season) > caller.ceiling else ""\n',
        '    return str(caller.own) if season and Position(season) > caller.ceiling else ""\n',
        f"{_SPOILER}form_proposes_the_end_of_a_season_beyond_the_ceiling_or_nothing",
    ),
    Planted(
        34,
        "a spoiler's files named on its notice",
        "bot/cogs/spoiler.py",
        "            notice = await post_card(interaction, card, nonce=interaction.id)\n",
        "            card = card.ending(', '.join(file.name for file in files))\n"
        "            notice = await post_card(interaction, card, nonce=interaction.id)\n",
        f"{_SPOILER}channel_sees_who_which_show_and_from_where_and_nothing_else",
    ),
    Planted(
        35,
        "an edited spoiler's text on its notice",
        "bot/cogs/spoiler_notices.py",
        "notice_card(show.title, since, post.title, post.user, ",
        "notice_card(show.title, since, post.title + post.text, post.user, ",
        f"{_SPOILER}author_and_moderators_manage_and_nobody_else",
    ),
    Planted(
        37,
        "a spoiler's title stays when the ceiling is lowered below it",
        "bot/cogs/spoiler.py",
        "        await self.cleanup.ceilings_set(guild_id)\n",
        "",
        f"{_SPOILER}title_goes_when_the_ceiling_is_lowered_below_it",
    ),
    Planted(
        37,
        "a spoiler that was agreed to once is agreed to for ever",
        "bot/cogs/spoiler_posts.py",
        "    return seen is not None and seen.since >= post.since and caller.own >= seen.own\n",
        "    return seen is not None and seen.since >= post.since\n",
        f"{_SPOILER}rewatching_is_respected_and_old_confirmations_do_not_count",
    ),
    Planted(
        45,
        "a draft is reopened by who now rewatches",
        "bot/cogs/spoiler_posts.py",
        "            if draft.text is not None and not _may_read(",
        "            if draft.text == '' and not _may_read(",
        f"{_SPOILER}draft_of_anothers_spoiler_is_reopened_only_by_who_may_still_read_it",
    ),
    Planted(
        37,
        "moderators read what they manage",
        "bot/cogs/spoiler_posts.py",
        "        await self.open_form(interaction, _draft(post, caller, None))\n",
        "        await self.open_form(interaction, _draft(post, caller, post.text))\n",
        f"{_SPOILER}moderator_who_is_behind_tags_without_reading_and_confirms_to_edit",
    ),
    Planted(
        44,
        "moderators' log repeats a spoiler",
        "bot/cogs/spoiler_posts.py",
        '            line = f"A spoiler of <@{post.user}> in <#{post.channel}> {what}"\n',
        '            line = f"A spoiler of <@{post.user}> in <#{post.channel}> {what}: {post.text}"\n',
        f"{_SPOILER}log_holds_nothing_that_is_hidden",
    ),
    Planted(
        45,
        "a spoiler opens for who has once watched that far",
        "bot/cogs/spoiler_posts.py",
        "    if seasons.concrete(caller.own) >= seasons.concrete(post.since) or caller.user_id == post.user:\n",
        "    if (caller.progress.watched_through or caller.own) >= post.since or caller.user_id == post.user:\n",
        f"{_SPOILER}rewatching_is_respected_and_old_confirmations_do_not_count",
    ),
    Planted(
        37,
        "a ceiling that is lowered while a title waits to be posted",
        "bot/cogs/spoiler.py",
        "            with looking(look):  # it may have to wait until Discord takes it\n",
        "            if True:\n",
        f"{_SPOILER}title_that_ceases_to_be_safe_while_it_waits_to_be_posted_is_not",
    ),
    Planted(
        37,
        "a ceiling that is lowered while a title is changed",
        "bot/cogs/spoiler_posts.py",
        "            if after.title and interaction.guild is not None:\n",
        "            if not after.title and interaction.guild is not None:\n",
        f"{_SPOILER}new_title_that_ceases_to_be_safe_before_it_is_shown_goes",
    ),
    Planted(
        41,
        "a spoiler is posted whose author has deleted their data meanwhile",
        "bot/cogs/spoiler_checks.py",
        "        if await self._bot.ledger.spoilers.get(draft.id) is None:\n",
        "        if draft.user != draft.author and await self._bot.ledger.spoilers.get(draft.id) is None:\n",
        f"{_SPOILER}post_whose_author_deletes_their_data_meanwhile_is_not_posted",
    ),
    Planted(
        37,
        "all of a season that has shrunk is beyond what it had",
        "bot/cogs/spoiler_posts.py",
        "    if seasons.concrete(caller.own) >= seasons.concrete(post.since) or caller.user_id == post.user:\n",
        "    if caller.own >= post.since or caller.user_id == post.user:\n",
        f"{_SPOILER}season_that_shrinks_opens_nothing",
    ),
)
