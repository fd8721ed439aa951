"""Reading the workbook in which tables of one's own copy were typed (:mod:`.supplied_sheets`)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, cast

from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets import Sheet, SheetRow, Value, Workbook, read_workbook, records
from jawda.core.spreadsheets.model import folded
from jawda.core.statistics.acceptance_sampling import supplied_sheets as sheets
from jawda.core.statistics.acceptance_sampling.editions import (
    AQL_VALUES,
    EDITIONS,
    LETTERS,
    EditionName,
    Kind,
    Severity,
)
from jawda.core.statistics.acceptance_sampling.printed_tables import Direction, Numbers, Pair, PrintedTable
from jawda.core.statistics.acceptance_sampling.probabilities import attribute_plan
from jawda.core.statistics.acceptance_sampling.supplied_checks import (
    distance_from_single,
    doubtful_singles,
    doubtful_variables,
    is_far,
    missing_pairs,
)
from jawda.core.statistics.acceptance_sampling.supplied_tables import SuppliedTables
from jawda.core.statistics.acceptance_sampling.variables_tables import VARIABLES_EDITIONS, Sigma
from jawda.core.typed_numbers import NotANumber, parsed

_TWO: Final = re.compile(r"(-?[0-9]{1,5}(?:[.,][0-9]{1,6})?)[\s/;|]+(-?[0-9]{1,5}(?:[.,][0-9]{1,6})?)")
_LARGEST_SIZE: Final = 10_000
_LARGEST_NUMBER: Final = 1_000
_LARGEST_K: Final = 10.0
#: Severity and, by variables, what is known of sigma.
_Where: TypeAlias = tuple[Sigma | None, Severity]
_Series: TypeAlias = dict[tuple[Kind, Severity], dict[tuple[int, int], Numbers]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTables:
    """What a workbook holds; ``doubts`` are cells that printed tables hardly have, each with its place."""

    tables: SuppliedTables
    doubts: tuple[Finding, ...]


@dataclass(slots=True)
class _Typed:
    """One table as it was typed, with the row of each letter."""

    cells: dict[tuple[str, int], Pair | Direction] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def printed(self) -> PrintedTable:
        letters = "".join(letter for letter in LETTERS if letter in self.rows)
        return PrintedTable(letters=letters, cells=self.cells, sizes=self.sizes)


def read_supplied(content: bytes, *, file: str) -> ReadTables:
    """The tables of a filled-in workbook.

    ``Refused`` with every fault, its sheet, row and column: another type of file, an unknown standard, a cell that is
    neither two numbers nor an arrow, numbers that fall, a table that lacks rows or holds none at all.
    """
    book = read_workbook(content, file=file, limits=sheets.LIMITS)
    reading = _Reading(file)
    edition, copy = reading.named(book)
    typed: dict[_Where, _Typed] = {}
    series: _Series = {}
    places: dict[tuple[Kind, Severity, tuple[int, int]], int] = {}
    by_variables = edition in VARIABLES_EDITIONS
    name = sheets.MEASURED if by_variables else sheets.SINGLE
    if edition:
        typed = reading.printed(book, name)
        if not by_variables:
            series, places = reading.several(book)
    printed = {where: one.printed() for where, one in typed.items()}
    tables = SuppliedTables(
        edition=edition,
        copy=copy,
        sha256=hashlib.sha256(content).hexdigest(),
        singles={severity: table for (_sigma, severity), table in printed.items()} if not by_variables else {},
        series=series,
        variables={(cast(Sigma, sigma), at): table for (sigma, at), table in printed.items()} if by_variables else {},
    )
    if not reading.faults:
        reading.complete(tables, typed, printed, name)
    if reading.faults:
        raise Refused(reading.faults)
    for (sigma, severity), table in printed.items():
        unlikely = doubtful_singles(table) if sigma is None else doubtful_variables(table, sigma, severity)
        for letter, aql in unlikely:
            reading.doubt("supplied_unlikely", name, typed[sigma, severity].rows[letter], sheets.HEADINGS[aql])
    for (kind, severity), rows in series.items():
        for single, numbers in rows.items():
            distance = distance_from_single(kind, single, numbers)
            if is_far(single, distance):
                place = places[kind, severity, single]
                shown = round(100 * distance)
                reading.doubt("supplied_far", sheets.SEVERAL, place, sheets.PLAN, distance=shown)
    return ReadTables(tables=tables, doubts=tuple(reading.doubts))


@dataclass(slots=True)
class _Reading:
    """A file being read: what is wrong in it, and what is doubtful."""

    file: str
    faults: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)

    def doubt(self, name: str, sheet: str, row: int, column: str, **arguments: int) -> None:
        place = Place(file=self.file, sheet=sheet, row=row, column=column)
        self.doubts.append(Finding(id=f"acceptance_sampling.{name}", place=place, arguments=arguments))

    def fault(
        self, name: str, sheet: str = "", row: int | None = None, column: str | None = None, /, **arguments: str
    ) -> None:
        place = Place(file=self.file, sheet=sheet or None, row=row, column=column)
        self.faults.append(Finding(id=f"acceptance_sampling.{name}", place=place, arguments=arguments))

    def rows(self, sheet: Sheet, required: Sequence[str], optional: Sequence[str]) -> Iterator[SheetRow]:
        """Rows below the headings; an AQL may be written 0,010 or 0.01, as a text or a number."""
        first = tuple(_heading(cell) for cell in sheet.rows[0]) if sheet.rows else ()
        headed = Sheet(sheet.name, (first, *sheet.rows[1:]))
        try:
            found = records(headed, file=self.file, required=required, optional=optional)
        except Refused as refused:
            self.faults += refused.findings
            return
        for record in found:
            row = SheetRow(record, file=self.file, sheet=sheet.name, expected=sheets.EXPECTED)
            yield row
            self.faults += row.faults

    def named(self, book: Workbook) -> tuple[str, str]:
        """Standard and copy; empty where that cannot be told."""
        sheet = book.sheet(sheets.COPY)
        found: list[tuple[str, str]] = []
        for row in self.rows(sheet, (sheets.STANDARD, sheets.NAMED_COPY), ()) if sheet else ():
            edition, copy = row.text(sheets.STANDARD), row.text(sheets.NAMED_COPY)
            if edition not in sheets.TYPED_EDITIONS:
                row.unknown(sheets.STANDARD, edition)
            if not copy:
                row.report("codes.missing", sheets.NAMED_COPY)
            if len(copy) > sheets.LONGEST_COPY:
                row.too_long(sheets.NAMED_COPY, copy, sheets.LONGEST_COPY)
            found.append((edition, copy))
        if len(found) != 1 and not self.faults:
            self.fault("supplied_no_copy")
        return ("", "") if self.faults else found[0]

    def printed(self, book: Workbook, name: str) -> dict[_Where, _Typed]:
        """The tables of a sheet with a row for each letter and a column for each AQL."""
        sheet = book.sheet(name)
        found: dict[_Where, _Typed] = {}
        if sheet is None:
            return found
        measured = name == sheets.MEASURED
        fixed = (sheets.SEVERITY, sheets.LETTER, sheets.SIGMA if measured else sheets.SIZE)
        columns = sheets.PERCENT_HEADINGS if measured else sheets.HEADINGS
        for row in self.rows(sheet, fixed, columns):
            if any(row.text(heading) for heading in columns if heading in row):
                self._printed_row(row, found, columns, measured=measured)
        return found

    def _printed_row(
        self, row: SheetRow, found: dict[_Where, _Typed], columns: Sequence[str], *, measured: bool
    ) -> None:
        severity = cast(Severity, _wanted(row, sheets.SEVERITY, sheets.SEVERITY_WORDS))
        sigma = cast(Sigma, _wanted(row, sheets.SIGMA, sheets.SIGMA_WORDS)) if measured else None
        letter = row.text(sheets.LETTER).upper()
        if len(letter) != 1 or letter not in LETTERS:
            row.unknown(sheets.LETTER, letter)
            return
        table = found.setdefault((sigma, severity), _Typed())
        if letter in table.rows:
            row.report("codes.doubled", sheets.LETTER, value=letter)
        table.rows[letter] = row.record.row
        if not measured:
            table.sizes[letter] = _number(row, sheets.SIZE, least=1, largest=_LARGEST_SIZE)
        for aql, heading in enumerate(columns):
            if heading in row and row.text(heading):
                table.cells[letter, aql] = _cell(row, heading, measured=measured)

    def several(self, book: Workbook) -> tuple[_Series, dict[tuple[Kind, Severity, tuple[int, int]], int]]:
        """Plans in several samples, a row for each single plan; rows without numbers are left out."""
        series: _Series = {}
        places: dict[tuple[Kind, Severity, tuple[int, int]], int] = {}
        sheet = book.sheet(sheets.SEVERAL)
        if sheet is None:
            return series, places
        fixed = (sheets.PLAN, sheets.SEVERITY, sheets.SINGLE_ACCEPT, sheets.SINGLE_REJECT)
        for row in self.rows(sheet, fixed, sheets.NUMBERS):
            if not any(row.text(name) for name in sheets.NUMBERS if name in row):
                continue
            kind = cast(Kind, _wanted(row, sheets.PLAN, sheets.KIND_WORDS))
            severity = cast(Severity, _wanted(row, sheets.SEVERITY, sheets.SEVERITY_WORDS))
            accept = _number(row, sheets.SINGLE_ACCEPT, least=0, largest=_LARGEST_NUMBER)
            single = (accept, _number(row, sheets.SINGLE_REJECT, least=accept + 1, largest=_LARGEST_NUMBER))
            numbers = _series_of(row, kind)
            if (kind, severity, single) in places:
                row.report("codes.doubled", sheets.SINGLE_ACCEPT, value=f"{single[0]} {single[1]}")
            places[kind, severity, single] = row.record.row
            series.setdefault((kind, severity), {})[single] = numbers
        return series, places

    def complete(
        self, tables: SuppliedTables, typed: Mapping[_Where, _Typed], printed: Mapping[_Where, PrintedTable], name: str
    ) -> None:
        """Every letter and, in a column that was begun, every cell; every row of a table in several samples."""
        if not (typed or tables.series):
            self.fault("supplied_empty")
            return
        measured = name == sheets.MEASURED
        wanted = LETTERS[1:-1] if measured else LETTERS[:-1]
        for (sigma, severity), table in printed.items():
            said = sheets.WRITTEN_SEVERITY[severity]
            if sigma is not None:
                said = f"{sheets.WRITTEN_SIGMA[sigma]}, {said}"
            missing = [letter for letter in wanted if letter not in table.letters]
            if missing:
                self.fault("supplied_letters", name, table=said, letters=", ".join(missing))
            self._columns(table, typed[sigma, severity].rows, name, said)
        if self.faults or measured:
            return
        edition = EDITIONS[cast(EditionName, tables.edition)]
        if edition.tables is None and len(tables.singles) < len(sheets.WRITTEN_SEVERITY):
            self.fault("supplied_singles_first", sheets.SINGLE)
            return
        for kind, at, pair in missing_pairs(tables, edition):
            said = f"{kind}, {sheets.WRITTEN_SEVERITY[at]}"
            self.fault("supplied_pair", sheets.SEVERAL, table=said, accept=str(pair[0]), reject=str(pair[1]))

    def _columns(self, table: PrintedTable, rows: Mapping[str, int], name: str, said: str) -> None:
        """In a column that was begun every cell, and a plan at the end of each arrow."""
        for aql, heading in enumerate(sheets.HEADINGS):
            if table.column(aql) is None:
                continue
            held = [table.cells.get((letter, aql)) for letter in table.letters]
            plans = [at for at, cell in enumerate(held) if cell is not None and not isinstance(cell, str)]
            if None in held or not plans:
                self.fault("supplied_column", name, table=said, aql=heading)
                continue
            for at, (letter, cell) in enumerate(zip(table.letters, held, strict=True)):
                if (cell == "up" and at < plans[0]) or (cell == "down" and at > plans[-1]):
                    self.fault("supplied_arrow", name, rows[letter], heading)


def _heading(cell: Value) -> Value:
    """An AQL as this module's headings have it; any other as it stands."""
    try:
        value = cell if isinstance(cell, float) else parsed(str(cell))
    except NotANumber:
        return cell
    known = dict(zip(AQL_VALUES, sheets.HEADINGS, strict=True))
    return known.get(value, cell) if value is not None else cell


def _wanted(row: SheetRow, heading: str, known: Mapping[str, str]) -> str:
    """One of a few words; an empty cell is a fault too."""
    found = known.get(folded(row.text(heading)))
    if found is None:
        row.unknown(heading, row.text(heading))
    return found or next(iter(known.values()))


def _number(row: SheetRow, heading: str, *, least: int, largest: int) -> int:
    """A whole number in a range; the least one beside a fault."""
    before = len(row.faults)
    value = row.whole(heading) if heading in row else None
    if value is None or not least <= value <= largest:
        if len(row.faults) == before:
            row.unknown(heading, "" if value is None else value)
        return least
    return value


def _cell(row: SheetRow, heading: str, *, measured: bool) -> Pair | Direction:
    text = row.text(heading).casefold()
    if text in sheets.ARROW_WORDS:
        return sheets.ARROW_WORDS[text]
    found = _TWO.fullmatch(text)
    if found is None:
        row.unknown(heading, text, sheets.MEASURED_CELL if measured else sheets.CELL)
        return "down"
    first, second = (float(part.replace(",", ".")) for part in found.groups())
    sound = first.is_integer() and (
        3 <= first <= _LARGEST_SIZE and abs(second) <= _LARGEST_K
        if measured
        else second.is_integer() and 0 <= first < second <= _LARGEST_NUMBER
    )
    if not sound:
        row.unknown(heading, text, sheets.MEASURED_CELL if measured else sheets.CELL)
    return (first, second)


def _series_of(row: SheetRow, kind: Kind) -> Numbers:
    """The numbers of one row, in pairs from the first sample on."""
    found: list[tuple[int | None, int]] = []
    for low, high in zip(sheets.NUMBERS[::2], sheets.NUMBERS[1::2], strict=True):
        texts = [row.text(name) if name in row else "" for name in (low, high)]
        if not any(texts):
            continue
        accept = (
            None
            if texts[0] in (sheets.NO_ACCEPTANCE, "–", "-")
            else _number(row, low, least=0, largest=_LARGEST_NUMBER)
        )
        found.append((accept, _number(row, high, least=1, largest=_LARGEST_NUMBER)))
    count = len(found)
    if (kind == "double" and count != 2) or (kind == "multiple" and count < 3) or (found and found[-1][0] is None):
        row.report("acceptance_sampling.supplied_samples", sheets.PLAN, samples=count)
    elif not row.faults:
        try:
            attribute_plan([1] * count, [accept for accept, _ in found], [reject for _, reject in found])
        except Refused as refused:
            for finding in refused.findings:
                row.report(finding.id, sheets.PLAN, **cast("dict[str, int]", dict(finding.arguments)))
    return tuple(found)
