"""Rows that repeat another exactly: entered or pasted twice, or equal by chance.

Measurements that repeat are no fault: two parts of a subgroup may be equal. Where the other columns (names, dates,
running numbers) tell rows apart and two rows agree in them too, somebody should look.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from jawda.core.statistics.reading.cells import Mark
from jawda.core.statistics.reading.columns import TableColumn
from jawda.core.statistics.reading.report import Notes
from jawda.core.statistics.reading.table import Table

#: Rows up to which they are looked for: the work is done cell by cell.
MOST_ROWS: Final = 100_000
#: Share of different rows that the columns which name them tell apart.
_NAMED: Final = 0.9


def tell_repeated(table: Table, notes: Notes) -> None:
    """Count the rows that repeat an earlier one; a warning where rows have names, a remark where they have none."""
    if len(table.columns) < 2 or len(table) > MOST_ROWS:
        return
    texts = [column.cells.texts() for column in table.columns]
    seen: set[tuple[str, ...]] = set()
    repeated: list[int] = []
    for at, row in enumerate(zip(*texts, strict=True)):
        if row in seen:
            repeated.append(at)
        seen.add(row)
    if not repeated:
        return
    naming = [place for place, column in enumerate(table.columns) if _names(column)]
    if all(_names(column) or _whole(column) for column in table.columns):
        naming = [place for place in naming if table.columns[place].kind != "number"]  # counts name nothing
    named = {tuple(row[place] for place in naming) for row in seen}
    tell = notes.warn if naming and len(named) >= _NAMED * len(seen) else notes.note
    rows = " · ".join(str(int(table.rows[at])) for at in repeated[:5])
    tell("repeated_rows", statistic=len(repeated), count=len(repeated), rows=rows)


def _names(column: TableColumn) -> bool:
    """Whether a column may name its rows: words, dates, whole numbers."""
    return column.kind in ("text", "date") or _whole(column)


def _whole(column: TableColumn) -> bool:
    values = column.values[column.marks == Mark.NUMBER]
    return column.kind == "number" and bool((values == np.floor(values)).all())
