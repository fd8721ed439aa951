"""Dates as offices write them: day first or month first, decided over a whole column.

``23/11/2026`` proves that the day comes first; ``11/23/2026`` that the month does. Where no cell proves either, the day
is taken first (France and Morocco) and the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from jawda.core.spreadsheets.model import folded

Order = Literal["day", "month", "year"]

_LONGEST: Final = 40
_NUMERIC: Final = re.compile(
    r"(?P<a>\d{1,4})(?P<s>[/.\-])(?P<b>\d{1,2})(?P=s)(?P<c>\d{1,4})"
    r"(?:[T ,/]+(?P<h>\d{1,2})[:h](?P<m>\d{2})(?::(?P<sec>\d{2})(?:[.,]\d{1,9})?)?(?:Z|[+-]00:?00)?)?"
)
_NAMED: Final = re.compile(r"(?P<d>\d{1,2})(?:er)?[ \-.]*(?P<month>[^\W\d]{3,10})\.?[ \-.]*(?P<y>\d{4}|\d{2})")
_UNIFORM: Final = re.compile(r"(\d\d|\d{4})[/.\-](\d\d)[/.\-](\d{4}|\d\d)(?:[T /](\d\d):(\d\d)(?::(\d\d))?)?")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan janv janvier january يناير", "feb fev fevr fevrier february فبراير", "mar mars march مارس",
            "apr avr avril april ابريل", "may mai ماي", "jun juin june يونيو", "jul juil juillet july يوليوز",
            "aug aou aout august غشت", "sep sept septembre september شتنبر", "oct octobre october اكتوبر",
            "nov novembre november نونبر", "dec decembre december دجنبر",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_CENTURY_TURN: Final = 69  # POSIX: two digits from 69 are of the 1900s


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Dates by text: those understood, in which format, and what was assumed for them."""

    found: dict[str, datetime]
    format: str
    order: Order
    assumed: bool
    """The order of day and month is proved by no cell."""
    short_years: bool
    """Some year has two digits."""


def dates(texts: Iterable[str], *, order: Order | None = None) -> Dates:
    """Read distinct texts as dates; texts that are none are not in ``found``.

    >>> read = dates(["23/11/2026", "01/12/2026 08:30"])
    >>> read.found["01/12/2026 08:30"].isoformat(), read.format, read.assumed
    ('2026-12-01T08:30:00', '%d/%m/%Y', False)
    """
    matches = {text: match for text in texts if (match := _match(text))}
    numeric = {text: match for text, match in matches.items() if match.re is _NUMERIC}
    asked = order
    day_proved = any(_between(match) and int(match["a"]) > 12 for match in numeric.values())
    month_proved = any(_between(match) and int(match["b"]) > 12 for match in numeric.values())
    turned = any(_between(match) for match in numeric.values())
    if order is None:
        order = "month" if month_proved and not day_proved else "day"
    found: dict[str, datetime] = {}
    for text, match in matches.items():
        value = _numeric(match, order) if match.re is _NUMERIC else _named(match)
        if value is not None:
            found[text] = value
    undecided = turned and not day_proved and not month_proved and asked is None
    short = any(len(match["y"]) == 2 if match.re is _NAMED else _short(match) for match in matches.values())
    return Dates(
        found=found,
        format=_format(next(iter(matches.values()), None), order),
        order=order if turned else "year",
        assumed=undecided and _differs(found),
        short_years=short,
    )


def _match(text: str) -> re.Match[str] | None:
    plain = text.strip()
    if len(plain) > _LONGEST:
        return None
    found = _NUMERIC.fullmatch(plain)
    if found is not None:
        lengths = len(found["a"]), len(found["c"])
        if 4 in lengths:
            return found
        # « 4.1.12 » numbers a clause; « 04.01.12 » is a date
        clause = found["s"] == "." and (len(found["a"]), len(found["b"])) != (2, 2)
        return found if lengths[0] <= 2 and lengths[1] == 2 and not clause else None
    named = _NAMED.fullmatch(plain)
    return named if named is not None and folded(named["month"]) in _MONTHS else None


def _between(match: re.Match[str]) -> bool:
    """Whether day and month could stand either way: the year comes last."""
    return len(match["a"]) <= 2


def _short(match: re.Match[str]) -> bool:
    return _between(match) and len(match["c"]) == 2


def _differs(found: dict[str, datetime]) -> bool:
    """Whether the other order would give other dates."""
    return any(value.day != value.month for value in found.values())


def _numeric(match: re.Match[str], order: Order) -> datetime | None:
    first, second, third = match["a"], match["b"], match["c"]
    if not _between(match):
        year, month, day = first, second, third
    elif order == "month":
        month, day, year = first, second, third
    else:
        day, month, year = first, second, third
    time = [int(match[name] or 0) for name in ("h", "m", "sec")]
    return _datetime(_year(year), int(month), int(day), time[0], time[1], time[2])


def _named(match: re.Match[str]) -> datetime | None:
    return _datetime(_year(match["y"]), _MONTHS[folded(match["month"])], int(match["d"]))


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= _CENTURY_TURN else 2000)


def _datetime(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a file says no zone: its time is kept
    except ValueError:
        return None


def _format(match: re.Match[str] | None, order: Order) -> str:
    if match is None:
        return ""
    if match.re is _NAMED:
        return "%d %b %Y"
    sign = match["s"]
    if not _between(match):
        return f"%Y{sign}%m{sign}%d"
    year = "%y" if len(match["c"]) == 2 else "%Y"
    return sign.join(("%m", "%d", year) if order == "month" else ("%d", "%m", year))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UniformDates:
    """Dates all written alike; the other fields as in :class:`Dates`."""

    moments: NDArray[np.datetime64]
    format: str
    assumed: bool


def uniform_dates(letters: NDArray[np.uint8], example: str, order: Order | None) -> UniformDates | None:
    """Many dates written alike (two figures for day, month, hour…; four for the year), read together.

    ``letters`` has a row for each cell, and ``example`` is one of them; ``None`` where some cell is written otherwise
    or is no date: :func:`dates` then reads them one by one, with the same result for those that are.

    >>> cells = np.array([b"23/11/2026", b"24/11/2026"]).view(np.uint8).reshape(2, -1)
    >>> uniform_dates(cells, "23/11/2026", None).moments.astype("datetime64[D]").astype(str).tolist()
    ['2026-11-23', '2026-11-24']
    """
    shape, written = _UNIFORM.fullmatch(example), _NUMERIC.fullmatch(example)
    if shape is None or written is None or letters.shape[1] != len(example):
        return None
    if (len(shape[1]), len(shape[3])) not in ((2, 4), (4, 2)):
        return None
    figures = np.array([letter.isdigit() for letter in example])
    rest = np.frombuffer(example.encode(), np.uint8)[~figures]
    if not ((letters[:, figures] - np.uint8(48)) < 10).all() or not (letters[:, ~figures] == rest).all():
        return None
    first, second, third, hours, minutes, seconds = (_part(letters, shape, group) for group in range(1, 7))
    year_first = len(shape[1]) == 4
    day_proved, month_proved = bool((first > 12).any()), bool((second > 12).any())
    chosen = order or ("month" if month_proved and not day_proved else "day")
    if year_first:
        years, months, days = first, second, third
    else:
        years, months, days = (third, first, second) if chosen == "month" else (third, second, first)
    if not ((hours < 24) & (minutes < 60) & (seconds < 60)).all():
        return None
    moments = _together(years, months, days, hours * 3600 + minutes * 60 + seconds)
    if moments is None:
        return None
    open_order = not (year_first or day_proved or month_proved or order) and bool((days != months).any())
    return UniformDates(moments=moments, format=_format(written, chosen), assumed=open_order)


def _part(letters: NDArray[np.uint8], shape: re.Match[str], group: int) -> NDArray[np.int64]:
    """The numbers in one place of all cells; zeros where the form has none."""
    start, end = shape.span(group)
    number = np.zeros(len(letters), dtype=np.int64)
    for place in range(max(start, 0), end):
        number = number * 10 + letters[:, place] - 48
    return number


def _together(
    years: NDArray[np.int64], months: NDArray[np.int64], days: NDArray[np.int64], seconds: NDArray[np.int64]
) -> NDArray[np.datetime64] | None:
    if not ((months >= 1) & (months <= 12) & (days >= 1) & (years >= 1)).all():
        return None
    first = ((years - 1970) * 12 + months - 1).astype("datetime64[M]")
    lengths = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    if not (days <= lengths).all():
        return None
    moments: NDArray[np.datetime64] = first.astype("datetime64[s]") + ((days - 1) * 86_400 + seconds).astype("m8[s]")
    return moments
