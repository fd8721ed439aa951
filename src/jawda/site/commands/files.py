"""Files that a command reads and writes: refused with a sentence, written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from jawda.core.findings import Finding, Place, Refused

LARGEST = 20_000_000
"""Bytes; the limit of a spreadsheet. The reader of each form has its own, at most this."""


def read(path: Path, *, largest: int = LARGEST) -> bytes:
    """The bytes of an ordinary file of at most ``largest``; ``Refused`` for anything else."""
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > largest:
            sizes = {"megabytes": round(size / 1e6, 1), "limit": round(largest / 1e6, 1)}
            place = Place(file=path.name)
            raise Refused([Finding(id="spreadsheets.file_too_large", place=place, arguments=sizes)])
        return file.read()


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """An ordinary file of any size, for what is read piece by piece; ``Refused`` for anything else."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise _refused("files.folder", path)
        if not stat.S_ISREG(found.st_mode):  # a pipe or a device might never end
            raise _refused("files.not_a_file", path)
        with path.open("rb") as file:
            yield file
    except (FileNotFoundError, NotADirectoryError):
        raise _refused("files.missing", path) from None
    except PermissionError:
        raise _refused("files.unreadable", path) from None
    except (OSError, ValueError) as fault:  # ValueError: a null character in the name
        raise _refused("files.broken", path, fault) from fault


def write(path: Path, content: bytes) -> None:
    """Write beside ``path`` and rename: whoever reads finds the former file or the new one, never half of it.

    ``Refused`` where it cannot be written; nothing is left behind, also after Ctrl-C.
    """
    if path.is_dir():
        raise _refused("files.folder", path)
    target = path.resolve()  # a link stays a link
    half = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        if path.exists() and not path.is_file():  # a pipe, or /dev/stdout: nothing to rename over
            path.write_bytes(content)
            return
        half.write_bytes(content)
        half.replace(target)
    except (FileNotFoundError, NotADirectoryError):
        raise _refused("files.no_folder", path) from None
    except PermissionError:
        raise _refused("files.not_writable", path) from None
    except (OSError, ValueError) as fault:
        raise _refused("files.not_written", path, fault) from fault
    finally:
        with suppress(OSError, ValueError):
            half.unlink(missing_ok=True)


def _refused(name: str, path: Path, fault: Exception | None = None) -> Refused:
    reason = "" if fault is None else getattr(fault, "strerror", None) or str(fault)
    arguments = {"reason": reason[:80]} if reason else {}
    return Refused([Finding(id=name, place=Place(file=str(path)), arguments=arguments)])
