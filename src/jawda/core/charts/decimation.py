"""A long series in as few points as a screen can show: the least and the greatest value of every pixel column."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A point that stays: its index in the series, and whether the line breaks before it."""

    index: int
    breaks: bool


def decimate(places: Sequence[float], values: Sequence[float | None], *, columns: int) -> tuple[Kept, ...]:
    """The points to draw, in order: of each of ``columns`` equal columns its least and its greatest value.

    ``places`` ascend and stand for time; where a value is None or not finite there is none. A series of at most two
    points per column stays whole. The line breaks where a missing value lies between two columns, or between two points
    of a series that stays whole. What a chart of that many pixels shows is the same, peaks included.

    >>> [kept.index for kept in decimate([1, 2, 3, 4, 5, 6, 7, 8], [5, 9, 1, 5, 5, 5, 7, 5], columns=2)]
    [1, 2, 4, 6]
    """
    if len(values) <= 2 * columns:
        return _whole(values)
    kept: list[Kept] = []
    start, width = places[0], (places[-1] - places[0]) / columns or 1.0
    column = least = most = -1
    low = high = 0.0
    missing = breaks = False
    isfinite = math.isfinite
    for index, value in enumerate(values):
        if value is None or not isfinite(value):
            missing = True
            continue
        here = min(int((places[index] - start) / width), columns - 1)
        if here != column:
            kept += _pair(least, most, breaks)
            breaks, column, least, most, low, high = missing, here, index, index, value, value
        elif value < low:
            least, low = index, value
        elif value > high:
            most, high = index, value
        missing = False
    kept += _pair(least, most, breaks)
    return tuple(kept)


def _pair(least: int, most: int, breaks: bool) -> list[Kept]:
    if least < 0:
        return []
    first, last = min(least, most), max(least, most)
    return [Kept(first, breaks)] + ([Kept(last, False)] if last != first else [])


def _whole(values: Sequence[float | None]) -> tuple[Kept, ...]:
    kept = []
    missing = False
    for index, value in enumerate(values):
        if value is None or not math.isfinite(value):
            missing = True
            continue
        kept.append(Kept(index, missing))
        missing = False
    return tuple(kept)
