"""What a person was told, and how they want to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jawda.foundation.notices.kinds import kinds, words_of
from jawda.foundation.notices.models import Channel, Notice, Preference


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the list."""

    id: UUID
    words: str
    organisation: str
    moment: datetime
    unread: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """How one is told of a kind."""

    kind: str
    label: str
    channel: str


def notices_of(person_id: UUID, *, unread: bool = False) -> QuerySet[Notice]:
    """The person's own, the newest first, without the kinds of which they want to hear nothing."""
    silent = Preference.objects.filter(person_id=person_id, channel=Channel.NONE).values("kind")
    rows = Notice.objects.filter(person_id=person_id).exclude(kind__in=silent).select_related("organisation")
    return (rows.filter(read_at=None) if unread else rows).order_by("-created_at", "-pk")


def told(rows: list[Notice]) -> list[Told]:
    """In words of the active language; what another version of the platform told is left out."""
    return [
        Told(row.pk, words, row.organisation.name, row.created_at, row.read_at is None)
        for row in rows
        if (words := words_of(row.kind, row.facts))
    ]


def unread_of(person: str) -> Coalesce:
    """How many notices the person named by this column has not read, for a query to bring along."""
    silent = Preference.objects.filter(person_id=OuterRef("person_id"), channel=Channel.NONE).values("kind")
    counted = (
        Notice.objects.filter(person_id=OuterRef(person), read_at=None)
        .exclude(kind__in=silent)
        .order_by()
        .values("person_id")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def choices_of(person_id: UUID) -> tuple[Choice, ...]:
    """Every kind, in the order of the rooms; one query."""
    chosen = dict(Preference.objects.filter(person_id=person_id).values_list("kind", "channel"))
    return tuple(Choice(kind.name, str(kind.label), chosen.get(kind.name, kind.channel)) for kind in kinds())


def kept_about(person_id: UUID) -> dict[str, Any]:
    """For the export of a person's data."""
    return {
        "told": [
            {"kind": row.kind, "facts": row.facts, "created_at": row.created_at.isoformat(),
             "read_at": row.read_at.isoformat() if row.read_at else None}
            for row in Notice.objects.filter(person_id=person_id).order_by("created_at")
        ],
        "choices": list(Preference.objects.filter(person_id=person_id).order_by("kind").values("kind", "channel")),
    }  # fmt: skip
