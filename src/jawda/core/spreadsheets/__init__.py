"""Spreadsheets and tables from people: hostile bytes in, frozen values out; values in, bytes out."""

from jawda.core.spreadsheets.csv_text import read_csv, write_csv
from jawda.core.spreadsheets.json_rows import read_json_rows
from jawda.core.spreadsheets.model import Limits, Record, Sheet, Value, Workbook
from jawda.core.spreadsheets.plans import Column, SheetPlan, write_workbook
from jawda.core.spreadsheets.records import records
from jawda.core.spreadsheets.sheet_row import SheetRow
from jawda.core.spreadsheets.tables import read_table
from jawda.core.spreadsheets.workbooks import read_workbook

__all__ = [
    "Column", "Limits", "Record", "Sheet", "SheetPlan", "SheetRow", "Value", "Workbook",
    "read_csv", "read_json_rows", "read_table", "read_workbook", "records", "write_csv", "write_workbook",
]  # fmt: skip
