"""Cells of texts and of values."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.statistics.reading.grid import MomentCells, NumberCells, ValueCells, ValueGrid, shown, split

ROWS = st.lists(
    st.lists(st.text(alphabet='ab;," é\n12', max_size=5).map(str.strip), min_size=1, max_size=4), min_size=1, max_size=6
)


@given(ROWS)
def test_split_is_rfc_4180(rows: list[list[str]]) -> None:
    """What a CSV writer writes comes back, as the standard library reads it."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    grid = split(text.getvalue(), ";")
    assert grid is not None
    expected = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text.getvalue()), delimiter=";")]
    for at, row in enumerate(expected):
        while row and not row[-1]:
            row.pop()
        assert grid.row(at) == row
        assert grid.counts[at] == len(row)


def test_quotes() -> None:
    grid = split('a;"b;""c"""\n"x\ny"; z ;\n', ";")
    assert grid is not None
    assert [grid.row(0), grid.row(1)] == [["a", 'b;"c"'], ["x\ny", "z"]]
    assert grid.column(1, np.array([0, 1])).texts() == ['b;"c"', "z"]
    assert grid.column(2, np.array([0, 1])).texts() == ["", ""]
    for broken in ('a;"b', '5" pipe;3\n6";4', '"a"b;c', '"a" "b";c'):
        assert split(broken, ";") is None


def test_spaces_and_tabs() -> None:
    grid = split("\t a \t; b\n", ";")
    assert grid is not None
    assert grid.row(0) == ["a", "b"]
    tabbed = split(" a \t\tb\n", "\t")
    assert tabbed is not None
    assert tabbed.row(0) == ["a", "", "b"]
    wide = split(" " * 200 + "a" + " " * 200 + ";b", ";")
    assert wide is not None
    assert wide.row(0) == ["a", "b"]


def test_many_texts_share() -> None:
    grid = split("x\n" * 1500, ";")
    assert grid is not None
    texts = grid.column(0, np.arange(1500)).texts()
    assert texts == ["x"] * 1500
    assert texts[0] is texts[-1]


def test_values() -> None:
    cells = ValueCells([1, 2.5, True, None, "x ", date(2026, 1, 2), datetime.fromisoformat("2026-01-02T03:00")])
    assert cells.texts() == ["1", "2.5", "true", "", "x", "2026-01-02", "2026-01-02T03:00:00"]
    assert (len(cells), cells.text(4)) == (7, "x")
    plain = cells.plain()
    assert plain.plain.tolist() == [True, True, False, False, False, False, False]
    moments = cells.moments()
    assert moments is not None
    assert np.isnat(moments).tolist() == [True] * 5 + [False] * 2
    assert ValueCells([1]).moments() is None
    assert shown(1e20) == "1e+20"


def test_grid_of_values() -> None:
    grid = ValueGrid([("a", None, " "), (), (1, "b")])
    assert grid.counts.tolist() == [1, 0, 2]
    assert grid.row(2) == ["1", "b"]
    assert grid.column(1, np.array([0, 1, 2])).texts() == ["", "", "b"]


def test_typed_columns() -> None:
    numbers = NumberCells(np.array([1.0, np.nan]))
    assert (numbers.texts(), len(numbers), numbers.moments()) == (["1", ""], 2, None)
    moments = MomentCells(np.array(["2026-01-02", "NaT"], dtype="datetime64[s]"))
    assert (moments.texts(), len(moments)) == (["2026-01-02T00:00:00", ""], 2)
    assert not moments.plain().plain.any()
    assert moments.moments() is moments.values
