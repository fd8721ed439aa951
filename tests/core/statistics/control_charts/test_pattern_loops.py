"""Loops that are compiled find what NumPy finds: as plain Python at a few points, compiled at very many."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import example, given
from tests.core.statistics.control_charts.some_rules import POINTS, RULE

from jawda.core.statistics.compiled import compiled
from jawda.core.statistics.control_charts import patterns, xbar_r
from jawda.core.statistics.control_charts.pattern_loops import LOOPS, wanted_by
from jawda.core.statistics.control_charts.patterns import _PATTERNS, LONG, Lines, Masks, find, lines_of
from jawda.core.statistics.control_charts.rules import (
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
)

LINES = {"center": 0.0, "sigma": 1.0, "lower": -3.0, "upper": 3.0}
SKIPPED = Run(id="r", length=3, on_centre="skipped")


def pair_of(rule: Rule, lines: Lines) -> tuple[float, float]:
    pair = lines.pairs[rule.sigmas] if hasattr(rule, "sigmas") else (lines.center, lines.center)
    return float(pair[0]), float(pair[1])


def test_every_kind_of_rule_has_a_loop() -> None:
    assert LOOPS.keys() == _PATTERNS.keys()


@given(POINTS, RULE)
@example([0.5, 0.0, 0.5, 0.5, float("nan"), -1.0, -1.0, 0.0, -1.0], SKIPPED)
def test_every_loop_does_as_numpy_does(points: list[float], rule: Rule) -> None:
    array, rules = np.array(points, dtype=np.float64), RuleSet(name="one", rules=(rule,))
    lines, masks = lines_of(rules, **LINES), np.zeros(len(points), dtype=np.uint8)
    LOOPS[type(rule)][0](array, np.uint8(1), masks, pair_of(rule, lines), wanted_by(rule))
    assert masks.tolist() == find(array, lines, rules).tolist()


@pytest.mark.parametrize(
    "rule",
    [
        Beyond(id="r"),
        Beyond(id="r", strict=False, sigmas=1.0),
        Run(id="r", length=4),
        Run(id="r", length=5, on_centre="counts"),
        SKIPPED,
        Trend(id="r", length=4),
        Trend(id="r", length=4, strict=False),
        Alternating(id="r", length=5),
        SomeBeyond(id="r", count=2, of=3, sigmas=1.0),
        SomeBeyond(id="r", count=2, of=4, sigmas=1.0, last_beyond=False, full_window=False),
        Apart(id="r", of=3, sigmas=1.0),
        AllWithin(id="r", length=4),
        AllOutside(id="r", length=3),
        AllOutside(id="r", length=3, sides="either"),
    ],
)
def test_every_kind_signals_and_does_as_numpy_does(rule: Rule) -> None:
    points = np.round(np.random.default_rng(10).normal(0, 1.2, 600) + np.sin(np.arange(600) / 20), 1)
    points[::97] = np.nan
    rules = RuleSet(name="one", rules=(rule,))
    lines, masks = lines_of(rules, **LINES), np.zeros(len(points), dtype=np.uint8)
    LOOPS[type(rule)][0](points, np.uint8(1), masks, pair_of(rule, lines), wanted_by(rule))
    assert masks.any()
    np.testing.assert_array_equal(masks, find(points, lines, rules))


def by_numpy(points: np.ndarray, rules: RuleSet, **lines: float) -> Masks:
    """Piece by piece, each too short to be compiled for, and long enough for every pattern of its points."""
    before, step = 64, LONG // 2
    whole = lines_of(rules, **lines)
    pieces = []
    for start in range(0, len(points), step):
        first = max(0, start - before)
        pieces.append(find(points[first : start + step], whole, rules)[start - first :])
    return np.concatenate(pieces)


@pytest.mark.parametrize("name", [name for name, rules in RULE_SETS.items() if rules.rules])
def test_compiled_loops_over_many_points(name: str) -> None:
    """Drifting points, some on a line and some missing."""
    random = np.random.default_rng(11)
    points = np.round(random.normal(0, 1.2, LONG + 7) + np.sin(np.arange(LONG + 7) / 900), 1)
    points[random.integers(0, len(points), 200)] = np.nan
    rules = RULE_SETS[name]
    found = find(points, lines_of(rules, **LINES), rules)
    assert found.any()
    np.testing.assert_array_equal(found, by_numpy(points, rules, **LINES))


def test_lines_that_vary_are_left_to_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    points = np.random.default_rng(12).normal(0, 1, LONG)
    rules = RULE_SETS["nelson1984"]
    level = find(points, lines_of(rules, **LINES), rules)
    vary = {name: np.full(LONG, line) for name, line in LINES.items()}
    monkeypatch.setattr(patterns, "look", None)
    np.testing.assert_array_equal(find(points, lines_of(rules, **vary), rules), level)


def test_a_kind_without_a_loop_is_left_to_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    points = np.random.default_rng(14).normal(0, 1.5, LONG)
    rules = RULE_SETS["weco1956"]
    all_compiled = find(points, lines_of(rules, **LINES), rules)
    monkeypatch.delitem(LOOPS, Run)
    np.testing.assert_array_equal(find(points, lines_of(rules, **LINES), rules), all_compiled)


def test_a_chart_is_the_same_without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the last digit: figures, lines and signals."""
    values = np.random.default_rng(13).normal(1000, 0.1, 5 * LONG)
    fast = xbar_r(values, size=5)
    compiled.cache_clear()
    monkeypatch.setitem(sys.modules, "numba", None)
    try:
        slow = xbar_r(values, size=5)
    finally:
        compiled.cache_clear()
    for mine, other in zip(fast.charts, slow.charts, strict=True):
        for part in ("points", "center", "lower", "upper", "masks"):
            np.testing.assert_array_equal(getattr(mine, part), getattr(other, part))
    assert fast.findings == slow.findings
    assert len(fast.signals) > 1000
