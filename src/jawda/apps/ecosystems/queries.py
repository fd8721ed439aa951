"""Reading ecosystems and who takes part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from jawda.apps.ecosystems.models import Consent, Ecosystem, Participation, Purpose, Stage
from jawda.foundation.tenancy.context import current_organisation_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Who takes part in the acting federation's ecosystem: names by alphabet, stages only where shown."""

    companies: tuple[Participation, ...]
    stages: tuple[tuple[Stage, int], ...]
    """Companies at this stage or beyond, among those that show it."""
    shown: int


def cohort() -> Cohort:
    """One query."""
    rows = tuple(
        Participation.objects.filter(to_organisation_id=current_organisation_id(), withdrawn_at=None).order_by(
            "company_name"
        )
    )
    counts = Counter(row.stage for row in rows if row.stage)
    order = list(Stage)
    reached = tuple((stage, sum(counts[later] for later in order[order.index(stage) :])) for stage in order)
    return Cohort(companies=rows, stages=reached, shown=sum(counts.values()))


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the acting company shows to one federation."""

    participation: Participation
    ecosystem: Ecosystem
    shows_stage: bool


def sharing() -> tuple[Sharing, ...]:
    """The acting company's participations with what each federation may see."""
    mine = current_organisation_id()
    shown = set(
        Consent.objects.filter(from_organisation_id=mine, purpose=Purpose.SHOW_STAGE, revoked_at=None).values_list(
            "to_organisation_id", flat=True
        )
    )
    rows = Participation.objects.select_related("ecosystem").filter(from_organisation_id=mine, withdrawn_at=None)
    return tuple(Sharing(row, row.ecosystem, row.to_organisation_id in shown) for row in rows)
