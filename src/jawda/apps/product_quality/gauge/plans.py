"""What a gauge study is to be: its facts, their limits, the random order of its sheets."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, fields
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.product_quality.models import GaugeStudy
from jawda.core.statistics.measurement_systems import verdicts
from jawda.core.statistics.result import Check

MOST_PARTS: Final = 50
MOST_OPERATORS: Final = 10
MOST_TRIALS: Final = 10
#: What is proposed: AIAG MSA 4th edition, chapter III.B.
PROPOSED_PARTS, PROPOSED_TRIALS, PROPOSED_OPERATORS = 10, 3, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The facts of a study that a person chooses."""

    title: str
    characteristic_id: UUID | None = None
    instrument_id: UUID | None = None
    unit: str = ""
    tolerance: float | None = None
    parts: int = PROPOSED_PARTS
    part_names: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    trials: int = PROPOSED_TRIALS

    @classmethod
    def of(cls, study: GaugeStudy) -> Plan:
        """Those of a stored study."""
        values = {field.name: getattr(study, field.name) for field in fields(cls)}
        values |= {"operators": tuple(study.operators), "part_names": tuple(study.part_names)}
        return cls(**values)

    def checked(self) -> Plan:
        """Itself; ``ValidationError`` by field for what no study can be."""
        faults: dict[str, str] = {}
        if not self.title.strip() or len(self.title) > 160:
            faults["title"] = _("A title of 1 to 160 characters.")
        for name, most in (("parts", MOST_PARTS), ("trials", MOST_TRIALS)):
            if not 2 <= getattr(self, name) <= most:
                faults[name] = _("From 2 to %(most)s.") % {"most": most}
        if fault := self._operators():
            faults["operators"] = fault
        if self.part_names and fault_of_names(self.part_names, self.parts):
            faults["part_names"] = fault_of_names(self.part_names, self.parts)
        if self.tolerance is not None and not (math.isfinite(self.tolerance) and self.tolerance > 0):
            faults["tolerance"] = _("The tolerance is a positive width.")
        if len(self.unit) > 40:
            faults["unit"] = _("At most 40 characters.")
        if faults:
            raise ValidationError(faults)
        return self

    def _operators(self) -> str:
        names = self.operators
        if not 2 <= len(names) <= MOST_OPERATORS:
            return _("From 2 to %(most)s operators, one a line.") % {"most": MOST_OPERATORS}
        if any(not name.strip() or len(name) > 80 for name in names):
            return _("Each name or code has 1 to 80 characters.")
        if len({name.casefold() for name in names}) < len(names):
            return _("Two operators bear the same name: add a letter or a code.")
        if len(names) > self.parts:
            return _("More operators than parts: a study compares parts; have fewer operators, or more parts.")
        return ""


def fault_of_names(names: tuple[str, ...], parts: int) -> str:
    """What is wrong with the names of parts; empty where nothing is."""
    if len(names) != parts:
        return _("%(count)s names for %(parts)s parts: one a line, or none.") % {"count": len(names), "parts": parts}
    if any(not name.strip() or len(name) > 60 for name in names):
        return _("Each name has 1 to 60 characters.")
    if len({name.casefold() for name in names}) < len(names):
        return _("Two parts bear the same name.")
    return ""


def size_check(plan: Plan) -> Check:
    """Whether the plan is as large as advised, in words."""
    measurements = plan.parts * len(plan.operators) * plan.trials
    return verdicts.plan_checks(plan.parts, len(plan.operators), measurements)[0]


def part_name(study: GaugeStudy, part: int) -> str:
    """How a part (from 1) is called."""
    return study.part_names[part - 1] if study.part_names else str(part)


@dataclass(frozen=True, slots=True)
class Run:
    """One sheet: an operator (from 0) measures every part once, in this order, without seeing earlier values."""

    operator: int
    trial: int
    parts: tuple[int, ...]


def runs(study: GaugeStudy) -> tuple[Run, ...]:
    """Every sheet in the order of work: all operators do the first trial, then all the second."""
    return tuple(
        Run(operator, trial, order_of_parts(study, operator, trial))
        for trial in range(1, study.trials + 1)
        for operator in range(len(study.operators))
    )


def order_of_parts(study: GaugeStudy, operator: int, trial: int) -> tuple[int, ...]:
    """The parts (from 1) in the random order of the study's seed: the same for ever, whatever library is installed."""

    def key(part: int) -> bytes:
        return hashlib.sha256(f"{study.seed}/{operator}/{trial}/{part}".encode()).digest()

    return tuple(sorted(range(1, study.parts + 1), key=key))
