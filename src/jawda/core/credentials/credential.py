"""Credentials as they come: a signed token, a document with its proof, or the wrapper that W3C puts around a token.

What is read here is what every credential has (W3C VCDM 2.0, 4): who issued it, what it is, between which moments it
holds. It is not verified yet: :meth:`Credential.verify` does that with a key of its issuer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

from jawda.core.credentials import data_integrity, token
from jawda.core.credentials.data_integrity import Proof
from jawda.core.credentials.json_text import Json, parse_object
from jawda.core.credentials.keys import PublicKey
from jawda.core.credentials.moments import moment
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.shapes import address, hold
from jawda.core.credentials.token import Token
from jawda.core.credentials.untp import W3C_CONTEXT

ENVELOPED: Final = "EnvelopedVerifiableCredential"
#: The year 10 000, in seconds since 1970.
_END_OF_TIME: Final = 253_402_300_800
_ENVELOPE: Final = "data:application/vc+jwt,"


@dataclass(frozen=True)
class Credential:
    """A credential read, not verified.

    ``document`` is what was signed, without its proof; ``raw`` the bytes that came.
    """

    document: Mapping[str, Json]
    secured: Token | Proof
    raw: bytes
    types: tuple[str, ...]
    issuer: str
    issuer_name: str | None
    id: str | None
    valid_from: datetime | None
    valid_until: datetime | None

    @cached_property
    def sha256(self) -> str:
        """What names the bytes that came, in hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def key_id(self) -> str:
        """Which key of the issuer is said to have signed."""
        return self.secured.key_id

    @property
    def signed_at(self) -> datetime | None:
        """When its issuer says it was signed: ``iat`` or the proof's ``created``; else when it begins to hold."""
        if isinstance(self.secured, Proof):
            return self.valid_from if self.secured.created is None else moment(self.secured.created)
        said = self.document.get("iat")
        if isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said < _END_OF_TIME:
            return datetime.fromtimestamp(said, UTC)
        return self.valid_from

    @property
    def subject(self) -> Mapping[str, Json]:
        """The one subject; refused where there are several."""
        found = self.document["credentialSubject"]
        if isinstance(found, list) and len(found) == 1:
            found = found[0]
        if not isinstance(found, dict):
            raise refuse("several_subjects", path="credentialSubject")
        return found

    def verify(self, key: PublicKey) -> None:
        """Refuse where ``key`` did not sign this; that it is a key of the issuer is for the caller to know."""
        self.secured.verify(key)


def read(data: bytes) -> Credential:
    """The credential in ``data``: ``application/vc+jwt``, ``application/vc`` with a proof, or an enveloped one.

    Refused: whatever :mod:`.token` and :mod:`.data_integrity` refuse, no W3C context in the first place, no type, no
    issuer, dates in the wrong order, claims of a token that say other than the credential.

    >>> read(b"{}")
    Traceback (most recent call last):
    ...
    jawda.core.findings.model.Refused: credentials.proof_count
    """
    data = data.strip(b" \t\r\n")
    if not data.startswith(b"{"):
        return _of_token(data)
    document = parse_object(data)
    if document.get("type") == ENVELOPED or document.get("type") == [ENVELOPED]:
        return _of_envelope(document)
    secured = data_integrity.read(document)
    rest = {name: value for name, value in document.items() if name != "proof"}
    expires = None if secured.expires is None else moment(secured.expires, path="proof.expires")
    return _read(rest, secured, data, limits=(None, expires))


def _of_envelope(document: Mapping[str, Json]) -> Credential:
    """W3C VCDM 2.0, 4.12.1: the credential stands in the address itself."""
    inner = document.get("id")
    if not isinstance(inner, str) or not inner.startswith(_ENVELOPE) or not inner.isascii():
        raise refuse("envelope", path="id")
    return _of_token(inner[len(_ENVELOPE) :].encode("ascii"))


def _of_token(data: bytes) -> Credential:
    found = token.read(data)
    document = dict(found.payload)
    limits = (_claimed_moment(document, "nbf"), _claimed_moment(document, "exp"))
    issuer = document.get("issuer")
    said = issuer.get("id") if isinstance(issuer, dict) else issuer
    for claim, stated in (("iss", said), ("jti", document.get("id")), ("sub", _subject_id(document))):
        if claim in document and stated is not None and document[claim] != stated:
            raise refuse("token_claim_differs", path=claim, name=claim)
    if found.header.get("iss", said) != said:  # RFC 7519, 5.3: a claim repeated in the header says the same
        raise refuse("token_claim_differs", path="iss", name="iss")
    return _read(document, found, data, limits=limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What every credential says of itself (W3C VCDM 2.0, 4), signed or not."""

    types: tuple[str, ...]
    issuer: str
    issuer_name: str | None
    id: str | None
    valid_from: datetime | None
    valid_until: datetime | None


def stated(document: Mapping[str, Json]) -> Stated:
    """What a document says. Refused: another first context, no type, no issuer or an id that is no address."""
    contexts: Any = document.get("@context")
    if not isinstance(contexts, list) or not contexts or contexts[0] != W3C_CONTEXT:
        raise refuse("context_order", path="@context")
    kinds = document.get("type")
    types = (kinds,) if isinstance(kinds, str) else tuple(kinds) if isinstance(kinds, list) else ()
    if "VerifiableCredential" not in types or not all(isinstance(kind, str) for kind in types):
        raise refuse("kind", path="type", expected="VerifiableCredential")
    issuer, name = _issuer(document)
    number = document.get("id")
    if number is not None:
        hold(number, address)
    begins, ends = (
        moment(document[member], path=member) if member in document else None for member in ("validFrom", "validUntil")
    )
    return Stated(
        types=tuple(str(kind) for kind in types), issuer=issuer, issuer_name=name,
        id=None if number is None else str(number), valid_from=begins, valid_until=ends,
    )  # fmt: skip


def _read(
    document: Mapping[str, Json], secured: Token | Proof, raw: bytes, *, limits: tuple[datetime | None, datetime | None]
) -> Credential:
    said = stated(document)
    subjects = document.get("credentialSubject")
    each = subjects if isinstance(subjects, list) and subjects else [subjects]
    if not all(isinstance(one, dict) and one for one in each):
        raise refuse("shape_missing", path="credentialSubject", expected="missing")
    begins = max((found for found in (said.valid_from, limits[0]) if found is not None), default=None)
    ends = min((found for found in (said.valid_until, limits[1]) if found is not None), default=None)
    if begins is not None and ends is not None and ends < begins:
        raise refuse("window", path="validUntil")
    return Credential(
        document=document, secured=secured, raw=raw, types=said.types, issuer=said.issuer,
        issuer_name=said.issuer_name, id=said.id, valid_from=begins, valid_until=ends,
    )  # fmt: skip


def _issuer(document: Mapping[str, Json]) -> tuple[str, str | None]:
    issuer = document.get("issuer")
    named = issuer.get("name") if isinstance(issuer, dict) else None
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    if found is None:
        raise refuse("shape_missing", path="issuer", expected="missing")
    hold(found, address)
    return str(found), named if isinstance(named, str) else None


def _subject_id(document: Mapping[str, Json]) -> Json:
    subject = document.get("credentialSubject")
    return subject.get("id") if isinstance(subject, dict) else None


def _claimed_moment(document: Mapping[str, Json], name: str) -> datetime | None:
    """``nbf`` and ``exp`` in seconds since 1970 (RFC 7519, 2): they narrow what the credential says of itself."""
    value = document.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _END_OF_TIME:
        raise refuse("token_claim_differs", path=name, name=name)
    return datetime.fromtimestamp(value, UTC)
