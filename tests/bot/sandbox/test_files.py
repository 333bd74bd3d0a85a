"""Files of messages and commands: chosen, told about, and fetched from where Discord would keep them."""

from __future__ import annotations

import aiohttp
import discord
from discord import app_commands

from bot.sandbox.world.posting import Upload
from tests.support.discord import running, stand_in


async def test_file_of_a_command_can_be_read() -> None:
    async with stand_in() as started:
        world = started.world
        ann = world.add_user("ann")
        lounge = world.add_guild("Fans", members=(ann,)).add_text("lounge")
        client = discord.Client(intents=discord.Intents(guilds=True))
        tree = app_commands.CommandTree(client)
        seen: list[tuple[str, int, bytes]] = []

        @tree.command()
        async def keep(interaction: discord.Interaction, file: discord.Attachment) -> None:
            """Keep a file."""
            seen.append((file.filename, file.size, await file.read()))
            await interaction.response.send_message("kept", ephemeral=True)

        async def register() -> None:
            await tree.sync()

        client.setup_hook = register  # type: ignore[method-assign]
        async with running(client, started):
            file = world.upload("a picture.png", b"\x89PNG", "image/png")
            reply = await started.user(ann, lounge).command("/keep", file=file)
        assert reply.text == "kept"
        assert seen == [("a picture.png", 4, b"\x89PNG")]


async def test_file_of_a_message_can_be_read_and_others_are_not_found() -> None:
    async with stand_in() as started:
        ann = started.world.add_user("ann")
        lounge = started.world.add_guild("Fans", members=(ann,)).add_text("lounge")
        message = started.user(ann, lounge).say("look", uploads=[Upload(0, "x.txt", b"hello", "text/plain")])
        (file,) = message.attachments
        base = f"{started.world.cdn_url}/attachments/{lounge.id}"
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{base}/{file.id}/x.txt") as answer:
                assert await answer.read() == b"hello"
            async with session.get(f"{base}/1/x.txt") as answer:
                assert answer.status == 404
