"""Reading a file of measurements, whatever it is: told apart by what it holds, not by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets.model import Limits, check_size, refuse
from jawda.core.statistics.reading.aqdef import is_aqdef, read_aqdef
from jawda.core.statistics.reading.characteristics import CharacteristicSet
from jawda.core.statistics.reading.parquet import MAGIC, read_parquet
from jawda.core.statistics.reading.qif import read_qif
from jawda.core.statistics.reading.report import LIMITS, ReadReport
from jawda.core.statistics.reading.table import Table
from jawda.core.statistics.reading.tables import Reading
from jawda.core.statistics.reading.text_csv import read_text
from jawda.core.statistics.reading.workbook import read_sheet

_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0"
_OTHERS: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"{\\rtf",
    b"\x7fELF",
)
_XML: Final = (b"<", b"\xff\xfe<\0", b"\xfe\xff\0<")
_VALUES: Final = ".dfx"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Read:
    """What a file holds: a ``table``, or ``characteristics`` with their values; and the report."""

    report: ReadReport
    table: Table | None = None
    characteristics: CharacteristicSet | None = None


def read(
    name: str,
    data: bytes,
    *,
    companions: Mapping[str, bytes] | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    decimal: Literal[",", "."] | None = None,
    dates: Literal["day", "month"] | None = None,
    header: int | None = None,
    totals: Literal["skip", "keep"] = "skip",
    sheet: str | None = None,
    limits: Limits = LIMITS,
) -> Read:
    """Read CSV, XLSX, ODS, JSON rows, Parquet, AQDEF or QIF out of bytes.

    What is ``None`` is found out and told in the report; a person who knows better says so. ``header`` is the row of
    the headings (from 1; 0: there is none), ``dates`` which of day and month comes first. ``companions`` are files
    that go with this one, by name: the ``.dfx`` of a ``.dfd``.

    :class:`~jawda.core.findings.Refused` for what cannot be read, with the place.

    >>> found = read("cote.csv", b"piece;cote (mm)\\n1;12,5\\n2;12,7\\n")
    >>> found.table.numbers("cote").values.tolist(), found.report.understood.decimal
    ([12.5, 12.7], ',')
    """
    reading = Reading(
        encoding=encoding, separator=separator, decimal=decimal, dates=dates, header=header, totals=totals, sheet=sheet
    )
    check_size(data, file=name, limits=limits)
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith(_COMPOUND_FILE):
        raise refuse("old_or_protected", Place(file=name))
    if data.startswith(_OTHERS):
        raise Refused([Finding(id="data_reading.unknown_format", place=Place(file=name))])
    if start.startswith(_XML):
        characteristics, report = read_qif(name, data, limits=limits)
        return Read(report=report, characteristics=characteristics)
    if data.startswith(MAGIC):
        table, report = read_parquet(name, data, reading=reading, limits=limits)
    elif data.startswith(b"PK") or start.startswith((b"[", b"{")):
        table, report = read_sheet(name, data, reading=reading, limits=limits)
    elif is_aqdef(data):
        values = next(((file, content) for file, content in (companions or {}).items() if _goes_with(file)), None)
        characteristics, report = read_aqdef(name, data, values=values, encoding=encoding, limits=limits)
        return Read(report=report, characteristics=characteristics)
    else:
        table, report = read_text(name, data, reading=reading, limits=limits)
    return Read(report=report, table=table)


def _goes_with(file: str) -> bool:
    return file.casefold().endswith(_VALUES)
