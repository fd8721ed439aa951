"""A calendar to subscribe to (RFC 5545): whole days only, which is what due dates are.

>>> from datetime import UTC, date, datetime
>>> event = Event(uid="1@jawda", day=date(2026, 3, 9), title="Train; check")
>>> text = calendar([event], name="Plan", stamp=datetime(2026, 3, 1, tzinfo=UTC), language="en")
>>> "SUMMARY:Train\\\\; check\\r\\n" in text.decode()
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from jawda.core.languages import Language

_OCTETS: Final = 75
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
"""What a TEXT value may not hold; the tab is allowed, and reads as a space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something on one whole day. ``uid`` stays the same while the rest changes."""

    uid: str
    day: date
    title: str
    description: str = ""
    url: str = ""


def calendar(events: Iterable[Event], *, name: str, stamp: datetime, language: Language) -> bytes:
    """The file, in UTF-8; ``stamp`` (aware) is when it was made. Equal input gives equal bytes."""
    moment = f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jawda//Jawda//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME;LANGUAGE={language}:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    for event in events:
        lines += _event(event, moment, language)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(event: Event, moment: str, language: Language) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{moment}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
    ]
    if event.day < date.max:
        lines.append(f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}")
    lines.append(f"SUMMARY;LANGUAGE={language}:{escaped(event.title)}" if language != "en" else
                 f"SUMMARY:{escaped(event.title)}")  # fmt: skip
    if event.description:
        lines.append(f"DESCRIPTION:{escaped(event.description)}")
    if event.url:
        lines.append(f"URL:{_CONTROL.sub('', event.url)}")
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): backslash, semicolon and comma are escaped, a line break is ``\\n``.

    >>> escaped("a,b;c\\\\d\\r\\ne")
    'a\\\\,b\\\\;c\\\\\\\\d\\\\ne'
    """
    plain = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    for character in "\\;,":
        plain = plain.replace(character, f"\\{character}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> str:
    """The content line in pieces of at most 75 octets, the line break left out, no character cut (RFC 5545, 3.1)."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode("utf-8", "replace"))
        if size + octets > _OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + octets
    return "\r\n".join([*pieces, piece])
