"""The command line inside this process: the methods take seconds to import, and only once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jawda.site.command_line import main


@dataclass(frozen=True)
class Said:
    """What a command left: its status, and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Stats = Callable[..., Said]


@pytest.fixture
def stats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Stats:
    """``jawda stats …`` in a folder of its own, in French unless ``--lang`` says otherwise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "fr_MA.UTF-8")

    def run(*given: str | Path) -> Said:
        capsys.readouterr()
        try:
            status = main(["stats", *map(str, given)])
        except SystemExit as ended:  # argparse's own refusals
            status = int(str(ended.code))
        found = capsys.readouterr()
        return Said(status, found.out, found.err)

    return run
