import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.charts.svg import spread
from jawda.core.charts.ticks import Scale, label, nice_ticks

ends = st.floats(-1e15, 1e15, allow_nan=False)


@given(ends, ends, st.integers(1, 12))
def test_ticks_cover_and_are_few(low: float, high: float, count: int) -> None:
    """Ticks cover both ends, ascend, and do not crowd the axis."""
    ticks = nice_ticks(low, high, count=count)
    assert ticks.low <= min(low, high)
    assert ticks.high >= max(low, high)
    assert list(ticks.values) == sorted(set(ticks.values))
    assert 2 <= len(ticks.values) <= count + 3


@given(st.integers(-9_999, 9_999), st.integers(1, 9_999), st.integers(-6, 6), st.integers(1, 12))
def test_ticks_are_round(start: int, length: int, exponent: int, count: int) -> None:
    """A step is 1, 2, 2.5 or 5 times a power of ten, and every tick is a whole multiple of it."""
    ticks = nice_ticks(start * 10.0**exponent, (start + length) * 10.0**exponent, count=count)
    mantissa = ticks.step / 10 ** math.floor(math.log10(ticks.step) + 1e-9)
    assert any(math.isclose(mantissa, wanted) for wanted in (1, 2, 2.5, 5))
    for value in ticks.values:
        assert math.isclose(value / ticks.step, round(value / ticks.step), abs_tol=1e-6)
        assert math.isclose(float(f"{value:.{ticks.decimals}f}"), value, abs_tol=1e-12 * abs(value) + 1e-300)


@pytest.mark.parametrize("value", [0, 7, -3.5, 1e15, 1e-9])
def test_an_axis_opens_around_a_single_value(value: float) -> None:
    ticks = nice_ticks(value, value)
    assert ticks.low <= value <= ticks.high
    assert ticks.low < ticks.high


@pytest.mark.parametrize(("low", "high"), [(math.nan, 1), (0, math.inf), (-1e16, 0)])
def test_no_axis_beyond_numbers(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="an axis goes from"):
        nice_ticks(low, high)


def test_numbers_are_written_as_people_read_them() -> None:
    """Comma in French and Arabic, point in English; thousands by a thin no-break space; no minus before a zero."""
    assert label(1234567.5, 1, "fr") == "1\u202f234\u202f567,5"
    assert label(-0.5, 1, "ar") == "\u22120,5"
    assert label(-0.04, 1, "en") == "0.0"


@given(st.floats(-1e6, 1e6), st.floats(0, 100))
def test_a_scale_stays_within_its_ends(value: float, end: float) -> None:
    scale = Scale(-10, 10, 100, end)
    assert min(100, end) - 1e-9 <= scale(value) <= max(100, end) + 1e-9


@given(st.lists(st.floats(0, 200), max_size=8))
def test_labels_are_moved_apart_within_the_plot(places: list[float]) -> None:
    moved = spread(places, gap=14, low=0, high=200)
    assert all(-1e-9 <= place <= 200 + 1e-9 for place in moved)
    assert all(after - before >= 14 - 1e-9 for before, after in itertools.pairwise(sorted(moved)))
