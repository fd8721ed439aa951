"""What was to remain by each day, and what remained."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_MOST_POINTS: Final = 120
_STEPS: Final = (1, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One action of a plan: what it takes, since when it is there, by when it is due, when it was finished."""

    added_on: date
    effort_days: float | None = None
    due_on: date | None = None
    finished_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnDown:
    """Both lines over the same ``days``. ``remaining`` is None after today.

    ``by_effort``: in days of work; else in actions, because no effort is known. ``unestimated``: how many actions were
    left out because theirs is not.
    """

    days: tuple[date, ...]
    planned: tuple[float, ...]
    remaining: tuple[float | None, ...]
    by_effort: bool
    unestimated: int
    step_days: int

    @property
    def behind(self) -> float:
        """How much more remains today than was planned; negative where less does, 0 for an empty plan."""
        known = [left - planned for left, planned in zip(self.remaining, self.planned, strict=True) if left is not None]
        return known[-1] if known else 0.0


def burn_down(works: Sequence[Work], today: date) -> BurnDown:
    """Day by day for up to a month, else week by week, else by as many weeks as make at most 120 points.

    Today is always one of the points. The plan is what the dates say now: what has none never leaves it.

    >>> from datetime import date
    >>> first, last = date(2026, 3, 2), date(2026, 3, 4)
    >>> works = [Work(added_on=first, effort_days=2, due_on=last), Work(added_on=first, effort_days=1, due_on=first)]
    >>> found = burn_down(works, date(2026, 3, 3))
    >>> found.planned, found.remaining, found.behind
    ((2.0, 2.0, 0.0), (3.0, 3.0, None), 1.0)
    """
    by_effort = any(work.effort_days is not None for work in works)
    counted = [(work, _size(work, by_effort)) for work in works if not by_effort or work.effort_days is not None]
    days, step = _days(works, today)
    planned = tuple(
        float(sum(size for work, size in counted if work.due_on is None or work.due_on > day)) for day in days
    )
    remaining = tuple(
        float(sum(size for work, size in counted if work.added_on <= day and not _finished(work, day)))
        if day <= today
        else None
        for day in days
    )
    return BurnDown(
        days=days, planned=planned, remaining=remaining, by_effort=by_effort,
        unestimated=len(works) - len(counted), step_days=step,
    )  # fmt: skip


def _size(work: Work, by_effort: bool) -> float:
    return (work.effort_days or 0.0) if by_effort else 1.0


def _finished(work: Work, day: date) -> bool:
    return work.finished_on is not None and work.finished_on <= day


def _days(works: Sequence[Work], today: date) -> tuple[tuple[date, ...], int]:
    """Evenly spaced through today, from the first addition to the last date."""
    if not works:
        return (), 1
    first = min([today, *(work.added_on for work in works)])
    last = max([today, *(day for work in works for day in (work.due_on, work.finished_on) if day)])
    span = (last - first).days
    step = _STEPS[0] if span <= 31 else _STEPS[1] * max(1, math.ceil(span / _STEPS[1] / (_MOST_POINTS - 2)))
    before = math.ceil((today - first).days / step)
    after = math.ceil((last - today).days / step)
    days = []
    for number in range(-before, after + 1):
        ordinal = today.toordinal() + number * step
        days.append(date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal())))
    return tuple(days), step
