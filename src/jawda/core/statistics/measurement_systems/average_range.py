"""Average and range method of a crossed gauge study, as on the AIAG form.

AIAG MSA 4th edition, chapter III.B: EV = K1 · mean range, AV from the spread of the operators' means, PV from that of
the parts' means. K = 1 / d2*. It cannot tell the interaction.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.control_charts.constants import d2_star, range_moments
from jawda.core.statistics.measurement_systems.gauge_result import AverageRange, GaugeRR
from jawda.core.statistics.measurement_systems.layout import Layout, balanced
from jawda.core.statistics.measurement_systems.options import StudyOptions
from jawda.core.statistics.measurement_systems.study import finished, zero_repeatability
from jawda.core.statistics.measurement_systems.verdicts import check, clamped, plan_checks, shown
from jawda.core.statistics.result import Check, Floats, Method, Status
from jawda.core.statistics.samples import refuse

#: As printed on the form (AIAG MSA 4th edition, figure III-B 16): by trials, operators, parts.
_K1: Final = {2: 0.8862, 3: 0.5908}
_K2: Final = {2: 0.7071, 3: 0.5231}
_K3: Final = {
    2: 0.7071, 3: 0.5231, 4: 0.4467, 5: 0.4030, 6: 0.3742, 7: 0.3534, 8: 0.3375, 9: 0.3249, 10: 0.3146,
}  # fmt: skip


def average_range_study(layout: Layout, options: StudyOptions) -> GaugeRR:
    """The form; refused for a single trial, and for a plan beyond the printed constants unless they are exact."""
    values = balanced(layout)
    parts, operators, trials = values.shape
    if trials < 2:
        raise refuse("measurement_systems.repeats_needed", column=layout.column)
    k1, k2, k3 = _factors(layout, trials, options)
    ranges = np.ptp(values, axis=2)
    operator_difference = float(np.ptp(values.mean(axis=(0, 2))))
    part_range = float(np.ptp(values.mean(axis=(1, 2))))
    average = float(ranges.mean())
    repeatability = (average * k1) ** 2
    operator = (operator_difference * k2) ** 2 - repeatability / (parts * trials)
    estimates = {"repeatability": repeatability, "operator": operator, "part": (part_range * k3) ** 2}
    return finished(
        variances={name: max(0.0, value) for name, value in estimates.items()},
        options=options,
        method=Method(
            name="Gauge R&R, crossed, average and range",
            standard="AIAG MSA",
            edition="4",
            clause="III.B",
            options=options.shown("method", "constants"),
        ),
        inputs=layout.inputs,
        mean=float(values.mean()),
        findings=(
            *clamped(estimates),
            *zero_repeatability(repeatability),
            *range_checks(values),
            check("interaction_not_seen", Status.OK),
            *plan_checks(parts, operators, values.size),
            *missing_check(layout.inputs.missing),
        ),
        design="crossed",
        parts=parts,
        operators=operators,
        trials=trials,
        average_range=AverageRange(
            average_range=average, operator_difference=operator_difference, part_range=part_range, K1=k1, K2=k2, K3=k3
        ),
        part_names=layout.parts,
        operator_names=layout.operators,
        cell_means=values.mean(axis=2),
        cell_ranges=ranges,
        range_limit=range_limit(ranges, trials),
    )


def _factors(layout: Layout, trials: int, options: StudyOptions) -> tuple[float, float, float]:
    parts, operators = layout.counts.shape
    if options.constants == "exact":
        return 1 / d2_star(trials, parts * operators), 1 / d2_star(operators, 1), 1 / d2_star(parts, 1)
    if trials not in _K1 or operators not in _K2 or parts not in _K3:
        raise refuse(
            "measurement_systems.beyond_table", column=layout.column, parts=parts, operators=operators, trials=trials
        )
    return _K1[trials], _K2[operators], _K3[parts]


def range_checks(values: Floats) -> tuple[Check, ...]:
    """Cells whose range lies over the limit of a range chart (AIAG MSA III.B: ranges must be in control first)."""
    if values.shape[-1] < 2:
        return ()
    ranges = np.ptp(values, axis=-1)
    limit = range_limit(ranges, values.shape[-1])
    count = int(np.count_nonzero(ranges > limit))
    if not count:
        return (check("ranges_in_control", Status.OK, limit),)
    return (check("ranges_out", Status.WARN, count, {"count": count, "limit": shown(limit, 4)}),)


def range_limit(ranges: Floats, trials: int) -> float:
    """The upper limit of a range chart over ranges of so many trials (ISO 7870-2: D4 times their mean).

    >>> round(range_limit(np.array([1.0, 1.0]), 3), 3)
    2.575
    """
    mean, sd = range_moments(trials)
    return (1 + 3 * sd / mean) * float(ranges.mean())
