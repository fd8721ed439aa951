"""Crossed gauge study with any numbers of values in its cells: restricted maximum likelihood.

The same two-way random model as the analysis of variance, after Patterson and Thompson (1971); computed on the cell
means, in ratios of each variance to that of repeatability, so that a step costs (parts + operators)³ whatever the
number of values (the identities of Henderson; Searle, Casella and McCulloch 1992, chapter 6). On a balanced study
without negative estimates the answer is that of the analysis of variance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, special

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.measurement_systems.gauge_result import GaugeRR
from jawda.core.statistics.measurement_systems.intervals import variance_interval
from jawda.core.statistics.measurement_systems.layout import Layout
from jawda.core.statistics.measurement_systems.options import StudyOptions
from jawda.core.statistics.measurement_systems.study import Bounds, finished, finite
from jawda.core.statistics.measurement_systems.verdicts import check, plan_checks
from jawda.core.statistics.result import Check, Floats, Method, Status
from jawda.core.statistics.samples import refuse

#: The order of ratios of variances everywhere here.
_NAMES: Final = ("part", "operator", "interaction")
_NEWTON: Final = 60
_STARTS: Final = (1.0, 0.1)
_NEAR_ZERO: Final = 1e-4
_SMALL: Final = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellMeans:
    """What the likelihood needs: for each filled cell its mean, count, part and operator; the spread inside cells."""

    means: Floats
    counts: Floats
    part: NDArray[np.int64]
    operator: NDArray[np.int64]
    parts: int
    operators: int
    within: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Likelihood:
    """At given ratios: minus twice the restricted log-likelihood at the best error variance, and its parts."""

    value: float
    error: float
    gradient: Floats
    mean: float
    quadratic: float
    traces: Floats
    forms: Floats


def likelihood(cells: CellMeans, ratios: Floats, *, error: float | None = None) -> Likelihood:
    """The profile over the error variance, or the likelihood at a given one."""
    weights = 1.0 / (ratios[2] + 1.0 / cells.counts)
    root = np.sqrt(np.concatenate((np.full(cells.parts, ratios[0]), np.full(cells.operators, ratios[1]))))
    sums, squared = _cross(cells, weights), _cross(cells, weights * weights)
    core = linalg.cho_factor(np.eye(len(root)) + root[:, None] * sums * root[None, :], lower=True)

    def solved(right: Floats) -> Floats:
        """Inverse covariance times a vector over cells (Woodbury)."""
        inner = root * _gathered(cells, weights * right)
        spread = root * linalg.cho_solve(core, inner)
        found: Floats = weights * (right - spread[cells.part] - spread[cells.parts + cells.operator])
        return found

    ones = solved(np.ones(len(weights)))
    whole = float(ones.sum())
    mean = float(ones @ cells.means) / whole
    projected = solved(cells.means - mean)
    quadratic = float(projected @ (cells.means - mean))
    degrees = cells.count - 1
    variance = (cells.within + quadratic) / degrees if error is None else error
    inverse = root[:, None] * linalg.cho_solve(core, np.diag(root))
    diagonal = np.diag(sums) - np.einsum("ij,jk,ki->i", sums, inverse, sums)
    fixed = _gathered(cells, ones) ** 2 / whole
    split = slice(None, cells.parts), slice(cells.parts, None)
    traces = np.array(
        [
            *(float(diagonal[at].sum() - fixed[at].sum()) for at in split),
            float(weights.sum() - np.sum(inverse * squared) - ones @ ones / whole),
        ]
    )
    scores = _gathered(cells, projected) ** 2
    forms = np.array([*(float(scores[at].sum()) for at in split), float(projected @ projected)])
    determinant = 2 * float(np.log(np.diag(core[0])).sum()) - float(np.log(weights).sum())
    constant = degrees * math.log(2 * math.pi) + float(np.log(cells.counts).sum())
    fit = (cells.within + quadratic) / variance
    value = constant + degrees * math.log(variance) + determinant + math.log(whole) + fit
    return Likelihood(
        value=value,
        error=variance,
        gradient=traces - forms / variance,
        mean=mean,
        quadratic=quadratic,
        traces=traces,
        forms=forms,
    )


def _cross(cells: CellMeans, weights: Floats) -> Floats:
    """Weights summed by part, by operator, and by both: the cross product of the indicator columns."""
    size = cells.parts + cells.operators
    found = np.zeros((size, size))
    operator = cells.parts + cells.operator
    np.add.at(found, (cells.part, cells.part), weights)
    np.add.at(found, (operator, operator), weights)
    np.add.at(found, (cells.part, operator), weights)
    np.add.at(found, (operator, cells.part), weights)
    return found


def _gathered(cells: CellMeans, values: Floats) -> Floats:
    """Sums over cells for each part, then for each operator."""
    return np.concatenate(
        (
            np.bincount(cells.part, weights=values, minlength=cells.parts),
            np.bincount(cells.operator, weights=values, minlength=cells.operators),
        )
    )


def cell_means(layout: Layout) -> CellMeans:
    """Means and counts of the filled cells."""
    operators = len(layout.operators)
    filled, codes, counts = np.unique(
        layout.part * operators + layout.operator, return_inverse=True, return_counts=True
    )
    means = np.bincount(codes, weights=layout.values) / counts
    return CellMeans(
        means=means,
        counts=counts.astype(np.float64),
        part=filled // operators,
        operator=filled % operators,
        parts=len(layout.parts),
        operators=operators,
        within=float(np.sum((layout.values - means[codes]) ** 2)),
        count=len(layout.values),
    )


def fitted(cells: CellMeans, *, interaction: bool) -> tuple[Floats, Likelihood]:
    """The ratios (part, operator, interaction) of greatest restricted likelihood, none negative.

    A quasi-Newton search in logarithms finds the place, from two starts; a ratio is set to zero where the likelihood
    falls from there; Newton steps finish it on those that are left.
    """
    free = np.array([True, True, interaction])
    found = []
    for start in _STARTS:
        ratios = polished(cells, at_border(cells, _searched(cells, np.where(free, start, 0.0))))
        found.append((ratios, likelihood(cells, ratios)))
    return min(found, key=lambda one: one[1].value)


def _searched(cells: CellMeans, start: Floats) -> Floats:
    """Quasi-Newton search over the ratios that are positive at the start."""
    # only here, and it takes a while to import
    from scipy import optimize  # noqa: PLC0415

    active = start > 0

    def at(logarithms: Floats) -> Floats:
        ratios = np.zeros(3)
        ratios[active] = np.exp(logarithms)
        return ratios

    def cost(logarithms: Floats) -> tuple[float, Floats]:
        ratios = at(logarithms)
        found = likelihood(cells, ratios)
        return found.value, (ratios * found.gradient)[active]

    search = optimize.minimize(
        cost,
        np.log(start[active]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-23.0, 23.0)] * int(active.sum()),
        options={"maxiter": 500, "ftol": 1e-14, "gtol": 1e-8},
    )
    return at(np.asarray(search.x))


def at_border(cells: CellMeans, ratios: Floats) -> Floats:
    """Small ratios set to zero where the likelihood falls from there."""
    for at in np.flatnonzero((ratios > 0) & (ratios < _NEAR_ZERO)):
        without = ratios.copy()
        without[at] = 0.0
        if likelihood(cells, without).gradient[at] >= 0:
            ratios = without
    return ratios


def polished(cells: CellMeans, ratios: Floats, *, steps: int = _NEWTON) -> Floats:
    """Newton steps on the logarithms of the positive ratios, until the slope or the gain is lost in rounding."""
    active = np.flatnonzero(ratios > 0)
    for _ in range(steps):
        here = likelihood(cells, ratios)
        slope = (here.gradient * ratios)[active]
        if len(active) == 0 or float(np.abs(slope).max()) < 1e-10:
            break
        step = linalg.lstsq(_curvature(cells, ratios, active), -slope)[0]
        size = min(1.0, 2.0 / float(np.abs(step).max()))
        moved = ratios.copy()
        moved[active] = ratios[active] * np.exp(size * step)
        if likelihood(cells, moved).value > here.value + 1e-9 * abs(here.value):
            break
        ratios = moved
    return ratios


def _curvature(cells: CellMeans, ratios: Floats, active: NDArray[np.intp]) -> Floats:
    """Second derivatives in the logarithms of the active ratios, by central differences of the gradient."""
    found = np.empty((len(active), len(active)))
    for row, at in enumerate(active):
        slopes = []
        for move in (1e-5, -1e-5):
            moved = ratios.copy()
            moved[at] *= math.exp(move)
            slopes.append((likelihood(cells, moved).gradient * moved)[active])
        found[row] = (slopes[0] - slopes[1]) / 2e-5
    return (found + found.T) / 2


def covariance(cells: CellMeans, ratios: Floats, error: float) -> Floats:
    """Of the variances (repeatability, part, operator, interaction), from the observed information; 0 at the border."""
    variances = np.concatenate(([error], error * ratios))
    active = np.flatnonzero(variances > 0)

    def slopes(at: Floats) -> Floats:
        here = likelihood(cells, at[1:] / at[0], error=float(at[0]))
        ratio = at[1:] / at[0]
        own = (cells.count - 1) / at[0] - (cells.within + here.quadratic) / at[0] ** 2
        own -= float(ratio @ here.gradient) / at[0]
        return np.concatenate(([own], here.gradient / at[0]))[active]

    information = np.empty((len(active), len(active)))
    for row, at in enumerate(active):
        shift = np.zeros(4)
        shift[at] = 1e-5 * variances[at]
        information[row] = (slopes(variances + shift) - slopes(variances - shift)) / (2 * shift[at])
    found = np.zeros((4, 4))
    found[np.ix_(active, active)] = 2 * linalg.pinvh((information + information.T) / 2)
    return found


def reml_study(layout: Layout, options: StudyOptions) -> GaugeRR:
    """The study by restricted maximum likelihood; intervals from the observed information (Satterthwaite).

    Refused: a nested plan, repeats that are all equal.
    """
    if bool(((layout.counts > 0).sum(axis=1) == 1).all()):
        raise refuse("measurement_systems.looks_nested", column=layout.column)
    centre, spread = float(layout.values.mean()), float(layout.values.std())
    cells = cell_means(_standardised(layout, centre, spread))
    repeated = cells.count > len(cells.means)
    if repeated and cells.within <= _SMALL**2 * cells.count:
        raise refuse("measurement_systems.repeats_equal_reml", column=layout.column)
    interaction = options.interaction and repeated
    ratios, found = fitted(cells, interaction=interaction)
    unit = spread * spread
    spreads = covariance(cells, ratios, found.error)
    names = ("repeatability", *_NAMES)
    variances = dict(zip(names, found.error * np.concatenate(([1.0], ratios)), strict=True))
    intervals, signal = _intervals(variances, spreads, options.confidence)
    least, most = int(layout.counts.min()), int(layout.counts.max())
    return finished(
        variances={name: float(value) * unit for name, value in variances.items()},
        options=options,
        method=Method(
            name="Gauge R&R, crossed, restricted maximum likelihood",
            standard="Patterson and Thompson",
            edition="1971",
            options=options.shown("method", "interaction", "confidence"),
        ),
        inputs=layout.inputs,
        mean=centre + spread * found.mean,
        intervals={name: (_times(ends[0], unit), _times(ends[1], unit)) for name, ends in intervals.items()},
        signal=signal,
        findings=(
            *_plan(least, most),
            *(() if repeated else (check("no_repeats", Status.WARN, 1),)),
            *(
                check(f"zero_{name}", Status.WARN, 0.0)
                for name, ratio in zip(_NAMES, ratios, strict=True)
                if ratio == 0 and (name != "interaction" or interaction)
            ),
            *plan_checks(cells.parts, cells.operators, cells.count),
            *missing_check(layout.inputs.missing),
        ),
        design="crossed",
        parts=cells.parts,
        operators=cells.operators,
        trials=most if least == most else None,
        log_likelihood=-found.value / 2 - (cells.count - 1) * math.log(spread),
        part_names=layout.parts,
        operator_names=layout.operators,
        cell_means=_table_of_means(layout),
    )


def _times(bound: float | None, unit: float) -> float | None:
    return None if bound is None else bound * unit


def _standardised(layout: Layout, centre: float, spread: float) -> Layout:
    return replace(layout, values=(layout.values - centre) / spread)


def _plan(least: int, most: int) -> tuple[Check, ...]:
    if least == most:
        return (check("reml_balanced", Status.OK, most, {"count": most}),)
    return (check("reml_unbalanced", Status.OK, most, {"least": least, "most": most}),)


def _intervals(variances: dict[str, float], spreads: Floats, confidence: float) -> tuple[dict[str, Bounds], Bounds]:
    """Chi-squared bounds with the degrees of freedom that match each variance; of the ratio, on its logarithm."""
    chosen = {
        "repeatability": [1, 0, 0, 0],
        "part": [0, 1, 0, 0],
        "operator": [0, 0, 1, 0],
        "interaction": [0, 0, 0, 1],
        "reproducibility": [0, 0, 1, 1],
        "grr": [1, 0, 1, 1],
        "total": [1, 1, 1, 1],
    }
    values = np.array(list(variances.values()))
    found: dict[str, Bounds] = {}
    for name, members in chosen.items():
        weights = np.array(members, dtype=np.float64)
        value, variance = float(weights @ values), float(weights @ spreads @ weights)
        if value > 0 and variance > 0:
            low, high = variance_interval(value, 2 * value * value / variance, confidence)
            found[name] = (low, finite(high))
    part, grr = variances["part"], values.sum() - variances["part"]
    if part == 0:
        return found, (0.0, None)
    slope = np.array([-1 / grr, 1 / part, -1 / grr, -1 / grr])
    reach = float(special.ndtri(0.5 + confidence / 2)) * math.sqrt(max(0.0, float(slope @ spreads @ slope)))
    ratio = part / grr
    return found, (ratio * math.exp(-reach), finite(ratio * float(np.exp(min(reach, 700.0)))))


def _table_of_means(layout: Layout) -> Floats | None:
    """Means of cells for pictures, where every cell is filled."""
    if int(layout.counts.min()) == 0:
        return None
    cells = cell_means(layout)
    return cells.means.reshape(layout.counts.shape)
