"""What happened in the demonstration beside the answers: evidence, reviews, plans, campaigns, and who was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone

from jawda.apps.actions import reminders
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.ecosystems.models import Ecosystem
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.models import Organisation
from jawda.apps.organisations.queries import access_by_handle
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access
from jawda.site import demo_actions, demo_campaigns, demo_evidence, demo_instruments, demo_plans, demo_reviews


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A company that someone signs in to, its people, and what is told of it."""

    company: str
    manager: str
    colleague: str
    evidence: tuple[demo_evidence.Piece, ...]
    plan: tuple[demo_plans.Item, ...]
    remarks: tuple[demo_reviews.Remark, ...]
    signed: bool
    instruments: tuple[demo_instruments.Item, ...]


COLLEAGUES: Final = (("production@cablages.example", "Nadia Exemple"), ("production@argane.example", "هند نموذج"))
PLANTS: Final = (
    Plant(
        company="Câblages du Détroit", manager="qualite@cablages.example", colleague="production@cablages.example",
        evidence=demo_evidence.CABLES, plan=demo_plans.CABLES, remarks=demo_reviews.SIGNED, signed=True,
        instruments=demo_instruments.CABLES,
    ),
    Plant(
        company="Argane Fictive Cosmétiques", manager="qualite@argane.example", colleague="production@argane.example",
        evidence=demo_evidence.ARGAN, plan=demo_plans.ARGAN, remarks=demo_reviews.UNDER_WAY, signed=False,
        instruments=demo_instruments.ARGAN,
    ),
)  # fmt: skip
MISSION: Final = timedelta(days=90)


def add(people: Mapping[str, Person], ecosystem: Ecosystem) -> None:
    """All of it, in the caller's transaction; the companies and their answers stand already."""
    expert = people["expert@exemple.example"]
    for plant in PLANTS:
        _plant(plant, people[plant.manager], people[plant.colleague], expert)
    demo_campaigns.open_two(ecosystem, people["federation@auto.example"].pk)


def _plant(plant: Plant, manager: Person, colleague: Person, expert: Person) -> None:
    from jawda.site import demo_gauge_studies, demo_measures  # noqa: PLC0415 - the statistics take a second to load, and here alone

    access = access_of(manager, plant.company)
    _mission(access, manager, expert)
    with acting(organisation_id=access.organisation_id, person_id=manager.pk):
        organisations.add_member(organisation_id=access.organisation_id, person_id=colleague.pk, role=Role.CONTRIBUTOR)
        assessment = Assessment.objects.get(closed_at=None)
        brought = demo_evidence.bring(access, assessment, plant.evidence)
    guest = access_of(expert, plant.company)
    with acting(organisation_id=access.organisation_id, person_id=expert.pk):
        loaded = demo_reviews.grade(guest, assessment, plant.remarks)
        signed = demo_reviews.sign(guest, loaded) if plant.signed else None
    with acting(organisation_id=access.organisation_id, person_id=manager.pk):
        if signed is not None:
            demo_reviews.decide(access, assessment, signed)
        demo_reviews.set_back(assessment)
        desk = demo_actions.Desk(access=access, assessment=assessment, colleague_id=colleague.pk, evidence=brought[0])
        demo_actions.write(desk, plant.plan)
        demo_measures.write(access, demo_measures.MEASURED[plant.company])
        demo_instruments.write(access, plant.instruments)
        demo_gauge_studies.write(access, demo_gauge_studies.STUDIES[plant.company])
    with acting(organisation_id=access.organisation_id):
        reminders.remind(today=timezone.localdate())


def access_of(person: Person, company: str) -> Access:
    """What this person may do in the company of this name."""
    with acting(person_id=person.pk):
        handle = Organisation.objects.values_list("handle", flat=True).get(name=company)
        access = access_by_handle(person.pk, handle)
    assert access is not None
    return access


def _mission(access: Access, manager: Person, expert: Person) -> None:
    today = timezone.localdate()
    with acting(organisation_id=access.organisation_id, person_id=manager.pk):
        offer, _ = organisations.offer_mission(
            access=access, email=expert.email, scope=("diagnostics", "actions"), starts_on=today,
            ends_on=today + MISSION,
            language="fr", notify=False,
        )  # fmt: skip
    with acting(person_id=expert.pk):
        organisations.accept(person=expert, invitation_id=offer.pk)
