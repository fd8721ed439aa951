"""Late, soon, later: functions of a date that is given, for core has no clock."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from jawda.core.workflow.steps import ENDED, State

SOON_DAYS: Final = 7
"""How many days before it a date is near."""


class Due(StrEnum):
    """How a date stands to today. ``NONE``: no date, or no work left."""

    NONE = "none"
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


def due(state: State, due_on: date | None, today: date, *, soon: int = SOON_DAYS) -> Due:
    """How an action's date stands. The day itself is not late yet.

    >>> from datetime import date
    >>> str(due(State.AGREED, date(2026, 3, 1), date(2026, 3, 2)))
    'overdue'
    """
    if due_on is None or state in ENDED:
        return Due.NONE
    days = (due_on - today).days
    return Due.OVERDUE if days < 0 else Due.SOON if days <= soon else Due.LATER


def is_effect_check_due(state: State, effect_due_on: date | None, today: date) -> bool:
    """Whether the effect of a finished action is to be checked by now."""
    return state is State.DONE and effect_due_on is not None and effect_due_on <= today
