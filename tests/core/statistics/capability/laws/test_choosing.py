"""The law by name, and by the criterion."""

from __future__ import annotations

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.capability.laws import Exponential, Gamma, JohnsonUnbounded, LogNormal, Weibull
from jawda.core.statistics.capability.laws.choosing import chosen, fitted
from jawda.core.statistics.samples import Column

EVEN = (np.arange(300) + 0.5) / 300


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (LogNormal(0.0, 0.8), "lognormal"),
        (Weibull(1.6, 2.0), "weibull"),
        (Gamma(2.0, 1.0), "gamma"),
        (Exponential(2.0), "exponential"),
        (LogNormal(0.0, 0.8, 30.0), "lognormal3"),
        (Weibull(1.4, 2.0, 30.0), "weibull3"),
        (JohnsonUnbounded(-1.0, 1.0, -2.0, 1.0), "johnson_su"),
    ],
)
def test_the_law_that_made_the_values_is_found(made: Weibull, name: str) -> None:
    found = chosen(made.quantile(EVEN))
    assert found.law.name == name
    assert found.candidates[0].name == name
    assert [one.bic for one in found.candidates] == sorted(one.bic for one in found.candidates)
    assert found.goodness.p is not None
    assert found.goodness.p > 0.2


def test_few_values_try_few_laws() -> None:
    names = {one.name for one in chosen(np.array([0.0, 1.0, 1.5, 7.0])).candidates}
    assert names == {"normal", "exponential"}


@pytest.mark.parametrize(
    ("model", "values", "name", "rows"),
    [
        ("weibull", [1.0, 0.0, -2.0], "capability.not_positive", [2, 3]),
        ("box_cox", [1.0, 0.0, 2.0], "capability.not_positive", [2]),
        ("exponential", [0.0, -1.0, 2.0], "capability.negative", [2]),
        ("johnson", [1.0, 2.0, 3.0], "samples.too_few", [None]),
        ("johnson", [1.0] * 30 + [2.0, 3.0], "capability.law_not_determined", [None]),
    ],
)
def test_refused(model: str, values: list[float], name: str, rows: list[int | None]) -> None:
    column = Column(values=np.array(values))
    with pytest.raises(Refused) as caught:
        fitted(model, column.values, column)
    assert [finding.id for finding in caught.value.findings] == [name] * len(rows)
    assert [finding.place.row for finding in caught.value.findings] == rows
