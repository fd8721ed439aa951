"""PostgreSQL refuses to run as root: how to run its programs all the same, without touching users or parents' modes."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jawda.site.database.errors import DatabaseRefused
from jawda.site.database.providers import Provider

NOBODY = 65534
COPIES = Path("/var/lib/jawda")
COPIES_VARIABLE = "JAWDA_COPIES"
"""Environment value: where root copies binaries that the account nobody cannot reach."""


@dataclass(frozen=True, slots=True)
class Identity:
    """How a program is started: a prefix to its command, and the account as user and group (``None``: our own)."""

    name: str
    binaries: Path
    prefix: tuple[str, ...] = ()
    account: tuple[int, int] | None = None

    @property
    def user(self) -> int:
        """Whose files the server's are, as seen from outside."""
        return self.account[0] if self.account else os.geteuid()

    def command(self, program: str, *arguments: str) -> list[str]:
        """The command line of one of PostgreSQL's programs; goes with :meth:`options`."""
        return [*self.prefix, str(self.binaries / program), *arguments]

    def options(self) -> dict[str, Any]:
        """Keyword arguments for :mod:`subprocess`."""
        if self.account is None:
            return {}
        user, group = self.account
        return {"user": user, "group": group, "extra_groups": []}

    def bound_command(self, program: str, *arguments: str) -> list[str]:
        """A command line that drops the account by itself and ends when the starting thread does (see ``bound.py``)."""
        account = f"{self.account[0]}:{self.account[1]}" if self.account else "-"
        script = str(Path(__file__).with_name("bound.py"))
        own = [sys.executable, "-I", "-S", script, str(os.getpid()), account]
        return [*self.prefix, *own, str(self.binaries / program), *arguments]

    def own(self, path: Path) -> None:
        """Give a file, or a folder with all it holds, to the account that needs it; only root ever has to."""
        if os.geteuid() != 0 or path.lstat().st_uid == self.user:
            return
        user, group = self.account or (0, 0)
        os.chown(path, user, group, follow_symlinks=False)
        for folder, folders, files in os.walk(path):
            for name in (*folders, *files):
                os.chown(Path(folder, name), user, group, follow_symlinks=False)


def choose(provider: Provider, data_folder: Path, environment: Mapping[str, str]) -> Identity:
    """The first way that works here: as we are; as nobody; in a user namespace; as nobody from copied binaries.

    ``data_folder`` exists and is ours. As root, a cluster that an account made is run as that account.
    """
    ways = _as_root(provider, data_folder, environment) if os.geteuid() == 0 else _as_we_are(provider, environment)
    for identity in ways:
        if _reaches(identity, data_folder):
            return identity
    if os.geteuid() == 0:
        raise DatabaseRefused(
            f"PostgreSQL does not run as root; the account nobody cannot reach both {data_folder} and "
            f"{provider.binaries}, and `unshare --user` is not permitted on this machine. Set JAWDA_DATA to a folder "
            "outside private homes, or run as an ordinary user, or set DATABASE_URL."
        )
    raise DatabaseRefused(
        f"The account with user number {os.geteuid()} cannot run PostgreSQL from {provider.binaries} in {data_folder}: "
        "the folder cannot be written, or the account has no name (/etc/passwd) and `unshare --user` is not permitted. "
        "Set JAWDA_DATA to a folder of your own, run as another user, or set DATABASE_URL."
    )


def _namespace(provider: Provider, environment: Mapping[str, str]) -> Iterator[Identity]:
    """In a user namespace where we are called nobody; the files stay ours. Containers often forbid it."""
    unshare = shutil.which("unshare", path=environment.get("PATH", os.defpath))
    if unshare:
        prefix = (unshare, "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
        yield Identity("user namespace", provider.binaries, prefix)


def _as_we_are(provider: Provider, environment: Mapping[str, str]) -> Iterator[Identity]:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:  # initdb refuses an account without a name
        yield from _namespace(provider, environment)
    else:
        yield Identity("own account", provider.binaries)


def _as_root(provider: Provider, data_folder: Path, environment: Mapping[str, str]) -> Iterator[Identity]:
    try:
        found = (data_folder / "cluster").stat()
        maker = (found.st_uid, found.st_gid)
    except FileNotFoundError:
        maker = (NOBODY, NOBODY)
    if maker[0] == 0:  # made in a user namespace, where root's files are nobody's
        yield from _namespace(provider, environment)
        maker = (NOBODY, NOBODY)
    called = "nobody" if maker[0] == NOBODY else f"user number {maker[0]}, who made the cluster"
    yield Identity(called, provider.binaries, account=maker)
    yield from _namespace(provider, environment)
    if provider.folders:
        copies = Path(environment.get(COPIES_VARIABLE) or COPIES)
        yield Identity(f"{called}, from binaries copied to {copies}", _copy(provider, copies), account=maker)


def _reaches(identity: Identity, data_folder: Path) -> bool:
    """Whether the account can start the programs and write below the folder."""
    trial = data_folder / ".trial"
    script = '"$0" --version >/dev/null && "$1" --version >/dev/null && test -w "$2"'
    programs = [str(identity.binaries / name) for name in ("initdb", "postgres")]
    try:
        trial.mkdir(mode=0o700, exist_ok=True)
        identity.own(trial)
        answer = subprocess.run(  # noqa: S603 - our own script, names passed as arguments
            [*identity.prefix, "/bin/sh", "-c", script, *programs, str(trial)],
            capture_output=True,
            timeout=20,
            check=False,
            cwd="/",
            **identity.options(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    return answer.returncode == 0


def _copy(provider: Provider, copies: Path) -> Path:
    """Copy the package's binaries and libraries, side by side as they were; complete or not at all."""
    target = copies / f"{provider.name}-{provider.version}"
    if not target.exists():
        copies.mkdir(parents=True, exist_ok=True)
        half_made = Path(tempfile.mkdtemp(prefix=".copy-", dir=copies))
        try:
            for source in provider.folders:
                place = half_made / source.name if source.suffix == ".libs" else half_made / "package" / source.name
                shutil.copytree(source, place, symlinks=True)
            half_made.chmod(0o755)
            if not target.exists():
                half_made.rename(target)
        finally:
            shutil.rmtree(half_made, ignore_errors=True)
    return target / "package" / provider.binaries.relative_to(provider.folders[0].parent)
