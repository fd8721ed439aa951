"""Rows of a spreadsheet that people fill in, and what is wrong with them: named by file, row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.core.exceptions import ValidationError

from jawda.core.findings import Place, Refused
from jawda.core.findings.words import place_words, words_with_place
from jawda.core.spreadsheets import Limits, read_table, records
from jawda.core.spreadsheets.sheet_row import SheetRow
from jawda.foundation.ui.sheet_imports import RefusedRows
from jawda.foundation.ui.templatetags.ui import language

MOST: Final = 5_000
LIMITS: Final = Limits(bytes=10_000_000, rows=MOST + 1)


def rows_of(
    content: bytes, file: str, required: Sequence[str], optional: Sequence[str], *, sheet: str,
    expected: Mapping[str, str], limits: Limits = LIMITS,
) -> list[SheetRow]:  # fmt: skip
    """The rows of a file under these headings. ``RefusedRows`` for what is no table, or has other columns."""
    try:
        book = read_table(content, file=file, limits=limits)
        found = book.sheet(sheet) or book.sheets[0]
        rows = records(found, file=file, required=required, optional=optional)
    except Refused as refused:
        raise RefusedRows.of(refused) from refused
    return [SheetRow(record, file=file, sheet=found.name, expected=expected) for record in rows]


def sentences(rows: Sequence[SheetRow], said: Mapping[int, list[str]]) -> list[str]:
    """Every fault in the order of the rows; ``said`` are those of the verbs, by row."""
    return [
        sentence
        for row in rows
        for sentence in (
            *(words_with_place(finding, language()) for finding in row.faults), *said.get(row.record.row, ()),
        )
    ]  # fmt: skip


def fault(row: SheetRow, heading: str | None, message: str) -> str:
    """One sentence with its place."""
    place = Place(file=row.file, sheet=row.sheet or None, row=row.record.row, column=heading)
    colon = {"fr": "\N{NO-BREAK SPACE}: ", "ar": ": ", "en": ": "}[language()]
    return f"{place_words(place, language())}{colon}{message}"


def said_of(row: SheetRow, error: ValidationError, headings: Mapping[str, str]) -> list[str]:
    """What a verb refuses, under the heading of each field."""
    if not hasattr(error, "error_dict"):
        return [fault(row, None, message) for message in error.messages]
    return [
        fault(row, headings.get(field), message)
        for field, faults in error.error_dict.items()
        for message in ValidationError(faults).messages
    ]


def typed_ice(row: SheetRow) -> str:
    """A spreadsheet that took it for a number dropped its zeros."""
    text = row.text("ICE")
    return text.zfill(15) if text.isascii() and text.isdigit() and len(text) < 15 else text
