"""The picture of a plot, over the points that are looked at: the same on the page and in the PDF."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.product_quality.charts.making import FIRST, Chart, Plot
from jawda.core.charts import Level, LineChart, Run, Series, Signal, line_chart
from jawda.core.languages import Language
from jawda.core.statistics.control_charts.rules import Beyond
from jawda.foundation.ui.formats import number

_LOOKED_AT: Final = 200
_MOST_DECIMALS: Final = 7


def statistic_words(chart: Chart, plot: Plot) -> str:
    """What a plot shows, with its unit."""
    words = {
        "mean": _("Means"), "range": _("Ranges"), "standard deviation": _("Standard deviations"),
        "value": _("Individual values"), "moving range": _("Moving ranges"), "p": _("Share of nonconforming units"),
        "np": _("Nonconforming units"), "c": _("Nonconformities"), "u": _("Nonconformities per unit"),
    }[plot.statistic]  # fmt: skip
    return f"{words} ({chart.row.unit})" if chart.row.unit else words


def places_of(chart: Chart) -> int:
    """Decimals in which means and limits are read: one more than the values have."""
    values = [value for sample in chart.samples[-_LOOKED_AT:] for value in sample.values]
    exponents = [int(Decimal(repr(value)).normalize().as_tuple().exponent) for value in values]
    own = max((-exponent for exponent in exponents), default=0)
    more = 3 if chart.row.chart in ("p", "u") else 1
    return min(_MOST_DECIMALS, max(0, own) + more)


def picture(
    chart: Chart, plot: Plot, *, first: int, last: int, sentence: str, language: Language, width: int, selected: int = 0
) -> str:
    """The points ``first`` to ``last`` (from 1), between the limits of the last of them."""
    part = slice(first - 1, last)
    places = places_of(chart)
    lines = {"lower": plot.lower[part], "center": plot.center[part], "upper": plot.upper[part]}
    series = [Series(values=[None if np.isnan(value) else float(value) for value in plot.points[part]])]
    if any(np.ptp(line) > 0 for line in lines.values()):
        series += [Series(values=lines["lower"].tolist()), Series(values=lines["upper"].tolist())]
    names = {
        "lower": pgettext("control chart", "LCL"), "center": pgettext("control chart", "CL"),
        "upper": pgettext("control chart", "UCL"),
    }  # fmt: skip
    levels = tuple(
        Level(
            value=float(line[-1]), kind="centre" if name == "center" else "limit", name=names[name],
            shown=number(float(line[-1]), language, places),
        )
        for name, line in lines.items()
    )  # fmt: skip
    runs: tuple[Run, ...] = ()
    if first <= selected <= last and not np.isnan(plot.points[selected - 1]):
        here = selected - first
        runs = (Run(first=here, last=here, words=number(selected, language)),)
    drawn = LineChart(
        title=sentence, series=tuple(series), levels=levels, zones=plot.name == "location" and len(series) == 1,
        places=tuple(range(first, last + 1)), signals=_signals(plot, first, last), runs=runs,
        marks=_marks(chart, first, last), caption=_("sample"), language=language,
    )  # fmt: skip
    return line_chart(drawn, width=960 if width >= 960 else 640 if width >= 640 else 358)


def _signals(plot: Plot, first: int, last: int) -> tuple[Signal, ...]:
    return tuple(
        Signal(
            index=point - first,
            kind="beyond" if any(isinstance(item.rule, Beyond) for item in broken) else "run",
        )
        for point, broken in plot.broken.items()
        if first <= point <= last
    )


def _marks(chart: Chart, first: int, last: int) -> tuple[tuple[float, str], ...]:
    """Where stages begin, by name; nothing where there is one stage, so that numbers stand there."""
    if chart.result is None or len(chart.result.stages) < 2:
        return ()
    return tuple(
        (float(max(stage.first, first)), _("Beginning") if stage.name == FIRST else stage.name)
        for stage in chart.result.stages
        if stage.first <= last and stage.last >= first
    )
