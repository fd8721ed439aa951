"""Points left out of limits, and stages that are watched with known figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.control_charts import c_chart, individuals, p_chart, u_chart, xbar_r, xbar_s

ROWS = [[9.0, 11.0], [10.0, 12.0], [8.0, 10.0], [20.0, 22.5], [9.0, 10.0], [11.0, 12.0]]
VALUES = [10.0, 11.0, 9.5, 30.0, 10.5, 9.0, 11.5]


@pytest.mark.parametrize("chart_of", [xbar_r, xbar_s])
def test_a_subgroup_left_out_stays_on_the_chart_and_does_not_count(chart_of: Any) -> None:
    whole = chart_of(ROWS, exclude=[4])
    without = chart_of([row for place, row in enumerate(ROWS) if place != 3])
    assert len(whole.location.points) == 6
    assert whole.limits.to_dict() == without.limits.to_dict()
    assert [signal.point for signal in whole.location.signals if signal.rule == "1"] == [4]
    assert whole.inputs.count == 10
    assert [(part.reason, part.count, part.rows) for part in whole.inputs.excluded] == [
        ("left out of the limits", 1, (4,))
    ]
    told = {check.id: check for check in whole.findings}
    assert told["attribute_charts.left_out"].arguments == {"count": 1}
    assert told["control_charts.subgroups_few"].arguments == {"count": 5, "enough": 25}


@given(st.lists(st.floats(-1e3, 1e3), min_size=6, max_size=30, unique=True), st.data())
def test_limits_of_the_ends_left_out_are_those_of_what_is_between(values: list[float], data: Any) -> None:
    """Values at the ends leave no range that spans a gap, so that the estimate is that of the rest alone."""
    first, last = data.draw(st.integers(0, 2)), data.draw(st.integers(0, 2))
    kept = values[first : len(values) - last]
    out = [*range(1, first + 1), *range(len(values) - last + 1, len(values) + 1)]
    whole, rest = individuals(values, exclude=out), individuals(kept)
    assert np.allclose([whole.limits.center, whole.limits.upper], [rest.limits.center, rest.limits.upper], rtol=1e-9)


def test_an_individual_value_left_out_takes_both_its_ranges_with_it() -> None:
    chart = individuals(VALUES, exclude=[4])
    kept = [value for value in VALUES if value != 30.0]
    assert chart.limits.center == pytest.approx(np.mean(kept))
    ranges = [1.0, 1.5, 1.5, 2.5]
    assert chart.stages[0].sigma == pytest.approx(np.mean(ranges) / 1.128379, rel=1e-5)
    by_deviation = individuals(VALUES, exclude=[4], sigma="sd")
    assert by_deviation.limits.center == pytest.approx(np.mean(kept))


@pytest.mark.parametrize("chart_of", [lambda **options: xbar_r(ROWS, **options),
                                      lambda **options: individuals(VALUES[:6], **options)])  # fmt: skip
def test_a_stage_with_frozen_figures_keeps_them(chart_of: Any) -> None:
    stages = ["before"] * 3 + ["after"] * 3
    chart = chart_of(stages=stages, frozen={"after": (10.25, 1.5)})
    assert (chart.stages[1].mean, chart.stages[1].sigma) == (10.25, 1.5)
    assert chart.phase == 1
    both = chart_of(stages=stages, frozen={"before": (9.0, 1.0), "after": (10.25, 1.5)})
    assert (both.phase, both.method.options["sigma"]) == (2, "given")
    assert (chart.phase, chart.method.options["sigma"] != "given") == (1, True)


def test_one_point_is_a_stage_only_where_its_figures_are_known() -> None:
    stages = ["before"] * 5 + ["after"]
    with pytest.raises(Refused, match="short_stage"):
        xbar_r(ROWS, stages=stages)
    assert xbar_r(ROWS, stages=stages, frozen={"after": (10.0, 1.0)}).stages[1].first == 6
    assert individuals(VALUES[:6], stages=stages, frozen={"after": (10.0, 1.0)}).stages[1].last == 6


def test_one_value_alone_is_watched_with_frozen_figures() -> None:
    assert individuals([10.0], stages=["now"], frozen={"now": (9.0, 1.0)}).phase == 2


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(Refused, match="all_left_out"):
        xbar_r(ROWS, stages=["a"] * 3 + ["b"] * 3, exclude=[4, 5, 6])
    with pytest.raises(Refused):
        individuals(VALUES[:4], exclude=[1, 2, 3, 4])
    for numbers in ([0], [7]):
        with pytest.raises(ValueError, match="numbered from 1 to 6"):
            xbar_r(ROWS, exclude=numbers)
    with pytest.raises(ValueError, match="above 0"):
        xbar_r(ROWS, stages=["a"] * 6, frozen={"a": (1.0, 0.0)})


def test_counts_are_watched_with_a_frozen_figure() -> None:
    stages = ["before"] * 4 + ["after"]
    chart = p_chart([4, 2, 5, 3, 9], 50, stages=stages, frozen={"after": 0.05})
    assert [stage.mean for stage in chart.stages] == pytest.approx([0.07, 0.05])
    with pytest.raises(Refused, match="short_stage"):
        p_chart([4, 2, 5, 3, 9], 50, stages=stages)
    told = {check.id for check in c_chart([3, 4], stages=["a", "a"], frozen={"a": 3.5}).findings}
    assert not told & {"attribute_charts.few_samples", "attribute_charts.enough_samples"}
    assert u_chart([3], 2, stages=["a"], frozen={"a": 1.5}).mean == 1.5
