"""Where the information is singular there is no interval."""

from __future__ import annotations

import numpy as np
import pytest

from jawda.core.statistics.capability import Specification
from jawda.core.statistics.capability.laws import Law, Weibull
from jawda.core.statistics.capability.non_normal import percentile_indices
from jawda.core.statistics.capability.percentile import PROBABILITIES
from jawda.core.statistics.capability.percentile_intervals import with_intervals


@pytest.mark.parametrize(
    ("law", "values"), [(Weibull(1.5, 2.0, 1.0), [1.0 + 1e-7, 2.0, 3.0, 4.0]), (Weibull(1.5, 2.0), [1.0])]
)
def test_no_interval(law: Law, values: list[float]) -> None:
    """A value at the threshold, and fewer values than parameters."""

    def indices(one: Law) -> dict[str, float | None]:
        return dict(percentile_indices(one, Specification(0.01, 20), PROBABILITIES, "P"))

    found = with_intervals(indices(law), law, np.array(values), count=2, confidence=0.95, indices=indices)
    assert all(estimate.low is None for estimate in found.values())
    assert found["Pp"].value == indices(law)["Pp"]
