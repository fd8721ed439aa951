"""What the pages of a study show, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.gauge import agreement_report, crossed_report, type1_report
from jawda.apps.product_quality.gauge.analysis import Analysis, Measured
from jawda.apps.product_quality.gauge.figures import Shown
from jawda.apps.product_quality.gauge.plans import part_name
from jawda.apps.product_quality.models import GaugeStudy
from jawda.apps.product_quality.status_marks import MARKS, PRINTED_SEALS, SEALS
from jawda.core.languages import Language
from jawda.core.statistics.measurement_systems import AttributeAgreement, GaugeRR, Type1
from jawda.core.statistics.result import Check, Status, Width
from jawda.foundation.printing.shapes import Seal as PrintedSeal
from jawda.foundation.ui.charts import ChartFigure
from jawda.foundation.ui.formats import number
from jawda.foundation.ui.marks import Mark, Seal

#: A column of a page, and a phone.
WIDTHS: Final[tuple[Width, ...]] = (640, 358)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The verdict in words: its seal, a title, what it rests on; ``meta`` says where it is provisional."""

    seal: Seal
    printed: PrintedSeal
    title: str
    text: str
    meta: str = ""


def conclusion(analysis: Analysis, language: Language, *, left: int) -> Conclusion:
    """Acceptable, conditionally acceptable or not acceptable; or that nothing can be said yet."""
    verdict = analysis.verdict
    if verdict is None:
        return Conclusion(
            seal=Seal.UNKNOWN, printed="unknown", title=_("No verdict yet"), text=_("Measurements are missing.")
        )
    said = ngettext(
        "Provisional: %(count)s measurement is missing.", "Provisional: %(count)s measurements are missing.", left
    )
    return Conclusion(
        seal=SEALS[verdict.status],
        printed=PRINTED_SEALS[verdict.status],
        title=_titles(analysis)[verdict.status],
        text=verdict.sentence(language),
        meta=said % {"count": left} if left else "",
    )


def _titles(analysis: Analysis) -> dict[Status, str]:
    """What a verdict is called, by what was studied."""
    if isinstance(analysis.result, Type1):
        return {Status.OK: _("The instrument is capable"), Status.FAIL: _("The instrument is not capable")}
    if isinstance(analysis.result, AttributeAgreement):
        return {
            Status.OK: _("The inspection is acceptable"),
            Status.WARN: _("The inspection is conditionally acceptable"),
            Status.FAIL: _("The inspection is not acceptable"),
        }
    return {
        Status.OK: _("The measuring system is acceptable"),
        Status.WARN: _("The measuring system is conditionally acceptable"),
        Status.FAIL: _("The measuring system is not acceptable"),
    }


def steps(analysis: Analysis, language: Language) -> tuple[str, ...]:
    """What to do next: what the findings advise, then what the verdict calls for."""
    advised = tuple(one.sentence(language) for one in analysis.next_steps)
    name = analysis.verdict.id.partition(".")[2] if analysis.verdict is not None else ""
    called = (
        ("type1_capable", _("Go on with an R&R study: it shows what the operators and the parts add.")),
        ("type1_biased", _(
            "Look at the zero setting and at the certificate of the part first; then adjust the instrument and measure "
            "the same part again.")),
        ("type1_spread", _(
            "Hold the part in the same way and measure the same place each time; where the spread stays, have the "
            "instrument serviced or take a finer one.")),
        ("appraiser_good", _("Repeat the study when an appraiser, the criteria or the lighting changes.")),
        ("appraiser_", _(
            "Look at the misjudged parts together with the appraisers, put boundary samples at the workplace, then "
            "repeat the study.")),
    )  # fmt: skip
    return (*advised, *(words for start, words in called if name.startswith(start)))[: len(advised) + 1]


def shown(measured: Measured, analysis: Analysis, language: Language) -> Shown | None:
    """The figures, tables and pictures of its result, by its kind."""
    result = analysis.result
    if isinstance(result, GaugeRR):
        return crossed_report.shown(result, language)
    if isinstance(result, Type1):
        return type1_report.shown(result, language)
    if isinstance(result, AttributeAgreement):
        return agreement_report.shown(result, measured, language)
    return None


def facts(measured: Measured, language: Language) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the study is: each fact's name, and its value or values."""
    study = measured.study
    done = {"done": number(len(measured.readings), language), "planned": number(measured.planned, language)}
    rows: list[tuple[str, tuple[str, ...]]] = [
        (_("Kind"), (str(StudyKind(study.kind).label),)),
        (_("Characteristic"), (str(study.characteristic),) if study.characteristic else ()),
        (_("Instrument"), (str(study.instrument),) if study.instrument else ()),
    ]
    if study.kind != StudyKind.AGREEMENT:
        rows.append((_("Tolerance (width)"), (f"{number(study.tolerance, language, None)} {study.unit}".strip(),)))
    if study.kind == StudyKind.TYPE1:
        rows += [
            (_("Reference value"), (f"{number(study.reference, language, None)} {study.unit}".strip(),)),
            (_("Operator"), tuple(study.operators)),
        ]
    else:
        rows += [
            (_("Parts"), (number(study.parts, language), *study.part_names)),
            (appraisers_word(study), tuple(study.operators)),
            (_("Trials"), (number(study.trials, language),)),
        ]
    if study.kind == StudyKind.AGREEMENT:
        names = (part_name(study, part) for part in study.nonconforming_parts)
        rows.append((_("Bad by the reference"), tuple(names)))
    return (*rows, (_("Measurements"), (_("%(done)s of %(planned)s") % done,)))


def appraisers_word(study: GaugeStudy) -> str:
    """Those who measure, or who judge."""
    return _("Appraisers") if study.kind == StudyKind.AGREEMENT else _("Operators")


def drawings(found: Shown) -> tuple[ChartFigure, ...]:
    """Every picture for a column of a page and for a phone."""
    return tuple(
        ChartFigure(sentence=one.sentence, drawings=tuple(one.draw(width) for width in WIDTHS), table=one.table)
        for one in found.pictures
    )


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
        ("no_gauge_variation", _("Resolution")), ("enough_values", _("Amount of data")),
        ("few_values", _("Amount of data")), ("items_", _("Amount of data")), ("bias_", _("Bias")),
        ("kappa_", _("Agreement")),
    )  # fmt: skip
    return next((words for start, words in subjects if name.startswith(start)), _("Variances"))
