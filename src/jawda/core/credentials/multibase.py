"""Multibase and multicodec, as keys, signatures and digests of credentials use them (W3C CID 1.0, 2.4 and 2.5)."""

from __future__ import annotations

from typing import Final

from jawda.core.credentials import base64url
from jawda.core.credentials.refusing import refuse

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES: Final = {character: value for value, character in enumerate(_ALPHABET)}
#: Base 58 takes time with the square of its length: keys, signatures and digests are short.
_MOST_CHARACTERS: Final = 256

#: sha2-256 with its length, before the digest (multihash).
_SHA2_256: Final = b"\x12\x20"


def encode_base58(data: bytes) -> str:
    """``z`` and base58btc.

    >>> encode_base58(b"\\x00hello")
    'z1Cn8eVZg'
    """
    number, figures = int.from_bytes(data, "big"), []
    while number:
        number, rest = divmod(number, 58)
        figures.append(_ALPHABET[rest])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + "".join(reversed(figures))


def encode_base64url(data: bytes) -> str:
    """``u`` and base64url.

    >>> encode_base64url(b"hello")
    'uaGVsbG8'
    """
    return "u" + base64url.encode(data).decode("ascii")


def decode(text: str, *, accepted: str = "zu") -> bytes:
    """The bytes of a text in one of the bases ``accepted``; refused in any other, and where longer than a key.

    >>> decode("z1Cn8eVZg"), decode("uaGVsbG8")
    (b'\\x00hello', b'hello')
    """
    if not text or text[0] not in accepted:
        raise refuse("multibase_prefix", accepted=" ".join(accepted))
    if len(text) > _MOST_CHARACTERS:
        raise refuse("multibase_length", most=_MOST_CHARACTERS)
    if text[0] == "u":
        if not text.isascii():
            raise refuse("base64_spelling")
        return base64url.decode(text[1:].encode("ascii"))
    body = text[1:]
    try:
        number = 0
        for character in body:
            number = number * 58 + _VALUES[character]
    except KeyError:
        raise refuse("base58_character") from None
    zeros = len(body) - len(body.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode_digest(sha256: bytes) -> str:
    """A SHA-256 as UNTP's ``digestMultibase`` carries it: a multihash in base58btc.

    >>> import hashlib
    >>> encode_digest(hashlib.sha256(b"hello").digest())
    'zQmRN6wdp1S2A5EtjW9A3M1vKSBuQQGcgvuhoMUoEz4iiT5'
    """
    return encode_base58(_SHA2_256 + sha256)


def decode_digest(text: str) -> bytes:
    """The SHA-256 of a ``digestMultibase``; refused for any other digest.

    >>> decode_digest("zQmRN6wdp1S2A5EtjW9A3M1vKSBuQQGcgvuhoMUoEz4iiT5").hex()[:8]
    '2cf24dba'
    """
    found = decode(text)
    if len(found) != len(_SHA2_256) + 32 or not found.startswith(_SHA2_256):
        raise refuse("digest_kind")
    return found[len(_SHA2_256) :]
