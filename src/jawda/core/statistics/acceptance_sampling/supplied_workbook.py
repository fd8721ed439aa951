"""The form for tables of one's own copy: empty, or with what was typed before, to be corrected or gone on with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from jawda.core.spreadsheets import Column, SheetPlan, Value, write_workbook
from jawda.core.statistics.acceptance_sampling import supplied_sheets as sheets
from jawda.core.statistics.acceptance_sampling.editions import EDITIONS, LETTERS, SEVERITIES, Edition, Kind, Severity
from jawda.core.statistics.acceptance_sampling.master_tables import pairs_in_use
from jawda.core.statistics.acceptance_sampling.printed_tables import Direction, Pair, PrintedTable
from jawda.core.statistics.acceptance_sampling.supplied_tables import SuppliedTables, check_edition
from jawda.core.statistics.acceptance_sampling.variables_tables import VARIABLES_EDITIONS

_FEWEST_SAMPLES: Final = 5
#: Shown beside a cell while a person fills it.
_HINTS: Final = {
    sheets.NAMED_COPY: "NM ISO 2859-1, achat 2024-117, service qualité",
    "Ac": f"{sheets.NO_ACCEPTANCE} : pas d’acceptation à cet échantillon",
}
_SEVERITY_COLUMN: Final = Column(name=sheets.SEVERITY, width=12, choices=tuple(sheets.WRITTEN_SEVERITY.values()))
_LETTER_COLUMN: Final = Column(name=sheets.LETTER, width=8)


def tables_workbook(edition: str, *, created: datetime, supplied: SuppliedTables | None = None) -> bytes:
    """The form for an edition, with a row for every plan that is asked for; ``created`` is aware.

    With ``supplied`` it holds those tables, as :func:`~.supplied_reading.read_supplied` reads them. ``ValueError`` for
    an unknown edition; ``Refused`` for tables of another one.

    >>> from datetime import UTC, datetime
    >>> from jawda.core.spreadsheets import read_workbook
    >>> content = tables_workbook("iso-2859-1-1999", created=datetime(2026, 1, 1, tzinfo=UTC))
    >>> [sheet.name for sheet in read_workbook(content, file="tables.xlsx").sheets]
    ['exemplaire', 'double et multiple', 'simple']
    """
    if edition not in sheets.TYPED_EDITIONS:
        raise ValueError(f"no edition {edition!r}: {sheets.EXPECTED[sheets.STANDARD]}")
    if supplied is None:
        supplied = SuppliedTables(edition=edition, copy="", sha256="")
    check_edition(edition, supplied)
    named = SheetPlan(
        name=sheets.COPY,
        columns=(
            Column(name=sheets.STANDARD, width=24),
            Column(name=sheets.NAMED_COPY, width=80, hint=_HINTS[sheets.NAMED_COPY]),
        ),
        rows=((edition, supplied.copy or None),),
    )
    if edition in VARIABLES_EDITIONS:
        plans = [named, _measured(supplied)]
    else:
        found = next(one for name, one in EDITIONS.items() if name == edition)
        plans = [named, _several(found, supplied), _single(supplied)]
    return write_workbook([plan for plan in plans if plan.rows], title=edition, created=created)


def _several(edition: Edition, supplied: SuppliedTables) -> SheetPlan:
    """Rows for the tables that are not carried, or only recalled, and for those that were typed all the same.

    None where the single plans, whose place they take, are not known.
    """
    known = edition.tables is not None or len(supplied.singles) == len(SEVERITIES)
    wanted: set[tuple[Kind, Severity]] = {*edition.absent, *edition.recalled, *supplied.series}
    if edition.tables is None:
        wanted |= {(kind, severity) for kind in sheets.KINDS_IN_SEVERAL for severity in SEVERITIES}
    asked = [(kind, severity) for kind in sheets.KINDS_IN_SEVERAL for severity in SEVERITIES] if known else []
    rows: list[list[Value]] = []
    for kind, severity in asked:
        if (kind, severity) not in wanted:
            continue
        typed = supplied.series.get((kind, severity), {})
        for pair in sorted({*pairs_in_use(kind, severity, edition, supplied), *typed}):
            cells = [cell for low, high in typed.get(pair, ()) for cell in (_accepting(low), high)]
            rows.append([kind, sheets.WRITTEN_SEVERITY[severity], *pair, *cells])
    count = max([2 * _FEWEST_SAMPLES, *(len(row) - 4 for row in rows)])
    columns = (
        Column(name=sheets.PLAN, width=12, choices=sheets.KINDS_IN_SEVERAL),
        _SEVERITY_COLUMN,
        Column(name=sheets.SINGLE_ACCEPT, kind="number", width=11),
        Column(name=sheets.SINGLE_REJECT, kind="number", width=11),
        *(Column(name=name, width=7, hint=_HINTS.get(name[:2], "")) for name in sheets.NUMBERS[:count]),
    )
    return SheetPlan(name=sheets.SEVERAL, columns=columns, rows=_even(rows, len(columns)))


def _single(supplied: SuppliedTables) -> SheetPlan:
    columns = (
        _SEVERITY_COLUMN,
        _LETTER_COLUMN,
        Column(name=sheets.SIZE, width=9, kind="number"),
        *(Column(name=name, width=8, hint=sheets.CELL) for name in sheets.HEADINGS),
    )
    rows: list[list[Value]] = []
    for severity, written in sheets.WRITTEN_SEVERITY.items():
        table = supplied.singles.get(severity)
        last = severity == "tightened" or (table is not None and LETTERS[-1] in table.letters)
        for letter in LETTERS if last else LETTERS[:-1]:
            size = None if table is None else table.sizes.get(letter)
            rows.append([written, letter, size, *_cells(table, letter, len(sheets.HEADINGS))])
    return SheetPlan(name=sheets.SINGLE, columns=columns, rows=_even(rows, len(columns)))


def _measured(supplied: SuppliedTables) -> SheetPlan:
    columns = (
        Column(name=sheets.SIGMA, width=11, choices=tuple(sheets.WRITTEN_SIGMA.values())),
        _SEVERITY_COLUMN,
        _LETTER_COLUMN,
        *(Column(name=name, width=10, hint=sheets.MEASURED_CELL) for name in sheets.PERCENT_HEADINGS),
    )
    rows: list[list[Value]] = [
        [
            said,
            written,
            letter,
            *_cells(supplied.variables.get((sigma, severity)), letter, len(sheets.PERCENT_HEADINGS)),
        ]
        for sigma, said in sheets.WRITTEN_SIGMA.items()
        for severity, written in sheets.WRITTEN_SEVERITY.items()
        for letter in LETTERS[1:-1]
    ]
    return SheetPlan(name=sheets.MEASURED, columns=columns, rows=_even(rows, len(columns)))


def _cells(table: PrintedTable | None, letter: str, count: int) -> Iterable[Value]:
    held = [None if table is None else table.cells.get((letter, aql)) for aql in range(count)]
    return [None if cell is None else _written(cell) for cell in held]


def _written(cell: Pair | Direction) -> str:
    """As the sheets have it, with a decimal comma.

    >>> _written((35.0, 1.91)), _written((2, 3)), _written("down")
    ('35 1,91', '2 3', '↓')
    """
    if isinstance(cell, str):
        return sheets.WRITTEN_ARROW[cell]
    return " ".join(f"{number:.6f}".rstrip("0").rstrip(".") for number in cell).replace(".", ",")


def _accepting(number: int | None) -> Value:
    return sheets.NO_ACCEPTANCE if number is None else number


def _even(rows: Sequence[Sequence[Value]], width: int) -> tuple[tuple[Value, ...], ...]:
    return tuple((*row, *(None,) * (width - len(row))) for row in rows)
