"""Planted leaks that only words and tags open: what lint must refuse."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_WORDS: Final = "tests/leaks/test_words.py::test_"
_VIEWS: Final = "tests/facts/store/test_views.py::test_"
_SAME_AT_EVERY_POSITION: Final = f"{_VIEWS}views_hold_what_the_pack_holds_at_every_position[sqlite]"
_LISTS: Final = "tests/facts/pack/test_words.py::test_"
_LINT: Final = f"{_WORDS}lint_refuses_what_gives_something_away"
_SELECT: Final = "facts/store/select.py"
_SINCE: Final = "item.c.since <= position.rank)"

WORDS: Final = (
    Planted(
        13,
        "later names in early texts are let through",
        "facts/pack/lint.py",
        """                mentioned |= mention.ids
                if mention.since > since:
""",
        """                mentioned |= mention.ids
                if mention.since > since and words.is_id:
""",
        _LINT,
    ),
    Planted(
        15,
        "a role from later beside a name of now is let through",
        "facts/pack/lint.py",
        "                yield from self._foretold(words, since, item.since, mentions)\n",
        "",
        f"{_LISTS}lint_tells_the_lists_apart[refused-tuning]",
    ),
    Planted(
        15,
        "somebody is called dead before they die",
        "facts/pack/foretold.py",
        "            self._add(entry, since, _DEATH_BEFORE, _DEATH_AFTER)\n",
        "            self._add(entry, since, _NOTHING, _NOTHING)\n",
        f"{_LISTS}what_is_foretold_of_somebody_is_named",
    ),
    Planted(
        15,
        "somebody is toppled before they fall",
        "facts/pack/foretold.py",
        "                self._add(entry, since, _FALL_BEFORE, _FALL_AFTER)\n",
        "                self._add(entry, since, _NOTHING, _NOTHING)\n",
        f"{_LISTS}what_is_foretold_of_somebody_is_named",
    ),
    Planted(
        14,
        "the pack tells how a coup ends when it begins",
        "facts/packs/for-all-mankind/world.yaml",
        "- id: world-coup\n  since: S4E4\n",
        "- id: world-coup\n  since: S4E3\n",
        "tests/facts/pack/test_lint.py::test_lint_passes_the_packs_that_ship",
    ),
    Planted(
        13,
        "years of later seasons are let through",
        "facts/pack/lint.py",
        "        if spans and min(spans) > since:\n",
        "        if not spans:\n",
        _LINT,
    ),
    Planted(
        13,
        "an early fact of the pack names somebody later",
        "facts/packs/for-all-mankind/facts-s1.yaml",
        "  text: Octavio Rosales is Aleida's father.\n",
        "  text: Octavio Rosales is Aleida's father, long before Dev Ayesa hires her.\n",
        "tests/facts/pack/test_lint.py::test_lint_passes_the_packs_that_ship",
    ),
    Planted(
        14,
        "eventually is let through",
        "facts/pack/trajectory.py",
        '    r"eventually",\n',
        "",
        _LINT,
    ),
    Planted(
        14,
        "a fact of the pack tells that it will not last",
        "facts/packs/for-all-mankind/facts-s1.yaml",
        "  text: Octavio Rosales is Aleida's father.\n",
        "  text: Octavio Rosales is Aleida's father, for now.\n",
        "tests/facts/pack/test_lint.py::test_lint_passes_the_packs_that_ship",
    ),
    Planted(
        14,
        "how a story opens is let through",
        "facts/pack/trajectory.py",
        '    r"when the (?:show|series|story) (?:starts|begins|opens)",\n',
        "",
        _LINT,
    ),
    Planted(
        15,
        "a marriage is spoken of before it is known",
        "facts/pack/foretold.py",
        "            self._add(entry, min(spouses.values()), _MARRIED_BEFORE, _MARRIED_AFTER)\n",
        "            self._add(entry, min(spouses.values()), _NOTHING, _NOTHING)\n",
        f"{_LISTS}what_is_foretold_of_somebody_is_named",
    ),
    Planted(
        13,
        "the elder of two sons is spoken of before the other is known",
        "facts/packs/for-all-mankind/facts-s1.yaml",
        "  text: Danny is the son of Gordo and Tracy.\n",
        "  text: Danny is the elder son of Gordo and Tracy.\n",
        "tests/facts/pack/test_lint.py::test_lint_passes_the_packs_that_ship",
    ),
    Planted(
        15,
        "castings known before they are",
        "facts/rows.py",
        "                add(nested_kind, nested, parent=seq)\n",
        '                add(nested_kind, nested, parent=seq, since=rank if nested_kind == "cast" else None)\n',
        "tests/facts/test_view.py::test_billing_and_actor_are_the_last_visible",
    ),
    Planted(
        15,
        "a title in a value is let through",
        "facts/pack/lint.py",
        '        texts.append(Words((*path, "value"), fact.value, our_years=ours))\n',
        '        texts.append(Words((*path, "value"), fact.kind, our_years=ours))\n',
        _LINT,
    ),
    Planted(
        16,
        "the name last given, whenever that is",
        "facts/rows.py",
        "                add(nested_kind, nested, parent=seq)\n",
        '                add(nested_kind, nested, parent=seq, since=rank if nested_kind == "name" else None)\n',
        "tests/facts/test_view.py::test_name_is_the_last_visible_that_is_not_also",
    ),
    Planted(
        16,
        "who is the same person, from the start",
        _SELECT,
        _SINCE,
        '(item.c.since <= position.rank) | (item.c.kind == "same_as"))',
        _SAME_AT_EVERY_POSITION,
    ),
    Planted(
        16,
        "entries named together too early are let through",
        "facts/pack/lint.py",
        "            if since < known and ids <= mentioned:\n",
        "            if since > known and ids <= mentioned:\n",
        _LINT,
    ),
    Planted(
        18,
        "castings read without a position",
        _SELECT,
        _SINCE,
        '(item.c.since <= position.rank) | (item.c.kind == "played_by"))',
        _SAME_AT_EVERY_POSITION,
    ),
    Planted(
        18,
        "castings before the character are let through",
        "facts/pack/references.py",
        "                if since is not None and inner is not None and inner < since:\n",
        "                if since is not None and inner is not None and inner > since > inner:\n",
        _LINT,
    ),
    Planted(
        42,
        "references to what is later are let through",
        "facts/pack/references.py",
        "            elif found.since > since:\n",
        "            elif found.since > since > found.since:\n",
        _LINT,
    ),
)
