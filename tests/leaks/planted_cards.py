"""Planted leaks of cards: what they show, link to and leave blank."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_HIDDEN: Final = "tests/leaks/test_hidden.py::test_"
_VISIBLE: Final = "tests/leaks/test_visibility.py::test_"
_BUTTONS: Final = "tests/leaks/test_buttons.py::test_"
_ITSELF: Final = "tests/leaks/test_said_of_itself.py::test_"
_WORDS: Final = "tests/leaks/test_words.py::test_"
_FUTURES: Final = "tests/leaks/test_futures.py::test_futures_of_the_small_pack_sound_alike"
_SELECT: Final = "facts/store/select.py"
_SINCE: Final = "item.c.since <= position.rank)"

CARDS: Final = (
    Planted(
        9,
        "a card for an episode of which nothing may be told",
        "bot/cogs/episodes.py",
        """        await self.bot.answer(interaction, make, share=share)
""",
        """        caller = await self.bot.caller(interaction)
        whole = await self.bot.view(interaction, caller.show, [*caller.show.seasons.positions()][-1])
        blank = Card(title="???", text="There is nothing here that I can show you.")
        hidden = whole.episode(position) and position > caller.own
        await self.bot.answer(interaction, (lambda _: blank) if hidden else make, share=share)
""",
        f"{_HIDDEN}episode_that_is_hidden_is_answered_as_one_that_is_not",
    ),
    Planted(
        9,
        "hidden episodes with blank titles",
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
        """(item.c.since <= position.rank) | (item.c.kind == "episode"))
        .order_by(item.c.seq)
    )
    rows: list[Row] = []
    # In chunks, so that a large show does not hold up the event loop.
    async with connection.stream(query, execution_options={"yield_per": _AT_ONCE}) as result:
        async for chunk in result.partitions():
            for row in map(Row._make, chunk):
                since = Position.from_rank(row.since)
                blank = f'{{"since": "{since}", "title": "..."}}'
                rows.append(row if since <= position else row._replace(body=blank))
""",
        f"{_HIDDEN}autocomplete_offers_whom_the_caller_has_met",
    ),
    Planted(
        10,
        "alive unless said otherwise",
        "bot/render/cast.py",
        """    fields = [
        _field("Played by", _players(view, character)),
""",
        """    fields = [
        None if view.latest(character.id, "status") else _field("Status", "alive"),
        _field("Played by", _players(view, character)),
""",
        f"{_WORDS}card_of_whom_no_status_is_known_has_none",
    ),
    Planted(
        11,
        "replaced facts are kept",
        "facts/view/assemble.py",
        "    parts.facts = [fact for fact in parts.facts if fact.id not in replaced]\n",
        "    parts.facts = [fact for fact in parts.facts if fact.id or replaced]\n",
        "tests/facts/test_view.py::test_view_drops_what_a_visible_fact_replaces_with_its_sources",
    ),
    Planted(
        11,
        "a status with what it was before",
        "bot/render/cast.py",
        """    latest = [(heading, view.latest(entry_id, kind)) for kind, heading in _HEADED.items()]
    return [_field(heading, value_words(view, fact)) for heading, fact in latest if fact is not None]
""",
        """    latest = [(heading, view.latest(entry_id, kind)) for kind, heading in _HEADED.items()]
    return [
        _field(heading, value_words(view, fact) + (f" (until {fact.since} otherwise)" if fact.replaces else ""))
        for heading, fact in latest
        if fact is not None
    ]
""",
        f"{_WORDS}cards_say_nothing_of_what_is_not_there",
    ),
    Planted(
        17,
        "a source is named by its title",
        "bot/render/text.py",
        "view.sources[source].publisher for source in fact.sources",
        "view.sources[source].title for source in fact.sources",
        f"{_ITSELF}sources_are_told_by_their_publisher_only",
    ),
    Planted(
        17,
        "the next episode has a button before it is watched",
        "bot/render/episodes.py",
        """    after = episodes[here + 1 : here + 2]
    return tuple(
""",
        """    following = view.seasons.after(episode.since)
    after = episodes[here + 1 : here + 2] or ([Episode(since=following)] if following else [])
    return tuple(
""",
        "tests/bot/render/test_episodes.py::test_episode_card_leads_to_its_neighbours_as_far_as_they_are_known",
    ),
    Planted(
        17,
        "what is behind a button is looked up in the whole show",
        "bot/cogs/cast.py",
        """        show, entry_id = arguments(rest, 2)
        await self.bot.answer(interaction, lambda view: entry_card(view, linked_entry(view, entry_id)), show=show)
""",
        """        show, entry_id = arguments(rest, 2)
        caller = await self.bot.caller(interaction, show)
        whole = await self.bot.view(interaction, caller.show, [*caller.show.seasons.positions()][-1])
        await self.bot.send(interaction, entry_card(whole, linked_entry(whole, entry_id)))
""",
        f"{_BUTTONS}pressing_others_buttons_answers_from_the_pressers_own_position_and_changes_nothing",
    ),
    Planted(
        19,
        "in how many episodes",
        "bot/render/cast.py",
        '        _field("First seen", str(view.first_episode(character.id) or "")),\n',
        """        _field("First seen", str(view.first_episode(character.id) or "")),
        _field("Appears in", f"{len(view.about(character.id))} of {sum(view.seasons)} episodes"),
""",
        f"{_WORDS}cards_say_nothing_of_what_is_not_there",
    ),
    Planted(
        20,
        "a picture with every card",
        "bot/render/message.py",
        "    if card.footer:\n        embed.set_footer(text=card.footer)\n",
        """    if card.footer:
        embed.set_footer(text=card.footer)
        embed.set_thumbnail(url="https://example.org/faces/as-they-end.png")
""",
        f"{_VISIBLE}public_messages_bear_no_links_pictures_files_or_bars",
    ),
    Planted(
        21,
        "titles of all episodes in autocomplete",
        "bot/cogs/completion.py",
        """with their titles.\"\"\"
    view = await _view(interaction)
""",
        """with their titles.\"\"\"
    show = await _show(interaction)
    view = await interaction.client.views.load(show.id, Position(len(show.seasons)))
""",
        f"{_HIDDEN}autocomplete_offers_whom_the_caller_has_met",
    ),
    Planted(
        21,
        "episodes read without a position",
        _SELECT,
        _SINCE,
        '(item.c.since <= position.rank) | (item.c.kind == "episode"))',
        f"{_FUTURES}[S1E1]",
    ),
)
