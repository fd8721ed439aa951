"""The decision on a lot from measurements of a sample, by the estimated fraction nonconforming.

ANSI/ASQ Z1.9 (MIL-STD-414), standard deviation unknown or known, one or two specification limits. Plans of ISO 3951-1
are judged alike, with their n and k.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np

from jawda.core.statistics.acceptance_sampling.telling import percent
from jawda.core.statistics.acceptance_sampling.variables_curves import estimated_nonconforming
from jawda.core.statistics.acceptance_sampling.variables_tables import Sigma
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.result import Check, Floats, Method, Result, Status
from jawda.core.statistics.samples import Column, Numbers, numbers, refuse

Verdict: TypeAlias = Literal["accepted", "not-accepted"]


@dataclass(frozen=True, kw_only=True)
class VariablesDecision(Result):
    """What measurements of a sample say of their lot; fractions nonconforming, indices Q, null without that limit."""

    schema: ClassVar[str] = "variables-decision/1"

    verdict: Verdict
    sample_size: int
    mean: float
    standard_deviation: float
    sigma: Sigma
    lower: float | None
    upper: float | None
    quality_index_lower: float | None
    quality_index_upper: float | None
    estimated_lower: float | None
    estimated_upper: float | None
    estimated: float
    maximum: float | tuple[float, float]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each specification limit."""
        return [
            {"limit": name, "value": value, "quality_index": index, "estimated": part}
            for name, value, index, part in (
                ("lower", self.lower, self.quality_index_lower, self.estimated_lower),
                ("upper", self.upper, self.quality_index_upper, self.estimated_upper),
            )
            if value is not None
        ]


def variables_decision(
    values: Numbers,
    *,
    lower: float | None = None,
    upper: float | None = None,
    maximum: float | None = None,
    k: float | None = None,
    separate: tuple[float, float] | None = None,
    known_sigma: float | None = None,
    sample_size: int | None = None,
) -> VariablesDecision:
    """Accept or not a lot from the measurements of a sample.

    ``values``: 1-D, in the unit of ``lower`` and ``upper`` (specification limits). One of: ``maximum`` (M as a
    fraction; both limits together), ``k`` (taken as the M it amounts to), ``separate`` (M below, M above).
    ``known_sigma``: the process's standard deviation where it is known. ``sample_size``: that of the plan, if the
    count of values is to be compared with it.

    Refused: no limit or inverted ones, no criterion or several, zero spread, fewer than 3 values (2 with known
    sigma), a sigma that is not positive. Missing values are counted and warned of.

    >>> found = variables_decision([10.1, 10.3, 9.9, 10.2, 10.0], lower=9.5, k=1.53)
    >>> found.verdict, round(found.estimated, 6)
    ('accepted', 0.0)
    """
    column = numbers(values, name="value", least=2 if known_sigma is not None else 3)
    _check_limits(column, lower, upper)
    if sum(one is not None for one in (maximum, k, separate)) != 1:
        raise refuse("acceptance_sampling.one_criterion", column=column)
    if separate is not None and (lower is None or upper is None):
        raise refuse("acceptance_sampling.separate_needs_both", column=column)
    present = column.present()
    size, mean = len(present), float(present.mean())
    sigma: Sigma = "unknown" if known_sigma is None else "known"
    spread = _spread(column, present, known_sigma)
    below = None if lower is None else (mean - lower) / spread
    above = None if upper is None else (upper - mean) / spread
    parts = [None if q is None else float(estimated_nonconforming(q, size, sigma=sigma)) for q in (below, above)]
    total = sum(part for part in parts if part is not None)
    if k is not None:
        maximum = float(estimated_nonconforming(k, size, sigma=sigma))
    if separate is not None:
        accepted = all(part is not None and part <= most for part, most in zip(parts, separate, strict=True))
    else:
        assert maximum is not None  # one criterion was asked for
        # at the limit itself rounding must not decide
        accepted = total <= maximum + 1e-12
    return VariablesDecision(
        method=Method(
            name="Decision on a lot by variables",
            standard="ANSI/ASQ Z1.9",
            edition="2003 (R2018)",
            options={"sigma": sigma, "limits": "separate" if separate else "combined", "k": k},
        ),
        inputs=column.inputs(),
        findings=_decision_findings(column, size, sample_size, total, accepted=accepted),
        verdict="accepted" if accepted else "not-accepted",
        sample_size=size,
        mean=mean,
        standard_deviation=spread,
        sigma=sigma,
        lower=lower,
        upper=upper,
        quality_index_lower=below,
        quality_index_upper=above,
        estimated_lower=parts[0],
        estimated_upper=parts[1],
        estimated=total,
        maximum=separate if separate is not None else float(maximum or 0.0),
    )


def _check_limits(column: Column, lower: float | None, upper: float | None) -> None:
    if lower is None and upper is None:
        raise refuse("samples.no_limits", column=column)
    if lower is not None and upper is not None and not lower < upper:
        raise refuse("samples.limits_inverted", column=column, lower=lower, upper=upper)


def _spread(column: Column, present: Floats, known_sigma: float | None) -> float:
    if known_sigma is not None:
        if not known_sigma > 0:
            raise refuse("acceptance_sampling.sigma_not_positive", column=column, sigma=known_sigma)
        return known_sigma
    if np.ptp(present) == 0:
        raise refuse("samples.zero_spread", column=column)
    return float(present.std(ddof=1))


def _decision_findings(
    column: Column, size: int, planned: int | None, total: float, *, accepted: bool
) -> tuple[Check, ...]:
    checks = [
        Check(
            id=f"acceptance_sampling.variables_{'accepted' if accepted else 'not_accepted'}",
            status=Status.OK if accepted else Status.FAIL,
            statistic=total,
            arguments={"estimated": percent(total)},
        ),
        Check(id="acceptance_sampling.normal_law", status=Status.OK),
    ]
    checks += missing_check(int(column.missing.sum()))
    if planned is not None and planned != size:
        arguments = {"values": size, "sample": planned}
        checks.append(
            Check(id="acceptance_sampling.other_sample_size", status=Status.WARN, statistic=size, arguments=arguments)
        )
    return tuple(checks)
