"""How slow the machine is at this moment, so that a bar on processor time speaks of the code alone.

Processor time grows when something else runs beside: both share caches, memory and often one core. A fixed piece of
work measured in the same moment grows with it.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Final

QUIET: Final = 5.5
"""Milliseconds of :func:`_work` on the quiet machine that the bars and ``benchmarks/results.md`` speak of."""


def _work() -> None:
    """As pages do: many small objects, texts, dictionaries."""
    rows = [{"id": f"requirement-{number}", "level": number % 6, "texts": [f"{number}é"] * 3} for number in range(2000)]
    read = json.loads(json.dumps(rows))
    assert sorted(read, key=lambda row: row["id"])[0]["level"] == 0


def milliseconds(call: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    start = clock()
    call()
    return 1000 * (clock() - start)


def paired(call: Callable[[], object], times: int = 15, clock: Callable[[], float] = time.process_time) -> list[float]:
    """The time of each of several runs after one to warm up, in milliseconds of the quiet machine.

    ``clock`` says what is counted: this process's work, or with ``time.perf_counter`` the waiting for others too.

    Each run is paired with the fixed work, just before and after it: where that takes longer than on the quiet machine,
    the run is taken to have been slowed as much. A faster machine changes nothing.
    """
    call()
    found = []
    before = milliseconds(_work, clock)
    for _ in range(times):
        spent, after = milliseconds(call, clock), milliseconds(_work, clock)
        found.append(spent / max(1.0, min(before, after) / QUIET))
        before = after
    return found


def least(call: Callable[[], object], times: int = 15, clock: Callable[[], float] = time.process_time) -> float:
    """The least of :func:`paired`."""
    return min(paired(call, times, clock))


def slowness() -> float:
    """How many times longer the fixed work takes than on the quiet machine; the median of 15."""
    return statistics.median(milliseconds(_work) for _ in range(15)) / QUIET
