"""Sets the bounds of a process, then runs a script in it. Run by ``apart.py``; knows no Jawda.

``python -I apart_process.py memory seconds script words``: bytes of address space (0 where the script sees to it), and
seconds of a processor. It can write no file, reach no network and start no program.
"""

from __future__ import annotations

import contextlib
import resource
import runpy
import sys
from typing import Any

FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "os.exec", "os.system")


def bound(memory: int, seconds: int) -> None:
    """What the system stops us at, and what we stop ourselves at; a system that knows no such bounds leaves the
    caller's time limit."""
    bounds = [(resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)]
    if memory:
        bounds.append((resource.RLIMIT_AS, memory))
    for which, most in bounds:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most))

    def refuse(event: str, _arguments: Any) -> None:
        if event in FORBIDDEN:
            raise RuntimeError(event)

    sys.addaudithook(refuse)


def main() -> None:
    memory, seconds, *words = sys.argv[1:]
    bound(int(memory), int(seconds))
    sys.argv = words
    runpy.run_path(words[0], run_name="__main__")


if __name__ == "__main__":
    main()
