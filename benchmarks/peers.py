"""Peers of the statistics, in an environment of their own that nothing else needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
#: Each stands for what its figures in results.md were taken with.
VERSIONS = {"pccpy": "0.16.2", "capstat-core": "0.4.3", "pt13528": "0.1.8", "statsmodels": "0.15.0"}
FOLDER = ROOT / "build" / "peers"


def prepared() -> tuple[Path | None, list[str]]:
    """The interpreter that has the peers, and the names of those that it has; asked of the registry once."""
    python = FOLDER / "bin" / "python"
    if not python.exists() and subprocess.call([sys.executable, "-m", "venv", str(FOLDER)], stdout=subprocess.DEVNULL):
        return None, []  # no module venv
    had = [name for name, version in VERSIONS.items() if _has(python, name, version) or _install(python, name, version)]
    return python, had


def _has(python: Path, name: str, version: str) -> bool:
    ask = f"from importlib.metadata import version; assert version({name!r}) == {version!r}"
    return subprocess.call([str(python), "-c", ask], stderr=subprocess.DEVNULL) == 0


def _install(python: Path, name: str, version: str) -> bool:
    uv = Path(sys.executable).parent / "uv"
    wanted = f"{name}=={version}"
    if uv.exists():
        command = [str(uv), "pip", "install", "--quiet", "--python", str(python), wanted]
    else:
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted]
    return subprocess.call(command, stderr=subprocess.DEVNULL) == 0


class Worker:
    """A process that does pieces of work and tells how long each took."""

    def __init__(self, python: Path | str, *options: str, ours: bool = False) -> None:
        # one thread each, so that processor time is time
        threads = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "NUMBA")}
        path = {"PYTHONPATH": str(ROOT / "src")} if ours else {}
        others = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self._process = subprocess.Popen(
            [str(python), "-P", str(Path(__file__).with_name("statistics_work.py")), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**others, **threads, **path},
        )  # fmt: skip

    def ask(self, name: str, *given: Any, memory: bool = False) -> dict[str, float]:
        """One run of a piece of work."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"name": name, "given": given, "memory": memory}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{name} failed; see above")
        found: dict[str, float] = json.loads(line)
        return found

    def end(self) -> None:
        """Let it go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
