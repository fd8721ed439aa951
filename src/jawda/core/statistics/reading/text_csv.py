"""Reading separated text (CSV, RFC 4180) as offices and instruments write it."""

from __future__ import annotations

import csv
import io
from typing import Final

from jawda.core.findings import Place
from jawda.core.spreadsheets.model import Limits, check_size, refuse
from jawda.core.statistics.reading.grid import ByteGrid, of_rows, split
from jawda.core.statistics.reading.report import LIMITS, Notes, ReadReport, Understood
from jawda.core.statistics.reading.sniffing import SEPARATORS, decoded, separator
from jawda.core.statistics.reading.table import Table
from jawda.core.statistics.reading.tables import Reading, tabled

_EXCEL_SEPARATOR: Final = "sep="
_NO_BREAK: Final = ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{FIGURE SPACE}", "\N{THIN SPACE}")
"""Spaces in numbers, which are read as spaces."""


def read_text(
    name: str, data: bytes, *, reading: Reading | None = None, limits: Limits = LIMITS
) -> tuple[Table, ReadReport]:
    """A table out of a separated text, with the report of its reading; ``Refused`` for what cannot be read.

    >>> table, report = read_text("a.csv", "Pièce;Cote (mm)\\n1;12,5\\n2;n.d.\\n".encode("cp1252"))
    >>> table.numbers("cote").values[0].item(), report.understood.separator, report.understood.encoding
    (12.5, ';', 'cp1252')
    """
    reading = reading or Reading()
    check_size(data, file=name, limits=limits)
    notes = Notes()
    text, encoding = decoded(data, file=name, encoding=reading.encoding, notes=notes)
    sign = reading.separator or separator(text, notes)
    if text.startswith(_EXCEL_SEPARATOR) and text[4:5] in SEPARATORS:
        # a line for the spreadsheet program, which is row 1 of the text
        text = "\n" + text.partition("\n")[2]
    for space in _NO_BREAK:
        text = text.replace(space, " ")
    grid = _grid(text, sign, name, limits, notes)
    found = tabled(grid, file=name, reading=reading, notes=notes, separator=sign)
    understood = Understood(
        format="csv",
        encoding=encoding,
        separator=sign,
        decimal=found.decimal,
        header_row=found.header_row,
        units_row=found.units_row,
        rows=len(found.table),
        columns=found.columns,
    )
    count = len(found.table)
    report = notes.report(understood, file=name, data=data, count=count, options=reading.options())
    return found.table, report


def _grid(text: str, sign: str, file: str, limits: Limits, notes: Notes) -> ByteGrid:
    rows = text.count("\n") + 1
    if rows > limits.rows + 1:
        raise refuse("too_many_rows", Place(file=file), rows=rows, limit=limits.rows)
    if text.count(sign) + rows > limits.cells:
        raise refuse("too_many_cells", Place(file=file), limit=limits.cells)
    grid = split(text, sign)
    if grid is None:
        notes.warn("quotes_inside")
        grid = of_rows(_cell_after_cell(text, sign, file))
    widest = int(grid.counts.max(initial=0))
    if widest > limits.columns:
        raise refuse("too_many_columns", Place(file=file), columns=widest, limit=limits.columns)
    if grid.longest > limits.cell_characters:
        arguments = {"characters": grid.longest, "limit": limits.cell_characters}
        raise refuse("cell_too_long", Place(file=file), **arguments)
    return grid


def _cell_after_cell(text: str, sign: str, file: str) -> list[list[str]]:
    """For texts whose quotes stand inside cells (« 5" »): only one at the beginning of a cell opens a quotation."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error as fault:
        raise refuse("broken_csv", Place(file=file, line=reader.line_num)) from fault
