"""kill -9 of web, worker and database under ``jawda run``: back without a hand, no acknowledged write lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import psycopg
import pytest
from tests.faults.running import SOURCE, Browser, Running, resident_megabytes, wait_for

from jawda.site.database import EmbeddedDatabase, Login
from jawda.site.database.logins import VARIABLES
from jawda.site.demo_people import PASSWORD, SIGN_INS

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="jawda-run-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Running]:
    with Running(folder) as found:
        yield found


def stored(running: Running) -> set[str]:
    urls = EmbeddedDatabase(running.data / "database").urls
    with psycopg.connect(urls[Login.BACKUP]) as connection:
        rows = connection.execute("SELECT name FROM organisations_organisation WHERE name LIKE 'Essai %'").fetchall()
    return {name for (name,) in rows}


class Writer(threading.Thread):
    """Registers organisations one after another and keeps the names that were acknowledged."""

    def __init__(self, browser: Browser, label: str) -> None:
        super().__init__()
        self.browser, self.label = browser, label
        self.acknowledged: list[str] = []
        self.refused = 0
        self.stopping = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.stopping.is_set():
            number += 1
            name = f"Essai {self.label} {number}"
            try:
                status, _ = self.browser.ask("POST", "/organisations/nouvelle/", kind="company", name=name)
            except (OSError, HTTPException):
                self.refused += 1
                self.stopping.wait(0.1)  # a person, too, tries again a moment later
                continue
            if status == 302:
                self.acknowledged.append(name)
            else:
                self.refused += 1


@pytest.fixture(scope="module")
def browser(running: Running) -> Browser:
    found = Browser(running.port)
    found.sign_in(SIGN_INS[0].email, PASSWORD)
    return found


@pytest.mark.parametrize("victim", ["web master", "web process", "database", "everything but the supervisor"])
def test_no_acknowledged_write_is_lost_and_all_comes_back(running: Running, browser: Browser, victim: str) -> None:
    writer = Writer(browser, victim)
    writer.start()
    try:
        assert wait_for(lambda: len(writer.acknowledged) >= 5, 30), running.said
        web, worker = running.named(" serve "), running.named(" worker")
        pids = {
            "web master": web[:1],
            "web process": web[-1:],
            "database": running.servers[:1],
            "everything but the supervisor": [*web, *worker, *running.servers],
        }[victim]
        assert pids
        before = len(writer.acknowledged)
        for pid in pids:
            with suppress(ProcessLookupError):  # one that went with the one before it
                os.kill(pid, signal.SIGKILL)
        assert wait_for(lambda: len(writer.acknowledged) >= before + 5, 60), running.said
    finally:
        writer.stopping.set()
        writer.join(30)
    assert set(writer.acknowledged) <= stored(running)
    # what outlived its master answered on, and goes when the next one comes
    assert wait_for(lambda: running.status() == 200, 30), running.said
    assert running.process.poll() is None


def test_a_killed_worker_is_started_again_and_does_the_jobs_left(running: Running) -> None:
    (former,) = running.named(" worker", "jawda.site.command_line")
    os.kill(former, signal.SIGKILL)
    urls = EmbeddedDatabase(running.data / "database").urls
    with psycopg.connect(urls[Login.APP], autocommit=True) as connection:
        row = connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('builtin',"
            " 'builtin:procrastinate.builtin.remove_old_jobs', '{\"max_hours\": 1}') RETURNING id"
        ).fetchone()
        assert row

        def done() -> bool:
            found = connection.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", row).fetchone()
            return found is None or found[0] in ("succeeded", "failed")

        assert wait_for(done, 40), running.said
    (new,) = running.named(" worker", "jawda.site.command_line")
    assert new != former


def test_a_process_stays_under_150_megabytes(running: Running, browser: Browser) -> None:
    for path in ("/", "/accueil/", "/annuaire/", "/design/") * 3:
        browser.ask("GET", path)
    sizes = {pid: resident_megabytes(pid) for pid in running.named("jawda.site.command_line")}
    assert len(sizes) >= 4
    assert max(sizes.values()) < 150, sizes


def test_logs_name_no_address_and_no_handle(running: Running, browser: Browser) -> None:
    browser.ask("GET", "/o/0123456789/?q=canari-priv%C3%A9")
    browser.ask("GET", "/nothing/canari-chemin/")
    lines = [json.loads(line) for line in running.said.splitlines() if line.startswith("{")]
    assert any(line.get("route") == "organisation_home" and line["status"] == 404 for line in lines)
    assert all(
        {"request", "route", "status", "milliseconds"} <= set(line) for line in lines if line["message"] == "request"
    )
    assert "canari" not in running.said
    assert "0123456789" not in running.said


def test_ctrl_c_and_sigterm_leave_no_process_and_the_second_start_finds_the_data(
    folder: Path, running: Running
) -> None:
    before = stored(running)
    for number in (signal.SIGINT, signal.SIGTERM):
        assert running.stop(number) == 0
        assert running.left == []
        assert "Stopped." in running.said
        running.__enter__()
        assert stored(running) == before
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait()
    assert wait_for(lambda: not running.left, 20), "the kernel stops what a killed supervisor leaves"
    running.__enter__()
    assert stored(running) == before


def serving(urls: dict[Login, str], data: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {
        "PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": SOURCE, "JAWDA_DATA": str(data),
        **{VARIABLES[login]: url for login, url in urls.items()},
    }  # fmt: skip
    command = [sys.executable, "-m", "jawda.site.command_line", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_web_and_worker_start_with_the_applications_url_alone(running: Running) -> None:
    urls = EmbeddedDatabase(running.data / "database").urls
    for arguments in (("serve", "--json", "--bind", "127.0.0.1:0"), ("worker", "--json")):
        with serving({Login.APP: urls[Login.APP]}, running.data, *arguments) as process:
            assert process.stdout
            assert json.loads(process.stdout.readline())["process"] == process.pid
            with pytest.raises(subprocess.TimeoutExpired):  # it goes on running
                process.wait(1)
            process.terminate()
            assert process.wait(20) == 0, process.stderr and process.stderr.read()


@pytest.mark.parametrize("login", [Login.OWNER, Login.BACKUP])
def test_nobody_is_served_with_another_login(running: Running, login: Login) -> None:
    urls = EmbeddedDatabase(running.data / "database").urls
    for arguments in (("serve", "--bind", "127.0.0.1:0"), ("worker",)):
        with serving({Login.APP: urls[login]}, running.data, *arguments) as process:
            out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (2, "")
        assert "the application must use the login jawda_app" in err


def test_another_account_than_root_runs_it_too(folder: Path) -> None:
    if os.getuid() or not shutil.which("setpriv"):
        pytest.skip("needs root and setpriv to become another account")
    other = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")
    # through a shell: setpriv's own exec still has root's rights on the way to the program
    reachable = [*other, "sh", "-c", f"{sys.executable} -c 'open(\"{SOURCE}/jawda/__init__.py\")'"]
    if subprocess.run(reachable, check=False, capture_output=True).returncode:
        pytest.skip("another account cannot reach this checkout")
    place = folder / "other"
    place.mkdir()
    os.chown(place, 65534, 65534)
    with Running(place, prefix=other) as running:
        assert running.status("/") == 200
        assert Path(f"/proc/{running.servers[0]}").stat().st_uid == 65534
    assert running.left == []
