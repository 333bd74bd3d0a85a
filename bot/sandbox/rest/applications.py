"""Routes of the application, its commands and the gateway's address."""

from __future__ import annotations

from bot.sandbox import payloads
from bot.sandbox.errors import Refusal
from bot.sandbox.limits.commands import check_command, check_commands
from bot.sandbox.limits.form import Form
from bot.sandbox.rest.call import NO_CONTENT, Answer, Call, Handler


def get_application(call: Call) -> Answer:
    """Return the application."""
    guilds = sum(guild.bot_installed for guild in call.world.guilds.values())
    return 200, payloads.application(call.world.application, guilds)


def get_commands(call: Call) -> Answer:
    """Return the registered commands, global or of a guild."""
    return 200, call.world.commands.all(_scope(call))


def put_commands(call: Call) -> Answer:
    """Replace the commands, global or of a guild."""
    scope = _scope(call)
    form = Form()
    check_commands(form, call.body or [])
    form.raise_errors()
    call.world.application.commands_put += 1
    return 200, call.world.commands.overwrite(call.world.application.id, call.body or [], scope)


def post_command(call: Call) -> Answer:
    """Add a command, or replace the one of that name."""
    scope = _scope(call)
    form = Form()
    check_command(form, call.form)
    form.raise_errors()
    return 201, call.world.commands.add(call.world.application.id, call.form, scope)


def get_command(call: Call) -> Answer:
    """Return one command."""
    command = call.world.commands.get(call.id("command_id"), _scope(call))
    if command is None:
        raise Refusal.UNKNOWN_COMMAND.error
    return 200, command


def delete_command(call: Call) -> Answer:
    """Remove one command."""
    if not call.world.commands.remove(call.id("command_id"), _scope(call)):
        raise Refusal.UNKNOWN_COMMAND.error
    return NO_CONTENT


def _scope(call: Call) -> int | None:
    call.require_own_application()
    if "guild_id" not in call.params:
        return None
    guild = call.guild()
    if not guild.shows_commands:
        raise Refusal.MISSING_ACCESS.error
    return guild.id


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", "/oauth2/applications/@me"): get_application,
    ("GET", "/applications/@me"): get_application,
    **{
        (method, f"/applications/{{application_id}}{scope}/commands{rest}"): handler
        for scope in ("", "/guilds/{guild_id}")
        for method, rest, handler in (
            ("GET", "", get_commands),
            ("PUT", "", put_commands),
            ("POST", "", post_command),
            ("GET", "/{command_id}", get_command),
            ("DELETE", "/{command_id}", delete_command),
        )
    },
}
