"""The report of a study as a printable document, in the language of the print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from jawda.apps.product_quality.gauge import screens
from jawda.apps.product_quality.gauge.analysis import Analysis, Measured
from jawda.core.findings import words
from jawda.core.languages import Language
from jawda.core.statistics.measurement_systems import GaugeRR
from jawda.core.statistics.result import Status
from jawda.foundation.printing import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    KeyValues,
    MarkedItem,
    MarkedList,
    Paragraph,
    Signatures,
    Steps,
    Table,
    Verdict,
    render_pdf,
)
from jawda.foundation.printing.shapes import Mark, Seal
from jawda.foundation.ui.formats import NOTHING, date_long, in_zone, number

_MARKS: Final[dict[Status, Mark]] = {Status.OK: "conform", Status.WARN: "partial", Status.FAIL: "not_conform"}
_SEALS: Final[dict[str, Seal]] = {
    "ready": "ready", "suspended": "suspended", "not_ready": "not_ready", "unknown": "unknown",
}  # fmt: skip


def report_pdf(
    measured: Measured, analysis: Analysis, *, organisation_name: str, fictitious: bool, moment: datetime,
    language: Language,
) -> bytes:  # fmt: skip
    """The verdict and its figures first, then the report card, the tables and the pictures."""
    with translation.override(language):
        found = screens.conclusion(analysis, language, left=measured.left)
        result = analysis.result
        document = Document(
            title=_("Gauge study (repeatability and reproducibility)"),
            subtitle=measured.study.title,
            organisation_name=organisation_name,
            fictitious=fictitious,
            reference=f"rr-{str(measured.study.pk)[:8]}",
            date=date_long(in_zone(moment), language),
            language=language,
            conclusion=Verdict(seal=_SEALS[found.seal], title=found.title, text=found.text, meta=found.meta),
            key_figures=_key_figures(result, language) if result is not None else None,
            blocks=tuple(_blocks(measured, analysis, language)),
        )
    return render_pdf(document, timestamp=moment)


def _key_figures(result: GaugeRR, language: Language) -> KeyValues:
    return KeyValues(rows=tuple((one.value, one.name) for one in screens.figures(result, language)))


def _blocks(measured: Measured, analysis: Analysis, language: Language) -> Iterator[Block]:
    result = analysis.result
    steps = analysis.next_steps
    if steps:
        yield Heading(text=_("What to do next"))
        yield Steps(steps=tuple((one.sentence(language), "") for one in steps))
    if analysis.card:
        yield Heading(text=_("Can this study be trusted?"))
        yield MarkedList(
            items=tuple(
                MarkedItem(mark=_MARKS[one.status], title=line.name, text=line.text)
                for one, line in zip(analysis.card, screens.card(analysis, language), strict=True)
            )
        )
    for fault in analysis.faults:
        yield Paragraph(text=words(fault, language))
    yield Heading(text=_("The study"))
    yield _facts(measured, language)
    if result is None:
        return
    yield Heading(text=_("Figures"))
    yield Facts(
        rows=tuple((one.name, f"{one.value}\n{one.interval}".strip()) for one in screens.figures(result, language))
    )
    yield _components(result, language)
    yield from _anova(result, language)
    yield Heading(text=_("Pictures"))
    for picture in screens.PICTURES:
        try:
            drawing = result.figure(language=language, width=640, picture=picture)
        except NotImplementedError:
            continue
        said = screens.sentence_of(picture, result, language)
        yield Figure(svg=drawing, alt=said, caption=said)
    yield Paragraph(text=method_words(result), quiet=True)
    yield Signatures(people=((_("Carried out by"), ""), (_("Approved by"), "")))


def _facts(measured: Measured, language: Language) -> Facts:
    study = measured.study
    done = {"done": number(len(measured.readings), language), "planned": number(measured.planned, language)}
    return Facts(
        rows=(
            (_("Characteristic"), str(study.characteristic) if study.characteristic else NOTHING),
            (_("Instrument"), str(study.instrument) if study.instrument else NOTHING),
            (_("Tolerance (width)"), f"{number(study.tolerance, language, None)} {study.unit}".strip()),
            (_("Parts"), number(study.parts, language)),
            (_("Operators"), "\n".join(study.operators)),
            (_("Trials"), number(study.trials, language)),
            (_("Measurements"), _("%(done)s of %(planned)s") % done),
        )
    )


def _components(result: GaugeRR, language: Language) -> Table:
    return Table(
        columns=(_("Source"), *screens.component_headings()),
        widths=("2fr", "1fr", "1fr", "1fr", "1fr", "1fr"),
        alignments=("start", "end", "end", "end", "end", "end"),
        rows=tuple(
            (screens.component_name(name), *screens.component_cells(one, language))
            for name, one in screens.components(result)
        ),
        caption=_("Components of variation"),
    )


def _anova(result: GaugeRR, language: Language) -> Iterator[Table]:
    for table in screens.anova_tables(result, language):
        yield Table(
            columns=tuple(column.label for column in table.columns),
            widths=("2fr", "1fr", "1fr", "1fr", "1fr", "1fr"),
            alignments=("start", "end", "end", "end", "end", "end"),
            rows=tuple(tuple(str(cell) for cell in row) for row in table.rows),
            caption=table.caption,
        )


def method_words(result: GaugeRR) -> str:
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
