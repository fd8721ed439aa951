"""What is said of an action, and what cannot be."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.actions.models import Action

LONGEST_TEXT: Final = 5000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
MOST_DAYS: Final = 9999.0
MOST_COST: Final = Decimal(10) ** 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a person writes of an action. ``owner_id`` is a member's, else ``owner_name`` stands alone."""

    title: str
    why: str = ""
    owner_id: UUID | None = None
    owner_name: str = ""
    due_on: date | None = None
    effort_days: float | None = None
    cost: Decimal | None = None
    currency: str = ""
    consequence: int | None = None
    effect_due_on: date | None = None

    @staticmethod
    def of(action: Action) -> Facts:
        """As they stand."""
        return Facts(**{item.name: getattr(action, item.name) for item in fields(Facts)})

    def checked(self) -> Facts:
        """The same; ``ValidationError`` by field for what cannot be."""
        faults: dict[str, str] = {}
        if not self.title.strip():
            faults["title"] = _("Say what is to be done.")
        for name, limit in (("title", 200), ("owner_name", 120), ("why", LONGEST_TEXT)):
            if len(getattr(self, name)) > limit:
                faults[name] = _("Longer than %(limit)s characters.") % {"limit": limit}
        for name in ("due_on", "effect_due_on"):
            day = getattr(self, name)
            if day is not None and not FIRST_DAY <= day <= LAST_DAY:
                faults[name] = _("A date between 2000 and 2099 is expected.")
        if self.effort_days is not None and not 0 <= self.effort_days <= MOST_DAYS:
            faults["effort_days"] = _("A number of days between 0 and 9999 is expected.")
        if self.cost is not None and not (self.cost.is_finite() and 0 <= self.cost < MOST_COST):
            faults["cost"] = _("An amount of at least 0 is expected.")
        if self.cost is not None and self.currency not in list_currencies():
            faults["currency"] = _("A currency is written in three letters, such as MAD or EUR.")
        if self.consequence not in (None, 1, 2, 3):
            faults["consequence"] = _("1, 2 or 3 is expected.")
        if faults:
            raise ValidationError(faults)
        return self
