"""Moments and days as credentials write them: ``dateTimeStamp`` of XML Schema, RFC 3339 with an offset."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any, Final

from jawda.core.credentials.refusing import refuse

#: An offset, as a pattern: not beyond 14 hours (XML Schema 1.1, part 2, 3.3.7).
OFFSET: Final = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_FORM: Final = re.compile(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{{1,9}})?{OFFSET}", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def moment(text: Any, *, path: str | None = None) -> datetime:
    """The moment in UTC; fractions beyond the microsecond are cut off. Refused: any other form, no offset,
    one beyond 14 hours.

    >>> moment("2026-03-03T10:00:00+01:00").isoformat()
    '2026-03-03T09:00:00+00:00'
    >>> moment("2026-03-03")
    Traceback (most recent call last):
    ...
    jawda.core.findings.model.Refused: credentials.moment
    """
    found = _FORM.fullmatch(text) if isinstance(text, str) and len(text) < 40 else None
    if found is None:
        raise refuse("moment", path=path)
    fraction = found.group(1) or ""
    try:
        return datetime.fromisoformat(text.replace(fraction, fraction[:7]) if len(fraction) > 7 else text).astimezone(
            UTC
        )
    except (ValueError, OverflowError):
        raise refuse("moment", path=path) from None


def day(text: Any) -> date | None:
    """The day that a ``full-date`` names (RFC 3339, 5.6), or None: a week of ISO 8601 (``2026-W10-2``) is no day.

    >>> day("2026-03-03"), day("2026-02-30")
    (datetime.date(2026, 3, 3), None)
    """
    try:
        return date.fromisoformat(text) if isinstance(text, str) and _DAY.fullmatch(text) else None
    except ValueError:
        return None


def written(when: datetime) -> str:
    """To the second, in UTC; ``ValueError`` without an offset, which would be read as this machine's.

    >>> written(datetime(2026, 3, 3, 9, tzinfo=UTC))
    '2026-03-03T09:00:00Z'
    """
    if when.tzinfo is None:
        raise ValueError("a moment has an offset")
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
