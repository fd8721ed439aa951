"""Scores, verdicts and σ_pt."""

from __future__ import annotations

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.laboratories import scores
from jawda.core.statistics.laboratories.scores import UncertaintyFlag, Verdict
from jawda.core.statistics.laboratories.sigma_pt import from_experience, from_precision, horwitz, horwitz_ratio


def test_scores_of_arrays() -> None:
    values, u = np.array([9.0, 10.0, 12.0]), np.array([0.3, np.nan, 0.0])
    assert scores.z_score(values, 10, 0.5).tolist() == [-2, 0, 4]
    assert scores.z_prime_score(values, 10, 0.3, 0.4).tolist() == [-2, 0, 4]
    assert scores.zeta_score(values, 10, u, 0.4).tolist()[0] == pytest.approx(-2)
    assert np.isnan(scores.zeta_score(values, 10, u, 0.4)[1])
    assert np.isnan(scores.zeta_score(values, 10, u, 0.0)[2])
    assert scores.en_score(values, 10, 2 * u, 0.8)[0] == pytest.approx(-1)
    assert scores.percent_difference(values, 10).tolist() == [-10, 0, 20]
    assert scores.percent_allowed(values, 10, 4).tolist() == [-25, 0, 50]


def test_verdicts_at_their_limits() -> None:
    """ISO/IEC 17043, B.4: |z| ≤ 2 is satisfactory, 2 < |z| < 3 questionable, |z| ≥ 3 unsatisfactory."""
    found = scores.z_verdict([2.0, 2.0001, 2.9999, 3.0, -3.0, np.nan])
    assert found == [
        Verdict.SATISFACTORY,
        Verdict.QUESTIONABLE,
        Verdict.QUESTIONABLE,
        Verdict.UNSATISFACTORY,
        Verdict.UNSATISFACTORY,
        Verdict.NOT_SCORED,
    ]
    assert scores.allowed_verdict([99.9, 100, np.nan]) == [
        Verdict.SATISFACTORY,
        Verdict.UNSATISFACTORY,
        Verdict.NOT_SCORED,
    ]


def test_the_two_rules_for_en_differ_at_one() -> None:
    """ISO/IEC 17043 takes |En| ≤ 1 as satisfactory; ISO 13528 takes |En| ≥ 1 as a signal."""
    assert scores.en_verdict([1.0, 1.01]) == [Verdict.SATISFACTORY, Verdict.UNSATISFACTORY]
    assert scores.en_verdict([1.0, 0.99], rule="iso_13528") == [Verdict.UNSATISFACTORY, Verdict.SATISFACTORY]


def test_uncertainties_are_screened() -> None:
    flags = scores.uncertainty_flags([0.1, 1, 9, np.nan], lowest=0.5, highest=2)
    assert flags == [
        UncertaintyFlag.TOO_SMALL,
        UncertaintyFlag.PLAUSIBLE,
        UncertaintyFlag.TOO_LARGE,
        UncertaintyFlag.NOT_REPORTED,
    ]


def test_wrong_arguments_of_scores() -> None:
    for wrong in (
        lambda: scores.percent_difference([1], 0),
        lambda: scores.z_score([1], 1, 0),
        lambda: scores.percent_allowed([1], 1, -1),
        lambda: scores.zeta_score([1], 1, [-1], 1),
        lambda: scores.en_verdict([1], rule="mine"),  # type: ignore[arg-type]
        lambda: scores.uncertainty_flags([1], lowest=2, highest=1),
    ):
        with pytest.raises(ValueError, match=r"."):
            wrong()


def test_the_model_of_horwitz_joins_at_its_ends() -> None:
    """ISO 13528, 8.4: three laws of concentration, which nearly meet at 1.2e-7 and at 0.138."""
    for place in (1.2e-7, 0.138):
        below, above = horwitz(np.array([place * (1 - 1e-9), place * (1 + 1e-9)]))
        assert above == pytest.approx(below, rel=2e-3)
    assert horwitz_ratio(0.0002, 0.01) == pytest.approx(0.0002 / 0.000399972373927)
    with pytest.raises(ValueError, match="mass fraction"):
        horwitz([5.0])


def test_sigma_from_precision_and_experience() -> None:
    assert from_precision(2.0, 1.0, 1) == 2.0
    for wrong in ((1.0, 2.0, 1), (2.0, 1.0, 0), (1.0, -1.0, 1)):
        with pytest.raises(ValueError, match=r"."):
            from_precision(*wrong)
    line = from_experience([1, 2, 3, 4], [0.12, 0.19, 0.31, 0.4])
    assert line.sigma_pt(2.5) == pytest.approx(0.255)
    assert line.r_squared_adjusted < line.r_squared <= 1
    assert from_experience([1, 2, 3], [0.1, 0.1, 0.1]).r_squared == 1
    with pytest.raises(ValueError, match="no standard deviation"):
        line.sigma_pt(-10)
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        from_experience([1, 1, 1], [1, 2, 3])
    with pytest.raises(Refused, match=r"samples.too_few"):
        from_experience([1, 2, 3, None], [1, 2, 3, 4])
    with pytest.raises(Refused, match=r"samples.too_few"):
        from_experience([1, 2, 3, 5], [1, 2, None, 4])
