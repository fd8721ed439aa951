"""A referential from a file of any of its forms, told apart by content and not by name."""

from __future__ import annotations

from typing import Final

from jawda.core.findings import Place
from jawda.core.referentials.form import read_referential
from jawda.core.referentials.model import Referential
from jawda.core.referentials.oscal import read_oscal_catalog
from jawda.core.referentials.spreadsheet_reading import read_spreadsheet
from jawda.core.spreadsheets.model import refuse

_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0"
"""OLE 2: a workbook of before 2007 (.xls), or an XLSX that a password protects ([MS-OFFCRYPTO])."""


def read_any(content: bytes, *, file: str) -> Referential:
    """Our form in YAML, an OSCAL catalogue in JSON, or our workbook; ``Refused`` as the reader of that form says.

    >>> read_any(b'{"catalog": {}}', file="a.json")
    Traceback (most recent call last):
    jawda.core.findings.model.Refused: referentials.not_oscal
    """
    if content.startswith(_COMPOUND_FILE):
        raise refuse("old_or_protected", Place(file=file))
    if content.startswith(b"PK"):
        return read_spreadsheet(content, file=file)
    if content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return read_oscal_catalog(content, file=file)
    return read_referential(content, file=file)
