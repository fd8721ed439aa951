"""What can be done with an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from jawda.apps.diagnostics import webhooks
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment, EvidenceLink, Review
from jawda.apps.diagnostics.queries import loaded_all, section_of, sections_of, summary_of
from jawda.apps.diagnostics.rules import may_answer
from jawda.apps.ecosystems.domain import report_stage
from jawda.apps.ecosystems.models import Stage
from jawda.apps.organisations.queries import site
from jawda.apps.referentials import store
from jawda.core.assessment import Answer, State, Target, applies, check_answer, state_of
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


def start(
    *, access: Access, referential_id: str, target: float | None = None, site_id: UUID | None = None
) -> Assessment:
    """Begin an assessment of the acting company, or of one of its sites. Audited; tells the stage to federations that
    may know it.

    ``store.UnknownReferential`` for what is neither published nor the company's own, ``Site.DoesNotExist`` for
    another's site.
    """
    if not may_answer(access):
        raise PermissionDenied
    store.load(referential_id)
    assessment = Assessment.objects.create(
        organisation_id=current_organisation_id(),
        referential=referential_id,
        target=target,
        site=site(site_id) if site_id else None,
    )
    record("start", assessment, referential=referential_id)
    report_stage(Stage.STARTED)
    return assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Which open page sends a change (``page``), the how manyeth of its changes this is (``turn``), and
    :func:`version` of the answer that it showed before (``seen``)."""

    page: str = ""
    seen: str = ""
    turn: int = 0

    def is_older_than(self, row: AnswerRow) -> bool:
        """A newer change of the same page stands already: this one was held up on the way."""
        return bool(self.page) and row.saved_from == self.page and 0 < self.turn < row.saved_turn

    def overwrites_unseen(self, row: AnswerRow) -> bool:
        """Another page wrote what this one has not shown."""
        return bool(self.page) and row.saved_from != self.page and version(row) != self.seen


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer as it stands now, and how many questions of its page have one, of those asked."""

    row: AnswerRow
    answered: int
    asked: int


def save_answer(
    *,
    access: Access,
    assessment: Assessment,
    referential: Referential,
    answer: Answer,
    sending: Sending | None = None,
    to_review: bool = False,
    confirm: bool = False,
) -> Saved:
    """Write one answer whole, replacing the former. Audited without texts; nobody is told.

    ``sending`` says which page writes, and what it knew. ``to_review`` keeps it among what is to be looked at again.
    The rest is said of :func:`put_answer`.
    """
    allowed(access)
    return put_answer(
        assessment=assessment, referential=referential, answer=answer, sending=sending, to_review=to_review,
        confirm=confirm,
    )  # fmt: skip


def put_answer(
    *,
    assessment: Assessment,
    referential: Referential,
    answer: Answer,
    sending: Sending | None = None,
    to_review: bool = False,
    confirm: bool = False,
    saved_as: str = "",
    details: Mapping[str, object] | None = None,
) -> Saved:
    """Write one answer whole for whoever may: the caller has looked. Audited without texts; nobody is told.

    ``ChangedMeanwhile`` where another page has written since, unless it wrote the same: nothing is overwritten unseen.
    What stands already, or comes after a newer change of the same page, writes nothing and is not audited. A proposal
    carried over stays one until its level is changed or ``confirm`` says that it still holds. ``saved_as``: the name of
    somebody without an account, who neither sees nor changes the words on evidence; it stays while the company only
    accepts what they said. ``details`` are the caller's own for the trail. ``Closed`` for a closed assessment,
    ``Refused`` for an answer that does not fit the referential. Four queries; the first holds the assessment, so that
    savings follow one another.
    """
    sending = sending or Sending()
    _check(referential, answer)
    is_open = Assessment.objects.filter(pk=assessment.pk, closed_at=None)
    # a colleague does not move the place at which the company's own people resume
    if not is_open.update(**({"closed_at": None} if saved_as else {"last_requirement": answer.requirement})):
        raise Closed
    here = section_of(assessment, answer.requirement)
    page = next(item for item in sections_of(assessment) if item.id == here)
    asked = [item.id for item in page.questions if applies(item, assessment.profile)]
    names = {*asked, answer.requirement}
    standing = {row.requirement: row for row in AnswerRow.objects.filter(assessment=assessment, requirement__in=names)}
    former = standing.get(answer.requirement)
    row = as_row(assessment, answer, sending, to_review=to_review)
    row.saved_as = saved_as
    if saved_as:
        row.evidence = former.evidence if former is not None else ""
    if former is not None and former.carried and not confirm and not _judged(former, row):
        row.carried, row.carried_detail = former.carried, former.carried_detail
    if former is not None and not saved_as and not _differ(former, row, besides="to_review"):
        row.saved_as = former.saved_as
    stands = former is not None and not _differ(former, row) and (not saved_as or former.saved_as == saved_as)
    if former is not None and (stands or sending.is_older_than(former)):
        row = former
    elif former is not None and sending.overwrites_unseen(former):
        raise ChangedMeanwhile(former)
    elif former is not None or not _is_empty(row):
        write([row])
        said = {"requirement": answer.requirement, "level": answer.level, "not_applicable": answer.not_applicable}
        record("answer", assessment, state=state_of_row(row).value, **said, **(details or {}))
    standing[row.requirement] = row
    answered = sum(1 for name in asked if name in standing and counts(standing[name]))
    return Saved(row, answered, len(asked))


def close(*, access: Access, assessment: Assessment) -> None:
    """End the assessment: it is kept as it stands. Audited; tells the stage to federations that may know it, and
    programs of the company that listen.

    Closing again does nothing.
    """
    allowed(access)
    if held(assessment).closed_at is not None:
        return
    assessment.closed_at = timezone.now()
    assessment.summary = summary_of(loaded_all([assessment])[0]).stored()
    assessment.save(update_fields=["closed_at", "summary"])
    record("close", assessment)
    webhooks.closed(assessment)
    report_stage(Stage.FINISHED)


def reopen(*, access: Access, assessment: Assessment) -> None:
    """Open a closed assessment to change again. Audited; tells the stage to federations that may know it."""
    allowed(access)
    if held(assessment).closed_at is None:
        return
    assessment.closed_at = assessment.summary = None
    assessment.save(update_fields=["closed_at", "summary"])
    record("reopen", assessment)
    report_stage(Stage.STARTED)


def rename(*, access: Access, assessment: Assessment, title: str) -> None:
    """Give it a name of the company's own, or none. Audited; also a closed one may be renamed."""
    allowed(access)
    assessment.title = title.strip()[:160]
    assessment.save(update_fields=["title"])
    record("rename", assessment, named=bool(assessment.title))


def set_profile(
    *, access: Access, assessment: Assessment, referential: Referential, profile: Mapping[str, str]
) -> None:
    """Say what the company is, so that what does not apply is not asked. Audited.

    Answers to what no longer applies are kept, and counted again when it does. ``ValueError`` for a question or a
    choice that the referential does not have.
    """
    open_to_change(access, assessment)
    choices = referential.profile_values
    for name, value in profile.items():
        if value not in choices.get(name, ()):
            raise ValueError(f"the profile question {name} has no choice {value}")
    assessment.profile = dict(profile)
    assessment.save(update_fields=["profile"])
    record("profile", assessment, profile=dict(profile))


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
    record("targets", assessment, target=target.whole, targets=dict(target.chapters))


def delete_empty(*, access: Access, assessment: Assessment) -> None:
    """Remove an assessment to which nothing was ever answered, brought or reviewed; ``NotEmpty`` otherwise. Audited."""
    allowed(access)
    held(assessment)
    if any(table.objects.filter(assessment=assessment).exists() for table in (AnswerRow, EvidenceLink, Review)):
        raise NotEmpty
    record("delete", assessment, referential=assessment.referential)
    assessment.delete()


CONTENT = ("level", "not_applicable", "reason", "note", "evidence", "to_review", "carried")
_SAVING = ("carried_detail", "saved_at", "saved_by", "saved_from", "saved_turn", "saved_as")


def version(row: AnswerRow | None) -> str:
    """Names the state of an answer: when it was saved, to the microsecond; '' for none."""
    return row.saved_at.isoformat() if row else ""


def counts(row: AnswerRow) -> bool:
    """Whether it is an answer of this assessment: said in full, and not only proposed from an earlier one."""
    return bool(row.level or row.reason) and not row.carried


def state_of_row(row: AnswerRow) -> State:
    """Its state, also before the database has said it."""
    typed = Answer(
        requirement=row.requirement, level=row.level or None, not_applicable=row.not_applicable, reason=row.reason,
        note=row.note, evidence=row.evidence,
    )  # fmt: skip
    return state_of(typed, to_review=row.to_review or bool(row.carried))


def as_row(
    assessment: Assessment, answer: Answer, sending: Sending | None = None, *, to_review: bool = False
) -> AnswerRow:
    """The answer as a row, saved now by the acting person."""
    person: UUID | None = current().person_id
    sending = sending or Sending()
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
        saved_from=sending.page,
        saved_turn=sending.turn,
        to_review=to_review,
    )


def write(rows: list[AnswerRow]) -> None:
    """Put the rows in the place of those that stand there, whole; one statement for each 500."""
    AnswerRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organisation", "assessment", "requirement"],
        update_fields=[*CONTENT, *_SAVING],
        batch_size=500,
    )


def _differ(one: AnswerRow, other: AnswerRow, besides: str = "") -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in CONTENT if name != besides)


def _judged(former: AnswerRow, row: AnswerRow) -> bool:
    """Whether the person said something else than what was proposed."""
    return (former.level, former.not_applicable) != (row.level, row.not_applicable)


def _is_empty(row: AnswerRow) -> bool:
    return state_of_row(row) is State.NOT_STARTED


def allowed(access: Access) -> None:
    """``PermissionDenied`` for who may not change answers."""
    if not may_answer(access):
        raise PermissionDenied


def held(assessment: Assessment) -> Assessment:
    """Its row as it stands now, held until the transaction ends: savings of one assessment follow one another."""
    return Assessment.objects.select_for_update().only("closed_at").get(pk=assessment.pk)


def open_to_change(access: Access, assessment: Assessment) -> None:
    """``PermissionDenied``, or ``Closed``; else the assessment is held, and stays open until the transaction ends."""
    allowed(access)
    if held(assessment).closed_at is not None:
        raise Closed


def _check(referential: Referential, answer: Answer) -> None:
    findings = check_answer(referential, answer)
    if findings:
        raise Refused(findings)


def record(action: str, assessment: Assessment, **details: object) -> None:
    """One row of the trail on an assessment."""
    trail.record(f"diagnostics.{action}", subject="assessment", subject_id=assessment.pk, details=details)
