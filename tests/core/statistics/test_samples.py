"""Columns from people: what is taken, what is refused, and where the fault stands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.result import Exclusion
from jawda.core.statistics.samples import Column, LabelColumn, labels, numbers, refuse, same_length

ROWS = np.array([4, 9], dtype=np.int64)


def test_every_cell_that_is_no_number_is_named() -> None:
    with pytest.raises(Refused) as refused:
        numbers([1, "x", True, None, " ", "2.5", object()], name="cote")
    assert [(found.id, found.place.row, found.place.column) for found in refused.value.findings] == [
        ("samples.not_a_number", 2, "cote"),
        ("samples.not_a_number", 3, "cote"),
        ("samples.not_a_number", 7, "cote"),
    ]


def test_values_whose_powers_are_no_doubles_are_refused_by_their_row() -> None:
    column = Column(values=np.array([1.0, 1e76, np.nan, -1e200]), name="cote", file="x.csv")
    with pytest.raises(Refused) as refused:
        numbers(column)
    assert [(one.id, one.place.row, one.arguments["value"]) for one in refused.value.findings] == [
        ("samples.too_large", 2, "1e+76"),
        ("samples.too_large", 4, "-1e+200"),
    ]


def test_values_that_fit_are_taken_whatever_stands_beside_them() -> None:
    """Zeros, missing values, one small value beside a usual one."""
    assert numbers([0.0, 0.0]).complete
    assert numbers([0.0, None]).present().tolist() == [0.0]
    assert numbers([None, None], least=0).present().tolist() == []
    assert numbers([1e-80, 1.0, None]).present().tolist() == [1e-80, 1.0]
    assert numbers([1e75, 1e-200, None]).complete is False


def test_a_column_names_its_own_rows_and_file() -> None:
    column = Column(values=np.array([1.0, np.inf]), name="cote", file="releve.csv", rows=ROWS)
    with pytest.raises(Refused) as refused:
        numbers(column)
    place = refused.value.findings[0].place
    assert (place.file, place.row, place.column) == ("releve.csv", 9, "cote")


def test_missing_values_are_counted_with_their_rows() -> None:
    column = Column(values=np.array([1.0, np.nan]), rows=ROWS, unit="mm")
    inputs = column.inputs()
    assert (inputs.count, inputs.missing, inputs.unit) == (1, 1, "mm")
    assert [(found.reason, found.count, found.rows) for found in inputs.excluded] == [("missing", 1, (9,))]
    assert column.present().tolist() == [1.0]
    assert Column(values=np.array([1.0])).inputs().excluded == ()


def test_a_value_left_out_for_a_reason_is_counted_once() -> None:
    """An exclusion names values that are NaN: they are not missing a second time."""
    values = np.array([1.0, np.nan, np.nan, 2.0, np.nan])
    exclusions = (Exclusion(reason="censored_below", count=2, rows=(2, 5)),)
    inputs = Column(values=values, exclusions=exclusions).inputs()
    assert (inputs.count, inputs.missing) == (2, 1)
    assert [(found.reason, found.rows) for found in inputs.excluded] == [("censored_below", (2, 5)), ("missing", (3,))]


@pytest.mark.parametrize("data", [[[1, 2]], np.zeros((2, 2))])
def test_one_column_is_one_column(data: list[list[int]]) -> None:
    with pytest.raises(Refused, match=r"samples.not_one_column"):
        numbers(data)
    with pytest.raises(Refused, match=r"samples.not_one_column"):
        labels(data)


def test_too_few_values() -> None:
    with pytest.raises(Refused, match=r"samples.too_few"):
        numbers([1, None], least=2)


def test_labels_keep_the_order_of_appearance() -> None:
    found = labels(["b", "a", "b", 3.0, 2.5])
    assert found.names == ("b", "a", "3", "2.5")
    assert found.codes.tolist() == [0, 1, 0, 2, 3]
    assert labels(found) is found
    assert labels(np.array([], dtype=np.int64)).names == ()


def test_a_label_that_is_missing_is_named() -> None:
    with pytest.raises(Refused) as refused:
        labels(["a", None, float("nan"), " "], name="sous-groupe")
    assert [found.place.row for found in refused.value.findings] == [2, 3, 4]


def test_columns_of_one_table_have_one_length() -> None:
    with pytest.raises(Refused, match=r"samples.lengths_differ"):
        same_length(numbers([1, 2]), labels(["a"]))


def test_a_refusal_without_a_column_has_no_place() -> None:
    assert refuse("samples.not_a_table").findings[0].place.column is None


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1))
def test_labels_come_back(texts: list[str]) -> None:
    found: LabelColumn = labels(texts)
    assert [found.names[code] for code in found.codes] == texts
    assert list(found.names) == list(dict.fromkeys(texts))


def test_numbers_in_arrays_of_objects_and_whole_labels_of_arrays() -> None:
    assert numbers(np.array([1, None, "2"], dtype=object)).present().tolist() == [1.0, 2.0]
    assert numbers(np.array([1, 2])).values.dtype == np.float64
    assert labels(np.array([7, 7, 5])).names == ("7", "5")
