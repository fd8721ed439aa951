"""Which server processes live in a cluster, and a ``postmaster.pid`` that names somebody else's process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def residents(cluster: Path) -> tuple[int, ...]:
    """The living PostgreSQL processes whose working folder is ``cluster`` (elsewhere than on Linux: the postmaster)."""
    if sys.platform != "linux":
        pid = noted_pid(cluster)
        return (pid,) if pid and "postgres" in _command_elsewhere(pid) else ()
    here = os.path.realpath(cluster)
    return tuple(int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit() and _lives_in(entry, here))


def _lives_in(process: Path, folder: str) -> bool:
    try:
        if (process / "comm").read_text().strip() != "postgres" or os.readlink(process / "cwd") != folder:
            return False
        return (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:  # ended while we looked, or not ours to look at
        return False


def _command_elsewhere(pid: int) -> str:
    answer = subprocess.run(  # noqa: S603 - POSIX's ps, a number as argument
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout


def command_line(pid: int) -> str:
    """The process's command line, words parted by blanks; empty where it is gone."""
    if sys.platform != "linux":
        return _command_elsewhere(pid)
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def noted_pid(cluster: Path) -> int | None:
    """The process number in ``postmaster.pid``, or ``None``."""
    try:
        return int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def forget_reused_pid(cluster: Path) -> bool:
    """Remove ``postmaster.pid`` where its number now belongs to another program; ``True`` if it was removed.

    A number that no process has is left to PostgreSQL, which knows what to do; it only takes the process for a
    server where one of that number lives, as after a container's restart. Call it only where this cluster is ours
    (its lock is held) and :func:`residents` is empty.
    """
    pid = noted_pid(cluster)
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    (cluster / "postmaster.pid").unlink()
    return True


def await_leaving(cluster: Path, seconds: float) -> tuple[int, ...]:
    """Wait until no server process lives in ``cluster``; those that still do after ``seconds``."""
    deadline = time.monotonic() + seconds
    while (left := residents(cluster)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def clear(cluster: Path) -> None:
    """End what a killed postmaster left behind: they mostly go by themselves; else SIGQUIT, else SIGKILL."""
    for number, seconds in ((None, 1.0), (signal.SIGQUIT, 3.0), (signal.SIGKILL, 5.0)):
        if number is not None:
            for pid in residents(cluster):
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
        if not await_leaving(cluster, seconds):
            return
