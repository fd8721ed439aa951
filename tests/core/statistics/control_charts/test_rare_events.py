"""Charts of intervals between rare events."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jawda.core.findings import Refused
from jawda.core.statistics.control_charts.rare_events import g_chart, t_chart, weibull
from jawda.core.statistics.control_charts.rules import Beyond

GAPS = [12, 3, 30, 8, 17, 2, 41, 5]
TAIL = stats.norm.cdf(-3.0)


def test_limits_of_benneyan() -> None:
    """2001: mean ± 3 sqrt(mean (mean + 1)) where gaps begin at 0, and shifted by one where they begin at 1."""
    mean = np.mean(GAPS)
    spread = np.sqrt(mean * (mean + 1))
    chart = g_chart(GAPS, limits="sigma")
    assert chart.limits.center == pytest.approx(mean)
    assert (chart.limits.lower, chart.limits.upper) == (0.0, pytest.approx(mean + 3 * spread))
    shifted = g_chart([gap + 1 for gap in GAPS], least=1, limits="sigma")
    assert shifted.limits.upper == pytest.approx(mean + 1 + 3 * spread)
    assert shifted.limits.lower == 1.0


@settings(deadline=None)
@given(st.floats(0.0005, 0.9))
def test_limits_of_probability_are_quantiles(chance: float) -> None:
    chart = g_chart([1, 2], chance=chance)
    law = stats.geom(chance, loc=-1)
    assert chart.limits.lower == max(law.ppf(TAIL), 0)
    assert law.sf(chart.limits.upper) <= TAIL * (1 + 1e-9)
    assert chart.limits.center == law.median()


@settings(deadline=None)
@given(st.floats(0.0005, 0.9))
def test_interpolated_limits_reach_the_chance_exactly(chance: float) -> None:
    """Minitab draws between whole numbers: linear in the cumulative chance of the number of units until the event."""
    chart = g_chart([1, 2], chance=chance, limits="interpolated")
    for limit, wanted in ((chart.limits.center, 0.5), (chart.limits.upper, 1 - TAIL)):
        until = limit + 1
        below, over = stats.geom.cdf([np.floor(until), np.floor(until) + 1], chance)
        if limit > 0:
            assert below + (until - np.floor(until)) * (over - below) == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize(("by", "chance"), [("mean", 8 / 126), ("minitab", 7 / 126), ("unbiased", 7 / 125)])
def test_estimates_of_the_chance(by: Any, chance: float) -> None:
    assert g_chart(GAPS, chance_by=by).mean == pytest.approx(chance)


def test_gaps_of_zero_in_a_row_signal() -> None:
    """Benneyan: with no lower limit, k zeros in a row with chance^k below that of a point beyond a limit."""
    chart = g_chart([20, 9, 0, 0, 0, 0, 30], chance=0.05)
    assert chart.signals.of("zeros") == [5, 6]
    assert chart.findings[-1].arguments["zeros"] == 3
    signals = chart.signals.to_dict()
    assert {"point": 5, "rule": "zeros", "kind": "run", "side": "lower"} in signals
    assert [row["point"] for row in signals] == sorted(row["point"] for row in signals)
    apart = g_chart([20, 9, 0, 0, 0, 0, 30], chance=0.05, stages=list("aaaabbb"))
    assert apart.signals.of("zeros") == []
    rare = g_chart([20, 9], chance=0.0001)
    assert rare.limits.lower > 0
    assert "zeros" not in {rule.id for rule in rare.signals.rule_set.rules}


def test_rules_that_need_zones_do_not_apply() -> None:
    chart = g_chart(GAPS)
    assert {rule.id for rule in chart.signals.rule_set.rules} == {"1", "2", "3", "4", "zeros"}
    with pytest.raises(ValueError, match="nsigma"):
        g_chart(GAPS, rules=[Beyond(id="1", sigmas=2.0)])


def test_phase_two_and_stages() -> None:
    chart = g_chart(GAPS, exclude=[7])
    assert chart.mean == pytest.approx(7 / (77 + 7))
    later = chart.limits.monitor([900, 0, 0, 0], after=chart)
    assert later.signals.of("1") == [9]
    assert later.signals.of("zeros") == [12]
    assert later.limits.upper == chart.limits.upper
    assert chart.limits.monitor([900], rules="limits").signals.marked == [1]
    staged = g_chart(GAPS, stages=list("aaaabbbb"))
    assert [stage.mean for stage in staged.stages] == pytest.approx([4 / 57, 4 / 69])
    with pytest.raises(Refused, match=r"control_charts.stages"):
        g_chart(GAPS, stages=["a"])


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 1000), st.floats(0.4, 6), st.integers(2, 200))
def test_weibull_by_maximum_likelihood(seed: int, shape: float, count: int) -> None:
    """At the estimate neither partial derivative of the likelihood is far from zero."""
    values = np.random.default_rng(seed).weibull(shape, count) * 50
    scale, found = weibull(values)
    logs, powers = np.log(values / scale), (values / scale) ** found
    assert powers.mean() == pytest.approx(1.0)
    assert 1 / found + logs.mean() - (powers * logs).mean() == pytest.approx(0.0, abs=1e-9)


def test_weibull_agrees_with_scipy() -> None:
    values = np.random.default_rng(7).weibull(1.7, 50) * 20
    shape, _, scale = stats.weibull_min.fit(values, floc=0)
    assert weibull(values) == pytest.approx((scale, shape), rel=1e-4)


def test_limits_of_times_are_quantiles() -> None:
    times = np.random.default_rng(7).weibull(1.7, 30) * 20
    chart = t_chart(times)
    law = stats.weibull_min(chart.limits.parameters["shape"], scale=chart.limits.parameters["scale"])  # type: ignore[attr-defined]
    assert [chart.limits.lower, chart.limits.center, chart.limits.upper] == pytest.approx(
        law.ppf([TAIL, 0.5, 1 - TAIL])
    )
    assert chart.limits.standard_error == pytest.approx(law.std())
    plain = t_chart(times, model="exponential")
    assert plain.limits.upper == pytest.approx(-times.mean() * np.log(TAIL))


def test_times_to_nelsons_power() -> None:
    times = np.array([2.0, 3.5, 0.0, 6.1])
    made = times ** (1 / 3.6)
    sigma = np.abs(np.diff(made)).mean() / (2 / np.sqrt(np.pi))
    chart = t_chart(times, model="power")
    assert chart.limits.upper == pytest.approx((made.mean() + 3 * sigma) ** 3.6)
    assert chart.limits.lower == 0.0
    assert chart.limits.monitor([0.0, 900.0]).signals.marked == [2]


@given(st.floats(0.01, 100))
@settings(deadline=None, max_examples=20)
def test_the_unit_of_time_does_not_matter(unit: float) -> None:
    times = np.array([2.0, 3.5, 1.2, 6.1, 4.4])
    for model in ("weibull", "exponential", "power"):
        here, there = t_chart(times, model=model), t_chart(times * unit, model=model)  # type: ignore[arg-type]
        assert there.limits.upper == pytest.approx(here.limits.upper * unit)


def test_historical_parameters() -> None:
    chart = t_chart([1.0, 2.0], scale=10.0, shape=2.0)
    assert chart.limits.to_dict()["parameters"] == {"scale": 10.0, "shape": 2.0}
    assert t_chart([1.0, 2.0], model="exponential", scale=10.0).limits.center == pytest.approx(10 * np.log(2))
    assert not any(check.id.endswith("samples") for check in chart.findings)


@pytest.mark.parametrize(
    ("refused", "name", "row"),
    [
        (lambda: g_chart([1, 2.5]), "not_a_gap", 2),
        (lambda: g_chart([0, 3], least=1), "not_a_gap", 1),
        (lambda: g_chart([0, 0]), "no_gap", None),
        (lambda: t_chart([1.0, 0.0]), "time_not_positive", 2),
        (lambda: t_chart([1.0, -1.0], model="power"), "time_not_positive", 2),
        (lambda: t_chart([2.0, 2.0]), "zero_spread", None),
        (lambda: t_chart([2.0]), "too_few", None),
    ],
)
def test_refusals(refused: Any, name: str, row: int | None) -> None:
    with pytest.raises(Refused, match=name) as caught:
        refused()
    assert (caught.value.findings[0].place.column, caught.value.findings[0].place.row) == ("interval", row)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: g_chart(GAPS, limits="x"),  # type: ignore[arg-type]
        lambda: g_chart(GAPS, chance_by="x"),  # type: ignore[arg-type]
        lambda: g_chart(GAPS, chance=1.0),
        lambda: g_chart(GAPS, nsigma=0),
        lambda: g_chart(GAPS, least=2),
        lambda: t_chart([1.0, 2.0], model="x"),  # type: ignore[arg-type]
        lambda: t_chart([1.0, 2.0], scale=1.0),
        lambda: t_chart([1.0, 2.0], model="power", scale=1.0),
        lambda: t_chart([1.0, 2.0], model="exponential", shape=1.0),
        lambda: t_chart([1.0, 2.0], scale=1.0, shape=-1.0),
    ],
)
def test_wrong_options(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        wrong()


def test_json_and_figure() -> None:
    for chart in (g_chart([*GAPS, None]), t_chart([1.0, 2.0, 90.0])):
        found = chart.to_dict()
        json.dumps(found, allow_nan=False)
        assert "parameters" in found["limits"]
        assert "c-line" in chart.figure(language="ar")
    assert g_chart(GAPS).to_frame().columns == ["point", "value", "center", "lower", "upper", "rules"]
