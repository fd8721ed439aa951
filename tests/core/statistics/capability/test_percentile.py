"""Indices from three percentiles."""

from __future__ import annotations

import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.capability import Percentiles, Specification
from jawda.core.statistics.capability.percentile import PROBABILITIES, percentile_values


def at(low: float, median: float, high: float) -> Percentiles:
    return Percentiles(low=low, median=median, high=high, probabilities=PROBABILITIES)


def test_each_side_has_its_own_reach() -> None:
    assert percentile_values(Specification(0, 12), at(1, 2, 6)) == (12 / 5, 2.0, 2.0, 10 / 4, None)
    assert percentile_values(Specification(lower=0), at(1, 2, 6)) == (None, 2.0, 2.0, None, None)
    assert percentile_values(Specification(upper=12), at(1, 2, 6)) == (None, 2.5, None, 2.5, None)


def test_coinciding_percentiles_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        percentile_values(Specification(0, 12), at(1, 1, 6))
    assert caught.value.findings[0].id == "capability.percentiles_coincide"
