"""The public log as a chain: each line follows from the one before by its hash, and a signed head fixes all of them.

hash(n) = SHA-256 of hash(n-1) and the UTF-8 text ``n|at|event|event_at|reference|issuer|credential_sha256``; the first
line follows 32 zero bytes. Whoever kept a signed head can tell whether a line up to it was changed since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from jawda.core.credentials import token
from jawda.core.credentials.json_text import Json, parse_object
from jawda.core.credentials.keys import PublicKey, Signer
from jawda.core.credentials.moments import written
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.strict_fields import Fields

START: Final = bytes(32)
#: Its own type, so that a head is never taken for a credential nor the other way round (RFC 8725, 3.11).
MEDIA_TYPE: Final = "log-head+jwt"
CONTENT_TYPE: Final = "log-head"
_MOST_LINE_BYTES: Final = 4_096
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line. ``at``: when it was written down, ``event_at``: when it happened; both as :func:`exact` writes them."""

    sequence: int
    at: str
    event: str
    event_at: str
    reference: str
    issuer: str
    credential_sha256: str
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the log at a moment, as its keeper signed it."""

    issuer: str
    sequence: int
    hash: bytes
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """How far the lines led: ``first`` and ``sequence`` are the numbers of the first and the last, 0 for none.

    ``met`` are the heads that stand among them, ``before`` those of which these lines say nothing: they begin later.
    """

    first: int
    sequence: int
    hash: bytes
    met: tuple[Head, ...] = ()
    before: tuple[Head, ...] = ()


def exact(when: datetime) -> str:
    """A moment to the microsecond, as it is hashed.

    >>> exact(datetime(2026, 3, 3, 9, tzinfo=UTC))
    '2026-03-03T09:00:00.000000Z'
    """
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest(entry: Entry) -> bytes:
    """What the hash of a line must be, after the hash that it names as the one before."""
    text = "|".join((
        str(entry.sequence), entry.at, entry.event, entry.event_at, entry.reference, entry.issuer,
        entry.credential_sha256,
    ))  # fmt: skip
    return hashlib.sha256(entry.previous_hash + text.encode("utf-8")).digest()


def line(entry: Entry) -> dict[str, str | int]:
    """As it is exported, with stable names."""
    return {
        "sequence": entry.sequence, "at": entry.at, "event": entry.event, "event_at": entry.event_at,
        "reference": entry.reference, "issuer": entry.issuer, "credential_sha256": entry.credential_sha256,
        "previous_hash": entry.previous_hash.hex(), "hash": entry.hash.hex(),
    }  # fmt: skip


def read_line(data: bytes) -> Entry:
    """A line of an export. Refused: another shape, a moment in another form, a hash that is none."""
    fields = Fields(parse_object(data, most_bytes=_MOST_LINE_BYTES))
    reference = fields.get("reference")
    if not isinstance(reference, str):
        raise refuse("field_text", path="reference", most=_MOST_LINE_BYTES)
    found = Entry(
        sequence=fields.whole("sequence", least=1), at=_moment(fields, "at"), event=fields.text("event"),
        event_at=_moment(fields, "event_at"), reference=reference, issuer=fields.text("issuer"),
        credential_sha256=_hash(fields, "credential_sha256").hex(), previous_hash=_hash(fields, "previous_hash"),
        hash=_hash(fields, "hash"),
    )  # fmt: skip
    fields.end()
    return found


def follow(lines: Iterable[bytes], *, heads: Collection[Head] = ()) -> Followed:
    """Check that each line follows from the one before, and that the heads stand among them.

    An export may begin in the middle: then its first line is taken as it is, and must follow from a head that fixed
    the line before it. Refused: numbers that leave one out, a line that does not follow or was changed, a head that
    differs from its line or fixed one after the last.
    """
    first, last = 0, Followed(first=0, sequence=0, hash=START)
    for data in lines:
        if not data.strip():
            continue
        entry = read_line(data)
        expected = entry.sequence if not first else last.sequence + 1
        before = entry.previous_hash if not first and entry.sequence > 1 else last.hash
        if entry.sequence != expected:
            raise refuse("log_number", path=str(entry.sequence), expected=expected)
        if entry.previous_hash != before:
            raise refuse("log_broken", path=str(entry.sequence), line=entry.sequence)
        if digest(entry) != entry.hash:
            raise refuse("log_changed", path=str(entry.sequence), line=entry.sequence)
        if not first:
            _meet(heads, entry.sequence - 1, entry.previous_hash)
        _meet(heads, entry.sequence, entry.hash)
        first = first or entry.sequence
        last = Followed(first=first, sequence=entry.sequence, hash=entry.hash)
    beyond = next((head for head in heads if head.sequence > last.sequence), None)
    if beyond is not None:
        raise refuse("log_head_missing", line=beyond.sequence)
    return replace(
        last, met=tuple(head for head in heads if head.sequence >= first - 1),
        before=tuple(head for head in heads if head.sequence < first - 1),
    )  # fmt: skip


def _meet(heads: Iterable[Head], sequence: int, found: bytes) -> None:
    if any(head.sequence == sequence and head.hash != found for head in heads):
        raise refuse("log_head_differs", path=str(sequence), line=sequence)


def sign_head(head: Head, signer: Signer, *, key_id: str) -> bytes:
    """The head as a token that anyone can keep."""
    said: dict[str, Json] = {
        "type": "LogHead", "issuer": head.issuer, "sequence": head.sequence, "hash": head.hash.hex(),
        "signedAt": written(head.signed_at),
    }  # fmt: skip
    return token.sign(said, signer, key_id=key_id, media_type=MEDIA_TYPE, content_type=CONTENT_TYPE)


def read_head(data: bytes, *, issuer: str, keys: Collection[PublicKey]) -> Head:
    """The head in a token of ``issuer``, signed by one of the keys that the reader holds for it.

    Refused: another signer or issuer, another shape.
    """
    found = token.read(data.strip(), media_types=(MEDIA_TYPE,), content_types=(CONTENT_TYPE,))
    if not any(key.algorithm is found.algorithm and key.verifies(found.signature, found.signed) for key in keys):
        raise refuse("log_head_signer", path="kid", key=found.key_id[:200], issuer=issuer)
    fields = Fields(dict(found.payload))
    said = fields.text("issuer")
    if fields.get("type") != "LogHead" or said != issuer:
        raise refuse("log_head_signer", path="issuer", key=found.key_id[:200], issuer=issuer)
    head = Head(
        issuer=said, sequence=fields.whole("sequence", least=1), hash=_hash(fields, "hash"),
        signed_at=fields.moment("signedAt"),
    )  # fmt: skip
    fields.end()
    return head


def _moment(fields: Fields, name: str) -> str:
    """Only the one form that is hashed: another way to write the same moment is another line."""
    found = exact(fields.moment(name))
    if found != fields.get(name):
        raise refuse("moment", path=name)
    return found


def _hash(fields: Fields, name: str) -> bytes:
    found = fields.text(name)
    if _DIGEST.fullmatch(found) is None:
        raise refuse("log_hash", path=name)
    return bytes.fromhex(found)
