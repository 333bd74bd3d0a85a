"""An unmodified discord.py is driven through commands, suggestions and menus."""

from __future__ import annotations

import pytest

from bot.sandbox.commandline import NotOfferedError
from bot.sandbox.permissions import Permission
from bot.sandbox.world import CallbackType, ContextType
from tests.bot.sandbox.conftest import Stage
from tests.support.discord import settled


async def test_command_is_answered_privately(live: Stage) -> None:
    reply = await live.act().command("/cast character name:Margo Madison")
    assert reply.type is CallbackType.MESSAGE
    assert reply.ephemeral
    assert reply.embeds[0]["title"] == "Margo Madison"
    assert live.act().messages_seen() == [reply.message]
    assert live.act(live.bob).messages_seen() == []


async def test_command_can_post_to_the_channel(live: Stage) -> None:
    await live.act().command("/cast character name:Margo Madison share:true")
    await settled()
    (shared,) = live.act(live.bob).messages_seen()
    assert shared.embeds[0]["title"] == "Margo Madison"
    assert shared.interaction is None


async def test_command_takes_exact_values(live: Stage) -> None:
    reply = await live.act().command("/cast character", name=" share:true ")
    assert reply.embeds[0]["title"] == " share:true "


async def test_command_converts_and_resolves_options(live: Stage) -> None:
    reply = await live.act().command("/typed number:3 who:@bob where:#lounge")
    assert reply.text == "3 bob lounge"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("/cast character", "required"),
        ("/cast", "goes on with"),
        ("/nothing", "no command"),
        ("/cast character season:3", r"does not understand 'season:3'; it takes name:, share:"),
        ("/typed number:11 who:bob where:lounge", "from 1 to 10"),
        ("/typed number:three who:bob where:lounge", "whole number"),
        ("/typed number:3 who:nobody where:lounge", "finds no"),
        ("/cast character name:x share:maybe", "true or false"),
    ],
)
async def test_command_that_a_client_would_not_send_is_not_offered(live: Stage, line: str, reason: str) -> None:
    with pytest.raises(NotOfferedError, match=reason):
        await live.act().command(line)


async def test_autocomplete_gives_the_bots_suggestions(live: Stage) -> None:
    choices = await live.act().autocomplete("/cast character name:mar")
    assert [choice.name for choice in choices] == ["Margo Madison"]
    assert len(await live.act().autocomplete("/cast character name:")) == 3


async def test_message_command_shows_the_message_to_the_bot(live: Stage) -> None:
    message = live.act(live.bob).say("Ed stays")
    reply = await live.act().message_command("Hide as spoiler", message)
    assert reply.text == "Hidden: Ed stays"


async def test_contexts_are_told_apart(live: Stage) -> None:
    world = live.world
    live.ann.installed = True
    elsewhere = world.add_guild("Elsewhere", members=(live.ann,), bot_installed=False).add_text("other")
    places = {
        live.lounge: (ContextType.GUILD, {"0", "1"}),
        world.dm(live.ann): (ContextType.BOT_DM, {"0", "1"}),
        world.dm(live.ann, live.bob): (ContextType.PRIVATE_CHANNEL, {"1"}),
        world.group_dm(live.ann, live.bob): (ContextType.PRIVATE_CHANNEL, {"1"}),
        elsewhere: (ContextType.GUILD, {"1"}),
    }
    for where, (context, owners) in places.items():
        reply = await live.act(where=where).command("/buttons")
        assert reply.text == "Pressed 0"
        assert reply.interaction.context is context
        assert reply.interaction.owners.keys() == owners


async def test_commands_of_the_guild_alone_are_not_offered_elsewhere(live: Stage) -> None:
    live.ann.installed = True
    private = live.act(where=live.world.dm(live.ann, live.bob))
    assert [command["name"] for command in private.commands()] == ["buttons"]
    assert live.act(live.bob, live.world.dm(live.ann, live.bob)).commands() == []


async def test_what_users_install_is_kept_private_where_the_guild_says_so(live: Stage) -> None:
    live.ann.installed = True
    guild = live.world.add_guild("Elsewhere", members=(live.ann,), bot_installed=False)
    where = guild.add_text("other")
    assert not (await live.act(where=where).command("/buttons")).ephemeral
    where.deny(guild.everyone, Permission.USE_EXTERNAL_APPS)
    assert (await live.act(where=where).command("/buttons")).ephemeral


async def test_threads_and_posts_are_places_for_commands(live: Stage) -> None:
    thread = live.lounge.add_thread("spoilers", live.ann)
    post = live.guild.add_forum("theories").add_post("Who?", live.ann, "Who is it?")
    for where in (thread, post):
        reply = await live.act(where=where).command("/cast character name:Ed share:true")
        await settled()
        assert reply.ephemeral
        assert where.messages[max(where.messages)].embeds[0]["title"] == "Ed"


async def test_commands_need_the_permissions_they_ask_for(live: Stage) -> None:
    command = next(c for c in live.world.commands.all() if c["name"] == "slow")
    command["default_member_permissions"] = str(int(Permission.MANAGE_MESSAGES))
    with pytest.raises(NotOfferedError, match="/slow is offered to who has Manage Messages here, and Ann has not"):
        await live.act().command("/slow private:true")
    command["default_member_permissions"] = str(int(Permission.MANAGE_GUILD))
    with pytest.raises(NotOfferedError, match="Manage Server"):
        await live.act().command("/slow private:true")
    command["default_member_permissions"] = str(int(Permission.MANAGE_MESSAGES))
    live.guild.add_member(live.bob, permissions=Permission.MANAGE_MESSAGES)
    assert (await live.act(live.bob).command("/slow private:true")).ephemeral
    await settled()


async def test_choices_of_an_option_are_suggested_without_asking_the_bot(live: Stage) -> None:
    command = next(c for c in live.world.commands.all() if c["name"] == "typed")
    choices = [{"name": "Three", "value": 3}, {"name": "Four", "value": 4}]
    number = next(option for option in command["options"] if option["name"] == "number")
    number["choices"] = choices
    assert [choice.name for choice in await live.act().autocomplete("/typed number:")] == ["Three", "Four"]


async def test_direct_message_arrives(live: Stage) -> None:
    reply = await live.act().command("/dm")
    assert reply.text == "Sent"
    (message,) = live.act(where=live.world.dm(live.ann)).messages_seen()
    assert message.text == "Psst"


async def test_malformed_interaction_reaches_the_bot_as_given(live: Stage) -> None:
    command = next(c for c in live.world.commands.all() if c["name"] == "cast")
    options = [{"name": "character", "type": 1, "options": [{"name": "name", "type": 3, "value": "x" * 256}]}]
    reply = await live.act().interact(2, {"id": command["id"], "name": "cast", "type": 1, "options": options})
    assert reply.embeds[0]["title"] == "x" * 256
