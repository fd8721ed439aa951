"""Reading any table: told apart by content, then read as XLSX, JSON rows or CSV."""

from __future__ import annotations

from typing import Final

from jawda.core.findings import Place
from jawda.core.spreadsheets.csv_text import read_csv
from jawda.core.spreadsheets.json_rows import read_json_rows
from jawda.core.spreadsheets.model import DEFAULTS, Limits, Workbook, check_size, refuse
from jawda.core.spreadsheets.workbooks import read_workbook

_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0"
"""OLE 2: a workbook of before 2007 (.xls), or an XLSX that a password protects ([MS-OFFCRYPTO])."""
_OTHERS: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"{\\rtf", b"<")


def read_table(content: bytes, *, file: str, limits: Limits = DEFAULTS) -> Workbook:
    """XLSX, a JSON list of objects, or CSV, told apart by content and not by name; ``Refused`` for anything else.

    >>> read_table(b"reference;level\\n4.1;3\\n", file="answers.csv").sheets[0].rows
    (('reference', 'level'), ('4.1', '3'))
    """
    check_size(content, file=file, limits=limits)
    if content.startswith(_COMPOUND_FILE):
        raise refuse("old_or_protected", Place(file=file))
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(_OTHERS):
        raise refuse("not_a_table", Place(file=file))
    if content.startswith(b"PK"):
        return read_workbook(content, file=file, limits=limits)
    if start.startswith((b"[", b"{")):
        return read_json_rows(content, file=file, limits=limits)
    return read_csv(content, file=file, limits=limits)
