"""Characteristics as a spreadsheet: the same columns out and in, with French headings as offices write them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import translation

from jawda.apps.product_quality.characteristics.domain import MOST_AT_ONCE, Line
from jawda.apps.product_quality.characteristics.facts import LARGEST_SUBGROUP, LONGEST, Facts
from jawda.apps.product_quality.enums import ChartKind, Importance
from jawda.apps.product_quality.models import Characteristic
from jawda.apps.product_quality.rule_words import RULE_SET_WORDS
from jawda.core.findings import Finding, Refused
from jawda.core.languages import LANGUAGES, Language
from jawda.core.spreadsheets import Column, Limits, SheetPlan, Value, read_table, records, write_workbook
from jawda.core.spreadsheets.model import folded
from jawda.core.spreadsheets.sheet_row import SheetRow

COLUMNS: Final[dict[str, str]] = {
    "Caractéristique": "name",
    "Produit": "product",
    "Opération": "process",
    "Unité": "unit",
    "Limite inférieure": "lower",
    "Limite supérieure": "upper",
    "Cible": "target",
    "Importance": "importance",
    "Carte de contrôle": "chart",
    "Valeurs par échantillon": "subgroup_size",
    "Règles": "rules",
    "Instrument": "instrument_id",
}
"""Heading to field."""
LIMITS: Final = Limits(bytes=5_000_000, rows=MOST_AT_ONCE + 1)
Key = tuple[str, str, str]
_NUMBERS: Final = ("lower", "upper", "target", "subgroup_size")
_CHOICES: Final[Mapping[str, Mapping[str, object]]] = {
    "importance": dict(Importance.choices),
    "chart": dict(ChartKind.choices),
    "rules": RULE_SET_WORDS,
}
_EXPECTED: Final = {
    "Limite inférieure": "1,22", "Limite supérieure": "1,28", "Cible": "1,25",
    "Valeurs par échantillon": f"1 – {LARGEST_SUBGROUP}",
}  # fmt: skip


def key_of(row: Characteristic | Facts) -> Key:
    """What tells it from others, as people write it."""
    return (folded(row.product), folded(row.process), folded(row.name))


def write_characteristics(
    rows: Iterable[Characteristic], instruments: Mapping[UUID, str], language: Language, moment: datetime
) -> bytes:
    """The characteristics as a workbook that can be read back; with none, one to fill in."""
    columns = tuple(
        Column(
            name=heading, width=34 if field in ("name", "chart", "rules") else 18,
            kind="number" if field in _NUMBERS else "text",
            choices=tuple(str(words) for words in _CHOICES.get(field, {}).values()),
        )
        for heading, field in COLUMNS.items()
    )  # fmt: skip
    values = tuple(tuple(_cell(row, field, instruments) for field in COLUMNS.values()) for row in rows)
    plan = SheetPlan(name="caracteristiques", columns=columns, rows=values, right_to_left=language == "ar")
    return write_workbook([plan], title="caracteristiques", created=moment)


def _cell(row: Characteristic, field: str, instruments: Mapping[UUID, str]) -> Value:
    value = getattr(row, field)
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    if field == "instrument_id":
        return instruments.get(value)
    return None if value == "" else value


def read_characteristics(
    content: bytes, *, file: str, known: Mapping[Key, Characteristic], instruments: Mapping[str, UUID],
    measured: Collection[UUID],
) -> tuple[Line, ...]:  # fmt: skip
    """What a file says of characteristics, told apart by product, operation and name.

    A column that it lacks leaves what stands. ``measured``: those that have samples, whose chart stays of its family.
    ``Refused`` with every fault, its row and column; nothing is half read.
    """
    book = read_table(content, file=file, limits=LIMITS)
    sheet = book.sheet("caracteristiques") or book.sheets[0]
    first, *others = COLUMNS
    found: list[Line] = []
    faults: list[Finding] = []
    seen: set[Key] = set()
    choices = {field: _codes(field) for field in _CHOICES}
    for record in records(sheet, file=file, required=(first,), optional=others):
        row = SheetRow(record, file=file, sheet=sheet.name, expected=_EXPECTED)
        line = _line(row, known, _readers(row, choices, instruments))
        if line.before is not None and known[key_of(line.facts)].pk in measured:
            _same_family(row, line)
        if key_of(line.facts) in seen:
            row.report("codes.doubled", first, value=line.facts.name)
        seen.add(key_of(line.facts))
        faults += row.faults
        found.append(line)
    if faults:
        raise Refused(faults)
    return tuple(found)


def _codes(field: str) -> dict[str, str]:
    """Code by itself and by its words in every language, folded."""
    found = {folded(code): code for code in _CHOICES[field]}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {folded(words): code for code, words in _CHOICES[field].items()}
    return found


def _readers(
    row: SheetRow, choices: Mapping[str, Mapping[str, str]], instruments: Mapping[str, UUID]
) -> dict[str, Callable[[str], Any]]:
    usual = Facts(name="")

    def instrument(heading: str) -> UUID | None:
        text = row.text(heading)
        if text and text not in instruments:
            row.unknown(heading, text, ", ".join(list(instruments)[:5]) or "–")
        return instruments.get(text)

    def size(heading: str) -> int:
        found = row.whole(heading)
        return usual.subgroup_size if found is None else found

    def chosen(field: str) -> Callable[[str], str]:
        return lambda heading: row.choice(heading, choices[field], getattr(usual, field))

    readers: dict[str, Callable[[str], Any]] = dict.fromkeys(COLUMNS.values(), row.text)
    readers |= dict.fromkeys(("lower", "upper", "target"), row.number)
    readers |= {field: chosen(field) for field in _CHOICES}
    return readers | {"subgroup_size": size, "instrument_id": instrument}


def _line(row: SheetRow, known: Mapping[Key, Characteristic], readers: Mapping[str, Callable[[str], Any]]) -> Line:
    values = {field: readers[field](heading) for heading, field in COLUMNS.items() if heading in row}
    facts = Facts(**values)
    stands = known.get(key_of(facts))
    before = Facts.of(stands) if stands else None
    if before is not None:
        facts = replace(before, **{name: value for name, value in values.items() if name not in before.key})
    if not row.faults:
        facts = _judged(row, facts)
    return Line(facts=facts, before=before)


def _judged(row: SheetRow, facts: Facts) -> Facts:
    headings = {field: heading for heading, field in COLUMNS.items()}
    try:
        return facts.checked()
    except ValidationError as error:
        for field in error.error_dict:
            heading, value = headings[field], getattr(facts, field)
            if field == "name" and not facts.name.strip():
                row.report("codes.missing", heading)
            elif field in LONGEST:
                row.too_long(heading, str(value), LONGEST[field])
            else:
                row.unknown(heading, value, _wanted(facts, field))
    return facts


def _wanted(facts: Facts, field: str) -> str:
    """What would hold together with the rest of the row."""
    if field == "upper" and facts.lower is not None:
        return f"> {facts.lower:g}"
    if field == "target":
        ends = ("" if end is None else f"{end:g}" for end in (facts.lower, facts.upper))
        return " – ".join(ends)
    return f"2 – {LARGEST_SUBGROUP}" if field == "subgroup_size" else ""


def _same_family(row: SheetRow, line: Line) -> None:
    before = line.before
    if before is not None and line.facts.family != before.family:
        row.unknown("Carte de contrôle", ChartKind(line.facts.chart).label, str(ChartKind(before.chart).label))
