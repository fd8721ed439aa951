"""Child processes of ``jawda run``: bound to our life, started again when they end by themselves, stopped in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from jawda.site.database import bound

STARTS_PER_MINUTE: Final = 5
STOP_WITHIN: Final = 15.0
"""Seconds for a child to end in order before it is killed."""
READY_WITHIN: Final = 120.0
"""Seconds to wait for what children stand on; a large database recovers before it answers."""
STARTING: Final = 2.0
"""Seconds: a child that ends sooner was not running; the next start waits that long."""


def bound_command(*arguments: str) -> list[str]:
    """``jawda ARGUMENTS`` as a child that the kernel stops (SIGINT) if this process is killed."""
    script = str(Path(bound.__file__))
    ourselves = [sys.executable, "-m", "jawda.site.command_line", *arguments]
    return [sys.executable, "-I", "-S", script, str(os.getpid()), "-", *ourselves]


class Child:
    """A process by name; as a context manager it is stopped on leaving."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = list(command)
        self.starts: deque[float] = deque(maxlen=STARTS_PER_MINUTE)
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Child:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ask()
        self.end(time.monotonic() + STOP_WITHIN)

    def start(self) -> None:
        """Start it, in a group of its own: Ctrl-C in a terminal is ours to handle."""
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 - ourselves, no shell

    def wait(self) -> int:
        """Its exit status."""
        assert self.process
        return self.process.wait()

    @property
    def ended(self) -> bool:
        """Whether it ended by itself."""
        return self.process is not None and self.process.poll() is not None

    @property
    def may_start(self) -> bool:
        """Whether it has not been started too often within a minute."""
        now = time.monotonic()
        return len(self.starts) < STARTS_PER_MINUTE or now - self.starts[0] > 60

    def ask(self) -> None:
        """Ask it to end."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)

    def end(self, deadline: float) -> None:
        """Wait for its end until ``deadline`` (monotonic), then kill it and whatever it started."""
        if not self.process:
            return
        try:
            self.process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Starts children on entering, stops them on leaving, and in between keeps them running.

    ``ready`` says whether what they stand on is there: a database that recovers is waited for, not counted as their
    fault.
    """

    def __init__(self, children: Sequence[Child], ready: Callable[[], bool]) -> None:
        self.children = tuple(children)
        self.ready = ready

    def __enter__(self) -> Supervisor:
        for child in self.children:
            child.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C would leave children behind
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        deadline = time.monotonic() + STOP_WITHIN
        for child in self.children:
            child.ask()
        for child in self.children:
            child.end(deadline)

    def watch(self) -> int:
        """Start again what ends by itself; 1 where a child keeps ending. Never returns otherwise."""
        while True:
            time.sleep(0.2)
            for child in self.children:
                if not child.ended:
                    continue
                status = child.wait()
                if not child.may_start:
                    sys.stderr.write(f"The {child.name} ended {STARTS_PER_MINUTE} times within a minute; stopping.\n")
                    return 1
                sys.stderr.write(f"The {child.name} ended by itself (status {status}) and is started again.\n")
                if time.monotonic() - child.starts[-1] < STARTING:
                    time.sleep(STARTING)
                deadline = time.monotonic() + READY_WITHIN
                while not self.ready() and time.monotonic() < deadline:
                    time.sleep(0.2)
                child.start()
