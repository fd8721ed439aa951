"""Bars: one line of a table, or the whole sorted chart for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jawda.core.charts.svg import DATA, GHOST, INK, LINE, drawing, element, lines, number, width_of, words
from jawda.core.charts.ticks import Scale, label, nice_ticks, present
from jawda.core.languages import Language

_GRID = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """One bar on 0 to ``maximum`` of its chart: now, last time, and where one wants to be; None where unknown."""

    label: str = ""
    value: float | None = None
    previous: float | None = None
    target: float | None = None
    shown: str = ""

    @property
    def gap(self) -> float | None:
        """How far the value is from the target; None where either is unknown."""
        known = present((self.target, self.value))
        return known[0] - known[1] if len(known) == 2 else None


def bar_row(row: BarRow, *, title: str = "", description: str = "") -> str:
    """The bar of one table row on 0 to 100: 9 units for now, 5 beneath for last time, a tick for the target.

    Stretches to its cell. Without a title it is hidden from screen readers: the cell says it in words. In Arabic the
    style sheet mirrors it.

    >>> bar_row(BarRow(value=38, previous=30, target=80)).count("<rect")
    2
    """
    scale = Scale(0, 100, 0, 100)
    grid = [
        element("path", class_="c-grid", stroke=LINE, d=f"M{place} 0v22", vector_effect="non-scaling-stroke")
        for place in _GRID
    ]
    return drawing(
        100, 22, *grid, *_marks(row, scale, 4, 1), title=title, description=description, css="", stretch=True
    )


def _marks(row: BarRow, scale: Scale, top: float, tick_top: float) -> list[str]:
    drawn = []
    for value, css, fill, offset, height in (
        (row.previous, "c-ghost", GHOST, 9, 5),
        (row.value, "c-bar", DATA[0], 0, 9),
    ):
        for known in present((value,)):
            ends = sorted((scale(known), scale.start))
            drawn.append(
                element(
                    "rect", class_=css, fill=fill, x=ends[0], y=top + offset, width=ends[1] - ends[0], height=height
                )
            )
    drawn += [
        element(
            "path",
            class_="c-target",
            stroke=INK,
            stroke_width=2,
            d=f"M{number(scale(target))} {number(tick_top)}v20",
            vector_effect="non-scaling-stroke",
        )
        for target in present((row.target,))
    ]
    return drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedBars:
    """A whole chart of bars. ``order`` is "gap" (widest gap first, unknown last) or "given".

    ``now``, ``before`` and ``aim`` are the words of the legend, left out where empty.
    """

    title: str
    rows: tuple[BarRow, ...]
    description: str = ""
    now: str = ""
    before: str = ""
    aim: str = ""
    maximum: float = 100
    order: Literal["gap", "given"] = "gap"
    language: Language = "fr"


def sorted_bars(chart: SortedBars, *, width: float = 640) -> str:
    """The chart as one image, labels in at most two lines; in Arabic labels stand on the right and bars grow leftwards.

    ``ValueError`` where ``maximum`` is not positive.
    """
    if not chart.maximum > 0:
        raise ValueError(f"the maximum of a bar chart is positive, not {chart.maximum}")
    mirrored = chart.language == "ar"
    room, figures = width * 0.36, 52.0
    ends = (room, width - figures)
    scale = Scale(0, chart.maximum, *((width - ends[0], width - ends[1]) if mirrored else ends))
    body = _legend(chart, width, mirrored)
    top = 22.0 if body else 0.0
    heads, baseline = _axis(chart, scale, top + 12), top + 20
    rows = []
    y = baseline
    for row in _ordered(chart):
        written = lines(row.label, room - 12)
        height = 30.0 if len(written) == 1 else 40.0
        middle = y + height / 2
        for index, line in enumerate(written):
            shift = 4 + (index - (len(written) - 1) / 2) * 15
            rows.append(_at(0, middle + shift, line, width, mirrored, ink=True))
        rows += _marks(row, scale, middle - 7, middle - 10)
        rows.append(_at(width, middle + 4, row.shown, width, mirrored, end=True, strong=True))
        y += height
    grid = [
        element("path", class_="c-grid", stroke=LINE, d=f"M{number(scale(value))} {number(baseline)}V{number(y)}")
        for value in _grid_values(chart.maximum)
    ]
    return drawing(width, y + 4, *body, *heads, *grid, *rows, title=chart.title, description=chart.description)


def _ordered(chart: SortedBars) -> tuple[BarRow, ...]:
    if chart.order == "given":
        return chart.rows

    def key(row: BarRow) -> tuple[bool, float, float]:
        value = present((row.value,))
        return (not value, -(row.gap or 0.0), value[0] if value else 0.0)

    return tuple(sorted(chart.rows, key=key))


def _grid_values(maximum: float) -> tuple[float, ...]:
    if maximum == 100:
        return _GRID
    return tuple(value for value in nice_ticks(0, maximum, count=4).values if value <= maximum)


def _axis(chart: SortedBars, scale: Scale, y: float) -> list[str]:
    decimals = 0 if chart.maximum == 100 else nice_ticks(0, chart.maximum, count=4).decimals
    return [
        words(scale(value), y, label(value, decimals, chart.language), anchor="middle")
        for value in _grid_values(chart.maximum)
    ]


def _at(
    x: float,
    y: float,
    text: str,
    width: float,
    mirrored: bool,
    *,
    end: bool = False,
    ink: bool = False,
    strong: bool = False,
) -> str:
    """Words at ``x`` counted from the side where reading starts."""
    starts = end is mirrored
    return words(
        width - x if mirrored else x,
        y,
        text,
        anchor="start" if starts else "end",
        ink=ink,
        strong=strong,
        right_to_left=mirrored and not end,
    )


def _legend(chart: SortedBars, width: float, mirrored: bool) -> list[str]:
    body: list[str] = []
    x = 0.0
    for text, css, fill, y, height in ((chart.now, "c-bar", DATA[0], 2, 9), (chart.before, "c-ghost", GHOST, 4, 5)):
        if text:
            left = width - x - 22 if mirrored else x
            body.append(element("rect", class_=css, fill=fill, x=left, y=y, width=22, height=height))
            body.append(_at(x + 29, 11, text, width, mirrored))
            x += 48 + width_of(text)
    if chart.aim:
        place = width - x - 4 if mirrored else x + 4
        body.append(element("path", class_="c-target", stroke=INK, stroke_width=2, d=f"M{number(place)} 0v14"))
        body.append(_at(x + 12, 11, chart.aim, width, mirrored))
    return body
