"""Every error has words of its own, that neither tease nor tell hidden and nonexistent apart."""

from __future__ import annotations

import inspect

import pytest

from bot import errors
from bot.ledger.errors import StoreUnavailable, Unsettled
from bot.render.card import Colour, Menu
from bot.render.errors import error_card, expected
from bot.roles import Trouble
from facts.position import NOTHING, Position
from tests.support.cards import Made, assert_fits_discord, buttons, menus

TOLD: tuple[Exception, ...] = (
    errors.NotFoundError("Tom"),
    errors.NotFoundError("Tom", "Thomas"),
    errors.NoFactsError("Tom"),
    errors.NothingHereError(),
    errors.AmbiguousError("rooms", "Tom", (("a", "Tom (actor)"), ("b", "Tom (vessel)"))),
    errors.BadPositionError("S3 E"),
    errors.NotAnEpisodeError(3),
    errors.NoSuchPositionError("Rooms", (3, 1), Position(1, 9)),
    errors.NoSuchPositionError("Rooms", (3, 1), Position(2, 9)),
    errors.NoSuchPositionError("Rooms", (3, 1), Position(9)),
    errors.NoSuchPositionError("Rooms", (3,), Position(9)),
    errors.NoSuchShowError("Dooms", ("Rooms", "Lamps")),
    errors.NoSuchShowError("Dooms", ()),
    errors.TooLongError("text", 50),
    errors.NotAllowedError("Manage Messages"),
    errors.BotLacksPermissionError("View Channel", "Send Messages"),
    errors.CannotDeleteError(),
    errors.NeedsServerError(),
    errors.OutdatedButtonError(),
    errors.NothingToUndoError(),
    errors.RewatchTooFarError(Position(2)),
    errors.RewatchTooFarError(NOTHING),
    errors.BadTimeError("soonish"),
    errors.PastTimeError("2019-06-01 20:00"),
    errors.TooFarTimeError("in 99 weeks"),
    errors.BadZoneError("Mars"),
    errors.NoHourError(),
    errors.CeilingThereError(Position(2)),
    errors.NoMessagesThereError(),
    errors.NothingPlannedError(),
    errors.OptionError(),
    errors.NotInServerError(),
    errors.NotAcceptedError(),
    errors.RoundIsRunningError(1, 2, 3),
    errors.RoundIsRunningError(1, 2, None),
    errors.NoRoundError(),
    errors.RoundOverError(),
    errors.RoundTooFarError(Position(1)),
    errors.NoSuchKindError("riddle"),
    errors.FilesError(),
    errors.NoRoomError(own=False),
    errors.NoRoomError(own=True),
    errors.FilesError(hiding=True),
    errors.UnsafeTitleError(("Tom", "1983"), "Rooms", Position(1)),
    errors.UnsafeTitleError((), "Rooms", Position(1)),
    errors.UnsafeTitleError(("Tom", "1983"), "Rooms", NOTHING),
    errors.TooEarlyError(Position(2)),
    errors.TooEarlyError(NOTHING),
    errors.EarlyTagError(Position(2)),
    errors.EarlyTagError(NOTHING),
    errors.FileGoneError(),
    errors.NothingToHideError(),
    errors.NothingToHideError(mine=True),
    errors.MessageGoneError(),
    errors.SpoilerGoneError(),
    errors.NotYoursError(),
    *(errors.RoleRefusedError(trouble) for trouble in Trouble),
    errors.RoleTakenError(2),
    StoreUnavailable("locked"),
    Unsettled("who knows"),
)
TEASING = ("yet", "so far", "spoil", "hidden", "later", "for now", "still", "read on", "for you")


def test_every_error_is_among_those_tested() -> None:
    kinds = {kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.AskError)}
    assert kinds - {errors.AskError, errors.NothingFoundError} <= {type(error) for error in TOLD}


@pytest.mark.parametrize("error", TOLD, ids=repr)
def test_error_is_explained(error: Exception) -> None:
    card = error_card(error, "reference-42")
    assert_fits_discord(Made(repr(error), card))
    assert card.colour is Colour.ERROR
    assert card.title != "Something went wrong"
    assert "reference-42" not in card.text
    assert expected(error)
    assert not [word for word in TEASING if word in card.text.lower().split()]


def test_errors_have_different_words() -> None:
    texts = [error_card(error, "").text for error in TOLD]
    assert len(set(texts)) == len(texts)


def test_error_that_nobody_expects_names_only_its_reference() -> None:
    error = RuntimeError("SELECT secret FROM fact")
    card = error_card(error, "reference-42")
    assert not expected(error)
    assert "reference-42" in card.text
    assert "secret" not in card.text + card.title


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (errors.NoSuchPositionError("Rooms", (3, 1), Position(1, 9)), "Season 1 of Rooms has 3 episodes."),
        (errors.NoSuchPositionError("Rooms", (3, 1), Position(2, 9)), "Season 2 of Rooms has 1 episode."),
        (errors.NoSuchPositionError("Rooms", (3, 1), Position(9)), "Rooms has 2 seasons."),
        (errors.NoSuchPositionError("Rooms", (3,), Position(9)), "Rooms has 1 season."),
    ],
)
def test_position_that_the_show_lacks_is_answered_with_its_public_length(error: Exception, text: str) -> None:
    assert error_card(error, "").text == text


def test_not_found_is_the_same_but_for_what_was_asked() -> None:
    one, other = (error_card(errors.NotFoundError(asked), "") for asked in ("Hidden", "Nobody"))
    assert one.text.replace("Hidden", "Nobody") == other.text
    assert one.title == other.title
    assert one.rows == other.rows == ()


@pytest.mark.parametrize("error", [errors.NotFoundError("Tom"), errors.NoFactsError("Tom")], ids=repr)
def test_nothing_to_share_says_how_far_the_channel_goes(error: errors.NothingFoundError) -> None:
    alone = error_card(error, "").text
    for ceiling, far in ((Position(1), "all of season 1"), (NOTHING, "what is safe before the first episode")):
        error.ceiling = ceiling
        told = f"{alone} In this channel I speak up to: {far}. Without `share` you may get more."
        assert error_card(error, "").text == told


@pytest.mark.parametrize("count", [2, 5, 6, 25, 40])
def test_ambiguous_name_offers_all_that_fit(count: int) -> None:
    choices = tuple((f"tom-{number}", f"Tom ({number})") for number in range(count))
    card = error_card(errors.AmbiguousError("rooms", "Tom", choices), "")
    assert_fits_discord(Made("ambiguous", card))
    offered = [button.label for button in buttons(card)] + [o.label for menu in menus(card) for o in menu.options]
    assert offered == [label for _, label in choices[:25]]
    assert isinstance(card.rows[0], Menu) is (count > 5)
