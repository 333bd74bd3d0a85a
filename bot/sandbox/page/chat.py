"""The page of channels: viewers side by side."""

from __future__ import annotations

from nicegui import ui
from nicegui.events import GenericEventArguments

from bot.sandbox.page.files import Files
from bot.sandbox.page.html import Html, delegate
from bot.sandbox.page.pane import Pane
from bot.sandbox.page.scene import MOST_VIEWERS, Scene


class Chat:
    """All panes in one tab of the browser. Built inside the page's current element."""

    def __init__(self, scene: Scene, files: Files) -> None:
        self._scene = scene
        self._files = files
        self._panes: dict[str, Pane] = {}
        self._bar = Html("div", "bar")
        delegate(self._bar, self._do)
        self._room = ui.element("div").classes("panes")
        self.draw()

    def draw(self) -> None:
        """Bring all panes up to date."""
        wanted = [viewer.user.name for viewer in self._scene.viewers]
        for name in [name for name in self._panes if name not in wanted]:
            self._panes.pop(name).root.delete()
        for number, viewer in enumerate(self._scene.viewers):
            if viewer.user.name in self._panes:
                self._panes[viewer.user.name].draw()
            else:
                with self._room:
                    pane = self._panes[viewer.user.name] = Pane(self._scene, viewer, self._files)
                pane.root.move(self._room, number)
        self._bar.show(self._bar_html())

    def _bar_html(self) -> str:
        links = "".join(
            f'<a href="#viewer-{viewer.user.name}">{viewer.user.display_name} <small>{viewer.position}</small></a>'
            for viewer in self._scene.viewers
        )
        add = ""
        if len(self._scene.viewers) < MOST_VIEWERS:
            add = '<button type="button" class="button plain" data-do="add">+ Add a viewer</button>'
        return f'<nav class="jump" aria-label="Viewers">{links}</nav>{add}'

    async def _do(self, event: GenericEventArguments) -> None:
        if event.args["do"] == "add" and len(self._scene.viewers) < MOST_VIEWERS:
            self._scene.add_viewer()
