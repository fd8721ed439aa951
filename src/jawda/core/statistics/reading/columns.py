"""A column understood: which cells are numbers, dates, texts or nothing, and with which decimal sign.

The decimal sign is that of the whole column: what its cells prove counts, then what the other columns prove, then the
separator of the file. Cells that fit another sign are not numbers, and are told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.reading.cells import Cell, Mark, understood
from jawda.core.statistics.reading.dates import Dates, Order, UniformDates, dates, uniform_dates
from jawda.core.statistics.reading.grid import ByteCells, Cells
from jawda.core.statistics.reading.plain_numbers import COMMA, POINT, Plain
from jawda.core.statistics.result import Floats

Marks = NDArray[np.uint8]

_SAMPLE: Final = 500
"""Cells without one number among them that make a column one of texts."""
_DATE_LETTERS: Final = 19


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableColumn:
    """A column of a table: ``marks[i]`` says what cell i is, ``values[i]`` its number (for a censored one its limit).

    ``kind`` is ``number``, ``date``, ``text`` or ``empty``.
    """

    name: str
    letter: str
    kind: str
    marks: Marks
    values: Floats
    cells: Cells
    unit: str | None = None
    units: tuple[str, ...] = ()
    """Units that stand in the cells or the heading, where there are several."""
    decimal: str | None = None
    undecided: str | None = None
    """A cell that could be read with either decimal sign, where nothing decides."""
    moments: NDArray[np.datetime64] | None = None
    date_format: str | None = None
    dates_assumed: bool = False
    short_years: bool = False
    tokens: tuple[str, ...] = ()
    """How « not determined » is written here."""

    def count(self, *marks: Mark) -> int:
        """How many cells are one of these."""
        return int(np.isin(self.marks, [int(mark) for mark in marks]).sum())


@dataclass(slots=True, kw_only=True)
class Draft:
    """A column half understood: its plain numbers, and the distinct other texts with the cells they stand in."""

    name: str
    letter: str
    unit: str | None
    cells: Cells
    plain: Plain
    rest: dict[str, list[int]] = field(default_factory=dict)
    with_comma: dict[str, Cell] = field(default_factory=dict)
    """What these texts say with a decimal comma."""
    is_text: bool = False
    uniform: UniformDates | None = None
    """Where all cells that are not empty are dates written alike."""
    proof: dict[str, int] = field(default_factory=dict)
    """For ``,`` and ``.``: how many cells prove it; for ``?,`` and ``?.``: how many hold it and prove nothing."""


def draft(cells: Cells, *, name: str, letter: str, unit: str | None, order: Order | None) -> Draft:
    """Read what is plain, and gather what is not."""
    plain = cells.plain()
    found = Draft(name=name, letter=letter, unit=unit, cells=cells, plain=plain)
    others = np.flatnonzero(~plain.plain)
    if not plain.plain.any() and len(others) > _SAMPLE:
        found.uniform = _uniform(cells, order)
        if found.uniform is not None:
            return found
        if _all_texts(cells, others):
            found.is_text = True
            return found
    if isinstance(cells, ByteCells):
        part = ByteCells(cells.buffer, cells.starts[others], cells.ends[others], cells.doubled)
        texts = part.texts()
    else:
        texts = [cells.text(index) for index in others.tolist()]
    for index, text in zip(others.tolist(), texts, strict=True):
        found.rest.setdefault(text, []).append(index)
    for sign, code in ((",", COMMA), (".", POINT)):
        found.proof[sign] = int((plain.proved & (plain.sign == code)).sum())
        found.proof[f"?{sign}"] = int((~plain.proved & (plain.sign == code)).sum())
    for text, places in found.rest.items():
        cell = found.with_comma[text] = understood(text, ",")
        evidence = cell.evidence
        if evidence == "?":
            evidence = "?," if "," in text else "?."
        if evidence:
            found.proof[evidence] += len(places)
    return found


def _uniform(cells: Cells, order: Order | None) -> UniformDates | None:
    """The dates of a column where nothing else stands in it (NaT for empty cells)."""
    if not isinstance(cells, ByteCells):
        return None
    lengths = cells.ends - cells.starts
    filled = np.flatnonzero(lengths > 0)
    if not filled.size or not bool((lengths[filled] == lengths[filled[0]]).all()) or lengths[filled[0]] > _DATE_LETTERS:
        return None
    letters = cells.buffer[cells.starts[filled, None] + np.arange(lengths[filled[0]])]
    found = uniform_dates(letters, cells.text(int(filled[0])), order)
    if found is None:
        return None
    moments = np.full(len(cells), np.datetime64("NaT", "s"))
    moments[filled] = found.moments
    return UniformDates(moments=moments, format=found.format, assumed=found.assumed)


def _all_texts(cells: Cells, others: NDArray[np.int64]) -> bool:
    """Whether the first, the last and some between are texts without a number."""
    step = max(1, len(others) // _SAMPLE)
    texts = [cells.text(index) for index in (*others[:50].tolist(), *others[::step].tolist(), *others[-50:].tolist())]
    found = [understood(text, ",") for text in texts]
    return all(cell.mark in (Mark.TEXT, Mark.EMPTY) and not cell.evidence for cell in found) and not dates(texts).found


def column(made: Draft, *, decimal: str, undecided: bool, order: Order | None) -> TableColumn:
    """The draft read with a decimal sign; ``undecided`` where that sign is a guess."""
    if made.uniform is not None:
        return _dates_alike(made, made.uniform)
    if made.is_text:
        return _texts(made)
    other = POINT if decimal == "," else COMMA
    marks = np.full(len(made.cells), int(Mark.TEXT), dtype=np.uint8)
    values = np.full(len(made.cells), np.nan)
    taken = made.plain.plain & (made.plain.sign != other)
    marks[taken], values[taken] = int(Mark.NUMBER), made.plain.values[taken]
    units = {made.unit} if made.unit else set()
    for index in np.flatnonzero(made.plain.plain & ~taken).tolist():
        made.rest.setdefault(made.cells.text(index), []).append(index)
    open_cell, tokens = None, []
    for text, places in made.rest.items():
        cell = made.with_comma.get(text) if decimal == "," else None
        cell = cell or understood(text, decimal)
        marks[places], values[places] = int(cell.mark), cell.value
        if cell.unit:
            units.add(cell.unit)
        if cell.mark is Mark.NOT_DETERMINED:
            tokens.append(text)
        if undecided and open_cell is None and cell.evidence == "?":
            open_cell = text
    if undecided and open_cell is None:
        at = np.flatnonzero((made.plain.sign > 0) & ~made.plain.proved)
        open_cell = made.cells.text(int(at[0])) if at.size else None
    moments, read = _moments(made, marks, order)
    return TableColumn(
        name=made.name,
        letter=made.letter,
        kind=_kind(marks),
        marks=marks,
        values=values,
        cells=made.cells,
        unit=next(iter(units)) if len(units) == 1 else made.unit,
        units=tuple(sorted(units)) if len(units) > 1 else (),
        decimal=decimal if sum(made.proof.values()) else None,
        undecided=open_cell,
        moments=moments,
        date_format=read.format if read else None,
        dates_assumed=bool(read and read.assumed),
        short_years=bool(read and read.short_years),
        tokens=tuple(tokens[:5]),
    )


def _dates_alike(made: Draft, found: UniformDates) -> TableColumn:
    marks = np.where(np.isnat(found.moments), int(Mark.EMPTY), int(Mark.DATE)).astype(np.uint8)
    return TableColumn(
        name=made.name, letter=made.letter, kind="date", marks=marks, values=np.full(len(marks), np.nan),
        cells=made.cells, unit=made.unit, moments=found.moments, date_format=found.format, dates_assumed=found.assumed,
    )  # fmt: skip


def _texts(made: Draft) -> TableColumn:
    """A column of texts, whose cells are told apart from empty ones only."""
    texts = made.cells.texts()
    empty = np.fromiter((not text for text in texts), dtype=bool, count=len(texts))
    marks = np.where(empty, int(Mark.EMPTY), int(Mark.TEXT)).astype(np.uint8)
    return TableColumn(
        name=made.name, letter=made.letter, kind="text", marks=marks, values=np.full(len(marks), np.nan),
        cells=made.cells, unit=made.unit,
    )  # fmt: skip


def _moments(made: Draft, marks: Marks, order: Order | None) -> tuple[NDArray[np.datetime64] | None, Dates | None]:
    """The dates of a column, and how they were read; their cells are marked. None where there is no date."""
    typed = made.cells.moments()
    if typed is not None:
        marks[~np.isnat(typed)] = int(Mark.DATE)
    texts = [text for text, places in made.rest.items() if marks[places[0]] == Mark.TEXT]
    if not texts:
        return typed, None
    read = dates(texts, order=order)
    if not read.found:
        return typed, None
    moments = np.full(len(marks), np.datetime64("NaT", "s")) if typed is None else typed.copy()
    for text, value in read.found.items():
        places = made.rest[text]
        moments[places] = np.datetime64(value, "s")
        marks[places] = int(Mark.DATE)
    return moments, read


def _kind(marks: Marks) -> str:
    counts = np.bincount(marks, minlength=len(Mark))
    text, date = int(counts[Mark.TEXT]), int(counts[Mark.DATE])
    number = int(counts[Mark.NUMBER] + counts[Mark.BELOW] + counts[Mark.ABOVE])
    number += int(counts[Mark.BELOW_DETECTION] + counts[Mark.BELOW_QUANTIFICATION])
    most = max(number, date, text)
    if not most:
        return "empty"
    # a column of numbers with some faults is one of numbers: asking it for them names the faults
    if number == most:
        return "number"
    return "date" if date == most else "text"
