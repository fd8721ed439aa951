"""Suppliers' certificates as a spreadsheet. What is wrong is named by file, row and column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.recognition.sheet_rows import RefusedRows, fault, rows_of, said_of, sentences, typed_ice
from jawda.apps.recognition.suppliers.facts import SupplierFacts
from jawda.core.spreadsheets import Column, Limits, SheetPlan, write_workbook

MOST: Final = 1_000
LIMITS: Final = Limits(bytes=10_000_000, rows=MOST + 1)
_SHEET: Final = "fournisseurs"
COLUMNS: Final[Mapping[str, str]] = {
    "Fournisseur": "supplier_name", "ICE": "supplier_ice", "Pays": "country", "Référence Jawda": "reference",
    "Numéro": "number", "Norme": "standard",
}  # fmt: skip
_HEADINGS: Final = {field: heading for heading, field in COLUMNS.items()}


def template(moment: datetime) -> bytes:
    """A workbook to fill in."""
    columns = tuple(Column(name=heading, width=34 if heading == "Fournisseur" else 20) for heading in COLUMNS)
    return write_workbook([SheetPlan(name=_SHEET, columns=columns, rows=())], title=_SHEET, created=moment)


def read_lines(content: bytes, *, file: str, known: frozenset[tuple[str, ...]]) -> tuple[SupplierFacts, ...]:
    """The lines of a file, each checked as the verb checks it. ``RefusedRows`` with every fault.

    ``known``: what the list holds, which is not added twice.
    """
    optional = [heading for heading in COLUMNS if heading != "Fournisseur"]
    rows = rows_of(content, file, ("Fournisseur",), optional, sheet=_SHEET, expected={}, limits=LIMITS)
    seen: set[tuple[str, ...]] = set()
    found: list[SupplierFacts] = []
    said: dict[int, list[str]] = {}
    for row in rows:
        values = {field: row.text(heading) for heading, field in COLUMNS.items()}
        try:
            facts = SupplierFacts(**{**values, "supplier_ice": typed_ice(row)}).checked()
        except ValidationError as error:
            said[row.record.row] = said_of(row, error, _HEADINGS)
            continue
        if facts.key in seen:
            row.report("codes.doubled", "Fournisseur", value=facts.supplier_name[:60])
        elif facts.key in known:
            said[row.record.row] = [fault(row, None, _("This line is in the list already."))]
        seen.add(facts.key)
        found.append(facts)
    faults = sentences(rows, said)
    if faults:
        raise RefusedRows(faults)
    return tuple(found)
