"""Our own scripts in processes apart: what reads a stranger's bytes has no environment, secrets or database around it.

A script imports nothing of Jawda, sets the bounds that the system stops it at, and answers on standard output.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


class TooSlow(Exception):
    """It took longer than it may, and was ended."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a script said; ``status`` is not 0 where it failed, or the system stopped it."""

    status: int
    output: bytes


def answer_of(script: Path, *arguments: str, data: bytes, seconds: float) -> Answer:
    """Start ``script`` with ``data`` on standard input; ``TooSlow`` after so many seconds.

    What it writes on standard error is lost: it may hold parts of what was sent.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no shell; what was sent comes by standard input
            [sys.executable, "-I", str(script), *arguments], input=data, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=seconds, env={}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as fault:
        raise TooSlow from fault
    return Answer(done.returncode, done.stdout)
