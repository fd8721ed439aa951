"""A line of the log in the form that is exported, and that anyone recomputes."""

from __future__ import annotations

from jawda.apps.recognition.models import LogEntry
from jawda.core.credentials.log_chain import Entry, exact, line


def entry_of(row: LogEntry) -> Entry:
    """As the core takes it."""
    return Entry(
        sequence=row.sequence, at=exact(row.at), event=row.event, event_at=exact(row.event_at),
        reference=row.reference, issuer=row.issuer_did, credential_sha256=row.credential_sha256,
        previous_hash=bytes(row.previous_hash), hash=bytes(row.hash),
    )  # fmt: skip


def line_of(row: LogEntry) -> dict[str, str | int]:
    """As JSON, with stable names."""
    return line(entry_of(row))
