"""What the page of the finder shows beside the words: the curve, its table, and what was checked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jawda.apps.product_quality.sampling_plans import words
from jawda.apps.product_quality.sampling_plans.finding import Found
from jawda.core.statistics.result import Check, Status
from jawda.foundation.ui.charts import ChartFigure
from jawda.foundation.ui.formats import number
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.tables import Column, Table
from jawda.foundation.ui.templatetags.ui import language

MARKS: dict[Status, Mark] = {Status.WARN: Mark.OVERDUE, Status.FAIL: Mark.DOES_NOT}


@dataclass(frozen=True, slots=True)
class Remark:
    """A check with its mark."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """One sample as the tally shows it."""

    number: int
    size: int
    title: str
    rule: str
    verdicts: str
    """What each total means once the sample is complete, separated by spaces, from 0 on."""


def remarks(checks: tuple[Check, ...], *, good: Mark = Mark.DONE) -> list[Remark]:
    """Warnings first, each in the page's language; ``good`` marks what is no warning."""
    shown = sorted(checks, key=lambda check: check.status is Status.OK)
    return [Remark(MARKS.get(check.status, good), first_capital(check.sentence(language()))) for check in shown]


def first_capital(sentence: str) -> str:
    """Core's refusals follow a place in a file; alone on a page a sentence has its capital."""
    return sentence[:1].upper() + sentence[1:]


def stages(found: Found) -> list[StageLine]:
    """The samples of a plan by attributes."""
    return [
        StageLine(
            at + 1,
            stage.size,
            words.stage_title(found, at),
            words.stage_rule(found, at),
            " ".join(stage.verdicts),
        )
        for at, stage in enumerate(found.stages)
    ]


def curve(found: Found) -> ChartFigure:
    """The operating characteristic at two widths."""
    shown_in = language()
    return ChartFigure.of(
        lambda width: found.result.figure(language=shown_in, width=640 if width == 640 else 358),
        sentence=words.curve_sentence(found),
        table=quality_table(found),
    )


def quality_columns(found: Found) -> tuple[str, ...]:
    """Headings of the table; those that the plan has no figures for are left out."""
    incoming = _("Nonconformities per 100 units") if found.counts_nonconformities else _("Nonconforming in the lot")
    columns = [incoming, _("Lots accepted")]
    row = found.rows[0]
    if row.sample_number is not None:
        columns.append(_("Units inspected on average (ASN)"))
    if row.outgoing is not None:
        columns.append(_("Outgoing quality (AOQ)"))
    if row.total_inspection is not None:
        columns.append(_("Units inspected, refused lots sorted (ATI)"))
    return tuple(columns)


def quality_cells(found: Found) -> tuple[tuple[str, ...], ...]:
    """Rows of the table, written in the active language."""
    shown_in = language()
    rows = []
    for row in found.rows:
        cells = [words.quality_words(found, row.quality), words.share(row.acceptance)]
        if row.sample_number is not None:
            cells.append(number(row.sample_number, shown_in, 1))
        if row.outgoing is not None:
            cells.append(words.quality_words(found, row.outgoing))
        if row.total_inspection is not None:
            cells.append(number(row.total_inspection, shown_in))
        rows.append(tuple(cells))
    return tuple(rows)


def quality_table(found: Found) -> Table:
    """The same figures as the curve, and what inspection costs and lets through."""
    headings = quality_columns(found)
    columns = (
        Column(label=headings[0], heading=True, fold="wide"),
        *(Column(label=heading, numeric=True, fold="repeat") for heading in headings[1:]),
    )
    return Table(caption=_("What the plan does by the quality of lots"), columns=columns, rows=quality_cells(found))
