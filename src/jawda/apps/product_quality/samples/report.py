"""The report of a read as a page shows it: what would be stored, what was understood, what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.product_quality.characteristics.facts import SUBGROUPED
from jawda.apps.product_quality.charts.screens import CardLine
from jawda.apps.product_quality.models import Characteristic
from jawda.apps.product_quality.samples.files import Planned
from jawda.apps.product_quality.status_marks import MARKS
from jawda.core.findings import words_with_place
from jawda.core.languages import Language
from jawda.core.statistics.reading import Understood
from jawda.core.statistics.result import Status
from jawda.foundation.ui.formats import NOTHING, in_zone, number
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.tables import Column, Table

FIRST: Final = 10
TOLD: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The title says what would happen; ``ready`` whether it can."""

    title: str
    ready: bool
    faults: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    lines: tuple[CardLine, ...]
    more_lines: int
    samples: Table | None
    columns: Table


def screen(row: Characteristic, planned: Planned, language: Language) -> Screen:
    """For the page."""
    faults = _faults(row, planned, language)
    count = len(planned.facts)
    if faults or not count:
        title = _("Nothing can be stored yet")
        if not planned.choices.values:
            title = _("Say which column holds the values")
    else:
        title = ngettext(
            "%(count)s sample, %(values)s values will be stored", "%(count)s samples, %(values)s values will be stored",
            count,
        ) % {"count": number(count, language), "values": number(planned.values, language)}  # fmt: skip
    checks = planned.read.report.findings
    lines = [
        CardLine(mark=MARKS[check.status], label=_label(check.status), text=check.sentence(language))
        for check in checks[:TOLD]
    ]
    return Screen(
        title=title, ready=bool(count) and not faults, faults=faults,
        facts=_understood(planned.read.report.understood), lines=(*_left_out(planned, language), *lines),
        more_lines=max(0, len(checks) - TOLD), samples=_samples(row, planned, language),
        columns=_columns(planned, language),
    )  # fmt: skip


def _label(status: Status) -> str:
    return {Status.OK: _("Understood"), Status.WARN: _("To look at"), Status.FAIL: _("Not understood")}[status]


def _faults(row: Characteristic, planned: Planned, language: Language) -> tuple[str, ...]:
    found = [words_with_place(finding, language) for finding in planned.refused]
    if planned.other_unit:
        said = _("The values of the file are in %(there)s, those of the characteristic in %(here)s.")
        found.append(said % {"there": planned.other_unit, "here": row.unit})
    for place, item in enumerate(planned.facts, start=1):
        try:
            item.checked(row)
        except ValidationError as error:
            said = _("Sample %(point)s: %(rules)s.")
            found.append(said % {"point": place, "rules": " ".join(error.messages).rstrip(".")})
        if len(found) >= FIRST:
            break
    return tuple(found)


def _left_out(planned: Planned, language: Language) -> list[CardLine]:
    lines = []
    if planned.dropped:
        said = ngettext(
            "%(count)s sample is not stored: too few of its values are there.",
            "%(count)s samples are not stored: too few of their values are there.",
            planned.dropped,
        ) % {"count": number(planned.dropped, language)}
        lines.append(CardLine(mark=Mark.PARTLY, label=_("Left out"), text=said))
    if planned.missing:
        said = ngettext(
            "%(count)s value is missing in a sample that is stored with the others.",
            "%(count)s values are missing in samples that are stored with the others.",
            planned.missing,
        ) % {"count": number(planned.missing, language)}
        lines.append(CardLine(mark=Mark.PARTLY, label=_("Missing values"), text=said))
    return lines


def _understood(found: Understood) -> tuple[tuple[str, str], ...]:
    separators = {";": _("semicolon"), ",": _("comma"), "\t": _("tabulation"), "|": "|"}
    decimals = {",": _("comma"), ".": _("point")}
    rows = (
        (_("Format"), found.format.upper()),
        (_("Encoding"), found.encoding or ""),
        (_("Separator"), separators.get(found.separator or "", found.separator or "")),
        (_("Decimal sign"), decimals.get(found.decimal or "", "")),
        (_("Sheet"), found.sheet or ""),
        (_("Row of the headings"), "" if found.header_row is None else str(found.header_row)),
        (_("Rows"), str(found.rows)),
    )
    return tuple((name, text) for name, text in rows if text)


def _samples(row: Characteristic, planned: Planned, language: Language) -> Table | None:
    if not planned.facts:
        return None
    rows = []
    for place, item in enumerate(planned.facts[:FIRST], start=1):
        values = " · ".join(number(value, language, None) for value in item.values[:12])
        if item.inspected is not None:
            values = f"{values} / {number(item.inspected, language)}"
        when = f"{in_zone(item.taken_at):%Y-%m-%d %H:%M}" if item.taken_at else NOTHING
        rows.append((number(place, language), item.label or NOTHING, values, when))
    columns = (
        Column(label=_("Sample"), heading=True), Column(label=_("Label")),
        Column(label=_("Values") if row.chart in SUBGROUPED else _("Value"), fold="wide"),
        Column(label=_("Taken at"), fold="last"),
    )  # fmt: skip
    return Table(caption=_("The first samples"), columns=columns, rows=tuple(rows), caption_hidden=False)


def _columns(planned: Planned, language: Language) -> Table:
    kinds = {"number": _("numbers"), "date": _("dates"), "text": _("texts"), "empty": _("nothing")}
    rows = [
        (
            found.name, kinds[found.kind], found.unit or NOTHING, number(found.numbers, language),
            number(found.empty + found.absent + found.not_determined, language), number(found.censored, language),
        )
        for found in planned.read.report.understood.columns[:60]
    ]  # fmt: skip
    columns = (
        Column(label=_("Column"), heading=True, fold="wide"), Column(label=_("What it holds")),
        Column(label=_("Unit"), fold="hidden"), Column(label=_("Numbers"), numeric=True, fold="repeat"),
        Column(label=_("Missing values"), numeric=True, fold="repeat"),
        Column(label=_("Beyond a limit of the method"), numeric=True, fold="hidden"),
    )  # fmt: skip
    return Table(caption=_("Columns of the file"), columns=columns, rows=tuple(rows), caption_hidden=False)
