"""Reducing a scope, amending a report: the same document signed anew, and what it said before withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.recognition.addresses import page_of, page_of_link
from jawda.apps.recognition.domain import changing, identities, papers, register, status_lists
from jawda.apps.recognition.domain.changing import Change, NewWords, events_of
from jawda.apps.recognition.domain.drafts import Draft, checked
from jawda.apps.recognition.domain.field_checks import check_sectors
from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.domain.present_keys import present_key
from jawda.apps.recognition.domain.projecting import project
from jawda.apps.recognition.domain.signed_forms import Place, accreditation_of, document_of, measured_by
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.enums import Event, Kind
from jawda.apps.recognition.models import AccreditationVersion, Attestation, AttestationEvent, SupersededCredential
from jawda.apps.recognition.queries.trust import current_trust
from jawda.apps.recognition.rules import may_change_issued
from jawda.core.credentials import life_cycles, token
from jawda.core.credentials.life_cycles import EventKind
from jawda.core.findings import Refused
from jawda.core.findings.words import words
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.templatetags.ui import language


def reduce_scope(
    *, access: Access, attestation_id: UUID, said: NewWords, reason: str, now: datetime | None = None
) -> Attestation:
    """Less is certified from now on. Sectors and sites may only be fewer; signed anew, and the former form withdrawn.

    ``ValidationError`` for a sector or site that was not there, nothing that changes, no reason, or where the kind or
    the state does not allow it.
    """
    return _published(access, attestation_id, said, Event.SCOPE_REDUCED, reason, now or timezone.now())


def amend(
    *, access: Access, attestation_id: UUID, said: NewWords, reason: str, now: datetime | None = None
) -> Attestation:
    """A report is amended (ISO/IEC 17025, 7.8.8): signed anew with its words of now, and the former form withdrawn."""
    return _published(access, attestation_id, said, Event.AMENDED, reason, now or timezone.now())


def change_or_reissue(
    *, access: Access, changes: Sequence[Change], now: datetime | None = None
) -> list[Attestation]:  # fmt: skip
    """Suspend, reinstate, reduce, amend, withdraw: what happens to many documents, all or none, in the caller's
    transaction. The lists are published once, and papers asked for once.

    ``ValidationError`` as :func:`reduce_scope`, :func:`amend` and :func:`~.changing.change_each`.
    """
    identities.hold()
    at = now or timezone.now()
    worded = [one for one in changes if one.event in changing.WITH_WORDS]
    states = [one for one in changes if one.event not in changing.WITH_WORDS]
    made: list[Attestation] = []
    lines: list[register.Line] = []
    places = status_lists.free_places(len(worded)) if worded else []
    for one, place in zip(worded, places, strict=True):
        if one.said is None:
            raise ValueError(f"{one.event} says what the document says from now on")
        row, line = _reissued(access, one, one.said, place, at)
        made.append(row)
        lines.append(line)
    if states:
        rows, more = changing.apply_each(access=access, changes=states, at=at)
        made += rows
        lines += more
    if made:
        status_lists.publish(now=at)
    if worded:
        papers.ask()
    register.append_all(lines)
    return made


def words_with(
    row: Attestation, *, scope: str | None, sectors: Sequence[str] | None, sites: Sequence[str] | None
) -> NewWords:
    """What a document says from now on; what is None stays as it is."""
    return NewWords(
        scope=row.scope if scope is None else scope,
        sectors=tuple(row.sectors if sectors is None else sectors),
        sites=tuple(row.sites if sites is None else sites),
    )


def check_words(row: Attestation, event: Event, said: NewWords) -> None:
    """``ValidationError`` by field where a reduction adds something, or changes nothing; for an invented sector."""
    if event == Event.SCOPE_REDUCED:
        _check_fewer(row, said)
    try:
        check_sectors(sector for sector in said.sectors if sector not in row.sectors)
    except ValidationError as error:
        raise ValidationError({"sectors": error}) from error


def _published(
    access: Access, attestation_id: UUID, said: NewWords, event: Event, reason: str, at: datetime
) -> Attestation:
    identities.hold()
    one = Change(attestation_id=attestation_id, event=event, reason=reason)
    row, line = _reissued(access, one, said, status_lists.free_place(), at)
    status_lists.publish(now=at)
    papers.ask()
    register.append_all([line])
    return row


def _reissued(
    access: Access, one: Change, said: NewWords, place: tuple[int, int], at: datetime
) -> tuple[Attestation, register.Line]:
    """The document as it says from now on, at a new place in the lists, and what the public log is to say of it."""
    event, reason = one.event, one.reason
    if not may_change_issued(access):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("A reason is expected: it is kept with the document, and not published.")})
    row = (
        Attestation.objects.select_for_update(of=("self",)).exclude(kind=Kind.ACCREDITATION).get(pk=one.attestation_id)
    )
    _check_step(row, event, at)
    draft = checked(_draft(row, said), access, at, kept=row.sectors)
    check_words(row, event, NewWords(scope=draft.scope, sectors=draft.sectors, sites=draft.sites))
    SupersededCredential.objects.create(
        organisation_id=current_organisation_id(), attestation=row, list_number=row.list_number,
        list_index=row.list_index, credential=row.credential, sha256=row.sha256, superseded_at=at,
    )  # fmt: skip
    identity, key = own_identity(), present_key()
    number, index = place
    url = page_of_link(row.link) if row.link else page_of(row.reference)
    accreditation, _number = accreditation_of(draft, identity)
    document = document_of(
        draft, Place(url=url, list_number=number, list_index=index), identity, accreditation, row.issued_at,
        current_trust(),
    )  # fmt: skip
    signed = token.sign(document, signer_of(key), key_id=f"{identity.did}#{key.name}")
    row.scope, row.sectors, row.sites = draft.scope, list(draft.sectors), list(draft.sites)
    row.list_number, row.list_index = number, index
    row.credential, row.sha256 = signed.decode("ascii"), token.read(signed).sha256
    row.save(
        update_fields=["scope", "sectors", "sites", "list_number", "list_index", "credential", "sha256"]
    )  # fmt: skip
    AttestationEvent.objects.create(
        organisation_id=row.organisation_id, attestation=row, kind=event, at=at, reason=reason.strip()[:500],
        by_person=current().person_id,
    )  # fmt: skip
    project(row, identity)
    trail.record(
        f"recognition.{event.value}", subject="attestation", subject_id=row.pk,
        details={"reference": row.reference, "event": event.value, "sha256": row.sha256},
    )  # fmt: skip
    line = register.Line(
        event=event, event_at=at, reference="" if row.link else row.reference, issuer_did=identity.did,
        credential_sha256=row.sha256,
    )  # fmt: skip
    return row, line


def _check_step(row: Attestation, event: Event, at: datetime) -> None:
    try:
        life_cycles.state_at(
            life_cycles.Kind(row.kind), [*events_of(row), life_cycles.Event(EventKind(event.value), at)], at
        )
    except Refused as refused:
        raise ValidationError(words(refused.findings[0], language())) from refused


def _draft(row: Attestation, said: NewWords) -> Draft:
    url = (
        AccreditationVersion.objects.filter(number=row.accreditation_number, body_did=own_identity().did)
        .order_by("-valid_from").values_list("url", flat=True).first()
        if row.accreditation_number else None
    )  # fmt: skip
    return Draft(
        kind=Kind(row.kind), number=row.number, holder_name=row.holder_name, holder_ice=row.holder_ice,
        holder_city=row.holder_city, scheme=row.scheme, standard=row.standard, scope=said.scope, sectors=said.sectors,
        sites=said.sites, measured=measured_by(row), issued_on=row.issued_on, expires_on=row.expires_on,
        activity_on=row.activity_on,
        accreditation_url=url or "", fictitious=row.fictitious,
        replaces=row.replaces.number if row.replaces else "",
    )  # fmt: skip


def _check_fewer(row: Attestation, said: NewWords) -> None:
    faults = {}
    for name, given, before in (("sectors", said.sectors, row.sectors), ("sites", said.sites, row.sites)):
        more = [item for item in given if item not in before]
        if more:
            faults[name] = ValidationError(
                _("This was not certified before: %(item)s. A wider scope is a new certificate.") % {"item": more[0]}
            )
    if faults:
        raise ValidationError(faults)
    if (said.scope, list(said.sectors), list(said.sites)) == (row.scope, row.sectors, row.sites):
        raise ValidationError({"scope": _("Nothing has changed: say what is certified from now on.")})
