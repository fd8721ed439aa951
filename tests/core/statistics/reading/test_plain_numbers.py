"""Numbers read many at a time are those read one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.statistics.reading.cells import Mark, understood
from jawda.core.statistics.reading.plain_numbers import COMMA, POINT, Plain, plain_numbers

CELLS = st.one_of(
    st.text(alphabet="0123456789,.+-eE 'x", max_size=24),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(str),
    st.integers(-(10**9), 10**9).map(lambda number: f"{number:,}".replace(",", " ")),
    st.integers(-(10**18), 10**18).map(str),
)


def read(cells: list[str]) -> Plain:
    raw = [cell.encode() for cell in cells]
    ends = np.cumsum([len(cell) + 1 for cell in raw]) - 1
    starts = ends - [len(cell) for cell in raw]
    return plain_numbers(np.frombuffer(b";".join(raw) + b";", np.uint8), starts.astype(np.int64), ends.astype(np.int64))


@given(st.lists(CELLS, min_size=1, max_size=30))
def test_the_same_as_one_by_one(cells: list[str]) -> None:
    """What is read at once is what the grammar reads, to the last bit."""
    found = read(cells)
    for at in np.flatnonzero(found.plain).tolist():
        text = cells[at]
        decimal = "." if found.sign[at] == POINT else ","
        one = understood(text, decimal)
        assert one.mark is Mark.NUMBER
        assert one.value == found.values[at]
        assert (one.evidence in (",", ".")) == found.proved[at]
        assert (found.sign[at] == COMMA) == ("," in text)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_correctly_rounded(value: float) -> None:
    """A whole number of at most 15 digits over a power of ten is the nearest double."""
    text = f"{value:.6f}"
    found = read([text])
    assert not found.plain[0] or found.values[0] == float(text)


def test_groups_and_exponents() -> None:
    cells = ["1 012,5", "-1'234'567.25", "12 345", "2,49960E+01", "1e22", "15e-3", "1 234,567"]
    found = read(cells)
    assert found.plain.all()
    assert found.values.tolist() == [1012.5, -1234567.25, 12345, 24.996, 1e22, 0.015, 1234.567]
    assert found.proved.tolist() == [True, True, False, True, False, False, True]


def test_what_is_left_to_others() -> None:
    cells = [
        "", "1 00", "1e", "1,2,3", "--1", "1234567890123456", "+", ",", "1-", "a", "1" * 30, "1e25", "1e5,2", "e5",
        "12 34", "1234 567", "1 234'567", "1 234 56", "1 23,5", "1,5 000", "1e1000", "1e+-5", "1e 5", "1e5e5", " 1",
    ]  # fmt: skip
    found = read(cells)
    assert not found.plain.any()
    assert np.isnan(found.values).all()


def test_more_than_a_block() -> None:
    numbers = np.arange(70_000) / 8
    found = read([f"{number:.3f}" for number in numbers])
    assert np.array_equal(found.values, numbers)
    assert len(read([]).values) == 0
