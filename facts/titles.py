"""Which pieces of a short public text speak of what is not known yet: names, years, and entries named together.

It says nothing of what it knows but pieces of the text that it was asked about.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from facts.lookalikes import latin, unframed
from facts.mentions import Mentions
from facts.model import Pack
from facts.pack.surnames import Surnames
from facts.position import Position
from facts.view import View

_YEAR: Final = re.compile(r"(?<!\d)(1[0-9]{3}|2[0-9]{3})(s)?(?!\d)")


class Titles:
    """The names, years and pairs of a view, each with its position: of a whole show in the view at its end."""

    def __init__(self, view: View) -> None:
        pack = Pack(
            pack=1,
            show=view.show,
            episodes=view.episodes,
            people=tuple(view.people.values()),
            characters=tuple(view.characters.values()),
            things=tuple(view.things.values()),
        )
        self._seasons = view.seasons
        self._mentions = Mentions(pack)
        self._surnames = Surnames(pack)
        self._years = [(self._seasons.canonical(known.since), known.from_, known.to) for known in view.show.years]
        self._together = [(self._seasons.canonical(pair.since), frozenset(pair.ids)) for pair in view.together]

    def beyond(self, text: str, position: Position, *, any_case: bool = True) -> tuple[str, ...]:
        """Return the pieces of ``text`` that are not to be said at ``position``, in order, each once.

        In a title every word counts, however it is written; longer texts have everyday words in small letters. The
        pieces are in plain letters: ``１９９５`` is 1995.
        """
        here = self._seasons.canonical(position)
        letters = unframed(text)
        found = self._beyond(text, here, any_case)
        return found if found or letters is text else self._beyond(letters, here, any_case)

    def _beyond(self, text: str, here: Position, any_case: bool) -> tuple[str, ...]:
        text = latin(unicodedata.normalize("NFKC", text))
        found: list[tuple[int, str]] = []
        mentions = self._mentions.find(text, any_case=any_case)
        found += [(mention.start, text[mention.start : mention.end]) for mention in mentions if mention.since > here]
        for surname in self._surnames.beyond(text, here, mentions):
            found.append((text.index(surname.word), surname.word))
        for match in _YEAR.finditer(text):
            first = int(match[1])
            years = range(first, first + 10 if match[2] else first + 1)
            spans = [since for since, start, end in self._years if start < years.stop and end >= years.start]
            if spans and min(spans) > here:
                found.append((match.start(), match[0]))
        named = frozenset[str]().union(*(mention.ids for mention in mentions))
        for since, ids in self._together:
            if since > here and ids <= named:
                found += [
                    (mention.start, text[mention.start : mention.end]) for mention in mentions if mention.ids & ids
                ]
        return tuple(dict.fromkeys(piece for _, piece in sorted(found)))
