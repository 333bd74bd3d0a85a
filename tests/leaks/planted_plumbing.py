"""Planted leaks of what lies underneath: caches, reads, settings, errors, positions."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_BUTTONS: Final = "tests/leaks/test_buttons.py::test_"
_POSITIONS: Final = "tests/leaks/test_positions.py::test_"
_ITSELF: Final = "tests/leaks/test_said_of_itself.py::test_"
_TOLD: Final = "tests/e2e/test_nothing_told.py::test_metrics_and_logs_hold_nothing_of_anybody[text]"
_STORE: Final = "tests/leaks/test_store.py::test_"
_FUTURES: Final = "tests/leaks/test_futures.py::test_futures_of_the_small_pack_sound_alike"
_VIEWS: Final = "tests/facts/store/test_views.py::test_"

PLUMBING: Final = (
    Planted(
        38,
        "any view of the show will do",
        "facts/store/views.py",
        """        view = self._views.get(key)
        if view is not None:
            self._views.move_to_end(key)
            self.hits += 1
        return view
""",
        "        return next((view for kept, view in self._views.items() if kept[0] is key[0]), None)\n",
        f"{_VIEWS}views_of_different_positions_are_different_and_share_items[sqlite]",
    ),
    Planted(
        38,
        "items are shared without what is nested in them",
        "facts/rows.py",
        "        keyed = [(row, (row.seq, *(child.seq for child in nested.get(row.seq, ())))) for row in top]\n",
        "        keyed = [(row, (row.seq,)) for row in top]\n",
        f"{_STORE}views_of_the_store_are_the_same_in_any_order",
    ),
    Planted(
        38,
        "cards are kept for the show",
        "bot/render/memo.py",
        "        cards = kept.setdefault(view, {})\n",
        "        cards = kept.setdefault(type(view), {})  # type: ignore[call-overload]\n",
        f"{_POSITIONS}rewatch_holds_everywhere",
    ),
    Planted(
        38,
        "a view is kept after its pack was reloaded",
        "facts/store/views.py",
        "            if known is None or known.version != row.version:\n",
        "            if known is None:\n",
        f"{_STORE}reloaded_pack_is_served_at_once_and_its_earlier_version_never",
    ),
    Planted(
        38,
        "all of a season is all that it has by now",
        "facts/store/views.py",
        "        if not isinstance(show, str) and show is not served.public:\n",
        "        if not isinstance(show, str) and not show.seasons.has(position):\n",
        "tests/leaks/test_grown.py::"
        "test_first_suggestions_after_a_season_has_grown_are_of_whom_somebody_knows[expected]",
    ),
    Planted(
        46,
        "an old menu means all that a season has by now",
        "bot/render/progress.py",
        '        Option(f"All of season {season}", str(show.seasons.concrete(Position(season)))),\n',
        '        Option(f"All of season {season}", str(Position(season))),\n',
        "tests/leaks/test_grown.py::test_all_of_a_season_is_what_it_was_when_it_was_offered",
    ),
    Planted(
        46,
        "a word that is given late means all that a season has by now",
        "bot/render/progress.py",
        '    yes = custom_id.pack("confirm", show.id, str(show.seasons.concrete(target)))\n',
        '    yes = custom_id.pack("confirm", show.id, str(target))\n',
        "tests/leaks/test_grown.py::test_all_of_a_season_is_what_it_was_when_it_was_offered",
    ),
    Planted(
        47,
        "a moderator's word that is given late is for all that a season has by now",
        "bot/render/party.py",
        '    word = custom_id.pack("party", show.id, str(show.seasons.concrete(there)), minute, f"{channel:x}")\n',
        '    word = custom_id.pack("party", show.id, str(there), minute, f"{channel:x}")\n',
        "tests/leaks/test_grown.py::test_moderators_word_for_all_of_a_season_is_for_what_it_was_when_they_were_asked",
    ),
    Planted(
        39,
        "items read with plain SQL",
        "bot/cogs/facts.py",
        "        await self.bot.answer(interaction, self._random(interaction), share=share)\n",
        """        async with self.bot.views._engine.connect() as connection:
            query = "SELECT body FROM item WHERE kind = 'fact' ORDER BY random() LIMIT 1"
            body = str((await connection.exec_driver_sql(query)).scalar_one())
        await self.bot.send(interaction, Card(title="A fact", text=body))
""",
        f"{_STORE}only_the_store_reads_and_writes_items",
    ),
    Planted(
        40,
        "labels stay as they are in the widest view",
        "facts/view/labels.py",
        "    taken = Counter(name.casefold() for name in names.values())\n",
        """    taken = Counter(name.casefold() for name in names.values())
    seen = labels.__dict__.setdefault("seen", {})
    for name, count in taken.items():
        seen[name] = taken[name] = max(count, seen.get(name, 0))
""",
        f"{_STORE}view_is_the_same_whatever_views_were_made_before",
    ),
    Planted(
        41,
        "the version of the pack",
        "facts/store/views.py",
        "premise=row.premise, episodes=episodes)\n",
        'premise=f"{row.premise} (pack {row.digest[:8]})", episodes=episodes)\n',
        f"{_FUTURES}[S1E1]",
    ),
    Planted(
        41,
        "anybody may look ahead",
        "bot/permissions.py",
        "    return permissions.administrator or permissions.manage_messages\n",
        "    return permissions.administrator or permissions.manage_messages or permissions.send_messages\n",
        f"{_BUTTONS}looking_ahead_needs_a_moderator_at_every_press",
    ),
    Planted(
        41,
        "a look ahead that was allowed once",
        "bot/cogs/channel.py",
        """        show, position, own = arguments(rest, 3)
        caller = await self.bot.caller(interaction, show)
        require_server(caller)
        require_moderator(interaction.permissions)
""",
        """        show, position, own = arguments(rest, 3)
        caller = await self.bot.caller(interaction, show)
        require_server(caller)
""",
        f"{_BUTTONS}looking_ahead_needs_a_moderator_at_every_press",
    ),
    Planted(
        41,
        "everything at the command line",
        "facts/__main__.py",
        """"--as", dest="position", type=_position, default=NOTHING, metavar="S2", help="default: S0")""",
        """"--as", dest="position", type=_position, default=Position(2), metavar="S2", help="default: S2")""",
        "tests/facts/test_cli.py::test_show_takes_a_missing_position_for_nothing_watched",
    ),
    Planted(
        43,
        "no setting means everything",
        "bot/ledger/values.py",
        "        return NOTHING if self.watched_through is None else self.watched_through\n",
        "        return Position(99) if self.watched_through is None else self.watched_through\n",
        f"{_POSITIONS}who_has_set_nothing_is_told_what_is_safe_for_anybody",
    ),
    Planted(
        43,
        "no ceiling means no limit",
        "bot/audience.py",
        """    if not place.complete or settings.ceiling is None:
        return NOTHING
""",
        """    if not place.complete or settings.ceiling is None:
        return Position(len(seasons))
""",
        "tests/bot/test_audience.py::test_audience_of_who_has_set_nothing_is_public_only_at_nothing",
    ),
    Planted(
        44,
        "the error itself is shown",
        "bot/render/errors.py",
        '            return "Something went wrong", SOMETHING_WRONG.format(f"`{reference}`")\n',
        '            return "Something went wrong", SOMETHING_WRONG.format(f"`{reference}: {error}`")\n',
        f"{_ITSELF}errors_that_nobody_expects_say_nothing_of_what_happened",
    ),
    Planted(
        44,
        "the log repeats what was typed",
        "bot/handling.py",
        '_PRIVATE: Final = frozenset({"value", "values", ',
        '_PRIVATE: Final = frozenset({"values", ',
        _TOLD,
    ),
    Planted(
        44,
        "the log names who it was",
        "bot/logs.py",
        "    return re.sub(",
        "    return text or re.sub(",
        _TOLD,
    ),
    Planted(
        44,
        "libraries log what passes through them",
        "bot/log_filters.py",
        "    return record.levelno >= logging.INFO or ",
        "    return record.levelno >= logging.DEBUG or ",
        _TOLD,
    ),
    Planted(
        44,
        "a metric is labelled with who wrote",
        "bot/cogs/guard/__init__.py",
        """        self.bot.counted["guard_noticed", watched.setting.mode] += 1
        if not await self._notices.may_post(channel, watched.settings):
""",
        """        self.bot.counted["guard_noticed", message.author.name] += 1
        if not await self._notices.may_post(channel, watched.settings):
""",
        _TOLD,
    ),
    Planted(
        45,
        "rewatching is forgotten",
        "bot/ledger/values.py",
        """        if self.view_as_of is not None:
            return self.view_as_of
""",
        """        if self.view_as_of is not None and self.watched_through is None:
            return self.view_as_of
""",
        f"{_POSITIONS}rewatch_holds_everywhere",
    ),
    Planted(
        45,
        "the audience ignores the rewatch",
        "bot/audience.py",
        "    return seasons.within(progress.position)\n",
        "    return seasons.within(progress.watched_through or NOTHING)\n",
        f"{_POSITIONS}rewatch_holds_everywhere",
    ),
    Planted(
        45,
        "autocomplete ignores the rewatch",
        "bot/cogs/completion.py",
        """        caller.progress,
        caller.settings,
        caller.show.seasons,
        share=given(interaction, "share") is True,
""",
        """        type(caller.progress)(caller.progress.watched_through),
        caller.settings,
        caller.show.seasons,
        share=given(interaction, "share") is True,
""",
        f"{_POSITIONS}rewatch_holds_everywhere",
    ),
    Planted(
        45,
        "looking ahead ignores the rewatch",
        "bot/audience.py",
        "    return canonical if confirmed or canonical <= own_position(progress, seasons) else None\n",
        """    watched = seasons.within(progress.watched_through or NOTHING)
    return canonical if confirmed or canonical <= watched else None
""",
        f"{_POSITIONS}rewatch_holds_everywhere",
    ),
    Planted(
        46,
        "a large step at once",
        "bot/cogs/progress.py",
        "        if progress.is_large_step(seasons, caller.progress.watched_through or NOTHING, position):\n",
        "        if progress.is_large_step(seasons, position, position):\n",
        f"{_POSITIONS}large_steps_are_confirmed_however_they_are_made_and_can_be_undone",
    ),
    Planted(
        46,
        "nothing to undo it with",
        "bot/render/progress.py",
        '    buttons.append(Button("Undo", custom_id.pack("undo", show.id, *written)))\n    return tuple(buttons)\n',
        "    return tuple(buttons)\n",
        f"{_POSITIONS}large_steps_are_confirmed_however_they_are_made_and_can_be_undone",
    ),
    Planted(
        47,
        "a ceiling is kept as a season",
        "bot/audience.py",
        "    return seasons.within(settings.ceiling)\n",
        "    return seasons.within(Position(settings.ceiling.season)) if settings.ceiling.season else NOTHING\n",
        "tests/bot/test_audience.py::test_ceiling_never_rises_with_a_season_that_grows_or_comes_out",
    ),
)
