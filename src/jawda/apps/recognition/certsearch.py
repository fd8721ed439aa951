"""A certification body's certificates in the fields that IAF CertSearch takes (IAF MD 28 asks bodies to keep it so).

Read on 30 November 2026 from the public pages of support.iafcertsearch.org: the glossary of fields for certification
bodies (template versions 1, 2.0 and 2.1: certified entity, certification, sites, sectors), the statuses, and the
request body of its interface for programs (version 1), whose names the JSON has. The headings of addresses, schemes,
standards and accreditation body in the workbook could not be read there: they follow the names of that interface. No
XML schema was found.

Only what was signed is given: no address, no original date of issue and no English name is made up.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from jawda.apps.organisations import codes
from jawda.apps.organisations.exports import CSV, XLSX, attachment
from jawda.apps.recognition.enums import State
from jawda.apps.recognition.models import AccreditationVersion, Attestation
from jawda.apps.recognition.queries.own import state_on
from jawda.core.credentials.trust_list import TrustList
from jawda.core.spreadsheets import Column, SheetPlan, Value, write_csv, write_workbook

#: Ours to theirs. A certificate that another took the place of is over for good, which they call cancelled.
STATUSES: Final = MappingProxyType({
    State.IN_FORCE: "Active", State.SUSPENDED: "Suspended", State.WITHDRAWN: "Withdrawn", State.EXPIRED: "Expired",
    State.REPLACED: "Cancelled",
})  # fmt: skip
TYPE: Final = "Management System"
#: Whom an ICE names is registered there; nothing else tells a country.
COUNTRY_OF_AN_ICE: Final = "Morocco"

ENTITY: Final = (
    "Certified Entity Unique ID", "Certified Entity Name", "Business Registered City", "Business Registered Country",
)  # fmt: skip
CERTIFICATION: Final = (
    "Certification Identity Number", "Certificate Number", "Certification Status", "Accreditation Status",
    "Certification Type", "Certification Scope", "Certification Original Issue Date", "Certification Issue Date",
    "Certification Expiry Date", "Certified Entity Unique ID", "Accreditation Body Name", "Scheme Name",
    "Standard Name",
)  # fmt: skip
SITE: Final = ("Certification Identity Number", "Site Full Address", "Site Scope", "Site Country/Economy")
SECTOR: Final = ("Certification Identity Number", "Sector Name", "Sector Code")
_JSON: Final = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certification:
    """One certificate in their terms; ``sectors`` are pairs of code and English name."""

    identity: str
    number: str
    status: str
    scope: str
    issued_on: date
    expires_on: date | None
    entity: str
    name: str
    city: str
    country: str
    accreditor: str
    accredited: bool
    scheme: str
    standard: str
    sites: tuple[str, ...]
    sectors: tuple[tuple[str, str], ...]

    @property
    def accreditation(self) -> str:
        return "Accredited" if self.accredited else "Unaccredited"


def certifications(
    rows: Iterable[Attestation], today: date, *, own_did: str, trust: TrustList | None
) -> list[Certification]:
    """Each certificate as it stands today, in the order of ``rows``."""
    authorities, schemes = _authorities(own_did), _schemes(trust)
    with override("en"):
        return [_certification(row, today, authorities, schemes) for row in rows]


def _certification(
    row: Attestation, today: date, authorities: Mapping[str, str], schemes: Mapping[str, str]
) -> Certification:
    return Certification(
        identity=row.reference, number=row.number, status=STATUSES[state_on(row, today)], scope=row.scope,
        issued_on=row.issued_on, expires_on=row.expires_on, entity=_entity(row), name=row.holder_name,
        city=row.holder_city, country=COUNTRY_OF_AN_ICE if row.holder_ice else "",
        accreditor=authorities.get(row.accreditation_number, ""), accredited=bool(row.accreditation_number),
        scheme=schemes.get(row.scheme, ""), standard=row.standard, sites=tuple(row.sites),
        sectors=tuple(_sector(said) for said in row.sectors),
    )  # fmt: skip


def _entity(row: Attestation) -> str:
    """The ICE; without one a mark made of name and city, the same each time, so that their records stay together."""
    if row.holder_ice:
        return row.holder_ice
    said = "|".join((row.holder_name, row.holder_city)).casefold()
    return f"N-{sha256(said.encode()).hexdigest()[:16]}"


def _sector(said: str) -> tuple[str, str]:
    """What is no IAF sector stays as it was signed, without a name."""
    code = said.removeprefix("IAF ").strip()
    title = codes.title(codes.SECTORS, code)
    return code, title if title != code else ""


def _authorities(own_did: str) -> dict[str, str]:
    """Who granted the acting body's accreditations, by their number; none where two granted the same number."""
    found = defaultdict(set)
    rows = AccreditationVersion.objects.filter(body_did=own_did).values_list("number", "authority_name").distinct()
    for number, name in rows:
        found[number].add(name)
    return {number: names.pop() for number, names in found.items() if len(names) == 1}


def _schemes(trust: TrustList | None) -> dict[str, str]:
    return {} if trust is None else {scheme.id: scheme.names.best("en") for scheme in trust.schemes}


def respond(found: Sequence[Certification], kind: str, *, fictitious: bool) -> HttpResponse:
    """A workbook of four sheets, one table with a row for each site, or request bodies; ``Http404`` for another kind.

    A name that says ``fictif`` keeps a demonstration's file from being sent.
    """
    name = "jawda-certsearch-exemple-fictif" if fictitious else "jawda-certsearch"
    if kind == "xlsx":
        content = write_workbook(_sheets(found), title="IAF CertSearch", created=timezone.now())
        return attachment(content, f"{name}.xlsx", XLSX)
    if kind == "csv":
        heading = (*CERTIFICATION, *ENTITY[1:], *SITE[1:], "Sector Code")
        return attachment(write_csv(heading, [row for one in found for row in _lines(one)]), f"{name}.csv", CSV)
    if kind == "json":
        content = json.dumps([_body(one) for one in found], ensure_ascii=False, indent=1).encode()
        return attachment(content, f"{name}.json", _JSON)
    raise Http404


def _sheets(found: Sequence[Certification]) -> list[SheetPlan]:
    entities = {one.entity: (one.entity, one.name, one.city or None, one.country or None) for one in reversed(found)}
    return [
        _sheet("Certified Entity", ENTITY, list(reversed(entities.values()))),
        _sheet("Certification", CERTIFICATION, [_row(one) for one in found]),
        _sheet("Certification Sites", SITE, [
            (one.identity, site, None, one.country or None) for one in found for site in one.sites
        ]),
        _sheet("Certification Sector", SECTOR, [
            (one.identity, title or None, code) for one in found for code, title in one.sectors
        ]),
    ]  # fmt: skip


def _sheet(name: str, headings: Sequence[str], rows: Sequence[tuple[Value, ...]]) -> SheetPlan:
    return SheetPlan(name=name, columns=tuple(Column(name=text, width=26) for text in headings), rows=tuple(rows))


def _row(one: Certification) -> tuple[Value, ...]:
    return (
        one.identity, one.number, one.status, one.accreditation, TYPE, one.scope or None, None, _day(one.issued_on),
        _day(one.expires_on), one.entity, one.accreditor or None, one.scheme or None, one.standard or None,
    )  # fmt: skip


def _lines(one: Certification) -> list[tuple[Value, ...]]:
    """A row for each site, or one without."""
    sectors = "; ".join(code for code, _title in one.sectors) or None
    first = (*_row(one), one.name, one.city or None, one.country or None)
    if not one.sites:
        return [(*first, None, None, None, sectors)]
    return [(*first, site, None, one.country or None, sectors) for site in one.sites]


def _body(one: Certification) -> dict[str, Any]:
    """A request body of their interface, version 1; what is not known is left out."""
    said: dict[str, Any] = {
        "certificate_number": one.number, "certification_status": one.status.lower(),
        "certificate_accreditation_status": one.accreditation,
        "certification_type": TYPE, "certification_scope": one.scope, "certification_issue_date": _day(one.issued_on),
        "certification_expiry_date": _day(one.expires_on), "certified_entity_unique_id": one.entity,
        "certified_entity_name": one.name, "certified_entity_street_city": one.city,
        "certified_entity_country": one.country, "accreditation_body_name": one.accreditor,
        "schemes": [{"scheme_name": one.scheme, "standard_list": [{"standards_name": one.standard}]}],
        "sites": [{"street": site, "country": one.country} for site in one.sites],
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in (None, "")}


def _day(day: date | None) -> str | None:
    """As their examples write it: 20170223."""
    return None if day is None else f"{day:%Y%m%d}"
