"""Nested gauge study: each part is measured by one operator only, as destructive tests require.

value = mean + operator + part within operator + error, balanced. AIAG MSA 4th edition, chapter IV (non-replicable
measurement systems); Burdick, Borror and Montgomery (2005), chapter 4.
"""

from __future__ import annotations

import math

import numpy as np

from jawda.core.findings.model import Argument
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.measurement_systems.components import cleared_sums
from jawda.core.statistics.measurement_systems.gauge_result import GaugeRR
from jawda.core.statistics.measurement_systems.intervals import mean_squares
from jawda.core.statistics.measurement_systems.layout import Layout, within_operator
from jawda.core.statistics.measurement_systems.options import StudyOptions
from jawda.core.statistics.measurement_systems.study import bounds_of, finished, table, zero_repeatability
from jawda.core.statistics.measurement_systems.verdicts import check, clamped, plan_checks
from jawda.core.statistics.result import Check, Floats, Method, Status
from jawda.core.statistics.samples import refuse


def nested_study(layout: Layout, options: StudyOptions) -> GaugeRR:
    """The nested analysis; refused unless each operator has as many parts and each part as many trials (2 or more)."""
    shared = bool(((layout.counts > 0).sum(axis=1) > 1).any())
    inner = within_operator(layout)
    values = _balanced(inner)
    operators, parts, trials = values.shape
    cells = values.mean(axis=2)
    means = cells.mean(axis=1)
    sums = cleared_sums(
        values,
        {
            "operator": float(parts * trials * np.sum((means - means.mean()) ** 2)),
            "part": float(trials * np.sum((cells - means[:, None]) ** 2)),
            "repeatability": float(np.sum((values - cells[..., None]) ** 2)),
        },
    )
    degrees = {
        "operator": operators - 1,
        "part": operators * (parts - 1),
        "repeatability": operators * parts * (trials - 1),
    }
    squares = {name: sums[name] / degrees[name] for name in sums}
    estimates = {
        "repeatability": squares["repeatability"],
        "operator": (squares["operator"] - squares["part"]) / (parts * trials),
        "part": (squares["part"] - squares["repeatability"]) / trials,
    }
    taken = mean_squares(list(squares.values()), list(degrees.values()), confidence=options.confidence)
    share = 1 / (parts * trials)
    combinations = {
        "repeatability": [0.0, 0.0, 1.0],
        "operator": [share, -share, 0.0],
        "reproducibility": [share, -share, 0.0],
        "grr": [share, -share, 1.0],
        "part": [0.0, 1 / trials, -1 / trials],
        "total": [share, 1 / trials - share, 1 - 1 / trials],
    }
    intervals, signal = bounds_of(combinations, taken, options)
    return finished(
        variances={name: max(0.0, value) for name, value in estimates.items()},
        options=options,
        method=Method(
            name="Gauge R&R, nested, analysis of variance",
            standard="AIAG MSA",
            edition="4",
            clause="IV",
            options=options.shown("method", "confidence", "interval_method"),
        ),
        inputs=layout.inputs,
        mean=float(values.mean()),
        intervals=intervals,
        signal=signal,
        findings=(
            *_same_names(shared),
            *clamped(estimates),
            *zero_repeatability(squares["repeatability"]),
            *plan_checks(operators * parts, operators, values.size),
            *missing_check(layout.inputs.missing),
        ),
        design="nested",
        parts=operators * parts,
        operators=operators,
        trials=trials,
        anova=table(
            [(name, degrees[name], sums[name]) for name in sums],
            {"operator": "part", "part": "repeatability"},
            (values.size - 1, math.fsum(sums.values())),
        ),
        part_names=inner.parts,
        operator_names=layout.operators,
        cell_means=cells,
    )


def _balanced(inner: Layout) -> Floats:
    """(operators, parts of each, trials)."""
    held = inner.counts.max(axis=1)
    parts = (inner.counts > 0).sum(axis=0)
    least, most = int(parts.min()), int(parts.max())
    if least != most:
        raise refuse("measurement_systems.nested_parts_differ", column=inner.column, least=least, most=most)
    if least < 2:
        raise refuse("measurement_systems.nested_one_part", column=inner.column)
    arguments: dict[str, Argument] = {"least": int(held.min()), "most": int(held.max())}
    if held.min() != held.max():
        raise refuse("measurement_systems.nested_unbalanced", column=inner.column, **arguments)
    if held.min() < 2:
        raise refuse("measurement_systems.repeats_needed", column=inner.column)
    return inner.values[np.argsort(inner.part, kind="stable")].reshape(len(parts), least, int(held[0]))


def _same_names(shared: bool) -> tuple[Check, ...]:
    """The same names under several operators: either names repeat, or the study is crossed."""
    return (check("nested_names_shared", Status.WARN),) if shared else ()
