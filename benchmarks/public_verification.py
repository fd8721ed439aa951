"""The public page of a certificate and its forms for programs, from a running server, at 100 requests a second.

Many certificates in turn, so that each is worked out anew once a minute; what is told is how long a stranger waits.
Then the worst case: none was asked for before, so that every page is worked out from its signatures.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from queue import Empty, Queue
from typing import Final

from benchmarks.common import Figure, report
from benchmarks.database import prepared

from jawda.site.commands.supervision import bound_command

RATE: Final = 100
SECONDS: Final = 20
CERTIFICATES: Final = 200
COLD_RATE: Final = 25
COLD_SECONDS: Final = 10
BAR: Final = 150
"""Milliseconds that 95 of 100 requests may take at most (issue "Recognition", Fast), on two cores."""
_WORKERS: Final = 32
_SETTLED: Final = 11.0
"""Seconds after which nothing was issued a moment ago: pages are kept for a second only until then."""
_FORMS: Final = ("text/html", "text/html", "text/html", "application/vc+jwt", "application/json")


def main() -> int:
    """1 where the bar is missed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ |= {"JAWDA_URL": f"http://localhost:{port}", "JAWDA_SECRET_KEY": "benchmark"}
    with prepared():
        from benchmarks.published import certificates  # noqa: PLC0415 - models: the framework is set up only now

        references = certificates(CERTIFICATES + COLD_RATE * COLD_SECONDS)
        issued = time.monotonic()
        with _served(port):
            warm, cold = references[:CERTIFICATES], references[CERTIFICATES:]
            _asked(port, warm[:20], rate=20, seconds=3)  # catalogues and templates are read
            time.sleep(max(0.0, issued + _SETTLED - time.monotonic()))
            _asked(port, warm, rate=COLD_RATE, seconds=CERTIFICATES // COLD_RATE, forms=("text/html",))  # as in use
            times = _asked(port, warm, rate=RATE, seconds=SECONDS)
            each = _asked(port, cold, rate=COLD_RATE, seconds=COLD_SECONDS, forms=("text/html",))
    figures = [*_figures(times, RATE, BAR), *_figures(each, COLD_RATE, None, "pages never asked for before, ")]
    return report("public verification", figures)


def _figures(times: list[float], rate: int, bar: float | None, what: str = "") -> list[Figure]:
    times.sort()
    return [
        Figure(f"{what}{len(times)} requests at {rate} a second: median", round(statistics.median(times), 1), "ms"),
        Figure(f"{what}95 of 100 within", round(times[int(0.95 * len(times))], 1), "ms", bar),
        Figure(f"{what}99 of 100 within", round(times[int(0.99 * len(times))], 1), "ms"),
    ]


@contextmanager
def _served(port: int) -> Iterator[None]:
    """The product's own server with two workers, as it is run."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = bound_command("serve", "--bind", f"127.0.0.1:{port}")
    process = subprocess.Popen(  # noqa: S603 - our own command, as a list, no shell
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                break
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _asked(
    port: int, references: Sequence[str], *, rate: int, seconds: int, forms: Sequence[str] = _FORMS
) -> list[float]:
    """Milliseconds of each request, counted from when it was due: a server that falls behind is not spared."""
    due: Queue[tuple[float, str, str]] = Queue()
    begin = time.perf_counter() + 0.2
    for number in range(rate * seconds):
        due.put((begin + number / rate, references[number % len(references)], forms[number % len(forms)]))
    times: list[float] = []
    workers = [threading.Thread(target=_ask, args=(port, due, times)) for _ in range(_WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(times) == rate * seconds, "a request failed"
    return times


def _ask(port: int, due: Queue[tuple[float, str, str]], times: list[float]) -> None:
    connection = HTTPConnection("localhost", port, timeout=60)
    while True:
        try:
            when, reference, form = due.get_nowait()
        except Empty:
            connection.close()
            return
        time.sleep(max(0.0, when - time.perf_counter()))
        connection.request("GET", f"/c/{reference}", headers={"Accept": form})
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200:
            times.append((time.perf_counter() - when) * 1000)


if __name__ == "__main__":
    sys.exit(main())
