"""The patterns of rules found with NumPy: a mask for each point, its bit i for the rule i of the set.

Each rule costs O(n log length): whether the last L points all have a property is the conjunction of a few shifted
copies, doubled until they span L.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.control_charts.pattern_loops import look
from jawda.core.statistics.control_charts.rules import (
    AllOutside,
    AllWithin,
    Alternating,
    Apart,
    Beyond,
    Rule,
    RuleSet,
    Run,
    SomeBeyond,
    Trend,
)
from jawda.core.statistics.result import Floats

Flags: TypeAlias = NDArray[np.bool_]
#: A byte for each point where a set has at most eight rules, else four.
Masks: TypeAlias = NDArray[np.uint8] | NDArray[np.uint32]
#: A line of the chart: one value, or one for each point.
Line: TypeAlias = float | Floats
Side: TypeAlias = Literal["upper", "lower", "both"]
#: Points from which compiled loops are worth loading.
LONG: Final = 100_000
SIDES: Final[tuple[Side, ...]] = ("upper", "lower", "both")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lines:
    """What points are compared with: every zone is a line that is computed once.

    ``pairs`` are the lower and upper line by distance in sigmas; ``None`` stands for the control limits.
    """

    center: Line
    pairs: dict[float | None, tuple[Line, Line]]


def lines_of(rules: RuleSet, *, center: Line, sigma: Line, lower: Line, upper: Line) -> Lines:
    """The lines that the rules ask for."""
    pairs: dict[float | None, tuple[Line, Line]] = {None: (lower, upper)}
    for rule in rules.rules:
        distance = getattr(rule, "sigmas", None)
        if distance is not None:
            pairs[distance] = (center - distance * sigma, center + distance * sigma)
    return Lines(center=center, pairs=pairs)


def find(points: Floats, lines: Lines, rules: RuleSet) -> Masks:
    """The mask of each point; a missing point (NaN) has none and ends every pattern.

    Very many points are looked at by compiled loops, where there are any and lines are level.
    """
    found = no_masks(len(points), rules)
    many = np.ascontiguousarray(points) if len(points) >= LONG else None
    for place, rule in enumerate(rules.rules):
        low, high = lines.pairs[rule.sigmas] if hasattr(rule, "sigmas") else (lines.center, lines.center)
        done = False
        if many is not None and found.dtype == np.uint8 and isinstance(low, float) and isinstance(high, float):
            done = look(many, (low, high), rule, 1 << place, found)
        if not done:
            found[_PATTERNS[type(rule)](points, lines, rule)] |= found.dtype.type(1 << place)
    return found


def no_masks(count: int, rules: RuleSet) -> Masks:
    """The masks of ``count`` points that complete nothing.

    >>> no_masks(2, RuleSet(name="one", rules=(Beyond(id="1"),))).dtype.itemsize
    1
    """
    return np.zeros(count, dtype=np.uint8) if len(rules.rules) <= 8 else np.zeros(count, dtype=np.uint32)


def completed(
    masks: Masks, points: Floats, center: Line, rules: RuleSet
) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.uint8]]:
    """What the masks say, a place for each signal, by point and then by rule: point (from 0), rule, side.

    Rules and sides are places in ``rules.rules`` and :data:`SIDES`: a trend tells which way it goes, a pattern about
    both sides neither, any other where the point stands to the centre line.

    >>> masks = np.array([0, 3], dtype=np.uint32)
    >>> rules = RuleSet(name="two", rules=(Beyond(id="a"), AllWithin(id="b", length=2)))
    >>> [part.tolist() for part in completed(masks, np.array([0.0, 4.0]), 0.0, rules)]
    [[1, 1], [0, 1], [0, 2]]
    """
    marked = np.flatnonzero(masks != 0)
    row, rule = np.nonzero((masks[marked, None] >> np.arange(len(rules.rules), dtype=np.uint32)) & 1)
    at = marked[row]
    sides = (points[at] < (center if isinstance(center, float) else center[at])).astype(np.uint8)
    for place, known in enumerate(rules.rules):
        if isinstance(known, Trend):
            own = at[rule == place]
            sides[rule == place] = points[own] < points[own - 1]
        elif isinstance(known, Alternating | AllWithin | AllOutside):
            sides[rule == place] = SIDES.index("both")
    return at, rule.astype(np.uint8), sides


def all_of_last(flags: Flags, length: int) -> Flags:
    """Whether the last ``length`` flags, this one included, all hold; not before there are so many.

    >>> all_of_last(np.array([True, True, True, False, True]), 2).tolist()
    [False, True, True, False, False]
    """
    found = np.zeros(len(flags), dtype=np.bool_)
    if len(flags) < length:
        return found
    window, width = flags, 1
    while width < length:
        step = min(width, length - width)
        window = window[:-step] & window[step:]
        width += step
    found[length - 1 :] = window
    return found


def _beyond(points: Floats, lines: Lines, rule: Beyond) -> Flags:
    low, high = lines.pairs[rule.sigmas]
    return (points < low) | (points > high) if rule.strict else (points <= low) | (points >= high)


def _run(points: Floats, lines: Lines, rule: Run) -> Flags:
    center = lines.center
    if rule.on_centre == "counts":
        return all_of_last(points >= center, rule.length) | all_of_last(points <= center, rule.length)
    above, below = points > center, points < center
    if rule.on_centre == "breaks":
        return all_of_last(above, rule.length) | all_of_last(below, rule.length)
    kept = points != center  # also a missing point, which then breaks
    found = np.zeros(len(points), dtype=np.bool_)
    found[kept] = all_of_last(above[kept], rule.length) | all_of_last(below[kept], rule.length)
    return found


def _trend(points: Floats, lines: Lines, rule: Trend) -> Flags:
    before, after = points[:-1], points[1:]
    up, down = (after > before, after < before) if rule.strict else (after >= before, after <= before)
    steps = rule.length - 1
    return _later(all_of_last(up, steps) | all_of_last(down, steps), len(points))


def _alternating(points: Floats, lines: Lines, rule: Alternating) -> Flags:
    up, down = points[1:] > points[:-1], points[1:] < points[:-1]
    turns = (up[1:] & down[:-1]) | (down[1:] & up[:-1])
    return _later(all_of_last(turns, rule.length - 2), len(points))


def _some_beyond(points: Floats, lines: Lines, rule: SomeBeyond) -> Flags:
    low, high = lines.pairs[rule.sigmas]
    return _some_of_last(points > high, rule) | _some_of_last(points < low, rule)


def _some_of_last(flags: Flags, rule: SomeBeyond) -> Flags:
    counts = np.cumsum(flags, dtype=np.int32)
    counts[rule.of :] -= counts[: -rule.of].copy()
    found: Flags = counts >= rule.count
    if rule.last_beyond:
        found &= flags
    if rule.full_window:
        found[: rule.of - 1] = False
    return found


def _apart(points: Floats, lines: Lines, rule: Apart) -> Flags:
    low, high = lines.pairs[rule.sigmas]
    above, below = points > high, points < low
    return (above & _any_of_last(below, rule.of)) | (below & _any_of_last(above, rule.of))


def _any_of_last(flags: Flags, length: int) -> Flags:
    counts = np.cumsum(flags, dtype=np.int32)
    counts[length:] -= counts[:-length].copy()
    found: Flags = counts > 0
    return found


def _all_within(points: Floats, lines: Lines, rule: AllWithin) -> Flags:
    low, high = lines.pairs[rule.sigmas]
    return all_of_last((points > low) & (points < high), rule.length)


def _all_outside(points: Floats, lines: Lines, rule: AllOutside) -> Flags:
    low, high = lines.pairs[rule.sigmas]
    above, below = points > high, points < low
    found = all_of_last(above | below, rule.length)
    if rule.sides == "both":
        found &= ~(all_of_last(above, rule.length) | all_of_last(below, rule.length))
    return found


def _later(flags: Flags, count: int) -> Flags:
    """Flags of differences, at the point that ends each."""
    found = np.zeros(count, dtype=np.bool_)
    if flags.size:
        found[count - len(flags) :] = flags
    return found


_PATTERNS: dict[type[Rule], Callable[..., Flags]] = {
    Beyond: _beyond,
    Run: _run,
    Trend: _trend,
    Alternating: _alternating,
    SomeBeyond: _some_beyond,
    Apart: _apart,
    AllWithin: _all_within,
    AllOutside: _all_outside,
}


def same_form(*lines: Line) -> list[Line]:
    """Lines as arrays where one of them is, so that nobody has to ask for each.

    >>> [np.asarray(line).tolist() for line in same_form(0.0, np.array([0.4, 0.5]))]
    [[0.0, 0.0], [0.4, 0.5]]
    >>> same_form(0.0, 0.5)
    [0.0, 0.5]
    """
    if all(np.ndim(line) == 0 for line in lines):
        return list(lines)
    return list(np.broadcast_arrays(*lines))
