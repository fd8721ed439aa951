"""What a company holds: what bodies issued to it here, and what it recorded of bodies elsewhere, in one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from jawda.apps.organisations.queries import members
from jawda.apps.recognition.elsewhere.enums import InRegister
from jawda.apps.recognition.elsewhere.vouching import Looked, Standing, standing
from jawda.apps.recognition.enums import Kind, State
from jawda.apps.recognition.models import PublicAttestation, RecordedCertificate, RegisterCheck
from jawda.apps.recognition.queries import own
from jawda.core.credentials.verdict import Verdict
from jawda.foundation.tenancy.routes import Access

MOST: Final = 2_000
"""Rows of each source that a list holds."""
HERE: Final = "here"
"""Issued on the platform: the document's page has the verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to. ``vouching``: :data:`HERE` or a level; ``soon``: ends within 90 days."""

    words: str = ""
    kind: str = ""
    vouching: str = ""
    soon: bool = False
    archived: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.words.strip() or self.kind or self.vouching or self.soon or self.archived)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A recorded certificate with the newest look into a register, and what follows."""

    row: RecordedCertificate
    looked: Looked | None
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A line of the list: one of both."""

    here: PublicAttestation | None = None
    recorded: Recorded | None = None

    @property
    def row(self) -> PublicAttestation | RecordedCertificate:
        if self.here is not None:
            return self.here
        assert self.recorded is not None
        return self.recorded.row


def held(access: Access, ice: str, wanted: Wanted, today: date) -> list[Held]:
    """What ends within 90 days first, then by the last day, what has none, and at the end what ended. Two queries."""
    found: list[Held] = []
    if wanted.vouching in ("", HERE) and not wanted.archived:
        rows = _narrowed(own.held(access, ice, own.Wanted(), today), wanted, issuer="issuer_name")
        found += [Held(here=row) for row in rows[:MOST]]
    if wanted.vouching != HERE:
        rows = RecordedCertificate.objects.defer("credential", "scope", "sites")
        rows = rows.filter(archived_at__isnull=not wanted.archived)
        every = (
            Held(recorded=one)
            for one in recorded(_narrowed(rows, wanted, issuer="issuer_name").order_by("pk")[:MOST], today)
        )
        found += [
            one for one in every if one.recorded and wanted.vouching in ("", one.recorded.standing.vouching.value)
        ]
    if wanted.soon:
        found = [one for one in found if ends_soon(one, today)]
    return sorted(found, key=lambda one: _place(one, today))


def recorded(rows: QuerySet[RecordedCertificate], today: date) -> list[Recorded]:
    """Each with its newest look; one query."""
    newest = RegisterCheck.objects.filter(certificate=OuterRef("pk")).order_by("-checked_on", "-recorded_at")
    annotated = rows.annotate(
        looked_on=Subquery(newest.values("checked_on")[:1]), looked_found=Subquery(newest.values("found")[:1])
    )
    return [standing_of(row, row.looked_on, row.looked_found, today) for row in annotated]


def standing_of(row: RecordedCertificate, on: date | None, found: str | None, today: date) -> Recorded:
    """By the verdict that was kept when its signed document was last verified."""
    looked = None if on is None else Looked(on=on, found=InRegister(found))
    verdict = Verdict(row.signed_verdict) if row.signed_verdict else None
    stands = standing(
        today=today, expires_on=row.expires_on, looked=looked, verdict=verdict, differs=row.signed_differs
    )
    return Recorded(row=row, looked=looked, standing=stands)


def ends_soon(one: Held, today: date) -> bool:
    """Whether it counts and its last day is near."""
    row = one.row
    if isinstance(row, PublicAttestation):
        return own.ends_soon(row, today)
    return row.expires_on is not None and today <= row.expires_on <= today + own.SOON


def _place(one: Held, today: date) -> tuple[int, date, str, str]:
    row, last = one.row, one.row.expires_on
    over = isinstance(row, PublicAttestation) and own.state_on(row, today) in (State.WITHDRAWN, State.REPLACED)
    if over or (last is not None and last < today):
        return (
            3,
            date.max if last is None else date.fromordinal(date.max.toordinal() - last.toordinal()),
            row.number,
            "",
        )
    group = 0 if ends_soon(one, today) else 2 if last is None else 1
    return group, last or date.max, row.number, str(row.pk)


def _narrowed(rows: QuerySet, wanted: Wanted, *, issuer: str) -> QuerySet:
    for word in wanted.words.split()[:8]:
        rows = rows.filter(
            Q(number__icontains=word) | Q(standard__icontains=word) | Q(**{f"{issuer}__icontains": word})
        )
    return rows.filter(kind=wanted.kind) if wanted.kind in Kind.values else rows


def find(certificate_id: UUID) -> RecordedCertificate:
    """One of the acting company's; ``Http404`` for what is none of them."""
    row = RecordedCertificate.objects.select_related("file").filter(pk=certificate_id).first()
    if row is None:
        raise Http404
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look into a register, with whose it was where that is still known."""

    on: date
    found: InRegister
    note: str
    who: str
    at: datetime


def looks_of(row: RecordedCertificate) -> list[Look]:
    """The newest first; two queries."""
    checks = list(row.checks.all())
    names = {member.person_id: member.name for member in members()} if checks else {}
    return [
        Look(
            on=check.checked_on, found=InRegister(check.found), note=check.note, at=check.recorded_at,
            who=names.get(check.by_person, ""),
        )
        for check in checks
    ]  # fmt: skip


def numbers() -> frozenset[tuple[str, str]]:
    """Number and issuer of what is recorded, as an import compares them."""
    return frozenset(RecordedCertificate.objects.values_list("number", "issuer_name"))
