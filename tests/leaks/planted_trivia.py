"""Planted leaks of trivia: what is asked, offered, judged, explained and shown."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_TRIVIA: Final = "tests/leaks/test_trivia.py::test_"
_LOWERED: Final = "tests/leaks/test_lowered.py::test_"

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
        "        told = asked.question if there.own >= there.show.seasons.within(asked.position) else None\n",
        "        told = asked.question\n",
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
        "who is behind the host is told so",
        "bot/cogs/trivia/rounds.py",
        "    return caller.own < seasons.within(table.state.reach(caller.ceiling))\n",
        "    return caller.own < seasons.within(table.state.opened.position)\n",
        f"{_TRIVIA}who_is_asked_before_joining_learns_nothing_of_how_far_the_host_is",
    ),
    Planted(
        29,
        "who is behind the furthest behind is told so",
        "bot/trivia/state.py",
        "        if self.settings.named:\n            return self.opened.position\n",
        "        if self.settings.named or self.settings.everyone:\n            return self.position\n",
        f"{_TRIVIA}who_is_asked_before_answering_learns_nothing_of_who_is_furthest_behind",
    ),
    Planted(
        29,
        "a round that is played again names how far its host is",
        "bot/cogs/trivia/rounds.py",
        "        named = old.settings.named and seasons.within(old.position) <= limit\n"
        "        position = seasons.within(old.position) if named else limit\n",
        "        named = old.settings.named\n"
        "        position = min(limit, seasons.within(old.position)) if named else limit\n",
        f"{_TRIVIA}round_that_is_played_again_shows_nothing_of_how_far_its_host_is",
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
        35,
        "a question that is taken back repeats its words under a lowered ceiling",
        "bot/render/trivia.py",
        '    ask = f"{void.question.ask}\\n\\n" if heard else ""\n',
        '    ask = f"{void.question.ask}\\n\\n"\n',
        f"{_LOWERED}question_that_is_open_is_taken_back_without_its_words",
    ),
    Planted(
        35,
        "an answer is written under a question after the ceiling was lowered",
        "bot/render/trivia.py",
        "    if heard:\n        return _revealed",
        "    if heard is not None:\n        return _revealed",
        f"{_LOWERED}answer_that_is_tried_again_is_not_shown",
    ),
    Planted(
        37,
        "a post that waited is not looked at again",
        "bot/cogs/trivia/stage.py",
        "        heard = await self.ceiling(table) >= table.state.position\n",
        "        heard = True\n",
        f"{_LOWERED}last_answer_that_waits_is_not_shown_either",
    ),
    Planted(
        37,
        "an answer is shown once the ceiling has risen again",
        "bot/cogs/trivia/stage.py",
        "        return heard and table.state.ending is not Ending.CEILING\n",
        "        return heard\n",
        f"{_LOWERED}answer_stays_unsaid_where_the_ceiling_rises_again",
    ),
    Planted(
        37,
        "a question that waited is asked under a lowered ceiling",
        "bot/cogs/trivia/stage.py",
        "        if not await self._turn(table):\n            return None\n",
        "        await self._turn(table)\n",
        f"{_LOWERED}question_that_waits_for_its_turn_is_not_asked",
    ),
    Planted(
        32,
        "buttons of a round work from anywhere",
        "bot/trivia/host.py",
        "        return table if table is not None and (table.guild, table.channel) == (guild, channel) else None\n",
        "        return table\n",
        "tests/e2e/test_rounds.py::test_buttons_of_a_round_do_nothing_from_another_channel_or_server",
    ),
    Planted(
        32,
        "a button takes up a round from elsewhere",
        "bot/trivia/host.py",
        " and stored.ended is None and (stored.guild, stored.channel) == (guild, channel):\n",
        " and stored.ended is None:\n",
        "tests/e2e/test_rounds.py::test_button_with_the_id_of_a_round_elsewhere_leaves_it_to_its_own_process",
    ),
    Planted(
        32,
        "a press takes up a round of another process",
        "bot/trivia/host.py",
        "        if self._tables.get(round_id) is None and self._stage.serves(guild):\n",
        "        if self._tables.get(round_id) is None:\n",
        "tests/e2e/test_rounds.py::test_round_is_taken_up_only_where_its_server_can_be_reached",
    ),
)
