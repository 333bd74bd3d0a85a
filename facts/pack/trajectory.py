"""Words that tell that something is still to come, or is over: an item speaks as of its own position."""

from __future__ import annotations

import re
from typing import Final

from ahocorasick_rs import AhoCorasick

CLEAR: Final = (
    r"for now",
    r"for the time being",
    r"so far",
    r"thus far",
    r"until now",
    r"up to now",
    r"not yet",
    r"(?:has|have|had|is|are|was|were) yet to",
    r"as yet",
    r"at this point",
    r"at this stage",
    r"to this day",
    r"still alive",
    r"until later",
    r"until season \d+",
    r"(?:will|would) (?:later|soon|eventually|one day|go on to|come to)",
    r"(?:will|would) (?:\w+ ){1,3}later",
    r"later (?:turns out|revealed|learns?|discovers?|dies|becomes?|marries)",
    r"in (?:a )?later (?:season|episode)s?",
    r"goes on to",
    r"eventually",
    r"(?:the )?first of (?:many|several|two|three|a few)",
    r"(?:not )?for the (?:last|final) time",
    r"(?:one|his|her|their) (?:last|final) (?:time|words?|flight|mission|scene|appearance)",
    r"not (?:be )?the last",
    r"(?:his|her|their) (?:last|final) (?:approach|days?|hours?|night|morning|journey|launch|landing|meeting|moments?)",
    r"(?:one|a|this) (?:last|final) (?:time|goodbye|farewell)",
    r"(?:his|her|their) (?:closing|dying) (?:days?|hours?|minutes|moments?)",
    r"(?:goodbye|good-bye|farewell) (?:forever|for ever)",
    r"never to (?:return|be seen|come back|meet)",
    r"not to (?:\w+ ){1,2}again",
    r"for the moment",
    r"for another few (?:days|weeks|months|years)",
    r"(?:while|as long as) it lasts",
    r"(?:is|are|was|were) (?:destined|fated) (?:to|for)",
    r"little knowing",
    r"unaware (?:that|of what|how)",
    r"(?:has|have|had) no idea (?:that|what (?:waits|awaits|lies|comes|will))",
    r"(?:does|do|did) not know what (?:\w+ ){1,2}(?:will|would)",
    r"(?:that|which|who|what) (?:will|would) (?:kill|cost|haunt|ruin|destroy|doom|betray|claim|change everything)",
    r"(?:will|would) (?:\w+ ){0,2}(?:regret|rue)",
    r"(?:one|some) day (?:will|would|is to)",
    r"(?:that|which|who) (?:one|some) day",
    r"(?:is|are|was|were) to be (?:\w+ ){1,2}(?:one|some) day",
    r"until the day",
    r"on (?:a|the) (?:path|road) (?:that|which|to|towards)",
    r"on (?:his|her|their) way to becoming",
    r"seems? (?:to be )?(?:\w+ ){0,3}at first",
    r"only (?:minutes|hours|days|weeks|moments) (?:left|to live)",
    r"(?:years|decades|months|seasons|episodes) later",
    r"goes on for (?:years|decades)",
    r"catch(?:es)? up with (?:him|her|them)",
    r"(?:sets?|setting) (?:the stage for|in motion)",
    r"pav(?:es|ing) the way for",
    r"(?:things|storm|those|many) to come",
    r"what (?:is|was|are) to come",
    r"for what comes",
    r"what (?:lies|is) ahead",
    r"(?:the )?beginning of the end",
    r"before long",
    r"as (?:will be seen|we will see|we shall see)",
    r"takes? (?:its|their) toll in the end",
    r"costs? (?:him|her|them) (?:his|her|their) (?:life|lives)",
    r"never (?:\w+ ){0,2}again",
    r"before (?:the|his|her|their) (?:accident|death|crash|divorce|explosion|bombing|betrayal|marriage|murder|suicide)",
    r"when the (?:show|series|story) (?:starts|begins|opens)",
    r"at the (?:start|beginning|opening) of the (?:show|series|story)",
    r"the (?:show|series) (?:never|does not) shows?",
    r"soon[- ]to[- ]be",
    r"ill[- ]fated",
    r"doomed",
    r"little (?:does|do|did) (?:he|she|they|anyone|anybody)",
    r"foreshadow(?:s|ed|ing)?",
    r"(?:his|her|their|the|an?) (?:future|eventual) \w+",
)
DOUBTFUL: Final = (
    "still",
    "yet",
    "last",
    "final",
    "finally",
    "later",
    "until",
    "soon",
    "currently",
    "initially",
    "at first",
    "originally",
    "temporarily",
    "ultimately",
    "in the end",
    "future",
    "fateful",
)
_CLEAR_PATTERN: Final = re.compile(rf"\b(?:{'|'.join(CLEAR)})\b", re.IGNORECASE)
_DOUBTFUL_PATTERN: Final = re.compile(rf"\b(?:{'|'.join(DOUBTFUL)})\b", re.IGNORECASE)


_TRIGGERS: Final = (
    *("now", "for the", "far", "yet", "at this", "to this", "still", "until", "will", "would", "later", "goes on"),
    *("eventual", "first", "last", "final", "again", "before", "soon", "fated", "doomed", "little", "foreshadow"),
    *("moment", "lasts", "destined", "fated", "knowing", "unaware", "no idea", "not know", "shall"),
    *("some day", "one day", "the day", "path", "road", "way to", "at first", "left", "to live", "goes on", "catch"),
    *("stage", "motion", "the way for", "to come", "comes", "ahead", "the end", "before long", "toll", "never"),
    *("the show", "the series", "the story"),
    *("closing", "dying", "bye for", "farewell", "another few", "costs", "cost "),
    *("future", "current", "initial", "original", "temporar", "ultimate", "in the end", "fateful"),
)
"""Every phrase holds one of these, most texts none; looking for them first is many times faster."""


class Trajectory:
    """Finds such words in texts."""

    def __init__(self) -> None:
        self._triggers = AhoCorasick(_TRIGGERS)

    def clear(self, text: str) -> tuple[str, ...]:
        """Find phrases that give a later turn away."""
        return tuple(match[0] for match in _CLEAR_PATTERN.finditer(text)) if self._triggered(text) else ()

    def doubtful(self, text: str) -> tuple[str, ...]:
        """Find words that often do, outside of the clear phrases."""
        if not self._triggered(text):
            return ()
        return tuple(match[0] for match in _DOUBTFUL_PATTERN.finditer(_CLEAR_PATTERN.sub(" ", text)))

    def _triggered(self, text: str) -> bool:
        return bool(self._triggers.find_matches_as_indexes(text.lower()))
