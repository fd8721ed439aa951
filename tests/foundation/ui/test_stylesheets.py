"""One stylesheet for both directions, and a script that stays small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jawda.foundation.ui import __file__ as package

STATIC = Path(package).parent / "static" / "ui"
SHEETS = ("tokens.css", "base.css", "components.css", "design.css")
PHYSICAL = re.compile(
    r"(?<![\w-])(left|right|top|bottom|(?:min-|max-)?(?:width|height)|float|clear|"
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[\w-]*|"
    r"border-(?:top|bottom)-(?:left|right)-radius)\s*:"
)


def rules(name: str) -> str:
    """The text of a sheet without comments and without the conditions of @media and @supports."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"@(media|supports)[^{]*\{", "{", text)


@pytest.mark.parametrize("name", SHEETS)
def test_no_property_is_tied_to_left_or_right(name):
    text = rules(name)
    assert PHYSICAL.findall(text) == []
    assert re.findall(r"\b(left|right)\b", text) == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_shorthand_of_four_is_the_same_on_both_sides(name):
    for prop, value in re.findall(r"(margin|padding|inset|border-width|border-radius)\s*:\s*([^;}]+)", rules(name)):
        parts = re.sub(r"\([^()]*\)", "()", value).split()
        assert len(parts) < 4 or parts[1] == parts[3], f"{prop}: {value}"


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_comes_from_elsewhere(name):
    assert re.findall(r"@import|//|url\((?!\"motif\.svg\")", rules(name)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_braces_are_balanced(name):
    text = rules(name)
    assert text.count("{") == text.count("}")


def test_a_colour_is_named_in_the_tokens_alone():
    for name in SHEETS[1:]:
        assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\(", rules(name)) == []


def test_the_script_is_small_and_needs_no_evaluation():
    text = (STATIC / "jawda.js").read_text(encoding="utf-8")
    assert len(text.encode()) < 12_000
    assert not re.search(r"\beval\b|new Function|innerHTML|insertAdjacentHTML|document\.write|sessionStorage", text)


def test_every_token_in_use_is_defined():
    defined = set(re.findall(r"(--[\w-]+)\s*:", "".join(rules(name) for name in SHEETS)))
    for name in SHEETS:
        assert set(re.findall(r"var\((--[\w-]+)", rules(name))) <= defined
