"""The organisation's own trail, for its programs: to keep a copy with the hash of each entry elsewhere."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, Field

from jawda.foundation.api.operations import operation
from jawda.foundation.api.paging import Cursor, Limit, PageOut, read_cursor, write_cursor
from jawda.foundation.api.problems import Problem
from jawda.foundation.audit.models import AuditEntry

router = Router(tags=["audit"])
READ = "audit:read"


class AuditOut(BaseModel):
    """An entry. Neither personal values nor keys of persons are given: an operator may have acted, too."""

    sequence: int
    at: str = Field(description="To the microsecond, as the hash covers it.", json_schema_extra={"format": "date-time"})
    action: str
    by_person: bool = Field(description="Whether a person acted; else a program or a job did.")
    subject: str
    subject_id: str = Field(description="Empty where the subject is a person.")
    details: dict[str, Any]
    previous_hash: str
    hash: str


class AuditPage(PageOut):
    items: list[AuditOut]


@operation(router, "GET", "/audit", gives=AuditPage, scope=READ)
def entries(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> AuditPage:
    """The audit trail from its start."""
    after = read_cursor(cursor) or "0"
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise Problem(400, _("This cursor cannot be read: begin again without one."))
    rows = list(AuditEntry.objects.filter(sequence__gt=int(after)).order_by("sequence")[: limit + 1])
    shown = rows[:limit]
    return AuditPage(
        items=[_entry(row) for row in shown],
        next=write_cursor(str(shown[-1].sequence)) if len(rows) > limit else None,
    )


def _entry(row: AuditEntry) -> AuditOut:
    said = json.loads(row.content)
    at = row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return AuditOut(
        sequence=row.sequence, at=at, action=row.action, by_person=said["by"] is not None, subject=said["subject"],
        subject_id="" if said["subject"] == "person" else said["id"], details=said["details"],
        previous_hash=bytes(row.previous_hash).hex(), hash=bytes(row.hash).hex(),
    )  # fmt: skip
