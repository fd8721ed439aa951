"""The proof of an erasure: what went and how much of it, never whose it was but by a bare id; signed (Ed25519).

The key is made from the server's secret key. Its public half stands in the proof: anyone can check the signature,
and the installation says whether the key is its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.crypto import salted_hmac

FORMAT: Final = "jawda-erasure"
VERSION: Final = 1
_SALT: Final = "jawda.erasure.proof"


class NotACertificate(ValueError):
    """The text is no proof of an erasure."""


@dataclass(frozen=True, slots=True)
class Trail:
    """An organisation's trail just after it noted the erasure: so many entries, and the hash of the last."""

    organisation: str
    entries: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """``by``: ``person``, ``operator`` or ``retention``. ``kept``: rows that still hold the bare id, by column."""

    reference: str
    person: str
    by: str
    asked_at: str
    done_at: str
    erased: Mapping[str, int]
    kept: Mapping[str, int]
    trails: tuple[Trail, ...] = ()
    signature: Mapping[str, str] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """When it was done."""
        return datetime.fromisoformat(self.done_at)

    def text(self) -> str:
        """As the file holds it: one line of JSON."""
        return _canonical(self._body() | {"signature": dict(self.signature)})

    def signed(self) -> Certificate:
        """The same with the installation's signature."""
        key = _key(settings.SECRET_KEY)
        values = {"algorithm": "Ed25519", "key": _public(key), "value": key.sign(self._signed_bytes()).hex()}
        return _with(self, values)

    def holds(self) -> bool:
        """Whether the signature is that of the key it names."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.signature["key"]))
            key.verify(bytes.fromhex(self.signature["value"]), self._signed_bytes())
        except (InvalidSignature, KeyError, ValueError):
            return False
        return True

    def is_ours(self) -> bool:
        """Whether the key it names is this installation's, the present one or a former."""
        secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return self.signature.get("key") in {_public(_key(secret)) for secret in secrets}

    def _body(self) -> dict[str, Any]:
        body = asdict(self) | {"format": FORMAT, "version": VERSION}
        del body["signature"]
        return body

    def _signed_bytes(self) -> bytes:
        return _canonical(self._body()).encode()


def read(text: str) -> Certificate:
    """``NotACertificate`` with a sentence where it is none."""
    try:
        body = json.loads(text)
        if body.pop("format") != FORMAT or body.pop("version") != VERSION:
            raise NotACertificate("it is no proof of an erasure, or one of another version")
        trails = tuple(
            Trail(str(UUID(item["organisation"])), int(item["entries"]), str(item["head"])) for item in body["trails"]
        )
        found = Certificate(**body | {"trails": trails})
        UUID(found.reference), UUID(found.person), found.moment.timestamp()
        if not all(isinstance(item, dict) for item in (found.erased, found.kept, found.signature)):
            raise NotACertificate("a part of it is not what it should be")
    except NotACertificate:
        raise
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise NotACertificate("it is no proof of an erasure") from None
    return found


def _with(certificate: Certificate, signature: Mapping[str, str]) -> Certificate:
    return Certificate(
        reference=certificate.reference, person=certificate.person, by=certificate.by,
        asked_at=certificate.asked_at, done_at=certificate.done_at, erased=certificate.erased, kept=certificate.kept,
        trails=certificate.trails, signature=signature,
    )  # fmt: skip


def _key(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(salted_hmac(_SALT, "", secret=secret, algorithm="sha256").digest())


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
