"""Cards of gated spoilers: notices that say no more than they may, and long texts on pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.ledger import Spoiler
from bot.render.message import message_of
from bot.render.spoiler import WORDS, confirm_card, manage_card, notice_card, revealed_card, split, with_reveal
from bot.render.spoiler import Seen as Agreed
from facts.position import NOTHING, Position

SECRET = "Wilson wins."
POST = Spoiler(10**18, 1, 2, 3, "harbour", Position(2), "The mayor", SECRET, files=2)


def test_notice_names_author_show_position_and_title_and_its_button_only_the_post() -> None:
    card = with_reveal(notice_card("Harbour", Position(2), "[x](http://y) @everyone", 3, 0), POST.id)
    assert card.title == "Spoiler for Harbour"
    assert "from the end of season 2" in card.text
    assert "<@3>" in card.text
    assert "](" not in card.text.replace("\\", "\\ ")
    (row,) = card.rows
    assert isinstance(row, tuple)
    assert [button.custom_id for button in row] == [f"spoiler-reveal|{POST.id}"]


def test_questions_and_management_say_nothing_of_the_text_or_the_title() -> None:
    for card in (
        confirm_card("Harbour", POST, Position(1), manages=True),
        manage_card("Harbour", POST, Agreed(Position(2), Position(1))),
    ):
        assert SECRET not in repr(card)
        assert "mayor" not in repr(card)


def test_long_text_of_wide_letters_is_paged_within_what_discord_takes() -> None:
    words = "🚀" * WORDS
    post = Spoiler(10**18, 1, 2, 3, "harbour", NOTHING, "", words)
    cards = [revealed_card("Harbour", post, NOTHING, page, manages=True) for page in (1, 2, 3)]
    assert "".join(card.text for card in cards[:2]) == words[: len(cards[0].text) + len(cards[1].text)]
    for card in cards:
        embed = message_of(card)["embed"]
        assert len(embed.description.encode("utf-16-le")) // 2 <= 4096
        assert card.rows


@given(st.text(max_size=300), st.integers(min_value=4, max_value=60))
def test_split_loses_nothing_and_keeps_to_the_room(text: str, room: int) -> None:
    pieces = split(text, room)
    assert "".join(pieces) == text
    assert all(len(piece.encode("utf-16-le", "surrogatepass")) // 2 <= room for piece in pieces)
