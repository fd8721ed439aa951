"""Starting, sharing and stopping one cluster between threads, forks and processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from tests.faults.running import wait_for

from jawda.site.database import DatabaseRefused, EmbeddedDatabase, Login, ensure, processes, start
from jawda.site.database.logins import SUPERUSER, passwords, url

SOURCE = str(Path(__file__).resolve().parents[3] / "src")
PLAIN = {"PATH": os.environ.get("PATH", os.defpath)}
ENSURE = """
import json, sys, time
from pathlib import Path
from jawda.site.database import Login, ensure
import psycopg
database = ensure(Path(sys.argv[1]))
with psycopg.connect(database.urls[Login.APP]) as connection:
    connection.execute("SELECT 1")
print(json.dumps([database.runs_here, database.urls[Login.APP]]), flush=True)
sys.stdin.readline()
"""


def another(folder: Path) -> subprocess.Popen[str]:
    """Another process that needs the database until a line is sent to it."""
    return subprocess.Popen(
        [sys.executable, "-c", ENSURE, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**PLAIN, "PYTHONPATH": SOURCE},
    )


def answer(process: subprocess.Popen[str]) -> tuple[bool, str]:
    assert process.stdout
    here, address = json.loads(process.stdout.readline())
    return here, address


def ask(database: EmbeddedDatabase) -> int:
    with psycopg.connect(database.urls[Login.APP]) as connection:
        row = connection.execute("SELECT 41 + 1").fetchone()
    return row[0] if row else 0


def until(what: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for it, and fail where it does not come; a database that does not answer yet has not brought it."""

    def brought() -> bool:
        with suppress(psycopg.OperationalError):
            return what()
        return False

    assert wait_for(brought, seconds)


def test_it_starts_stops_and_starts_again(copied: Path) -> None:
    database = EmbeddedDatabase(copied, environment=PLAIN)
    for _ in range(2):
        assert database.start()
        assert ask(database) == 42
        assert database.start(), "a second call changes nothing"
        socket_folder = database.socket_folder
        database.stop()
        database.stop()
        assert database.pid is None
        assert processes.residents(copied / "cluster") == ()
        assert not (copied / "cluster" / "postmaster.pid").exists(), "a clean stop"
        assert not socket_folder.exists()


def test_urls_before_the_first_start_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefused, match="never started"):
        EmbeddedDatabase(tmp_path, environment=PLAIN).urls  # noqa: B018 - the property is what is tested


def test_patience_lets_others_finish(copied: Path) -> None:
    database = start(copied, PLAIN)
    seen: list[object] = []

    def work() -> None:
        with psycopg.connect(database.urls[Login.APP]) as connection:
            seen.append(connection.execute("SELECT pg_sleep(2), 'done'").fetchone())  # work that takes its time

    def at_work() -> bool:
        with psycopg.connect(database.urls[Login.APP]) as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"
            )
            return found.fetchone() is not None

    worker = threading.Thread(target=work)
    worker.start()
    until(at_work)
    database.stop(patience=20)
    worker.join()
    assert seen == [("", "done")]


def test_it_outlives_the_thread_that_started_it(copied: Path) -> None:
    """prctl(2): the parent-death signal is sent when the *thread* that created the process ends."""
    database = EmbeddedDatabase(copied, environment=PLAIN)
    starter = threading.Thread(target=database.start)
    starter.start()
    starter.join()
    first = database.pid
    try:
        assert not database.wait(0.5)
        assert ask(database) == 42
        assert (database.pid, database.restarts) == (first, 0)
    finally:
        database.stop()
    assert database.wait()


def test_a_forked_child_neither_stops_it_nor_keeps_its_lock(copied: Path) -> None:
    """As the web server's workers, which leave through the same exit functions."""
    code = f"""
import os, sys
from pathlib import Path
from jawda.site.database import Login, ensure
import psycopg
database = ensure(Path({str(copied)!r}))
if os.fork() == 0:
    database.stop()
    sys.exit(0)
os.wait()
psycopg.connect(database.urls[Login.APP]).close()
if os.fork() == 0:
    os.close(1)
    sys.stdin.read()
    os._exit(0)
"""
    environment = {**PLAIN, "PYTHONPATH": SOURCE}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as done:
        assert done.wait(30) == 0
        begin = time.monotonic()
        with EmbeddedDatabase(copied, environment=PLAIN) as database:
            assert database.runs_here, "the second child lives on, as long as it is not told to end, and holds no lock"
        assert time.monotonic() - begin < 7


def test_a_second_process_finds_the_first(running: EmbeddedDatabase) -> None:
    with another(running.folder) as command:
        assert answer(command) == (False, running.urls[Login.APP])
        command.communicate("\n")
    assert ask(running) == 42


def test_a_second_start_in_the_same_process_connects(running: EmbeddedDatabase) -> None:
    second = EmbeddedDatabase(running.folder, environment=PLAIN)
    assert not second.start()
    assert (second.runs_here, second.pid) == (False, None)
    assert ask(second) == 42
    second.stop()
    assert ask(running) == 42


@pytest.mark.long
def test_two_starters_at_once_on_a_new_folder_share_one_cluster(open_folder: Path) -> None:
    commands = [another(open_folder / "data") for _ in range(3)]
    answers = [answer(command) for command in commands]
    assert sorted(here for here, _ in answers) == [False, False, True]
    assert len({address for _, address in answers}) == 1
    for command in commands:
        command.communicate("\n")
    assert [command.returncode for command in commands] == [0, 0, 0]
    assert processes.residents(open_folder / "data" / "cluster") == ()


@pytest.mark.parametrize("end", ["leaves", "is killed"])
def test_who_connected_takes_over_when_the_first_ends(copied: Path, end: str) -> None:
    """A short command started the database, then the server came: it must not lose it with the command."""
    with another(copied) as command:
        here, address = answer(command)
        assert here
        database = ensure(copied, PLAIN)
        try:
            assert not database.runs_here
            if end == "leaves":
                command.communicate("\n")
            else:
                command.kill()
            until(lambda: database.pid is not None)
            until(lambda: ask(database) == 42)
            assert database.runs_here
            assert database.urls[Login.APP] == address
        finally:
            database.stop()


@pytest.mark.long
@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"], "cannot search Arabic"),
        (["-E", "SQL_ASCII", "--locale=C"], "encoding is SQL_ASCII"),
    ],
)
def test_a_cluster_of_another_locale_is_refused_at_the_start(open_folder: Path, locale: list[str], words: str) -> None:
    """pg_trgm takes letters from LC_CTYPE: without UTF-8 there it finds none in Arabic, and no error either."""
    folder = open_folder / "data"
    database = EmbeddedDatabase(folder, environment=PLAIN)
    folder.mkdir()
    database.start()
    database.stop()
    assert database.identity
    shutil.rmtree(folder / "cluster")
    (folder / "cluster").mkdir(mode=0o700)
    database.identity.own(folder / "cluster")
    secret = open_folder / "secret"
    secret.write_text(passwords(folder / "logins.json")[SUPERUSER])
    made = database.identity.command(
        "initdb", "-D", str(folder / "cluster"), "-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={secret}", *locale
    )
    subprocess.run(made, check=True, capture_output=True, cwd="/", **database.identity.options())
    with pytest.raises(DatabaseRefused, match=words):
        database.start()
    assert processes.residents(folder / "cluster") == (), "a refused start leaves no server"


def test_lost_passwords_are_made_anew(copied: Path) -> None:
    before = passwords(copied / "logins.json")
    (copied / "logins.json").unlink()
    with EmbeddedDatabase(copied, environment=PLAIN) as database:
        assert ask(database) == 42
    assert not set(before.values()) & set(passwords(copied / "logins.json").values())


def test_passwords_of_another_cluster_are_said(copied: Path) -> None:
    (copied / "logins.json").write_text(json.dumps(dict.fromkeys([SUPERUSER, *Login], "another")))
    with pytest.raises(DatabaseRefused, match=r"logins\.json are not those of the cluster"):
        EmbeddedDatabase(copied, environment=PLAIN).start()


def test_a_server_that_cannot_start_is_quoted(copied: Path) -> None:
    with (copied / "cluster" / "postgresql.conf").open("a") as file:
        file.write("\nno_such_setting = 1\n")
    with pytest.raises(DatabaseRefused, match=r"did not start: .*FATAL: .*errors"):
        EmbeddedDatabase(copied, environment=PLAIN).start()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseRefused, match="JAWDA_DATA"):
        EmbeddedDatabase(tmp_path / "file" / "data", environment=PLAIN).start()


def test_a_server_that_somebody_else_started_is_left_alone(copied: Path, open_folder: Path) -> None:
    database = EmbeddedDatabase(copied, environment=PLAIN)
    database.start()
    database.stop()
    assert database.identity
    elsewhere = open_folder / "socket"
    elsewhere.mkdir()
    database.identity.own(elsewhere)
    command = database.identity.command(
        "postgres", "-D", str(copied / "cluster"), "-k", str(elsewhere), "-c", "listen_addresses="
    )
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd="/", **database.identity.options()) as foreign:
        try:
            address = url(SUPERUSER, passwords(copied / "logins.json")[SUPERUSER], elsewhere, "postgres")
            until(lambda: psycopg.connect(address).close() is None)
            with pytest.raises(DatabaseRefused, match=f"process {foreign.pid}"):
                database.start()
            assert foreign.poll() is None
        finally:
            foreign.terminate()
