"""From a question to a plan and what it does in the long run; core computes all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

import numpy as np

from jawda.apps.product_quality.sampling_plans.asked import MOST_UNITS, TABLED, Asked, PlanKind
from jawda.core.findings import Finding, Refused
from jawda.core.statistics.acceptance_sampling import (
    AttributePlan,
    PlanForRisks,
    PlanPerformance,
    QualityLevel,
    SamplingPlan,
    SuppliedTables,
    VariablesPlan,
    VariablesPlanForRisks,
    ZeroAcceptancePlan,
    attribute_plan,
    plan_for_risks,
    plan_performance,
    quality_at,
    sampling_plan,
    variables_acceptance,
    variables_plan,
    variables_plan_for_risks,
    variables_quality_at,
    verdict_at,
    zero_acceptance_for_aql,
    zero_acceptance_plan,
)
from jawda.core.statistics.acceptance_sampling.editions import AQL_VALUES
from jawda.core.statistics.acceptance_sampling.probabilities import Model
from jawda.core.statistics.result import Check, Status

Counted: TypeAlias = SamplingPlan | ZeroAcceptancePlan | PlanForRisks
Measured: TypeAlias = VariablesPlan | VariablesPlanForRisks

_POINTS: Final = 9
_SELDOM: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One sample of a plan; ``verdicts`` says what each total of nonconforming units means once it is complete."""

    size: int
    accept: int | None
    reject: int
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRow:
    """What the plan does at one incoming quality (fractions); None where it is not known or not counted."""

    quality: float
    acceptance: float
    sample_number: float | None = None
    outgoing: float | None = None
    total_inspection: float | None = None


#: Qualities of certain probabilities, rows of the table, and what is told beside the plan.
Told: TypeAlias = tuple[tuple[QualityLevel, ...], tuple[QualityRow, ...], tuple[Check, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer: the plan, its samples, the quality that passes 95, 50 and 10 times in 100, and a table."""

    asked: Asked
    result: Counted | Measured
    plan: AttributePlan | None
    stages: tuple[Stage, ...]
    levels: tuple[QualityLevel, ...]
    rows: tuple[QualityRow, ...]
    checks: tuple[Check, ...]

    @property
    def counts_nonconformities(self) -> bool:
        """Whether nonconformities are counted, several to a unit, and not nonconforming units."""
        return isinstance(self.result, SamplingPlan) and self.result.counting == "nonconformities"

    @property
    def full_inspection(self) -> bool:
        """Whether the sample is no smaller than the lot."""
        return bool(getattr(self.result, "full_inspection", False))

    @property
    def whole_lot(self) -> Check | None:
        """What is said of a lot no larger than its sample, of which nothing is left to chance."""
        told = (check for check in self.checks if check.id.startswith("acceptance_sampling.whole_lot"))
        return next(told, None)

    @property
    def has_curve(self) -> bool:
        """Whether there is a curve: a lot that is measured whole has none."""
        return self.whole_lot is None or not isinstance(self.result, VariablesPlan)

    @property
    def status(self) -> Status:
        """The worst of what was checked."""
        return self.result.status


def find(asked: Asked, supplied: SuppliedTables | None = None) -> Found:
    """The plan. ``Refused`` with core's sentence where there is none. ``supplied``: tables of the edition asked for.

    >>> found = find(Asked(kind=PlanKind.SINGLE, lot=1000, aql="1.0"))
    >>> found.result.sample_size, [(stage.accept, stage.reject) for stage in found.stages]
    (80, [(2, 3)])
    """
    if asked.kind in (PlanKind.VARIABLES, PlanKind.RISKS_VARIABLES):
        return _measured(asked, _variables(asked, supplied))
    result = _attributes(asked, supplied)
    plan = result.plan if isinstance(result, SamplingPlan) else attribute_plan(result.sample_size, result.accept)
    return _counted(asked, result, plan)


def _attributes(asked: Asked, supplied: SuppliedTables | None) -> Counted:
    if asked.kind is PlanKind.RISKS:
        return plan_for_risks(
            producer_quality=asked.good,
            consumer_quality=asked.poor,
            producer_risk=asked.producer_risk,
            consumer_risk=asked.consumer_risk,
        )
    if asked.kind is PlanKind.EXCLUDING:
        found = zero_acceptance_plan(quality=asked.excluded, confidence=asked.confidence, lot_size=asked.lot)
        if found.sample_size > MOST_UNITS:
            raise Refused([Finding(id="acceptance_sampling.no_plan", arguments={"largest": MOST_UNITS})])
        return found
    lot = asked.lot or 0
    if asked.kind is PlanKind.ZERO:
        return zero_acceptance_for_aql(lot, aql=asked.aql, level=asked.level)
    return sampling_plan(
        lot, aql=asked.aql, level=asked.level, severity=asked.severity, edition=asked.edition, kind=TABLED[asked.kind],
        supplied=supplied,
    )  # fmt: skip


def _variables(asked: Asked, supplied: SuppliedTables | None) -> Measured:
    if asked.kind is PlanKind.RISKS_VARIABLES:
        return variables_plan_for_risks(
            producer_quality=asked.good,
            consumer_quality=asked.poor,
            producer_risk=asked.producer_risk,
            consumer_risk=asked.consumer_risk,
            sigma=asked.sigma,
        )
    return variables_plan(
        asked.lot or 0,
        aql=asked.aql,
        level=asked.variables_level,
        severity=asked.severity,
        sigma=asked.sigma,
        edition=asked.variables_edition,
        supplied=supplied,
    )


def _counted(asked: Asked, result: Counted, plan: AttributePlan) -> Found:
    if isinstance(result, SamplingPlan) and result.full_inspection:
        levels, rows, checks = _in_whole_units(result)
    else:
        levels, rows, checks = _in_the_long_run(asked, result, plan)
    return Found(
        asked=asked,
        result=result,
        plan=plan,
        stages=tuple(_stages(plan)),
        levels=levels,
        rows=rows,
        checks=(*result.findings, *checks),
    )


def _in_whole_units(result: SamplingPlan) -> Told:
    """Of a lot no larger than its sample: what passes, and the first that does not."""
    told = list(zip(result.quality.tolist(), result.probability_acceptance.tolist(), strict=True))
    passing = int(sum(share for _quality, share in told)) - 1
    shown = sorted({0, passing // 2, passing, min(passing + 1, len(told) - 1), len(told) - 1})
    rows = tuple(QualityRow(quality=told[at][0], acceptance=told[at][1]) for at in shown)
    return result.quality_levels, rows, ()


def _in_the_long_run(asked: Asked, result: Counted, plan: AttributePlan) -> Told:
    model = cast(Model, result.method.options["model"])
    last = quality_at(plan, _SELDOM, model=model, lot_size=asked.lot)
    told = _performance(asked, plan, model, _qualities(asked, last))
    rows = tuple(
        QualityRow(
            quality=row["quality"],
            acceptance=row["probability_acceptance"],
            sample_number=row["average_sample_number"] if len(plan.sizes) > 1 else None,
            outgoing=row["average_outgoing_quality"],
            total_inspection=row["average_total_inspection"],
        )
        for row in told.rows()
    )
    return told.quality_levels, rows, tuple(one for one in told.findings if one.id.endswith("outgoing_limit"))


def _performance(asked: Asked, plan: AttributePlan, model: Model, qualities: list[float]) -> PlanPerformance:
    if model == "hypergeometric" and asked.lot:
        qualities = sorted({round(value * asked.lot) / asked.lot for value in qualities})
    return plan_performance(plan, quality=np.array(qualities), model=model, lot_size=asked.lot)


def _qualities(asked: Asked, last: float) -> list[float]:
    """Preferred values that a table can show, and those that were asked for."""
    asked_for = {
        PlanKind.RISKS: {asked.good, asked.poor},
        PlanKind.RISKS_VARIABLES: {asked.good, asked.poor},
        PlanKind.EXCLUDING: {asked.excluded},
    }.get(asked.kind, {float(asked.aql) / 100})
    usual = [value / 100 for value in AQL_VALUES if value / 100 <= last][-_POINTS:]
    return sorted({*usual, *asked_for})


def _stages(plan: AttributePlan) -> Iterator[Stage]:
    for at, (size, accept, reject) in enumerate(zip(plan.sizes, plan.accept, plan.reject, strict=True)):
        verdicts = [str(verdict_at(plan, at, total)) for total in range(reject + 1)]
        if accept is not None:
            verdicts = [
                "marginal" if verdict == "accepted" and total > accept else verdict
                for total, verdict in enumerate(verdicts)
            ]
        yield Stage(size=size, accept=accept, reject=reject, verdicts=tuple(verdicts))


def _measured(asked: Asked, result: Measured) -> Found:
    size, k, sigma = result.sample_size, result.k, result.sigma
    qualities = _qualities(asked, variables_quality_at(_SELDOM, size=size, k=k, sigma=sigma))
    accepted = variables_acceptance(qualities, size=size, k=k, sigma=sigma)
    return Found(
        asked=asked,
        result=result,
        plan=None,
        stages=(),
        levels=tuple(
            QualityLevel(probability=value, quality=variables_quality_at(value, size=size, k=k, sigma=sigma))
            for value in (0.95, 0.5, 0.1)
        ),
        rows=tuple(
            QualityRow(quality=quality, acceptance=float(share))
            for quality, share in zip(qualities, accepted, strict=True)
        ),
        checks=result.findings,
    )
