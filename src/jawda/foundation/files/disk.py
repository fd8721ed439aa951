"""The bytes of stored files: written whole or not at all, below the organisation that they belong to.

``<folder>/<first two of the hash>/<organisation>/<hash>``; a picture's small copy stands beside it as
``<hash>.thumbnail``. A transaction that is rolled back afterwards leaves a file without a row, which
:func:`jawda.foundation.files.domain.sweep_orphans` takes away.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

_UNFINISHED: Final = ".part"
_SMALL: Final = ".thumbnail"


_LOCK: Final = ".still"
"""Held while files are read one after another (shared), or taken away (alone)."""


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def place(organisation_id: UUID, sha256: str, *, small: bool = False) -> Path:
    """Where a content stands, or would."""
    return Path(settings.FILES_FOLDER) / sha256[:2] / str(organisation_id) / (sha256 + _SMALL * small)


def write(target: Path, content: bytes) -> None:
    """Under another name first, then to the disk itself, then by its name: nobody meets half a file."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_name(f".{secrets.token_hex(8)}{_UNFINISHED}")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name too outlives a loss of power
    finally:
        os.close(folder)


def read(target: Path) -> bytes | None:
    """The bytes, or None where they are not those that the name promises (a small copy promises nothing)."""
    try:
        content = target.read_bytes()
    except FileNotFoundError:
        return None
    return content if target.suffix == _SMALL or digest(content) == target.name else None


def organisations() -> set[UUID]:
    """Those that have a folder."""
    found = Path(settings.FILES_FOLDER).glob("??/*")
    return {UUID(item.name) for item in found if len(item.name) == 36}


def older_than(organisation_id: UUID, moment: float) -> Iterator[Path]:
    """An organisation's files that were written before ``moment`` (seconds since 1970)."""
    for item in Path(settings.FILES_FOLDER).glob(f"??/{organisation_id}/*"):
        try:
            if item.stat().st_mtime < moment:
                yield item
        except FileNotFoundError:
            continue


def content_of(item: Path) -> str | None:
    """The hash of the content that a file belongs to; None for one that was never finished."""
    return None if item.suffix == _UNFINISHED else item.name.removesuffix(_SMALL)


@contextmanager
def kept_still() -> Iterator[None]:
    """Nothing is taken away within the block, which may take long; a sweep that runs is waited for."""
    with _lock() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


@contextmanager
def taking_away() -> Iterator[bool]:
    """Whether files may be taken away now; not while somebody keeps them still."""
    with _lock() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            may = False
        else:
            may = True
        yield may


@contextmanager
def _lock() -> Iterator[int]:
    """Closing lets go of it."""
    folder = Path(settings.FILES_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield lock
    finally:
        os.close(lock)
