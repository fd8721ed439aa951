"""Which few causes make most of the whole."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.core_tools import pareto
from jawda.core.statistics.samples import Column

AMOUNTS = st.lists(st.integers(1, 1000), min_size=1, max_size=20)


@given(AMOUNTS, st.sampled_from([0.25, 1.0, 8.0]), st.integers(1, 100))
def test_order_scale_and_shares(amounts: list[int], scale: float, mark: int) -> None:
    names = [f"c{place}" for place in range(len(amounts))]
    found = pareto(names, [amount * scale for amount in amounts], mark_percent=mark)
    same = pareto(names, amounts, mark_percent=mark)
    assert found.causes == same.causes
    assert found.vital_few == same.vital_few
    assert (np.diff(found.amounts) <= 0).all()
    assert found.cumulated_percent[-1] == pytest.approx(100)
    few = len(found.vital_few)
    assert found.cumulated_percent[few - 1] >= mark * (1 - 1e-9)
    assert few == 1 or found.cumulated_percent[few - 2] < mark


def test_rows_of_one_cause_are_added_and_equals_keep_their_order() -> None:
    found = pareto(["a", "b", "a", "c"], [1, 3, 2, None])
    assert found.causes == ("a", "b", "c")
    assert found.amounts.tolist() == [3.0, 3.0, 0.0]
    assert found.findings[-1].id == "samples.missing_values"
    assert [row["vital"] for row in found.rows()] == [True, True, False]


def test_where_no_cause_dominates_it_is_said() -> None:
    assert [check.id for check in pareto(["a", "b", "c"]).findings] == ["core_tools.vital_few", "core_tools.even"]
    assert [check.id for check in pareto(["a", "b", "c"], [98, 1, 1]).findings] == ["core_tools.vital_few"]


def test_a_negative_amount_is_told_with_its_row() -> None:
    column = Column(values=np.array([1.0, -1.0]), name="cout", file="rebuts.csv", rows=np.array([3, 8]))
    with pytest.raises(Refused) as refused:
        pareto(["a", "b"], column)
    assert refused.value.findings[0].arguments == {"row": 8}
    assert refused.value.findings[0].place.file == "rebuts.csv"


def test_nothing_counted_and_a_mark_that_is_none() -> None:
    with pytest.raises(Refused, match=r"core_tools.nothing_counted"):
        pareto(["a"], [0])
    with pytest.raises(ValueError, match="mark"):
        pareto(["a"], mark_percent=0)


def test_the_picture_says_where_to_begin() -> None:
    found = pareto(["bavure", "bavure", "bavure", "cote"], mark_percent=70)
    drawn = found.figure(language="fr", width=640)
    assert "1 cause sur 2" in drawn
    assert drawn.index("bavure") < drawn.index("cote")
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["vital_few"] == ["bavure"]
    assert found.to_frame().height == 2
