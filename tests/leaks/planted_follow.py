"""Planted leaks of watch parties: who gives the word, for what, when it is kept and what is said of it."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_E2E: Final = "tests/e2e/test_follow.py::test_"
_PURE: Final = "tests/bot/test_party.py::test_"
_TWINS: Final = "tests/leaks/test_long_noninterference.py::test_long_sequences_sound_alike"
_FOLLOW: Final = "bot/cogs/follow.py"
_PARTIES: Final = "bot/cogs/parties.py"

FOLLOW: Final = (
    Planted(
        21,
        "an announcement with the episode's title",
        _FOLLOW,
        "        try:\n            await self.bot.patiently(interaction, self.parties.announce(party, announced_card(",
        """        view = await self.bot.view(interaction, show, to)
        party_title = next(episode.title for episode in view.episodes if episode.since == to)
        show = show._replace(title=f"{show.title}: {party_title}")
        try:
            await self.bot.patiently(interaction, self.parties.announce(party, announced_card(""",
        f"{_E2E}what_is_announced_names_nothing_of_the_episode",
    ),
    Planted(
        21,
        "what is still to come is told by its titles once the hour has come",
        _PARTIES,
        """            await self._post(party, raised_card(show, party), "rise")
""",
        """            end = show.seasons.within(party.ceiling._replace(season=99))
            later = (each for each in (await self._bot.views.load(show.id, end)).episodes if each.since > party.ceiling)
            titles = ", ".join(str(episode.title) for episode in later)
            await self._post(party, raised_card(show, party).ending(f"Still to come: {titles}."), "rise")
""",
        _TWINS,
    ),
    Planted(
        30,
        "the next step is that of the moderator, not of the channel",
        _FOLLOW,
        """        here = audience.ceiling(there.place, caller.settings, show.seasons)
        if asked.to is not None:
""",
        """        here = caller.own
        if asked.to is not None:
""",
        f"{_E2E}next_step_needs_a_word_of_its_own",
    ),
    Planted(
        36,
        "a word for a thread raises its channel",
        _FOLLOW,
        "            there.channel.id,\n            show.id,\n",
        '            getattr(there.channel, "parent_id", None) or there.channel.id,\n            show.id,\n',
        f"{_E2E}threads_posts_and_categories_have_their_own",
    ),
    Planted(
        37,
        "an old question takes a word for a ceiling that has moved",
        _FOLLOW,
        "            raise CeilingThereError(here)\n        at = _minute(minute)\n",
        "            to = show.seasons.canonical(to)\n        at = _minute(minute)\n",
        f"{_E2E}words_given_for_a_ceiling_that_has_moved_are_asked_for_anew",
    ),
    Planted(
        41,
        "anybody's word counts",
        _FOLLOW,
        "            require_moderator(interaction.permissions)\n        elif",
        "            pass\n        elif",
        f"{_E2E}members_are_refused_even_if_discord_lets_them",
    ),
    Planted(
        46,
        "who presses that they have watched it is moved at once",
        "bot/cogs/progress.py",
        "            await self._set(interaction, caller, position)\n\n    async def _advance(",
        """            seasons = caller.show.seasons
            await self._change(interaction, caller, lambda now: progress.watched(now, seasons, position))

    async def _advance(""",
        f"{_E2E}who_has_watched_it_says_so_and_large_steps_are_confirmed",
    ),
    Planted(
        47,
        "a watch party before its hour",
        "bot/cogs/due.py",
        "            now = datetime.fromtimestamp(self._bot.rounds.timing.now() / 1000, UTC)\n",
        "            now = datetime.fromtimestamp(self._bot.rounds.timing.now() / 1000 + 60, UTC)\n",
        f"{_E2E}ceiling_rises_at_its_hour_to_what_was_announced_and_no_further",
    ),
    Planted(
        47,
        "a watch party raises to the end of the season",
        "bot/ledger/parties.py",
        "party.guild, party.by, before, party.show, party.ceiling, party.channel\n",
        "party.guild, party.by, before, party.show, Position(party.ceiling.season, 998), party.channel\n",
        f"{_E2E}ceiling_rises_at_its_hour_to_what_was_announced_and_no_further",
    ),
    Planted(
        47,
        "one word raises again each time a season comes out",
        _PARTIES,
        "        await self._bot.ledger.parties.over(party)\n\n    async def _unsaid(",
        """        following = show.seasons.after(party.ceiling) if show is not None else None
        if following is not None:
            word = {"ceiling": following, "above": party.ceiling, "at": party.at, "raised": False}
            said = {name: getattr(party, name) for name in party.__slots__} | word
            await self._bot.ledger.parties.plan(type(party)(**said))

    async def _unsaid(""",
        f"{_E2E}ceiling_rises_at_its_hour_to_what_was_announced_and_no_further",
    ),
    Planted(
        47,
        "a word that was given before the ceiling was lowered",
        "bot/party.py",
        "    return Outcome.LOWERED if here < seasons.within(party.above) else Outcome.RISES\n",
        "    return Outcome.RISES\n",
        f"{_PURE}ceiling_rises_to_what_was_announced_or_stays",
    ),
    Planted(
        47,
        "a word that was taken back",
        "bot/ledger/parties.py",
        """            now = await self._read(turn, party)
            if now is None or now.id != party.id or now.raised:
                return None
""",
        "            now = await self._read(turn, party) or party\n",
        "tests/bot/ledger/test_parties.py::test_word_that_was_taken_back_or_replaced_settles_nothing[sqlite]",
    ),
)
