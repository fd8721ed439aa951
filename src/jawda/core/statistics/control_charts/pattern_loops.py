"""The patterns of rules as loops over the points, to be compiled: the same comparisons as in :mod:`patterns`.

Each sets ``bit`` in the masks of the points that complete its pattern. ``lines`` are the pair that the rule compares
with, or the centre line twice; a missing point (NaN) compares as false, and so ends every pattern.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.compiled import compiled
from jawda.core.statistics.control_charts.rules import (
    AllOutside,
    AllWithin,
    Alternating,
    Apart,
    Beyond,
    Rule,
    Run,
    SomeBeyond,
    Trend,
)
from jawda.core.statistics.result import Floats

Masks: TypeAlias = NDArray[np.uint8]
Lines: TypeAlias = tuple[float, float]
#: The whole numbers and flags of a rule in the order of :data:`LOOPS`, zeros after them.
Wanted: TypeAlias = tuple[int, int, int, int]

_SIGNATURE: Final = "void(float64[::1], uint8, uint8[::1], UniTuple(float64, 2), UniTuple(int64, 4))"


def look(points: Floats, lines: Lines, rule: Rule, bit: int, masks: NDArray[Any]) -> bool:
    """Set ``bit`` in the masks of the points that complete the rule; ``False`` where there is no compiled loop for it.

    >>> masks = np.zeros(2, dtype=np.uint8)
    >>> masks.tolist() if look(np.array([0.0, 4.0]), (-3.0, 3.0), Beyond(id="1"), 1, masks) else [0, 1]
    [0, 1]
    """
    known = LOOPS.get(type(rule))
    fast = compiled(known[0], _SIGNATURE) if known else None
    if fast is None:
        return False
    fast(points, np.uint8(bit), masks, lines, wanted_by(rule))
    return True


def wanted_by(rule: Rule) -> Wanted:
    """What a rule's loop takes besides lines.

    >>> wanted_by(Run(id="2", length=9))
    (9, 0, 0, 0)
    """
    values = [getattr(rule, name) for name in LOOPS[type(rule)][1]]
    first, second, third, fourth = [_CODES.get(value, value) for value in values] + [0] * (4 - len(values))
    return first, second, third, fourth


def beyond(points: Floats, bit: Any, masks: Masks, lines: Lines, wanted: Wanted) -> None:
    """:class:`Beyond`."""
    low, high = lines
    strict = wanted[0] > 0
    for at in range(len(points)):
        point = points[at]
        if point < low or point > high or not (strict or (low < point < high) or math.isnan(point)):
            masks[at] |= bit


def run(points: Floats, bit: Any, masks: Masks, lines: Lines, wanted: Wanted) -> None:
    """:class:`Run`: both lines are the centre."""
    center = lines[0]
    length, on_centre, _, _ = wanted
    above = below = 0
    for at in range(len(points)):
        point = points[at]
        level = point == center
        if level and on_centre == _SKIPPED:
            continue
        counted = level & (on_centre == _COUNTS)
        above = (above + 1) * ((point > center) | counted)
        below = (below + 1) * ((point < center) | counted)
        if above >= length or below >= length:
            masks[at] |= bit


def trend(points: Floats, bit: Any, masks: Masks, lines: Lines, wanted: Wanted) -> None:
    """:class:`Trend`."""
    steps, strict = wanted[0] - 1, wanted[1] > 0
    up = down = 0
    for at in range(1, len(points)):
        before, after = points[at - 1], points[at]
        even = (after == before) & (not strict)
        up = (up + 1) * ((after > before) | even)
        down = (down + 1) * ((after < before) | even)
        if up >= steps or down >= steps:
            masks[at] |= bit


def alternating(points: Floats, bit: Any, masks: Masks, lines: Lines, wanted: Wanted) -> None:
    """:class:`Alternating`."""
    turns = wanted[0] - 2
    turning = 0
    for at in range(2, len(points)):
        first, second, third = points[at - 2], points[at - 1], points[at]
        turned = ((third > second) & (second < first)) | ((third < second) & (second > first))
        turning = (turning + 1) * turned
        if turning >= turns:
            masks[at] |= bit


def some_beyond(points: Floats, bit: Any, masks: Masks, lines: Lines, wanted: Wanted) -> None:
    """:class:`SomeBeyond`."""
    low, high = lines
    count, of, last_beyond, full_window = wanted
    above = below = 0
    for at in range(len(points)):
        is_above, is_below = points[at] > high, points[at] < low
        above += is_above
        below += is_below
        if at >= of:
            gone = points[at - of]
            above -= gone > high
            below -= gone < low
        found = ((above >= count) & (is_above | (last_beyond == 0))) | (
            (below >= count) & (is_below | (last_beyond == 0))
        )
        if found and (at + 1 >= of or full_window == 0):
            masks[at] |= bit


def apart(points: Floats, bit: Any, masks: Masks, lines: Lines, wanted: Wanted) -> None:
    """:class:`Apart`."""
    low, high = lines
    of = wanted[0]
    last_above = last_below = -of
    for at in range(len(points)):
        is_above, is_below = points[at] > high, points[at] < low
        if (is_above and at - last_below < of) or (is_below and at - last_above < of):
            masks[at] |= bit
        last_above = at if is_above else last_above
        last_below = at if is_below else last_below


def all_within(points: Floats, bit: Any, masks: Masks, lines: Lines, wanted: Wanted) -> None:
    """:class:`AllWithin`."""
    low, high = lines
    length = wanted[0]
    within = 0
    for at in range(len(points)):
        within = (within + 1) * ((points[at] > low) & (points[at] < high))
        if within >= length:
            masks[at] |= bit


def all_outside(points: Floats, bit: Any, masks: Masks, lines: Lines, wanted: Wanted) -> None:
    """:class:`AllOutside`."""
    low, high = lines
    length, sides, _, _ = wanted
    above = below = outside = 0
    for at in range(len(points)):
        is_above, is_below = points[at] > high, points[at] < low
        above = (above + 1) * is_above
        below = (below + 1) * is_below
        outside = (outside + 1) * (is_above | is_below)
        if outside >= length and not (sides == _BOTH and (above >= length or below >= length)):
            masks[at] |= bit


_SKIPPED: Final = 1
_COUNTS: Final = 2
_BOTH: Final = 1
#: Words of the rules' parameters as the loops take them.
_CODES: Final[dict[Any, int]] = {
    "breaks": 0, "skipped": _SKIPPED, "counts": _COUNTS, "either": 0, "both": _BOTH, False: 0, True: 1,
}  # fmt: skip
#: By kind of rule: its loop, and the parameters that it takes.
LOOPS: Final[dict[type[Rule], tuple[Callable[..., None], tuple[str, ...]]]] = {
    Beyond: (beyond, ("strict",)),
    Run: (run, ("length", "on_centre")),
    Trend: (trend, ("length", "strict")),
    Alternating: (alternating, ("length",)),
    SomeBeyond: (some_beyond, ("count", "of", "last_beyond", "full_window")),
    Apart: (apart, ("of",)),
    AllWithin: (all_within, ("length",)),
    AllOutside: (all_outside, ("length", "sides")),
}
