"""Cards of season roles: within Discord's limits, and with nothing of what has not been watched."""

from __future__ import annotations

import pytest

from bot.ledger import NO_ROLES, Participants, SeasonRole, ShowRoles
from bot.render.card import RoleMenu
from bot.render.roles import (
    choose_card,
    deleted_notice,
    fix,
    joined_card,
    left_card,
    left_over,
    member_card,
    missing_seasons,
    none_card,
    off_card,
    offer_card,
    overview_card,
    pages,
    role_name,
    stuck_notice,
    summary,
)
from bot.roles import Trouble
from facts.seasons import Seasons
from facts.store import LoadedShow
from tests.support.cards import Made, assert_fits_discord, buttons

SHOW = LoadedShow("rooms", "Rooms", Seasons((3, 3, 2)))
LONG = LoadedShow("x" * 40, "A show with a title that goes on and on " * 3, Seasons((10,) * 99))
SOME = ShowRoles({1: SeasonRole(11, made=True), 3: SeasonRole(13)})
ALL = ShowRoles({season: SeasonRole(10**18 + season, made=True) for season in range(1, 100)})


@pytest.mark.parametrize("show", [SHOW, LONG], ids=["short", "long"])
@pytest.mark.parametrize("roles", [NO_ROLES, SOME, ALL], ids=["off", "some", "all"])
def test_cards_fit_discord(show: LoadedShow, roles: ShowRoles) -> None:
    for trouble in Trouble:
        troubles = dict.fromkeys(roles.seasons, trouble)
        card = overview_card(show, roles, troubles, Participants(7, 2), may_manage=False, note="Said.")
        assert_fits_discord(Made(trouble.name, card))
    for page in range(pages(show)):
        assert_fits_discord(Made(f"page {page}", choose_card(show, roles, {11, 13}, page)))
    for card in (
        off_card(show, roles),
        offer_card(show),
        member_card(show, roles, 3, shown=True, rewatching=True, stuck=True),
        joined_card(show, roles, 0, rewatching=False, stuck=False),
        left_card(stuck=True),
        none_card(),
        stuck_notice([fix(trouble) for trouble in Trouble]),
        deleted_notice(3, show.title),
        left_over(left_card(stuck=False), ["Fans" * 20] * 30),
    ):
        assert_fits_discord(Made(card.title, card))
    assert len(role_name(show, 99, several=True)) <= 100
    assert len(summary(show, roles)) <= 1024


def test_every_trouble_has_words_of_its_own() -> None:
    assert len({fix(trouble) for trouble in Trouble}) == len(Trouble)


def test_member_is_shown_the_roles_of_what_they_have_watched_and_no_others() -> None:
    assert "<@&11>" in member_card(SHOW, SOME, 2, shown=False, rewatching=False).text
    assert "<@&13>" not in member_card(SHOW, SOME, 2, shown=False, rewatching=False).text
    assert "none" in member_card(SHOW, SOME, 0, shown=True, rewatching=False).text


def test_seasons_without_a_role_are_offered_one() -> None:
    assert missing_seasons(SHOW, SOME, {1: Trouble.GONE, 3: Trouble.ABOVE}) == [1, 2]
    whole = ShowRoles({season: SeasonRole(season) for season in (1, 2, 3)})
    card = overview_card(SHOW, whole, {}, Participants(), may_manage=True)
    assert "Make the missing roles" not in [button.label for button in buttons(card)]


def test_menus_show_what_is_set_where_it_is_there() -> None:
    menus = [row for row in choose_card(SHOW, SOME, {11}, 0).rows if isinstance(row, RoleMenu)]
    assert [menu.chosen for menu in menus] == [11, None, None]
