"""The offline pack: what verification rests on for all bodies of a platform, to be kept where there is no network.

A bundle (:mod:`.bundle`) is for one credential; a pack is for whatever may be met later. It is a token on the first
line and the contents after it, whose SHA-256 the token carries: within a token the contents would grow by a third.
Certificates are not in it. Of lists it holds those of today, so that how an accreditation stood on an earlier day is
said by the platform (``events``), which signs the whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from jawda.core.credentials import token, trust_file
from jawda.core.credentials.bundle import Archived
from jawda.core.credentials.evidence import Materials
from jawda.core.credentials.json_text import Json, parse_object
from jawda.core.credentials.key_history import KeyHistory, read_history, version_digest
from jawda.core.credentials.keys import PublicKey, Signer
from jawda.core.credentials.moments import written
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.strict_fields import Fields
from jawda.core.credentials.trust_list import TrustList

#: Its own type: a pack is never taken for a credential (RFC 8725, 3.11).
MEDIA_TYPE: Final = "offline-pack+jwt"
CONTENT_TYPE: Final = "offline-pack"
_TYPE: Final = "OfflinePack"
#: What a phone fetches once and keeps: room for some four thousand bodies.
MOST_BYTES: Final = 32 << 20


@dataclass(frozen=True, kw_only=True)
class KnownSigner:
    """Someone who signs: the name that the platform knows them by, and the documents of identity they had."""

    did: str
    name: str
    versions: Sequence[Archived]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What happened to an accreditation: ``kind`` is one of :class:`.life_cycles.EventKind`."""

    kind: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class HeldAccreditation:
    """The versions of an accreditation, the newest last, each with when it was first seen in the public log."""

    url: str
    versions: Sequence[tuple[bytes, datetime | None]]
    events: Sequence[Happened]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """All that a pack holds. ``trust``: the signed list and its keeper's keys; ``log_head``: a signed head."""

    signers: Sequence[KnownSigner] = ()
    accreditations: Sequence[HeldAccreditation] = ()
    lists: Mapping[str, Sequence[bytes]]
    trust: tuple[bytes, Sequence[PublicKey]] | None = None
    log_head: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class OfflinePack:
    """A pack read and verified: ``good_until`` is when the first thing in it stops counting."""

    issued_at: datetime
    good_until: datetime
    issuers: int
    materials: Materials


def write(
    contents: Contents, signer: Signer, *, key_id: str, issuer: str, issued_at: datetime, good_until: datetime
) -> bytes:
    """The pack, signed by the platform (``issuer``). Refused where it would be too large to be kept."""
    body = token.written(_document(contents))
    head: dict[str, Json] = {
        "type": _TYPE,
        "issuer": issuer,
        "issuedAt": written(issued_at),
        "goodUntil": written(good_until),
        "issuers": len(contents.signers),
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    signed = token.sign(head, signer, key_id=key_id, media_type=MEDIA_TYPE, content_type=CONTENT_TYPE)
    if len(signed) + 1 + len(body) > MOST_BYTES:
        raise refuse("json_size", most=MOST_BYTES)
    return signed + b"\n" + body


def read(data: bytes, *, issuer: str, keys: Collection[PublicKey]) -> OfflinePack:
    """What a pack holds. Refused: another signer than ``issuer`` with one of ``keys``, other contents, another form."""
    signed, newline, body = data.partition(b"\n")
    if not newline or len(data) > MOST_BYTES:
        raise refuse("bundle_type", expected=_TYPE)
    found = token.read(signed, media_types=(MEDIA_TYPE,), content_types=(CONTENT_TYPE,))
    head = Fields(dict(found.payload))
    said = head.get("issuer")
    if said != issuer or not any(
        key.algorithm is found.algorithm and key.verifies(found.signature, found.signed) for key in keys
    ):
        raise refuse("bundle_signer", path="kid", key=found.key_id[:200])
    if head.get("type") != _TYPE or head.text("sha256") != hashlib.sha256(body).hexdigest():
        raise refuse("bundle_type", path="type", expected=_TYPE)
    issued_at, good_until, issuers = head.moment("issuedAt"), head.moment("goodUntil"), head.whole("issuers")
    head.end()
    materials = _materials(Fields(parse_object(body, most_bytes=MOST_BYTES)))
    return OfflinePack(issued_at=issued_at, good_until=good_until, issuers=issuers, materials=materials)


def _document(contents: Contents) -> dict[str, Json]:
    trust, keys = contents.trust or (None, ())
    return {
        "identities": [
            {
                "id": one.did,
                "name": one.name,
                "versions": [
                    {"since": written(version.since), "document": dict(version.document)} for version in one.versions
                ],
            }
            for one in contents.signers
        ],
        "accreditations": [
            {
                "url": one.url,
                "versions": [
                    {"token": data.decode("ascii"), "loggedAt": None if at is None else written(at)}
                    for data, at in one.versions
                ],
                "events": [{"kind": event.kind, "at": written(event.at)} for event in one.events],
            }
            for one in contents.accreditations
        ],
        "statusLists": [
            {"url": url, "tokens": [data.decode("ascii") for data in items]} for url, items in contents.lists.items()
        ],
        "trustList": None if trust is None else trust.decode("ascii"),
        "trustKeys": [dict(key.jwk()) for key in keys],
        "logHead": None if contents.log_head is None else contents.log_head.decode("ascii"),
    }


def _materials(fields: Fields) -> Materials:
    histories = list(fields.items("identities", _history))
    logged: dict[str, datetime] = {}
    accreditations = dict(fields.items("accreditations", lambda inner: _accreditation(inner, logged)))
    lists = dict(fields.items("statusLists", _list))
    trust = _trust(fields)
    fields.get("logHead")
    fields.end()
    return Materials(
        trust=trust,
        keys={history.did: history for history in histories},
        accreditations=accreditations,
        lists=lists,
        logged=logged,
    )


def _history(fields: Fields) -> KeyHistory:
    did = fields.text("id")
    fields.text("name")
    return read_history(did, list(fields.items("versions", _version)))


def _version(fields: Fields) -> tuple[datetime, str, Mapping[str, Json]]:
    document = fields.get("document")
    if not isinstance(document, dict):
        raise refuse("field_object", path=fields.place("document"))
    return fields.moment("since"), version_digest(document), document


def _accreditation(fields: Fields, logged: dict[str, datetime]) -> tuple[str, tuple[bytes, ...]]:
    versions = []
    for data, at in fields.items("versions", lambda inner: (_token(inner, "token"), inner.optional_moment("loggedAt"))):
        versions.append(data)
        if at is not None:
            logged[hashlib.sha256(data).hexdigest()] = at
    for _event in fields.items("events", lambda inner: (inner.text("kind"), inner.moment("at"))):
        pass  # for readers that have the lists of today alone; these here answer from what lists there are
    return fields.text("url"), tuple(versions)


def _list(fields: Fields) -> tuple[str, tuple[bytes, ...]]:
    said: Any = fields.get("tokens")
    if not isinstance(said, list):
        raise refuse("bundle_tokens", path=fields.place("tokens"))
    return fields.text("url"), tuple(_ascii(item, fields.place("tokens")) for item in said)


def _token(fields: Fields, name: str) -> bytes:
    return _ascii(fields.get(name), fields.place(name))


def _ascii(said: Json, path: str) -> bytes:
    if not isinstance(said, str) or not said.isascii():
        raise refuse("bundle_tokens", path=path)
    return said.encode("ascii")


def _trust(fields: Fields) -> TrustList | None:
    said, keys = fields.get("trustList"), fields.get("trustKeys")
    if said is None:
        return None
    document = {"type": "TrustFile", "trustList": said, "keys": keys}
    return trust_file.read(json.dumps(document).encode("utf-8")).trust
