"""The questions of an assessment by how far their answers have come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import Loaded
from jawda.core.assessment import State
from jawda.core.languages import Language
from jawda.core.referentials import Referential, Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question, where it stands, and what was answered in words."""

    requirement: Requirement
    section: str
    state: State
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsScreen:
    """The list; ``wanted`` is None for all of them."""

    assessment: Assessment
    referential: Referential
    rows: tuple[QuestionRow, ...]
    wanted: State | None
    states: Mapping[State, int]


def questions_screen(loaded: Loaded, language: Language, wanted: State | None) -> QuestionsScreen:
    """The questions that apply, in reading order."""
    rows = tuple(
        QuestionRow(
            requirement=item,
            section=loaded.section_of[item.id],
            state=loaded.state(item.id),
            level=_level(loaded, item.id, language),
        )
        for item in loaded.result.applicable
        if wanted is None or loaded.state(item.id) is wanted
    )
    return QuestionsScreen(
        assessment=loaded.row, referential=loaded.referential, rows=rows, wanted=wanted, states=loaded.states
    )


def _level(loaded: Loaded, requirement: str, language: Language) -> str:
    row = loaded.rows.get(requirement)
    if row is None:
        return ""
    level = loaded.referential.scale.level(row.level) if row.level else None
    if level is not None:
        return level.title.best(language)
    return _("Not applicable") if row.not_applicable else ""
