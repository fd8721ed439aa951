"""Reading ecosystems and who takes part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from jawda.apps.ecosystems.models import (
    Consent,
    Convention,
    Ecosystem,
    Participation,
    PublicParticipant,
    Purpose,
    Stage,
    in_force,
)
from jawda.foundation.tenancy.context import current_organisation_id

NOT_SHOWN: Final = "not_shown"
SORTS: Final = ("name", "city", "stage", "since")


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortFilter:
    """What an officer asked for; ``stage`` may be :data:`NOT_SHOWN`; ``sort`` may begin with ``-``."""

    stage: str = ""
    region: str = ""
    text: str = ""
    ecosystem: str = ""
    sort: str = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company that takes part, as it says it itself; ``stage`` is empty where it does not show it."""

    company_name: str
    region: str
    city: str
    fictitious: bool
    ecosystem: Ecosystem
    enrolled_at: datetime
    stage: str

    @property
    def stage_label(self) -> str:
        """The stage in words."""
        return str(Stage(self.stage).label) if self.stage else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Who takes part in the acting federation's ecosystems: stages only where shown, never a result."""

    companies: tuple[Company, ...]
    """Those asked for, in the order asked for."""
    all: int
    stages: tuple[tuple[Stage, int], ...]
    """Companies at this stage or beyond, among those that show it; whatever was asked for."""
    shown: int


@dataclass(frozen=True, slots=True)
class TakingPart:
    """Who takes part in the acting federation's ecosystems, and who of them shows a stage today."""

    rows: tuple[Participation, ...]
    agreed: frozenset[UUID]


def taking_part() -> TakingPart:
    """Two queries. A stage is read only under a consent that holds today."""
    mine = current_organisation_id()
    agreed = Consent.objects.filter(
        in_force(timezone.localdate()), to_organisation_id=mine, purpose=Purpose.SHOW_STAGE
    ).values_list("from_organisation_id", flat=True)
    rows = Participation.objects.select_related("ecosystem").filter(to_organisation_id=mine, withdrawn_at=None)
    return TakingPart(tuple(rows), frozenset(agreed))


def cohort(wanted: CohortFilter = CohortFilter(), known: TakingPart | None = None) -> Cohort:
    """The companies asked for, and counts of all; two queries, none where it is ``known`` who takes part."""
    known = known or taking_part()
    agreed, rows = known.agreed, known.rows
    companies = [
        Company(
            company_name=row.company_name, region=row.region, city=row.city, fictitious=row.fictitious,
            ecosystem=row.ecosystem, enrolled_at=row.enrolled_at,
            stage=row.stage if row.from_organisation_id in agreed else "",
        )
        for row in rows
    ]  # fmt: skip
    counts = Counter(row.stage for row in companies if row.stage)
    order = list(Stage)
    reached = tuple((stage, sum(counts[later] for later in order[order.index(stage) :])) for stage in order)
    return Cohort(
        companies=_sorted([row for row in companies if _asked(row, wanted)], wanted.sort),
        all=len(companies),
        stages=reached,
        shown=sum(counts.values()),
    )


def _asked(row: Company, wanted: CohortFilter) -> bool:
    text = wanted.text.casefold()
    return (
        (not wanted.stage or row.stage == ("" if wanted.stage == NOT_SHOWN else wanted.stage))
        and (not wanted.region or row.region == wanted.region)
        and (not wanted.ecosystem or row.ecosystem.slug == wanted.ecosystem)
        and (not text or text in row.company_name.casefold() or text in row.city.casefold())
    )


def _sorted(rows: list[Company], sort: str) -> tuple[Company, ...]:
    """Companies of one stage stand by name: the order says nothing of a result."""
    order = [stage.value for stage in Stage]
    keys = {
        "name": lambda row: row.company_name.casefold(),
        "city": lambda row: row.city.casefold(),
        "stage": lambda row: order.index(row.stage) if row.stage else -1,
        "since": lambda row: row.enrolled_at,
    }
    name = sort.removeprefix("-")
    by_name = sorted(rows, key=keys["name"])
    if name not in keys:
        return tuple(by_name)
    return tuple(sorted(by_name, key=keys[name], reverse=sort.startswith("-")))


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the acting company shows to one federation, and in public."""

    participation: Participation
    ecosystem: Ecosystem
    shows_stage: bool
    stage_until: date | None = None
    shows_name: bool = False
    name_until: date | None = None


def sharing() -> tuple[Sharing, ...]:
    """The acting company's participations with what each federation may see. Two queries."""
    mine = current_organisation_id()
    given = {
        (row.to_organisation_id, row.purpose): row
        for row in Consent.objects.filter(in_force(timezone.localdate()), from_organisation_id=mine)
    }
    rows = (
        Participation.objects.select_related("ecosystem")
        .filter(from_organisation_id=mine, withdrawn_at=None)
        .order_by("ecosystem__slug")
    )
    found = []
    for row in rows:
        stage = given.get((row.to_organisation_id, Purpose.SHOW_STAGE))
        name = given.get((row.to_organisation_id, Purpose.SHOW_NAME))
        found.append(
            Sharing(
                row,
                row.ecosystem,
                stage is not None,
                stage.ends_on if stage else None,
                name is not None,
                name.ends_on if name else None,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """A consent of the past or of today; ``state`` is ``in_force``, ``revoked`` or ``ended``."""

    purpose: Purpose
    ecosystem: Ecosystem | None
    granted_at: datetime
    ends_on: date | None
    revoked_at: datetime | None
    state: str


def consent_history() -> tuple[ConsentEntry, ...]:
    """Every consent the acting company ever gave, the latest first. Two queries."""
    mine = current_organisation_id()
    taken = Participation.objects.select_related("ecosystem").filter(from_organisation_id=mine)
    by_federation = {row.to_organisation_id: row.ecosystem for row in taken}
    today = timezone.localdate()
    return tuple(
        ConsentEntry(
            Purpose(row.purpose), by_federation.get(row.to_organisation_id), row.granted_at, row.ends_on,
            row.revoked_at,
            "revoked" if row.revoked_at else "ended" if row.ends_on and row.ends_on < today else "in_force",
        )
        for row in Consent.objects.filter(from_organisation_id=mine).order_by("-granted_at")
    )  # fmt: skip


def ecosystems() -> tuple[Ecosystem, ...]:
    """Every published ecosystem."""
    return tuple(Ecosystem.objects.order_by("slug"))


@dataclass(frozen=True, slots=True)
class PublicEcosystem:
    """What everyone may read of an ecosystem."""

    ecosystem: Ecosystem
    convention: Convention | None
    participants: tuple[PublicParticipant, ...]


def public_ecosystem(slug: str) -> PublicEcosystem:
    """``Ecosystem.DoesNotExist`` where there is none. Three queries."""
    ecosystem = Ecosystem.objects.get(slug=slug)
    named = PublicParticipant.objects.filter(
        Q(until=None) | Q(until__gte=timezone.localdate()), ecosystem=ecosystem
    ).order_by("name")
    return PublicEcosystem(ecosystem, Convention.objects.filter(ecosystem=ecosystem).first(), tuple(named))


@dataclass(frozen=True, slots=True)
class OwnEcosystem:
    """An ecosystem of the acting federation, with its convention where there is one."""

    ecosystem: Ecosystem
    convention: Convention | None


def own_ecosystems() -> tuple[OwnEcosystem, ...]:
    """Those that the acting federation publishes. Two queries."""
    mine = current_organisation_id()
    written = {row.ecosystem_id: row for row in Convention.objects.filter(source_organisation_id=mine)}
    rows = Ecosystem.objects.filter(source_organisation_id=mine).order_by("slug")
    return tuple(OwnEcosystem(row, written.get(row.pk)) for row in rows)


def own_ecosystem(ecosystem_id: UUID) -> OwnEcosystem:
    """One of them; ``Ecosystem.DoesNotExist`` for another federation's."""
    row = Ecosystem.objects.get(pk=ecosystem_id, source_organisation_id=current_organisation_id())
    return OwnEcosystem(row, Convention.objects.filter(ecosystem=row).first())
