"""Mean, standard deviation, autocorrelation and one-way analysis of variance."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from jawda.core.findings import Refused
from jawda.core.statistics.basics import mean_of, moments, one_way_anova, total
from jawda.core.statistics.result import Status

VALUES = st.lists(st.floats(-1e3, 1e3, width=32), min_size=4, max_size=40)


def test_a_missing_value_has_no_neighbour() -> None:
    """r1 pairs values taken one after the other; over a gap there is no pair."""
    found = moments([1.0, 2.0, None, 5.0, 4.0])
    away = np.array([1.0, 2.0, 5.0, 4.0]) - 3.0
    assert found.lag1_autocorrelation == pytest.approx((away[0] * away[1] + away[2] * away[3]) / (away @ away))
    assert (found.count, found.least, found.greatest) == (4, 1.0, 5.0)
    assert [check.id for check in found.findings] == ["samples.missing_values"]
    assert found.status is Status.WARN


def test_one_value_and_equal_values() -> None:
    assert (moments([3.0]).sd, moments([3.0]).lag1_autocorrelation) == (None, None)
    assert (moments([3.0, 3.0]).sd, moments([3.0, 3.0]).lag1_autocorrelation) == (0.0, None)
    json.dumps(moments([3.0]).to_dict(), allow_nan=False)
    assert moments([1.0, 3.0]).to_frame()["mean"].to_list() == [2.0]


@given(VALUES, st.floats(-1e6, 1e6, width=32), st.sampled_from([0.5, 2.0, 1024.0]))
def test_shift_and_scale(values: list[float], shift: float, scale: float) -> None:
    """The mean moves with the values; the standard deviation only scales."""
    before, after = moments(values), moments([scale * value + shift for value in values])
    assert after.mean == pytest.approx(scale * before.mean + shift, rel=1e-12, abs=1e-9)
    assert after.sd == pytest.approx(scale * (before.sd or 0.0), rel=1e-6, abs=1e-6)


@given(st.lists(VALUES, min_size=2, max_size=5))
def test_anova_agrees_with_scipy(groups: list[list[float]]) -> None:
    if max(np.ptp(group) for group in groups) < 1e-3:
        return
    names = [str(place) for place, group in enumerate(groups) for _ in group]
    found = one_way_anova([value for group in groups for value in group], names)
    expected = stats.f_oneway(*groups)
    assert pytest.approx(expected.statistic, rel=1e-7, abs=1e-9) == found.F
    if np.isnan(expected.pvalue):  # rounding made its F negative, and the probability of that is none
        return
    assert found.p == pytest.approx(expected.pvalue, rel=1e-6, abs=1e-12)
    assert found.df_between + found.df_within == len(names) - 1


def test_the_table_of_an_anova() -> None:
    found = one_way_anova([1.0, 2.0, 3.0, 4.0, None], ["a", "a", "b", "b", "b"])
    assert found.to_frame()["source"].to_list() == ["between", "within"]
    assert (found.r_squared, found.residual_sd) == (pytest.approx(0.8), pytest.approx(0.5**0.5))
    assert found.means.tolist() == [1.5, 3.5]
    assert found.inputs.missing == 1
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["F"] == pytest.approx(8.0)


def test_groups_without_spread_have_no_ratio() -> None:
    found = one_way_anova([1.0, 1.0, 2.0, 2.0], ["a", "a", "b", "b"])
    assert (found.F, found.p) == (None, None)
    assert found.findings[0].id == "basics.nothing_varies_within"
    assert one_way_anova([1.0] * 4, ["a", "a", "b", "b"]).r_squared == 0.0


@pytest.mark.parametrize(
    ("values", "groups", "reason"),
    [
        ([1, 2], ["a", "a"], "samples.few_subgroups"),
        ([1, 2], ["a", "b"], "basics.no_repeats"),
        ([1, 2, 3], ["a", "b"], "samples.lengths_differ"),
    ],
)
def test_what_cannot_be_compared(values: list[float], groups: list[str], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        one_way_anova(values, groups)


def test_long_sums_are_taken_in_pairs() -> None:
    many = np.full(200_000, 0.1)
    assert total(many) == pytest.approx(20_000, rel=1e-14)
    assert mean_of(many) == pytest.approx(0.1, rel=1e-15)
