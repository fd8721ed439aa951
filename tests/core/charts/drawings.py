"""One drawing of every kind from any words, and what all of them must keep."""

from __future__ import annotations

from xml.etree import ElementTree

from jawda.core.charts import (
    Answers,
    Axis,
    BarRow,
    Cause,
    Cell,
    Funnel,
    HeatMap,
    Histogram,
    Level,
    LineChart,
    Pareto,
    Radar,
    Run,
    Scatter,
    Series,
    Signal,
    SortedBars,
    Stage,
    bar_row,
    funnel,
    heat_map,
    histogram,
    line_chart,
    pareto,
    radar,
    scatter,
    sorted_bars,
    stacked_strip,
)  # fmt: skip
from jawda.core.languages import Language

SVG = "{http://www.w3.org/2000/svg}"


def all_kinds(text: str, language: Language = "fr") -> dict[str, str]:
    """Every chart with ``text`` wherever words may stand."""
    levels = (Level(value=9, kind="limit", name=text), Level(value=5, kind="centre", name=text, shown=text))
    row = BarRow(label=text, value=38, previous=30, target=80, shown=text)
    line = LineChart(
        title=text,
        description=text,
        series=(Series(values=(4, 6, None, 12, 5), name=text),),
        levels=(*levels, Level(value=1, kind="limit", name=text)),
        zones=True,
        signals=(Signal(index=3, kind="beyond", words=text), Signal(index=4, kind="run", words=text)),
        runs=(Run(first=1, last=4, words=text),),
        marks=((2, text), (99, text)),
        caption=text,
        language=language,
    )
    cells = ((Cell(value=10, shown=text), Cell(value=None, shown=text)),)
    return {
        "bar_row": bar_row(row, title=text, description=text),
        "sorted_bars": sorted_bars(
            SortedBars(
                title=text,
                description=text,
                rows=(row, BarRow(label=text)),
                now=text,
                before=text,
                aim=text,
                language=language,
            )
        ),
        "stacked_strip": stacked_strip(Answers(conform=3, partial=2, not_conform=1), title=text, description=text),
        "line_chart": line_chart(line),
        "line_chart_small": line_chart(line, width=358),
        "scatter": scatter(
            Scatter(
                title=text,
                description=text,
                points=((1.0, -1.0), (2.0, 1.0)),
                line=((1.0, -1.0), (2.0, 1.0)),
                rows=((0.0, text),),
                levels=(Level(value=0.5, kind="tolerance", name=text),),
                caption=text,
                bottom_caption=text,
                language=language,
            )
        ),
        "histogram": histogram(
            Histogram(
                title=text,
                description=text,
                edges=(0, 4, 8),
                counts=(2, 7),
                levels=levels,
                caption=text,
                language=language,
            )
        ),
        "pareto": pareto(
            Pareto(
                title=text,
                description=text,
                causes=(Cause(label=text, count=3, rest=True), Cause(label=text, count=1)),
                language=language,
            )
        ),
        "heat_map": heat_map(
            HeatMap(title=text, description=text, rows=(text,), columns=(text, text), cells=cells, language=language)
        ),
        "radar": radar(
            Radar(title=text, description=text, axes=(Axis(label=text, value=50, previous=40, target=80),) * 5)
        ),
        "funnel": funnel(
            Funnel(
                title=text,
                description=text,
                stages=(Stage(label=text, count=9), Stage(label=text, count=None, shown=text)),
                language=language,
            )
        ),
    }


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


def rectangles(drawing: str, css: str) -> list[tuple[float, float, float, float]]:
    """(x, y, width, height) of the rectangles of that class."""
    return [
        (float(item.attrib["x"]), float(item.attrib["y"]), float(item.attrib["width"]), float(item.attrib["height"]))
        for item in parsed(drawing).iter(f"{SVG}rect")
        if item.get("class") == css
    ]
