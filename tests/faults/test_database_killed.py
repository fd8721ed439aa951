"""kill -9 of the database and of whoever watches it: no acknowledged write is lost, back without a hand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jawda.site.database import EmbeddedDatabase, Login, processes

SOURCE = str(Path(__file__).resolve().parents[2] / "src")
PLAIN = {"PATH": os.environ.get("PATH", os.defpath)}
pytestmark = pytest.mark.long
WRITE = """
import sys, time
from pathlib import Path
from jawda.site.database import Login, start
import psycopg
database = start(Path(sys.argv[1]))
connection = psycopg.connect(database.urls[Login.OWNER], autocommit=True)
print(database.pid, flush=True)
number = 0
while True:
    connection.execute("INSERT INTO written VALUES (%s)", [number])
    print(number, flush=True)
    number += 1
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="jawda-fault-") as name:
        Path(name).chmod(0o755)
        yield Path(name) / "data"


def rows(database: EmbeddedDatabase) -> list[int]:
    deadline = time.monotonic() + 20
    while True:
        try:
            with psycopg.connect(database.urls[Login.OWNER]) as connection:
                return [number for (number,) in connection.execute("SELECT number FROM written ORDER BY 1").fetchall()]
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def make_table(database: EmbeddedDatabase) -> None:
    with psycopg.connect(database.urls[Login.OWNER]) as connection:
        connection.execute("CREATE TABLE written (number bigint PRIMARY KEY)")


@pytest.mark.parametrize("victims", ["all", "postmaster"])
def test_killed_servers_come_back_at_once_with_every_acknowledged_row(folder: Path, victims: str) -> None:
    reports: list[str] = []
    with EmbeddedDatabase(folder, environment=PLAIN, report=reports.append) as database:
        make_table(database)
        acknowledged: list[int] = []
        enough = threading.Event()

        def write() -> None:
            with psycopg.connect(database.urls[Login.OWNER], autocommit=True) as connection:
                for number in range(1_000_000):
                    try:
                        connection.execute("INSERT INTO written VALUES (%s)", [number])
                    except psycopg.Error:
                        return
                    acknowledged.append(number)
                    if number == 50:
                        enough.set()

        writer = threading.Thread(target=write)
        writer.start()
        assert enough.wait(30)
        first = database.pid
        assert first
        for pid in processes.residents(database.cluster) if victims == "all" else [first]:
            os.kill(pid, signal.SIGKILL)
        writer.join(30)
        begin = time.monotonic()
        found = rows(database)
        seconds = time.monotonic() - begin
        assert acknowledged
        assert set(acknowledged) <= set(found)
        assert len(found) <= len(acknowledged) + 1
        assert (database.restarts, len(reports)) == (1, 1)
        assert database.pid not in (None, first)
        assert seconds < 15


def test_a_killed_supervisor_takes_its_server_with_it_and_the_next_finds_every_row(folder: Path) -> None:
    """Linux: the kernel asks the server for a fast shutdown; nothing of it is left to be adopted."""
    if sys.platform != "linux":
        pytest.skip("PR_SET_PDEATHSIG is Linux’s")
    with EmbeddedDatabase(folder, environment=PLAIN) as database:
        make_table(database)
    command = [sys.executable, "-c", WRITE, str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**PLAIN, "PYTHONPATH": SOURCE}
    ) as supervisor:
        assert supervisor.stdout
        server = int(supervisor.stdout.readline())
        lines = [supervisor.stdout.readline() for _ in range(40)]
        supervisor.kill()
        lines += supervisor.stdout.readlines()
    acknowledged = [int(line) for line in lines if line.endswith("\n")]
    with EmbeddedDatabase(folder, environment=PLAIN) as database:
        assert database.runs_here
        assert database.pid != server
        assert server not in processes.residents(database.cluster)
        found = rows(database)
    assert set(acknowledged) <= set(found)
    assert len(found) <= len(acknowledged) + 1


def test_a_server_that_keeps_dying_is_given_up_with_a_sentence(folder: Path) -> None:
    reports: list[str] = []
    database = EmbeddedDatabase(folder, environment=PLAIN, report=reports.append)
    database.start()
    try:
        last = None
        deadline = time.monotonic() + 60
        while not database.wait(0.01) and time.monotonic() < deadline:
            pid = database.pid
            if pid and pid != last:
                os.kill(pid, signal.SIGKILL)
                last = pid
        assert database.wait(0)
        assert database.restarts == 5
        assert "stopped 6 times within a minute" in reports[-1]
        assert len(reports) == 6
    finally:
        database.stop()


def test_a_process_number_given_to_somebody_else_does_not_prevent_the_start(folder: Path) -> None:
    """As after a container's restart: postmaster.pid is left behind and its number is another program's."""
    with EmbeddedDatabase(folder, environment=PLAIN) as database:
        note = database.cluster / "postmaster.pid"
        text = note.read_text()
        assert database.identity
        options = database.identity.options()
        identity = database.identity
    with subprocess.Popen(["/bin/sleep", "60"], **options) as other:
        try:
            note.write_text(f"{other.pid}\n" + text.split("\n", 1)[1])
            identity.own(note)
            with EmbeddedDatabase(folder, environment=PLAIN) as database:
                psycopg.connect(database.urls[Login.APP]).close()
            assert other.poll() is None, "the other program is not touched"
        finally:
            other.kill()


@pytest.mark.parametrize(
    "sign", ["cluster.new/password", "cluster.new/cluster/PG_VERSION", "cluster.new/cluster/base/1"]
)
def test_a_first_start_that_was_cut_off_is_begun_anew(folder: Path, sign: str) -> None:
    command = [sys.executable, "-c", WRITE, str(folder)]
    with subprocess.Popen(
        command, env={**PLAIN, "PYTHONPATH": SOURCE}, stdout=subprocess.DEVNULL, start_new_session=True
    ) as starter:
        deadline = time.monotonic() + 30
        while not (seen := (folder / sign).exists()) and time.monotonic() < deadline:
            time.sleep(0.002)
        os.killpg(starter.pid, signal.SIGKILL)
    assert seen, "it had come so far when it was cut off"
    assert not (folder / "cluster").exists()
    with EmbeddedDatabase(folder, environment=PLAIN) as database:
        psycopg.connect(database.urls[Login.APP]).close()
    assert not (folder / "cluster.new").exists()
    assert sorted(path.name for path in folder.iterdir()) == [
        "cluster", "lock", "logins.json", "server.log", "socket-folder",
    ]  # fmt: skip
