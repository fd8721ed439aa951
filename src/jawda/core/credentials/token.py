"""Signed tokens: JWS in its compact form, as credentials use it (RFC 7515; W3C VC-JOSE-COSE, 3.1).

Reading and verifying are two steps, because the key is found between them: :func:`read` takes a token apart and refuses
what no credential may hold, :meth:`Token.verify` checks the signature with a key that the caller trusts. Nothing in the
token says where a key is to be had.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final

from jawda.core.credentials import base64url
from jawda.core.credentials.json_text import MOST_BYTES, Json, parse_object
from jawda.core.credentials.keys import NAMES, Algorithm, PublicKey, Signer
from jawda.core.credentials.refusing import refuse

#: A megabyte of content in base64url, and as much as a header may need.
MOST_TOKEN_BYTES: Final = MOST_BYTES * 4 // 3 + 8_192
_MOST_HEADER_BYTES: Final = 4_096
_APPLICATION: Final = "application/"
#: Members that bring a key, change what is signed, or must be understood: there is no such thing in a credential.
FORBIDDEN: Final = ("crit", "b64", "zip", "enc", "jwk", "jku", "x5u", "x5c")
#: Where version 1.1 put the credential; beside version 2 they would be a second content (VC-JOSE-COSE, 3.1.1).
_FORMER_CLAIMS: Final = ("vc", "vp")


@dataclass(frozen=True)
class Token:
    """A token taken apart, not yet verified: what it says may come from anyone."""

    header: Mapping[str, Json]
    payload: Mapping[str, Json]
    algorithm: Algorithm
    key_id: str
    signature: bytes
    signed: bytes
    """Header and payload as they were signed: the text up to the second point."""
    media_type: str
    """``typ``: ``vc+jwt`` for a credential."""

    def verify(self, key: PublicKey) -> None:
        """Refuse where ``key`` is of another algorithm than the token says, or did not sign it."""
        if key.algorithm is not self.algorithm:
            raise refuse("token_algorithm_of_key", algorithm=self.algorithm, key=key.algorithm)
        if not key.verifies(self.signature, self.signed):
            raise refuse("token_signature")

    @cached_property
    def sha256(self) -> str:
        """Of the whole token, in hexadecimal: what names it in a log and a cache."""
        return hashlib.sha256(self.signed + b"." + base64url.encode(self.signature)).hexdigest()


def read(data: bytes, *, media_types: tuple[str, ...] = ("vc+jwt",), content_types: tuple[str, ...] = ("vc",)) -> Token:
    """Take a compact token apart; ``media_types`` are those the caller is ready for (``typ``), so with ``cty``.

    Refused: more or less than three parts, base64url in another spelling, JSON of two meanings, another or no ``typ``
    or ``cty``, an algorithm that is none of ours, no key id, header members that bring a key along, and a second
    content in the claims ``vc`` or ``vp``.

    >>> read(b"a.b")
    Traceback (most recent call last):
    ...
    jawda.core.findings.model.Refused: credentials.token_parts
    """
    if len(data) > MOST_TOKEN_BYTES:
        raise refuse("json_size", most=MOST_BYTES)
    parts = data.split(b".", 3)
    if len(parts) != 3 or not all(parts):
        raise refuse("token_parts", parts=data.count(b".") + 1)
    header, algorithm = _header(parts[0], media_types, content_types)
    payload = parse_object(base64url.decode(parts[1]))
    for name in _FORMER_CLAIMS:
        if name in payload:
            raise refuse("token_claims", path=name, name=name)
    return Token(
        header=header,
        payload=payload,
        algorithm=algorithm,
        key_id=str(header["kid"]),
        signature=base64url.decode(parts[2]),
        signed=data[: len(parts[0]) + 1 + len(parts[1])],
        media_type=str(_short(header["typ"])),
    )


def sign(
    payload: Mapping[str, Json], signer: Signer, *, key_id: str, media_type: str = "vc+jwt", content_type: str = "vc"
) -> bytes:
    """A compact token over ``payload``; the header says ``EdDSA`` for Ed25519, which every reader knows.

    >>> from jawda.core.credentials.keys import SoftwareKey
    >>> key = SoftwareKey.from_seed(bytes(32))
    >>> token = read(sign({"issuer": "did:web:body.example"}, key, key_id="did:web:body.example#1"))
    >>> token.verify(key.public)
    >>> token.payload["issuer"]
    'did:web:body.example'
    """
    algorithm = "EdDSA" if signer.public.algorithm is Algorithm.ED25519 else signer.public.algorithm.value
    header: dict[str, Json] = {"alg": algorithm, "cty": content_type, "kid": key_id, "typ": media_type}
    signed = base64url.encode(written(header)) + b"." + base64url.encode(written(payload))
    return signed + b"." + base64url.encode(signer.sign(signed))


def written(value: Mapping[str, Json]) -> bytes:
    """JSON as it is signed: without spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


@lru_cache(maxsize=256)
def _header(
    text: bytes, media_types: tuple[str, ...], content_types: tuple[str, ...]
) -> tuple[Mapping[str, Json], Algorithm]:
    """Read once for all tokens of a key, which share it to the byte."""
    header = parse_object(base64url.decode(text), most_bytes=_MOST_HEADER_BYTES)
    return MappingProxyType(header), _checked(header, media_types, content_types)


def _checked(header: Mapping[str, Json], media_types: tuple[str, ...], content_types: tuple[str, ...]) -> Algorithm:
    for name in FORBIDDEN:
        if name in header:
            raise refuse("token_header", path=name, name=name)
    if _short(header.get("typ")) not in media_types:
        raise refuse("token_media_type", path="typ", expected=" / ".join(media_types))
    if "cty" in header and _short(header["cty"]) not in content_types:
        raise refuse("token_media_type", path="cty", expected=" / ".join(content_types))
    said = header.get("alg")
    algorithm = NAMES.get(said) if isinstance(said, str) else None
    if algorithm is None:
        raise refuse("token_algorithm", path="alg", name=str(said)[:40])
    if not isinstance(header.get("kid"), str) or not header["kid"]:
        raise refuse("token_key_id", path="kid")
    return algorithm


def _short(said: Json) -> Json:
    """A media type without “application/”, which may be written out or left out (RFC 7515, 4.1.9)."""
    return said.removeprefix(_APPLICATION) if isinstance(said, str) and said.count("/") == 1 else said
