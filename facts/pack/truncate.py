"""A pack as somebody at a position knows it, itself a valid pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from facts.errors import UnknownPositionError
from facts.pack.read import read, usable
from facts.position import Position
from facts.seasons import Seasons

_CITING: Final = ("facts", "questions")


def truncate(folder: Path, position: Position) -> dict[str, str]:
    """Write the pack in ``folder`` without what is revealed after ``position``: the new files' text by their name.

    Files of which nothing is left are left out. Raises ``PackErrors`` where the pack cannot be read,
    ``UnknownPositionError`` where the show does not get as far as ``position``.
    """
    reading = read(folder)
    show = usable(reading).show
    seasons = Seasons(show.episodes)
    if not seasons.has(position):
        raise UnknownPositionError(show.id, position)
    here = seasons.canonical(position)
    documents = {name: _visible(root.plain, here, seasons) for name, root in reading.files.items()}
    _drop_uncited(documents)
    return {name: _write(document) for name, document in documents.items() if document}


def _visible(plain: Any, here: Position, seasons: Seasons) -> Any:
    """Copy without the mappings of lists that are revealed later; empty lists go too: one that is left would tell."""
    if isinstance(plain, dict):
        copied = ((key, _visible(value, here, seasons)) for key, value in plain.items())
        return {key: kept for key, kept in copied if kept != []}
    if isinstance(plain, list):
        return [_visible(part, here, seasons) for part in plain if not _hidden(part, here, seasons)]
    return plain


def _hidden(plain: Any, here: Position, seasons: Seasons) -> bool:
    if not isinstance(plain, dict) or "since" not in plain:
        return False
    return seasons.canonical(Position.parse(plain["since"])) > here


def _drop_uncited(documents: dict[str, Any]) -> None:
    cited = {
        source.strip()
        for document in documents.values()
        for key in _CITING
        for item in document.get(key, ())
        for source in item["sources"]
    }
    for document in documents.values():
        if "sources" in document:
            document["sources"] = [source for source in document["sources"] if source["id"].strip() in cited]
            if not document["sources"]:
                del document["sources"]


def _write(document: Any) -> str:
    text = yaml.dump(
        document,
        Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=120,
    )
    return str(text)
