"""Keys: one algorithm each, read strictly, and never shown where they are private."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.credentials import base64url, multibase
from jawda.core.credentials.keys import Algorithm, PublicKey, SoftwareKey, public_key, public_key_of_multikey
from jawda.core.findings import Refused

SIZES = {Algorithm.ED25519: 64, Algorithm.ES256: 64, Algorithm.ES384: 96, Algorithm.ES512: 132}
KEYS = {algorithm: SoftwareKey.from_seed(bytes(31) + b"\x07", algorithm) for algorithm in Algorithm}
P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
#: The eight points whose order divides 8, sign bit cleared, and encodings beyond the field.
SMALL = [
    "01" + "00" * 31, "00" * 32, "00" * 31 + "80", "01" + "00" * 30 + "80", "ec" + "ff" * 30 + "7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ed" + "ff" * 30 + "7f", "ff" * 32,
]  # fmt: skip


@pytest.fixture(params=Algorithm)
def key(request: pytest.FixtureRequest) -> SoftwareKey:
    return KEYS[request.param]


def test_a_signature_verifies_and_nothing_else_does(key: SoftwareKey) -> None:
    """RFC 7518, 3.4: the signature is R and S as big-endian octets of the curve's length, one after the other."""
    signature = key.sign(b"message")
    assert len(signature) == SIZES[key.public.algorithm]
    assert key.public.verifies(signature, b"message")
    assert not key.public.verifies(signature, b"Message")
    assert not key.public.verifies(signature + b"\0", b"message")
    assert not key.public.verifies(signature[:-1], b"message")
    assert not key.public.verifies(b"", b"message")
    assert not key.public.verifies(bytes(len(signature)), b"message")
    assert not key.public.verifies(b"\xff" * len(signature), b"message")
    assert key.sign(b"message") == signature


def test_a_key_is_the_same_from_its_jwk_and_its_multikey(key: SoftwareKey) -> None:
    """CID 1.0, 2.2.2 and 2.2.3: Multikey and JsonWebKey express the same key."""
    public = key.public
    assert public_key(public.jwk()) == public
    assert public_key_of_multikey(public.multikey()) == public
    assert public_key(public.jwk()).thumbprint() == public.thumbprint()
    assert public_key({**public.jwk(), "alg": public.algorithm.value, "use": "sig", "key_ops": ["verify"]}) == public


def test_both_signs_of_a_compressed_point() -> None:
    found = {SoftwareKey.from_seed(bytes([number]), Algorithm.ES256).public for number in range(1, 12)}
    assert {key.raw[-1] & 1 for key in found} == {0, 1}
    assert {public_key_of_multikey(key.multikey()) for key in found} == found


def test_the_older_name_means_the_same_algorithm() -> None:
    """RFC 9864, 2.2: “Ed25519” is what “EdDSA” means with a key of that curve."""
    assert public_key({**KEYS[Algorithm.ED25519].public.jwk(), "alg": "EdDSA"}).algorithm is Algorithm.ED25519


@given(st.binary(min_size=32, max_size=32))
def test_every_key_that_signs_is_accepted(seed: bytes) -> None:
    key = SoftwareKey.from_seed(seed)
    assert public_key(key.public.jwk()).verifies(key.sign(b"m"), b"m")


@pytest.mark.parametrize("encoded", SMALL)
def test_a_point_of_small_order_is_no_key(encoded: str) -> None:
    """RFC 8032, 5.1.3: decoding fails for y ≥ p; a key of small order would take one signature for many messages."""
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(bytes.fromhex(encoded)).decode()}
    with pytest.raises(Refused, match="key_invalid"):
        public_key(jwk)


@given(st.binary(min_size=32, max_size=32).filter(lambda raw: raw.hex() not in SMALL))
def test_a_number_off_the_curve_is_no_key(raw: bytes) -> None:
    """RFC 8032, 5.1.3: x is recovered as a square root, and “if no square root exists, decoding fails”."""
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    above, below = y * y - 1, D * y * y + 1
    x = above * pow(below, 3, P) * pow(above * pow(below, 7, P), (P - 5) // 8, P) % P
    on_curve = y < P and (below * x * x - above) % P in (0, -2 * above % P)
    if on_curve:
        assert PublicKey(Algorithm.ED25519, raw).checked().raw == raw
    else:
        with pytest.raises(Refused, match="key_invalid"):
            PublicKey(Algorithm.ED25519, raw).checked()


def changed(algorithm: Algorithm, **members: Any) -> dict[str, Any]:
    return {**KEYS[algorithm].public.jwk(), **members}


@pytest.mark.parametrize(
    ("jwk", "expected"),
    [
        (changed(Algorithm.ED25519, d="AAAA"), "key_private"),
        ({}, "key_type"),
        ({"kty": "oct", "k": "AAAA"}, "key_type"),
        ({"kty": "RSA", "n": "AAAA", "e": "AQAB"}, "key_type"),
        (changed(Algorithm.ED25519, crv="X25519"), "key_type"),
        (changed(Algorithm.ED25519, kty="EC"), "key_type"),
        (changed(Algorithm.ES256, crv="secp256k1"), "key_type"),
        (changed(Algorithm.ES256, kty="OKP"), "key_type"),
        (changed(Algorithm.ES256, crv=["P-256"]), "key_type"),
        (changed(Algorithm.ED25519, x=None), "key_invalid"),
        (changed(Algorithm.ED25519, x="é"), "key_invalid"),
        (changed(Algorithm.ED25519, x="AAAA"), "key_invalid"),
        (changed(Algorithm.ED25519, x="A"), "base64_spelling"),
        (changed(Algorithm.ED25519, x=base64url.encode(b"\x02" + bytes(31)).decode()), "key_invalid"),
        (changed(Algorithm.ES256, y=KEYS[Algorithm.ES256].public.jwk()["x"]), "key_invalid"),
        (changed(Algorithm.ES256, alg="ES384"), "key_use"),
        (changed(Algorithm.ES256, alg="HS256"), "key_use"),
        (changed(Algorithm.ES256, alg=5), "key_use"),
        (changed(Algorithm.ES256, use="enc"), "key_use"),
        (changed(Algorithm.ES256, key_ops=["sign"]), "key_use"),
        (changed(Algorithm.ES256, key_ops="verify"), "key_use"),
    ],
)
def test_another_key_is_refused(jwk: dict[str, Any], expected: str) -> None:
    """RFC 7517, 4: ``use``, ``key_ops`` and ``alg`` say what a key is intended for."""
    with pytest.raises(Refused, match=f"^credentials.{expected}$"):
        public_key(jwk)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "key_type"),
        (b"\xed\x01" + bytes(31), "key_type"),
        (b"\xec\x01" + bytes(32), "key_type"),
        (b"\xed\x01\x02" + bytes(31), "key_invalid"),
        (b"\x80\x24\x02" + b"\xff" * 32, "key_invalid"),
        (b"\x80\x24\x04" + bytes(32), "key_invalid"),
        (b"\x80\x24\x02" + bytes(31), "key_type"),
    ],
)
def test_another_multikey_is_refused(data: bytes, expected: str) -> None:
    """CID 1.0, 2.2.2: a header of two bytes names the kind; the rest is the key or its compressed point."""
    with pytest.raises(Refused, match=f"^credentials.{expected}$"):
        public_key_of_multikey(multibase.encode_base58(data))


def test_a_seed_that_makes_no_key_is_refused() -> None:
    for seed, algorithm in ((bytes(31), Algorithm.ED25519), (bytes(32), Algorithm.ES256), (b"\xff" * 32, "ES256")):
        with pytest.raises(Refused, match="key_invalid"):
            SoftwareKey.from_seed(seed, Algorithm(algorithm))


def test_a_private_key_never_shows_itself() -> None:
    key = SoftwareKey.from_seed(bytes.fromhex("c0ffee" * 10 + "c0ff"))
    assert key.public.thumbprint() in repr(key)
    assert "c0ff" not in repr(key)
    assert base64url.encode(bytes.fromhex("c0ffee" * 10 + "c0ff")).decode() not in f"{key} {key!r} {key.__dict__}"
