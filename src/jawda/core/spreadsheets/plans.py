"""What is to be written into a workbook, and writing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jawda.core.spreadsheets.model import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, its width in characters, and what a person may type under it.

    ``kind`` is the format of the cells still to be filled: in a column of text ``4.10`` stays ``4.10``.
    ``hint`` shows beside a cell while a person fills it; ``choices`` are the values it accepts.
    """

    name: str
    width: float = 14
    kind: Literal["text", "number", "date"] = "text"
    hint: str = ""
    choices: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """A sheet to write: a heading row of columns, then the rows; ``frozen_rows`` stay in view when one scrolls."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    frozen_rows: int = 1
    right_to_left: bool = False


def write_workbook(plans: Sequence[SheetPlan], *, title: str, created: datetime) -> bytes:
    """An XLSX file; ``created`` (aware) is its date, so that equal input gives equal bytes.

    What a spreadsheet cannot hold is written as the nearest thing it can: a control character as U+FFFD, a text
    past 32 767 characters cut with ``…``, a number that is not finite as nothing, a whole number of more than 15
    digits as text, an aware moment as its own wall clock. ``ValueError`` for no plan at all.

    >>> from datetime import UTC, datetime
    >>> from jawda.core.spreadsheets import read_workbook
    >>> plan = SheetPlan(name="Gaps", columns=(Column(name="reference"),), rows=(("=1+1",),))
    >>> content = write_workbook([plan], title="Gaps", created=datetime(2026, 1, 1, tzinfo=UTC))
    >>> read_workbook(content, file="gaps.xlsx").sheets[0].rows
    (('reference',), ('=1+1',))
    """
    from jawda.core.spreadsheets.writing import workbook_bytes  # noqa: PLC0415 - fifteen megabytes, for those who write

    return workbook_bytes(plans, title=title, created=created)
