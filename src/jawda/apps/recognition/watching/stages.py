"""When a company is told that something ends: ninety days before, thirty days before, and once it ended."""

from __future__ import annotations

from datetime import date
from typing import Final

STAGES: Final = (0, 30, 90)
"""Days before the last day, the nearest first; 0 is the day after it."""


def due_stage(expires_on: date | None, today: date) -> int | None:
    """The stage that holds on a day; None where it is far, or never ends.

    >>> from datetime import date
    >>> [due_stage(date(2026, 12, 31), day) for day in (date(2026, 9, 1), date(2026, 10, 2), date(2026, 12, 31))]
    [None, 90, 30]
    >>> due_stage(date(2026, 12, 31), date(2027, 1, 1))
    0
    """
    if expires_on is None:
        return None
    left = (expires_on - today).days
    if left < 0:
        return 0
    return next((stage for stage in STAGES if left <= stage and stage), None)


def to_tell(expires_on: date | None, today: date, *, told_stage: int | None, told_for: date | None) -> int | None:
    """The stage to tell now; None where there is none, or it was told of this last day already.

    >>> from datetime import date
    >>> last, day = date(2026, 12, 31), date(2026, 12, 15)
    >>> [to_tell(last, day, told_stage=stage, told_for=last) for stage in (None, 90, 30)]
    [30, 30, None]
    >>> to_tell(last, day, told_stage=30, told_for=date(2026, 12, 1))
    30
    """
    stage = due_stage(expires_on, today)
    if stage is None:
        return None
    before = told_stage if told_for == expires_on else None
    return stage if before is None or stage < before else None
