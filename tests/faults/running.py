"""``jawda run`` as a person starts it, in a folder and on a port of its own; and its processes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from jawda.site.database import processes

SOURCE = str(Path(__file__).resolve().parents[2] / "src")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(what: Callable[[], object], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


class Running:
    """Started on entering, told to stop on leaving."""

    def __init__(self, folder: Path, *, port: int = 0, prefix: tuple[str, ...] = ()) -> None:
        self.data = folder / "data"
        self.log = folder / "run.log"
        self.port = port or free_port()
        self.prefix = prefix

    def __enter__(self) -> Running:
        environment = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": SOURCE, "JAWDA_DATA": str(self.data)}
        command = [sys.executable, "-m", "jawda.site.command_line", "run", "--bind", f"127.0.0.1:{self.port}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, *command], env=environment, stdout=log, stderr=log, start_new_session=True
            )
        assert wait_for(lambda: self.status() == 200 or self.process.poll() is not None, 120), self.said
        assert self.process.poll() is None, self.said
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGINT)

    def stop(self, number: int) -> int:
        if self.process.poll() is None:
            os.kill(self.process.pid, number)
        return self.process.wait(60)

    @property
    def said(self) -> str:
        return self.log.read_text()

    def status(self, path: str = "/health") -> int:
        """The status of a page; 0 where nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": "localhost"})
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()

    def named(self, *words: str) -> list[int]:
        """Our processes whose command line holds each of the words, the oldest first."""
        return [
            pid
            for pid in sorted(int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
            if all(word in processes.command_line(pid) for word in words) and _is_ours(pid, self.data)
        ]

    @property
    def servers(self) -> tuple[int, ...]:
        return processes.residents(self.data / "database" / "cluster")

    @property
    def left(self) -> list[int]:
        return [*self.named("jawda.site.command_line"), *self.servers]


def _is_ours(pid: int, data: Path) -> bool:
    try:
        return f"JAWDA_DATA={data}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False


def resident_megabytes(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1024


class Browser:
    """Keeps cookies and sends the form's token: enough to sign in and write."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, str]:
        """Status and body; ``OSError`` or ``HTTPException`` where nobody answers."""
        headers = {"Host": f"localhost:{self.port}", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://localhost:{self.port}"}
            body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for value in answer.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(value).items()}
            return answer.status, text
        finally:
            connection.close()

    def sign_in(self, email: str, password: str) -> None:
        self.ask("GET", "/compte/login/")
        status, text = self.ask("POST", "/compte/login/", login=email, password=password)
        assert status == 302, text
