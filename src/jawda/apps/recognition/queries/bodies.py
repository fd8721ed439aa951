"""What anyone may know of a body: its keys with their history, its accreditations version by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from jawda.apps.recognition.models import AccreditationVersion, Identity, IdentityVersion, PublicAttestation
from jawda.core.credentials import scopes
from jawda.core.credentials.identity_documents import read_document
from jawda.core.credentials.scopes import Scope
from jawda.core.findings import Refused
from jawda.foundation.ui import formats


class KeyState(StrEnum):
    """How a key stands today."""

    IN_USE = "in_use"
    RETIRED = "retired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownKey:
    """``since``: when it was first published; ``until``: from when it signs no more."""

    name: str
    thumbprint: str
    algorithm: str
    since: datetime
    state: KeyState
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeVersion:
    """An accreditation as it stood from a day on."""

    since: date
    scopes: tuple[Scope, ...]
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAccreditation:
    """One accreditation through its versions, the newest first. ``reference`` leads to its own page."""

    reference: str
    number: str
    authority: str
    until: date | None
    versions: tuple[ScopeVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPage:
    """All that the page of a body tells."""

    identity: Identity
    keys: tuple[ShownKey, ...]
    accreditations: tuple[ShownAccreditation, ...]
    issued: int


def body_page(slug: str) -> BodyPage | None:
    """A body by its public name; None for one that signs nothing here. Four queries."""
    identity = Identity.objects.filter(slug=slug).first()
    if identity is None:
        return None
    return BodyPage(
        identity=identity,
        keys=keys_of(identity.did),
        accreditations=_accreditations(identity.did),
        issued=PublicAttestation.objects.filter(source_organisation_id=identity.source_organisation_id).count(),
    )


def keys_of(did: str) -> tuple[ShownKey, ...]:
    """Each key that the body ever published, the newest first."""
    found: dict[str, ShownKey] = {}
    for row in IdentityVersion.objects.filter(did=did).order_by("published_at"):
        try:
            document = read_document(row.document, did=did)
        except Refused:
            continue
        for method in (*document.methods, *document.others):
            known = found.get(method.id)
            until = method.revoked or method.expires
            state = KeyState.REVOKED if method.revoked else KeyState.RETIRED if method.expires else KeyState.IN_USE
            found[method.id] = ShownKey(
                name=method.id.partition("#")[2], thumbprint=method.thumbprint, until=until, state=state,
                algorithm=method.key.algorithm.value, since=known.since if known else row.published_at,
            )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda key: key.since, reverse=True))


def _accreditations(did: str) -> tuple[ShownAccreditation, ...]:
    rows = list(AccreditationVersion.objects.filter(body_did=did).order_by("url", "-valid_from", "-published_at"))
    found = []
    for _url, group in groupby(rows, key=lambda row: row.url):
        versions = list(group)
        newest = versions[0]
        found.append(
            ShownAccreditation(
                reference=newest.reference, number=newest.number, authority=newest.authority_name,
                until=newest.last_day, versions=tuple(_version(row, row is newest) for row in versions),
            )
        )  # fmt: skip
    return tuple(found)


def _version(row: AccreditationVersion, current: bool) -> ScopeVersion:
    return ScopeVersion(since=formats.in_zone(row.valid_from).date(), scopes=_scopes(row.scopes), current=current)


def _scopes(said: Any) -> tuple[Scope, ...]:
    try:
        return tuple(scopes.read(item) for item in said)
    except Refused:
        return ()
