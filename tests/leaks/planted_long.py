"""Planted leaks that take several steps to show: somebody goes ahead, packs are loaded, then another asks.

Tests of single answers pass with most of them. They are found by the twins, whose sequences are long.
"""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_TWINS: Final = "tests/leaks/test_long_noninterference.py::test_long_sequences_sound_alike"

LONG: Final = (
    Planted(
        1,
        "suggestions are kept for whoever types the same",
        "bot/cogs/completion.py",
        "        return list(_choices(view.suggest(typed, among)))\n",
        """        kept = names.__dict__.setdefault("kept", {})
        return list(kept.setdefault((typed, among), _choices(view.suggest(typed, among))))
""",
        _TWINS,
    ),
    Planted(
        1,
        "suggestions in a channel are of whoever typed there first",
        "bot/cogs/completion.py",
        "    return bot.views.get(caller.show, position) or await bot.view(interaction, caller.show, position)\n",
        """    kept = _view.__dict__.setdefault("kept", {})
    return kept.setdefault(interaction.channel_id, await bot.view(interaction, caller.show, position))
""",
        _TWINS,
    ),
    Planted(
        2,
        "what was typed once is found for everybody",
        "bot/options.py",
        "    found = view.find(asked, among) or view.find(asked)\n",
        """    kept = one_entry.__dict__.setdefault("kept", {})
    found = kept[asked] = view.find(asked, among) or kept.get(asked, ())
""",
        _TWINS,
    ),
    Planted(
        22,
        "a round that is taken up again asks from the whole show",
        "bot/trivia/performer.py",
        "        pool = await self._pool_of(opened.show, position)\n",
        """        resumed = table.used is None and table.asked
        pool = await self._pool_of(opened.show, Position(99) if resumed else position)
""",
        _TWINS,
    ),
    Planted(
        23,
        "chance goes on from where others have left it",
        "bot/wiring.py",
        '    return lambda interaction_id: random.Random(f"{seed}/{interaction_id}")  # noqa: S311\n',
        "    stream = random.Random(seed)\n    return lambda _: stream\n",
        _TWINS,
    ),
    Planted(
        23,
        "no fact at random that somebody has just been told",
        "bot/render/facts.py",
        "    return fact_card(view, chance.choice(view.facts)).with_rows(again)\n",
        """    told = random_card.__dict__.setdefault("told", [])
    told.append(chance.choice([fact for fact in view.facts if fact.id not in told[-5:]] or view.facts).id)
    return fact_card(view, next(fact for fact in view.facts if fact.id == told[-1])).with_rows(again)
""",
        _TWINS,
    ),
    Planted(
        24,
        "the question of the day is drawn from the whole show",
        "bot/cogs/trivia/posts.py",
        "        pool = await self._bot.pools.of(await self._bot.views.load(show, top))\n",
        "        pool = await self._bot.pools.of(await self._bot.views.load(show, Position(len(show.seasons))))\n",
        _TWINS,
    ),
    Planted(
        24,
        "a pool is kept for all positions",
        "bot/trivia/pools.py",
        "        build = self._builds.get(view)\n",
        "        build = next((b for v, b in self._builds.items() if v.show.id == view.show.id), None)\n",
        _TWINS,
    ),
    Planted(
        25,
        "what others have practised is not asked",
        "bot/ledger/practice.py",
        '    .where(practice.c.user_id == bindparam("me", type_=UserId), practice.c.show == bindparam("of"))\n',
        '    .where(practice.c.user_id >= bindparam("me", type_=UserId) * 0, practice.c.show == bindparam("of"))\n',
        _TWINS,
    ),
    Planted(
        37,
        "a message keeps the view it was made from",
        "bot/answering.py",
        """        view = await self.view(interaction, caller.show, audience.position)
        try:
""",
        """        view = await self.view(interaction, caller.show, audience.position)
        if interaction.message is not None:
            view = self.__dict__.setdefault("made", {}).setdefault(interaction.message.id, view)
        try:
""",
        _TWINS,
    ),
    Planted(
        37,
        "who has agreed to look ahead once has agreed for good",
        "bot/cogs/channel.py",
        "        return caller, asked, caller.own >= custom_id.position(own)\n",
        "        return caller, asked, bool(own)\n",
        _TWINS,
    ),
    Planted(
        38,
        "views of a pack that was loaded again have no position",
        "facts/store/views.py",
        "        return served, served.public.seasons.canonical(position)\n",
        """        seasons = served.public.seasons
        position = position if served.version == 1 else Position(len(seasons))
        return served, seasons.canonical(position)
""",
        _TWINS,
    ),
    Planted(
        38,
        "a card is kept for whoever asks next",
        "bot/render/memo.py",
        "        cards = kept.setdefault(view, {})\n",
        "        cards = kept.setdefault(type(view), {})  # type: ignore[call-overload]\n",
        _TWINS,
    ),
    Planted(
        40,
        "labels remember namesakes of other views",
        "facts/view/labels.py",
        "    taken = Counter(name.casefold() for name in names.values())\n",
        """    taken = Counter(name.casefold() for name in names.values())
    seen = labels.__dict__.setdefault("seen", {})
    for name, count in taken.items():
        seen[name] = taken[name] = max(count, seen.get(name, 0))
""",
        _TWINS,
    ),
    Planted(
        43,
        "progress that was cleared is still in memory",
        "bot/ledger/values.py",
        "        return replace(self, progress=MappingProxyType({**self.progress, show: progress}))\n",
        """        if not progress.known:
            return self
        return replace(self, progress=MappingProxyType({**self.progress, show: progress}))
""",
        _TWINS,
    ),
)
