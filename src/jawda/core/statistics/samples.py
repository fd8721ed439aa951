"""Columns of people's data: numbers or labels, checked once, with the place of every fault.

A function of this package takes arrays, lists or :class:`Column`; a column knows the file and the rows it came from,
so that a refusal names them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Finding, Place, Refused
from jawda.core.findings.model import Argument
from jawda.core.statistics.result import NAMED_ROWS, Exclusion, Floats, Inputs

#: What a function takes for numbers: an array, a sequence with ``None`` or NaN where a value is missing, or a column.
Numbers: TypeAlias = "Column | NDArray[Any] | Sequence[Any]"
#: What a function takes for labels (subgroups, parts, operators, laboratories).
Labels: TypeAlias = "LabelColumn | NDArray[Any] | Sequence[Any]"

#: Fourth powers of values up to it stay within doubles.
LARGEST: Final = 1e75

#: Faults told one by one; more are counted.
TOLD: Final = 20


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """Numbers as doubles, NaN where one is missing.

    ``rows`` are the rows they stand at, from 1 (``None``: the first value stands at row 1); ``exclusions`` are values
    that the reader left out for a reason, such as results below a limit: they are NaN among ``values``.
    """

    values: Floats
    name: str = "value"
    unit: str | None = None
    file: str | None = None
    rows: NDArray[np.int64] | None = None
    exclusions: tuple[Exclusion, ...] = ()

    def place(self, index: int) -> Place:
        """Where the value ``index`` (from 0) stands."""
        return Place(file=self.file, row=self.row(index), column=self.name)

    def row(self, index: int) -> int:
        """The row of the value ``index`` (from 0), from 1."""
        return int(self.rows[index]) if self.rows is not None else index + 1

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Which are missing."""
        return np.isnan(self.values)

    @cached_property
    def square(self) -> float:
        """The sum of squares: one pass tells whether a value is missing, infinite, or too large or small for powers."""
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            return float(np.dot(self.values, self.values))

    @cached_property
    def finite(self) -> bool:
        """Whether every value is there and finite."""
        return math.isfinite(self.square) or bool(np.isfinite(self.values).all())

    @property
    def complete(self) -> bool:
        """Whether none is missing."""
        return self.finite or not self.missing.any()

    def present(self) -> Floats:
        """The values that are there, in order."""
        return self.values if self.complete else self.values[~self.missing]

    def inputs(self, **others: Any) -> Inputs:
        """The account of this column for a result: ``others`` are further columns by name.

        A value that an exclusion names is counted under that reason only, not as missing once more.
        """
        absent = np.array([], dtype=np.int64) if self.complete else np.flatnonzero(self.missing)
        left_out = sum(exclusion.count for exclusion in self.exclusions)
        count = max(0, len(absent) - left_out)
        found = self.exclusions
        if count:
            told = {row for exclusion in found for row in exclusion.rows}
            rows = [row for row in map(self.row, absent[: NAMED_ROWS + left_out].tolist()) if row not in told]
            found = (*found, Exclusion(reason="missing", count=count, rows=tuple(rows[:NAMED_ROWS])))
        data = {self.name: self.values, **others}
        return Inputs(
            count=len(self.values) - len(absent),
            missing=count,
            excluded=found,
            unit=self.unit,
            file=self.file,
            data=data,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelColumn:
    """Labels in the order of the rows: ``names[codes[i]]`` is that of row i; ``names`` are in order of appearance."""

    codes: NDArray[np.int64]
    names: tuple[str, ...]
    name: str = "label"
    file: str | None = None
    rows: NDArray[np.int64] | None = None


def numbers(data: Numbers, *, name: str = "value", least: int = 1) -> Column:
    """Check and take numbers: 1-D, finite or missing (``None``, NaN, empty text).

    Decimal commas are refused here: :mod:`jawda.core.statistics.reading` understands them, and says so.
    :class:`~jawda.core.findings.Refused` names each cell that is no number, an infinite one, one too large to compute
    with, and fewer than ``least`` values present.

    >>> numbers([1, None, 2.5]).present().tolist()
    [1.0, 2.5]
    >>> numbers([1, "deux"], name="cote")
    Traceback (most recent call last):
    jawda.core.findings.model.Refused: samples.not_a_number
    """
    column = data if isinstance(data, Column) else Column(values=_as_floats(data, name), name=name)
    if column.finite:
        present = len(column.values)
    else:
        infinite = np.flatnonzero(np.isinf(column.values))
        if infinite.size:
            raise Refused(Finding(id="samples.infinite", place=column.place(int(index))) for index in infinite[:TOLD])
        present = int(np.count_nonzero(~column.missing))
    if not column.square < LARGEST**2:
        _check_size(column)
    if present < least:
        place = Place(file=column.file, column=column.name)
        raise Refused([Finding(id="samples.too_few", place=place, arguments={"count": present, "least": least})])
    return column


def _check_size(column: Column) -> None:
    """Refuse what powers would carry out of doubles: a unit that suits the values makes them fit."""
    large = np.flatnonzero(np.abs(column.values) > LARGEST)
    if large.size:
        raise Refused(
            Finding(
                id="samples.too_large", place=column.place(at), arguments={"value": f"{float(column.values[at]):.3g}"}
            )
            for at in large[:TOLD].tolist()
        )


def labels(data: Labels, *, name: str = "label") -> LabelColumn:
    """Take labels; a missing one (``None``, NaN, empty) is refused with its row.

    >>> labels(["A", "B", "A"]).codes.tolist()
    [0, 1, 0]
    """
    if isinstance(data, LabelColumn):
        return data
    array = np.asarray(data)
    if array.ndim != 1:
        raise Refused([Finding(id="samples.not_one_column", place=Place(column=name))])
    if array.dtype.kind in "iu":
        return _coded(array, name)
    texts = [_label(value) for value in _cells(data)]
    absent = [index for index, text in enumerate(texts) if not text]
    if absent:
        raise Refused(Finding(id="samples.no_label", place=Place(row=at + 1, column=name)) for at in absent[:TOLD])
    return _coded(np.asarray(texts), name)


def same_length(*columns: Column | LabelColumn) -> int:
    """The common length; refused where columns differ.

    >>> same_length(numbers([1, 2]), labels(["A", "B"]))
    2
    """
    lengths = [len(column.values if isinstance(column, Column) else column.codes) for column in columns]
    if len(set(lengths)) > 1:
        shown = " / ".join(f"{column.name} {length}" for column, length in zip(columns, lengths, strict=True))
        raise Refused([Finding(id="samples.lengths_differ", arguments={"columns": shown})])
    return lengths[0]


def refuse(identifier: str, *, column: Column | None = None, **arguments: Argument) -> Refused:
    """A refusal with one finding; raise what it returns.

    >>> refuse("samples.zero_spread", column=numbers([1.0, 1.0], name="cote")).findings[0].place.column
    'cote'
    """
    place = Place() if column is None else Place(file=column.file, column=column.name)
    return Refused([Finding(id=identifier, place=place, arguments=arguments)])


def _as_floats(data: NDArray[Any] | Sequence[Any], name: str) -> Floats:
    array = np.asarray(data)
    if array.ndim != 1:
        raise Refused([Finding(id="samples.not_one_column", place=Place(column=name))])
    if array.dtype.kind in "fiu":
        return np.ascontiguousarray(array, dtype=np.float64)
    found = np.empty(len(array))
    faults = []
    for index, value in enumerate(_cells(data)):
        number = _number(value)
        if number is None:
            place = Place(row=index + 1, column=name)
            faults.append(Finding(id="samples.not_a_number", place=place, arguments={"value": str(value)[:60]}))
            continue
        found[index] = number
    if faults:
        raise Refused(faults[:TOLD])
    return found


def _cells(data: NDArray[Any] | Sequence[Any]) -> Iterable[Any]:
    """As they were given: NumPy would turn a mixed list into text."""
    return data.tolist() if isinstance(data, np.ndarray) else data


def _number(value: Any) -> float | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return math.nan
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _label(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _coded(array: NDArray[Any], name: str) -> LabelColumn:
    """Codes by order of appearance; sorted data, the usual case, need no sorting."""
    changes = np.flatnonzero(array[1:] != array[:-1]) + 1
    starts = np.concatenate(([0], changes)) if len(array) else changes
    found = array[starts]
    distinct, first, back = np.unique(found, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    lengths = np.diff(np.append(starts, len(array)))
    codes = np.repeat(place[back], lengths).astype(np.int64)
    return LabelColumn(codes=codes, names=tuple(str(value) for value in distinct[order]), name=name)
