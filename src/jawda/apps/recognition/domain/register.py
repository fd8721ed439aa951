"""The public log of what was issued, suspended and withdrawn: written in the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jawda.apps.recognition.models import LogEntry
from jawda.foundation.tenancy.context import current_organisation_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What happened to a document; ``reference`` is empty for a confidential one."""

    event: str
    event_at: datetime
    reference: str
    issuer_did: str
    credential_sha256: str


def append_all(lines: Sequence[Line]) -> None:
    """Lines more, in their order. The database sets the number and the hash of each.

    The last thing that a verb does: from here to the end of the transaction whoever adds a line, of any body, waits.
    """
    LogEntry.objects.bulk_create(
        LogEntry(
            source_organisation_id=current_organisation_id(), sequence=0, at=line.event_at, event=line.event,
            event_at=line.event_at, reference=line.reference, issuer_did=line.issuer_did,
            credential_sha256=line.credential_sha256, previous_hash=b"", hash=b"",
        )
        for line in lines
    )  # fmt: skip
