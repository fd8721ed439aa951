"""On which days somebody is to be reminded, and asking for the job of that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from jawda.apps.actions.models import Action
from jawda.core.workflow import ENDED, SOON_DAYS, State
from jawda.foundation.jobs import defer

REMIND: Final = "actions.remind"
AGAIN: Final = timedelta(days=7)
"""What stays late is said once a week."""


def days_of(action: Action, today: date) -> Iterator[date]:
    """The days from tomorrow on at which there is something new to say of an action, each kind's first."""
    tomorrow = today + timedelta(days=1)
    starts = []
    if action.current not in ENDED and action.due_on is not None:
        near = action.due_on - timedelta(days=SOON_DAYS)
        if near >= tomorrow:
            yield near
        starts.append(action.due_on + timedelta(days=1))
    if action.current is State.DONE and action.effect_due_on is not None:
        starts.append(action.effect_due_on)
    for first in starts:
        weeks = max(0, -(-(tomorrow - first).days // AGAIN.days))
        yield first + weeks * AGAIN


def speaks_on(action: Action, day: date) -> bool:
    """Whether ``day`` is one of its days.

    >>> from jawda.core.workflow import State
    >>> action = Action(state="agreed", due_on=date(2026, 3, 10))
    >>> [day for day in range(1, 28) if speaks_on(action, date(2026, 3, day))]
    [3, 11, 18, 25]
    """
    return day in days_of(action, day - timedelta(days=1))


def remember(action: Action) -> None:
    """Ask for the job of the action's next day, in the caller's transaction. Earlier days that no longer hold do no
    harm: the job says what is true when it runs."""
    day = min(days_of(action, timezone.localdate()), default=None)
    if day is not None:
        defer(REMIND, organisation_id=action.organisation_id, on=day)
