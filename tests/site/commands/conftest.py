"""The real command in a process of its own, in a folder of its own, where no database is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SOURCE = str(Path(__file__).resolve().parents[3] / "src")


@dataclass(frozen=True)
class Ran:
    """What a command left: its status, what it said, and the seconds it took."""

    status: int
    out: str
    err: str
    seconds: float
    cpu: float
    again: Callable[[], Ran]

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Ran]


def costs_less(ran: Ran, limit: float) -> bool:
    """Whether its own work takes less than so many seconds; of three runs the least counts.

    Whatever else the machine does only adds to processor time, never takes from it.
    """
    return ran.cpu < limit or any(ran.again().cpu < limit for _ in range(2))


def plain_environment(data: Path, **extra: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": SOURCE,
        "PYTHONUTF8": "1",
        "JAWDA_DATA": str(data),
        **extra,
    }


def arguments(*given: str | Path) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "jawda.site.command_line", *map(str, given)]


@pytest.fixture
def jawda(tmp_path: Path) -> Command:
    def run(*given: str | Path, **extra: str) -> Ran:
        before, start = os.times(), time.monotonic()
        done = subprocess.run(
            arguments(*given),
            env=plain_environment(tmp_path / "data", **extra),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        seconds, after = time.monotonic() - start, os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr, seconds, cpu, lambda: run(*given, **extra))

    return run
