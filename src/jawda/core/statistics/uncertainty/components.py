"""What a laboratory already has, as parts of its uncertainty: control samples, duplicates, reference materials, rounds.

ISO 11352:2012 clause 8 and Nordtest TR 537 (edition 4): the within-laboratory reproducibility u(Rw), clause 8.2, and
the uncertainty of method and laboratory bias u(b), clause 8.3. Absolute parts are in the unit of the results, relative
ones in per cent. A bias is not corrected for: it counts with its size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from jawda.core.statistics.result import Floats, Option
from jawda.core.statistics.samples import Column, Numbers, numbers, refuse, same_length
from jawda.core.statistics.uncertainty.component import (
    Component,
    Part,
    Scale,
    check_positive,
    check_scale,
    component,
    enough_values,
    per_cent,
    significant,
)

#: Expected range of two values from a normal distribution, in standard deviations: 2 / sqrt(pi).
RANGE_OF_TWO: Final = 2 / math.sqrt(math.pi)
#: The standard error of a median, or of a robust mean, against that of a mean (ISO 13528).
MEDIAN_FACTOR: Final = 1.25
#: How many results are asked for: control samples, and rounds, recoveries or results on a reference material.
ENOUGH_CONTROLS: Final = 8
ENOUGH_FOR_BIAS: Final = 6


def precision(
    control: Numbers | None = None,
    *,
    duplicates: tuple[Numbers, Numbers] | None = None,
    between_batches: float | None = None,
    scale: Scale = "relative",
    estimator: Literal["range", "pooled"] = "range",
    unit: str | None = None,
) -> Component:
    """Within-laboratory reproducibility u(Rw).

    - ``control``: results of a stable control sample that goes through the whole procedure; u(Rw) is their standard
      deviation (ISO 11352, 8.2.2).
    - ``control`` of a standard solution with ``duplicates`` of real samples: both are added, because the solution does
      not show what the matrix does (8.2.3).
    - ``duplicates`` with ``between_batches``, a standard deviation from elsewhere, where no sample is stable (8.2.4).

    ``duplicates`` are first and second results; ``estimator`` takes their standard deviation from the mean range, or
    from the pooled squares. ``scale="relative"`` divides the control by its mean, each range by that of its pair.

    >>> round(precision([10.1, 9.9, 10.2, 10.0, 9.8, 10.0, 10.1, 9.9]).u, 3)
    1.309
    """
    check_scale(scale)
    if estimator not in ("range", "pooled"):
        raise ValueError(f"estimator is range or pooled, not {estimator}")
    parts, checks, columns = [], [], []
    if control is not None:
        column = numbers(control, name="control", least=2)
        parts.append(Part(name="control sample", u=_deviation(column, scale), count=len(column.present())))
        checks += enough_values(parts[-1].count, ENOUGH_CONTROLS)
        columns.append(column)
    if duplicates is not None:
        first, second = numbers(duplicates[0], name="first"), numbers(duplicates[1], name="second")
        same_length(first, second)
        differences = _differences(first, second, scale)
        parts.append(Part(name="duplicates", u=_of_pairs(differences, estimator), count=len(differences)))
        checks += enough_values(parts[-1].count, ENOUGH_CONTROLS)
        columns += [first, second]
    if between_batches is not None:
        check_positive("between_batches", between_batches)
        parts.append(Part(name="between batches", u=float(between_batches)))
    if not parts or (control is None and between_batches is None):
        raise refuse("uncertainty.no_long_term")
    return component(
        "precision", parts, scale, unit, columns, checks, clause="8.2", options={"estimator": estimator, "scale": scale}
    )


def bias_from_reference_material(
    values: Numbers, *, reference: float, u_reference: float, scale: Scale = "relative", unit: str | None = None
) -> Component:
    """u(b) from repeated results on one reference material (ISO 11352, 8.3.2).

    ``u_reference`` is the standard uncertainty of the certified value, in its unit whatever the scale.

    >>> found = bias_from_reference_material([11.8, 12.0, 11.9, 11.7, 12.1, 11.9], reference=11.5, u_reference=0.255)
    >>> round(found.mean_bias, 2), round(found.u, 2)
    (3.48, 4.16)
    """
    check_scale(scale)
    check_positive("u_reference", u_reference, zero=True)
    column = numbers(values, name="value", least=2)
    present = column.present()
    return of_reference_material(
        float(present.mean()), float(present.std(ddof=1)), len(present), [column],
        reference=reference, u_reference=u_reference, scale=scale, unit=unit,
    )  # fmt: skip


def of_reference_material(
    mean: float,
    sd: float,
    count: int,
    columns: Sequence[Column],
    *,
    reference: float,
    u_reference: float,
    scale: Scale,
    unit: str | None,
) -> Component:
    """u(b) from the mean and standard deviation of ``count`` results on one reference material."""
    factor = per_cent(reference) if scale == "relative" else 1.0
    deviation = (mean - reference) * factor
    error = sd / math.sqrt(count) * abs(factor)
    parts = [
        Part(name="bias", u=abs(deviation), count=count),
        Part(name="mean of the results", u=error, count=count),
        Part(name="reference value", u=u_reference * abs(factor)),
    ]
    checks = [*enough_values(count, ENOUGH_FOR_BIAS), significant(deviation, math.hypot(error, parts[2].u))]
    return component(
        "bias", parts, scale, unit, columns, checks, clause="8.3.2", options={"scale": scale}, mean_bias=deviation
    )


def bias_from_deviations(
    deviations: Numbers,
    *,
    u_reference: Numbers | float,
    scale: Scale = "relative",
    unit: str | None = None,
    source: Literal["reference materials", "rounds", "recoveries"] = "reference materials",
) -> Component:
    """u(b) from the mean square of several deviations and the mean uncertainty of what they deviate from.

    Several reference materials (ISO 11352, 8.3.2), proficiency rounds (8.3.3) or recoveries less 100 (8.3.4), in per
    cent where the scale is relative.

    >>> round(bias_from_deviations([3.48, -0.9, 2.4], u_reference=[2.21, 1.8, 1.8]).u, 1)
    3.2
    """
    check_scale(scale)
    column = numbers(deviations, name="deviation")
    present = column.present()
    if isinstance(u_reference, int | float):
        check_positive("u_reference", u_reference, zero=True)
        u_mean, columns = float(u_reference), [column]
    else:
        other = numbers(u_reference, name="u_reference")
        same_length(column, other)
        if (other.present() < 0).any():
            raise refuse("uncertainty.negative_column", column=other)
        beside = other.values[~column.missing & ~other.missing]
        if not beside.size:
            raise refuse("samples.too_few", column=other, count=0, least=1)
        u_mean, columns = float(beside.mean()), [column, other]
    clause = {"reference materials": "8.3.2", "rounds": "8.3.3", "recoveries": "8.3.4"}[source]
    parts = [
        Part(name="root mean square bias", u=float(np.sqrt((present**2).mean())), count=len(present)),
        Part(name="reference value", u=u_mean),
    ]
    mean = float(present.mean())
    checks = [] if source == "reference materials" else enough_values(len(present), ENOUGH_FOR_BIAS)
    if len(present) > 1:
        checks.append(significant(mean, math.hypot(float(present.std(ddof=1)) / math.sqrt(len(present)), u_mean)))
    return component(
        "bias",
        parts,
        scale,
        unit,
        columns,
        checks,
        clause=clause,
        options={"scale": scale, "source": source},
        mean_bias=mean,
    )


def bias_from_rounds(
    values: Numbers,
    assigned: Numbers,
    *,
    reproducibility: Numbers,
    laboratories: Numbers,
    robust: bool = True,
    average: Literal["rounds", "means"] = "rounds",
    scale: Scale = "relative",
    unit: str | None = None,
) -> Component:
    """u(b) from proficiency rounds (ISO 11352, 8.3.3), each with its assigned value, s_R and number of laboratories.

    The uncertainty of an assigned value is s_R / sqrt(p), times 1.25 where it is a median or a ``robust`` mean. It is
    averaged over the rounds; ``average="means"`` takes mean s_R over the root of mean p (Nordtest TR 537).

    >>> found = bias_from_rounds([83, 37], [81, 38], reproducibility=[8, 3], laboratories=[31, 36], robust=False)
    >>> [round(part.u, 2) for part in found.parts]
    [2.55, 1.54]
    """
    check_scale(scale)
    if average not in ("rounds", "means"):
        raise ValueError(f"average is rounds or means, not {average}")
    named = {"value": values, "assigned": assigned, "reproducibility": reproducibility, "laboratories": laboratories}
    columns = [numbers(data, name=name) for name, data in named.items()]
    same_length(*columns)
    table = np.array([column.values for column in columns])
    whole = ~np.isnan(table).any(axis=0)
    if not whole.any():
        raise refuse("samples.too_few", count=0, least=1)
    own, true, spread, count = table[:, whole]
    if not ((spread >= 0).all() and (count >= 1).all()):
        raise refuse("uncertainty.bad_rounds")
    factors = np.array([per_cent(float(value)) for value in true]) if scale == "relative" else np.ones_like(true)
    spread = spread * np.abs(factors) * (MEDIAN_FACTOR if robust else 1.0)
    u_mean = float(spread.mean() / math.sqrt(count.mean())) if average == "means" else None
    found = bias_from_deviations(
        (own - true) * factors,
        u_reference=spread / np.sqrt(count) if u_mean is None else u_mean,
        scale=scale,
        unit=unit,
        source="rounds",
    )
    options: dict[str, Option] = {**found.method.options, "robust": robust, "average": average}
    return component(
        "bias",
        list(found.parts),
        scale,
        unit,
        columns,
        list(found.findings),
        clause="8.3.3",
        options=options,
        mean_bias=found.mean_bias,
    )


def bias_from_recovery(recoveries: Numbers, *, u_concentration: float, u_volume: float = 0.0) -> Component:
    """u(b) from recoveries of additions, all in per cent (ISO 11352, 8.3.4).

    The addition is known to within the concentration of its solution and the volume added: see :func:`u_of_volume`.

    >>> round(bias_from_recovery([95, 98, 97, 96, 99, 96], u_concentration=0.6, u_volume=1.2).parts[0].u, 2)
    3.44
    """
    for key, u in (("u_concentration", u_concentration), ("u_volume", u_volume)):
        check_positive(key, u, zero=True)
    column = numbers(recoveries, name="recovery")
    deviations = Column(
        values=column.values - 100,
        name="recovery",
        unit="%",
        file=column.file,
        rows=column.rows,
        exclusions=column.exclusions,
    )
    addition = math.hypot(u_concentration, u_volume)
    return bias_from_deviations(deviations, u_reference=addition, scale="relative", source="recoveries")


def u_of_volume(largest_error: float, repeatability: float) -> float:
    """Of a pipette: the maker's largest error as a rectangle, and the repeatability, both in per cent (8.3.4).

    >>> round(u_of_volume(1.0, 0.5), 3)
    0.764
    """
    check_positive("largest_error", largest_error, zero=True)
    check_positive("repeatability", repeatability, zero=True)
    return math.hypot(largest_error / math.sqrt(3), repeatability)


def _deviation(column: Column, scale: Scale) -> float:
    present = column.present()
    if not np.ptp(present):
        raise refuse("samples.zero_spread", column=column)
    return float(present.std(ddof=1)) * (abs(per_cent(float(present.mean()))) if scale == "relative" else 1.0)


def _differences(first: Column, second: Column, scale: Scale) -> Floats:
    whole = ~(first.missing | second.missing)
    one, other = first.values[whole], second.values[whole]
    if not whole.any() or not (one != other).any():
        raise refuse("samples.zero_spread", column=first)
    differences: Floats = np.abs(one - other)
    if scale == "relative":
        differences = differences * np.array([abs(per_cent(float(mean))) for mean in (one + other) / 2])
    return differences


def _of_pairs(differences: Floats, estimator: str) -> float:
    if estimator == "range":
        return float(differences.mean()) / RANGE_OF_TWO
    return math.sqrt(float((differences**2).mean()) / 2)
