"""Numbers, dates and sizes as people read them in French, Arabic and English.

Digits are 0-9 in all three languages, as in Morocco. Thousands are grouped by a thin no-break space in all three,
so that ``1.234`` is never ambiguous; the decimal sign is a comma in French and Arabic, a point in English.
Times are kept in UTC and shown on the reader's clock, with the offset where it matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import ROUND_HALF_EVEN, Decimal
from importlib.resources import files
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from jawda.core import days
from jawda.core.languages import Language

Number: TypeAlias = int | float | Decimal

THIN: Final = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
NOTHING: Final = "–"
# not by the system's table, which may be older than the law: Morocco left UTC+1 in September 2026
with (files("tzdata.zoneinfo.Africa") / "Casablanca").open("rb") as _table:
    ZONE: Final[tzinfo] = ZoneInfo.from_file(_table, key="Africa/Casablanca")

_ISOLATE: Final = "\N{FIRST STRONG ISOLATE}"
_END_OF_ISOLATE: Final = "\N{POP DIRECTIONAL ISOLATE}"
_RIGHT_TO_LEFT: Final = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
#: A sentence with the space behind it: up to a stop, an exclamation or a question mark, closing quotes included.
_SENTENCE: Final = re.compile(r"(?s).+?(?:[.!?؟…](?:\s?[»”])?(?:\s+|$)|$)")
_DECIMAL_SIGN: Final[dict[Language, str]] = {"fr": ",", "ar": ",", "en": "."}
_BETWEEN: Final[dict[Language, str]] = {"fr": f"{NO_BREAK}; ", "ar": "\N{ARABIC SEMICOLON} ", "en": "; "}
_FRENCH_UNITS: Final = ("octets", "ko", "Mo", "Go", "To")
_UNITS: Final[dict[Language, tuple[str, ...]]] = {
    "fr": _FRENCH_UNITS,
    "ar": _FRENCH_UNITS,
    "en": ("bytes", "kB", "MB", "GB", "TB"),
}


def _decimal(value: Number | None) -> Decimal | None:
    """Exact for whole numbers and decimals, a float as people type it; None where there is no finite number."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # nobody types 80.0 for 80
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact if exact.is_finite() else None


def lead(text: str, limit: int = 180) -> str:
    """The first sentences of ``text`` that fit in ``limit`` characters: whole ones, and at least one.

    >>> lead("Someone is named. Everybody knows who. It need not be full-time.", 40)
    'Someone is named. Everybody knows who.'
    >>> lead("One sentence that is longer than the limit.", 10)
    'One sentence that is longer than the limit.'
    """
    sentences = _SENTENCE.findall(text)
    said = sentences[0] if sentences else ""
    for sentence in sentences[1:]:
        if len(said) + len(sentence) > limit:
            break
        said += sentence
    return str(said).strip()


def number(value: Number | None, language: Language, places: int | None = 0) -> str:
    """A number with ``places`` decimals (half to even), all it has if None; an en dash where there is no number.

    >>> number(1234567.5, "fr", None) == "1\\u202f234\\u202f567,5"
    True
    >>> number(-1234, "en", places=1) == "\\u22121\\u202f234.0"
    True
    >>> number(80.0, "fr", None), number(0.5, "fr", None)
    ('80', '0,5')
    >>> number(None, "ar")
    '–'
    """
    exact = _decimal(value)
    if exact is None:
        return NOTHING
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    whole, _, decimals = f"{abs(exact):f}".partition(".")
    text = f"{int(whole):,}".replace(",", THIN) + (f"{_DECIMAL_SIGN[language]}{decimals}" if decimals else "")
    return f"{MINUS}{text}" if exact < 0 else text


def signed(value: Number | None, language: Language, places: int | None = 0) -> str:
    """A difference, with its sign; what rounds to zero has none.

    >>> signed(8, "fr"), signed(0, "fr"), signed(0.2, "fr"), signed(-42, "fr") == "\\u221242"
    ('+8', '0', '0', True)
    """
    text = number(value, language, places)
    is_positive = text not in ("", NOTHING) and text[0] != MINUS and any(digit in text for digit in "123456789")
    return f"+{text}" if is_positive else text


def percent(ratio: Number | None, language: Language, places: int = 0) -> str:
    """A ratio (0.42) as a percentage; French sets a no-break space before the sign, Arabic and English none.

    >>> percent(0.425, "fr", places=1) == "42,5\\xa0%", percent(0.42, "en")
    (True, '42%')
    """
    exact = _decimal(ratio)
    if exact is None:
        return NOTHING
    return number(exact * 100, language, places) + (NO_BREAK if language == "fr" else "") + "%"


def filesize(size: int, language: Language) -> str:
    """A size in bytes, by thousands (SI), with one decimal from the megabyte on.

    >>> filesize(42_300, "fr") == "42\\xa0ko", filesize(1_450_001, "en") == "1.5\\xa0MB"
    (True, True)
    """
    units = _UNITS[language]
    step, amount = 0, Decimal(size)
    while amount >= 1000 and step < len(units) - 1:
        step, amount = step + 1, amount / 1000
    return f"{number(amount, language, 1 if step >= 2 else 0)}{NO_BREAK}{units[step]}"


def date_long(value: date, language: Language) -> str:
    """A date in words, months as in Morocco.

    >>> date_long(date(2026, 12, 1), "fr") == "1er\\xa0décembre 2026"
    True
    >>> date_long(date(2026, 8, 20), "ar") == "20\\xa0غشت 2026"
    True
    """
    return days.in_words(_day(value), language)


def date_short(value: date, language: Language = "fr") -> str:
    """A date for a table: 20/11/2026; in English, where that order is ambiguous, 20 Nov 2026.

    >>> date_short(date(2026, 11, 2)), date_short(date(2026, 11, 2), "en") == "2\\xa0Nov\\xa02026"
    ('02/11/2026', True)
    """
    day = _day(value)
    if language == "en":
        return f"{day.day}{NO_BREAK}{days.MONTHS['en'][day.month - 1][:3]}{NO_BREAK}{day.year}"
    return f"{day:%d/%m/%Y}"


def _day(value: date) -> date:
    """The day on the reader's calendar."""
    return in_zone(value).date() if isinstance(value, datetime) else value


def in_zone(moment: datetime, zone: tzinfo = ZONE) -> datetime:
    """The same moment on the reader's clock; ``ValueError`` for a datetime without zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(zone)


def beginning(day: date, zone: tzinfo = ZONE) -> datetime:
    """The moment at which a day begins on the reader's clock: days are counted here, not by the database's table.

    >>> beginning(date(2026, 8, 20)).isoformat(), beginning(date(2026, 11, 20)).isoformat()
    ('2026-08-20T00:00:00+01:00', '2026-11-20T00:00:00+00:00')
    """
    return datetime.combine(day, time(), zone)


def time_short(moment: datetime, zone: tzinfo = ZONE) -> str:
    """Hours and minutes on the reader's clock; Morocco's stands at UTC all year since 20 September 2026.

    >>> from datetime import UTC
    >>> time_short(datetime(2026, 8, 20, 13, 32, tzinfo=UTC)), time_short(datetime(2026, 11, 20, 13, 32, tzinfo=UTC))
    ('14:32', '13:32')
    """
    return f"{in_zone(moment, zone):%H:%M}"


def datetime_long(moment: datetime, language: Language, zone: tzinfo = ZONE, *, seconds: bool = False) -> str:
    """Date, time and offset from UTC.

    >>> from datetime import UTC
    >>> datetime_long(datetime(2026, 8, 20, 13, 32, tzinfo=UTC), "fr").replace("\\xa0", " ")
    '20 août 2026 à 14:32 (UTC+1)'
    """
    local = in_zone(moment, zone)
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{date_long(local.date(), language)}{days.AT[language]}{clock} ({offset(local)})"


def offset(moment: datetime) -> str:
    """The offset of an aware datetime from UTC, as people write it.

    >>> from datetime import timezone
    >>> offset(datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=30))))
    'UTC+5:30'
    """
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else MINUS
    return f"UTC{sign}{hours}:{rest:02d}" if rest else f"UTC{sign}{hours}"


def apart(text: str, language: Language) -> str:
    """A name inside a sentence that may be of the other direction keeps its own, and brackets keep theirs (Unicode
    annex 9); the sentence is in ``language``.

    >>> apart("Argane", "fr"), apart("Argane", "ar") == "\\u2068Argane\\u2069"
    ('Argane', True)
    >>> apart("أركان", "fr") == "\\u2068أركان\\u2069"
    True
    """
    return f"{_ISOLATE}{text}{_END_OF_ISOLATE}" if language == "ar" or _RIGHT_TO_LEFT.search(text) else text


def listed(items: Iterable[str], language: Language) -> str:
    """Items that may have commas of their own, one after the other, as the language puts a semicolon.

    >>> listed(["Rabat, Agdal", "Fès"], "en"), listed(["a", "b"], "fr"), listed(["a", "b"], "ar"), listed([], "fr")
    ('Rabat, Agdal; Fès', 'a\xa0; b', 'a؛ b', '')
    """
    return _BETWEEN[language].join(items)
