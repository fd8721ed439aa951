"""How a plan by attributes behaves: operating characteristic, outgoing quality, total inspection, sample number.

OC, AOQ, AOQL, ATI and ASN as in ISO 3534-2 (4.6 to 4.7) and Montgomery, *Introduction to Statistical Quality
Control*, chapter 15; NIST/SEMATECH e-Handbook, 6.2.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from jawda.core.languages import Language
from jawda.core.statistics.acceptance_sampling.pictures import oc_picture
from jawda.core.statistics.acceptance_sampling.probabilities import (
    AttributePlan,
    Model,
    Probabilities,
    check_quality,
    decision_probabilities,
)
from jawda.core.statistics.acceptance_sampling.telling import percent
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Result, Status, Width

#: What happens to nonconforming units that are found: replaced by good ones, removed, or as in an endless lot.
Rectification: TypeAlias = Literal["replaced", "removed", "endless"]
#: When inspection of a sample stops: at its end, at the rejection number in the last sample, or in any sample.
Curtailment: TypeAlias = Literal["none", "last-sample", "all-samples"]

_POINTS = 121
_ZOOMS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityLevel:
    """The quality that a plan accepts with this probability."""

    probability: float
    quality: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLimit:
    """AOQL: the worst average outgoing quality, and the incoming quality ``at`` which it stands."""

    value: float
    at: float


@dataclass(frozen=True, kw_only=True)
class PlanPerformance(Result):
    """The curves of a plan, a value for each ``quality``; what needs a lot size is null without one."""

    schema: ClassVar[str] = "plan-performance/1"

    sample_sizes: tuple[int, ...]
    accept: tuple[int | None, ...]
    reject: tuple[int, ...]
    lot_size: int | None
    quality: Floats
    probability_acceptance: Floats
    average_sample_number: Floats
    average_outgoing_quality: Floats
    average_total_inspection: Floats | None
    aoql: OutgoingLimit
    quality_levels: tuple[QualityLevel, ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each quality."""
        total = self.average_total_inspection
        return [
            {
                "quality": float(self.quality[at]),
                "probability_acceptance": float(self.probability_acceptance[at]),
                "average_sample_number": float(self.average_sample_number[at]),
                "average_outgoing_quality": float(self.average_outgoing_quality[at]),
                "average_total_inspection": None if total is None else float(total[at]),
            }
            for at in range(len(self.quality))
        ]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The operating characteristic."""
        counts = self.method.options["model"] == "poisson"
        return oc_picture(self.quality, self.probability_acceptance, language=language, width=width, counts=counts)


def plan_performance(
    plan: AttributePlan,
    *,
    quality: ArrayLike | None = None,
    model: Model = "binomial",
    lot_size: int | None = None,
    rectification: Rectification = "replaced",
    curtailment: Curtailment = "none",
    probabilities: Sequence[float] = (0.95, 0.5, 0.1),
) -> PlanPerformance:
    """Curves of a single, double or multiple plan.

    ``quality``: fractions nonconforming (for "poisson", nonconformities of a unit); by default 121 from 0 to where one
    lot in a thousand is accepted. ``rectification``: AOQ with nonconforming units replaced or removed, in a lot of
    ``lot_size``; "endless" leaves out the part of the sample (AOQ = p Pa), as does a missing lot size.
    ``curtailment`` lowers the average sample number; "last-sample" is that of textbooks for double sampling.
    ``Refused`` as for :func:`~.probabilities.decision_probabilities`.

    >>> from jawda.core.statistics.acceptance_sampling.probabilities import attribute_plan
    >>> found = plan_performance(attribute_plan(52, 3), quality=[0.01, 0.05], lot_size=10_000)
    >>> found.probability_acceptance.round(4).tolist(), round(found.aoql.value, 5)
    ([0.9982, 0.7383], 0.03719)
    """
    _check_options(rectification, curtailment, model)
    grid = default_quality(plan, model, lot_size) if quality is None else np.atleast_1d(np.asarray(quality, float))
    check_quality(grid, model)
    findings = []
    if model == "hypergeometric" and lot_size is not None:
        rounded = np.rint(grid * lot_size) / lot_size
        moved = int(np.count_nonzero(np.abs(rounded - grid) > 1e-9))
        if moved and quality is not None:
            arguments = {"count": moved, "lot": lot_size}
            findings.append(
                Check(
                    id="acceptance_sampling.quality_rounded", status=Status.WARN, statistic=moved, arguments=arguments
                )
            )
        grid = rounded if quality is not None else np.unique(rounded)
    found = decision_probabilities(plan, grid, model=model, lot_size=lot_size)
    limit = _outgoing_limit(plan, model, lot_size, rectification)
    findings.append(
        Check(
            id="acceptance_sampling.outgoing_limit",
            status=Status.OK,
            statistic=limit.value,
            arguments={"limit": percent(limit.value), "quality": percent(limit.at)},
        )
    )
    return PlanPerformance(
        method=Method(
            name="Performance of a sampling plan by attributes",
            standard="ISO 3534-2",
            edition="2006",
            clause="4.6",
            options={"model": model, "rectification": rectification, "curtailment": curtailment},
        ),
        inputs=Inputs(count=len(grid), data={"quality": grid}),
        findings=tuple(findings),
        sample_sizes=plan.sizes,
        accept=plan.accept,
        reject=plan.reject,
        lot_size=lot_size,
        quality=grid,
        probability_acceptance=found.acceptance,
        average_sample_number=_sample_number(plan, grid, found, model, curtailment),
        average_outgoing_quality=_outgoing(plan, grid, found, lot_size, rectification),
        average_total_inspection=None if lot_size is None else _total_inspection(plan, found, lot_size),
        aoql=limit,
        quality_levels=tuple(
            QualityLevel(probability=value, quality=quality_at(plan, value, model=model, lot_size=lot_size))
            for value in probabilities
        ),
    )


def _check_options(rectification: str, curtailment: str, model: str) -> None:
    if rectification not in ("replaced", "removed", "endless"):
        raise ValueError(f"no rectification {rectification!r}")
    if curtailment not in ("none", "last-sample", "all-samples"):
        raise ValueError(f"no curtailment {curtailment!r}")
    if curtailment != "none" and model == "hypergeometric":
        raise ValueError("the curtailed sample number is that of a process: take the binomial or poisson model")


def quality_at(
    plan: AttributePlan, probability: float, *, model: Model = "binomial", lot_size: int | None = None
) -> float:
    """The quality that is accepted with this probability: LTPD at 0.10, indifference quality at 0.50.

    Of one lot ("hypergeometric") the fraction is of whole units: from 0.5 on the last that is accepted at least so
    often, under it the first that is accepted at most so often. ``ValueError`` for no probability between 0 and 1.

    >>> from jawda.core.statistics.acceptance_sampling.probabilities import attribute_plan
    >>> round(quality_at(attribute_plan(52, 3), 0.10), 4)
    0.124
    """
    if not 0 < probability < 1:
        raise ValueError("a probability of acceptance lies between 0 and 1")

    def accepted(values: Floats) -> Floats:
        return decision_probabilities(plan, values, model=model, lot_size=lot_size).acceptance

    if model == "hypergeometric":
        accepted(np.zeros(1))  # refuses before the search
        assert lot_size is not None
        return _whole_units(accepted, probability, lot_size)
    low, high = 0.0, 1.0
    if model == "poisson":
        while accepted(np.array([high]))[0] > probability:
            high *= 2
    for _ in range(_ZOOMS):
        grid = np.linspace(low, high, 65)
        place = int(np.searchsorted(-accepted(grid), -probability, side="left"))
        low, high = float(grid[max(place - 1, 0)]), float(grid[min(place, 64)])
    return (low + high) / 2


def _whole_units(accepted: Callable[[Floats], Floats], probability: float, lot_size: int) -> float:
    low, high = 0, lot_size  # accepted more often than asked at low, not at high
    while high - low > 1:
        middle = (low + high) // 2
        often = float(accepted(np.array([middle / lot_size]))[0])
        above = often >= probability if probability >= 0.5 else often > probability
        low, high = (middle, high) if above else (low, middle)
    return (low if probability >= 0.5 else high) / lot_size


def default_quality(plan: AttributePlan, model: Model, lot_size: int | None) -> Floats:
    """121 qualities from perfect to hopeless."""
    return np.linspace(0.0, quality_at(plan, 0.001, model=model, lot_size=lot_size), _POINTS)


def _outgoing(
    plan: AttributePlan, quality: Floats, found: Probabilities, lot_size: int | None, rectification: Rectification
) -> Floats:
    if lot_size is None or rectification == "endless":
        return quality * found.acceptance
    left = lot_size - np.minimum(plan.cumulative, lot_size)[:, None]
    nonconforming: Floats = quality * (found.accepted * left).sum(axis=0)
    if rectification == "replaced":
        return nonconforming / lot_size
    gone = quality * (found.accepted * (lot_size - left)).sum(axis=0) + quality * lot_size * (1 - found.acceptance)
    kept: Floats = lot_size - gone
    return np.divide(nonconforming, kept, out=np.zeros_like(kept), where=kept > 0)


def _total_inspection(plan: AttributePlan, found: Probabilities, lot_size: int) -> Floats:
    inspected = np.minimum(plan.cumulative, lot_size)[:, None]
    total: Floats = (found.accepted * inspected).sum(axis=0) + (1 - found.acceptance) * lot_size
    return total


def _outgoing_limit(
    plan: AttributePlan, model: Model, lot_size: int | None, rectification: Rectification
) -> OutgoingLimit:
    """The top of the AOQ curve, by zooming in on it."""

    def curve(values: Floats) -> Floats:
        found = decision_probabilities(plan, values, model=model, lot_size=lot_size)
        return _outgoing(plan, values, found, lot_size, rectification)

    low, high = 0.0, quality_at(plan, 0.001, model=model, lot_size=lot_size)
    grid = np.zeros(1)
    top = 0
    for _ in range(_ZOOMS):
        grid = np.linspace(low, high, _POINTS)
        if model == "hypergeometric" and lot_size is not None:
            grid = np.unique(np.rint(grid * lot_size)) / lot_size
        top = int(np.argmax(curve(grid)))
        low, high = float(grid[max(top - 1, 0)]), float(grid[min(top + 1, len(grid) - 1)])
    return OutgoingLimit(value=float(curve(grid[top : top + 1])[0]), at=float(grid[top]))


def _sample_number(
    plan: AttributePlan, quality: Floats, found: Probabilities, model: Model, curtailment: Curtailment
) -> Floats:
    total = np.zeros(len(quality))
    for stage, size in enumerate(plan.sizes):
        cut = curtailment == "all-samples" or (curtailment == "last-sample" and stage == len(plan.sizes) - 1)
        if not cut or (curtailment == "last-sample" and stage == 0):
            total += size * found.reaching[stage]
            continue
        before = found.before[stage]
        for have in range(before.shape[1]):
            total += before[:, have] * _until(plan.reject[stage] - have, size, quality, model)
    return total


def _until(more: int, size: int, quality: Floats, model: Model) -> Floats:
    """Mean number of units inspected until ``more`` are nonconforming, at most ``size``."""
    if model == "poisson":
        units = np.arange(size)[:, None]
        found: Floats = special.pdtr(more - 1, units * quality).sum(axis=0)
        return found
    if more > size:
        return np.full(len(quality), float(size))
    reached = special.bdtrc(more, size + 1, quality) * more
    first = np.divide(reached, quality, out=np.zeros_like(quality), where=quality > 0)
    found = first + size * special.bdtr(more - 1, size, quality)
    return found
