"""Letters that look like Latin ones, and words that are really written in another script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.lookalikes import latin, unframed


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Dеv Ауеsа", "Dev Ayesa"),
        ("Ηаррy Vаllеy", "Happy Valley"),
        ("Кuznеtsоv", "Kuznetsov"),
        ("СОСОА", "COCOA"),
        ("ᴀʏᴇꜱᴀ", "ayesa"),
        ("Аyesa из Марса", "Ayesa из Марса"),
    ],
)
def test_letters_that_look_latin_are_read_as_latin(text: str, read: str) -> None:
    assert latin(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "Марс рос на дне моря, а у нас всё как у всех",
        "Сергей Орлов и Маргарита",
        "και το Κρόνος πέθανε, ένα προς ένα",
        "Ох, а он уже?",
        "火星に行く 화성 المريخ",
        "Peña, Ångström, señor",
    ],
)
def test_words_of_other_scripts_stay(text: str) -> None:
    assert latin(text) == text


@pytest.mark.parametrize("text", ["🅺🆁🅾🅽🅾🆂", "🅚🅡🅞🅝🅞🅢", "⒦⒭⒪⒩⒪⒮", "🄚🄡🄞🄝🄞🄢", "🇰🇷🇴🇳🇴🇸"])
def test_framed_letters_are_read_as_letters(text: str) -> None:
    assert unframed(text) == "KRONOS"


@pytest.mark.parametrize("text", ["⓵⓽⓼⓷", "❶❾❽❸", "➀➈➇➂", "➊➒➑➌", "⑴⑼⑻⑶", "1️⃣9️⃣8️⃣3️⃣", "1⃝9⃝8⃝3⃝"])
def test_framed_digits_are_read_as_digits(text: str) -> None:
    assert unframed(text) == "1983"


@pytest.mark.parametrize("text", ["Kronos", "Кronos", "🆗 🆒 🆕 🆘 🆎 ©️ ™️ 😭", ""])
def test_text_without_framed_letters_stays(text: str) -> None:
    assert unframed(text) == text


@given(st.text())
def test_text_stays_as_long_as_it_was(text: str) -> None:
    assert len(latin(text)) == len(text)
