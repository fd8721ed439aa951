"""Credentials that nobody signed: what stands in one is read, and what is signed is not taken for one."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.core.credentials.ecosystem import BODY, signed

from jawda.core.credentials import unsecured
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.untp import W3C_CONTEXT
from jawda.core.findings import Refused

DOCUMENT: dict[str, Any] = {
    "@context": [W3C_CONTEXT], "type": ["VerifiableCredential"], "id": "urn:x:1", "validFrom": "2025-01-15T00:00:00Z",
    "issuer": {"id": BODY, "name": "Certif Exemple"}, "credentialSubject": {"id": "urn:x"},
}  # fmt: skip


def written(**changes: Any) -> bytes:
    return json.dumps({name: held for name, held in (DOCUMENT | changes).items() if held is not ...}).encode()


def test_what_stands_in_it() -> None:
    """W3C VCDM 2.0, 4: a context, an identifier, a type, an issuer and the moments between which it holds."""
    found = unsecured.read(b" " + written() + b"\n")
    assert found is not None
    assert (found.types, found.id, found.issuer) == (("VerifiableCredential",), "urn:x:1", BODY)
    assert (found.issuer_name, found.valid_from) == ("Certif Exemple", datetime(2025, 1, 15, tzinfo=UTC))
    assert (found.valid_until, found.document) == (None, DOCUMENT)
    assert found.sha256 == hashlib.sha256(written()).hexdigest()


def test_what_may_be_left_out_or_be_shorter() -> None:
    found = unsecured.read(
        written(id=..., issuer=BODY, type="VerifiableCredential", validFrom=..., validUntil="2027-01-15T00:00:00Z")
    )
    assert found is not None
    assert (found.id, found.issuer, found.issuer_name, found.valid_from) == (None, BODY, None, None)
    assert (found.types, found.valid_until) == (("VerifiableCredential",), datetime(2027, 1, 15, tzinfo=UTC))
    unnamed = unsecured.read(written(issuer={"id": BODY, "name": 5}))
    assert unnamed is not None
    assert unnamed.issuer_name is None


@pytest.mark.parametrize(
    "data",
    [
        signed(), b"nonsense", b"", written(proof={}), written(proof=[]), written(proof=None),
        written(type="EnvelopedVerifiableCredential"), written(type=["EnvelopedVerifiableCredential"]),
    ],
)  # fmt: skip
def test_what_says_that_it_is_secured_is_for_others_to_read(data: bytes) -> None:
    """W3C VCDM 2.0, 4.12: a credential is secured by a proof within it or by an envelope around it."""
    assert unsecured.read(data) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"@context": ...}, "context_order"),
        ({"@context": []}, "context_order"),
        ({"@context": W3C_CONTEXT}, "context_order"),
        ({"@context": ["https://other.example", W3C_CONTEXT]}, "context_order"),
        ({"type": ...}, "kind"),
        ({"type": "DigitalConformityCredential"}, "kind"),
        ({"type": ["DigitalConformityCredential"]}, "kind"),
        ({"id": "one"}, "shape"),
        ({"issuer": ...}, "shape_missing"),
        ({"issuer": {"name": "x"}}, "shape_missing"),
        ({"issuer": [BODY]}, "shape"),
        ({"validFrom": "2025-01-15"}, "moment"),
        ({"validUntil": None}, "moment"),
    ],
)
def test_what_is_no_credential_is_refused(changes: dict[str, Any], expected: str) -> None:
    with pytest.raises(Refused) as found:
        unsecured.read(written(**changes))
    assert reason(found.value) == expected
