"""What a gauge study is to be: its facts, their limits, the random order of its sheets."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, fields
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.models import GaugeStudy


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many parts, operators and trials a kind of study may have, from least to most; and what is proposed."""

    parts: tuple[int, int]
    operators: tuple[int, int]
    trials: tuple[int, int]
    proposed_parts: int
    proposed_trials: int


#: Proposed after AIAG MSA, 4th edition: chapter III.B (crossed), III.C (agreement); ISO 22514-7, clause 6 (type 1).
SIZES: Final = {
    StudyKind.CROSSED: Size(parts=(2, 50), operators=(2, 10), trials=(2, 10), proposed_parts=10, proposed_trials=3),
    StudyKind.TYPE1: Size(parts=(10, 200), operators=(1, 1), trials=(1, 1), proposed_parts=50, proposed_trials=1),
    StudyKind.AGREEMENT: Size(parts=(4, 100), operators=(2, 10), trials=(2, 10), proposed_parts=50, proposed_trials=3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The facts of a study that a person chooses."""

    title: str
    kind: str = StudyKind.CROSSED
    characteristic_id: UUID | None = None
    instrument_id: UUID | None = None
    unit: str = ""
    tolerance: float | None = None
    reference: float | None = None
    parts: int = SIZES[StudyKind.CROSSED].proposed_parts
    part_names: tuple[str, ...] = ()
    nonconforming_parts: tuple[int, ...] = ()
    operators: tuple[str, ...] = ()
    trials: int = SIZES[StudyKind.CROSSED].proposed_trials

    @classmethod
    def of(cls, study: GaugeStudy) -> Plan:
        """Those of a stored study."""
        values = {field.name: getattr(study, field.name) for field in fields(cls)}
        for name in ("operators", "part_names", "nonconforming_parts"):
            values[name] = tuple(values[name])
        return cls(**values)

    @property
    def size(self) -> Size:
        """What its kind may have."""
        return SIZES[StudyKind(self.kind)]

    def checked(self) -> Plan:
        """Itself; ``ValidationError`` by field for what no study can be."""
        faults: dict[str, str] = {}
        if not self.title.strip() or len(self.title) > 160:
            faults["title"] = _("A title of 1 to 160 characters.")
        for name, (least, most) in (("parts", self.size.parts), ("trials", self.size.trials)):
            if not least <= getattr(self, name) <= most:
                faults[name] = _("From %(least)s to %(most)s.") % {"least": least, "most": most}
        if fault := self._operators():
            faults["operators"] = fault
        if self.part_names and fault_of_names(self.part_names, self.parts):
            faults["part_names"] = fault_of_names(self.part_names, self.parts)
        if self.tolerance is not None and not (math.isfinite(self.tolerance) and self.tolerance > 0):
            faults["tolerance"] = _("The tolerance is a positive width.")
        if len(self.unit) > 40:
            faults["unit"] = _("At most 40 characters.")
        if self.kind == StudyKind.TYPE1:
            faults = self._standard() | faults
        if self.kind == StudyKind.AGREEMENT and (fault := self._judged()):
            faults["nonconforming_parts"] = fault
        if faults:
            raise ValidationError(faults)
        return self

    def _operators(self) -> str:
        names, (least, most) = self.operators, self.size.operators
        if not least <= len(names) <= most:
            if most == 1:
                return _("One name or code.")
            return _("From %(least)s to %(most)s operators, one a line.") % {"least": least, "most": most}
        if any(not name.strip() or len(name) > 80 for name in names):
            return _("Each name or code has 1 to 80 characters.")
        if len({name.casefold() for name in names}) < len(names):
            return _("Two operators bear the same name: add a letter or a code.")
        if len(names) > self.parts:
            return _("More operators than parts: a study compares parts; have fewer operators, or more parts.")
        return ""

    def _standard(self) -> dict[str, str]:
        """What a study of one part of known value cannot be without."""
        faults = {}
        if self.reference is None or not math.isfinite(self.reference):
            faults["reference"] = _("The reference value of the part is needed: that of its certificate.")
        if self.tolerance is None:
            faults["tolerance"] = _("The tolerance is needed: Cg and Cgk compare the instrument with it.")
        return faults

    def _judged(self) -> str:
        """What is wrong with the reference judgement; empty where nothing is."""
        bad = set(self.nonconforming_parts)
        if not all(1 <= part <= self.parts for part in bad):
            return _("A part that the study does not have.")
        if not bad or len(bad) == self.parts:
            return _(
                "Some parts are good and some are bad by the reference judgement, so that both errors can be seen."
            )
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


def part_name(study: GaugeStudy, part: int) -> str:
    """How a part (from 1) is called."""
    return study.part_names[part - 1] if study.part_names else str(part)


def reference_of(study: GaugeStudy) -> str:
    """How its papers and files are called."""
    prefix = {StudyKind.CROSSED: "rr", StudyKind.TYPE1: "type1", StudyKind.AGREEMENT: "agreement"}
    return f"{prefix[StudyKind(study.kind)]}-{str(study.pk)[:8]}"


def whole(study: GaugeStudy) -> int:
    """How many readings the plan asks for."""
    return study.parts * len(study.operators) * study.trials


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
    """The parts (from 1) in the random order of the study's seed: the same for ever, whatever library is installed.

    Measurements of one part follow each other as they are made.
    """
    if study.kind == StudyKind.TYPE1:
        return tuple(range(1, study.parts + 1))

    def key(part: int) -> bytes:
        return hashlib.sha256(f"{study.seed}/{operator}/{trial}/{part}".encode()).digest()

    return tuple(sorted(range(1, study.parts + 1), key=key))
