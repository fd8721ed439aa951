"""Keys that sign attestations: Ed25519, and ECDSA over the NIST curves for devices that lack it.

The algorithm belongs to the key. A token names one too, and is refused where the two differ: it is never the token that
chooses (RFC 8725, 3.1).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jawda.core.credentials import base64url, multibase
from jawda.core.credentials.refusing import refuse


class Algorithm(StrEnum):
    """What a key does, named as its JOSE algorithm (RFC 7518, RFC 9864)."""

    ED25519 = "Ed25519"
    ES256 = "ES256"
    ES384 = "ES384"
    ES512 = "ES512"


#: ``EdDSA`` is the older name, which UNTP and most readers still expect; for an Ed25519 key the two are one.
NAMES: Final[dict[str, Algorithm]] = {item.value: item for item in Algorithm} | {"EdDSA": Algorithm.ED25519}


@dataclass(frozen=True, slots=True)
class _Curve:
    """A NIST curve: its name in a JWK, bytes of a coordinate, the digest signed, the prefix of a multikey."""

    name: str
    size: int
    curve: ec.EllipticCurve
    digest: hashes.HashAlgorithm
    prefix: bytes


_CURVES: Final = {
    Algorithm.ES256: _Curve("P-256", 32, ec.SECP256R1(), hashes.SHA256(), b"\x80\x24"),
    Algorithm.ES384: _Curve("P-384", 48, ec.SECP384R1(), hashes.SHA384(), b"\x81\x24"),
    Algorithm.ES512: _Curve("P-521", 66, ec.SECP521R1(), hashes.SHA512(), b"\x82\x24"),
}
#: Of the curve of Ed25519 (RFC 8032, 5.1): the field, and the constant d.
_FIELD: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _FIELD) % _FIELD
_ED25519_PREFIX: Final = b"\xed\x01"
_ED25519_SIZE: Final = 32


@dataclass(frozen=True)
class PublicKey:
    """A key to verify with: ``raw`` are the 32 bytes of Ed25519, or the uncompressed point."""

    algorithm: Algorithm
    raw: bytes

    @cached_property
    def _loaded(self) -> Ed25519PublicKey | ec.EllipticCurvePublicKey:
        try:
            if self.algorithm is Algorithm.ED25519:
                _check_edwards_point(self.raw)
                return Ed25519PublicKey.from_public_bytes(self.raw)
            return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[self.algorithm].curve, self.raw)
        except ValueError:
            raise refuse("key_invalid") from None

    def checked(self) -> PublicKey:
        """This key, refused where it is no point of its curve."""
        _ = self._loaded
        return self

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether ``signature`` was made over ``message``: 64 bytes, or both numbers of ECDSA at full length."""
        key = self._loaded
        try:
            if isinstance(key, Ed25519PublicKey):
                key.verify(signature, message)
            else:
                curve = _CURVES[self.algorithm]
                if len(signature) != 2 * curve.size:
                    return False
                r, s = signature[: curve.size], signature[curve.size :]
                pair = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
                key.verify(pair, message, ec.ECDSA(curve.digest))
        except InvalidSignature:
            return False
        return True

    def jwk(self) -> dict[str, str]:
        """As a JSON Web Key, required members only (RFC 7517, RFC 8037).

        >>> SoftwareKey.from_seed(bytes(32)).public.jwk()["crv"]
        'Ed25519'
        """
        if self.algorithm is Algorithm.ED25519:
            return {"crv": "Ed25519", "kty": "OKP", "x": _text(self.raw)}
        curve = _CURVES[self.algorithm]
        x, y = self.raw[1 : 1 + curve.size], self.raw[1 + curve.size :]
        return {"crv": curve.name, "kty": "EC", "x": _text(x), "y": _text(y)}

    def thumbprint(self) -> str:
        """What names this key and no other: SHA-256 of its required members in order (RFC 7638).

        >>> public_key({"kty": "OKP", "crv": "Ed25519",
        ...             "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}).thumbprint()
        'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'
        """
        return self._thumbprint

    @cached_property
    def _thumbprint(self) -> str:
        members = json.dumps(self.jwk(), sort_keys=True, separators=(",", ":")).encode("ascii")
        return _text(hashlib.sha256(members).digest())

    def multikey(self) -> str:
        """As a multikey (W3C CID 1.0, 2.2.2).

        >>> SoftwareKey.from_seed(bytes(32)).public.multikey()[:4]
        'z6Mk'
        """
        if self.algorithm is Algorithm.ED25519:
            return multibase.encode_base58(_ED25519_PREFIX + self.raw)
        curve = _CURVES[self.algorithm]
        sign = b"\x03" if self.raw[-1] & 1 else b"\x02"
        return multibase.encode_base58(curve.prefix + sign + self.raw[1 : 1 + curve.size])


class Signer(Protocol):
    """Whatever holds a private key: software, or a device that gives signatures and nothing else."""

    @property
    def public(self) -> PublicKey:
        """The key that verifies what is signed."""

    def sign(self, message: bytes) -> bytes:
        """A signature over ``message``, as :meth:`PublicKey.verifies` takes it."""


@dataclass(frozen=True, repr=False)
class SoftwareKey:
    """A private key in memory. It never shows itself: not in a traceback, a log, or a copy as text."""

    public: PublicKey
    _key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey

    @classmethod
    def from_seed(cls, seed: bytes, algorithm: Algorithm = Algorithm.ED25519) -> SoftwareKey:
        """The key of ``seed``: 32 random bytes for Ed25519, the private number for a curve.

        >>> SoftwareKey.from_seed(bytes(32))
        <SoftwareKey Ed25519 9ZP03Nu8GrXPAUkbKNxHOKBzxPX83SShgFkRNK-f2lw>
        """
        try:
            if algorithm is Algorithm.ED25519:
                key = Ed25519PrivateKey.from_private_bytes(seed)
                return cls(PublicKey(algorithm, key.public_key().public_bytes_raw()), key)
            curve = _CURVES[algorithm]
            other = ec.derive_private_key(int.from_bytes(seed, "big"), curve.curve)
        except ValueError:
            raise refuse("key_invalid") from None
        point = other.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return cls(PublicKey(algorithm, point), other)

    def sign(self, message: bytes) -> bytes:
        """Deterministic for both kinds (RFC 8032; RFC 6979), so that the same credential is the same bytes."""
        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.sign(message)
        curve = _CURVES[self.public.algorithm]
        r, s = decode_dss_signature(self._key.sign(message, ec.ECDSA(curve.digest, deterministic_signing=True)))
        return r.to_bytes(curve.size, "big") + s.to_bytes(curve.size, "big")

    def __repr__(self) -> str:
        return f"<SoftwareKey {self.public.algorithm} {self.public.thumbprint()}>"


def public_key(jwk: Mapping[str, Any]) -> PublicKey:
    """The key of a public JSON Web Key.

    Refused: another type or curve, coordinates of the wrong length or off the curve, a private member, ``alg``, ``use``
    or ``key_ops`` that say it does not verify signatures.
    """
    if "d" in jwk:
        raise refuse("key_private")
    kind, curve_name = jwk.get("kty"), jwk.get("crv")
    if kind == "OKP" and curve_name == "Ed25519":
        found = PublicKey(Algorithm.ED25519, _coordinate(jwk, "x", _ED25519_SIZE))
    else:
        algorithm = next((item for item, curve in _CURVES.items() if curve.name == curve_name), None)
        if kind != "EC" or algorithm is None:
            raise refuse("key_type", kind=f"{kind} {curve_name}"[:60])
        size = _CURVES[algorithm].size
        found = PublicKey(algorithm, b"\x04" + _coordinate(jwk, "x", size) + _coordinate(jwk, "y", size))
    if "alg" in jwk and (not isinstance(jwk["alg"], str) or NAMES.get(jwk["alg"]) is not found.algorithm):
        raise refuse("key_use")
    uses = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or not isinstance(uses, list) or "verify" not in uses:
        raise refuse("key_use")
    return found.checked()


def public_key_of_multikey(text: str) -> PublicKey:
    """The key of a multikey: Ed25519, or a compressed point of a NIST curve.

    >>> key = SoftwareKey.from_seed(bytes(31) + bytes([7]), Algorithm.ES256).public
    >>> public_key_of_multikey(key.multikey()) == key
    True
    """
    data = multibase.decode(text, accepted="z")
    if data[:2] == _ED25519_PREFIX and len(data) == 2 + _ED25519_SIZE:
        return PublicKey(Algorithm.ED25519, data[2:]).checked()
    for algorithm, curve in _CURVES.items():
        if data[:2] == curve.prefix and len(data) == 3 + curve.size:
            point = PublicKey(algorithm, data[2:])._loaded
            assert isinstance(point, ec.EllipticCurvePublicKey)
            return PublicKey(algorithm, point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    raise refuse("key_type", kind=text[:8])


@lru_cache(maxsize=4096)
def _check_edwards_point(raw: bytes) -> None:
    """The library takes any 32 bytes; a point of small order would let one signature stand for many messages."""
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    if len(raw) != _ED25519_SIZE or y >= _FIELD:
        raise ValueError("no encoding of a coordinate")
    # x² = (y² − 1) / (d y² + 1) must be a square, thus their product; x = 0 and y = 0 are the orders 1, 2 and 4
    square = y * y % _FIELD
    above, below = square - 1, _D * square + 1
    if pow(above * below, (_FIELD - 1) // 2, _FIELD) != 1 or y == 0:
        raise ValueError("no point, or one of small order")
    # order 8: doubled it is of order 4, whose y is 0; y of the double is (y² + x²) / (1 − d x² y²)
    if (square * below + above) % _FIELD == 0:
        raise ValueError("a point of small order")


def _coordinate(jwk: Mapping[str, Any], name: str, size: int) -> bytes:
    text = jwk.get(name)
    if not isinstance(text, str) or not text.isascii():
        raise refuse("key_invalid")
    found = base64url.decode(text.encode("ascii"))
    if len(found) != size:
        raise refuse("key_invalid")
    return found


def _text(data: bytes) -> str:
    return base64url.encode(data).decode("ascii")
