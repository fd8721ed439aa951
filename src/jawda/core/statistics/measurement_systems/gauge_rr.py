"""Gauge repeatability and reproducibility: one verb for every method, and the crossed analysis of variance.

AIAG MSA 4th edition, chapter III.B and appendix A (analysis of variance, pooling of the interaction); intervals after
Burdick, Borror and Montgomery, Journal of Quality Technology 35 (2003) 342-354.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.measurement_systems.average_range import average_range_study, range_checks, range_limit
from jawda.core.statistics.measurement_systems.components import AnovaRow
from jawda.core.statistics.measurement_systems.gauge_result import GaugeRR
from jawda.core.statistics.measurement_systems.gauge_rr_batch import (
    CrossedAnalysis,
    CrossedSquares,
    analysed,
    squares_of,
)
from jawda.core.statistics.measurement_systems.intervals import mean_squares
from jawda.core.statistics.measurement_systems.layout import Layout, balanced, lay_out
from jawda.core.statistics.measurement_systems.nested import nested_study
from jawda.core.statistics.measurement_systems.options import (
    NDC_FACTOR,
    Constants,
    FOver,
    IntervalMethod,
    Judged,
    StudyMethod,
    StudyOptions,
)
from jawda.core.statistics.measurement_systems.range_method import range_study
from jawda.core.statistics.measurement_systems.reml import reml_study
from jawda.core.statistics.measurement_systems.study import Bounds, bounds_of, finished, table, zero_repeatability
from jawda.core.statistics.measurement_systems.verdicts import check, clamped, plan_checks, shown
from jawda.core.statistics.measurement_systems.without_operator import without_operator_study
from jawda.core.statistics.result import Check, Method, Status
from jawda.core.statistics.samples import Labels, Numbers

_SOURCES: Final = ("part", "operator", "interaction", "repeatability")


def gauge_rr(
    values: Numbers | Sequence[Any],
    part: Labels | None = None,
    operator: Labels | None = None,
    *,
    trial: Labels | None = None,
    method: StudyMethod = "anova",
    tolerance: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    process_sd: float | None = None,
    alpha_pool: float | None = 0.05,
    f_over: FOver = "interaction",
    study_multiplier: float = 6.0,
    ndc_factor: float = NDC_FACTOR,
    confidence: float = 0.95,
    interval_method: IntervalMethod = "mls",
    constants: Constants = "aiag",
    interaction: bool = True,
    judged_by: Judged | None = None,
    swap_checked: bool = False,
) -> GaugeRR:
    """How much of the variation of a study is the measuring system's own.

    ``values`` with ``part`` and ``operator`` are long columns of one length; alone, ``values`` is an array (parts,
    operators, trials). ``method``: ``anova`` (crossed, balanced), ``reml`` (crossed, any numbers in the cells),
    ``nested`` (each part is seen by one operator: destructive tests), ``average-range`` and ``range`` (AIAG forms),
    ``without-operator`` (automatic instrument: parts by trials, ``operator`` is left out).

    - ``tolerance`` (or ``lower`` and ``upper``; one alone is a one-sided specification), ``process_sd``: what standard
      deviations are compared with besides the study; ``judged_by`` limits the verdict to one of them;
    - ``alpha_pool``: the interaction is pooled with repeatability where its p is greater (AIAG 0.05; 0.25 is usual
      elsewhere; ``None`` never pools); ``f_over``: the mean square under F of part and operator (Minitab:
      ``interaction``, the random model; AIAG's printed table: ``repeatability``);
    - ``study_multiplier``: 6, formerly 5.15; ``ndc_factor``: √2, printed as 1.41 by AIAG;
    - ``confidence``, ``interval_method``: modified large sample or Satterthwaite intervals;
    - ``constants``: of ``average-range`` and ``range``, as printed (AIAG) or exact;
    - ``interaction``: whether ``reml`` fits one.

    Refused: missing cells, unequal numbers (with the offer of ``reml``), a trial that stands twice, one operator, more
    operators than parts unless ``swap_checked``, values all equal, a tolerance or deviation that is not positive.

    >>> study = [[[2.0, 2.1], [2.2, 2.1]], [[3.0, 3.2], [3.1, 3.3]], [[4.1, 4.0], [4.2, 4.2]]]
    >>> found = gauge_rr(study, tolerance=5)
    >>> round(found.components.grr.percent_study, 2), found.ndc, found.interaction_pooled
    (11.07, 12, True)
    """
    options = StudyOptions(
        method=method,
        tolerance=tolerance,
        lower=lower,
        upper=upper,
        process_sd=process_sd,
        alpha_pool=alpha_pool,
        f_over=f_over,
        study_multiplier=study_multiplier,
        ndc_factor=ndc_factor,
        confidence=confidence,
        interval_method=interval_method,
        constants=constants,
        interaction=interaction,
        judged_by=judged_by,
    )
    if method == "without-operator":
        if operator is not None:
            raise ValueError("a study without operators takes no column of operators")
        return without_operator_study(values, part, options, trial=trial)
    layout = lay_out(values, part, operator, trial=trial, swap_checked=swap_checked, nested=method == "nested")
    studies: dict[StudyMethod, Callable[[Layout, StudyOptions], GaugeRR]] = {
        "anova": crossed_study,
        "reml": reml_study,
        "nested": nested_study,
        "average-range": average_range_study,
        "range": range_study,
    }
    return studies[method](layout, options)


def crossed_study(layout: Layout, options: StudyOptions) -> GaugeRR:
    """The crossed, balanced analysis of variance of one study."""
    values = balanced(layout)
    squares = squares_of(values[None])
    found = analysed(squares, alpha_pool=options.alpha_pool, f_over=options.f_over)
    pooled = bool(found.pooled[0])
    full, reduced = _tables(squares, pooled, options)
    intervals, signal = _intervals(squares, pooled, options)
    variances = {name: float(value[0]) for name, value in found.variances.items()}
    ranges = np.ptp(values, axis=2) if squares.trials > 1 else None
    findings = (
        *_pooling(found, squares, options),
        *clamped({name: float(value[0]) for name, value in found.estimates.items()}),
        *zero_repeatability(variances["repeatability"]),
        *range_checks(values),
        *plan_checks(squares.parts, squares.operators, values.size),
        *missing_check(layout.inputs.missing),
    )
    return finished(
        variances=variances,
        options=options,
        method=Method(
            name="Gauge R&R, crossed, analysis of variance",
            standard="AIAG MSA",
            edition="4",
            clause="III.B",
            options=options.shown("method", "alpha_pool", "f_over", "confidence", "interval_method"),
        ),
        inputs=layout.inputs,
        mean=float(values.mean()),
        intervals=intervals,
        signal=signal,
        findings=findings,
        design="crossed",
        parts=squares.parts,
        operators=squares.operators,
        trials=squares.trials,
        anova=full,
        anova_reduced=reduced,
        interaction_pooled=pooled,
        part_names=layout.parts,
        operator_names=layout.operators,
        cell_means=squares.cells[0],
        cell_ranges=ranges,
        range_limit=None if ranges is None else range_limit(ranges, squares.trials),
    )


def _tables(
    squares: CrossedSquares, pooled: bool, options: StudyOptions
) -> tuple[tuple[AnovaRow, ...], tuple[AnovaRow, ...]]:
    """With the interaction, and without it where it was pooled (one trial: only without)."""
    degrees = squares.degrees
    sums = {name: float(getattr(squares, name)[0]) for name in _SOURCES}
    total = (sum(degrees.values()), math.fsum(sums.values()))
    full: tuple[AnovaRow, ...] = ()
    if squares.trials > 1:
        errors: dict[str, str] = {"part": options.f_over, "operator": options.f_over, "interaction": "repeatability"}
        full = table([(name, degrees[name], sums[name]) for name in _SOURCES], errors, total)
    if not pooled:
        return full, ()
    error = ("repeatability", squares.pooled[1], sums["interaction"] + sums["repeatability"])
    reduced = table(
        [*((name, degrees[name], sums[name]) for name in ("part", "operator")), error],
        {"part": "repeatability", "operator": "repeatability"},
        total,
    )
    return (full, reduced) if full else (reduced, ())


def _intervals(squares: CrossedSquares, pooled: bool, options: StudyOptions) -> tuple[dict[str, Bounds], Bounds | None]:
    """Each component as a combination of mean squares."""
    p, o, r = squares.parts, squares.operators, squares.trials
    degrees = squares.degrees
    means = {name: float(value[0]) for name, value in squares.mean_squares.items()}
    if pooled:
        error, error_degrees = float(squares.pooled[0][0]), squares.pooled[1]
        taken = mean_squares(
            [means["part"], means["operator"], error],
            [degrees["part"], degrees["operator"], error_degrees],
            confidence=options.confidence,
        )
        combinations: dict[str, list[float]] = {
            "repeatability": [0, 0, 1],
            "operator": [0, 1 / (p * r), -1 / (p * r)],
            "reproducibility": [0, 1 / (p * r), -1 / (p * r)],
            "grr": [0, 1 / (p * r), 1 - 1 / (p * r)],
            "part": [1 / (o * r), 0, -1 / (o * r)],
            "total": [1 / (o * r), 1 / (p * r), 1 - 1 / (p * r) - 1 / (o * r)],
        }
    else:
        taken = mean_squares(
            [means[name] for name in _SOURCES], [degrees[name] for name in _SOURCES], confidence=options.confidence
        )
        combinations = {
            "repeatability": [0, 0, 0, 1],
            "operator": [0, 1 / (p * r), -1 / (p * r), 0],
            "interaction": [0, 0, 1 / r, -1 / r],
            "reproducibility": [0, 1 / (p * r), (p - 1) / (p * r), -1 / r],
            "grr": [0, 1 / (p * r), (p - 1) / (p * r), (r - 1) / r],
            "part": [1 / (o * r), 0, -1 / (o * r), 0],
            "total": [1 / (o * r), 1 / (p * r), (p * o - p - o) / (p * o * r), (r - 1) / r],
        }
    return bounds_of(combinations, taken, options)


def _pooling(found: CrossedAnalysis, squares: CrossedSquares, options: StudyOptions) -> tuple[Check, ...]:
    """What was done with the interaction, and why."""
    if squares.trials == 1:
        return (check("no_repeats", Status.WARN, 1),)
    p = float(found.p["interaction"][0])
    if math.isnan(p):
        return (check("interaction_untested", Status.WARN),)
    if options.alpha_pool is None:
        return (check("interaction_never_pooled", Status.OK, p, {"p": shown(p)}),)
    arguments = {"p": shown(p), "alpha": options.alpha_pool}
    if bool(found.pooled[0]):
        return (check("interaction_pooled", Status.OK, p, arguments),)
    return (check("interaction_kept", Status.WARN, p, arguments),)
