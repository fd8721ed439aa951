"""Average run lengths as solutions of an integral equation, by Nyström's method on Gauss-Legendre nodes.

A chart that keeps one number z (a cumulative sum, a moving average) signals when z leaves an interval. From z, the
average number of points to a signal is L(z) = 1 + K₀(z) L(z₀) + ∫ K(z, x) L(x) dx, where K is the density of the next
state and K₀ the chance of falling onto a barrier z₀. Page (1954) gave the equation for the cumulative sum; Crowder
(1987) for the moving average.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from scipy import special

from jawda.core.statistics.result import Floats

#: Beyond this, 1 - (chance of staying) is lost in rounding: the run length is told as infinite.
BEYOND_PRECISION: Final = 1e12

_FIRST, _LAST = 40, 640
_AGREED: Final = 1e-9
_ROOT_2PI: Final = float(np.sqrt(2 * np.pi))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The next state is ``keep · z + gain · (standard normal + shift) + drift``, kept within ``low`` and ``high``.

    With ``barrier`` the state cannot fall below ``low``: it stays there. Without, it signals there too.
    """

    keep: float
    gain: float
    drift: float
    low: float
    high: float
    barrier: bool


def density(values: Floats) -> Floats:
    """Of the standard normal law."""
    found: Floats = np.exp(-0.5 * values * values) / _ROOT_2PI
    return found


@lru_cache(maxsize=32)
def nodes(count: int, low: float, high: float) -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes and weights on an interval."""
    places, weights = np.polynomial.legendre.leggauss(count)
    half = (high - low) / 2
    return low + half * (places + 1), weights * half


def average_run_length(chain: Chain, shifts: Floats, start: float) -> Floats:
    """From ``start``, for each shift of the mean."""
    return average_run_lengths(chain, shifts, np.array([start]))[:, 0]


def average_run_lengths(chain: Chain, shifts: Floats, starts: Floats) -> Floats:
    """(shifts, starts): from each start; nodes are doubled until two solutions agree to nine digits."""
    before = _solved(chain, shifts, starts, _FIRST)
    count = _FIRST
    while True:
        count *= 2
        now = _solved(chain, shifts, starts, count)
        # what no double can tell need not agree
        told = np.isfinite(before) & np.isfinite(now) & (now < 1e-3 * BEYOND_PRECISION)
        if count >= _LAST or bool((np.abs(now[told] - before[told]) <= _AGREED * now[told]).all()):
            return now
        before = now


def _solved(chain: Chain, shifts: Floats, starts: Floats, count: int) -> Floats:
    # some shifts at a time, so that their matrices stay small
    size = max(1, 4_000_000 // (count * count))
    parts = [_some(chain, shifts[at : at + size], starts, count) for at in range(0, len(shifts), size)]
    return np.concatenate(parts)


def _some(chain: Chain, shifts: Floats, starts: Floats, count: int) -> Floats:
    places, _ = nodes(count, chain.low, chain.high)
    states = np.concatenate(([chain.low], places)) if chain.barrier else places
    kernel = _kernel(chain, shifts, states, count)
    system = -kernel
    diagonal = np.arange(len(states))
    system[:, diagonal, diagonal] += 1.0
    if chain.barrier:
        # 1 - (chance of staying at the barrier), without its cancelling
        system[:, 0, 0] = special.ndtr(-_reach(chain, shifts, chain.low, chain.low))
    stuck = (np.abs(system).max(axis=2) < 1e-15).any(axis=1)
    system[stuck] = np.eye(len(states))
    solved = np.linalg.solve(system, np.ones((len(shifts), len(states), 1)))[..., 0]
    found: Floats = 1.0 + (_kernel(chain, shifts, starts, count) @ solved[:, :, None])[..., 0]
    beyond = stuck[:, None] | ~(found > 0) | (found > BEYOND_PRECISION)
    return np.where(beyond, np.inf, found)


def _kernel(chain: Chain, shifts: Floats, states: Floats, count: int) -> Floats:
    """(shifts, states, next states): weights times the density of moving, and first the chance of the barrier."""
    places, weights = nodes(count, chain.low, chain.high)
    mean = chain.keep * states[None, :, None] + chain.gain * shifts[:, None, None] + chain.drift
    moves = density((places[None, None, :] - mean) / chain.gain) * (weights / chain.gain)
    if not chain.barrier:
        return moves
    falls = special.ndtr(_reach(chain, shifts[:, None], states[None, :], chain.low))
    return np.concatenate((falls[:, :, None], moves), axis=2)


def _reach(chain: Chain, shifts: Floats, state: Floats | float, level: float) -> Floats:
    """How many standard deviations the next state would have to fall to ``level``."""
    found: Floats = (level - chain.keep * state - chain.gain * shifts - chain.drift) / chain.gain
    return found


def solve_for(wanted: float, function: Callable[[float], float], low: float, high: float) -> float:
    """Where a growing function reaches ``wanted``, between bounds, by regula falsi on its logarithm (Illinois).

    >>> round(solve_for(8.0, lambda x: x**3, 0.5, 10.0), 9)
    2.0
    """
    target = np.log(wanted)
    left, right = np.log(function(low)) - target, np.log(function(high)) - target
    side, middle = 0, low
    while high - low > 1e-12:
        middle = (low * right - high * left) / (right - left)
        found = np.log(function(middle)) - target
        if abs(found) < 1e-11:
            break
        if found < 0:
            low, left = middle, found
            right = right / 2 if side < 0 else right
            side = -1
        else:
            high, right = middle, found
            left = left / 2 if side > 0 else left
            side = 1
    return float(middle)
