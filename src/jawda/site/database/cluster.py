"""One cluster's files and settings: initialise, configure, reset the bootstrap superuser's password."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from jawda.site.database.errors import DatabaseRefused
from jawda.site.database.identity import Identity
from jawda.site.database.logins import SUPERUSER
from jawda.site.database.providers import Provider

SPACE_NEEDED = 1_000_000_000
SPACE_VARIABLE = "JAWDA_DATABASE_SPACE"
CONNECTIONS_VARIABLE = "JAWDA_DATABASE_CONNECTIONS"
CONNECTIONS = 60
"""Web: 2 processes of 4 threads; jobs; commands; each login keeps its own connections."""
LONGEST_LOG = 5_000_000
MEGABYTE = 1_000_000
_RULES = """# Over the socket only; every login has a password, the bootstrap superuser too.
local all all scram-sha-256
"""


def space_needed(environment: Mapping[str, str]) -> int:
    """Free bytes wanted before a cluster is made (``JAWDA_DATABASE_SPACE``, or 1 GB)."""
    return _whole_number(environment, SPACE_VARIABLE, SPACE_NEEDED)


def _whole_number(environment: Mapping[str, str], name: str, otherwise: int) -> int:
    text = environment.get(name) or str(otherwise)
    if not text.isdecimal():
        raise DatabaseRefused(f"{name} is {text!r}; a whole number was expected, such as {otherwise}.")
    return int(text)


def require_space(folder: Path, needed: int) -> None:
    """``DatabaseRefused`` where the disk of ``folder`` has less than ``needed`` bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DatabaseRefused(
            f"{free // MEGABYTE} MB are free on the disk of {folder}; a new database wants "
            f"{-(-needed // MEGABYTE)} MB. Make room, choose another folder with JAWDA_DATA, or lower "
            f"{SPACE_VARIABLE} (in bytes)."
        )


def locale_arguments(major: int, platform: str = sys.platform) -> list[str]:
    """What ``initdb`` is told about characters.

    From 17 the builtin provider sorts alike on every system; the character type must be UTF-8 besides, or pg_trgm
    sees no letter in Arabic and says nothing. Before 17, the C library's C.UTF-8. macOS calls that type ``UTF-8``.

    >>> locale_arguments(15, "linux")
    ['-E', 'UTF8', '--locale=C.UTF-8']
    """
    character_type = "UTF-8" if platform == "darwin" else "C.UTF-8"
    if major < 17 and platform != "darwin":
        return ["-E", "UTF8", "--locale=C.UTF-8"]
    arguments = ["-E", "UTF8", "--locale=C", f"--lc-ctype={character_type}"]
    if major >= 17:
        arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return arguments


def settings(environment: Mapping[str, str], memory: int | None = None) -> dict[str, str]:
    """Given on the command line, so that no file of the cluster overrides them. ``memory``: the machine's, in bytes."""
    if memory is None:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    shared = min(max(memory // 16 // 2**20, 32), 256)
    return {
        "listen_addresses": "",
        "port": "5432",
        "unix_socket_permissions": "0700",
        "max_connections": str(_whole_number(environment, CONNECTIONS_VARIABLE, CONNECTIONS)),
        "superuser_reserved_connections": "3",
        "shared_buffers": f"{shared}MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "64MB",
        "max_wal_size": "512MB",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "password_encryption": "scram-sha-256",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "off",
        "log_destination": "stderr",
        "log_min_messages": "warning",
        "log_checkpoints": "off",
    }


def program_environment() -> dict[str, str]:
    """Nothing of ours but the path: no PGDATA, no PGPORT, no language."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def initialise(data_folder: Path, provider: Provider, identity: Identity, password: str) -> None:
    """Make ``cluster`` below ``data_folder``, in a sibling that is renamed: a start cut off leaves no half of one."""
    half_made = data_folder / "cluster.new"
    shutil.rmtree(half_made, ignore_errors=True)
    half_made.mkdir(mode=0o700)
    target, password_file = half_made / "cluster", half_made / "password"
    password_file.write_text(password)
    identity.own(half_made)
    try:
        arguments = [*locale_arguments(provider.major), "-U", SUPERUSER, "-A", "scram-sha-256", "--no-instructions"]
        answer = _run(identity, "initdb", "-D", str(target), f"--pwfile={password_file}", *arguments)
        if answer.returncode == 0:
            rules = target / "pg_hba.conf"
            rules.write_text(_RULES)
            identity.own(rules)
            target.rename(data_folder / "cluster")
    finally:
        shutil.rmtree(half_made, ignore_errors=True)
    if answer.returncode:
        raise DatabaseRefused(
            f"PostgreSQL's initdb ({provider.name} {provider.version}) failed: {answer.stderr.strip()[-600:]}"
        )


def reset_superuser(cluster: Path, identity: Identity, password: str) -> None:
    """Where the file of passwords was lost: set the superuser's in single-user mode. No server may be running."""
    words = f"ALTER ROLE {SUPERUSER} PASSWORD '{password}'\n"
    answer = _run(identity, "postgres", "--single", "-D", str(cluster), "postgres", given=words)
    if answer.returncode:
        raise DatabaseRefused(f"The database's passwords could not be made anew: {answer.stderr.strip()[-600:]}")


def _run(identity: Identity, program: str, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a command of our own making, no shell
        identity.command(program, *arguments),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        input=given,
        env=program_environment(),
        cwd="/",
        **identity.options(),
    )


def open_log(data_folder: Path) -> int:
    """A descriptor to append to ``server.log``; a long one is put aside as ``server.log.1`` first."""
    log = data_folder / "server.log"
    with suppress(FileNotFoundError):
        if log.stat().st_size > LONGEST_LOG:
            log.rename(log.with_suffix(".log.1"))
    return os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def last_words(data_folder: Path) -> str:
    """The end of the server's log, for a message."""
    try:
        text = (data_folder / "server.log").read_text(errors="replace").strip()
    except OSError:
        return "it wrote no log."
    lines = [line for line in text.splitlines() if any(word in line for word in ("FATAL", "PANIC", "ERROR"))]
    return (lines[-1] if lines else text[-600:]) or "it wrote no log."
