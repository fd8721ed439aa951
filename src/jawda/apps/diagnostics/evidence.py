"""What can be done with evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from jawda.apps.diagnostics.domain import allowed, open_to_change
from jawda.apps.diagnostics.models import Assessment, Evidence, EvidenceLink
from jawda.core.findings import Finding, Refused
from jawda.core.referentials import Referential
from jawda.foundation.audit import trail
from jawda.foundation.files import domain as files
from jawda.foundation.tenancy.context import current
from jawda.foundation.tenancy.routes import Access

LONGEST_TEXT: Final = 5000
LONGEST_TITLE: Final = 160
MOST_FILES: Final = 5


class InUse(Exception):
    """The evidence stands for a requirement: it is taken away there first."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: nothing of it is believed."""

    name: str
    content: bytes


def add_evidence(
    *,
    access: Access,
    assessment: Assessment,
    referential: Referential,
    requirement: str,
    title: str = "",
    text: str = "",
    uploads: Sequence[Upload] = (),
) -> list[Evidence]:
    """Bring evidence for a requirement: one piece for each file, or one of words alone. Audited; nobody is told.

    All or nothing: ``Refused`` with what is wrong with each file, where there is neither file nor text, and for a
    text too long. ``Closed`` for a closed assessment, ``KeyError`` for a requirement that is not asked.
    """
    allowed(access)
    _asked(referential, requirement)
    title, text = title.strip(), text.strip()
    findings = _check(title, text, uploads)
    prepared = []  # first, without a lock: a large picture takes a while, and colleagues are saving
    for upload in uploads if not findings else ():
        try:
            prepared.append(files.prepare(name=upload.name, content=upload.content))
        except Refused as refused:
            findings += refused.findings
    if findings:
        raise Refused(findings)
    with transaction.atomic():
        open_to_change(access, assessment)
        made = []
        for item in prepared or [None]:
            stored = files.keep(prepared=item) if item else None
            evidence = Evidence.objects.create(
                organisation_id=assessment.organisation_id,
                title=title or (stored.name.rpartition(".")[0] if stored else text.splitlines()[0])[:LONGEST_TITLE],
                file=stored,
                text=text,
                taken_by=current().person_id,
            )
            _link(assessment, referential, requirement, evidence)
            made.append(evidence)
    return made


def link_evidence(
    *, access: Access, assessment: Assessment, referential: Referential, requirement: str, evidence: Evidence
) -> None:
    """Let evidence that exists stand for one more requirement. Audited; again does nothing.

    ``Closed`` for a closed assessment, ``KeyError`` for a requirement that is not asked, ``Evidence.DoesNotExist``
    where somebody has deleted it meanwhile.
    """
    open_to_change(access, assessment)
    _asked(referential, requirement)
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if not EvidenceLink.objects.filter(assessment=assessment, requirement=requirement, evidence=evidence).exists():
        _link(assessment, referential, requirement, evidence)


def unlink_evidence(*, access: Access, assessment: Assessment, requirement: str, evidence: Evidence) -> bool:
    """Take evidence away from a requirement. Audited. Returns whether that was its last use; it is kept all the same.

    ``Closed`` for a closed assessment, ``Evidence.DoesNotExist`` where somebody has deleted it meanwhile.
    """
    open_to_change(access, assessment)
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    gone, _by_table = EvidenceLink.objects.filter(
        assessment=assessment, requirement=requirement, evidence=evidence
    ).delete()
    if not gone:
        return False
    last = not EvidenceLink.objects.filter(evidence=evidence).exists()
    _record("evidence_unlink", assessment, requirement, evidence.pk, last=last)
    return last


def delete_evidence(*, access: Access, evidence: Evidence) -> None:
    """Delete what stands for nothing any more, with its file unless something else holds that. Audited.

    ``InUse`` where it stands for a requirement, be it of a closed assessment.
    """
    allowed(access)
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if EvidenceLink.objects.filter(evidence=evidence).exists():
        raise InUse
    trail.record("diagnostics.evidence_delete", subject="evidence", subject_id=evidence.pk, details={})
    stored = evidence.file
    evidence.delete()
    if stored is not None:
        files.forget(stored=stored)


def _asked(referential: Referential, requirement: str) -> None:
    if not referential.by_id[requirement].assessable:
        raise KeyError(requirement)


def _check(title: str, text: str, uploads: Sequence[Upload]) -> list[Finding]:
    findings = []
    if not uploads and not text:
        findings.append(Finding(id="uploads.nothing"))
    if len(uploads) > MOST_FILES:
        findings.append(Finding(id="uploads.too_many", arguments={"files": len(uploads), "limit": MOST_FILES}))
    for value, limit in ((title, LONGEST_TITLE), (text, LONGEST_TEXT)):
        if len(value) > limit:
            findings.append(Finding(id="uploads.text_too_long", arguments={"characters": len(value), "limit": limit}))
    return findings


def _link(assessment: Assessment, referential: Referential, requirement: str, evidence: Evidence) -> None:
    EvidenceLink.objects.create(
        organisation_id=assessment.organisation_id,
        evidence=evidence,
        assessment=assessment,
        referential=referential.id,
        requirement=requirement,
        linked_by=current().person_id,
    )
    _record("evidence_link", assessment, requirement, evidence.pk)


def _record(action: str, assessment: Assessment, requirement: str, evidence_id: UUID, **more: object) -> None:
    details = {"requirement": requirement, "evidence": str(evidence_id), **more}
    trail.record(f"diagnostics.{action}", subject="assessment", subject_id=assessment.pk, details=details)
