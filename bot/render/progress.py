"""Cards of the watched-through setting: where one is, menus to move, what has been unlocked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, Literal

from bot import custom_id
from bot.ledger import Progress
from bot.render.card import OPTIONS_A_MENU, Button, Card, Colour, Field, Menu, Option
from bot.render.cast import open_menu
from bot.render.text import counted, position_words
from facts.position import NOTHING, Position
from facts.seasons import Seasons
from facts.store import LoadedShow
from facts.view import View

Mode = Literal["set", "rewatch"]
"""Which of the two positions a menu moves."""

MENUS: Final = 4
"""How many menus may stand below each other: they hold 99 seasons, and leave a row for buttons."""

NO_POSITION: Final = "-"
"""Stands in a button for a position that is not set."""

_ASKED: Final[dict[Mode, str]] = {
    "set": "How far have you watched {title}?",
    "rewatch": "From where do you rewatch {title}?",
}


def season_menu(show: LoadedShow, mode: Mode) -> tuple[Menu, ...]:
    """The menu "how far are you?", by season."""
    options = [
        Option("From the beginning", "0") if mode == "rewatch" else Option("Nothing yet", "0", "I have not started"),
        *(
            Option(f"Season {season}", str(season), counted(length, "episode"))
            for season, length in enumerate(show.seasons, start=1)
        ),
    ]
    return _menus("season", show, mode, "Choose a season", options)


def episode_menu(show: LoadedShow, mode: Mode, season: int) -> tuple[Menu, ...]:
    """The second menu: all of a season, or through one of its episodes. It shows numbers, never titles."""
    options = [
        # As its last episode: whoever chooses it once the season has grown means what was offered.
        Option(f"All of season {season}", str(show.seasons.concrete(Position(season)))),
        *(
            Option(f"Through {Position(season, episode)}", str(Position(season, episode)))
            for episode in range(1, show.seasons.episodes_in(season))
        ),
    ]
    return _menus("episode-set", show, mode, f"Season {season}: how far?", options)


def ask_card(show: LoadedShow, mode: Mode, season: int | None = None) -> Card:
    """Ask by menus how far somebody is."""
    rows = season_menu(show, mode) if season is None else episode_menu(show, mode, season)
    text = "Only you see this, and nobody is told your answer."
    if season is not None and show.seasons.episodes_in(season) > MENUS * OPTIONS_A_MENU:
        text += f" For an episode that is not in the menus, use `/progress {mode}`."
    return Card(
        title=_ASKED[mode].format(title=show.title),
        text=text,
        colour=Colour.PROGRESS,
    ).with_rows(*rows)


def welcome(show: LoadedShow) -> tuple[str, tuple[Menu, ...]]:
    """What somebody who has set nothing is told, once, and the menu that goes with it."""
    return (
        f"👋 I don't know how far you have watched **{show.title}**, so I tell only what is safe before the first "
        "episode. Choose below, or with `/progress set`, and I tell you more. You won't be asked again.",
        season_menu(show, "set"),
    )


def panel_card(show: LoadedShow) -> Card:
    """The public message with the menu, to be pinned in a channel."""
    return Card(
        title=f"How far have you watched {show.title}?",
        text=(
            "Choose below, and I never tell you more than you have watched. The choice stays between you and me: "
            "nobody else sees it."
        ),
        colour=Colour.PROGRESS,
    ).with_rows(*season_menu(show, "set"))


def progress_card(show: LoadedShow, progress: Progress) -> Card:
    """Where somebody is, and what they can do about it."""
    if not progress.known:
        return ask_card(show, "set")
    watched = progress.watched_through or NOTHING
    fields = [Field("Watched", f"{_heading(show.seasons, watched)}\n{_bar(show.seasons, watched)}")]
    if progress.view_as_of is not None:
        again = _heading(show.seasons, progress.view_as_of)
        fields.append(Field("Watched again", f"{again}\nWhile you rewatch, I tell you no more than that."))
    return Card(title=f"Your progress in {show.title}", fields=tuple(fields), colour=Colour.PROGRESS).with_rows(
        _moves(show, progress), *season_menu(show, "set")
    )


def moved_card(show: LoadedShow, progress: Progress, *, undone: bool = False) -> Card:
    """What a change of progress has come to."""
    title = "Undone" if undone else "Saved" if progress.known else "Forgotten"
    if not progress.known:
        text = f"I do not know how far you have watched {show.title}; you get what is safe before the first episode."
    elif progress.view_as_of is not None:
        text = (
            f"You are rewatching, and have watched again: {_sentence(show.seasons, progress.view_as_of)}. "
            f"I remember how far you were: {_sentence(show.seasons, progress.watched_through or NOTHING)}."
        )
    else:
        text = f"You have watched {_sentence(show.seasons, progress.watched_through or NOTHING)}."
    card = Card(title=title, text=text, colour=Colour.PROGRESS)
    return card if undone and not progress.known else card.with_rows(_moves(show, progress))


def kept_card(show: LoadedShow, progress: Progress) -> Card:
    """Nothing was changed, on the caller's own word."""
    return replace(moved_card(show, progress), title="Left as it was")


def end_card(show: LoadedShow) -> Card:
    """There is no next episode."""
    return Card(
        title="You have watched everything",
        text=f"There is no episode of {show.title} after the one you watched last.",
        colour=Colour.PROGRESS,
    )


def confirm_card(show: LoadedShow, target: Position) -> Card:
    """Ask before a large step forward, which would show much at once."""
    yes = custom_id.pack("confirm", show.id, str(show.seasons.concrete(target)))
    return Card(
        title="Is that right?",
        text=(
            f"That moves you forward by more than one season: you will have watched "
            f"{_sentence(show.seasons, target)}, and I will tell you everything up to there."
        ),
        colour=Colour.PROGRESS,
    ).with_rows(
        (
            Button(f"Yes, I have watched {position_words(show.seasons.canonical(target))}", yes, "danger"),
            Button("No, leave it", custom_id.pack("keep", show.id)),
        )
    )


def unlocked(card: Card, before: View, after: View) -> Card:
    """Add to a card what ``after`` tells that ``before`` did not, and a menu to open whom one has newly met."""
    met = [character for character in after.characters if character not in before.characters]
    known = {fact.id for fact in before.facts}
    news = [fact for fact in after.facts if fact.id not in known]
    numbers = (
        (len(met), "character"),
        (sum(fact.kind == "event" for fact in news), "event"),
        (sum(fact.kind != "event" for fact in news), "other fact"),
        (len(after.episodes) - len(before.episodes), "episode"),
    )
    words = ", ".join(counted(number, what) for number, what in numbers if number > 0)
    if not words:
        return card
    whom = "Whom you have met"
    if len(met) > OPTIONS_A_MENU:
        whom += f": {OPTIONS_A_MENU} of {len(met)}"
    return replace(card, fields=(*card.fields, Field("Unlocked", words))).with_rows(
        *open_menu(after, whom, met[:OPTIONS_A_MENU])
    )


def _moves(show: LoadedShow, progress: Progress) -> tuple[Button, ...]:
    following = show.seasons.after(show.seasons.within(progress.position)) if progress.known else None
    buttons = []
    if following is not None:
        buttons.append(Button(f"Watched {following}", custom_id.pack("watched", show.id, str(following)), "primary"))
    if progress.view_as_of is not None:
        buttons.append(Button("Stop rewatching", custom_id.pack("unrewatch", show.id)))
    # It says what it undoes, so that a second press does not undo one change more.
    written = (NO_POSITION if one is None else str(one) for one in (progress.watched_through, progress.view_as_of))
    buttons.append(Button("Undo", custom_id.pack("undo", show.id, *written)))
    return tuple(buttons)


def _menus(action: str, show: LoadedShow, mode: Mode, placeholder: str, options: Sequence[Option]) -> tuple[Menu, ...]:
    return tuple(
        Menu(custom_id.pack(action, show.id, mode, str(number)), placeholder, chunk)
        for number, chunk in enumerate(_chunks(options[: MENUS * OPTIONS_A_MENU], OPTIONS_A_MENU))
    )


def _chunks(options: Sequence[Option], size: int) -> Iterable[tuple[Option, ...]]:
    return (tuple(options[start : start + size]) for start in range(0, len(options), size))


def _sentence(seasons: Seasons, position: Position) -> str:
    canonical = seasons.within(position)
    if canonical == NOTHING:
        return "nothing yet"
    return f"all of season {canonical.season}" if canonical.whole else f"through {canonical}"


def _heading(seasons: Seasons, position: Position) -> str:
    words = _sentence(seasons, position)
    return words[0].upper() + words[1:]


def _bar(seasons: Seasons, position: Position) -> str:
    here = seasons.within(position)
    watched = sum(seasons.canonical(episode) <= here for episode in seasons.episodes())
    filled = 10 * watched // sum(seasons)
    return f"{'▰' * filled}{'▱' * (10 - filled)} {watched} of {sum(seasons)} episodes"
