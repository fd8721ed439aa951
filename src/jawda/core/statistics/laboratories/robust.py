"""Algorithm A: robust mean and standard deviation (ISO 13528:2022, C.3.1), for one round or for thousands at once.

Values beyond 1.5 s* of x* are drawn in to that distance, mean and standard deviation are taken again, until nothing
changes. Where that ends is found by :mod:`.drawn_in`, to the precision of a double rather than to a stopping rule; the
printed iteration is made where it is asked for, and where no set of values drawn in settles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import said, size_check
from jawda.core.statistics.laboratories.drawn_in import REACH, fixed_points
from jawda.core.statistics.laboratories.order import MEDIAN_DEVIATION, ordered_rows, row_medians
from jawda.core.statistics.result import Check, Floats, Method, Result, Status
from jawda.core.statistics.samples import TOLD, Numbers, numbers, refuse

Constants: TypeAlias = Literal["printed", "exact"]
Stopping: TypeAlias = Literal["converged", "third_figure"]

#: What the drawn-in standard deviation of normal values is divided by, as its inverse: 1.13339...
_CONSISTENCY: Final = 1 / math.sqrt(
    math.erf(REACH / math.sqrt(2))
    - 2 * REACH * math.exp(-(REACH**2) / 2) / math.sqrt(2 * math.pi)
    + REACH**2 * math.erfc(REACH / math.sqrt(2))
)
#: The standard prints 1.134 and 1.483; the unrounded ones move s* by one part in a thousand.
CORRECTION: Final[dict[str, float]] = {"printed": 1.134, "exact": _CONSISTENCY}
#: u(x_pt) = 1.25 s* / sqrt(p), formula (6) of 7.7.7.
EFFICIENCY: Final = 1.25
#: Steps of the printed iteration between two looks whether the values drawn in have settled, and how many such looks.
_STEPS_IN_A_ROUND: Final = 50
_MOST_ROUNDS: Final = 100
#: Values worked on at once: what the processor keeps near, and memory that is not asked for anew each time.
_BLOCK: Final = 50_000
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
    array = _checked(table)
    rows = max(1, _BLOCK // array.shape[1])
    blocks = [
        _rounds(array[first : first + rows], constants, third_figure=stopping == "third_figure")
        for first in range(0, len(array), rows)
    ]
    if len(blocks) == 1:
        return blocks[0]
    return RobustRounds(
        **{name.name: np.concatenate([getattr(block, name.name) for block in blocks]) for name in fields(RobustRounds)}
    )


def _rounds(array: Floats, constants: Constants, *, third_figure: bool) -> RobustRounds:
    """Algorithm A for the rows of one block."""
    ordered, counts = ordered_rows(array)
    medians = row_medians(ordered, counts)
    # laboratory by laboratory in memory: sums for all rounds run along it
    away = np.subtract(array.T, medians, order="C").T
    distances = np.subtract(array, medians[:, None], out=ordered)
    np.abs(distances, out=distances).sort(axis=1)
    scaled = MEDIAN_DEVIATION[constants] * row_medians(distances, counts)
    present = None if int(counts.min()) == away.shape[1] else ~np.isnan(away)
    if present is not None:
        away[~present] = 0.0
    zero_start = scaled == 0
    start = np.where(zero_start, _standard_deviations(away, counts), scaled) if zero_start.any() else scaled
    room = distances.reshape(away.T.shape)  # its figures are taken: the memory serves again
    work = _Work(away=away, present=present, counts=counts, correction=CORRECTION[constants], room=room)
    shifts, sds, steps, converged = _solve(work, start, medians if third_figure else None)
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
    """Rows still at work: distances from the median, anything where ``present`` is false."""

    away: Floats
    present: NDArray[np.bool_] | None
    counts: NDArray[np.int64]
    correction: float
    room: Floats | None = None
    """Memory of the size of ``away``, for what is written over and over."""

    def rows(self, chosen: NDArray[np.bool_]) -> _Work:
        present = None if self.present is None else self.present[chosen]
        return _Work(away=self.away[chosen], present=present, counts=self.counts[chosen], correction=self.correction)

    def step(self, means: Floats, sds: Floats) -> tuple[Floats, Floats]:
        """One iteration, formulae (C.7) to (C.10)."""
        reach = REACH * sds
        drawn = np.minimum(np.maximum(self.away, (means - reach)[:, None]), (means + reach)[:, None])
        if self.present is not None:
            drawn *= self.present
        found = drawn.sum(axis=1) / self.counts
        drawn -= found[:, None]
        if self.present is not None:
            drawn *= self.present
        squares = np.einsum("ij,ij->i", drawn, drawn)
        return found, self.correction * np.sqrt(squares / (self.counts - 1))

    def settled(self, means: Floats, sds: Floats) -> tuple[Floats, Floats, NDArray[np.int64], NDArray[np.bool_]]:
        """:func:`.fixed_points` from here on."""
        present = None if self.present is None else np.ascontiguousarray(self.present.T)
        away = np.ascontiguousarray(self.away.T)
        return fixed_points(away, present, self.counts, (means, sds), self.correction, self.room)


def _solve(
    work: _Work, start: Floats, origin: Floats | None
) -> tuple[Floats, Floats, NDArray[np.int64], NDArray[np.bool_]]:
    """From the median (zero) and ``start``; ``origin`` are the medians where the third figure decides."""
    means, sds = np.zeros(len(start)), start.copy()
    steps, converged = np.zeros(len(start), dtype=np.int64), np.zeros(len(start), dtype=np.bool_)
    left = np.arange(len(start))
    for _ in range(_MOST_ROUNDS):
        if origin is None:
            ends, end_sds, tried, done = work.settled(means[left], sds[left])
            steps[left] += tried
            means[left[done]], sds[left[done]], converged[left[done]] = ends[done], end_sds[done], True
            work, left = work.rows(~done), left[~done]
        if left.size:
            shift = None if origin is None else origin[left]
            means[left], sds[left], made, done = _iterated(work, means[left], sds[left], shift)
            steps[left] += made
            converged[left[done]] = True
            work, left = work.rows(~done), left[~done]
        if not left.size:
            break
    return means, sds, steps, converged


def _iterated(
    work: _Work, means: Floats, sds: Floats, origin: Floats | None
) -> tuple[Floats, Floats, NDArray[np.int64], NDArray[np.bool_]]:
    """Some steps of the printed iteration: where it stands, the steps made, and whether nothing changes any more."""
    means, sds = means.copy(), sds.copy()
    steps, done = np.zeros(len(sds), dtype=np.int64), np.zeros(len(sds), dtype=np.bool_)
    for _ in range(_STEPS_IN_A_ROUND):
        next_means, next_sds = work.step(means, sds)
        if origin is None:
            moved = np.abs(next_means - means) + np.abs(next_sds - sds)
            still = moved <= _ROUNDING * (np.abs(next_means) + next_sds)
        else:
            still = _same_figures(origin + next_means, origin + means) & _same_figures(next_sds, sds)
            still &= steps > 0  # the start is no iteration
        means, sds = np.where(done, means, next_means), np.where(done, sds, next_sds)
        steps += ~done
        done |= still
        if done.all():
            break
    return means, sds, steps, done


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
    if array.size and array.shape[1] > 1 and np.isfinite(array.sum()):  # nothing missing, nothing infinite
        return array
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
