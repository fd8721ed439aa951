"""The document that the living pages link to: one of every block, on paper, in each language."""

from __future__ import annotations

from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _

from jawda.core import charts
from jawda.foundation.printing import (
    Bar,
    Bars,
    Block,
    Box,
    Callout,
    Document,
    Facts,
    Figure,
    FormQuestion,
    Heading,
    KeyValues,
    MarkedItem,
    MarkedList,
    Paragraph,
    Signatures,
    Steps,
    Table,
    Verdict,
    WriteLines,
    render_pdf,
)  # fmt: skip
from jawda.foundation.ui import formats, sample_charts, samples
from jawda.foundation.ui.templatetags import ui


@cache
def printed(language: str) -> bytes:
    """The PDF; made once per process, for it is the same to everyone."""
    with translation.override(language):
        return render_pdf(document(), timestamp=samples.MOMENT)


def document() -> Document:
    """The document in the active language."""
    language = ui.language()
    other = "fr" if language == "ar" else "ar"
    with translation.override(other):
        other_title = _("Self-assessment report")
    return Document(
        title=_("Self-assessment report"),
        subtitle="ISO 9001:2015",
        other_title=other_title,
        other_language=other,
        organisation_name=_("Strait Cabling"),
        reference="AD-2026-0042",
        date=formats.date_long(samples.MOMENT, language),
        language=language,
        fictitious=True,
        cover=True,
        conclusion=Verdict(
            seal="not_ready",
            title=_("Not ready yet for the stage 1 audit."),
            text=_("Two knock-out points are open, and no mean makes up for them."),
            meta=_("82 questions of 124 answered"),
        ),
        key_figures=KeyValues(
            rows=(
                ("61", _("of 100, as a whole")),
                ("2", _("knock-out points open")),
                (f"{formats.MINUS}19", _("points to the target")),
                ("13", _("days of work to begin with")),
            )
        ),
        blocks=_blocks(),
    )


def _blocks() -> tuple[Block, ...]:
    language = ui.language()
    bars = sample_charts.clause_bars()
    line = sample_charts.control_chart()
    rows = [*bars.ordered, *([bars.whole] if bars.whole else [])]
    return (
        Heading(text=_("Knock-out points")),
        MarkedList(
            items=(
                MarkedItem(
                    mark="knock_out",
                    code="9.2",
                    title=_("Plan the internal audit"),
                    text=_("Without it, the stage 1 audit cannot succeed."),
                ),
                MarkedItem(mark="knock_out", code="9.3", title=_("Hold the management review")),
            )
        ),
        Heading(text=_("Next steps")),
        Steps(steps=tuple((step.title, step.text) for step in samples.steps())),
        Heading(text=_("Result by clause")),
        Paragraph(text=_("Performance evaluation is 42 points under the target; leadership has reached it.")),
        Bars(
            rows=tuple(
                Bar(
                    f"{row.code} {row.name}".strip(),
                    row.value,
                    formats.number(row.value, language),
                    row.previous,
                    row.target,
                )
                for row in rows
            ),
            now=bars.now,
            before=bars.before,
            aim=bars.aim,
            whole=True,
        ),
        Heading(text=line.title),
        Paragraph(text=line.description),
        Figure(
            svg=charts.line_chart(line, width=640),
            alt=line.description,
            caption=_("Rules of ISO 7870-2. Limits from the first 20 samples."),
        ),
        Heading(text=_("Action plan")),
        Table(
            columns=(_("Reference"), _("Action"), _("Due date"), _("Days of work")),
            widths=("auto", "1fr", "auto", "auto"),
            alignments=("start", "start", "end", "end"),
            rows=(
                ("A-014", _("Calibrate four instruments"), "14/11/2026", formats.number(3, language, 1)),
                ("A-022", _("Write the control plan of station 3"), "24/11/2026", formats.number(4.5, language, 1)),
                ("A-030", _("Review complaint R-118"), "01/12/2026", formats.number(1, language, 1)),
            ),
        ),
        Callout(kind="note", text=_("A self-assessment finds gaps. Only an auditor pronounces a nonconformity.")),
        Facts(rows=((_("Date"), formats.date_long(samples.MOMENT, language)), (_("Reference"), "AD-2026-0042"))),
        FormQuestion(
            code="9.2",
            title=_("Plan the internal audit"),
            text=_("Without it, the stage 1 audit cannot succeed."),
            boxes=(Box(_("yes")), Box(_("no"), ticked=True)),
            rooms=((_("Action"), 2),),
        ),
        WriteLines(names=(_("Quality manager"), _("Date"))),
        Signatures(people=((_("Quality manager"), "Nadia Exemple"), (_("Management"), ""))),
    )
