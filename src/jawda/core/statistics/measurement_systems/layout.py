"""The plan of a gauge study: parts by operators by trials, from long columns or one array, with its faults named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

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
    refuse,
    same_length,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """Values that are there, with the codes of their part and operator (from 0), and ``counts[part, operator]``."""

    values: Floats
    part: NDArray[np.int64]
    operator: NDArray[np.int64]
    parts: tuple[str, ...]
    operators: tuple[str, ...]
    counts: NDArray[np.int64]
    column: Column
    inputs: Inputs


def lay_out(
    values: Numbers | Sequence[Any],
    part: Labels | None = None,
    operator: Labels | None = None,
    *,
    trial: Labels | None = None,
    swap_checked: bool = False,
    nested: bool = False,
) -> Layout:
    """Long columns, or an array (parts, operators, trials) where no labels are given.

    Refused: labels without their partner, a (part, operator, trial) that stands twice, one operator, one part, more
    operators than parts unless ``swap_checked`` (columns are often swapped), values that are all equal.
    """
    column, part_column, operator_column = _columns(values, part, operator)
    _refuse_repeated_trials(part_column, operator_column, trial)
    kept = ~column.missing
    present = column.values[kept]
    part_codes, part_names = _used(part_column, kept)
    operator_codes, operator_names = _used(operator_column, kept)
    counts = np.zeros((len(part_names), len(operator_names)), dtype=np.int64)
    np.add.at(counts, (part_codes, operator_codes), 1)
    if len(operator_names) < 2:
        raise refuse("measurement_systems.one_operator", column=column)
    if len(part_names) < 2:
        raise refuse("measurement_systems.one_part", column=column)
    if len(operator_names) > len(part_names) and not swap_checked and not nested:
        raise refuse("measurement_systems.swapped", column=column, operators=len(operator_names), parts=len(part_names))
    refuse_equal(column, present)
    names = {
        "part": np.asarray(part_column.names)[part_column.codes],
        "operator": np.asarray(operator_column.names)[operator_column.codes],
    }
    return Layout(
        values=present,
        part=part_codes,
        operator=operator_codes,
        parts=part_names,
        operators=operator_names,
        counts=counts,
        column=column,
        inputs=column.inputs(**names),
    )


def refuse_equal(column: Column, present: Floats) -> None:
    """Values without any spread say nothing about a measuring system."""
    if len(present) and float(np.ptp(present)) == 0.0:
        raise refuse("samples.zero_spread", column=column)


def balanced(layout: Layout) -> Floats:
    """The values as (parts, operators, trials), trials in order of rows; refused where cells are missing or unequal."""
    counts = layout.counts
    if bool(((counts > 0).sum(axis=1) == 1).all()):
        raise refuse("measurement_systems.looks_nested", column=layout.column)
    empty = np.argwhere(counts == 0)
    if len(empty):
        place = Place(file=layout.column.file, column=layout.column.name)
        raise Refused(
            Finding(
                id="measurement_systems.empty_cell",
                place=place,
                arguments={"part": layout.parts[row], "operator": layout.operators[at]},
            )
            for row, at in empty[:TOLD]
        )
    least, most = int(counts.min()), int(counts.max())
    if least != most:
        raise refuse("measurement_systems.unbalanced", column=layout.column, least=least, most=most)
    cell = layout.part * len(layout.operators) + layout.operator
    return layout.values[np.argsort(cell, kind="stable")].reshape(*counts.shape, least)


def _columns(
    values: Numbers | Sequence[Any], part: Labels | None, operator: Labels | None
) -> tuple[Column, LabelColumn, LabelColumn]:
    if part is not None and operator is not None:
        column = numbers(values)
        part_column, operator_column = labels(part, name="part"), labels(operator, name="operator")
        same_length(column, part_column, operator_column)
        return column, part_column, operator_column
    if part is not None or operator is not None:
        raise refuse("measurement_systems.label_missing")
    array = np.asarray(values if not isinstance(values, Column) else values.values)
    if array.ndim != 3:
        raise refuse("measurement_systems.not_three_ways")
    _, operators, trials = array.shape
    column = numbers(array.ravel())
    at = np.arange(array.size)
    return (
        column,
        labels(at // (operators * trials) + 1, name="part"),
        labels(at // trials % operators + 1, name="operator"),
    )


def _used(column: LabelColumn, kept: NDArray[np.bool_]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Codes of the rows that have a value, without labels that no row uses any more."""
    present, codes = np.unique(column.codes[kept], return_inverse=True)
    return codes.astype(np.int64), tuple(column.names[at] for at in present)


def _refuse_repeated_trials(part: LabelColumn, operator: LabelColumn, trial: Labels | None) -> None:
    if trial is None:
        return
    trials = labels(trial, name="trial")
    same_length(part, trials)
    key = (part.codes * len(operator.names) + operator.codes) * len(trials.names) + trials.codes
    first = np.unique(key, return_index=True)[1]
    again = np.setdiff1d(np.arange(len(key)), first)
    if len(again):
        raise Refused(
            Finding(
                id="measurement_systems.trial_repeated",
                place=Place(file=part.file, row=int(row) + 1, column="trial"),
                arguments={
                    "part": part.names[part.codes[row]],
                    "operator": operator.names[operator.codes[row]],
                    "trial": trials.names[trials.codes[row]],
                },
            )
            for row in again[:TOLD]
        )


def within_operator(layout: Layout) -> Layout:
    """For a nested plan: a part is told by its operator and its name, so names may repeat under each operator."""
    keys = layout.operator * len(layout.parts) + layout.part
    present, codes = np.unique(keys, return_inverse=True)
    names = tuple(
        f"{layout.operators[key // len(layout.parts)]} · {layout.parts[key % len(layout.parts)]}" for key in present
    )
    counts = np.zeros((len(present), len(layout.operators)), dtype=np.int64)
    np.add.at(counts, (codes, layout.operator), 1)
    return replace(layout, part=codes.astype(np.int64), parts=names, counts=counts)
