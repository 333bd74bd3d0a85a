"""One place of a message where a name stands, and what stands beside it."""

from __future__ import annotations

import re
from typing import Final

from facts.guard.context import WORD, Context
from facts.guard.cues import JOINING, OF_THEM, STATE, TO_THEM, TOLD
from facts.guard.once import once
from facts.guard.topics import ASKING, CALLS, CHATTING, FUNCTION, OTHER, PEOPLE, REACTION, SHOW, STORY, VERBS
from facts.guard.words import EVERYDAY, is_everyday
from facts.guard.world import FAMILIES, GIVEN, SURNAMES, WORLD

_FOLLOWING: Final = re.compile(r"(?:'s)? ([A-Z][A-Za-z]*)")
_RANKS: Final = frozenset(
    [
        "admiral",
        "agent",
        "captain",
        "cmdr",
        "colonel",
        "commander",
        "congressman",
        "congresswoman",
        "cosmonaut",
        "director",
        "dr",
        "general",
        "governor",
        "lt",
        "madam",
        "major",
        "miss",
        "mr",
        "mrs",
        "ms",
        "officer",
        "president",
        "professor",
        "sen",
        "senator",
        "sergeant",
        "vp",
        "xo",
        "young",
        "poor",
        "old",
    ]
)
"""What stands before a name without being part of it."""
_FROM: Final = ("work", "my", "the", "our", "school", "class", "church", "college")
_EXCLAIMING: Final = frozenset(
    ["what", "first", "such", "a", "an", "omg", "wow", "so", "who", "how", "ugh", "oh", "no"]
)
_ENDS: Final = ".!?\n"
_WINDOW: Final = 24
_GREETING: Final = 24
_FIRST: Final = 3
"""Fewer words than these before a name are the beginning of a message."""
_NAME: Final = 3
_NOT_NAMES: Final = FUNCTION | SHOW | STORY | REACTION | OTHER | PEOPLE
"""Words that are no family names where they stand beside a name."""
_JOINED: Final = 7
"""The most characters that join two names."""


class Place:
    """Where a name stands in a message."""

    def __init__(self, context: Context, start: int, end: int) -> None:
        self.context = context
        self.start = start
        self.end = end
        self.written = context.cased[start:end]
        lowered = context.lowered
        self.before = before = WORD.findall(lowered, max(0, start - _WINDOW), start)
        """The words before it, nearest last."""
        self.after = after = WORD.findall(lowered, end, end + _WINDOW)
        """The words next after it."""
        self.nearest: str = before[-1] if before else ""
        """The word before it, empty where there is none."""
        self.next: str = after[0] if after else ""
        """The word after it, empty where there is none."""
        self.follows = context.cased[end : end + 1]
        """The character after it, empty where there is none."""

    @once
    def further(self) -> list[str]:
        """More of the words after it."""
        return WORD.findall(self.context.lowered, self.end, self.end + 2 * _WINDOW)

    def led_by(self, phrases: frozenset[str]) -> bool:
        """Whether one of these, of one word or two, stands before it."""
        return self.nearest in phrases or " ".join(self.before[-2:]) in phrases

    @once
    def opens(self) -> bool:
        """Whether a sentence begins here."""
        led = self.context.cased[: self.start].rstrip(" \"'(")
        return not led or led[-1] in _ENDS

    @once
    def is_all(self) -> bool:
        """Whether nothing else is said: no word before the name but an article, and none after it."""
        lowered = self.context.lowered
        return lowered[: self.start].strip(" \"'*_(.") in ("", "the") and not WORD.search(lowered, self.end)

    @once
    def quoted(self) -> bool:
        """Whether it stands in quotation marks or is emphasised."""
        return self.start > 0 and self.context.cased[self.start - 1] in "\"'" and self.follows in ('"', "'")

    @once
    def acts(self) -> bool:
        """Whether the story is told in the present: somebody does what one does in a story, not what friends do."""
        return self.next in VERBS and self.next.endswith("s") and self.next not in CHATTING

    @once
    def beside(self) -> bool:
        """Whether it is named together with another of the show's names."""
        lowered = self.context.lowered
        return any(
            (0 < first - self.end < _JOINED and JOINING.fullmatch(lowered, self.end, first))
            or (0 < self.start - last < _JOINED and JOINING.fullmatch(lowered, last, self.start))
            for first, last in self.context.named
        )

    @once
    def stated(self) -> bool:
        """Whether a state or country follows: a town is meant that bears the same name."""
        found = STATE.match(self.context.cased, self.end) if self.follows == "," else None
        return found is not None and (found[1] is None or found[1].lower() in WORLD)

    @once
    def among_other_names(self) -> bool:
        """Whether it is part of a name that is none of the show's: its neighbour has a capital of its own."""
        follows = _FOLLOWING.match(self.context.cased, self.end)
        named = self.context.named
        if follows and follows[1] != "I" and not any(first == follows.start(1) for first, _ in named):
            return True
        led, at = self._led
        if not led or any(last == at for _, last in named):
            return False
        before = self.context.cased[: at - len(led)].rstrip(" \"'(")
        return not is_everyday(led) or (bool(before) and before[-1] not in _ENDS + ":" and led not in _RANKS)

    @once
    def unknown_after(self) -> bool:
        """Whether a word follows at once that is neither everyday nor a name of the show, as a family name does."""
        return (
            self.follows == " "
            and _is_unknown(self.next)
            and not any(first == self.end + 1 for first, _ in self.context.named)
        )

    @once
    def unknown_before(self) -> bool:
        """Whether such a word stands right before it, or a given name."""
        if self.start == 0 or self.context.cased[self.start - 1] != " ":
            return False
        if self.context.lowered[self.start - 2 : self.start - 1] in ",.!?:;)":
            return False
        return _is_unknown(self.nearest) and not any(last == self.start - 1 for _, last in self.context.named)

    @once
    def led_by_given(self) -> bool:
        """Whether a common given name stands before it, so that both are one name."""
        led, _ = self._led
        return led in GIVEN and not is_everyday(led)

    @once
    def _led(self) -> tuple[str, int]:
        """The word before it, if it has a capital, in small letters, and where it ends."""
        led = self.context.cased[: self.start]
        if not led.endswith(" "):
            return "", 0
        led = led[:-1].removesuffix(",")
        word = led[led.rfind(" ") + 1 :]
        return (word.lower(), len(led)) if word.isalpha() and word.istitle() else ("", 0)

    @once
    def addressed(self) -> bool:
        """Whether the name is that of somebody who is spoken to, or whom the author knows."""
        return self._by_name or self._as_one_does

    @once
    def _by_name(self) -> bool:
        """Whether it is said as only people who know each other say it."""
        if OF_THEM.match(self.context.lowered, self.end):
            return True
        if self.nearest == "as" and self.next == "said":
            return True
        if self.nearest in ("ask", "tell") and len(self.before) < _FIRST:
            return True
        if self.led_by(TOLD):
            return not self.after or self.follows == "," or self.next in ("said", "here", "finish")
        return self.led_by(TO_THEM)

    @once
    def called(self) -> bool:
        """Whether it is so even if nobody is commonly called that."""
        return self._greeted or (self.follows == "," and self.opens and self.next in ASKING)

    @once
    def _as_one_does(self) -> bool:
        if self._greeted:
            return True
        if self.follows != "," or any(first == self.end + 2 for first, _ in self.context.named):
            return False
        asked = self.after[:2] in (["what", "do"], ["what", "did"], ["what", "are"])
        return self.opens and bool(self.after) and (asked or self.next not in _EXCLAIMING)

    @once
    def _greeted(self) -> bool:
        context, nearest = self.context, self.nearest
        if nearest in CALLS or nearest.startswith("@") or context.cased[max(0, self.start - 1) : self.start] == "@":
            return True
        last = {*self.before[-3:]}
        if last & {"my", "our", "met"} or nearest in ("a", "another"):
            return True
        if last & {"named", "called"} and (context.personal or context.people):
            return True
        if nearest in PEOPLE and context.ours and not context.known:
            return True
        if self.next == "from" and self.after[1:2] and self.after[1] in _FROM:
            return True
        if self.follows == "," and (self.next in ("my", "our") or (self.next == "the" and {*self.after[1:2]} & OTHER)):
            return True
        led = context.cased[: self.start].rstrip()
        return led.endswith(",") and (not self.after or self.follows in ("!", "?")) and len(led) < _GREETING


def _is_unknown(word: str) -> bool:
    if len(word) < _NAME or word in _NOT_NAMES or word in VERBS:
        return False
    return (word in GIVEN and word not in EVERYDAY) or word in SURNAMES or word in FAMILIES or not is_everyday(word)
