"""Our own scripts in processes apart: what reads a stranger's bytes has no environment, secrets or database around it.

A script imports nothing of Jawda and answers on standard output. Its bounds are set before it begins
(``apart_process.py``).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Final

from jawda.core.findings import Finding, Refused

#: Seconds after which a file that found no turn may be sent again.
COME_BACK: Final = 10
_PATIENCE: Final = 2.0
_FIRST: Final = Path(__file__).with_name("apart_process.py")


class TooSlow(Exception):
    """It took longer than it may, and was ended."""


class Busy(Refused):
    """Nothing is wrong with the file: others are being read. A page answers 503, with ``Retry-After``."""

    def __init__(self) -> None:
        super().__init__([Finding(id="apart.busy")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """At what the system stops a script: bytes of memory (0 where it sees to that itself), seconds of a processor, and
    seconds by the clock."""

    memory: int
    processor: int
    clock: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a script said; ``status`` is not 0 where it failed, or the system stopped it."""

    status: int
    output: bytes


@contextmanager
def turn(gate: Lock | BoundedSemaphore) -> Iterator[None]:
    """Hold ``gate``; :class:`Busy` where it does not open within two seconds.

    Whoever waits holds a thread of the server: without a bound, a few slow files would stop every page.
    """
    if not gate.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        yield
    finally:
        gate.release()


def answer_of(script: Path, *arguments: str, data: bytes, bounds: Bounds) -> Answer:
    """Start ``script`` with ``data`` on standard input; ``TooSlow`` where the clock ran out.

    What it writes on standard error is lost: it may hold parts of what was sent.
    """
    first = [sys.executable, "-I", str(_FIRST), str(bounds.memory), str(bounds.processor)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no shell; what was sent comes by standard input
            [*first, str(script), *arguments], input=data, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=bounds.clock, env={}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as fault:
        raise TooSlow from fault
    return Answer(done.returncode, done.stdout)
