"""Where machine code comes from, and what happens where there is none."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.statistics.compiled import compiled
from jawda.core.statistics.subgroups import _LOOP, figures_of_rows, loop_over_rows


def test_code_that_cannot_be_kept_is_not_compiled() -> None:
    """Compiling takes seconds, which each process would pay again."""
    made: dict[str, object] = {}
    exec("def double(value):\n    return 2 * value\n", made)
    assert compiled(made["double"], "int64(int64)") is None  # type: ignore[arg-type]


def test_code_is_compiled_once() -> None:
    fast = compiled(loop_over_rows, _LOOP)
    assert fast is not None
    assert compiled(loop_over_rows, _LOOP) is fast


@given(st.lists(st.lists(st.floats(-1e9, 1e9), min_size=4, max_size=4), min_size=1, max_size=9))
def test_figures_of_rows_to_the_last_digit(rows: list[list[float]]) -> None:
    """NumPy, the loop as it is written and the compiled loop."""
    table = np.array(rows)
    expected = figures_of_rows(table)
    for loop in (loop_over_rows, compiled(loop_over_rows, _LOOP)):
        found = tuple(np.empty(len(rows)) for _ in range(3))
        loop(table, *found)  # type: ignore[misc]
        for mine, other in zip(found, expected, strict=True):
            np.testing.assert_array_equal(mine, other)
