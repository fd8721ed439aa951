"""Ecosystems as everyone reads them, and what the organisation shows in them."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from jawda.apps.ecosystems import queries
from jawda.apps.ecosystems.models import Ecosystem
from jawda.apps.ecosystems.rules import may_see_sharing
from jawda.apps.organisations.api_scopes import Scope
from jawda.foundation.api.operations import operation
from jawda.foundation.api.paging import Cursor, Limit, PageOut, latest_first, page
from jawda.foundation.ui.templatetags.ui import language

router = Router(tags=["ecosystems"])


class EcosystemOut(BaseModel):
    """A sector's ecosystem."""

    slug: str
    sector: str
    name: str
    fictitious: bool


class EcosystemPage(PageOut):
    items: list[EcosystemOut]


class ConventionOut(BaseModel):
    """The agreement that founds it."""

    title: str
    parties: list[str]
    objectives: list[str]
    signed_on: date | None
    ends_on: date | None
    source: str


class NamedOut(BaseModel):
    """A company that agreed to be named."""

    name: str
    city: str
    fictitious: bool


class PublicEcosystemOut(EcosystemOut):
    convention: ConventionOut | None
    participants: list[NamedOut] = Field(description="The companies that agreed to be named in public.")


class ParticipationOut(BaseModel):
    """A participation of the company, and what its federation may see."""

    ecosystem: EcosystemOut
    enrolled_at: datetime
    stage: str = Field(description="The stage that is shown; empty where none is.")
    shows_stage: bool
    stage_until: date | None
    shows_name: bool
    name_until: date | None


class Participations(BaseModel):
    items: list[ParticipationOut]


class ConsentOut(BaseModel):
    """A consent that the company gave."""

    purpose: str
    ecosystem: str | None
    granted_at: datetime
    ends_on: date | None
    revoked_at: datetime | None
    state: str = Field(description="“in_force”, “revoked” or “ended”.")


class ConsentPage(PageOut):
    items: list[ConsentOut]


def _ecosystem(row: Ecosystem) -> EcosystemOut:
    return EcosystemOut(
        slug=row.slug, sector=row.sector, name=row.name.best(language()), fictitious=row.fictitious
    )  # fmt: skip


@operation(router, "GET", "/ecosystems", gives=EcosystemPage)
def ecosystems(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> EcosystemPage:
    """Published ecosystems."""
    rows = sorted(queries.ecosystems(), key=lambda row: row.slug)
    found = page(rows, lambda row: row.slug, cursor=cursor, limit=limit)
    return EcosystemPage(items=[_ecosystem(row) for row in found.items], next=found.next)


@operation(router, "GET", "/ecosystems/{slug:slug}", gives=PublicEcosystemOut)
def ecosystem(request: HttpRequest, slug: str) -> PublicEcosystemOut:
    """One ecosystem with its convention, and the companies that agreed to be named."""
    try:
        found = queries.public_ecosystem(slug)
    except Ecosystem.DoesNotExist as fault:
        raise Http404 from fault
    said = found.convention
    return PublicEcosystemOut(
        **_ecosystem(found.ecosystem).model_dump(),
        convention=said and ConventionOut(
            title=said.title, parties=said.parties, objectives=said.objectives, signed_on=said.signed_on,
            ends_on=said.ends_on, source=said.source,
        ),
        participants=[NamedOut(name=row.name, city=row.city, fictitious=row.fictitious) for row in found.participants],
    )  # fmt: skip


@operation(router, "GET", "/participations", gives=Participations, scope=Scope.ECOSYSTEMS_READ)
def participations(request: HttpRequest) -> Participations:
    """The company's participations, and what each federation may see."""
    _company(request)
    return Participations(
        items=[
            ParticipationOut(
                ecosystem=_ecosystem(row.ecosystem), enrolled_at=row.participation.enrolled_at,
                stage=row.participation.stage if row.shows_stage else "", shows_stage=row.shows_stage,
                stage_until=row.stage_until, shows_name=row.shows_name, name_until=row.name_until,
            )
            for row in queries.sharing()
        ]
    )  # fmt: skip


@operation(router, "GET", "/consents", gives=ConsentPage, scope=Scope.ECOSYSTEMS_READ)
def consents(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> ConsentPage:
    """Every consent the company ever gave, the latest first."""
    _company(request)

    def key(row: queries.ConsentEntry) -> str:
        return latest_first(row.granted_at, f"{row.purpose} {row.ecosystem.slug if row.ecosystem else ''}")

    found = page(sorted(queries.consent_history(), key=key), key, cursor=cursor, limit=limit)
    items = [
        ConsentOut(
            purpose=row.purpose, ecosystem=row.ecosystem.slug if row.ecosystem else None, granted_at=row.granted_at,
            ends_on=row.ends_on, revoked_at=row.revoked_at, state=row.state,
        )
        for row in found.items
    ]  # fmt: skip
    return ConsentPage(items=items, next=found.next)


def _company(request: HttpRequest) -> None:
    if not may_see_sharing(request.access):
        raise PermissionDenied
