"""On which days somebody is to be reminded of a calibration, and asking for the job of that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from jawda.apps.product_quality.enums import InstrumentState
from jawda.apps.product_quality.instruments.standing import SOON
from jawda.apps.product_quality.models import Instrument
from jawda.foundation.jobs import defer

REMIND: Final = "product_quality.remind_calibrations"
AGAIN: Final = timedelta(days=7)
"""What stays overdue is said once a week."""


def days_of(instrument: Instrument, today: date) -> Iterator[date]:
    """The days from tomorrow on at which there is something new to say: a month before, and once it is overdue.

    >>> instrument = Instrument(state="in_service", due_on=date(2026, 3, 31))
    >>> [str(day) for day in days_of(instrument, date(2026, 2, 1))]
    ['2026-03-01', '2026-04-01']
    """
    if instrument.state != InstrumentState.IN_SERVICE or instrument.due_on is None:
        return
    tomorrow = today + timedelta(days=1)
    near, late = instrument.due_on - SOON, instrument.due_on + timedelta(days=1)
    if near >= tomorrow:
        yield near
    weeks = max(0, -(-(tomorrow - late).days // AGAIN.days))
    yield late + weeks * AGAIN


def speaks_on(instrument: Instrument, day: date) -> bool:
    """Whether ``day`` is one of its days."""
    return day in days_of(instrument, day - timedelta(days=1))


def remember(instrument: Instrument) -> None:
    """Ask for the job of its next day, in the caller's transaction. Days that no longer hold do no harm."""
    day = min(days_of(instrument, timezone.localdate()), default=None)
    if day is not None:
        defer(REMIND, organisation_id=instrument.organisation_id, on=day)
