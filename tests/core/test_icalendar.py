"""Calendars as RFC 5545 wants them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from jawda.core.icalendar import Event, calendar, escaped, folded

STAMP = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=120)


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


@given(TEXTS)
def test_lines_are_folded_at_75_octets(text: str) -> None:
    """RFC 5545, 3.1: lines of text should not be longer than 75 octets, excluding the line break."""
    line = f"SUMMARY:{escaped(text)}"
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@given(TEXTS)
def test_text_comes_back_as_it_was(text: str) -> None:
    """RFC 5545, 3.3.11: backslash, semicolon, comma and line breaks in TEXT are escaped."""
    plain = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert unescaped(escaped(text)) == plain
    assert "\n" not in escaped(text)
    assert "\r" not in escaped(text)


@given(st.lists(st.builds(Event, uid=TEXTS, day=st.dates(), title=TEXTS, description=TEXTS, url=TEXTS), max_size=3))
def test_no_text_becomes_a_property_of_its_own(events: list[Event]) -> None:
    """Text of outside never begins a content line: what is not known to us is a continuation."""
    content = calendar(events, name="Plan", stamp=STAMP, language="fr").decode()
    assert content.endswith("END:VCALENDAR\r\n")
    lines = content.replace("\r\n ", "").split("\r\n")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(events)
    known = ("BEGIN:", "END:", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL",
             "UID:", "DTSTAMP:", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION:", "URL:", "TRANSP:", "")  # fmt: skip
    assert all(line.startswith(known) for line in lines)


def test_an_event_takes_its_whole_day() -> None:
    """RFC 5545, 3.6.1: DTSTART with a DATE value; DTEND is the day after, and is not included."""
    event = Event(uid="1@jawda", day=date(2026, 12, 31), title="Bilan", description="a\nb", url="https://e.org/a")
    lines = calendar([event], name="Plan", stamp=STAMP, language="en").decode().split("\r\n")
    for line in ("DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "DTSTAMP:20260301T083000Z",
                 "SUMMARY:Bilan", "DESCRIPTION:a\\nb", "URL:https://e.org/a"):  # fmt: skip
        assert line in lines


def test_the_last_day_of_time_has_no_day_after() -> None:
    lines = calendar([Event(uid="1", day=date.max, title="x")], name="", stamp=STAMP, language="ar").decode()
    assert "DTEND" not in lines
    assert "DESCRIPTION" not in lines
    assert "URL" not in lines


def test_no_character_is_cut_where_a_line_folds() -> None:
    """RFC 5545, 3.1: lines longer than 75 octets are folded; a character of several octets stays whole."""
    assert folded("a" * 75) == "a" * 75
    assert folded("a" * 76) == "a" * 75 + "\r\n a"
    assert folded("a" * 74 + "é") == "a" * 74 + "\r\n é"
