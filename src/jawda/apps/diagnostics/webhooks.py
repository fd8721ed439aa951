"""What programs of a company are told of its self-assessments."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jawda.apps.diagnostics.models import Assessment, Review
from jawda.foundation.webhooks.domain import raise_event
from jawda.foundation.webhooks.events import CODE, DAY, ID, Event, register_event

CLOSED: Final = "assessment.closed"
SIGNED: Final = "review.signed"
_ROUTE: Final = "api:diagnostics_assessment"


def register() -> None:
    """Called once, when the models are there."""
    register_event(
        Event(
            name=CLOSED, label=_("A self-assessment is closed"), words="A self-assessment was closed.",
            data={"assessment": ID, "referential": CODE, "state": {"const": "closed"}}, route=_ROUTE,
        )
    )  # fmt: skip
    register_event(
        Event(
            name=SIGNED, label=_("A review is signed"), words="An expert signed the review of a self-assessment.",
            data={"review": ID, "assessment": ID, "referential": CODE, "signed_on": DAY, "state": {"const": "signed"}},
            route=_ROUTE,
        )
    )  # fmt: skip


def closed(assessment: Assessment) -> None:
    """It stands as it is."""
    raise_event(
        CLOSED, arguments={"assessment_id": assessment.pk},
        data={"assessment": assessment.pk, "referential": assessment.referential, "state": "closed"},
    )  # fmt: skip


def signed(review: Review) -> None:
    """By whom is not told: the interface, and who may, know it."""
    raise_event(
        SIGNED, arguments={"assessment_id": review.assessment_id},
        data={
            "review": review.pk, "assessment": review.assessment_id, "referential": review.referential,
            "signed_on": timezone.localdate(review.submitted_at) if review.submitted_at else None, "state": "signed",
        },
    )  # fmt: skip
