"""Attestations and their form as conformity credentials."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.credentials import credential, token, untp
from jawda.core.credentials.attestation import (
    Accreditation,
    Attestation,
    Named,
    Party,
    attestation_of,
    document_of,
)
from jawda.core.credentials.keys import SoftwareKey
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.scopes import Measured
from jawda.core.findings import Refused

KEY = SoftwareKey.from_seed(bytes(range(32)))
BODY = Party(id="did:web:certif.example", name="Certif Exemple")
AUTHORITY = Party(id="did:web:accrediteur.example", name="Accréditeur Exemple")


def certificate(**changes: Any) -> Attestation:
    given: dict[str, Any] = {
        "url": "https://jawda.example/c/JW-2025-004812",
        "number": "JW-2025-004812",
        "kind": Kind.MANAGEMENT_SYSTEM,
        "attestation_type": "certification",
        "name": "ISO 9001:2015, Caoutchouc Modèle",
        "issuer": BODY,
        "holder": Party(
            id="did:web:caoutchouc.example",
            name="Caoutchouc Modèle",
            registered_id="001234567000089",
            register_id="https://ice.example",
            register_name="Identifiant commun de l’entreprise",
        ),
        "scheme": Named(id="https://iso.example/management-systems", name="Certification de systèmes de management"),
        "standard": Named(id="urn:iso:std:iso:9001:2015", name="ISO 9001:2015"),
        "scope": "Moulage de joints en caoutchouc pour l’automobile",
        "sectors": ("IAF 14",),
        "sites": ("Berrechid",),
        "valid_from": datetime(2025, 5, 12, tzinfo=UTC),
        "valid_until": datetime(2028, 5, 11, tzinfo=UTC),
        "accreditation": Accreditation(
            name="EX-SM-07",
            authority=AUTHORITY,
            url="https://accrediteur.example/a/EX-SM-07",
            sha256=hashlib.sha256(b"accreditation").digest(),
        ),
        "assessment_level": "authority-globalmra",
    }
    return Attestation(**(given | changes))


def signed(document: dict[str, Any]) -> credential.Credential:
    return credential.read(token.sign(document, KEY, key_id=f"{BODY.id}#1"))


def test_what_is_written_is_read_again() -> None:
    given_one = certificate()
    assert attestation_of(signed(document_of(given_one))) == given_one


@given(
    st.builds(
        certificate,
        scope=st.none() | st.text(min_size=1, max_size=30).filter(str.strip),
        sectors=st.lists(st.sampled_from(["IAF 12", "IAF 14", "NACE 22.19"])).map(tuple),
        sites=st.lists(st.sampled_from(["Tanger", "الدار البيضاء"])).map(tuple),
        standard=st.none() | st.just(Named(id="urn:iso:std:iso:14001:2015", name="ISO 14001:2015")),
        valid_until=st.none() | st.just(datetime(2027, 1, 1, tzinfo=UTC)),
        activity=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        accreditation=st.none() | st.just(Accreditation(name="EX-1", authority=AUTHORITY)),
        measured=st.lists(
            st.builds(
                Measured,
                quantity=st.just("length"),
                unit=st.sampled_from(["mm", "m"]),
                low=st.floats(0, 1),
                high=st.floats(1, 2),
                uncertainty=st.floats(0.001, 0.1),
                uncertainty_unit=st.sampled_from(["µm", "mm"]),
            ),
            max_size=2,
        ).map(tuple),
    )
)
def test_every_part_returns(one: Attestation) -> None:
    assert attestation_of(signed(document_of(one))) == one


def test_evidence_without_a_digest_is_told_as_such() -> None:
    link = Accreditation(name="EX-1", authority=AUTHORITY, url="https://accrediteur.example/a/1")
    assert attestation_of(signed(document_of(certificate(accreditation=link)))).accreditation == link


def test_the_endorsement_with_evidence_is_the_one() -> None:
    document: Any = document_of(certificate())
    bare = {"name": "Autre", "issuingAuthority": {"id": "urn:x", "name": "X"}}
    document["credentialSubject"]["authorisation"].insert(0, bare)
    found = attestation_of(signed(document)).accreditation
    assert found is not None
    assert found.name == "EX-SM-07"


def test_a_credential_of_others_is_read_without_our_members() -> None:
    document: Any = document_of(certificate())
    subject = document["credentialSubject"]
    for name in ("documentKind", "certificateNumber", "certifiedScope", "sectorCode", "certifiedSite"):
        del subject[name]
    found = attestation_of(signed(document))
    assert (found.number, found.kind, found.scope, found.sectors) == (subject["id"], None, None, ())


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("testing", Kind.TEST),
        ("calibration", Kind.CALIBRATION),
        ("inspection", Kind.INSPECTION),
        ("certification", None),
        ("declaration", None),
    ],
)
def test_the_protocols_type_tells_the_kind_where_it_can(said: str, kind: Kind | None) -> None:
    """UNTP 0.7.0, attestationType: a certification may be of a system, a product or a person; a test is a test."""
    document: Any = document_of(certificate())
    del document["credentialSubject"]["documentKind"]
    document["credentialSubject"]["attestationType"] = said
    assert attestation_of(signed(document)).kind is kind


@pytest.mark.parametrize(
    ("kind", "said", "good"),
    [
        ("test", "testing", True),
        ("test", "certification", False),
        ("management_system", "testing", False),
        ("calibration", "testing", False),
        ("attendance", "declaration", True),
        ("management_system", "declaration", False),
        ("product", "verification", False),
        ("person", "validation", False),
        ("of_2040", "testing", True),
    ],
)
def test_a_document_that_contradicts_itself_is_refused(kind: str, said: str, good: bool) -> None:
    document: Any = document_of(certificate())
    document["credentialSubject"] |= {"documentKind": kind, "attestationType": said}
    if good:
        assert attestation_of(signed(document)).attestation_type == said
        return
    with pytest.raises(Refused) as told:
        attestation_of(signed(document))
    assert told.value.findings[0].id == "credentials.kind_differs"


def test_the_day_of_a_test_is_that_of_its_assessments() -> None:
    """UNTP 0.7.0, assessmentDate: of several days none is the day of the activity."""
    document: Any = document_of(certificate())
    subject = document["credentialSubject"]
    one = {
        "type": ["ConformityAssessment"], "id": "urn:a:1", "name": "Traction", "assessmentDate": "2025-05-02",
        "assessmentCriteria": [{"id": "urn:c", "name": "C"}], "assessedPerformance": [{}],
        "conformityTopic": [{"type": ["ConformityTopic"], "id": "urn:t", "name": "T"}],
    }  # fmt: skip
    subject["conformityAssessment"] = [one, one]
    assert attestation_of(signed(document)).activity is None, "a certificate is not of a day"
    del subject["documentKind"]
    subject["attestationType"] = "testing"
    assert attestation_of(signed(document)).activity == date(2025, 5, 2)
    subject["conformityAssessment"] = [one, one | {"assessmentDate": "2025-05-03"}]
    assert attestation_of(signed(document)).activity is None


def test_each_accreditation_that_is_claimed_is_read_up_to_eight() -> None:
    others = tuple(Accreditation(name=f"EX-{number}", authority=AUTHORITY) for number in range(9))
    document = document_of(certificate(others=others))
    found = attestation_of(signed(document))
    assert [one.name for one in found.claims] == ["EX-SM-07", *(f"EX-{number}" for number in range(7))]
    assert certificate(accreditation=None).claims == ()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("credentialSubject.assessorLevel", "4thParty"),
        ("credentialSubject.issuedToParty", {"id": "did:web:x.example"}),
        ("credentialSubject.sectorCode", "IAF 14"),
        ("credentialSubject.activityDate", "hier"),
        ("credentialSubject.measuredQuantity", [{"quantity": "length"}]),
        ("name", ""),
    ],
)
def test_another_shape_is_refused_with_its_place(path: str, value: object) -> None:
    document: Any = document_of(certificate())
    *outer, last = path.split(".")
    place = document[outer[0]] if outer else document
    place[last] = value
    with pytest.raises(Refused) as told:
        attestation_of(signed(document))
    told_path = told.value.findings[0].place.path or ""
    assert path.endswith(told_path.split("[")[0]) or told_path.startswith(path)


def test_what_does_not_hold_to_the_shape_is_not_written() -> None:
    with pytest.raises(Refused):
        document_of(certificate(holder=Party(id="no address", name="X")))


def test_kind_and_order_of_contexts() -> None:
    """UNTP 0.7.0: the W3C context, then the protocol's; both types stand in ``type``."""
    document: Any = document_of(certificate())
    for change, reason in (
        ({"@context": [untp.UNTP_CONTEXT, untp.W3C_CONTEXT]}, "context_order"),
        ({"@context": [untp.W3C_CONTEXT]}, "context_order"),
        ({"type": ["VerifiableCredential"]}, "kind"),
    ):
        with pytest.raises(Refused) as told:
            untp.check_shape(document | change, untp.CONFORMITY)
        assert told.value.findings[0].id == f"credentials.{reason}"


def test_the_status_entry_stands_where_it_is_looked_for() -> None:
    entry = {"type": "BitstringStatusListEntry"}
    assert document_of(certificate(), status=entry)["credentialStatus"] == entry
    assert "credentialStatus" not in json.dumps(document_of(certificate()))
