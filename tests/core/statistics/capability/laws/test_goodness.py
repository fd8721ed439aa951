"""The Anderson-Darling statistic of values and of normal scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.statistics.capability.laws.families import Exponential
from jawda.core.statistics.capability.laws.goodness import (
    goodness_of,
    goodness_of_normal,
    known_probability,
    normal_probability,
    scores_of,
)
from jawda.core.statistics.capability.laws.law import Law, Normal


@pytest.mark.parametrize(
    ("adjusted", "p"), [(0.341, 0.5), (0.470, 0.25), (0.631, 0.10), (0.752, 0.05), (0.873, 0.025), (1.035, 0.01)]
)
def test_probabilities_are_those_of_the_table(adjusted: float, p: float) -> None:
    """D'Agostino and Stephens (1986), table 4.7, case 3, upper tail."""
    assert normal_probability(adjusted / (1 + 0.75 / 50 + 2.25 / 2500), 50) == pytest.approx(p, rel=0.03)


@given(st.floats(0.001, 20), st.floats(0.001, 2))
def test_probability_falls(statistic: float, step: float) -> None:
    assert 0 <= normal_probability(statistic + step, 30) <= normal_probability(statistic, 30) + 1e-3 <= 1.001


def test_a_true_law_is_rejected_as_often_as_it_should() -> None:
    random = np.random.default_rng(8)
    rejected = sum((goodness_of_normal(random.normal(size=40)).p or 0) < 0.05 for _ in range(1000))
    assert abs(rejected / 1000 - 0.05) < 0.02


def test_scores_of_the_fitted_normal_law_say_the_same() -> None:
    values = np.random.default_rng(9).normal(5, 2, 60)
    law = Normal(float(values.mean()), float(values.std(ddof=1)))
    assert goodness_of(law, values).anderson_darling == pytest.approx(goodness_of_normal(values).anderson_darling)
    far = scores_of(law, np.array([-1e6, 1e6]))
    assert far.tolist() == [-37.0, 37.0]


@pytest.mark.parametrize("count", [7, 5001])
def test_too_few_and_too_many_are_not_judged(count: int) -> None:
    values = np.arange(float(count))
    assert goodness_of_normal(values).p is None
    assert goodness_of(Normal(0.0, 1.0), values).p is None


def test_no_normal_law_without_spread() -> None:
    for sigma in (0.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="above 0"):
            Normal(0.0, sigma)


@pytest.mark.parametrize(("law", "known"), [(Normal(0.0, 1.0), True), (Exponential(1.0), True), (None, False)])
def test_probabilities_are_even_where_the_law_is_true(law: Law | None, known: bool) -> None:
    """Small probabilities are right to a hundredth; the formula of the exponential law is two hundredths off midway."""
    random = np.random.default_rng(11)
    found = []
    for _ in range(1500):
        values = random.normal(size=40) if isinstance(law, Normal) else random.exponential(size=40)
        found.append(goodness_of(law or Exponential(float(values.mean())), values, known=known).p)
    shares = [np.mean(np.array(found) <= level) for level in (0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9)]
    assert shares[:3] == pytest.approx([0.01, 0.05, 0.1], abs=0.02)
    assert shares[3:] == pytest.approx([0.3, 0.5, 0.7, 0.9], abs=0.06)


def test_what_one_parameter_cannot_fit_is_seen() -> None:
    values = np.random.default_rng(4).weibull(2.0, 200)
    assert (goodness_of(Exponential(float(values.mean())), values).p or 0.0) < 1e-3
    assert goodness_of(Exponential(1e-3), values).p == pytest.approx(0.0, abs=1e-5)


def test_no_statistic_is_surely_exceeded() -> None:
    assert known_probability(0.0) == 1.0
