"""Routes of guilds, members, roles and users."""

from __future__ import annotations

from bot.sandbox import payloads
from bot.sandbox.errors import Refusal
from bot.sandbox.payloads.users import current_user
from bot.sandbox.permissions import Permission, in_guild
from bot.sandbox.rest.call import NO_CONTENT, Answer, Call, Handler
from bot.sandbox.world import Guild, Member, Role


def get_guild(call: Call) -> Answer:
    """Return a guild."""
    guild = call.guild()
    answer = payloads.guild(guild)
    if call.query.get("with_counts") in ("1", "true", "True"):
        answer |= {"approximate_member_count": len(guild.members), "approximate_presence_count": len(guild.members)}
    return 200, answer


def get_guild_channels(call: Call) -> Answer:
    """Return a guild's channels, threads left out."""
    return 200, [payloads.channel(c) for c in call.guild().channels.values() if not c.is_thread]


def get_active_threads(call: Call) -> Answer:
    """Return a guild's threads that are not archived."""
    threads = [c for c in call.guild().channels.values() if c.is_thread and not c.archived]
    return 200, {"threads": [payloads.channel(thread) for thread in threads], "members": [], "has_more": False}


def get_roles(call: Call) -> Answer:
    """Return a guild's roles."""
    return 200, [payloads.role(role) for role in call.guild().roles.values()]


def get_role(call: Call) -> Answer:
    """Return one role."""
    return 200, payloads.role(_role(call, call.guild()))


def get_member(call: Call) -> Answer:
    """Return one member."""
    return 200, payloads.member(_member(call, call.guild()))


def add_role(call: Call) -> Answer:
    """Give a member a role that is below the bot's own."""
    guild = call.guild(Permission.MANAGE_ROLES)
    member, role = _member(call, guild), _manageable_role(call, guild)
    if role not in member.roles:
        member.set_roles([*member.roles, role])
    return NO_CONTENT


def remove_role(call: Call) -> Answer:
    """Take a role away that is below the bot's own."""
    guild = call.guild(Permission.MANAGE_ROLES)
    member, role = _member(call, guild), _manageable_role(call, guild)
    if role in member.roles:
        member.set_roles(other for other in member.roles if other is not role)
    return NO_CONTENT


def get_current_user(call: Call) -> Answer:
    """Return the bot's own user."""
    return 200, current_user(call.world.bot)


def get_user(call: Call) -> Answer:
    """Return a user."""
    return 200, payloads.user(call.user())


def get_own_guilds(call: Call) -> Answer:
    """Return the guilds that the bot is in."""
    guilds = [guild for guild in call.world.guilds.values() if guild.bot_installed]
    return 200, [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(in_guild(guild, call.world.bot)),
            "features": [],
        }
        for guild in guilds
    ]


def leave_guild(call: Call) -> Answer:
    """Leave a guild."""
    call.guild().remove_bot()
    return NO_CONTENT


def _member(call: Call, guild: Guild) -> Member:
    member = guild.members.get(call.user().id)
    if member is None:
        raise Refusal.UNKNOWN_MEMBER.error
    return member


def _role(call: Call, guild: Guild) -> Role:
    role = guild.roles.get(call.id("role_id"))
    if role is None:
        raise Refusal.UNKNOWN_ROLE.error
    return role


def _manageable_role(call: Call, guild: Guild) -> Role:
    role = _role(call, guild)
    own = guild.members[call.world.bot.id].roles
    top = max((r.position for r in own), default=0)
    if role.managed_by is not None or role is guild.everyone or role.position >= top:
        raise Refusal.MISSING_PERMISSIONS.error
    return role


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", "/guilds/{guild_id}"): get_guild,
    ("GET", "/guilds/{guild_id}/channels"): get_guild_channels,
    ("GET", "/guilds/{guild_id}/threads/active"): get_active_threads,
    ("GET", "/guilds/{guild_id}/roles"): get_roles,
    ("GET", "/guilds/{guild_id}/roles/{role_id}"): get_role,
    ("GET", "/guilds/{guild_id}/members/{user_id}"): get_member,
    ("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"): add_role,
    ("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"): remove_role,
    ("GET", "/users/@me"): get_current_user,
    ("GET", "/users/@me/guilds"): get_own_guilds,
    ("DELETE", "/users/@me/guilds/{guild_id}"): leave_guild,
    ("GET", "/users/{user_id}"): get_user,
}
