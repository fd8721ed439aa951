"""A CSV file with known columns, read strictly: every fault is found, with its row and column, before any is told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from jawda.core.findings import Finding, Place, Refused
from jawda.core.findings.model import Argument

MAXIMUM_BYTES: Final = 5_000_000
Value = TypeVar("Value", bound=StrEnum)


@dataclass(slots=True)
class Row:
    """One row below the heading; ``number`` counts the heading as row 1, as a spreadsheet does."""

    file: str
    number: int
    cells: dict[str, str]
    findings: list[Finding] = field(default_factory=list)

    def report(self, name: str, column: str | None = None, **arguments: Argument) -> None:
        """Note a fault of this row."""
        place = Place(file=self.file, row=self.number, column=column)
        self.findings.append(Finding(id=f"codes.{name}", place=place, arguments=arguments))

    def required(self, column: str) -> str:
        """The cell; a fault where it is empty."""
        if not self.cells[column]:
            self.report("missing", column)
        return self.cells[column]

    def day(self, column: str) -> date | None:
        """The cell as a date, ``None`` where it is empty; a fault where it is another thing."""
        text = self.cells[column]
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            self.report("bad_date", column, value=text[:40])
        return day

    def one_of(self, column: str, values: type[Value]) -> Value:
        """The cell as a member of ``values``; a fault, and the first member, where it is none of them."""
        members = list(values)
        text = self.cells[column]
        if text in members:
            return values(text)
        self.report("unknown_value", column, value=text[:40], expected=", ".join(members))
        return members[0]


def read_rows(content: bytes, columns: Sequence[str], *, file: str) -> list[Row]:
    """The rows below the heading. ``Refused`` for what is not UTF-8, not CSV, or has other columns."""
    if len(content) > MAXIMUM_BYTES:
        arguments = {"bytes": len(content), "limit": MAXIMUM_BYTES}
        raise Refused([Finding(id="codes.too_large", place=Place(file=file), arguments=arguments)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused([Finding(id="codes.not_utf8", place=Place(file=file))]) from fault
    lines = list(_lines(text, file))
    if not lines or lines[0] != list(columns):
        place = Place(file=file, row=1)
        raise Refused([Finding(id="codes.wrong_columns", place=place, arguments={"expected": ", ".join(columns)})])
    if len(lines) == 1:
        raise Refused([Finding(id="codes.nothing", place=Place(file=file))])
    rows: list[Row] = []
    faults: list[Finding] = []
    for number, cells in enumerate(lines[1:], 2):
        row = Row(file, number, dict(zip(columns, cells, strict=False)))
        if len(cells) != len(columns):
            row.report("wrong_width", cells=len(cells), expected=len(columns))
        for column, cell in row.cells.items():
            if cell != cell.strip():
                row.report("surrounding_space", column)
        faults += row.findings
        rows.append(row)
    if faults:
        raise Refused(faults)
    return rows


def _lines(text: str, file: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as fault:
        raise Refused([Finding(id="codes.not_csv", place=Place(file=file, line=reader.line_num))]) from fault
