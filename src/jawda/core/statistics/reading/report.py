"""What a read came to: what was understood, what was skipped and why, what could be read in two ways.

Nothing that a reader decides stays with the reader: every guess is an entry of ``ambiguous`` that names what was
assumed and the option that says otherwise, every row or value left out is counted under ``skipped`` with its reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Final

from jawda.core.findings.model import Argument
from jawda.core.spreadsheets.model import Limits
from jawda.core.statistics.result import NAMED_ROWS, Check, Inputs, Method, Option, Result, Status

#: What a file of measurements may be; a smaller bound is an argument of every reader.
LIMITS: Final = Limits(
    bytes=200_000_000,
    uncompressed_bytes=400_000_000,
    rows=5_000_000,
    columns=2_000,
    cells=50_000_000,
    characters=400_000_000,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnUnderstood:
    """One column: its heading, the letter a spreadsheet gives it, and what its cells are.

    ``kind`` is ``number``, ``date``, ``text`` or ``empty``; the counts are of cells; ``date_format`` is that of
    ``strftime``.
    """

    name: str
    letter: str
    kind: str
    unit: str | None = None
    decimal: str | None = None
    date_format: str | None = None
    numbers: int = 0
    dates: int = 0
    texts: int = 0
    empty: int = 0
    absent: int = 0
    not_determined: int = 0
    censored: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """How the bytes were read; rows count from 1 as a spreadsheet does. ``facts`` are those of one format."""

    format: str
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    header_row: int | None = None
    units_row: int | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    rows: int = 0
    columns: tuple[ColumnUnderstood, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Rows, lines or values left out for one reason; ``rows`` names the first hundred."""

    reason: str
    count: int
    rows: tuple[int, ...] = ()
    column: str | None = None


@dataclass(frozen=True, kw_only=True)
class FileInputs(Inputs):
    """The account of a file: ``count`` rows or values, and the fingerprint of its bytes."""

    digest: str = ""

    @cached_property
    def sha256(self) -> str:
        """Of the file's bytes."""
        return self.digest


@dataclass(frozen=True, kw_only=True)
class ReadReport(Result):
    """The report of one read; ``findings`` hold everything, ``ambiguous`` those where a reading was assumed."""

    schema: ClassVar[str] = "read-report/1"

    understood: Understood
    skipped: tuple[Skipped, ...] = ()
    ambiguous: tuple[Check, ...] = ()

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each column of the file."""
        return [{name: getattr(column, name) for name in column.__slots__} for column in self.understood.columns]


class Notes:
    """What a reader writes down on its way; becomes the report."""

    def __init__(self) -> None:
        self.findings: list[Check] = []
        self.ambiguous: list[Check] = []
        self.skipped: list[Skipped] = []

    def warn(self, name: str, /, *, statistic: float | None = None, **arguments: Argument) -> None:
        """Something a person should know."""
        self.findings.append(_check(name, Status.WARN, statistic, arguments))

    def note(self, name: str, /, *, statistic: float | None = None, **arguments: Argument) -> None:
        """Something that is well."""
        self.findings.append(_check(name, Status.OK, statistic, arguments))

    def assume(self, name: str, /, *, statistic: float | None = None, **arguments: Argument) -> None:
        """Something that could be read in two ways."""
        check = _check(name, Status.WARN, statistic, arguments)
        self.findings.append(check)
        self.ambiguous.append(check)

    def skip(self, reason: str, rows: Sequence[int], *, count: int | None = None, column: str | None = None) -> None:
        """Left out, for one reason; nothing where there is nothing."""
        total = len(rows) if count is None else count
        if total:
            named = tuple(int(row) for row in rows[:NAMED_ROWS])
            self.skipped.append(Skipped(reason=reason, count=total, rows=named, column=column))

    def report(
        self, understood: Understood, *, file: str, data: bytes, count: int, options: Mapping[str, Option]
    ) -> ReadReport:
        """The report."""
        return ReadReport(
            method=Method(name="reading", options=options),
            inputs=FileInputs(count=count, file=file, digest=hashlib.sha256(data).hexdigest()),
            findings=tuple(self.findings),
            understood=understood,
            skipped=tuple(self.skipped),
            ambiguous=tuple(self.ambiguous),
        )


def _check(name: str, status: Status, statistic: float | None, arguments: Mapping[str, Argument]) -> Check:
    return Check(id=f"data_reading.{name}", status=status, statistic=statistic, arguments=arguments)
