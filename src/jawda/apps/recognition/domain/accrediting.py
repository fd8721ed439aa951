"""What an accreditor keeps: who is accredited for what, since when, with every version of its scopes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.recognition.addresses import new_reference, page_of
from jawda.apps.recognition.domain import identities, register, status_lists
from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.domain.present_keys import present_key
from jawda.apps.recognition.domain.projecting import project
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.enums import Event, Kind, State
from jawda.apps.recognition.models import AccreditationVersion, Attestation, AttestationEvent, Identity
from jawda.apps.recognition.queries.own import state_on
from jawda.apps.recognition.rules import kinds_of, may_issue
from jawda.apps.recognition.signed_days import begin_of, signed_day
from jawda.core.credentials import accreditation as forms
from jawda.core.credentials import scopes as scope_forms
from jawda.core.credentials import token
from jawda.core.credentials.attestation import Named, Party
from jawda.core.credentials.scopes import Scope
from jawda.core.findings import Refused
from jawda.core.findings.words import words
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.templatetags.ui import language


def accredit(
    *, access: Access, body_slug: str, number: str, scopes: Sequence[Scope], since: date, until: date | None,
    fictitious: bool = False, now: datetime | None = None,
) -> Attestation:  # fmt: skip
    """Accredit a body that has an identity on the platform, for these scopes: signed, listed, logged, published.

    ``ValidationError`` by field: no such body, no number, no scope, one's own body, days out of order.
    """
    if not may_issue(access) or Kind.ACCREDITATION not in kinds_of(access):
        raise PermissionDenied
    identities.hold()
    at = (now or timezone.now()).replace(microsecond=0)  # as scopes are changed: to the second, in their order
    body = Identity.objects.filter(slug=body_slug).first()
    faults: dict[str, ValidationError] = {}
    if body is None:
        faults["body"] = ValidationError(_("No body of this name signs on the platform."))
    if not number.strip():
        faults["number"] = ValidationError(_("This field is required."), code="required")
    if since > signed_day(at):
        faults["since"] = ValidationError(_("The first day is today or before."))
    if until is not None and until < since:
        faults["until"] = ValidationError(_("The last day comes after the first."))
    if faults:
        raise ValidationError(faults)
    assert body is not None
    list_number, index = status_lists.free_place()
    begins = begin_of(since, at)
    row = Attestation(
        organisation_id=current_organisation_id(), reference=new_reference(since.year), number=number.strip(),
        kind=Kind.ACCREDITATION, holder_name=body.name, holder_city=body.city,
        fictitious=fictitious or access.fictitious, scheme="", standard=scopes[0].standard if scopes else "",
        sectors=sorted({sector for scope in scopes for sector in scope.sectors}),
        issued_at=begins, expires_on=until, list_number=list_number, list_index=index,
    )  # fmt: skip
    signed = _signed(row, body.did, scopes, valid_from=begins)
    row.credential, row.sha256 = signed.decode("ascii"), token.read(signed).sha256
    row.save(force_insert=True)
    AttestationEvent.objects.create(
        organisation_id=row.organisation_id, attestation=row, kind=Event.ISSUED, at=row.issued_at,
        by_person=current().person_id,
    )  # fmt: skip
    _keep_version(row, body.did, scopes, valid_from=begins)
    _show(row, Event.ISSUED)
    status_lists.publish(now=at)
    _log(row, Event.ISSUED, row.issued_at)
    return row


def rescope(
    *, access: Access, attestation_id: UUID, scopes: Sequence[Scope], now: datetime | None = None
) -> Attestation:
    """The scopes from now on; what stood before is kept and counts for its days. Signed, logged, published.

    ``ValidationError`` for no scope, or one that cannot be read; for an accreditation that has ended; without a key.
    """
    if not may_issue(access):  # it is published anew, which a body whose own standing is open does not do
        raise PermissionDenied
    identities.hold()
    at = (now or timezone.now()).replace(microsecond=0)
    row = Attestation.objects.select_for_update(of=("self",)).get(pk=attestation_id, kind=Kind.ACCREDITATION)
    if state_on(row, signed_day(at)) not in (State.IN_FORCE, State.SUSPENDED):
        raise ValidationError(_("Only of an accreditation that is in force or suspended are the scopes changed."))
    last = AccreditationVersion.objects.filter(reference=row.reference).latest("valid_from", "published_at")
    signed = _signed(row, last.body_did, scopes, valid_from=at)
    row.credential, row.sha256 = signed.decode("ascii"), token.read(signed).sha256
    row.sectors = sorted({sector for scope in scopes for sector in scope.sectors})
    row.save(update_fields=["credential", "sha256", "sectors"])
    _keep_version(row, last.body_did, scopes, valid_from=at)
    _show(row, Event.AMENDED)
    _log(row, Event.AMENDED, at)
    return row


def _signed(row: Attestation, body_did: str, scopes: Sequence[Scope], *, valid_from: datetime) -> bytes:
    identity, key = own_identity(), present_key()
    end = None if row.expires_on is None else datetime.combine(row.expires_on, time(23, 59, 59), UTC)
    accredited = forms.AccreditedBody(
        url=page_of(row.reference), number=row.number, authority=Party(id=identity.did, name=identity.name),
        body=Party(id=body_did, name=row.holder_name), register=Named(id=identity.did, name=identity.name),
        since=row.issued_on, scopes=tuple(scopes), valid_from=valid_from, valid_until=end,
    )  # fmt: skip
    status = status_lists.entries_of(identity.slug, row.list_number, row.list_index, suspendable=True)
    try:
        return token.sign(
            forms.document_of(accredited, status=status), signer_of(key), key_id=f"{identity.did}#{key.name}"
        )
    except Refused as refused:
        raise ValidationError(words(refused.findings[0], language())) from refused


def _keep_version(row: Attestation, body_did: str, scopes: Sequence[Scope], *, valid_from: datetime) -> None:
    identity = own_identity()
    AccreditationVersion.objects.create(
        source_organisation_id=row.organisation_id, reference=row.reference, url=page_of(row.reference),
        number=row.number, body_did=body_did, body_name=row.holder_name, authority_did=identity.did,
        authority_name=identity.name, scopes=[scope_forms.to_document(scope) for scope in scopes],
        valid_from=valid_from, valid_until=None if row.expires_on is None else _begin(row.expires_on),
        credential=row.credential, sha256=row.sha256,
    )  # fmt: skip


def _show(row: Attestation, event: Event) -> None:
    project(row, own_identity())
    trail.record(
        f"recognition.accredit_{event.value}", subject="attestation", subject_id=row.pk,
        details={"reference": row.reference, "sha256": row.sha256},
    )  # fmt: skip


def _log(row: Attestation, event: Event, at: datetime) -> None:
    line = register.Line(
        event=event, event_at=at, reference=row.reference, issuer_did=own_identity().did, credential_sha256=row.sha256
    )
    register.append_all([line])


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
