"""Who lives in a cluster, and a process number that was given to somebody else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jawda.site.database import EmbeddedDatabase, processes


def note(cluster: Path, text: str) -> Path:
    (cluster / "postmaster.pid").write_text(text)
    return cluster


def test_the_servers_processes_are_found(running: EmbeddedDatabase) -> None:
    found = processes.residents(running.cluster)
    assert running.pid in found
    assert len(found) > 3
    assert str(running.cluster) in processes.command_line(running.pid or 0)


def test_a_shell_that_stands_in_the_folder_is_no_server(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, cwd=tmp_path) as visitor:
        assert processes.residents(tmp_path) == ()
        visitor.communicate(b"\n")


def test_a_number_that_is_somebody_elses_is_forgotten(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert processes.forget_reused_pid(note(tmp_path, f"{other.pid}\n/data\n"))
        assert not (tmp_path / "postmaster.pid").exists()
        other.communicate(b"\n")


def test_a_number_that_nobody_has_is_left_to_postgresql(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
        assert not processes.forget_reused_pid(note(tmp_path, f"{gone.pid}\n"))
    assert (tmp_path / "postmaster.pid").exists()


@pytest.mark.parametrize("text", ["", "none\n"])
def test_a_damaged_note_names_nobody(tmp_path: Path, text: str) -> None:
    assert processes.noted_pid(note(tmp_path, text)) is None
    assert not processes.forget_reused_pid(tmp_path)


def test_nobody_lives_in_an_empty_folder(tmp_path: Path) -> None:
    processes.clear(tmp_path)
    assert processes.noted_pid(tmp_path) is None
    assert processes.command_line(2**22 + 1) == ""
