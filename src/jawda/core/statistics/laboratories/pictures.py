"""Figures of laboratories: bars about zero with their limits, and measured points with their line.

They stand on the pieces of :mod:`jawda.core.charts`; nothing is computed here but places.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jawda.core.charts.axes import Level, Plot, axis, columns_of_ticks, levels, rows_of_ticks
from jawda.core.charts.svg import DATA, POOR, drawing, element, number, width_of, words
from jawda.core.charts.ticks import Scale, label, nice_ticks
from jawda.core.languages import Language
from jawda.core.statistics.laboratories.picture_words import say
from jawda.core.statistics.result import Width

_PANEL: Final = 190.0
_NAMES: Final = 74.0
_LEFT: Final = 56.0
#: Room beside the plot for the names of levels.
_RIGHT: Final = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A bar for each name, None where there is none; dashes at ``warning`` and ``action``."""

    caption: str
    names: tuple[str, ...]
    values: tuple[float | None, ...]
    warning: tuple[float, ...] = ()
    action: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Measured points, a line through them as two or more places, and a caption."""

    caption: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    line: tuple[tuple[float, float], ...] = ()


def panels(title: str, drawn: Sequence[Panel], *, language: Language, width: Width) -> str:
    """Panels one under another, names upright below the last; bars beyond ``action`` are marked with a diamond.

    >>> panel = Panel(caption="z", names=("A", "B"), values=(-1.0, 3.5), warning=(-2, 2), action=(-3, 3))
    >>> panels("scores", [panel], language="en", width=640).count("c-sig")
    1
    """
    body: list[str] = []
    top = 20.0
    plot = Plot(_LEFT, top, width - _RIGHT, top)
    for panel in drawn:
        plot = Plot(_LEFT, top, width - _RIGHT, top + _PANEL)
        body += _panel(panel, plot, language)
        top += _PANEL + 30
    names = drawn[-1].names if drawn else ()
    body += _upright(names, plot)
    return drawing(
        width,
        plot.bottom + _NAMES,
        *body,
        title=say(title, language),
        description=say(f"{title}_about", language),
    )


def _panel(panel: Panel, plot: Plot, language: Language) -> list[str]:
    known = [value for value in panel.values if value is not None and math.isfinite(value)]
    reach = [0.0, *known, *panel.warning, *panel.action]
    ticks = nice_ticks(min(reach), max(reach), count=5)
    down = Scale(ticks.low, ticks.high, plot.bottom, plot.top)
    body = rows_of_ticks(ticks, down, plot, language)
    body.append(words(plot.left, plot.top - 7, panel.caption, strong=True))
    step = (plot.right - plot.left) / max(len(panel.values), 1)
    zero = down(0.0)
    for index, value in enumerate(panel.values):
        if value is None or not math.isfinite(value):
            continue
        high, low = sorted((down(value), zero))
        x = plot.left + (index + 0.5) * step
        thick = min(step * 0.7, 26.0)
        body.append(
            element("rect", class_="c-bar", fill=DATA[0], x=x - thick / 2, y=high, width=thick, height=low - high)
        )
        if any((value > limit) if limit > 0 else (value < limit) for limit in panel.action):
            at = down(value)
            shape = f"M{number(x)} {number(at - 6)}l6 6-6 6-6-6z"
            body.append(element("path", class_="c-sig", fill="none", stroke=POOR, stroke_width=2, d=shape))
    lines = [Level(value=value, kind="target", shown=" ") for value in panel.warning]
    lines += [Level(value=value, kind="limit", shown=" ") for value in panel.action]
    body += levels(lines, down, plot, language)
    body.append(axis(f"M{number(plot.left)} {number(zero)}H{number(plot.right)}"))
    return body


def _upright(names: Sequence[str], plot: Plot) -> list[str]:
    """Names below their bars, turned upright; where bars are narrow only every so many."""
    step = (plot.right - plot.left) / max(len(names), 1)
    every = max(1, math.ceil(13 / step))
    body = []
    for index in range(0, len(names), every):
        x = plot.left + (index + 0.5) * step + 4
        shown = names[index] if width_of(names[index]) <= _NAMES - 8 else f"{names[index][:9]}…"
        text = words(0, 0, shown, anchor="end")
        body.append(element("g", text, transform=f"translate({number(x)} {number(plot.bottom + 8)}) rotate(-90)"))
    return body


def scatter(title: str, drawn: Sequence[Points], *, caption: str, language: Language, width: Width) -> str:
    """Points and lines over one horizontal axis, panels one under another.

    >>> part = Points(caption="y", x=(1.0, 2.0), y=(1.0, 2.1), line=((1.0, 1.0), (2.0, 2.0)))
    >>> scatter("calibration", [part], caption="x", language="en", width=640).count("<circle")
    2
    """
    body: list[str] = []
    xs = [value for part in drawn for value in part.x]
    across_ticks = nice_ticks(min(xs), max(xs), count=4 if width == 358 else 8)
    top = 20.0
    plot = Plot(_LEFT, top, width - _RIGHT, top)
    for part in drawn:
        plot = Plot(_LEFT, top, width - _RIGHT, top + _PANEL)
        across = Scale(across_ticks.low, across_ticks.high, plot.left + 8, plot.right - 8)
        heights = [*part.y, *(y for _, y in part.line)]
        ticks = nice_ticks(min(heights), max(heights), count=5)
        down = Scale(ticks.low, ticks.high, plot.bottom, plot.top)
        body += rows_of_ticks(ticks, down, plot, language)
        body.append(words(plot.left, plot.top - 7, part.caption, strong=True))
        if part.line:
            path = "L".join(f"{number(across(x))} {number(down(y))}" for x, y in part.line)
            body.append(element("path", class_="c-line", fill="none", stroke=DATA[0], stroke_width=1.5, d=f"M{path}"))
        body += [
            element("circle", class_="c-dot", fill=DATA[1], cx=across(x), cy=down(y), r=3.5)
            for x, y in zip(part.x, part.y, strict=True)
        ]
        top += _PANEL + 30
    marks = [(across(value), label(value, across_ticks.decimals, language)) for value in across_ticks.values]
    body += columns_of_ticks(marks, plot, caption)
    return drawing(
        width,
        plot.bottom + 40,
        *body,
        title=say(title, language),
        description=say(f"{title}_about", language),
    )
