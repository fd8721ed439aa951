"""The company's assessments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import Summed
from jawda.apps.diagnostics.screens.result import seal_of
from jawda.apps.diagnostics.summaries import Summary
from jawda.core.languages import Language
from jawda.core.referentials import Referential
from jawda.foundation.ui.marks import Mark, Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One assessment: state, progress, verdict and dates."""

    row: Assessment
    referential: Referential
    summary: Summary
    name: str
    state: Mark
    state_code: str
    """``to_do``, ``in_progress`` or ``finished``."""
    verdict: str
    seal: Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class ListScreen:
    """The list."""

    rows: tuple[ListRow, ...]


def list_screen(items: Iterable[Summed], language: Language) -> ListScreen:
    """In the order given."""
    return ListScreen(rows=tuple(_row(item, language) for item in items))


def _row(item: Summed, language: Language) -> ListRow:
    if item.row.closed_at is not None:
        state, code = Mark.CONFORMS, "finished"
    elif item.summary.answered:
        state, code = Mark.IN_PROGRESS, "in_progress"
    else:
        state, code = Mark.TO_DO, "to_do"
    return ListRow(
        row=item.row,
        referential=item.referential,
        summary=item.summary,
        name=item.row.title or item.referential.title.best(language),
        state=state,
        state_code=code,
        verdict=item.summary.title(language),
        seal=seal_of(item.summary.code),
    )
