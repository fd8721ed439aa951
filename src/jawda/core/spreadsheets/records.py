"""From a sheet with a heading row to records by column name."""

from __future__ import annotations

from collections.abc import Sequence

from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets.model import Record, Sheet, Value, column_letters, folded, is_empty

__all__ = ["folded", "records"]


def records(sheet: Sheet, *, file: str, required: Sequence[str], optional: Sequence[str] = ()) -> tuple[Record, ...]:
    """The rows below the heading row, which is row 1; wholly empty rows are skipped.

    Headings are compared by :func:`folded`, and a record's keys are the names as ``required`` and ``optional``
    write them; a column that the file lacks is no key. ``Refused`` with every missing, unknown and doubled heading,
    and every column that holds values under no heading.

    >>> sheet = Sheet("", (("Référence", "LEVEL"), ("4.1", 3), (), ("4.2", None)))
    >>> for record in records(sheet, file="a.csv", required=("reference",), optional=("level",)):
    ...     print(record.row, dict(record.values))
    2 {'reference': '4.1', 'level': 3}
    4 {'reference': '4.2', 'level': None}
    """
    names = {folded(name): name for name in (*required, *optional)}
    places: dict[int, str] = {}
    findings: list[Finding] = []
    for position, cell in enumerate(sheet.rows[0] if sheet.rows else ()):
        if is_empty(cell):
            continue
        place = Place(file=file, sheet=sheet.name or None, row=1, column=str(cell).strip()[:80])
        name = names.get(folded(cell))
        if name is None:
            expected = ", ".join(names.values())
            findings.append(Finding(id="spreadsheets.unknown_column", place=place, arguments={"expected": expected}))
        elif name in places.values():
            findings.append(Finding(id="spreadsheets.doubled_column", place=place))
        else:
            places[position] = name
    findings += _without_heading(sheet, file)
    here = Place(file=file, sheet=sheet.name or None, row=1)
    findings += [
        Finding(id="spreadsheets.missing_column", place=here, arguments={"column": name})
        for name in required
        if name not in places.values()
    ]
    if findings:
        raise Refused(findings)
    return tuple(
        Record(number, {name: row[position] if position < len(row) else None for position, name in places.items()})
        for number, row in enumerate(sheet.rows[1:], 2)
        if not all(is_empty(value) for value in row)
    )


def _without_heading(sheet: Sheet, file: str) -> list[Finding]:
    """The first value of every column whose heading is empty: it would be lost without a word."""
    heading: tuple[Value, ...] = sheet.rows[0] if sheet.rows else ()
    found: dict[int, int] = {}
    for number, row in enumerate(sheet.rows[1:], 2):
        for position, value in enumerate(row):
            bare = position >= len(heading) or is_empty(heading[position])
            if bare and not is_empty(value):
                found.setdefault(position, number)
    return [
        Finding(
            id="spreadsheets.no_heading",
            place=Place(file=file, sheet=sheet.name or None, row=number, column=column_letters(position)),
        )
        for position, number in sorted(found.items())
    ]
