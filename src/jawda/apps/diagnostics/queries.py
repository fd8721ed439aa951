"""Reading assessments as frozen core values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.referentials import store
from jawda.core.assessment import Answer, Result, assess
from jawda.core.referentials import Referential

MINUTES_PER_QUESTION = 1.5


@dataclass(frozen=True, slots=True)
class Loaded:
    """An assessment with its referential, its answers and what they come to."""

    row: Assessment
    referential: Referential
    result: Result
    last_saved: datetime | None


def load(assessment_id: UUID) -> Loaded:
    """Three queries whatever the size. ``Http404`` for another's or none."""
    row = Assessment.objects.filter(pk=assessment_id).first()
    if row is None:
        raise Http404
    return loaded(row)


def loaded(row: Assessment) -> Loaded:
    """The answers and result of an assessment that was read already; two queries."""
    referential = store.load(row.referential)
    rows = list(AnswerRow.objects.filter(assessment=row))
    # a built-in referential may have changed since: an answer that no longer fits is kept, and not counted
    levels = {level.code for level in referential.scale.levels} | {""}
    asked = {item.id for item in referential.assessable}
    answers = [as_answer(item) for item in rows if item.requirement in asked and item.level in levels]
    result = assess(referential, answers, profile=row.profile, target=row.target)
    return Loaded(row, referential, result, max((item.saved_at for item in rows), default=None))


def as_answer(row: AnswerRow) -> Answer:
    """A stored row as a core value."""
    return Answer(
        requirement=row.requirement,
        level=row.level or None,
        not_applicable=row.not_applicable,
        reason=row.reason,
        note=row.note,
        evidence=row.evidence,
    )


def recent(limit: int = 50) -> list[Assessment]:
    """The acting company's assessments, the newest first."""
    return list(Assessment.objects.order_by("-started_at")[:limit])


def minutes_left(questions: int) -> int:
    """A guess of the time that so many questions take."""
    return max(1, round(questions * MINUTES_PER_QUESTION))
