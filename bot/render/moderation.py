"""Cards for moderators: what channels may speak of, what a viewer sees, a server's settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from bot import custom_id
from bot.ledger import Change, GuildSettings
from bot.render.card import CHOICE, FIELD, OPTIONS_A_MENU, Button, Card, Colour, Field, Menu, Option
from bot.render.paging import list_fields
from bot.render.text import as_of, clip, fact_line, join_lines, position_words
from facts.position import NOTHING, Position
from facts.store import LoadedShow
from facts.view import View

SHOWN_CHANGES = 10
_LATEST_FACTS = 5
_CHANGED = {
    "ceiling": "ceiling",
    "show": "show",
    "log_channel": "log channel",
    "daily": "question of the day",
    "roles": "season roles",
    "follow": "watch party",
    "guard": "guard",
}


def ceiling_words(show: LoadedShow, position: Position | None) -> str:
    """A ceiling as moderators read it; ``None`` is one that is not set."""
    if position is None:
        return "not set"
    canonical = show.seasons.within(position)
    return "nothing but what is safe before the first episode" if canonical == NOTHING else position_words(canonical)


def ceiling_set_card(show: LoadedShow, channel: str, before: Position | None, after: Position | None) -> Card:
    """A ceiling has been set or removed."""
    if after is None:
        text = f"{channel} has no ceiling of its own any more; what holds above it holds there."
    else:
        text = f"In {channel} I speak in public of {show.title} up to: **{ceiling_words(show, after)}**."
    return Card(title="Saved", text=f"{text}\nBefore: {ceiling_words(show, before)}.", colour=Colour.MODERATION)


def channel_card(
    show: LoadedShow,
    effective: Position,
    levels: Sequence[tuple[str, Position | None]],
    guard: Field,
    changes: Iterable[Change],
) -> Card:
    """What a channel may speak of, and which setting says so; ``levels`` go from the nearest to the server."""
    lines = [f"{name}: {ceiling_words(show, position)}" for name, position in levels]
    fields = [Field("Set here and above", join_lines(lines, FIELD)), guard]
    told = join_lines((change_line(show, change) for change in changes), FIELD)
    if told:
        fields.append(Field("Changes", told))
    return Card(
        title=f"Ceiling for {show.title}",
        text=f"In public I speak here up to: **{ceiling_words(show, effective)}**.",
        fields=tuple(fields),
        colour=Colour.MODERATION,
    )


def change_line(show: LoadedShow, change: Change) -> str:
    """One change of a server's settings, for moderators."""
    who = f"<@{change.by}>" if change.by is not None else "somebody"
    what = _CHANGED[change.what]
    where = f" of <#{change.channel}>" if change.channel is not None else ""
    values = [_value(show, change.what, value) for value in (change.before, change.after)]
    return f"<t:{int(change.at.timestamp())}:d> {who}: {what}{where}, {values[0]} → {values[1]}"


def settings_card(show: LoadedShow, settings: GuildSettings) -> Card:
    """All settings of a server at a glance."""
    channels = [
        f"<#{channel}>: {ceiling_words(show, position)}" for channel, position in sorted(settings.ceilings.items())
    ]
    card = Card(
        title="This server's settings",
        fields=(
            Field("Show", show.title if settings.show else f"{show.title} (the default)"),
            Field("Ceiling", ceiling_words(show, settings.ceiling)),
            Field("Log", f"<#{settings.log_channel}>" if settings.log_channel else "not set"),
            *list_fields("Channels with a ceiling of their own", channels or ["none"]),
        ),
        colour=Colour.MODERATION,
    )
    return card.with_rows((Button("Stop logging", custom_id.pack("unlog")),) if settings.log_channel else ())


def preview_card(view: View, own: Position) -> Card:
    """What a viewer at a position gets to see, with a menu to open entries as that viewer.

    ``own`` is how far the moderator is: whoever falls behind it is asked again before they look further.
    """
    names = [view.name(character) for character in view.characters]
    latest = sorted(view.facts, key=attrgetter("since"))[-_LATEST_FACTS:]
    fields = [
        Field(name, value)
        for name, value in (
            ("Characters", clip(", ".join(names), FIELD)),
            ("Episodes", _episodes(view)),
            ("Revealed last", join_lines((fact_line(view, fact) for fact in latest), FIELD)),
        )
        if value
    ]
    options = tuple(
        Option(clip(view.label(character), CHOICE), character) for character in list(view.characters)[:OPTIONS_A_MENU]
    )
    menu = Menu(custom_id.pack("peek", view.show.id, str(view.position), str(own)), "Open as that viewer", options)
    return Card(
        title=f"What a viewer knows {_moment(view.position)}",
        text="" if fields else "Nothing but the show's title.",
        fields=tuple(fields),
        footer=as_of(view),
        colour=Colour.MODERATION,
    ).with_rows(*((menu,) if options else ()))


def preview_warning_card(show: LoadedShow, position: Position, own: Position) -> Card:
    """Ask a moderator before they are shown more than they have watched."""
    return Card(
        title="You have not watched that far",
        text=f"This shows you {show.title} as of {position}, which is beyond your own progress.",
        colour=Colour.MODERATION,
    ).with_rows(
        (
            Button("Show it to me", custom_id.pack("preview", show.id, str(position), str(own)), "danger"),
            Button("No, leave it", custom_id.pack("dismiss")),
        )
    )


def change_notice(by: int | None, lines: Iterable[str]) -> Card:
    """What is posted in the log channel when moderators change something."""
    return Card(
        title="Settings changed",
        text="\n".join((*lines, f"By <@{by}>" if by is not None else "By somebody")),
        colour=Colour.MODERATION,
    )


def dismissed_card() -> Card:
    """Nothing was done, on the caller's own word."""
    return Card(title="Left as it was", text="Nothing was done.", colour=Colour.MODERATION)


def differences(show: LoadedShow, before: GuildSettings, after: GuildSettings, shows: Mapping[str, str]) -> list[str]:
    """What differs between two settings of a server, a line each."""
    lines = []
    if before.show != after.show:
        lines.append(f"Show: {shows.get(before.show or '', 'not set')} → {shows.get(after.show or '', 'not set')}")
    if before.ceiling != after.ceiling:
        lines.append(f"Ceiling: {ceiling_words(show, before.ceiling)} → {ceiling_words(show, after.ceiling)}")
    if before.log_channel != after.log_channel:
        lines.append(f"Log: {_channel(before.log_channel)} → {_channel(after.log_channel)}")
    return lines


def _episodes(view: View) -> str:
    if not view.episodes:
        return ""
    last = max(view.episodes, key=attrgetter("since"))
    return f"through {last.since}" + (f" · {last.title}" if last.title else "")


def _moment(position: Position) -> str:
    return "before the first episode" if position == NOTHING else f"after {position_words(position)}"


def _channel(channel: int | None) -> str:
    return "not set" if channel is None else f"<#{channel}>"


def _value(show: LoadedShow, what: str, value: str | None) -> str:
    if value is None:
        return "not set"
    if what == "ceiling":
        return str(show.seasons.within(Position.parse(value)))
    if what == "follow":
        position, at = value.split()
        return f"{position} at <t:{int(datetime.fromisoformat(at).timestamp())}:f>"
    if what == "show" and value == show.id:
        return show.title
    return f"<#{value}>" if what == "log_channel" else value
