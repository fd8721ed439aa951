"""The picture of a chart whose limits may follow its points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from jawda.core.charts import Level as Line
from jawda.core.charts import LineChart, Series, line_chart
from jawda.core.charts import Signal as Marked
from jawda.core.findings import words
from jawda.core.findings.model import Argument, Finding, Level
from jawda.core.languages import Language
from jawda.core.statistics.control_charts.marks import Marks
from jawda.core.statistics.result import Floats, Width

#: Marks that get their number in the picture; more would hide the line.
_NUMBERED: Final = 20


def shared(values: Floats) -> Floats | float:
    """One number where all are equal, else the array: limits that do not vary are a number in JSON too.

    >>> shared(np.array([2.0, 2.0])), shared(np.array([2.0, 3.0])).tolist()
    (2.0, [2.0, 3.0])
    """
    known = values[~np.isnan(values)]
    return float(known[0]) if known.size and bool((known == known[0]).all()) else values


def picture(
    statistics: Sequence[Floats],
    lines: tuple[Floats | float | None, Floats | float | None, Floats | float | None],
    signals: Marks,
    *,
    chart: str,
    names: Sequence[str] = (),
    shown: Marks | None = None,
    language: Language,
    width: Width,
) -> str:
    """Points with their lower limit, centre and upper limit: level lines where common, else lines along the points.

    Several ``statistics`` have ``names``. The picture marks signals at the first: ``shown``, where they are not all.
    """
    count = len(statistics[0])
    drawn = {"upper": lines[2], "center": lines[1], "lower": lines[0]}
    series = [_series(values, name) for values, name in zip(statistics, names or [""], strict=True)]
    levels = []
    for word, value in drawn.items():
        # two named lines end near their centre
        name = sentence(f"attribute_charts.figure_{word}", {}, language) if word != "center" or not names else ""
        if isinstance(value, np.ndarray):
            series.append(_series(value, name))
        elif value is not None and np.isfinite(value):
            levels.append(Line(value=value, kind="centre" if word == "center" else "limit", name=name))
    marked = signals.marked
    found: dict[str, Argument] = {"chart": chart, "count": len(marked)}
    picture_of = LineChart(
        title=sentence("attribute_charts.figure_title" if marked else "attribute_charts.figure_calm", found, language),
        description=sentence("attribute_charts.figure_description", {"count": count}, language),
        series=tuple(series),
        levels=tuple(levels),
        signals=_marks(signals if shown is None else shown),
        caption=sentence("attribute_charts.figure_points", {}, language),
        language=language,
    )
    return line_chart(picture_of, width=width)


def _marks(signals: Marks) -> tuple[Marked, ...]:
    """Each point once: beyond a limit before part of a run."""
    kinds: dict[int, bool] = {}
    for signal in signals:
        at = signal.point - 1
        kinds[at] = kinds.get(at, False) or signal.kind == "beyond"
    # of neighbours the first is numbered
    numbered = [at for at in kinds if at - 1 not in kinds][:_NUMBERED]
    return tuple(
        Marked(index=at, kind="beyond" if beyond else "run", words=str(at + 1) if at in numbered else "")
        for at, beyond in kinds.items()
    )


def _series(values: Floats, name: str) -> Series:
    return Series(values=[None if np.isnan(value) else float(value) for value in values], name=name)


def sentence(name: str, arguments: dict[str, Argument], language: Language) -> str:
    """A sentence of the catalogue, for a figure."""
    return words(Finding(id=name, level=Level.NOTE, arguments=arguments), language)
