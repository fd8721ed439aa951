"""``backup``, ``restore``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from jawda.site.commands import environment, output
from jawda.site.database import Login
from jawda.site.database.logins import VARIABLES
from jawda.site.values import ValueRefused


def backup(options: argparse.Namespace) -> int:
    """Write the backup, as the login for backups; 1 where the disk did not give a stored file back."""
    environment.database(Login.BACKUP)
    environment.framework(Login.BACKUP)
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from jawda.site.backups import making  # noqa: PLC0415 - after set-up

    made = making.make(
        path=options.file.absolute(),
        url=os.environ[VARIABLES[Login.BACKUP]],
        environment=os.environ,
        now=timezone.now(),
        progress=_progress,
    )
    state, missing = made.manifest.state, made.manifest.missing_files
    files = len(made.manifest.members) - 1
    if options.json:
        output.put_json(
            {
                "file": str(made.path),
                "bytes": made.size,
                "sha256": made.sha256,
                "made_at": made.manifest.made_at,
                "tables": len(state.tables),
                "rows": state.rows,
                "organisations": len(state.heads),
                "files": files,
                "missing_files": missing,
            }
        )
    else:
        output.put_lines(
            [
                f"{made.path}: {made.size / 1e6:.1f} MB, {len(state.tables)} tables, {state.rows} rows, {files} files.",
                f"SHA-256 {made.sha256}",
                "It holds every organisation's data: encrypt it and keep it elsewhere, and the secret key in another "
                "place.",
                *(f"MISSING {name}" for name in missing[: output.MOST_SHOWN]),
            ]
        )
        if missing:
            output.put_lines(
                [f"{len(missing)} stored files are not on the disk as they were stored, nor in the backup."]
            )
    return 1 if missing else 0


def restore(options: argparse.Namespace) -> int:
    """Restore into an empty database, as owner; 1 where an audit trail does not hold."""
    environment.framework(Login.OWNER)
    from django.conf import settings  # noqa: PLC0415 - after set-up

    from jawda.site import preparation  # noqa: PLC0415 - after set-up
    from jawda.site.backups import restoring  # noqa: PLC0415 - after set-up

    erasures = _erasures(options)
    with restoring.unpacked(options.file.absolute(), environment.data_folder(), _progress) as found:
        environment.database(Login.OWNER, Login.BACKUP, *((Login.APP,) if erasures else ()))
        preparation.become(Login.OWNER)
        done = restoring.restore(
            backup=found,
            urls={login: os.environ[VARIABLES[login]] for login in (Login.OWNER, Login.BACKUP)},
            files_folder=settings.FILES_FOLDER,
            environment=os.environ,
            progress=_progress,
            erasures=erasures,
        )
    if options.json:
        output.put_json(_as_json(done))
    else:
        output.put_lines(_as_lines(done))
    return 1 if done.broken else 0


def _erasures(options: argparse.Namespace) -> Any:
    """Read before anything is touched: without a list that can be read, the dead would come back."""
    from jawda.foundation.erasure import ledger  # noqa: PLC0415 - after set-up

    if options.erasures and not options.erasures.is_file():
        raise ValueRefused(f"{options.erasures} cannot be read: there is no such file.")
    try:
        return ledger.entries(options.erasures)
    except ledger.LedgerDamaged as fault:
        raise ValueRefused(f"The list of erasures is damaged, and nothing was restored: {fault}.") from fault


def _as_json(done: Any) -> dict[str, Any]:
    manifest = done.manifest
    return {
        "made_at": manifest.made_at,
        "program": manifest.program,
        "tables": len(manifest.state.tables),
        "rows": manifest.state.rows,
        "files": len(manifest.members) - 1,
        "missing_files": manifest.missing_files,
        "migrations": done.migrations,
        "trails": done.trails,
        "broken": [
            {
                "handle": found.handle,
                "sequence": found.verification.broken.sequence,
                "reason": found.verification.broken.reason,
            }
            for found in done.broken
        ],
        "same_key": done.same_key,
        "erased_again": done.erased_again,
    }


def _as_lines(done: Any) -> Iterator[str]:
    manifest = done.manifest
    yield f"The backup of {manifest.made_at}, made by Jawda {manifest.program}, is restored."
    yield (
        f"{len(manifest.state.tables)} tables with {manifest.state.rows} rows and {len(manifest.members) - 1} files, "
        "each compared with the backup."
    )
    if done.migrations:
        yield f"{len(done.migrations)} migrations brought it to this version."
    for found in done.broken:
        broken = found.verification.broken
        yield f"BAD {found.handle} {found.verification.entries} BROKEN at {broken.sequence}: {broken.reason}"
    yield f"{done.trails - len(done.broken)} of {done.trails} audit trails hold, up to where the backup ended."
    if manifest.missing_files:
        yield f"{len(manifest.missing_files)} stored files were missing when it was made."
    if done.erased_again:
        yield f"{done.erased_again} persons who were erased since it was made are erased again."
    if not done.same_key:
        yield (
            "The secret key is another than then: put the former one into JAWDA_SECRET_KEY (or JAWDA_DATA/secret-key), "
            "or authenticator apps and links sent by mail will not be known."
        )
    yield "Next: start the services, then `jawda doctor`."


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    with output.counted(what, total) as tell:
        yield tell
