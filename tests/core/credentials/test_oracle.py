"""An independent library reads what we sign, and we read what it signs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

from jawda.core.credentials.base64url import encode
from jawda.core.credentials.keys import Algorithm, SoftwareKey, public_key
from jawda.core.credentials.token import read, sign
from jawda.core.findings import Refused

NAMES = ["EdDSA", "Ed25519", "ES256", "ES384", "ES512"]
PAYLOADS = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"])).filter(lambda name: name not in ("vc", "vp")),
    st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans(),
    max_size=5,
)
CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
KEY_ID = "did:web:body.example#1"

pytestmark = pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")


def theirs(name: str, jwk: Any = None) -> Any:
    kind: Any = ECKey if name in CURVES else OKPKey
    return kind.generate_key(CURVES.get(name, "Ed25519"), private=True) if jwk is None else kind.import_key(jwk)


@pytest.mark.parametrize("name", NAMES)
@given(payload=PAYLOADS)
@settings(max_examples=15)
def test_what_it_signs_we_verify(name: str, payload: dict[str, Any]) -> None:
    key = theirs(name)
    header = {"alg": name, "typ": "vc+jwt", "cty": "vc", "kid": KEY_ID}
    data = jws.serialize_compact(header, json.dumps(payload).encode(), key, algorithms=[name]).encode()
    token = read(data)
    token.verify(public_key(key.as_dict(private=False)))
    assert dict(token.payload) == payload
    assert public_key(key.as_dict(private=False)).thumbprint() == key.thumbprint()


@pytest.mark.parametrize("algorithm", Algorithm)
@given(seed=st.binary(min_size=31, max_size=31).map(lambda found: found + b"\x01"))
@settings(max_examples=15)
def test_what_we_sign_it_verifies(algorithm: Algorithm, seed: bytes) -> None:
    key = SoftwareKey.from_seed(seed if algorithm is Algorithm.ED25519 else seed[1:], algorithm)
    data = sign({"issuer": "did:web:body.example", "n": 1}, key, key_id=KEY_ID)
    name = "EdDSA" if algorithm is Algorithm.ED25519 else algorithm.value
    found = jws.deserialize_compact(data, theirs(name, key.public.jwk()), algorithms=[name])
    assert json.loads(found.payload) == {"issuer": "did:web:body.example", "n": 1}
    assert found.headers()["typ"] == "vc+jwt"


@pytest.mark.parametrize("name", NAMES)
def test_what_one_refuses_the_other_does_not_take(name: str) -> None:
    """Each bit of a signature changed in turn: none of these tokens may verify for us, nor for the library."""
    key = theirs(name)
    header = {"alg": name, "typ": "vc+jwt", "kid": KEY_ID}
    head, payload, _ = jws.serialize_compact(header, b"{}", key, algorithms=[name]).encode().split(b".")
    signature = read(b".".join((head, payload, _))).signature
    for bit in range(0, len(signature) * 8, 7):
        changed = bytearray(signature)
        changed[bit // 8] ^= 1 << bit % 8
        data = b".".join((head, payload, encode(bytes(changed))))
        with pytest.raises(Refused, match="token_signature"):
            read(data).verify(public_key(key.as_dict(private=False)))
        with pytest.raises(JoseError):
            jws.deserialize_compact(data, key, algorithms=[name])
