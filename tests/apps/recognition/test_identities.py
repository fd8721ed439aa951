"""The public name of a body follows what an operator verified of it; its address stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.apps.recognition.world import acts, body, world
from tests.factories import Member, a_member, an_operator

from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.domain import Facts
from jawda.apps.organisations.enums import Kind, Status
from jawda.apps.recognition.domain import identities
from jawda.apps.recognition.models import Identity
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


def describes(member: Member, **facts: str) -> None:
    with acts(member):
        organisations.describe(access=member.access, facts=Facts(**facts), confirmed=True)


def public(member: Member) -> tuple[str, str, str]:
    found = Identity.objects.get(source_organisation=member.organisation)
    return found.name, found.city, found.slug


def test_a_new_city_is_public_at_once_and_a_new_name_once_it_was_verified() -> None:
    member, slug = world().certifier, "certification-essai"
    describes(member, name="Certification Essai", city="Rabat")
    assert public(member) == ("Certification Essai", "Rabat", slug)
    describes(member, name="Certification Nouvelle", city="Fès")
    assert public(member) == ("Certification Essai", "Rabat", slug), "nobody has verified it yet"
    operator = an_operator()
    with acting(person_id=operator.pk):
        organisations.activate(operator=operator, organisation=member.organisation, source="registre")
    assert public(member) == ("Certification Nouvelle", "Fès", slug)


def test_one_that_was_suspended_is_named_as_it_was_verified_again() -> None:
    member, operator = world().certifier, an_operator()
    with acting(person_id=operator.pk):
        organisations.suspend(operator=operator, organisation=member.organisation, note="x")
    describes(replace_status(member, Status.SUSPENDED), name="Certification Nouvelle")
    assert public(member)[0] == "Certification Essai"
    with acting(person_id=operator.pk):
        organisations.reinstate(operator=operator, organisation=member.organisation, source="registre")
    assert public(member)[0] == "Certification Nouvelle"


def replace_status(member: Member, status: Status) -> Member:
    return replace(member, access=replace(member.access, status=status))


def test_the_day_of_verification_is_that_of_the_house() -> None:
    """In July 2026 Morocco's clock was an hour ahead of UTC."""
    member = world().certifier
    organisation = member.organisation
    organisation.status, organisation.activated_at = Status.ACTIVATED, datetime(2026, 7, 4, 23, 30, tzinfo=UTC)
    with acts(member):
        identities.follow(organisation)
    assert Identity.objects.get(source_organisation=organisation).verified_on == date(2026, 7, 5)


def test_whoever_signs_nothing_gets_no_identity() -> None:
    describes(a_member("Entreprise"), name="Entreprise", city="Fès")
    describes(body(Kind.LABORATORY, "Laboratoire"), name="Laboratoire", city="Fès")
    assert not Identity.objects.exists()
