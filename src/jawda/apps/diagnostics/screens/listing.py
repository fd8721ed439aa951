"""The company's assessments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import Loaded
from jawda.apps.diagnostics.screens.result import seal_of
from jawda.core.assessment import State
from jawda.core.languages import Language
from jawda.foundation.ui.marks import Mark, Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One assessment: state, progress, verdict and dates."""

    loaded: Loaded
    name: str
    state: Mark
    state_code: str
    """``to_do``, ``in_progress`` or ``finished``."""
    verdict: str
    seal: Seal

    @property
    def to_review(self) -> int:
        """How many of its answers are to be looked at again."""
        return self.loaded.states[State.TO_REVIEW]

    @property
    def row(self) -> Assessment:
        """The assessment itself."""
        return self.loaded.row


@dataclass(frozen=True, slots=True, kw_only=True)
class ListScreen:
    """The list, and what it may be narrowed to."""

    rows: tuple[ListRow, ...]
    referentials: tuple[tuple[str, str], ...]
    """Id and title of those that the company has used."""


def list_screen(items: Iterable[Loaded], language: Language) -> ListScreen:
    """In the order given."""
    rows = tuple(_row(item, language) for item in items)
    titles = {row.loaded.referential.id: row.loaded.referential.title.best(language) for row in rows}
    return ListScreen(rows=rows, referentials=tuple(titles.items()))


def _row(item: Loaded, language: Language) -> ListRow:
    if not item.is_open:
        state, code = Mark.CONFORMS, "finished"
    elif item.result.whole.answered:
        state, code = Mark.IN_PROGRESS, "in_progress"
    else:
        state, code = Mark.TO_DO, "to_do"
    return ListRow(
        loaded=item,
        name=item.row.title or item.referential.title.best(language),
        state=state,
        state_code=code,
        verdict=item.result.verdict.title(language),
        seal=seal_of(item.result.verdict.code),
    )
