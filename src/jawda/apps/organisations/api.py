"""The organisation's own facts and sites, and the public directory."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from jawda.apps.organisations import domain, queries
from jawda.apps.organisations.api_scopes import Scope
from jawda.apps.organisations.domain import SiteFacts
from jawda.apps.organisations.models import Site
from jawda.foundation.api.operations import operation
from jawda.foundation.api.paging import Cursor, Limit, PageOut, page

router = Router(tags=["organisation"])
Wanted = Annotated[str, Query(max_length=80)]


class OrganisationOut(BaseModel):
    """What the organisation says of itself."""

    id: UUID
    kind: str
    name: str
    status: str = Field(description="“activated” once an operator has verified it.")
    country: str
    ice: str
    region: str = Field(description="A region of Morocco (2015), by its code.")
    city: str
    nace: str
    iaf: str
    employees: int | None
    fictitious: bool


class SiteIn(BaseModel):
    """A place of work."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(max_length=120)
    address: str = Field("", max_length=200)
    region: str = Field("", max_length=2)
    city: str = Field("", max_length=80)
    employees: int | None = Field(None, ge=0, le=9_999_999)


class SiteOut(BaseModel):
    """A place of work."""

    id: UUID
    name: str
    address: str
    region: str
    city: str
    employees: int | None
    ended_on: date | None = Field(description="Its last day, where work there has ended.")


class SitePage(PageOut):
    items: list[SiteOut]


class EntryOut(BaseModel):
    """A verified body."""

    kind: str
    name: str
    region: str
    city: str
    fictitious: bool


class EntryPage(PageOut):
    items: list[EntryOut]


SITE = {"name": "Usine de Kénitra", "city": "Kénitra", "region": "04", "employees": 140}


def _site(row: Site) -> SiteOut:
    return SiteOut(
        id=row.pk, name=row.name, address=row.address, region=row.region, city=row.city, employees=row.employees,
        ended_on=row.ended_on,
    )  # fmt: skip


def _found(site_id: UUID) -> Site:
    try:
        return queries.site(site_id)
    except Site.DoesNotExist as fault:
        raise Http404 from fault


@operation(router, "GET", "/organisation", gives=OrganisationOut, scope=Scope.ORGANISATION_READ)
def organisation(request: HttpRequest) -> OrganisationOut:
    """What the organisation says of itself."""
    row = queries.description()
    return OrganisationOut(
        id=row.pk, kind=row.kind, name=row.name, status=row.status, country=row.country, ice=row.ice,
        region=row.region, city=row.city, nace=row.nace, iaf=row.iaf, employees=row.employees,
        fictitious=row.fictitious,
    )  # fmt: skip


@operation(router, "GET", "/sites", gives=SitePage, scope=Scope.ORGANISATION_READ)
def sites(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> SitePage:
    """The organisation's sites, by name, the closed ones too."""

    def key(row: Site) -> str:
        return f"{row.name} {row.pk}"

    found = page(sorted(queries.sites(), key=key), key, cursor=cursor, limit=limit)
    return SitePage(items=[_site(row) for row in found.items], next=found.next)


@operation(
    router, "POST", "/sites", gives=SiteOut, status=201, scope=Scope.ORGANISATION_WRITE, example=SITE
)  # fmt: skip
def add_site(request: HttpRequest, given: SiteIn) -> SiteOut:
    """Add a site."""
    return _site(domain.add_site(access=request.access, facts=SiteFacts(**given.model_dump())))


@operation(router, "GET", "/sites/{uuid:site_id}", gives=SiteOut, scope=Scope.ORGANISATION_READ)
def site(request: HttpRequest, site_id: UUID) -> SiteOut:
    """One site."""
    return _site(_found(site_id))


@operation(
    router, "PUT", "/sites/{uuid:site_id}", gives=SiteOut, scope=Scope.ORGANISATION_WRITE, example=SITE
)  # fmt: skip
def change_site(request: HttpRequest, site_id: UUID, given: SiteIn) -> SiteOut:
    """Change a site: what is not said becomes empty."""
    _found(site_id)
    facts = SiteFacts(**given.model_dump())
    return _site(domain.change_site(access=request.access, site_id=site_id, facts=facts))


@operation(router, "DELETE", "/sites/{uuid:site_id}", gives=SiteOut, scope=Scope.ORGANISATION_WRITE)
def end_site(request: HttpRequest, site_id: UUID) -> SiteOut:
    """Say that work there has ended: the site is kept with its last day."""
    _found(site_id)
    domain.end_site(access=request.access, site_id=site_id)
    return _site(queries.site(site_id))


@operation(router, "GET", "/directory", gives=EntryPage)
def directory(
    request: HttpRequest, kind: Wanted = "", region: Wanted = "", q: Wanted = "", cursor: Cursor = "", limit: Limit = 50
) -> EntryPage:
    """Bodies that an operator verified, by name."""
    rows = queries.directory(queries.DirectoryFilter(kind=kind, region=region, text=q.strip()))
    ordered = sorted(rows, key=lambda row: f"{row.name} {row.pk}")
    found = page(ordered, lambda row: f"{row.name} {row.pk}", cursor=cursor, limit=limit)
    items = [
        EntryOut(kind=row.kind, name=row.name, region=row.region, city=row.city, fictitious=row.fictitious)
        for row in found.items
    ]
    return EntryPage(items=items, next=found.next)
