"""Events in the order of the story."""

from __future__ import annotations

import datetime as dt

from facts.model import Fact
from facts.seasons import Seasons
from facts.view.timeline import in_story_order
from tests.support.rooms import fact

SEASONS = Seasons((3, 3, 2))


def day(id_: str, since: str, date: str) -> Fact:
    return fact(id_, since, "ada", date=dt.date.fromisoformat(date))


def year(id_: str, since: str, of: int) -> Fact:
    return fact(id_, since, "ada", year=of)


def undated(id_: str, since: str) -> Fact:
    return fact(id_, since, "ada")


def order(*facts: Fact) -> list[str]:
    return [fact.id for fact in in_story_order(facts, SEASONS)]


def test_events_are_ordered_by_date() -> None:
    assert order(day("b", "S1E1", "1969-10-02"), day("a", "S1E2", "1969-09-30"), day("c", "S1E3", "1970-01-01")) == [
        *"abc"
    ]
    assert order(day("b", "S1E1", "1969-07-21"), day("a", "S1E2", "1969-07-20")) == ["a", "b"]
    assert order(day("c", "S1E1", "1970-01-01"), day("b", "S1E2", "1969-12-31")) == ["b", "c"]


def test_events_of_one_day_are_ordered_as_they_were_watched() -> None:
    assert order(day("b", "S1E2", "1969-07-20"), day("a", "S1E1", "1969-07-20")) == ["a", "b"]
    assert order(day("a", "S1E3", "1969-07-20"), day("b", "S1", "1969-07-20")) == ["a", "b"]
    assert order(day("b", "S1", "1969-07-20"), day("a", "S1E3", "1969-07-20")) == ["b", "a"]


def test_only_events_are_ordered() -> None:
    assert order(fact("said", "S1E1", "ada", kind="note", year=1969), year("done", "S1E1", 1969)) == ["done"]


def test_event_of_a_year_comes_after_what_was_watched_of_that_year() -> None:
    known = (
        day("spring", "S1E1", "1969-03-01"),
        day("autumn", "S1E2", "1969-09-01"),
        day("later", "S1E2", "1971-01-01"),
    )
    assert order(*known, year("then", "S1E3", 1969)) == ["spring", "autumn", "then", "later"]
    assert order(
        *known, day("summer", "S1E2", "1969-06-01"), year("then", "S1E3", 1969), day("end", "S2E1", "1969-12-31")
    ) == [*("spring", "summer", "autumn", "then", "end", "later")]
    assert order(*known, year("other", "S1E3", 1970), day("new-year", "S2E1", "1970-01-01")) == [
        *("spring", "autumn", "other", "new-year", "later")
    ]
    assert order(year("a", "S1E1", 1969), year("b", "S1E2", 1969), year("before", "S1E3", 1968)) == ["before", "a", "b"]
    assert order(day("far", "S1E1", "9990-12-31"), year("then", "S1E2", 9990)) == ["far", "then"]


def test_event_without_a_date_comes_after_the_latest_watched_before_it() -> None:
    assert order(undated("first", "S1E1"), year("second", "S1E2", 1969)) == ["first", "second"]
    known = (day("late", "S1E1", "1971-05-01"), day("early", "S1E2", "1969-05-01"))
    assert order(*known, undated("then", "S1E3"), day("end", "S2E1", "1971-05-02")) == ["early", "late", "then", "end"]
    assert order(*known, undated("then", "S1E3"), year("also", "S2E1", 1971), undated("last", "S2E1")) == [
        *("early", "late", "then", "also", "last")
    ]
