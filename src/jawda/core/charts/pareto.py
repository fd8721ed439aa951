"""Pareto charts: causes by count, with the share they make together."""

from __future__ import annotations

from dataclasses import dataclass

from jawda.core.charts.axes import Plot, axis, rows_of_ticks, stroke
from jawda.core.charts.svg import DATA, INK, SURFACE, drawing, element, lines, number, width_of, words
from jawda.core.charts.ticks import Scale, label, nice_ticks
from jawda.core.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What was counted, and how often (or its cost); ``rest`` for "others", which stands last whatever it counts."""

    label: str
    count: float
    rest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pareto:
    """Causes in any order; the chart sorts them. ``mark`` is the share (0 to 1) at which a line stands, or None."""

    title: str
    causes: tuple[Cause, ...]
    description: str = ""
    mark: float | None = 0.8
    language: Language = "fr"


def pareto(chart: Pareto, *, width: float = 640, height: float = 320) -> str:
    """Bars falling from the left, the cumulated share on the right in per cent.

    ``ValueError`` where there is no cause, or a count is negative or not a finite number.

    >>> drawn = pareto(Pareto(title="Rebuts", causes=(Cause(label="outil", count=3), Cause(label="bobine", count=9))))
    >>> drawn.index("bobine") < drawn.index("outil")
    True
    """
    if not chart.causes or not all(0 <= cause.count < float("inf") for cause in chart.causes):
        raise ValueError("a Pareto chart needs causes whose counts are finite and not negative")
    causes = sorted(chart.causes, key=lambda cause: (cause.rest, -cause.count))
    total = sum(cause.count for cause in causes)
    ticks = nice_ticks(0, max(cause.count for cause in causes) or 1, count=4)
    widest = max(width_of(label(value, ticks.decimals, chart.language)) for value in ticks.values)
    plot = Plot(left=widest + 14, top=14, right=width - 52, bottom=height - 42)
    up = Scale(0, ticks.high, plot.bottom, plot.top)
    share = Scale(0, 1, plot.bottom, plot.top)
    room = (plot.right - plot.left) / len(causes)
    body = rows_of_ticks(ticks, up, plot, chart.language)
    points, names = [], []
    cumulated = 0.0
    for index, cause in enumerate(causes):
        left, top = plot.left + index * room, up(cause.count)
        body.append(_bar(cause, left + room * 0.1, top, room * 0.8, plot))
        for line, text in enumerate(lines(cause.label, room - 6)):
            names.append(words(left + room / 2, plot.bottom + 16 + 15 * line, text, anchor="middle"))
        cumulated += cause.count
        points.append((left + room * 0.9, share(cumulated / total if total else 0.0)))
    body += _cumulated(points, share, plot, chart)
    body += [axis(f"M{number(plot.left)} {number(plot.bottom)}H{number(plot.right)}"), *names]
    return drawing(width, height, *body, title=chart.title, description=chart.description)


def _bar(cause: Cause, x: float, y: float, width: float, plot: Plot) -> str:
    css, fill = ("c-ghost", "#c3d3cd") if cause.rest else ("c-bar", DATA[0])
    return element("rect", class_=css, fill=fill, x=x, y=y, width=width, height=plot.bottom - y)


def _cumulated(points: list[tuple[float, float]], share: Scale, plot: Plot, chart: Pareto) -> list[str]:
    space = "\N{NO-BREAK SPACE}" if chart.language == "fr" else ""
    body = [words(plot.right + 6, share(value) + 4, f"{round(value * 100)}{space}%") for value in (0.0, 0.5, 1.0)]
    if chart.mark is not None:
        y = share(chart.mark)
        body.append(stroke("target", f"M{number(plot.left)} {number(y)}H{number(plot.right)}"))
        body.append(words(plot.right + 6, y + 4, f"{round(chart.mark * 100)}{space}%", ink=True))
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    body.append(element("path", class_="c-target", fill="none", stroke=INK, stroke_width=1.5, d=path))
    body += [
        element("circle", class_="c-open", fill=SURFACE, stroke=INK, stroke_width=1.5, cx=x, cy=y, r=3)
        for x, y in points
    ]
    return body
