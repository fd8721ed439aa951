"""Rational subgroups, and the few figures of each from which charts and capability are made.

Count, mean, range and variance of a subgroup are enough for every Shewhart chart of measurements: they can be computed
where the data lie, and only they need to travel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.compiled import WORTH_COMPILING, compiled
from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import Column, Labels, Numbers, labels, numbers, refuse, same_length

#: Rows of at most so many values are added column by column.
SHORT_ROW: Final = 32
#: Values worked on at a time: they stay in the processor's cache.
_PIECE: Final = 40_000
_LOOP: Final = "void(float64[:, ::1], float64[::1], float64[::1], float64[::1])"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Summary:
    """For each subgroup, in order: ``counts``, ``means``, ``ranges``, ``variances`` (n - 1; NaN where one value).

    ``missing`` is how many values were absent and are in none of them.
    """

    counts: NDArray[np.int64]
    means: Floats
    ranges: Floats
    variances: Floats
    names: tuple[str, ...] = ()
    missing: int = 0

    @property
    def size(self) -> int | None:
        """The common size, ``None`` where sizes differ."""
        return common_size(self.counts)

    def __len__(self) -> int:
        return len(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subgroups:
    """Values laid subgroup after subgroup: subgroup i is ``values[starts[i]:starts[i + 1]]``, ``counts[i]`` of them."""

    values: Floats
    counts: NDArray[np.int64]
    names: tuple[str, ...]
    column: Column

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each begins, and at last where all end."""
        return np.concatenate(([0], np.cumsum(self.counts)))

    @property
    def matrix(self) -> Floats | None:
        """(subgroups, size) without a copy where all have one size, else ``None``."""
        size = common_size(self.counts)
        return self.values.reshape(-1, size) if size else None


def common_size(counts: NDArray[np.int64]) -> int | None:
    """The size that all subgroups have, ``None`` where sizes differ.

    >>> common_size(np.array([5, 5])), common_size(np.array([5, 4]))
    (5, None)
    """
    least = int(counts[0])
    # a number that was broadcast is one for all
    return least if not any(counts.strides) or bool((counts == least).all()) else None


def by_size(data: Numbers, size: int, *, name: str = "value") -> Subgroups:
    """Every ``size`` values in a row are a subgroup; missing ones are left out of theirs.

    Refused: a size under 1, a number of values that is no multiple of it, fewer than two subgroups.

    >>> by_size([1, 2, 3, 4], 2).matrix.tolist()
    [[1.0, 2.0], [3.0, 4.0]]
    """
    column = numbers(data, name=name)
    if size < 1:
        raise refuse("samples.size_under_one", column=column, size=size)
    if len(column.values) % size:
        raise refuse("samples.no_multiple", column=column, count=len(column.values), size=size)
    groups = len(column.values) // size
    if column.complete:
        counts = np.broadcast_to(np.int64(size), groups)
        return _checked(Subgroups(values=column.values, counts=counts, names=(), column=column))
    return _without(column, np.repeat(np.arange(groups), size), tuple(str(place + 1) for place in range(groups)))


def by_label(data: Numbers, subgroup: Labels, *, name: str = "value") -> Subgroups:
    """Values with one label are a subgroup, in order of first appearance; missing values are left out of theirs.

    >>> by_label([1, 2, 3, 4, 5], ["a", "a", "b", "b", "b"]).counts.tolist()
    [2, 3]
    """
    column, label = numbers(data, name=name), labels(subgroup, name="subgroup")
    same_length(column, label)
    return _without(column, label.codes, label.names)


def by_row(data: NDArray[np.float64] | list[list[float]], *, name: str = "value") -> Subgroups:
    """A table with a subgroup in each row; NaN or ``None`` where one is missing.

    >>> by_row([[1, 2], [3, 5]]).counts.tolist()
    [2, 2]
    """
    array = np.asarray(data)
    if array.ndim != 2:
        raise refuse("samples.not_a_table")
    flat = array.ravel() if array.dtype.kind in "fiu" else [cell for row in data for cell in row]
    return by_size(numbers(flat, name=name), array.shape[1])


def summarise(groups: Subgroups) -> Summary:
    """Count, mean, range and variance of each subgroup, in two passes over the data (no loss by cancelling).

    >>> summarise(by_size([1, 3, 2, 6], 2)).means.tolist()
    [2.0, 4.0]
    """
    matrix, counts = groups.matrix, groups.counts
    means, ranges, squares = _ragged_figures(groups) if matrix is None else figures_of_rows(matrix)
    with np.errstate(invalid="ignore"):
        squares /= counts - 1 if matrix is None else matrix.shape[1] - 1  # 0 / 0 where there is one value
    return Summary(counts=counts, means=means, ranges=ranges, variances=squares, names=groups.names)


def overall_of(summary: Summary) -> tuple[float, float]:
    """Mean and standard deviation (n - 1) of all values, from the figures of their subgroups.

    N - 1 times the variance is Σ (n - 1) s² within subgroups and Σ n (x̄ - mean)² between them.

    >>> overall_of(summarise(by_size([1.0, 3.0, 2.0, 6.0], 2)))
    (3.0, 2.160246899469287)
    """
    counts, count = summary.counts, int(summary.counts.sum())
    first = float(summary.means[0])
    mean = first + float((counts * (summary.means - first)).sum()) / count
    within = np.where(counts > 1, (counts - 1) * summary.variances, 0.0)
    between = counts * (summary.means - mean) ** 2
    return mean, math.sqrt(float((within + between).sum()) / (count - 1))


def figures_of_rows(matrix: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, range and sum of squares about the mean of each row, a piece of the table at a time.

    Rows of a few values are laid on their side: NumPy then adds whole columns, value after value as written, which is
    fast and gives the same digits on every machine.

    >>> figures_of_rows(np.array([[1.0, 3.0], [2.0, 6.0]]))[2].tolist()
    [2.0, 8.0]
    """
    rows, size = matrix.shape
    means, ranges, squares = np.empty(rows), np.empty(rows), np.empty(rows)
    if matrix.size >= WORTH_COMPILING and size <= SHORT_ROW and matrix.flags.c_contiguous:
        fast = compiled(loop_over_rows, _LOOP)
        if fast is not None:
            fast(matrix, means, ranges, squares)
            return means, ranges, squares
    piece = max(1, _PIECE // size)
    axis = 0 if size <= SHORT_ROW else 1
    for start in range(0, rows, piece):
        part = slice(start, start + piece)
        values = matrix[part].T.copy() if axis == 0 else matrix[part].copy()
        mean = np.add.reduce(values, axis=axis, out=means[part])
        mean /= size
        np.subtract(values.max(axis=axis), values.min(axis=axis), out=ranges[part])
        values -= mean if axis == 0 else mean[:, None]
        values *= values
        np.add.reduce(values, axis=axis, out=squares[part])
    return means, ranges, squares


def loop_over_rows(matrix: Floats, means: Floats, ranges: Floats, squares: Floats) -> None:
    """:func:`figures_of_rows` as a loop to be compiled, into the arrays given."""
    for row in range(matrix.shape[0]):
        total = least = most = matrix[row, 0]
        for at in range(1, matrix.shape[1]):
            value = matrix[row, at]
            total += value
            least = min(least, value)
            most = max(most, value)
        mean = total / matrix.shape[1]
        square = 0.0
        for at in range(matrix.shape[1]):
            away = matrix[row, at] - mean
            square += away * away
        means[row], ranges[row], squares[row] = mean, most - least, square


def _ragged_figures(groups: Subgroups) -> tuple[Floats, Floats, Floats]:
    """As :func:`figures_of_rows`, where sizes differ."""
    starts, counts = groups.starts[:-1], groups.counts
    means = np.add.reduceat(groups.values, starts) / counts
    ranges = np.maximum.reduceat(groups.values, starts) - np.minimum.reduceat(groups.values, starts)
    away = groups.values - np.repeat(means, counts)
    away *= away
    return means, ranges, np.add.reduceat(away, starts)


def _without(column: Column, codes: NDArray[np.int64], names: tuple[str, ...]) -> Subgroups:
    """Without missing values and the subgroups that they empty."""
    kept = ~column.missing
    values, codes = column.values[kept], codes[kept]
    if len(codes) and bool((np.diff(codes) < 0).any()):
        order = np.argsort(codes, kind="stable")
        values, codes = values[order], codes[order]
    counts = np.bincount(codes, minlength=len(names))
    filled = counts > 0
    kept_names = tuple(name for name, there in zip(names, filled, strict=True) if there)
    return _checked(Subgroups(values=values, counts=counts[filled], names=kept_names, column=column))


def _checked(groups: Subgroups) -> Subgroups:
    if len(groups.counts) < 2:
        raise refuse("samples.few_subgroups", column=groups.column, count=len(groups.counts))
    return groups
