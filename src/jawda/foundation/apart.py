"""Our own scripts in processes apart: what reads a stranger's bytes has no environment, secrets or database around it.

A script imports nothing of Jawda and answers on standard output. Its bounds are set before it begins
(``apart_process.py``).
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FIRST: Final = Path(__file__).with_name("apart_process.py")


class TooSlow(Exception):
    """It took longer than it may, and was ended."""


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
