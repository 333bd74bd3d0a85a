"""What a view holds, as HTML: entries, facts, questions, relations, and what a step adds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from facts.model import Character, Fact, Person, Question, Ref, Thing
from facts.position import Position
from facts.questions.model import TriviaQuestion
from facts.questions.pool import Pool
from facts.view import View

MOST: Final = 250
"""Items that are drawn at once."""
_SAMPLES: Final = 2

Entry = Character | Thing | Person


def entries_html(view: View, text: str, chosen: str) -> str:
    """Return the list of entries, and the one that is chosen beside it."""
    found = {one.value for one in view.suggest(text)} if text.strip() else None
    groups = []
    for title, entries in (("Characters", view.characters), ("Things", view.things), ("People", view.people)):
        shown = [id_ for id_ in entries if found is None or id_ in found]
        if shown:
            buttons = "".join(_entry_button(view, id_, chosen) for id_ in shown)
            groups.append(f"<h3>{title} <small>{len(shown)}</small></h3><div class=names>{buttons}</div>")
    listed = "".join(groups) or _nothing(text)
    return (
        f'<div class="split"><div class="list">{listed}</div><div class="detail">{entry_html(view, chosen)}</div></div>'
    )


def entry_html(view: View, id_: str) -> str:
    """Return all that a view knows of an entry; words to choose one where it has none of that id."""
    entry = view.entry(id_)
    if entry is None:
        return '<p class="quiet">Choose an entry to see all that is known of it here.</p>'
    kind = entry.type if isinstance(entry, Thing) else type(entry).__name__.lower()
    lines = [("id", f"<code>{escape(id_)}</code>"), ("known from", since_html(entry.since))]
    if not isinstance(entry, Person):
        names = [
            f"{escape(n.name)} {since_html(n.since)}{' <small>also</small>' if n.also else ''}" for n in entry.names
        ]
        lines.append(("names", ", ".join(names)))
    if isinstance(entry, Character):
        if billing := view.billing(id_):
            lines.append(("cast", escape(billing)))
        lines.append(("played by", ", ".join(_link(view, one.person) for one in view.played_by(id_))))
        lines.append(("the same as", ", ".join(_link(view, other) for other in view.same(id_))))
    if isinstance(entry, Person):
        lines.append(("plays", ", ".join(_link(view, character.id) for character, _ in view.roles(id_))))
    lines.append(("relations", ", ".join(f"{r.kind} {_link(view, r.other)}" for r in view.relations(id_))))
    table = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in lines if value)
    facts = facts_list(view, view.about(id_))
    return f"<h3>{escape(view.name(id_))} <small>{escape(kind)}</small></h3><dl class=known>{table}</dl>{facts}"


def facts_html(view: View, text: str) -> str:
    """Return the facts, or those that a search finds."""
    found = view.search(text, MOST) if text.strip() else sorted(view.facts, key=lambda fact: _place(view, fact))
    return facts_list(view, found) if found else _nothing(text)


def _place(view: View, fact: Fact) -> tuple[Position, bool]:
    # As they become known; how the show was made after what it tells.
    return view.seasons.canonical(fact.since), fact.kind in ("production", "award")


def facts_list(view: View, facts: Sequence[Fact]) -> str:
    """Return facts as a list."""
    return _list((_fact(view, fact) for fact in facts[:MOST]), len(facts))


def relations_html(view: View, text: str) -> str:
    """Return who is what to whom, by entry."""
    words = text.strip().casefold()
    cards = []
    for id_ in view.characters:
        lines = [f"<li>{escape(r.kind)} {_link(view, r.other)}</li>" for r in view.relations(id_)]
        if lines and (not words or words in view.name(id_).casefold()):
            cards.append(f"<section class=relation><h3>{_link(view, id_)}</h3><ul>{''.join(lines)}</ul></section>")
    return f'<div class="relations">{"".join(cards)}</div>' if cards else _nothing(text)


def questions_html(view: View, text: str, pool: Pool | None) -> str:
    """Return the questions written by hand, and some of every kind that are made from the facts."""
    words = text.strip().casefold()
    found = [one for one in view.questions if words in f"{one.ask} {one.answer}".casefold()]
    parts = [f"<h3>Written by hand <small>{len(found)}</small></h3>"]
    parts.append(_list((_question(one) for one in found[:MOST]), len(found)) if found else _nothing(text))
    if pool is None:
        parts.append('<p class="quiet">Questions are being made from the facts …</p>')
    elif not words:
        for kind in sorted({candidate.kind for candidate in pool.candidates.values()} - {"written"}):
            ids = pool.kind(kind)
            chance = random.Random(f"{view.position} {kind}")  # noqa: S311  # examples, the same on every visit
            made = [pool.make(id_, chance) for id_ in chance.sample(ids, min(_SAMPLES, len(ids)))]
            parts.append(f"<h3>{escape(kind.replace('_', ' '))} <small>{len(ids)}</small></h3>")
            parts.append(f"<ul class=items>{''.join(map(_made, made))}</ul>")
    return "".join(parts)


def step_html(view: View, before: View | None) -> str:
    """Return what a position adds to the one before it, and what it takes away."""
    episode = view.episode(view.position)
    title = f" · {escape(episode.title)}" if episode is not None and episode.title else ""
    aired = f" <small>aired {episode.aired}</small>" if episode is not None and episode.aired else ""
    parts = [f"<h2>{view.position}{title}{aired}</h2>"]
    old = set() if before is None else {*before.characters, *before.things, *before.people}
    new = [id_ for id_ in (*view.characters, *view.things, *view.people) if id_ not in old]
    renamed = [] if before is None else [id_ for id_ in old if view.entry(id_) and view.name(id_) != before.name(id_)]
    known = set() if before is None else set(before.facts)
    facts = sorted((fact for fact in view.facts if fact not in known), key=lambda fact: _place(view, fact))
    asked = set() if before is None else set(before.questions)
    questions = [question for question in view.questions if question not in asked]
    current = set(view.facts)
    gone = [] if before is None else [fact for fact in before.facts if fact not in current]
    if new:
        parts.append(f"<h3>New entries <small>{len(new)}</small></h3>")
        parts.append(f"<div class=names>{''.join(_entry_button(view, id_, '') for id_ in new)}</div>")
    for id_ in sorted(renamed):
        old_name = before.name(id_) if before is not None else ""
        parts.append(f"<p>{escape(old_name)} is now called {_link(view, id_)}.</p>")
    if facts:
        parts.append(f"<h3>New facts <small>{len(facts)}</small></h3>{facts_list(view, facts)}")
    if gone and before is not None:
        parts.append(f"<h3>Replaced <small>{len(gone)}</small></h3><div class=gone>{facts_list(before, gone)}</div>")
    if questions:
        parts.append(f"<h3>New questions <small>{len(questions)}</small></h3>")
        parts.append(_list(map(_question, questions[:MOST]), len(questions)))
    if len(parts) == 1:
        parts.append('<p class="quiet">Nothing becomes known with this episode.</p>')
    return "".join(parts)


def since_html(since: Position) -> str:
    """Return a position as a small mark."""
    return f'<span class="since">{since}</span>'


def _fact(view: View, fact: Fact) -> str:
    value = fact.value
    said = _link(view, value.id) if isinstance(value, Ref) else escape(value) if value else ""
    about = ", ".join(_link(view, id_) for id_ in fact.about)
    when = f" · {fact.date or fact.year}" if fact.date or fact.year else ""
    publishers = dict.fromkeys(view.sources[id_].publisher for id_ in fact.sources if id_ in view.sources)
    real = f"<p class=real>In our world: {escape(fact.real)}</p>" if fact.real else ""
    speaker = f" · said by {_link(view, fact.speaker)}" if fact.speaker else ""
    return (
        f"<li>{since_html(fact.since)}<div><p>{escape(fact.text)}</p>{real}"
        f"<p class=quiet><b>{escape(fact.kind)}</b>{f' {said}' if said else ''} · {about}{speaker}{when}"
        f" · {escape(', '.join(publishers))}</p></div></li>"
    )


def _question(question: Question) -> str:
    options = [(question.answer, True), *((wrong, False) for wrong in question.wrong)]
    return _asked(question.since, question.ask, options, question.explain or "", question.difficulty)


def _made(question: TriviaQuestion) -> str:
    options = [(option, option == question.answer) for option in question.options]
    return _asked(question.since, question.ask, options, question.explain, question.difficulty)


def _asked(since: Position, ask: str, options: Iterable[tuple[str, bool]], explain: str, difficulty: int) -> str:
    shown = "".join(
        f'<span class="{"right" if right else "wrong"}">{escape(option)}</span>' for option, right in options
    )
    said = f"<p class=quiet>{escape(explain)}</p>" if explain else ""
    level = (
        f'<span class="quiet" title="Difficulty {difficulty} of 5">{"●" * difficulty}{"○" * (5 - difficulty)}</span>'
    )
    return f"<li>{since_html(since)}<div><p>{escape(ask)} {level}</p><p class=options>{shown}</p>{said}</div></li>"


def _entry_button(view: View, id_: str, chosen: str) -> str:
    pressed = ' aria-pressed="true"' if id_ == chosen else ""
    does = f'data-do="entry" data-value="{escape(id_)}"'
    return f'<button type="button" class="name" {does}{pressed}>{escape(view.label(id_))}</button>'


def _link(view: View, id_: str) -> str:
    if view.entry(id_) is None:
        return escape(view.show.title if id_ == "show" else id_)
    does = f'data-do="entry" data-value="{escape(id_)}"'
    return f'<button type="button" class="ref" {does}>{escape(view.name(id_))}</button>'


def _list(items: Iterable[str], count: int) -> str:
    more = f'<p class="quiet">{count - MOST} more; search to find them.</p>' if count > MOST else ""
    return f'<ul class="items">{"".join(items)}</ul>{more}'


def _nothing(text: str) -> str:
    return f'<p class="quiet">Nothing{f" about “{escape(text)}”" if text.strip() else ""} is known here.</p>'
