"""Rational subgroups and the figures of each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.subgroups import by_label, by_row, by_size, figures_of_rows, summarise

MEASURES = st.lists(st.floats(-1e6, 1e6, width=32), min_size=2, max_size=60)


@given(MEASURES, st.integers(2, 9), st.randoms(use_true_random=False))
def test_any_grouping_gives_numpys_own_figures(values: list[float], groups: int, random: object) -> None:
    names = [index % groups for index in range(len(values))]
    if len(set(names)) < 2:
        return
    summary = summarise(by_label(values, names))
    for index, name in enumerate(dict.fromkeys(names)):
        mine = np.array([value for value, other in zip(values, names, strict=True) if other == name])
        assert summary.counts[index] == len(mine)
        assert summary.means[index] == pytest.approx(mine.mean(), rel=1e-12, abs=1e-9)
        assert summary.ranges[index] == mine.max() - mine.min()
        if len(mine) > 1:
            assert summary.variances[index] == pytest.approx(mine.var(ddof=1), rel=1e-9, abs=1e-9)
        else:
            assert np.isnan(summary.variances[index])


@pytest.mark.parametrize("shape", [(50_000, 1), (30_000, 3), (2_000, 32), (2_000, 33), (3, 100_000)])
def test_tables_worked_on_in_pieces(shape: tuple[int, int]) -> None:
    """Short rows and long ones, tables of several pieces and rows longer than a piece."""
    table = np.random.default_rng(8).normal(1000, 1, shape)
    before = table.copy()
    means, ranges, squares = figures_of_rows(table)
    np.testing.assert_allclose(means, table.mean(axis=1), rtol=1e-14)
    np.testing.assert_array_equal(ranges, np.ptp(table, axis=1))
    np.testing.assert_allclose(squares, table.var(axis=1) * shape[1], rtol=1e-12, atol=1e-20)
    np.testing.assert_array_equal(table, before)


def test_equal_and_unequal_ways_agree() -> None:
    values = np.random.default_rng(7).normal(10, 1, 60)
    equal = summarise(by_size(values, 5))
    unequal = summarise(by_label(np.append(values, 3.0), [*np.repeat(np.arange(12), 5), 12]))
    np.testing.assert_allclose(equal.means, unequal.means[:12], rtol=1e-14)
    np.testing.assert_allclose(equal.variances, unequal.variances[:12], rtol=1e-12)
    np.testing.assert_array_equal(equal.ranges, unequal.ranges[:12])
    assert (equal.size, unequal.size) == (5, None)
    assert len(equal) == 12


def test_a_subgroup_of_one() -> None:
    summary = summarise(by_size([1.0, 2.0], 1))
    assert summary.means.tolist() == [1.0, 2.0]
    assert np.isnan(summary.variances).all()


def test_missing_values_leave_their_subgroup() -> None:
    groups = by_size([1, None, 3, 4, 5, 6], 2)
    assert groups.counts.tolist() == [1, 2, 2]
    assert groups.matrix is None
    assert by_size([1, 2, None, None, 5, 6], 2).names == ("1", "3")


def test_rows_of_a_table() -> None:
    assert by_row([[1, 2], [3, None]]).counts.tolist() == [2, 1]  # type: ignore[list-item]
    assert by_row(np.array([[1.0, 2.0], [3.0, 4.0]])).matrix is not None
    with pytest.raises(Refused, match=r"samples.not_a_table"):
        by_row([1, 2])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("values", "size", "reason"),
    [
        ([1, 2, 3], 2, "samples.no_multiple"),
        ([1, 2], 0, "samples.size_under_one"),
        ([1, 2], 2, "samples.few_subgroups"),
    ],
)
def test_what_cannot_be_grouped(values: list[int], size: int, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        by_size(values, size)
