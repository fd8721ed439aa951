"""Reading reviews, and the figure over all companies."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.reviews.models import Review, ReviewAnswer, ReviewDecision, UsualDifference
from jawda.core.assessment import Usual
from jawda.foundation.tenancy.context import current


def of_expert(assessment: Assessment) -> Review | None:
    """The acting expert's review of it."""
    found: Review | None = Review.objects.filter(assessment=assessment, expert_id=current().person_id).first()
    return found


def signed(assessment: Assessment) -> list[Review]:
    """The signed reviews of it, the last first."""
    return list(Review.objects.filter(assessment=assessment, submitted_at__isnull=False).order_by("-submitted_at"))


def find(assessment: Assessment, review_id: UUID) -> Review:
    """A signed review, or the acting expert's own; ``Http404`` for any other."""
    row: Review | None = Review.objects.filter(assessment=assessment, pk=review_id).first()
    if row is None or (row.submitted_at is None and row.expert_id != current().person_id):
        raise Http404
    return row


def answers(review: Review | None) -> dict[str, ReviewAnswer]:
    """What the expert says, by requirement."""
    if review is None:
        return {}
    return {row.requirement: row for row in ReviewAnswer.objects.filter(review=review)}


def decisions(review: Review) -> dict[str, ReviewDecision]:
    """What the company decided, by requirement."""
    return {row.requirement: row for row in ReviewDecision.objects.filter(review=review)}


def usual_for(referential: str) -> Usual | None:
    """How far self-assessments against it usually lie from an expert's; None while too few are known. One query."""
    row = UsualDifference.objects.filter(referential=referential).first()
    if row is None:
        return None
    return Usual(reviews=row.companies, middle=row.middle, low=row.low, high=row.high)
