"""Routes of roles: making, changing and deleting them, giving them and taking them away."""

from __future__ import annotations

from typing import Any, Final

from bot.sandbox import payloads
from bot.sandbox.errors import Refusal
from bot.sandbox.limits.form import Form
from bot.sandbox.permissions import ALL, Permission, in_guild
from bot.sandbox.rest.call import NO_CONTENT, Answer, Call, Handler
from bot.sandbox.world import Guild, Role

MOST_ROLES: Final = 250
"""Roles of a guild, ``@everyone`` not counted."""

_NAMED: Final = {"name": "name", "color": "colour", "hoist": "hoisted", "mentionable": "mentionable"}


def get_roles(call: Call) -> Answer:
    """Return a guild's roles."""
    return 200, [payloads.role(role) for role in call.guild().roles.values()]


def get_role(call: Call) -> Answer:
    """Return one role."""
    return 200, payloads.role(_role(call, call.guild()))


def create_role(call: Call) -> Answer:
    """Make a role that may do no more than the bot itself, at the lowest position."""
    guild = call.guild(Permission.MANAGE_ROLES)
    changes = _changes(call, guild)
    if len(guild.roles) > MOST_ROLES:
        raise Refusal.TOO_MANY_ROLES.error
    # The event tells everything at once.
    role = guild.add_lowest_role(changes.pop("name", None) or "new role", **changes)
    return 200, payloads.role(role)


def edit_role(call: Call) -> Answer:
    """Change a role that is below the bot's own."""
    guild = call.guild(Permission.MANAGE_ROLES)
    role = _manageable_role(call, guild)
    guild.change_role(role, **_changes(call, guild))
    return 200, payloads.role(role)


def delete_role(call: Call) -> Answer:
    """Delete a role that is below the bot's own."""
    guild = call.guild(Permission.MANAGE_ROLES)
    guild.delete_role(_manageable_role(call, guild))
    return NO_CONTENT


def add_role(call: Call) -> Answer:
    """Give a member a role that is below the bot's own."""
    guild = call.guild(Permission.MANAGE_ROLES)
    member, role = call.member(guild), _manageable_role(call, guild)
    if role not in member.roles:
        member.set_roles([*member.roles, role])
    return NO_CONTENT


def remove_role(call: Call) -> Answer:
    """Take a role away that is below the bot's own."""
    guild = call.guild(Permission.MANAGE_ROLES)
    member, role = call.member(guild), _manageable_role(call, guild)
    if role in member.roles:
        member.set_roles(other for other in member.roles if other is not role)
    return NO_CONTENT


def _changes(call: Call, guild: Guild) -> dict[str, Any]:
    """Read what a role is to become."""
    body = call.form
    form = Form()
    form.at("name").text(body.get("name"), 1, 100)
    form.at("color").whole(body.get("color"), 0, 0xFFFFFF)
    form.raise_errors()
    changes = {name: body[key] for key, name in _NAMED.items() if body.get(key) is not None}
    if body.get("permissions") is not None:
        changes["permissions"] = int(body["permissions"])
        held = in_guild(guild, call.world.bot)
        if held != ALL and changes["permissions"] & ~held:
            raise Refusal.MISSING_PERMISSIONS.error
    return changes


def _role(call: Call, guild: Guild) -> Role:
    role = guild.roles.get(call.id("role_id"))
    if role is None:
        raise Refusal.UNKNOWN_ROLE.error
    return role


def _manageable_role(call: Call, guild: Guild) -> Role:
    role = _role(call, guild)
    top = max((own.rank for own in guild.members[call.world.bot.id].roles), default=guild.everyone.rank)
    if role.managed_by is not None or role is guild.everyone or role.rank >= top:
        raise Refusal.MISSING_PERMISSIONS.error
    return role


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", "/guilds/{guild_id}/roles"): get_roles,
    ("POST", "/guilds/{guild_id}/roles"): create_role,
    ("GET", "/guilds/{guild_id}/roles/{role_id}"): get_role,
    ("PATCH", "/guilds/{guild_id}/roles/{role_id}"): edit_role,
    ("DELETE", "/guilds/{guild_id}/roles/{role_id}"): delete_role,
    ("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"): add_role,
    ("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"): remove_role,
}
