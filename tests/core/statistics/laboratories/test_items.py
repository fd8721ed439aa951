"""Homogeneity and stability of the items of a round."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.laboratories.homogeneity import expanded_factors, homogeneity
from jawda.core.statistics.laboratories.stability import stability, stability_trend
from jawda.core.statistics.result import Status


def ids(found: object) -> list[str]:
    return [check.id.removeprefix("laboratories.") for check in found.findings]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("items", "printed"), [(7, (2.10, 1.43)), (12, (1.79, 0.86)), (20, (1.59, 0.57))])
def test_factors_of_the_wider_criterion(items: int, printed: tuple[float, float]) -> None:
    """ISO 13528, table B.1."""
    assert [round(factor, 2) for factor in expanded_factors(items)] == list(printed)


def made(between: float, within: float, items: int = 12) -> tuple[list[float], list[int]]:
    random = np.random.default_rng(7)
    means = random.normal(100, between, items) if between else np.full(items, 100.0)
    values = means[:, None] + random.normal(0, within, (items, 2))
    return values.ravel().tolist(), [item for item in range(items) for _ in range(2)]


def test_spread_between_items() -> None:
    """B.3: s_s² = s_x² - s_w²/2 for duplicates, zero where it is negative."""
    values, items = made(1.0, 0.5)
    found = homogeneity(values, items, sigma_pt=10)
    table = np.array(values).reshape(-1, 2)
    s_x2, s_w2 = table.mean(axis=1).var(ddof=1), float(np.mean(np.diff(table) ** 2) / 2)
    assert found.s_s == pytest.approx((s_x2 - s_w2 / 2) ** 0.5)
    assert (found.s_x, found.s_w) == pytest.approx((s_x2**0.5, s_w2**0.5))
    assert ids(found) == ["homogeneous"]
    json.dumps(found.to_dict(), allow_nan=False)
    assert len(found.rows()) == 12


def test_three_outcomes() -> None:
    values, items = made(1.0, 0.5)
    spread = homogeneity(values, items).s_s
    wider = homogeneity(values, items, sigma_pt=spread / 0.32)
    assert (wider.homogeneous, wider.homogeneous_expanded) == (False, True)
    assert "homogeneous_expanded" in ids(wider)
    worse = homogeneity(values, items, sigma_pt=0.1)
    assert worse.homogeneous_expanded is False
    assert worse.status is Status.FAIL


def test_without_a_criterion_the_f_test_is_reported() -> None:
    assert "items_differ" in ids(homogeneity(*made(3.0, 0.3)))
    assert "items_alike" in ids(homogeneity(*made(0.0, 1.0)))


def test_what_disturbs_the_check() -> None:
    values, items = made(0.1, 0.1, items=8)
    apart = homogeneity([*values[:-1], values[-1] + 5], items, sigma_pt=10)
    assert {"replicates_apart", "few_items"} <= set(ids(apart))
    pairs = [1, 1.2, 2, 2.1, 3, 3.1, 4, 4.1, 5, 5.55, 6, 6.1]
    straggler = homogeneity(pairs, list("AABBCCDDEEFF"), sigma_pt=9)
    assert straggler.cochran is not None
    assert straggler.cochran.verdict == "straggler"
    assert [check.status for check in straggler.findings if "apart" in check.id] == [Status.WARN]
    uneven = homogeneity([*values[:-1], None], items, sigma_pt=10)
    assert {"unequal_cells", "samples.missing_values"} <= set(ids(uneven))
    assert uneven.cochran is None
    equal = homogeneity([1, 1, 2, 2, 3, 3], list("AABBCC"), sigma_pt=100)
    assert (equal.f_statistic, equal.s_w) == (None, 0.0)
    assert homogeneity([1, 1, 2, 2, 3, 3], list("AABBCC")).homogeneous is None


def test_refusals_of_homogeneity() -> None:
    with pytest.raises(Refused, match=r"laboratories.sigma_not_positive"):
        homogeneity([1, 2, 3, 4], list("AABB"), sigma_pt=0)
    with pytest.raises(Refused, match=r"laboratories.no_replicates"):
        homogeneity([1, 2, 3, 4], list("ABCD"))
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        homogeneity([1, 1, 1, 1], list("AABB"))


def test_stability_against_its_criteria() -> None:
    """B.5: |mean after - mean before| ≤ 0.3 σ_pt, wider by twice the uncertainty of the difference."""
    assert stability([10, 10.2], [10.1, 10.3], sigma_pt=1).stable
    wider = stability([10.0, 10.6], [10.5, 11.1], sigma_pt=1)
    assert (wider.stable, wider.stable_expanded) == (False, True)
    assert ids(wider) == ["stable_expanded"]
    worse = stability([10.0, 10.01, None], [12.0, 12.01], sigma_pt=1)
    assert ids(worse) == ["not_stable", "samples.missing_values"]
    assert worse.probability is not None
    assert worse.probability < 0.001
    single = stability([10.0], [10.5], sigma_pt=1)
    assert (single.t, single.expanded_criterion, single.status) == (None, None, Status.FAIL)
    equal = stability([10.0, 10.0], [10.1, 10.1], sigma_pt=1)
    assert (equal.u_difference, equal.t) == (0.0, None)
    with pytest.raises(Refused, match=r"laboratories.sigma_not_positive"):
        stability([1], [1], sigma_pt=-1)
    json.dumps(worse.to_dict(), allow_nan=False)


def test_a_trend_over_time() -> None:
    falling = stability_trend([10.0, 9.8, 9.61, 9.4, 9.2, None], [0, 1, 2, 3, 4, 5])
    assert (falling.stable, ids(falling)) == (False, ["trend", "samples.missing_values"])
    assert falling.slope == pytest.approx(-0.2)
    assert stability_trend([10, 10, 10], [0, 1, 2]).stable
    assert not stability_trend([10, 11, 12], [0, 1, 2]).stable
    with pytest.raises(Refused, match=r"samples.too_few"):
        stability_trend([1, 2, None], [0, 1, 2])
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        stability_trend([1, 2, 3], [1, 1, 1])
