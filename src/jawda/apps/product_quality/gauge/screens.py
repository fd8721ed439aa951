"""What the pages of a study show, as frozen values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jawda.apps.product_quality.gauge.analysis import Analysis
from jawda.core.languages import Language
from jawda.core.statistics.measurement_systems import AnovaRow, Component, GaugeRR
from jawda.core.statistics.measurement_systems.gauge_result import Picture
from jawda.core.statistics.result import Check, Estimate, Status, Width
from jawda.foundation.ui.charts import ChartFigure
from jawda.foundation.ui.formats import NO_BREAK, NOTHING, number
from jawda.foundation.ui.marks import Mark, Seal
from jawda.foundation.ui.tables import Column, Table

MARKS: Final = {Status.OK: Mark.CONFORMS, Status.WARN: Mark.PARTLY, Status.FAIL: Mark.DOES_NOT}
SEALS: Final = {Status.OK: Seal.READY, Status.WARN: Seal.SUSPENDED, Status.FAIL: Seal.NOT_READY}
#: A column of a page, and a phone.
WIDTHS: Final[tuple[Width, ...]] = (640, 358)
PICTURES: Final[tuple[Picture, ...]] = ("components", "parts", "operators", "ranges")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The verdict in words: its seal, a title, what it rests on; ``meta`` says where it is provisional."""

    seal: Seal
    title: str
    text: str
    meta: str = ""


def conclusion(analysis: Analysis, language: Language, *, left: int) -> Conclusion:
    """Acceptable, conditionally acceptable or not acceptable; or that nothing can be said yet."""
    verdict = analysis.verdict
    if verdict is None:
        return Conclusion(seal=Seal.UNKNOWN, title=_("No verdict yet"), text=_("Measurements are missing."))
    titles = {
        Status.OK: _("The measuring system is acceptable"),
        Status.WARN: _("The measuring system is conditionally acceptable"),
        Status.FAIL: _("The measuring system is not acceptable"),
    }
    said = ngettext(
        "Provisional: %(count)s measurement is missing.", "Provisional: %(count)s measurements are missing.", left
    )
    return Conclusion(
        seal=SEALS[verdict.status],
        title=titles[verdict.status],
        text=verdict.sentence(language),
        meta=said % {"count": left} if left else "",
    )


def verdict_words(analysis: Analysis) -> str:
    """In one word, for a list."""
    verdict = analysis.verdict
    words = {
        Status.OK: pgettext("measuring system", "acceptable"),
        Status.WARN: pgettext("measuring system", "conditionally acceptable"),
        Status.FAIL: pgettext("measuring system", "not acceptable"),
    }
    return words[verdict.status] if verdict is not None else ""


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of the report card: its mark, what was looked at, what was found."""

    mark: Mark
    name: str
    text: str


def card(analysis: Analysis, language: Language) -> tuple[CardLine, ...]:
    """What was checked, what is wrong first."""
    return tuple(CardLine(MARKS[one.status], _subject(one), one.sentence(language)) for one in analysis.card)


def _subject(one: Check) -> str:
    name = one.id.partition(".")[2]
    subjects = (
        ("study_", _("Completeness")), ("reml_", _("Completeness")), ("missing", _("Completeness")),
        ("plan_", _("Amount of data")), ("parts_", _("Choice of parts")), ("resolution", _("Resolution")),
        ("ranges_", _("Repeatability")), ("interaction", _("Interaction")), ("no_repeats", _("Interaction")),
        ("categories_", _("Distinct categories")), ("repeats_equal", _("Resolution")),
        ("no_gauge_variation", _("Resolution")),
    )  # fmt: skip
    return next((words for start, words in subjects if name.startswith(start)), _("Variances"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the main figures: its value, its name, its interval in words."""

    value: str
    name: str
    interval: str


def figures(result: GaugeRR, language: Language) -> tuple[Figure, ...]:
    """Share of the tolerance, share of the study, distinct categories; each with its interval where it has one."""
    grr, found = result.components.grr, []
    for name, label, value in (
        ("percent_tolerance_grr", _("of the tolerance (R&R)"), grr.percent_tolerance),
        ("percent_study_grr", _("of the variation of the study (R&R)"), grr.percent_study),
    ):
        if value is not None:
            interval = _interval(result.intervals.get(name), language, 1)
            found.append(Figure(per_cent(value, language), label, interval))
    interval = _interval(result.intervals.get("ndc"), language, 1)
    found.append(Figure(number(result.ndc, language), _("distinct categories (ndc, at least 5)"), interval))
    return tuple(found)


def per_cent(value: float | None, language: Language, places: int = 1) -> str:
    """A per cent, with its sign."""
    if value is None:
        return NOTHING
    return f"{number(value, language, places)}{NO_BREAK if language == 'fr' else ''}%"


def _interval(estimate: Estimate | None, language: Language, places: int) -> str:
    if estimate is None or estimate.low is None or estimate.confidence is None:
        return ""
    high = number(estimate.high, language, places) if estimate.high is not None else "∞"
    said = {
        "confidence": per_cent(100 * estimate.confidence, language, 0),
        "low": number(estimate.low, language, places), "high": high,
    }  # fmt: skip
    return _("%(confidence)s interval: %(low)s to %(high)s") % said


def significant(value: float | None, language: Language, digits: int = 4) -> str:
    """A figure with so many significant digits."""
    if value is None:
        return NOTHING
    rounded = float(f"{value:.{digits}g}")
    return number(rounded, language, 0 if rounded == 0 else None)


def component_name(name: str) -> str:
    """How a source of variation is called."""
    return {
        "repeatability": _("Repeatability (instrument)"), "operator": _("Operator"),
        "interaction": _("Operator × part"), "reproducibility": _("Reproducibility"),
        "grr": _("Measuring system (R&R)"), "part": _("Part to part"), "total": _("Total"),
    }[name]  # fmt: skip


COMPONENT_ORDER: Final = ("grr", "repeatability", "reproducibility", "operator", "interaction", "part", "total")


def components(result: GaugeRR) -> Iterator[tuple[str, Component]]:
    """The sources from the whole of the gauge to its parts."""
    known = dict(result.components.items())
    yield from ((name, known[name]) for name in COMPONENT_ORDER if name in known)


def component_cells(component: Component, language: Language) -> tuple[str, ...]:
    """Standard deviation, six of them, and the three shares."""
    return (
        significant(component.sd, language),
        significant(component.study_variation, language),
        per_cent(component.percent_contribution, language),
        per_cent(component.percent_study, language),
        per_cent(component.percent_tolerance, language),
    )


def component_headings() -> tuple[str, ...]:
    """Over :func:`component_cells`."""
    return (
        _("Standard deviation"), _("6 × standard deviation"), _("Share of variance"), _("Share of study"),
        _("Share of tolerance"),
    )  # fmt: skip


def component_table(result: GaugeRR, language: Language) -> Table:
    """Every source with its figures."""
    headings = component_headings()
    return Table(
        caption=_("Components of variation"),
        columns=(
            Column(label=_("Source"), heading=True, fold="wide"),
            *(Column(label=label, numeric=True, fold="repeat") for label in headings),
        ),
        rows=tuple((component_name(name), *component_cells(one, language)) for name, one in components(result)),
    )


def anova_name(name: str) -> str:
    """How a source of the analysis of variance is called."""
    return {"part": _("Part"), "operator": _("Operator"), "interaction": _("Operator × part"),
            "repeatability": _("Repeatability"), "total": _("Total")}[name]  # fmt: skip


def anova_headings() -> tuple[str, ...]:
    """Over :func:`anova_cells`."""
    return (_("Degrees of freedom"), _("Sum of squares"), _("Mean square"), "F", "p")


def anova_cells(row: AnovaRow, language: Language) -> tuple[str, ...]:
    """The figures of one source."""
    p = NOTHING if row.p is None else f"< {number(0.001, language, 3)}" if row.p < 0.001 else number(row.p, language, 3)
    return (
        number(row.df, language), significant(row.ss, language), significant(row.ms, language),
        number(row.F, language, 2), p,
    )  # fmt: skip


def anova_table(rows: tuple[AnovaRow, ...], caption: str, language: Language) -> Table:
    """The table of the analysis of variance."""
    return Table(
        caption=caption,
        caption_hidden=False,
        columns=(
            Column(label=_("Source"), heading=True, fold="wide"),
            *(Column(label=label, numeric=True, fold="repeat") for label in anova_headings()),
        ),
        rows=tuple((anova_name(row.source), *anova_cells(row, language)) for row in rows),
    )


def anova_tables(result: GaugeRR, language: Language) -> tuple[Table, ...]:
    """With the interaction, and without it where it was pooled."""
    found = []
    if result.anova:
        found.append(anova_table(result.anova, _("Analysis of variance"), language))
    if result.anova_reduced:
        found.append(
            anova_table(result.anova_reduced, _("The same without the interaction, which is pooled"), language)
        )
    return tuple(found)


def sentence_of(picture: Picture, result: GaugeRR, language: Language) -> str:
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


def drawings(result: GaugeRR, language: Language) -> tuple[ChartFigure, ...]:
    """Every picture that the method has, each with its table."""
    tables: dict[Picture, Callable[[GaugeRR, Language], Table]] = {
        "components": component_table, "parts": _means, "operators": _operators, "ranges": _ranges,
    }  # fmt: skip
    found = []
    for picture in PICTURES:
        try:
            drawn = {width: result.figure(language=language, width=width, picture=picture) for width in WIDTHS}
        except NotImplementedError:
            continue
        sentence, table = sentence_of(picture, result, language), tables[picture](result, language)
        found.append(ChartFigure(sentence=sentence, drawings=tuple(drawn.values()), table=table))
    return tuple(found)


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
