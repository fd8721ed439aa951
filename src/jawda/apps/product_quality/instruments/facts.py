"""What is said of an instrument and of a calibration, and what cannot be."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.product_quality.enums import CalibrationOutcome
from jawda.apps.product_quality.models import Instrument

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
MOST_MONTHS: Final = 240
LONGEST: Final = {
    "identification": 60, "name": 120, "maker": 80, "model_name": 80, "serial_number": 80, "location": 120, "unit": 40,
    "provider": 160, "certificate_number": 80, "note": 5000,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentFacts:
    """What a person writes of an instrument. ``due_on`` follows from calibrations; before the first it is given."""

    identification: str
    name: str
    maker: str = ""
    model_name: str = ""
    serial_number: str = ""
    location: str = ""
    unit: str = ""
    resolution: float | None = None
    range_low: float | None = None
    range_high: float | None = None
    interval_months: int | None = None
    due_on: date | None = None

    @staticmethod
    def of(instrument: Instrument) -> InstrumentFacts:
        """As they stand."""
        return InstrumentFacts(**{item.name: getattr(instrument, item.name) for item in fields(InstrumentFacts)})

    def checked(self) -> InstrumentFacts:
        """The same; ``ValidationError`` by field for what cannot be."""
        faults = _too_long(self)
        if not self.identification.strip():
            faults["identification"] = _("Say what is engraved or stuck on it.")
        if not self.name.strip():
            faults["name"] = _("Say what it is.")
        if self.resolution is not None and not (math.isfinite(self.resolution) and self.resolution > 0):
            faults["resolution"] = _("A number above 0 is expected.")
        for name in ("range_low", "range_high"):
            value = getattr(self, name)
            if value is not None and not math.isfinite(value):
                faults[name] = _("A number is expected.")
        if None not in (self.range_low, self.range_high) and not faults and not self.range_low < self.range_high:
            faults["range_high"] = _("The end of the range lies above its beginning.")
        if self.interval_months is not None and not 1 <= self.interval_months <= MOST_MONTHS:
            faults["interval_months"] = _("A number of months between 1 and 240 is expected.")
        if self.due_on is not None and not FIRST_DAY <= self.due_on <= LAST_DAY:
            faults["due_on"] = _("A date between 1990 and 2099 is expected.")
        if faults:
            raise ValidationError(faults)
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationFacts:
    """What a certificate says."""

    done_on: date
    outcome: str
    due_on: date | None = None
    provider: str = ""
    certificate_number: str = ""
    expanded_uncertainty: float | None = None
    coverage_factor: float | None = None
    note: str = ""

    def checked(self, today: date) -> CalibrationFacts:
        """The same; ``ValidationError`` by field for what cannot be."""
        faults = _too_long(self)
        if not FIRST_DAY <= self.done_on <= today:
            faults["done_on"] = _("A date from 1990 until today is expected.")
        if self.outcome not in CalibrationOutcome.values:
            faults["outcome"] = _("Say what the calibration came to.")
        if self.due_on is not None and not self.done_on < self.due_on <= LAST_DAY:
            faults["due_on"] = _("The next calibration comes after this one.")
        for name in ("expanded_uncertainty", "coverage_factor"):
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and value > 0):
                faults[name] = _("A number above 0 is expected.")
        if faults:
            raise ValidationError(faults)
        return self


def _too_long(facts: InstrumentFacts | CalibrationFacts) -> dict[str, str]:
    return {
        item.name: _("Longer than %(limit)s characters.") % {"limit": LONGEST[item.name]}
        for item in fields(facts)
        if item.name in LONGEST and len(getattr(facts, item.name)) > LONGEST[item.name]
    }
