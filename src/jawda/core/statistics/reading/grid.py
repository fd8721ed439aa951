"""The cells of a file, by row and column, whatever the file: bytes of a text, or values of a workbook.

A grid is what the rest of this package reads; only its two kinds differ. Row numbers count from 1 as a spreadsheet
counts them: empty rows and everything above the headings are rows too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final, Protocol, TypeGuard

import numpy as np
from numpy.typing import NDArray

from jawda.core.spreadsheets.model import Value
from jawda.core.statistics.reading.plain_numbers import NONE, Bytes, Offsets, Plain, plain_numbers
from jawda.core.statistics.result import Floats

_TRIMMED: Final = 64
"""Spaces around a cell that are taken off; whoever writes more gets a text."""
_FEW: Final = 1000
"""Cells that are cut out one by one, without a copy of the whole text."""
_SPACE, _TAB, _LINE_FEED, _QUOTE = 32, 9, 10, 34


class Cells(Protocol):
    """One column of cells."""

    def __len__(self) -> int: ...

    def text(self, index: int) -> str:
        """The cell as text, without spaces around it."""

    def texts(self) -> list[str]:
        """All of them."""

    def plain(self) -> Plain:
        """The plain numbers among them."""

    def moments(self) -> NDArray[np.datetime64] | None:
        """Where cells are typed: their dates, NaT where a cell holds none. ``None`` where nothing is typed."""


class Grid(Protocol):
    """Rows of cells, which may differ in length."""

    @property
    def counts(self) -> Offsets:
        """How many cells each row has, empty ones at its end not counted."""

    @property
    def written(self) -> Offsets:
        """How many cells each row has, empty ones counted."""

    def row(self, index: int) -> list[str]:
        """The cells of one row (from 0) as texts, empty ones at its end left away."""

    def column(self, place: int, rows: Offsets) -> Cells:
        """The cells at ``place`` (from 0) of some rows; a row that is too short has an empty one."""


@dataclass(frozen=True, slots=True, eq=False)
class ByteCells:
    """Cells ``buffer[starts[i]:ends[i]]`` of a text in UTF-8; ``doubled`` where quotes inside are written twice."""

    buffer: Bytes
    starts: Offsets
    ends: Offsets
    doubled: bool = False

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, index: int) -> str:
        """See :class:`Cells`."""
        return self._decoded(self.buffer[self.starts[index] : self.ends[index]].tobytes())

    def texts(self) -> list[str]:
        """See :class:`Cells`; equal cells share one text."""
        if len(self.starts) < _FEW:
            return [self.text(index) for index in range(len(self.starts))]
        whole = self.buffer.tobytes()
        known: dict[bytes, str] = {}
        found = []
        for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True):
            raw = whole[start:end]
            text = known.get(raw)
            if text is None:
                text = known[raw] = self._decoded(raw)
            found.append(text)
        return found

    def plain(self) -> Plain:
        """See :class:`Cells`."""
        return plain_numbers(self.buffer, self.starts, self.ends)

    def moments(self) -> None:
        """A text has no types."""

    def _decoded(self, raw: bytes) -> str:
        text = raw.decode("utf-8").strip()
        return text.replace('""', '"') if self.doubled else text


@dataclass(frozen=True, slots=True, eq=False)
class ValueCells:
    """Cells that a program gave as values: numbers are numbers, dates are dates."""

    values: Sequence[Value]

    def __len__(self) -> int:
        return len(self.values)

    def text(self, index: int) -> str:
        """See :class:`Cells`."""
        return shown(self.values[index])

    def texts(self) -> list[str]:
        """See :class:`Cells`."""
        return [shown(value) for value in self.values]

    def plain(self) -> Plain:
        """See :class:`Cells`: those that are numbers by type."""
        plain = np.array([_is_number(value) for value in self.values], dtype=bool)
        numbers = [float(value) if _is_number(value) else np.nan for value in self.values]
        zeros = np.zeros(len(plain), dtype=np.uint8)
        return Plain(
            values=np.array(numbers, dtype=np.float64),
            plain=plain,
            sign=zeros + np.uint8(NONE),
            proved=zeros.astype(bool),
        )

    def moments(self) -> NDArray[np.datetime64] | None:
        """See :class:`Cells`."""
        if not any(isinstance(value, date) for value in self.values):
            return None
        return np.array([_moment(value) for value in self.values], dtype="datetime64[s]")


@dataclass(frozen=True, slots=True, eq=False)
class NumberCells:
    """Cells of a column that is numbers throughout, NaN where there is none."""

    values: Floats

    def __len__(self) -> int:
        return len(self.values)

    def text(self, index: int) -> str:
        """See :class:`Cells`."""
        return "" if np.isnan(self.values[index]) else shown(float(self.values[index]))

    def texts(self) -> list[str]:
        """See :class:`Cells`."""
        return [self.text(index) for index in range(len(self.values))]

    def plain(self) -> Plain:
        """See :class:`Cells`."""
        zeros = np.zeros(len(self.values), dtype=np.uint8)
        return Plain(values=self.values, plain=~np.isnan(self.values), sign=zeros, proved=zeros.astype(bool))

    def moments(self) -> None:
        """Numbers only."""


@dataclass(frozen=True, slots=True, eq=False)
class MomentCells:
    """Cells of a column that is dates throughout, NaT where there is none."""

    values: NDArray[np.datetime64]

    def __len__(self) -> int:
        return len(self.values)

    def text(self, index: int) -> str:
        """See :class:`Cells`."""
        value = self.values[index]
        return "" if np.isnat(value) else str(value)

    def texts(self) -> list[str]:
        """See :class:`Cells`."""
        return [self.text(index) for index in range(len(self.values))]

    def plain(self) -> Plain:
        """See :class:`Cells`: none."""
        return NumberCells(np.full(len(self.values), np.nan)).plain()

    def moments(self) -> NDArray[np.datetime64]:
        """See :class:`Cells`."""
        return self.values


class ByteGrid:
    """The cells of a text, as offsets into its bytes: the flat cell ``first[r] + j`` is that of row r, column j."""

    def __init__(self, buffer: Bytes, starts: Offsets, ends: Offsets, first: Offsets, doubled: bool) -> None:
        self._buffer, self._starts, self._ends, self._first, self._doubled = buffer, starts, ends, first, doubled
        self.written = np.diff(np.append(first, len(starts)))

    @cached_property
    def counts(self) -> Offsets:
        """See :class:`Grid`."""
        filled = np.flatnonzero(self._ends > self._starts)
        rows = np.searchsorted(self._first, filled, side="right") - 1
        counts = np.zeros(len(self._first), dtype=np.int64)
        # places grow along the cells of a row: the last one written is the last that is filled
        counts[rows] = filled - self._first[rows] + 1
        return counts

    @property
    def longest(self) -> int:
        """The bytes of the longest cell."""
        return int((self._ends - self._starts).max(initial=0))

    def row(self, index: int) -> list[str]:
        """See :class:`Grid`."""
        first = int(self._first[index])
        cells = ByteCells(self._buffer, self._starts, self._ends, self._doubled)
        return [cells.text(flat) for flat in range(first, first + int(self.counts[index]))]

    def column(self, place: int, rows: Offsets) -> ByteCells:
        """See :class:`Grid`."""
        there = self.written[rows] > place
        flat = np.where(there, self._first[rows] + place, 0)
        starts = np.where(there, self._starts[flat], 0)
        ends = np.where(there, self._ends[flat], 0)
        return ByteCells(self._buffer, starts, ends, self._doubled)


class ValueGrid:
    """The rows of a sheet."""

    def __init__(self, rows: Sequence[Sequence[Value]]) -> None:
        self._rows = rows
        self.counts = np.array([_filled(row) for row in rows], dtype=np.int64)
        # in a sheet no row ends before another
        self.written = np.full(len(rows), max((len(row) for row in rows), default=0), dtype=np.int64)

    def row(self, index: int) -> list[str]:
        """See :class:`Grid`."""
        return [shown(value) for value in self._rows[index][: self.counts[index]]]

    def column(self, place: int, rows: Offsets) -> ValueCells:
        """See :class:`Grid`."""
        chosen = (self._rows[index] for index in rows.tolist())
        return ValueCells([row[place] if len(row) > place else None for row in chosen])


def split(text: str, separator: str) -> ByteGrid | None:
    """Cut a text at its line feeds and separators, outside quotes (RFC 4180); spaces around a cell go.

    ``None`` where a quote opens or closes inside a cell: such a text needs reading cell after cell.

    >>> split('a;"b;c"\\n1;2', ";").row(0)
    ['a', 'b;c']
    """
    raw = text.encode("utf-8", errors="replace")
    buffer = np.frombuffer(raw if raw.endswith(b"\n") else raw + b"\n", np.uint8)
    breaks = (buffer == ord(separator)) | (buffer == _LINE_FEED)
    quoted = b'"' in raw
    if quoted:
        # an odd number of quotes so far: inside a quoted cell
        inside = np.bitwise_xor.accumulate((buffer == _QUOTE).view(np.uint8)).astype(bool)
        if inside[-1]:
            return None
        breaks &= ~inside
    ends = np.flatnonzero(breaks)
    starts = np.concatenate(([0], ends[:-1] + 1))
    lines = buffer[ends] == _LINE_FEED
    first = np.concatenate(([0], np.flatnonzero(lines)[:-1] + 1))
    starts, ends = _trimmed(buffer, starts, ends, separator)
    doubled = False
    if quoted:
        opened = (ends > starts) & (buffer[starts] == _QUOTE)
        proper = opened & (ends > starts + 1) & (buffer[ends - 1] == _QUOTE)
        starts, ends = starts + proper, ends - proper
        doubled = b'""' in raw
        if not _only_doubled(buffer, starts, ends):
            return None
        starts, ends = _trimmed(buffer, starts, ends, separator)
    return ByteGrid(buffer, starts, ends, first, doubled)


def of_rows(rows: Sequence[Sequence[str]]) -> ByteGrid:
    """Rows of texts as one text with offsets.

    >>> of_rows([["a", "b"], ["c"]]).row(0)
    ['a', 'b']
    """
    cells = [cell.encode("utf-8", errors="replace") for row in rows for cell in row or ("",)]
    ends = np.cumsum([len(cell) for cell in cells], dtype=np.int64)
    starts = np.concatenate((ends[:0], [0], ends[:-1]))
    first = np.concatenate(([0], np.cumsum([max(1, len(row)) for row in rows], dtype=np.int64)[:-1]))
    # one byte more, so that an empty cell at the end stands somewhere
    return ByteGrid(np.frombuffer(b"".join(cells) + b"\n", np.uint8), starts, ends, first, False)


def _trimmed(buffer: Bytes, starts: Offsets, ends: Offsets, separator: str) -> tuple[Offsets, Offsets]:
    spaces = np.zeros(256, dtype=bool)
    spaces[[_SPACE] if separator == "\t" else [_SPACE, _TAB]] = True
    for _ in range(_TRIMMED):
        leading = (starts < ends) & spaces[buffer[starts]]
        if not leading.any():
            break
        starts = starts + leading
    for _ in range(_TRIMMED):
        trailing = (starts < ends) & spaces[buffer[ends - 1]]
        if not trailing.any():
            break
        ends = ends - trailing
    return starts, ends


def _only_doubled(buffer: Bytes, starts: Offsets, ends: Offsets) -> bool:
    """Whether each quote left inside a cell is one of a pair."""
    quotes = np.flatnonzero(buffer == _QUOTE)
    cells = np.searchsorted(starts, quotes, side="right") - 1
    inside = quotes[(cells >= 0) & (quotes < ends[np.maximum(cells, 0)])]
    return len(inside) % 2 == 0 and bool((np.diff(inside)[::2] == 1).all())


def shown(value: Value) -> str:
    """A value as its text: the shortest that gives the same number back.

    >>> shown(1.0), shown(0.1), shown(True), shown(None)
    ('1', '0.1', 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()


def _is_number(value: Value) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _moment(value: Value) -> np.datetime64:
    if isinstance(value, datetime):
        return np.datetime64(value.replace(tzinfo=None), "s")
    return np.datetime64(value, "s") if isinstance(value, date) else np.datetime64("NaT", "s")


def _filled(row: Sequence[Value]) -> int:
    """The number of cells up to the last that holds something."""
    return next((place + 1 for place in range(len(row) - 1, -1, -1) if shown(row[place])), 0)
