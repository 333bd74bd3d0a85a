"""Sequences of steps for two twins, found, shortened and told by Hypothesis: scenarios of several acts, and rules."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from facts.position import NOTHING, Position
from tests.support.twins.rules import DATA, Rules
from tests.support.twins.steps import Command, Complete, Manage, Press, Restart, Step, Wait
from tests.support.twins.strategies import IN_SERVERS
from tests.support.twins.town import SHOW, Kin, families

_NEAR: Final = ("ann", "bob", "mod")
_HOUR: Final = 3600
_SHARED: Final = (("share", True),)


class Twins(Rules):
    """Two worlds with one past, to which the same happens: between the acts of a scenario anything may come."""

    @initialize(
        kin=families(),
        views=st.sampled_from([64, 2, 1]),
        users=st.sampled_from([1000, 2]),
    )
    def begin(self, kin: Kin, views: int, users: int) -> None:
        """Make both, with caches of some size."""
        self.start(kin, views, users)
        self._settle()

    def _settle(self) -> None:
        """Let everybody say how far they are, some show it by roles, and the channels have ceilings and a log.

        Else there would be little to hear.
        """
        here, end = self.kin.position, Position(len(self.kin.seasons))
        self.do(Press("mod", "lounge", None, f"roles-make|{SHOW}"))
        self.do(*(Press(by, "lounge", None, f"roles-join|{SHOW}") for by in ("ann", "eve")))
        for by, position in (("ann", here), ("bob", here), ("mod", here), ("eve", end)):
            if position != NOTHING:
                self.do(Press(by, "lounge", None, f"confirm|{SHOW}|{position}"))
        self.do(*(Command("mod", at, "/channel ceiling", (("to", str(here)),)) for at in ("lounge", "den")))
        self.do(Command("mod", "lounge", "/server set", (("log", "#log"),)))

    # Looking things up

    @rule(near=st.sampled_from(_NEAR), data=DATA)
    def look_around(self, near: str, data: st.DataObject) -> None:
        """Somebody who is further asks for one thing in every way, and then somebody who is not."""
        draw = self.draws(data)
        name, at = draw.text() or "?", draw.where()
        share = _SHARED if draw.seldom() else ()
        prefix = draw.one_of(["", "e", "m", name[:2].strip()])
        for by in ("eve", near):
            self._look(by, at, name, prefix, share)
            self.interrupt(draw)

    def _look(self, by: str, at: str, name: str, prefix: str = "", share: tuple[tuple[str, bool], ...] = ()) -> None:
        self.do(Complete(by, at, "/facts about", (*share, ("name", prefix))))
        self.do(*(Command(by, at, line, (("name", name), *share)) for line in ("/cast character", "/facts about")))
        self.do(*(Command(by, at, line, share) for line in ("/timeline", "/facts random", "/facts random")))

    @rule(back=st.sampled_from(["undo", "clear", "rewatch"]), data=DATA)
    def go_back(self, back: str, data: st.DataObject) -> None:
        """Somebody who was further is so no more, and uses what they were shown there."""
        draw = self.draws(data)
        at, end, here = draw.where(), Position(len(self.kin.seasons)), self.kin.position
        name = draw.text() or "?"
        self.do(Press("eve", at, None, f"confirm|{SHOW}|{end}"))
        self._look("eve", at, name)
        self.do(Command("eve", at, "/channel preview", (("as", str(end)),)), Command("eve", at, "/facts random"))
        self.press_newest("random|", "eve")
        values = (("season", here.season), *(() if here.whole or not here.season else (("episode", here.episode),)))
        self.do(Command("eve", at, f"/progress {back}", values if back == "rewatch" else ()))
        self.press_newest("random|", "eve")
        self.interrupt(draw)
        self.press_newest("random|", "eve")
        self.do(Press("eve", at, None, f"preview|{SHOW}|{end}|{end}"))
        self._look("eve", at, name)
        if draw.yes():
            self.do(Press("eve", at, None, f"confirm|{SHOW}|{end}"), Press("eve", at, None, f"unrewatch|{SHOW}"))

    # Playing

    @rule(data=DATA)
    def game(self, data: st.DataObject) -> None:
        """A round of trivia is played, or some of it."""
        draw = self.draws(data)
        host, at = draw.one_of(["ann", "eve", "mod", "bob"]), draw.one_of(IN_SERVERS)
        values = (("questions", 3), *((("answer", "typed"),) if draw.seldom() else ()))
        self.do(Command(host, at, "/trivia start", values))
        for prefix, by in (("join|", "bob"), ("join|", "eve"), ("start|", host)):
            self.press_newest(prefix, by)
        for _ in range(draw.one_of([2, 3, 1, 0])):
            if draw.seldom():
                self.do(Restart(2))
            self.interrupt(draw)
            for by in ("ann", draw.one_of(["eve", "bob"])):
                if not self.press_newest("form|", by):
                    self.press_newest("answer|", by, draw.number(0, 3))
                elif self.forms:
                    self.do(draw.filled(self.forms[-1]))
            self.do(Wait(40))

    @rule(data=DATA)
    def day(self, data: st.DataObject) -> None:
        """A server has its question of the day, and some try it."""
        draw = self.draws(data)
        at = draw.one_of(["lounge", "den"])
        self.do(Command("mod", at, "/server daily", (("time", "18:00"),)))
        self.interrupt(draw)
        # A question that is late by more than six hours is left out.
        self.do(*(5 * [Wait(5 * _HOUR)]))
        for by in ("ann", "eve"):
            self.do(Command(by, at, "/trivia daily"))
            self.press_newest("daily|", by, draw.number(0, 3))

    @rule(data=DATA)
    def practise(self, data: st.DataObject) -> None:
        """Somebody practises for a while."""
        draw = self.draws(data)
        for by in ("eve", draw.one_of(_NEAR)):
            self.do(Command(by, "dm", "/trivia practice"))
            for _ in range(5 if by == "eve" else draw.one_of([5, 3, 1])):
                self.press_newest("prac|", by, draw.number(0, 3))
                self.press_newest("prac-next|", by)

    # In servers

    @rule(data=DATA)
    def gate(self, data: st.DataObject) -> None:
        """Somebody posts a spoiler, and others look at it."""
        draw = self.draws(data)
        by, at = draw.who(), draw.one_of(IN_SERVERS)
        self.do(Command(by, at, "/spoiler post"))
        if self.forms:
            self.do(draw.filled(self.forms[-1]))
        self.interrupt(draw)
        for reader in ("ann", "eve"):
            self.press_newest("spoiler-reveal|", reader)
            self.press_newest("spoiler-page|", reader)

    @precondition(lambda self: self.kin.position != NOTHING)
    @rule(data=DATA)
    def follow(self, data: st.DataObject) -> None:
        """A watch party is announced, perhaps another in its place, and its hour comes, or it is called off."""
        draw = self.draws(data)
        by, at, (before, there) = draw.one_of(["mod", "eve"]), draw.one_of(IN_SERVERS), draw.step()
        self.do(Command("mod", at, "/channel ceiling", (("to", str(before)),)))
        for to in (there, *((draw.step()[1],) if draw.yes() else ())):
            self.do(Command(by, at, "/channel follow", (("to", str(to)), ("when", "in 2 hours"))))
            self.press_newest("party|", by)
            self.interrupt(draw)
        self.do(Command("mod", at, "/channel follow"))
        if draw.seldom():
            self.press_newest("party-off|", "mod")
        passed: Step = Restart(2 * _HOUR) if draw.seldom() else Wait(2 * _HOUR)
        self.do(Wait(_HOUR), passed)
        for viewer in ("ann", "eve"):
            self.press_newest("seen|", viewer)
        self._look("ann", at, draw.text() or "?", share=_SHARED)

    @rule(data=DATA)
    def show_seasons(self, data: st.DataObject) -> None:
        """Some agree to be shown by roles, say how far they are, and perhaps the roles end, or what lets them be."""
        draw = self.draws(data)
        at = draw.one_of(["lounge", "den"])
        self.do(Press("mod", at, None, f"roles-make|{SHOW}"), Press("mod", at, None, f"roles-post|{SHOW}"))
        for by in (draw.one_of(_NEAR), "eve"):
            self.press_newest("roles|", by)
            self.do(Press(by, at, None, f"roles-join|{SHOW}"), Press(by, at, None, f"confirm|{SHOW}|{draw.own(by)}"))
            self.interrupt(draw)
        match draw.number(0, 3):
            case 1:
                self.do(Manage(at, draw.one_of(["forbid", "delete"])), Command("eve", at, "/progress undo"))
                self.do(Manage(at, "allow"), Press("mod", at, None, f"roles-check|{SHOW}"))
            case 2:
                self.do(Press("mod", at, None, f"roles-end|{SHOW}|{draw.one_of(['keep', 'delete'])}"))
            case 3:
                self.do(Press("eve", at, None, f"roles-leave|{SHOW}"))
        self.do(Command("mod", at, "/server roles"))
