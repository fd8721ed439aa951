"""What can be done with an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment, EvidenceLink
from jawda.apps.diagnostics.rules import may_answer
from jawda.apps.ecosystems.domain import report_stage
from jawda.apps.ecosystems.models import Stage
from jawda.apps.referentials import store
from jawda.core.assessment import Answer, Target, applies, check_answer
from jawda.core.findings import Refused
from jawda.core.referentials import Referential
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access


class Closed(Exception):
    """The assessment is closed: it is reopened before it changes."""


class NotEmpty(Exception):
    """Something was answered: the assessment is kept as evidence."""


class ChangedMeanwhile(Exception):
    """Another page wrote this answer since this one read it; ``row`` is what stands now."""

    def __init__(self, row: AnswerRow) -> None:
        super().__init__(row.requirement)
        self.row = row


def start(*, access: Access, referential_id: str, target: float | None = None) -> Assessment:
    """Begin an assessment of the acting company. Audited; tells the stage to federations that may know it.

    ``store.UnknownReferential`` for what is neither published nor the company's own.
    """
    if not may_answer(access):
        raise PermissionDenied
    store.load(referential_id)
    assessment = Assessment.objects.create(
        organisation_id=current_organisation_id(), referential=referential_id, target=target
    )
    _record("start", assessment, referential=referential_id)
    report_stage(Stage.STARTED)
    return assessment


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer as it stands now, and how many questions of its chapter have one, of those asked."""

    row: AnswerRow
    answered: int
    asked: int


def save_answer(
    *,
    access: Access,
    assessment: Assessment,
    referential: Referential,
    answer: Answer,
    page: str = "",
    seen: str = "",
) -> Saved:
    """Write one answer whole, replacing the former. Audited without texts; nobody is told.

    ``page`` names the open page that writes, ``seen`` is :func:`version` of the answer that it shows.
    ``ChangedMeanwhile`` where another page has written since, unless it wrote the same: nothing is overwritten
    unseen. ``Closed`` for a closed assessment, ``Refused`` for an answer that does not fit the referential. Four
    queries; the first holds the assessment, so that savings follow one another.
    """
    allowed(access)
    _check(referential, answer)
    is_open = Assessment.objects.filter(pk=assessment.pk, closed_at=None)
    if not is_open.update(last_requirement=answer.requirement):
        raise Closed
    chapter = referential.chapter_of[answer.requirement]
    asked = [
        item.id
        for item in referential.assessable
        if referential.chapter_of[item.id] == chapter and applies(item, assessment.profile)
    ]
    names = {*asked, answer.requirement}
    standing = {row.requirement: row for row in AnswerRow.objects.filter(assessment=assessment, requirement__in=names)}
    former = standing.get(answer.requirement)
    row = as_row(assessment, answer, page)
    if former is not None and page and former.saved_from != page and version(former) != seen and _differ(former, row):
        raise ChangedMeanwhile(former)
    write([row])
    standing[row.requirement] = row
    details = {"requirement": answer.requirement, "level": answer.level, "not_applicable": answer.not_applicable}
    _record("answer", assessment, **details)
    answered = sum(1 for name in asked if name in standing and (standing[name].level or standing[name].reason))
    return Saved(row, answered, len(asked))


def close(*, access: Access, assessment: Assessment) -> None:
    """End the assessment: it is kept as it stands. Audited; tells the stage to federations that may know it.

    Closing again does nothing.
    """
    allowed(access)
    if _locked(assessment).closed_at is not None:
        return
    assessment.closed_at = timezone.now()
    assessment.save(update_fields=["closed_at"])
    _record("close", assessment)
    report_stage(Stage.FINISHED)


def reopen(*, access: Access, assessment: Assessment) -> None:
    """Open a closed assessment to change again. Audited; tells the stage to federations that may know it."""
    allowed(access)
    if _locked(assessment).closed_at is None:
        return
    assessment.closed_at = None
    assessment.save(update_fields=["closed_at"])
    _record("reopen", assessment)
    report_stage(Stage.STARTED)


def rename(*, access: Access, assessment: Assessment, title: str) -> None:
    """Give it a name of the company's own, or none. Audited; also a closed one may be renamed."""
    allowed(access)
    assessment.title = title.strip()[:160]
    assessment.save(update_fields=["title"])
    _record("rename", assessment, named=bool(assessment.title))


def set_profile(
    *, access: Access, assessment: Assessment, referential: Referential, profile: Mapping[str, str]
) -> None:
    """Say what the company is, so that what does not apply is not asked. Audited.

    Answers to what no longer applies are kept, and counted again when it does. ``ValueError`` for a question or a
    choice that the referential does not have.
    """
    open_to_change(access, assessment)
    choices = {question.id: {choice.value for choice in question.choices} for question in referential.profile}
    for name, value in profile.items():
        if value not in choices.get(name, ()):
            raise ValueError(f"the profile question {name} has no choice {value}")
    assessment.profile = dict(profile)
    assessment.save(update_fields=["profile"])
    _record("profile", assessment, profile=dict(profile))


def set_targets(*, access: Access, assessment: Assessment, referential: Referential, target: Target) -> None:
    """What the company aims for, as a whole and by chapter, on 0-100. Audited.

    ``ValueError`` for a chapter that the referential does not have.
    """
    open_to_change(access, assessment)
    unknown = set(target.chapters) - {chapter.id for chapter in referential.children[None]}
    if unknown:
        raise ValueError(f"not a chapter of {referential.id}: {', '.join(sorted(unknown))}")
    assessment.target = target.whole
    assessment.targets = dict(target.chapters)
    assessment.save(update_fields=["target", "targets"])
    _record("targets", assessment, target=target.whole, targets=dict(target.chapters))


def delete_empty(*, access: Access, assessment: Assessment) -> None:
    """Remove an assessment to which nothing was ever answered or brought; ``NotEmpty`` otherwise. Audited."""
    allowed(access)
    _locked(assessment)
    if any(table.objects.filter(assessment=assessment).exists() for table in (AnswerRow, EvidenceLink)):
        raise NotEmpty
    _record("delete", assessment, referential=assessment.referential)
    assessment.delete()


CONTENT = ("level", "not_applicable", "reason", "note", "evidence")


def version(row: AnswerRow | None) -> str:
    """Names the state of an answer: when it was saved, to the microsecond; '' for none."""
    return row.saved_at.isoformat() if row else ""


def as_row(assessment: Assessment, answer: Answer, page: str = "") -> AnswerRow:
    """The answer as a row, saved now by the acting person."""
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
        saved_from=page,
    )


def write(rows: list[AnswerRow]) -> None:
    """Put the rows in the place of those that stand there, whole; one statement for each 500."""
    AnswerRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organisation", "assessment", "requirement"],
        update_fields=[*CONTENT, "saved_at", "saved_by", "saved_from"],
        batch_size=500,
    )


def _differ(one: AnswerRow, other: AnswerRow) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in CONTENT)


def allowed(access: Access) -> None:
    """``PermissionDenied`` for who may not change answers."""
    if not may_answer(access):
        raise PermissionDenied


def _locked(assessment: Assessment) -> Assessment:
    """Its row as it stands now, held until the transaction ends: savings of one assessment follow one another."""
    return Assessment.objects.select_for_update().only("closed_at").get(pk=assessment.pk)


def open_to_change(access: Access, assessment: Assessment) -> None:
    """``PermissionDenied``, or ``Closed``; else the assessment is held, and stays open until the transaction ends."""
    allowed(access)
    if _locked(assessment).closed_at is not None:
        raise Closed


def _check(referential: Referential, answer: Answer) -> None:
    findings = check_answer(referential, answer)
    if findings:
        raise Refused(findings)


def _record(action: str, assessment: Assessment, **details: object) -> None:
    trail.record(f"diagnostics.{action}", subject="assessment", subject_id=assessment.pk, details=details)
