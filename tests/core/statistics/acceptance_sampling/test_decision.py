"""Decisions on lots from counts."""

from __future__ import annotations

import json

import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.acceptance_sampling.decision import lot_decision, verdict_at
from jawda.core.statistics.acceptance_sampling.probabilities import attribute_plan

DOUBLE = attribute_plan([80, 80], [1, 4], [4, 5])


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ([1], "accepted"),
        ([4], "not-accepted"),
        ([2], "next-sample"),
        ([2, 2], "accepted"),
        ([3, 2], "not-accepted"),
    ],
)
def test_a_double_plan(counts: list[int], verdict: str) -> None:
    """Accept up to Ac, do not accept from Re on, between them draw the second sample and add its count."""
    found = lot_decision(DOUBLE, counts)
    assert found.verdict == verdict
    assert found.next_sample_size == (80 if verdict == "next-sample" else None)
    assert json.dumps(found.to_dict(), allow_nan=False)
    assert found.rows()[0]["verdict"] == verdict
    assert found.findings[0].sentence("ar")


def test_in_the_gap_the_lot_passes_and_reduced_inspection_ends() -> None:
    reduced = attribute_plan(32, 1, 4)
    assert lot_decision(reduced, [2]).marginal
    assert len(lot_decision(reduced, [2]).findings) == 2
    assert not lot_decision(reduced, [1]).marginal
    assert lot_decision(reduced, [4]).verdict == "not-accepted"


def test_no_acceptance_where_none_is_permitted() -> None:
    multiple = attribute_plan([32, 32], [None, 1], [2, 2])
    assert lot_decision(multiple, [0]).verdict == "next-sample"


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([], "counts_of_samples"),
        ([2, 1, 0], "counts_of_samples"),
        ([0, 1], "decided_before"),
        ([-1], "negative_count"),
    ],
)
def test_counts_that_make_no_sense_are_refused(counts: list[int], why: str) -> None:
    with pytest.raises(Refused, match=why):
        lot_decision(DOUBLE, counts)


def test_a_count_means_the_same_wherever_it_was_found() -> None:
    """Acceptance and rejection numbers are cumulative: only the total of the samples so far counts."""
    for first in (2, 3):
        for second in range(5):
            assert lot_decision(DOUBLE, [first, second]).verdict == verdict_at(DOUBLE, 1, first + second)
