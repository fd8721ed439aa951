"""Answers from a spreadsheet: shown first, written when the same person confirms, all or none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from jawda.apps.diagnostics.domain import as_row, open_to_change, record, write
from jawda.apps.diagnostics.models import Assessment, PendingImport
from jawda.apps.diagnostics.rules import may_answer
from jawda.core.assessment import Answer, check_answer
from jawda.core.findings import Finding, Refused
from jawda.core.referentials import Referential
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current
from jawda.foundation.tenancy.routes import Access

FIELDS: Final = ("requirement", "level", "not_applicable", "reason", "note", "evidence")
FORGET: Final = "diagnostics.forget_imports"
FORGOTTEN_AFTER: Final = timedelta(days=1)
LIFETIME: Final = timedelta(hours=1)


class Stale(Exception):
    """The answers have changed since they were shown: the file must be looked at again."""


def import_answers(
    *, access: Access, assessment: Assessment, referential: Referential, answers: Iterable[Answer]
) -> int:
    """Replace the answers to these requirements, all or none; the others stay. One audit row. Returns how many.

    ``Closed`` for a closed assessment, ``Refused`` with every answer that does not fit the referential.
    """
    open_to_change(access, assessment)
    findings: list[Finding] = []
    rows = []
    for answer in answers:
        findings += check_answer(referential, answer)
        rows.append(as_row(assessment, answer))
    if findings:
        raise Refused(findings)
    write(rows)
    record("import", assessment, answers=len(rows))
    return len(rows)


def prepare_import(
    *, access: Access, assessment: Assessment, file: str, changes: Iterable[Answer], standing: Iterable[Answer]
) -> PendingImport:
    """Keep what was read until its reader confirms. Not audited: no answer has changed yet.

    Former imports that this person left waiting, and everybody's that are too old, are thrown away.
    """
    person = current().person_id
    if not may_answer(access) or person is None:
        raise PermissionDenied
    PendingImport.objects.filter(made_at__lt=timezone.now() - LIFETIME).delete()
    PendingImport.objects.filter(assessment=assessment, person_id=person).delete()
    defer(FORGET, organisation_id=assessment.organisation_id, on=timezone.localdate() + timedelta(days=2))
    return PendingImport.objects.create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        person_id=person,
        file=file[:120],
        rows=[{name: getattr(item, name) for name in FIELDS} for item in changes],
        base=fingerprint(standing),
    )


def forget_imports(*, now: datetime) -> None:
    """Delete the acting organisation's imports that wait since more than a day. Not audited, no mail."""
    PendingImport.objects.filter(made_at__lt=now - FORGOTTEN_AFTER).delete()


def confirm_import(
    *,
    access: Access,
    assessment: Assessment,
    referential: Referential,
    pending_id: UUID,
    standing: Iterable[Answer],
) -> int:
    """Write what was shown: once, by the person who saw it, into the assessment it was shown for. One audit row.

    ``PendingImport.DoesNotExist`` where any of that does not hold or it is too old; ``Stale`` where the answers have
    changed since.
    """
    pending = PendingImport.objects.select_for_update().get(
        pk=pending_id,
        assessment=assessment,
        person_id=current().person_id,
        made_at__gte=timezone.now() - LIFETIME,
    )
    if fingerprint(standing) != pending.base:
        raise Stale
    answers = [Answer(**row) for row in pending.rows]
    count = import_answers(access=access, assessment=assessment, referential=referential, answers=answers)
    pending.delete()
    return count


def fingerprint(answers: Iterable[Answer]) -> str:
    """SHA-256 of answers, whatever their order."""
    rows = sorted(tuple(str(getattr(item, name)) for name in FIELDS) for item in answers)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
