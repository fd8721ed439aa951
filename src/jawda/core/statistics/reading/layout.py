"""Where a table stands in its sheet: lines above it, headings, a row of units, the data, totals below.

The width of a table is that of most of its rows; what is narrower above the headings is a preamble, what begins with
« Total » or « Moyenne » is computed from the data and no part of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from jawda.core.spreadsheets.model import column_letters, folded
from jawda.core.statistics.reading.cells import Mark, understood
from jawda.core.statistics.reading.dates import dates
from jawda.core.statistics.reading.grid import Grid
from jawda.core.statistics.reading.plain_numbers import Offsets
from jawda.core.statistics.reading.units import bare_unit, unit_of_heading

_HEAD: Final = 100
"""Rows looked at to find the table."""
_TAIL: Final = 30
_TOTALS: Final = frozenset(
    (
        "total", "totaux", "total_general", "sous_total", "somme", "moyenne", "mediane", "ecart_type", "variance",
        "minimum", "maximum", "min", "max", "etendue", "effectif", "sum", "subtotal", "grand_total", "mean", "average",
        "median", "std", "stdev", "sd", "standard_deviation", "range", "count", "المجموع", "المعدل", "المتوسط",
    )
)  # fmt: skip
_COMMENTS: Final = ("#", "//", "%%")
_NAMES: Final = (Mark.TEXT, Mark.ABSENT, Mark.NOT_DETERMINED)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """Rows count from 0 here; ``body`` are those of the data, ``skipped`` the others by reason."""

    names: tuple[str, ...]
    units: tuple[str | None, ...]
    header: int | None
    units_row: int | None
    body: Offsets
    skipped: dict[str, list[int]] = field(default_factory=dict)
    short: tuple[int, ...] = ()
    """Rows of the data with fewer cells than headings."""
    repeated: tuple[str, ...] = ()
    """Headings that stand twice; the later ones got a number."""
    unnamed: tuple[str, ...] = ()


def layout(grid: Grid, *, header: int | None, has_header: bool | None, keep_totals: bool) -> Layout:
    """Find the table of a grid. ``header`` (from 0) and ``has_header`` say what a person knows."""
    counts = grid.counts
    sample = [grid.row(index) for index in range(min(len(counts), _HEAD))]
    if header is None:
        start, named = _start(sample)
        named = named if has_header is None else has_header
        header = start if named else None
    else:
        start = header
    heading = grid.row(header) if header is not None else []
    after = start + (header is not None)
    units_row = after if header is not None and after < len(counts) and _is_units(grid.row(after)) else None
    first = after + (units_row is not None)
    width = _table_width(heading, [row for row in sample[first:] if row and not _is_comment(row)])
    names, repeated, unnamed = _names(heading, width)
    written = grid.row(units_row) if units_row is not None else []
    units = [bare_unit(text) for text in written[:width]] + [None] * (width - len(written))
    body, skipped, short = _body(grid, first, width, keep_totals)
    skipped["above_the_headings"] = [row for row in range(start) if counts[row]]
    return Layout(
        names=names,
        units=tuple(unit or unit_of_heading(name) for unit, name in zip(units, names, strict=True)),
        header=header,
        units_row=units_row,
        body=body,
        skipped=skipped,
        short=short,
        repeated=repeated,
        unnamed=unnamed,
    )


def _width(rows: list[list[str]]) -> int:
    """The width that most cells of these rows stand in."""
    widths = Counter(len(row) for row in rows if row and not _is_comment(row))
    return max(widths, key=lambda width: (widths[width] * width, width)) if widths else 0


def _table_width(heading: list[str], body: list[list[str]]) -> int:
    """That of the headings, unless most rows are wider: their last columns have no heading then."""
    wider = [row for row in body if len(row) > len(heading)]
    return _width(wider) if len(wider) * 2 > len(body) else len(heading)


def _is_comment(row: list[str]) -> bool:
    return row[0].startswith(_COMMENTS) and not any(row[1:])


def _start(sample: list[list[str]]) -> tuple[int, bool]:
    """The row where the table begins, and whether that row is one of headings."""
    width = _width(sample)
    start = next((at for at, row in enumerate(sample) if len(row) >= width and row and not _is_comment(row)), -1)
    if start < 0:
        return len(sample), False
    above = sample[start - 1] if start else []
    narrow = len(above) == width - 1 > 1 and all(above) and _are_names(above) and not _are_names(sample[start])
    if narrow:  # the last column has no heading
        return start - 1, True
    return start, _are_headings(sample[start], sample[start + 1 : start + 40])


def _are_names(row: list[str]) -> bool:
    """Whether no cell holds a number or a date."""
    filled = [text for text in row if text]
    return all(understood(text, ",").mark in _NAMES and not understood(text, ",").evidence for text in filled) and not (
        dates(filled).found
    )


def _are_headings(row: list[str], below: list[list[str]]) -> bool:
    if _are_names(row):
        return any(row)
    # « Pièce ; 1 ; 2 ; 3 »: trials counted from 1 above numbers that are not
    first, *others = row
    counted = [str(number) for number in range(1, len(others) + 1)]
    return bool(others) and _are_names([first]) and others == counted and not any(other == row for other in below)


def _is_units(row: list[str]) -> bool:
    filled = [text for text in row if text and understood(text, ",").mark is not Mark.ABSENT]
    return bool(filled) and all(bare_unit(text) for text in filled)


def _names(heading: list[str], width: int) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """A name for each column: its heading, with a number where it stands twice, or its letter."""
    names: list[str] = []
    repeated, unnamed = [], []
    taken = set(heading)
    used: set[str] = set()
    for place in range(width):
        written = " ".join(heading[place].split()) if place < len(heading) else ""
        name = written or column_letters(place)
        if not written:
            unnamed.append(name)
        elif name in used:
            repeated.append(name)
        number = 2
        while name in used or (name != written and name in taken):
            name, number = f"{written or column_letters(place)} ({number})", number + 1
        used.add(name)
        names.append(name)
    return tuple(names), tuple(dict.fromkeys(repeated)), tuple(unnamed) if heading else ()


def _body(
    grid: Grid, first: int, width: int, keep_totals: bool
) -> tuple[Offsets, dict[str, list[int]], tuple[int, ...]]:
    """The rows of the data, and those that are none by reason."""
    counts = grid.counts
    kept = np.arange(len(counts)) >= first
    skipped: dict[str, list[int]] = {}

    def leave(reason: str, rows: Offsets) -> None:
        if rows.size:
            skipped[reason] = rows.tolist()
            kept[rows] = False

    # empty rows at the very end are the end of the file
    last = int(np.flatnonzero(counts)[-1]) if counts.any() else -1
    kept[last + 1 :] = False
    leave("empty_row", np.flatnonzero(kept & (counts == 0)))
    leave("too_many_cells", np.flatnonzero(kept & (counts > width)))
    single = np.flatnonzero(kept & (counts == 1) & (width > 1))
    leave("comment", np.array([row for row in single.tolist() if _is_comment(grid.row(row))], dtype=np.int64))
    if not keep_totals:
        leave("total", _totals(grid, kept, width))
    body = np.flatnonzero(kept)
    return body, skipped, tuple(body[grid.written[body] < width].tolist())


def _totals(grid: Grid, kept: np.ndarray[tuple[int], np.dtype[np.bool_]], width: int) -> Offsets:
    """Rows whose first cell is a word for a total, and the last rows of the table whose first filled cell is one."""
    rows = np.flatnonzero(kept)
    if not rows.size or width < 2:
        return rows[:0]
    cells = grid.column(0, rows)
    named = np.flatnonzero(~cells.plain().plain)
    if named.size:
        words = {text: _is_total(text) for text in set(cells.texts())}
        named = named[[words[cells.text(index)] for index in named.tolist()]] if any(words.values()) else named[:0]
    found = set(rows[named].tolist())
    for row in rows[::-1][:_TAIL].tolist():
        if row in found:
            continue
        filled = next((text for text in grid.row(row) if text), "")
        if not _is_total(filled):
            break
        found.add(row)
    return np.array(sorted(found), dtype=np.int64)


def _is_total(text: str) -> bool:
    return len(text) <= 40 and folded(text.rstrip(" :.")) in _TOTALS
