"""Numbers in words, as digits."""

from __future__ import annotations

import pytest

from bot.trivia.numerals import WORDS, as_digits


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("", ""),
        ("the zero hour", "the 0 hour"),
        ("one two three", "1 2 3"),
        ("twelve monkeys", "12 monkeys"),
        ("twenty one", "21"),
        ("ninety nine", "99"),
        ("fourty two", "42"),
        ("nineteen one", "19 1"),
        ("ten nine", "10 9"),
        ("twenty zero", "20 0"),
        ("twenty ten", "2010"),
        ("twenty nine pieces", "29 pieces"),
    ],
)
def test_numbers_below_a_hundred(words: str, digits: str) -> None:
    assert " ".join(as_digits(words.split())) == digits


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("nineteen sixty nine", "1969"),
        ("nineteen sixty", "1960"),
        ("nineteen ten", "1910"),
        ("ten sixty six", "1066"),
        ("nineteen oh five", "1905"),
        ("nineteen o nine", "1909"),
        ("twenty oh one a space odyssey", "2001 a space odyssey"),
        ("twenty twenty one", "2021"),
        ("ninety nine ninety nine", "9999"),
        ("nine ten", "9 10"),
        ("nineteen nine", "19 9"),
        ("nineteen oh", "19 oh"),
        ("nineteen oh zero", "19 oh 0"),
        ("nineteen oh ten", "19 oh 10"),
        ("nineteen oh dear", "19 oh dear"),
        ("nineteen sixty ninth", "19 69th"),
        ("nineteenth sixty", "19th 60"),
        ("seen nineteen sixty nine times", "seen 1969 times"),
        ("nineteen sixty nine nineteen seventy", "1969 1970"),
    ],
)
def test_years_are_said_in_two_halves(words: str, digits: str) -> None:
    assert " ".join(as_digits(words.split())) == digits


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("hundred", "100"),
        ("one hundred", "100"),
        ("two hundred", "200"),
        ("two hundred and five", "205"),
        ("two hundred five", "205"),
        ("two hundred and", "200 and"),
        ("two hundred and more", "200 and more"),
        ("two hundred and twenty one pilots", "221 pilots"),
        ("nineteen hundred", "1900"),
        ("nineteen hundred and five", "1905"),
        ("thousand", "1000"),
        ("thousand and one nights", "1001 nights"),
        ("two thousand two", "2002"),
        ("ten thousand", "10000"),
        ("two thousand five hundred sixty nine", "2569"),
        ("two hundred thousand", "200000"),
        ("one million", "1000000"),
        ("one million two thousand three", "1002003"),
        ("three million and four hundred", "3000400"),
        ("two billion three million", "2003000000"),
        ("one hundred two hundred", "10200"),
        ("a hundred days", "a 100 days"),
        ("one and two", "1 and 2"),
    ],
)
def test_large_numbers(words: str, digits: str) -> None:
    assert " ".join(as_digits(words.split())) == digits


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("first", "1st"),
        ("second", "2nd"),
        ("third", "3rd"),
        ("fourth", "4th"),
        ("fifth", "5th"),
        ("eighth", "8th"),
        ("ninth", "9th"),
        ("tenth", "10th"),
        ("eleventh", "11th"),
        ("twelfth", "12th"),
        ("thirteenth", "13th"),
        ("fourteenth", "14th"),
        ("twentieth", "20th"),
        ("twenty first", "21st"),
        ("twenty second", "22nd"),
        ("twenty third", "23rd"),
        ("twenty tenth", "20 10th"),
        ("twentieth first", "20th 1st"),
        ("hundredth", "100th"),
        ("hundred first", "101st"),
        ("one hundred and eleventh", "111th"),
        ("one hundred twelfth", "112th"),
        ("one hundred thirteenth", "113th"),
        ("two hundredth", "200th"),
        ("two hundredth and five", "200th and 5"),
        ("two thousandth hundred", "2000th 100"),
        ("one thousand first hundred", "1001st 100"),
        ("first hundred", "1st 100"),
        ("one millionth", "1000000th"),
        ("one billionth", "1000000000th"),
    ],
)
def test_ordinals_keep_what_they_end_in(words: str, digits: str) -> None:
    assert " ".join(as_digits(words.split())) == digits


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        *(
            (f"vessel {roman} sails", f"vessel {number} sails")
            for roman, number in [("ii", 2), ("iii", 3), ("iv", 4), ("vi", 6), ("viii", 8), ("ix", 9), ("xi", 11)]
        ),
        ("vessel xiv", "vessel 14"),
        ("vessel xxix", "vessel 29"),
        ("vessel xxxix", "vessel 39"),
        ("vessel i", "vessel 1"),
        ("vessel v", "vessel 5"),
        ("vessel x", "vessel 10"),
        ("vessel i sails", "vessel i sails"),
        ("vessel x sails", "vessel x sails"),
        ("vi vessels", "vi vessels"),
        ("i", "i"),
        ("vessel iiii", "vessel iiii"),
        ("vessel xxxx", "vessel xxxx"),
        ("vessel vix", "vessel vix"),
        ("vessel xl", "vessel xl"),
        ("vessel mix", "vessel mix"),
        ("two vi", "2 6"),
    ],
)
def test_roman_numerals_come_after_a_word(words: str, digits: str) -> None:
    assert " ".join(as_digits(words.split())) == digits


def test_every_word_for_a_number_is_known_as_one() -> None:
    assert {"zero", "twelve", "fourty", "ninety", "hundred", "billion", "first", "twelfth", "ninetieth"} <= WORDS
    assert not {"", "and", "oh", "a", "th", "onety"} & WORDS
    assert all(as_digits([word])[0][0].isdigit() for word in WORDS)
