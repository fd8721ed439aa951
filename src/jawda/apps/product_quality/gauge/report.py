"""The report of a study as a printable document, in the language of the print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.gauge import screens
from jawda.apps.product_quality.gauge.analysis import Analysis, Measured
from jawda.apps.product_quality.gauge.figures import Shown
from jawda.apps.product_quality.gauge.plans import reference_of
from jawda.apps.product_quality.status_marks import PRINTED_MARKS
from jawda.core.findings import words
from jawda.core.languages import Language
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
from jawda.foundation.ui import tables
from jawda.foundation.ui.formats import NOTHING, date_long, in_zone


def report_pdf(
    measured: Measured, analysis: Analysis, *, organisation_name: str, fictitious: bool, moment: datetime,
    language: Language,
) -> bytes:  # fmt: skip
    """The verdict and its figures first, then the report card, the tables and the pictures."""
    with translation.override(language):
        found = screens.conclusion(analysis, language, left=measured.left)
        shown = screens.shown(measured, analysis, language)
        document = Document(
            title=title_of(measured.study.kind),
            subtitle=measured.study.title,
            organisation_name=organisation_name,
            fictitious=fictitious,
            reference=reference_of(measured.study),
            date=date_long(in_zone(moment), language),
            language=language,
            conclusion=Verdict(seal=found.printed, title=found.title, text=found.text, meta=found.meta),
            key_figures=_key_figures(shown) if shown is not None else None,
            blocks=tuple(_blocks(measured, analysis, shown, language)),
        )
    return render_pdf(document, timestamp=moment)


def title_of(kind: str) -> str:
    """Over the report."""
    return {
        StudyKind.CROSSED: _("Gauge study (repeatability and reproducibility)"),
        StudyKind.TYPE1: _("Type 1 study of an instrument (Cg, Cgk)"),
        StudyKind.AGREEMENT: _("Study of attribute agreement"),
    }[StudyKind(kind)]


def _key_figures(shown: Shown) -> KeyValues:
    return KeyValues(rows=tuple((one.value, one.name) for one in shown.figures))


def _blocks(measured: Measured, analysis: Analysis, shown: Shown | None, language: Language) -> Iterator[Block]:
    steps = screens.steps(analysis, language)
    if steps:
        yield Heading(text=_("What to do next"))
        yield Steps(steps=tuple((step, "") for step in steps))
    if analysis.card:
        yield Heading(text=_("Can this study be trusted?"))
        yield MarkedList(
            items=tuple(
                MarkedItem(mark=PRINTED_MARKS[one.status], title=line.name, text=line.text)
                for one, line in zip(analysis.card, screens.card(analysis, language), strict=True)
            )
        )
    for fault in analysis.faults:
        yield Paragraph(text=words(fault, language))
    yield Heading(text=_("The study"))
    comma = "، " if language == "ar" else ", "
    yield Facts(rows=tuple((name, comma.join(values) or NOTHING) for name, values in screens.facts(measured, language)))
    if shown is None:
        return
    yield Heading(text=_("Figures"))
    yield Facts(rows=tuple((one.name, f"{one.value}\n{one.interval}".strip()) for one in shown.figures))
    for table in shown.tables:
        yield _printed(table)
    yield Heading(text=_("Pictures"))
    for picture in shown.pictures:
        yield Figure(svg=picture.draw(640), alt=picture.sentence, caption=picture.sentence)
    yield Paragraph(text=shown.method, quiet=True)
    yield Signatures(people=((_("Carried out by"), ""), (_("Approved by"), "")))


def _printed(table: tables.Table) -> Table:
    """A table of the page on paper."""
    return Table(
        columns=tuple(column.label for column in table.columns),
        widths=tuple("2fr" if column.heading else "1fr" for column in table.columns),
        alignments=tuple("end" if column.numeric else "start" for column in table.columns),
        rows=tuple(tuple(str(cell) for cell in row) for row in table.rows),
        caption=table.caption,
    )
