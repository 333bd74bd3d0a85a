"""Cards as Discord's messages: embeds, buttons and menus within Discord's limits."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import discord

from bot.render.card import FIELD, TEXT, TITLE, WHOLE, Button, Card, Menu, RoleMenu
from bot.render.text import clip

_STYLES: Final = {
    "primary": discord.ButtonStyle.primary,
    "secondary": discord.ButtonStyle.secondary,
    "success": discord.ButtonStyle.success,
    "danger": discord.ButtonStyle.danger,
}
_ROWS: Final = 5


def embed_of(card: Card) -> discord.Embed:
    """The card's embed, cut to Discord's limits, of which the one on the whole is met by leaving out last fields."""
    embed = discord.Embed(
        title=clip(card.title, TITLE), description=clip(card.text, TEXT) or None, colour=int(card.colour)
    )
    if card.footer:
        embed.set_footer(text=card.footer)
    room = WHOLE - len(embed)
    for field in card.fields:
        name, value = clip(field.name, TITLE), clip(field.value, FIELD)
        room -= len(name) + len(value)
        if room < 0:
            break
        embed.add_field(name=name, value=value, inline=field.inline)
    return embed


def components_of(card: Card) -> discord.ui.View | None:
    """The card's rows. The view is finished from the start: presses are routed by ``custom_id``, none is waited for."""
    if not card.rows:
        return None
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(card.rows[:_ROWS]):
        if isinstance(row, Menu):
            view.add_item(_select(row, number))
        elif isinstance(row, RoleMenu):
            view.add_item(_role_select(row, number))
        else:
            for button in row:
                view.add_item(_button(button, number))
    view.stop()
    return view


def message_of(card: Card) -> dict[str, Any]:
    """The keyword arguments with which discord.py sends the card; nobody is ever pinged by it."""
    embed, components = _parts(card)
    message: dict[str, Any] = {"embed": embed, "allowed_mentions": discord.AllowedMentions.none()}
    if components is not None:
        message["view"] = components
    if card.note:
        message["content"] = card.note
    return message


def edit_of(card: Card) -> dict[str, Any]:
    """The same for editing a message, where what is left out would stay."""
    return {"content": None, "view": None, **message_of(card)}


@lru_cache(maxsize=512)
def _parts(card: Card) -> tuple[discord.Embed, discord.ui.View | None]:
    # Building these costs as much as discord.py's own work; sending changes neither, so equal cards share them.
    return embed_of(card), components_of(card)


def _button(button: Button, row: int) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(
        label=button.label,
        custom_id=button.custom_id,
        style=_STYLES[button.style],
        disabled=button.disabled,
        row=row,
    )


def _select(menu: Menu, row: int) -> discord.ui.Select[discord.ui.View]:
    return discord.ui.Select(
        custom_id=menu.custom_id,
        placeholder=menu.placeholder,
        row=row,
        options=[
            discord.SelectOption(
                label=option.label, value=option.value, description=option.description, default=option.chosen
            )
            for option in menu.options
        ],
    )


def _role_select(menu: RoleMenu, row: int) -> discord.ui.RoleSelect[discord.ui.View]:
    role = discord.SelectDefaultValueType.role
    chosen = [] if menu.chosen is None else [discord.SelectDefaultValue(id=menu.chosen, type=role)]
    return discord.ui.RoleSelect(
        custom_id=menu.custom_id,
        placeholder=menu.placeholder,
        row=row,
        min_values=0,
        max_values=1,
        default_values=chosen,
    )
