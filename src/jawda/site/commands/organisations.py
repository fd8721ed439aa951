"""``organisation export``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from jawda.site.commands import environment, output
from jawda.site.database import DatabaseRefused, Login

if TYPE_CHECKING:
    from jawda.foundation.exports.archive import Written


def export(options: argparse.Namespace) -> int:
    """All that one organisation has, in one file; 1 where the disk did not give a stored file back.

    The login for backups finds the organisation by its handle; what is read is read by the application's login on its
    behalf, so that the policies decide. Noted in its trail.
    """
    environment.database(Login.BACKUP, Login.APP)
    environment.framework(Login.BACKUP)
    from jawda.site import migration_state  # noqa: PLC0415 - after set-up
    from jawda.site.backups import placing  # noqa: PLC0415 - after set-up

    if migration_state.pending():  # columns would be missing
        raise DatabaseRefused("The database is not at this version: run `jawda migrate` first.")
    path = options.output.absolute()
    placing.require_free(path)
    written = _written(path, options.handle)
    sha256 = _noted(path, written)
    if options.json:
        output.put_json(
            {
                "file": str(path),
                "bytes": path.stat().st_size,
                "sha256": sha256,
                "tables": len(written.tables),
                "rows": written.rows,
                "files": len(written.files) - len(written.missing),
                "missing_files": [item.name for item in written.missing],
            }
        )
    else:
        output.put_lines(
            [
                f"{path}: {len(written.tables)} tables, {written.rows} rows, {len(written.files)} files.",
                f"SHA-256 {sha256}",
                *(f"MISSING {item.name}" for item in written.missing[: output.MOST_SHOWN]),
            ]
        )
    return 1 if written.missing else 0


def _written(path: Path, handle: str) -> Written:
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from jawda.apps.organisations.models import Organisation  # noqa: PLC0415 - after set-up
    from jawda.foundation.exports import archive  # noqa: PLC0415 - after set-up
    from jawda.foundation.exports.moment import one_moment  # noqa: PLC0415 - after set-up
    from jawda.foundation.files import disk  # noqa: PLC0415 - after set-up
    from jawda.foundation.tenancy.context import acting  # noqa: PLC0415 - after set-up
    from jawda.site import preparation  # noqa: PLC0415 - after set-up
    from jawda.site.backups import placing  # noqa: PLC0415 - after set-up

    found = Organisation.objects.filter(handle=handle).first()
    if found is None:
        raise DatabaseRefused(f"No organisation has the handle {handle!r}.")
    preparation.become(Login.APP)
    with (
        output.progress(f"{found.name} …"),
        placing.placed(path) as stream,
        disk.kept_still(),
        one_moment(),
        acting(organisation_id=found.pk),
    ):
        return archive.write(stream, name=found.name, now=timezone.now())


def _noted(path: Path, written: Written) -> str:
    """In a transaction of its own: what was read could not be written to. A file that is not noted is not kept."""
    from django.db import transaction  # noqa: PLC0415 - after set-up

    from jawda.foundation.exports.domain import note_export  # noqa: PLC0415 - after set-up
    from jawda.foundation.tenancy.context import acting  # noqa: PLC0415 - after set-up
    from jawda.site.backups import placing  # noqa: PLC0415 - after set-up

    sha256 = placing.digest(path)
    try:
        with transaction.atomic(), acting(organisation_id=UUID(written.organisation)):
            note_export(written=written, sha256=sha256, by="jawda organisation export")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return sha256
