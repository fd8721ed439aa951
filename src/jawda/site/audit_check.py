"""Every organisation's chain, read by the login for backups. One of the files where raw SQL is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from jawda.foundation.audit.trail import Break, Verification, verify
from jawda.foundation.tenancy.context import acting


@dataclass(frozen=True, slots=True)
class Verified:
    """An organisation's chain, recomputed."""

    organisation_id: UUID
    handle: str
    verification: Verification


def verify_all(*, handle: str | None = None) -> Iterator[Verified]:
    """In the order of the handles; all, or the one organisation with ``handle``.

    Registering writes the first entry: an organisation without any has lost its chain.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, handle FROM organisations_organisation WHERE handle = coalesce(%s, handle) ORDER BY handle",
                [handle],
            )
            rows = cursor.fetchall()
        for identifier, name in rows:
            with acting(organisation_id=identifier):
                found = verify()
            if not found.entries:
                found = Verification(0, found.head, Break(0, "it has no entry, not even that of its registration"))
            yield Verified(identifier, name, found)
