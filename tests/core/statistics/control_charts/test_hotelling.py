"""Several variables judged together."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jawda.core.findings import Refused
from jawda.core.statistics.control_charts.hotelling import hotelling

CHANCE = np.random.default_rng(11)
TABLE = CHANCE.multivariate_normal([10, 5, 1], [[1, 0.8, 0], [0.8, 1, 0.1], [0, 0.1, 0.2]], size=30)


def ids(chart: Any) -> set[str]:
    return {check.id for check in chart.findings}


def test_limits_of_montgomery() -> None:
    """Example 11.1: two variables, 20 subgroups of 10, a false alarm in 1000: 13.72 in phase I."""
    values = CHANCE.normal(size=(200, 2))
    chart = hotelling(values, subgroup=10, alpha=0.001)
    assert chart.limits.upper == pytest.approx(13.72, abs=0.005)
    later = chart.limits.monitor(values[:10], subgroup=10)
    assert later.limits.upper == pytest.approx(chart.limits.upper * 21 / 19)


def test_single_observations_follow_beta_then_f() -> None:
    """Tracy, Young & Mason 1992."""
    chart = hotelling(TABLE, alpha=0.01)
    assert chart.limits.upper == pytest.approx(29**2 / 30 * stats.beta.ppf(0.99, 1.5, 13))
    assert chart.limits.center == pytest.approx(29**2 / 30 * stats.beta.ppf(0.5, 1.5, 13))
    later = chart.limits.monitor(TABLE[:2])
    assert later.limits.upper == pytest.approx(3 * 31 * 29 / (30 * 27) * stats.f.ppf(0.99, 3, 27))
    assert later.statistic == pytest.approx(chart.statistic[:2])


def test_the_statistic_is_the_distance_of_mahalanobis() -> None:
    chart = hotelling(TABLE)
    away, inverse = TABLE - TABLE.mean(axis=0), np.linalg.inv(np.cov(TABLE.T))
    assert chart.statistic == pytest.approx(np.einsum("ij,jk,ik->i", away, inverse, away))
    assert chart.statistic.sum() == pytest.approx(3 * 29)


def test_contributions_are_what_is_lost_without_a_variable() -> None:
    """Runger, Alt & Montgomery 1996: d_j is T² less T² of the other variables."""
    chart = hotelling(TABLE)
    for place in range(3):
        others = np.delete(TABLE, place, axis=1)
        away, inverse = others - others.mean(axis=0), np.linalg.inv(np.cov(others.T))
        without = np.einsum("ij,jk,ik->i", away, inverse, away)
        assert chart.contributions[:, place] == pytest.approx(chart.statistic - without)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0.01, 100), min_size=3, max_size=3), st.floats(-100, 100))
def test_units_and_origins_do_not_matter(units: list[float], origin: float) -> None:
    moved = hotelling(TABLE * units + origin)
    assert moved.statistic == pytest.approx(hotelling(TABLE).statistic, rel=1e-6)
    assert moved.limits.upper == hotelling(TABLE).limits.upper


def test_successive_differences_see_a_step() -> None:
    """Sullivan & Woodall 1996: a step in the means widens the sample covariance and hides itself there."""
    chance = np.random.default_rng(6)
    values = chance.normal(size=(40, 2))
    values[20:] += 3
    stepped = hotelling(values, estimator="successive-differences")
    assert stepped.statistic.max() > hotelling(values).statistic.max()
    steps = np.diff(values, axis=0)
    assert stepped.limits.covariance == pytest.approx(steps.T @ steps / 78)
    freedom = 2 * 39**2 / (3 * 40 - 4)
    wanted = 39**2 / 40 * stats.beta.ppf(1 - stepped.limits.alpha, 1, (freedom - 3) / 2)
    assert stepped.limits.upper == pytest.approx(wanted)
    assert stepped.limits.monitor(values[:3]).limits.upper > stepped.limits.upper


def test_known_parameters_give_chi_square() -> None:
    chart = hotelling([[1.0, 2.0], [9.0, 2.0]], means=[1, 2], covariance=[[1, 0], [0, 4]], alpha=0.01)
    assert chart.statistic.tolist() == [0.0, 64.0]
    assert chart.limits.upper == pytest.approx(stats.chi2.ppf(0.99, 2))
    assert chart.signals.marked == [2]
    assert chart.limits.monitor([[1.0, 2.0]]).limits.upper == chart.limits.upper
    assert hotelling(TABLE, law="chi-square", alpha=0.01).limits.upper == pytest.approx(stats.chi2.ppf(0.99, 3))


def test_subgroups_by_label_and_by_size() -> None:
    by_size = hotelling(TABLE, subgroup=3)
    labels = np.repeat(np.arange(10), 3)
    assert hotelling(TABLE, subgroup=labels).statistic == pytest.approx(by_size.statistic)
    order = np.argsort(np.tile([0, 1, 2], 10), kind="stable")
    shuffled = hotelling(TABLE[order], subgroup=labels[order])
    assert shuffled.statistic == pytest.approx(by_size.statistic)
    assert hotelling(TABLE, subgroup=1).statistic == pytest.approx(hotelling(TABLE).statistic)
    within = np.mean([np.cov(TABLE[at : at + 3].T) for at in range(0, 30, 3)], axis=0)
    assert by_size.limits.covariance == pytest.approx(within)


def test_a_missing_value_leaves_a_gap() -> None:
    table: list[list[float | None]] = TABLE.tolist()
    table[4][1] = None
    chart = hotelling(table, names=["longueur", "largeur", "masse"])
    assert np.isnan(chart.statistic[4])
    assert np.delete(chart.statistic, 4) == pytest.approx(hotelling(np.delete(TABLE, 4, axis=0)).statistic)
    assert chart.inputs.excluded[0].rows == (5,)
    assert "multivariate_charts.incomplete" in ids(chart)
    assert list(chart.rows()[0]) == ["point", "statistic", "signal", "longueur", "largeur", "masse"]
    json.dumps(chart.to_dict(), allow_nan=False)
    with_gap = hotelling(table, subgroup=3)
    assert np.isnan(with_gap.statistic[1])


def test_findings_and_figures() -> None:
    chart = hotelling(np.vstack((TABLE, [[20, -5, 1]])))
    assert chart.signals.marked == [31]
    assert "multivariate_charts.signals" in ids(chart)
    for language in ("fr", "ar", "en"):
        assert "c-sig" in chart.figure(language=language)  # type: ignore[arg-type]
    assert "multivariate_charts.few" in ids(hotelling(TABLE[:12]))
    assert ids(hotelling(TABLE)) == {"multivariate_charts.no_signal"}
    assert set(chart.to_dict()["limits"]) >= {"center", "lower", "upper"}
    assert chart.to_frame().columns[:3] == ["point", "statistic", "signal"]


@pytest.mark.parametrize(
    ("refused", "name"),
    [
        (lambda: hotelling([[1, 2], [3]]), "not_rectangular"),
        (lambda: hotelling([1, 2]), "not_rectangular"),
        (lambda: hotelling([[1, 2], [3, 4]], names=["a"]), "variables_differ"),
        (lambda: hotelling([[1, "x"], [3, 4]]), "not_a_number"),
        (lambda: hotelling(TABLE[:4]), "too_few"),
        (lambda: hotelling(TABLE[:2], subgroup=2), "too_few"),
        (lambda: hotelling(np.ones((9, 2)) * np.arange(9)[:, None]), "singular"),
        (lambda: hotelling(np.stack((np.arange(9.0), np.ones(9)), axis=1)), "singular"),
        (lambda: hotelling(TABLE, subgroup=0), "size_under_one"),
        (lambda: hotelling(TABLE, subgroup=7), "no_multiple"),
        (lambda: hotelling(TABLE, subgroup=["a"]), "lengths_differ"),
        (lambda: hotelling(TABLE[:5], subgroup=list("aabbb")), "sizes_differ"),
        (lambda: hotelling(TABLE).limits.monitor(TABLE, subgroup=2), "sizes_differ"),
        (lambda: hotelling(TABLE, names=list("abc")).limits.monitor(TABLE[:, :2]), "variables_differ"),
    ],
)
def test_refusals(refused: Any, name: str) -> None:
    with pytest.raises(Refused, match=name):
        refused()


@pytest.mark.parametrize(
    "options",
    [
        {"alpha": 0}, {"estimator": "x"}, {"law": "x"}, {"means": [1, 2, 3]},
        {"means": [1, 2], "covariance": [[1, 0], [0, 1]]},
    ],
)  # fmt: skip
def test_wrong_options(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        hotelling(TABLE, **options)
