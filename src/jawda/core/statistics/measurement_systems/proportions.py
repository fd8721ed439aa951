"""Exact interval of a proportion (Clopper and Pearson 1934)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from scipy import special

#: Where all or none match, the one bound that is left: at half the risk as elsewhere, or at the whole of it (Minitab).
AtExtremes: TypeAlias = Literal["two-sided", "one-sided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """So many of so many match: ``percent`` with its interval ``low`` to ``high``, in per cent."""

    matched: int
    inspected: int
    percent: float
    low: float
    high: float


def matched(count: int, whole: int, *, confidence: float = 0.95, at_extremes: AtExtremes = "two-sided") -> Matched:
    """``count`` of ``whole`` with the exact interval.

    >>> found = matched(8, 10)
    >>> found.percent, round(found.low, 2), round(found.high, 2)
    (80.0, 44.39, 97.48)
    >>> round(matched(10, 10, at_extremes="one-sided").low, 2)
    74.11
    """
    alpha = (1 - confidence) / 2
    if count in (0, whole) and at_extremes == "one-sided":
        alpha *= 2
    low = float(special.betaincinv(count, whole - count + 1, alpha)) if count else 0.0
    high = float(special.betaincinv(count + 1, whole - count, 1 - alpha)) if count < whole else 1.0
    return Matched(matched=count, inspected=whole, percent=100 * count / whole, low=100 * low, high=100 * high)
