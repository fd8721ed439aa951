"""What the laboratories of a round reported: one value each, with its uncertainty where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.result import Floats, Inputs
from jawda.core.statistics.samples import (
    TOLD,
    Column,
    LabelColumn,
    Labels,
    Numbers,
    labels,
    numbers,
    same_length,
)  # fmt: skip

Replicates: TypeAlias = Literal["separate", "mean", "refuse"]
REPLICATES: Final = ("separate", "mean", "refuse")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reported:
    """Results in order of appearance: ``values`` (means of ``counts`` rows), ``u`` and ``expanded``; NaN: unknown.

    ``repeated`` laboratories stand on several rows.
    """

    names: tuple[str, ...]
    values: Floats
    counts: NDArray[np.int64]
    u: Floats
    expanded: Floats
    column: Column
    group: LabelColumn
    stated: Floats | None
    repeated: int

    def inputs(self) -> Inputs:
        """The account of all columns."""
        columns: dict[str, object] = {"laboratory": [self.group.names[code] for code in self.group.codes]}
        if self.stated is not None:
            columns["uncertainty"] = self.stated
        return self.column.inputs(**columns)


def reported(
    values: Numbers,
    laboratory: Labels,
    *,
    u: Numbers | None,
    expanded: Numbers | None,
    factor: Numbers | float,
    unit: Labels | None,
    replicates: Replicates,
) -> Reported:
    """Check the columns; with "mean", reduce them to one value per laboratory, with the uncertainty of its first row.

    >>> found = reported([1, 2, 4], ["A", "B", "B"], u=None, expanded=None, factor=2, unit=None, replicates="mean")
    >>> found.values.tolist(), found.counts.tolist()
    ([1.0, 3.0], [1, 2])
    """
    if replicates not in REPLICATES:
        raise ValueError(f"replicates are one of {', '.join(REPLICATES)}, not {replicates!r}")
    if u is not None and expanded is not None:
        raise ValueError("uncertainties are given as u or as expanded_uncertainty, not both")
    column, group = numbers(values, least=1), labels(laboratory, name="laboratory")
    same_length(column, group)
    column = _with_unit(column, unit)
    standard, wide = _uncertainties(column, u, expanded, factor)
    kept = np.flatnonzero(~column.missing)
    codes = group.codes[kept]
    counts = np.bincount(codes, minlength=len(group.names))
    several = np.flatnonzero(counts > 1)
    if several.size and replicates == "refuse":
        raise Refused(_repeated(column, group, kept, several))
    names = np.array(group.names)
    if replicates == "separate":
        names, codes, counts = names[codes], np.arange(len(kept)), np.ones(len(kept), dtype=np.int64)
    there = np.flatnonzero(counts)
    means = np.bincount(codes, weights=column.values[kept], minlength=len(counts))[there] / counts[there]
    first = {int(code): int(row) for row, code in zip(kept[::-1], codes[::-1], strict=True)}
    rows = [first[int(code)] for code in there]
    return Reported(
        names=tuple(names[there].tolist()),
        repeated=len(several),
        values=means,
        counts=counts[there],
        u=standard[rows],
        expanded=wide[rows],
        column=column,
        group=group,
        stated=None if u is None and expanded is None else standard,
    )


def _with_unit(column: Column, unit: Labels | None) -> Column:
    """The one unit of the column. Refused with the row where another begins."""
    if unit is None:
        return column
    units = labels(unit, name="unit")
    same_length(column, units)
    if len(units.names) > 1:
        row = int(np.flatnonzero(units.codes == 1)[0])
        place = Place(file=column.file, row=column.row(row), column=units.name)
        told = {"first": units.names[0], "second": units.names[1]}
        raise Refused([Finding(id="samples.units_differ", place=place, arguments=told)])
    return replace(column, unit=units.names[0] if units.names else column.unit)


def _uncertainties(
    column: Column, u: Numbers | None, expanded: Numbers | None, factor: Numbers | float
) -> tuple[Floats, Floats]:
    """Standard and expanded uncertainty of each row, NaN where unknown."""
    unknown = np.full(len(column.values), np.nan)
    given = u if u is not None else expanded
    if given is None:
        return unknown, unknown
    stated = numbers(given, name="u" if u is not None else "U", least=0)
    same_length(column, stated)
    factors = _factors(column, factor)
    for part, bad, fault in (
        (stated, stated.values < 0, "laboratories.negative_uncertainty"),
        (factors, factors.values <= 0, "laboratories.factor_not_positive"),
    ):
        rows = np.flatnonzero(bad)
        if rows.size:
            raise Refused(
                Finding(id=fault, place=part.place(int(row)), arguments={"value": float(part.values[row])})
                for row in rows[:TOLD]
            )
    if u is not None:
        return stated.values, stated.values * factors.values
    return stated.values / factors.values, stated.values


def _factors(column: Column, factor: Numbers | float) -> Column:
    """A coverage factor for each row."""
    if isinstance(factor, int | float):
        return Column(values=np.full(len(column.values), float(factor)), name="k")
    found = numbers(factor, name="k", least=0)
    same_length(column, found)
    return found


def _repeated(
    column: Column, group: LabelColumn, kept: NDArray[np.int64], several: NDArray[np.int64]
) -> Sequence[Finding]:
    """Each laboratory that stands twice, at its second row."""
    found = []
    for code in several[:TOLD]:
        row = int(kept[np.flatnonzero(group.codes[kept] == code)[1]])
        found.append(
            Finding(
                id="laboratories.laboratory_twice",
                place=Place(file=column.file, row=column.row(row), column=group.name),
                arguments={"lab": group.names[code]},
            )
        )
    return found
