"""Workbooks made for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import Any

import openpyxl

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(*sheets: tuple[str, list[list[Any]]], merged: str | None = None) -> bytes:
    """Sheets of rows; a text that begins with = is a formula."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merged:
            sheet.merge_cells(merged)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def archive(parts: Iterable[tuple[str, str | bytes]]) -> bytes:
    """A zip archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts:
            file.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return target.getvalue()


def ods(tables: str) -> bytes:
    """An OpenDocument spreadsheet around tables."""
    names = 'xmlns:office="urn:office" xmlns:table="urn:table" xmlns:text="urn:text"'
    content = f"<office:document-content {names}><office:body>{tables}</office:body></office:document-content>"
    return archive([("mimetype", MEDIA_TYPE), ("content.xml", content)])


def cell(value: Any, attributes: str = "") -> str:
    """One cell of an OpenDocument table."""
    if value is None:
        return f"<table:table-cell {attributes}/>"
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    elif isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {attributes}><text:p>{value}</text:p></table:table-cell>"


def row(*values: Any, attributes: str = "") -> str:
    """One row of an OpenDocument table."""
    cells = "".join(value if str(value).startswith("<") else cell(value) for value in values)
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def sheet(*rows: str, name: str = "Mesures") -> str:
    """One OpenDocument table."""
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'
