"""Heat maps: rows by columns, each cell a figure on a tint; hatched where it is withheld or missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jawda.core.charts.svg import DATA, EDGE, drawing, element, lines, number, shortened, width_of, words
from jawda.core.charts.ticks import Scale, present
from jawda.core.languages import Language

# Tints of one ink: they darken in grey too, adapt to a dark page, and leave the figure readable on the last.
_TINTS: Final = (0.06, 0.16, 0.27, 0.38, 0.5)
_ROW: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """``value`` sets the tint, None hatches the cell; ``shown`` is what one reads in it."""

    value: float | None
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """``cells[row][column]``. ``low`` and ``high`` are the values of the lightest and the darkest tint."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    low: float = 0
    high: float = 100
    description: str = ""
    language: Language = "fr"


def heat_map(chart: HeatMap, *, width: float = 640) -> str:
    """Five tints, the figure in every cell; in Arabic rows are read from the right.

    ``ValueError`` where cells do not fill rows by columns, there are none, or ``low`` is not below ``high``.

    >>> cells = ((Cell(value=80, shown="80"), Cell(value=None, shown="–")),)
    >>> heat_map(HeatMap(title="Secteurs", rows=("Nord",), columns=("2025", "2026"), cells=cells)).count("<rect")
    2
    """
    if not chart.rows or not chart.columns or not chart.low < chart.high:
        raise ValueError("a heat map needs rows, columns and a low value below its high one")
    if len(chart.cells) != len(chart.rows) or any(len(row) != len(chart.columns) for row in chart.cells):
        raise ValueError(f"a heat map of {len(chart.rows)} rows by {len(chart.columns)} columns needs as many cells")
    mirrored = chart.language == "ar"
    names = min(width * 0.32, max(map(width_of, chart.rows)) + 16)
    room = (width - names) / len(chart.columns)
    heads = [lines(column, room - 6) for column in chart.columns]
    top = 8 + 15.0 * max(map(len, heads))
    tint = Scale(chart.low, chart.high, 0, len(_TINTS))
    body = []
    for index, head in enumerate(heads):
        middle = _column(index, names, room, width, mirrored) + room / 2
        for line, text in enumerate(head):
            body.append(words(middle, top - 8 - 15 * (len(head) - 1 - line), text, anchor="middle"))
    for row, (name, cells) in enumerate(zip(chart.rows, chart.cells, strict=True)):
        y = top + row * _ROW
        at, anchor = (width, "end") if mirrored else (0.0, "start")
        written = shortened(name, names - 12)
        body.append(
            words(at, y + 19, written, anchor="end" if anchor == "end" else "start", ink=True, right_to_left=mirrored)
        )
        for column, cell in enumerate(cells):
            body += _cell(cell, _column(column, names, room, width, mirrored), y, room, tint)
    return drawing(width, top + _ROW * len(chart.rows), *body, title=chart.title, description=chart.description)


def _column(index: int, names: float, room: float, width: float, mirrored: bool) -> float:
    left = names + index * room
    return width - left - room if mirrored else left


def _cell(cell: Cell, x: float, y: float, room: float, tint: Scale) -> list[str]:
    known = present((cell.value,))
    wide, high = room - 2, _ROW - 2
    if known:
        strength = _TINTS[min(int(tint(known[0])), len(_TINTS) - 1)]
        body = [
            element(
                "rect", class_="c-bar", fill=DATA[0], fill_opacity=strength, x=x + 1, y=y + 1, width=wide, height=high
            )
        ]
    else:
        strokes = "".join(
            _slanted(x + 1 + place, y + 1 + high, min(high, wide - place)) for place in range(0, int(wide), 8)
        )
        body = [
            element(
                "rect", class_="axis", fill="none", stroke=EDGE, x=x + 1.5, y=y + 1.5, width=wide - 1, height=high - 1
            ),
            element("path", class_="axis", fill="none", stroke=EDGE, stroke_width=0.5, d=strokes),
        ]
    return [*body, words(x + room / 2, y + 19, shortened(cell.shown, room - 4), anchor="middle", ink=True)]


def _slanted(x: float, y: float, length: float) -> str:
    return f"M{number(x)} {number(y)}l{number(length)}-{number(length)}"
