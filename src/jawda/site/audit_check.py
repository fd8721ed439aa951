"""Every organisation's chain, read by the login for backups. One of the files where raw SQL is allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from jawda.foundation.audit.trail import GENESIS, Break, Kept, Verification, verify
from jawda.foundation.tenancy.context import acting


@dataclass(frozen=True, slots=True)
class Verified:
    """An organisation's chain, recomputed."""

    organisation_id: UUID
    handle: str
    verification: Verification


@dataclass(frozen=True, slots=True)
class KeptHead:
    """A chain's head in a file of heads."""

    handle: str
    kept: Kept


def verify_all(*, handle: str | None = None, against: Mapping[UUID, KeptHead] | None = None) -> Iterator[Verified]:
    """In the order of the handles; all, or the one organisation with ``handle``; ``against`` heads kept before.

    Registering writes the first entry: an organisation without any has lost its chain. One whose head was kept and
    that is no more comes last.
    """
    former = dict(against or {})
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, handle FROM organisations_organisation WHERE handle = coalesce(%s, handle) ORDER BY handle",
                [handle],
            )
            rows = cursor.fetchall()
        for identifier, name in rows:
            head = former.pop(identifier, None)
            with acting(organisation_id=identifier):
                found = verify(head and head.kept)
            if not found.entries:
                found = Verification(0, found.head, Break(0, "it has no entry, not even that of its registration"))
            yield Verified(identifier, name, found)
    for identifier, head in former.items():
        if handle in (None, head.handle):
            lost = Break(1, f"the organisation is gone, of which {head.kept.entries} entries were kept")
            yield Verified(identifier, head.handle, Verification(0, GENESIS.hex(), lost))
