"""The statistics beside their peers: how many times faster, in one run, on one machine.

``python benchmarks/statistics.py [--json]``; exit status 1 where a bar is missed. Peers come into an environment of
their own (``build/peers``). Every competitor has its own process with one thread; runs take turns, so that whatever
else the machine does slows all of them alike; medians of processor time are compared.
"""

from __future__ import annotations

import sys
from pathlib import Path

# this file has the name of a module of the standard library: its folder may not be searched
sys.path[:] = [place for place in sys.path if not (Path(place) / "statistics_work.py").exists()]
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np
import polars
from benchmarks.common import say
from benchmarks.peers import Worker, prepared

MILLION = 1_000_000
ROUNDS = 9
#: A piece of work that takes longer, in seconds, is done twice, one that takes very long once.
LONG, VERY_LONG = 0.5, 5.0
#: How far answers may lie from ours: peers round their constants, divide by n or n - 1.
ALIKE = 0.02


@dataclass
class Row:
    """A ratio and its bar: ``least`` it must reach, or ``most`` it may be; ``None`` where nobody could be had."""

    what: str
    ratio: float | None
    least: float | None = None
    most: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def held(self) -> bool:
        """Whether the bar is met; what could not be compared is told, and misses nothing."""
        if self.ratio is None:
            return True
        return (self.least is None or self.ratio >= self.least) and (self.most is None or self.ratio <= self.most)


@dataclass
class Side:
    """Who does a piece of work: a name for the table, the worker, the work and its arguments."""

    name: str
    worker: Worker
    work: str
    given: Sequence[object] = ()


class Benchmark:
    """The workers and the rows."""

    def __init__(self) -> None:
        self.fast = Worker(sys.executable, ours=True)
        self.plain = Worker(sys.executable, "--without-numba", ours=True)
        python, self.had = prepared()
        self.peers = {name: Worker(python) for name in self.had} if python else {}
        self.rows: list[Row] = []

    def sides(self, work: str, *names: str, given: Sequence[object] = ()) -> list[Side]:
        """The peers that could be had."""
        return [Side(name, self.peers[name], f"{name} {work}", given) for name in names if name in self.peers]

    def compared(self, sides: Sequence[Side], rounds: int = ROUNDS) -> tuple[dict[str, float], dict[str, float]]:
        """Median seconds and answers by name, of runs that take turns, after one of each to warm up."""
        taken: dict[str, list[float]] = {}
        answers, times = {}, {}
        for side in sides:
            run = side.worker.ask(side.work, *side.given)
            answers[side.name], taken[side.name] = run["answer"], []
            if LONG < run["seconds"] < VERY_LONG:  # the work, or what is loaded for it once: a second run tells
                run = side.worker.ask(side.work, *side.given)
            if run["seconds"] > LONG:
                taken[side.name].append(run["seconds"])
            times[side.name] = rounds if run["seconds"] < LONG else int(run["seconds"] < VERY_LONG)
        for turn in range(rounds):
            for side in sides:
                if turn < times[side.name]:
                    taken[side.name].append(side.worker.ask(side.work, *side.given)["seconds"])
        return {name: median(all_of) for name, all_of in taken.items()}, answers

    def against(self, what: str, work: str, names: Sequence[str], least: float, given: Sequence[object] = ()) -> Row:
        """Ours, and how many times longer the fastest peer takes."""
        ours = [Side("jawda", self.fast, f"jawda {work}", given)]
        seconds, answers = self.compared([*ours, *self.sides(work, *names, given=given)])
        others = {name: value for name, value in seconds.items() if name != "jawda"}
        notes = [f"{name} could not be had" for name in names if name not in self.peers]
        for name in others:
            if abs(answers[name] / answers["jawda"] - 1) > ALIKE:
                notes.append(f"{name} finds {answers[name]:g}, jawda {answers['jawda']:g}")
        ratio = min(others.values()) / seconds["jawda"] if others else None
        row = Row(what, ratio, least=least, seconds=seconds, notes=notes)
        self.rows.append(row)
        return row

    def charts(self) -> None:
        """X-bar & R: beside peers, beside one pass, and at ten times the size."""
        given = (MILLION,)
        self.against("X-bar & R with eight rules, 10⁶ in fives: fastest peer / ours", "chart",
                     ("pccpy", "capstat-core"), 20, given)  # fmt: skip
        for name, worker, most in (("compiled", self.fast, 12), ("NumPy alone", self.plain, 130)):
            sides = [Side("pass", worker, "pass", given), Side("chart", worker, "jawda chart", given)]
            seconds, _ = self.compared(sides, 15)
            what = f"the same, {name}: ours / one mean+std pass"
            self.rows.append(Row(what, seconds["chart"] / seconds["pass"], most=most, seconds=seconds))
            sizes = [Side(f"{size:.0e}", worker, "jawda chart", (size,)) for size in (MILLION, 10 * MILLION)]
            grown, _ = self.compared(sizes, 7)
            first, second = grown.values()
            self.rows.append(Row(f"time from 10⁶ to 10⁷, {name}", second / first, most=11, seconds=grown))
            fresh = Worker(sys.executable, *(() if worker is self.fast else ("--without-numba",)), ours=True)
            held = fresh.ask("jawda chart", 10 * MILLION, memory=True)["sizes"]
            fresh.end()
            self.rows.append(Row(f"memory at 10⁷, {name}, data included / data", held, most=4))

    def others(self) -> None:
        """Capability, gauge studies, algorithm A."""
        self.against("capability with intervals, 10⁶ in fives: fastest peer / ours", "capability",
                     ("pccpy", "capstat-core"), 4, (MILLION,))  # fmt: skip
        row = self.against("gauge R&R 10x3x3, 1 000 studies: fastest peer / ours", "studies",
                           ("pccpy", "capstat-core"), 40)  # fmt: skip
        rate = 1000 / row.seconds["jawda"]
        self.rows.append(Row("gauge R&R 10x3x3: studies a second", rate, least=100_000))
        self.against("algorithm A, 1 000 rounds of 100: fastest peer / ours", "rounds", ("pt13528", "statsmodels"), 15)

    def folder(self) -> None:
        """A folder of Parquet with 10⁷ rows in ten files: how long until the chart, by the clock."""
        with tempfile.TemporaryDirectory() as place:
            random = np.random.default_rng(5)
            for part in range(10):
                subgroup = np.repeat(np.arange(200_000) + 200_000 * part, 5)
                values = random.normal(10, 1, MILLION)
                polars.DataFrame({"subgroup": subgroup, "value": values}).write_parquet(f"{place}/{part}.parquet")
            runs = [self.fast.ask("jawda folder", place)["clock"] for _ in range(4)][1:]
        row = Row("seconds from a Parquet folder of 10⁷ rows to the chart", median(runs))
        self.rows.append(row)

    def end(self) -> None:
        """Let all go."""
        for worker in (self.fast, self.plain, *self.peers.values()):
            worker.end()


def told(rows: Sequence[Row]) -> None:
    """The table, or the same as JSON."""
    if "--json" in sys.argv[1:]:
        shown = [{**vars(row), "held": row.held} for row in rows]
        say(json.dumps({"benchmark": "statistics", "rows": shown}, indent=2, ensure_ascii=False))
        return
    say("\nstatistics")
    for row in rows:
        ratio = "nobody to compare" if row.ratio is None else f"{row.ratio:,.1f}"
        bar = "" if row.least is None else f"  at least {row.least:,g}"
        bar += "" if row.most is None else f"  at most {row.most:,g}"
        say(f"  {row.what:<72} {ratio:>12}{bar}{'' if row.held else '  MISSED'}")
        if row.seconds:
            say("      " + ", ".join(f"{name} {1000 * value:,.1f} ms" for name, value in row.seconds.items()))
        for note in row.notes:
            say(f"      {note}")


def main() -> int:
    """Everything, in turn."""
    benchmark = Benchmark()
    try:
        benchmark.charts()
        benchmark.others()
        benchmark.folder()
    finally:
        benchmark.end()
    told(benchmark.rows)
    return 0 if all(row.held for row in benchmark.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
