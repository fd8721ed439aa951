"""What the demonstration's companies answered over two years: some begin, some get better, some stand still."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone

from jawda.apps.diagnostics import domain as diagnostics
from jawda.apps.diagnostics.imports import import_answers
from jawda.apps.referentials import store
from jawda.core.assessment import Answer
from jawda.core.referentials import Requirement
from jawda.foundation.tenancy.routes import Access

REFERENTIAL: Final = "premiers-pas-1"
TARGET: Final = 60.0
YEARS: Final = (730, 365, 20)
"""Days ago at which an assessment begins: two years of history."""


@dataclass(frozen=True, slots=True)
class Year:
    """One assessment: how many days ago it began, the level its answers lie around, and whether it is finished."""

    days_ago: int
    level: float
    finished: bool


def assessments(chance: random.Random, *, open_now: bool) -> Iterator[Year]:
    """One company's, the oldest first; one with ``open_now`` is in the middle of this year's.

    >>> [year.finished for year in assessments(random.Random(3), open_now=True)][-1]
    False
    """
    level, gain = chance.uniform(0.8, 2.6), chance.choice((0.0, 0.2, 0.5, 0.9))
    begun = chance.choices((0, 1, 2, 3), weights=(25, 30, 25, 20))[0]
    number = max(begun, 2) if open_now else begun
    for place, days in enumerate(YEARS[len(YEARS) - number :]):
        last = place == number - 1
        finished = not last or (not open_now and chance.random() < 0.6)
        yield Year(days + chance.randrange(15), level + gain * place, finished)


def assess(access: Access, year: Year, chance: random.Random) -> None:
    """Carry it out by the verbs, as the acting organisation; then set its dates back."""
    referential = store.load(REFERENTIAL)
    asked = referential.assessable
    answered = asked if year.finished else asked[: len(asked) * 2 // 3]
    row = diagnostics.start(access=access, referential_id=referential.id, target=TARGET)
    answers = [Answer(requirement=item.id, level=_level(item, year.level, chance)) for item in answered]
    import_answers(access=access, assessment=row, referential=referential, answers=answers)
    if year.finished:
        diagnostics.close(access=access, assessment=row)
    row.last_requirement = answers[-1].requirement
    row.started_at = timezone.now() - timedelta(days=year.days_ago)
    if year.finished:
        row.closed_at = row.started_at + timedelta(days=chance.randrange(3, 15))
    row.save(update_fields=["last_requirement", "started_at", "closed_at"])
    row.answers.update(saved_at=row.closed_at or timezone.now() - timedelta(days=1))


def _level(item: Requirement, around: float, chance: random.Random) -> str:
    """What matters most is usually what a company has begun with."""
    return str(min(5, max(0, round(chance.gauss(around + (0.4 if item.knock_out else 0), 1.0)))))
