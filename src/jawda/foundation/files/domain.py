"""What can be done with files. Who may is asked by the room whose verb calls these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, Sum
from django.utils import timezone

from jawda.foundation.audit import trail
from jawda.foundation.files import disk
from jawda.foundation.files.inspection import Accepted, examine
from jawda.foundation.files.inspection_kinds import refuse
from jawda.foundation.files.models import StoredFile
from jawda.foundation.files.scanning import Infected, ScannerSilent, scan
from jawda.foundation.tenancy.context import acting, current, current_organisation_id

ORPHAN_AFTER: Final = timedelta(hours=1)
"""No transaction of a request or a job lives this long: a file without a row by then will have none."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was examined and scanned, and may be kept."""

    accepted: Accepted
    original_size: int
    original_sha256: str
    scanned_at: datetime | None


def prepare(*, name: str, content: bytes) -> Prepared:
    """Examine and scan: the slow part, which holds no lock and writes nothing.

    ``Refused`` with a sentence for a file that may not come in, an infected one, and a scanner that does not answer.
    """
    accepted = examine(content, name=name)
    return Prepared(accepted, len(content), disk.digest(content), _scanned(accepted.name, content))


def keep(*, prepared: Prepared) -> StoredFile:
    """Keep a prepared file for the acting organisation. Audited by its hash, without its name.

    The same content is kept once: its first row is the answer. ``Refused`` where the organisation's space would be
    exceeded. The file is on disk before the row is written; where the caller's transaction is rolled back, it is
    swept later. Takes the trail's lock: whoever locks rows too takes those before.
    """
    accepted = prepared.accepted
    sha256 = disk.digest(accepted.content)
    known = StoredFile.objects.filter(sha256=sha256).first()
    if known is not None and disk.read(disk.place(known.organisation_id, sha256)) is not None:
        return known
    with transaction.atomic():
        identifier = known.pk if known else uuid4()
        details = {"kind": accepted.kind.value, "size": len(accepted.content), "sha256": sha256}
        # first, for the trail's lock: storings of one organisation follow one another, and no sweep comes between
        trail.record("files.store", subject="file", subject_id=identifier, details=details)
        known = StoredFile.objects.filter(sha256=sha256).first()
        if known is None:
            _check_quota(accepted)
        _write(accepted, sha256)
        return known or StoredFile.objects.create(
            id=identifier,
            organisation_id=current_organisation_id(),
            name=accepted.name,
            kind=accepted.kind,
            size=len(accepted.content),
            sha256=sha256,
            original_size=prepared.original_size,
            original_sha256=prepared.original_sha256,
            scanned_at=prepared.scanned_at,
            stored_by=current().person_id,
        )


def store(*, name: str, content: bytes) -> StoredFile:
    """:func:`prepare` and :func:`keep`, with what they refuse and write."""
    return keep(prepared=prepare(name=name, content=content))


def _scanned(name: str, content: bytes) -> datetime | None:
    if not settings.CLAMD:
        return None
    try:
        scan(content, address=settings.CLAMD)
    except Infected as found:
        raise refuse("infected", name, signature=found.signature) from found
    except ScannerSilent as fault:
        raise refuse("scanner_silent", name) from fault
    return timezone.now()


def _check_quota(accepted: Accepted) -> None:
    used = used_space() + len(accepted.content)
    if used > settings.FILES_QUOTA:
        sizes = {"megabytes": round(used / 1e6, 1), "limit": round(settings.FILES_QUOTA / 1e6, 1)}
        raise refuse("quota", accepted.name, **sizes)


def used_space() -> int:
    """Bytes that the acting organisation's files take; one query."""
    return int(StoredFile.objects.aggregate(total=Sum("size"))["total"] or 0)


def _write(accepted: Accepted, sha256: str) -> None:
    organisation_id = current_organisation_id()
    if accepted.thumbnail:
        disk.write(disk.place(organisation_id, sha256, small=True), accepted.thumbnail)
    disk.write(disk.place(organisation_id, sha256), accepted.content)


def forget(*, stored: StoredFile) -> bool:
    """Delete the row unless a room still refers to it; audited. The bytes go with the next sweep."""
    try:
        with transaction.atomic():
            stored_id, sha256 = stored.pk, stored.sha256
            stored.delete()
    except ProtectedError:
        return False
    trail.record("files.forget", subject="file", subject_id=stored_id, details={"sha256": sha256})
    return True


def sweep_orphans(*, now: datetime) -> int:
    """Delete files on disk that no row names and that are older than an hour; how many. Audited where there were any.

    Each organisation in a transaction of its own, acting for it; one that the database does not know is left alone,
    for it may be another database's. None while a backup reads the files: the next hour's sweep finds them.
    """
    moment = (now - ORPHAN_AFTER).timestamp()
    with disk.taking_away() as may:
        if not may:
            return 0
        return sum(_sweep(organisation_id, moment) for organisation_id in sorted(disk.organisations()))


def _sweep(organisation_id: UUID, moment: float) -> int:
    old = list(disk.older_than(organisation_id, moment))
    try:
        with transaction.atomic(), acting(organisation_id=organisation_id):
            if not _without_row(old):
                return 0
            trail.record("files.sweep", subject="files", subject_id=organisation_id, details={"files": len(old)})
            connection.check_constraints()  # now, while nothing is deleted yet
            orphans = _without_row(list(disk.older_than(organisation_id, moment)))
            for item in orphans:
                item.unlink(missing_ok=True)
            return len(orphans)
    except IntegrityError:
        return 0


def _without_row(files: list[Path]) -> list[Path]:
    contents = {item: disk.content_of(item) for item in files}
    wanted = {sha256 for sha256 in contents.values() if sha256}
    known = set(StoredFile.objects.filter(sha256__in=wanted).values_list("sha256", flat=True)) if wanted else set()
    return [item for item, sha256 in contents.items() if sha256 not in known]
