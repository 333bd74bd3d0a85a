"""Planted leaks of trivia: what is asked, offered, judged, explained and shown."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_TRIVIA: Final = "tests/leaks/test_trivia.py::test_"
_CORRECTED: Final = "tests/e2e/test_corrected.py::test_"

TRIVIA: Final = (
    Planted(
        22,
        "asked from the whole show",
        "bot/wiring.py",
        "        view = await bot.views.load(show_id, show_of(show_id).seasons.within(position))\n",
        "        view = await bot.views.load(show_id, show_of(show_id).seasons.within(Position(99)))\n",
        f"{_TRIVIA}rounds_ask_and_offer_only_what_their_position_knows",
    ),
    Planted(
        23,
        "one stream of chance for all",
        "facts/questions/pool.py",
        "        order = [kind for kind in _shuffled(chance) if kinds is None or kind in kinds]\n",
        "        order = [kind for kind in _shuffled(random._inst) if kinds is None or kind in kinds]\n",
        "tests/leaks/test_trivia_alone.py::test_what_is_chosen_is_the_same_whatever_follows",
    ),
    Planted(
        24,
        "pools are kept by show",
        "bot/trivia/pools.py",
        "        build = self._builds.get(view)\n",
        "        build = next((b for v, b in self._builds.items() if v.show.id == view.show.id), None)\n",
        f"{_TRIVIA}rounds_ask_and_offer_only_what_their_position_knows",
    ),
    Planted(
        25,
        "others' practice says what is hard",
        "bot/ledger/practice.py",
        '    .where(practice.c.user_id == bindparam("me", type_=UserId), practice.c.show == bindparam("of"))\n',
        '    .where(practice.c.user_id >= bindparam("me", type_=UserId) * 0, practice.c.show == bindparam("of"))\n',
        "tests/bot/ledger/test_trivia_practice.py::test_weights_are_one_s_own_by_show_the_last_first",
    ),
    Planted(
        26,
        "the daily question explained to whoever answers",
        "bot/cogs/trivia/daily.py",
        "told = question if there.own >= there.show.seasons.within(Asked.of(daily.question).position) else None",
        "told = question",
        "tests/e2e/test_daily.py::test_who_is_behind_gets_neither_answer_nor_explanation",
    ),
    Planted(
        27,
        "the judge knows all names of the show",
        "bot/cogs/trivia/rounds.py",
        "        view = await self.bot.views.load(show.id, show.seasons.within(table.state.position))\n",
        "        view = await self.bot.views.load(show.id, show.seasons.within(Position(99)))\n",
        f"{_TRIVIA}judge_knows_no_names_beyond_the_round",
    ),
    Planted(
        28,
        "the right button bears a mark",
        "bot/render/trivia.py",
        "str(number), str(place)), ",
        'str(number), f"{place}{int(option == question.answer)}"), ',
        f"{_TRIVIA}buttons_of_answers_differ_in_nothing_but_their_place",
    ),
    Planted(
        29,
        "the lobby tells how far its host is",
        "bot/render/trivia.py",
        "    if not settings.named:\n",
        "    if settings.named is None:\n",
        f"{_TRIVIA}lobby_shows_nobody_s_progress",
    ),
    Planted(
        29,
        "the lobby tells how far the furthest behind is",
        "bot/render/trivia.py",
        "    covers = covers_words(show.seasons.within(state.opened.position), settings)\n",
        '    covers = f"{covers_words(show.seasons.within(state.opened.position), settings)} {state.position}"\n',
        f"{_TRIVIA}lobby_shows_nobody_s_progress",
    ),
    Planted(
        29,
        "moderators read how far a round's host is",
        "bot/cogs/trivia/reports.py",
        "report_warning_card(caller.show, str(source), caller.own)",
        "report_warning_card(caller.show, str(source), found.asked.position)",
        "tests/e2e/test_reports.py::test_moderator_is_not_told_how_far_the_host_is",
    ),
    Planted(
        28,
        "moderators may look at the question that is open",
        "bot/cogs/trivia/reports.py",
        "        if table is not None and (source.number or 0) > table.shown:\n",
        "        if table is not None and (source.number or 0) > table.shown + 1:\n",
        "tests/e2e/test_reports.py::test_question_that_is_open_can_be_neither_reported_nor_looked_at",
    ),
    Planted(
        38,
        "a question that was drawn is posted whatever was corrected since",
        "bot/cogs/trivia/posts.py",
        "        return await standing(self._bot, drawn)\n",
        "        return Asked.of(drawn.question).question\n",
        f"{_CORRECTED}question_that_was_drawn_and_then_corrected_gives_way_to_another",
    ),
    Planted(
        38,
        "the answer to yesterday's question is told whatever was corrected since",
        "bot/cogs/trivia/posts.py",
        "        question = await renewed(self._bot, show.id, asked)\n",
        "        question = asked.question or await renewed(self._bot, show.id, asked)\n",
        f"{_CORRECTED}question_that_was_posted_and_then_corrected_is_told_no_more",
    ),
    Planted(
        38,
        "the question of the day is repeated whatever was corrected since",
        "bot/cogs/trivia/daily.py",
        "        question = None if latest is None else await standing(self.bot, latest)\n",
        "        question = None if latest is None else Asked.of(latest.question).question\n",
        f"{_CORRECTED}question_that_was_posted_and_then_corrected_is_told_no_more",
    ),
    Planted(
        38,
        "whoever answers is told whatever was corrected since",
        "bot/cogs/trivia/daily.py",
        "        return daily, over, None if daily is None or over else await standing(self.bot, daily)\n",
        "        return daily, over, None if daily is None or over else Asked.of(daily.question).question\n",
        f"{_CORRECTED}question_that_was_posted_and_then_corrected_is_told_no_more",
    ),
    Planted(
        38,
        "moderators are shown a reported question whatever was corrected since",
        "bot/cogs/trivia/reports.py",
        "await self.bot.patiently(interaction, renewed(self.bot, found.show, found.asked)) is not None",
        "caller.own >= seasons.within(found.asked.position)",
        f"{_CORRECTED}moderator_is_asked_before_a_reported_question_that_was_tagged_too_early",
    ),
    Planted(
        38,
        "options of a kept question may be from later",
        "facts/questions/pool.py",
        "        if not offered.issuperset(question.wrong):\n",
        "        if offered is None:\n",
        f"{_CORRECTED}question_one_of_whose_options_was_wrong_is_withdrawn",
    ),
    Planted(
        32,
        "buttons of a round work from anywhere",
        "bot/cogs/trivia/rounds.py",
        "        if table is None or not _is_of(table.state.opened, interaction):\n",
        "        if table is None:\n",
        "tests/e2e/test_rounds.py::test_buttons_of_a_round_do_nothing_from_another_channel_or_server",
    ),
)
