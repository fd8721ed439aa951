"""Average run length of a Shewhart chart with run rules: an exact Markov chain (Champ & Woodall 1987).

A rule "k of the last m points in a zone" is remembered as which of the last m - 1 points were there. The rules of a
chart together make a finite chain over what they remember; the run length is the time to its absorption.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from jawda.core.statistics.control_charts.rules import AllOutside, AllWithin, Beyond, RuleSet, Run, SomeBeyond
from jawda.core.statistics.result import Floats

#: Chains of more states than this are no question for a table of run lengths.
MOST_STATES: Final = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """``count`` of the last ``length`` points with their z score from ``low`` to ``high``, or all outside of it."""

    count: int
    length: int
    low: float
    high: float
    outside: bool = False

    def holds(self, places: Floats) -> NDArray[np.bool_]:
        """Which z scores lie in the zone."""
        within = (places > self.low) & (places < self.high)
        return ~within if self.outside else within


def windows_of(rules: RuleSet) -> tuple[Window, ...]:
    """The rules as windows, a limit at three sigma where a rule names none.

    As in Champ & Woodall's table, "k of m" may signal at the k-th point after the start. ``ValueError`` for a rule that
    no window tells: trends, alternation, "both sides outside".

    >>> from jawda.core.statistics.control_charts.rules import WECO_1956
    >>> round(arl_with_rules(0.0, windows_of(WECO_1956)), 2)
    91.75
    """
    found: list[Window] = []
    for rule in rules.rules:
        if isinstance(rule, Beyond):
            found += _both_sides(1, 1, 3.0 if rule.sigmas is None else rule.sigmas)
        elif isinstance(rule, Run):
            found += _both_sides(rule.length, rule.length, 0.0)
        elif isinstance(rule, SomeBeyond):
            found += _both_sides(rule.count, rule.of, rule.sigmas)
        elif isinstance(rule, AllWithin):
            found.append(Window(count=rule.length, length=rule.length, low=-rule.sigmas, high=rule.sigmas))
        elif isinstance(rule, AllOutside) and rule.sides == "either":
            found.append(
                Window(count=rule.length, length=rule.length, low=-rule.sigmas, high=rule.sigmas, outside=True)
            )
        else:
            raise ValueError(f"no run length is computed for rule {rule.id} ({rule.kind})")
    if not found:
        raise ValueError(f"{rules.name} has no rule: such a chart never signals")
    return tuple(found)


def _both_sides(count: int, length: int, sigmas: float) -> list[Window]:
    return [
        Window(count=count, length=length, low=sigmas, high=np.inf),
        Window(count=count, length=length, low=-np.inf, high=-sigmas),
    ]


def arl_with_rules(shift: float, windows: Sequence[Window]) -> float:
    """Points to the first signal of any of ``windows``, the mean ``shift`` standard errors off.

    >>> beyond = [Window(count=1, length=1, low=3, high=np.inf), Window(count=1, length=1, low=-np.inf, high=-3)]
    >>> round(arl_with_rules(1.0, beyond), 4)
    43.8947
    """
    # sparse solvers take a while to import, and only rules need them
    from scipy.sparse import csc_matrix, identity  # noqa: PLC0415
    from scipy.sparse.linalg import spsolve  # noqa: PLC0415

    patterns, chances = _zones(shift, windows)
    rows, columns, moved = _chain(windows, patterns)
    size = max(rows) + 1
    moves = csc_matrix((chances[np.array(moved)], (rows, columns)), shape=(size, size))
    found = spsolve(identity(size, format="csc") - moves, np.ones(size))
    return float(np.atleast_1d(found)[0])


def _zones(shift: float, windows: Sequence[Window]) -> tuple[NDArray[np.bool_], Floats]:
    """For each kind of point: which windows it counts in, and its chance."""
    ends = {end for window in windows for end in (window.low, window.high) if np.isfinite(end)}
    edges = np.array([-np.inf, *sorted(ends), np.inf])
    chances = np.diff(special.ndtr(edges - shift))
    places = np.concatenate(([edges[1] - 1], (edges[1:-2] + edges[2:-1]) / 2, [edges[-2] + 1]))
    zones = np.array([window.holds(places) for window in windows]).T
    patterns, which = np.unique(zones, axis=0, return_inverse=True)
    total: Floats = np.bincount(which.ravel(), weights=chances).astype(np.float64)
    return patterns.astype(np.bool_), total


def _chain(windows: Sequence[Window], patterns: NDArray[np.bool_]) -> tuple[list[int], list[int], list[int]]:
    """States found from the empty one on, and every move between two of them that gives no signal."""
    known: dict[tuple[int, ...], int] = {(0,) * len(windows): 0}
    waiting = [(0,) * len(windows)]
    rows, columns, moved = [], [], []
    while waiting:
        state = waiting.pop()
        for pattern, inside in enumerate(patterns):
            after = _after(state, inside, windows)
            if after is None:
                continue
            if after not in known:
                known[after] = len(known)
                waiting.append(after)
            rows.append(known[state])
            columns.append(known[after])
            moved.append(pattern)
        if len(known) > MOST_STATES:
            raise ValueError(f"these rules remember more than {MOST_STATES} states")
    return rows, columns, moved


def _after(state: tuple[int, ...], inside: NDArray[np.bool_], windows: Sequence[Window]) -> tuple[int, ...] | None:
    """What is remembered after a point; None where a rule signals."""
    remembered = []
    for bits, here, window in zip(state, inside, windows, strict=True):
        now = ((bits << 1) | int(here)) & ((1 << window.length) - 1)
        if now.bit_count() >= window.count:
            return None
        remembered.append(_useful(now & ((1 << (window.length - 1)) - 1), window))
    return tuple(remembered)


def _useful(bits: int, window: Window) -> int:
    """Without the oldest points that can no longer be among ``count`` of ``length``: fewer states, the same signals."""
    while bits:
        oldest = bits.bit_length()
        # points still to come before the oldest one leaves the window
        if bits.bit_count() + window.length - oldest >= window.count:
            break
        bits ^= 1 << (oldest - 1)
    return bits
