"""A server in which every kind of member is to be found, and what must be there before something can be used."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from bot.cogs.trivia import Trivia
from bot.ledger import Progress
from bot.render.practice import ANY_KIND
from bot.sandbox.clock import ManualClock
from bot.sandbox.permissions import Permission
from bot.sandbox.reply import Reply
from bot.sandbox.user import Actor
from bot.sandbox.world import Message
from bot.sandbox.world.commands import Command
from bot.sandbox.world.users import MESSAGE_CONTENT
from bot.trivia.daily import Asked
from facts.position import Position
from tests.e2e.permissions.matrix import Kind, Row
from tests.support.airlock import stand_in, started
from tests.support.discord import settled, until
from tests.support.fans import Fans, title
from tests.support.season_roles import keeper
from tests.support.trivia import begun, opened, passes, quiet

SHOW: Final = "for-all-mankind"
_SPOILER: Final = "Kuznetsov dies when they try to tow Kronos"
_COMPONENT, _FORM = 3, 5


class Determined(Actor):
    """Somebody whom Discord itself stops from nothing, as where an administrator has opened all commands to all."""

    def at(self, where: Any) -> Determined:
        """Return the same user at another place."""
        return Determined(self.world, self.user, where, patience=self.patience)

    def commands(self) -> list[Command]:
        """Return all commands."""
        return list(self.world.commands.usable_in(self._guild_id))

    def _owners(self, command: Command) -> dict[str, str]:
        return self._owners_here()


@dataclass
class Scene:
    """The running bot, everybody by kind, and what has been prepared."""

    fans: Fans
    database: Path
    people: dict[Kind, Determined]
    known: dict[str, str] = field(default_factory=dict)
    count: int = 0
    said: Message = field(init=False)

    @property
    def author(self) -> Determined:
        """Whose posts, messages and rounds are acted on."""
        return self.people["author"]

    @property
    def guild(self) -> int:
        """The server's id."""
        assert self.fans.lounge.guild is not None
        return self.fans.lounge.guild.id

    async def prepare(self, row: Row, actor: Determined) -> dict[str, str]:
        """Make everything ready for one use; return what stands for the names in braces."""
        self.count += 1
        ledger, user = self.fans.bot.ledger, actor.user.id
        for position in ("S1E3", "S1"):
            await ledger.progress.change(user, SHOW, lambda _, to=position: Progress(_concrete(self, to)))  # type: ignore[misc]
        await ledger.users.mark_asked(user)
        self.known |= {
            "show": SHOW,
            "any": ANY_KIND,
            "guild": str(self.guild),
            "now": str(self.fans.discord.world.ids.next()),
            "other": str(1 + self.count % 9),
            "minute": f"{self.count % 60:02}",
            "draft": "1",
            "channel": f"{self.fans.lounge.id:x}",
            "soon": str(int(self.fans.discord.world.clock.now() / 60) + 120),
        }
        for need in row.needs:
            await getattr(self, f"_{need.replace(' ', '_')}")(actor)
        await self._rest()
        return self.known

    async def use(self, row: Row, actor: Determined) -> Reply:
        """Use a command or action once."""
        said = row.ask.format(**self.known)
        if row.ask.startswith("/"):
            reply = await actor.command(said)
        elif row.name == "Hide as spoiler":
            reply = await actor.message_command(row.name, self.said)
        elif row.fields:
            reply = await actor.interact(_FORM, {"custom_id": said, "components": list(_rows(row.fields))})
        elif row.values is not None:
            data = {"component_type": 3, "custom_id": said, "id": 1, "values": list(row.values)}
            reply = await actor.interact(_COMPONENT, data)
        else:
            reply = await actor.interact(_COMPONENT, {"component_type": 2, "custom_id": said, "id": 1})
        await self._rest()
        return reply

    async def clear(self) -> None:
        """End the round that may run, and what is planned."""
        for party in await self.fans.bot.ledger.parties.of(self.guild):
            await self.fans.bot.ledger.parties.call_off(party, by=1)
        if self.fans.bot.rounds.in_channel(self.fans.lounge.id) is not None:
            assert title(await self.people["owner"].command("/trivia stop")) == "Done"
            await quiet(self.fans.bot)

    async def _rest(self) -> None:
        await quiet(self.fans.bot)
        await until(lambda: keeper(self.fans).idle)

    # What must be there

    async def _season_roles(self, _: Determined) -> None:
        if 1 not in (await self.fans.bot.ledger.roles.get(self.guild)).of(SHOW).seasons:
            await self._press_as_owner(f"roles-make|{SHOW}")

    async def _party(self, _: Determined) -> None:
        await self._press_as_owner("party|{show}|S4|{soon}|{channel}".format(**self.known))
        (planned,) = await self.fans.bot.ledger.parties.of(self.guild)
        self.known["party"] = str(planned.id)

    async def _no_season_roles(self, _: Determined) -> None:
        if (await self.fans.bot.ledger.roles.get(self.guild)).of(SHOW).on:
            await self._press_as_owner(f"roles-end|{SHOW}|delete")

    async def _taking_part(self, actor: Determined) -> None:
        await self.fans.bot.ledger.role_members.join(self.guild, actor.user.id, SHOW)

    async def _press_as_owner(self, custom_id: str) -> None:
        owner = self.people["owner"]
        await owner.interact(_COMPONENT, {"component_type": 2, "custom_id": custom_id, "id": 1})
        await settled()

    async def _rewatching(self, actor: Determined) -> None:
        progress = Progress(_concrete(self, "S1"), Position(1, 1))
        await self.fans.bot.ledger.progress.change(actor.user.id, SHOW, lambda _: progress)

    async def _round(self, _: Determined, line: str = "/trivia start") -> None:
        table = await opened(self.fans, line, by=self.author)
        self.known["round"] = str(table.round_id)

    async def _joined(self, actor: Determined) -> None:
        if actor.where is self.fans.lounge and actor.user is not self.author.user:
            await actor.interact(_COMPONENT, {"component_type": 2, "custom_id": f"join|{self.known['round']}", "id": 1})
            await quiet(self.fans.bot)

    async def _question(self, _: Determined, line: str = "/trivia start") -> None:
        table = await opened(self.fans, line, by=self.author)
        await begun(self.fans, table)
        self.known["round"] = str(table.round_id)

    async def _typed_question(self, actor: Determined) -> None:
        await self._question(actor, "/trivia start answer:typed")

    async def _asked(self, actor: Determined) -> None:
        if "asked" not in self.known:
            await self._question(actor, "/trivia start questions:1")
            await passes(self.fans, 90)
            self.known["asked"] = self.known["round"]
            stored = await self.fans.bot.ledger.rounds.stored(int(self.known["asked"]))
            assert stored is not None
            bodies: list[Any] = [event.body for event in stored.events]
            self.known["key"] = next(body[2]["question"]["id"] for body in bodies if body[1] == "drawn")
        await self.clear()

    async def _day(self, _: Determined) -> None:
        if "day" not in self.known:
            await self.people["owner"].command("/server daily time:18:00 zone:UTC")
            clock = cast("ManualClock", self.fans.discord.world.clock)
            clock.advance((18 * 3600 - clock.now()) % (24 * 3600) + 1)
            await cast("Trivia", self.fans.bot.get_cog("Trivia")).daily_posts.look()
            latest = await self.fans.bot.ledger.daily.latest(self.guild)
            assert latest is not None
            self.known["day"] = latest.day.isoformat()
            assert Asked.of(latest.question).question.options

    async def _unreported(self, actor: Determined) -> None:
        await self.fans.bot.ledger.delete(actor.user.id)
        progress = Progress(_concrete(self, "S1"))
        await self.fans.bot.ledger.progress.change(actor.user.id, SHOW, lambda _: progress)

    async def _kept(self, _: Determined) -> None:
        await self.fans.bot.ledger.reports.settle(self.guild, self.known["key"], False, by=1)

    async def _banned(self, _: Determined) -> None:
        await self.fans.bot.ledger.reports.settle(self.guild, self.known["key"], True, by=1)

    async def _spoiler(self, _: Determined) -> None:
        before = len(self.fans.posted())
        form = await self.author.command("/spoiler post")
        await self.author.submit(form, {"since": "S1", "title": "", "text": "Ed says so"})
        await settled()
        notice = self.fans.posted()[before]
        self.known["spoiler"] = notice.components[0]["components"][0]["custom_id"].partition("|")[2]

    async def _draft(self, actor: Determined) -> None:
        form = await actor.command("/spoiler post")
        if form.modal is not None:
            self.known["draft"] = str(form.modal["custom_id"]).split("|")[1]

    async def _message(self, actor: Determined) -> None:
        author = self.author if actor.where is self.fans.lounge else actor
        self.said = author.say("I have seen it")

    async def _unguarded(self, _: Determined) -> None:
        await self.fans.bot.ledger.guards.set(self.guild, self.fans.lounge.id, None, by=1)

    async def _noticed(self, _: Determined) -> None:
        await self.fans.bot.ledger.guilds.set_ceiling(
            self.guild, SHOW, _concrete(self, "S1"), by=1, channel=self.fans.lounge.id
        )
        await self.people["owner"].command("/channel guard mode:hint")
        before = len(self.fans.posted())
        said = self.author.say(f"{_SPOILER} {self.count}")
        await until(lambda: len(self.fans.posted()) > before)
        self.known["noticed"] = str(said.id)

    async def _logging(self, _: Determined) -> None:
        await self.fans.bot.ledger.guilds.set_log_channel(self.guild, self.fans.log.id, by=1)

    async def _practice(self, actor: Determined) -> None:
        asked = await actor.command("/trivia practice")
        self.known["practice"] = asked.components[0]["components"][0]["custom_id"]

    async def _on_boards(self, actor: Determined) -> None:
        await self.fans.bot.ledger.boards.join(actor.user.id)

    async def _off_boards(self, actor: Determined) -> None:
        await self.fans.bot.ledger.boards.leave(actor.user.id)


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Scene]:
    """The bot in a server whose lounge may speak of season 1, with one of every kind."""
    async with stand_in() as discord:
        world = discord.world
        world.application.granted_intents |= MESSAGE_CONTENT
        fans = Fans.of(discord)
        guild = fans.lounge.guild
        assert guild is not None
        ours = guild.members[world.bot.id]
        able = Permission.MANAGE_MESSAGES | Permission.MANAGE_THREADS | Permission.MANAGE_ROLES
        ours.set_roles([*ours.roles, guild.add_role("able", able)])
        chief, boss, manager, moderator, member = (
            world.add_user(name) for name in ("chief", "boss", "manager", "moderator", "member")
        )
        guild.add_member(chief)
        guild.owner = chief
        guild.add_member(boss, permissions=Permission.ADMINISTRATOR)
        guild.add_member(manager, permissions=Permission.MANAGE_GUILD)
        for user in (moderator, member):
            guild.add_member(user)
        fans.lounge.allow(moderator, Permission.MANAGE_MESSAGES)
        alone, tourist = world.add_user("alone", installed=True), world.add_user("tourist", installed=True)
        guild.add_member(alone)
        abroad = world.add_guild("Elsewhere", owner=tourist, bot_installed=False).add_text("abroad")
        people: dict[Kind, Determined] = {
            "owner": Determined(world, chief, fans.lounge),
            "administrator": Determined(world, boss, fans.lounge),
            "manager": Determined(world, manager, fans.lounge),
            "moderator": Determined(world, moderator, fans.lounge),
            "author": Determined(world, fans.ann.user, fans.lounge),
            "member": Determined(world, member, fans.lounge),
            "direct": Determined(world, alone, world.dm(alone)),
            "elsewhere": Determined(world, tourist, abroad),
        }
        async with started(discord, folder, message_content=True) as bot:
            fans.bot = bot
            keeper(fans).pace = 0
            # A look undoes in a moment what asking for one has noted.
            keeper(fans).start = keeper(fans).hurry = lambda: None  # type: ignore[method-assign]
            made = Scene(fans, folder / "airlock.db", people)
            for ceiling in ("/server set ceiling:S1", "/channel ceiling to:S1"):
                await people["owner"].command(ceiling)
            for actor in people.values():
                progress = Progress(_concrete(made, "S1"))
                await bot.ledger.progress.change(actor.user.id, SHOW, lambda _, to=progress: to)  # type: ignore[misc]
            yield made


def _concrete(made: Scene, position: str) -> Position:
    (show,) = made.fans.bot.views.shows()
    return show.seasons.concrete(Position.parse(position))


def _rows(fields: Any) -> Iterator[dict[str, Any]]:
    for name, value in fields.items():
        yield {"type": 1, "id": 1, "components": [{"type": 4, "id": 2, "custom_id": name, "value": value}]}
