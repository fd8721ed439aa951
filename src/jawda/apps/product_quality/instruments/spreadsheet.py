"""The register as a spreadsheet: the same columns out and in, with French headings as offices write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError

from jawda.apps.product_quality.instruments.domain import MOST_AT_ONCE, Line
from jawda.apps.product_quality.instruments.facts import LONGEST, InstrumentFacts
from jawda.apps.product_quality.models import Instrument
from jawda.core.findings import Finding, Refused
from jawda.core.languages import Language
from jawda.core.spreadsheets import Column, Limits, SheetPlan, Value, read_table, records, write_workbook
from jawda.core.spreadsheets.sheet_row import SheetRow

COLUMNS: Final[dict[str, str]] = {
    "Identification": "identification",
    "Désignation": "name",
    "Fabricant": "maker",
    "Modèle": "model_name",
    "Numéro de série": "serial_number",
    "Emplacement": "location",
    "Unité": "unit",
    "Résolution": "resolution",
    "Étendue min": "range_low",
    "Étendue max": "range_high",
    "Périodicité mois": "interval_months",
    "Échéance": "due_on",
}
"""Heading to field."""
LIMITS: Final = Limits(bytes=5_000_000, rows=MOST_AT_ONCE + 1)
_NUMBERS: Final = ("resolution", "range_low", "range_high", "interval_months")
_EXPECTED: Final = {
    "Résolution": "0,01", "Étendue min": "0", "Étendue max": "150", "Périodicité mois": "1 – 240",
    "Échéance": "1990-01-01 – 2099-12-31",
}  # fmt: skip


def write_register(rows: Iterable[Instrument], language: Language, moment: datetime) -> bytes:
    """The instruments as a workbook that can be read back; with none, one to fill in."""
    columns = tuple(
        Column(name=heading, width=34 if field == "name" else 16, kind=_kind(field))
        for heading, field in COLUMNS.items()
    )
    values = tuple(tuple(_cell(getattr(row, field)) for field in COLUMNS.values()) for row in rows)
    plan = SheetPlan(name="instruments", columns=columns, rows=values, right_to_left=language == "ar")
    return write_workbook([plan], title="instruments", created=moment)


def _cell(value: Value) -> Value:
    return None if value == "" else value


def _kind(field: str) -> Any:
    return "number" if field in _NUMBERS else "date" if field == "due_on" else "text"


def read_register(content: bytes, *, file: str, known: Mapping[str, Instrument]) -> tuple[Line, ...]:
    """What a file says of instruments, named by their identification; a column that it lacks leaves what stands.

    ``known``: those of the register by identification. ``Refused`` with every fault, its row and column; nothing is
    half read.
    """
    book = read_table(content, file=file, limits=LIMITS)
    sheet = book.sheet("instruments") or book.sheets[0]
    first, *others = COLUMNS
    found: list[Line] = []
    faults: list[Finding] = []
    seen: set[str] = set()
    for record in records(sheet, file=file, required=(first,), optional=others):
        row = SheetRow(record, file=file, sheet=sheet.name, expected=_EXPECTED)
        line = _line(row, known)
        if line.facts.identification in seen:
            row.report("codes.doubled", first, value=line.facts.identification)
        seen.add(line.facts.identification)
        faults += row.faults
        found.append(line)
    if faults:
        raise Refused(faults)
    return tuple(found)


def _line(row: SheetRow, known: Mapping[str, Instrument]) -> Line:
    """The row, with a fault for each cell that does not fit."""
    identification = row.text("Identification")
    before = known.get(identification)
    facts = InstrumentFacts.of(before) if before else InstrumentFacts(identification=identification, name="")
    values = {field: _reader(row, field)(heading) for heading, field in COLUMNS.items() if heading in row}
    facts = replace(facts, **values)
    if not row.faults:
        _judge(row, facts)
    return Line(facts=facts, seen=before.changed_at if before else None)


def _reader(row: SheetRow, field: str) -> Callable[[str], Any]:
    if field == "interval_months":
        return row.whole
    return row.number if field in _NUMBERS else row.day if field == "due_on" else row.text


def _judge(row: SheetRow, facts: InstrumentFacts) -> None:
    headings = {field: heading for heading, field in COLUMNS.items()}
    try:
        facts.checked()
    except ValidationError as error:
        for field in error.error_dict:
            heading, value = headings[field], getattr(facts, field)
            if field in ("identification", "name") and not str(value).strip():
                row.report("codes.missing", heading)
            elif field in LONGEST:
                row.too_long(heading, str(value), LONGEST[field])
            else:
                row.unknown(heading, value)
