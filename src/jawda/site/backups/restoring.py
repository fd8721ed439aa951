"""``jawda restore``: a backup into an empty database, compared with what it says of itself."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from jawda.foundation.audit.trail import Kept
from jawda.foundation.erasure import domain as erasing
from jawda.foundation.erasure import ledger
from jawda.foundation.erasure.certificate import Certificate
from jawda.site import audit_check, migration_state, preparation
from jawda.site.audit_check import KeptHead, Verified
from jawda.site.backups import archive, database, programs
from jawda.site.backups.making import Progress, key_mark
from jawda.site.backups.manifest import DATABASE_MEMBER, Manifest, State
from jawda.site.database import DatabaseRefused, Login
from jawda.site.values import ValueRefused

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A backup whose every byte was compared, lying in a folder."""

    path: Path
    manifest: Manifest
    folder: Path


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands now. ``broken``: trails that do not hold, or do not go on from where the backup ended."""

    manifest: Manifest
    migrations: list[str]
    """Those applied afterwards, for a backup of an older version."""
    trails: int
    broken: list[Verified]
    same_key: bool
    erased_again: int = 0
    """Persons who were erased after the backup was made."""


@contextmanager
def unpacked(path: Path, data_folder: Path, progress: Progress) -> Iterator[Unpacked]:
    """Beside where the files will stand; gone afterwards, with the data folder if it was made for it.

    ``ValueRefused`` for a file that is no backup, damaged, cut off, or of a newer program. No database is needed.
    """
    fresh = not data_folder.exists()
    try:
        data_folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".jawda-restore-", dir=data_folder) as name:
            size = path.stat().st_size if path.is_file() else 0
            with progress("backup", size) as tell:
                manifest = archive.unpack(path, Path(name), tell)
            unknown = sorted(set(manifest.state.migrations) - _known())
            if unknown:
                shown = ", ".join(unknown[:_SHOWN])
                raise archive.newer(path, f"{manifest.program}; {shown} is not known here")
            yield Unpacked(path, manifest, Path(name))
    finally:
        if fresh:
            with suppress(OSError):
                data_folder.rmdir()  # where nothing came into it


def _known() -> set[str]:
    names = migration_state.known()
    return {f"{app}.{name}" for key, replaced in names.items() for app, name in (key, *replaced)}


def restore(
    *,
    backup: Unpacked,
    urls: Mapping[Login, str],
    files_folder: Path,
    environment: Mapping[str, str],
    progress: Progress,
    erasures: Sequence[Certificate] = (),
) -> Restored:
    """Fill the empty database behind ``urls`` and the empty ``files_folder``; bring an older one to this version.

    As owner; ``erasures`` are done again at the end, as the application. What cannot be restored whole leaves
    database and folder as empty as they were (``DatabaseRefused``).
    """
    owner, reader, expected = urls[Login.OWNER], urls[Login.BACKUP], backup.manifest.state
    _require_empty(owner, files_folder)
    major = database.major_of(owner)
    if major < expected.major:
        raise DatabaseRefused(
            f"{backup.path} was made with PostgreSQL {expected.major}; this server is {major}. A server of that "
            "version or a newer one is needed."
        )
    program = programs.find("pg_restore", major=major, environment=environment)
    placed: list[Path] = []
    try:
        with progress("database", 1) as tell:
            _fill(program, owner, backup)
            tell(1)
        _compare(database.state_of(reader), expected)
        _place_files(backup, files_folder, placed)
    except BaseException:
        database.empty(owner)
        for item in placed:
            item.unlink(missing_ok=True)
        raise
    with progress("version", 1) as tell:
        applied = preparation.prepare()
        tell(1)
    preparation.become(Login.BACKUP)
    kept = {UUID(row.organisation): KeptHead(row.handle, Kept(row.entries, row.head)) for row in expected.heads}
    trails = list(audit_check.verify_all(against=kept))
    again = 0
    if erasures:  # after the trails were compared with the backup's: each erasure adds an entry
        preparation.become(Login.APP)
        again = erasing.replay(erasures)
        ledger.append(erasures)
    return Restored(
        manifest=backup.manifest,
        erased_again=again,
        migrations=applied,
        trails=len(trails),
        broken=[found for found in trails if found.verification.broken],
        same_key=backup.manifest.secret_key == key_mark(),
    )


def _require_empty(owner: str, files_folder: Path) -> None:
    there = database.holds(owner)
    if there:
        raise ValueRefused(
            f"The database is not empty: it holds {', '.join(there[:_SHOWN])}{' …' if len(there) > _SHOWN else ''}. A "
            "backup is restored into an empty one only: choose another data folder with JAWDA_DATA, or make a new "
            "database."
        )
    if files_folder.is_dir() and next(files_folder.glob("??/*/*"), None):
        raise ValueRefused(f"{files_folder} holds files already. Move that folder away: it is another database's.")


def _fill(program: Path, owner: str, backup: Unpacked) -> None:
    """In one transaction. Tables come first, then rows, then triggers, references and policies: none stands in the way.

    The rights on tables stand in the dump; those who are given them, the logins, are the server's.
    """
    fault = programs.run(
        program,
        owner,
        "--no-owner",
        "--no-comments",
        "--single-transaction",
        "--exit-on-error",
        backup.folder / DATABASE_MEMBER,
    )
    if fault:
        raise DatabaseRefused(f"{backup.path} could not be restored, and nothing of it was kept: {fault}.")


def _compare(found: State, expected: State) -> None:
    """Rows, policies, triggers and trails as they were counted when the backup was made."""
    tables = sorted(
        name for name in {*found.tables, *expected.tables} if found.tables.get(name) != expected.tables.get(name)
    )
    same = ("isolated", "policies", "triggers", "migrations", "heads")
    differs = [*tables, *(name for name in same if getattr(found, name) != getattr(expected, name))]
    if differs:
        raise DatabaseRefused(
            f"What was restored is not what the backup says it holds ({', '.join(differs[:_SHOWN])}); nothing of it "
            "was kept."
        )


def _place_files(backup: Unpacked, files_folder: Path, placed: list[Path]) -> None:
    for member in backup.manifest.members[1:]:
        target = files_folder / Path(member.name).relative_to("files")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        placed.append(target)
        shutil.move(backup.folder / member.name, target)
