"""Every organisation's chain, read by the login for backups."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import connection, transaction

from jawda.foundation.audit.trail import Verification, verify
from jawda.foundation.tenancy.context import acting


def verify_all() -> Iterator[tuple[UUID, Verification]]:
    """In the order of the organisations' ids."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT organisation_id FROM audit_auditentry ORDER BY 1")
            identifiers = [row[0] for row in cursor.fetchall()]
        for identifier in identifiers:
            with acting(organisation_id=identifier):
                yield identifier, verify()
