"""Credentials as they come: token, document with proof, envelope."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from jawda.core.credentials import credential, data_integrity, token
from jawda.core.credentials.keys import SoftwareKey
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.untp import W3C_CONTEXT
from jawda.core.findings import Refused

KEY = SoftwareKey.from_seed(bytes(range(32)))
OTHER = SoftwareKey.from_seed(bytes(32))
ISSUER = "did:web:body.example"
DOCUMENT: dict[str, Any] = {
    "@context": [W3C_CONTEXT],
    "id": "https://body.example/c/1",
    "type": ["VerifiableCredential"],
    "issuer": {"id": ISSUER, "name": "Body"},
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2027-01-01T00:00:00+01:00",
    "credentialSubject": {"id": "did:web:holder.example"},
}


def as_token(**changes: Any) -> bytes:
    document = {name: value for name, value in (DOCUMENT | changes).items() if value is not None}
    return token.sign(document, KEY, key_id=f"{ISSUER}#1")


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as told:
        credential.read(data)
    return reason(told.value)


def test_the_three_forms_say_the_same() -> None:
    text = as_token()
    proof = data_integrity.sign(DOCUMENT, KEY, key_id=f"{ISSUER}#1", created="2026-01-01T00:00:00Z")
    envelope = {"@context": [W3C_CONTEXT], "type": "EnvelopedVerifiableCredential"}
    envelope["id"] = "data:application/vc+jwt," + text.decode()
    forms = [text, b" " + text + b"\n", json.dumps(proof).encode(), json.dumps(envelope).encode()]
    forms.append(json.dumps(envelope | {"type": ["EnvelopedVerifiableCredential"]}).encode())
    for form in forms:
        found = credential.read(form)
        assert found.document == DOCUMENT
        assert (found.issuer, found.issuer_name, found.key_id) == (ISSUER, "Body", f"{ISSUER}#1")
        assert found.valid_from == datetime(2026, 1, 1, tzinfo=UTC)
        assert found.valid_until == datetime(2026, 12, 31, 23, tzinfo=UTC)
        assert found.subject == {"id": "did:web:holder.example"}
        found.verify(KEY.public)
        with pytest.raises(Refused):
            found.verify(OTHER.public)


def test_claims_narrow_the_window() -> None:
    """RFC 7519, 4.1.4 and 4.1.5: not accepted on or after ``exp``, nor before ``nbf``."""
    found = credential.read(as_token(nbf=1_775_000_000, exp=1_780_000_000.5))
    assert found.valid_from == datetime.fromtimestamp(1_775_000_000, UTC)
    assert found.valid_until == datetime.fromtimestamp(1_780_000_000.5, UTC)
    bare = credential.read(as_token(validFrom=None, validUntil=None, id=None, issuer=ISSUER))
    assert (bare.valid_from, bare.valid_until, bare.id, bare.issuer_name) == (None, None, None, None)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"vc": {}}, "token_claims"),
        ({"vp": {}}, "token_claims"),
        ({"iss": "did:web:other.example"}, "token_claim_differs"),
        ({"jti": "urn:other"}, "token_claim_differs"),
        ({"sub": "did:web:other.example"}, "token_claim_differs"),
        ({"exp": "tomorrow"}, "token_claim_differs"),
        ({"nbf": True}, "token_claim_differs"),
        ({"exp": 1e300}, "token_claim_differs"),
        ({"@context": W3C_CONTEXT}, "context_order"),
        ({"@context": ["https://other.example", W3C_CONTEXT]}, "context_order"),
        ({"@context": []}, "context_order"),
        ({"type": "AlumniCredential"}, "kind"),
        ({"type": ["VerifiableCredential", 3]}, "kind"),
        ({"type": 3}, "kind"),
        ({"issuer": None}, "shape_missing"),
        ({"issuer": {"name": "Body"}}, "shape_missing"),
        ({"issuer": "body"}, "shape"),
        ({"credentialSubject": None}, "shape_missing"),
        ({"credentialSubject": "holder"}, "shape_missing"),
        ({"validFrom": "2026-01-01"}, "moment"),
        ({"validFrom": 3}, "moment"),
        ({"validUntil": "2025-01-01T00:00:00Z"}, "window"),
        ({"credentialSubject": {}}, "shape_missing"),
        ({"credentialSubject": []}, "shape_missing"),
        ({"credentialSubject": [{"id": "urn:x"}, {}]}, "shape_missing"),
        ({"credentialSubject": ["urn:x"]}, "shape_missing"),
        ({"exp": 1}, "window"),
        ({"id": "one"}, "shape"),
    ],
)
def test_refused(changes: dict[str, Any], why: str) -> None:
    assert refused(as_token(**changes)) == why


def test_agreeing_claims_are_taken() -> None:
    same = {"iss": ISSUER, "jti": DOCUMENT["id"], "sub": "did:web:holder.example", "iat": "2010-01-01T19:23:24Z"}
    assert credential.read(as_token(**same)).issuer == ISSUER
    assert credential.read(as_token(sub="x", credentialSubject=[{"id": "a"}])).subject == {"id": "a"}


def test_type_may_be_one_word() -> None:
    """W3C VCDM 2.0, 4.5: one or more values."""
    assert credential.read(as_token(type="VerifiableCredential")).types == ("VerifiableCredential",)


def test_several_subjects() -> None:
    found = credential.read(as_token(credentialSubject=[{"id": "a"}, {"id": "b"}]))
    with pytest.raises(Refused) as told:
        _ = found.subject
    assert reason(told.value) == "several_subjects"


@pytest.mark.parametrize("address", [None, 3, "https://a.example", "data:application/vc+jwt,é.a.b"])
def test_envelopes_of_something_else(address: object) -> None:
    assert refused(json.dumps({"type": "EnvelopedVerifiableCredential", "id": address}).encode()) == "envelope"


def test_what_a_proof_does_not_cover() -> None:
    assert refused(json.dumps(DOCUMENT).encode()) == "proof_count"
    assert refused(b"") == "token_parts"
