"""Charts of means with ranges or standard deviations, and of individual values."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.control_charts import ControlChart, individuals, xbar_r, xbar_s
from jawda.core.statistics.control_charts.estimates import ESTIMATORS, within_sigma
from jawda.core.statistics.control_charts.individuals import moving_ranges
from jawda.core.statistics.control_charts.stages import blocks
from jawda.core.statistics.result import Status
from jawda.core.statistics.subgroups import by_label, by_row, by_size, summarise

STEADY = np.random.default_rng(1).normal(10, 1, (30, 5))
ROWS = st.lists(st.lists(st.integers(-50, 50), min_size=4, max_size=4), min_size=3, max_size=12)


def ids(chart: ControlChart) -> list[str]:
    return [check.id for check in chart.findings]


@given(ROWS, st.integers(-1000, 1000), st.sampled_from([0.5, 4.0]), st.sampled_from([xbar_r, xbar_s]))
def test_shift_and_scale(rows: list[list[int]], shift: int, scale: float, make: object) -> None:
    """A change of unit or origin moves the lines with the data and changes no signal."""
    if not np.ptp(rows, axis=1).any():
        return
    before = make(rows)  # type: ignore[operator]
    after = make([[scale * value + shift for value in row] for row in rows])  # type: ignore[operator]
    for line in ("center", "lower", "upper"):
        expected = scale * getattr(before.limits, line) + shift
        assert getattr(after.limits, line) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    if not np.isclose(before.location.points, before.location.center).any():
        distance = np.abs(before.location.points - before.limits.center) / (before.limits.upper - before.limits.center)
        if not np.isclose(distance[:, None] * 3, [1, 2, 3]).any():
            runs = {"1", "2", "5", "6", "7", "8"}
            told = [[s for s in chart.location.signals if s.rule in runs] for chart in (before, after)]
            assert told[0] == told[1]


def test_the_ways_to_hand_data_in_agree() -> None:
    flat = STEADY.ravel()
    table = xbar_r(STEADY)
    labels = np.repeat(np.arange(30), 5)
    for other in (
        xbar_r(flat, size=5), xbar_r(flat, labels), xbar_r(by_label(flat, labels)), xbar_r(summarise(by_row(STEADY))),
    ):  # fmt: skip
        assert other.limits.to_dict() == table.limits.to_dict()
        assert other.signals == table.signals
    shuffled = np.random.default_rng(2).permuted(STEADY, axis=1)
    assert xbar_r(shuffled).limits.upper == pytest.approx(table.limits.upper, rel=1e-12)


def test_sizes_that_differ_have_limits_that_differ() -> None:
    flat, labels = STEADY.ravel()[:149], np.repeat(np.arange(30), 5)[:149]
    for chart in (xbar_r(flat, labels), xbar_s(flat, labels)):
        assert isinstance(chart.limits.upper, np.ndarray)
        assert chart.limits.upper[-1] > chart.limits.upper[0]
        assert "samples.unequal_sizes" in ids(chart)
        assert "polyline" in chart.figure() or "path" in chart.figure()


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_every_estimator_is_near_the_truth(estimator: str) -> None:
    many = summarise(by_row(np.random.default_rng(4).normal(0, 2, (4000, 5))))
    assert within_sigma(many, estimator) == pytest.approx(2, rel=0.02)  # type: ignore[arg-type]
    uneven = summarise(by_label(np.random.default_rng(5).normal(0, 2, 9000), np.arange(9000) // 4 % 1700))
    assert within_sigma(uneven, estimator) == pytest.approx(2, rel=0.03)  # type: ignore[arg-type]


def test_a_subgroup_of_one_value_says_nothing_of_the_spread() -> None:
    alone = summarise(by_label([1.0, 3.0, 2.0, 6.0, 99.0], [1, 1, 2, 2, 3]))
    assert within_sigma(alone, "range") == within_sigma(summarise(by_row([[1, 3], [2, 6]])), "range")


def test_another_grouping_of_the_same_values_has_another_fingerprint() -> None:
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 9.0]
    ways = ({"subgroup": list("aabbccdd")}, {"subgroup": list("abababab")}, {"size": 4})
    assert len({xbar_r(values, **way).inputs.sha256 for way in ways}) == 3  # type: ignore[arg-type]
    assert xbar_r(values, list("eeffgghh")).inputs.sha256 == xbar_r(values, size=2).inputs.sha256


def test_an_unknown_estimator() -> None:
    with pytest.raises(ValueError, match="mvlue-range"):
        xbar_r(STEADY, sigma="best")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="median-moving-range"):
        individuals([1, 2, 3], sigma="best")  # type: ignore[arg-type]


def test_watching_changes_no_limit() -> None:
    """Phase II: limits of phase I are frozen, also for another size of subgroup."""
    first = xbar_r(STEADY, rules="limits")
    watched = first.limits.monitor(STEADY + 2)
    assert (watched.phase, watched.limits.center) == (2, first.limits.center)
    assert watched.limits.upper == first.limits.upper
    assert {signal.side for signal in watched.location.signals} == {"upper"}
    assert len(watched.signals) > 20
    smaller = first.limits.monitor(STEADY[:, :3])
    assert smaller.limits.upper > first.limits.upper
    again = watched.limits.monitor(STEADY)
    assert again.limits.lower == first.limits.lower
    alone = individuals(STEADY.ravel()).limits.monitor([50.0])
    assert [(signal.point, signal.rule, signal.side) for signal in alone.signals] == [(1, "1", "upper")]


def test_signals_are_a_sequence_and_make_objects_for_whoever_reads_them() -> None:
    """As a tuple of them would be."""
    signals = xbar_r([[9, 11], [10, 12], [8, 10], [20, 22], [2, 6]], rules="weco1956").signals
    listed = list(signals)
    told = [(one.point, one.rule, one.side, one.chart) for one in listed]
    assert told == [(4, "1", "upper", "location"), (5, "1", "lower", "location")]
    assert (len(signals), signals[-1], signals[1:]) == (len(listed), listed[-1], listed[1:])
    assert (signals == listed, signals == listed[:-1], signals == 3) == (True, False, False)
    assert hash(signals) == hash(tuple(listed))
    assert type(signals[0].point) is int


def test_given_limits() -> None:
    chart = xbar_s(STEADY, mean=10, historical_sigma=1)
    assert chart.limits.upper == pytest.approx(10 + 3 / 5**0.5)
    assert chart.method.options["sigma"] == "given"
    assert individuals([9, 11], mean=10, historical_sigma=1).limits.lower == 7
    for make in (lambda **known: xbar_r(STEADY, **known), lambda **known: individuals([1, 2], **known)):
        with pytest.raises(ValueError, match="together"):
            make(mean=10)
    with pytest.raises(ValueError, match="above 0"):
        xbar_r(STEADY, mean=10, historical_sigma=0)


def test_stages_have_limits_of_their_own() -> None:
    """After a change of tool, limits are those of the new state, and no pattern reaches over the change."""
    moved = np.vstack([STEADY, STEADY + 20])
    stages = ["avant"] * 30 + ["après"] * 30
    chart = xbar_r(moved, stages=stages)
    assert [(stage.name, stage.first, stage.last) for stage in chart.stages] == [("avant", 1, 30), ("après", 31, 60)]
    assert chart.location.center[0] == pytest.approx(chart.location.center[-1] - 20)
    assert chart.signals == tuple(signal for signal in chart.signals if signal.chart in ("location", "spread"))
    assert not [signal for signal in chart.location.signals if signal.rule == "1" and signal.point in (30, 31)]
    assert len(xbar_r(moved).location.signals) > len(chart.location.signals)
    assert "avant" in chart.figure(language="fr")
    alone = individuals([1, 2, 3, 11, 12, 13], stages=["a"] * 3 + ["b"] * 3)
    assert alone.location.center.tolist() == [2, 2, 2, 12, 12, 12]
    assert np.isnan(alone.spread.points[3]), "no moving range over the change"


@pytest.mark.parametrize(
    ("stages", "reason"), [(["a"], "control_charts.stages"), (["a", "b", "b"], "control_charts.short_stage")]
)
def test_stages_that_cannot_be(stages: list[str], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        blocks(stages, 3)


def test_gaps_in_individual_values() -> None:
    found = moving_ranges(np.array([1.0, 2.0, np.nan, 4.0, 7.0]), 2)
    assert np.array_equal(found, [np.nan, 1, np.nan, np.nan, 3], equal_nan=True)
    chart = individuals([1.0, 2.0, None, 4.0, 7.0], sigma="median-moving-range")
    assert chart.inputs.missing == 1
    assert "samples.missing_values" in ids(chart)
    assert json.loads(json.dumps(chart.to_dict(), allow_nan=False))["charts"][0]["points"][2] is None
    assert "<svg" in chart.figure()
    assert moving_ranges(np.array([1.0]), 2).shape == (1,)


def test_estimators_of_individual_values() -> None:
    values = np.random.default_rng(6).normal(0, 3, 5000)
    for estimator in ("mean-moving-range", "median-moving-range", "sd"):
        chart = individuals(values, sigma=estimator)  # type: ignore[arg-type]
        assert chart.stages[0].sigma == pytest.approx(3, rel=0.05)
    assert individuals(values, span=4).stages[0].sigma == pytest.approx(3, rel=0.05)
    assert {rule.id for rule in chart.spread.rules.rules} == {"1"}


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: xbar_r([[1, 1], [1, 1]]), "samples.zero_spread"),
        (lambda: xbar_r([1, 2, 3, 4], size=1), "control_charts.size_one"),
        (lambda: individuals([1, 1, 1]), "samples.zero_spread"),
        (lambda: individuals([1]), "samples.too_few"),
        (lambda: individuals([1, None, 2, None]), "control_charts.no_moving_range"),
        (lambda: individuals([1, 1, 1], sigma="sd"), "samples.zero_spread"),
    ],
)
def test_what_makes_no_chart(make: object, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        make()  # type: ignore[operator]


def test_a_span_of_one() -> None:
    with pytest.raises(ValueError, match="span"):
        individuals([1, 2], span=1)


def test_the_report_card() -> None:
    """Enough data, stable, without memory, and an instrument that is fine enough."""
    calm = xbar_r(np.random.default_rng(0).normal(0, 1, (30, 5)), rules="limits")
    assert calm.status is Status.OK
    assert ids(calm) == ["control_charts.verdict_stable", "control_charts.subgroups_enough"]
    drift = individuals(np.arange(40.0))
    assert ids(drift) == [
        "control_charts.verdict_signals", "control_charts.values_few", "control_charts.autocorrelation",
    ]  # fmt: skip
    assert drift.status is Status.FAIL
    coarse = individuals([1, 2, 1, 2, 2, 1, 1, 2, 1, 2, 1, 1] * 10)
    assert "control_charts.resolution" in ids(coarse)
    assert "control_charts.values_enough" in ids(coarse)
    level = individuals(np.full(25, 3.0), mean=3, historical_sigma=1)
    assert "control_charts.autocorrelation" not in ids(level)


def test_sides_and_rows() -> None:
    chart = individuals([1, 2, 3, 4, 5, 6, 7, 60], rules="nelson1984")
    assert [(s.point, s.rule, s.side, s.chart) for s in chart.signals if s.chart == "location"][:3] == [
        (6, "3", "upper", "location"), (7, "3", "upper", "location"), (8, "1", "upper", "location"),
    ]  # fmt: skip
    rows = chart.rows()
    assert (rows[7]["chart"], rows[7]["point"], rows[7]["rules"]) == ("location", 8, "1 3")
    assert rows[-1]["chart"] == "spread"
    assert chart.to_frame().height == 16
    falling = individuals([7, 6, 5, 4, 3, 2, 1, -60])
    assert {s.side for s in falling.location.signals} == {"lower"}
    hugging = individuals([0.1, -0.1] * 8, mean=0, historical_sigma=1)
    assert {s.side for s in hugging.location.signals} == {"both"}


def test_json_has_the_stable_keys() -> None:
    found = json.loads(json.dumps(xbar_r(STEADY, rules="weco1956").to_dict(), allow_nan=False))
    assert set(found["limits"]) == {"center", "lower", "upper"}
    assert found["schema"] == "jawda/statistics/control-chart/1"
    assert (found["kind"], found["phase"]) == ("xbar-r", 1)
    assert found["method"]["options"]["rules"] == "weco1956"
    assert found["inputs"]["count"] == 150
    signal = json.loads(json.dumps(individuals([1, 2, 1, 2, 30]).to_dict()))["signals"][0]
    assert set(signal) == {"point", "rule", "side", "chart"}


def test_pictures_in_three_languages() -> None:
    chart = individuals([*np.random.default_rng(8).normal(0, 1, 50), 9.0])
    drawn = chart.figure(language="fr")
    assert "c-sig" in drawn
    assert "LCS" in drawn
    assert "n’est pas stable" in drawn
    assert "UCL" in chart.figure(language="en", width=358)
    assert "المتوسط" in chart.figure(language="ar", chart="spread")
    run = individuals([*([1.0] * 4), *([2.0] * 12), 1.5, 1.2], rules="nelson1984", sigma="sd")
    assert "c-run" in run.figure() or "c-sig" in run.figure()


def test_by_size_of_individual_subgroups_is_refused_with_the_way_out() -> None:
    with pytest.raises(Refused) as refused:
        xbar_r(by_size([1, 2, 3], 1))
    assert refused.value.findings[0].arguments == {"count": 3}


def test_what_is_missing_is_no_value_of_the_chart() -> None:
    """75 values of 100 are too few for limits, and a missing one that is left out is not counted twice."""
    values = np.random.default_rng(1).normal(size=100)
    values[::4] = np.nan
    few = next(check for check in individuals(values).findings if check.id == "control_charts.values_few")
    assert few.arguments == {"count": 75, "enough": 100}
    some = individuals(values, exclude=(1, 2))
    assert some.inputs.count == 74
    assert some.findings[1].statistic == 74
