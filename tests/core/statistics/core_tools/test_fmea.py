"""Action priority and risk priority number."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.core_tools import Priority, action_priority, priorities
from jawda.core.statistics.result import Status

RATING = st.integers(1, 10)
ORDER = {"L": 0, "M": 1, "H": 2}


@given(RATING, RATING, RATING, st.sampled_from([(1, 0, 0), (0, 1, 0), (0, 0, 1)]))
def test_a_worse_rating_is_never_less_urgent(severity: int, occurrence: int, detection: int, step: tuple[int]) -> None:
    worse = [min(10, rating + more) for rating, more in zip((severity, occurrence, detection), step, strict=True)]
    assert ORDER[action_priority(*worse)] >= ORDER[action_priority(severity, occurrence, detection)]


def test_the_counts_over_all_cells() -> None:
    """Both transcriptions have 318 high, 214 medium and 468 low cells of 1 000."""
    found = [action_priority(*cell).value for cell in product(range(1, 11), repeat=3)]
    assert {level: found.count(level) for level in "HML"} == {"H": 318, "M": 214, "L": 468}


@pytest.mark.parametrize("rating", [0, 11, 2.5, "x", True, None])
def test_what_is_no_rating(rating: object) -> None:
    with pytest.raises(Refused) as refused:
        action_priority(5, rating, 5)  # type: ignore[arg-type]
    assert refused.value.findings[0].place.column == "occurrence"


def test_a_rating_in_a_file_is_told_with_its_row() -> None:
    with pytest.raises(Refused) as refused:
        priorities(severity=[5, 12], occurrence=[1, 1], detection=[0, 1], file="amdec.xlsx", rows=[4, 5])
    places = [(found.place.file, found.place.row, found.place.column) for found in refused.value.findings]
    assert places == [("amdec.xlsx", 5, "severity"), ("amdec.xlsx", 4, "detection")]
    with pytest.raises(Refused) as refused:
        priorities(severity=[12], occurrence=[1], detection=[1])
    assert refused.value.findings[0].place.row == 1


def test_effects_come_before_causes_and_the_product_orders_nothing() -> None:
    found = priorities(severity=[8, 9], occurrence=[10, 6], detection=[10, 7], names=["a", "b"])
    assert [(risk.name, risk.rank, risk.risk_priority_number) for risk in found.risks] == [("b", 1, 378), ("a", 2, 800)]
    assert found.counts == {"H": 2, "M": 0, "L": 0}
    assert found.status is Status.FAIL
    assert [check.id for check in found.findings] == ["core_tools.high", "core_tools.table_not_compared"]


def test_a_calm_analysis() -> None:
    found = priorities(severity=np.array([5, 2]), occurrence=np.array([5, 1]), detection=np.array([7, 1]))
    assert found.status is Status.WARN
    assert [check.id for check in found.findings][:2] == ["core_tools.none_high", "core_tools.medium"]
    assert found.risks[0].action_priority is Priority.MEDIUM
    assert found.to_frame()["rank"].to_list() == [1, 2]
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["risks"][1]["action_priority"] == "L"


def test_columns_have_one_length() -> None:
    with pytest.raises(ValueError, match="length"):
        priorities(severity=[1], occurrence=[1, 2], detection=[1])
