"""Histograms: counts between edges, with limits or tolerances across."""

from __future__ import annotations

from dataclasses import dataclass

from jawda.core.charts.axes import Level, Plot, columns_of_ticks, rows_of_ticks, stroke
from jawda.core.charts.svg import DATA, INK_2, SURFACE, drawing, element, number, shortened, spread, width_of, words
from jawda.core.charts.ticks import Scale, label, nice_ticks
from jawda.core.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """``counts[i]`` values lie from ``edges[i]`` to ``edges[i + 1]``; ``edges`` ascend and are one more.

    ``curve`` is drawn over the bars: places with their height as a count, such as those of a fitted law.
    """

    title: str
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    description: str = ""
    levels: tuple[Level, ...] = ()
    curve: tuple[tuple[float, float], ...] = ()
    caption: str = ""
    language: Language = "fr"


def histogram(chart: Histogram, *, width: float = 640, height: float = 300) -> str:
    """Bars side by side on a continuous axis, their height the count.

    ``ValueError`` where edges and counts do not match, edges do not ascend or a count is negative.

    >>> histogram(Histogram(title="Cotes", edges=(1.23, 1.24, 1.25), counts=(3, 5))).count('class="c-bar"')
    2
    """
    _check(chart)
    inside = [chart.edges[0], chart.edges[-1], *(level.value for level in chart.levels)]
    inside += [place for place, _ in chart.curve]
    ticks = nice_ticks(min(inside), max(inside), count=6)
    heights = nice_ticks(0, max([1, *chart.counts, *(height for _, height in chart.curve)]), count=4)
    widest = max(width_of(label(value, heights.decimals, chart.language)) for value in heights.values)
    plot = Plot(
        left=widest + 14,
        top=34.0 if chart.levels else 12.0,
        right=width - 16,
        bottom=height - (38 if chart.caption else 24),
    )
    across = Scale(ticks.low, ticks.high, plot.left, plot.right)
    up = Scale(0, heights.high, plot.bottom, plot.top)
    body = rows_of_ticks(heights, up, plot, chart.language)
    for left, right, count in zip(chart.edges, chart.edges[1:], chart.counts, strict=False):
        body.append(
            element(
                "rect",
                class_="c-bar",
                fill=DATA[0],
                stroke=SURFACE,
                stroke_width=1,
                x=across(left),
                y=up(count),
                width=across(right) - across(left),
                height=plot.bottom - up(count),
            )
        )
    if chart.curve:
        path = "L".join(f"{number(across(place))} {number(up(height))}" for place, height in chart.curve)
        body.append(element("path", class_="c-line", fill="none", stroke=INK_2, stroke_width=1.5, d=f"M{path}"))
    body += _levels(chart.levels, across, plot)
    marks = [(across(value), label(value, ticks.decimals, chart.language)) for value in ticks.values]
    body += columns_of_ticks(marks, plot, chart.caption)
    return drawing(width, height, *body, title=chart.title, description=chart.description)


def _check(chart: Histogram) -> None:
    if not chart.counts or len(chart.edges) != len(chart.counts) + 1:
        raise ValueError(f"{len(chart.counts)} counts need one edge more, not {len(chart.edges)}")
    if any(not left < right for left, right in zip(chart.edges, chart.edges[1:], strict=False)):
        raise ValueError("the edges of a histogram ascend")
    if min(chart.counts) < 0:
        raise ValueError("a count is not negative")


def _levels(drawn: tuple[Level, ...], across: Scale, plot: Plot) -> list[str]:
    """Upright lines with their names above, moved apart where they would touch."""
    names = [shortened(level.name, 150) for level in drawn]
    gap = max((width_of(name) for name in names), default=0.0) + 8
    places = [across(level.value) for level in drawn]
    middles = spread(places, gap=gap, low=plot.left + gap / 2, high=plot.right - gap / 2)
    body = []
    for level, name, place, middle in zip(drawn, names, places, middles, strict=True):
        body.append(stroke(level.kind, f"M{number(place)} {number(plot.top - 14)}V{number(plot.bottom)}"))
        body.append(words(middle, plot.top - 20, name, anchor="middle", ink=True))
    return body
