"""Planted leaks of season roles: who is shown, how far, and for how long."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_CORE: Final = "bot/roles.py"
_E2E: Final = "tests/e2e/test_roles.py::test_"
_TWINS: Final = "tests/leaks/test_long_noninterference.py::test_long_sequences_sound_alike"
_SEASON: Final = "tests/bot/test_roles.py::test_role_means_all_of_a_season"

ROLES: Final = (
    Planted(
        5,
        "a season's role for who has been told all that there is of it",
        "bot/cogs/roles/members.py",
        "        return Part(here.ids, watched, here.retired)\n",
        """        if show is not None and not taking.leaving:
            at = show.seasons.within((await self._bot.ledger.progress.get(taking.user, taking.show)).position)
            whole = show.seasons.within(at._replace(season=watched + 1, episode=999))
            told, all_told = [await self._bot.views.load(show.id, position) for position in (at, whole)]
            watched += len(told.facts) == len(all_told.facts)
        return Part(here.ids, watched, here.retired)
""",
        _TWINS,
    ),
    Planted(
        29,
        "looking at season roles is agreeing to them",
        "bot/cogs/roles/__init__.py",
        '            "roles": self.show,\n',
        '            "roles": self._join,\n',
        f"{_E2E}roles_follow_progress_of_who_has_agreed_and_of_nobody_else",
    ),
    Planted(
        29,
        "who agrees no more is shown still",
        "bot/cogs/roles/members.py",
        "        if show is not None and not taking.leaving:\n",
        "        if show is not None:\n",
        f"{_E2E}opting_out_takes_the_bots_roles_and_no_others",
    ),
    Planted(
        29,
        "consent outlives the roles that it was for",
        "bot/ledger/roles.py",
        '                (END_SHOW, {"guild": guild, "of": show}),\n',
        '                (MARK_SHOW, {"guild": guild, "of": show}),\n',
        "tests/bot/ledger/test_roles.py::test_switching_off_ends_everybodys_consent[sqlite]",
    ),
    Planted(
        29,
        "deleted data leaves its roles",
        "bot/cogs/privacy.py",
        "        await self.bot.ledger.role_members.leave_all(user)\n",
        "",
        "tests/e2e/test_roles_trouble.py::test_deleting_ones_data_takes_the_roles_away",
    ),
    Planted(
        41,
        "anybody may choose a server's roles",
        "bot/cogs/roles/managing.py",
        "        require_manager(interaction.permissions)\n",
        "",
        f"{_E2E}managers_buttons_need_a_manager_at_every_press",
    ),
    Planted(
        43,
        "no setting gives all roles",
        _CORE,
        "        return 0\n",
        "        return len(seasons)\n",
        _SEASON,
    ),
    Planted(
        45,
        "roles show everybody where somebody rewatches",
        _CORE,
        "    here = seasons.within(progress.watched_through)\n",
        "    here = seasons.within(progress.position)\n",
        f"{_E2E}rewatch_is_not_shown_to_anybody",
    ),
    Planted(
        46,
        "what was taken back is shown still",
        "bot/ledger/progress.py",
        "        self.changed(user, show)\n",
        "        if after.known:\n            self.changed(user, show)\n",
        f"{_E2E}large_step_gives_roles_only_once_it_is_confirmed_and_undoing_takes_them",
    ),
    Planted(
        47,
        "a season that has grown opens its channels too early",
        _CORE,
        "    return here.season if here.whole else max(0, here.season - 1)\n",
        "    return here.season\n",
        _SEASON,
    ),
)
