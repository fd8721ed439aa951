"""A panel's result to take away: what the page shows, and nothing that it withholds."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jawda.apps.diagnostics.exports import Export
from jawda.apps.diagnostics.panels.queries import Line, Result
from jawda.apps.diagnostics.panels.screens import mean_words
from jawda.core.assessment import Mean, by_disagreement
from jawda.core.languages import Language
from jawda.core.spreadsheets import Value


def result_export(found: Result, language: Language) -> Export:
    """Every question that applies, the most disputed first; blank where too few spoke."""
    levels = found.referential.scale.levels
    columns = (
        ("requirement", _("Identifier"), 24),
        ("reference", _("Ref."), 10),
        ("chapter", _("Chapter"), 30),
        ("question", _("Question"), 60),
        ("answered", _("Answers"), 10),
        ("median", _("Median"), 10),
        ("disagreement", _("Disagreement (points)"), 12),
        ("distance", _("Distance between colleges (points)"), 12),
        *((f"level_{level.code}", f"{level.code} – {level.title.best(language)}", 12) for level in levels),
        *((f"college_{code}", name, 14) for code, name in found.colleges.items()),
        ("remarks", _("Remarks"), 60),
    )
    rows: list[tuple[Value, ...]] = []
    for item in by_disagreement(found.items):
        counts = item.counts or {}
        rows.append(
            (
                item.requirement.id,
                item.requirement.reference,
                found.chapter_of(item).title.best(language),
                (item.requirement.question or item.requirement.title).best(language),
                item.answered,
                item.middle.code if item.middle else None,
                None if item.disagreement is None else round(item.disagreement, 1),
                item.distance,
                *(counts.get(level.code) for level in levels),
                *(_mean(item.colleges.get(code), language) for code in found.colleges),
                "\n".join(found.remarks.get(item.requirement.id, ())) or None,
            )
        )
    return Export(name=_("Panel"), columns=columns, rows=tuple(rows))


def _mean(mean: Mean | None, language: Language) -> Value:
    if mean is None:
        return None
    return mean_words(mean, language) if mean.bound else mean.value


def panels_export(lines: Iterable[Line], language: Language) -> Export:
    """The list of panels."""
    columns = (
        ("title", _("Title"), 40), ("referential", _("Referential"), 30), ("state", _("State"), 12),
        ("ends_on", _("Last day"), 14), ("members", _("Members"), 10),
    )  # fmt: skip
    return Export(
        name=_("Panels"),
        columns=columns,
        rows=tuple(
            (
                line.row.title, line.referential.title.best(language), _("open") if line.is_open else _("closed"),
                line.row.ends_on, line.members,
            )
            for line in lines
        ),
    )  # fmt: skip
