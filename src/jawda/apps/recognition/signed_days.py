"""The day of a document is that of the house's clock: who issues a little after midnight writes the day that began."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from jawda.foundation.ui.formats import in_zone


def signed_day(moment: datetime) -> date:
    """The day on which a document was issued, as it was typed. A day of the past is signed from midnight, UTC.

    >>> signed_day(datetime.fromisoformat("2026-08-29T23:14:00+00:00")).isoformat()
    '2026-08-30'
    """
    return in_zone(moment).date()


def begin_of(day: date, now: datetime) -> datetime:
    """The moment from which a document of that day is valid: now, where it is today's; midnight else."""
    return now if day == signed_day(now) else datetime.combine(day, time(), UTC)
