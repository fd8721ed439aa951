"""Writing XLSX by openpyxl: the same values give the same bytes, and no text becomes a formula.

Importing this takes a sixth of a second and some fifteen megabytes: for those who write a workbook.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from jawda.core.spreadsheets.model import FORBIDDEN, Value, folded
from jawda.core.spreadsheets.plans import Column, SheetPlan

_LONGEST: Final = 32_767
"""Characters that a cell can hold (ECMA-376 part 1, 18.18.93 ``ST_Xstring`` as spreadsheet programs bound it)."""
_LONGEST_LIST: Final = 255
_ROWS_TO_FILL: Final = 1000
_EXACT: Final = 10**15
"""Spreadsheets keep 15 digits of a number: longer whole numbers are codes, and are written as text."""
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_FORMATS: Final = {"text": "@", "number": "General", "date": "yyyy-mm-dd"}
_DATE_TIME: Final = "yyyy-mm-dd hh:mm:ss"
_LISTS: Final = "_lists"
_FIXED: Final = (1980, 1, 1, 0, 0, 0)


def workbook_bytes(plans: Sequence[SheetPlan], *, title: str, created: datetime) -> bytes:
    """What :func:`~jawda.core.spreadsheets.plans.write_workbook` gives."""
    if not plans:
        raise ValueError("a workbook has at least one sheet")
    book = OpenpyxlWorkbook()
    book.remove(book.worksheets[0])
    moment = created.astimezone(UTC).replace(tzinfo=None)
    book.properties.title, book.properties.creator = _text(title), "Jawda"
    book.properties.created = book.properties.modified = moment
    names = {_LISTS}
    lists = _Lists()
    for plan in plans:
        _write_sheet(book.create_sheet(_sheet_name(plan.name, names)), plan, lists)
    lists.write(book)
    buffer = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(buffer, "w")).save()
    return _settled(buffer.getvalue())


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that spreadsheet programs accept: at most 31 characters, none of ``[]:*?/\\``, no two alike."""
    plain = _NOT_IN_A_NAME.sub("-", FORBIDDEN.sub("-", name)).strip("' \t\n") or "-"
    found, number = plain[:31], 1
    while folded(found) in {folded(other) for other in taken}:
        number += 1
        found = f"{plain[:26]} ({number})"
    taken.add(found)
    return found


def _write_sheet(sheet: Worksheet, plan: SheetPlan, lists: _Lists) -> None:
    sheet.sheet_view.rightToLeft = plan.right_to_left
    sheet.freeze_panes = f"A{plan.frozen_rows + 1}"
    for position, column in enumerate(plan.columns, 1):
        letter = get_column_letter(position)
        dimension = sheet.column_dimensions[letter]
        dimension.width, dimension.hidden = column.width, column.hidden
        dimension.number_format = _FORMATS[column.kind]
        _write_cell(sheet, 1, position, column.name)
        heading = sheet.cell(1, position)
        heading.font = Font(bold=True, color="FFFFFF")
        heading.fill = PatternFill("solid", fgColor="0D3F38")
        if column.choices or column.hint:
            last = max(len(plan.rows), _ROWS_TO_FILL) + 1
            validation = _validation(column, lists)
            validation.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(validation)
    for number, row in enumerate(plan.rows, 2):
        for position, value in enumerate(row, 1):
            _write_cell(sheet, number, position, value)


def _write_cell(sheet: Worksheet, row: int, position: int, value: Value) -> None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    cell = sheet.cell(row, position)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, str) or (isinstance(value, int) and abs(value) >= _EXACT):
        # set after the value: openpyxl takes a text that begins with "=" for a formula
        cell.value, cell.data_type, cell.number_format = _text(str(value)), "s", _FORMATS["text"]
    elif isinstance(value, float):
        # openpyxl writes 16 digits, and a float needs 17 to come back as itself
        cell.value, cell.data_type = repr(value), "n"
    elif isinstance(value, datetime):
        cell.value, cell.number_format = value.replace(tzinfo=None), _DATE_TIME
    elif isinstance(value, date):
        cell.value, cell.number_format = value, _FORMATS["date"]
    else:
        cell.value = value


def _text(text: str) -> str:
    """As ``ST_Xstring`` wants it: ``_x0041_`` in a text is escaped, or it would be read as ``A``."""
    plain = FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
    escaped = _ESCAPE.sub("_x005F_", plain)
    return escaped if len(escaped) <= _LONGEST else f"{escaped[: _LONGEST - 1]}…"


def _validation(column: Column, lists: _Lists) -> DataValidation:
    validation = DataValidation(allow_blank=True, showErrorMessage=True)
    if column.choices:
        validation.type = "list"
        inline = ",".join(column.choices)
        simple = len(inline) <= _LONGEST_LIST and not any({",", '"'} & set(choice) for choice in column.choices)
        validation.formula1 = f'"{inline}"' if simple else lists.add(column.choices)
    if column.hint:
        validation.showInputMessage = True
        validation.promptTitle, validation.prompt = _text(column.name)[:32], _text(column.hint)[:_LONGEST_LIST]
    return validation


class _Lists:
    """Choices too long for a formula, or with commas in them, stand in a hidden sheet."""

    def __init__(self) -> None:
        self.columns: dict[tuple[str, ...], str] = {}

    def add(self, choices: tuple[str, ...]) -> str:
        """Where these choices stand."""
        letter = self.columns.setdefault(choices, get_column_letter(len(self.columns) + 1))
        return f"{quote_sheetname(_LISTS)}!${letter}$1:${letter}${len(choices)}"

    def write(self, book: OpenpyxlWorkbook) -> None:
        """The hidden sheet, where there is anything to put on it."""
        if not self.columns:
            return
        sheet = book.create_sheet(_LISTS)
        sheet.sheet_state = "hidden"
        for position, choices in enumerate(self.columns, 1):
            for row, choice in enumerate(choices, 1):
                _write_cell(sheet, row, position, choice)


def _settled(content: bytes) -> bytes:
    """The archive again with fixed times: openpyxl stamps its parts with the hour of writing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _FIXED), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
