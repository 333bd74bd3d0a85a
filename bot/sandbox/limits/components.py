"""Limits on buttons, menus and the newer layout components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any, Final

from bot.sandbox.limits.form import REQUIRED, Form, mapping, optional_mapping
from bot.sandbox.world.messages import MessageFlags


class ComponentType(IntEnum):
    """Kinds of components, with Discord's numbers."""

    ROW = 1
    BUTTON = 2
    SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS: Final = (
    ComponentType.SELECT,
    ComponentType.USER_SELECT,
    ComponentType.ROLE_SELECT,
    ComponentType.MENTIONABLE_SELECT,
    ComponentType.CHANNEL_SELECT,
)
ROWS: Final = 5
BUTTONS_IN_ROW: Final = 5
OPTIONS: Final = 25
V2_COMPONENTS: Final = 40
V2_TEXT: Final = 4000

_LINK_STYLE: Final = 5
_PREMIUM_STYLE: Final = 6
_V2_TOP: Final = (1, 9, 10, 12, 13, 14, 17)
_IN_CONTAINER: Final = (1, 9, 10, 12, 13, 14)


def is_v2(flags: int) -> bool:
    """Whether a message is made of layout components alone."""
    return bool(flags & MessageFlags.COMPONENTS_V2)


def walk(components: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield all components, those inside others included."""
    for component in components:
        yield component
        inside = component.get("components")
        inside = [*inside] if isinstance(inside, list) else []
        inside += [component.get("accessory"), component.get("component")]
        yield from walk([child for child in inside if isinstance(child, dict)])


def check_components(form: Form, components: Any, *, v2: bool) -> None:
    """Report what is wrong with the components of a message."""
    if components is None:
        return
    top = [mapping(form.at(n), c) for n, c in enumerate(form.count(components, 0, V2_COMPONENTS if v2 else ROWS))]
    for index, component in enumerate(top):
        here = form.at(index)
        if here.at("type").choice(component.get("type"), _V2_TOP if v2 else (ComponentType.ROW,)):
            _check(here, component)
    found = list(walk(top))
    check_unique(form, top)
    if v2:
        if len(found) > V2_COMPONENTS:
            form.add(
                "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
                f"The total number of components cannot exceed {V2_COMPONENTS}.",
            )
        texts = [str(c.get("content") or "") for c in found if c.get("type") == ComponentType.TEXT_DISPLAY]
        if sum(map(len, texts)) > V2_TEXT:
            form.add(
                "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
                f"Total displayable text size exceeds maximum size of {V2_TEXT}",
            )


def check_select(form: Form, select: dict[str, Any]) -> None:
    """Report what is wrong with a menu."""
    form.at("custom_id").required_text(select.get("custom_id"), 1, 100)
    form.at("placeholder").text(select.get("placeholder"), 0, 150)
    low, high = select.get("min_values"), select.get("max_values")
    form.at("min_values").whole(low, 0, OPTIONS)
    form.at("max_values").whole(high, 1, OPTIONS)
    if select["type"] != ComponentType.SELECT:
        defaults = form.at("default_values").count(select.get("default_values") or [], 0, OPTIONS)
        if len(defaults) > (high if isinstance(high, int) else 1):
            form.at("default_values").add(
                "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "The number of default values exceeds max_values"
            )
        return
    options = form.at("options").count(select.get("options") or [], 1, OPTIONS)
    if isinstance(high, int) and high > len(options):
        form.at("max_values").add("NUMBER_TYPE_MAX", f"int value should be less than or equal to {len(options)}.")
    values = set()
    for index, option in enumerate(options):
        here = form.at("options", index)
        option = mapping(here, option)
        here.at("label").required_text(option.get("label"), 1, 100)
        here.at("value").required_text(option.get("value"), 1, 100)
        here.at("description").text(option.get("description"), 0, 100)
        value = str(option.get("value"))
        if value in values:
            here.at("value").add(
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used"
            )
        values.add(value)
    chosen = sum(bool(option.get("default")) for option in options if isinstance(option, dict))
    if chosen > (high if isinstance(high, int) else 1):
        form.at("options").add(
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "The number of default options exceeds max_values"
        )


def _check(form: Form, component: dict[str, Any]) -> None:
    kind = component.get("type")
    if kind == ComponentType.ROW:
        _check_row(form, component)
    elif kind == ComponentType.SECTION:
        _check_section(form, component)
    elif kind == ComponentType.TEXT_DISPLAY:
        form.at("content").required_text(component.get("content"), 1, V2_TEXT)
    elif kind == ComponentType.MEDIA_GALLERY:
        form.at("items").count(component.get("items") or [], 1, 10)
    elif kind == ComponentType.FILE and not component.get("file"):
        form.at("file").add(*REQUIRED)
    elif kind == ComponentType.CONTAINER:
        for index, child in enumerate(form.at("components").count(component.get("components") or [], 1, 40)):
            here = form.at("components", index)
            child = mapping(here, child)
            if here.at("type").choice(child.get("type"), _IN_CONTAINER):
                _check(here, child)


def _check_row(form: Form, row: dict[str, Any]) -> None:
    children = form.at("components").count(row.get("components") or [], 1, BUTTONS_IN_ROW)
    selects = 0
    for index, child in enumerate(children):
        here = form.at("components", index)
        child = mapping(here, child)
        if not here.at("type").choice(child.get("type"), (ComponentType.BUTTON, *SELECTS)):
            continue
        if child["type"] == ComponentType.BUTTON:
            _check_button(here, child)
        else:
            selects += 1
            check_select(here, child)
    if selects and len(children) > 1:
        form.add("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")


def _check_section(form: Form, section: dict[str, Any]) -> None:
    for index, child in enumerate(form.at("components").count(section.get("components") or [], 1, 3)):
        here = form.at("components", index)
        child = mapping(here, child)
        if here.at("type").choice(child.get("type"), (ComponentType.TEXT_DISPLAY,)):
            _check(here, child)
    here = form.at("accessory")
    accessory = optional_mapping(here, section.get("accessory"))
    if not accessory:
        here.add(*REQUIRED)
    elif here.at("type").choice(accessory.get("type"), (2, 11)) and accessory["type"] == ComponentType.BUTTON:
        _check_button(here, accessory)


def _check_button(form: Form, button: dict[str, Any]) -> None:
    style = button.get("style")
    if not form.at("style").choice(style, (1, 2, 3, 4, 5, 6)):
        return
    form.at("label").text(button.get("label"), 0, 80)
    if style == _PREMIUM_STYLE:
        return
    if not button.get("label") and not button.get("emoji"):
        form.at("label").add("BUTTON_COMPONENT_EMPTY", "A button must have a label or an emoji")
    if style == _LINK_STYLE:
        if button.get("custom_id"):
            form.at("custom_id").add(
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified"
            )
        form.at("url").required_text(button.get("url"), 1, 512)
    elif button.get("url"):
        form.at("url").add("BUTTON_COMPONENT_INVALID_STYLE", "A url can only be specified for link buttons")
    else:
        form.at("custom_id").required_text(button.get("custom_id"), 1, 100)


def check_unique(form: Form, top: list[Any]) -> None:
    """Report every ``custom_id`` that was used before."""
    seen: set[str] = set()

    def visit(here: Form, component: Any) -> None:
        if not isinstance(component, dict):
            return
        custom_id = component.get("custom_id")
        if isinstance(custom_id, str):
            if custom_id in seen:
                here.at("custom_id").add("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
            seen.add(custom_id)
        children = component.get("components")
        for index, child in enumerate(children if isinstance(children, list) else []):
            visit(here.at("components", index), child)
        for key in ("accessory", "component"):
            visit(here.at(key), component.get(key))

    for index, component in enumerate(top):
        visit(form.at(index), component)
