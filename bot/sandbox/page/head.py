"""The head of a viewer's pane as HTML: who looks, how far they have watched, and where they are."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from bot.sandbox.page.people import colour_of, face, place_name
from bot.sandbox.page.scene import Scene, Viewer
from bot.sandbox.world import Channel
from facts.position import NOTHING, Position
from facts.seasons import Seasons

EXAMPLES: Final = (
    "/cast character name:",
    "/cast list season:1",
    "/facts random",
    "/timeline",
    "/trivia start",
    "/trivia practice",
    "/progress show",
    "/help",
    "/buttons",
)
"""What is offered in an empty channel, of what the bot has."""


def head_html(scene: Scene, viewer: Viewer, seasons: Seasons | None) -> str:
    """Return who looks, with what can be changed about them."""
    user = viewer.user
    mod = " checked" if scene.is_moderator(viewer) else ""
    off = "" if scene.ready else " disabled"
    leave = ""
    if len(scene.viewers) > 1:
        leave = f'<button class="icon" data-do="leave" aria-label="Take {escape(user.display_name)} away">✕</button>'
    return (
        f'<button type="button" class="skip">To the message box of {escape(user.display_name)}</button>'
        f'<div class="pane-who" style="--own:{colour_of(user)}">{face(user)}<h2>{escape(user.display_name)}</h2>'
        f"{_position_menu(viewer, seasons, off) if seasons is not None else ''}"
        f'<label class="switch" title="May manage messages and the server"><input type="checkbox" role="switch" '
        f'data-do="moderator"{mod}><span>Moderator</span></label>{leave}</div>{_roles(scene, viewer)}'
    )


def places_html(scene: Scene, viewer: Viewer) -> str:
    """Return the channels, each with its ceiling."""
    return "".join(_place(scene, viewer, channel) for channel in scene.channels(viewer))


def empty_html(scene: Scene, viewer: Viewer) -> str:
    """Return what stands in a channel in which nothing was said."""
    if not scene.ready:
        return '<div class="empty"><p class="thinking">Airlock is coming<i>…</i></p></div>'
    channel = viewer.actor.where
    name = place_name(channel, viewer.user)
    tries = "".join(
        f'<button type="button" class="try" data-do="try" data-value="{escape(line)}">{escape(line)}</button>'
        for line in EXAMPLES
        if _offered(viewer, line)
    )
    says = _ceiling_words(scene, channel)
    return (
        f'<div class="empty"><h3>{escape(name)}</h3><p>{escape(says)}</p>'
        f'<div class="tries" role="group" aria-label="Try">{tries}</div></div>'
    )


def _ceiling_words(scene: Scene, channel: Channel) -> str:
    if channel.is_private:
        return "A conversation with the bot: nobody else reads it."
    ceiling = scene.ceilings.get(channel.id)
    if ceiling is None:
        return "Type / for everything that the bot can do."
    if ceiling == str(NOTHING):
        return "Newcomers read this: in public the bot gives nothing away here."
    return f"In public the bot speaks of {ceiling} here, and of nothing later."


def _place(scene: Scene, viewer: Viewer, channel: Channel) -> str:
    here = channel is viewer.actor.where
    ceiling = scene.ceilings.get(channel.id, "")
    badge = f'<span class="badge" title="May speak of {ceiling}">{ceiling}</span>' if ceiling else ""
    name = "Airlock" if channel.is_private else channel.name or ""
    sign = "@" if channel.is_private else "└" if channel.is_thread else "#"
    current = ' aria-current="page"' if here else ""
    return (
        f'<button type="button" class="place" data-do="go" data-value="{channel.id}"{current}>'
        f'<i aria-hidden="true">{sign}</i> {escape(name)}{badge}</button>'
    )


def _position_menu(viewer: Viewer, seasons: Seasons, off: str) -> str:
    groups: list[str] = []
    unknown = " selected" if not viewer.position else ""
    for season, length in enumerate(seasons, start=1):
        positions = [seasons.canonical(Position(season, episode)) for episode in range(1, length + 1)]
        lines = "".join(_position_option(position, viewer) for position in reversed(positions))
        groups.append(f'<optgroup label="Season {season}">{lines}</optgroup>')
    return (
        f'<label class="watched"><span>Watched</span><select data-do="position"{off} aria-label="How far '
        f'{escape(viewer.user.display_name)} has watched"><option value="" disabled{unknown}>not said</option>'
        f"{_position_option(NOTHING, viewer)}{''.join(groups)}</select></label>"
    )


def _position_option(position: Position, viewer: Viewer) -> str:
    selected = " selected" if str(position) == viewer.position else ""
    words = "nothing" if position == NOTHING else "all" if position.whole else ""
    return f'<option value="{position}"{selected}>{position}{f" · {words}" if words else ""}</option>'


def _roles(scene: Scene, viewer: Viewer) -> str:
    """The roles that everybody can see on a viewer, highest first; what the switch says is not said twice."""
    roles = [role for role in scene.guild.members[viewer.user.id].roles if role is not scene.moderators]
    if not roles:
        return ""
    shown = sorted(roles, key=lambda role: role.rank, reverse=True)
    badges = "".join(f'<span class="badge">{escape(role.name)}</span>' for role in shown)
    return f'<div class="roles" role="group" aria-label="Roles of {escape(viewer.user.display_name)}">{badges}</div>'


def _offered(viewer: Viewer, line: str) -> bool:
    path = line.split(":")[0].removeprefix("/").split()
    node: Sequence[dict[str, object]] = [dict(command) for command in viewer.actor.commands() if command["type"] == 1]
    for word in path:
        found = next((one for one in node if one["name"] == word), None)
        if found is None:
            return False
        inside = found.get("options")
        node = inside if isinstance(inside, list) else []
    return True
