"""Asking for all that the organisation has; the job that writes it; stopping it; giving it out for seven days."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.organisations.exports_models import ExportState, OrganisationExport
from jawda.apps.organisations.models import Organisation
from jawda.apps.organisations.notices import tell_exported
from jawda.apps.organisations.rules import may_export
from jawda.foundation.audit import trail
from jawda.foundation.exports import archive
from jawda.foundation.exports.domain import note_export
from jawda.foundation.exports.moment import one_moment
from jawda.foundation.files import disk
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access

EXPORT: Final = "organisations.export"
KEPT: Final = timedelta(days=7)
MOST: Final = 3
"""Ready at once: each may be as large as all that the organisation stored."""
_SILENT: Final = timedelta(minutes=5)
"""A job that wrote no progress for so long was killed."""
_OPEN: Final = (ExportState.WAITING, ExportState.RUNNING)


class _Stopped(Exception):
    """Somebody wants it no more."""


def ask_export(*, access: Access) -> OrganisationExport:
    """Ask for a file with everything; the one that waits or is being written, where there is one. Audited.

    The job follows; whoever asked is told when it is ready. ``ValidationError`` where three are ready.
    """
    if not may_export(access):
        raise PermissionDenied
    Organisation.objects.select_for_update(of=("self",)).get(pk=access.organisation_id)  # one asks after the other
    row = OrganisationExport.objects.filter(state__in=_OPEN).first()
    if row is None:
        ready = OrganisationExport.objects.filter(state=ExportState.READY, ends_at__gt=timezone.now())
        if ready.count() >= MOST:
            raise ValidationError(_("Three exports are ready: download one of them, or wait until one ends."))
        row = OrganisationExport.objects.create(organisation_id=access.organisation_id, asked_by=access.person_id)
        trail.record("organisations.ask_export", subject="export", subject_id=row.pk, details={})
    defer(EXPORT, organisation_id=access.organisation_id)
    return row


def stop_export(*, access: Access, export_id: UUID) -> None:
    """Write it no further. Audited. Nothing where it is over; ``OrganisationExport.DoesNotExist`` for another's."""
    if not may_export(access):
        raise PermissionDenied
    row = OrganisationExport.objects.select_for_update(of=("self",)).get(pk=export_id)
    if row.state not in _OPEN:
        return
    row.state = ExportState.STOPPED
    row.save(update_fields=["state"])
    trail.record("organisations.stop_export", subject="export", subject_id=row.pk, details={})
    mark = place(row).with_suffix(".stop")
    transaction.on_commit(lambda: _touch(mark))


def place(row: OrganisationExport) -> Path:
    """Where its file stands, or would."""
    return Path(settings.EXPORTS_FOLDER) / str(row.organisation_id) / f"{row.pk}.zip"


def progress_of(row: OrganisationExport) -> tuple[int, int]:
    """How many of how many tables and files are written; (0, 0) where nothing is said yet."""
    try:
        done, total = place(row).with_suffix(".progress").read_text().split()
        return int(done), int(total)
    except (OSError, ValueError):
        return 0, 0


def write_export(organisation_id: UUID) -> None:
    """The job: write the export that waits, or that a killed job left. Notes it in the trail, and tells who asked.

    The organisation is read at one moment, in which nothing can be written: progress and the wish to stop stand in
    files beside the export.
    """
    row = _take(organisation_id)
    if row is None:
        return
    target = place(row)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    try:
        written, sha256 = _write(row, part)
        part.replace(target)
        _finish(row, written, sha256)
    except _Stopped:
        target.unlink(missing_ok=True)
    except Exception:
        target.unlink(missing_ok=True)
        with transaction.atomic(), acting(organisation_id=organisation_id):
            OrganisationExport.objects.filter(pk=row.pk, state=ExportState.RUNNING).update(state=ExportState.FAILED)
        raise
    finally:
        for suffix in (".part", ".progress", ".stop"):
            target.with_suffix(suffix).unlink(missing_ok=True)


def _take(organisation_id: UUID) -> OrganisationExport | None:
    now = timezone.now()
    with transaction.atomic(), acting(organisation_id=organisation_id):
        row = OrganisationExport.objects.select_for_update(of=("self",)).filter(state__in=_OPEN).first()
        if row is None or (row.state == ExportState.RUNNING and not _is_silent(row, now)):
            return None
        row.state, row.began_at = ExportState.RUNNING, now
        row.save(update_fields=["state", "began_at"])
        return row


def _is_silent(row: OrganisationExport, now: datetime) -> bool:
    try:
        said = place(row).with_suffix(".progress").stat().st_mtime
    except OSError:
        said = row.began_at.timestamp() if row.began_at else 0
    return now.timestamp() - said > _SILENT.total_seconds()


def _write(row: OrganisationExport, part: Path) -> tuple[archive.Written, str]:
    progress, stop = part.with_suffix(".progress"), part.with_suffix(".stop")

    def tell(done: int, total: int) -> None:
        if stop.exists():
            raise _Stopped
        progress.write_text(f"{done} {total}")

    with (
        os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream,
        disk.kept_still(),
        one_moment(),
        acting(organisation_id=row.organisation_id),
    ):
        name = Organisation.objects.values_list("name", flat=True).get(pk=row.organisation_id)
        written = archive.write(stream, name=name, now=timezone.now(), tell=tell)
        stream.flush()
        os.fsync(stream.fileno())
    with part.open("rb") as whole:
        return written, hashlib.file_digest(whole, "sha256").hexdigest()


def _finish(row: OrganisationExport, written: archive.Written, sha256: str) -> None:
    with transaction.atomic(), acting(organisation_id=row.organisation_id):
        found = OrganisationExport.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if found.state != ExportState.RUNNING:
            raise _Stopped
        found.state, found.sha256, found.size = ExportState.READY, sha256, place(row).stat().st_size
        found.ends_at = timezone.now() + KEPT
        found.save(update_fields=["state", "sha256", "size", "ends_at"])
        note_export(written=written, sha256=sha256, by="page")
        tell_exported(person_id=found.asked_by)


def remove_exports(rows: list[OrganisationExport]) -> dict[str, int]:
    """For the rule of retention: the files first, so that none is left without a row."""
    for row in rows:
        for suffix in (".zip", ".part", ".progress", ".stop"):
            place(row).with_suffix(suffix).unlink(missing_ok=True)
        with suppress(OSError):
            place(row).parent.rmdir()  # where it was the last
    return OrganisationExport.objects.filter(pk__in=[row.pk for row in rows]).delete()[1]


def _touch(mark: Path) -> None:
    with suppress(OSError):
        mark.touch(mode=0o600)
