"""Time charts: a line with its limits, signals told by shape, any number of points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from jawda.core.charts.axes import Level, Plot, columns_of_ticks, levels, rows_of_ticks
from jawda.core.charts.decimation import Kept, decimate
from jawda.core.charts.svg import (
    DATA,
    POOR,
    SURFACE,
    ZONE_A,
    ZONE_B,
    drawing,
    element,
    number,
    shortened,
    spread,
    width_of,
    words,
)  # fmt: skip
from jawda.core.charts.ticks import Scale, Ticks, label, nice_ticks
from jawda.core.languages import Language

#: Wide page, paper (a line of A4), small screen.
Width: TypeAlias = Literal[960, 640, 358]

_HEIGHTS: Final[dict[int, float]] = {960: 330, 640: 300, 358: 300}
_DASHES: Final = (None, "8 3", "2 3", "8 3 2 3")
_DOT_SPACE: Final = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values in order; None where one is missing, which breaks the line. ``name`` stands at its end."""

    values: Sequence[float | None]
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A point of the first series that a rule marks: "beyond" a limit is a diamond, part of a "run" a square."""

    index: int
    kind: Literal["beyond", "run"]
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A bracket under the points ``first`` to ``last`` of the first series, with a few words."""

    first: int
    last: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """At most four series over common ``places`` (ascending; 1, 2, 3 … where empty).

    With ``levels`` the axis shows these, else round ticks. ``zones`` tints the thirds between the centre and both
    limits (ISO 7870-2, zones A, B and C). ``marks`` are the words along time, as (place, word).
    """

    title: str
    series: tuple[Series, ...]
    description: str = ""
    places: Sequence[float] = ()
    levels: tuple[Level, ...] = ()
    zones: bool = False
    signals: tuple[Signal, ...] = ()
    runs: tuple[Run, ...] = ()
    marks: tuple[tuple[float, str], ...] = ()
    caption: str = ""
    language: Language = "fr"


def line_chart(chart: LineChart, *, width: Width = 960) -> str:
    """The chart, 960 or 358 pixels wide: draw both, a page shows the one that fits and never scales one down.

    640 is for paper, where it fills a line of A4 with text of nine points.

    Each pixel column keeps its least and its greatest value, so that 100 000 points make about 13 kB. The figure that
    holds it carries ``dir="ltr"`` in every language. ``ValueError`` for no series or more than four, for series and
    places of different lengths, and for a signal or run at no point.

    >>> signals = (Signal(index=2, kind="beyond"),)
    >>> chart = LineChart(title="Hauteur", series=(Series(values=(1.25, 1.24, 1.27)),), signals=signals)
    >>> "c-sig" in line_chart(chart, width=358)
    True
    """
    _check(chart)
    count = len(chart.series[0].values)
    places = chart.places or range(1, count + 1)
    ticks = _ticks(chart)
    plot = _plot(chart, ticks, width)
    across = Scale(places[0], places[-1], plot.left + 16, plot.right - 16) if count > 1 else None
    if across is None or across.low == across.high:
        middle = float(places[0]) if count else 0.0
        across = Scale(middle - 1, middle + 1, plot.left, plot.right)
    down = _down(chart, ticks, plot)
    body = _zones(chart, down, plot)
    if chart.levels:
        body += levels(chart.levels, down, plot, chart.language)
    else:
        body += rows_of_ticks(ticks, down, plot, chart.language)
    ends = []
    for index, series in enumerate(chart.series):
        kept = decimate(places, series.values, columns=int(across.end - across.start))
        points = _placed(kept, places, series.values, across, down)
        body += _drawn_series(index, kept, points, plot)
        if points and series.name:
            ends.append((points[-1][1], series.name))
    body += _names(ends, plot) if len(chart.series) > 1 else []
    body += _runs(chart, places, across, down, plot)
    body += _signals(chart, places, across, down, plot)
    body += columns_of_ticks(_marks(chart, places, across, width), plot, chart.caption)
    return drawing(width, _HEIGHTS[width], *body, title=chart.title, description=chart.description)


def _check(chart: LineChart) -> None:
    if not 1 <= len(chart.series) <= 4:
        raise ValueError(f"a line chart has one to four series, not {len(chart.series)}")
    lengths = {len(series.values) for series in chart.series} | ({len(chart.places)} if chart.places else set())
    if len(lengths) > 1:
        raise ValueError(f"series and places have different lengths: {sorted(lengths)}")
    used = [signal.index for signal in chart.signals]
    used += [end for run in chart.runs for end in (run.first, run.last)]
    values = chart.series[0].values
    for index in used:
        if not 0 <= index < len(values) or not _known(values[index]):
            raise ValueError(f"no point {index} in the first series for a signal or run")


def _known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _ticks(chart: LineChart) -> Ticks:
    known = [value for series in chart.series for value in series.values if value is not None and math.isfinite(value)]
    known += [level.value for level in chart.levels]
    return nice_ticks(min(known, default=0.0), max(known, default=1.0))


def _plot(chart: LineChart, ticks: Ticks, width: Width) -> Plot:
    left = [label(value, ticks.decimals, chart.language) for value in ticks.values]
    left += [level.written(chart.language) for level in chart.levels]
    names = [level.name for level in chart.levels]
    names += [series.name for series in chart.series] if len(chart.series) > 1 else []
    most = width / 4
    return Plot(
        left=max(40.0, min(most, max(map(width_of, left)) + 12)),
        top=20.0,
        right=width - max(12.0, min(most, max(map(width_of, names), default=0.0) + 12)),
        bottom=_HEIGHTS[width] - (38 if chart.caption else 24),
    )


def _down(chart: LineChart, ticks: Ticks, plot: Plot) -> Scale:
    # room for a bracket and its words under the lowest point
    return Scale(ticks.low, ticks.high, plot.bottom - (34 if chart.runs else 6), plot.top)


def _zones(chart: LineChart, down: Scale, plot: Plot) -> list[str]:
    centres = [level.value for level in chart.levels if level.kind == "centre"]
    limits = sorted(level.value for level in chart.levels if level.kind == "limit")
    if not (chart.zones and centres and len(limits) == 2):
        return []
    body = []
    for limit in limits:
        third = (limit - centres[0]) / 3
        for css, fill, inner in (("z-a", ZONE_A, 2), ("z-b", ZONE_B, 1)):
            ends = sorted((down(centres[0] + inner * third), down(centres[0] + (inner + 1) * third)))
            body.append(
                element(
                    "rect",
                    class_=css,
                    fill=fill,
                    x=plot.left,
                    y=ends[0],
                    width=plot.right - plot.left,
                    height=ends[1] - ends[0],
                )
            )
    return body


def _placed(
    kept: tuple[Kept, ...], places: Sequence[float], values: Sequence[float | None], across: Scale, down: Scale
) -> list[tuple[float, float]]:
    thinned = len(values) > 2 * int(across.end - across.start)
    points = []
    for item in kept:
        value = values[item.index]
        x = across(places[item.index])
        # of a thinned series both values of a column stand in the same pixel: one upright stroke
        points.append((math.floor(x) if thinned else x, down(0.0 if value is None else value)))
    return points


def _drawn_series(index: int, kept: tuple[Kept, ...], points: list[tuple[float, float]], plot: Plot) -> list[str]:
    if not points:
        return []
    css = "c-line" if index == 0 else f"c-line-{index + 1}"
    body = [
        element(
            "path",
            class_=css,
            fill="none",
            stroke=DATA[index],
            stroke_width=1.5 if len(points) < plot.right - plot.left else 1,
            stroke_dasharray=_DASHES[index],
            stroke_linecap="round",
            stroke_linejoin="round",
            d=_path(kept, points),
        )
    ]
    if index == 0 and (plot.right - plot.left) / len(points) >= _DOT_SPACE:
        body += [
            element("circle", class_="c-dot", fill=DATA[0], stroke=SURFACE, stroke_width=1.5, cx=x, cy=y, r=4)
            for x, y in points
        ]
    return body


def _path(kept: tuple[Kept, ...], points: list[tuple[float, float]]) -> str:
    """Relative steps in whole tenths of a pixel: errors do not add up, and a column costs about 14 characters."""
    written = []
    last_x = last_y = 0
    for position, (x, y) in enumerate(points):
        here_x, here_y = round(x * 10), round(y * 10)
        step_x, step_y = here_x - last_x, here_y - last_y
        if position == 0 or kept[position].breaks:
            written.append(f"M{_tenths(here_x)} {_tenths(here_y)}h0")
        elif step_x == 0:
            written.append(f"v{_tenths(step_y)}")
        else:
            between = "" if step_y < 0 else " "
            written.append(f"l{_tenths(step_x)}{between}{_tenths(step_y)}")
        last_x, last_y = here_x, here_y
    return "".join(written)


def _tenths(value: int) -> str:
    sign, (whole, rest) = "-" if value < 0 else "", divmod(abs(value), 10)
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"


def _names(ends: list[tuple[float, str]], plot: Plot) -> list[str]:
    heights = spread([y for y, _ in ends], gap=14, low=plot.top, high=plot.bottom)
    return [words(plot.right + 2, y + 4, name, ink=True) for y, (_, name) in zip(heights, ends, strict=True)]


def _point(index: int, chart: LineChart, places: Sequence[float], across: Scale, down: Scale) -> tuple[float, float]:
    value = chart.series[0].values[index]
    return across(places[index]), down(0.0 if value is None else value)


def _runs(chart: LineChart, places: Sequence[float], across: Scale, down: Scale, plot: Plot) -> list[str]:
    body = []
    for run in chart.runs:
        ends = sorted(_point(index, chart, places, across, down)[0] for index in (run.first, run.last))
        left, right = max(plot.left, ends[0] - 7), min(plot.right, ends[1] + 7)
        text = shortened(run.words, plot.right - plot.left)
        half = width_of(text) / 2
        middle = min(max((left + right) / 2, plot.left + half), plot.right - half)
        reach = (min(left, middle - half), max(right, middle + half))
        over = [
            value
            for place, value in zip(places, chart.series[0].values, strict=True)
            if value is not None and math.isfinite(value) and reach[0] <= across(place) <= reach[1]
        ]
        y = min(down(min(over)) + 12, plot.bottom - 24)
        path = f"M{number(left)} {number(y)}v6H{number(right)}v-6"
        body.append(element("path", class_="c-sigband", fill="none", stroke=POOR, stroke_width=1.25, d=path))
        body.append(words(middle, y + 20, text, anchor="middle", strong=True))
    return body


def _signals(chart: LineChart, places: Sequence[float], across: Scale, down: Scale, plot: Plot) -> list[str]:
    """One shape per pixel column at most; a diamond wins over a square."""
    shown: dict[int, tuple[Signal, float, float]] = {}
    for signal in sorted(chart.signals, key=lambda signal: signal.kind == "beyond"):
        x, y = _point(signal.index, chart, places, across, down)
        shown[round(x)] = (signal, x, y)
    body = []
    for signal, x, y in sorted(shown.values(), key=lambda item: item[1]):
        path = f"M{number(x)} {number(y - 7)}l7 7-7 7-7-7z"
        if signal.kind == "run":
            path = f"M{number(x - 4)} {number(y - 4)}h8v8h-8z"
        body.append(element("path", class_="c-sig", fill=SURFACE, stroke=POOR, stroke_width=2, d=path))
        if signal.words:
            fits = x + 12 + width_of(signal.words) <= plot.right
            at = x + 12 if fits else x - 12
            body.append(words(at, y + 4, signal.words, anchor="start" if fits else "end", strong=True))
    return body


def _marks(chart: LineChart, places: Sequence[float], across: Scale, width: Width) -> list[tuple[float, str]]:
    if chart.marks:
        return [(across(place), word) for place, word in chart.marks if across.low <= place <= across.high]
    if not places:
        return []
    ticks = nice_ticks(across.low, across.high, count=4 if width == 358 else 8)
    counted = not chart.places  # the third point, never the one and a half
    decimals = 0 if counted else ticks.decimals
    return [
        (across(value), label(value, decimals, chart.language))
        for value in ticks.values
        if places[0] <= value <= places[-1] and not (counted and value % 1)
    ]
