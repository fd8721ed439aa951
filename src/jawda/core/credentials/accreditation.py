"""An accreditation as people know it, and its form as a digital identity anchor (UNTP 0.7.0).

The anchor says that a body stands in an accreditor's register under a number. What it is accredited for stands beside
it, scope by scope, in a member of our own: a register's entry alone says nothing of standards, sectors or ranges. The
same form serves an oversight office that recognises a body, or a ministry that approves one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from jawda.core.credentials import scopes, untp
from jawda.core.credentials.attestation import Named, Party
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.json_text import Json
from jawda.core.credentials.moments import written
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.scopes import Scope
from jawda.core.credentials.shapes import anything, hold, many, record

_REGISTER: Final = "accreditation"
_SCOPED: Final = record(credentialSubject=record(accreditationScope=many(anything, least=1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccreditedBody:
    """``body`` is accredited by ``authority`` under ``number`` since a day, for these scopes."""

    url: str
    number: str
    authority: Party
    body: Party
    register: Named
    since: date
    scopes: tuple[Scope, ...]
    valid_from: datetime
    valid_until: datetime | None = None


def document_of(accredited: AccreditedBody, *, status: Json = None) -> dict[str, Json]:
    """The identity anchor to sign. Refused: no scope, a body that accredits itself, another shape."""
    _check_parties(accredited.authority.id, accredited.body.id)
    name = f"{accredited.number}, {accredited.body.name}"
    document: dict[str, Any] = {
        "@context": [untp.W3C_CONTEXT, untp.UNTP_CONTEXT],
        "type": [untp.IDENTITY, "VerifiableCredential"],
        "id": accredited.url,
        "issuer": {"type": ["CredentialIssuer"], "id": accredited.authority.id, "name": accredited.authority.name},
        "validFrom": written(accredited.valid_from),
        "name": name,
        "credentialSubject": {
            "type": ["RegisteredIdentity"],
            "id": accredited.body.id,
            "registeredName": accredited.body.name,
            "registeredId": accredited.number,
            "registeredDate": accredited.since.isoformat(),
            "schemeId": {
                "type": ["IdentifierScheme"],
                "id": accredited.register.id,
                "name": accredited.register.name,
            },
            "registerType": _REGISTER,
            "registrationScope": [f"{accredited.url}#scope-{place}" for place, _ in enumerate(accredited.scopes, 1)],
            "accreditationScope": [scopes.to_document(scope) for scope in accredited.scopes],
        },
    }
    if accredited.valid_until is not None:
        document["validUntil"] = written(accredited.valid_until)
    if status is not None:
        document["credentialStatus"] = status
    _check(document)
    return document


def accredited_body_of(credential: Credential) -> AccreditedBody:
    """What an identity anchor says of an accreditation.

    Refused: another kind of credential or of register, no scope that can be read, a body that accredits itself.
    """
    document = dict(credential.document)
    _check(document)
    subject: Any = document["credentialSubject"]
    _check_parties(credential.issuer, subject["id"])
    assert credential.valid_from is not None  # the shape asks for it
    return AccreditedBody(
        url=credential.id or subject["id"],
        number=subject["registeredId"],
        authority=Party(id=credential.issuer, name=credential.issuer_name or credential.issuer),
        body=Party(id=subject["id"], name=subject["registeredName"]),
        register=Named(id=subject["schemeId"]["id"], name=subject["schemeId"]["name"]),
        since=date.fromisoformat(subject["registeredDate"]),
        scopes=tuple(
            scopes.read(item, path=f"credentialSubject.accreditationScope[{place}]")
            for place, item in enumerate(subject["accreditationScope"])
        ),
        valid_from=credential.valid_from,
        valid_until=credential.valid_until,
    )


def _check(document: dict[str, Json]) -> None:
    untp.check_shape(document, untp.IDENTITY)
    subject: Any = document["credentialSubject"]
    if subject["registerType"] != _REGISTER:
        raise refuse("other_register", path="credentialSubject.registerType", expected=_REGISTER)
    hold(document, _SCOPED)


def _check_parties(authority: str, body: str) -> None:
    """Nobody vouches for themselves."""
    if authority == body:
        raise refuse("self_accredited", path="credentialSubject.id", body=body[:200])
