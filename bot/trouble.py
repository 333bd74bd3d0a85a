"""Trouble with Discord in words for hosts: what it is, and whether trying again helps."""

from __future__ import annotations

from typing import Final

import aiohttp
import discord

from bot.replies import TROUBLE

_TOO_MANY: Final = 429
_REFUSED: Final = "Discord refuses the token: reset it in the developer portal (Bot, Reset Token) and set DISCORD_TOKEN"
_OUTDATED: Final = "Discord no longer takes what this version of Airlock says to its gateway: upgrade Airlock"
_INTENT: Final = (
    "MESSAGE_CONTENT is on, but Discord does not allow it: switch on “Message Content Intent” in the developer portal "
    "(Bot), or set MESSAGE_CONTENT=off"
)
_SHARDS: Final = "Discord refuses these shards: SHARD_COUNT and SHARD_IDS must be the same share in all processes"
_MORE_SHARDS: Final = (
    "the bot is in too many servers for SHARD_COUNT: raise it in all processes, or set neither SHARD_COUNT nor "
    "SHARD_IDS and Discord says how many"
)
_GROWN: Final = "the bot is in too many servers for its shards: with the next start it has as many as Discord says"
_COMMANDS: Final = (
    "Discord does not let this application register its commands: is DISCORD_TOKEN that of the right application, and "
    "is it still yours in the developer portal?"
)

_CLOSED: Final = {
    1000: "Discord closed the connection",
    1001: "Discord closed the connection",
    1006: "the connection broke",
    4000: "the connection ended",
    4001: "Discord did not know what was sent (4001)",
    4002: "Discord could not read what was sent (4002)",
    4003: "Discord did not know the connection (4003)",
    4005: "Discord knew the connection already (4005)",
    4007: "events were missed (4007)",
    4008: "too much was sent (4008)",
    4009: "the session timed out (4009)",
}


class SetupError(Exception):
    """Something that no further try and no restart mends; the text tells the host what does, in one line."""


class RestartError(Exception):
    """Something that a restart mends; the text tells what, in one line."""


def is_passing(error: BaseException) -> bool:
    """Whether the same may succeed later."""
    error = told_by(error)
    if isinstance(error, discord.HTTPException):
        return error.status == _TOO_MANY or isinstance(error, discord.DiscordServerError)
    return isinstance(error, (discord.GatewayNotFound, *TROUBLE))


def told_by(error: BaseException) -> BaseException:
    """What Discord answered, where discord.py says only that there is no gateway."""
    is_of_gateway = isinstance(error, discord.GatewayNotFound) and isinstance(error.__cause__, discord.HTTPException)
    return error.__cause__ or error if is_of_gateway else error


def final(error: Exception, *, shards_are_set: bool) -> Exception:
    """What to end with for an error that ended the client: a ``SetupError`` or ``RestartError`` where that is known."""
    match told_by(error):
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            return SetupError(_REFUSED)
        case discord.PrivilegedIntentsRequired() | discord.ConnectionClosed(code=4014):
            return SetupError(_INTENT)
        case discord.ConnectionClosed(code=4010):
            return SetupError(_SHARDS)
        case discord.ConnectionClosed(code=4011):
            return SetupError(_MORE_SHARDS) if shards_are_set else RestartError(_GROWN)
        case discord.ConnectionClosed(code=4012 | 4013):
            return SetupError(_OUTDATED)
        case discord.HTTPException(status=401):
            return SetupError(_REFUSED)
        case discord.Forbidden() as refusal:
            return SetupError(f"{_COMMANDS} ({_told(refusal)})")
        case discord.HTTPException() as refusal:
            return RestartError(f"Discord does not take what Airlock sends: {_told(refusal)}")
        case discord.ConnectionClosed(code=code):
            return RestartError(f"Discord ended the connection for good ({code})")
        case _:
            return error


def reason(error: BaseException) -> str:
    """What went wrong, in a few words that hold nothing but addresses and numbers."""
    error = told_by(error)
    match error:
        case aiohttp.ClientConnectorDNSError():
            return f"the name {error.host} cannot be resolved; check the network and DNS of this machine"
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return f"no secure connection to {error.host}; check this machine's clock and its certificates"
        case aiohttp.ClientConnectorError():
            return f"{error.host}:{error.port} takes no connections; check the network of this machine"
        case aiohttp.WSServerHandshakeError():
            return f"the gateway answers with status {error.status}"
        case discord.HTTPException(status=429):
            return "too many requests came from this address, and Discord turns it away for a while (429)"
        case discord.HTTPException():
            return f"Discord answers with status {error.status}"
        case discord.GatewayNotFound():
            return "Discord does not say where its gateway is"
        case discord.ConnectionClosed():
            return closed(error.code)
        case TimeoutError():
            return "no answer in time"
        case aiohttp.ClientError() | OSError():
            return "the connection broke"
        case _:
            return type(error).__name__


def closed(code: int | None) -> str:
    """Why a connection of the gateway ended, by its code."""
    return _CLOSED.get(code or 1006, f"Discord closed the connection ({code})")


def pause_for(error: BaseException, usual: float) -> float:
    """Seconds until the next try: the usual ones, or what Discord asks for where it asks for more."""
    error = told_by(error)
    if isinstance(error, discord.HTTPException) and error.status == _TOO_MANY:
        try:
            asked = float(error.response.headers.get("Retry-After", ""))
        except ValueError:
            asked = 60.0
        return max(usual, min(asked, 3600.0))
    return usual


def _told(error: discord.HTTPException) -> str:
    return f"status {error.status}, code {error.code}"
