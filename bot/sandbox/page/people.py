"""Names and faces: how mentions are read and which colour somebody's picture has."""

from __future__ import annotations

from html import escape
from typing import Final

from bot.sandbox.page.markdown import Names
from bot.sandbox.world import Channel, Guild, User, World

_COLOURS: Final = ("#c2410c", "#2563eb", "#15803d", "#a21caf", "#0e7490", "#b45309", "#be123c", "#4d7c0f")
_BOT: Final = (
    '<svg viewBox="0 0 40 40" aria-hidden="true"><circle cx="20" cy="20" r="20" fill="#e0763a"/>'
    '<circle cx="20" cy="20" r="11.5" fill="none" stroke="#fff" stroke-width="3"/>'
    '<path d="M20 8.5v23M8.5 20h23" stroke="#fff" stroke-width="2.4"/><circle cx="20" cy="20" r="4" fill="#fff"/></svg>'
)
"""The hatch of an airlock."""


def names(world: World, guild: Guild | None) -> Names:
    """Return how mentions are read in a place."""

    def of(sign: str, key: int) -> str | None:
        if sign == "#":
            return world.channels[key].name if key in world.channels else None
        if sign == "@&":
            return guild.roles[key].name.removeprefix("@") if guild is not None and key in guild.roles else None
        return world.users[key].display_name if key in world.users else None

    return Names(of)


def face(user: User) -> str:
    """Return somebody's picture, which says nothing that their name beside it does not."""
    if user.bot:
        return f'<span class="face">{_BOT}</span>'
    colour = colour_of(user)
    return f'<span class="face" style="background:{colour}" aria-hidden="true">{escape(user.display_name[:1])}</span>'


def colour_of(user: User) -> str:
    """Return the colour that somebody's picture and name have."""
    return _COLOURS[ord(user.name[0]) % len(_COLOURS)]


def place_name(channel: Channel, user: User) -> str:
    """Return what a channel is called for somebody: direct messages by who is on the other side."""
    if channel.is_private:
        return "@" + ", ".join(person.display_name for person in channel.recipients if person is not user)
    return f"#{channel.name}"
