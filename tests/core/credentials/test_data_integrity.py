"""Proofs inside the document: eddsa-jcs-2022 (VC-DI-EDDSA 1.0, 3.3), and everything it must not let pass."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from jawda.core.credentials import multibase
from jawda.core.credentials.data_integrity import SUITE, hash_data, read, sign
from jawda.core.credentials.keys import Algorithm, SoftwareKey
from jawda.core.credentials.refusing import reason
from jawda.core.findings import Refused

KEY = SoftwareKey.from_seed(bytes(32))
DOCUMENT: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://example.org/2"],
    "id": "urn:1",
    "credentialSubject": {"id": "did:web:holder.example", "authorisation": [{"name": "x"}]},
}
KEY_ID = "did:web:a.example#1"


def signed(document: dict[str, Any] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = copy.deepcopy(
        sign(DOCUMENT if document is None else document, KEY, key_id=KEY_ID, created="2026-05-04T03:02:01Z")
    )
    return found


def refused(document: dict[str, Any]) -> str:
    with pytest.raises(Refused) as found:
        read(document).verify(KEY.public)
    return reason(found.value)


def test_a_proof_is_read_and_verified() -> None:
    proof = read(signed())
    proof.verify(KEY.public)
    assert (proof.key_id, proof.purpose, proof.created, proof.expires) == (
        KEY_ID, "assertionMethod", "2026-05-04T03:02:01Z", None,
    )  # fmt: skip
    assert signed() == signed()
    assert "@context" not in signed({"id": "urn:1"})["proof"]
    read(signed({"id": "urn:1"})).verify(KEY.public)


def test_optional_members_of_a_proof_are_signed() -> None:
    """VC-DI 1.0, 2.1: expires, domain, challenge, nonce and id are part of the options that are hashed."""
    document = signed()
    options = {k: v for k, v in document["proof"].items() if k != "proofValue"}
    options |= {"expires": "2027-05-04T03:02:01Z", "nonce": "n", "domain": "d", "challenge": "c", "id": "urn:p"}
    rest = {k: v for k, v in document.items() if k != "proof"}
    document["proof"] = {**options, "proofValue": multibase.encode_base58(KEY.sign(hash_data(rest, options)))}
    proof = read(document)
    proof.verify(KEY.public)
    assert proof.expires == "2027-05-04T03:02:01Z"
    document["proof"]["nonce"] = "m"
    assert refused(document) == "proof_signature"


def test_no_member_is_left_unsigned() -> None:
    """A member that no context defines vanishes from RDF; here every one is under the signature."""
    document = signed()
    document["credentialSubject"]["authorisation"][0]["accreditationNumber"] = "1"
    assert refused(document) == "proof_signature"
    document = signed()
    document["@context"].append("https://evil.example/")
    assert refused(document) == "proof_signature"
    document = signed()
    document["proof"]["created"] = "2026-05-04T03:02:02Z"
    assert refused(document) == "proof_signature"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"type": "Ed25519Signature2020"}, "proof_suite"),
        ({"cryptosuite": "eddsa-rdfc-2022"}, "proof_suite"),
        ({"cryptosuite": "ecdsa-sd-2023"}, "proof_suite"),
        ({"cryptosuite": ...}, "proof_suite"),
        ({"cryptosuite": [SUITE]}, "proof_suite"),
        ({"proofPurpose": "authentication"}, "proof_purpose"),
        ({"proofPurpose": ["assertionMethod"]}, "proof_purpose"),
        ({"proofPurpose": ...}, "proof_member"),
        ({"verificationMethod": ...}, "proof_member"),
        ({"verificationMethod": {"id": KEY_ID}}, "proof_member"),
        ({"proofValue": ...}, "proof_member"),
        ({"proofValue": 5}, "proof_member"),
        ({"previousProof": "urn:1"}, "proof_member"),
        ({"jws": "x"}, "proof_member"),
        ({"proofValue": ""}, "multibase_prefix"),
        ({"proofValue": "u" + "A" * 86}, "multibase_prefix"),
        ({"proofValue": "z" + "1" * 300}, "multibase_length"),
        ({"proofValue": "z0"}, "base58_character"),
        ({"proofValue": "z" + "1" * 63}, "proof_signature"),
        ({"proofValue": "z" + "1" * 65}, "proof_signature"),
        ({"proofValue": "z" + "1" * 64}, "proof_signature"),
        ({"@context": ["https://example.org/2"]}, "proof_context"),
        ({"@context": [*DOCUMENT["@context"], "https://more.example/"]}, "proof_context"),
        ({"@context": "https://example.org/2"}, "proof_context"),
        ({"created": "2026-05-04"}, "moment"),
        ({"expires": None}, "moment"),
    ],
)
def test_another_proof_is_refused(members: dict[str, Any], expected: str) -> None:
    """VC-DI-EDDSA, 3.3.2: type and cryptosuite as named; the proof's @context begins the document's, in order."""
    document = signed()
    document["proof"] = {k: v for k, v in (document["proof"] | members).items() if v is not ...}
    assert refused(document) == expected


def test_one_context_is_as_good_as_a_list_of_one() -> None:
    document = signed({"@context": "https://example.org/1", "id": "urn:1"})
    read(document).verify(KEY.public)


@pytest.mark.parametrize("proof", [..., None, [], "proof", [{"type": "DataIntegrityProof"}] * 2])
def test_exactly_one_proof(proof: object) -> None:
    """A set or chain of proofs says who signed what with whom; taking one out of it would say less, or other."""
    document = {k: v for k, v in (signed() | {"proof": proof}).items() if v is not ...}
    assert refused(document) == "proof_count"


def test_a_chain_from_which_a_proof_was_taken_is_refused() -> None:
    """VC-DI 1.0, 2.1.2: previousProof names a proof that must be verified too."""
    document = signed()
    document["proof"] = [document["proof"], {**document["proof"], "previousProof": "urn:uuid:1"}]
    assert refused(document) == "proof_count"
    document["proof"] = document["proof"][1]
    assert refused(document) == "proof_member"


def test_only_an_ed25519_key_signs_and_verifies() -> None:
    other = SoftwareKey.from_seed(bytes([7]), Algorithm.ES256)
    with pytest.raises(Refused, match="token_algorithm_of_key"):
        read(signed()).verify(other.public)
    with pytest.raises(Refused, match="token_algorithm_of_key"):
        sign(DOCUMENT, other, key_id=KEY_ID, created="2026-05-04T03:02:01Z")


def test_what_has_a_proof_is_not_signed_again() -> None:
    with pytest.raises(Refused, match="proof_count"):
        sign(signed(), KEY, key_id=KEY_ID, created="2026-05-04T03:02:01Z")


def test_numbers_without_a_canonical_form_are_not_signed() -> None:
    with pytest.raises(Refused, match="no_canonical_form"):
        sign({"a": 2**53}, KEY, key_id=KEY_ID, created="2026-05-04T03:02:01Z")
