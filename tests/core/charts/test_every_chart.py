"""What holds for every chart, whatever it is told."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.charts.drawings import SVG, all_kinds, parsed

from jawda.core.languages import LANGUAGES, Language

KINDS = tuple(all_kinds("x"))
SHAPES = {"rect", "path", "circle"}


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60), st.sampled_from(LANGUAGES))
def test_well_formed_whatever_the_words(text: str, language: Language) -> None:
    """XML 1.0 section 2.2: characters outside ``Char`` and unescaped markup make a document ill-formed."""
    for drawing in all_kinds(text, language).values():
        parsed(drawing.encode("utf-8").decode("utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_words_stay_words(kind: str) -> None:
    text = '<script>alert(1)</script>"\' onload="x'
    root = parsed(all_kinds(text)[kind])
    assert {item.tag.removeprefix(SVG) for item in root.iter()} <= {"svg", "title", "desc", "text", *SHAPES}
    assert not any("onload" in key for item in root.iter() for key in item.attrib)
    assert root.findtext(f"{SVG}title") == text


@pytest.mark.parametrize("kind", KINDS)
def test_an_image_with_title_and_description(kind: str) -> None:
    """WCAG 2.2, 1.1.1: non-text content has a text alternative."""
    root = parsed(all_kinds("Résultat par chapitre")[kind])
    assert root.get("role") == "img"
    assert [item.tag for item in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.findtext(f"{SVG}desc") == "Résultat par chapitre"


@pytest.mark.parametrize("kind", KINDS)
def test_classes_and_light_attributes_but_no_style(kind: str) -> None:
    """The same drawing goes to a page with a strict policy and into a PDF without a style sheet."""
    root = parsed(all_kinds("x")[kind])
    for item in root.iter():
        assert "style" not in item.attrib
        if item.tag.removeprefix(SVG) in SHAPES:
            assert item.get("class")
            assert item.get("fill") or item.get("stroke")
        if item.tag == f"{SVG}text":
            assert item.get("fill")


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_compact(kind: str) -> None:
    root = parsed(all_kinds("")[kind])
    for item in root.iter():
        for key, value in item.attrib.items():
            if key not in ("fill-opacity", "stroke-width", "xmlns"):
                assert not re.search(r"\.\d{3}", value), (item.tag, key, value)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("bar_row", "stacked_strip")])
def test_arabic_words_bring_their_direction(kind: str) -> None:
    """Unicode annex 9: an isolate gives words their own direction inside a left-to-right drawing."""
    texts = [item.text or "" for item in parsed(all_kinds("9 تقييم", "ar")[kind]).iter(f"{SVG}text")]
    arabic = [text for text in texts if "تقييم" in text]
    assert arabic
    assert all(text.startswith("\u2067") and text.endswith("\u2069") for text in arabic)


def test_without_a_title_it_is_hidden() -> None:
    root = parsed(all_kinds("")["bar_row"])
    assert root.get("aria-hidden") == "true"
    assert root.get("role") is None
    assert root.find(f"{SVG}title") is None


def test_latin_words_need_no_isolate() -> None:
    assert "\u2067" not in all_kinds("ISO 9001")["radar"]
