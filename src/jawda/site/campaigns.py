"""What campaigns ask of referentials and assessments, answered by the rooms that know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone

from jawda.apps.diagnostics import domain as diagnostics
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.ecosystems.campaigns_assessments import Assessments, Choice, GoneReferential
from jawda.apps.ecosystems.campaigns_models import CampaignState
from jawda.apps.referentials import store
from jawda.foundation.tenancy.routes import Access


def choices() -> tuple[Choice, ...]:
    """The published referentials that stand today; one query."""
    today = timezone.localdate()
    return tuple(
        Choice(line.identifier, line.title)
        for line in store.listed()
        if not line.withdrawn(today) and not line.announced(today)
    )


def states(wanted: Iterable[tuple[str, date]]) -> list[CampaignState]:
    """Finished: an assessment of the referential closed on the first day or later. Started: one is open. One query."""
    asked = list(wanted)
    rows = list(Assessment.objects.filter(referential__in={name for name, _day in asked}))
    opened = {row.referential for row in rows if row.closed_at is None}
    closed: dict[str, date] = {}
    for row in rows:
        if row.closed_at is not None:
            day = timezone.localdate(row.closed_at)
            closed[row.referential] = max(day, closed.get(row.referential, day))

    def state(name: str, first: date) -> CampaignState:
        if name in closed and closed[name] >= first:
            return CampaignState.FINISHED
        return CampaignState.STARTED if name in opened else CampaignState.INVITED

    return [state(name, first) for name, first in asked]


def begin(access: Access, referential: str) -> str:
    """As the page of choosing begins one: first what the company is, if that is asked. An open one is gone on with."""
    row = Assessment.objects.filter(referential=referential, closed_at=None).order_by("-started_at").first()
    if row is not None:
        return reverse("diagnostics:resume", args=[access.handle, row.pk])
    try:
        made = diagnostics.start(access=access, referential_id=referential)
    except store.UnknownReferential as error:
        raise GoneReferential(referential) from error
    name = "diagnostics:profile" if store.load(referential).profile else "diagnostics:resume"
    return reverse(name, args=[access.handle, made.pk])


ASSESSMENTS = Assessments(choices=choices, states=states, begin=begin)
