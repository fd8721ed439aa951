"""A study's readings given to the statistics: the result with its checks, or why there is none yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from jawda.apps.product_quality.gauge.plans import part_name
from jawda.apps.product_quality.models import GaugeReading, GaugeStudy
from jawda.core.findings import Finding, Refused
from jawda.core.statistics.measurement_systems import GaugeRR, gauge_rr, smallest_step, study_checks
from jawda.core.statistics.result import Check, Status

_VERDICTS: Final = ("measurement_systems.grr_tolerance_", "measurement_systems.grr_study_")
_NEXT: Final = ("measurement_systems.mostly_", "measurement_systems.categories_few")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A study and what was measured, ordered by part, operator and trial."""

    study: GaugeStudy
    readings: tuple[GaugeReading, ...]

    @property
    def planned(self) -> int:
        """How many readings the plan asks for."""
        return self.study.parts * len(self.study.operators) * self.study.trials

    @property
    def left(self) -> int:
        """How many are missing."""
        return self.planned - len(self.readings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """``result`` with ``checks`` beside its own findings; or ``faults``: why nothing can be computed yet."""

    result: GaugeRR | None = None
    checks: tuple[Check, ...] = ()
    faults: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> Check | None:
        """Against the tolerance where it is known, else against the study."""
        return next((one for start in _VERDICTS for one in self.findings if one.id.startswith(start)), None)

    @property
    def findings(self) -> tuple[Check, ...]:
        """Of the result."""
        return self.result.findings if self.result is not None else ()

    @property
    def next_steps(self) -> tuple[Check, ...]:
        """What to do about it."""
        return tuple(one for one in self.findings if one.id.startswith(_NEXT))

    @property
    def card(self) -> tuple[Check, ...]:
        """The report card: everything else that was looked at, what is wrong first."""
        shown = {check.id for check in self.next_steps}
        rest = [
            one for one in (*self.checks, *self.findings) if one.id not in shown and not one.id.startswith(_VERDICTS)
        ]
        order = (Status.FAIL, Status.WARN, Status.OK)
        return tuple(sorted(rest, key=lambda one: order.index(one.status)))


def analysed(measured: Measured) -> Analysis:
    """By the analysis of variance; by restricted maximum likelihood where readings are missing, and it says so."""
    study, readings = measured.study, measured.readings
    if not readings:
        return Analysis()
    values = np.array([reading.value for reading in readings])
    try:
        result = gauge_rr(
            values,
            [part_name(study, reading.part) for reading in readings],
            [study.operators[reading.operator] for reading in readings],
            trial=[str(reading.trial) for reading in readings],
            method="anova" if not measured.left else "reml",
            tolerance=study.tolerance,
        )
        checks = study_checks(result, planned=measured.planned, resolution=resolution_of(study, values.tolist()))
    except Refused as refused:
        return Analysis(faults=tuple(refused.findings))
    return Analysis(result=result, checks=checks)


def resolution_of(study: GaugeStudy, values: Sequence[float]) -> float | None:
    """A step of the instrument: as its register says, else as its readings show."""
    known = study.instrument.resolution if study.instrument is not None else None
    return known if known is not None and known > 0 else smallest_step(np.asarray(values))
