"""Reading workbooks (XLSX, ODS): which sheet, then the same as a text whose numbers are numbers already."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets import read_workbook as read_xlsx
from jawda.core.spreadsheets.json_rows import read_json_rows
from jawda.core.spreadsheets.model import Limits, Sheet, Value, Workbook, is_empty
from jawda.core.statistics.reading.grid import ValueGrid
from jawda.core.statistics.reading.open_document import is_open_document, read_open_document
from jawda.core.statistics.reading.report import LIMITS, Notes, ReadReport, Understood
from jawda.core.statistics.reading.table import Table
from jawda.core.statistics.reading.tables import Reading, tabled
from jawda.core.statistics.reading.workbook_values import values_only

_SETTLED: Final = frozenset(f"spreadsheets.{name}" for name in ("formula", "error_value", "merged_cells"))
_ROWS: Final = 1_048_576
_CELLS: Final = 5_000_000


def read_sheet(
    name: str, data: bytes, *, reading: Reading | None = None, limits: Limits = LIMITS
) -> tuple[Table, ReadReport]:
    """A table out of one sheet of a workbook, with the report of its reading.

    The sheet is the one that ``reading.sheet`` names, or else the first that holds a table; the report names the
    others. Values of formulas are those that were saved, and are counted.
    """
    reading = reading or Reading()
    notes = Notes()
    limits = dataclasses.replace(limits, rows=min(limits.rows, _ROWS), cells=min(limits.cells, _CELLS))
    book, kind = _book(name, data, limits, notes)
    sheet = _chosen(book, reading.sheet, name)
    shown = sheet.name or None
    others = tuple(each.name for each in book.sheets if each is not sheet and any(map(_has_values, each.rows)))
    if others and reading.sheet is None:
        notes.assume("sheet_assumed", sheet=sheet.name, others=" · ".join(others[:10]))
    found = tabled(ValueGrid(sheet.rows), file=name, reading=reading, notes=notes, sheet=shown)
    understood = Understood(
        format=kind,
        decimal=found.decimal,
        header_row=found.header_row,
        units_row=found.units_row,
        sheet=shown,
        sheets=tuple(each.name for each in book.sheets if each.name),
        rows=len(found.table),
        columns=found.columns,
    )
    count = len(found.table)
    report = notes.report(understood, file=name, data=data, count=count, options=reading.options())
    return found.table, report


def _book(name: str, data: bytes, limits: Limits, notes: Notes) -> tuple[Workbook, str]:
    if data.lstrip()[:1] in (b"[", b"{"):
        return read_json_rows(data, file=name, limits=limits), "json"
    if is_open_document(data):
        book, formulas = read_open_document(data, file=name, limits=limits)
        if formulas:
            notes.warn("formulas", statistic=formulas, count=formulas)
        return book, "ods"
    try:
        return read_xlsx(data, file=name, limits=limits), "xlsx"
    except Refused as refused:
        if not {finding.id for finding in refused.findings} <= _SETTLED:
            raise
    plain, taken = values_only(data, file=name, limits=limits)
    for finding, count in (("formulas", taken.formulas), ("merged_cells", taken.merged)):
        if count:
            notes.warn(finding, statistic=count, count=count)
    return read_xlsx(plain, file=name, limits=limits), "xlsx"


def _chosen(book: Workbook, asked: str | None, file: str) -> Sheet:
    if asked is not None:
        sheet = book.sheet(asked)
        if sheet is None:
            arguments = {"sheet": asked[:60], "names": " · ".join(each.name for each in book.sheets)[:500]}
            raise Refused([Finding(id="data_reading.no_such_sheet", place=Place(file=file), arguments=arguments)])
        return sheet
    filled = [sheet for sheet in book.sheets if sum(map(_has_values, sheet.rows)) > 1]
    if not filled and not book.sheets:
        raise Refused([Finding(id="data_reading.no_data", place=Place(file=file))])
    return (filled or book.sheets)[0]


def _has_values(row: Sequence[Value]) -> bool:
    return any(not is_empty(value) for value in row)
