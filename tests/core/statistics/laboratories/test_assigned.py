"""Assigned values by each way of clause 7."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.laboratories.assigned import (
    CONSENSUS,
    by_comparison,
    by_consensus,
    by_experts,
    by_formulation,
    by_reference,
    compare,
)

ROUND = [10.1, 10.3, 9.9, 10.0, 10.2, 14.0, 9.7, 10.4, 10.1, 10.0, 9.8, 10.2]


@pytest.mark.parametrize("consensus", CONSENSUS)
def test_each_consensus_with_its_uncertainty(consensus: str) -> None:
    """7.7.7: u = 1.25 s*/√p for robust averages; for the mean, s/√p."""
    found = by_consensus([*ROUND, None], consensus=consensus)  # type: ignore[arg-type]
    factor = 1.0 if consensus == "mean" else 1.25
    assert found.sd is not None
    assert found.u == pytest.approx(factor * found.sd / math.sqrt(12))
    assert found.count == 12
    assert [check.id for check in found.findings] == ["laboratories.enough_results", "samples.missing_values"]
    json.dumps(found.to_dict(), allow_nan=False)


def test_uncertainties_of_the_items_add_up() -> None:
    """7.2.2: u²(x_pt) = u²(char) + u²(hom) + u²(trans) + u²(stab)."""
    found = by_reference(10, 0.3).with_uncertainties(homogeneity=0.4, stability=1.2)
    assert found.u == pytest.approx(1.3)
    assert [row["u"] for row in found.rows()] == [0.3, 0.4, 0.0, 1.2]
    with pytest.raises(ValueError, match="negative"):
        found.with_uncertainties(transport=-1)


def test_values_from_elsewhere() -> None:
    assert by_formulation(5, 0.1, unit="mg/kg").inputs.unit == "mg/kg"
    found = by_comparison(21.62, 0.26, [2.0, 1.5, 1.7, None])
    assert found.u == pytest.approx(math.hypot(0.26, np.std([2, 1.5, 1.7], ddof=1) / math.sqrt(3)))
    assert by_experts([10.0, 10.2, 10.1]).u == pytest.approx(0.1 / math.sqrt(3))
    stated = by_experts([10.0, 10.2, None, 10.1], [0.1, 0.2, 0.5, 0.2])
    assert stated.u == pytest.approx(0.3 / 3)
    assert stated.source == "expert_laboratories"
    assert stated.method.options["uncertainty"] == "stated"


def test_two_values_of_one_item() -> None:
    """7.8: the difference is compared with twice its standard uncertainty."""
    near, far = compare(10, 0.3, 10.9, 0.4), compare(10, 0.3, 11.1, 0.4)
    assert (near.compatible, far.compatible) == (True, False)
    assert near.u == pytest.approx(0.5)


def test_refusals() -> None:
    with pytest.raises(ValueError, match="consensus"):
        by_consensus(ROUND, consensus="vote")  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        by_consensus([1, 1, 1])
    with pytest.raises(Refused, match=r"laboratories.half_equal_no_spread"):
        by_consensus([1, 1, 1, 2], consensus="median_made")
    with pytest.raises(Refused, match=r"laboratories.negative_uncertainty"):
        by_experts([1, 2], [0.1, -1])
    with pytest.raises(Refused, match=r"samples.too_few"):
        by_experts([1, 2], [0.1, None])
    for wrong in (
        lambda: by_reference(1, -1),
        lambda: by_reference(math.inf, 1),
        lambda: by_comparison(1, math.nan, [1, 2]),
        lambda: compare(1, 0, 2, 0),
    ):
        with pytest.raises(ValueError, match=r"."):
            wrong()
