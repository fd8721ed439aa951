"""The study as a printable document, in the language of the print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from jawda.apps.product_quality.capability import screens
from jawda.apps.product_quality.capability.analysis import Study
from jawda.core.languages import Language
from jawda.foundation.printing import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    MarkedItem,
    MarkedList,
    Paragraph,
    Signatures,
    Table,
    Verdict,
    render_pdf,
)
from jawda.foundation.ui.formats import date_long, in_zone, number


def report_pdf(
    study: Study, *, organisation_name: str, fictitious: bool, moment: datetime, language: Language
) -> bytes:
    """The verdict first, then whether it can be trusted, indices, figures, pictures."""
    with translation.override(language):
        found = screens.conclusion(study, language)
        document = Document(
            title=_("Process capability"),
            subtitle=str(study.row),
            organisation_name=organisation_name,
            fictitious=fictitious,
            reference=f"cap-{str(study.row.pk)[:8]}",
            date=date_long(in_zone(moment), language),
            language=language,
            conclusion=Verdict(seal=found.printed, title=found.title, text=found.text),
            blocks=tuple(_blocks(study, language)),
        )
    return render_pdf(document, timestamp=moment)


def _blocks(study: Study, language: Language) -> Iterator[Block]:
    card = screens.card(study, language)
    if card:
        yield Heading(text=_("Can it be trusted?"))
        yield MarkedList(
            items=tuple(MarkedItem(mark=line.printed, title=line.name, text=line.text) for line in card)
        )  # fmt: skip
    result = study.result
    if result is None:
        return
    indices = screens.index_table(result, language)
    yield Heading(text=_("Indices"))
    yield Table(
        columns=tuple(column.label for column in indices.columns),
        widths=("1fr", "2fr", "2fr", "2fr"),
        alignments=("start", "start", "end", "end"),
        rows=tuple(tuple(str(cell) for cell in row) for row in indices.rows),
        caption=indices.caption,
    )
    yield Facts(rows=screens.facts(study, language))
    yield Heading(text=_("Pictures"))
    for picture in screens.pictures(study, language):
        yield Figure(svg=picture.draw(640), alt=picture.sentence, caption=picture.sentence)
    yield Paragraph(text=method_words(study, language), quiet=True)
    yield Signatures(people=((_("Carried out by"), ""), (_("Approved by"), "")))


def method_words(study: Study, language: Language) -> str:
    """Which method, after which standard, with which options; where the values come from."""
    result = study.result
    if result is None:
        return ""
    confidence = result.method.options.get("confidence")
    text = _("Method: %(standard)s:%(edition)s; spread within samples by %(within)s; intervals of %(confidence)s %%.")
    said = text % {
        "standard": result.method.standard, "edition": result.method.edition,
        "within": _within(str(result.method.options.get("within"))),
        "confidence": number(100 * float(confidence or 0.95), language, 0),
    }  # fmt: skip
    return f"{said} {_('From stage “%(name)s” on.') % {'name': study.stage}}" if study.stage else said


def _within(name: str) -> str:
    return {
        "pooled": _("pooled standard deviation"), "rbar": _("mean range"), "sbar": _("mean standard deviation"),
        "moving_range": _("mean moving range"),
    }.get(name, name)  # fmt: skip
