"""Run tests that make up their cases, many times: each part in a process of its own, from a seed that repeats it.

``fuzz.py VARIABLE CASES TESTS``, where ``VARIABLE`` tells the tests how many cases of each kind to make up. A part is
small because what is kept to make up cases grows with their number: so the bound on memory is one on what is tested.
Fails where a test fails, or a process grows beyond the bound.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

PART: Final = 4_000
MOST_MEGABYTES: Final = 300
"""Python, the test runner and what it keeps included."""


@dataclass(frozen=True, slots=True)
class Part:
    """What came of the cases of one seed."""

    seed: int
    passed: bool
    megabytes: float
    said: str


def run(seed: int, cases: int, variable: str, tests: str) -> Part:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--hypothesis-seed={seed}", tests]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, env=os.environ | {variable: str(cases)}, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace")
    return Part(seed, process.returncode == 0, used.ru_maxrss / 1024, said)


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    variable, wanted, tests = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    began, parts = time.monotonic(), -(-wanted // PART)
    failed, most = False, 0.0
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as aside:
        for part in aside.map(lambda seed: run(seed, PART, variable, tests), range(1, parts + 1)):
            most = max(most, part.megabytes)
            good = part.passed and part.megabytes < MOST_MEGABYTES
            failed |= not good
            verdict = "passed" if good else "FAILED"
            tell(f"seed {part.seed} of {parts}: {verdict}, {part.megabytes:.0f} MB")
            if not part.passed:
                tell(part.said)
    tell(f"{parts * PART} cases of each kind in {time.monotonic() - began:.0f} s, {most:.0f} MB at most")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
