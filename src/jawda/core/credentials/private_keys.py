"""Private keys as JSON Web Keys, for a file that nobody but its owner reads (RFC 7517, RFC 7518 6.2.2, RFC 8037 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.core.credentials import base64url
from jawda.core.credentials.json_text import Json
from jawda.core.credentials.keys import Algorithm, SoftwareKey, public_key
from jawda.core.credentials.refusing import refuse

#: Kinds that are made; others are read.
MADE: Final = (Algorithm.ED25519, Algorithm.ES256)
SEED_BYTES: Final = 32


def write(seed: bytes, algorithm: Algorithm) -> dict[str, Json]:
    """The key of a seed (see :meth:`SoftwareKey.from_seed`), named by its thumbprint. It is a secret.

    >>> sorted(write(bytes(32), Algorithm.ED25519))
    ['crv', 'd', 'kid', 'kty', 'x']
    """
    key = SoftwareKey.from_seed(seed, algorithm).public
    return {**key.jwk(), "d": base64url.encode(seed).decode("ascii"), "kid": key.thumbprint()}


def read(jwk: Mapping[str, Json]) -> SoftwareKey:
    """The key in a private JSON Web Key. Refused: a public one, another type, a private part that is not of the public.

    >>> read(write(bytes(32), Algorithm.ED25519))
    <SoftwareKey Ed25519 9ZP03Nu8GrXPAUkbKNxHOKBzxPX83SShgFkRNK-f2lw>
    """
    secret = jwk.get("d")
    if not isinstance(secret, str) or not secret.isascii():
        raise refuse("key_not_private", path="d")
    # what may be done with a private key is to sign; that is said of the pair, not of its public half
    public = public_key({name: value for name, value in jwk.items() if name not in ("d", "key_ops")})
    key = SoftwareKey.from_seed(base64url.decode(secret.encode("ascii")), public.algorithm)
    if key.public != public:
        raise refuse("key_pair", path="d")
    return key


def key_id(jwk: Mapping[str, Json], issuer: str) -> str:
    """What a token of ``issuer`` names this key: its ``kid`` where that is the issuer's own address, else beneath it.

    Refused: the address of another.

    >>> key_id({"kid": "1"}, "did:web:body.example"), key_id({"kid": "did:web:body.example#1"}, "did:web:body.example")
    ('did:web:body.example#1', 'did:web:body.example#1')
    """
    named = jwk.get("kid") or read(jwk).public.thumbprint()
    if not isinstance(named, str) or len(named) > 200:
        raise refuse("field_text", path="kid", most=200)
    if not named.startswith("did:"):
        return f"{issuer}#{named.removeprefix('#')}"
    if named.partition("#")[0] != issuer:
        raise refuse("identity_key_foreign", path="kid", key=named, controller=issuer)
    return named
