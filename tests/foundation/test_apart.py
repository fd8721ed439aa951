"""A script apart is stopped by the system at its bounds, and can reach nothing around it."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from jawda.foundation import apart
from jawda.foundation.apart import Bounds, Busy, TooSlow, answer_of, turn

BOUNDS = Bounds(memory=1 << 28, processor=5, clock=20)
#: What it may not do, and what the system says of its bounds.
ATTEMPTS = """
import json, os, resource, socket, subprocess, sys
said = []
for attempt in (
    lambda: socket.socket().connect(("127.0.0.1", 9)),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: subprocess.run(["true"]),
    lambda: os.system("true"),
):
    try:
        attempt()
    except RuntimeError as fault:
        said.append(str(fault))
limits = {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[0] for name in ("AS", "CPU", "FSIZE", "CORE")}
print(json.dumps({"refused": said, "limits": limits, "environment": sorted(os.environ), "words": sys.argv[1:],
                  "data": sys.stdin.read()}))
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    return tmp_path / "script.py"


def test_it_reaches_nothing_and_has_bounds_before_it_begins(script: Path) -> None:
    script.write_text(ATTEMPTS)
    answer = answer_of(script, "one", "two", data=b"sent", bounds=BOUNDS)
    assert answer.status == 0
    said = json.loads(answer.output)
    assert said["refused"] == ["socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"]
    assert said["limits"] == {"AS": 1 << 28, "CPU": 5, "FSIZE": 0, "CORE": 0}
    assert (said["words"], said["data"]) == (["one", "two"], "sent")
    assert not {name for name in said["environment"] if name.startswith(("JAWDA", "DATABASE"))}


def test_more_memory_than_it_may_have_ends_it(script: Path) -> None:
    script.write_text("import sys\nsys.stdout.write(str(len(bytearray(1 << 28))))")
    answer = answer_of(script, data=b"", bounds=BOUNDS)
    assert answer.status != 0
    assert answer.output == b""
    script.write_text("import sys\nsys.stdout.write(str(len(bytearray(1 << 26))))")
    assert answer_of(script, data=b"", bounds=BOUNDS).output == str(1 << 26).encode()


def test_more_of_a_processor_than_it_may_have_ends_it(script: Path) -> None:
    script.write_text("while True: pass")
    assert answer_of(script, data=b"", bounds=Bounds(memory=1 << 28, processor=1, clock=30)).status < 0


def test_the_clock_ends_it(script: Path) -> None:
    script.write_text("import signal; signal.pause()")
    with pytest.raises(TooSlow):
        answer_of(script, data=b"", bounds=Bounds(memory=1 << 28, processor=5, clock=0.5))


def test_a_status_is_handed_on(script: Path) -> None:
    script.write_text("import sys; sys.exit(2)")
    assert answer_of(script, data=b"", bounds=BOUNDS).status == 2


@pytest.mark.parametrize("gate", [threading.Lock(), threading.BoundedSemaphore(1)])
def test_who_finds_no_turn_is_told_soon(gate: threading.Lock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PATIENCE", 0.05)
    with turn(gate), pytest.raises(Busy) as told:
        turn(gate).__enter__()
    assert [finding.id for finding in told.value.findings] == ["apart.busy"]


def test_a_turn_is_given_back_whatever_happens() -> None:
    gate = threading.Lock()
    with pytest.raises(TooSlow), turn(gate):
        raise TooSlow
    with turn(gate):
        assert gate.locked()
    assert not gate.locked()
