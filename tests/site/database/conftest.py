"""Clusters of the real thing, made once and copied; folders that every account can reach, and private ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jawda.site.database import EmbeddedDatabase

SOURCE = Path(__file__).resolve().parents[3] / "src"
SYSTEM_15 = Path("/usr/lib/postgresql/15/bin")
PLAIN = {"PATH": os.environ.get("PATH", os.defpath)}
"""An environment with no DATABASE_URL and no JAWDA_… of the machine that runs the tests."""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other accounts can enter (pytest's own is private)."""
    with tempfile.TemporaryDirectory(prefix="jawda-open-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A stopped data folder, to be copied."""
    with tempfile.TemporaryDirectory(prefix="jawda-made-") as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "database"
        with EmbeddedDatabase(folder, environment=PLAIN):
            pass
        yield folder


@pytest.fixture
def copied(made: Path, open_folder: Path) -> Path:
    """A data folder with a stopped cluster, one's own."""
    target = open_folder / "database"
    subprocess.run(["cp", "-a", str(made), str(target)], check=True)
    return target


@pytest.fixture(scope="session")
def running(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedDatabase]:
    """A running database for tests that leave it as it was."""
    with tempfile.TemporaryDirectory(prefix="jawda-running-") as name:
        Path(name).chmod(0o755)
        subprocess.run(["cp", "-a", str(made), f"{name}/database"], check=True)
        with EmbeddedDatabase(Path(name) / "database", environment=PLAIN) as database:
            yield database


@dataclass(frozen=True)
class Account:
    """Runs Python programs as another account."""

    user: int
    python: str

    def options(self) -> dict[str, Any]:
        return {"user": self.user, "group": self.user, "extra_groups": [], "cwd": "/"}

    def environment(self, **more: str) -> dict[str, str]:
        path = os.pathsep.join([str(SOURCE), sysconfig.get_path("purelib")])
        return {**PLAIN, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **more}

    def run(self, code: str, *arguments: str, extra: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        answer = subprocess.run(
            [self.python, "-c", code, *arguments],
            env=self.environment(**(extra or {})),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            **self.options(),
        )
        return answer.returncode, answer.stdout, answer.stderr


@pytest.fixture(scope="session")
def account() -> Callable[[int], Account]:
    """An account by its number; skips where this machine cannot run our code as somebody else."""

    def find(user: int) -> Account:
        if os.geteuid() != 0:
            pytest.skip("only root can run a program as another account")
        for python in (sys.executable, "/usr/bin/python3"):
            if shutil.which(python):
                found = Account(user, python)
                try:
                    if found.run("import psycopg, jawda.site.database")[0] == 0:
                        return found
                except OSError:  # the interpreter stands in a private folder
                    continue
        pytest.skip("no Python with our packages is open to other accounts on this machine")

    return find


@pytest.fixture
def only_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root")


@pytest.fixture
def user_namespaces() -> None:
    trial = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "true"]
    if not shutil.which("unshare") or subprocess.run(trial, check=False, capture_output=True).returncode:
        pytest.skip("user namespaces are not permitted on this machine")


@pytest.fixture
def system_15() -> Path:
    if not (SYSTEM_15 / "initdb").exists():
        pytest.skip("the system's PostgreSQL 15 is not installed")
    return SYSTEM_15
