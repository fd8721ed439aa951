"""A certificate, report or attestation as people know it, and its form as a conformity credential (UNTP 0.7.0).

The protocol has places for who attested what to whom under which scheme. What it has no place for (the certificate's
number, the scope in words, sector codes, the day of a test) stands in members of our own beside them, which open
classes allow and the protocol's context keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from jawda.core.credentials import multibase, untp
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.json_text import Json
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.moments import written
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.scopes import Measured
from jawda.core.credentials.shapes import Shape, day, hold, many, number, record, text
from jawda.core.findings import Refused

MEDIA_TYPE: Final = "application/vc+jwt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation or person: ``id`` is its DID or an address of its register, with its number there."""

    id: str
    name: str
    registered_id: str | None = None
    register_id: str | None = None
    register_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A scheme or a standard, such as ``urn:iso:std:iso:9001:2015`` and ISO 9001:2015."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accreditation:
    """What the issuer's accreditation is said to be: by whom, under which number, and where its credential is.

    ``sha256`` is that of the accreditation's bytes as they were when this was issued.
    """

    name: str
    authority: Party
    url: str | None = None
    sha256: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """One certificate or report.

    ``kind`` is None where its issuer says none that is known; ``url`` is its one page; ``accreditation`` is the first
    that is claimed with its evidence, ``others`` are the further ones.
    """

    url: str
    number: str
    kind: Kind | None
    attestation_type: str
    name: str
    issuer: Party
    holder: Party
    scheme: Named
    standard: Named | None = None
    scope: str | None = None
    sectors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    valid_from: datetime
    valid_until: datetime | None = None
    activity: date | None = None
    accreditation: Accreditation | None = None
    others: tuple[Accreditation, ...] = ()
    assessment_level: str = "no-endorsement"
    assessor_level: str = "3rdParty"
    measured: tuple[Measured, ...] = ()
    replaces: str | None = None
    """The number of the document of which this one takes the place (ISO/IEC 17025, 7.8.8.3)."""
    assessed_on: tuple[date, ...] = ()
    """The days of its assessments, as the protocol states them; so with the standards they refer to."""
    assessed_against: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[Accreditation, ...]:
        """Every accreditation that is claimed: some bodies hold one of each of two accreditors."""
        return () if self.accreditation is None else (self.accreditation, *self.others)

    @property
    def days(self) -> tuple[date, ...]:
        """On which the work was done that a test, a calibration or an inspection tells of; none for the others."""
        if self.kind not in _KINDS.values():
            return ()
        return tuple(sorted({*self.assessed_on, *([] if self.activity is None else [self.activity])}))

    @property
    def references(self) -> tuple[str, ...]:
        """What it attests conformity with, by name: each must be in the issuer's scope."""
        own = () if self.standard is None else (self.standard.name,)
        return tuple(dict.fromkeys((*own, *self.assessed_against)))


#: More accreditations than any body holds are not looked at.
_MOST_CLAIMS: Final = 8
#: Kinds that are certified, by a third party: a declaration is a first party's (ISO/IEC 17000:2020, 7.5, 7.6).
_CERTIFIED: Final = (Kind.MANAGEMENT_SYSTEM, Kind.PRODUCT, Kind.PERSON)
_CERTIFICATION: Final = "certification"
#: Types of attestations that one kind of document alone has.
_KINDS: Final = {"inspection": Kind.INSPECTION, "testing": Kind.TEST, "calibration": Kind.CALIBRATION}
_MEASURED: Final = record(
    closed=True, quantity=text, unit=text, low=number, high=number, uncertainty=number, uncertaintyUnit=text
)
_OURS: Final[dict[str, Shape]] = {
    "documentKind": text,
    "certificateNumber": text,
    "certifiedScope": text,
    "sectorCode": many(text),
    "certifiedSite": many(text),
    "activityDate": day,
    "measuredQuantity": many(_MEASURED),
    "replacedCertificateNumber": text,
}
_SUBJECT_OF_ANYONE: Final = record(optional=_OURS)
_SUBJECT: Final = record(certificateNumber=text, optional=_OURS)


def document_of(attestation: Attestation, *, status: Json = None) -> dict[str, Json]:
    """The conformity credential to sign; ``status`` is its entry in a list, in the spelling wanted.

    Refused: an attestation whose document would not hold to the protocol's shape, or would contradict itself.
    """
    subject: dict[str, Any] = {
        "type": ["ConformityAttestation"],
        "id": attestation.url,
        "name": attestation.name,
        "assessorLevel": attestation.assessor_level,
        "assessmentLevel": attestation.assessment_level,
        "attestationType": attestation.attestation_type,
        "issuedToParty": _party(attestation.holder),
        "referenceScheme": _named(attestation.scheme, "ConformityScheme"),
        "certificateNumber": attestation.number,
    }
    if attestation.claims:
        subject["authorisation"] = [_endorsement(one) for one in attestation.claims]
    if attestation.standard is not None:
        subject["referenceProfile"] = _named(attestation.standard, "ConformityProfile")
    optional: dict[str, Any] = {
        "documentKind": attestation.kind and attestation.kind.value,
        "certifiedScope": attestation.scope,
        "sectorCode": list(attestation.sectors),
        "certifiedSite": list(attestation.sites),
        "activityDate": attestation.activity and attestation.activity.isoformat(),
        "measuredQuantity": [_measured(item) for item in attestation.measured],
        "replacedCertificateNumber": attestation.replaces,
    }
    subject |= {name: value for name, value in optional.items() if value}
    document: dict[str, Any] = {
        "@context": [untp.W3C_CONTEXT, untp.UNTP_CONTEXT],
        "type": [untp.CONFORMITY, "VerifiableCredential"],
        "id": attestation.url,
        "issuer": {"type": ["CredentialIssuer"], "id": attestation.issuer.id, "name": attestation.issuer.name},
        "validFrom": written(attestation.valid_from),
        "name": attestation.name,
        "credentialSubject": subject,
    }
    if attestation.valid_until is not None:
        document["validUntil"] = written(attestation.valid_until)
    if status is not None:
        document["credentialStatus"] = status
    untp.check_shape(document, untp.CONFORMITY)
    hold(subject, _SUBJECT)
    _read_kind(subject)
    return document


def attestation_of(credential: Credential) -> Attestation:
    """What a conformity credential attests, of whoever made it; where ours are absent the protocol's members serve.

    Refused: another kind of credential, one of another shape, one whose kind and type contradict each other, or that
    tells of a day after its issue.
    """
    document = dict(credential.document)
    untp.check_shape(document, untp.CONFORMITY)
    subject = credential.subject
    hold(subject, _SUBJECT_OF_ANYONE)
    said: Any = subject
    kind = _read_kind(said)
    claims = _read_endorsements(said.get("authorisation", []))
    assert credential.valid_from is not None  # the shape asks for it
    assessments = said.get("conformityAssessment", ())
    found = Attestation(
        url=credential.id or said["id"],
        number=said.get("certificateNumber") or said["id"],
        kind=kind,
        attestation_type=said["attestationType"],
        name=said["name"],
        issuer=Party(id=credential.issuer, name=credential.issuer_name or credential.issuer),
        holder=_read_party(said["issuedToParty"]),
        scheme=Named(id=said["referenceScheme"]["id"], name=said["referenceScheme"]["name"]),
        standard=_read_named(said.get("referenceProfile")),
        scope=said.get("certifiedScope"),
        sectors=tuple(said.get("sectorCode", ())),
        sites=tuple(said.get("certifiedSite", ())),
        valid_from=credential.valid_from,
        valid_until=credential.valid_until,
        activity=_read_day(said, kind),
        accreditation=claims[0] if claims else None,
        others=claims[1:],
        assessment_level=said["assessmentLevel"],
        assessor_level=said["assessorLevel"],
        measured=tuple(_read_measured(item) for item in said.get("measuredQuantity", ())),
        replaces=said.get("replacedCertificateNumber"),
        assessed_on=tuple(dict.fromkeys(date.fromisoformat(item["assessmentDate"]) for item in assessments)),
        assessed_against=tuple(
            dict.fromkeys(one["name"] for item in assessments for one in item.get("referenceStandard", ()))
        ),
    )
    if found.days and found.days[-1] > found.valid_from.date() + timedelta(days=1):  # a day begins earlier in the east
        raise refuse("day_after_issue", path="credentialSubject.activityDate", day=found.days[-1].isoformat())
    return found


def _party(party: Party) -> dict[str, Json]:
    found: dict[str, Json] = {"type": ["Party"], "id": party.id, "name": party.name}
    if party.registered_id is not None:
        found["registeredId"] = party.registered_id
    if party.register_id is not None:
        found["idScheme"] = {
            "type": ["IdentifierScheme"],
            "id": party.register_id,
            "name": party.register_name or party.register_id,
        }
    return found


def _read_party(said: Mapping[str, Any]) -> Party:
    register = said.get("idScheme") or {}
    return Party(
        id=said["id"],
        name=said["name"],
        registered_id=said.get("registeredId"),
        register_id=register.get("id"),
        register_name=register.get("name"),
    )


def _named(named: Named, kind: str) -> dict[str, Json]:
    return {"type": [kind], "id": named.id, "name": named.name}


def _read_named(said: Any) -> Named | None:
    return None if said is None else Named(id=said["id"], name=said["name"])


def _measured(item: Measured) -> dict[str, Json]:
    return {
        "quantity": item.quantity,
        "unit": item.unit,
        "low": item.low,
        "high": item.high,
        "uncertainty": item.uncertainty,
        "uncertaintyUnit": item.uncertainty_unit,
    }


def _read_measured(said: Mapping[str, Any]) -> Measured:
    return Measured(
        quantity=said["quantity"], unit=said["unit"], low=said["low"], high=said["high"],
        uncertainty=said["uncertainty"], uncertainty_unit=said["uncertaintyUnit"],
    )  # fmt: skip


def _endorsement(accreditation: Accreditation) -> dict[str, Json]:
    found: dict[str, Json] = {
        "name": accreditation.name,
        "issuingAuthority": _party(accreditation.authority),
    }
    if accreditation.url is not None:
        evidence: dict[str, Json] = {
            "linkURL": accreditation.url,
            "linkName": accreditation.name,
            "mediaType": MEDIA_TYPE,
        }
        if accreditation.sha256 is not None:
            evidence["digestMultibase"] = multibase.encode_digest(accreditation.sha256)
        found["endorsementEvidence"] = evidence
    return found


def _read_endorsements(said: Any) -> tuple[Accreditation, ...]:
    """Those with evidence first: nothing can be verified of the others."""
    ordered = sorted(said, key=lambda item: "endorsementEvidence" not in item)
    return tuple(_read_endorsement(item) for item in ordered[:_MOST_CLAIMS])


def _read_endorsement(one: Mapping[str, Any]) -> Accreditation:
    evidence = one.get("endorsementEvidence") or {}
    digest = evidence.get("digestMultibase")
    return Accreditation(
        name=one["name"],
        authority=_read_party(one["issuingAuthority"]),
        url=evidence.get("linkURL"),
        sha256=None if digest is None else _digest(digest),
    )


def _digest(said: str) -> bytes:
    """Of a hash or in a base that is not known here it equals nothing: which accreditation is meant cannot be told."""
    try:
        return multibase.decode_digest(said)
    except Refused as refused:
        if refused.findings[0].id not in ("credentials.digest_kind", "credentials.multibase_prefix"):
            raise
        return b""


def _read_kind(said: Mapping[str, Any]) -> Kind | None:
    """In our own word; of another issuer, which has none, as far as the protocol's type of attestation tells it."""
    stated, type_ = said.get("documentKind"), said["attestationType"]
    if stated is None:
        return _KINDS.get(type_)
    kind = next((kind for kind in Kind if kind == stated), None)
    needs = kind in _CERTIFIED and type_ != _CERTIFICATION
    if kind is not None and (needs or ((type_ in _KINDS or kind in _KINDS.values()) and _KINDS.get(type_) is not kind)):
        raise refuse("kind_differs", path="credentialSubject.documentKind", kind=kind.value, type=type_)
    return kind


def _read_day(said: Mapping[str, Any], kind: Kind | None) -> date | None:
    """As it is stated; of a document about a day's work, the day of its assessments too, where they were all on one."""
    stated = said.get("activityDate")
    if stated is None and kind in _KINDS.values():
        days = {item["assessmentDate"] for item in said.get("conformityAssessment", ())}
        stated = days.pop() if len(days) == 1 else None
    return None if stated is None else date.fromisoformat(stated)
