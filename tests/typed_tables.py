"""Workbooks of master tables as a holder of a standard types them; their numbers are of MIL-STD-105E and 414."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from jawda.core.findings import Refused
from jawda.core.spreadsheets import Column, SheetPlan, write_workbook
from jawda.core.statistics.acceptance_sampling import acceptability_constant, supplied_sheets
from jawda.core.statistics.acceptance_sampling.editions import (
    AQL_VALUES,
    EDITIONS,
    LETTERS,
    SEVERITIES,
    EditionName,
    Kind,
    Severity,
)
from jawda.core.statistics.acceptance_sampling.master_tables import Cell, carried_series, cell, pairs_in_use
from jawda.core.statistics.acceptance_sampling.printed_tables import Numbers
from jawda.core.statistics.acceptance_sampling.supplied_reading import read_supplied
from jawda.core.statistics.acceptance_sampling.variables_tables import VARIABLES_LETTERS, variables_cell

FILE = "tables.xlsx"
NORM: EditionName = "iso-2859-1-1999"
COPY = "NM ISO 2859-1, exemplaire du service qualité"
Row = Sequence[Any]
#: In the place of the pair that MIL-STD-105E does not know.
SIX: dict[Kind, Numbers] = {
    "double": ((3, 6), (7, 8)),
    "multiple": ((None, 4), (1, 6), (2, 7), (4, 9), (6, 10), (8, 11), (11, 12)),
}


def workbook(sheets: Mapping[str, tuple[Sequence[Any], Sequence[Row]]]) -> bytes:
    """A heading may be a number, as people type an AQL."""
    plans = [
        SheetPlan(name=name, columns=tuple(Column(name=one) for one in headings), rows=tuple(map(tuple, rows)))
        for name, (headings, rows) in sheets.items()
    ]
    return write_workbook(plans, title="tables", created=datetime(2026, 1, 1, tzinfo=UTC))


def named(edition: str = NORM, copy: str = COPY) -> tuple[Sequence[str], Sequence[Row]]:
    return ("Norme", "Exemplaire"), [(edition, copy)]


def several_rows(kind: Kind, severity: Severity) -> list[list[Any]]:
    """A row for each single plan of ISO 2859-1, with the numbers of MIL-STD-105E."""
    numbers = {**carried_series(EDITIONS["mil-std-105e"], kind), (6, 7): SIX[kind]}
    rows = []
    for pair in pairs_in_use(kind, severity, EDITIONS[NORM]):
        cells = [cell for low, high in numbers[pair] for cell in ("#" if low is None else low, high)]
        rows.append([kind, supplied_sheets.WRITTEN_SEVERITY[severity], *pair, *cells])
    return rows


def several(
    *tables: tuple[Kind, Severity], changed: Callable[[list[list[Any]]], None] = lambda rows: None
) -> tuple[Sequence[str], Sequence[Row]]:
    rows = [row for kind, severity in tables for row in several_rows(kind, severity)]
    changed(rows)
    headings = ("Plan", "Sévérité", "Ac simple", "Re simple", *supplied_sheets.NUMBERS[:14])
    return headings, [[*row, *[None] * (len(headings) - len(row))] for row in rows]


def multiple_workbook(edition: str = NORM) -> bytes:
    """The multiple plans that are not carried of ISO 2859-1:1999."""
    tables: list[tuple[Kind, Severity]] = [("multiple", severity) for severity in SEVERITIES]
    return workbook({"exemplaire": named(edition), "double et multiple": several(*tables, ("double", "reduced"))})


def single_rows() -> list[list[Any]]:
    """The three single tables of ISO 2859-1:1999, cell by cell."""
    rows = []
    for severity in SEVERITIES:
        for letter in LETTERS if severity == "tightened" else LETTERS[:-1]:
            found = [
                cell(letter, aql, severity=severity, kind="single", edition=EDITIONS[NORM])
                for aql in range(len(AQL_VALUES))
            ]
            size = next(one.sizes[0] for one in found if one.letter == letter)
            written = [_written(one, letter) for one in found]
            rows.append([supplied_sheets.WRITTEN_SEVERITY[severity], letter, size, *written])
    return rows


def _written(found: Cell, letter: str) -> str:
    """The numbers of the letter's own plan, or the arrow to that of another."""
    if found.letter == letter:
        return "{} {}".format(*found.numbers[0])
    return supplied_sheets.WRITTEN_ARROW["up" if found.letter < letter else "down"]


def single_workbook(
    edition: str = "iso-2859-1-2026", changed: Callable[[list[list[Any]]], None] = lambda rows: None
) -> bytes:
    rows = single_rows()
    changed(rows)
    headings = ("Sévérité", "Lettre", "Effectif", *supplied_sheets.HEADINGS)
    return workbook({"exemplaire": named(edition), "simple": (headings, rows)})


def measured_rows() -> list[list[Any]]:
    """Plans by variables from MIL-STD-414 (sample size and k), under the letters B to R, at 0.10 and above."""
    rows = []
    for sigma, word in supplied_sheets.WRITTEN_SIGMA.items():
        for severity in SEVERITIES:
            for place, letter in enumerate(LETTERS[1:16]):
                cells = []
                for aql in range(11):
                    held = variables_cell(VARIABLES_LETTERS[min(place, 13)], aql, severity=severity, sigma=sigma)
                    size = max(held.size, 3)
                    k = float(acceptability_constant(held.maximum, size, sigma=sigma))
                    cells.append("↓" if held.arrow else f"{size} {k:.3f}".replace(".", ","))
                rows.append([word, supplied_sheets.WRITTEN_SEVERITY[severity], letter, *cells])
    return rows


def measured_workbook(
    edition: str = "iso-3951-1-2022", changed: Callable[[list[list[Any]]], None] = lambda rows: None
) -> bytes:
    rows = measured_rows()
    changed(rows)
    headings = ("Écart type", "Sévérité", "Lettre", *supplied_sheets.HEADINGS[5:16])
    return workbook({"exemplaire": named(edition, "NM ISO 3951-1, acheté en 2024"), "mesures": (headings, rows)})


def refused(content: bytes) -> list[tuple[str, int | None, str | None]]:
    """Name, row and column of each fault of a file that cannot be read."""
    try:
        read_supplied(content, file=FILE)
    except Refused as faults:
        return [(one.id.rpartition(".")[2], one.place.row, one.place.column) for one in faults.findings]
    raise AssertionError("nothing was refused")
