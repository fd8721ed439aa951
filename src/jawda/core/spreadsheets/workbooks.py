"""Reading XLSX: what the archive's examination let through, as plain values."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from jawda.core.findings import Place
from jawda.core.spreadsheets.archives import examined
from jawda.core.spreadsheets.model import DEFAULTS, Limits, Sheet, Value, Workbook, check_size, refuse, settled


def read_workbook(content: bytes, *, file: str, limits: Limits = DEFAULTS) -> Workbook:
    """An XLSX file's visible sheets (ECMA-376). ``Refused`` with the places of what is not a plain value.

    Formulas, error values and merged cells are refused: what they show depends on a program, and an answer must
    not. Macros are refused. Links to other files are left unread, and so are hidden sheets. Whole numbers come as
    ``int``, a date at midnight as ``date``, a time of day or a duration as text, white space alone as ``None``.
    """
    check_size(content, file=file, limits=limits)
    clean, hidden = examined(content, file=file, limits=limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(clean)) as book:
            sheets = [_sheet(book, name) for name in book.sheet_names if name not in hidden]
    except (CalamineError, ValueError, OverflowError) as fault:
        raise refuse("not_a_workbook", Place(file=file)) from fault
    return Workbook(file, tuple(settled(sheet, file=file, limits=limits) for sheet in sheets))


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return Sheet(name, tuple(tuple(_plain(value) for value in row) for row in rows))


def _plain(value: str | float | int | bool | date | datetime | time | timedelta) -> Value:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") if value.strip() else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, time | timedelta):
        return str(value)
    return value
