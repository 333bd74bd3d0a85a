"""One viewer's pane: head, channels, messages and the message box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from nicegui import ui
from nicegui.events import GenericEventArguments

from bot.sandbox.commandline import NotOfferedError
from bot.sandbox.page.completion import Offers
from bot.sandbox.page.composer import Composer
from bot.sandbox.page.dialog import open_form
from bot.sandbox.page.files import Files
from bot.sandbox.page.head import empty_html, head_html, places_html
from bot.sandbox.page.html import Html, delegate
from bot.sandbox.page.messages import Shown, message_html, notice_html
from bot.sandbox.page.people import place_name
from bot.sandbox.page.scene import Scene, Viewer
from bot.sandbox.permissions import may_write
from bot.sandbox.reply import Reply
from bot.sandbox.world import Message
from facts.position import Position

_TOGETHER: Final = 7 * 60.0
"""Seconds within which messages of one author are drawn as one."""
_SHOWN: Final = 100
"""Messages that are drawn; older ones have scrolled away."""


class Pane:
    """Draws what one viewer sees, and does what they do. Built inside the page's current element."""

    def __init__(self, scene: Scene, viewer: Viewer, files: Files) -> None:
        self._scene = scene
        self.viewer = viewer
        self._files = files
        self._drawn: dict[str, Html] = {}
        self._place: int | None = None
        self._latest = ""
        name = viewer.user.display_name
        self.root = ui.element("section").classes("pane").props(f'id="viewer-{viewer.user.name}" aria-label="{name}"')
        with self.root:
            delegate(self.root, self._do)
            self._head = Html("header", "pane-head")
            self._places = Html("nav", "places").props(f'aria-label="Channels of {name}"')
            with ui.element("div").classes("log").props('tabindex="0"'):
                self._log = ui.element("div").classes("log-inner").props(f'role="log" aria-label="What {name} sees"')
            self._composer = Composer(f"Message of {name}", self._typed, self._send)
        self.draw()

    def draw(self) -> None:
        """Bring the pane up to date; only what has changed is sent to the browser."""
        airlock = self._scene.airlock
        self._head.show(head_html(self._scene, self.viewer, airlock.show.seasons if airlock else None))
        self._places.show(places_html(self._scene, self.viewer))
        wanted = dict(self._wanted())
        where = self.viewer.actor.where
        kept = [key for key in self._drawn if key in wanted]
        if self._place != where.id or kept != list(wanted)[: len(kept)]:
            self._log.clear()
            self._drawn.clear()
            self._place = where.id
        for key in [key for key in self._drawn if key not in wanted]:
            self._drawn.pop(key).delete()
        with self._log:
            for key, html in wanted.items():
                if key not in self._drawn:
                    self._drawn[key] = Html("div", "entry")
                self._drawn[key].show(html)
        place = place_name(where, self.viewer.user)
        can_write = self._scene.ready and may_write(where, self.viewer.user)
        waiting = f"{place} is read-only" if self._scene.ready else "The bot is starting …"
        self._composer.describe(
            placeholder=f"Message {place}, or / for commands" if can_write else waiting, disabled=not can_write
        )

    def _wanted(self) -> Iterator[tuple[str, str]]:
        """Yield what is to be seen, by a key that stays."""
        viewer, where = self.viewer, self.viewer.actor.where
        notices = [notice for notice in viewer.notices if notice.channel is where]
        shown: list[tuple[float, str, Message | None, str]] = [
            (message.created_at, str(message.id), message, "") for message in viewer.messages()
        ]
        shown += [
            (notice.at, f"notice-{number}", None, notice_html(notice.text, notice.command, viewer.user))
            for number, notice in enumerate(notices)
        ]
        shown.sort(key=lambda one: one[0])
        shown = shown[-_SHOWN:]
        if not shown:
            yield "empty", empty_html(self._scene, viewer)
        apps = self._scene.message_commands(viewer) if shown else []
        before: Message | None = None
        for _, key, message, html in shown:
            if message is not None:
                how = Shown(
                    viewer.user,
                    self._files.url,
                    frozenset(viewer.busy.get(message.id, ())),
                    message.id in viewer.failed,
                    apps,
                    _continues(before, message),
                )
                html = message_html(message, how)
            before = message
            yield key, html

    async def _typed(self, text: str) -> None:
        self._composer.complain("")
        self._latest = text
        offers = await self.viewer.completion.offers(text) if self._scene.ready else Offers(text)
        if text == self._latest:  # what was typed meanwhile may have been answered sooner
            self._composer.offer(offers)

    async def _send(self, text: str) -> None:
        try:
            await self._opened(await self._scene.send(self.viewer, text))
        except NotOfferedError as error:
            self._composer.complain(f"Discord would not send that: {error}.")
            self._composer.restore(text)

    async def _do(self, event: GenericEventArguments) -> None:
        """Do what was pressed or chosen somewhere in the pane."""
        what: dict[str, Any] = event.args
        scene, viewer, value = self._scene, self.viewer, str(what.get("value") or "")
        message = scene.message(viewer, int(what["message"])) if what.get("message") else None
        match what["do"]:
            case "press" if message is not None:
                await self._opened(await scene.press(viewer, message, value))
            case "choose" if message is not None:
                await self._opened(await scene.choose(viewer, message, value, list(what["chosen"])))
            case "app" if message is not None:
                await self._opened(await scene.use_app(viewer, message, value))
            case "dismiss" if message is not None:
                scene.dismiss(viewer, message.id)
            case "try":
                self._composer.put(value)
            case "go":
                channel = next((c for c in scene.channels(viewer) if str(c.id) == value), None)
                if channel is not None:
                    scene.go(viewer, channel)
            case "moderator":
                scene.set_moderator(viewer, bool(what["checked"]))
            case "leave":
                scene.remove_viewer(viewer)
            case "position" if scene.airlock is not None:
                await scene.airlock.watched(viewer.user, Position.parse(what["chosen"][0]), viewer.actor.where)

    async def _opened(self, reply: Reply | None) -> None:
        """Show the form that an answer has opened."""
        if reply is not None and reply.modal is not None:
            with self.root:
                open_form(self._scene, self.viewer, reply)


def _continues(before: Message | None, message: Message) -> bool:
    return (
        before is not None
        and before.author is message.author
        and message.created_at - before.created_at < _TOGETHER
        and message.type == 0
        and before.ephemeral == message.ephemeral
        and not message.author.bot
    )
