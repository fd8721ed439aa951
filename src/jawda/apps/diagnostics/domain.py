"""What can be done with an assessment."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.rules import may_answer
from jawda.apps.ecosystems.domain import report_stage
from jawda.apps.ecosystems.models import Stage
from jawda.apps.referentials import store
from jawda.core.assessment import Answer, check_answer
from jawda.core.findings import Refused
from jawda.core.referentials import Referential
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access


def start(*, access: Access, referential_id: str, target: float | None = None) -> Assessment:
    """Begin an assessment of the acting company. Audited; tells the stage to federations that may know it."""
    if not may_answer(access):
        raise PermissionDenied
    referential = store.load(referential_id)
    assessment = Assessment.objects.create(
        organisation_id=current_organisation_id(), referential=referential.id, target=target
    )
    trail.record(
        "diagnostics.start", subject="assessment", subject_id=assessment.pk, details={"referential": referential.id}
    )
    report_stage(Stage.STARTED)
    return assessment


def save_answer(*, access: Access, assessment: Assessment, referential: Referential, answer: Answer) -> AnswerRow:
    """Write one answer, replacing the former. ``Refused`` if it does not fit the referential. Audited without texts.

    The whole of an answer is written at once, so that two savings never mix.
    """
    if not may_answer(access) or assessment.closed_at is not None:
        raise PermissionDenied
    _check(referential, answer)
    row = _written(assessment, answer)
    AnswerRow.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["organisation", "assessment", "requirement"],
        update_fields=["level", "not_applicable", "reason", "note", "evidence", "saved_at", "saved_by"],
    )
    Assessment.objects.filter(pk=assessment.pk).update(last_requirement=answer.requirement)
    details = {"requirement": answer.requirement, "level": answer.level, "not_applicable": answer.not_applicable}
    trail.record("diagnostics.answer", subject="assessment", subject_id=assessment.pk, details=details)
    return row


def import_answers(
    *, access: Access, assessment: Assessment, referential: Referential, answers: Iterable[Answer]
) -> int:
    """Replace the answers to these requirements, all or none; the others stay. One audit row. Returns how many."""
    if not may_answer(access) or assessment.closed_at is not None:
        raise PermissionDenied
    rows = []
    for answer in answers:
        _check(referential, answer)
        rows.append(_written(assessment, answer))
    AnswerRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organisation", "assessment", "requirement"],
        update_fields=["level", "not_applicable", "reason", "note", "evidence", "saved_at", "saved_by"],
        batch_size=500,
    )
    trail.record("diagnostics.import", subject="assessment", subject_id=assessment.pk, details={"answers": len(rows)})
    return len(rows)


def close(*, access: Access, assessment: Assessment) -> None:
    """End the assessment: it is kept as it stands. Audited; tells the stage to federations that may know it."""
    if not may_answer(access):
        raise PermissionDenied
    assessment.closed_at = timezone.now()
    assessment.save(update_fields=["closed_at"])
    trail.record("diagnostics.close", subject="assessment", subject_id=assessment.pk, details={})
    report_stage(Stage.FINISHED)


def _check(referential: Referential, answer: Answer) -> None:
    findings = check_answer(referential, answer)
    if findings:
        raise Refused(findings)


def _written(assessment: Assessment, answer: Answer) -> AnswerRow:
    person: UUID | None = current().person_id
    return AnswerRow(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        requirement=answer.requirement,
        level=answer.level or "",
        not_applicable=answer.not_applicable,
        reason=answer.reason,
        note=answer.note,
        evidence=answer.evidence,
        saved_at=timezone.now(),
        saved_by=person,
    )
