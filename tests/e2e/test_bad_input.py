"""Whatever is sent: one clear private answer in time, nothing changed, nobody pinged, nothing logged as an error."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox import payloads
from bot.sandbox.reply import Reply
from bot.sandbox.user import Actor, UnansweredError
from tests.support.airlock import stand_in, started
from tests.support.discord import settled
from tests.support.fans import Fans, text, title, watched
from tests.support.harm import ANSWER_WITHIN, assert_answered, assert_calm, assert_pings_nobody, rows, unharmed

pytestmark = pytest.mark.asyncio(loop_scope="module")

COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5
SHOW = "for-all-mankind"
STRING, INTEGER, BOOLEAN, CHANNEL, ATTACHMENT = 3, 4, 5, 7, 11

INJECTIONS = (
    "@everyone @here <@&1> <@1> <#1>",
    "[x](http://evil.example) http://evil.example",
    "**bold** ~~struck~~ ||spoiler|| `code` ```block``` > quote",
    "# heading\n- list\n\n\n1. more",
    "</cast character:1> <t:0:R> <:a:1>",
)
TEXTS = (
    *("S9E99", "S0E1", "banana", " ", "\t\n", "x" * 6000, "🚀" * 3000, "Dev Ayesa", "dev-ayesa", "karen-baldwin|1"),
    *("\u202eנועם\u202c", "\u200b", "\u200b\u2060\ufeff", "\x00\x07", "'; DROP TABLE progress; --", "%s {0} ${x}"),
    *("S1|S2|S3", "../../etc/passwd", "-1", "NaN", "ſ3e4", "S٣E٤", "S1E1000", "S100"),
    *INJECTIONS,
)
VALUES: dict[int, tuple[Any, ...]] = {
    STRING: TEXTS,
    INTEGER: (-1, -(2**53), 99, 1000, 10**6, 2**53, 10**30),
    BOOLEAN: (),
    CHANNEL: ("0", "1", "9" * 18, "9" * 40),
    ATTACHMENT: ("0", "1", "9" * 18, "9" * 40),
}
WRONG: tuple[Any, ...] = (None, [], {}, "banana", "", 7, -7, 1.5, True, False, ["S1"], {"a": 1})
"""Values that are of the wrong type for some option."""
TYPES = {STRING: (str,), INTEGER: (int,), BOOLEAN: (bool,), CHANNEL: (), ATTACHMENT: ()}
FILLER: dict[int, Any] = {STRING: "S1", INTEGER: 1, BOOLEAN: False}


@dataclass(frozen=True)
class Leaf:
    """A command inside its groups, as Discord knows it."""

    command: dict[str, Any]
    path: tuple[dict[str, Any], ...]

    @property
    def options(self) -> list[dict[str, Any]]:
        return list((self.path[-1] if self.path else self.command).get("options") or [])

    @property
    def name(self) -> str:
        return " ".join((self.command["name"], *(part["name"] for part in self.path)))

    def data(self, options: list[dict[str, Any]]) -> dict[str, Any]:
        """What Discord would send with these options."""
        for part in reversed(self.path):
            options = [{"name": part["name"], "type": part["type"], "options": options}]
        return {"id": str(self.command["id"]), "name": self.command["name"], "type": 1, "options": options}

    def filled(self, *but: str) -> list[dict[str, Any]]:
        """Required options with values that could be right, without some."""
        return [
            typed_in(option, FILLER.get(option["type"]))
            for option in self.options
            if option.get("required") and option["name"] not in but
        ]


@dataclass(frozen=True)
class Place:
    """The running bot and its database."""

    fans: Fans
    database: Path

    @property
    def leaves(self) -> list[Leaf]:
        """Every command that is registered."""
        return [leaf for command in self.fans.discord.world.commands.all() for leaf in leaves_of(command)]

    async def ask(self, kind: int, data: dict[str, Any], who: Actor | None = None, **envelope: Any) -> Reply:
        """Send an interaction and time its answer."""
        began = time.monotonic()
        reply = await (who or self.fans.mod).interact(kind, data, **envelope)
        assert time.monotonic() - began < ANSWER_WITHIN
        return reply


def typed_in(option: dict[str, Any], value: Any) -> dict[str, Any]:
    return {"name": option["name"], "type": option["type"], "value": value}


def leaves_of(command: dict[str, Any], path: tuple[dict[str, Any], ...] = ()) -> Iterator[Leaf]:
    inner = [option for option in (path[-1] if path else command).get("options") or [] if option["type"] in (1, 2)]
    for option in inner:
        yield from leaves_of(command, (*path, option))
    if not inner and command["type"] == 1:
        yield Leaf(command, path)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    """One bot for all: what is tried here changes nothing."""
    folder = tmp_path_factory.mktemp("bad")
    async with stand_in(clean=False) as discord:
        fans = Fans.of(discord)
        async with started(discord, folder) as bot:
            fans.bot = bot
            for actor in (fans.ann, fans.bob, fans.mod):
                actor.patience = ANSWER_WITHIN
            for actor, position in ((fans.ann, "S1"), (fans.mod, "S2E3")):
                await watched(actor, position)
            await bot.ledger.users.mark_asked(fans.bob.user.id)
            yield Place(fans, folder / "airlock.db")
        assert not discord.rest.crashes
        assert not discord.rest.complaints
        assert [sent for sent in discord.rest.refusals if sent.code not in EXPECTED_REFUSALS] == []


EXPECTED_REFUSALS = {10003, 10008, 10062}
"""An unknown channel is asked for, a deleted message cannot be changed, a token that is none cannot be used."""


async def test_every_option_takes_whatever_is_typed(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    tried = 0
    async with unharmed(place.fans, place.database, caplog):
        for leaf in place.leaves:
            for option in leaf.options:
                for value in VALUES[option["type"]]:
                    data = leaf.data([*leaf.filled(option["name"]), typed_in(option, value)])
                    assert_answered(await place.ask(COMMAND, data))
                    tried += 1
    assert tried > 300


async def test_every_option_of_a_wrong_type_is_refused(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    tried = 0
    async with unharmed(place.fans, place.database, caplog):
        for leaf in place.leaves:
            for option in leaf.options:
                wrong = [typed_in(option, value) for value in WRONG if type(value) not in TYPES[option["type"]]]
                wrong += [typed_in(option, 1) | {"type": kind} for kind in (0, 99, None, "3") if kind != option["type"]]
                wrong += [{"name": option["name"], "type": option["type"]}]
                for one in wrong:
                    reply = await place.ask(COMMAND, leaf.data([*leaf.filled(option["name"]), one]))
                    assert_answered(reply, "I can't read that")
                    tried += 1
    assert tried > 300


async def test_unknown_missing_and_repeated_options_are_refused(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async with unharmed(place.fans, place.database, caplog):
        for leaf in place.leaves:
            unknown = {"name": "colour", "type": STRING, "value": "S1"}
            wrong: list[Any] = [[*leaf.filled(), unknown], [*leaf.filled(), {}], [*leaf.filled(), None], "S1", {"a": 1}]
            wrong += [[*leaf.filled(), {"name": "deeper", "type": 1, "options": []}]]
            for option in leaf.options:
                wrong.append([*leaf.filled(option["name"]), *[typed_in(option, FILLER.get(option["type"], "1"))] * 2])
                if option.get("required"):
                    wrong.append(leaf.filled(option["name"]))
            for options in wrong:
                assert_answered(await place.ask(COMMAND, leaf.data(options)), "I can't read that")


async def test_unknown_commands_are_refused(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    tried: list[dict[str, Any]] = [
        {"id": "1", "name": "conjure", "type": 1},
        {"id": "1", "name": "", "type": 1, "options": []},
        {"id": "1", "name": "cast", "type": 1},
        {"id": "1", "name": "cast", "type": 1, "options": [{"name": "conjure", "type": 1, "options": []}]},
        {"id": "1", "name": "cast", "type": 1, "options": [{"name": "list", "type": 2, "options": []}] * 2},
        {"id": "1", "name": "cast", "type": 99},
        {"id": "1", "name": "cast", "type": 2, "target_id": "1"},
        {"id": "1", "name": "Hide as spoiler", "type": 3, "target_id": "1", "resolved": {}},
        {"id": "1", "name": "Conjure", "type": 3, "target_id": "1", "resolved": {"messages": {"1": {}}}},
        {"id": "1", "type": 1},
        {},
    ]
    async with unharmed(place.fans, place.database, caplog):
        registered = {command["name"] for command in place.fans.discord.world.commands.all()}
        for data in tried:
            if data.get("name") not in registered - {"cast"}:
                assert_answered(await place.ask(COMMAND, data), "I can't read that")


async def test_channels_that_are_none_of_the_servers_are_refused(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    other = place.fans.discord.world.add_guild("Others", members=(place.fans.mod.user,)).add_text("theirs")
    channel = {"id": str(other.id), "type": 0, "name": "theirs", "permissions": "8", "parent_id": None}
    resolved: list[dict[str, Any]] = [
        {},
        {"channels": {}},
        {"channels": {str(other.id): {}}},
        {"channels": {str(other.id): channel | {"permissions": "banana"}}},
        {"channels": {str(other.id): channel | {"type": "banana"}}},
        {"channels": {str(other.id): channel}},
        {"channels": "banana"},
        {"users": {"1": None}},
    ]
    await settled()
    async with unharmed(place.fans, place.database, caplog):
        for leaf in place.leaves:
            for option in [option for option in leaf.options if option["type"] == CHANNEL]:
                for one in resolved:
                    data = leaf.data([*leaf.filled(), typed_in(option, str(other.id))]) | {"resolved": one}
                    if leaf.name == "channel ceiling" and one in resolved[4:6]:
                        continue  # Discord itself says which of this server's channels was chosen
                    assert_answered(await place.ask(COMMAND, data), "I can't read that", "Not here")


async def test_injections_are_repeated_without_effect(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async with unharmed(place.fans, place.database, caplog):
        for typed in INJECTIONS:
            for name, option in (("cast character", "name"), ("facts search", "text"), ("progress show", "show")):
                leaf = next(leaf for leaf in place.leaves if leaf.name == name)
                data = leaf.data([{"name": option, "type": STRING, "value": typed}])
                reply = await place.ask(COMMAND, data, place.fans.ann)
                said = text(reply)
                assert not re.search(r"(?<!\\)(?:<[@#/:t]|\]\(|\*\*bold|\|\|spoiler|`)", said), said
                assert "\n#" not in said
                assert reply.message is not None
                assert_pings_nobody(reply.message)


async def test_names_that_are_hidden_are_told_from_no_others(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async with unharmed(place.fans, place.database, caplog):
        for line in ("/cast character", "/facts about"):
            said = {
                text(await place.fans.ann.command(line, name=name)).replace(name.replace("-", "\\-"), "X")
                for name in ("Dev Ayesa", "dev-ayesa", "Zog Zogson", "zog-zogson")
            }
            assert len(said) == 1


async def test_positions_that_do_not_exist_are_explained(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async with unharmed(place.fans, place.database, caplog):
        for line in ("/channel ceiling to:", "/channel preview as:", "/server set ceiling:"):
            for typed in ("S9E99", "S2E99", "S99"):
                assert_answered(await place.fans.mod.command(line + typed), "No such episode")
            for typed in ("banana", "S0E1", "S100", "S1E0", "3 4", "S3E4E5"):
                assert_answered(await place.fans.mod.command(line + typed), "Not a position")
        for line in ("/progress set season:9", "/progress set season:1 episode:99", "/progress rewatch season:6"):
            assert_answered(await place.fans.ann.command(line), "No such episode")
        for line in ("/progress set season:0 episode:1", "/progress set season:1 episode:0"):
            assert_answered(await place.fans.ann.command(line), "Not a position")
        assert_answered(await place.fans.ann.command("/episode show number:S9E99"), "Not found", "No such episode")


GARBAGE = (
    *("", "|", "||||", "banana", f"{SHOW}|", f"{SHOW}|banana", f"{SHOW}|S9E99", f"{SHOW}|S0E1", f"{SHOW}|S1E999"),
    *(f"{SHOW}|9999|9999", f"{SHOW}|-1|-1", f"{SHOW}|99|0", f"{SHOW}|0|0", f"{SHOW}|1|9999", f"{SHOW}|9999|ed-baldwin"),
    *(f"{SHOW}|banana|0", f"{SHOW}|0|banana", f"{SHOW}|S9E99|S9E99|0", f"{SHOW}|S5|S1|0", f"{SHOW}|-|-|9999"),
    *(f"{SHOW}|S1|S1|-1", f"{SHOW}|set|9", f"{SHOW}|banana|9", f"{SHOW}|0|dev-ayesa", f"{SHOW}|dev-ayesa"),
    *("other-show", "other-show|S1", "other-show|1|0", "other-show|0|x", "other-show|S1|S1|0", "other-show|set|1"),
    *(f"{SHOW}|1|2|3|4|5|6|7|8|9", f"{SHOW}|{'9' * 60}", "é" * 40, "🚀|🚀|🚀", "x" * 80, f"{SHOW}\n|1|0", "\x00|\x00"),
    *("@everyone|@everyone|@everyone", f"{SHOW}|٣|٣", f"{SHOW}|0|\u202e", " | | | "),
)
CHOSEN: tuple[Any, ...] = (
    *(None, [], ["banana"], ["S9E99"], ["9999"], ["-1"], ["dev-ayesa"], ["S1", "S2"], [""]),
    *([7], [None], "S1", {"S1": 1}),
)


async def test_every_button_and_menu_survives_garbage(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans = place.fans
    private = (await fans.bob.command("/cast character name:Ed Baldwin")).message
    public = fans.discord.world.post(fans.lounge, fans.discord.world.bot, {"content": "…"})
    actions = sorted(fans.bot._actions)
    assert len(actions) > 15
    async with unharmed(fans, place.database, caplog):
        for number, action in enumerate([*actions, "conjure", "", "ENTRY", " entry"]):
            for rest in GARBAGE:
                if rest_acts(action, rest):
                    continue
                message = (private, public, None)[(number + len(rest)) % 3]
                data = {"component_type": 2, "custom_id": f"{action}|{rest}"[:100]}
                assert_answered(await place.ask(COMPONENT, data, fans.bob, message=message))
            for values in CHOSEN:
                for rest in (f"{SHOW}", f"{SHOW}|set|0"):
                    if not rest_acts(action, rest):
                        data = {"component_type": 3, "custom_id": f"{action}|{rest}", "values": values}
                        assert_answered(await place.ask(COMPONENT, data, fans.bob, message=private))


def rest_acts(action: str, rest: str) -> bool:
    """Whether a button of that id does what its user wants rather than being garbage."""
    return not rest and action in ("delete", "boards-leave", "boards-join")


async def test_custom_ids_of_all_lengths_are_out_of_date(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async with unharmed(place.fans, place.database, caplog):
        for custom_id in (
            "",
            "|",
            "x",
            "x" * 100,
            "é" * 100,
            "🚀" * 100,
            "\u200b" * 100,
            "entry",
            "delete|me",
            "unlog|x",
        ):
            data = {"component_type": 2, "custom_id": custom_id}
            assert_answered(await place.ask(COMPONENT, data), "Out of date")


async def test_forms_that_nobody_asked_for_are_answered(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    field = {"type": 1, "components": [{"type": 4, "custom_id": "answer", "value": "x" * 4000}]}
    async with unharmed(place.fans, place.database, caplog):
        for action in ("", "conjure", *place.fans.bot._actions):
            for components in ([], [field]):
                data = {"custom_id": f"{action}|banana|banana", "components": components}
                assert_answered(await place.ask(FORM, data, place.fans.bob))


async def test_form_cannot_open_another(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans = place.fans
    form = await fans.ann.command("/spoiler post")
    draft = str((form.modal or {})["custom_id"]).split("|")[1]
    async with unharmed(fans, place.database, caplog):
        data = {"custom_id": f"spoiler-draft|{draft}", "components": []}
        assert_answered(await place.ask(FORM, data, fans.ann), "Out of date")


async def test_button_of_a_deleted_message_still_answers(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans = place.fans
    card = await fans.ann.command("/cast character name:Ed Baldwin")
    message = card.message
    assert message is not None
    message.deleted = True
    async with unharmed(fans, place.database, caplog):
        reply = await fans.ann.press(card, label="Karen Baldwin", stale=True)
    assert assert_answered(reply) == "Karen Baldwin"


async def test_button_of_a_deleted_message_acts_and_says_so(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans = place.fans
    card = await fans.ann.command("/progress show")
    assert card.message is not None
    card.message.deleted = True
    assert assert_answered(await fans.ann.press(card, label="Watched S2E1", stale=True)) == "Saved"
    assert assert_answered(await fans.ann.command("/progress undo")) == "Undone"
    assert_calm(caplog)


async def test_two_clicks_at_once_count_once_and_are_both_answered(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    fans = place.fans
    card = await fans.ann.command("/progress show")
    replies = await asyncio.gather(*(fans.ann.press(card, label="Watched S2E1") for _ in range(2)))
    await settled()
    assert {assert_answered(reply) for reply in replies} <= {"Saved", "Your progress in For All Mankind"}
    assert "S2E1" in text(await fans.ann.command("/progress show"))
    assert_answered(await fans.ann.command("/progress undo"), "Undone")
    assert "All of season 1" in text(await fans.ann.command("/progress show"))
    assert_calm(caplog)


async def test_interaction_that_is_delivered_twice_counts_once(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans, world = place.fans, place.fans.discord.world
    sent: list[Any] = []
    world.listeners.append(sent.append)
    reply = await fans.ann.command("/progress next")
    world.listeners.remove(sent.append)
    (event,) = [event for event in sent if event.name == "INTERACTION_CREATE"]
    world.emit(event.name, event.data, guild=fans.lounge.guild)
    pressed = await fans.ann.command("/progress show")
    await settled()
    assert title(reply) == "Saved"
    assert len(reply.messages) == 1
    assert "S2E1" in text(pressed)
    assert_answered(await fans.ann.command("/progress undo"), "Undone")
    assert_calm(caplog)


async def test_places_that_the_bot_does_not_know_are_private(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans = place.fans
    leaf = next(leaf for leaf in place.leaves if leaf.name == "facts random")
    data = leaf.data([{"name": "share", "type": BOOLEAN, "value": True}])
    unknown = {"id": "123456789012345678", "locale": "en-US", "features": []}
    channel = {"id": "123456789012345679", "type": 0, "name": "?", "permissions": "0", "guild_id": unknown["id"]}
    channel |= {"position": 0, "parent_id": "1", "nsfw": False, "flags": 0, "rate_limit_per_user": 0, "topic": None}
    nobody: dict[str, Any] = {"authorizing_integration_owners": {}}
    envelopes: list[dict[str, Any]] = [
        {"guild_id": unknown["id"], "guild": unknown},
        {"guild_id": unknown["id"], "guild": unknown, "channel": channel, "channel_id": channel["id"]},
        {"guild_id": unknown["id"], "guild": unknown, **nobody},
        {"channel": channel | {"type": 99}, "channel_id": channel["id"], **nobody},
        {"channel": {}, "channel_id": None, **nobody},
        {"app_permissions": "0"},
        {"locale": "tlh", "guild_locale": None, **nobody},
    ]
    async with unharmed(fans, place.database, caplog):
        for envelope in envelopes:
            assert_answered(await place.ask(COMMAND, data, fans.ann, overrides=envelope))


async def test_direct_messages_without_context_are_private(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans = place.fans
    dm = fans.ann.at(fans.discord.world.dm(fans.ann.user))
    leaf = next(leaf for leaf in place.leaves if leaf.name == "facts random")
    data = leaf.data([{"name": "share", "type": BOOLEAN, "value": True}])
    await fans.bot.ledger.users.set_last_show(fans.ann.user.id, SHOW)
    async with unharmed(fans, place.database, caplog):
        strange: tuple[dict[str, Any], ...] = ({"context": 2}, {"authorizing_integration_owners": {}}, {"channel": {}})
        for overrides in strange:
            assert_answered(await place.ask(COMMAND, data, dm, overrides=overrides))


@pytest.mark.parametrize(
    "envelope",
    [
        *({"member": None}, {"context": "banana"}, {"context": None}, {"type": 99}, {"data": None}, {"token": None}),
        *({"data": []}, {"entitlements": 7}, {"guild_id": "banana"}, {"message": {}}, {"user": 7}, {"id": "banana"}),
        {"channel": {"id": "1", "type": 0}},
    ],
)
async def test_bot_outlives_what_it_cannot_read(envelope: dict[str, Any], place: Place) -> None:
    fans = place.fans
    hasty = fans.ann.at(fans.lounge)
    hasty.patience = 0.05
    before = rows(place.database)
    for kind in (COMMAND, COMPONENT, AUTOCOMPLETE, FORM):
        with contextlib.suppress(UnansweredError):
            await hasty.interact(kind, {"custom_id": "entry|x", "component_type": 2}, overrides=envelope)
    await settled()
    assert title(await fans.ann.command("/cast character name:Margo Madison")) == "Margo Madison"
    assert rows(place.database) == before


async def test_every_autocomplete_takes_whatever_is_typed(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    tried = 0
    async with unharmed(place.fans, place.database, caplog):
        for leaf in place.leaves:
            for option in leaf.options:
                if option.get("autocomplete"):
                    for typed in (*TEXTS, "", "😀", "|", "S", "e"):
                        choices = await suggested(place, leaf, [typed_in(option, typed) | {"focused": True}])
                        assert len(choices) <= 25
                        tried += 1
    assert tried > 200


async def test_typing_in_direct_messages_stores_nothing(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans = place.fans
    zoe = fans.discord.world.add_user("zoe", installed=True)
    dm = fans.discord.user(zoe, fans.discord.world.dm(zoe))
    async with unharmed(fans, place.database, caplog):
        assert await dm.autocomplete(f"/progress set show:{SHOW} season:", focused="season")
        await dm.autocomplete("/cast character name:e")
        await fans.bot.ledger.export(zoe.id)  # behind all that may have been noted
    assert (await fans.bot.ledger.users.get(zoe.id)).settings.last_show is None


async def test_autocomplete_that_makes_no_sense_offers_nothing(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async with unharmed(place.fans, place.database, caplog):
        for leaf in place.leaves:
            assert await suggested(place, leaf, []) == []
            assert await suggested(place, leaf, [{"name": "x", "type": 3, "value": "x", "focused": True}]) == []
            for option in leaf.options:
                value = FILLER.get(option["type"], "1")
                assert await suggested(place, leaf, [typed_in(option, value)]) == []  # nothing has the focus
                if not option.get("autocomplete"):
                    assert await suggested(place, leaf, [typed_in(option, "x") | {"focused": True}]) == []
                for wrong in WRONG[:3]:
                    assert await suggested(place, leaf, [typed_in(option, wrong) | {"focused": True}]) == []
        target = {"messages": {}, "users": {"5": {"id": "5", "username": "x", "discriminator": "0", "avatar": None}}}
        menu = {"id": "1", "name": "Hide as spoiler", "type": 3, "target_id": "5", "resolved": target}
        for data in ({"id": "1", "name": "conjure", "type": 1}, {"id": "1", "name": "cast", "type": 1}, {}, menu):
            reply = await place.ask(AUTOCOMPLETE, data)
            assert reply.interaction.choices == []


async def test_autocomplete_beside_unfinished_options_is_answered(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    async with unharmed(place.fans, place.database, caplog):
        for leaf in place.leaves:
            for option in leaf.options:
                for other in leaf.options:
                    if option.get("autocomplete") and other is not option:
                        for value in VALUES[other["type"]][:8]:
                            focused = typed_in(option, "a") | {"focused": True}
                            assert len(await suggested(place, leaf, [typed_in(other, value), focused])) <= 25


async def suggested(place: Place, leaf: Leaf, options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    reply = await place.ask(AUTOCOMPLETE, leaf.data(options), place.fans.ann)
    assert reply.interaction.choices is not None
    return reply.interaction.choices


TYPED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)
PIECES = st.lists(
    st.one_of(st.just(SHOW), st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.integers().map(str)),
    max_size=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=TYPED, seed=st.integers(0, 10**6))
async def test_any_text_in_any_option_is_answered(
    place: Place, caplog: pytest.LogCaptureFixture, typed: str, seed: int
) -> None:
    texts = [(leaf, option) for leaf in place.leaves for option in leaf.options if option["type"] == STRING]
    leaf, option = texts[seed % len(texts)]
    if option["name"] in ("to", "ceiling"):
        typed = f"x{typed}"  # never a position, which would be set
    async with unharmed(place.fans, place.database, caplog):
        data = leaf.data([*leaf.filled(option["name"]), typed_in(option, typed)])
        assert_answered(await place.ask(COMMAND, data, place.fans.mod))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces=PIECES, seed=st.integers(0, 10**6))
async def test_any_custom_id_is_answered(
    place: Place, caplog: pytest.LogCaptureFixture, pieces: list[str], seed: int
) -> None:
    actions = sorted(place.fans.bot._actions)
    custom_id = "|".join((actions[seed % len(actions)], *pieces, "\u2603"))[:100]
    async with unharmed(place.fans, place.database, caplog):
        data = {"component_type": 2, "custom_id": custom_id}
        assert_answered(await place.ask(COMPONENT, data, place.fans.bob))


async def test_everything_works_after_all_that(place: Place) -> None:
    assert title(await place.fans.ann.command("/cast character name:Margo Madison")) == "Margo Madison"
    assert rows(place.database)["progress"]


BROKEN: dict[str, dict[str, Any]] = {
    "nothing asked for": {"data": None},
    "text instead of what is asked for": {"data": "cast"},
    "permissions that are none": {"app_permissions": "x"},
    "somebody who is nobody": {"member": {"user": None}},
    "an application that is none": {"application_id": "me"},
    "a server that is none": {"guild_id": "here"},
    "a channel that is none": {"channel": "lounge"},
    "installed by what is nobody": {"authorizing_integration_owners": {"x": "y"}},
    "things bought that are none": {"entitlements": [7]},
    "a message that is none": {"message": "x"},
}


@pytest.mark.parametrize("what", BROKEN)
async def test_interaction_that_cannot_be_read_is_answered_all_the_same(
    place: Place, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    leaf = next(leaf for leaf in place.leaves if leaf.name == "facts random")
    press = {"component_type": 2, "custom_id": f"random|{SHOW}", "id": 1}
    form = {"custom_id": "spoiler-edited|1", "components": []}
    async with unharmed(place.fans, place.database, caplog):
        for kind, data in ((COMMAND, leaf.data([])), (COMPONENT, press), (FORM, form)):
            assert_answered(await place.ask(kind, data, place.fans.ann, overrides=BROKEN[what]), "I can't read that")
        reply = await place.ask(AUTOCOMPLETE, leaf.data([]), place.fans.ann, overrides=BROKEN[what])
        assert reply.interaction.choices == []


async def test_what_cannot_be_answered_is_left_alone(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    world = place.fans.discord.world
    async with unharmed(place.fans, place.database, caplog):
        nothing: tuple[Any, ...] = (
            [],
            None,
            "x",
            {},
            {"type": 1, "id": "1", "token": "t"},
            {"type": 2, "id": "x", "token": "t"},
        )
        for data in nothing:
            world.emit("INTERACTION_CREATE", data)
        for odd in ({"id": str(2**70)}, {"token": {"a": 1}}, {"token": ""}, {"type": 99}, {"type": "2"}, {"id": True}):
            world.emit("INTERACTION_CREATE", {"id": "7", "token": "t", "type": 2, "version": 1, "data": {}} | odd)
        assert_answered(await place.fans.ann.command("/help"))


async def test_commands_for_messages_that_are_none_are_refused(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async with unharmed(place.fans, place.database, caplog):
        targets: tuple[Any, ...] = ({}, [], None, "x", 7, "7")
        for target in targets:
            data = {"id": "1", "name": "Hide as spoiler", "type": 3, "target_id": target, "resolved": {"messages": {}}}
            assert_answered(await place.ask(COMMAND, data), "I can't read that")


async def test_button_of_a_message_with_flags_that_are_none_is_refused(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    fans = place.fans
    card = (await fans.ann.command("/cast character name:Ed Baldwin")).message
    assert card is not None
    odd: tuple[Any, ...] = ("64", None, [], {})
    async with unharmed(fans, place.database, caplog):
        for flags in odd:
            data = {"component_type": 2, "custom_id": f"entry|{SHOW}|ed-baldwin", "id": 1}
            overrides = {"message": payloads.message(card) | {"flags": flags}}
            reply = await place.ask(COMPONENT, data, fans.ann, message=card, overrides=overrides)
            assert_answered(reply, "Out of date")


async def test_channels_whose_names_are_none_are_refused(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans = place.fans
    leaf = next(leaf for leaf in place.leaves if leaf.name == "server set")
    data = leaf.data([{"name": "log", "type": CHANNEL, "value": "7"}])
    names: tuple[Any, ...] = ([], {}, 7, [["x"]])
    async with unharmed(fans, place.database, caplog):
        for name in names:
            channel = {"id": "7", "type": 0, "name": name, "permissions": "8", "parent_id": None}
            resolved = {"resolved": {"channels": {"7": channel}}}
            assert_answered(await place.ask(COMMAND, data | resolved), "I can't read that")


HUGE = str(2**63)


async def test_ids_that_no_database_takes_are_refused(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans = place.fans
    user = {"id": HUGE, "username": "x", "discriminator": "0", "avatar": None}
    member: dict[str, Any] = {
        "user": user,
        "roles": [],
        "joined_at": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": "0",
    }
    leaf = next(leaf for leaf in place.leaves if leaf.name == "progress show")
    async with unharmed(fans, place.database, caplog):
        for overrides in ({"member": member}, {"guild_id": HUGE}, {"channel": {"id": HUGE, "type": 0}}):
            assert_answered(await place.ask(COMMAND, leaf.data([]), fans.ann, overrides=overrides))
            press = {"component_type": 2, "custom_id": f"keep|{SHOW}", "id": 1}
            assert_answered(await place.ask(COMPONENT, press, fans.ann, overrides=overrides))


async def test_forms_of_a_wrong_shape_are_refused(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans = place.fans
    opened = await fans.ann.command("/spoiler post")
    custom_id = (opened.modal or {})["custom_id"]
    wrong: tuple[Any, ...] = (
        None,
        "x",
        7,
        {},
        [None],
        ["x"],
        [[]],
        [{}],
        [{"components": None}],
        [{"components": "x"}],
    )
    wrong += ([{"components": [None, False, "x", [], {}]}], [{"component": "x"}], [{"components": [{"value": 7}]}])
    async with unharmed(fans, place.database, caplog):
        for components in wrong:
            data = {"custom_id": custom_id, "components": components}
            assert_answered(await place.ask(FORM, data, fans.ann), "I can't read that")


async def test_files_of_a_wrong_shape_are_refused(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    fans = place.fans
    leaf = next(leaf for leaf in place.leaves if leaf.name == "spoiler post")
    file = {"id": "7", "filename": "a.png", "size": 3, "url": "http://127.0.0.1/a", "proxy_url": "http://127.0.0.1/a"}
    data = leaf.data([{"name": "attachment", "type": ATTACHMENT, "value": "7"}])
    broken: tuple[dict[str, Any], ...] = (
        {"url": None},
        {"url": 7},
        {"filename": {}},
        {"size": "large"},
        {"size": None},
    )
    async with unharmed(fans, place.database, caplog):
        for wrong in broken:
            resolved = {"resolved": {"attachments": {"7": file | wrong}}}
            assert_answered(await place.ask(COMMAND, data | resolved, fans.ann), "I can't read that")
