"""Lists to take away: workbook, CSV or JSON, the same rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jawda.apps.diagnostics.evidence_queries import named_by_requirement
from jawda.apps.diagnostics.queries import Loaded, as_answer
from jawda.apps.diagnostics.screens.listing import ListRow
from jawda.apps.referentials.needs import need_words
from jawda.core.assessment import BESIDE, COLUMNS
from jawda.core.languages import LANGUAGES, Language
from jawda.core.spreadsheets import Column, SheetPlan, Value, write_csv, write_workbook
from jawda.foundation.ui.formats import in_zone
from jawda.foundation.ui.templatetags.ui import language as language_of_page

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: Final = ("xlsx", "csv", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Rows under columns: (key of CSV and JSON, heading of the workbook, width)."""

    name: str
    columns: tuple[tuple[str, str, int], ...]
    rows: tuple[tuple[Value, ...], ...]


def gaps(loaded: Loaded, language: Language) -> Export:
    """Every gap in its order."""
    columns = (
        ("rank", _("Rank"), 6),
        ("requirement", _("Identifier"), 24),
        ("reference", _("Ref."), 10),
        ("title", _("Requirement"), 40),
        ("level", _("Level"), 14),
        ("wanted", _("Expected"), 14),
        ("distance", _("Distance"), 10),
        ("knock_out", _("Knock-out point"), 12),
        ("consequence", _("Consequence (1 to 3)"), 12),
        ("effort_days", _("Effort (days)"), 10),
        ("needs", _("What may help"), 30),
        ("note", _("Note"), 40),
    )
    rows = tuple(
        (
            gap.rank,
            gap.requirement.id,
            gap.requirement.reference,
            (gap.requirement.title or gap.requirement.question).best(language),
            gap.answered.title.best(language),
            gap.wanted.title.best(language),
            gap.distance,
            _("yes") if gap.knock_out else _("no"),
            gap.consequence,
            gap.effort_days,
            "\n".join(need_words(code, language) for code in gap.needs) or None,
            gap.note or None,
        )
        for gap in loaded.result.gaps
    )
    return Export(name=_("Gaps"), columns=columns, rows=rows)


def answers(loaded: Loaded, language: Language) -> Export:
    """Every question that applies with its answer, in columns that can be imported again, and its evidence's names."""
    widths = {"requirement": 24, "question": 60, "reason": 30, "note": 40, "evidence": 30, BESIDE[0]: 50}
    names = (*COLUMNS[:1], "reference", "question", *COLUMNS[1:], *BESIDE)
    pieces = named_by_requirement(loaded.row, loaded.referential)
    rows = []
    for item in loaded.result.applicable:
        row = loaded.rows.get(item.id)
        said: tuple[Value, ...] = (None,) * 5
        if row is not None:
            given = as_answer(row)
            said = (
                given.level,
                "x" if given.not_applicable else None,
                given.reason or None,
                given.note or None,
                given.evidence or None,
            )
        named = "\n".join(pieces.get(item.id, ())) or None
        rows.append(
            (item.id, item.reference, (item.question or item.title).best(language), *said, named, loaded.state(item.id))
        )
    return Export(
        name=_("Answers"), columns=tuple((name, name, widths.get(name, 14)) for name in names), rows=tuple(rows)
    )


def assessments(rows: Iterable[ListRow], language: Language) -> Export:
    """The list of assessments."""
    columns = (
        ("name", _("Name"), 40),
        ("referential", _("Referential"), 24),
        ("state", _("State"), 14),
        ("answered", _("Answered"), 10),
        ("assessable", _("Questions"), 10),
        ("to_review", _("To review"), 10),
        ("verdict", _("Verdict"), 40),
        ("score", _("Result"), 10),
        ("started_at", _("Started"), 20),
        ("closed_at", _("Closed"), 20),
    )
    states = {"to_do": _("to do"), "in_progress": _("in progress"), "finished": _("finished")}
    return Export(
        name=_("Self-assessment"),
        columns=columns,
        rows=tuple(
            (
                item.name,
                item.referential.id,
                states[item.state_code],
                item.summary.answered,
                item.summary.assessable,
                item.summary.to_review,
                item.verdict,
                item.summary.score,
                in_zone(item.row.started_at),
                in_zone(item.row.closed_at) if item.row.closed_at else None,
            )
            for item in rows
        ),
    )


def respond(export: Export, kind: str, *, file: str, language: Language, moment: datetime) -> HttpResponse:
    """The export as an attachment; ``Http404`` for a kind that is not offered. No text becomes a formula."""
    if kind == "xlsx":
        plan = SheetPlan(
            name=export.name,
            columns=tuple(Column(name=heading, width=width) for _key, heading, width in export.columns),
            rows=export.rows,
            right_to_left=language == "ar",
        )
        return attachment(write_workbook([plan], title=export.name, created=moment), f"{file}.xlsx", XLSX)
    keys = tuple(key for key, _heading, _width in export.columns)
    if kind == "csv":
        return attachment(write_csv(keys, export.rows), f"{file}.csv", "text/csv; charset=utf-8")
    if kind == "json":
        body = [dict(zip(keys, map(_plain, row), strict=True)) for row in export.rows]
        content = json.dumps(body, ensure_ascii=False, indent=1).encode()
        return attachment(content, f"{file}.json", "application/json")
    raise Http404


def language_wanted(request: HttpRequest) -> Language:
    """That of a file: the one asked for in its address, else that of the page."""
    return next((code for code in LANGUAGES if code == request.GET.get("langue")), language_of_page())


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A finished file to keep."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value
