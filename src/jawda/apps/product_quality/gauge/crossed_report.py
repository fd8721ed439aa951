"""What a study of repeatability and reproducibility shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from django.utils.translation import gettext as _

from jawda.apps.product_quality.gauge.figures import (
    Figure,
    Picture,
    Sheet,
    Shown,
    interval,
    per_cent,
    probability,
    significant,
)
from jawda.core.languages import Language
from jawda.core.spreadsheets import Value
from jawda.core.statistics.measurement_systems import AnovaRow, Component, GaugeRR
from jawda.core.statistics.measurement_systems.gauge_result import Picture as PictureName
from jawda.core.statistics.result import Width
from jawda.foundation.ui.formats import number
from jawda.foundation.ui.tables import Column, Table


def shown(result: GaugeRR, language: Language) -> Shown:
    """Shares, components, analysis of variance, pictures."""
    return Shown(
        figures=_figures(result, language),
        tables=(_component_table(result, language), *_anova_tables(result, language)),
        pictures=tuple(_pictures(result, language)),
        sheets=_sheets(result),
        method=_method(result),
    )


def _figures(result: GaugeRR, language: Language) -> tuple[Figure, ...]:
    """Share of the tolerance, share of the study, distinct categories; each with its interval where it has one."""
    grr, found = result.components.grr, []
    for name, label, value in (
        ("percent_tolerance_grr", _("Share of the tolerance (R&R)"), grr.percent_tolerance),
        ("percent_study_grr", _("Share of the variation of the study (R&R)"), grr.percent_study),
    ):
        if value is not None:
            found_interval = interval(result.intervals.get(name), language, 1)
            found.append(Figure(per_cent(value, language), label, found_interval))
    found_interval = interval(result.intervals.get("ndc"), language, 1)
    found.append(Figure(number(result.ndc, language), _("Distinct categories (ndc, at least 5)"), found_interval))
    return tuple(found)


def _component_name(name: str) -> str:
    """How a source of variation is called."""
    return {
        "repeatability": _("Repeatability (instrument)"), "operator": _("Operator"),
        "interaction": _("Operator × part"), "reproducibility": _("Reproducibility"),
        "grr": _("Measuring system (R&R)"), "part": _("Part to part"), "total": _("Total"),
    }[name]  # fmt: skip


_ORDER: Final = ("grr", "repeatability", "reproducibility", "operator", "interaction", "part", "total")


def _components(result: GaugeRR) -> Iterator[tuple[str, Component]]:
    """The sources from the whole of the gauge to its parts."""
    known = dict(result.components.items())
    yield from ((name, known[name]) for name in _ORDER if name in known)


def _component_cells(component: Component, language: Language) -> tuple[str, ...]:
    """Standard deviation, six of them, and the three shares."""
    return (
        significant(component.sd, language),
        significant(component.study_variation, language),
        per_cent(component.percent_contribution, language),
        per_cent(component.percent_study, language),
        per_cent(component.percent_tolerance, language),
    )


def _component_headings() -> tuple[str, ...]:
    """Over :func:`_component_cells`."""
    return (
        _("Standard deviation"), _("6 × standard deviation"), _("Share of variance"), _("Share of study"),
        _("Share of tolerance"),
    )  # fmt: skip


def _component_table(result: GaugeRR, language: Language) -> Table:
    """Every source with its figures."""
    headings = _component_headings()
    return Table(
        caption=_("Components of variation"),
        columns=(
            Column(label=_("Source"), heading=True, fold="wide"),
            *(Column(label=label, numeric=True, fold="repeat") for label in headings),
        ),
        rows=tuple((_component_name(name), *_component_cells(one, language)) for name, one in _components(result)),
    )


def _anova_name(name: str) -> str:
    """How a source of the analysis of variance is called."""
    return {"part": _("Part"), "operator": _("Operator"), "interaction": _("Operator × part"),
            "repeatability": _("Repeatability"), "total": _("Total")}[name]  # fmt: skip


def _anova_headings() -> tuple[str, ...]:
    """Over :func:`_anova_cells`."""
    return (_("Degrees of freedom"), _("Sum of squares"), _("Mean square"), "F", "p")


def _anova_cells(row: AnovaRow, language: Language) -> tuple[str, ...]:
    """The figures of one source."""
    return (
        number(row.df, language), significant(row.ss, language), significant(row.ms, language),
        number(row.F, language, 2), probability(row.p, language),
    )  # fmt: skip


def _anova_table(rows: tuple[AnovaRow, ...], caption: str, language: Language) -> Table:
    """The table of the analysis of variance."""
    return Table(
        caption=caption,
        caption_hidden=False,
        columns=(
            Column(label=_("Source"), heading=True, fold="wide"),
            *(Column(label=label, numeric=True, fold="repeat") for label in _anova_headings()),
        ),
        rows=tuple((_anova_name(row.source), *_anova_cells(row, language)) for row in rows),
    )


def _anova_tables(result: GaugeRR, language: Language) -> tuple[Table, ...]:
    """With the interaction, and without it where it was pooled."""
    found = []
    if result.anova:
        found.append(_anova_table(result.anova, _("Analysis of variance"), language))
    if result.anova_reduced:
        found.append(
            _anova_table(result.anova_reduced, _("The same without the interaction, which is pooled"), language)
        )
    return tuple(found)


def _sentence(picture: PictureName, result: GaugeRR, language: Language) -> str:
    """What one concludes from a picture."""
    if picture == "components":
        part = result.components.part
        if part is not None and part.variance > result.components.grr.variance:
            return _("The parts differ more than the measurement varies.")
        return _("The measurement varies more than the parts differ.")
    if picture == "operators":
        operator = result.components.operator
        share = operator.percent_study if operator is not None else None
        return _("Between operators: %(percent)s of the variation of the study.") % {
            "percent": per_cent(share, language)
        }
    found = {one.id.partition(".")[2]: one for one in result.findings}
    if picture == "ranges":
        told = found.get("ranges_in_control") or found.get("ranges_out")
        return told.sentence(language) if told is not None else _("Ranges by part and operator")
    if "interaction_kept" in found:
        return _("Lines that cross: some parts are measured differently by different operators.")
    return _("Lines that follow each other: operators measure alike.")


def _names(result: GaugeRR) -> tuple[PictureName, ...]:
    """The pictures that the method has: one that keeps no means of the cells draws its components only."""
    if result.cell_means is None or result.design != "crossed":
        return ("components",)
    if result.cell_ranges is None or result.range_limit is None:
        return ("components", "parts", "operators")
    return ("components", "parts", "operators", "ranges")


def _pictures(result: GaugeRR, language: Language) -> Iterator[Picture]:
    tables: dict[PictureName, Callable[[GaugeRR, Language], Table]] = {
        "components": _component_table, "parts": _means, "operators": _operators, "ranges": _ranges,
    }  # fmt: skip
    for name in _names(result):
        yield Picture(
            sentence=_sentence(name, result, language),
            draw=partial(_drawn, result, language, name),
            table=tables[name](result, language),
        )


def _drawn(result: GaugeRR, language: Language, name: PictureName, width: Width) -> str:
    return result.figure(language=language, width=width, picture=name)


def _by_operator(result: GaugeRR, cells: list[list[float]], caption: str, language: Language) -> Table:
    return Table(
        caption=caption,
        columns=(
            Column(label=_("Part"), heading=True, fold="wide"),
            *(Column(label=name, numeric=True, fold="repeat") for name in result.operator_names),
        ),
        rows=tuple(
            (name, *(significant(value, language, 6) for value in row))
            for name, row in zip(result.part_names, cells, strict=True)
        ),
    )


def _means(result: GaugeRR, language: Language) -> Table:
    cells = [] if result.cell_means is None else result.cell_means.tolist()
    return _by_operator(result, cells, _("Means by part and operator"), language)


def _ranges(result: GaugeRR, language: Language) -> Table:
    cells = [] if result.cell_ranges is None else result.cell_ranges.tolist()
    return _by_operator(result, cells, _("Ranges by part and operator"), language)


def _operators(result: GaugeRR, language: Language) -> Table:
    means = [] if result.cell_means is None else result.cell_means.mean(axis=0).tolist()
    return Table(
        caption=_("Means by operator"),
        columns=(Column(label=_("Operator"), heading=True), Column(label=_("Mean"), numeric=True)),
        rows=tuple(
            (name, significant(value, language, 6)) for name, value in zip(result.operator_names, means, strict=True)
        ),
    )


def _sheets(result: GaugeRR) -> tuple[Sheet, ...]:
    headings = (
        _("Source"), _("Variance"), _("Standard deviation"), _("6 × standard deviation"), _("Share of variance"),
        _("Share of study"), _("Share of tolerance"),
    )  # fmt: skip
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (_component_name(name), one.variance, one.sd, one.study_variation, one.percent_contribution,
         one.percent_study, one.percent_tolerance)
        for name, one in _components(result)
    )  # fmt: skip
    found = [Sheet(name=_("Components"), headings=headings, rows=rows)]
    if result.anova or result.anova_reduced:
        rows = tuple(
            (_anova_name(row.source), row.df, row.ss, row.ms, row.F, row.p)
            for row in (*result.anova, *result.anova_reduced)
        )
        found.append(Sheet(name=_("Analysis of variance"), headings=(_("Source"), *_anova_headings()), rows=rows))
    return tuple(found)


def _method(result: GaugeRR) -> str:
    """Which method, after which source, with which thresholds."""
    reml = result.log_likelihood is not None
    said = _(
        "Restricted maximum likelihood (Patterson and Thompson 1971), because measurements are missing or unequal in "
        "number."
    ) if reml else _("Crossed analysis of variance, AIAG MSA, 4th edition, chapter III.B.")  # fmt: skip
    thresholds = _(
        "Thresholds of AIAG MSA, 4th edition, chapter II.D: under 10 per cent acceptable, 10 to 30 conditionally, "
        "over 30 not acceptable; at least 5 distinct categories. Your customer may ask for others."
    )
    return f"{said} {thresholds}"
