"""Reading Parquet: columns with their types, out of memory, through polars."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets.model import Limits, check_size, column_letters, refuse
from jawda.core.statistics.reading.columns import TableColumn, column, draft
from jawda.core.statistics.reading.duplicates import tell_repeated
from jawda.core.statistics.reading.grid import Cells, MomentCells, NumberCells, ValueCells
from jawda.core.statistics.reading.report import LIMITS, ColumnUnderstood, Notes, ReadReport, Understood
from jawda.core.statistics.reading.table import Table
from jawda.core.statistics.reading.tables import Reading, tell_column, understood_column
from jawda.core.statistics.reading.units import unit_of_heading

if TYPE_CHECKING:
    import polars

MAGIC: Final = b"PAR1"


def read_parquet(
    name: str, data: bytes, *, reading: Reading | None = None, limits: Limits = LIMITS
) -> tuple[Table, ReadReport]:
    """The table of a Parquet file, with the report of its reading; nested columns are left out, and told."""
    reading = reading or Reading()
    check_size(data, file=name, limits=limits)
    notes = Notes()
    frame = _frame(name, data, limits, notes)
    if not frame.height or not frame.width:
        raise Refused([Finding(id="data_reading.no_data", place=Place(file=name))])
    columns: list[TableColumn] = []
    for place, heading in enumerate(frame.columns):
        cells = _cells(frame[heading], name, limits)
        made = draft(
            cells, name=heading, letter=column_letters(place), unit=unit_of_heading(heading), order=reading.dates
        )
        columns.append(
            column(made, decimal=reading.decimal or _decimal(made.proof), undecided=False, order=reading.dates)
        )
    table = Table(file=name, columns=tuple(columns), rows=np.arange(1, frame.height + 1))
    for found in columns:
        tell_column(found, table, notes)
    tell_repeated(table, notes)
    shown: tuple[ColumnUnderstood, ...] = tuple(understood_column(found) for found in columns)
    understood = Understood(format="parquet", rows=frame.height, columns=shown)
    report = notes.report(understood, file=name, data=data, count=frame.height, options=reading.options())
    return table, report


def _decimal(proof: dict[str, int]) -> str:
    return "." if proof.get(".", 0) > proof.get(",", 0) else ","


def _frame(name: str, data: bytes, limits: Limits, notes: Notes) -> polars.DataFrame:
    # a data frame library takes most of a second to import, and only this format needs it
    import polars  # noqa: PLC0415

    place = Place(file=name)
    try:
        schema = polars.read_parquet_schema(io.BytesIO(data))
        if len(schema) > limits.columns:
            raise refuse("too_many_columns", place, columns=len(schema), limit=limits.columns)
        rows = polars.scan_parquet(io.BytesIO(data)).select(polars.len()).collect().item()
        if rows > limits.rows:
            raise refuse("too_many_rows", place, rows=rows, limit=limits.rows)
        if rows * len(schema) > limits.cells:
            raise refuse("too_many_cells", place, limit=limits.cells)
        flat = [heading for heading, kind in schema.items() if not kind.is_nested() and kind != polars.Binary]
        left = [heading for heading in schema if heading not in flat]
        if left:
            notes.skip("nested_column", [], count=len(left))
            notes.warn("nested_columns", count=len(left), columns=" · ".join(left[:10])[:300])
        return polars.read_parquet(io.BytesIO(data), columns=flat, use_statistics=False)
    except polars.exceptions.PolarsError as fault:
        raise _broken(name) from fault
    except Refused:
        raise
    except BaseException as fault:  # a panic of the library is no Exception; anything else is passed on
        if isinstance(fault, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise _broken(name) from fault


def _broken(name: str) -> Refused:
    return Refused([Finding(id="data_reading.broken_parquet", place=Place(file=name))])


def _cells(series: polars.Series, file: str, limits: Limits) -> Cells:
    import polars  # noqa: PLC0415 - as above

    kind = series.dtype
    if kind.is_numeric():
        return NumberCells(series.cast(polars.Float64).fill_null(np.nan).to_numpy().astype(np.float64))
    if isinstance(kind, polars.Date | polars.Datetime):
        return MomentCells(_moments(series))
    texts = series.cast(polars.String, strict=False)
    # one long text that a million rows share is small in the file, and no longer here
    if int(texts.str.len_bytes().sum()) > limits.characters:
        raise refuse("too_many_characters", Place(file=file), limit=limits.characters)
    values: list[Any] = texts.to_list()
    return ValueCells(values)


def _moments(series: polars.Series) -> Any:
    import polars  # noqa: PLC0415 - as above

    plain = series.dt.replace_time_zone(None) if getattr(series.dtype, "time_zone", None) else series
    return plain.cast(polars.Datetime("ms")).to_numpy().astype("datetime64[s]")
