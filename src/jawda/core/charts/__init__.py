"""Charts as SVG text: frozen values in, ``str`` out; the same drawing stands on a page and in a PDF.

Every chart is an image with a title and a description, carries classes for the style sheet and light presentation
attributes beside them, has no style attribute, and can be read in grey. On a page its container has ``dir="ltr"``;
a sentence stands above it and a table below.
"""

from jawda.core.charts.axes import Level
from jawda.core.charts.bars import BarRow, SortedBars, bar_row, sorted_bars
from jawda.core.charts.decimation import Kept, decimate
from jawda.core.charts.funnel import Funnel, Stage, funnel
from jawda.core.charts.heat_map import Cell, HeatMap, heat_map
from jawda.core.charts.histogram import Histogram, histogram
from jawda.core.charts.line import LineChart, Run, Series, Signal, line_chart
from jawda.core.charts.pareto import Cause, Pareto, pareto
from jawda.core.charts.radar import Axis, Radar, radar
from jawda.core.charts.scatter import Scatter, scatter
from jawda.core.charts.strip import Answers, stacked_strip
from jawda.core.charts.ticks import Scale, Ticks, nice_ticks

__all__ = [
    "Answers", "Axis", "BarRow", "Cause", "Cell", "Funnel", "HeatMap", "Histogram", "Kept", "Level", "LineChart",
    "Pareto", "Radar", "Run", "Scale", "Scatter", "Series", "Signal", "SortedBars", "Stage", "Ticks",
    "bar_row", "decimate", "funnel", "heat_map", "histogram", "line_chart", "nice_ticks", "pareto", "radar",
    "scatter", "sorted_bars", "stacked_strip",
]  # fmt: skip
