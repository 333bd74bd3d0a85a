"""Planted leaks of lookups: what autocomplete, typed names, counts, order and search could give away."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_HIDDEN: Final = "tests/leaks/test_hidden.py::test_"
_VISIBLE: Final = "tests/leaks/test_visibility.py::test_"
_WORDS: Final = "tests/leaks/test_words.py::test_"
_STORE: Final = "tests/leaks/test_store.py::test_"
_FUTURES: Final = "tests/leaks/test_futures.py::test_futures_of_the_small_pack_sound_alike"
_VIEWS: Final = "tests/facts/store/test_views.py::test_"
_SAME_AT_EVERY_POSITION: Final = f"{_VIEWS}views_hold_what_the_pack_holds_at_every_position[sqlite]"
_MAKE: Final = "            card = (in_public if audience.public and in_public is not None else make)(view)\n"
_SELECT: Final = "facts/store/select.py"
_SINCE: Final = "item.c.since <= position.rank)"

LOOKUPS: Final = (
    Planted(
        1,
        "autocomplete from the end of the show",
        "bot/cogs/completion.py",
        """    position = audience.autocomplete_position(
        caller.place,
        caller.progress,
        caller.settings,
        caller.show.seasons,
        share=given(interaction, "share") is True,
    )
""",
        "    position = Position(len(caller.show.seasons))\n",
        f"{_HIDDEN}autocomplete_offers_whom_the_caller_has_met",
    ),
    Planted(
        1,
        "autocomplete of a shared command beyond the ceiling",
        "bot/audience.py",
        "    return audience(place, progress, settings, seasons, share=share).position\n",
        "    return audience(place, progress, settings, seasons).position\n",
        f"{_HIDDEN}autocomplete_of_what_is_shared_keeps_to_the_ceiling",
    ),
    Planted(
        1,
        "autocomplete does not see that a command is shared",
        "bot/incoming.py",
        """    while options and options[0]["type"] in _GROUPS:
        options = options[0].get("options", [])
    for option""",
        "    for option",
        f"{_HIDDEN}autocomplete_of_what_is_shared_keeps_to_the_ceiling",
    ),
    Planted(
        2,
        "characters and their names read without a position",
        _SELECT,
        _SINCE,
        '(item.c.since <= position.rank) | item.c.kind.in_(("character", "name")))',
        f"{_FUTURES}[S1E1]",
    ),
    Planted(
        2,
        "the rest of a season with its first episode",
        _SELECT,
        _SINCE,
        "item.c.since <= Position(position.season).rank)",
        f"{_FUTURES}[S1E1]",
    ),
    Planted(
        2,
        "typed names looked up in the whole show",
        "bot/answering.py",
        "        view = await self.view(interaction, caller.show, audience.position)\n",
        """        view = await self.view(interaction, caller.show, audience.position)
        if "name" in interaction.namespace:
            whole = await self.view(interaction, caller.show, Position(len(caller.show.seasons)))
            view = view if whole.find(interaction.namespace.name) == () else whole
""",
        f"{_HIDDEN}hidden_and_invented_are_answered_alike",
    ),
    Planted(
        3,
        "another error for what exists",
        "bot/answering.py",
        _MAKE,
        """            try:
                card = (in_public if audience.public and in_public is not None else make)(view)
            except Exception:
                whole = await self.view(interaction, caller.show, Position(len(caller.show.seasons)))
                if whole.find(str(interaction.namespace.name)):
                    raise OptionError from None
                raise
""",
        f"{_HIDDEN}hidden_and_invented_are_answered_alike",
    ),
    Planted(
        3,
        "held for what is hidden",
        "bot/answering.py",
        _MAKE,
        """            whole = await self.view(interaction, caller.show, Position(len(caller.show.seasons)))
            if whole.find(str(interaction.namespace.name)):
                await hold(interaction)
            card = (in_public if audience.public and in_public is not None else make)(view)
""",
        f"{_HIDDEN}hidden_and_invented_are_answered_alike",
    ),
    Planted(
        3,
        "what is hidden is named where it was to be shared",
        "bot/answering.py",
        "                own = await self.view(interaction, caller.show, caller.own)\n",
        "                own = await self.view(interaction, caller.show, Position(len(caller.show.seasons)))\n",
        f"{_HIDDEN}what_is_chosen_and_not_to_be_shared_is_named_as_the_caller_knows_it",
    ),
    Planted(
        3,
        "not found in public",
        "bot/replies.py",
        "        await interaction.response.send_message(**message, ephemeral=not _in_direct(interaction))\n",
        '        await interaction.response.send_message(**message, ephemeral=card.title != "Not found")\n',
        f"{_VISIBLE}nothing_is_public_but_what_is_shared",
    ),
    Planted(
        3,
        "words that tell a hidden entry from none",
        "bot/render/errors.py",
        '            return "Nothing here", "There is nothing here that I can show you."\n',
        '            return "Nothing here", "You have not met them yet."\n',
        f"{_WORDS}cards_have_no_teasing_words",
    ),
    Planted(
        4,
        "nothing called that yet",
        "bot/render/errors.py",
        """            return "Not found", f"I know nothing called {quoted(asked)}."\n""",
        """            return "Not found", f"I can say nothing of {quoted(asked)}, not yet."\n""",
        f"{_WORDS}cards_have_no_teasing_words",
    ),
    Planted(
        5,
        "how many facts there are in all",
        "facts/store/views.py",
        "                rows = (await connection.execute(select(show_table))).all()\n",
        """                of = "(SELECT count(*) FROM item WHERE show_id = show.id)"
                sql = f"SELECT id, title, premise || {of} || ' facts.' AS premise, episodes, version, digest FROM show"
                rows = (await connection.exec_driver_sql(sql)).all()
""",
        f"{_FUTURES}[S1E1]",
    ),
    Planted(
        5,
        "of how many",
        "bot/render/cast.py",
        '        _field("First seen", str(view.first_episode(character.id) or "")),\n',
        """        _field("First seen", str(view.first_episode(character.id) or "")),
        _field("Known", f"{len(view.about(character.id))} of 12 facts"),
""",
        f"{_WORDS}cards_say_nothing_of_what_is_not_there",
    ),
    Planted(
        6,
        "statuses stored as known from the start",
        "facts/rows.py",
        "        rank = seasons.canonical(item.since).rank if since is None else since\n",
        """        rank = seasons.canonical(item.since).rank if since is None else since
        rank = 0 if getattr(item, "kind", None) == "status" else rank
""",
        "tests/facts/test_view.py::test_view_holds_only_what_is_visible",
    ),
    Planted(
        7,
        "a page is cut before it is filtered",
        _SELECT,
        """item.c.since <= position.rank)
        .order_by(item.c.seq)
    )
    rows: list[Row] = []
    # In chunks, so that a large show does not hold up the event loop.
    async with connection.stream(query, execution_options={"yield_per": _AT_ONCE}) as result:
        async for chunk in result.partitions():
            rows += map(Row._make, chunk)
""",
        """)
        .order_by(item.c.seq)
        .limit(25)
    )
    rows: list[Row] = []
    # In chunks, so that a large show does not hold up the event loop.
    async with connection.stream(query, execution_options={"yield_per": _AT_ONCE}) as result:
        async for chunk in result.partitions():
            rows += (row for row in map(Row._make, chunk) if row.since <= position.rank)
""",
        _SAME_AT_EVERY_POSITION,
    ),
    Planted(
        8,
        "ordered by the final billing",
        _SELECT,
        _SINCE,
        '(item.c.since <= position.rank) | (item.c.kind == "cast"))',
        _SAME_AT_EVERY_POSITION,
    ),
    Planted(
        12,
        "how rare words are is counted over all views",
        "facts/search.py",
        """            counted = Counter(self._held[word])
            numbers, counts = array("I", counted), array("I", counted.values())
            rarity = math.log(1 + (len(self._norms) - len(numbers) + 0.5) / (len(numbers) + 0.5))
""",
        """            counted = Counter(self._held[word])
            numbers, counts = array("I", counted), array("I", counted.values())
            seen = self.find.__func__.__dict__.setdefault("seen", {})
            seen[word] = max(len(numbers), seen.get(word, 0))
            rarity = 1 / seen[word]
""",
        f"{_STORE}view_is_the_same_whatever_views_were_made_before",
    ),
    Planted(
        12,
        "facts are found by names from later",
        _SELECT,
        _SINCE,
        '(item.c.since <= position.rank) | (item.c.kind == "name"))',
        f"{_FUTURES}[S1E1]",
    ),
)
