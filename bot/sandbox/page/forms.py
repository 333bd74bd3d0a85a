"""Forms (modals) as HTML, and what their fields hold when they are sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from bot.sandbox.limits.components import SELECTS, ComponentType
from bot.sandbox.page import markdown
from bot.sandbox.page.components import Context, menu_html

_PARAGRAPH = 2


def form_html(modal: Mapping[str, Any], context: Context, error: str = "") -> str:
    """Return a form with its fields; each has its ``custom_id`` as name."""
    fields = "".join(_row(row, number, context) for number, row in enumerate(modal["components"]))
    failed = f'<p class="failed" role="alert">{escape(error)}</p>' if error else ""
    return (
        f'<form method="dialog"><h2>{escape(modal["title"])}</h2>{fields}{failed}'
        '<div class="form-end"><button type="button" class="button plain" data-close>Cancel</button>'
        '<button type="submit" class="button primary">Submit</button></div></form>'
    )


def submitted(modal: Mapping[str, Any], sent: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the values of a form's fields as their kinds want them, from what the browser sends."""
    values: dict[str, Any] = {}
    for field in fields_of(modal):
        given = [value for value in sent.get(field["custom_id"], []) if value]
        kind = field["type"]
        if kind == ComponentType.TEXT_INPUT:
            values[field["custom_id"]] = "".join(sent.get(field["custom_id"], [])[:1]).replace("\r\n", "\n")
        elif kind == ComponentType.CHECKBOX:
            values[field["custom_id"]] = bool(given)
        elif kind == ComponentType.RADIO_GROUP:
            values[field["custom_id"]] = given[0] if given else None
        else:
            values[field["custom_id"]] = given
    return values


def fields_of(modal: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the fields of a form, without their labels."""
    for row in modal["components"]:
        if row["type"] == ComponentType.LABEL:
            yield row["component"]
        elif row["type"] == ComponentType.ROW:
            yield row["components"][0]


def _row(row: Mapping[str, Any], number: int, context: Context) -> str:
    if row["type"] == ComponentType.TEXT_DISPLAY:
        return f'<div class="prose">{markdown.to_html(row["content"], context.names)}</div>'
    labelled = row["type"] == ComponentType.LABEL
    field = row["component"] if labelled else row["components"][0]
    label = escape((row if labelled else field).get("label") or field["custom_id"])
    about = escape(row.get("description") or "") if labelled else ""
    star = '<span class="needed" aria-hidden="true"> *</span>' if field.get("required", True) else ""
    hint = f"<small>{about}</small>" if about else ""
    if field["type"] in (ComponentType.RADIO_GROUP, ComponentType.CHECKBOX_GROUP):
        return f'<fieldset class="field-row"><legend>{label}{star}</legend>{hint}{_choices(field)}</fieldset>'
    inside = f"<span>{label}{star}</span>{hint}{_field(field, number, context)}"
    return f'<label class="field-row" for="field-{number}">{inside}</label>'


def _field(field: Mapping[str, Any], number: int, context: Context) -> str:
    kind, name = field["type"], escape(field["custom_id"])
    if kind in SELECTS:
        required = {"min_values": 1 if field.get("required", True) else 0} | dict(field)
        return menu_html(required, context, in_form=True).replace("<select ", f'<select id="field-{number}" ', 1)
    if kind == ComponentType.CHECKBOX:
        return f'<input type="checkbox" id="field-{number}" name="{name}" value="true">'
    limits = "".join(
        f' {attribute}="{int(field[key])}"'
        for attribute, key in (("minlength", "min_length"), ("maxlength", "max_length"))
        if field.get(key) is not None
    )
    needed = " required" if field.get("required", True) else ""
    shared = f'id="field-{number}" name="{name}" placeholder="{escape(field.get("placeholder") or "")}"{limits}{needed}'
    value = escape(str(field.get("value") or ""))
    if field.get("style") == _PARAGRAPH:
        return f'<textarea rows="4" {shared}>{value}</textarea>'
    return f'<input type="text" autocomplete="off" {shared} value="{value}">'


def _choices(field: Mapping[str, Any]) -> str:
    kind = "radio" if field["type"] == ComponentType.RADIO_GROUP else "checkbox"
    name = escape(field["custom_id"])
    return "".join(
        f'<label class="choice"><input type="{kind}" name="{name}" value="{escape(str(option["value"]))}"'
        f"{' checked' if option.get('default') else ''}> {escape(option['label'])}</label>"
        for option in field["options"]
    )
