"""The page of facts: a pack as it is known at any position."""

from __future__ import annotations

import asyncio
import json
import os
from html import escape
from typing import Final

from nicegui import ui
from nicegui.events import GenericEventArguments

from bot.render.text import counted
from bot.sandbox.page import knowledge
from bot.sandbox.page.airlock import AirlockScene
from bot.sandbox.page.html import Html, delegate
from bot.sandbox.page.packs import Folder
from bot.sandbox.page.scene import Scene
from facts.errors import FactsError
from facts.pack.problem import Problem
from facts.position import NOTHING, Position
from facts.questions.pool import Pool
from facts.seasons import Seasons
from facts.store import LoadedShow
from facts.view import View

TABS: Final = {
    "step": "What appears",
    "entries": "Entries",
    "facts": "Facts",
    "questions": "Questions",
    "relations": "Relations",
    "lint": "Lint",
}


class FactBrowser:
    """The fact browser in one tab of the web browser. Built inside the page's current element."""

    def __init__(self, scene: Scene, at: str, tab: str, entry: str) -> None:
        self._scene = scene
        self._at = _read(at)
        self._tab = tab if tab in TABS else "step"
        self._entry = entry
        self._text = ""
        self._pool: tuple[View, Pool] | None = None
        self._show: LoadedShow | None = None
        self.root = ui.element("section").classes("facts").props('id="facts" aria-label="Fact browser"')
        with self.root:
            delegate(self.root, self._do)
            self._rail = Html("div", "rail")
            self._head = Html("div", "facts-head")
            self._tabs = Html("div", "tabs").props('role="tablist" aria-label="What to see"')
            with ui.element("div").classes("facts-body").props('tabindex="0"'):
                self._body = Html("div", "facts-inner").props('role="tabpanel" id="panel" aria-live="polite"')
        self.draw_soon()

    def draw_soon(self) -> None:
        """Draw the page anew as soon as its views are there."""
        with self.root:
            ui.timer(0, self._draw, once=True)

    async def _do(self, event: GenericEventArguments) -> None:
        what, value = event.args["do"], str(event.args.get("value") or "")
        airlock = self._scene.airlock
        if airlock is None:
            return
        positions = list(airlock.show.seasons.positions())
        now = positions.index(self._within(airlock))
        match what:
            case "at":
                self._at = positions[min(int(value), len(positions) - 1)]
            case "jump":
                self._at = _read(value)
            case "step":
                self._at = positions[min(max(now + int(value), 0), len(positions) - 1)]
            case "tab" if value in TABS:
                self._tab = value
            case "entry":
                self._entry, self._tab = value, "entries"
            case "search":
                self._text = value
                if self._tab in ("step", "lint"):
                    self._tab = "facts"
        await self._draw()

    def _within(self, airlock: AirlockScene) -> Position:
        seasons = airlock.show.seasons
        return seasons.within(self._at)

    async def _draw(self) -> None:
        airlock = self._scene.airlock
        if airlock is None:
            self._body.show('<p class="thinking">The bot is starting<i>…</i></p>')
            return
        show, at = airlock.show, self._within(airlock)
        positions = list(show.seasons.positions())
        number = positions.index(at)
        try:
            view = await airlock.bot.views.load(show.id, at)
            before = await airlock.bot.views.load(show.id, positions[number - 1]) if number else None
        except FactsError as error:
            self._body.show(f'<p class="failed">{escape(str(error))}</p>')
            return
        if self._show != show:
            self._show = show
            self._rail.show(_rail(show.title, show.seasons, number))
        self._head.show(_head(view))
        self._tabs.show(self._tabs_html(view, airlock))
        if self._tab == "lint":
            airlock.packs.want_lint()
        self._body.show(self._body_html(view, before, airlock))
        address = f"/facts?at={at}&tab={self._tab}" + (f"&entry={self._entry}" if self._entry else "")
        ui.run_javascript(f"sandbox.moved({number}, {json.dumps(str(at))}, {json.dumps(address)})")
        if self._tab == "questions" and (self._pool is None or self._pool[0] is not view):
            pool = Pool.of(view)
            await asyncio.to_thread(pool.warm)
            self._pool = (view, pool)
            if self._tab == "questions" and self._within(airlock) == view.position:
                self._body.show(self._body_html(view, before, airlock))

    def _tabs_html(self, view: View, airlock: AirlockScene) -> str:
        entries = len(view.characters) + len(view.things) + len(view.people)
        errors = sum(folder.errors for folder in airlock.packs.folders.values())
        counts = {"entries": entries, "facts": len(view.facts), "questions": len(view.questions), "lint": errors or ""}
        return "".join(
            f'<button type="button" role="tab" data-do="tab" data-value="{key}" aria-controls="panel" aria-selected='
            f'"{"true" if key == self._tab else "false"}"{" class=wrong" if key == "lint" and errors else ""}>'
            f"{name} <small>{counts.get(key, '')}</small></button>"
            for key, name in TABS.items()
        )

    def _body_html(self, view: View, before: View | None, airlock: AirlockScene) -> str:
        match self._tab:
            case "step":
                return knowledge.step_html(view, before)
            case "entries":
                return knowledge.entries_html(view, self._text, self._entry)
            case "facts":
                return knowledge.facts_html(view, self._text)
            case "questions":
                pool = self._pool[1] if self._pool is not None and self._pool[0] is view else None
                return knowledge.questions_html(view, self._text, pool)
            case "relations":
                return knowledge.relations_html(view, self._text)
            case _:
                return "".join(map(lint_html, airlock.packs.folders.values()))


def lint_html(folder: Folder) -> str:
    """Return what lint says of a pack, and whether it is what is being served."""
    served = (
        '<p class="banner good">This is what is being served. Changed files are loaded within a second or two.</p>'
        if folder.loaded
        else '<p class="banner bad" role="alert">The changed pack has errors. The version before is still served.</p>'
    )
    if folder.problems is None:
        said = '<p class="thinking">Lint is reading<i>…</i></p>'
    elif folder.problems:
        said = "".join(_problem(problem, folder) for problem in folder.problems)
        said = f"<table class=lint><thead><tr><th>Kind<th>Where<th>What</thead><tbody>{said}</tbody></table>"
    else:
        said = "<p>Lint finds nothing wrong.</p>"
    return f"<h2>{escape(folder.path.name)}</h2>{served}{said}"


def _problem(problem: Problem, folder: Folder) -> str:
    file = problem.file.removeprefix(f"{folder.path}{os.sep}")
    kind = "warning" if problem.warning else "<b>error</b>"
    where = f"<code>{escape(file)}:{problem.line}:{problem.column}</code>"
    hint = f" <small>{escape(problem.hint)}</small>" if problem.hint else ""
    return f"<tr><td>{kind}</td><td>{where}</td><td>{escape(problem.message)}{hint}</td></tr>"


def _rail(title: str, seasons: Seasons, number: int) -> str:
    steps = sum(seasons)
    ends = [sum(seasons[:season]) for season in range(len(seasons) + 1)]
    marks = "".join(
        f'<button type="button" data-do="jump" data-value="S{season}" style="left:{end * 100 / steps:.2f}%">'
        f"S{season}</button>"
        for season, end in enumerate(ends)
    )
    return (
        f'<div class="rail-line"><b>{escape(title)}</b><label class="find"><span class="unseen">Search</span>'
        '<input type="search" data-do="search" placeholder="Search what is known" autocomplete="off"></label></div>'
        f'<div class="rail-line">{_step(-1, "◀︎", "One episode back")}<div class="slider">'
        f'<input type="range" id="slider" min="0" max="{steps}" value="{number}" data-do="at"'
        f' aria-label="How far one has watched"><div class="marks">{marks}</div></div>'
        f"{_step(1, '▶︎', 'One episode on')}</div>"
    )


def _step(by: int, sign: str, words: str) -> str:
    return f'<button type="button" class="icon" data-do="step" data-value="{by}" aria-label="{words}">{sign}</button>'


def _head(view: View) -> str:
    entries = len(view.characters) + len(view.things) + len(view.people)
    counts = counted(entries, "entry", "entries"), counted(len(view.facts), "fact")
    return (
        f"<h1>{'Nothing watched yet' if view.position == NOTHING else f'Through {view.position}'}</h1>"
        f"<p>Known: {', '.join(counts)} and {counted(len(view.questions), 'question')}.</p>"
    )


def _read(at: str) -> Position:
    try:
        return Position.parse(at)
    except ValueError:
        return NOTHING
