"""Reading links: those of an assessment, and the one behind an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from jawda.apps.diagnostics.assigning.models import Assignment
from jawda.apps.diagnostics.models import Assessment
from jawda.foundation.tenancy.links import acting_behind


@dataclass(frozen=True, slots=True)
class Asked:
    """Of a question: who was asked, until when, and what came back."""

    id: UUID
    name: str
    until: date
    answered: datetime | None
    is_open: bool


def is_open(row: Assignment, today: date | None = None) -> bool:
    """Whether it opens anything by itself; a closed assessment opens nothing whatever it says."""
    return row.revoked_at is None and row.ends_on >= (today or timezone.localdate())


def links_of(assessment: Assessment) -> list[Assignment]:
    """All of an assessment, the newest first; one query."""
    return list(Assignment.objects.filter(assessment=assessment).order_by("-made_at", "pk"))


def find_link(assessment: Assessment, assignment_id: UUID) -> Assignment:
    """One query. ``Http404`` for another's or none."""
    row = Assignment.objects.filter(pk=assignment_id, assessment=assessment).first()
    if row is None:
        raise Http404
    return row


def answered_at(row: Assignment, requirement: str) -> datetime | None:
    """When the colleague last answered it."""
    return parse_datetime(str(row.answered.get(requirement, "")))


def by_question(rows: Iterable[Assignment]) -> dict[str, tuple[Asked, ...]]:
    """Who was asked, by question: what was revoked before anything came back says nothing more."""
    today = timezone.localdate()
    found: dict[str, list[Asked]] = {}
    for row in rows:
        for name in row.requirements:
            when = answered_at(row, name)
            if row.revoked_at is None or when is not None:
                found.setdefault(name, []).append(Asked(row.pk, row.name, row.ends_on, when, is_open(row, today)))
    return {name: tuple(asked) for name, asked in found.items()}


@contextmanager
def behind(token: str) -> Iterator[Assignment | None]:
    """Act for the company that a token names, and nobody in it; None where the token opens nothing there.

    Whether the link has ended is for the caller to see. Nothing acts where the token is none.
    """
    with acting_behind(token) as kept:
        yield Assignment.objects.filter(token_hash=kept).first() if kept else None
