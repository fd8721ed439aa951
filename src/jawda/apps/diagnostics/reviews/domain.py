"""What an expert does with a review, and what the company does with its differences. Neither writes the other's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from jawda.apps.diagnostics import domain as diagnoses
from jawda.apps.diagnostics import webhooks
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import Loaded, as_answer, name_of
from jawda.apps.diagnostics.reviews.models import Review, ReviewAnswer, ReviewDecision
from jawda.apps.diagnostics.rules import may_answer, may_review
from jawda.core.assessment import MAXIMUM_TEXT, Answer, check_answer, review
from jawda.core.findings import Finding, Refused
from jawda.core.referentials import Referential
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access


class Submitted(Exception):
    """The review is signed: the expert reopens it before it changes."""


class NotSubmitted(Exception):
    """The review is not signed (any more): there is nothing to decide on."""


class NothingGraded(Exception):
    """The expert has graded no question that the company has answered."""


class TextMissing(Exception):
    """A conclusion, or a reason for keeping one's answer, was left empty."""


class TextTooLong(Exception):
    """A conclusion or a reason has more than ``MAXIMUM_TEXT`` characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the expert says of one question; all empty: nothing, so that what was said is taken back."""

    requirement: str
    level: str | None = None
    not_applicable: bool = False
    remark: str = ""
    discuss: bool = False

    def __bool__(self) -> bool:
        return bool(self.level or self.not_applicable or self.remark or self.discuss)

    @property
    def answer(self) -> Answer:
        """As an answer of core: the remark is the reason where it does not apply."""
        return Answer(
            requirement=self.requirement, level=self.level, not_applicable=self.not_applicable, reason=self.remark
        )


def faults(referential: Referential, given: Given) -> tuple[Finding, ...]:
    """Everything that speaks against storing it."""
    return check_answer(referential, given.answer)


def save(*, access: Access, assessment: Assessment, referential: Referential, given: Iterable[Given]) -> Review:
    """The expert's levels and remarks on several questions, all or none; the first begins the review.

    Audited without texts; nobody is told: the company reads a review once it is signed. ``Submitted`` for a signed
    one, ``Refused`` for what does not fit the referential.
    """
    if not may_review(access):
        raise PermissionDenied
    every = list(given)
    found = tuple(finding for item in every for finding in faults(referential, item))
    if found:
        raise Refused(found)
    row = _own(assessment) or _begun(assessment)
    if row.submitted_at is not None:
        raise Submitted
    standing = {item.requirement: item for item in ReviewAnswer.objects.filter(review=row)}
    changed = [item for item in every if _differs(standing.get(item.requirement), item)]
    _write(row, changed)
    if changed:
        levels = {item.requirement: "N" if item.not_applicable else item.level for item in changed}
        _record("review", row, levels=levels)
    return row


def submit(*, access: Access, loaded: Loaded, conclusion: str) -> Review:
    """Sign the review with its conclusion: dated, under the expert's name, fixed from now on. Audited; of the
    company only programs that listen are told.

    The company's own levels are taken down beside the expert's, those of the first signing for good: what the company
    accepts later changes its answers, never what was found. ``TextMissing``, ``TextTooLong``, ``NothingGraded``.
    """
    if not may_review(access):
        raise PermissionDenied
    _text(conclusion)
    row = _own(loaded.row)
    if row is None:
        raise NothingGraded
    if row.submitted_at is not None:
        raise Submitted
    given = list(ReviewAnswer.objects.filter(review=row))
    for item in given:
        if item.own_level is None:
            own = loaded.result.counted.get(item.requirement)
            item.own_level = (own.level or "") if own else ""
            item.own_not_applicable = own.not_applicable if own else False
    compared = review(loaded.referential, map(own_answer, given), map(expert_answer, given))
    if not compared.seen and not compared.undecided:
        raise NothingGraded
    ReviewAnswer.objects.bulk_update(given, ["own_level", "own_not_applicable"])
    row.expert_name = name_of(current().person_id)
    row.conclusion = conclusion.strip()
    row.submitted_at = timezone.now()
    row.first_submitted_at = row.first_submitted_at or row.submitted_at
    row.difference = compared.difference
    row.save()
    _record("review_submit", row, graded=len(compared.seen), difference=compared.difference)
    webhooks.signed(row)
    return row


def reopen(*, access: Access, assessment: Assessment) -> None:
    """The expert takes the signature back, to change the review. Audited; nobody is told. Nothing for an open one."""
    if not may_review(access):
        raise PermissionDenied
    row = _own(assessment)
    if row is None or row.submitted_at is None:
        return
    row.submitted_at = None
    row.save(update_fields=["submitted_at"])
    _record("review_reopen", row)


def decide(
    *, access: Access, loaded: Loaded, review_row: Review, requirement: str, accept: bool, reason: str = ""
) -> None:
    """The company takes the expert's level for its own answer, or keeps its own for a reason. Audited; nobody is told.

    Accepting writes the answer as :func:`jawda.apps.diagnostics.domain.save_answer` does (its note and evidence stay,
    ``Closed`` for a closed assessment). ``NotSubmitted``, ``TextMissing`` and ``TextTooLong``; ``LookupError`` where
    the expert has said no level of this question.
    """
    if not may_answer(access):
        raise PermissionDenied
    row = Review.objects.select_for_update().get(pk=review_row.pk)
    if row.submitted_at is None:
        raise NotSubmitted
    said = ReviewAnswer.objects.filter(review=row, requirement=requirement).first()
    if said is None or not expert_answer(said).answered:
        raise LookupError(requirement)
    if accept:
        _take_over(access, loaded, said)
    else:
        _text(reason)
    ReviewDecision.objects.update_or_create(
        organisation_id=row.organisation_id, review=row, requirement=requirement,
        defaults={"accepted": accept, "reason": "" if accept else reason.strip(), "decided_at": timezone.now(),
                  "decided_by": current().person_id},
    )  # fmt: skip
    _record("review_decide", row, requirement=requirement, accepted=accept)


def own_answer(row: ReviewAnswer) -> Answer:
    """The company's answer as it was taken down; its reasons are not, so that a stroke stands for one."""
    return Answer(
        requirement=row.requirement, level=row.own_level or None, not_applicable=row.own_not_applicable,
        reason="–" if row.own_not_applicable else "",
    )  # fmt: skip


def expert_answer(row: ReviewAnswer) -> Answer:
    """What the expert says, as an answer."""
    return Answer(
        requirement=row.requirement, level=row.level or None, not_applicable=row.not_applicable, reason=row.remark
    )


def _own(assessment: Assessment) -> Review | None:
    """The acting expert's review, held until the transaction ends."""
    found: Review | None = (
        Review.objects.select_for_update().filter(assessment=assessment, expert_id=current().person_id).first()
    )
    return found


def _begun(assessment: Assessment) -> Review:
    """The acting expert's review, begun now; two pages that begin it at once begin one."""
    person = current().person_id
    assert person is not None
    new = Review(
        organisation_id=current_organisation_id(), assessment=assessment, referential=assessment.referential,
        expert_id=person,
    )  # fmt: skip
    Review.objects.bulk_create([new], ignore_conflicts=True)
    found: Review = Review.objects.select_for_update().get(assessment=assessment, expert_id=person)
    return found


def _differs(row: ReviewAnswer | None, given: Given) -> bool:
    if row is None:
        return bool(given)
    return (row.level, row.not_applicable, row.remark, row.discuss) != (
        given.level or "", given.not_applicable, given.remark, given.discuss,
    )  # fmt: skip


def _write(row: Review, changed: list[Given]) -> None:
    emptied = [item.requirement for item in changed if not item]
    if emptied:
        ReviewAnswer.objects.filter(review=row, requirement__in=emptied).delete()
    ReviewAnswer.objects.bulk_create(
        [
            ReviewAnswer(
                organisation_id=row.organisation_id, review=row, requirement=item.requirement,
                level=item.level or "", not_applicable=item.not_applicable, remark=item.remark, discuss=item.discuss,
            )
            for item in changed
            if item
        ],
        update_conflicts=True,
        unique_fields=["organisation", "review", "requirement"],
        update_fields=["level", "not_applicable", "remark", "discuss", "saved_at"],
    )  # fmt: skip


def _take_over(access: Access, loaded: Loaded, said: ReviewAnswer) -> None:
    mine = AnswerRow.objects.filter(assessment=loaded.row, requirement=said.requirement).first()
    former = as_answer(mine) if mine else Answer(requirement=said.requirement)
    taken = Answer(
        requirement=said.requirement, level=said.level or None, not_applicable=said.not_applicable,
        reason=said.remark if said.not_applicable else "", note=former.note, evidence=former.evidence,
    )  # fmt: skip
    diagnoses.save_answer(access=access, assessment=loaded.row, referential=loaded.referential, answer=taken)


def _text(text: str) -> None:
    if not text.strip():
        raise TextMissing
    if len(text.strip()) > MAXIMUM_TEXT:
        raise TextTooLong


def _record(action: str, row: Review, **details: object) -> None:
    trail.record(f"diagnostics.{action}", subject="review", subject_id=row.pk, details=details)
