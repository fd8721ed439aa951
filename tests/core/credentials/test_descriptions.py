"""What people describe becomes a credential that says just that, or is refused by the name of the member."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from tests.core.credentials.ecosystem import AUTHORITY, BODY, KEYS

from jawda.core.credentials import credential, token
from jawda.core.credentials.accreditation import accredited_body_of
from jawda.core.credentials.attestation import attestation_of
from jawda.core.credentials.descriptions import Profile, issuer_and_document
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.status_list import MOST_BITS, Purpose, read_entries
from jawda.core.findings import Refused

CERTIFICATE: dict[str, Any] = {
    "url": "https://certif.example/c/4812",
    "number": "4812",
    "kind": "management_system",
    "name": "ISO 9001:2015",
    "issuer": {"id": BODY, "name": "Certif Exemple"},
    "holder": {
        "id": "did:web:caoutchouc.example", "name": "Caoutchouc Modèle", "registered_id": "001234567000089",
        "register_id": "https://ice.example", "register_name": "ICE",
    },
    "scheme": {"id": "https://schemes.example/iso-9001", "name": "ISO 9001"},
    "standard": {"id": "urn:iso:std:iso:9001:2015", "name": "ISO 9001:2015"},
    "scope": "Joints moulés",
    "sectors": ["IAF 14"],
    "sites": ["Kénitra"],
    "valid_from": "2026-03-03",
    "valid_until": "2029-03-02",
    "accreditation": {
        "name": "EX-SM-07", "authority": {"id": AUTHORITY, "name": "Accréditeur Exemple"},
        "url": "https://accrediteur.example/a/7", "sha256": "ab" * 32,
    },
    "assessment_level": "authority-globalmra",
}  # fmt: skip
CALIBRATION: dict[str, Any] = {
    name: value for name, value in CERTIFICATE.items() if name not in ("valid_until", "accreditation", "sectors")
} | {
    "type": "attestation",
    "kind": "calibration",
    "activity": "2026-03-01",
    "valid_from": "2026-03-03T10:00:00+01:00",
    "measured": [
        {"quantity": "length", "unit": "mm", "low": 0, "high": 100, "uncertainty": 0.5, "uncertainty_unit": "µm"}
    ],
}
ACCREDITATION: dict[str, Any] = {
    "type": "accreditation",
    "url": "https://accrediteur.example/a/7",
    "number": "EX-SM-07",
    "authority": {"id": AUTHORITY, "name": "Accréditeur Exemple"},
    "body": {"id": BODY, "name": "Certif Exemple"},
    "register": {"id": "https://accrediteur.example", "name": "Registre"},
    "since": "2024-03-04",
    "valid_from": "2024-03-04",
    "scopes": [
        {
            "kind": "management_system",
            "standard": "ISO/IEC 17021-1",
            "references": ["ISO 9001"],
            "sectors": ["IAF 14"],
            "since": "2024-03-04",
        }
    ],
}


def issued(described: Any, **more: Any) -> credential.Credential:
    issuer, document = issuer_and_document(described, **more)
    return credential.read(token.sign(document, KEYS[issuer], key_id=f"{issuer}#1"))


def test_a_certificate_says_what_was_described() -> None:
    found = issued(CERTIFICATE)
    one = attestation_of(found)
    assert (one.number, one.kind, one.attestation_type) == ("4812", Kind.MANAGEMENT_SYSTEM, "certification")
    assert (one.holder.registered_id, one.scope, one.sectors) == ("001234567000089", "Joints moulés", ("IAF 14",))
    assert (one.sites, one.assessment_level) == (("Kénitra",), "authority-globalmra")
    assert one.valid_from.isoformat() == "2026-03-03T00:00:00+00:00"
    assert one.valid_until is not None
    assert one.valid_until.isoformat() == "2029-03-02T23:59:59+00:00"
    assert one.accreditation is not None
    assert one.accreditation.sha256 == bytes.fromhex("ab" * 32)
    assert "credentialStatus" not in found.document


def test_a_second_accreditation_is_described_as_the_first() -> None:
    other = {"name": "AUTRE-1", "authority": {"id": "did:web:autre.example", "name": "Autre"}}
    one = attestation_of(issued(CERTIFICATE | {"others": [other], "assessor_level": "hybrid"}))
    assert [claimed.name for claimed in one.claims] == ["EX-SM-07", "AUTRE-1"]
    assert one.assessor_level == "hybrid"


def test_a_calibration_certificate_has_its_day_and_no_end() -> None:
    one = attestation_of(issued(CALIBRATION))
    assert (one.attestation_type, one.valid_until) == ("calibration", None)
    assert one.valid_from.isoformat() == "2026-03-03T09:00:00+00:00"
    assert one.activity is not None
    assert one.activity.isoformat() == "2026-03-01"
    assert one.measured[0].uncertainty_unit == "µm"


def test_an_accreditation() -> None:
    body = accredited_body_of(issued(ACCREDITATION | {"valid_until": "2029-03-03"}))
    assert (body.number, body.body.id, body.scopes[0].references) == ("EX-SM-07", BODY, ("ISO 9001",))
    assert accredited_body_of(issued(ACCREDITATION)).valid_until is None


URL = "https://certif.example/status/1"


@pytest.mark.parametrize(
    ("described", "profile", "purposes", "index"),
    [
        (CERTIFICATE, Profile.UNTP, [Purpose.SUSPENSION], 7),
        (CERTIFICATE, Profile.W3C, [Purpose.SUSPENSION], "7"),
        (CALIBRATION, Profile.UNTP, [Purpose.REVOCATION], 7),
        (CALIBRATION, Profile.W3C, [Purpose.REVOCATION], "7"),
        (ACCREDITATION, Profile.UNTP, [Purpose.SUSPENSION], 7),
    ],
)
def test_both_spellings_of_status(described: Any, profile: Profile, purposes: list[Purpose], index: Any) -> None:
    """A report is never suspended, and is told apart only whether it was withdrawn; UNTP 0.7 has one entry."""
    found: Any = issued(described, status_url=URL, status_index=7, profile=profile).document["credentialStatus"]
    assert [(entry.url, entry.index, entry.purpose) for entry in read_entries(found)] == [
        (URL, 7, purpose) for purpose in purposes
    ]
    assert found["statusListIndex"] == index


def test_suspension_and_withdrawal_stand_in_a_list_each() -> None:
    """Bitstring Status List 1.0, 3.2: one bit says one thing; a report has only its withdrawal."""
    gone = f"{URL}/withdrawn"
    found: Any = issued(CERTIFICATE, status_url=URL, withdrawal_url=gone, status_index=7, profile=Profile.W3C)
    entries = read_entries(found.document["credentialStatus"])
    assert [(entry.url, entry.purpose) for entry in entries] == [(URL, Purpose.SUSPENSION), (gone, Purpose.REVOCATION)]
    report: Any = issued(CALIBRATION, status_url=URL, withdrawal_url=gone, status_index=7, profile=Profile.W3C)
    assert [entry.purpose for entry in read_entries(report.document["credentialStatus"])] == [Purpose.REVOCATION]


def test_an_index_beyond_any_list() -> None:
    with pytest.raises(Refused) as told:
        issued(CERTIFICATE, status_url=URL, status_index=MOST_BITS)
    assert reason(told.value) == "status_index"


def changed(described: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    found = copy.deepcopy(described)
    inner: Any = found
    *above, last = path.split(".")
    for name in above:
        inner = inner[int(name)] if name.isdigit() else inner[name]
    inner[last] = value
    return found


@pytest.mark.parametrize(
    ("described", "path", "value", "why", "place"),
    [
        (CERTIFICATE, "type", "diploma", "field_choice", "type"),
        (CERTIFICATE, "kind", "diploma", "field_choice", "kind"),
        (CERTIFICATE, "number", None, "field_text", "number"),
        (CERTIFICATE, "numbre", "1", "field_unknown", "numbre"),
        (CERTIFICATE, "holder", "Caoutchouc", "field_object", "holder"),
        (CERTIFICATE, "holder.nmae", "x", "field_unknown", "holder.nmae"),
        (CERTIFICATE, "issuer.id", "https://certif.example", "identity_method", "issuer.id"),
        (CERTIFICATE, "standard.name", "", "field_text", "standard.name"),
        (CERTIFICATE, "attestation_type", "diploma", "field_choice", "attestation_type"),
        (CERTIFICATE, "attestation_type", "testing", "kind_differs", "credentialSubject.documentKind"),
        (CERTIFICATE, "assessment_level", "best", "field_choice", "assessment_level"),
        (CERTIFICATE, "assessor_level", "4thParty", "field_choice", "assessor_level"),
        (CERTIFICATE, "others", "x", "field_list", "others"),
        (CERTIFICATE, "valid_from", "3 mars 2026", "moment", "valid_from"),
        (CERTIFICATE, "valid_from", "2026-02-30", "field_day", "valid_from"),
        (CERTIFICATE, "valid_until", None, "life_cycle_no_expiry", "valid_until"),
        (CERTIFICATE, "valid_until", "2026-03-02", "field_window", "valid_until"),
        (CALIBRATION, "valid_until", "2029-03-02", "life_cycle_expiry", "valid_until"),
        (CALIBRATION, "measured.0.low", "zero", "field_number", "measured[0].low"),
        (CERTIFICATE, "accreditation.sha256", "AB" * 32, "field_digest", "accreditation.sha256"),
        (CERTIFICATE, "accreditation.sha256", "ab", "field_digest", "accreditation.sha256"),
        (ACCREDITATION, "scopes", {}, "field_list", "scopes"),
        (ACCREDITATION, "scopes.0.references", [], "scope_no_reference", "scopes[0].references"),
        (ACCREDITATION, "other", "x", "field_unknown", "other"),
        (ACCREDITATION, "body.id", AUTHORITY, "self_accredited", "credentialSubject.id"),
    ],
)
def test_what_is_wrong_is_named(described: Any, path: str, value: Any, why: str, place: str) -> None:
    with pytest.raises(Refused) as told:
        issued(changed(described, path, value))
    assert (reason(told.value), told.value.findings[0].place.path) == (why, place)
