"""Reading the XML parts of an XLSX workbook as a stream (ECMA-376 part 1, 18.3), to refuse what is not plain values.

Only positions, lengths and the kinds of things are kept, never the values: a few numbers for each shared string.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets.model import Limits, column_letters, refuse

_CELL: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ELEMENTS_FOR_A_CELL: Final = 4
_STRINGS: Final = "xl/sharedstrings.xml"
_MOST: Final = 20
"""Findings told at once: past that a person has understood."""

Attributes = dict[str, str]


class Reading:
    """What is known of a workbook while its parts pass by, in the order: workbook, relations, strings, the rest."""

    def __init__(self, place: Place, limits: Limits) -> None:
        self.file, self.limits = place.file, limits
        self.findings: list[Finding] = []
        self.hidden: frozenset[str] = frozenset()
        self._relations: dict[str, str] = {}
        self._sheets: dict[str, str] = {}
        self._strings: list[int] = []
        self._elements = self._cells = self._characters = 0
        self._start_part("")

    def _start_part(self, path: str) -> None:
        self._path = path.casefold()
        self._name: str | None = None
        self._in_data = self._in_text = self._shared = False
        self._row = self._column = self._length = 0
        self._index = ""

    def part(self, path: str) -> Callable[[bytes, bool], object]:
        """Begin a part; the function returned takes its bytes. ``ExpatError`` where they are not XML."""
        self._start_part(path)
        target = self._path.removeprefix("xl/")
        self._name = next((self._sheets.get(key) for key, to in self._relations.items() if to == target), None)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        return parser.Parse

    def close(self) -> None:
        """``Refused`` with what was found on the way."""
        if self.findings:
            raise Refused(self.findings)

    def _doctype(self, *_: object) -> None:
        raise refuse("suspicious_archive", Place(file=self.file))

    def _place(self, row: int | None = None, column: str | None = None) -> Place:
        return Place(file=self.file, sheet=self._name, row=row, column=column)

    def _found(self, name: str, place: Place, **arguments: str | int) -> None:
        if self._name in self.hidden:
            return  # nobody sees a hidden sheet, and it is not read
        self.findings.append(Finding(id=f"spreadsheets.{name}", place=place, arguments=arguments))
        if len(self.findings) == _MOST:
            self.close()

    def _start(self, qualified: str, attributes: Attributes) -> None:
        self._elements += 1
        if self._elements > self.limits.cells * _ELEMENTS_FOR_A_CELL:
            raise refuse("too_many_cells", self._place(), limit=self.limits.cells)
        handle = _STARTS.get(qualified.rpartition(":")[2])
        if handle is not None:
            handle(self, attributes)

    def _end(self, qualified: str) -> None:
        name = qualified.rpartition(":")[2]
        if name == "c" and self._in_data:
            self._end_cell()
        elif name == "si" and self._path == _STRINGS:
            self._strings.append(self._length)
            self._in_text = False
            self._count(self._length)
        elif name == "sheetData":
            self._in_data = False

    def _text(self, data: str) -> None:
        if self._in_text:
            self._length += len(data)
            if self._shared and len(self._index) < 10:
                self._index += data

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > self.limits.characters:
            raise refuse("too_many_characters", self._place(), limit=self.limits.characters)

    def _sheet(self, attributes: Attributes) -> None:
        """A ``sheet`` of the workbook part: its name, its state, and the relation that leads to its own part."""
        if self._path != "xl/workbook.xml":
            return
        name = attributes.get("name", "")
        relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        self._sheets[relation] = name
        if attributes.get("state", "visible") != "visible":
            self.hidden |= {name}
        if len(self._sheets) > self.limits.sheets:
            raise refuse("too_many_sheets", self._place(), count=len(self._sheets), limit=self.limits.sheets)

    def _relationship(self, attributes: Attributes) -> None:
        if self._path == "xl/_rels/workbook.xml.rels":
            target = attributes.get("Target", "").casefold()
            self._relations[attributes.get("Id", "")] = target.removeprefix("/xl/")

    def _string(self, _: Attributes) -> None:
        if self._path == _STRINGS:
            self._in_text, self._length = True, 0

    def _dimension(self, attributes: Attributes) -> None:
        self._bound(*_position(attributes.get("ref", "A1").rpartition(":")[2]))

    def _bound(self, row: int, column: int) -> None:
        if row > self.limits.rows:
            raise refuse("too_many_rows", self._place(), rows=row, limit=self.limits.rows)
        if column > self.limits.columns:
            raise refuse("too_many_columns", self._place(row), columns=column, limit=self.limits.columns)

    def _data(self, _: Attributes) -> None:
        self._in_data = True

    def _start_row(self, attributes: Attributes) -> None:
        if self._in_data:
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0

    def _cell(self, attributes: Attributes) -> None:
        if not self._in_data:
            return
        row, self._column = self._row, self._column + 1
        if (reference := attributes.get("r")) is not None:
            row, self._column = _position(reference)
            self._row = row
        self._bound(row, self._column)
        self._cells += 1
        if self._cells > self.limits.cells:
            raise refuse("too_many_cells", self._place(), limit=self.limits.cells)
        kind = attributes.get("t")
        self._in_text, self._shared, self._length, self._index = True, kind == "s", 0, ""
        if kind == "e":
            self._found("error_value", self._here())

    def _here(self) -> Place:
        return self._place(self._row, column_letters(self._column - 1))

    def _end_cell(self) -> None:
        length = self._length
        if self._shared and self._index:
            try:
                length = self._strings[int(self._index)]
            except IndexError as fault:
                raise ValueError("a cell refers to no string") from fault
        self._in_text = False
        self._count(length)
        if length > self.limits.cell_characters:
            self._found("cell_too_long", self._here(), characters=length, limit=self.limits.cell_characters)

    def _formula(self, _: Attributes) -> None:
        if self._in_data:
            self._found("formula", self._here())

    def _merged(self, attributes: Attributes) -> None:
        cells = attributes.get("ref", "")
        row, column = _position(cells.partition(":")[0])
        self._found("merged_cells", self._place(row, column_letters(column - 1)), cells=cells)


_STARTS: Final[dict[str, Callable[[Reading, Attributes], None]]] = {
    "sheet": Reading._sheet,
    "Relationship": Reading._relationship,
    "si": Reading._string,
    "dimension": Reading._dimension,
    "sheetData": Reading._data,
    "row": Reading._start_row,
    "c": Reading._cell,
    "f": Reading._formula,
    "mergeCell": Reading._merged,
}


def _position(reference: str) -> tuple[int, int]:
    """Row and column of ``B3``, both from 1; ``ValueError`` for anything else."""
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ValueError("not a reference to a cell")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
