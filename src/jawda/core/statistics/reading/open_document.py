"""Reading OpenDocument spreadsheets (ISO/IEC 26300-3): the values of cells, as a stream, within limits."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Final
from xml.parsers import expat

from jawda.core.findings import Place
from jawda.core.spreadsheets.model import Limits, Sheet, Value, Workbook, check_row, check_size, refuse
from jawda.core.statistics.reading.archive import opened

_CONTENT: Final = "content.xml"
_MEDIA_TYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_DEPTH: Final = 64
_NUMBERS: Final = ("float", "percentage", "currency")
_CELLS: Final = ("table:table-cell", "table:covered-table-cell")


def is_open_document(data: bytes) -> bool:
    """By the media type that stands uncompressed at the front of the archive."""
    return _MEDIA_TYPE in data[:200]


def read_open_document(data: bytes, *, file: str, limits: Limits) -> tuple[Workbook, int]:
    """The sheets, and how many of their values come of formulas. ``Refused`` for what is broken or beyond limits."""
    check_size(data, file=file, limits=limits)
    content = _Content(file, limits)
    with opened(data, file=file, limits=limits) as archive:
        for piece in archive.pieces(_CONTENT):
            content.parser.Parse(piece, False)
        content.parser.Parse(b"", True)
    return Workbook(file, tuple(content.sheets)), content.formulas


class _Content:
    """What is known while the content passes by."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.sheets: list[Sheet] = []
        self.formulas = 0
        self._file, self._limits = file, limits
        self._depth = self._cells = self._characters = 0
        self._name = ""
        self._rows: list[tuple[Value, ...]] = []
        self._empty_rows, self._repeat = 0, 1
        self._row: list[Value] = []
        self._attributes: dict[str, str] = {}
        self._paragraphs: list[str] = []
        self._in_text = self._notes = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_: object) -> None:
        raise refuse("suspicious_archive", Place(file=self._file))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEPTH:
            raise refuse("suspicious_archive", Place(file=self._file))
        if name == "table:table":
            self._name, self._rows, self._empty_rows = attributes.get("table:name", ""), [], 0
            if len(self.sheets) >= self._limits.sheets:
                count, limit = len(self.sheets) + 1, self._limits.sheets
                raise refuse("too_many_sheets", Place(file=self._file), count=count, limit=limit)
        elif name == "table:table-row":
            self._row = []
            self._repeat = _repeated(attributes, "table:number-rows-repeated")
        elif name in _CELLS:
            self._attributes, self._paragraphs = attributes, []
            self.formulas += "table:formula" in attributes
        elif name == "office:annotation":
            self._notes += 1
        elif name == "text:p" and not self._notes:
            self._in_text += 1
            self._paragraphs.append("")

    def _text(self, data: str) -> None:
        if self._in_text > 0 and not self._notes and self._paragraphs:
            self._characters += len(data)
            if self._characters > self._limits.characters:
                raise refuse("too_many_characters", Place(file=self._file), limit=self._limits.characters)
            self._paragraphs[-1] += data

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name == "text:p" and not self._notes:
            self._in_text -= 1
        elif name == "office:annotation":
            self._notes -= 1
        elif name in _CELLS:
            value = None if name == _CELLS[1] else _value(self._attributes, "\n".join(self._paragraphs))
            self._append(value, _repeated(self._attributes, "table:number-columns-repeated"))
        elif name == "table:table-row":
            self._end_row()
        elif name == "table:table":
            self.sheets.append(Sheet(self._name, tuple(self._rows)))

    def _append(self, value: Value, times: int) -> None:
        """A cell; empty ones to the end of the sheet, which programs write, are not kept."""
        room = self._limits.columns + 1 - len(self._row)
        self._row.extend([value] * min(times, room))

    def _end_row(self) -> None:
        while self._row and self._row[-1] is None:
            self._row.pop()
        if not self._row:
            self._empty_rows += self._repeat
            return
        rows = len(self._rows) + self._empty_rows + self._repeat
        if rows > self._limits.rows:
            place = Place(file=self._file, sheet=self._name)
            raise refuse("too_many_rows", place, rows=rows, limit=self._limits.rows)
        self._cells += len(self._row) * self._repeat
        if self._cells > self._limits.cells:
            raise refuse("too_many_cells", Place(file=self._file), limit=self._limits.cells)
        self._rows.extend([()] * self._empty_rows)
        self._empty_rows = 0
        row = tuple(self._row)
        check_row(row, len(self._rows) + 1, sheet=self._name, file=self._file, limits=self._limits)
        self._rows.extend([row] * self._repeat)


def _repeated(attributes: dict[str, str], name: str) -> int:
    """How often; ``ValueError`` for what is no number."""
    return max(1, int(attributes.get(name, "1")[:12]))


def _value(attributes: dict[str, str], text: str) -> Value:
    kind = attributes.get("office:value-type", "")
    if kind in _NUMBERS:
        number = float(attributes.get("office:value", ""))
        if not math.isfinite(number):
            raise ValueError("a number that is not finite")
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if kind == "date":
        written = attributes.get("office:date-value", "")
        return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    if kind == "boolean":
        return attributes.get("office:boolean-value") == "true"
    return text if text.strip() else None
