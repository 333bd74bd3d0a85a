"""Cards of roles that follow progress: for who manages a server, and for who may take part."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot import custom_id
from bot.ledger.role_values import Participants, ShowRoles
from bot.render.card import FIELD, Button, Card, Colour, Field, RoleMenu
from bot.render.paging import list_fields
from bot.render.text import counted, join_lines
from bot.roles import Trouble
from facts.store import LoadedShow

SEASONS_A_PAGE: Final = 4
"""Menus of one card: below them there is a row for buttons."""
_SERVERS: Final = 10

_FIXES: Final[Mapping[Trouble, str]] = {
    Trouble.NO_PERMISSION: "I may not give or take any role. Allow me **Manage Roles** (Server Settings → Roles).",
    Trouble.GONE: "It was deleted. Make it anew, or choose another.",
    Trouble.EVERYONE: "Everybody has that role. Choose another.",
    Trouble.MANAGED: "It belongs to a bot or another integration, so nobody can give it. Choose another.",
    Trouble.DANGEROUS: (
        "It lets its members do what moderators do, and anybody could give it to themselves. "
        "Take those permissions from it, or choose another."
    ),
    Trouble.ABOVE: "It is not below my own highest role. Drag mine above it (Server Settings → Roles).",
    Trouble.ABOVE_YOU: (
        "You may not give that role to anybody yourself: that needs **Manage Roles**, and a role of yours above it."
    ),
    Trouble.FULL: "This server has as many roles as Discord allows. Delete one that you do not need.",
}
_PUBLIC: Final = "**Roles are public:** everybody on this server can see which seasons you have watched to their end."


def fix(trouble: Trouble) -> str:
    """What is wrong, and what to do about it."""
    return _FIXES[trouble]


def role_name(show: LoadedShow, season: int, *, several: bool) -> str:
    """The name of a role that the bot makes; ``several`` shows are told apart."""
    return f"{show.title[:60]}: watched season {season}" if several else f"Watched season {season}"


def overview_card(
    show: LoadedShow,
    roles: ShowRoles,
    troubles: Mapping[int, Trouble],
    participants: Participants,
    *,
    may_manage: bool,
    note: str = "",
) -> Card:
    """How a server's roles stand; ``troubles`` by season, ``may_manage``: whether the bot may manage roles at all."""
    if not roles.on:
        text = (
            f"Off. Switched on, members who want to be shown get a role for each season of {show.title} that they have "
            "watched to its end, and lose it when they say that they have not. With it you can close channels to who "
            "has not got there. Nobody is shown who has not agreed."
        )
    else:
        text = f"On for {show.title}. {counted(participants.members, 'member')} agreed to be shown."
    lines = [_line(season, roles, troubles) for season in range(1, len(show.seasons) + 1)] if roles.on else []
    fields = [*list_fields("Roles", lines)] if lines else []
    wrong = list(_wrong(roles, troubles, participants, may_manage=may_manage))
    if wrong:
        fields.append(Field("To be mended", join_lines(wrong, FIELD)))
    card = Card(title="Season roles", text=text, fields=tuple(fields), colour=Colour.MODERATION, note=note)
    missing = missing_seasons(show, roles, troubles)
    make = "Make the missing roles" if roles.on else "Make the roles and switch on"
    choose = "Choose roles" if roles.on else "Choose roles of mine"
    on = (
        Button("Check now", custom_id.pack("roles-check", show.id)),
        Button("Tell members here", custom_id.pack("roles-post", show.id)),
        Button("Switch off", custom_id.pack("roles-off", show.id), "danger"),
    )
    return card.with_rows(
        (
            *((Button(make, custom_id.pack("roles-make", show.id), "primary"),) if missing else ()),
            Button(choose, custom_id.pack("roles-choose", show.id, "0")),
            *(on if roles.on else ()),
        )
    )


def missing_seasons(show: LoadedShow, roles: ShowRoles, troubles: Mapping[int, Trouble]) -> list[int]:
    """The seasons without a role, or whose role was deleted."""
    return [
        season
        for season in range(1, len(show.seasons) + 1)
        if season not in roles.seasons or troubles.get(season) is Trouble.GONE
    ]


def pages(show: LoadedShow) -> int:
    """How many pages the choice of roles has."""
    return max(1, -(-len(show.seasons) // SEASONS_A_PAGE))


def choose_card(show: LoadedShow, roles: ShowRoles, there: Collection[int], page: int, note: str = "") -> Card:
    """Menus in which a role is chosen for each season; ``there`` are the roles that the server still has."""
    first = page * SEASONS_A_PAGE + 1
    rows = [
        RoleMenu(
            custom_id.pack("roles-pick", show.id, str(page), str(season)),
            f"Season {season}: no role",
            roles.ids[season] if roles.ids.get(season) in there else None,
        )
        for season in range(first, min(first + SEASONS_A_PAGE, len(show.seasons) + 1))
    ]
    turn = [
        Button(f"Seasons from {other * SEASONS_A_PAGE + 1}", custom_id.pack("roles-choose", show.id, str(other)))
        for other in (page - 1, page + 1)
        if 0 <= other < pages(show)
    ]
    return Card(
        title=f"Season roles: {show.title}",
        text=(
            "Choose the role of each season. What you choose counts at once; to take a role away, empty its menu. "
            "A role that somebody has by other means follows their progress too, once they have agreed to be shown."
        ),
        colour=Colour.MODERATION,
        note=note,
    ).with_rows(*rows, (Button("Done", custom_id.pack("roles-over", show.id), "primary"), *turn))


def off_card(show: LoadedShow, roles: ShowRoles) -> Card:
    """Ask how to switch off."""
    made = sum(role.made for role in roles.seasons.values())
    text = (
        "I take the roles from everybody who has agreed to be shown, and forget that they have: whoever switches this "
        "on again asks them anew."
    )
    delete = Button(
        f"Off, and delete the {counted(made, 'role')} I made", custom_id.pack("roles-end", show.id, "delete"), "danger"
    )
    return Card(title="Switch season roles off?", text=text, colour=Colour.MODERATION).with_rows(
        (
            *((delete,) if made else ()),
            Button("Off, and leave the roles there", custom_id.pack("roles-end", show.id, "keep"), "danger"),
            Button("No, leave it on", custom_id.pack("roles-over", show.id)),
        )
    )


def offer_card(show: LoadedShow) -> Card:
    """The public message that tells members of the roles."""
    return Card(
        title="Show which seasons you have watched",
        text=(
            f"This server has a role for each season of {show.title}. Who wants to gets those of the seasons they have "
            "watched; nobody has to, and I tell nobody who does not."
        ),
        colour=Colour.PROGRESS,
    ).with_rows((member_button(show),))


def member_button(show: LoadedShow) -> Button:
    """The button that tells a member of their own roles; by itself it changes nothing."""
    return Button("Season roles", custom_id.pack("roles", show.id))


def member_card(
    show: LoadedShow, roles: ShowRoles, watched: int, *, shown: bool, rewatching: bool, stuck: bool = False
) -> Card:
    """What taking part means, what one would have or has, and the choice."""
    mine = [f"<@&{role}>" for season, role in roles.ids.items() if season <= watched]
    have = ", ".join(mine) if mine else "none"
    lines = [
        _PUBLIC,
        f"They follow what you have told me with `/progress`, up and down. {'Yours' if shown else 'You would have'}: "
        f"{have}.",
    ]
    if rewatching:
        lines.append("A rewatch changes nothing about them: they show what you have seen, not where you are now.")
    if stuck:
        lines.append("Just now I am not allowed all that I must do for it. Moderators can see why in `/server roles`.")
    if shown:
        lines.append("Take them away whenever you like.")
        button = Button("Take my season roles away", custom_id.pack("roles-leave", show.id), "danger")
        title = "You show your seasons here"
    else:
        button = Button("Show my seasons", custom_id.pack("roles-join", show.id), "primary")
        title = "Show your seasons here?"
    leave = () if shown else (Button("No, leave it", custom_id.pack("dismiss")),)
    return Card(title=title, text="\n".join(lines), colour=Colour.PROGRESS).with_rows((button, *leave))


def joined_card(show: LoadedShow, roles: ShowRoles, watched: int, *, rewatching: bool, stuck: bool) -> Card:
    """Somebody takes part."""
    card = member_card(show, roles, watched, shown=True, rewatching=rewatching, stuck=stuck)
    return replace(card, title="You show your seasons here now")


def left_card(*, stuck: bool) -> Card:
    """Somebody takes part no more."""
    text = "I take your season roles away. Nobody is shown anything from now on."
    if stuck:
        text = (
            "From now on your roles follow nothing any more. I want to take them away, but just now I am not allowed "
            "to: a moderator can do it, or see why in `/server roles`. I try again every night."
        )
    return Card(title="You are not shown any more", text=text, colour=Colour.PROGRESS)


def none_card() -> Card:
    """There are no season roles here."""
    return Card(
        title="No season roles here", text="This server has none. Its managers can set them up.", colour=Colour.PROGRESS
    )


def stuck_notice(lines: Iterable[str]) -> Card:
    """What moderators read in their log when roles could not be given or taken."""
    text = "\n".join(("I could not give or take all season roles.", *lines, "`/server roles` shows how things stand."))
    return Card(title="Season roles need you", text=text, colour=Colour.MODERATION)


def deleted_notice(season: int, title: str) -> Card:
    """What moderators read in their log when somebody has deleted a role that was in use."""
    return Card(
        title="Season roles need you",
        text=f"The role of season {season} of {title} was deleted. `/server roles` makes it anew, or takes another.",
        colour=Colour.MODERATION,
    )


def left_over(card: Card, servers: Sequence[str]) -> Card:
    """Add to a card in which servers roles could not be taken away."""
    if not servers:
        return card
    names = ", ".join(f"**{name}**" for name in servers[:_SERVERS])
    return card.ending(f"I could not take your season roles away in {names}. Ask a moderator there to do it.")


def summary(show: LoadedShow, roles: ShowRoles) -> str:
    """The roles in a line, for all settings at a glance."""
    return f"on for {counted(len(roles.seasons), 'season')} of {show.title}" if roles.on else "off"


def trouble_lines(roles: ShowRoles, troubles: Mapping[int, Trouble], *, may_manage: bool) -> list[str]:
    """What is wrong with a show's roles, a line each."""
    return list(_wrong(roles, troubles, Participants(), may_manage=may_manage))


def _line(season: int, roles: ShowRoles, troubles: Mapping[int, Trouble]) -> str:
    role = roles.seasons.get(season)
    if role is None:
        return f"Season {season}: none"
    if troubles.get(season) is Trouble.GONE:
        return f"⚠ Season {season}: deleted"
    return f"{'⚠ ' if season in troubles else ''}Season {season}: <@&{role.id}>{' (made by me)' if role.made else ''}"


def _wrong(
    roles: ShowRoles, troubles: Mapping[int, Trouble], participants: Participants, *, may_manage: bool
) -> Iterable[str]:
    if roles.on and not may_manage:
        yield fix(Trouble.NO_PERMISSION)
    for season, trouble in troubles.items():
        if trouble is not Trouble.NO_PERMISSION:
            yield f"Season {season}: {fix(trouble)}"
    if participants.stuck:
        yield (
            f"For {counted(participants.stuck, 'member')} I was not allowed all that I had to do. Once it is mended, "
            "press *Check now*; I also look every night."
        )
