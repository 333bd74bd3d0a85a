"""The store: the database, loading packs into it, and the views built from it."""

from facts.store.engine import exclusive, open_engine, writing
from facts.store.guards import ShowGuards
from facts.store.load import digests, load_pack
from facts.store.migrate import upgrade
from facts.store.views import LoadedShow, Views

__all__ = [
    "LoadedShow",
    "ShowGuards",
    "Views",
    "digests",
    "exclusive",
    "load_pack",
    "open_engine",
    "upgrade",
    "writing",
]
