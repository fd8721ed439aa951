"""Components from figures that were worked out elsewhere: on a control chart, a certificate, in a spreadsheet."""

from __future__ import annotations

import math

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.result import Check
from jawda.core.statistics.samples import Column, numbers, refuse
from jawda.core.statistics.uncertainty.component import (
    Component,
    Part,
    Scale,
    check_positive,
    check_scale,
    component,
    enough_values,
)
from jawda.core.statistics.uncertainty.components import ENOUGH_CONTROLS, RANGE_OF_TWO, of_reference_material


def precision_from_figures(
    *,
    within_laboratory: float | None = None,
    count: int | None = None,
    mean_range: float | None = None,
    pairs: int | None = None,
    between_batches: float | None = None,
    scale: Scale = "relative",
    unit: str | None = None,
) -> Component:
    """Within-laboratory reproducibility u(Rw) from figures, as :func:`~.components.precision` has it from results.

    ``within_laboratory`` is the standard deviation of a control sample (s_Rw in ISO 11352), of ``count`` results;
    ``mean_range`` that of ``pairs`` of duplicates. All are in per cent where the scale is relative.

    >>> round(precision_from_figures(within_laboratory=1.5, mean_range=1.2).u, 3)
    1.839
    """
    check_scale(scale)
    given = {"within_laboratory": within_laboratory, "mean_range": mean_range, "between_batches": between_batches}
    for key, value in given.items():
        if value is not None:
            check_positive(key, value)
    if within_laboratory is None and between_batches is None:
        raise refuse("uncertainty.no_long_term")
    parts, checks = [], []
    if within_laboratory is not None:
        parts.append(Part(name="control sample", u=within_laboratory, count=_count("count", count)))
        checks += _told(count)
    if mean_range is not None:
        parts.append(Part(name="duplicates", u=mean_range / RANGE_OF_TWO, count=_count("pairs", pairs)))
        checks += _told(pairs)
    if between_batches is not None:
        parts.append(Part(name="between batches", u=between_batches))
    columns = [numbers([value], name=key) for key, value in given.items() if value is not None]
    return component("precision", parts, scale, unit, columns, checks, clause="8.2", options={"scale": scale})


def bias_from_summary(
    *,
    mean: float,
    sd: float,
    count: int,
    reference: float,
    u_reference: float,
    scale: Scale = "relative",
    unit: str | None = None,
) -> Component:
    """u(b) from the mean and standard deviation of ``count`` results on one reference material (ISO 11352, 8.3.2).

    >>> found = bias_from_summary(mean=11.9, sd=0.253, count=12, reference=11.5, u_reference=0.255)
    >>> round(found.mean_bias, 2), round(found.u, 2)
    (3.48, 4.17)
    """
    check_scale(scale)
    check_positive("u_reference", u_reference, zero=True)
    check_positive("sd", sd, zero=True)
    _count("count", count)
    for key, value in (("mean", mean), ("reference", reference)):
        if not math.isfinite(value):
            raise Refused([Finding(id="uncertainty.not_finite", place=Place(path=key), arguments={"key": key})])
    columns: list[Column] = [numbers([value], name=key) for key, value in (("mean", mean), ("sd", sd))]
    return of_reference_material(
        mean, sd, count, columns, reference=reference, u_reference=u_reference, scale=scale, unit=unit
    )


def _count(key: str, count: int | None) -> int | None:
    if count is not None and count < 2:
        raise refuse("samples.too_few", count=count, least=2)
    return count


def _told(count: int | None) -> list[Check]:
    return [] if count is None else enough_values(count, ENOUGH_CONTROLS)
