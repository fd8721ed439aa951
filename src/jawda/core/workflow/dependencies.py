"""What waits for what: no circle, and which chain of work decides the end."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jawda.core.findings import Finding, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An action as planning sees it: its key, what it takes, what it waits for."""

    key: str
    effort_days: float | None = None
    due_on: date | None = None
    waits_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Critical:
    """The order in which to work, and the chain that decides the end with its days of work."""

    order: tuple[str, ...]
    chain: tuple[str, ...]
    days: float


def find_cycle(waits_for: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """A circle of keys, each waiting for the next and the last for the first; empty where there is none.

    >>> find_cycle({"a": ["b"], "b": ["a"]})
    ('a', 'b')
    >>> find_cycle({"a": ["b", "c"], "b": ["c"]})
    ()
    """
    clear: set[str] = set()
    for start in sorted(waits_for):
        path: list[str] = []
        on_path: set[str] = set()
        open_branches = [iter([start])]
        while open_branches:
            key = next(open_branches[-1], None)
            if key is None:
                open_branches.pop()
                if path:
                    done = path.pop()
                    on_path.remove(done)
                    clear.add(done)
            elif key in on_path:
                return tuple(path[path.index(key) :])
            elif key not in clear:
                path.append(key)
                on_path.add(key)
                open_branches.append(iter(sorted(waits_for.get(key, ()))))
    return ()


def check_dependency(action: str, on: str, waits_for: Mapping[str, Iterable[str]]) -> tuple[Finding, ...]:
    """What stands against letting ``action`` wait for ``on``, where the others wait as said.

    >>> [finding.id for finding in check_dependency("a", "b", {"b": ["a"]})]
    ['workflow.cycle']
    """
    if action == on:
        return (Finding(id="workflow.depends_on_itself"),)
    after = {key: set(others) for key, others in waits_for.items()}
    after.setdefault(action, set()).add(on)
    return (Finding(id="workflow.cycle"),) if find_cycle(after) else ()


def critical_order(jobs: Sequence[Job]) -> Critical:
    """What comes before what, and among what may begin: the longest chain behind it, then the nearest date.

    What a job waits for outside ``jobs`` is taken as finished; an effort that is not known counts nothing.
    ``Refused`` where they wait for one another in a circle.

    >>> jobs = [Job(key="b", effort_days=2, waits_for=frozenset("a")), Job(key="a", effort_days=1), Job(key="c")]
    >>> found = critical_order(jobs)
    >>> found.order, found.chain, found.days
    (('a', 'b', 'c'), ('a', 'b'), 3.0)
    """
    by_key = {job.key: job for job in jobs}
    waits_for = {job.key: {key for key in job.waits_for if key in by_key} for job in jobs}
    if find_cycle(waits_for):
        raise Refused([Finding(id="workflow.cycle")])
    followers: dict[str, list[str]] = {key: [] for key in by_key}
    for key, others in waits_for.items():
        for other in others:
            followers[other].append(key)
    tails = _tails(by_key, followers, waits_for)
    missing = {key: len(others) for key, others in waits_for.items()}
    ready = [_rank(by_key[key], tails) for key, count in missing.items() if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        key = heapq.heappop(ready)[-1]
        order.append(key)
        for follower in followers[key]:
            missing[follower] -= 1
            if not missing[follower]:
                heapq.heappush(ready, _rank(by_key[follower], tails))
    chain = _chain(order, followers, tails)
    return Critical(order=tuple(order), chain=chain, days=tails[chain[0]] if chain else 0.0)


def _rank(job: Job, tails: Mapping[str, float]) -> tuple[float, date, str]:
    return (-tails[job.key], job.due_on or date.max, job.key)


def _tails(
    by_key: Mapping[str, Job], followers: Mapping[str, list[str]], waits_for: Mapping[str, set[str]]
) -> dict[str, float]:
    """For each job the days of the longest chain that begins with it."""
    tails: dict[str, float] = {}
    open_followers = {key: len(others) for key, others in followers.items()}
    ready = [key for key, count in open_followers.items() if not count]
    while ready:
        key = ready.pop()
        tails[key] = (by_key[key].effort_days or 0.0) + max((tails[item] for item in followers[key]), default=0.0)
        for other in waits_for[key]:
            open_followers[other] -= 1
            if not open_followers[other]:
                ready.append(other)
    return tails


def _chain(order: Sequence[str], followers: Mapping[str, list[str]], tails: Mapping[str, float]) -> tuple[str, ...]:
    """From the job with the longest chain behind it along the longest; the first in the order where two are as long."""
    place = {key: number for number, key in enumerate(order)}
    chain = []
    candidates = list(order)
    while candidates:
        key = min(candidates, key=lambda item: (-tails[item], place[item]))
        chain.append(key)
        candidates = followers[key]
    return tuple(chain)
