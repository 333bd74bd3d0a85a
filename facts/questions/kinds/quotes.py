"""Who said it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from facts.questions.ground import Ground
from facts.questions.model import Stem
from facts.questions.sentences import gapped
from facts.questions.wording import GAP, gives_away

KIND: Final = "quotes"


def stems(ground: Ground) -> Iterator[Stem]:
    """Ask whose words a quote has, whether somebody of the story or of the crew spoke them."""
    quotes = [fact for fact in ground.view.facts if fact.kind == "quote" and fact.speaker is not None]
    for fact in quotes:
        answer = ground.option(fact.speaker or "")
        if answer is None:
            continue
        told = ground.sentences.told(fact)
        text = gapped(fact.text, (told or {}).get(answer.key, ()))
        if gives_away(text.replace(GAP, " "), answer):
            continue
        if answer.key in ground.view.people:
            speakers = {quote.speaker for quote in quotes}
            wrong = sorted((*ground.crew, *ground.people.values()), key=lambda option: option.key not in speakers)
        else:
            wrong = list(ground.characters_like(answer.key))
        yield Stem(
            kind=KIND,
            subject=fact.id,
            ask=f"Who said so? “{text}”",
            answer=answer,
            wrong=wrong,
            basis=ground.basis(fact),
            barred=ground.named_alike(fact),
            difficulty=4,
        )
