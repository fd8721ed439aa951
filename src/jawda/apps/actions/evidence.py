"""Evidence of completion: files, words, or what stands beside a question of the diagnosis already."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from jawda.apps.actions.domain import Ended, allowed, happened, locked
from jawda.apps.actions.models import ActionEvidence
from jawda.apps.diagnostics.evidence import LONGEST_TEXT, LONGEST_TITLE, MOST_FILES, Upload
from jawda.apps.diagnostics.models import Evidence
from jawda.core.findings import Finding, Refused
from jawda.core.workflow import FINISHED, State
from jawda.foundation.files import domain as files
from jawda.foundation.files.models import StoredFile
from jawda.foundation.tenancy.context import current
from jawda.foundation.tenancy.routes import Access


def add_evidence(
    *, access: Access, action_id: UUID, title: str = "", text: str = "", uploads: Sequence[Upload] = ()
) -> list[ActionEvidence]:
    """Bring evidence: one piece for each file, or one of words alone; all or nothing. Audited; nobody is told.

    ``Refused`` with what is wrong with each file and text, ``Ended`` for a cancelled action.
    """
    allowed(access)
    title, text = title.strip(), text.strip()
    findings = _check(title, text, uploads)
    prepared = []  # first, without a lock: a large picture takes a while
    for upload in uploads if not findings else ():
        try:
            prepared.append(files.prepare(name=upload.name, content=upload.content))
        except Refused as refused:
            findings += refused.findings
    if findings:
        raise Refused(findings)
    with transaction.atomic():
        return [
            _add(action_id, title, text, files.keep(prepared=item) if item else None) for item in prepared or [None]
        ]


def take_over(*, access: Access, action_id: UUID, evidence: Evidence) -> ActionEvidence:
    """Let a piece of the diagnosis show that the action is done: the file is kept by both. Audited."""
    allowed(access)
    return _add(action_id, evidence.title, evidence.text, evidence.file)


def remove_evidence(*, access: Access, action_id: UUID, evidence_id: UUID) -> None:
    """Take a piece away. Audited. Its file goes with it, unless something else holds it.

    ``Ended`` once the action is done: what closed it stays. ``ActionEvidence.DoesNotExist`` for another's.
    """
    allowed(access)
    action = locked(action_id)
    if action.current in FINISHED:
        raise Ended
    piece = ActionEvidence.objects.select_related("file").get(pk=evidence_id, action=action)
    stored = piece.file
    happened(action, "evidence_removed", piece.title, evidence=str(piece.pk))
    piece.delete()
    if stored is not None:
        files.forget(stored=stored)


def _add(action_id: UUID, title: str, text: str, stored: StoredFile | None) -> ActionEvidence:
    action = locked(action_id)
    if action.current is State.CANCELLED:
        raise Ended
    named = title or (stored.name.rpartition(".")[0] if stored else text.splitlines()[0])
    piece = ActionEvidence.objects.create(
        organisation_id=action.organisation_id, action=action, title=named[:LONGEST_TITLE], file=stored, text=text,
        added_by=current().person_id,
    )  # fmt: skip
    happened(action, "evidence", piece.title, evidence=str(piece.pk))
    return piece


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
