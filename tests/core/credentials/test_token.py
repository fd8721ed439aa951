"""Signed tokens: what is refused before a key is asked, and what a key says (RFC 7515, RFC 8725, VC-JOSE-COSE)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jawda.core.credentials import base64url
from jawda.core.credentials.json_text import MOST_BYTES
from jawda.core.credentials.keys import Algorithm, SoftwareKey
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.token import FORBIDDEN, MOST_TOKEN_BYTES, Token, read, sign
from jawda.core.findings import Refused

KEYS = {algorithm: SoftwareKey.from_seed(bytes(31) + b"\x07", algorithm) for algorithm in Algorithm}
KEY = KEYS[Algorithm.ED25519]
KEY_ID = "did:web:body.example#1"
GOOD = sign({"issuer": "did:web:body.example"}, KEY, key_id=KEY_ID)


def made(payload: bytes = b"{}", **header: Any) -> bytes:
    """A token by hand, with whatever header; it is signed, so that only the header can be what is wrong with it."""
    whole = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": KEY_ID} | header
    text = json.dumps({name: value for name, value in whole.items() if value is not ...}).encode()
    signed = base64url.encode(text) + b"." + base64url.encode(payload)
    return signed + b"." + base64url.encode(KEY.sign(signed))


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as found:
        read(data)
    return reason(found.value)


@pytest.mark.parametrize("algorithm", Algorithm)
def test_what_is_signed_is_read_and_verified(algorithm: Algorithm) -> None:
    """RFC 7515, 5.2: the signature is validated over the encoded header, a point, and the encoded payload."""
    key = KEYS[algorithm]
    data = sign({"name": "é", "list": [1, 2.5, None]}, key, key_id=KEY_ID)
    token = read(data)
    token.verify(key.public)
    assert dict(token.payload) == {"name": "é", "list": [1, 2.5, None]}
    assert (token.algorithm, token.key_id, token.media_type) == (algorithm, KEY_ID, "vc+jwt")
    assert token.signed == data.rpartition(b".")[0]
    assert len(token.sha256) == 64
    assert sign({"name": "é", "list": [1, 2.5, None]}, key, key_id=KEY_ID) == data


def test_both_names_of_the_algorithm_are_read() -> None:
    """RFC 9864, 2.2: “Ed25519” replaces “EdDSA”; both are in use."""
    for name in ("EdDSA", "Ed25519"):
        read(made(alg=name)).verify(KEY.public)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_header_that_brings_a_key_or_changes_what_is_signed_is_refused(name: str) -> None:
    """RFC 8725, 3.10: headers that name a key or an address to fetch it from let an attacker choose."""
    for value in (None, True, False, "x", KEY.public.jwk(), [name]):
        header: dict[str, Any] = {name: value}
        assert refused(made(**header)) == "token_header"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"alg": ...}, "token_algorithm"),
        ({"alg": "none"}, "token_algorithm"),
        ({"alg": "None"}, "token_algorithm"),
        ({"alg": ""}, "token_algorithm"),
        ({"alg": "HS256"}, "token_algorithm"),
        ({"alg": "RS256"}, "token_algorithm"),
        ({"alg": "ES256K"}, "token_algorithm"),
        ({"alg": "eddsa"}, "token_algorithm"),
        ({"alg": ["EdDSA"]}, "token_algorithm"),
        ({"alg": None}, "token_algorithm"),
        ({"typ": ...}, "token_media_type"),
        ({"typ": "JWT"}, "token_media_type"),
        ({"typ": "vp+jwt"}, "token_media_type"),
        ({"typ": ["vc+jwt"]}, "token_media_type"),
        ({"typ": "application/vp+jwt"}, "token_media_type"),
        ({"typ": "application/application/vc+jwt"}, "token_media_type"),
        ({"typ": "text/vc+jwt"}, "token_media_type"),
        ({"typ": "VC+JWT"}, "token_media_type"),
        ({"cty": "vp"}, "token_media_type"),
        ({"cty": None}, "token_media_type"),
        ({"kid": ...}, "token_key_id"),
        ({"kid": ""}, "token_key_id"),
        ({"kid": 1}, "token_key_id"),
    ],
)
def test_another_header_is_refused(header: dict[str, Any], expected: str) -> None:
    """VC-JOSE-COSE, 3.1.1: typ is vc+jwt; RFC 8725, 3.1: only algorithms the application named are used."""
    assert refused(made(**header)) == expected


def test_a_content_type_may_be_left_out_and_other_types_asked_for() -> None:
    assert read(made(cty=...)).header.get("cty") is None
    # RFC 7515, 4.1.9: “application/” may be written out or left out
    assert read(made(typ="application/vc+jwt", cty="application/vc")).media_type == "vc+jwt"
    assert read(made(typ="vp+jwt", cty="vp"), media_types=("vp+jwt",), content_types=("vp",)).media_type == "vp+jwt"


@pytest.mark.parametrize("name", ["vc", "vp"])
def test_a_second_content_is_refused(name: str) -> None:
    """VC-JOSE-COSE, 3.1.1: “The JWT Claim Names vc and vp MUST NOT be present.”"""
    assert refused(made(json.dumps({name: None}).encode())) == "token_claims"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "token_parts"),
        (b"a.b", "token_parts"),
        (GOOD + b".", "token_parts"),
        (GOOD + b".AAAA", "token_parts"),
        (b"." + GOOD, "token_parts"),
        (GOOD.rpartition(b".")[0] + b".", "token_parts"),
        (b" " + GOOD, "base64_spelling"),
        (GOOD + b"\n", "base64_spelling"),
        (GOOD + b"=", "base64_spelling"),
        (GOOD[:-1] + (b"h" if GOOD[-1:] != b"h" else b"i"), "base64_spelling"),
        (GOOD.replace(b".", b" .", 1), "base64_spelling"),
        (GOOD.replace(b".", b".\t", 1), "base64_spelling"),
        (b"x" * (MOST_TOKEN_BYTES + 1), "json_size"),
        (made(b"[]"), "json_no_object"),
        (made(b'{"a":1,"a":2}'), "json_duplicate"),
        (made(b'{"a":NaN}'), "json_number"),
        (made(b'{"a":' + b"9" * 5000 + b"}"), "json_number"),
        (made(b"[" * 100_000), "json_depth"),
        (made(b'{"a":"\xff"}'), "json_encoding"),
        (made(b" " * MOST_BYTES + b"{}"), "json_size"),
        (made(kid="x" * 5000), "json_size"),
        (base64url.encode(b'{"alg":"EdDSA","alg":"none"}') + b".e30.AA", "json_duplicate"),
        (base64url.encode(b'"header"') + b".e30.AA", "json_no_object"),
        (json.dumps({"payload": "e30", "signatures": []}).encode(), "token_parts"),
    ],
)
def test_another_form_is_refused(data: bytes, expected: str) -> None:
    """RFC 7515, 5.2: each part is base64url without line breaks or whitespace, and the header one JSON object."""
    assert refused(data) == expected


def test_the_algorithm_is_the_keys_never_the_tokens() -> None:
    """RFC 8725, 3.1: each key must be used with exactly one algorithm."""
    for said, used in [(a, b) for a in Algorithm for b in Algorithm if a is not b]:
        token = read(sign({}, KEYS[said], key_id=KEY_ID))
        with pytest.raises(Refused, match="token_algorithm_of_key"):
            token.verify(KEYS[used].public)


@pytest.mark.parametrize("algorithm", Algorithm)
def test_another_signature_is_refused(algorithm: Algorithm) -> None:
    """RFC 7518, 3.4: “If it does not, the validation has failed” (64 octets for ES256); so for any other length."""
    key = KEYS[algorithm]
    signed, _, encoded = sign({}, key, key_id=KEY_ID).rpartition(b".")
    signature = base64url.decode(encoded)
    wrong = [signature[:-1], signature + b"\0", bytes(len(signature)), signature[::-1], b"\0" + signature]
    for found in wrong:
        with pytest.raises(Refused, match="token_signature"):
            read(signed + b"." + base64url.encode(found)).verify(key.public)
    other = SoftwareKey.from_seed(bytes(31) + b"\x08", algorithm)
    with pytest.raises(Refused, match="token_signature"):
        read(signed + b"." + encoded).verify(other.public)


def test_a_header_shared_by_many_tokens_cannot_be_changed() -> None:
    token: Token = read(GOOD)
    with pytest.raises(TypeError):
        token.header["alg"] = "none"  # type: ignore[index]  # what must not work


def test_the_digest_names_the_token() -> None:
    assert read(GOOD).sha256 != read(made()).sha256


def test_a_payload_that_is_no_json_is_not_signed() -> None:
    with pytest.raises(ValueError, match="JSON"):
        sign({"a": float("nan")}, KEY, key_id=KEY_ID)
