"""How values lie: in subgroups, or one after another; with the name and unit that they carry."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeGuard, cast

import numpy as np

from jawda.core.statistics.capability.within import (
    ESTIMATORS,
    Spread,
    Within,
    between_neighbours,
    within_subgroups,
)
from jawda.core.statistics.result import Floats, Inputs
from jawda.core.statistics.samples import Column, Labels, Numbers, numbers, refuse
from jawda.core.statistics.subgroups import Subgroups, Summary, by_label, by_row, by_size, summarise

#: Values of a study: a column with or without subgroups, a table with a subgroup in each row, or subgroups.
Values: TypeAlias = "Numbers | Subgroups | Sequence[Sequence[float]]"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """``values`` are those present, in the order of subgroups where there are some; ``summary`` is None without."""

    column: Column
    values: Floats
    summary: Summary | None
    within: Within
    inputs: Inputs
    groups: Subgroups | None = None

    def transformed(self, function: Callable[[Floats], Floats]) -> Layout:
        """Each value made another, missing ones staying missing; the account of the inputs stays that of the values."""
        column = dataclasses.replace(self.column, values=function(self.column.values))
        if self.groups is None:
            return dataclasses.replace(self, column=column, values=column.present())
        groups = dataclasses.replace(self.groups, values=function(self.groups.values), column=column)
        return dataclasses.replace(self, column=column, values=groups.values, groups=groups, summary=summarise(groups))

    def spread(self) -> Spread:
        """Within subgroups or between neighbours, by the estimator chosen."""
        if self.summary is None:
            return between_neighbours(self.column.values, column=self.column)
        return within_subgroups(self.summary, self.within, column=self.column)


def laid_out(
    data: Values, subgroup: Labels | None, size: int | None, within: Within | None, *, name: str, unit: str | None
) -> Layout:
    """Check and lay out values. Subgroups of one value each are single values.

    Refused: fewer than two values, no spread, an estimator that does not suit, all that ``samples`` and ``subgroups``
    refuse. ``ValueError`` for another estimator.

    >>> laid_out([1.0, 2.0, 3.0, 5.0], None, 2, None, name="length", unit=None).within
    'pooled'
    """
    if within is not None and within not in (*ESTIMATORS, "moving_range"):
        raise ValueError(f"within is one of {', '.join(ESTIMATORS)}, moving_range, not {within!r}")
    groups = _groups(data, subgroup, size, name)
    column = groups.column if groups is not None else numbers(cast(Numbers, data), name=name, least=2)
    column = _with_unit(column, unit)
    if groups is not None and bool((groups.counts == 1).all()):
        groups = None
    values = groups.values if groups is not None else column.present()
    if float(values.min()) == float(values.max()):
        raise refuse("samples.zero_spread", column=column)
    if groups is None:
        if within in ESTIMATORS:
            raise refuse("capability.within_needs_subgroups", column=column, within=str(within))
        inputs = column.inputs()
        return Layout(column=column, values=values, summary=None, within="moving_range", inputs=inputs)
    if within == "moving_range":
        raise refuse("capability.within_of_single_values", column=column)
    counts = groups.counts
    return Layout(
        column=column, values=values, summary=summarise(groups), within=within or "pooled", groups=groups,
        inputs=dataclasses.replace(
            column.inputs(), data={column.name: groups.values, "subgroup": np.repeat(np.arange(len(counts)), counts)}
        ),
    )  # fmt: skip


def _groups(data: Values, subgroup: Labels | None, size: int | None, name: str) -> Subgroups | None:
    if isinstance(data, Subgroups):
        return data
    if _is_table(data):
        return by_row(data, name=name)
    flat = cast(Numbers, data)
    if subgroup is not None and size is not None:
        raise ValueError("subgroups are given by labels or by a size, not both")
    if subgroup is not None:
        return by_label(flat, subgroup, name=name)
    return by_size(flat, size, name=name) if size is not None and size != 1 else None


def _is_table(data: Any) -> TypeGuard[list[list[float]]]:
    if isinstance(data, np.ndarray):
        return data.ndim == 2
    return isinstance(data, Sequence) and len(data) > 0 and isinstance(data[0], list | tuple | np.ndarray)


def _with_unit(column: Column, unit: str | None) -> Column:
    if unit is None or unit == column.unit:
        return column
    if column.unit is not None:
        raise refuse("samples.units_differ", column=column, first=column.unit, second=unit)
    return dataclasses.replace(column, unit=unit)
