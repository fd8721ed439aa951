"""From a grid of cells to a table and its report: the same for a text, a workbook and a data frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets.model import column_letters
from jawda.core.statistics.reading.cells import CENSORED, Mark
from jawda.core.statistics.reading.columns import Draft, TableColumn, column, draft
from jawda.core.statistics.reading.dates import Order
from jawda.core.statistics.reading.duplicates import tell_repeated
from jawda.core.statistics.reading.grid import Grid
from jawda.core.statistics.reading.layout import Layout, layout
from jawda.core.statistics.reading.report import ColumnUnderstood, Notes
from jawda.core.statistics.reading.table import Table
from jawda.core.statistics.result import Option

_FAR: Final = 10.0
"""A value so many times the typical one, or so many times smaller, is asked about."""
_CLOSE: Final = 3.0
_FEW: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a person may say of a table; what is ``None`` is found out, and told.

    ``header`` is the row of the headings (from 1; 0: there is none); ``dates`` the order of day and month; ``totals``
    whether rows such as « Total » are skipped or kept; ``sheet`` a sheet's name.
    """

    encoding: str | None = None
    separator: str | None = None
    decimal: Literal[",", "."] | None = None
    dates: Literal["day", "month"] | None = None
    header: int | None = None
    totals: Literal["skip", "keep"] = "skip"
    sheet: str | None = None

    def __post_init__(self) -> None:
        if self.decimal not in (None, ",", "."):
            raise ValueError(f"decimal: {self.decimal!r}")
        if self.dates not in (None, "day", "month"):
            raise ValueError(f"dates: {self.dates!r}")
        if self.totals not in ("skip", "keep"):
            raise ValueError(f"totals: {self.totals!r}")
        if self.header is not None and self.header < 0:
            raise ValueError(f"header: {self.header!r}")
        if self.separator is not None and (len(self.separator) != 1 or self.separator in '"\r\n'):
            raise ValueError(f"separator: {self.separator!r}")

    def options(self) -> dict[str, Option]:
        """As a report shows them."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tabled:
    """A table with how it was understood."""

    table: Table
    header_row: int | None
    units_row: int | None
    decimal: str | None
    columns: tuple[ColumnUnderstood, ...]


def tabled(
    grid: Grid, *, file: str, reading: Reading, notes: Notes, sheet: str | None = None, separator: str | None = None
) -> Tabled:
    """Find the table in a grid and read its columns. ``Refused`` where there is no row of data."""
    has_header = None if reading.header is None else reading.header > 0
    header = reading.header - 1 if reading.header else None
    if header is not None and header >= len(grid.counts):
        raise _refused("no_data", file, sheet)
    if not grid.counts.any():
        raise _refused("no_data", file, sheet)
    found = layout(grid, header=header, has_header=has_header, keep_totals=reading.totals == "keep")
    if not found.body.size or not found.names:
        raise _refused("no_data", file, sheet)
    _tell_layout(found, notes)
    order: Order | None = reading.dates
    drafts = [
        draft(grid.column(place, found.body), name=name, letter=column_letters(place), unit=unit, order=order)
        for place, (name, unit) in enumerate(zip(found.names, found.units, strict=True))
    ]
    columns = []
    for half in drafts:
        decimal, undecided = _decimal(half, drafts, reading.decimal, separator, notes)
        columns.append(column(half, decimal=decimal, undecided=undecided, order=order))
    unused = {made.name for made in columns if made.kind == "empty" and made.name in found.unnamed}
    notes.skip("empty_column", [], count=len(unused))
    kept = tuple(made for made in columns if made.name not in unused)
    table = Table(file=file, sheet=sheet, columns=kept, rows=found.body + 1)
    for made in kept:
        tell_column(made, table, notes)
    tell_repeated(table, notes)
    return Tabled(
        table=table,
        header_row=None if found.header is None else found.header + 1,
        units_row=None if found.units_row is None else found.units_row + 1,
        decimal=next((made.decimal for made in kept if made.decimal and made.undecided is None), None),
        columns=tuple(understood_column(made) for made in kept),
    )


def _refused(name: str, file: str, sheet: str | None) -> Refused:
    return Refused([Finding(id=f"data_reading.{name}", place=Place(file=file, sheet=sheet))])


def _decimal(
    made: Draft, drafts: list[Draft], asked: str | None, separator: str | None, notes: Notes
) -> tuple[str, bool]:
    """The decimal sign of a column, and whether nothing decides it."""
    proof = made.proof
    commas, points = proof.get(",", 0), proof.get(".", 0)
    open_commas, open_points = proof.get("?,", 0), proof.get("?.", 0)
    if asked:
        return asked, False
    if commas or points:
        decimal = "," if commas >= points else "."
        if commas and points:
            notes.warn("mixed_decimals", column=made.name, decimal=decimal, count=min(commas, points))
        return decimal, False
    file_commas = sum(other.proof.get(",", 0) for other in drafts)
    file_points = sum(other.proof.get(".", 0) for other in drafts)
    file_decimal = "," if file_commas > file_points else "." if file_points > file_commas else None
    if not (open_commas or open_points):
        return file_decimal or ",", False
    if open_commas and open_points:
        return ",", True
    sign = "," if open_commas else "."
    if file_decimal == sign:
        return sign, False
    if file_decimal == "." or (file_decimal is None and (sign == "." or separator == ";")):
        # « 1,234 » beside « 12.5 »: groups of thousands. Alone: a comma between semicolons is a decimal one, as such
        # files are written, and a point is, since only few countries group digits with it
        decimal = file_decimal or sign
        notes.assume("decimal_assumed", column=made.name, value=_open_cell(made), decimal=decimal)
        return decimal, False
    return sign, True


def _open_cell(made: Draft) -> str:
    at = np.flatnonzero((made.plain.sign > 0) & ~made.plain.proved)
    if at.size:
        return made.cells.text(int(at[0]))
    return next((text for text in made.rest if "," in text or "." in text), "")[:60]


def _tell_layout(found: Layout, notes: Notes) -> None:
    for reason, rows in found.skipped.items():
        notes.skip(reason, [row + 1 for row in rows])
        if rows:
            named = " · ".join(str(row + 1) for row in rows[:5])
            notes.warn(f"skipped_{reason}", statistic=len(rows), count=len(rows), rows=named)
    if found.header is None:
        notes.assume("no_headings", names=" · ".join(found.names[:10]))
    for name in found.repeated[:10]:
        notes.warn("repeated_heading", column=name)
    if found.short:
        named = " · ".join(str(row + 1) for row in found.short[:5])
        notes.warn("short_rows", statistic=len(found.short), count=len(found.short), rows=named)


def tell_column(made: TableColumn, table: Table, notes: Notes) -> None:
    """Findings of one column."""
    if made.undecided is not None:
        notes.assume("decimal_undecided", column=made.name, value=made.undecided, decimal=made.decimal or ",")
    value, read = _first_date(made) if made.dates_assumed or made.short_years else ("", "")
    if made.dates_assumed:
        notes.assume("dates_assumed", column=made.name, value=value, read=read)
    if made.short_years:
        notes.assume("short_years", column=made.name, value=value, read=read)
    if made.kind != "number":
        return
    if made.units:
        notes.warn("units_mixed", column=made.name, units=" · ".join(made.units[:10]))
    reasons: dict[str, tuple[Mark, ...]] = {
        "empty": (Mark.EMPTY,),
        "absent": (Mark.ABSENT,),
        "not_determined": (Mark.NOT_DETERMINED,),
        "censored": CENSORED,
        "not_a_number": (Mark.TEXT, Mark.DATE),
    }
    for reason, marks in reasons.items():
        at = np.flatnonzero(np.isin(made.marks, [int(mark) for mark in marks]))
        if not at.size:
            continue
        rows = table.rows[at].tolist()
        notes.skip(reason, rows, column=made.name)
        tell = notes.assume if reason == "not_determined" else notes.warn
        arguments = {} if reason == "empty" else {"value": made.cells.text(int(at[0]))[:60]}
        tell(f"cells_{reason}", statistic=len(at), column=made.name, count=len(at), row=rows[0], **arguments)
    if made.undecided is None:
        _tell_far(made, table, notes)


def _tell_far(made: TableColumn, table: Table, notes: Notes) -> None:
    """A few values in a column ten times the others: a sign lost, another unit, or real ones. Never dropped."""
    at = np.flatnonzero((made.marks == Mark.NUMBER) & (made.values != 0) & np.isfinite(made.values))
    if len(at) < 4:
        return
    sizes = np.abs(made.values[at])
    typical = float(np.median(sizes))
    ratios = np.maximum(sizes / typical, typical / sizes)
    far = ratios >= _FAR
    few = max(1, int(len(at) * _FEW))
    if not 1 <= far.sum() <= few or bool((ratios[~far] > _CLOSE).any()):
        return
    places = at[far]
    factor = float(ratios[far].max())
    notes.assume(
        "far_values",
        statistic=factor,
        column=made.name,
        count=len(places),
        row=int(table.rows[places[0]]),
        value=made.cells.text(int(places[0])),
        typical=typical,
        factor=round(factor),
    )


def _first_date(made: TableColumn) -> tuple[str, str]:
    """The first date whose day and month differ (else the first): as it stands, and as it was read."""
    assert made.moments is not None
    at = np.flatnonzero(made.marks == Mark.DATE)
    texts = made.moments[at].astype("datetime64[D]").astype(str)
    place = next((place for place, text in enumerate(texts[:1000]) if text[5:7] != text[8:10]), 0)
    return made.cells.text(int(at[place])), str(texts[place])


def understood_column(made: TableColumn) -> ColumnUnderstood:
    return ColumnUnderstood(
        name=made.name,
        letter=made.letter,
        kind=made.kind,
        unit=made.unit,
        decimal=made.decimal,
        date_format=made.date_format,
        numbers=made.count(Mark.NUMBER),
        dates=made.count(Mark.DATE),
        texts=made.count(Mark.TEXT),
        empty=made.count(Mark.EMPTY),
        absent=made.count(Mark.ABSENT),
        not_determined=made.count(Mark.NOT_DETERMINED),
        censored=made.count(*CENSORED),
    )
