"""The mutants that survive, and why none of them shows anybody more than they have watched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from tests.mutation.mutants import Change


class _Survivors(NamedTuple):
    """Mutants of one line that survive for one reason."""

    file: str
    within: str
    was: str
    becomes: tuple[str, ...]
    why: str

    def changes(self) -> Iterator[tuple[Change, str]]:
        for becomes in self.becomes:
            yield Change(self.file, self.within, self.was, becomes), self.why


_ONE_BY_ONE: Final = (
    "PostgreSQL only, where test_upgrade_by_several_at_once_migrates_once and test_load_pack_by_two fail."
)
_SILENT: Final = (
    "PostgreSQL only, where test_postgresql_frees_what_a_silent_process_holds_but_at_start_is_patient fails."
)

_SURVIVORS: Final = (
    *(
        _Survivors(
            "facts/seasons.py",
            within,
            "@lru_cache(maxsize=4096)",
            ("@lru_cache(maxsize= 4097)", "@lru_cache(maxsize= 4095)", "@lru_cache()", ""),
            "How many answers are remembered, all of them of a pure function: only quicker or slower.",
        )
        for within in ("_canonical", "_within")
    ),
    _Survivors(
        "facts/rows.py",
        "",
        "_PARSED_AT_ONCE: Final = 500",
        ("_PARSED_AT_ONCE: Final = 501", "_PARSED_AT_ONCE: Final = 499"),
        "How many rows are read at once; all of them are, whatever the portion.",
    ),
    _Survivors(
        "facts/rows.py",
        "Items.decode",
        "new = [(row, key) for row, key in keyed if key not in self._decoded]",
        ("new = [(row, key) for row, key in keyed if True]",),
        "What has been decoded is decoded again, and the first one kept: only slower.",
    ),
    _Survivors(
        "facts/rows.py",
        "Items.decode",
        "wanted = [child for row, _ in new for child in nested.get(row.seq, ()) if (child.seq,) not in self._decoded]",
        ("wanted = [child for row, _ in new for child in nested.get(row.seq, ()) if True]",),
        "The same for what is nested.",
    ),
    _Survivors(
        "facts/store/select.py",
        "",
        "_AT_ONCE: Final = 1000",
        ("_AT_ONCE: Final = 1001", "_AT_ONCE: Final = 999"),
        "How many rows are fetched at once; all of them are, whatever the portion.",
    ),
    _Survivors(
        "facts/store/select.py",
        "select_items",
        'async with connection.stream(query, execution_options={"yield_per": _AT_ONCE}) as result:',
        ("async with connection.stream(query) as result:",),
        "The same rows, fetched in portions of another size.",
    ),
    _Survivors(
        "facts/store/load.py",
        "",
        "_AT_ONCE: Final = 2000",
        ("_AT_ONCE: Final = 2001", "_AT_ONCE: Final = 1999"),
        "How many rows are written at once; all of them are, in one transaction.",
    ),
    _Survivors(
        "facts/store/load.py",
        "load_pack",
        "if (await digests(engine)).get(pack.show.id) == digest:",
        ("if False:",),
        "Asked again within the transaction: a start with nothing new would only wait for a lock.",
    ),
    _Survivors(
        "facts/store/load.py",
        "load_pack",
        "await tell(connection, [PACKS])",
        ("pass",),
        "PostgreSQL only, where test_load_pack_tells_every_process_on_postgresql_once_it_is_stored fails.",
    ),
    _Survivors(
        "facts/store/engine.py",
        "",
        '_LOCK: Final = 0x41_69_72_6C # "Airl": PostgreSQL\'s advisory locks are numbers',
        (
            '_LOCK: Final = 1097429613 # "Airl": PostgreSQL\'s advisory locks are numbers',
            '_LOCK: Final = 1097429611 # "Airl": PostgreSQL\'s advisory locks are numbers',
        ),
        "PostgreSQL only, and any number will do that all processes share.",
    ),
    _Survivors(
        "facts/store/engine.py",
        "exclusive",
        'if engine.dialect.name == "postgresql":',
        ("if False:",),
        _ONE_BY_ONE,
    ),
    _Survivors(
        "facts/store/engine.py",
        "exclusive",
        'await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))',
        ("pass",),
        _ONE_BY_ONE,
    ),
    _Survivors(
        "facts/store/engine.py",
        "exclusive",
        "await connection.execute(text(\"SET LOCAL idle_in_transaction_session_timeout = '5min'\"))",
        ("pass",),
        _SILENT,
    ),
    _Survivors(
        "facts/store/engine.py", "", "ABANDONED: Final = 5", ("ABANDONED: Final = 6", "ABANDONED: Final = 4"), _SILENT
    ),
    _Survivors(
        "facts/store/engine.py",
        "open_engine",
        'event.listen(engine.sync_engine, "connect", _prepare_postgresql)',
        ("pass",),
        _SILENT,
    ),
    _Survivors(
        "facts/store/engine.py",
        "_prepare_postgresql",
        "connection.cursor().execute(f\"SET idle_in_transaction_session_timeout = '{ABANDONED}s'\")",
        ("pass",),
        _SILENT,
    ),
    _Survivors("facts/store/engine.py", "_prepare_postgresql", "connection.commit()", ("pass",), _SILENT),
    _Survivors(
        "facts/store/engine.py",
        "",
        "ANSWERED: Final = 5.0",
        ("ANSWERED: Final = 6.0", "ANSWERED: Final = 4.0"),
        "For how long a server is waited for that says nothing.",
    ),
    _Survivors(
        "facts/store/engine.py",
        "open_engine",
        'patience = {"timeout": ANSWERED} if address.get_backend_name() == "postgresql" else {}',
        ('patience = {"timeout": ANSWERED} if True else {}',),
        "How long SQLite waits at first; the pragmas of each connection say how long from then on.",
    ),
    _Survivors(
        "facts/store/engine.py",
        "_set_pragmas",
        "await connection.close() # SQLAlchemy leaves it as it is",
        ("pass # SQLAlchemy leaves it as it is",),
        "A connection that could not be made stays open until it is collected; nothing is read by it.",
    ),
    _Survivors(
        "facts/store/engine.py",
        "_patiently",
        "deadline = loop.time() + BUSY_MS / 1000",
        ("deadline = loop.time() + BUSY_MS / 1001", "deadline = loop.time() + BUSY_MS / 999"),
        "For how long a locked file is waited for, by a thousandth.",
    ),
    _Survivors(
        "facts/store/engine.py",
        "_patiently",
        "if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or loop.time() > deadline:",
        ("if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or loop.time() >= deadline:",),
        "The same, by an instant.",
    ),
    _Survivors(
        "facts/store/engine.py",
        "_shown",
        "return url.render_as_string(hide_password=True)",
        ("return url.render_as_string()",),
        "What it does unless told otherwise.",
    ),
    _Survivors(
        "facts/store/engine.py",
        "",
        "_CHUNK: Final = 64",
        ("_CHUNK: Final = 65", "_CHUNK: Final = 63"),
        "Rows that are read at once where nothing reads rows in that way.",
    ),
    _Survivors(
        "facts/store/views.py",
        "_Served",
        "@dataclass(frozen=True, slots=True, eq=False)",
        ("@dataclass(frozen=False, slots=True, eq=False)", "@dataclass( slots=True, eq=False)"),
        "Nothing assigns to it, which mypy sees; it never leaves the module.",
    ),
    _Survivors(
        "facts/store/views.py",
        "_Served",
        "@dataclass(frozen=True, slots=True, eq=False)",
        ("@dataclass(frozen=True, slots=True, eq=True)", "@dataclass(frozen=True, slots=True)"),
        "Packs that are served differ by their show or version, whatever else is compared: only slower.",
    ),
    _Survivors(
        "facts/store/views.py",
        "Views._key",
        "if (served, position) in self._views:",
        ("if False:",),
        "A position that is remembered is canonical, and so is what is worked out of it: only slower.",
    ),
    _Survivors(
        "facts/store/views.py",
        "Views.__init__",
        "self._expired = self._refreshed = 0",
        ("self._expired = self._refreshed = 1", "self._expired = self._refreshed = -1"),
        "Where counting begins: the two are only compared with one another.",
    ),
    _Survivors(
        "facts/store/views.py",
        "Views.__init__",
        "self._begun = self._applied = 0",
        ("self._begun = self._applied = 1", "self._begun = self._applied = -1"),
        "Where counting begins: the numbers are only compared with one another.",
    ),
    _Survivors(
        "facts/store/views.py",
        "Views.refresh",
        "if begun < self._applied:",
        ("if begun <= self._applied:",),
        "No two looks for packs have the same number.",
    ),
    _Survivors(
        "facts/store/views.py",
        "Views.refresh",
        "self._begun += 1",
        ("self._begun += 2",),
        "Counted by twos, a later number is still larger.",
    ),
    _Survivors(
        "facts/store/views.py",
        "Views.expire",
        "self._expired += 1",
        ("self._expired += 2",),
        "Counted by twos, every pack that may have been loaded still counts.",
    ),
    _Survivors(
        "facts/store/views.py",
        "Views.__init__",
        "limit: int = 64,",
        ("limit: int = 65,", "limit: int = 63,"),
        "How many views are kept; one that is not is built again.",
    ),
    _Survivors(
        "facts/view/view.py",
        "View.warm",
        "if isinstance(index, cached_property):",
        ("if True:",),
        "Methods and constants are looked at too, which does nothing.",
    ),
    _Survivors(
        "facts/view/timeline.py",
        "in_story_order",
        "latest: _Moment = 0",
        ("latest: _Moment = 1", "latest: _Moment = -1"),
        "Before any year is before it by one more or less: years are ten thousand apart.",
    ),
    _Survivors(
        "facts/view/relations.py",
        "named",
        "if len(fact.about) == 1 and not refers and fact.speaker is None:",
        ("if len(fact.about) == 0 and not refers and fact.speaker is None:", "if False:"),
        "A shortcut for most facts: what follows gives the same.",
    ),
    _Survivors(
        "bot/trivia/judge.py",
        "judge",
        "around = [(name, _alike(known, whose, right)) for name, whose in known.near(spelt)] if right else []",
        ("around = [(name, _alike(known, whose, right)) for name, whose in known.near(spelt)] if True else []",),
        "Where the answer is no entry nothing is of its kind, so nothing is around: only slower.",
    ),
    _Survivors(
        "bot/trivia/numerals.py",
        "_small",
        "return 0, 0, False",
        ("return 0, 1, False", "return 0, -1, False"),
        "No word is a number, so nobody asks for its value.",
    ),
    _Survivors(
        "bot/trivia/spelling.py",
        "_slip",
        'words = zip(typed.split(" "), answer.split(" "), strict=True)',
        (
            'words = zip(typed.split(" "), answer.split(" "), strict=False)',
            'words = zip(typed.split(" "), answer.split(" "))',
        ),
        "Both have as many words: their spaces were counted.",
    ),
    _Survivors(
        "bot/trivia/spelling.py",
        "_distance",
        "return OSA.distance(one, other, score_cutoff=1)",
        ("return OSA.distance(one, other, score_cutoff= 2)", "return OSA.distance(one, other)"),
        "More than one is more than one: only slower.",
    ),
)

EXPLAINED: Final[dict[Change, str]] = dict(pair for survivors in _SURVIVORS for pair in survivors.changes())
