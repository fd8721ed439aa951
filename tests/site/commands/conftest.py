"""The real command in a process of its own, in a folder of its own, where no database is."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jawda.site.database import EmbeddedDatabase, Login
from jawda.site.database.logins import SUPERUSER, VARIABLES, passwords, url

SOURCE = str(Path(__file__).resolve().parents[3] / "src")


@pytest.fixture(autouse=True)
def _argparse_speaks_as_before() -> Iterator[None]:
    before = vars(argparse)["_"]
    yield
    vars(argparse)["_"] = before


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
            timeout=300,  # a guard against hanging, not a measure: the machine may be busy
        )
        seconds, after = time.monotonic() - start, os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr, seconds, cpu, lambda: run(*given, **extra))

    return run


@contextmanager
def _cluster() -> Iterator[EmbeddedDatabase]:
    """In a folder of its own, not started."""
    with tempfile.TemporaryDirectory(prefix="jawda-upkeep-") as name:
        Path(name).chmod(0o755)
        yield EmbeddedDatabase(Path(name) / "database", environment={"PATH": os.environ.get("PATH", os.defpath)})


def _copied(source: Path, target: Path) -> None:
    """With owners and times; ``cp`` knows no less than the database that wrote them."""
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of data as ``jawda migrate --demo`` leaves it, its database at rest; made once for all processes."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    shared = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    kept, half = shared / "demonstration", shared / "demonstration.half"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with _cluster() as made:
                data = made.folder.parent
                with made:
                    _load(made, data)
                half.mkdir()
                _copied(data, half)
                half.rename(kept)
    return kept


def _load(database: EmbeddedDatabase, data: Path) -> None:
    urls = {VARIABLES[login]: database.urls[login] for login in (Login.OWNER, Login.APP)}
    given = plain_environment(data, JAWDA_BUILD=str(database.folder / "build"), **urls)
    ran = subprocess.run(
        arguments("migrate", "--demo", "--json"), env=given, capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert said["demonstration"]
    assert "audit.0001_initial" in said["migrations"]


@pytest.fixture(scope="module")
def database(demonstration: Path) -> Iterator[EmbeddedDatabase]:
    """With the demonstration in it, of which this module may do what it likes."""
    with _cluster() as found:
        _copied(demonstration, found.folder.parent)
        with found:
            yield found


@pytest.fixture(scope="module")
def data(database: EmbeddedDatabase) -> Path:
    """Where the files of the demonstration are."""
    return database.folder.parent


@pytest.fixture
def given(database: EmbeddedDatabase) -> dict[str, str]:
    """The URL of each login, as the environment names them."""
    return {VARIABLES[login]: found for login, found in database.urls.items()}


def as_superuser(database: EmbeddedDatabase) -> psycopg.Connection:
    password = passwords(database.folder / "logins.json")[SUPERUSER]
    return psycopg.connect(url(SUPERUSER, password, database.socket_folder), autocommit=True)
