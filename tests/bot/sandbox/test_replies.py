"""What becomes of replies: deferred, followed up, edited, deleted, with files, private or not."""

from __future__ import annotations

import contextlib
import io

import discord
import pytest

from bot.sandbox.clock import ManualClock
from bot.sandbox.user import UnansweredError
from tests.bot.sandbox.conftest import Stage, set_up
from tests.bot.sandbox.sample_bot import SampleBot
from tests.support.discord import running, settled, stand_in


@pytest.mark.parametrize("private", [True, False])
async def test_defer_decides_who_sees_the_first_followup(live: Stage, private: bool) -> None:
    reply = await live.act().command(f"/slow private:{private}")
    await settled()
    # Both follow-ups ask to be private; the first takes the place of the deferred answer.
    assert reply.ephemeral is private
    assert reply.text == "First, edited"
    (second,) = reply.followups
    assert second.ephemeral
    assert live.act(live.bob).messages_seen() == ([] if private else [reply.message])


async def test_transcript_of_the_same_run_is_the_same_bytes() -> None:
    texts = []
    for _ in range(2):
        async with stand_in() as started:
            stage = set_up(started)
            async with running(SampleBot(), started):
                await stage.act().command("/cast character name:Ed share:true")
                await settled()
                await stage.act().press(await stage.act().command("/buttons"), label="Count")
            texts.append(started.transcript.text())
    assert texts[0] == texts[1]
    assert '"content": "Shared."' in texts[0]
    assert "nonce" not in texts[0].replace("enforce_nonce", "")


class Files(SampleBot):
    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self.clock = clock

    async def setup_hook(self) -> None:
        @self.tree.command()
        async def picture(interaction: discord.Interaction) -> None:
            """Send a file."""
            file = discord.File(io.BytesIO(b"\x89PNG"), "map.png", description="A map")
            embed = discord.Embed(title="Map").set_image(url="attachment://map.png")
            await interaction.response.send_message(embed=embed, file=file)
            await interaction.followup.send("Again", file=discord.File(io.BytesIO(b"x"), "x.txt"))
            await interaction.edit_original_response(attachments=[])
            message = await interaction.followup.send("Gone soon", wait=True)
            await message.edit(content="Gone now")
            await message.delete()
            assert isinstance(interaction.channel, discord.TextChannel)
            posted = await interaction.channel.send("Posted", file=discord.File(io.BytesIO(b"y"), "y.txt"))
            await posted.edit(content="Edited")
            await posted.reply("Answer")

        @self.tree.command()
        async def broken(interaction: discord.Interaction) -> None:
            """Send what is refused."""
            with pytest.raises(discord.HTTPException) as caught:
                await interaction.response.send_message("x" * 2001)
            self.caught = caught.value

        @self.tree.command()
        async def sorry(interaction: discord.Interaction) -> None:
            """Apologise for what was refused."""
            with contextlib.suppress(discord.HTTPException):
                await interaction.response.send_message("x" * 2001)
            await interaction.response.send_message("Sorry")

        @self.tree.command()
        async def late(interaction: discord.Interaction) -> None:
            """Answer too late."""
            clock.advance(4)
            with contextlib.suppress(discord.NotFound):
                await interaction.response.send_message("Late")

        clock = self.clock
        await self.tree.sync()


async def test_files_go_up_with_messages() -> None:
    async with stand_in() as started:
        stage = set_up(started)
        async with running(Files(stage.clock), started):
            reply = await stage.act().command("/picture")
            await settled()
    uploads = [upload for sent in started.transcript.requests for upload in sent.uploads]
    assert [upload.data for upload in uploads] == [b"\x89PNG", b"x", b"y"]
    assert reply.message is not None
    assert reply.message.attachments == []
    (followup,) = reply.followups
    assert followup.attachments[0].filename == "x.txt"
    posted, answer = stage.act(stage.bob).messages_seen()[-2:]
    assert (posted.text, posted.attachments[0].data) == ("Edited", b"y")
    assert answer.reply_to is posted
    assert started.world.bot in answer.pings.users
    assert [edit.get("content") for edit in reply.edits] == [None, "Gone now"]


async def test_refused_answer_leaves_the_interaction_unanswered() -> None:
    async with stand_in(validated=False) as started:
        stage = set_up(started)
        client = Files(stage.clock)
        async with running(client, started):
            with pytest.raises(UnansweredError, match="50035"):
                await stage.act().command("/broken")
            await settled()
            assert client.caught.code == 50035
            assert "Must be 2000 or fewer in length." in str(client.caught)


async def test_forget_keeps_what_everybody_sees(live: Stage) -> None:
    reply = await live.act().command("/cast character name:Ed share:true")
    await settled()
    live.discord.forget()
    assert len(live.discord.transcript) == 0
    assert [message.embeds[0]["title"] for message in live.act().messages_seen()] == ["Ed"]
    assert live.world.interactions == {}
    assert reply.text == "Shared."
    assert (await live.act().command("/buttons")).text == "Pressed 0"


async def test_second_answer_counts_after_the_first_was_refused() -> None:
    async with stand_in(validated=False) as started:
        stage = set_up(started)
        async with running(Files(stage.clock), started):
            reply = await stage.act().command("/sorry")
    assert reply.text == "Sorry"
    assert [error.code for error in reply.interaction.refused] == [50035]


async def test_late_answer_is_none() -> None:
    async with stand_in() as started:
        stage = set_up(started)
        async with running(Files(stage.clock), started):
            with pytest.raises(UnansweredError, match="10062"):
                await stage.act().command("/late")
            await settled()
    assert stage.lounge.messages == {}
