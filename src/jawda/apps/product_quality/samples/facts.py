"""What one sample holds, and whether a characteristic's chart can read it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.product_quality.characteristics.facts import LARGEST_SUBGROUP, SUBGROUPED
from jawda.apps.product_quality.enums import COUNTED, ChartKind
from jawda.apps.product_quality.models import Characteristic

_GREATEST: Final = 1e15
_MOST_UNITS: Final = 2_000_000_000
SHARES: Final = frozenset({ChartKind.P, ChartKind.NP})
WITH_SIZE: Final = frozenset({ChartKind.P, ChartKind.NP, ChartKind.U})
"""Charts whose samples say how many units were looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFacts:
    """Values of a subgroup; or one count, with how many units were looked at."""

    values: tuple[float, ...]
    inspected: int | None = None
    label: str = ""
    note: str = ""
    taken_at: datetime | None = None

    def checked(self, row: Characteristic) -> SampleFacts:
        """Itself, with its words trimmed. ``ValidationError`` by ``values``, ``inspected``, ``label``, ``note``."""
        faults: dict[str, str] = {}
        if not all(math.isfinite(value) and abs(value) < _GREATEST for value in self.values):
            faults["values"] = _("This number is too large.")
        elif fault := self._values(row):
            faults["values"] = fault
        if row.chart in WITH_SIZE and not (self.inspected and 1 <= self.inspected <= _MOST_UNITS):
            faults["inspected"] = _("Say how many units were looked at.")
        elif row.chart in SHARES and self.inspected and self.values and self.values[0] > self.inspected:
            faults["values"] = _("More nonconforming units than units looked at.")
        if len(self.label) > 80:
            faults["label"] = _("At most 80 characters.")
        if len(self.note) > 200:
            faults["note"] = _("At most 200 characters.")
        if faults:
            raise ValidationError(faults)
        inspected = self.inspected if row.chart in WITH_SIZE else None
        return SampleFacts(
            values=self.values, inspected=inspected, label=self.label.strip(), note=self.note.strip(),
            taken_at=self.taken_at,
        )  # fmt: skip

    def _values(self, row: Characteristic) -> str:
        if row.chart in SUBGROUPED:
            if not 2 <= len(self.values) <= LARGEST_SUBGROUP:
                said = ngettext(
                    "%(count)d value: this chart wants samples of 2 to %(most)d.",
                    "%(count)d values: this chart wants samples of 2 to %(most)d.",
                    len(self.values),
                )
                return said % {"count": len(self.values), "most": LARGEST_SUBGROUP}
            return ""
        if len(self.values) != 1:
            return _("This chart wants one value for each sample.")
        value = self.values[0]
        if row.chart in COUNTED and not (value >= 0 and value == int(value)):
            return _("A count is a whole number, 0 or more.")
        return ""
