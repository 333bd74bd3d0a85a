"""What the page knows of Airlock besides Discord: a server's ceilings, and how far its viewers have watched."""

from __future__ import annotations

from bot import audience
from bot.audience import Place
from bot.client import Airlock
from bot.ledger.errors import LedgerError
from bot.sandbox.page.packs import Packs
from bot.sandbox.page.scene import Scene, Viewer
from bot.sandbox.reply import Reply
from bot.sandbox.trial import STARTS, watched
from bot.sandbox.user import Actor
from bot.sandbox.world import Channel, User
from bot.settings import Settings
from facts.position import Position
from facts.store import LoadedShow


class AirlockScene:
    """Sets the scene with real commands, and keeps what the page says of positions and ceilings right."""

    def __init__(self, bot: Airlock, settings: Settings, scene: Scene) -> None:
        self.bot = bot
        self.scene = scene
        self.packs = Packs(bot, settings, scene.feed.changed)
        self._followed: str | None = None

    @property
    def show(self) -> LoadedShow:
        """The show that the server follows, or that it would."""
        return self.bot.views.find(self._followed) or self.bot.views.shows()[0]

    async def prepare(self) -> None:
        """Make channels of different ceilings, and tell the bot how far the first viewers have watched."""
        scene, guild = self.scene, self.scene.guild
        last = len(self.show.seasons)
        group = guild.add_category("Watching")
        seasons = sorted({1, min(3, last), last})
        for season in seasons:
            name = "the-end" if season == last and last > 1 else f"season-{season}"
            channel = guild.add_text(name, group)
            await Actor(scene.world, scene.owner, channel).command(f"/channel ceiling to:S{season}")
        for viewer, season in zip(scene.viewers, STARTS, strict=False):
            await self.watched(viewer.user, Position(min(season, last)), scene.world.dm(viewer.user))

    async def watched(self, user: User, position: Position, where: Channel) -> Reply:
        """Say for somebody how far they have watched, as they would, confirming it where the bot asks."""
        episode = None if position.whole or not position.season else position.episode
        return await watched(Actor(self.scene.world, user, where), position.season, episode, self.show.id)

    async def refresh(self) -> bool:
        """Read positions and ceilings anew; return whether any has changed."""
        scene = self.scene
        try:
            settings = await self.bot.ledger.guilds.get(scene.guild.id)
            self._followed = settings.show
            positions = {viewer: await self._position(viewer) for viewer in scene.viewers}
        except LedgerError:
            return False
        seasons = self.show.seasons
        ceilings = {
            channel.id: str(audience.ceiling(Place(scene.guild.id, True, _chain(channel)), settings, seasons))
            for channel in scene.guild.channels.values()
        }
        changed = ceilings != scene.ceilings
        scene.ceilings = ceilings
        for viewer, position in positions.items():
            changed = changed or viewer.position != position
            viewer.position = position
        return changed

    async def _position(self, viewer: Viewer) -> str:
        progress = await self.bot.ledger.progress.get(viewer.user.id, self.show.id)
        return str(audience.own_position(progress, self.show.seasons)) if progress.known else ""


def _chain(channel: Channel) -> tuple[int, ...]:
    chain: list[int] = []
    here: Channel | None = channel
    while here is not None:
        chain.append(here.id)
        here = here.parent
    return tuple(chain)
