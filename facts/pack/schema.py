"""The JSON Schema of a pack's files, made from the model, for editors that check and complete while one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from facts.model import VALUELESS, Pack
from facts.pack.references import ID

COMMITTED: Final = Path(__file__).parent / "schema.json"
"""Where the schema is published."""


def schema() -> dict[str, Any]:
    """Describe one file of a pack; files divide a pack, so no key is required."""
    made = _tidy(TypeAdapter(Pack).json_schema())
    del made["required"]
    made["$defs"]["Fact"] |= {
        "if": {"properties": {"kind": {"enum": sorted(VALUELESS)}}},
        "else": {"required": ["value"]},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "A file of an Airlock pack, format version 1",
    }


def written() -> str:
    """Write the schema as it is committed."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _tidy(made: Any) -> Any:
    """Leave out what pydantic adds of itself, titles and empty defaults, and say how ids look."""
    if isinstance(made, list):
        return [_tidy(part) for part in made]
    if not isinstance(made, dict):
        return made
    tidy = {
        key: {name: _tidy(part) for name, part in value.items()} if key in ("properties", "$defs") else _tidy(value)
        for key, value in made.items()
        if not (key == "title" and isinstance(value, str)) and not (key == "default" and value in ([], None))
    }
    for name, part in tidy.get("properties", {}).items():
        if name == "id":
            part["pattern"] = f"^{ID.pattern}$"
    return tidy
