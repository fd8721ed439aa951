"""Points over two continuous axes, a line through them, reference levels; a probability paper by its own rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jawda.core.charts.axes import Level, Plot, columns_of_ticks, levels, rows_of_ticks
from jawda.core.charts.svg import DATA, LINE, drawing, element, number, width_of, words
from jawda.core.charts.ticks import Scale, label, nice_ticks
from jawda.core.languages import Language

_DOT: Final = 3.0
_INSET: Final = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """``points`` and the places of a ``line`` are (across, up); at least one point.

    ``rows`` are grid lines of one's own, (height, words): the per cents of a probability paper, where heights are
    normal scores. ``levels`` lie across at a height. ``bottom_caption`` stands under the lower axis, ``caption`` over
    the plot.
    """

    title: str
    points: tuple[tuple[float, float], ...]
    line: tuple[tuple[float, float], ...] = ()
    rows: tuple[tuple[float, str], ...] = ()
    levels: tuple[Level, ...] = ()
    description: str = ""
    caption: str = ""
    bottom_caption: str = ""
    language: Language = "fr"


def scatter(chart: Scatter, *, width: float = 640, height: float = 300) -> str:
    """Dots and their line. ``ValueError`` where there is no point.

    >>> chart = Scatter(title="Droite de Henry", points=((9.8, -1.0), (10.1, 1.0)), rows=((0.0, "50 %"),))
    >>> scatter(chart).count("<circle")
    2
    """
    if not chart.points:
        raise ValueError("a scatter has at least one point")
    marked = [*chart.points, *chart.line]
    heights = [y for _, y in marked] + [level.value for level in chart.levels] + [y for y, _ in chart.rows]
    up_ticks = nice_ticks(min(heights), max(heights), count=5)
    shown = [text for _, text in chart.rows] or [label(v, up_ticks.decimals, chart.language) for v in up_ticks.values]
    shown += [level.written(chart.language) for level in chart.levels]
    plot = Plot(
        left=max(width_of(text) for text in shown) + 14,
        top=26.0 if chart.caption else 12.0,
        right=width - 12 - max((width_of(level.name) for level in chart.levels), default=0.0),
        bottom=height - (38 if chart.bottom_caption else 24),
    )
    low, high = (min(heights), max(heights)) if chart.rows else (up_ticks.low, up_ticks.high)
    up = Scale(low, high, plot.bottom - (_INSET if chart.rows else 0), plot.top)
    ticks = nice_ticks(min(x for x, _ in marked), max(x for x, _ in marked), count=4 if width < 420 else 7)
    across = Scale(ticks.low, ticks.high, plot.left + _INSET, plot.right - _INSET)
    body = _rows(chart.rows, up, plot) if chart.rows else rows_of_ticks(up_ticks, up, plot, chart.language)
    if chart.caption:
        body.append(words(plot.left, plot.top - 10, chart.caption))
    if chart.line:
        path = "L".join(f"{number(across(x))} {number(up(y))}" for x, y in chart.line)
        body.append(element("path", class_="c-line", fill="none", stroke=DATA[0], stroke_width=1.5, d=f"M{path}"))
    body += levels(chart.levels, up, plot, chart.language)
    body += [element("circle", class_="c-dot", fill=DATA[1], cx=across(x), cy=up(y), r=_DOT) for x, y in chart.points]
    places = [(across(value), label(value, ticks.decimals, chart.language)) for value in ticks.values]
    body += columns_of_ticks(places, plot, chart.bottom_caption)
    return drawing(width, height, *body, title=chart.title, description=chart.description)


def _rows(rows: tuple[tuple[float, str], ...], up: Scale, plot: Plot) -> list[str]:
    drawn = []
    for value, text in rows:
        y = up(value)
        line = f"M{number(plot.left)} {number(y)}H{number(plot.right)}"
        drawn.append(element("path", class_="c-grid", stroke=LINE, d=line))
        drawn.append(words(plot.left - 6, y + 4, text, anchor="end"))
    return drawn
