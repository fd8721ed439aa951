"""``jawda backup``: the database at one moment and the files it names, in one file, while the server goes on."""

from __future__ import annotations

import hashlib
import hmac
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from jawda import __version__
from jawda.foundation.files import disk
from jawda.site.backups import database, placing, programs
from jawda.site.backups.archive import Writer
from jawda.site.backups.database import Snapshot
from jawda.site.backups.manifest import DATABASE_MEMBER, Manifest
from jawda.site.database import DatabaseRefused

_PURPOSE: Final = b"jawda-backup"

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Says what is done, of how many; the value in it tells how far one is."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest


def make(*, path: Path, url: str, environment: Mapping[str, str], now: datetime, progress: Progress) -> Made:
    """Write the backup ``path`` with what the login of ``url``, that for backups, reads.

    Nothing stands there before all of it does, and a file that stands there already is never replaced
    (``ValueRefused``). No file of an organisation is swept away while it runs. The application is not disturbed.
    """
    placing.require_free(path)
    with placing.placed(path) as stream, disk.kept_still(), database.snapshot(url) as moment:
        writer = Writer(stream)
        _dump(writer, moment, path.parent, url, environment, progress)
        missing = _add_files(writer, moment, progress)
        manifest = Manifest(
            made_at=now.isoformat(timespec="seconds"),
            program=__version__,
            secret_key=key_mark(),
            state=moment.state,
            members=writer.members,
            missing_files=missing,
        )
        writer.finish(manifest)
    return Made(path, path.stat().st_size, placing.digest(path), manifest)


def key_mark() -> str:
    """Tells whether two keys are the same, and nothing else of them."""
    return hmac.new(settings.SECRET_KEY.encode(), _PURPOSE, hashlib.sha256).hexdigest()[:16]


def _dump(
    writer: Writer, moment: Snapshot, beside: Path, url: str, environment: Mapping[str, str], progress: Progress
) -> None:
    """Of the snapshot. It stands beside the backup until it is in it: a member's size is written before the member."""
    program = programs.find("pg_dump", major=moment.state.major, environment=environment)
    with tempfile.TemporaryDirectory(prefix=".jawda-backup-", dir=beside) as folder, progress("database", 1) as tell:
        target = Path(folder) / DATABASE_MEMBER
        fault = programs.run(
            program,
            url,
            "--format=custom",
            "--enable-row-security",
            "--no-comments",  # on extensions, which are the superuser's, and the mark of this very installation
            f"--snapshot={moment.name}",
            f"--file={target}",
        )
        if fault:
            raise DatabaseRefused(f"The database could not be read whole: {fault}.")
        writer.add(DATABASE_MEMBER, target)
        tell(1)


def _add_files(writer: Writer, moment: Snapshot, progress: Progress) -> list[str]:
    """The files that the database names; the names of those that the disk does not give back as they were stored."""
    missing = []
    with progress("files", len(moment.files)) as tell:
        for number, (organisation, sha256) in enumerate(moment.files, 1):
            place = disk.place(UUID(organisation), sha256)
            if disk.read(place) is None:
                missing.append(_member(place))
            else:
                writer.add(_member(place), place)
                small = disk.place(UUID(organisation), sha256, small=True)
                if small.is_file():
                    writer.add(_member(small), small)
            tell(number)
    return missing


def _member(place: Path) -> str:
    return "files/" + place.relative_to(Path(settings.FILES_FOLDER)).as_posix()
