"""What is said of a characteristic, and what does not hold together in it."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.product_quality.enums import COUNTED, ChartKind, Importance
from jawda.apps.product_quality.models import Characteristic
from jawda.core.statistics.control_charts import RULE_SETS

LARGEST_SUBGROUP: Final = 50
LONGEST: Final = {"name": 160, "product": 120, "process": 120, "unit": 40}
_GREATEST: Final = 1e15
_LIMITS: Final = ("lower", "upper", "target")
SUBGROUPED: Final = frozenset({ChartKind.XBAR_R, ChartKind.XBAR_S})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The fields that people fill in; limits are absolute, in ``unit``."""

    name: str
    product: str = ""
    process: str = ""
    unit: str = ""
    lower: float | None = None
    upper: float | None = None
    target: float | None = None
    importance: str = Importance.ORDINARY
    chart: str = ChartKind.XBAR_R
    subgroup_size: int = 5
    rules: str = "nelson1984"
    instrument_id: UUID | None = None

    @classmethod
    def of(cls, row: Characteristic) -> Facts:
        """As it stands."""
        return cls(**{item.name: getattr(row, item.name) for item in fields(cls)})

    def checked(self) -> Facts:
        """Itself without spaces around its words, samples of one where the chart wants it.

        ``ValidationError`` by field.
        """
        faults: dict[str, str] = {}
        if not self.name.strip():
            faults["name"] = _("Say what is measured or counted.")
        for name, limit in LONGEST.items():
            if len(getattr(self, name)) > limit:
                faults[name] = _("Longer than %(limit)s characters.") % {"limit": limit}
        for name in _LIMITS:
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and abs(value) < _GREATEST):
                faults[name] = _("This number is too large.")
        faults |= self._limits() | self._chart()
        if faults:
            raise ValidationError(faults)
        words = {name: getattr(self, name).strip() for name in ("name", "product", "process", "unit")}
        size = self.subgroup_size if self.chart in SUBGROUPED else 1
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return Facts(**{**values, **words, "subgroup_size": size})

    def _limits(self) -> dict[str, str]:
        lower, upper, target = self.lower, self.upper, self.target
        if lower is not None and upper is not None and lower >= upper:
            return {"upper": _("The upper limit is above the lower one.")}
        if target is not None and ((lower is not None and target < lower) or (upper is not None and target > upper)):
            return {"target": _("The target stands between the limits.")}
        return {}

    def _chart(self) -> dict[str, str]:
        faults = {}
        if self.chart not in ChartKind.values:
            faults["chart"] = _("No such chart.")
        if self.chart in SUBGROUPED and not 2 <= self.subgroup_size <= LARGEST_SUBGROUP:
            said = _(
                "A sample for means has 2 to %(most)d values; for single values take the chart of individual values."
            )
            faults["subgroup_size"] = said % {"most": LARGEST_SUBGROUP}
        if self.importance not in Importance.values:
            faults["importance"] = _("No such importance.")
        if self.rules not in RULE_SETS:
            faults["rules"] = _("No such set of rules.")
        return faults

    @property
    def key(self) -> dict[str, str]:
        """What tells one characteristic of the company from another."""
        return {"name": self.name, "product": self.product, "process": self.process}

    @property
    def family(self) -> str:
        """What its samples hold; a chart of another family cannot read them."""
        if self.chart in SUBGROUPED:
            return "subgroups"
        if self.chart == ChartKind.INDIVIDUALS:
            return "individuals"
        return "counts of all" if self.chart == ChartKind.C else "counts of a number" if self.chart in COUNTED else ""
