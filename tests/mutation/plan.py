"""Which modules are mutated, and by which tests each is held: quick ones, since each mutant has all of them run."""

from __future__ import annotations

from typing import Final

_VIEW: Final = ("tests/facts/test_view.py",)
_JUDGE: Final = ("tests/bot/trivia/test_judge.py",)

MODULES: Final[dict[str, tuple[str, ...]]] = {
    "facts/position.py": ("tests/facts/test_position.py",),
    "facts/seasons.py": ("tests/facts/test_seasons.py",),
    "facts/rows.py": ("tests/facts/test_rows.py", *_VIEW),
    "facts/view/assemble.py": _VIEW,
    "facts/view/casting.py": ("tests/facts/view/test_casting.py", *_VIEW),
    "facts/view/labels.py": ("tests/facts/view/test_labels.py", *_VIEW),
    "facts/view/relations.py": ("tests/facts/view/test_relations.py", *_VIEW),
    "facts/view/timeline.py": ("tests/facts/view/test_timeline.py", *_VIEW),
    "facts/view/view.py": _VIEW,
    "facts/store/engine.py": ("tests/facts/store/test_engine.py", "tests/facts/store/test_migrate.py"),
    "facts/store/guards.py": ("tests/facts/store/test_guards.py",),
    "facts/store/load.py": ("tests/facts/store/test_load.py",),
    "facts/store/migrate.py": ("tests/facts/store/test_migrate.py", "tests/facts/store/test_engine.py"),
    "facts/store/select.py": ("tests/facts/store/test_views.py", "tests/facts/store/test_guards.py"),
    "facts/store/views.py": ("tests/facts/store/test_views.py",),
    "bot/audience.py": ("tests/bot/test_audience.py",),
    "bot/trivia/judge.py": _JUDGE,
    "bot/trivia/known.py": ("tests/bot/trivia/test_known.py", *_JUDGE),
    "bot/trivia/numerals.py": ("tests/bot/trivia/test_numerals.py",),
    "bot/trivia/spelling.py": _JUDGE,
}
