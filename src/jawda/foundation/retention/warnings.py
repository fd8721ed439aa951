"""Which rows of the acting organisation it was warned of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef

from jawda.foundation.retention.models import Warned
from jawda.foundation.tenancy.context import current_organisation_id

NOTICE: Final = timedelta(days=30)
"""What is announced goes no sooner than this after it was announced."""


def note_warned(rule: str, subjects: Collection[UUID], *, now: datetime) -> None:
    """In the transaction in which the acting organisation is told; takes the place of a former warning."""
    mine = current_organisation_id()
    forget_warned(rule, subjects)
    Warned.objects.bulk_create(
        [Warned(organisation_id=mine, rule=rule, subject_id=subject, warned_at=now) for subject in subjects]
    )


def was_warned(rule: str, *, since: str, before: datetime | None = None) -> Exists:
    """Rows of which the acting organisation was told after what their column ``since`` says: a warning from before
    that, when the row was given more time since, does not count. ``before`` a moment, where one is given."""
    rows: Any = Warned.objects.filter(rule=rule, subject_id=OuterRef("pk"), warned_at__gte=OuterRef(since))
    return Exists(rows.filter(warned_at__lte=before) if before else rows)


def forget_warned(rule: str, subjects: Collection[UUID]) -> int:
    """What is gone has no warning any more; how many."""
    count, _ = Warned.objects.filter(rule=rule, subject_id__in=subjects).delete()
    return int(count)
