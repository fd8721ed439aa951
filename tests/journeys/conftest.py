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
from pathlib import Path

import pytest
from tests.conftest import CLUSTER

from jawda.site.database.logins import VARIABLES


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration on a free port; its address."""
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
    jawda = [sys.executable, "-m", "jawda.site.command_line"]
    for step in ("migrate", "demo"):
        subprocess.run([*jawda, step], env=environment, check=True)
    process = subprocess.Popen([*jawda, "serve", "--bind", f"127.0.0.1:{port}"], env=environment)
    address = f"http://localhost:{port}"
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"{address}/health", timeout=5) as answer:
            if answer.status == 200:
                break
    else:
        process.kill()
        pytest.fail("the server did not answer within 40 s")
    yield address
    process.terminate()
    process.wait(timeout=20)
