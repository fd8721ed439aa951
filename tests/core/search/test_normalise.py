"""What must compare equal, in the three languages; and that nothing makes it fail."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.search import alternatives, forms, indexed, together, words

TEXTS = st.text(max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MÉTROLOGIE", "metrologie"),
        ("l'œuvre", "oeuvre"),
        ("qu’une d’essai", "une essai"),
        ("Straße", "strasse"),
        ("ﬁn", "fin"),
        ("أإآٱا", "ااااا"),
        ("مُؤَسَّسَةٌ", "موسسه"),
        ("جـــودة", "جوده"),
        ("مستشفى", "مستشفي"),
        ("١٢٫٣ ٤", "12 3 4"),
        ("معايير\u200fISO\u200e", "معاييرiso"),
    ],
)
def test_what_is_written_in_two_ways_is_the_same(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("مدرسه", "المدرسة"),
        ("مدرسة", "والمدرسة"),
        ("بالجودة", "الجودة"),
        ("للمختبر", "مختبر"),
        ("exigences", "Exigence"),
        ("metro", "Métrologie"),
        ("8.5", "8.5.1"),
        ("مختبرات", "المختبر"),
    ],
)
def test_what_one_types_begins_what_stands_there(typed: str, stands: str) -> None:
    (word,) = words(typed)
    assert any(f" {item}" in indexed(stands) for item in alternatives(word))


def test_a_short_word_keeps_its_first_and_last_letters() -> None:
    assert forms("ورد") == ("ورد",)
    assert alternatives("bus") == ("bus",)
    assert alternatives("الم") == ("الم",)


def test_a_clause_number_is_not_found_inside_another() -> None:
    assert " 8.5" not in indexed("18.5 et 28.5.1")


@given(TEXTS)
def test_normalising_again_changes_nothing(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


@given(TEXTS)
def test_composed_and_decomposed_text_are_the_same(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


@given(TEXTS)
def test_each_word_is_found_in_its_own_text(text: str) -> None:
    stands = indexed(text)
    for word in words(text):
        assert f" {word} " in stands
        assert word in alternatives(word)


@given(TEXTS)
def test_a_form_is_never_empty_or_two_words(text: str) -> None:
    for word in words(text):
        assert all(form and " " not in form for form in alternatives(word))


@given(st.lists(TEXTS, max_size=4))
def test_what_is_kept_of_texts_apart_is_what_is_kept_of_them_together(texts: list[str]) -> None:
    assert together(*map(indexed, texts)) == indexed(" ".join(texts))


@given(st.lists(st.text(alphabet="dl'’ّé́ ̈¨.1 والm", max_size=12), min_size=2, max_size=3))
def test_nothing_reaches_over_the_space_between_two_texts(texts: list[str]) -> None:
    """Signs that join, elisions, and numbers with points: each ends with its text."""
    assert together(*map(indexed, texts)) == indexed(" ".join(texts))
