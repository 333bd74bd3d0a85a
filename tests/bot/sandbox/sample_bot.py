"""A small bot that uses everything the stand-in must be able to do."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

NAMES = ("Margo Madison", "Molly Cobb", "Ed Baldwin")


class Rename(discord.ui.Modal, title="A new name"):
    name: discord.ui.TextInput[Rename] = discord.ui.TextInput(
        label="Name", custom_id="name", max_length=20, default="Ed"
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Hello {self.name.value}", ephemeral=True)


class Buttons(discord.ui.View):
    """Persistent: every item has an id of its own."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Count", custom_id="count")
    async def count(self, interaction: discord.Interaction, _button: discord.ui.Button[Buttons]) -> None:
        assert interaction.message is not None
        number = int(interaction.message.content.split()[-1]) + 1
        await interaction.response.edit_message(content=f"Pressed {number}")

    @discord.ui.button(label="Rename", custom_id="rename")
    async def rename(self, interaction: discord.Interaction, _button: discord.ui.Button[Buttons]) -> None:
        await interaction.response.send_modal(Rename(custom_id="rename-form"))

    @discord.ui.button(label="Quietly", custom_id="quietly")
    async def quietly(self, interaction: discord.Interaction, _button: discord.ui.Button[Buttons]) -> None:
        await interaction.response.defer()

    @discord.ui.select(custom_id="pick", options=[discord.SelectOption(label=n, value=n.lower()) for n in NAMES])
    async def pick(self, interaction: discord.Interaction, select: discord.ui.Select[Buttons]) -> None:
        await interaction.response.send_message(f"Picked {select.values[0]}", ephemeral=True)


class Cast(app_commands.Group):
    @app_commands.command()
    async def character(self, interaction: discord.Interaction, name: str, share: bool = False) -> None:
        """Look up a character."""
        embed = discord.Embed(title=name, description="An engineer.")
        if share and isinstance(interaction.channel, discord.abc.Messageable):
            await interaction.response.send_message("Shared.", ephemeral=True)
            await interaction.channel.send(embed=embed)
        else:
            await interaction.response.send_message(embed=embed, ephemeral=True)

    @character.autocomplete("name")
    async def _names(self, _interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=n, value=n) for n in NAMES if current.casefold() in n.casefold()]


class SampleBot(commands.Bot):
    def __init__(self, **options: Any) -> None:
        options.setdefault("intents", discord.Intents(guilds=True))
        super().__init__(command_prefix=[], max_messages=None, **options)
        self.resumes = 0

    async def on_resumed(self) -> None:
        self.resumes += 1

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not pause five seconds before a new session, as discord.py does by default."""

    async def setup_hook(self) -> None:
        self.tree.add_command(Cast(name="cast", description="Who is who"))
        self.add_view(Buttons())

        @self.tree.command()
        @app_commands.allowed_installs(guilds=True, users=True)
        @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
        async def buttons(interaction: discord.Interaction) -> None:
            """Show buttons."""
            await interaction.response.send_message("Pressed 0", view=Buttons())

        @self.tree.command()
        async def slow(interaction: discord.Interaction, private: bool) -> None:
            """Think first."""
            await interaction.response.defer(ephemeral=private)
            await interaction.followup.send("First", ephemeral=True)
            await interaction.followup.send("Second", ephemeral=True)
            await interaction.edit_original_response(content="First, edited")

        @self.tree.command()
        async def typed(
            interaction: discord.Interaction,
            number: app_commands.Range[int, 1, 10],
            who: discord.User,
            where: discord.TextChannel,
        ) -> None:
            """Take options of all kinds."""
            await interaction.response.send_message(f"{number} {who.name} {where.name}", ephemeral=True)

        @self.tree.context_menu(name="Hide as spoiler")
        async def hide(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"Hidden: {message.content}", ephemeral=True)

        @self.tree.command()
        async def dm(interaction: discord.Interaction) -> None:
            """Write to the user."""
            await interaction.user.send("Psst")
            await interaction.response.send_message("Sent", ephemeral=True)

        await self.tree.sync()
