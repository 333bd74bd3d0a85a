"""Validates what a bot sends against Discord's own OpenAPI description of its API.

Discord publishes it as ``specs/openapi.json`` in github.com/discord/discord-api-spec. It is read from where
``DISCORD_OPENAPI`` points, or from ``../shared/data/discord/openapi.json`` beside the project; without it, nothing is
validated and ``missing`` says so.
"""

from __future__ import annotations

import copy
import json
import os
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema_rs

from bot.sandbox.transcript import Sent

ROOT: Final = Path(__file__).resolve().parents[2]


class InvalidBodyError(AssertionError):
    """A body that the description does not allow."""


def path() -> Path:
    """Return where the description is, or should be."""
    configured = os.environ.get("DISCORD_OPENAPI")
    return Path(configured) if configured else ROOT.parent / "shared" / "data" / "discord" / "openapi.json"


def missing() -> str | None:
    """Return why nothing can be validated, or None if everything can."""
    if path().is_file():
        return None
    return (
        f"Discord's OpenAPI description is not at {path()}; Discord publishes it in"
        " github.com/discord/discord-api-spec (specs/openapi.json), and DISCORD_OPENAPI can point to it"
    )


def validate(sent: Sent) -> None:
    """Raise ``InvalidBodyError`` if the body of a request is not as the description says."""
    validator = _validators(path()).body(sent.method, sent.route)
    if validator is None:
        if sent.body is not None:
            raise InvalidBodyError(f"{sent.method} {sent.route} takes no body but got {_short(sent.body)}")
        return
    error = next(validator.iter_errors(sent.body), None)
    if error is not None:
        raise InvalidBodyError(f"{sent.method} {sent.route}: {_explain(error)}")


def validate_answer(sent: Sent, body: Any) -> None:
    """Raise ``InvalidBodyError`` if what the stand-in answered is not as the description says."""
    validator = _validators(path()).answer(sent.method, sent.route, sent.status)
    if validator is None:
        if body is not None:
            raise InvalidBodyError(f"{sent.method} {sent.route} answers nothing with {sent.status}: {_short(body)}")
        return
    error = next(validator.iter_errors(body), None)
    if error is not None:
        raise InvalidBodyError(f"the answer to {sent.method} {sent.route}: {_explain(error)}")


class _Validators:
    """Validators of bodies and answers by operation, made when they are first needed."""

    def __init__(self, description: dict[str, Any]) -> None:
        self._paths = description["paths"]
        self._plain = description["components"]
        self._strict = {"schemas": _strict(description["components"]["schemas"])}
        self._made: dict[tuple[str | int, ...], jsonschema_rs.Validator | None] = {}

    def body(self, method: str, route: str) -> jsonschema_rs.Validator | None:
        """Return the validator of a request's body, None where it has none."""
        key = (method, route)
        if key not in self._made:
            body = self._operation(method, route).get("requestBody")
            schema = body and _close(copy.deepcopy(body["content"]["application/json"]["schema"]))
            self._made[key] = schema and jsonschema_rs.Draft202012Validator({**schema, "components": self._strict})
        return self._made[key]

    def answer(self, method: str, route: str, status: int) -> jsonschema_rs.Validator | None:
        """Return the validator of an answer's body, None where it has none."""
        key = (method, route, status)
        if key not in self._made:
            answers = self._operation(method, route)["responses"]
            if str(status) not in answers:
                raise InvalidBodyError(f"{method} {route} never answers with {status}")
            content = answers[str(status)].get("content")
            schema = content and content["application/json"]["schema"]
            self._made[key] = schema and jsonschema_rs.Draft202012Validator({**schema, "components": self._plain})
        return self._made[key]

    def _operation(self, method: str, route: str) -> dict[str, Any]:
        operation: dict[str, Any] | None = self._paths.get(route, {}).get(method.lower())
        if operation is None:
            raise InvalidBodyError(f"Discord describes no {method} {route}")
        return operation


@cache
def _validators(where: Path) -> _Validators:
    return _Validators(json.loads(where.read_text(encoding="utf-8")))


def _strict(schemas: dict[str, Any]) -> dict[str, Any]:
    """Forbid keys that are not described, and allow ids as integers.

    discord.py sends three keys that Discord takes though it does not describe them there: ``nsfw`` of commands,
    ``flags`` of embeds and ``tts`` of changes to messages. It sends permissions of roles as text, as Discord itself
    does.
    """
    strict = {name: _close(copy.deepcopy(schema)) for name, schema in schemas.items()}
    strict["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], {"type": "integer", "minimum": 0}]}
    for name, schema in strict.items():
        properties = schema.get("properties", {})
        if name.startswith("ApplicationCommand") and name.endswith(("Request", "Partial")):
            properties.setdefault("nsfw", {"type": ["boolean", "null"]})
        elif name == "RichEmbed":
            properties.setdefault("flags", {"type": "integer"})
        elif "content" in properties and "embeds" in properties:
            properties.setdefault("tts", {"type": ["boolean", "null"]})
        if name in ("CreateRoleRequest", "UpdateRoleRequestPartial"):
            properties["permissions"] = {"type": ["integer", "string", "null"], "pattern": "^[0-9]+$"}
    return strict


def _close(schema: Any) -> Any:
    if isinstance(schema, list):
        for item in schema:
            _close(item)
    elif isinstance(schema, dict):
        if "properties" in schema and schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
        for value in schema.values():
            _close(value)
    return schema


def _explain(error: jsonschema_rs.ValidationError) -> str:
    """Name the place that is wrong; where alternatives failed, within the one whose ``type`` fits."""
    meant = _meant(error)
    where = ".".join(map(str, meant.instance_path)) or "the body"
    return f"{where}: {meant.message[:300]}"


def _meant(error: jsonschema_rs.ValidationError) -> jsonschema_rs.ValidationError:
    branches = getattr(error.kind, "context", None)
    if not branches:
        return error
    type_path = [*error.instance_path, "type"]
    fitting = [branch for branch in branches if all(list(inner.instance_path) != type_path for inner in branch)]
    found = [_meant(inner) for branch in fitting or branches for inner in branch]
    return max(found, key=lambda inner: len(inner.instance_path))


def _short(body: Any) -> str:
    return json.dumps(body)[:200]
