"""One chart of every kind for the living pages: invented figures, in the active language."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from jawda.core import charts
from jawda.foundation.ui import formats
from jawda.foundation.ui.charts import ChartFigure, ClauseBar, ClauseBars
from jawda.foundation.ui.tables import Column, Table
from jawda.foundation.ui.templatetags import ui

_HEIGHTS: Final = (
    12.42, 12.40, 12.41, 12.39, 12.43, 12.40, 12.42, 12.41, 12.38, 12.40, 12.43, 12.44, 12.43, 12.45, 12.44, 12.46,
    12.45, 12.47, 12.46, 12.50, 12.45, 12.44, 12.43, 12.42,
)  # fmt: skip
_CENTRE, _LOWER, _UPPER = 12.43, 12.37, 12.49


def _rows(first: str, *labels: str, rows: tuple[tuple[object, ...], ...], caption: str) -> Table:
    columns = (Column(label=first, heading=True, fold="wide"), *(Column(label=x, numeric=True) for x in labels))
    return Table(caption=caption, columns=columns, rows=rows)


def clause_bars() -> ClauseBars:
    """Results by clause, with last time and a target."""
    rows = (
        ClauseBar(code="5", name=_("Leadership"), value=81, previous=70, target=80),
        ClauseBar(code="6", name=_("Planning"), value=58, previous=40, target=80),
        ClauseBar(code="9", name=_("Performance evaluation"), value=38, previous=30, target=80),
        ClauseBar(code="10", name=_("Improvement"), value=52, previous=52, target=80),
        ClauseBar(code="8.3", name=_("Design and development"), value=None, target=80),
    )
    return ClauseBars(
        caption=_("Result by clause"),
        heading=_("Clause"),
        rows=rows,
        now=_("now"),
        before=_("last time"),
        aim=_("target"),
        whole=ClauseBar(code="", name=_("Whole"), value=61, previous=51, target=80),
    )


def figures() -> tuple[tuple[str, ChartFigure], ...]:
    """A name for each kind, and its figure."""
    return (
        (_("Sorted bars"), _bars()),
        (_("Line over time, with its limits"), _line()),
        (_("Several lines"), _series()),
        (_("Histogram"), _histogram()),
        (_("Pareto"), _pareto()),
        (_("Heat map"), _heat_map()),
        (_("Funnel"), _funnel()),
        (_("Radar"), _radar()),
    )


def _bars() -> ChartFigure:
    bars = clause_bars()
    language = ui.language()
    chart = charts.SortedBars(
        title=_("Result by clause"),
        description=_("Performance evaluation is 42 points under the target; leadership has reached it."),
        rows=tuple(
            charts.BarRow(
                label=f"{row.code} {row.name}",
                value=row.value,
                previous=row.previous,
                target=row.target,
                shown=formats.number(row.value, language),
            )
            for row in bars.rows
        ),
        now=bars.now,
        before=bars.before,
        aim=bars.aim,
        language=language,
    )
    return ChartFigure.of(
        lambda width: charts.sorted_bars(chart, width=width),
        sentence=chart.description,
        note=_("For paper and mail. On a page, results by clause stand in the table above."),
        table=_rows(
            _("Clause"), _("now"), _("last time"), _("target"),
            caption=chart.title,
            rows=tuple(
                (f"{row.code} {row.name}", ui.number(row.value), ui.number(row.previous), ui.number(row.target))
                for row in bars.ordered
            ),
        ),
    )  # fmt: skip


def control_chart() -> charts.LineChart:
    """A mean that drifts, with its signals."""
    return charts.LineChart(
        title=_("Crimping height, station 3"),
        description=_("Crimping drifts upwards: nine points above the centre, then one beyond the limit."),
        series=(charts.Series(values=_HEIGHTS),),
        levels=(
            charts.Level(value=_UPPER, kind="limit", name=_("upper limit")),
            charts.Level(value=_CENTRE, kind="centre", name=_("centre")),
            charts.Level(value=_LOWER, kind="limit", name=_("lower limit")),
        ),
        zones=True,
        signals=(charts.Signal(index=19, kind="beyond", words=_("beyond the limit")),),
        runs=(charts.Run(first=11, last=19, words=_("9 on one side")),),
        caption=_("Samples of five, in mm"),
        language=ui.language(),
    )


def _line() -> ChartFigure:
    language = ui.language()
    chart = control_chart()
    rows = tuple((str(place), formats.number(value, language, 2)) for place, value in enumerate(_HEIGHTS, 1))
    return ChartFigure.of(
        lambda width: charts.line_chart(chart, width=width),
        widths=(960, 640, 358),
        sentence=chart.description,
        note=_("Rules of ISO 7870-2. Limits from the first 20 samples."),
        table=_rows(_("Sample"), _("Mean (mm)"), rows=rows, caption=chart.title),
    )


def _series() -> ChartFigure:
    language = ui.language()
    names = (_("North"), _("Centre"), _("South"))
    values = ((48, 51, 55, 60, 63, 66), (44, 45, 49, 52, 51, 56), (39, 43, 42, 47, 52, 53))
    chart = charts.LineChart(
        title=_("Median result by region"),
        description=_("All three regions advance; the north first."),
        series=tuple(charts.Series(values=row, name=name) for name, row in zip(names, values, strict=True)),
        marks=tuple((place, str(2020 + place)) for place in range(1, 7)),
        language=language,
    )
    rows = tuple((str(2021 + index), *(str(row[index]) for row in values)) for index in range(6))
    return ChartFigure.of(
        lambda width: charts.line_chart(chart, width=width),
        widths=(640, 358),
        sentence=chart.description,
        table=_rows(_("Year"), *names, rows=rows, caption=chart.title),
    )


def _histogram() -> ChartFigure:
    language = ui.language()
    edges, counts = (12.34, 12.37, 12.40, 12.43, 12.46, 12.49, 12.52), (2, 14, 31, 38, 12, 3)
    chart = charts.Histogram(
        title=_("Crimping height, 100 pieces"),
        description=_("Three pieces of 100 are above the tolerance."),
        edges=edges,
        counts=counts,
        levels=(
            charts.Level(value=12.35, kind="tolerance", name=_("lower tolerance")),
            charts.Level(value=12.49, kind="tolerance", name=_("upper tolerance")),
        ),
        caption=_("Height in mm"),
        language=language,
    )
    rows = tuple(
        (f"{formats.number(low, language, 2)} – {formats.number(high, language, 2)}", str(count))
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
    )
    return ChartFigure.of(
        lambda width: charts.histogram(chart, width=width),
        sentence=chart.description,
        table=_rows(_("Height in mm"), _("Pieces"), rows=rows, caption=chart.title),
    )


def _pareto() -> ChartFigure:
    causes = (
        (_("Terminal height"), 46), (_("Missing seal"), 27), (_("Wrong wire"), 11), (_("Label"), 7),
    )  # fmt: skip
    rest = (_("Others"), 9)
    chart = charts.Pareto(
        title=_("Complaints by cause"),
        description=_("Two causes make three complaints of four."),
        causes=(
            *(charts.Cause(label=label, count=count) for label, count in causes),
            charts.Cause(label=rest[0], count=rest[1], rest=True),
        ),
        language=ui.language(),
    )
    return ChartFigure.of(
        lambda width: charts.pareto(chart, width=width),
        sentence=chart.description,
        table=_rows(_("Cause"), _("Complaints"), rows=(*causes, rest), caption=chart.title),
    )


def _heat_map() -> ChartFigure:
    regions, years = (_("North"), _("Centre"), _("South")), ("2024", "2025", "2026")
    values = ((41, 52, 66), (38, 47, 56), (None, 44, 53))
    masked = _("masked")
    cells = tuple(
        tuple(charts.Cell(value=value, shown=masked if value is None else str(value)) for value in row)
        for row in values
    )
    chart = charts.HeatMap(
        title=_("Median result by region and year"),
        description=_("The south of 2024 is withheld: fewer companies than the rule asks for."),
        rows=regions,
        columns=years,
        cells=cells,
        language=ui.language(),
    )
    rows = tuple((region, *(cell.shown for cell in row)) for region, row in zip(regions, cells, strict=True))
    return ChartFigure.of(
        lambda width: charts.heat_map(chart, width=width),
        sentence=chart.description,
        table=_rows(_("Region"), *years, rows=rows, caption=chart.title),
    )


def _funnel() -> ChartFigure:
    stages = ((_("Invited"), 120), (_("Started"), 84), (_("Finished"), 61), (_("Shared"), 38))
    chart = charts.Funnel(
        title=_("The campaign, from invitation to sharing"),
        description=_("One company in three that was invited has shared its figures."),
        stages=tuple(charts.Stage(label=label, count=count) for label, count in stages),
        language=ui.language(),
    )
    return ChartFigure.of(
        lambda width: charts.funnel(chart, width=width),
        sentence=chart.description,
        table=_rows(_("Stage"), _("Companies"), rows=stages, caption=chart.title),
    )


def _radar() -> ChartFigure:
    axes = (
        (_("Context"), 72, 55), (_("Leadership"), 81, 70), (_("Planning"), 58, 40), (_("Support"), 69, 62),
        (_("Operation"), 74, 61), (_("Performance evaluation"), 38, 30), (_("Improvement"), 52, 52),
    )  # fmt: skip
    chart = charts.Radar(
        title=_("Profile by clause"),
        description=_("The profile is hollow on evaluation and improvement."),
        axes=tuple(charts.Axis(label=label, value=now, previous=before) for label, now, before in axes),
    )
    return ChartFigure.of(
        lambda width: charts.radar(chart, width=width),
        widths=(480, 358),
        sentence=chart.description,
        note=_("Only where a profile is asked for: sorted bars are read faster."),
        table=_rows(_("Clause"), _("now"), _("last time"), rows=axes, caption=chart.title),
    )
