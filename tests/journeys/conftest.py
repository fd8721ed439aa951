"""The product as it is served: its own processes, its own logins, a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import CLUSTER

from jawda.site.database.logins import VARIABLES

JAWDA = [sys.executable, "-m", "jawda.site.command_line"]


@dataclass(frozen=True)
class Served:
    """Where the demonstration is served, and the command line that speaks to the same database."""

    port: int
    environment: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def jawda(self, *words: str) -> None:
        subprocess.run([*JAWDA, *words], env=self.environment, check=True)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("served")
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "JAWDA_LOGIN")},
        **{VARIABLES[login]: url for login, url in CLUSTER.urls.items()},
        "JAWDA_DATA": str(folder),
        "JAWDA_SECRET_KEY": "journeys",
        "JAWDA_DEMO": "1",
        "JAWDA_URL": f"http://localhost:{port}",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
    }
    found = Served(port, environment)
    for step in ("migrate", "demo"):
        found.jawda(step)
    process = subprocess.Popen([*JAWDA, "serve", "--bind", f"127.0.0.1:{port}"], env=environment)
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"{found.address}/health", timeout=5) as answer:
            if answer.status == 200:
                break
    else:
        process.kill()
        pytest.fail("the server did not answer within 40 s")
    yield found
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(served: Served) -> str:
    """Its address."""
    return served.address


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A new person's page; nothing may fail in a script, nothing be refused."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert faults == []
