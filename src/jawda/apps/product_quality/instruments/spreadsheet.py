"""The register as a spreadsheet: the same columns out and in, with French headings as offices write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError

from jawda.apps.product_quality.instruments.domain import MOST_AT_ONCE, Line
from jawda.apps.product_quality.instruments.facts import LONGEST, InstrumentFacts
from jawda.apps.product_quality.models import Instrument
from jawda.core.findings import Finding, Place, Refused
from jawda.core.languages import Language
from jawda.core.spreadsheets import Column, Limits, Record, SheetPlan, Value, read_table, records, write_workbook

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
    "resolution": "0,01", "range_low": "0", "range_high": "150", "interval_months": "1 – 240",
    "due_on": "1990-01-01 – 2099-12-31",
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
        row = _Row(record, file, sheet.name)
        line = row.line(known)
        if line.facts.identification in seen:
            row.report("codes.doubled", first, value=line.facts.identification)
        seen.add(line.facts.identification)
        faults += row.faults
        found.append(line)
    if faults:
        raise Refused(faults)
    return tuple(found)


class _Row:
    """One row and what is wrong with it."""

    def __init__(self, record: Record, file: str, sheet: str) -> None:
        self.record, self.file, self.sheet = record, file, sheet
        self.faults: list[Finding] = []

    def report(self, name: str, heading: str, **arguments: str | int) -> None:
        place = Place(file=self.file, sheet=self.sheet or None, row=self.record.row, column=heading)
        self.faults.append(Finding(id=name, place=place, arguments=arguments))

    def line(self, known: Mapping[str, Instrument]) -> Line:
        """The row, with a fault for each cell that does not fit."""
        identification = self._text("Identification")
        before = known.get(identification)
        facts = InstrumentFacts.of(before) if before else InstrumentFacts(identification=identification, name="")
        values: dict[str, Any] = {}
        for heading, field in COLUMNS.items():
            if heading in self.record.values:
                values[field] = self._reader(field)(heading)
        facts = replace(facts, **values)
        if not self.faults:
            self._judge(facts)
        return Line(facts=facts, seen=before.changed_at if before else None)

    def _reader(self, field: str) -> Callable[[str], object]:
        if field == "interval_months":
            return self._whole
        return self._number if field in _NUMBERS else self._day if field == "due_on" else self._text

    def _judge(self, facts: InstrumentFacts) -> None:
        headings = {field: heading for heading, field in COLUMNS.items()}
        try:
            facts.checked()
        except ValidationError as error:
            for field in error.error_dict:
                heading, value = headings[field], getattr(facts, field)
                if field in ("identification", "name") and not str(value).strip():
                    self.report("codes.missing", heading)
                elif field in LONGEST:
                    self.report("spreadsheets.cell_too_long", heading, characters=len(str(value)), limit=LONGEST[field])
                else:
                    self.report("codes.unknown_value", heading, value=str(value)[:60], expected=_EXPECTED[field])

    def _cell(self, heading: str) -> Value:
        return self.record.values.get(heading)

    def _text(self, heading: str) -> str:
        value = self._cell(heading)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()

    def _number(self, heading: str) -> float | None:
        text = "".join(self._text(heading).split()).replace(",", ".")
        try:
            return float(text) if text else None
        except ValueError:
            self.report("codes.unknown_value", heading, value=text[:60], expected=_EXPECTED[COLUMNS[heading]])
            return None

    def _whole(self, heading: str) -> int | None:
        value = self._number(heading)
        if value is not None and not value.is_integer():
            self.report("codes.unknown_value", heading, value=str(value), expected=_EXPECTED[COLUMNS[heading]])
            return None
        return None if value is None else int(value)

    def _day(self, heading: str) -> date | None:
        value = self._cell(heading)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = self._text(heading)
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        if text:
            self.report("codes.unknown_value", heading, value=text[:60], expected=_EXPECTED["due_on"])
        return None
