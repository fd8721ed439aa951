"""Where an instrument stands on a day, and when it is to be calibrated next."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from jawda.apps.product_quality.enums import InstrumentState

SOON: Final = timedelta(days=30)


class Standing(StrEnum):
    """What one asks of an instrument before one takes it."""

    OVERDUE = "overdue"
    SOON = "soon"
    IN_ORDER = "in_order"
    UNDATED = "undated"
    SET_ASIDE = "set_aside"
    WITHDRAWN = "withdrawn"


def standing_of(state: str, due_on: date | None, today: date) -> Standing:
    """Its state, else its date; ``due_on`` is the last day on which it may be used.

    >>> standing_of("in_service", date(2026, 5, 31), date(2026, 5, 31))
    <Standing.SOON: 'soon'>
    """
    if state == InstrumentState.WITHDRAWN:
        return Standing.WITHDRAWN
    if state == InstrumentState.QUARANTINED:
        return Standing.SET_ASIDE
    if due_on is None:
        return Standing.UNDATED
    if due_on < today:
        return Standing.OVERDUE
    return Standing.SOON if due_on <= today + SOON else Standing.IN_ORDER


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day.

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
