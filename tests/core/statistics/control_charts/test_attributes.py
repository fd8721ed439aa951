"""Charts of counts: limits, stages, phases, what is refused and what is said."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.control_charts.attributes import c_chart, np_chart, p_chart, u_chart
from jawda.core.statistics.control_charts.counted import CountChart
from jawda.core.statistics.control_charts.laney import laney_p_chart, laney_u_chart
from jawda.core.statistics.control_charts.rules import Beyond, Run
from jawda.core.statistics.result import Exclusion, Status
from jawda.core.statistics.samples import Column

#: NIST/SEMATECH e-Handbook 6.3.3.1, defects on 25 wafers (public domain).
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]
COUNTS = st.lists(st.integers(0, 20), min_size=2, max_size=30).filter(lambda counts: 0 < sum(counts) < 20 * len(counts))


def ids(chart: CountChart) -> set[str]:
    return {check.id.removeprefix("attribute_charts.") for check in chart.findings}


def test_wafers_of_nist() -> None:
    """Centre 16, limits 4 and 28; one wafer beyond, and another on the upper limit, which is not beyond."""
    chart = c_chart(WAFERS)
    assert (chart.limits.center, chart.limits.lower, chart.limits.upper) == (16.0, 4.0, 28.0)
    assert chart.signals.of("1") == [24]
    assert chart.status is Status.FAIL


@settings(deadline=None)
@given(COUNTS)
def test_p_and_np_say_the_same(counts: list[int]) -> None:
    proportion, number = p_chart(counts, 20), np_chart(counts, 20)
    for line in ("center", "lower", "upper"):
        assert getattr(number.limits, line) == pytest.approx(20 * getattr(proportion.limits, line))
    assert proportion.sigma_z == number.sigma_z


@settings(deadline=None)
@given(COUNTS)
def test_u_of_one_unit_is_c(counts: list[int]) -> None:
    alone, of_one = c_chart(counts), u_chart(counts, 1)
    assert alone.limits.upper == of_one.limits.upper
    assert alone.signals.to_dict() == of_one.signals.to_dict()


@settings(deadline=None)
@given(COUNTS, st.randoms())
def test_order_does_not_move_limits(counts: list[int], chance: Any) -> None:
    shuffled = list(counts)
    chance.shuffle(shuffled)
    assert p_chart(shuffled, 20).limits.upper == p_chart(counts, 20).limits.upper


@settings(deadline=None)
@given(COUNTS)
def test_the_unit_of_area_does_not_matter(counts: list[int]) -> None:
    """Rates for each square metre and for each square decimetre give the same signals."""
    metres, decimetres = u_chart(counts, 2.0, rules="limits"), u_chart(counts, 200.0, rules="limits")
    assert metres.limits.upper == pytest.approx(100 * decimetres.limits.upper)
    assert metres.signals.marked == decimetres.signals.marked


def test_a_point_on_its_limit_is_not_beyond() -> None:
    """Also where the limit cannot be told exactly in binary: 4 cases where 1 is expected, on 200 units of area."""
    for size in (1.0, 2.0, 200.0, 0.3):
        assert u_chart([1, 4, 0, 0, 0], size, rate=1 / size, rules="limits").signals.marked == []


def test_limits_follow_each_size() -> None:
    """ISO 7870-2: where sizes vary, each point has the limits of its size."""
    sizes = np.array([50.0, 100.0, 200.0])
    chart = p_chart([5, 9, 22], sizes)
    mean = 36 / 350
    assert chart.limits.upper == pytest.approx(mean + 3 * np.sqrt(mean * (1 - mean) / sizes))
    assert chart.limits.size is None
    assert {"sizes_differ", "few_samples"} <= ids(chart)
    assert chart.rows()[2]["size"] == 200.0
    number = np_chart([5, 9, 22], sizes)
    assert number.limits.center == pytest.approx(mean * sizes)
    assert "np_center_varies" in ids(number)


def test_limits_by_the_mean_size() -> None:
    chart = u_chart([5, 9, 22], [1, 2, 3], sizes="mean")
    assert (chart.limits.center, chart.limits.size) == (6.0, 2.0)
    assert chart.limits.upper == pytest.approx(6 + 3 * np.sqrt(3))
    later = chart.limits.monitor([100, 4], [2, 8])
    assert later.limits.upper == chart.limits.upper
    assert later.signals.marked == [1, 2]
    assert np_chart([5, 9, 22], [50, 100, 150], sizes="mean").limits.center == 12.0


def test_standardised_points_have_common_limits() -> None:
    chart = p_chart([5, 9, 40], [50, 100, 200], sizes="standardised")
    assert (chart.limits.center, chart.limits.lower, chart.limits.upper) == (0.0, -3.0, 3.0)
    each = p_chart([5, 9, 40], [50, 100, 200])
    assert chart.points == pytest.approx((each.points - each.limits.center) / each.limits.standard_error)
    assert chart.limits.monitor([5], [40]).points[0] == pytest.approx(
        (5 / 40 - chart.mean) / np.sqrt(chart.mean * (1 - chart.mean) / 40)
    )


def test_limits_of_probability_are_whole_counts() -> None:
    """Each side is passed by chance at most once in 741 points, as by a normal law beyond three sigma."""
    chart = np_chart([4, 2, 5, 3, 1], 50, limits="probability")
    assert (chart.limits.lower, chart.limits.upper) == (0.0, 9.0)
    wafers = c_chart(WAFERS, limits="probability").limits
    assert (wafers.lower, wafers.upper) == (5.0, 29.0)
    rates = u_chart([4, 2, 5, 3], [2, 2, 4, 4], limits="probability")
    assert (np.asarray(rates.limits.upper) * [2, 2, 4, 4]).tolist() == [8.0, 8.0, 12.0, 12.0]
    assert "few_events" not in ids(rates)


def test_points_left_out_stay_on_the_chart() -> None:
    """A point with a known cause is drawn, and does not count for the limits."""
    counts = [5, 4, 30, 6, 5]
    chart = p_chart(counts, 50, exclude=[3])
    assert chart.limits.center == pytest.approx(20 / 200)
    assert chart.signals.of("1") == [3]
    assert chart.inputs.count == 4
    assert [(one.reason, one.rows) for one in chart.inputs.excluded] == [("left out of the limits", (3,))]
    assert "left_out" in ids(chart)
    with pytest.raises(ValueError, match="numbered from 1 to 5"):
        p_chart(counts, 50, exclude=[6])


def test_missing_counts_and_sizes_leave_a_gap() -> None:
    chart = p_chart([5, None, 6, 4], [50, 50, None, 50])
    assert np.isnan(chart.points).tolist() == [False, True, True, False]
    assert (chart.inputs.count, chart.inputs.missing, chart.mean) == (2, 2, 0.09)
    assert "samples.missing_values" in {check.id for check in chart.findings}
    json.dumps(chart.to_dict(), allow_nan=False)
    assert chart.figure().count("<circle") == 2
    assert np.isnan(u_chart([5, 4, 6, 4], [50, 60, None, 50], limits="probability").limits.upper[2])  # type: ignore[index]


def test_historical_figures() -> None:
    chart = p_chart([5, 4, 6], 50, proportion=0.2)
    assert (chart.mean, chart.method.options["historical"]) == (0.2, 0.2)
    assert not ids(chart) & {"few_samples", "enough_samples"}
    assert c_chart([0, 0, 0], mean=4.0).limits.upper == 10.0
    assert u_chart([1, 2], 2, rate=3.0).mean == np_chart([1, 2], 20, proportion=0.5).mean * 6


def test_stages_have_their_own_limits() -> None:
    """No pattern reaches from one stage to the next: nine points above one centre are not counted on."""
    counts = [9, 11, 10, 10, 4, 6, 5, 5]
    chart = c_chart(counts, stages=["avant"] * 4 + ["après"] * 4, rules=[Beyond(id="1"), Run(id="2", length=2)])
    assert [(stage.name, stage.first, stage.last, stage.mean) for stage in chart.stages] == [
        ("avant", 1, 4, 10.0), ("après", 5, 8, 5.0),
    ]  # fmt: skip
    assert np.asarray(chart.limits.center).tolist() == [10.0] * 4 + [5.0] * 4
    assert chart.limits.mean == chart.mean == 5.0
    assert chart.limits.monitor([30]).signals.marked == [1]
    with pytest.raises(Refused, match=r"control_charts.stages"):
        c_chart(counts, stages=["a"] * 3)
    with pytest.raises(Refused, match="nothing_counted") as caught:
        c_chart([1, 2, 0, 0], stages=["a", "a", "b", "b"])
    assert caught.value.findings[0].arguments["stage"] == "b"
    drawn = chart.figure(language="en")
    assert drawn.count('class="c-line-') == 3
    assert "centre line" in drawn


def test_phase_two_goes_on_from_phase_one() -> None:
    """Patterns reach back into the last stage; numbers go on; limits do not move."""
    rules = [Beyond(id="1"), Run(id="2", length=4)]
    first = p_chart([5, 5, 8, 8], 50, rules=rules)
    second = first.limits.monitor([8, 8, 30], after=first)
    assert [(signal.point, signal.rule) for signal in second.signals] == [(6, "2"), (7, "1"), (7, "2")]
    assert (second.first, second.phase, second.mean) == (5, 2, first.mean)
    assert [row["point"] for row in second.rows()] == [5, 6, 7]
    assert second.rows()[2]["rules"] == "1 2"
    assert second.figure().count("c-sig") == 2
    third = second.limits.monitor([9], after=second, rules="limits")
    assert (third.first, third.signals.marked) == (8, [])
    assert first.limits.monitor([8, 8]).signals.marked == []


def test_phase_two_wants_sizes_where_they_varied() -> None:
    chart = p_chart([5, 9, 22], [50, 100, 200])
    with pytest.raises(Refused, match="sizes_needed"):
        chart.limits.monitor([4])
    assert chart.limits.monitor([4], 10).points.tolist() == [0.4]
    assert c_chart(WAFERS).limits.monitor([40, None]).signals.marked == [1]


@pytest.mark.parametrize(
    ("counts", "size", "faults"),
    [
        ([1, -1, 2.5], 50, [("not_a_count", 2), ("not_a_count", 3)]),
        ([1, 0, 0], [50, 0, None], [("size_not_positive", 2)]),
        ([1, 60, 3], 50, [("more_than_size", 2)]),
    ],
)  # fmt: skip
def test_each_wrong_cell_is_named(counts: list[float], size: Any, faults: list[tuple[str, int]]) -> None:
    with pytest.raises(Refused) as caught:
        p_chart(counts, size)
    found = [(one.id.removeprefix("attribute_charts."), one.place.row) for one in caught.value.findings]
    assert found == faults


def test_a_column_names_its_file() -> None:
    column = Column(values=np.array([1.0, -2.0]), name="rebuts", file="octobre.csv", rows=np.array([7, 8]))
    with pytest.raises(Refused) as caught:
        c_chart(column)
    place = caught.value.findings[0].place
    assert (place.file, place.row, place.column) == ("octobre.csv", 8, "rebuts")


def test_what_a_reader_left_out_is_accounted_for() -> None:
    column = Column(values=np.array([1.0, 2.0]), exclusions=(Exclusion(reason="below a limit", count=3),))
    assert c_chart(column).inputs.excluded == (Exclusion(reason="below a limit", count=3),)


@pytest.mark.parametrize(
    ("refused", "name"),
    [
        (lambda: c_chart([3]), "too_few"),
        (lambda: c_chart([3, 4, 5], exclude=[1, 2]), "too_few_samples"),
        (lambda: c_chart([0, 0, 0]), "nothing_counted"),
        (lambda: p_chart([5, 5], 5), "nothing_counted"),
        (lambda: p_chart([5, 5], 9, proportion=1.0), "historical_out_of_range"),
        (lambda: c_chart([5, 5], mean=0.0), "historical_out_of_range"),
        (lambda: p_chart([5, 5], [9, 9, 9]), "lengths_differ"),
        (lambda: p_chart([5, "x"], 9), "not_a_number"),
        (lambda: laney_p_chart([5, 5], 9), "no_dispersion"),
    ],
)
def test_refusals(refused: Any, name: str) -> None:
    with pytest.raises(Refused, match=name):
        refused()


@pytest.mark.parametrize(
    "options",
    [{"nsigma": 0}, {"limits": "x"}, {"sizes": "x"}, {"limits": "probability", "sizes": "mean"}, {"rules": "x"}],
)
def test_wrong_options(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        p_chart([1, 2, 3], 50, **options)


def test_what_the_limits_suppose() -> None:
    few = p_chart([0, 1, 0, 2, 0], 50)
    assert {"few_events", "no_lower_limit"} <= ids(few)
    needed = next(check.arguments["size"] for check in few.findings if check.id.endswith("no_lower_limit"))
    for size, low in ((needed, True), (needed - 1, False)):
        assert (p_chart([1, 2], size, proportion=few.mean).limits.lower > 0) is low
    assert "no_lower_limit_area" in ids(c_chart([4, 5, 3]))
    assert "no_lower_limit" in ids(u_chart([4, 5, 3], 2))
    assert {"enough_events", "enough_samples"} <= ids(c_chart(WAFERS))
    assert "no_lower_limit" not in ids(c_chart(WAFERS))


def test_overdispersion_of_huge_samples_is_told_and_mended() -> None:
    """Laney 2002: with huge samples every point passes binomial limits; sigma z says so, and widens them."""
    chance = np.random.default_rng(2)
    sizes = chance.integers(40_000, 60_000, 30)
    counts = chance.binomial(sizes, np.clip(chance.normal(0.05, 0.004, 30), 0, 1))
    plain = p_chart(counts, sizes)
    assert len(plain.signals.of("1")) > 10
    assert "overdispersion" in ids(plain)
    laney = laney_p_chart(counts, sizes)
    assert laney.sigma_z == pytest.approx(plain.sigma_z)
    assert laney.signals.of("1") == []
    assert "laney_adjusted" in ids(laney)
    width = (np.asarray(laney.limits.upper) - laney.mean) / (np.asarray(plain.limits.upper) - plain.mean)
    assert width == pytest.approx(laney.sigma_z)
    later = laney.limits.monitor([2500], [50_000])
    assert later.limits.sigma_z == laney.limits.sigma_z  # type: ignore[attr-defined]
    assert later.kind == "laney-p"
    assert "p′" in laney.figure()


def test_underdispersion_is_told() -> None:
    assert "underdispersion" in ids(c_chart([16, 16, 15, 16, 17, 16, 16, 15, 16, 16, 16, 17]))
    assert "dispersion_as_expected" in ids(c_chart(WAFERS))
    assert not any("dispersion" in name for name in ids(c_chart(WAFERS[:5])))
    assert not any("dispersion" in name for name in ids(c_chart(WAFERS).limits.monitor([5])))


def test_laney_options() -> None:
    counts = [400, 520, 380, 610]
    exact, printed = laney_u_chart(counts, 100), laney_u_chart(counts, 100, d2=1.128)
    assert printed.sigma_z / exact.sigma_z == pytest.approx(2 / np.sqrt(np.pi) / 1.128)  # type: ignore[operator]
    assert laney_u_chart(counts, 100, sigma_z=1.0).limits.upper == u_chart(counts, 100).limits.upper
    with pytest.raises(ValueError, match="positive"):
        laney_p_chart(counts, 1000, sigma_z=0)
    with pytest.raises(ValueError, match="positive"):
        laney_u_chart(counts, 100, d2=0)
    staged = laney_u_chart([40, 52, 38, 30, 20, 35], 10, stages=list("aaabbb"))
    assert len({stage.sigma_z for stage in staged.stages}) == 2


def test_json_and_figures_in_three_languages() -> None:
    for chart in (c_chart(WAFERS), p_chart([4, 2, 9], [50, 60, 70]), laney_p_chart([400, 520, 380], 10_000)):
        found = chart.to_dict()
        json.dumps(found, allow_nan=False)
        assert {"center", "lower", "upper"} <= set(found["limits"])
        assert found["schema"] == "jawda/statistics/attribute-chart/1"
        for language in ("fr", "ar", "en"):
            assert "c-line" in chart.figure(language=language, width=640)  # type: ignore[arg-type]
    assert {"point", "rule", "side"} <= set(c_chart(WAFERS).to_dict()["signals"][0])
    assert c_chart(WAFERS).to_frame().columns == ["point", "value", "center", "lower", "upper", "rules"]


def test_a_million_samples_take_no_time() -> None:
    """Nothing here is worse than n log n, nor makes an object for each point."""
    counts = np.random.default_rng(1).poisson(16, 300_000)
    chart = c_chart(counts, rules="limits")
    assert len(chart.points) == 300_000
    assert chart.sigma_z == pytest.approx(1.0, abs=0.01)
