"""A bundle: everything that verification needs, in one signed file, for where there is no network.

Accreditations and status lists carry their own signatures. Documents of identity and entries of a log do not: they
count because the keeper of the trust list signed the bundle in which they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from jawda.core.credentials import token
from jawda.core.credentials.evidence import Materials
from jawda.core.credentials.json_text import Json
from jawda.core.credentials.key_history import KeyHistory, read_history, version_digest
from jawda.core.credentials.keys import PublicKey, Signer
from jawda.core.credentials.moments import written
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.strict_fields import Fields
from jawda.core.credentials.trust_list import TrustList

#: Its own type: a bundle is never taken for a credential (RFC 8725, 3.11).
MEDIA_TYPE: Final = "verification-bundle+jwt"
CONTENT_TYPE: Final = "verification-bundle"
_TYPE: Final = "VerificationBundle"


@dataclass(frozen=True, kw_only=True)
class Archived:
    """A document of identity as it was published from a moment on."""

    since: datetime
    document: Mapping[str, Json]


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """Materials with the moment at which they were put together."""

    issued_at: datetime
    materials: Materials


def sign(
    signer: Signer,
    *,
    key_id: str,
    issuer: str,
    issued_at: datetime,
    identities: Mapping[str, Sequence[Archived]],
    accreditations: Mapping[str, Sequence[bytes]],
    lists: Mapping[str, Sequence[bytes]],
    logged: Mapping[str, datetime] | None = None,
) -> bytes:
    """The bundle as a token of the trust list's keeper (``issuer``)."""
    document: dict[str, Any] = {
        "type": _TYPE,
        "issuer": issuer,
        "issuedAt": written(issued_at),
        "identities": [
            {
                "id": did,
                "versions": [
                    {
                        "since": written(version.since),
                        "sha256": version_digest(version.document),
                        "document": dict(version.document),
                    }
                    for version in versions
                ],
            }
            for did, versions in identities.items()
        ],
        "accreditations": _held(accreditations),
        "statusLists": _held(lists),
        "log": [{"sha256": name, "at": written(at)} for name, at in (logged or {}).items()],
    }
    return token.sign(document, signer, key_id=key_id, media_type=MEDIA_TYPE, content_type=CONTENT_TYPE)


def read(data: bytes, *, trust: TrustList, keys: Iterable[PublicKey]) -> Bundle:
    """What a bundle holds. Refused: a keeper other than the trust list's, none of whose keys signed, another form."""
    found = token.read(data, media_types=(MEDIA_TYPE,), content_types=(CONTENT_TYPE,))
    if not any(key.algorithm is found.algorithm and key.verifies(found.signature, found.signed) for key in keys):
        raise refuse("bundle_signer", path="kid", key=found.key_id[:200])
    fields = Fields(dict(found.payload))
    if fields.get("type") != _TYPE:
        raise refuse("bundle_type", path="type", expected=_TYPE)
    if fields.text("issuer") != trust.issuer:
        raise refuse("bundle_signer", path="issuer", key=found.key_id[:200])
    bundle = Bundle(
        issued_at=fields.moment("issuedAt"),
        materials=Materials(
            trust=trust,
            keys={history.did: history for history in fields.items("identities", _history)},
            accreditations=dict(fields.items("accreditations", _tokens)),
            lists=dict(fields.items("statusLists", _tokens)),
            logged=dict(fields.items("log", _entry)),
        ),
    )
    fields.end()
    return bundle


def _held(tokens: Mapping[str, Sequence[bytes]]) -> list[dict[str, Json]]:
    return [{"url": url, "tokens": [item.decode("ascii") for item in items]} for url, items in tokens.items()]


def _history(fields: Fields) -> KeyHistory:
    return read_history(fields.text("id"), list(fields.items("versions", _version)))


def _version(fields: Fields) -> tuple[datetime, str, Mapping[str, Json]]:
    document = fields.get("document")
    if not isinstance(document, dict):
        raise refuse("field_object", path=fields.place("document"))
    return fields.moment("since"), fields.text("sha256"), document


def _tokens(fields: Fields) -> tuple[str, tuple[bytes, ...]]:
    said = fields.get("tokens")
    if not isinstance(said, list):
        raise refuse("bundle_tokens", path=fields.place("tokens"))
    found = []
    for item in said:
        if not isinstance(item, str) or not item.isascii():
            raise refuse("bundle_tokens", path=fields.place("tokens"))
        found.append(item.encode("ascii"))
    return fields.text("url"), tuple(found)


def _entry(fields: Fields) -> tuple[str, datetime]:
    return fields.text("sha256"), fields.moment("at")
