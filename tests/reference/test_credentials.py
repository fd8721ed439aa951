"""Cases that W3C and the authors of RFC 8785 published: canonical forms, proofs and tokens, to the byte.

They are not part of this repository. They are looked for in the folder that ``JAWDA_REFERENCE`` names, else in
``../shared/reference`` beside the checkout; where they are not, these tests are skipped and say so.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from jawda.core.credentials import base64url, multibase
from jawda.core.credentials.data_integrity import canonical, hash_data, read, sign
from jawda.core.credentials.json_text import parse, parse_object
from jawda.core.credentials.keys import NAMES, SoftwareKey, public_key, public_key_of_multikey
from jawda.core.credentials.token import Token
from jawda.core.credentials.token import read as read_token
from jawda.core.credentials.token import sign as sign_token
from jawda.core.findings import Refused

FOLDER = Path(
    os.environ.get("JAWDA_REFERENCE") or Path(__file__).resolve().parents[3] / "shared" / "reference"
) / "credentials"  # fmt: skip
PROOF = FOLDER / "eddsa-jcs-2022"
TOKENS = FOLDER / "vc-jose-cose"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the published cases for credentials are not beside this checkout (JAWDA_REFERENCE)"
)


def text(name: str) -> str:
    return (PROOF / name).read_text("utf-8").strip()


def signed_document() -> dict[str, Any]:
    return dict(parse_object((PROOF / "signedJCS.json").read_bytes()))


def key_pair() -> SoftwareKey:
    pair = json.loads(text("keyPair.json"))
    key = SoftwareKey.from_seed(multibase.decode(pair["privateKeyMultibase"])[2:])
    assert key.public == public_key_of_multikey(pair["publicKeyMultibase"])
    assert key.public.multikey() == pair["publicKeyMultibase"]
    return key


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_the_canonical_form_is_the_published_one(name: str) -> None:
    """RFC 8785, appendix and its test data."""
    value = parse((FOLDER / "jcs" / "input" / f"{name}.json").read_bytes())
    assert canonical(value) == (FOLDER / "jcs" / "output" / f"{name}.json").read_bytes()


def test_the_steps_of_the_proof_are_the_published_ones() -> None:
    """VC-DI-EDDSA 1.0, B.2: canonical forms, their hashes, the two together, the signature."""
    document = signed_document()
    proof = document.pop("proof")
    value = proof.pop("proofValue")
    assert proof == json.loads(text("proofConfigJCS.json"))
    assert canonical(document).decode() == text("canonDocJCS.txt")
    assert canonical(proof).decode() == text("proofCanonJCS.txt")
    assert hashlib.sha256(canonical(document)).hexdigest() == text("docHashJCS.txt")
    assert hashlib.sha256(canonical(proof)).hexdigest() == text("proofHashJCS.txt")
    assert hash_data(document, proof).hex() == text("combinedHashJCS.txt")
    signature = key_pair().sign(hash_data(document, proof))
    assert signature.hex() == text("sigHexJCS.txt")
    assert multibase.encode_base58(signature) == value == text("sigBTC58JCS.txt")


def test_the_published_document_comes_out_and_verifies() -> None:
    document = signed_document()
    proof = document.pop("proof")
    made = sign(document, key_pair(), key_id=proof["verificationMethod"], created=proof["created"])
    assert made == signed_document()
    found = read(signed_document())
    found.verify(key_pair().public)
    assert found.signature.hex() == text("sigHexJCS.txt")


def methods() -> dict[str, Any]:
    """The published keys by the name that the tokens use, which is their thumbprint."""
    return {
        json.loads(path.read_text("utf-8"))["publicKeyJwk"]["kid"]: json.loads(path.read_text("utf-8"))
        for path in TOKENS.glob("vm-*.json")
    }


def token(name: str) -> Token:
    return read_token(
        (TOKENS / f"{name}.txt").read_bytes().strip(), media_types=("vc+jwt", "vp+jwt"), content_types=("vc", "vp")
    )


@pytest.mark.parametrize(
    "name",
    [
        "credential-issuer-match-signed", "credential-jose-minimal", "credential-jose-unknown-extensions",
        "presentation-jose-bad-credential", "presentation-jose-multiple",
    ],
)  # fmt: skip
def test_good_tokens_verify_with_the_key_they_name_and_no_other(name: str) -> None:
    """VC-JOSE-COSE test suite; of the bad presentation the envelope is good, and what it holds is not."""
    found = token(name)
    for key_id, method in methods().items():
        key = public_key(method["publicKeyJwk"])
        assert key.thumbprint() == key_id
        if key_id == found.key_id:
            found.verify(key)
        else:
            with pytest.raises(Refused):
                found.verify(key)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("credential-jose-bad-media-type", "token_media_type"),
        ("presentation-jose-bad-media-type", "token_media_type"),
        ("credential-jose-vc-vp-claims", "token_claims"),
        ("credential-jose-bad-signature", "token_signature"),
    ],
)
def test_bad_tokens_are_refused_each_for_its_own_reason(name: str, expected: str) -> None:
    with pytest.raises(Refused, match=f"^credentials.{expected}$"):
        token(name).verify(public_key(methods()[token(name).key_id]["publicKeyJwk"]))


@pytest.mark.parametrize("name", ["vm-ed25519", "vm-p256", "vm-p384", "vm-p521"])
def test_published_private_keys_sign_what_verifies(name: str) -> None:
    jwk = json.loads((TOKENS / f"{name}.json").read_text("utf-8"))["secretKeyJwk"]
    with pytest.raises(Refused, match="key_private"):
        public_key(jwk)
    key = SoftwareKey.from_seed(base64url.decode(jwk["d"].encode()), NAMES[jwk["alg"]])
    assert key.public == public_key({member: value for member, value in jwk.items() if member != "d"})
    payload = parse_object((TOKENS / "credential-minimal.json").read_bytes())
    read_token(sign_token(payload, key, key_id=jwk["kid"])).verify(key.public)
