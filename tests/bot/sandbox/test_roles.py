"""Roles as Discord has them: who may make, change, delete, give and take them, and how they are chosen in menus."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.sandbox.page.components import Context, rows_html
from bot.sandbox.page.people import names
from bot.sandbox.permissions import Permission
from bot.sandbox.world import Guild, Role
from tests.bot.sandbox.conftest import Api, Stage, set_up
from tests.support.discord import running, stand_in, until

MAY = Permission.MANAGE_ROLES | Permission.SEND_MESSAGES


@pytest.fixture
def guild(stage: Stage) -> Guild:
    """A guild in which the bot may manage roles."""
    return stage.world.add_guild("Roles", members=(stage.ann,), bot_permissions=int(MAY))


async def test_role_is_made_lowest_and_below_the_bots_own(guild: Guild, stage: Stage, api: Api) -> None:
    body = {"name": "Watched season 1", "permissions": "0", "hoist": True, "color": 255}
    made = await api("POST", f"/guilds/{guild.id}/roles", body)
    assert made.status == 200
    role = guild.roles[int(made.body["id"])]
    assert (role.name, role.position, role.permissions, role.hoisted, role.colour) == (body["name"], 1, 0, True, 255)
    own = guild.members[stage.world.bot.id].roles[0]
    # Both are at position 1; then the older one is above.
    assert (own.position, own.rank > role.rank) == (1, True)
    path = f"/guilds/{guild.id}/members/{stage.ann.id}/roles/{role.id}"
    assert (await api("PUT", path)).status == 204
    assert guild.members[stage.ann.id].roles == [role]
    assert (await api("PATCH", f"/guilds/{guild.id}/roles/{role.id}", {"name": "S1"})).body["name"] == "S1"
    assert (await api("DELETE", f"/guilds/{guild.id}/roles/{role.id}")).status == 204
    assert guild.members[stage.ann.id].roles == []
    assert (await api("PUT", path)).code == 10011


async def test_what_the_bot_may_not_do_with_roles_is_refused(guild: Guild, stage: Stage, api: Api) -> None:
    roles, low = f"/guilds/{guild.id}/roles", guild.add_lowest_role("low")
    high, managed = guild.add_role("high"), guild.add_lowest_role("managed", managed_by=stage.world.bot)
    member = f"/guilds/{guild.id}/members/{stage.ann.id}/roles"
    for role in (high, managed, guild.everyone, guild.members[stage.world.bot.id].roles[0]):
        assert (await api("PUT", f"{member}/{role.id}")).code == 50013, role
        assert (await api("DELETE", f"{roles}/{role.id}")).code == 50013, role
    assert (await api("POST", roles, {"name": "x", "permissions": "8"})).code == 50013
    assert (await api("POST", roles, {"name": "x" * 101})).error("name") == "BASE_TYPE_BAD_LENGTH"
    assert (await api("PUT", f"/guilds/{guild.id}/members/{stage.bob.id}/roles/{low.id}")).code == 10007
    guild.change_role(guild.members[stage.world.bot.id].roles[0], permissions=0)
    for method, path, body in (
        ("POST", roles, {"name": "x"}),
        ("DELETE", f"{roles}/{low.id}", None),
        ("PUT", f"{member}/{low.id}", None),
    ):
        assert (await api(method, path, body)).code == 50013
    guild.remove_bot()
    assert (await api("PUT", f"{member}/{low.id}")).code == 50001


async def test_guild_has_room_for_so_many_roles(guild: Guild, api: Api) -> None:
    for number in range(249):
        guild.add_lowest_role(f"role {number}")
    assert (await api("POST", f"/guilds/{guild.id}/roles", {"name": "x"})).code == 30005


async def test_client_hears_of_roles_that_are_made_changed_and_deleted() -> None:
    async with stand_in() as started:
        stage = set_up(started)
        guild = stage.world.add_guild("Roles", bot_permissions=int(MAY))
        client = discord.Client(intents=discord.Intents(guilds=True), chunk_guilds_at_startup=False)
        async with running(client, started):
            known = client.get_guild(guild.id)
            assert known is not None
            role = await known.create_role(name="fan", permissions=discord.Permissions.none())
            await until(lambda: known.get_role(role.id) is not None)
            assert known.me.top_role > known.get_role(role.id)
            theirs = guild.role("fan")
            guild.change_role(theirs, permissions=Permission.ADMINISTRATOR, position=7)
            await until(lambda: bool(known.get_role(role.id)) and known.roles[-1].permissions.administrator)
            assert known.me.top_role < known.get_role(role.id)
            guild.delete_role(theirs)
            await until(lambda: known.get_role(role.id) is None)


class Picker(discord.ui.View):
    """A menu of roles, of which none or one can be chosen."""

    def __init__(self, role: Role) -> None:
        super().__init__(timeout=None)
        defaults = [discord.SelectDefaultValue(id=role.id, type=discord.SelectDefaultValueType.role)]
        self.menu: discord.ui.RoleSelect[Picker] = discord.ui.RoleSelect(
            custom_id="role", min_values=0, default_values=defaults
        )
        self.menu.callback = self.chosen  # type: ignore[method-assign]  # as discord.py documents it
        self.add_item(self.menu)

    async def chosen(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(",".join(role.name for role in self.menu.values) or "none")


async def test_menu_of_roles_sends_what_was_chosen_and_shows_what_is_set() -> None:
    async with stand_in() as started:
        stage = set_up(started)
        low, high = stage.guild.add_lowest_role("low"), stage.guild.add_role("high")
        client = discord.Client(intents=discord.Intents(guilds=True), chunk_guilds_at_startup=False)
        async with running(client, started):
            channel = client.get_channel(stage.lounge.id)
            assert isinstance(channel, discord.TextChannel)
            posted = await channel.send("Which?", view=Picker(low))
            message = stage.lounge.messages[posted.id]
            assert (await stage.act().select(message, [high])).text == "high"
            assert (await stage.act().select(message, [])).text == "none"
        context = Context(names(stage.world, stage.guild), stage.lounge, lambda _: None)
        html = rows_html(message.components, context)
        assert f'<option value="{low.id}" selected>' in html
        assert f'<option value="{high.id}"><span>@high' in html
        assert "data-optional" in html


async def test_menu_with_too_many_set_is_refused(stage: Stage, api: Api) -> None:
    some: list[dict[str, Any]] = [{"id": "1", "type": "role"}, {"id": "2", "type": "role"}]
    menu = {"type": 6, "custom_id": "r", "default_values": some}
    path = f"/channels/{stage.lounge.id}/messages"
    refused = await api("POST", path, {"components": [{"type": 1, "components": [menu]}]})
    assert refused.error("components.0.components.0.default_values") == "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES"
