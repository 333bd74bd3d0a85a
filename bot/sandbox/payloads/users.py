"""Users and the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.payloads.common import Json

if TYPE_CHECKING:
    from bot.sandbox.world.users import Application, User


def user(user: User) -> Json:
    """Return a user object."""
    return {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0",
        "global_name": None if user.bot else user.display_name,
        "avatar": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "clan": None,
        "bot": user.bot,
        "public_flags": 0,
        "flags": 0,
    }


def current_user(bot: User) -> Json:
    """Return a user object as its owner sees it."""
    return user(bot) | {
        "mfa_enabled": True,
        "verified": True,
        "email": None,
        "locale": bot.locale,
        "banner": None,
        "accent_color": None,
        "bio": "",
    }


def application_flags(application: Application) -> int:
    """Return the flags that say which privileged intents are granted (for bots in few guilds)."""
    limited = {1 << 8: 1 << 13, 1 << 1: 1 << 15, 1 << 15: 1 << 19}
    commands_badge = 1 << 23
    return commands_badge | sum(flag for intent, flag in limited.items() if application.granted_intents & intent)


def application(application: Application, guild_count: int) -> Json:
    """Return the application object as its own bot sees it."""
    return {
        "id": str(application.id),
        "name": application.name,
        "description": "",
        "icon": None,
        "summary": "",
        "type": None,
        "is_monetized": False,
        "bot": user(application.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(application.owner),
        "team": None,
        "verify_key": "0" * 64,
        "flags": application_flags(application),
        "flags_new": str(application_flags(application)),
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "approximate_user_authorization_count": 0,
        "hook": True,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "tags": [],
        "integration_types_config": {kind: {} for kind in sorted(application.installs)},
        "approximate_guild_count": guild_count,
        "approximate_user_install_count": 0,
    }
