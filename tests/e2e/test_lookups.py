"""Lookups by real commands: each caller is told no more than they have watched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.airlock import stand_in, started


async def test_character_card_follows_what_the_caller_has_watched(tmp_path: Path) -> None:
    async with stand_in() as discord:
        ann, bob = discord.world.add_user("ann"), discord.world.add_user("bob")
        lounge = discord.world.add_guild("Fans", members=(ann, bob)).add_text("lounge")
        async with started(discord, tmp_path):
            early, late = discord.user(ann, lounge), discord.user(bob, lounge)
            await early.command("/progress set season:1")
            confirm = await late.command("/progress set season:3")
            await late.press(confirm, label="Yes, I have watched all of season 3")
            of_early = await early.command("/cast character name:Karen Baldwin")
            of_late = await late.command("/cast character name:Karen Baldwin")
            print(of_early.embeds, of_early.components)
            print(of_late.embeds)
            assert of_early.ephemeral
            assert of_late.ephemeral
