"""A study's readings given to the statistics: the result with its checks, or why there is none yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.gauge.plans import part_name, whole
from jawda.apps.product_quality.models import GaugeReading, GaugeStudy
from jawda.apps.product_quality.status_marks import WORST_FIRST
from jawda.core.findings import Finding, Refused
from jawda.core.statistics.measurement_systems import (
    AttributeAgreement,
    GaugeRR,
    Type1,
    attribute_agreement,
    gauge_rr,
    smallest_step,
    study_checks,
    type1,
)
from jawda.core.statistics.result import Check, Status

Result: TypeAlias = GaugeRR | Type1 | AttributeAgreement
GOOD: Final = "good"
BAD: Final = "bad"
#: What judges a study: the first of its findings that begins so.
_VERDICTS: Final = tuple(
    f"measurement_systems.{start}"
    for start in (
        "grr_tolerance_", "grr_study_", "type1_", "appraiser_good", "appraiser_marginal", "appraiser_poor",
    )
)  # fmt: skip
#: What says what to do about it: always, or where it is not as it should be.
_NEXT: Final = ("measurement_systems.mostly_", "measurement_systems.categories_few")
_NEXT_IF_POOR: Final = (*_VERDICTS[3:], "measurement_systems.appraiser_wavers", "measurement_systems.kappa_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A study and what was measured, ordered by part, operator and trial."""

    study: GaugeStudy
    readings: tuple[GaugeReading, ...]

    @property
    def planned(self) -> int:
        """How many readings the plan asks for."""
        return whole(self.study)

    @property
    def left(self) -> int:
        """How many are missing."""
        return self.planned - len(self.readings)


def measured_of(study: GaugeStudy) -> Measured:
    """The study with its readings. One query."""
    return Measured(study=study, readings=tuple(study.readings.order_by("part", "operator", "trial")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """``result`` with ``checks`` beside its own findings; or ``faults``: why nothing can be computed yet."""

    result: Result | None = None
    checks: tuple[Check, ...] = ()
    faults: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> Check | None:
        """Against the tolerance where it is known, else against the study; of several appraisers, the worst."""
        return next(
            (one for start in _VERDICTS[:3] for one in self.findings if one.id.startswith(start)), None
        ) or next((one for one in self.findings if one.id.startswith(_VERDICTS)), None)

    @property
    def findings(self) -> tuple[Check, ...]:
        """Of the result."""
        return self.result.findings if self.result is not None else ()

    @property
    def next_steps(self) -> tuple[Check, ...]:
        """What to do about it."""
        return tuple(
            one for one in self.findings
            if one.id.startswith(_NEXT)
            or (one.id.startswith(_NEXT_IF_POOR) and one.status is not Status.OK and one is not self.verdict)
        )  # fmt: skip

    @property
    def card(self) -> tuple[Check, ...]:
        """The report card: everything else that was looked at, what is wrong first."""
        told = {id(check) for check in self.next_steps}
        rest = [
            one for one in (*self.checks, *self.findings) if id(one) not in told and not one.id.startswith(_VERDICTS)
        ]
        return tuple(sorted(rest, key=lambda one: WORST_FIRST.index(one.status)))


def analysed(measured: Measured) -> Analysis:
    """By the method of its kind; nothing where nothing is measured."""
    if not measured.readings:
        return Analysis()
    try:
        return _METHODS[StudyKind(measured.study.kind)](measured)
    except Refused as refused:
        return Analysis(faults=tuple(refused.findings))


def _crossed(measured: Measured) -> Analysis:
    """By the analysis of variance; by restricted maximum likelihood where readings are missing, and it says so."""
    study, readings = measured.study, measured.readings
    values = [reading.value for reading in readings]
    result = gauge_rr(
        np.array(values),
        [part_name(study, reading.part) for reading in readings],
        [study.operators[reading.operator] for reading in readings],
        trial=[str(reading.trial) for reading in readings],
        method="anova" if not measured.left else "reml",
        tolerance=study.tolerance,
    )
    checks = study_checks(result, planned=measured.planned, resolution=resolution_of(study, values))
    return Analysis(result=result, checks=checks)


def _type1(measured: Measured) -> Analysis:
    """Cg and Cgk of what is there."""
    study = measured.study
    values = [reading.value for reading in measured.readings]
    result = type1(
        values, reference=study.reference or 0.0, tolerance=study.tolerance, resolution=resolution_of(study, values)
    )
    return Analysis(result=result)


def _agreement(measured: Measured) -> Analysis:
    """Each appraiser with the reference judgement and with the others; every part must be judged as often."""
    study, readings = measured.study, measured.readings
    if measured.left:
        return Analysis()
    result = attribute_agreement(
        [GOOD if reading.value else BAD for reading in readings],
        [part_name(study, reading.part) for reading in readings],
        [study.operators[reading.operator] for reading in readings],
        standard=[BAD if reading.part in study.nonconforming_parts else GOOD for reading in readings],
        categories=[BAD, GOOD],
        passing=GOOD,
    )
    return Analysis(result=result)


_METHODS: Final[dict[StudyKind, Callable[[Measured], Analysis]]] = {
    StudyKind.CROSSED: _crossed, StudyKind.TYPE1: _type1, StudyKind.AGREEMENT: _agreement,
}  # fmt: skip


def resolution_of(study: GaugeStudy, values: Sequence[float]) -> float | None:
    """A step of the instrument: as its register says, else as its readings show."""
    known = study.instrument.resolution if study.instrument is not None else None
    return known if known is not None and known > 0 else smallest_step(np.asarray(values))
