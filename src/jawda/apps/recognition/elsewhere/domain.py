"""What can be done with certificates issued elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.organisations.models import Organisation
from jawda.apps.recognition.elsewhere.facts import CertificateFacts, CheckFacts
from jawda.apps.recognition.elsewhere.reading import Received
from jawda.apps.recognition.elsewhere.signed import verify
from jawda.apps.recognition.models import RecordedCertificate, RegisterCheck
from jawda.apps.recognition.rules import may_record
from jawda.apps.recognition.watching.stages import due_stage
from jawda.foundation.audit import trail
from jawda.foundation.files import domain as files
from jawda.foundation.files.models import StoredFile
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access

MOST: Final = 2_000
"""Certificates that a company records, archived ones included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of an import: a certificate, and the look into a register that came with it."""

    facts: CertificateFacts
    check: CheckFacts | None = None


def record(*, access: Access, facts: CertificateFacts, brought: Received | None = None) -> RecordedCertificate:
    """Keep what a certificate says, and its file; a signed document is verified. Audited without texts.

    ``ValidationError`` by field, or where the company has recorded as many as it may; ``Refused`` where its space for
    files is full.
    """
    _allowed(access)
    _check_room(1)
    row = _made(facts.checked(timezone.localdate()))
    _bring(row, brought)
    row.save()
    _audit("record_certificate", row, file=row.file_id is not None, signed=bool(row.credential))
    return row


def record_all(*, access: Access, lines: Sequence[Line]) -> list[RecordedCertificate]:
    """All of a spreadsheet or none. Audited once. ``ValidationError`` as for one."""
    _allowed(access)
    _check_room(len(lines))
    today = timezone.localdate()
    rows = RecordedCertificate.objects.bulk_create(_made(line.facts.checked(today)) for line in lines)
    checks = [
        _check_of(row, line.check.checked(today, row.issued_on))
        for row, line in zip(rows, lines, strict=True)
        if line.check is not None
    ]
    RegisterCheck.objects.bulk_create(checks)
    trail.record(
        "recognition.import_certificates", subject="organisation", subject_id=access.organisation_id,
        details={"certificates": len(rows), "checks": len(checks)},
    )  # fmt: skip
    return rows


def edit(
    *, access: Access, certificate_id: UUID, facts: CertificateFacts, brought: Received | None = None
) -> RecordedCertificate:
    """Say otherwise what it says; a new file takes the place of the former. Audited by the names of what changed.

    ``RecordedCertificate.DoesNotExist`` for another's, ``ValidationError`` by field.
    """
    _allowed(access)
    row = _locked(certificate_id)
    facts = facts.checked(timezone.localdate())
    values = facts.values()
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    former = row.file if brought is not None else None
    _bring(row, brought)
    if "expires_on" in changed:
        _begin_stages(row)
    row.save()
    _audit("edit_certificate", row, changed=[*changed, *(["file"] if brought else [])])
    if former is not None and former.pk != row.file_id:
        files.forget(stored=former)
    return row


def check_register(*, access: Access, certificate_id: UUID, check: CheckFacts) -> RegisterCheck:
    """Keep what a person found in a register; earlier looks stay. Audited without the note. ``ValidationError``."""
    _allowed(access)
    row = _locked(certificate_id)
    made = _check_of(row, check.checked(timezone.localdate(), row.issued_on))
    made.save(force_insert=True)
    _audit("check_register", row, found=made.found, checked_on=made.checked_on.isoformat())
    return made


def archive(*, access: Access, certificate_id: UUID, archived: bool) -> RecordedCertificate:
    """Out of the list, or into it again; nobody is told of what is archived. Audited; again does nothing."""
    _allowed(access)
    row = _locked(certificate_id)
    if (row.archived_at is not None) == archived:
        return row
    row.archived_at = timezone.now() if archived else None
    _begin_stages(row)
    row.save()
    _audit("archive_certificate" if archived else "restore_certificate", row)
    return row


def _made(facts: CertificateFacts) -> RecordedCertificate:
    row = RecordedCertificate(
        organisation_id=current_organisation_id(), recorded_by=current().person_id, **facts.values()
    )
    _begin_stages(row)
    return row


def _begin_stages(row: RecordedCertificate) -> None:
    """What is near its end already is seen by whoever records it, and is told from the next stage on."""
    row.told_for, row.told_stage = row.expires_on, due_stage(row.expires_on, timezone.localdate())


def _bring(row: RecordedCertificate, brought: Received | None) -> None:
    """The file and the verdict. What was typed may have changed as well: it is compared in any case."""
    if brought is not None:
        stored: StoredFile | None = files.keep(prepared=brought.paper) if brought.paper is not None else None
        row.file, row.credential = stored, brought.credential
    verify(row, _own_ice())
    if brought is not None:
        row.signed_stood = row.signed_verdict


def _own_ice() -> str:
    return Organisation.objects.values_list("ice", flat=True).get(pk=current_organisation_id())


def _check_of(row: RecordedCertificate, check: CheckFacts) -> RegisterCheck:
    return RegisterCheck(
        organisation_id=row.organisation_id, certificate=row, checked_on=check.checked_on, found=check.found,
        note=check.note, by_person=current().person_id,
    )  # fmt: skip


def _allowed(access: Access) -> None:
    if not may_record(access):
        raise PermissionDenied


def _check_room(more: int) -> None:
    if RecordedCertificate.objects.count() + more > MOST:
        raise ValidationError(_("A company records at most %(most)s certificates.") % {"most": MOST})


def _locked(certificate_id: UUID) -> RecordedCertificate:
    return RecordedCertificate.objects.select_for_update(of=("self",)).select_related("file").get(pk=certificate_id)


def _audit(action: str, row: RecordedCertificate, **details: object) -> None:
    trail.record(
        f"recognition.{action}",
        subject="recorded certificate",
        subject_id=row.pk,
        details={"kind": row.kind, **details},
    )
