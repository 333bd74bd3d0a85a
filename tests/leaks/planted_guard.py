"""Planted leaks of the guard: what is told of a message that was noticed, and who reaches what the guard knows."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_GUARD: Final = "bot/cogs/guard/__init__.py"
_BUTTONS: Final = "bot/cogs/guard/buttons.py"
_E2E: Final = "tests/e2e/test_guard.py::test_"
_NOTICES: Final = "tests/e2e/test_guard_notices.py::test_"
_TITLES: Final = "tests/e2e/test_guard_titles.py::test_"
_NOTIFY: Final = "            await self._notices.notify(channel, subject, hidden_card(subject), hidden=True)\n"

GUARD: Final = (
    Planted(
        3,
        "a notice that differs by what was hidden",
        _GUARD,
        _NOTIFY,
        _NOTIFY.replace("_card(subject)", '_card(subject).noted("!" * (len(text) // 20))'),
        f"{_E2E}notice_is_the_same_whatever_was_hidden",
    ),
    Planted(
        32,
        "anybody may ask what was hidden",
        _BUTTONS,
        "        elif caller.user_id == noticed.author:\n",
        "        elif caller.user_id:\n",
        f"{_E2E}hide_deletes_and_gives_the_author_their_words",
    ),
    Planted(
        35,
        "a notice repeats what was hidden",
        _GUARD,
        _NOTIFY,
        _NOTIFY.replace("_card(subject)", "_card(subject).noted(text)"),
        f"{_E2E}hide_deletes_and_gives_the_author_their_words",
    ),
    Planted(
        35,
        "a notice repeats what was hidden once it is found harmless",
        _BUTTONS,
        "pardoned_card(noticed.subject))",
        "pardoned_card(noticed.subject).noted(noticed.text))",
        f"{_NOTICES}author_of_what_was_hidden_and_found_harmless_can_have_it_back",
    ),
    Planted(
        36,
        "a thread of a guarded channel is not guarded",
        "bot/cogs/guard/watch.py",
        "    setting = guards.at(place.chain)\n",
        "    setting = guards.at(place.chain[:1])\n",
        f"{_E2E}threads_and_titles_of_posts_are_guarded_with_their_category",
    ),
    Planted(
        36,
        "what is kept of a title takes the place of the first message of its post",
        _GUARD,
        "        subject = Subject(thread.id, title=True)\n",
        "        subject = Subject(thread.id)\n",
        f"{_TITLES}title_and_first_message_of_a_post_are_kept_apart",
    ),
    Planted(
        34,
        "a title is let through behind spoiler bars, which titles do not have",
        _GUARD,
        "name, strict=True)",
        "name, strict=watched.setting.strict)",
        f"{_TITLES}spoiler_bars_hide_nothing_in_a_title",
    ),
    Planted(
        35,
        "a notice repeats the title that was hidden",
        _GUARD,
        "title_card(subject, hidden=hidden)",
        "title_card(subject, hidden=hidden).noted(name)",
        f"{_TITLES}hidden_title_is_given_back_to_its_author_alone",
    ),
    Planted(
        35,
        "what Discord tells of a hidden title stays",
        _GUARD,
        "        told = message.type in _TELL_TITLES\n",
        "        told = False\n",
        f"{_TITLES}what_discord_tells_of_a_hidden_title_is_taken_away",
    ),
    Planted(
        37,
        "what a moderator confirmed once is confirmed for ever",
        _BUTTONS,
        "confirmed=caller.own >= custom_id.position(own))\n",
        "confirmed=True)\n",
        f"{_E2E}words_that_were_confirmed_by_who_has_fallen_back_are_asked_for_anew",
    ),
    Planted(
        38,
        "a guard is kept after its pack was reloaded",
        "facts/store/guards.py",
        "        return kept[1] if kept is not None and kept[0] == version else None\n",
        "        return kept[1] if kept is not None and kept[0] <= version else None\n",
        "tests/facts/store/test_guards.py::test_guard_follows_the_pack_that_is_served",
    ),
    Planted(
        39,
        "a lookup reaches the names that the guard knows",
        "bot/cogs/facts.py",
        "from facts.view import View\n",
        "from facts.guard import Guard\nfrom facts.view import View\n",
        "tests/leaks/test_guard.py::test_nothing_but_the_guard_reaches_names_from_beyond",
    ),
    Planted(
        39,
        "the guard reads facts",
        "facts/store/select.py",
        '"name", "together")\n',
        '"name", "together", "fact")\n',
        "tests/facts/store/test_guards.py::test_only_names_titles_years_and_pairs_are_read",
    ),
    Planted(
        41,
        "the moderators' log repeats what was hidden",
        _GUARD,
        "hidden_log_card(channel.id, message.author.id))",
        "hidden_log_card(channel.id, message.author.id).noted(text))",
        f"{_NOTICES}moderators_are_told_who_was_hidden_where_and_never_what",
    ),
    Planted(
        41,
        "moderators are shown what was hidden of somebody who has deleted their data",
        "bot/cogs/privacy.py",
        '        self.bot.dispatch("user_gone", interaction.user.id)\n',
        "",
        f"{_NOTICES}what_was_hidden_is_forgotten_with_its_authors_data",
    ),
    Planted(
        41,
        "moderators are shown what was hidden without being asked",
        _BUTTONS,
        "        if not confirmed:\n",
        "        if not confirmed and caller.own > caller.ceiling:\n",
        f"{_E2E}what_was_hidden_is_shown_to_moderators_who_are_far_enough_or_want_to",
    ),
)
