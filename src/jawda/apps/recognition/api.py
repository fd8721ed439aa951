"""Certificates and reports for a body's own programs: the same verbs as the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from jawda.apps.organisations.api_scopes import Scope
from jawda.apps.recognition.addresses import page_of, page_of_link
from jawda.apps.recognition.domain import changing, issuing, reissuing
from jawda.apps.recognition.domain.changing import Change
from jawda.apps.recognition.domain.drafts import Draft
from jawda.apps.recognition.enums import Event, Kind
from jawda.apps.recognition.models import Attestation
from jawda.apps.recognition.queries import own
from jawda.apps.recognition.rules import may_read_issued
from jawda.core.credentials.scopes import Measured
from jawda.foundation.api.operations import operation
from jawda.foundation.api.paging import Cursor, Limit, PageOut, latest_page
from jawda.foundation.api.problems import Problem

router = Router(tags=["certificates"])
READ, WRITE = Scope.CERTIFICATES_READ, Scope.CERTIFICATES_WRITE
ONE = "/certificates/{str:reference}"
Issued = Literal[
    "management_system", "product", "person", "inspection", "test", "calibration", "training", "attendance", "approval"
]  # fmt: skip
Text = Annotated[str, Query(max_length=120)]


class MeasuredIn(BaseModel):
    """A range that was calibrated, with the least expanded uncertainty that is stated in it."""

    model_config = ConfigDict(extra="forbid")
    quantity: str = Field(max_length=60, description="As the scope of accreditation names it.")
    unit: str = Field(max_length=60)
    low: float
    high: float
    uncertainty: float
    uncertainty_unit: str = Field("", max_length=60, description="Left out, it is the unit of the range.")


class CertificateIn(BaseModel):
    """A document to issue. Which fields its kind needs is said where one is missing."""

    model_config = ConfigDict(extra="forbid")
    kind: Issued
    number: str = Field(max_length=80, description="The body's own; sent again with the same content, nothing is new.")
    holder_name: str = Field(max_length=160)
    holder_ice: str = Field("", max_length=24)
    holder_city: str = Field("", max_length=80)
    standard: str = Field("", max_length=120)
    scheme: str = Field("", max_length=300, description="The identifier of a scheme of the trust list.")
    accreditation: str = Field("", max_length=80, description="The number of one of the body's own accreditations.")
    scope: str = Field("", max_length=4000)
    sectors: list[str] = Field(default_factory=list, max_length=50, description="Such as “IAF 14”.")
    sites: list[str] = Field(default_factory=list, max_length=50)
    measured: list[MeasuredIn] = Field(default_factory=list, max_length=50, description="Of a calibration.")
    issued_on: date
    activity_on: date | None = None
    expires_on: date | None = None
    replaces: str = Field(
        "", max_length=80, description="Number or reference of one of the body's own, which then no longer counts."
    )


class CertificateOut(BaseModel):
    """A document that was issued."""

    reference: str
    number: str
    kind: str
    state: str = Field(description="As of today: in_force, suspended, withdrawn, replaced, or expired.")
    holder_name: str
    holder_ice: str
    standard: str
    issued_at: datetime
    expires_on: date | None
    accreditation: str
    url: str = Field(description="Its page; for a confidential document the link for its holder.")
    sha256: str
    credential: str | None = Field(description="As it was signed (vc+jwt); null in lists.")


class CertificatePage(PageOut):
    items: list[CertificateOut]


_ANEW = "Of a reduction or an amendment: what the document says from now on."


class EventIn(BaseModel):
    """What happens to a document."""

    model_config = ConfigDict(extra="forbid")
    event: Literal["suspended", "reinstated", "scope_reduced", "amended", "withdrawn"]
    reason: str = Field(max_length=500, description="Kept with the document, and not published.")
    scope: str | None = Field(None, max_length=4000, description=f"{_ANEW} Left out, it stays as it is.")
    sectors: list[str] | None = Field(None, max_length=50, description=f"{_ANEW} A reduction has fewer.")
    sites: list[str] | None = Field(None, max_length=50, description=f"{_ANEW} A reduction has fewer.")


EXAMPLE = {
    "kind": "management_system", "number": "QMS-0042", "holder_name": "Caoutchouc Modèle", "standard": "ISO 9001:2015",
    "issued_on": "2026-03-02", "expires_on": "2029-03-01", "sectors": ["IAF 14"],
}  # fmt: skip


def _out(row: Attestation, *, whole: bool = False) -> CertificateOut:
    return CertificateOut(
        reference=row.reference, number=row.number, kind=row.kind, holder_name=row.holder_name,
        state=own.state_on(row, timezone.localdate()).value, holder_ice=row.holder_ice, standard=row.standard,
        issued_at=row.issued_at, expires_on=row.expires_on, accreditation=row.accreditation_number,
        url=page_of_link(row.link) if row.link else page_of(row.reference), sha256=row.sha256,
        credential=row.credential if whole else None,
    )  # fmt: skip


def _allowed(request: HttpRequest) -> None:
    if not may_read_issued(request.access):
        raise PermissionDenied


def _found(reference: str) -> Attestation:
    row = Attestation.objects.filter(reference=reference.upper()).first()
    if row is None:
        raise Http404
    return row


@operation(router, "GET", "/certificates", gives=CertificatePage, scope=READ)
def certificates(
    request: HttpRequest, q: Text = "", kind: Text = "", state: Text = "", cursor: Cursor = "", limit: Limit = 50
) -> CertificatePage:
    """What the body issued, the latest first."""
    _allowed(request)
    rows = own.issued(own.Wanted(words=q, kind=kind, state=state), timezone.localdate())
    found = latest_page(rows, "issued_at", cursor=cursor, limit=limit)
    return CertificatePage(items=[_out(row) for row in found.items], next=found.next)


@operation(router, "GET", ONE, gives=CertificateOut, scope=READ)
def certificate(request: HttpRequest, reference: str) -> CertificateOut:
    """One document, with what was signed."""
    _allowed(request)
    return _out(_found(reference), whole=True)


@operation(
    router, "POST", "/certificates", gives=CertificateOut, status=201, scope=WRITE, faults=(409,), example=EXAMPLE
)  # fmt: skip
def issue(request: HttpRequest, given: CertificateIn) -> CertificateOut:
    """Issue a document: the same number and content again give the document that is there."""
    said = given.model_dump(exclude={"accreditation", "kind", "sectors", "sites", "measured"})
    draft = Draft(
        kind=Kind(given.kind), sectors=tuple(given.sectors), sites=tuple(given.sites),
        accreditation_url=_accreditation(given.accreditation), measured=tuple(_measured(one) for one in given.measured),
        **said,
    )  # fmt: skip
    try:
        made = issuing.issue_once(access=request.access, draft=draft)
    except ValidationError as error:
        for fault in getattr(error, "error_dict", {}).get("number", ()):
            if fault.code == "taken":
                raise Problem(409, str(fault.message)) from error
        raise
    return _out(made, whole=True)


def _measured(given: MeasuredIn) -> Measured:
    said = given.model_dump()
    return Measured(**said | {"uncertainty_unit": given.uncertainty_unit or given.unit})


def _accreditation(number: str) -> str:
    if not number:
        return ""
    found = next((row.url for row in own.own_accreditations() if row.number == number), None)
    if found is None:
        raise ValidationError({"accreditation": _("This is no accreditation of your organisation.")})
    return found


@operation(
    router, "POST", ONE + "/events", gives=CertificateOut, status=201, scope=WRITE,
    example={"event": "suspended", "reason": "Audit de surveillance non tenu"},
)  # fmt: skip
def change(request: HttpRequest, reference: str, given: EventIn) -> CertificateOut:
    """Suspend, reinstate, reduce, amend or withdraw: whoever checks sees it within a minute.

    A reduction or an amendment signs the document anew; what it said before no longer counts.
    """
    found, event = _found(reference), Event(given.event)
    anew = {"scope": given.scope, "sectors": given.sectors, "sites": given.sites}
    said = None
    if event in changing.WITH_WORDS:
        said = reissuing.words_with(found, **anew)
    elif stated := next((name for name, value in anew.items() if value is not None), None):
        raise ValidationError({stated: _("Only a reduction or an amendment says something new.")})
    what = Change(attestation_id=found.pk, event=event, reason=given.reason, said=said)
    (row,) = reissuing.change_or_reissue(access=request.access, changes=[what])
    return _out(row, whole=True)
