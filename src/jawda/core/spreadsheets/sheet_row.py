"""One row of a spreadsheet that people fill in: its cells as texts, numbers and days; faults with their place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime

from jawda.core.findings import Finding, Place
from jawda.core.spreadsheets.model import Record, Value, folded
from jawda.core.typed_numbers import NotANumber, parsed


class SheetRow:
    """A row and what is wrong with it; ``expected`` says by heading what may stand there.

    >>> row = SheetRow(Record(row=2, values={"due": "31/12/2026", "cost": "1 500,5"}), file="plan.csv")
    >>> row.day("due"), row.number("cost"), row.faults
    (datetime.date(2026, 12, 31), 1500.5, [])
    """

    def __init__(
        self, record: Record, *, file: str, sheet: str = "", expected: Mapping[str, str] | None = None
    ) -> None:
        self.record, self.file, self.sheet, self.expected = record, file, sheet, expected or {}
        self.faults: list[Finding] = []

    def __contains__(self, heading: str) -> bool:
        return heading in self.record.values

    def report(self, name: str, heading: str, **arguments: str | int) -> None:
        """A fault in the row's cell under a heading."""
        place = Place(file=self.file, sheet=self.sheet or None, row=self.record.row, column=heading)
        self.faults.append(Finding(id=name, place=place, arguments=arguments))

    def unknown(self, heading: str, value: object, expected: str = "") -> None:
        """What stands there is none of what may."""
        wanted = expected or self.expected.get(heading, "")
        self.report("codes.unknown_value", heading, value=str(value)[:60], expected=wanted)

    def too_long(self, heading: str, text: str, limit: int) -> None:
        """There is no room for it."""
        self.report("spreadsheets.cell_too_long", heading, characters=len(text), limit=limit)

    def cell(self, heading: str) -> Value:
        """As the file has it."""
        return self.record.values.get(heading)

    def text(self, heading: str) -> str:
        """Without spaces around it; a whole number without decimals."""
        value = self.cell(heading)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()

    def number(self, heading: str) -> float | None:
        """As people type it (:func:`jawda.core.typed_numbers.parsed`); nothing for an empty cell."""
        value = self.cell(heading)
        if isinstance(value, float) and math.isfinite(value):
            return value
        text = self.text(heading)
        try:
            return parsed(text)
        except NotANumber:
            self.unknown(heading, text)
            return None

    def whole(self, heading: str) -> int | None:
        """A number without decimals."""
        value = self.number(heading)
        if value is not None and not value.is_integer():
            self.unknown(heading, value)
            return None
        return None if value is None else int(value)

    def day(self, heading: str) -> date | None:
        """A day, as 2026-12-31 or 31/12/2026."""
        value = self.cell(heading)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = self.text(heading)
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(text, form).replace(tzinfo=UTC).date()
            except ValueError:
                continue
        if text:
            self.unknown(heading, text)
        return None

    def choice(self, heading: str, known: Mapping[str, str], usual: str) -> str:
        """The code of what is written, by itself or by its words in any language; the usual one for an empty cell.

        ``known``: code by words, folded.
        """
        text = self.text(heading)
        if not text:
            return usual
        found = known.get(folded(text))
        if found is None:
            self.unknown(heading, text)
        return found or usual
