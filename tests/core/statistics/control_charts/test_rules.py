"""Rules as data, and the patterns they find against a search that looks at each point alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from tests.core.statistics.control_charts.some_rules import POINTS, RULE

from jawda.core.statistics.control_charts.patterns import find, lines_of
from jawda.core.statistics.control_charts.rules import (
    NELSON_1984,
    RULE_SETS,
    AllOutside,
    AllWithin,
    Alternating,
    Apart,
    Beyond,
    Rule,
    RuleSet,
    Run,
    SomeBeyond,
    Trend,
    rule_set,
)


def found(points: list[float], rules: RuleSet) -> list[list[str]]:
    array = np.array(points, dtype=np.float64)
    masks = find(array, lines_of(rules, center=0.0, sigma=1.0, lower=-3.0, upper=3.0), rules)
    return [[rule.id for place, rule in enumerate(rules.rules) if mask >> place & 1] for mask in masks.tolist()]


def completes(points: list[float], at: int, rule: Rule) -> bool:
    """The rule's own sentence, read at one point."""
    match rule:
        case Beyond():
            line = 3.0 if rule.sigmas is None else rule.sigmas
            return abs(points[at]) > line or (not rule.strict and abs(points[at]) == line)
        case Run():
            last = _last(points, at, rule.length)
            level = rule.on_centre == "counts"
            return bool(last) and (
                all(p > 0 or (level and p == 0) for p in last) or all(p < 0 or (level and p == 0) for p in last)
            )
        case Trend():
            steps = list(np.diff(_last(points, at, rule.length)))
            even = not rule.strict
            return bool(steps) and (
                all(s > 0 or (even and s == 0) for s in steps) or all(s < 0 or (even and s == 0) for s in steps)
            )
        case Alternating():
            steps = list(np.diff(_last(points, at, rule.length)))
            return bool(steps) and all(a * b < 0 for a, b in pairwise(steps))
        case Apart():
            return _apart(points, at, rule)
        case SomeBeyond():
            return _some_beyond(points, at, rule)
        case AllWithin():
            last = _last(points, at, rule.length)
            return bool(last) and all(abs(p) < rule.sigmas for p in last)
        case AllOutside():
            last = _last(points, at, rule.length)
            outside = bool(last) and all(abs(p) > rule.sigmas for p in last)
            return outside and (rule.sides == "either" or len({p > 0 for p in last}) == 2)
    raise AssertionError(rule)


def _some_beyond(points: list[float], at: int, rule: SomeBeyond) -> bool:
    window = points[max(0, at + 1 - rule.of) : at + 1]
    enough = any(
        sum(sign * p > rule.sigmas for p in window) >= rule.count
        and (not rule.last_beyond or sign * points[at] > rule.sigmas)
        for sign in (1, -1)
    )
    return enough and not (rule.full_window and at + 1 < rule.of)


def _apart(points: list[float], at: int, rule: Apart) -> bool:
    window = points[max(0, at + 1 - rule.of) : at + 1]
    return any(sign * points[at] > rule.sigmas and any(-sign * p > rule.sigmas for p in window) for sign in (1, -1))


def _last(points: list[float], at: int, length: int) -> list[float]:
    return points[at + 1 - length : at + 1] if at + 1 >= length else []


@given(POINTS, RULE)
@example([2.5, 0.5, 2.5, 0.5], SomeBeyond(id="r", count=2, of=3, sigmas=2.0, last_beyond=False))
@example([2.5, 2.5, -2.5], SomeBeyond(id="r", count=2, of=3, sigmas=2.0, full_window=False))
@example([2.5, 0.0, -2.5, 0.0, 0.0, 2.5], Apart(id="r", of=3, sigmas=2.0))
def test_every_pattern_is_what_its_sentence_says(points: list[float], rule: Rule) -> None:
    expected = [["r"] if completes(points, at, rule) else [] for at in range(len(points))]
    assert found(points, RuleSet(name="one", rules=(rule,))) == expected


@given(POINTS)
def test_a_point_on_the_centre_line_that_is_skipped(points: list[float]) -> None:
    """Skipped points neither end a run nor belong to it."""
    rules = RuleSet(name="one", rules=(Run(id="r", length=3, on_centre="skipped"),))
    kept = [point for point in points if point != 0]
    signals = iter(found(kept, RuleSet(name="one", rules=(Run(id="r", length=3),))))
    assert found(points, rules) == [[] if point == 0 else next(signals) for point in points]


@given(POINTS)
def test_mirrored_points_signal_alike(points: list[float]) -> None:
    assert found(points, NELSON_1984) == found([-point for point in points], NELSON_1984)


def test_sets_are_edited_by_making_others() -> None:
    edited = rule_set("nelson1984").with_changed("3", length=7).without("8")
    assert (edited.name, len(edited.rules), edited.rules[2].length) == ("nelson1984*", 7, 7)  # type: ignore[attr-defined]
    assert edited.only("3").name == "nelson1984*"
    assert NELSON_1984.rules[2].length == 6  # type: ignore[attr-defined]
    assert [rule.id for rule in NELSON_1984.for_spread().rules] == ["1", "2", "3", "4"]
    assert rule_set([Beyond(id="a")]).name == "own"
    assert rule_set(NELSON_1984) is NELSON_1984
    assert NELSON_1984.to_dict()["rules"][4] == {
        "id": "5", "kind": "some-beyond", "spread": False, "count": 2, "of": 3, "sigmas": 2.0, "last_beyond": True,
        "full_window": True,
    }  # fmt: skip
    assert set(RULE_SETS) == {"nelson1984", "weco1956", "minitab", "aiag_spc2", "limits", "none"}


@pytest.mark.parametrize("make", [
    lambda: rule_set("aiag_vda2026"),
    lambda: NELSON_1984.only("9"),
    lambda: RuleSet(name="twice", rules=(Beyond(id="1"), Beyond(id="1"))),
    lambda: RuleSet(name="many", rules=tuple(Beyond(id=str(place)) for place in range(33))),
    lambda: Beyond(id="1", sigmas=0.0),
    lambda: SomeBeyond(id="1", count=2, of=3, sigmas=-1.0),
    lambda: Apart(id="1", of=1, sigmas=2.0),
    lambda: Run(id="1", length=1),
    lambda: Run(id="1", length=3, on_centre="other"),  # type: ignore[arg-type]
    lambda: AllOutside(id="1", length=8, sides="left"),  # type: ignore[arg-type]
])  # fmt: skip
def test_rules_that_make_no_sense(make: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        make()  # type: ignore[operator]
