"""Does the laboratory reach the precision that is claimed for the method? (ISO 5725-6:1994, 4.2; CLSI EP15)"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import either, said
from jawda.core.statistics.laboratories.components import components
from jawda.core.statistics.laboratories.distributions import (
    chi_square_quantile,
    chi_square_upper,
    fisher_quantile,
    fisher_upper,
    normal_quantile,
)
from jawda.core.statistics.result import Check, Estimate, Method, Result, Status
from jawda.core.statistics.samples import Column, Labels, Numbers, labels, numbers, refuse, same_length
from jawda.core.statistics.subgroups import by_label, summarise


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTest:
    """An observed standard deviation against a claimed one: s²/σ² with its critical value and probability.

    ``limit`` is the largest observed standard deviation that would still be compatible with the claim.
    """

    claimed: float
    ratio: float
    critical: float
    limit: float
    probability: float
    compatible: bool


@dataclass(frozen=True, kw_only=True)
class PrecisionVerification(Result):
    """``repeatability`` and, with series, ``intermediate`` standard deviation with intervals, against their claims."""

    schema: ClassVar[str] = "precision-verification/1"

    mean: float
    repeatability: Estimate
    between_series: float | None
    intermediate: Estimate | None
    cv_repeatability_percent: float | None
    cv_intermediate_percent: float | None
    repeatability_test: ClaimTest | None
    intermediate_test: ClaimTest | None
    count: int
    series: int


def verify_precision(
    values: Numbers,
    series: Labels | None = None,
    *,
    claimed_repeatability: float | None = None,
    claimed_intermediate: float | None = None,
    claimed_degrees_of_freedom: float | None = None,
    alpha: float = 0.05,
    name: str = "value",
) -> PrecisionVerification:
    """Repeatability (and intermediate precision between ``series``) of one material against what is claimed.

    A claim is compatible where s²/σ² is at most χ²_(1-α)(ν)/ν; where the claim is itself an estimate with
    ``claimed_degrees_of_freedom``, at most F_(1-α). Degrees of freedom of the intermediate standard deviation are
    Satterthwaite's. Refused: fewer than two values, no spread, no series with two values, a claim that is not
    positive, an intermediate claim without series.

    >>> found = verify_precision([10.1, 10.2, 9.9, 10.0, 10.3, 10.1], list("AABBCC"), claimed_repeatability=0.1)
    >>> round(found.repeatability.value, 4), found.repeatability_test.compatible
    (0.1, True)
    """
    column = numbers(values, name=name, least=2)
    for claim in (claimed_repeatability, claimed_intermediate, claimed_degrees_of_freedom):
        if claim is not None and not claim > 0:
            raise refuse("laboratories.claim_not_positive", column=column, value=float(claim))
    if series is None and claimed_intermediate is not None:
        raise refuse("laboratories.no_series", column=column)
    mean, repeat, inner, between, combined, outer, groups = _estimates(column, series)
    first = _claim(repeat, inner, claimed_repeatability, claimed_degrees_of_freedom, alpha)
    second = _claim(combined, outer, claimed_intermediate, claimed_degrees_of_freedom, alpha)
    inputs = column.inputs() if series is None else column.inputs(series=_names(column, series))
    return PrecisionVerification(
        method=Method(
            name="Verification of precision",
            standard="ISO 5725-6",
            edition="1994",
            clause="4.2",
            options={
                "claimed_repeatability": claimed_repeatability,
                "claimed_intermediate": claimed_intermediate,
                "claimed_degrees_of_freedom": claimed_degrees_of_freedom,
                "alpha": alpha,
            },
        ),
        inputs=inputs,
        findings=(*_findings(first, second, repeat, inner), *missing_check(int(column.missing.sum()))),
        mean=mean,
        repeatability=_interval(repeat, inner, alpha),
        between_series=between,
        intermediate=None if combined is None or outer is None else _interval(combined, outer, alpha),
        cv_repeatability_percent=100 * repeat / abs(mean) if mean else None,
        cv_intermediate_percent=100 * combined / abs(mean) if mean and combined is not None else None,
        repeatability_test=first,
        intermediate_test=second,
        count=len(column.present()),
        series=groups,
    )


def critical_difference(sd: float, *, results: int = 2, probability: float = 0.95, rounded: bool = True) -> float:
    """Largest range of ``results`` results that their standard deviation explains (ISO 5725-6, 4.1).

    For two results 1.96 √2 σ, which the standard rounds to 2.8 σ; "rounded" takes the factors of its table 1 for 2 to
    10 results at 95 %. ``ValueError`` elsewhere.

    >>> critical_difference(1.0), round(critical_difference(1.0, rounded=False), 3), critical_difference(1.0, results=4)
    (2.8, 2.772, 3.6)
    """
    if rounded and probability == 0.95 and results in _RANGE_FACTORS:
        return _RANGE_FACTORS[results] * sd
    if results != 2:
        raise ValueError("limits of the range of more than two results are tabulated at 95 % for up to ten")
    return normal_quantile((1 + probability) / 2) * math.sqrt(2) * sd


#: Critical range factors f(n), the 95 % points of the studentized range for a known standard deviation.
_RANGE_FACTORS = {2: 2.8, 3: 3.3, 4: 3.6, 5: 3.9, 6: 4.0, 7: 4.2, 8: 4.3, 9: 4.4, 10: 4.5}


def _estimates(
    column: Column, series: Labels | None
) -> tuple[float, float, float, float | None, float | None, float | None, int]:
    """Mean, repeatability, its degrees of freedom, between series, combined, its degrees of freedom, series."""
    present = column.present()
    if np.ptp(present) == 0:
        raise refuse("samples.zero_spread", column=column)
    if series is None:
        return float(present.mean()), float(present.std(ddof=1)), float(len(present) - 1), None, None, None, 1
    found = components(summarise(by_label(column, series)), column)
    if found.within == 0:
        raise refuse("laboratories.series_without_spread", column=column)
    inner = float(found.total - found.cells)
    return (
        found.general_mean,
        found.repeatability,
        inner,
        found.between_sd,
        found.combined,
        found.combined_degrees_of_freedom,
        found.cells,
    )


def _names(column: Column, series: Labels) -> list[str]:
    found = labels(series, name="series")
    same_length(column, found)
    return [found.names[code] for code in found.codes]


def _interval(sd: float, degrees: float, alpha: float) -> Estimate:
    return Estimate(
        value=sd,
        low=sd * math.sqrt(degrees / chi_square_quantile(1 - alpha / 2, degrees)),
        high=sd * math.sqrt(degrees / chi_square_quantile(alpha / 2, degrees)),
        confidence=1 - alpha,
        degrees_of_freedom=degrees,
    )


def _claim(
    sd: float | None, degrees: float | None, claimed: float | None, claimed_degrees: float | None, alpha: float
) -> ClaimTest | None:
    if claimed is None or sd is None or degrees is None:
        return None
    ratio = (sd / claimed) ** 2
    if claimed_degrees is None:
        critical = chi_square_quantile(1 - alpha, degrees) / degrees
        probability = chi_square_upper(ratio * degrees, degrees)
    else:
        critical = fisher_quantile(1 - alpha, degrees, claimed_degrees)
        probability = fisher_upper(ratio, degrees, claimed_degrees)
    return ClaimTest(
        claimed=claimed,
        ratio=ratio,
        critical=critical,
        limit=claimed * math.sqrt(critical),
        probability=probability,
        compatible=ratio <= critical,
    )


def _findings(first: ClaimTest | None, second: ClaimTest | None, sd: float, degrees: float) -> list[Check]:
    found = []
    for test, what in ((first, "repeatability"), (second, "intermediate")):
        if test is not None:
            observed = test.claimed * math.sqrt(test.ratio)
            good, bad = f"{what}_reached", f"{what}_not_reached"
            found.append(either(test.compatible, good, bad, observed, sd=observed, limit=test.limit))
    if degrees < 6:
        found.append(said("few_degrees", Status.WARN, degrees, count=int(degrees), enough=6))
    if not found:
        found.append(said("no_claim", Status.OK, sd))
    return found
