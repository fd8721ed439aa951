import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from jawda.core.charts import decimate

values = st.lists(st.none() | st.floats(-1e6, 1e6) | st.just(math.nan), max_size=300)


def by_column(series: list[float | None], columns: int) -> dict[int, list[float]]:
    """The same columns, found another way: the place's share of the whole, over all values."""
    found: dict[int, list[float]] = {}
    for index, value in enumerate(series):
        if value is not None and math.isfinite(value):
            column = min(int(index / ((len(series) - 1) / columns)), columns - 1)
            found.setdefault(column, []).append(value)
    return found


@given(values, st.integers(1, 40))
def test_every_column_keeps_its_least_and_greatest_value(series: list[float | None], columns: int) -> None:
    """What a chart of so many pixels shows is unchanged: no peak is lost, none is invented."""
    kept = [item.index for item in decimate(range(len(series)), series, columns=columns)]
    assert kept == sorted(set(kept))
    if len(series) <= 2 * columns:
        assert kept == [i for i, value in enumerate(series) if value is not None and math.isfinite(value)]
        return
    assert len(kept) <= 2 * columns
    thinned = by_column([value if index in kept else None for index, value in enumerate(series)], columns)
    whole = by_column(series, columns)
    assert {column: (min(found), max(found)) for column, found in thinned.items()} == {
        column: (min(found), max(found)) for column, found in whole.items()
    }


@given(values, st.integers(1, 40))
def test_the_line_never_bridges_an_empty_column(series: list[float | None], columns: int) -> None:
    def column(index: int) -> int:
        return min(int(index / ((len(series) - 1) / columns)), columns - 1) if len(series) > 2 * columns else index

    for before, after in itertools.pairwise(decimate(range(len(series)), series, columns=columns)):
        if column(after.index) - column(before.index) > 1:
            assert after.breaks


def test_a_missing_value_between_columns_breaks_the_line() -> None:
    series = [1.0, 2.0, 3.0, 4.0, None, 5.0, 6.0, 7.0, 8.0]
    assert [(item.index, item.breaks) for item in decimate(range(9), series, columns=2)] == [
        (0, False),
        (3, False),
        (5, True),
        (8, False),
    ]


def test_all_points_at_one_place() -> None:
    assert [item.index for item in decimate([5.0] * 9, [3.0, 1.0, 2.0] * 3, columns=2)] == [0, 1]


def test_a_flat_column_needs_one_point() -> None:
    assert [item.index for item in decimate(range(9), [4.0] * 9, columns=1)] == [0]
