"""The folder of the Unix socket: short (its path may have 107 bytes), private, and nobody else's."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from jawda.site.database.identity import Identity

LONGEST_PATH = 107
SOCKET = ".s.PGSQL.5432"
RECORD = "socket-folder"


def recorded(data_folder: Path) -> Path | None:
    """Where the server that runs, or ran last, has its socket; other processes find it by this.

    The record names its data folder: in a copy of the folder it does not hold.
    """
    with suppress(OSError, ValueError):
        socket_folder, owner = (data_folder / RECORD).read_text().splitlines()
        if owner == str(data_folder):
            return Path(socket_folder)
    return None


def fits(folder: Path) -> bool:
    """Whether a socket in ``folder`` has a path short enough for the system.

    >>> fits(Path("/tmp/jawda-1")), fits(Path("/home") / ("x" * 95))
    (True, False)
    """
    return len(os.fsencode(folder / SOCKET)) <= LONGEST_PATH


def provide(data_folder: Path, environment: Mapping[str, str], identity: Identity) -> Path:
    """A private folder for the socket, made if need be and recorded in ``data_folder``.

    The one recorded, else one named after the data folder below ``XDG_RUNTIME_DIR`` or ``/tmp``; where somebody
    else sits on that name, one with a random name.
    """
    for folder in _candidates(data_folder, environment):
        if fits(folder) and _made_private(folder, identity):
            break
    else:
        folder = Path(tempfile.mkdtemp(prefix="jawda-", dir="/tmp"))
        identity.own(folder)
    fresh = data_folder / f".{RECORD}.{os.getpid()}"
    fresh.write_text(f"{folder}\n{data_folder}\n")
    fresh.rename(data_folder / RECORD)
    return folder


def _candidates(data_folder: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    known = recorded(data_folder)
    if known:
        yield known
    name = "jawda-" + hashlib.sha256(os.fsencode(data_folder)).hexdigest()[:12]
    runtime = environment.get("XDG_RUNTIME_DIR")
    if runtime and os.geteuid() != 0 and Path(runtime).is_dir():
        yield Path(runtime).absolute() / name
    yield Path("/tmp") / name  # noqa: S108 - see _made_private


def _made_private(folder: Path, identity: Identity) -> bool:
    """Ours, a true folder, closed to others; whatever else stands there was put by someone and is not touched."""
    try:
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
    except OSError:
        return False
    owners = {os.geteuid(), identity.user}
    if folder.is_symlink() or not folder.is_dir() or found.st_uid not in owners or found.st_mode & 0o077:
        return False
    identity.own(folder)
    return os.geteuid() == 0 or os.access(folder, os.W_OK | os.X_OK)
