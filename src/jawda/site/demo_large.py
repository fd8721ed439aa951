"""A demonstration of the size of a country, to measure with: one ecosystem of thousands of fictitious companies.

Rows are written in bulk and not by the verbs: no audit trail, no notices, nobody to sign in but the federation's
officer and one company's manager. It is never loaded by itself: the command asks for it by name.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from jawda.apps.diagnostics.models import Answer, Assessment
from jawda.apps.ecosystems.models import Ecosystem, Participation, Stage
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Kind, Role
from jawda.apps.organisations.models import Membership, Organisation
from jawda.apps.referentials import store
from jawda.core.referentials import Referential
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import SIGN_IN, acting
from jawda.site.demo_companies import AUTOMOTIVE, CHEMICAL, QUALIFIERS
from jawda.site.demo_people import PASSWORD

COMPANIES: Final = 20_000
REFERENTIAL: Final = "iatf-16949-2016"
"""152 questions."""
SLUG: Final = "mesure"
OFFICER: Final = "federation@mesure.example"
MANAGER: Final = "qualite@mesure.example"
TOGETHER: Final = 100
"""Companies in one transaction: what is stopped keeps the ones before, and goes on from there."""


def load(number: int = COMPANIES, *, tell: Callable[[int], None]) -> int:
    """Fill up to ``number`` companies, each with its answers; how many were made. ``tell`` hears how many stand."""
    with transaction.atomic():
        ecosystem = _ecosystem()
        with acting(organisation_id=ecosystem.source_organisation_id):
            standing = Participation.objects.filter(ecosystem=ecosystem).count()
        referential = store.load(REFERENTIAL)
    rest = iter(range(standing, number))
    while numbers := list(islice(rest, TOGETHER)):
        with transaction.atomic():
            for place in numbers:
                _company(ecosystem, referential, place)
        tell(numbers[-1] + 1)
    return max(0, number - standing)


def _ecosystem() -> Ecosystem:
    found = Ecosystem.objects.filter(slug=SLUG).first()
    if found is not None:
        return found
    officer = _person(OFFICER, "Chargée de la mesure")
    federation = organisations.register_organisation(
        person_id=officer.pk, kind=Kind.FEDERATION, name="Fédération fictive de mesure", city="Rabat", region="04",
        fictitious=True,
    )  # fmt: skip
    with acting(organisation_id=federation.pk):
        return Ecosystem.objects.create(
            source_organisation=federation, slug=SLUG, sector="automobile", fictitious=True,
            name_fr="Écosystème fictif de mesure", name_ar="منظومة افتراضية للقياس", name_en="Fictitious ecosystem",
        )  # fmt: skip


def _person(email: str, name: str) -> Person:
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - a library's model, ready only once Django is

    with acting(purpose=SIGN_IN):
        person = Person.objects.create_user(email, PASSWORD, name=name)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _company(ecosystem: Ecosystem, referential: Referential, place: int) -> None:
    chance = random.Random(f"{SLUG}-{place}")  # noqa: S311 - the same numbers each time, wherever it was stopped
    sector = AUTOMOTIVE if place % 2 else CHEMICAL
    trade, nace = chance.choice(sector.trades)
    city, region = chance.choice(sector.places)
    identifier = uuid4()
    manager = _person(MANAGER, "Responsable qualité, mesure") if place == 0 else None
    name = f"{trade} {chance.choice(QUALIFIERS)} {place + 1}"
    with acting(organisation_id=identifier):
        company = Organisation.objects.create(
            id=identifier, kind=Kind.COMPANY, name=name, city=city, region=region, nace=nace, fictitious=True,
            ice=f"{place:015d}", employees=chance.choice((12, 28, 60, 120, 250)),
        )  # fmt: skip
        if manager is not None:
            Membership.objects.create(person=manager, organisation=company, role=Role.QUALITY_MANAGER)
        Participation.objects.create(
            from_organisation_id=identifier, to_organisation_id=ecosystem.source_organisation_id, ecosystem=ecosystem,
            company_name=name, region=region, city=city, fictitious=True, stage=Stage.FINISHED,
        )  # fmt: skip
        _assessment(identifier, referential, chance)


def _assessment(company: UUID, referential: Referential, chance: random.Random) -> None:
    began = timezone.now() - timedelta(days=chance.randrange(20, 700))
    ended = began + timedelta(days=7)
    row = Assessment.objects.create(
        organisation_id=company, referential=referential.id, started_at=began, closed_at=ended, target=80.0
    )
    codes = [level.code for level in referential.scale.levels]
    levels = chance.choices(codes, weights=(20, 30, 50), k=len(referential.assessable))
    Answer.objects.bulk_create(
        Answer(organisation_id=company, assessment=row, requirement=item.id, level=level, saved_at=ended)
        for item, level in zip(referential.assessable, levels, strict=True)
    )
