"""The demonstration: two fictitious ecosystems, made by the same verbs that people use. Seeded, so always the same."""

from __future__ import annotations

import random
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction

from jawda.apps.ecosystems import domain as ecosystems
from jawda.apps.ecosystems.models import Convention, Ecosystem
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Kind, Role
from jawda.apps.organisations.models import Organisation
from jawda.apps.organisations.queries import access_by_handle
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import SIGN_IN, acting
from jawda.site import demo_elsewhere, demo_history, demo_recognition
from jawda.site.demo_assessments import assess, assessments
from jawda.site.demo_companies import AUTOMOTIVE, CHEMICAL, Company, companies
from jawda.site.demo_people import OPERATOR, PASSWORD, SIGN_INS

SEED = 2026
MANAGERS = {
    "Câblages du Détroit": "qualite@cablages.example",
    "Argane Fictive Cosmétiques": "qualite@argane.example",
}
"""Companies that have someone to sign in as."""
CHECKED = "Exemple fictif : rien n’a été vérifié"


def keep_operator() -> None:
    """The account of the operator, who is made one by the owner's login before the rest is loaded."""
    who = next(item.who for item in SIGN_INS if item.email == OPERATOR)
    with transaction.atomic(), acting(purpose=SIGN_IN):
        if not Person.objects.filter(email=OPERATOR).exists():
            _person(OPERATOR, who, _password())


def load() -> bool:
    """Make the demonstration in one transaction; ``False`` if it is there already. The operator stands before."""
    with transaction.atomic():
        with acting(purpose=SIGN_IN):
            if Person.objects.filter(email=SIGN_INS[0].email).exists():
                return False
            password = _password()
            people = {
                item.email: _person(item.email, item.who.partition(",")[0], password)
                for item in SIGN_INS
                if item.email != OPERATOR
            }
            people[OPERATOR] = operator = Person.objects.get(email=OPERATOR)
            for email, name in demo_history.COLLEAGUES:
                people[email] = _person(email, name, password)
            for name in ("auto", "chimie", "ministere"):
                people[name] = _person(f"direction@{name}.example", "direction", password)
        chance = random.Random(SEED)  # noqa: S311 - a demonstration wants the same numbers each time
        auto = _ecosystem(
            operator,
            people["federation@auto.example"],
            "auto",
            "automobile",
            "Fédération Exemple, automobile",
            ("Écosystème qualité automobile", "منظومة الجودة لصناعة السيارات", "Automotive quality ecosystem"),
        )
        chemical = _ecosystem(
            operator,
            people["chimie"],
            "chimie",
            "chimie",
            "Fédération Exemple, chimie",
            (
                "Écosystème qualité chimie et parachimie",
                "منظومة الجودة للكيمياء وشبه الكيمياء",
                "Chemical quality ecosystem",
            ),
        )
        known: dict[str, tuple[str, str]] = {}
        for ecosystem, sector, officer in ((auto, AUTOMOTIVE, "auto"), (chemical, CHEMICAL, "chimie")):
            for company in companies(sector, chance):
                manager = MANAGERS.get(company.name)
                person = people[manager or officer]
                ice = _company(ecosystem, person, operator, company, chance, first=manager is not None)
                known[company.name] = (ice, company.city)
        demo_history.add(people, auto)
        _bodies(people, operator)
        demo_recognition.add(people, operator, known)
        demo_elsewhere.add(people)
    return True


@cache
def _password() -> str:
    """Made once for all: it takes long on purpose, and what it hides is printed anyway."""
    return make_password(PASSWORD)


def _person(email: str, name: str, password: str) -> Person:
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - a library's model, ready only once Django is

    person = Person.objects.create(email=email, password=password, name=name[:1].upper() + name[1:])
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _ecosystem(
    operator: Person, officer: Person, slug: str, sector: str, name: str, names: tuple[str, str, str]
) -> Ecosystem:
    federation = organisations.register_organisation(
        person_id=officer.pk, kind=Kind.FEDERATION, name=name, city="Casablanca", region="06", fictitious=True
    )
    with acting(organisation_id=federation.pk, person_id=operator.pk):
        organisations.activate(operator=operator, organisation=federation, source=CHECKED, notify=False)
        ecosystem = Ecosystem.objects.create(
            source_organisation=federation,
            slug=slug,
            sector=sector,
            fictitious=True,
            name_fr=names[0],
            name_ar=names[1],
            name_en=names[2],
        )
        Convention.objects.create(
            source_organisation=federation,
            ecosystem=ecosystem,
            title="Convention fictive d’écosystème qualité",
            parties=["Ministère de l’Industrie et du Commerce (exemple fictif)", name],
            signed_on=date(2026, 1, 15),
            ends_on=date(2028, 12, 31),
            objectives=[
                "Promouvoir la fonction qualité et les bonnes pratiques",
                "Faire échanger les experts du secteur",
                "Accompagner les entreprises, PME d’abord, dans leur système de management de la qualité",
                "Rapprocher les besoins du secteur et ceux qui peuvent y répondre",
            ],
            source="Exemple fictif de la démonstration",
        )
    return ecosystem


def _company(
    ecosystem: Ecosystem, person: Person, operator: Person, company: Company, chance: random.Random, *, first: bool
) -> str:
    """Its ICE."""
    organisation = organisations.register_organisation(
        person_id=person.pk,
        kind=Kind.COMPANY,
        name=company.name,
        city=company.city,
        region=company.region,
        fictitious=True,
        ice="".join(chance.choices("0123456789", k=15)),
        nace=company.nace,
        employees=company.employees,
    )
    if first or chance.random() < 0.7:
        organisations.activate(operator=operator, organisation=organisation, source=CHECKED, notify=False)
    with acting(organisation_id=organisation.pk, person_id=person.pk):
        ecosystems.join(
            ecosystem=ecosystem,
            company_name=company.name,
            region=company.region,
            city=company.city,
            fictitious=True,
            show_stage=chance.random() < 0.8,
        )
        access = access_by_handle(person.pk, organisation.handle)
        assert access is not None
        for year in assessments(chance, open_now=first):
            assess(access, year, chance)
    return organisation.ice


BODIES = (
    ("ministere", Kind.AUTHORITY, "Ministère Exemple", "Rabat", "04", True),
    ("labo@essais.example", Kind.LABORATORY, "Laboratoire Fictif d’essais", "Casablanca", "06", False),
    ("certif@organisme.example", Kind.CERTIFICATION_BODY, "Certification Exemple", "Casablanca", "06", True),
    ("labo@essais.example", Kind.TRAINING_PROVIDER, "Centre de formation Modèle", "Settat", "06", True),
)


def _bodies(people: dict[str, Person], operator: Person) -> None:
    """A ministry with its analyst, a laboratory that waits, a certifier; one person works in two bodies."""
    for name, kind, title, city, region, verified in BODIES:
        person = people[name]
        body = organisations.register_organisation(
            person_id=person.pk, kind=kind, name=title, city=city, region=region, fictitious=True
        )
        if verified:
            with acting(person_id=operator.pk):
                organisations.activate(operator=operator, organisation=body, source=CHECKED, notify=False)
        if kind == Kind.AUTHORITY:
            _analyst(body, person, people["analyste@ministere.example"])


def _analyst(body: Organisation, manager: Person, analyst: Person) -> None:
    with acting(organisation_id=body.pk, person_id=manager.pk):
        access = access_by_handle(manager.pk, body.handle)
        assert access is not None
        invitation, _ = organisations.invite(
            access=access, email=analyst.email, role=Role.ANALYST, language="fr", notify=False
        )
    with acting(person_id=analyst.pk):
        organisations.accept(person=analyst, invitation_id=invitation.pk)
