"""One stylesheet for both directions, and a script that stays small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.core.charts.drawings import all_kinds, parsed

from jawda.core.charts import Histogram, Level, LineChart, Series, histogram, line_chart, svg
from jawda.foundation.ui import __file__ as package

STATIC = Path(package).parent / "static" / "ui"
SHEETS = ("tokens.css", "base.css", "components.css", "parts.css", "charts.css", "design.css")
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


@pytest.mark.parametrize("name", ["jawda.js", "saving.js", "keeping.js"])
def test_a_script_is_small_and_needs_no_evaluation(name):
    text = (STATIC / name).read_text(encoding="utf-8")
    assert len(text.encode()) < (12_000 if name == "jawda.js" else 16_000)
    assert not re.search(r"\beval\b|new Function|innerHTML|insertAdjacentHTML|document\.write|sessionStorage", text)


@pytest.mark.parametrize("kind", all_kinds("x"))
def test_every_class_that_a_chart_writes_is_styled(kind):
    """A shape without a rule keeps its light colours on a dark page."""
    written = {css for item in parsed(all_kinds("x")[kind]).iter() for css in item.get("class", "").split()}
    styled = set(re.findall(r"\.([a-z][\w-]*)", rules("charts.css")))
    assert written - styled == set()


def test_every_line_of_a_chart_is_styled():
    many = LineChart(title="x", series=tuple(Series(values=(1, n)) for n in range(4)))
    tolerance = Histogram(title="x", edges=(0, 1), counts=(1,), levels=(Level(value=0.5, kind="tolerance"),))
    for drawing in (line_chart(many), histogram(tolerance)):
        written = {css for item in parsed(drawing).iter() for css in item.get("class", "").split()}
        assert written <= set(re.findall(r"\.([a-z][\w-]*)", rules("charts.css")))


def test_a_light_value_in_a_drawing_is_that_of_the_token():
    """ADR 0003: colours stand twice; here they are held together."""
    tokens = dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6})", rules("tokens.css")))
    pairs = {
        "surface": svg.SURFACE, "ink": svg.INK, "ink-2": svg.INK_2, "ink-3": svg.INK_3, "line": svg.LINE,
        "edge": svg.EDGE, "data-ghost": svg.GHOST, "poor": svg.POOR, "poor-soft": svg.POOR_SOFT,
        "zone-a": svg.ZONE_A, "zone-b": svg.ZONE_B,
        **{f"data-{index}": colour for index, colour in enumerate(svg.DATA, 1)},
    }  # fmt: skip
    assert pairs == {name: tokens[name] for name in pairs}


@pytest.mark.parametrize("name", SHEETS)
def test_motion_stops_where_one_asks_for_it(name):
    """WCAG 2.2, 2.3.3: animation can be disabled."""
    text = (STATIC / name).read_text(encoding="utf-8")
    moving = set(re.findall(r"([.\w-]+) \{[^}]*\banimation:(?! none)", text))
    still = "".join(re.findall(r"prefers-reduced-motion: reduce\) \{(.*)\}", text))
    assert [selector for selector in moving if selector not in still] == []
    assert all("var(--quick)" in value for value in re.findall(r"transition:([^;}]+)", text))


def test_every_token_in_use_is_defined():
    defined = set(re.findall(r"(--[\w-]+)\s*:", "".join(rules(name) for name in SHEETS)))
    for name in SHEETS:
        assert set(re.findall(r"var\((--[\w-]+)", rules(name))) <= defined
