"""Issuing a document: signed, given a place in the status lists, logged, and published where its kind is public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from jawda.apps.recognition.addresses import new_link, new_reference, page_of, page_of_link
from jawda.apps.recognition.domain import identities, papers, register, status_lists
from jawda.apps.recognition.domain.changing import replace_all
from jawda.apps.recognition.domain.drafts import Draft, checked
from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.domain.present_keys import present_key
from jawda.apps.recognition.domain.projecting import project_new
from jawda.apps.recognition.domain.replacing import Issued, check_once
from jawda.apps.recognition.domain.signed_forms import Place, accreditation_of, document_of, measured_by
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.enums import Event
from jawda.apps.recognition.models import Attestation, AttestationEvent, Identity
from jawda.apps.recognition.queries.trust import current_trust
from jawda.apps.recognition.rules import may_issue
from jawda.apps.recognition.signed_days import begin_of
from jawda.core.credentials import token
from jawda.core.credentials.attestation import Accreditation
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access


def issue(*, access: Access, draft: Draft, now: datetime | None = None) -> Attestation:
    """Issue one document: see :func:`issue_all`."""
    return issue_all(access=access, drafts=[draft], now=now)[0]


def issue_once(*, access: Access, draft: Draft, now: datetime | None = None) -> Attestation:
    """Issue a document, or give the one that is there: the same number and content again issue nothing new.

    Programs that send a request again do not issue twice. ``ValidationError`` as :func:`issue_all`. Programs of one
    body wait for each other.
    """
    if not may_issue(access):
        raise PermissionDenied
    at = now or timezone.now()
    identities.hold()
    tidy = checked(draft, access, at)
    before = (
        Attestation.objects.filter(number=tidy.number, kind=tidy.kind).select_related("replaces")
        .order_by("-issued_at", "-created_at").first()
    )  # fmt: skip
    if before is not None and _says(before, tidy):
        return before
    return issue_all(access=access, drafts=[tidy], now=at)[0]


def _says(before: Attestation, tidy: Draft) -> bool:
    """Whether a document that was issued says what a draft says, and nothing else."""
    _claimed, accreditation_number = accreditation_of(tidy, own_identity())
    old = before.replaces
    if tidy.replaces.upper() not in ((old.number.upper(), old.reference) if old is not None else ("",)):
        return False
    said = (
        tidy.holder_name, tidy.holder_ice, tidy.holder_city, tidy.scheme, tidy.standard, tidy.scope,
        list(tidy.sectors), list(tidy.sites), tidy.measured, tidy.issued_on, tidy.activity_on, tidy.expires_on,
        accreditation_number,
    )  # fmt: skip
    stands = (
        before.holder_name, before.holder_ice, before.holder_city, before.scheme, before.standard, before.scope,
        before.sectors, before.sites, measured_by(before), before.issued_on, before.activity_on, before.expires_on,
        before.accreditation_number,
    )  # fmt: skip
    return said == stands


def issue_all(*, access: Access, drafts: Sequence[Draft], now: datetime | None = None) -> list[Attestation]:
    """Issue documents, all or none, in the caller's transaction.

    Each is signed with the body's present key and stands in its status lists, which are published once for all of
    them; it is written to the public log and audited. Public kinds can be looked up from then on. A job prints them;
    nobody is told. Those of which they take the place no longer count.
    ``ValidationError`` by field for the first draft that is refused, of code ``taken`` for a number that another
    document has; ``PermissionDenied`` unless a verified body.
    """
    if not may_issue(access):
        raise PermissionDenied
    at = now or timezone.now()
    identities.hold()
    identity = own_identity()
    tidy = [checked(draft, access, at) for draft in drafts]
    issued = Issued(tidy, timezone.localdate(at), lock=True)
    replaced = [issued.replaced(draft) for draft in tidy]
    check_once(replaced)
    signed = _signed(tidy, replaced, access, identity, at)
    Attestation.objects.bulk_create(signed)
    AttestationEvent.objects.bulk_create(
        AttestationEvent(
            organisation_id=row.organisation_id, attestation=row, kind=Event.ISSUED, at=row.issued_at,
            by_person=current().person_id,
        )
        for row in signed
    )  # fmt: skip
    project_new(signed, identity)
    ended = replace_all(signed, at)
    for row in signed:
        trail.record(
            "recognition.issue", subject="attestation", subject_id=row.pk,
            details={"reference": row.reference, "kind": row.kind, "sha256": row.sha256},
        )  # fmt: skip
    status_lists.publish(now=at)
    papers.ask()
    issued_lines = [
        register.Line(
            event=Event.ISSUED, event_at=row.issued_at, reference="" if row.link else row.reference,
            issuer_did=identity.did, credential_sha256=row.sha256,
        )
        for row in signed
    ]  # fmt: skip
    register.append_all([*issued_lines, *ended])
    return signed


def _signed(
    drafts: Sequence[Draft], replaced: Sequence[Attestation | None], access: Access, identity: Identity, at: datetime
) -> list[Attestation]:  # fmt: skip
    key, trust = present_key(), current_trust()
    signer, key_id = signer_of(key), f"{identity.did}#{key.name}"
    claimed: dict[str, tuple[Accreditation | None, str]] = {}
    rows = []
    places = status_lists.free_places(len(drafts))
    for given, old, (number, index) in zip(drafts, replaced, places, strict=True):
        draft = given if old is None else replace(given, replaces=old.number)
        issued_at = begin_of(draft.issued_on, at)
        reference = new_reference(draft.issued_on.year)
        link = new_link(current_organisation_id()) if draft.kind.cycle.confidential else ""
        place = Place(url=page_of_link(link) if link else page_of(reference), list_number=number, list_index=index)
        if draft.accreditation_url not in claimed:
            claimed[draft.accreditation_url] = accreditation_of(draft, identity)
        accreditation, accreditation_number = claimed[draft.accreditation_url]
        credential = token.sign(
            document_of(draft, place, identity, accreditation, issued_at, trust), signer, key_id=key_id
        )
        rows.append(
            Attestation(
                organisation_id=current_organisation_id(), reference=reference, number=draft.number, kind=draft.kind,
                holder_name=draft.holder_name, holder_ice=draft.holder_ice, holder_city=draft.holder_city,
                fictitious=draft.fictitious or access.fictitious, scheme=draft.scheme, standard=draft.standard,
                scope=draft.scope, sectors=list(draft.sectors), sites=list(draft.sites),
                accreditation_number=accreditation_number, issued_at=issued_at, activity_on=draft.activity_on,
                expires_on=draft.expires_on, list_number=number, list_index=index,
                credential=credential.decode("ascii"), sha256=token.read(credential).sha256, link=link, replaces=old,
            )
        )  # fmt: skip
    return rows
