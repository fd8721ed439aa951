"""One file: a tar within gzip. First a mark, then the database, the stored files, and last the manifest.

The manifest comes last because it holds the hash of everything before it: a file that was cut off has none. What is
read is refused before anything is made of it, unless each member's bytes are those that were written.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from jawda.site.backups.manifest import (
    DATABASE_MEMBER,
    FILE_MEMBER,
    FORMAT,
    VERSION,
    Manifest,
    Member,
    NotAManifest,
    decode,
    version_of,
)
from jawda.site.values import ValueRefused

_MARK: Final = "jawda-backup.json"
_MANIFEST: Final = "manifest.json"
_LEVEL: Final = 1
"""The dump and most files are compressed already."""
_GZIP_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff"
"""No name, no time; the check at its end does not cover it, so it is compared."""
_CHUNK: Final = 1 << 20
_LARGEST_MANIFEST: Final = 512_000_000
_LARGEST_MARK: Final = 10_000

Tell = Callable[[int], None]


def _nobody(done: int) -> None:
    """Where no progress is shown."""


class Writer:
    """Members one after the other; :meth:`finish` writes the manifest."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._gzip = gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=stream, mtime=0)
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|", format=tarfile.GNU_FORMAT, bufsize=_CHUNK)  # noqa: SIM115
        self.members: list[Member] = []
        self._put(_MARK, json.dumps({"format": FORMAT, "version": VERSION}).encode())

    def add(self, name: str, source: Path) -> Member:
        """The bytes of ``source`` as the member ``name``."""
        with source.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            hashed = _Hashed(stream)
            self._tar.addfile(_entry(name, size), hashed)  # it reads, and nothing else is asked
        member = Member(name, size, hashed.digest.hexdigest())
        self.members.append(member)
        return member

    def finish(self, manifest: Manifest) -> None:
        """Nothing comes after it."""
        self._put(_MANIFEST, manifest.encode())
        self._tar.close()
        self._gzip.close()

    def _put(self, name: str, content: bytes) -> None:
        self._tar.addfile(_entry(name, len(content)), io.BytesIO(content))


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


class _Hashed:
    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self.stream.read(size)
        self.digest.update(content)
        return content


def unpack(path: Path, folder: Path, tell: Tell = _nobody) -> Manifest:
    """Write the members below ``folder``, and compare each with the manifest; its values.

    ``ValueRefused`` with a sentence for a file that is no backup, is damaged, cut off, or of a newer program; what was
    written below ``folder`` until then is of no use.
    """
    try:
        with _opened(path, tell) as stream:
            return _unpack(path, stream, folder)
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, NotAManifest) as fault:
        raise _damaged(path) from fault
    except FileExistsError as fault:  # a member twice
        raise _damaged(path) from fault
    except OSError as fault:
        raise ValueRefused(f"{fault.filename or path}: {fault.strerror or fault}.") from fault


@contextmanager
def _opened(path: Path, tell: Tell) -> Iterator[gzip.GzipFile]:
    if not path.is_file():
        raise ValueRefused(f"{path}: there is no such file." if not path.exists() else f"{path} is no file.")
    with path.open("rb") as raw:
        if raw.read(len(_GZIP_HEADER)) != _GZIP_HEADER:
            raise _foreign(path)
        raw.seek(0)
        with gzip.GzipFile(fileobj=_Told(raw, tell), mode="rb") as stream:
            yield stream


class _Told(io.BufferedIOBase):
    def __init__(self, stream: IO[bytes], tell: Tell) -> None:
        self._stream, self._tell = stream, tell

    def read(self, size: int | None = -1) -> bytes:
        content = self._stream.read(-1 if size is None else size)
        self._tell(self._stream.tell())
        return content

    def readable(self) -> bool:
        return True


def _unpack(path: Path, stream: gzip.GzipFile, folder: Path) -> Manifest:
    found: list[Member] = []
    manifest: Manifest | None = None
    with _tar(path, stream) as tar:
        _check_mark(path, tar)
        while (entry := tar.next()) is not None:
            name = entry.name
            if not entry.isreg() or manifest is not None:
                raise _damaged(path)
            content = tar.extractfile(entry)
            assert content is not None  # it is an ordinary file
            if name == _MANIFEST and entry.size <= _LARGEST_MANIFEST:
                manifest = decode(content.read())
            elif name == DATABASE_MEMBER or FILE_MEMBER.fullmatch(name):
                found.append(_write(name, content, folder))
            else:
                raise _damaged(path)
    while stream.read(_CHUNK):  # to its end, where gzip's own sum stands
        pass
    if manifest is None or found != manifest.members:
        raise _damaged(path)
    return manifest


def _tar(path: Path, stream: gzip.GzipFile) -> tarfile.TarFile:
    try:
        return tarfile.open(fileobj=stream, mode="r|", bufsize=_CHUNK)
    except tarfile.TarError:
        raise _foreign(path) from None


def _check_mark(path: Path, tar: tarfile.TarFile) -> None:
    entry = tar.next()
    content = tar.extractfile(entry) if entry and entry.isreg() and entry.size <= _LARGEST_MARK else None
    if entry is None or entry.name != _MARK or content is None:
        raise _foreign(path)
    try:
        version = version_of(json.loads(content.read()))
    except (ValueError, RecursionError):
        raise _foreign(path) from None
    if version > VERSION:
        raise newer(path, f"its form has number {version}, this program knows {VERSION}")
    if version != VERSION:
        raise _damaged(path)


def _write(name: str, content: IO[bytes], folder: Path) -> Member:
    target = folder / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    hashed, size = _Hashed(content), 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        while chunk := hashed.read(_CHUNK):
            stream.write(chunk)
            size += len(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return Member(name, size, hashed.digest.hexdigest())


def _foreign(path: Path) -> ValueRefused:
    return ValueRefused(f"{path} is no file of `jawda backup`.")


def _damaged(path: Path) -> ValueRefused:
    return ValueRefused(
        f"{path} is damaged or was cut off: what it holds is not what was written. Nothing was restored; take another "
        "copy, or an older backup."
    )


def newer(path: Path, why: str) -> ValueRefused:
    """A backup that this program is too old for."""
    return ValueRefused(f"{path} was made by a newer Jawda ({why}). Install that version and restore with it.")
