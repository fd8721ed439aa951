"""The list of suppliers' certificates, as a company reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, When
from django.http import Http404

from jawda.apps.recognition.models import WatchedCertificate, WatchedFinding
from jawda.apps.recognition.suppliers.enums import Found

SOON: Final = timedelta(days=90)
#: What somebody has to look after.
GRAVE: Final = (Found.SUSPENDED, Found.WITHDRAWN, Found.EXPIRED, Found.INVALID)
UNCHECKED: Final = "unchecked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to. ``found``: a finding, or :data:`UNCHECKED`; ``soon``: ends within 90 days."""

    words: str = ""
    found: str = ""
    soon: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.words.strip() or self.found or self.soon)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Of the whole list; one query."""

    total: int
    waiting: int
    grave: int
    ending: int
    valid: int
    not_found: int

    @property
    def checked(self) -> int:
        return self.total - self.waiting


def lines(wanted: Wanted, today: date) -> QuerySet[WatchedCertificate]:
    """What one has to look after first, then what ends soon, then by supplier."""
    rows = WatchedCertificate.objects.all()
    for word in wanted.words.split()[:8]:
        rows = rows.filter(
            Q(supplier_name__icontains=word) | Q(number__icontains=word) | Q(reference__icontains=word)
            | Q(standard__icontains=word) | Q(supplier_ice__icontains=word) | Q(found_issuer__icontains=word)
        )  # fmt: skip
    if wanted.found == UNCHECKED:
        rows = rows.filter(found="")
    elif wanted.found in Found.values:
        rows = rows.filter(found=wanted.found)
    if wanted.soon:
        rows = rows.filter(_ending(today))
    place = Case(
        When(found__in=GRAVE, then=0), When(_ending(today), then=1), When(~Q(differs=""), found=Found.VALID, then=2),
        default=3, output_field=IntegerField(),
    )  # fmt: skip
    return rows.annotate(place=place).order_by("place", "supplier_name", "number", "pk")


def counts(today: date) -> Counts:
    """How many, of what."""
    found = WatchedCertificate.objects.aggregate(
        total=Count("pk"), waiting=Count("pk", filter=Q(asked_at__isnull=False)),
        grave=Count("pk", filter=Q(found__in=GRAVE)), ending=Count("pk", filter=_ending(today)),
        valid=Count("pk", filter=Q(found=Found.VALID)), not_found=Count("pk", filter=Q(found=Found.NOT_FOUND)),
    )  # fmt: skip
    return Counts(**found)


def _ending(today: date) -> Q:
    return Q(found__in=(Found.VALID, Found.SUSPENDED), found_expires_on__range=(today, today + SOON))


def find(line_id: UUID) -> WatchedCertificate:
    """One of the acting company's; ``Http404`` for what is none of them."""
    row = WatchedCertificate.objects.filter(pk=line_id).first()
    if row is None:
        raise Http404
    return row


def findings_of(row: WatchedCertificate) -> list[WatchedFinding]:
    """The newest first, fifty at most."""
    return list(row.findings.all()[:50])
