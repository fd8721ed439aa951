"""Figures as sentences show them; results keep every digit."""

from __future__ import annotations


def percent(fraction: float) -> float:
    """A fraction as a percentage of three significant digits.

    >>> percent(0.0651834)
    6.52
    """
    return float(f"{100 * fraction:.3g}")
