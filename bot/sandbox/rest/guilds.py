"""Routes of guilds, members and users."""

from __future__ import annotations

from bot.sandbox import payloads
from bot.sandbox.payloads.users import current_user
from bot.sandbox.permissions import in_guild
from bot.sandbox.rest.call import NO_CONTENT, Answer, Call, Handler


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


def get_member(call: Call) -> Answer:
    """Return one member."""
    return 200, payloads.member(call.member(call.guild()))


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


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", "/guilds/{guild_id}"): get_guild,
    ("GET", "/guilds/{guild_id}/channels"): get_guild_channels,
    ("GET", "/guilds/{guild_id}/threads/active"): get_active_threads,
    ("GET", "/guilds/{guild_id}/members/{user_id}"): get_member,
    ("GET", "/users/@me"): get_current_user,
    ("GET", "/users/@me/guilds"): get_own_guilds,
    ("DELETE", "/users/@me/guilds/{guild_id}"): leave_guild,
    ("GET", "/users/{user_id}"): get_user,
}
