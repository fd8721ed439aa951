"""The sheets to print and write on: one page for each operator and trial, the parts in their random order."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from jawda.apps.product_quality.gauge.plans import Run, part_name, runs
from jawda.apps.product_quality.models import GaugeStudy
from jawda.core.languages import Language
from jawda.foundation.printing import (
    Block,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    WriteLines,
    render_pdf,
)
from jawda.foundation.ui.formats import NOTHING, date_long, in_zone, number


def sheet_pdf(
    study: GaugeStudy, *, organisation_name: str, fictitious: bool, moment: datetime, language: Language
) -> bytes:
    """Every sheet in the order of work, the same whenever it is made; ``moment`` (aware) is the date of printing."""
    with translation.override(language):
        document = Document(
            title=study.title,
            subtitle=_("Gauge study: sheets to fill in"),
            organisation_name=organisation_name,
            fictitious=fictitious,
            reference=f"rr-{str(study.pk)[:8]}",
            date=date_long(in_zone(moment), language),
            language=language,
            blocks=_blocks(study, language),
        )
    return render_pdf(document, timestamp=moment)


def _blocks(study: GaugeStudy, language: Language) -> tuple[Block, ...]:
    blocks: list[Block] = [_facts(study, language), Paragraph(text=_instruction())]
    every = runs(study)
    for place, run in enumerate(every):
        if place:
            blocks.append(PageBreak())
        blocks += _page(study, run, place + 1, len(every))
    return tuple(blocks)


def _facts(study: GaugeStudy, language: Language) -> Facts:
    return Facts(
        rows=(
            (_("Characteristic"), str(study.characteristic) if study.characteristic else NOTHING),
            (_("Instrument"), str(study.instrument) if study.instrument else NOTHING),
            (_("Tolerance (width)"), f"{number(study.tolerance, language, None)} {study.unit}".strip()),
        )
    )


def _instruction() -> str:
    return _(
        "Measure the parts in the order of the sheet, without looking at earlier values, and write what the instrument "
        "shows, with every digit. One sheet for each operator and trial; do not measure a part twice to improve it."
    )


def _page(study: GaugeStudy, run: Run, place: int, count: int) -> list[Block]:
    said = {"operator": study.operators[run.operator], "trial": run.trial, "place": place, "count": count}
    value = _("Value (%(unit)s)") % {"unit": study.unit} if study.unit else _("Value")
    return [
        Heading(text=_("%(operator)s – trial %(trial)s (sheet %(place)s of %(count)s)") % said),
        WriteLines(names=(_("Date and time"), _("Signature"))),
        Table(
            columns=(_("Order"), _("Part"), value, _("Remark")),
            widths=("auto", "1fr", "2fr", "2fr"),
            alignments=("end", "start", "start", "start"),
            # a second line makes the cell high enough for a pen
            rows=tuple(
                (str(at), part_name(study, part), "\n\N{NO-BREAK SPACE}", "")
                for at, part in enumerate(run.parts, start=1)
            ),
        ),
    ]
