"""A company that left comes back, in any order, and a form that is sent twice counts once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from tests.apps.ecosystems.examples import Sector, a_sector, inside
from tests.apps.pages import page
from tests.at_once import both
from tests.factories import Member, a_member, a_person, an_operator, made_operator, signed_in, verified
from tests.isolation.databases import a_copy, entered

from jawda.apps.ecosystems import domain
from jawda.apps.ecosystems.models import Consent, Ecosystem, Participation, PublicParticipant, Purpose
from jawda.apps.organisations import domain as organisations
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import acting


def join(company: Member, ecosystem: Ecosystem, *, shown: bool = True) -> None:
    with inside(company):
        domain.take_part(access=company.access, ecosystem=ecosystem, show_stage=shown, show_name=shown)


def leave(company: Member, ecosystem: Ecosystem) -> None:
    with inside(company):
        domain.leave(access=company.access, ecosystem=ecosystem)


def a_second(sector: Sector, slug: str) -> Ecosystem:
    with inside(sector.federation):
        return domain.open_ecosystem(
            access=sector.federation.access, slug=slug, sector=slug, names=(f"Écosystème {slug}", slug, slug)
        )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_order_each_stands_once(seed: int) -> None:
    """Two ecosystems of one federation and one of another; the company joins, shows, hides, leaves by chance."""
    sector, other = a_sector("auto"), a_sector("chimie")
    ecosystems = [sector.ecosystem, a_second(sector, "cables"), other.ecosystem]
    company = verified(a_member("Revenante"))
    takes_part: set[Any] = set()
    chance = random.Random(seed)
    for _ in range(14):
        ecosystem = chance.choice(ecosystems)
        step = chance.choice(["join", "join", "leave", "consent", "withdraw"])
        purpose = chance.choice(list(Purpose))
        with inside(company), transaction.atomic():
            if step == "join" and ecosystem.pk in takes_part:
                with pytest.raises(ValidationError):
                    join(company, ecosystem)
            elif step == "join":
                join(company, ecosystem, shown=chance.random() < 0.5)
                takes_part.add(ecosystem.pk)
            elif step == "leave":
                leave(company, ecosystem)
                takes_part.discard(ecosystem.pk)
            elif step == "consent" and ecosystem.pk in takes_part:
                domain.consent(access=company.access, ecosystem=ecosystem, purpose=purpose, ends_on=None)
            else:
                domain.withdraw_consent(access=company.access, ecosystem=ecosystem, purpose=purpose)
            assert set(Participation.objects.filter(withdrawn_at=None).values_list("ecosystem_id", flat=True)) == (
                takes_part
            )
            given = Counter(Consent.objects.filter(revoked_at=None).values_list("to_organisation_id", "purpose"))
            assert set(given.values()) <= {1}
            named = set(PublicParticipant.objects.values_list("ecosystem_id", flat=True))
            assert named <= takes_part
            shown = set(Participation.objects.exclude(stage="").values_list("ecosystem_id", flat=True))
            assert shown <= takes_part


@pytest.mark.django_db
def test_one_that_was_suspended_and_verified_again_returns_under_its_name(client: Any) -> None:
    sector, operator = a_sector(), an_operator()
    company = verified(a_member("Revenante"))
    join(company, sector.ecosystem)
    leave(company, sector.ecosystem)
    with acting(person_id=operator.pk):
        organisations.suspend(operator=operator, organisation=company.organisation, note="x")
    browser, base = signed_in(company.person), f"/o/{company.organisation.handle}/ecosysteme/partages/"
    assert browser.post(f"{base}auto/rejoindre/", {}).status_code == 403
    with acting(person_id=operator.pk):
        organisations.reinstate(operator=operator, organisation=company.organisation, source="essai")
    for status in (302, 200):  # the second is told that it takes part
        answer = browser.post(f"{base}auto/rejoindre/", {"show_name": "on", "show_stage": "on"})
        assert answer.status_code == status
    assert "déjà" in answer.content.decode()
    assert page(client, "/ecosystemes/auto/").count("Revenante") == 1


@pytest.fixture
def operator(django_db_setup: None, django_db_blocker: Any) -> Iterator[Person]:
    """In a database of its own, in which what is done is committed, entered with the real login."""
    with django_db_blocker.unblock(), a_copy() as database, entered(database):
        with transaction.atomic():
            person = a_person()
        yield made_operator(person)


@pytest.mark.parametrize("returning", [False, True])
def test_a_form_sent_twice_at_once_joins_once(operator: Person, returning: bool) -> None:
    with transaction.atomic():
        sector, company = a_sector(operator=operator), verified(a_member("Revenante"), operator)
        if returning:
            join(company, sector.ecosystem)
            leave(company, sector.ecosystem)
    first, second = both(lambda: join(company, sector.ecosystem), lambda: join(company, sector.ecosystem))
    assert first is None
    assert isinstance(second, ValidationError)
    assert second.code == "joined"
    with transaction.atomic(), inside(company):
        assert Participation.objects.count() == PublicParticipant.objects.count() == 1
        assert Consent.objects.filter(revoked_at=None).count() == len(Purpose)


def test_leaving_and_returning_at_once_end_as_the_later_one_says(operator: Person) -> None:
    with transaction.atomic():
        sector, company = a_sector(operator=operator), verified(a_member("Revenante"), operator)
        join(company, sector.ecosystem)
    assert both(lambda: leave(company, sector.ecosystem), lambda: join(company, sector.ecosystem)) == [None, None]
    with transaction.atomic(), inside(company):
        assert Participation.objects.get().withdrawn_at is None
        assert Consent.objects.filter(revoked_at=None).count() == len(Purpose)
    assert both(lambda: leave(company, sector.ecosystem), lambda: leave(company, sector.ecosystem)) == [None, None]
    with transaction.atomic(), inside(company):
        assert not PublicParticipant.objects.exists()
        assert not Consent.objects.filter(revoked_at=None).exists()
