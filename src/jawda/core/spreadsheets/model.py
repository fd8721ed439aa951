"""What a spreadsheet is to us: sheets of plain values, and limits on what we accept."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

from jawda.core.findings import Finding, Place, Refused

Value: TypeAlias = str | float | int | bool | date | datetime | None

#: Control characters but tab and line feed, surrogates, and what Unicode says is no character.
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on a file: sizes in bytes, ``ratio`` of inflated to packed size, the rest in counts.

    ``cells`` and ``characters`` bound a whole file, ``cell_characters`` one cell, ``rows`` and ``columns`` one sheet.
    """

    bytes: int = 20_000_000
    uncompressed_bytes: int = 200_000_000
    ratio: int = 100
    members: int = 1000
    sheets: int = 20
    rows: int = 20_000
    columns: int = 64
    cells: int = 1_500_000
    characters: int = 50_000_000
    cell_characters: int = 20_000


DEFAULTS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows[0]`` is row 1 of the file; empty rows are kept, so that row numbers hold; rows may differ in length."""

    name: str
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's sheets in order."""

    file: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """The first sheet of this name, compared as headings are (:func:`folded`), or ``None``.

        >>> Workbook("a.xlsx", (Sheet("Réponses", ()),)).sheet(" reponses ")
        Sheet(name='Réponses', rows=())
        """
        return next((sheet for sheet in self.sheets if folded(sheet.name) == folded(name)), None)


@dataclass(frozen=True, slots=True)
class Record:
    """One row below a heading row, by column name; ``row`` counts from 1 as the file does."""

    row: int
    values: Mapping[str, Value]


def folded(name: object) -> str:
    """A heading without case and accents; spaces, hyphens and underscores are the same, and none stand at its ends.

    >>> folded(" Référence "), folded("not applicable")
    ('reference', 'not_applicable')
    """
    plain = unicodedata.normalize("NFKD", str(name)).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return "_".join(letters.replace("-", " ").replace("_", " ").split())


def refuse(name: str, place: Place, /, **arguments: str | int | float) -> Refused:
    """One finding of this package as an exception to raise."""
    return Refused([Finding(id=f"spreadsheets.{name}", place=place, arguments=arguments)])


def is_empty(value: Value) -> bool:
    """Nothing, or white space only."""
    return value is None or (isinstance(value, str) and not value.strip())


def check_size(content: bytes, *, file: str, limits: Limits) -> None:
    """``Refused`` for a file over the limit of bytes."""
    if len(content) > limits.bytes:
        sizes = {"megabytes": round(len(content) / 1e6, 1), "limit": round(limits.bytes / 1e6, 1)}
        raise refuse("file_too_large", Place(file=file), **sizes)


def check_row(row: tuple[Value, ...], number: int, *, sheet: str, file: str, limits: Limits) -> None:
    """``Refused`` for a row (counted from 1) beyond the limits, or with a value that no person typed."""
    if number > limits.rows:
        raise refuse("too_many_rows", Place(file=file, sheet=sheet or None), rows=number, limit=limits.rows)
    if len(row) > limits.columns:
        place = Place(file=file, sheet=sheet or None, row=number)
        raise refuse("too_many_columns", place, columns=len(row), limit=limits.columns)
    for position, value in enumerate(row):
        if found := _fault(value, limits):
            place = Place(file=file, sheet=sheet or None, row=number, column=column_letters(position))
            raise refuse(found[0], place, **found[1])


def _fault(value: Value, limits: Limits) -> tuple[str, dict[str, str | int]] | None:
    if isinstance(value, float) and not math.isfinite(value):
        return "not_finite", {}
    if isinstance(value, str):
        if len(value) > limits.cell_characters:
            return "cell_too_long", {"characters": len(value), "limit": limits.cell_characters}
        if found := FORBIDDEN.search(value):
            return "control_character", {"code": f"U+{ord(found[0]):04X}", "position": found.start() + 1}
    return None


def settled(sheet: Sheet, *, file: str, limits: Limits) -> Sheet:
    """The sheet without its trailing empty rows; ``Refused`` as :func:`check_row` says."""
    rows = list(sheet.rows)
    while rows and all(is_empty(value) for value in rows[-1]):
        rows.pop()
    for number, row in enumerate(rows, 1):
        check_row(row, number, sheet=sheet.name, file=file, limits=limits)
    return Sheet(sheet.name, tuple(rows))


def column_letters(position: int) -> str:
    """The letters of a column counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
