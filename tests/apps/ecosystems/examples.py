"""An ecosystem with its federation, made by the product's own verbs."""

from __future__ import annotations

from dataclasses import dataclass

from tests.factories import Member, a_member, verified

from jawda.apps.ecosystems import domain
from jawda.apps.ecosystems.models import Ecosystem
from jawda.apps.organisations.enums import Kind
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import acting


@dataclass(frozen=True)
class Sector:
    """A federation and what it published."""

    federation: Member
    ecosystem: Ecosystem


def a_sector(slug: str = "auto", operator: Person | None = None) -> Sector:
    federation = verified(a_member(f"Fédération {slug}", Kind.FEDERATION), operator)
    with inside(federation):
        ecosystem = domain.open_ecosystem(
            access=federation.access, slug=slug, sector=slug, names=(f"Écosystème {slug}", slug, slug)
        )
    return Sector(federation, ecosystem)


def inside(member: Member) -> object:
    """On behalf of this member in their organisation."""
    return acting(organisation_id=member.organisation.pk, person_id=member.person.pk)


def a_participant(sector: Sector, name: str, *, stage: bool = False, public: bool = False) -> Member:
    company = a_member(name)
    company = verified(company) if public else company
    with inside(company):
        domain.take_part(access=company.access, ecosystem=sector.ecosystem, show_stage=stage, show_name=public)
    return company
