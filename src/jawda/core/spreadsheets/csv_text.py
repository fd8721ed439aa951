"""CSV (RFC 4180) as spreadsheet programs really write it, read and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from jawda.core.findings import Place
from jawda.core.spreadsheets.model import (
    DEFAULTS,
    Limits,
    Sheet,
    Value,
    Workbook,
    check_row,
    check_size,
    refuse,
    settled,
)

_SEPARATORS: Final = ",;\t"
_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell must not begin with (OWASP, CSV injection; the full-width forms run in East Asian settings)."""


def read_csv(content: bytes, *, file: str, limits: Limits = DEFAULTS) -> Workbook:
    """One sheet named ``''`` of texts: CSV has no types. ``Refused`` with the row for what cannot be read.

    In UTF-8, in UTF-16 with its mark, or else in Windows-1252; separated by commas, semicolons or tabs, whichever
    stands most in the first line; spaces around a value go, an empty value is ``None``, and the apostrophe of
    :func:`write_csv` goes.

    >>> read_csv("nom;été\\nBenali;'-1".encode("cp1252"), file="a.csv").sheets[0].rows
    (('nom', 'été'), ('Benali', '-1'))
    """
    check_size(content, file=file, limits=limits)
    text = _decoded(content, file)
    rows: list[tuple[Value, ...]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for cells in reader:
            row = tuple(_unmarked(cell) for cell in cells)
            check_row(row, len(rows) + 1, sheet="", file=file, limits=limits)
            rows.append(row)
    except csv.Error as fault:
        raise refuse("broken_csv", Place(file=file, line=reader.line_num)) from fault
    return Workbook(file, (settled(Sheet("", tuple(rows)), file=file, limits=limits),))


def _decoded(content: bytes, file: str) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise refuse("not_a_table", Place(file=file))
        return text
    raise refuse("unknown_encoding", Place(file=file))


def _separator(text: str) -> str:
    """The separator that stands most often outside quotes in the first line, the comma where none does."""
    head = "".join(text[:10_000].lstrip("\r\n").split('"')[::2])
    line = next(iter(head.splitlines()), "")
    return max(_SEPARATORS, key=line.count)


def _unmarked(cell: str) -> str | None:
    text = cell.strip().replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("'") and text.lstrip("'").startswith(_RUN):
        text = text[1:]
    return text or None


def write_csv(columns: Sequence[str], rows: Sequence[Sequence[Value]], *, separator: str = ",") -> bytes:
    """UTF-8 with its mark, lines ended as RFC 4180 says, dates by ISO 8601.

    A text that a spreadsheet would run gets an apostrophe in front (OWASP, CSV injection), which :func:`read_csv`
    takes off again. Numbers are numbers and keep their sign.

    >>> write_csv(["name", "gap"], [["=1+1", -3]]).decode("utf-8-sig")
    "name,gap\\r\\n'=1+1,-3\\r\\n"
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow([_marked(name) for name in columns])
    for row in rows:
        writer.writerow([_marked(value) for value in row])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _marked(value: Value) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.lstrip("'").startswith(_RUN):
        return f"'{value}"
    return value
