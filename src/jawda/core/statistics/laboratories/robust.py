"""Algorithm A: robust mean and standard deviation (ISO 13528:2022, C.3.1), for one round or for thousands at once.

Values beyond 1.5 s* of x* are drawn in to that distance, mean and standard deviation are taken again, until nothing
changes. Once the same values are drawn in from one step to the next, the fixed point has a closed form: the last steps
are made in one, and the result is converged to the precision of a double rather than to a stopping rule.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import said, size_check
from jawda.core.statistics.laboratories.order import MEDIAN_DEVIATION, ordered_rows, row_medians
from jawda.core.statistics.result import Check, Floats, Method, Result, Status
from jawda.core.statistics.samples import TOLD, Numbers, numbers, refuse

Constants: TypeAlias = Literal["printed", "exact"]
Stopping: TypeAlias = Literal["converged", "third_figure"]

_REACH: Final = 1.5
#: What the drawn-in standard deviation of normal values is divided by, as its inverse: 1.13339...
_CONSISTENCY: Final = 1 / math.sqrt(
    math.erf(_REACH / math.sqrt(2))
    - 2 * _REACH * math.exp(-(_REACH**2) / 2) / math.sqrt(2 * math.pi)
    + _REACH**2 * math.erfc(_REACH / math.sqrt(2))
)
#: The standard prints 1.134 and 1.483; the unrounded ones move s* by one part in a thousand.
CORRECTION: Final[dict[str, float]] = {"printed": 1.134, "exact": _CONSISTENCY}
#: u(x_pt) = 1.25 s* / sqrt(p), formula (6) of 7.7.7.
EFFICIENCY: Final = 1.25
_MOST_STEPS: Final = 5_000
_ROUNDING: Final = 4 * np.finfo(np.float64).eps


@dataclass(frozen=True, kw_only=True)
class RobustMean(Result):
    """Robust ``mean`` x* and ``sd`` s* of ``count`` values, ``u`` = 1.25 s*/√p, and where the iteration began."""

    schema: ClassVar[str] = "robust-mean/1"

    mean: float
    sd: float
    u: float
    count: int
    median: float
    median_deviation: float
    iterations: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RobustRounds:
    """Algorithm A for each row of a table: arrays with an entry per round.

    ``zero_start`` marks rounds where more than half of the values were equal, so that the iteration began at the
    standard deviation.
    """

    means: Floats
    sds: Floats
    counts: NDArray[np.int64]
    medians: Floats
    median_deviations: Floats
    iterations: NDArray[np.int64]
    converged: NDArray[np.bool_]
    zero_start: NDArray[np.bool_]

    @property
    def uncertainties(self) -> Floats:
        """1.25 s*/√p of each round."""
        return EFFICIENCY * self.sds / np.sqrt(self.counts)


def algorithm_a(
    values: Numbers, *, constants: Constants = "printed", stopping: Stopping = "converged", name: str = "value"
) -> RobustMean:
    """Robust mean and standard deviation of one column.

    ``constants``: "printed" takes 1.134 and 1.483 as ISO 13528 and ISO 5725-5 print them, "exact" the unrounded ones
    (as R's metRology). ``stopping``: "converged", or "third_figure" (C.3.1: no change in the third significant figure
    of either from one iteration to the next), to follow printed examples. Missing values are left out and counted.

    Where more than half of the values are equal the iteration begins at the standard deviation (NOTE of C.3.1) and a
    finding says so. Refused: fewer than two values, no spread at all.

    >>> found = algorithm_a([10.1, 10.3, 9.9, 10.0, 10.2, 14.0])
    >>> round(found.mean, 4), round(found.sd, 4)
    (10.187, 0.2901)
    """
    column = numbers(values, name=name, least=2)
    present = column.present()
    if np.ptp(present) == 0:
        raise refuse("samples.zero_spread", column=column)
    rounds = algorithm_a_rounds(present[None, :], constants=constants, stopping=stopping)
    mean, sd, count = float(rounds.means[0]), float(rounds.sds[0]), len(present)
    return RobustMean(
        method=robust_method(constants, stopping),
        inputs=column.inputs(),
        findings=robust_findings(rounds, missing=int(column.missing.sum())),
        mean=mean,
        sd=sd,
        u=float(rounds.uncertainties[0]),
        count=count,
        median=float(rounds.medians[0]),
        median_deviation=float(rounds.median_deviations[0]),
        iterations=int(rounds.iterations[0]),
    )


def algorithm_a_rounds(
    table: NDArray[Any] | list[list[float]], *, constants: Constants = "printed", stopping: Stopping = "converged"
) -> RobustRounds:
    """Algorithm A for each row of a (rounds, laboratories) table, NaN where a laboratory gave no result.

    Options as :func:`algorithm_a`, whose arithmetic this is. Refused with their rows: infinite values, rounds of
    fewer than two values.

    >>> algorithm_a_rounds([[1, 2, 3, 4], [10, 20, float("nan"), 40]]).counts.tolist()
    [4, 3]
    """
    if constants not in CORRECTION:
        raise ValueError(f"constants are 'printed' or 'exact', not {constants!r}")
    if stopping not in ("converged", "third_figure"):
        raise ValueError(f"stopping is 'converged' or 'third_figure', not {stopping!r}")
    ordered, counts = ordered_rows(_checked(table))
    medians = row_medians(ordered, counts)
    away = ordered - medians[:, None]
    scaled = MEDIAN_DEVIATION[constants] * row_medians(np.sort(np.abs(away), axis=1), counts)
    present = None if int(counts.min()) == away.shape[1] else (np.arange(away.shape[1]) < counts[:, None]).astype(float)
    if present is not None:
        away[present == 0] = 0.0
    zero_start = scaled == 0
    start = np.where(zero_start, _standard_deviations(away, counts), scaled)
    work = _Work(away=away, present=present, counts=counts, correction=CORRECTION[constants])
    shifts, sds, steps, converged = _solve(work, start, medians if stopping == "third_figure" else None)
    return RobustRounds(
        means=medians + shifts,
        sds=sds,
        counts=counts,
        medians=medians,
        median_deviations=scaled,
        iterations=steps,
        converged=converged,
        zero_start=zero_start,
    )


def robust_method(constants: Constants, stopping: Stopping) -> Method:
    """How algorithm A names itself."""
    return Method(
        name="Algorithm A",
        standard="ISO 13528",
        edition="2022",
        clause="C.3.1",
        options={"constants": constants, "stopping": stopping},
    )


def robust_findings(rounds: RobustRounds, *, missing: int) -> tuple[Check, ...]:
    """What is to be said about one round: its size, its start, its end, what was missing."""
    found = [size_check(int(rounds.counts[0]))]
    if rounds.zero_start[0]:
        found.append(said("half_equal", Status.WARN, float(rounds.sds[0])))
    if not rounds.converged[0]:
        steps = int(rounds.iterations[0])
        found.append(said("not_converged", Status.FAIL, steps, steps=steps))
    return (*found, *missing_check(missing))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Work:
    """Rows still at work: distances from the median in ascending order, zero where ``present`` is zero."""

    away: Floats
    present: Floats | None
    counts: NDArray[np.int64]
    correction: float

    def rows(self, chosen: NDArray[np.bool_]) -> _Work:
        present = None if self.present is None else self.present[chosen]
        return _Work(away=self.away[chosen], present=present, counts=self.counts[chosen], correction=self.correction)

    def step(self, means: Floats, sds: Floats) -> tuple[Floats, Floats]:
        """One iteration, formulae (C.7) to (C.10)."""
        reach = _REACH * sds
        drawn = np.minimum(np.maximum(self.away, (means - reach)[:, None]), (means + reach)[:, None])
        if self.present is not None:
            drawn *= self.present
        found = drawn.sum(axis=1) / self.counts
        drawn -= found[:, None]
        if self.present is not None:
            drawn *= self.present
        squares = np.einsum("ij,ij->i", drawn, drawn)
        return found, self.correction * np.sqrt(squares / (self.counts - 1))

    def outside(self, means: Floats, sds: Floats) -> tuple[Floats, Floats, Floats]:
        """Which values stand within, and how many below and above (as floats: they are multiplied)."""
        reach = _REACH * sds
        below = self.away < (means - reach)[:, None]
        above = self.away > (means + reach)[:, None]
        if self.present is not None:
            below &= self.present > 0
            above &= self.present > 0
        within = (~(below | above)).astype(np.float64)
        if self.present is not None:
            within *= self.present
        return within, below.sum(axis=1).astype(np.float64), above.sum(axis=1).astype(np.float64)

    def fixed_point(self, within: Floats, below: Floats, above: Floats) -> tuple[Floats, Floats]:
        """Where the iteration ends if exactly these values stay drawn in; NaN where it would not end there.

        With m values within, of mean a and sum of squares q: x = a + (above - below) 1.5 s / m, and
        s² ((p-1)/c² - 2.25 ((above - below)²/m + below + above)) = q.
        """
        inside = within.sum(axis=1)
        centre = np.einsum("ij,ij->i", within, self.away) / np.maximum(inside, 1)
        spread = (self.away - centre[:, None]) * within
        squares = np.einsum("ij,ij->i", spread, spread)
        lean = (above - below) / np.maximum(inside, 1)
        share = (self.counts - 1) / self.correction**2 - _REACH**2 * (lean * (above - below) + below + above)
        solvable = (share > 0) & (inside > 0)
        sds = np.sqrt(np.where(solvable, squares, np.nan) / np.where(solvable, share, 1.0))
        return centre + lean * _REACH * sds, sds


def _solve(
    work: _Work, start: Floats, origin: Floats | None
) -> tuple[Floats, Floats, NDArray[np.int64], NDArray[np.bool_]]:
    """Iterate from the median (zero) and ``start``; ``origin`` are the medians where the third figure decides."""
    size = len(start)
    end_means, end_sds = np.zeros(size), start.copy()
    steps, converged = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_)
    left = np.arange(size)
    means, sds = np.zeros(size), start
    below = above = np.full(size, -1.0)
    for step in range(1, _MOST_STEPS + 1):
        next_means, next_sds = work.step(means, sds)
        if origin is None:
            within, next_below, next_above = work.outside(next_means, next_sds)
            done = np.abs(next_means - means) + np.abs(next_sds - sds) <= _ROUNDING * (np.abs(next_means) + next_sds)
            same = (next_below == below) & (next_above == above) & ~done
            if same.any():
                jumped = _jump(work.rows(same), within[same], next_below[same], next_above[same])
                places = np.flatnonzero(same)[jumped[2]]
                next_means[places], next_sds[places] = jumped[0][jumped[2]], jumped[1][jumped[2]]
                done[places] = True
            below, above = next_below, next_above
        else:
            shift = origin[left]
            done = _same_figures(shift + next_means, shift + means) & _same_figures(next_sds, sds)
            done &= step > 1  # the start is no iteration
        end_means[left], end_sds[left], steps[left] = next_means, next_sds, step
        converged[left[done]] = True
        if done.all():
            break
        stay = ~done
        if done.any():
            work, left = work.rows(stay), left[stay]
            below, above = below[stay] if origin is None else below, above[stay] if origin is None else above
        means, sds = next_means[stay], next_sds[stay]
    return end_means, end_sds, steps, converged


def _jump(work: _Work, within: Floats, below: Floats, above: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """The fixed point of these rows, and whether the same values are drawn in there."""
    means, sds = work.fixed_point(within, below, above)
    known = np.isfinite(sds)
    _, new_below, new_above = work.outside(np.where(known, means, 0.0), np.where(known, sds, 0.0))
    return means, sds, known & (new_below == below) & (new_above == above)


def _same_figures(first: Floats, second: Floats) -> NDArray[np.bool_]:
    """Whether both are equal once rounded to three significant figures."""
    return np.asarray(_three_figures(first) == _three_figures(second))


def _three_figures(values: Floats) -> Floats:
    size = np.floor(np.log10(np.where(values == 0, 1.0, np.abs(values)))) - 2
    return np.asarray(np.rint(values / 10.0**size) * 10.0**size)


def _standard_deviations(away: Floats, counts: NDArray[np.int64]) -> Floats:
    """Of rows padded with zeros, about their own mean."""
    total = away.sum(axis=1)
    squares = np.einsum("ij,ij->i", away, away) - total**2 / counts
    return np.asarray(np.sqrt(np.maximum(squares, 0.0) / (counts - 1)))


def _checked(table: NDArray[Any] | list[list[float]]) -> Floats:
    array = np.asarray(table, dtype=np.float64)
    if array.ndim != 2:
        raise refuse("samples.not_a_table")
    infinite = np.flatnonzero(np.isinf(array).any(axis=1))
    if infinite.size:
        raise Refused(Finding(id="samples.infinite", place=Place(row=int(row) + 1)) for row in infinite[:TOLD])
    counts = array.shape[1] - np.isnan(array).sum(axis=1)
    short = np.flatnonzero(counts < 2)
    if short.size or not len(array):
        raise Refused(
            Finding(
                id="samples.too_few",
                place=Place(row=int(row) + 1),
                arguments={"count": int(counts[row]), "least": 2},
            )
            for row in short[:TOLD]
        )
    return array
