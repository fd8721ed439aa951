"""Writing the trail, and verifying it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from jawda.foundation.audit.models import AuditEntry, AuditPersonalValues
from jawda.foundation.tenancy.context import current, current_organisation_id

GENESIS = bytes(32)


def record(
    action: str,
    *,
    subject: str,
    subject_id: UUID | str,
    details: Mapping[str, Any],
    personal: Mapping[str, Any] | None = None,
) -> None:
    """Append an entry for the acting organisation, in the caller's transaction.

    ``details`` must hold no personal value; those go into ``personal``. One query, two with personal values.
    """
    person_id = current().person_id
    body: dict[str, Any] = {
        "by": str(person_id) if person_id else None,
        "subject": subject,
        "id": str(subject_id),
        "details": dict(details),
    }
    salt = secrets.token_bytes(16)
    if personal:
        body["personal"] = hashlib.sha256(salt + _canonical(personal).encode()).hexdigest()
    entry = AuditEntry.objects.create(
        organisation_id=current_organisation_id(), action=action, content=_canonical(body)
    )
    if personal:
        AuditPersonalValues.objects.create(
            organisation_id=entry.organisation_id, entry=entry, salt=salt, values=dict(personal)
        )


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry whose chain does not hold, and why."""

    sequence: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verification:
    """How many entries were read, the chain's head, and what is broken (None: it holds)."""

    entries: int
    head: str
    broken: Break | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A head as it was kept outside the database: after so many entries the chain had this hash."""

    entries: int
    head: str


def verify(kept: Kept | None = None) -> Verification:
    """Read the acting organisation's chain from its start and recompute every hash.

    What is cut off at the end, or written anew from some entry on, shows only against a head that was ``kept``.
    """
    expected, previous, count = 1, GENESIS, 0
    for entry in _entries():
        count += 1
        reason = _fault(entry, expected, previous)
        if reason:
            return Verification(count, previous.hex(), Break(entry.sequence, reason))
        expected, previous = entry.sequence + 1, bytes(entry.hash)
        if kept and count == kept.entries and previous.hex() != kept.head:
            return Verification(count, previous.hex(), Break(count, "its hash is not the one that was kept"))
    broken = None
    if kept and count < kept.entries:
        broken = Break(count + 1, f"the end is missing: there were {kept.entries} entries, {count} are left")
    return Verification(count, previous.hex(), broken)


def _entries() -> Iterator[AuditEntry]:
    return AuditEntry.objects.order_by("sequence").prefetch_related("personal").iterator(chunk_size=500)


def _fault(entry: AuditEntry, expected: int, previous: bytes) -> str | None:
    if entry.sequence != expected:
        return f"entry {expected} is missing"
    if bytes(entry.previous_hash) != previous:
        return "it does not follow the entry before it"
    at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = f"{entry.sequence}|{at}|{entry.action}|{entry.content}"
    if hashlib.sha256(previous + text.encode()).digest() != bytes(entry.hash):
        return "its text was changed"
    commitment = json.loads(entry.content).get("personal")
    for personal in entry.personal.all():
        if hashlib.sha256(bytes(personal.salt) + _canonical(personal.values).encode()).hexdigest() != commitment:
            return "its personal values were changed"
    return None


def _canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
