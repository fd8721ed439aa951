"""Algorithm A by the values that it draws in, for many rounds at once.

Once it is known which values are drawn in, mean and standard deviation have a closed form; they tell anew which values
are. Where a set tells itself again, the iteration of ISO 13528 ends there and nowhere else: mean and standard deviation
minimise a convex function of both (Huber, Robust Statistics, 1981, 7.7 and 7.8). A few steps reach what the printed
iteration approaches in dozens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.result import Floats

#: Values beyond this many s* are drawn in (ISO 13528:2022, formula (C.6)).
REACH: Final = 1.5
#: Sets that have not settled by then are left to the printed iteration.
_MOST_SETS: Final = 20


def fixed_points(
    away: Floats,
    present: NDArray[np.bool_] | None,
    counts: NDArray[np.int64],
    start: tuple[Floats, Floats],
    correction: float,
    room: Floats | None = None,
) -> tuple[Floats, Floats, NDArray[np.int64], NDArray[np.bool_]]:
    """Mean, standard deviation, sets tried, and whether they settled, for each column.

    ``away`` is (values, rounds): distances from the median of the round, anything where ``present`` is false;
    ``counts`` says how many values each round has, ``start`` the first means and standard deviations. Where nothing
    settled, mean and standard deviation are NaN. ``room``, of the size of ``away``, is written over.

    >>> table = np.array([[-2.0], [-1.0], [0.0], [1.0], [2.0]])
    >>> means, sds, _, settled = fixed_points(table, None, np.array([5]), (np.zeros(1), np.ones(1)), 1.134)
    >>> means.tolist(), settled.tolist()
    ([0.0], [True])
    """
    mean, sd = start
    size = len(sd)
    means, sds = np.full(size, np.nan), np.full(size, np.nan)
    tried, settled = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_)
    left = np.arange(size)
    values, squares = away, away * away
    solved = np.zeros(size, dtype=np.bool_)
    drawn: _DrawnIn | None = None
    room = np.empty_like(values) if room is None else room
    for step in range(1, _MOST_SETS + 1):
        before, drawn = drawn, _drawn_in(values, present, mean, sd, room)
        same = solved & drawn.like(before) & ~settled[left]
        found = left[same]
        means[found], sds[found], settled[found], tried[found] = mean[same], sd[same], True, step
        # zero: half of the values are equal, and the printed iteration may creep there
        stay = np.flatnonzero(~settled[left] & (sd > 0))
        if not stay.size:
            break
        mean, sd, solved = _closed_form((mean, sd), (values, squares), drawn, counts, correction)
        if 2 * stay.size < left.size:  # who has settled stays where it is: only many are worth a copy of the others
            left, mean, sd, solved, counts = left[stay], mean[stay], sd[stay], solved[stay], counts[stay]
            values, squares, drawn = values.take(stay, axis=1), squares.take(stay, axis=1), drawn.only(stay)
            room = np.empty_like(values)
            present = None if present is None else present.take(stay, axis=1)
    return means, sds, tried, settled


@dataclass(frozen=True, slots=True, eq=False)
class _DrawnIn:
    """How many values of each round lie ``below`` and ``above`` the reach, and ones where they lie ``within``."""

    below: Floats
    above: Floats
    within: Floats

    def like(self, other: _DrawnIn | None) -> NDArray[np.bool_]:
        """As many below and above are the same values, as they are those farthest out."""
        if other is None:
            return np.zeros(len(self.below), dtype=np.bool_)
        return np.asarray((self.below == other.below) & (self.above == other.above))

    def only(self, rounds: NDArray[np.int64]) -> _DrawnIn:
        """These rounds, to compare with."""
        return _DrawnIn(self.below[rounds], self.above[rounds], self.within)


def _drawn_in(values: Floats, present: NDArray[np.bool_] | None, mean: Floats, sd: Floats, room: Floats) -> _DrawnIn:
    """The ones go into ``room``: to ask for new memory each time would take as long as the arithmetic."""
    below, above = values < mean - REACH * sd, values > mean + REACH * sd
    if present is not None:
        below &= present
        above &= present
    within = ~(below | above)
    if present is not None:
        within &= present
    np.copyto(room, within)
    return _DrawnIn(_counted(below), _counted(above), room)


def _counted(which: NDArray[np.bool_]) -> Floats:
    """How many in each column; bytes are added four times as fast as truth values."""
    return np.asarray(np.add.reduce(which.view(np.int8), axis=0, dtype=np.int32), dtype=np.float64)


def _closed_form(
    before: tuple[Floats, Floats],
    powers: tuple[Floats, Floats],
    drawn: _DrawnIn,
    counts: NDArray[np.int64],
    correction: float,
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Where the iteration ends if exactly these values stay drawn in; where it would not (false), its next step.

    With m values within, of mean a and sum of squares q about it: x = a + (above - below) 1.5 s / m, and
    s² ((p-1)/c² - 2.25 ((above - below)²/m + below + above)) = q. ``powers`` are the values and their squares.
    """
    below, above = drawn.below, drawn.above
    inside = counts - below - above
    some = np.maximum(inside, 1)
    centre = np.einsum("ij,ij->j", drawn.within, powers[0]) / some
    spread = np.maximum(np.einsum("ij,ij->j", drawn.within, powers[1]) - inside * centre * centre, 0.0)
    lean = (above - below) / some
    weight = (counts - 1) / correction**2
    share = weight - REACH**2 * (lean * (above - below) + below + above)
    solvable = (share > 0) & (inside > 0)
    sds = np.sqrt(spread / np.where(solvable, share, 1.0))
    means = centre + lean * REACH * sds
    if not solvable.all():
        low, high = before[0] - REACH * before[1], before[0] + REACH * before[1]
        step = (inside * centre + below * low + above * high) / counts
        about = inside * (centre - step) ** 2 + below * (low - step) ** 2 + above * (high - step) ** 2
        means = np.where(solvable, means, step)
        sds = np.where(solvable, sds, np.sqrt((spread + about) / weight))
    return means, sds, solvable
