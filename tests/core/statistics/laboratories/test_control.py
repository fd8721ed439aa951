"""Control charts of a laboratory and their rules."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.control_charts.marks import marks_of
from jawda.core.statistics.control_charts.rules import Beyond, RuleSet, SomeBeyond
from jawda.core.statistics.laboratories.control import control_limits, given_limits, range_limits
from jawda.core.statistics.laboratories.control_rules import RULE_SETS, LaboratoryRules, laboratory_rules
from jawda.core.statistics.laboratories.picture_words import WORDS
from jawda.core.statistics.laboratories.pictures import Panel, Points, panels, scatter
from jawda.core.statistics.result import Status


def ids(found: object) -> list[str]:
    return [check.id.removeprefix("laboratories.") for check in found.findings]  # type: ignore[attr-defined]


def fired(rules: RuleSet, distances: Sequence[float]) -> list[tuple[int, str]]:
    """Places (from 0) and sides at which a set fires on distances in standard deviations."""
    points = np.array(distances, dtype=float)
    marks = marks_of(points, center=0.0, sigma=1.0, lower=-3.0, upper=3.0, rules=rules)
    return [(mark.point - 1, mark.side) for mark in marks]


@pytest.mark.parametrize(
    ("name", "of", "distances", "expected"),
    [
        ("1_2s", "westgard", [0, 2.0, 2.1, -2.2], [(2, "upper"), (3, "lower")]),
        ("1_3s", "westgard", [3.0, 3.1, -3.1], [(1, "upper"), (2, "lower")]),
        ("2_2s", "westgard", [2.1, 2.1, 0, 2.1, -2.1, -2.1], [(1, "upper"), (5, "lower")]),
        ("R_4s", "westgard", [2.1, -2.1, 0, 2.1, 0, -2.1], [(1, "lower")]),
        ("4_1s", "westgard", [1.1] * 5, [(3, "upper"), (4, "upper")]),
        ("10_x", "westgard", [-0.1] * 10, [(9, "lower")]),
        ("2of3_2s", "nordtest", [2.1, 0, 2.1, 0, 0, 2.1], [(2, "upper")]),
        ("7_trend", "nordtest", [0, 1, 2, 3, 4, 5, 6, 7, 0], [(6, "upper"), (7, "upper")]),
        ("7_trend", "nordtest", [6, 5, 4, 3, 2, 1, 0], [(6, "lower")]),
        ("10of11_x", "nordtest", [1, 1, 1, -1, 1, 1, 1, 1, 1, 1, 1], [(10, "upper")]),
        ("9_x", "iso_7870_2", [1] * 9, [(8, "upper")]),
    ],
)
def test_each_rule_fires_where_its_pattern_is_complete(
    name: str, of: str, distances: list[float], expected: list[tuple[int, str]]
) -> None:
    assert fired(RULE_SETS[of].rules.only(name), distances) == expected


@given(st.lists(st.floats(-4, 4), min_size=1, max_size=40))
def test_rules_mirror(distances: list[float]) -> None:
    opposite = {"upper": "lower", "lower": "upper"}
    for rules in RULE_SETS.values():
        there = fired(rules.rules, distances)
        back = fired(rules.rules, [-distance for distance in distances])
        assert there == [(at, opposite[side]) for at, side in back]


def test_rules_of_ones_own() -> None:
    own = RuleSet(name="own", rules=(Beyond(id="wide", sigmas=1.5),))
    assert laboratory_rules(own) == LaboratoryRules(rules=own)
    warned = LaboratoryRules(rules=own, warnings=frozenset({"wide"}))
    assert laboratory_rules(warned) is warned
    found = given_limits(10, 1).monitor([11.6], rules=warned)
    assert (found.warned_points, found.in_control, found.method.options["rules"]) == ((1,), True, "own")
    with pytest.raises(ValueError, match="own has no rule"):
        LaboratoryRules(rules=own, warnings=frozenset({"narrow"}))


def test_limits_from_a_first_period() -> None:
    """ISO 7870-2: action limits three, warning limits two standard deviations from the centre."""
    values = np.random.default_rng(9).normal(10, 0.1, 30)
    found = control_limits(values)
    assert found.sd == pytest.approx(values.std(ddof=1))
    assert found.action_high - found.centre == pytest.approx(3 * found.sd)
    assert found.warning_low == pytest.approx(found.centre - 2 * found.sd)
    assert ids(found) == []
    moving = control_limits(values, spread="moving_range")
    assert moving.sd == pytest.approx(np.abs(np.diff(values)).mean() / 1.1283791671)
    fixed = control_limits([97.0, 98.0, 96.5, None], target=100, sd=1.0)
    assert (fixed.centre, fixed.sd) == (100, 1.0)
    assert ids(fixed) == ["samples.few_values", "centre_off_target", "samples.missing_values"]
    assert "centre_off_target" not in ids(control_limits([99, 101], target=100))
    assert given_limits(10, 0.1).monitor([10.0]).in_control


def test_monitoring_new_values() -> None:
    limits = given_limits(10, 1)
    found = limits.monitor([10, 12.5, None, 12.6, 13.5, 10])
    assert [(signal.point, signal.rule) for signal in found.signals] == [
        (2, "1_2s"), (4, "1_2s"), (4, "2_2s"), (5, "1_2s"), (5, "1_3s"), (5, "2_2s"),
    ]  # fmt: skip
    assert (found.rejected_points, found.warned_points, found.in_control) == ((4, 5), (2,), False)
    assert ids(found) == ["out_of_control", "control_warning", "samples.missing_values"]
    assert found.status is Status.FAIL
    calm = limits.monitor([10, 10.5], rules="nordtest")
    assert (calm.in_control, ids(calm)) == (True, ["in_control"])
    two_in_a_row = SomeBeyond(id="2_1.5s", count=2, of=2, sigmas=1.5)
    own = limits.monitor([10, 11.6, 11.6], rules=RuleSet(name="own", rules=(two_in_a_row,)))
    assert own.rejected_points == (3,)
    assert own.method.options["rules"] == "own"
    assert [row["rules"] for row in found.rows()][3] == "1_2s, 2_2s"
    json.dumps(found.to_dict(), allow_nan=False)


def test_ranges_of_duplicates() -> None:
    """For two results D4 = 3.267, and the mean range over 1.128 is the repeatability standard deviation."""
    first, second = [10.1, 10.4, 9.8, None], [10.0, 10.1, 9.9, 1.0]
    found = range_limits(first, second)
    assert found.action_high / found.centre == pytest.approx(3.267, abs=1e-3)
    assert found.warning_high / found.centre == pytest.approx(2.511, abs=1e-3)
    assert found.s_r == pytest.approx(found.centre / 1.1283791671)
    assert found.action_low is None
    seen = found.monitor_duplicates([10.0, 10.0], [10.0, 11.0])
    assert seen.rejected_points == (2,)
    assert not any(signal.side == "lower" for signal in seen.signals)
    percent = range_limits([10, 100], [11, 103], relative=True)
    assert percent.centre == pytest.approx((100 / 10.5 + 300 / 101.5) / 2)
    with pytest.raises(Refused, match=r"laboratories.mean_not_positive"):
        range_limits([-1, 1], [-1, 2], relative=True)
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        range_limits([1, 2], [1, 2])


def test_wrong_use() -> None:
    for wrong in (
        lambda: control_limits([1, 2], spread="mine"),  # type: ignore[arg-type]
        lambda: control_limits([1, 2], warning=4),
        lambda: range_limits([1, 2], [2, 1], action=1),
        lambda: given_limits(1, 0),
        lambda: given_limits(1, 1, warning=0),
        lambda: given_limits(1, 1).monitor([1], rules="mine"),
        lambda: given_limits(1, 1).monitor_duplicates([1], [1]),
    ):
        with pytest.raises(ValueError, match=r"."):
            wrong()
    with pytest.raises(Refused, match=r"laboratories.sigma_not_positive"):
        control_limits([1, 2], sd=0)
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        control_limits([1, 1])


def test_charts() -> None:
    found = given_limits(10, 1).monitor([10, 12.5, 12.6, 13.5, None, 10])
    for language in ("fr", "ar", "en"):
        drawn = found.figure(language=language)
        assert drawn.count("c-limit") >= 2
        assert "c-sig" in drawn
    assert "c-sig" not in range_limits([1, 2, 3], [1.1, 2.2, 3.1]).monitor([0.1]).figure()


def test_words_and_bars() -> None:
    for key, said in WORDS.items():
        assert set(said) == {"fr", "ar", "en"}, key
    names = tuple(f"laboratoire numéro {at}" for at in range(200))
    panel = Panel(caption="z", names=names, values=(None, *[1.0] * 199), action=(3.0,))
    drawn = panels("scores", [panel], language="fr", width=358)
    assert drawn.count('class="c-bar"') == 199
    assert drawn.count("rotate(-90)") < 40
    bare = scatter("calibration", [Points(caption="y", x=(1.0,), y=(2.0,))], caption="x", language="ar", width=640)
    assert bare.count("<circle") == 1
    assert "c-line" not in bare
