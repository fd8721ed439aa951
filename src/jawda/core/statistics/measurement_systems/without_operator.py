"""Gauge study of an automatic instrument: parts by trials, no operator, hence no reproducibility.

One-way random model: value = mean + part + error. AIAG MSA 4th edition, chapter III.B; ISO 22514-7, clause 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.measurement_systems.components import cleared_sums
from jawda.core.statistics.measurement_systems.gauge_result import GaugeRR
from jawda.core.statistics.measurement_systems.intervals import mean_squares
from jawda.core.statistics.measurement_systems.layout import refuse_equal
from jawda.core.statistics.measurement_systems.options import StudyOptions
from jawda.core.statistics.measurement_systems.study import bounds_of, finished, table, zero_repeatability
from jawda.core.statistics.measurement_systems.verdicts import clamped
from jawda.core.statistics.result import Check, Method, Status
from jawda.core.statistics.samples import Column, LabelColumn, Labels, Numbers, labels, numbers, refuse, same_length


def without_operator_study(
    values: Numbers | Sequence[Any], part: Labels | None, options: StudyOptions, *, trial: Labels | None = None
) -> GaugeRR:
    """Long columns, or an array (parts, trials); trials may differ in number (their usual mean then counts)."""
    column, label = _columns(values, part)
    if trial is not None:
        same_length(label, labels(trial, name="trial"))
    kept = ~column.missing
    present = column.values[kept]
    refuse_equal(column, present)
    used, codes = np.unique(label.codes[kept], return_inverse=True)
    names = tuple(label.names[at] for at in used)
    counts = np.bincount(codes)
    parts, count = len(names), len(present)
    if parts < 2:
        raise refuse("measurement_systems.one_part", column=column)
    if count == parts:
        raise refuse("measurement_systems.repeats_needed", column=column)
    means = np.bincount(codes, weights=present) / counts
    mean = float(present.mean())
    sums = cleared_sums(
        present,
        {
            "part": float(np.sum(counts * (means - mean) ** 2)),
            "repeatability": float(np.sum((present - means[codes]) ** 2)),
        },
    )
    degrees = {"part": parts - 1, "repeatability": count - parts}
    squares = {name: sums[name] / degrees[name] for name in sums}
    size = (count - float(np.sum(counts**2)) / count) / (parts - 1)
    estimates = {
        "repeatability": squares["repeatability"],
        "part": (squares["part"] - squares["repeatability"]) / size,
    }
    taken = mean_squares(list(squares.values()), list(degrees.values()), confidence=options.confidence)
    combinations = {
        "repeatability": [0.0, 1.0],
        "grr": [0.0, 1.0],
        "part": [1 / size, -1 / size],
        "total": [1 / size, 1 - 1 / size],
    }
    intervals, signal = bounds_of(combinations, taken, options)
    unequal = int(counts.min()) != int(counts.max())
    arguments = {"least": int(counts.min()), "most": int(counts.max())}
    inputs = column.inputs(part=np.asarray(label.names)[label.codes])
    return finished(
        variances={name: max(0.0, value) for name, value in estimates.items()},
        options=options,
        method=Method(
            name="Gauge study without operators, analysis of variance",
            standard="AIAG MSA",
            edition="4",
            clause="III.B",
            options=options.shown("method", "confidence", "interval_method"),
        ),
        inputs=inputs,
        mean=mean,
        intervals=intervals,
        signal=signal,
        findings=(
            *((Check(id="samples.unequal_sizes", status=Status.WARN, arguments=arguments),) if unequal else ()),
            *clamped(estimates),
            *zero_repeatability(squares["repeatability"]),
            *missing_check(inputs.missing),
        ),
        design="without-operator",
        parts=parts,
        operators=0,
        trials=None if unequal else int(counts[0]),
        anova=table(
            [(name, degrees[name], sums[name]) for name in sums],
            {"part": "repeatability"},
            (count - 1, sums["part"] + sums["repeatability"]),
        ),
        part_names=names,
    )


def _columns(values: Numbers | Sequence[Any], part: Labels | None) -> tuple[Column, LabelColumn]:
    if part is not None:
        column, label = numbers(values), labels(part, name="part")
        same_length(column, label)
        return column, label
    array = np.asarray(values if not isinstance(values, Column) else values.values)
    if array.ndim != 2:
        raise refuse("measurement_systems.not_two_ways")
    return numbers(array.ravel()), labels(np.repeat(np.arange(1, len(array) + 1), array.shape[1]), name="part")
