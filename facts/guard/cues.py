"""Turns of phrase that tell how a name beside them is meant, or of what a message speaks; all in small letters."""

from __future__ import annotations

import re
from typing import Final

NUMBERED: Final = re.compile(r"\bs\d{1,2}(?:\s?e\d{1,2})?\b|\b\dx\d{1,2}\b")
"""Seasons and episodes by number."""

LIKE: Final = re.compile(r"\b(?:like|than|reminds me of|remind me of) .*")
"""A comparison: what follows is no subject of the message."""

JOINING: Final = re.compile(r" ?(?:,(?: and| or)?|and|&|/|\+|vs\.?|or|>+|<|x|\||\d[.)]) ?")
"""What stands between names that are named together."""

OURS: Final = re.compile(
    r"\b(?:my|our)\b(?! (?:fav|god\b|heart|head|jaw|goodness|opinion|take|mind|word|eyes|number|best|least|poor|boy|"
    r"girl|love\b|king\b|queen\b|\w+ ranking|ranking))"
)
"""What is the author's, but for what one says of a show."""

OWN_LIFE: Final = re.compile(
    r"\bi (?:went|live|lived|was|am|grew|work|worked|drive|drove|bought|play|played|met|had|got|study|studied|"
    r"flew|know"
    r"|fly|visited|moved|used)\b|\bi'?m (?:from|in|at|a|an|flying|going|driving|moving)\b|\bi'?ve (?:been|got|"
    r"had)\b|\bbeen to\b|\bgreetings from\b|\bworking (?:at|in|for)\b|\bi'?m from\b"
)
"""Somebody speaks of themselves."""

NAMING: Final = re.compile(
    r"\b(?:is|are|it's|its)(?: also| just)? an? (?:[\w']+ ){0,3}(?:name|surname|nickname|word|slang|term|verb)\b|"
    r"\bname of an?\b|\bdictionary\b"
)
"""Somebody speaks of names and words themselves."""

REALITY: Final = re.compile(
    r"\birl\b|\breal(?:ity| life| world| history| one)\b|\(real\)|\bthe real\b(?! (?:\w+ing\b|villain|hero|"
    r"rival|deal|mvp|"
    r"star|reason|question|problem|winner))|\b(?:documentary|documentaries|museum|history|historical|biography|"
    r"biopic|"
    r"essay|exam|lecture|textbook|wikipedia|nobel|grandparents|century)\b|\bwhat nasa\b"
)
"""Somebody speaks of our own world and its history."""

STATE: Final = re.compile(r", (?:[A-Z]{2}\b|([A-Z][a-z]+))")
"""A state or country, with capitals, after a place."""

TO_THEM: Final = frozenset(
    [
        "goodnight",
        "good night",
        "good morning",
        "good evening",
        "good job",
        "good point",
        "good luck",
        "gn",
        "gm",
        "gg",
        "ggs",
        "lol",
        "lmao",
        "haha",
        "nice one",
        "nice post",
        "nice try",
        "well said",
        "well done",
        "great post",
        "great point",
        "great job",
        "agree with",
        "agreed",
        "sorry",
        "hope",
        "me and",
        "i'm",
        "im",
        "i am",
        "named after",
        "where's",
        "where is",
        "where are",
        "congrats",
        "congratulations",
        "happy birthday",
        "hbd",
        "bday",
        "welcome",
        "welcome back",
        "exactly",
        "true",
        "cc",
        "ping",
        "dm",
        "love you",
        "miss you",
        "thank you",
        "get well",
        "nope",
        "yep",
        "yeah",
        "yes",
        "no",
        "ok",
        "okay",
        "wait",
        "shout out",
        "shoutout",
        "out to",
        "credit to",
        "thanks to",
        "kudos to",
        "props to",
        "big up",
        "let",
        "what",
    ]
)
"""What stands before the name of somebody who is spoken to, or whom the chat knows."""

TOLD: Final = frozenset(
    [
        "what",
        "no",
        "yes",
        "yeah",
        "yep",
        "ok",
        "wait",
        "let",
        "hope",
        "lol",
        "where's",
        "true",
        "exactly",
    ]
) | {"where is"}
"""Those of them that also stand before a name of the story."""

OF_THEM: Final = re.compile(
    r" and i\b| and (?:me|myself)\b|,? (?:you're|youre|ur|you are|you)\b|,? (?:here|please|pls|plz|too)(?=[,.!]|$)|"
    r" (?:told|sent|asked|showed|gave|got|lent|drives|owes|helped|texted|reminded|invited) (?:me|us)\b|"
    r" (?:said|says) (?:it|that|so|above|hi|hello|yes|no|the stream|at \d)\b| said$|"
    r" (?:thinks|liked|likes|loved|loves|hasn'?t seen|has seen|is watching|watches) "
    r"(?:it|this|the (?:show|first|last|season|series))\b|"
    r" is (?:late|moderating|hosting|streaming|asking|here|away|busy|afk|offline|online|joining|"
    r"on (?:holiday|vacation|leave|call|mobile|episode))\b|"
    r"'s (?:birthday|place|party|turn|flat|stream|channel|spreadsheet|list|link|message|post|comment|theory|pizza)\b|"
    r" lives (?:near me|in my)| feels better| made (?:popcorn|dinner|lunch|tea|coffee)|"
    r" (?:brothers|sisters|street|road|avenue) | i said "
)
"""What stands after it."""

BY: Final = re.compile(r"[\"']? by (?:the )?[A-Z]")
"""Who has made a work, with capitals."""

MOVED: Final = re.compile(
    r"[\"']? (?:\w+ )?(?:broke|destroyed|hurt|wrecked|ended|killed|gutted|ruined|made) (?:me|us)\b|"
    r"[\"']? (?:\(?\dx\d|s\d)|[.!] oh my god"
)
"""What an episode did to its viewers."""

JUDGED: Final = re.compile(
    r"[\"']?(?: (?:is|was|might be|has to be) (?:\w+ ){0,2}?(?:boring|great|good|amazing|best|worst|saddest|"
    r"banger|perfect|mid|slow|"
    r"tense|brutal|underrated|overrated|peak|masterpiece|favou?rite)\b|, (?:wow|omg|what a|my god|ugh)\b|"
    r"[:-] ?\d+/10|"
    r" \d+/10| not win| > )"
)
"""How an episode was."""

FELT: Final = frozenset(
    [
        "poor",
        "stand",
        "hate",
        "hates",
        "trust",
        "trusts",
        "misses",
        "death of",
        "scene with",
        "scene where",
        "scene when",
        "scenes with",
        "scenes where",
        "until",
        "when",
        "knew",
        "think",
        "thinks",
        "thought",
        "deserve",
        "deserves",
        "for",
        "about",
        "believe",
        "tired of",
        "love",
        "loved",
    ]
)
"""What stands before somebody one feels for."""

EPITHET: Final = re.compile(r" the [A-Z]")
"""Somebody of old, with capitals (Ivan the Terrible)."""

MOVES: Final = re.compile(
    r"(?:jump|skip|go|goes|move|leap|cut|flash|fast)\w*(?: \w+){0,3} (?:to|into)|set in|play(?:s|ing)? in|"
    r"takes? place|"
    r"flash ?forward|time ?jump|starts? in|begins? in|next season|where the (?:finale|season)|"
    r"back in the story|the years?"
)
"""The story goes to another time."""

LIFE: Final = re.compile(
    r"\b(?:born|grew up|released?|came out|real life|in reality|our (?:world|timeline)|irl|married|graduat\w+|bought|"
    r"phone|laptop|wrote|childhood|parents|job|school|kid|remember|miss)\b"
)
"""A year of ours."""

FORETOLD: Final = re.compile(
    r"\b(?:wait (?:till|til|until)|spoilers?|later|next (?:season|ep|episode)|eventually|end(?:s|ed)? up|turns? out|"
    r"gonna|going to|becomes?|finally|by the end|season finale)\b"
)
"""Something is told ahead."""

FELT_AFTER: Final = re.compile(
    r"(?:,? (?:(?:my|you|poor|sweet) )(?:\w+ )?(?:love|king|queen|woman|man|girl|boy|guy|soul|bear|beautiful|heart|"
    r"legend|hero)\b| ?(?:>|<3)| deserves?\b| my beloved\b)"
)
"""What stands after them."""
