"""Pages and fields that go on: everything is on one of them, and each holds no more than it may."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.card import FIELD
from bot.render.paging import CONTINUED, Pages, list_fields

unhurried = settings(deadline=None)


@unhurried
@given(st.lists(st.integers(0, 30), max_size=40), st.integers(1, 7), st.booleans())
def test_pages_hold_everything_once_in_order(items: list[int], size: int, weighed: bool) -> None:
    more = {"weigh": lambda item: item, "room": 40} if weighed else {}
    first = Pages(items, size, 1, **more)  # type: ignore[arg-type]  # the same keywords, or none
    pages = [Pages(items, size, page, **more) for page in range(1, first.count + 1)]  # type: ignore[arg-type]
    assert [item for page in pages for item in page.items] == items
    assert [page.page for page in pages] == list(range(1, first.count + 1))
    assert all(len(page.items) <= size for page in pages)
    assert all(page.items for page in pages) or not items
    if weighed:
        assert all(sum(page.items) <= 40 or len(page.items) == 1 for page in pages)


@pytest.mark.parametrize(("asked", "shown"), [(-5, 1), (0, 1), (1, 1), (3, 3), (4, 3), (9999, 3)])
def test_page_that_is_not_there_is_the_nearest(asked: int, shown: int) -> None:
    assert Pages(range(5), 2, asked).page == shown


def test_pages_of_what_fits_one_have_no_buttons() -> None:
    assert Pages([1, 2], 2, 1).buttons(str) == ()
    assert Pages([], 2, 1).buttons(str) == ()


@pytest.mark.parametrize(
    ("page", "disabled"), [(1, [True, True, False]), (2, [False, True, False]), (3, [False, True, True])]
)
def test_page_buttons_go_back_and_forth_and_stop_at_the_ends(page: int, disabled: list[bool]) -> None:
    back, here, forth = Pages(range(5), 2, page).buttons(str)
    assert [back.disabled, here.disabled, forth.disabled] == disabled
    assert here.label == f"{page} / 3"
    assert (back.custom_id, forth.custom_id) == (str(page - 1), str(page + 1))
    assert len({back.custom_id, here.custom_id, forth.custom_id}) == 3


lists = st.lists(st.integers(1, 1500).map(lambda size: "x" * size), max_size=12)


@unhurried
@given(lists, st.integers(1, 4))
def test_list_fields_hold_whole_lines_and_say_how_many_more_there_are(lines: list[str], most: int) -> None:
    fields = list_fields("Names", lines, most)
    assert len(fields) <= most
    assert all(len(field.value) <= FIELD for field in fields)
    assert [field.name for field in fields] == (["Names"] + [CONTINUED] * most)[: len(fields)]
    shown = [line for field in fields for line in field.value.split("\n")]
    left = int(shown.pop().split()[2]) - 1 if shown and shown[-1].startswith("… and") else None
    if left is None:
        assert len(shown) == len(lines)
    else:
        assert len(shown) + left + 1 == len(lines)
    for line, written in zip(shown, lines, strict=False):
        assert line == written or (line.endswith("…") and len(line) >= FIELD - 40)


def test_list_fields_of_nothing_are_none() -> None:
    assert list_fields("Names", []) == ()
