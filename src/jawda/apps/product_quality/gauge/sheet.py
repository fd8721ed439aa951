"""The sheets to print and write on: one page for each operator and trial, the parts in their random order."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.gauge.plans import Run, part_name, reference_of, runs
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

#: Lines that a page holds, in every language and under a long title.
FIRST_PAGE: Final = 14
LATER_PAGE: Final = 22


def sheet_pdf(
    study: GaugeStudy, *, organisation_name: str, fictitious: bool, moment: datetime, language: Language
) -> bytes:
    """Every sheet in the order of work, the same whenever it is made; ``moment`` (aware) is the date of printing."""
    with translation.override(language):
        document = Document(
            title=study.title,
            subtitle=_subtitle(study),
            organisation_name=organisation_name,
            fictitious=fictitious,
            reference=reference_of(study),
            date=date_long(in_zone(moment), language),
            language=language,
            blocks=_blocks(study, language),
        )
    return render_pdf(document, timestamp=moment)


def _subtitle(study: GaugeStudy) -> str:
    return {
        StudyKind.CROSSED: _("Gauge study: sheets to fill in"),
        StudyKind.TYPE1: _("Type 1 study: sheet to fill in"),
        StudyKind.AGREEMENT: _("Study of agreement: sheets to fill in"),
    }[StudyKind(study.kind)]


def _blocks(study: GaugeStudy, language: Language) -> tuple[Block, ...]:
    blocks: list[Block] = [_facts(study, language), Paragraph(text=_instruction(study))]
    every = runs(study)
    for place, run in enumerate(every):
        starts = _starts(study.parts, first=place == 0)
        for start, end in zip(starts, (*starts[1:], study.parts), strict=True):
            if place or start:
                blocks.append(PageBreak())
            blocks += _page(study, run, (start, end), place + 1, len(every))
    return tuple(blocks)


def _starts(parts: int, *, first: bool) -> tuple[int, ...]:
    """Where each page of a sheet begins: on as few pages as hold it, filled alike, less where the sheets begin.

    >>> _starts(15, first=True), _starts(50, first=False)
    ((0, 8), (0, 17, 34))
    """
    room = [FIRST_PAGE if first else LATER_PAGE]
    while sum(room) < parts:
        room.append(LATER_PAGE)
    starts = [0]
    for at, most in enumerate(room[:-1]):
        left = parts - starts[-1]
        starts.append(starts[-1] + min(most, -(-left // (len(room) - at))))
    return tuple(starts)


def _facts(study: GaugeStudy, language: Language) -> Facts:
    rows = [
        (_("Characteristic"), str(study.characteristic) if study.characteristic else NOTHING),
        (_("Instrument"), str(study.instrument) if study.instrument else NOTHING),
    ]
    if study.kind != StudyKind.AGREEMENT:
        rows.append((_("Tolerance (width)"), f"{number(study.tolerance, language, None)} {study.unit}".strip()))
    return Facts(rows=tuple(rows))


def _instruction(study: GaugeStudy) -> str:
    if study.kind == StudyKind.TYPE1:
        return _(
            "Measure the same part at the same place, put it down and take it up again each time, and write what the "
            "instrument shows, with every digit. Do not adjust the instrument in between."
        )
    if study.kind == StudyKind.AGREEMENT:
        return _(
            "Judge the parts in the order of the sheet, as at the workplace, without seeing earlier judgements: tick "
            "good or bad. One sheet for each appraiser and trial."
        )
    return _(
        "Measure the parts in the order of the sheet, without looking at earlier values, and write what the instrument "
        "shows, with every digit. One sheet for each operator and trial; do not measure a part twice to improve it."
    )


def _page(study: GaugeStudy, run: Run, lines: tuple[int, int], place: int, count: int) -> list[Block]:
    """The lines from the first to before the last, under the sheet's heading."""
    start, end = lines
    return [
        Heading(text=_heading(study, run, place, count, continued=start > 0)),
        WriteLines(names=(_("Date and time"), _("Signature"))),
        _table(study, run, start, end),
    ]


def _heading(study: GaugeStudy, run: Run, place: int, count: int, *, continued: bool) -> str:
    said = {"operator": study.operators[run.operator], "trial": run.trial, "place": place, "count": count}
    if study.kind == StudyKind.TYPE1:
        text = study.operators[run.operator]
    else:
        text = _("%(operator)s – trial %(trial)s (sheet %(place)s of %(count)s)") % said
    return _("%(heading)s, continued") % {"heading": text} if continued else text


def _table(study: GaugeStudy, run: Run, start: int, end: int) -> Table:
    value = _("Value (%(unit)s)") % {"unit": study.unit} if study.unit else _("Value")
    # a second line makes the cell high enough for a pen
    pen = "\n\N{NO-BREAK SPACE}"
    rows = [(str(at), part_name(study, part)) for at, part in enumerate(run.parts[start:end], start=start + 1)]
    if study.kind == StudyKind.TYPE1:
        return Table(
            columns=(_("Measurement"), value, _("Remark")), widths=("auto", "1fr", "1fr"),
            alignments=("end", "start", "start"), rows=tuple((at, pen, "") for at, _part in rows),
        )  # fmt: skip
    if study.kind == StudyKind.AGREEMENT:
        # a drawn box is in no font of ours
        box = "[\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}]" + pen
        return Table(
            columns=(_("Order"), _("Part"), _("good"), _("bad"), _("Remark")),
            widths=("auto", "1fr", "1fr", "1fr", "2fr"), alignments=("end", "start", "start", "start", "start"),
            rows=tuple((at, name, box, box, "") for at, name in rows),
        )  # fmt: skip
    return Table(
        columns=(_("Order"), _("Part"), value, _("Remark")), widths=("auto", "1fr", "2fr", "2fr"),
        alignments=("end", "start", "start", "start"), rows=tuple((at, name, pen, "") for at, name in rows),
    )  # fmt: skip
