"""What a body finds of its own: the documents it issued, its accreditations, its keys; and those a company holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404

from jawda.apps.organisations.enums import Status
from jawda.apps.recognition.enums import Kind, State
from jawda.apps.recognition.models import (
    AccreditationVersion,
    Attestation,
    Identity,
    PublicAttestation,
    SigningKey,
    SupersededCredential,
)
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.routes import Access

SOON: Final = timedelta(days=90)
#: States that the last day ends.
_ENDING: Final = (State.IN_FORCE, State.SUSPENDED)
_SORTS: Final = {
    "recent": ("-issued_at", "pk"), "numero": ("number", "pk"), "titulaire": ("holder_name", "number", "pk"),
    "echeance": (F("expires_on").asc(nulls_last=True), "number", "pk"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to. ``soon``: ends within :data:`SOON`."""

    words: str = ""
    kind: str = ""
    state: str = ""
    soon: bool = False
    sort: str = "recent"

    @property
    def narrows(self) -> bool:
        return bool(self.words.strip() or self.kind or self.state or self.soon)


def issued(wanted: Wanted, today: date) -> QuerySet[Attestation]:
    """The acting body's documents. Of a state: with expiry counted, which is told by the last day and not kept."""
    rows = Attestation.objects.defer("credential", "scope", "sites")
    for word in wanted.words.split()[:8]:
        rows = rows.filter(
            Q(number__icontains=word) | Q(holder_name__icontains=word) | Q(reference__icontains=word)
            | Q(standard__icontains=word) | Q(holder_ice__icontains=word) | Q(holder_city__icontains=word)
        )  # fmt: skip
    if wanted.kind in Kind.values:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state == State.EXPIRED:
        rows = rows.filter(state__in=_ENDING, expires_on__lt=today)
    elif wanted.state in State.values:
        rows = rows.filter(state=wanted.state)
        if wanted.state in _ENDING:
            rows = rows.filter(Q(expires_on=None) | Q(expires_on__gte=today))
    if wanted.soon:
        rows = rows.filter(state__in=_ENDING, expires_on__range=(today, today + SOON))
    return rows.order_by(*_SORTS.get(wanted.sort, _SORTS["recent"]))


def state_on(row: Attestation | PublicAttestation, today: date) -> State:
    """How it stands, its last day counted."""
    if row.state in _ENDING and row.expires_on is not None and row.expires_on < today:
        return State.EXPIRED
    return State(row.state)


def ends_soon(row: Attestation | PublicAttestation, today: date) -> bool:
    """Whether it is in force or suspended and its last day is near."""
    return row.state in _ENDING and row.expires_on is not None and today <= row.expires_on <= today + SOON


def find(attestation_id: UUID) -> Attestation:
    """One of the acting body's documents; ``Http404`` for what is none of them."""
    row = Attestation.objects.filter(pk=attestation_id).first()
    if row is None:
        raise Http404
    return row


def superseded(row: Attestation) -> list[SupersededCredential]:
    """What was signed before, the newest first."""
    return list(row.superseded.defer("credential").order_by("-superseded_at"))


def signing_keys() -> list[SigningKey]:
    """The acting body's keys, the newest first."""
    return list(SigningKey.objects.defer("sealed").order_by("-created_at"))


def present_key() -> SigningKey | None:
    """The one that signs now."""
    return next((key for key in signing_keys() if key.retired_at is None and key.compromised_at is None), None)


def identity() -> Identity | None:
    """The acting body's, once it has one."""
    return Identity.objects.filter(source_organisation_id=current_organisation_id()).first()


def own_accreditations() -> list[AccreditationVersion]:
    """Those under which the acting body may issue: of each the newest version."""
    own = identity()
    if own is None:
        return []
    rows = AccreditationVersion.objects.filter(body_did=own.did).defer("credential")
    return list(rows.order_by("url", "-valid_from", "-published_at").distinct("url"))


def versions_at(url: str) -> list[AccreditationVersion]:
    """The versions of one of the acting body's accreditations, the newest first; none of another's."""
    body = identity()
    rows = AccreditationVersion.objects.filter(url=url, body_did=body.did if body else "").defer("credential")
    return list(rows.order_by("-valid_from", "-published_at"))


def accreditation_state(reference: str, today: date) -> State | None:
    """How an accreditation stands, by its public row."""
    row = PublicAttestation.objects.filter(reference=reference).defer("credential").first()
    return None if row is None else state_on(row, today)


def versions_of(row: Attestation) -> list[AccreditationVersion]:
    """An accreditation's scopes as they were, the newest first."""
    rows = AccreditationVersion.objects.filter(reference=row.reference).defer("credential")
    return list(rows.order_by("-valid_from", "-published_at"))


def bodies() -> list[Identity]:
    """Who signs on the platform and may be accredited: all but the acting body and authorities of accreditation."""
    rows = Identity.objects.exclude(source_organisation_id=current_organisation_id())
    return list(rows.exclude(kind="accreditation_body").order_by("name"))


def held(access: Access, ice: str, wanted: Wanted, today: date) -> QuerySet[PublicAttestation]:
    """Documents that bodies issued to the company with this ICE; none where nobody verified that it is its own.

    What ends soon stands first, then what is in force by its last day, then what no longer counts.
    """
    if access.status != Status.ACTIVATED or not ice:
        return PublicAttestation.objects.none()
    rows = PublicAttestation.objects.filter(holder_ice=ice).defer("credential", "words")
    if wanted.soon:
        rows = rows.filter(state__in=_ENDING, expires_on__range=(today, today + SOON))
    return rows.order_by(F("expires_on").asc(nulls_last=True), "number", "pk")
