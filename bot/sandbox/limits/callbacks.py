"""Limits on first answers to interactions: which kinds are allowed, choices and forms."""

from __future__ import annotations

from typing import Any, Final

from bot.sandbox.limits.components import SELECTS, ComponentType, check_select, check_unique
from bot.sandbox.limits.form import REQUIRED, Form, mapping
from bot.sandbox.world.interactions import CallbackType, Interaction, InteractionType

CHOICES: Final = 25
_LARGEST_WHOLE: Final = 2**53

_ALLOWED: Final = {
    InteractionType.COMMAND: (4, 5, 9),
    InteractionType.AUTOCOMPLETE: (8,),
    InteractionType.COMPONENT: (4, 5, 6, 7, 9),
    InteractionType.MODAL: (4, 5),
}


def check_type(form: Form, kind: Any, interaction: Interaction) -> CallbackType:
    """Return the kind of answer; raise if this interaction cannot be answered so."""
    allowed = _ALLOWED[interaction.type]
    if interaction.type is InteractionType.MODAL and interaction.message is not None:
        allowed = (4, 5, 6, 7)
    if kind is None:
        form.at("type").add(*REQUIRED)
    else:
        form.at("type").choice(kind, allowed)
    form.raise_errors()
    return CallbackType(kind)


def check_choices(form: Form, choices: Any, option_type: int) -> None:
    """Report what is wrong with suggestions for an option of that type."""
    for index, choice in enumerate(form.count(choices, 0, CHOICES)):
        here = form.at(index)
        choice = mapping(here, choice)
        here.at("name").required_text(choice.get("name"), 1, 100)
        value = choice.get("value")
        if option_type == 3:
            here.at("value").required_text(value, 1, 100)
        elif option_type == 4:
            here.at("value").whole(value, -_LARGEST_WHOLE, _LARGEST_WHOLE)
        elif not isinstance(value, int | float):
            here.at("value").add("NUMBER_TYPE_COERCE", f'Value "{value}" is not float.')


def check_modal(form: Form, modal: Any) -> None:
    """Report what is wrong with a form."""
    modal = mapping(form, modal)
    form.at("custom_id").required_text(modal.get("custom_id"), 1, 100)
    form.at("title").required_text(modal.get("title"), 1, 45)
    here = form.at("components")
    rows = here.count(modal.get("components") or [], 1, 5)
    for index, row in enumerate(rows):
        _check_row(here.at(index), mapping(here.at(index), row))
    check_unique(here, rows)


def _check_row(form: Form, row: dict[str, Any]) -> None:
    if not form.at("type").choice(
        row.get("type"), (ComponentType.ROW, ComponentType.TEXT_DISPLAY, ComponentType.LABEL)
    ):
        return
    if row["type"] == ComponentType.TEXT_DISPLAY:
        form.at("content").required_text(row.get("content"), 1, 4000)
    elif row["type"] == ComponentType.LABEL:
        form.at("label").required_text(row.get("label"), 1, 45)
        form.at("description").text(row.get("description"), 0, 100)
        _check_input(form.at("component"), row.get("component"), labelled=True)
    else:
        for index, child in enumerate(form.at("components").count(row.get("components") or [], 1, 1)):
            _check_input(form.at("components", index), child, labelled=False)


def _check_input(form: Form, component: Any, *, labelled: bool) -> None:
    component = mapping(form, component)
    kinds: tuple[int, ...] = (ComponentType.TEXT_INPUT,)
    if labelled:
        kinds = (*kinds, *SELECTS, 19, 21, 22, 23)
    if not form.at("type").choice(component.get("type"), kinds):
        return
    if component["type"] in SELECTS:
        check_select(form, component)
        return
    form.at("custom_id").required_text(component.get("custom_id"), 1, 100)
    if component["type"] != ComponentType.TEXT_INPUT:
        return
    if not labelled:
        form.at("label").required_text(component.get("label"), 1, 45)
    form.at("style").choice(component.get("style"), (1, 2))
    form.at("placeholder").text(component.get("placeholder"), 0, 100)
    form.at("min_length").whole(component.get("min_length"), 0, 4000)
    form.at("max_length").whole(component.get("max_length"), 1, 4000)
    longest = component.get("max_length")
    form.at("value").text(component.get("value"), 0, longest if isinstance(longest, int) and longest else 4000)
