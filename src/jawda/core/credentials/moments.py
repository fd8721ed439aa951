"""Moments as credentials write them: ``dateTimeStamp`` of XML Schema, RFC 3339 with an offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

from jawda.core.credentials.refusing import refuse

_FORM: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)


def moment(text: Any, *, path: str | None = None) -> datetime:
    """The moment in UTC; fractions beyond the microsecond are cut off. Refused: any other form, no offset.

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


def written(when: datetime) -> str:
    """To the second, in UTC; ``ValueError`` without an offset, which would be read as this machine's.

    >>> written(datetime(2026, 3, 3, 9, tzinfo=UTC))
    '2026-03-03T09:00:00Z'
    """
    if when.tzinfo is None:
        raise ValueError("a moment has an offset")
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
