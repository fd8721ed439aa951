"""A large file that stands under its name once it is whole, and replaces none."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from jawda.site.values import ValueRefused


def require_free(path: Path) -> None:
    """``ValueRefused`` where something stands under that name, or there is no folder for it."""
    if os.path.lexists(path):
        raise ValueRefused(f"{path} stands there already, and no file is replaced. Choose another name.")
    if not path.parent.is_dir():
        raise ValueRefused(f"{path.parent}: there is no such folder to write into.")


@contextmanager
def placed(path: Path) -> Iterator[IO[bytes]]:
    """A file under another name, readable by us alone, that gets its name when the block ends well.

    ``ValueRefused`` where it cannot be written, or another file stands there by then.
    """
    half = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.link(half, path)  # unlike a renaming, it fails where a file stands by now
    except FileExistsError:
        require_free(path)
        raise
    except OSError as fault:
        raise ValueRefused(f"{path} cannot be written: {fault.strerror or fault}.") from fault
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def digest(path: Path) -> str:
    """SHA-256 in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
