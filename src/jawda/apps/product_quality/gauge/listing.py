"""The list of studies in words, on its page and as a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.diagnostics.exports import Export
from jawda.apps.product_quality.enums import StudyKind, StudyState
from jawda.apps.product_quality.gauge.figures import per_cent
from jawda.apps.product_quality.gauge.outcomes import Outcome
from jawda.apps.product_quality.gauge.queries import Listed
from jawda.apps.product_quality.status_marks import MARKS
from jawda.core.languages import Language
from jawda.core.spreadsheets import Value
from jawda.core.statistics.result import Status
from jawda.foundation.ui.formats import NO_BREAK, NOTHING, in_zone, number

_FIGURES: Final = ("percent_tolerance", "percent_study", "ndc", "cg", "cgk", "effectiveness")


def verdict_words(outcome: Outcome | None) -> str:
    """In one word."""
    if outcome is None or not outcome.status:
        return ""
    words = {
        Status.OK: pgettext("measuring system", "acceptable"),
        Status.WARN: pgettext("measuring system", "conditionally acceptable"),
        Status.FAIL: pgettext("measuring system", "not acceptable"),
    }
    return words[Status(outcome.status)]


def verdict(outcome: Outcome | None) -> tuple[str, str]:
    """Its mark and its words; empty where there is none."""
    words = verdict_words(outcome)
    return (MARKS[Status(outcome.status)], words) if outcome is not None and words else ("", "")


def key_figure(outcome: Outcome | None, language: Language) -> str:
    """The figure that the verdict rests on, with its name."""
    figures = outcome.figures if outcome is not None else {}
    for name, label in (("percent_tolerance", "R&R"), ("percent_study", "R&R"), ("effectiveness", _("effectiveness"))):
        value = figures.get(name)
        if value is not None:
            return f"{label}{NO_BREAK}{per_cent(value, language)}"
    cgk = figures.get("cgk")
    return f"Cgk{NO_BREAK}{number(cgk, language, 2)}" if cgk is not None else NOTHING


def studies(rows: Iterable[Listed]) -> Export:
    """As a file, in the order of the list."""
    columns = (
        ("id", _("Identifier"), 38), ("title", _("Title"), 40), ("kind", _("Kind"), 36),
        ("characteristic", _("Characteristic"), 30), ("instrument", _("Instrument"), 30), ("state", _("State"), 16),
        ("parts", _("Parts"), 8), ("operators", _("Operators"), 10), ("trials", _("Trials"), 8),
        ("measured", _("Measured"), 10), ("planned", _("Planned"), 10), ("unit", _("Unit"), 10),
        ("tolerance", _("Tolerance (width)"), 14), ("percent_tolerance", _("Share of tolerance"), 12),
        ("percent_study", _("Share of study"), 12), ("ndc", "ndc", 8), ("cg", "Cg", 8), ("cgk", "Cgk", 8),
        ("effectiveness", _("Effectiveness"), 12), ("verdict", _("Verdict"), 24), ("changed_at", _("Changed on"), 20),
    )  # fmt: skip
    return Export(name=_("Gauge studies"), columns=columns, rows=tuple(_row(item) for item in rows))


def _row(item: Listed) -> tuple[Value, ...]:
    row, figures = item.row, item.outcome.figures if item.outcome is not None else {}
    return (
        str(row.pk), row.title, str(StudyKind(row.kind).label), str(row.characteristic) if row.characteristic else None,
        str(row.instrument) if row.instrument else None, str(StudyState(row.state).label), row.parts,
        len(row.operators), row.trials, item.measured, item.planned, row.unit or None, row.tolerance,
        *(figures.get(name) for name in _FIGURES), verdict_words(item.outcome) or None, in_zone(row.changed_at),
    )  # fmt: skip
