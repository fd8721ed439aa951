"""What the page and the print of a capability study show, as frozen values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.product_quality.capability.analysis import Study
from jawda.apps.product_quality.characteristics.words import quantity, specification
from jawda.apps.product_quality.status_marks import MARKS, PRINTED_MARKS, PRINTED_SEALS, SEALS, WORST_FIRST
from jawda.core.charts import Level, Scatter, scatter
from jawda.core.findings import words_with_place
from jawda.core.languages import Language
from jawda.core.statistics.capability import Capability
from jawda.core.statistics.capability.probability_picture import probability_picture
from jawda.core.statistics.result import Check, Estimate, Status
from jawda.foundation.printing.shapes import Mark as PrintedMark
from jawda.foundation.printing.shapes import Seal as PrintedSeal
from jawda.foundation.ui.charts import ChartFigure
from jawda.foundation.ui.formats import NO_BREAK, NOTHING, number
from jawda.foundation.ui.marks import Mark, Seal
from jawda.foundation.ui.tables import Column, Table

SHOWN: Final = 25
"""The last samples whose single values are drawn."""
_LISTED: Final = 100
_DIGITS: Final = 4
_LAW_DOUBTS: Final = {f"capability.{name}" for name in ("not_normal", "tails_differ", "law_misfits", "law_far")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The verdict: its seal on a page and on paper, a title, what it rests on."""

    seal: Seal
    printed: PrintedSeal
    title: str
    text: str


def conclusion(study: Study, language: Language) -> Conclusion:
    """In words, before any figure; or what is missing for one."""
    verdict, result = study.verdict, study.result
    if verdict is None or result is None:
        return Conclusion(
            seal=Seal.UNKNOWN, printed="unknown", title=_("No conclusion yet"), text=_missing(study, language)
        )
    text = verdict.sentence(language)
    if result.stable:
        titles = {
            Status.OK: _("The process is capable"),
            Status.WARN: _("The process seems capable; more values are needed to be sure"),
            Status.FAIL: _("The process is not capable"),
        }
        status = verdict.status
        if status is Status.OK and _law_in_doubt(result):
            status = Status.WARN
            titles[status] = _("Capable, provided that the distribution is right")
    else:
        # what an unstable process made says nothing of what it will make
        titles = dict.fromkeys(Status, _("The process is not stable: its capability cannot be stated"))
        status = Status.FAIL
        text = result.findings[1].sentence(language)
    return Conclusion(seal=SEALS[status], printed=PRINTED_SEALS[status], title=titles[status], text=text)


def _law_in_doubt(result: Capability) -> bool:
    """Whether the values do not follow the law that the indices rest on."""
    return any(check.id in _LAW_DOUBTS and check.status is not Status.OK for check in result.findings)


def _missing(study: Study, language: Language) -> str:
    if study.is_counted:
        return _(
            "Nonconformities are counted here: the control chart tells their rate; capability is for measurements."
        )
    if not study.has_limits:
        return _("Give the characteristic a limit: capability compares what is made with what is asked.")
    if not study.refused:
        return _("Nothing is measured yet.")
    return " ".join(words_with_place(finding, language) for finding in study.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A line of the report card: its mark on a page and on paper, what was looked at, what was found."""

    mark: Mark
    printed: PrintedMark
    name: str
    text: str


def card(study: Study, language: Language) -> tuple[CardLine, ...]:
    """What was checked, what is wrong first; the verdict is not among them."""
    if study.result is None:
        return ()
    lines = sorted(study.result.findings[1:], key=lambda one: WORST_FIRST.index(one.status))
    found = [_line(one.status, _subject(one), one.sentence(language)) for one in lines]
    if study.left_out:
        text = ngettext(
            "%(count)s sample is left out: its special cause is known and stands beside it.",
            "%(count)s samples are left out: their special causes are known and stand beside them.",
            study.left_out,
        ) % {"count": number(study.left_out, language)}  # fmt: skip
        found.append(_line(Status.WARN, _("Samples left out"), text))
    return tuple(found)


def _line(status: Status, name: str, text: str) -> CardLine:
    return CardLine(mark=MARKS[status], printed=PRINTED_MARKS[status], name=name, text=text)


def _subject(one: Check) -> str:
    name = one.id.partition(".")[2]
    subjects = (
        ("stab", _("Stability")), ("unstable", _("Stability")), ("keeps", _("Stability")), ("moves", _("Stability")),
        ("few_values", _("Amount of data")), ("enough_values", _("Amount of data")), ("autocorr", _("Independence")),
        ("few_distinct", _("Resolution")), ("coarse", _("Resolution")), ("target", _("Target")),
        ("missing", _("Missing values")), ("censored", _("Missing values")), ("left_out", _("Missing values")),
    )  # fmt: skip
    return next((words for start, words in subjects if name.startswith(start)), _("Law of the values"))


_ROWS: Final = (("Cp", "Pp"), ("Cpk", "Ppk"), ("Cpl", "Ppl"), ("Cpu", "Ppu"), ("Cpm", "Ppm"))


def index_name(name: str) -> str:
    """What an index asks."""
    return {
        "p": _("Spread against the tolerance"), "pk": _("Nearest limit"), "pl": _("Lower limit"),
        "pu": _("Upper limit"), "pm": _("Spread about the target"),
    }[name[1:].lower()]  # fmt: skip


def index_words(estimate: Estimate, language: Language) -> str:
    """A value with its interval."""
    if estimate.value is None:
        return NOTHING
    value = number(estimate.value, language, 2)
    if estimate.low is None or estimate.high is None:
        return value
    return f"{value} ({number(estimate.low, language, 2)} – {number(estimate.high, language, 2)})"


def index_table(result: Capability, language: Language) -> Table:
    """Capability beside performance, each index with its interval."""
    rows = []
    for capable, performed in _ROWS:
        pair = result.indices.get(capable), result.indices.get(performed)
        if any(one is not None and one.value is not None for one in pair):
            cells = (NOTHING if one is None else index_words(one, language) for one in pair)
            rows.append((f"{capable} · {performed}", index_name(capable), *cells))
    return Table(
        caption=_("Indices with their confidence interval"),
        columns=(
            Column(label=_("Index"), heading=True, fold="wide"), Column(label=_("What it asks"), fold="wide"),
            Column(label=_("Capability (C)"), numeric=True, fold="repeat"),
            Column(label=_("Performance (P)"), numeric=True, fold="repeat"),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def facts(study: Study, language: Language) -> tuple[tuple[str, str], ...]:
    """The specification and the figures behind the indices."""
    result, row = study.result, study.row
    if result is None:
        return ()
    expected, observed = result.expected, result.observed
    pairs = (
        (_("Specification"), specification(row, language)),
        (_("Target"), quantity(number(row.target, language, None), row.unit) if row.target is not None else NOTHING),
        (_("Values"), number(result.inputs.count, language)),
        (_("Mean"), quantity(significant(result.mean, language), row.unit)),
        (_("Standard deviation within samples"), significant(result.sigma_within, language)),
        (_("Overall standard deviation"), significant(result.sigma_overall, language)),
        (_("Outside the limits, counted (ppm)"), number(observed.total, language, 0) if observed else NOTHING),
        (_("Outside the limits, by the law (ppm)"), significant(expected.total, language, 3) if expected else NOTHING),
    )
    return tuple(pair for pair in pairs if pair[1] != NOTHING)


def significant(value: float | None, language: Language, digits: int = _DIGITS) -> str:
    """A figure with so many significant digits."""
    return NOTHING if value is None else number(float(f"{value:.{digits}g}"), language, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One of the six: its sentence, and how it is drawn at a width."""

    sentence: str
    draw: Callable[[int], str]
    table: Table


def pictures(study: Study, language: Language) -> tuple[Picture, ...]:
    """Histogram, both control charts, the last samples, the probability plot: the sixth are the indices themselves."""
    result = study.result
    if result is None:
        return ()
    found = [
        Picture(
            sentence=_histogram_sentence(result), table=_bins(result, language),
            draw=lambda width: result.figure(language=language, width=_width(width)),
        ),
        Picture(
            sentence=_law_sentence(result), table=_quantiles(result, language),
            draw=lambda width: probability_picture(result, language=language, width=_width(width)),
        ),
    ]  # fmt: skip
    if result.chart is not None:
        chart = result.chart
        found.append(
            Picture(
                sentence=_chart_sentence(result), table=_points(study, language),
                draw=lambda width: chart.figure(language=language, width=_width(width)),
            )
        )  # fmt: skip
        found.append(
            Picture(
                sentence=_("The spread within samples, and its limits."), table=_points(study, language),
                draw=lambda width: chart.figure(language=language, width=_width(width), chart="spread"),
            )
        )  # fmt: skip
    found.append(
        Picture(
            sentence=_("The single values of the last samples, between the limits."),
            table=_points(study, language),
            draw=lambda width: _last_samples(study, language, width),
        )
    )
    return tuple(found)


def drawings(study: Study, language: Language) -> tuple[ChartFigure, ...]:
    """The pictures for a page, each with its table."""
    return tuple(
        ChartFigure.of(picture.draw, sentence=picture.sentence, table=picture.table)
        for picture in pictures(study, language)
    )


def _width(width: int) -> int:
    return 960 if width >= 960 else 640 if width >= 640 else 358


def _histogram_sentence(result: Capability) -> str:
    if result.observed is not None and result.observed.total:
        return _("Some values lie outside the specification.")
    return _("Every value lies within the specification.")


def _law_sentence(result: Capability) -> str:
    fits = next((one for one in result.findings if one.id in ("capability.normal", "capability.nearly_normal")), None)
    if fits is not None:
        return _("The points follow the line: the normal law describes the values.")
    return _("Where points leave the line, the law does not describe the values.")


def _chart_sentence(result: Capability) -> str:
    return _("The process keeps its place.") if result.stable else _("The process does not keep its place.")


def _last_samples(study: Study, language: Language, width: int) -> str:
    last = study.samples[-SHOWN:]
    first = len(study.samples) - len(last) + 1
    levels = tuple(
        Level(value=value, kind=kind, name=name, shown=" ")
        for value, kind, name in (
            (study.row.lower, "tolerance", _("lower limit")), (study.row.target, "target", _("target")),
            (study.row.upper, "tolerance", _("upper limit")),
        )
        if value is not None
    )  # fmt: skip
    # their values stand in the specification above; beside the axis they would cover its figures
    drawn = Scatter(
        title=_("Single values of the last samples"),
        points=tuple((float(first + at), value) for at, sample in enumerate(last) for value in sample.values),
        levels=levels, bottom_caption=_("Sample"), language=language,
    )  # fmt: skip
    return scatter(drawn, width=width)


def _points(study: Study, language: Language) -> Table:
    last = study.samples[-_LISTED:]
    first = len(study.samples) - len(last) + 1
    return Table(
        caption=_("The last samples"),
        columns=(
            Column(label=_("Sample"), heading=True), Column(label=_("Mean"), numeric=True),
            Column(label=_("Range"), numeric=True),
        ),
        rows=tuple(
            (
                number(first + at, language), significant(float(np.mean(sample.values)), language, 6),
                significant(float(np.ptp(sample.values)), language, 6),
            )
            for at, sample in enumerate(last)
        ),
    )  # fmt: skip


def _bins(result: Capability, language: Language) -> Table:
    values = next(iter(result.inputs.data.values()))
    counts, edges = np.histogram(values, bins="auto" if len(values) < 5000 else 30)
    return Table(
        caption=_("Counts between edges"),
        columns=(
            Column(label=_("From"), heading=True, numeric=True), Column(label=_("To"), numeric=True),
            Column(label=_("Values"), numeric=True),
        ),
        rows=tuple(
            (significant(float(low), language), significant(float(high), language), number(int(count), language))
            for low, high, count in zip(edges, edges[1:], counts, strict=False)
        ),
    )  # fmt: skip


def _quantiles(result: Capability, language: Language) -> Table:
    values = next(iter(result.inputs.data.values()))
    shares = np.array([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99])
    seen = np.quantile(values, shares)
    law = result.model.law.quantile(shares) if result.model is not None else seen
    return Table(
        caption=_("Values below which a share of all lies"),
        columns=(
            Column(label=_("Share"), heading=True, numeric=True), Column(label=_("Measured"), numeric=True),
            Column(label=_("By the law"), numeric=True),
        ),
        rows=tuple(
            (_percent(share, language), significant(float(one), language), significant(float(two), language))
            for share, one, two in zip(shares.tolist(), seen, law, strict=True)
        ),
    )  # fmt: skip


def _percent(share: float, language: Language) -> str:
    return f"{number(100 * share, language, 0)}{NO_BREAK if language == 'fr' else ''}%"
