"""What somebody else saved while one was typing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jawda.apps.diagnostics.domain import version
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.queries import as_answer
from jawda.core.assessment import Answer
from jawda.core.languages import Language
from jawda.core.referentials import Referential


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else saved meanwhile."""

    answer: Answer
    shown: str
    """The level in words."""
    by: str
    at: datetime
    version: str


def theirs_of(referential: Referential, row: AnswerRow, language: Language, *, by: str) -> Theirs:
    """The answer that stands now, beside the one that was not saved; ``by`` is '' where its author is not told."""
    level = referential.scale.level(row.level) if row.level else None
    shown = level.title.best(language) if level else _("Not applicable") if row.not_applicable else "–"
    return Theirs(as_answer(row), shown, by, row.saved_at, version(row))
