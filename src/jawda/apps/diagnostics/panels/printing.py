"""A panel's report as a printable document, in the language of the print and not of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from jawda.apps.diagnostics.panels.colleges import names
from jawda.apps.diagnostics.panels.queries import Result
from jawda.apps.diagnostics.panels.screens import ResultScreen, result_screen
from jawda.core.languages import Language
from jawda.foundation.printing import (
    Block,
    Callout,
    Document,
    Figure,
    Heading,
    KeyValues,
    Paragraph,
    Table,
    render_pdf,
)
from jawda.foundation.ui.formats import date_long, in_zone, number

_DISPUTED = 12
"""Questions whose colleges and remarks are written out."""


def panel_pdf(
    found: Result, *, organisation_name: str, fictitious: bool, moment: datetime, language: Language
) -> bytes:
    """The report of a closed panel; ``moment`` (aware) is its date."""
    with translation.override(language):
        found = replace(found, colleges=names(found.panel.colleges))  # usual names in the language of the print
        screen = result_screen(found, language)
        document = Document(
            title=_("What the panel says"),
            subtitle=f"{found.referential.title.best(language)} – {found.panel.title}",
            organisation_name=organisation_name,
            fictitious=fictitious,
            reference=f"panel-{str(found.panel.pk)[:8]}",
            date=date_long(in_zone(moment), language),
            language=language,
            key_figures=KeyValues(
                rows=(
                    (number(found.answered, language), _("members answered")),
                    (number(found.whole.questions, language), _("questions shown")),
                    (number(found.whole.disagreement, language), _("points of disagreement on average")),
                )
            ),
            blocks=tuple(_blocks(found, screen, language)),
        )
    return render_pdf(document, timestamp=moment)


def _blocks(found: Result, screen: ResultScreen, language: Language) -> Iterator[Block]:
    yield Callout(text=screen.sentence, kind="note")
    yield Paragraph(
        text=_(
            "Each member answered alone. Disagreement is how many points of 100 two members taken at random lie apart"
            " on average. A question is shown from 5 answers, a college’s mean from 3 members of it; where a mean would"
            " give the others away by subtraction, it is withheld."
        ),
        quiet=True,
    )
    yield Heading(text=screen.chapters.caption)
    yield Table(
        columns=tuple(column.label for column in screen.chapters.columns),
        widths=("3fr", "2fr", "1.3fr", "1.3fr", "1fr"),
        alignments=("start", "start", "end", "end", "end"),
        rows=tuple(tuple(str(cell) for cell in row) for row in screen.chapters.rows),
    )
    if screen.figure:
        yield Heading(text=screen.figure.table.caption)
        yield Figure(svg=screen.figure.drawings[0], alt=screen.figure.sentence, caption=screen.figure.note)
        yield Paragraph(text=screen.figure.sentence)
    if screen.questions:
        yield Heading(text=_("Questions, the most disputed first"))
        yield _questions(screen)
        yield from _disputed(screen)
    yield Paragraph(text=found.referential.rights.best(language), quiet=True)


def _questions(screen: ResultScreen) -> Table:
    """Every question that is shown, with how many gave each level."""
    codes = [code for code, _title, _count, _share in screen.questions[0].levels]
    return Table(
        columns=(_("Ref."), _("Question"), *codes, _("Median"), _("Disagreement (points)")),
        widths=("auto", "4fr", *("auto" for _code in codes), "1.6fr", "auto"),
        alignments=("start", "start", *("end" for _code in codes), "start", "end"),
        rows=tuple(
            (
                item.reference, item.title, *(str(count) for _code, _title, count, _share in item.levels), item.middle,
                item.disagreement,
            )
            for item in screen.questions
        ),
    )  # fmt: skip


def _disputed(screen: ResultScreen) -> Iterator[Block]:
    """The colleges and the remarks on what divides the panel most."""
    yield Heading(text=_("What divides the panel most"))
    for item in screen.questions[:_DISPUTED]:
        yield Heading(text=f"{item.reference} {item.title}".strip(), level=3)
        yield Table(
            columns=(_("College"), _("Mean on 0 to 100")), widths=("3fr", "1fr"), alignments=("start", "end"),
            rows=item.colleges,
        )  # fmt: skip
        for remark in item.remarks:
            yield Paragraph(text=remark, quiet=True)
