"""Hotelling's T²: several characteristics judged together, whose correlation single charts do not see.

T² = n (x̄ - centre)ᵀ S⁻¹ (x̄ - centre). Its limit depends on what was estimated: beta and F laws in phase I and II.
Sources: Hotelling 1947; Tracy, Young & Mason, Journal of Quality Technology 24 (1992) 88-95; Alt 1985; Sullivan &
Woodall, Journal of Quality Technology 28 (1996) 398-408; Montgomery, chapter 11.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special

from jawda.core.languages import Language
from jawda.core.statistics.control_charts.marks import Marks, marks_of
from jawda.core.statistics.control_charts.picture import picture
from jawda.core.statistics.control_charts.rules import Beyond, RuleSet
from jawda.core.statistics.result import NAMED_ROWS, Check, Exclusion, Floats, Inputs, Method, Status, Width
from jawda.core.statistics.result import Result as Base
from jawda.core.statistics.samples import Labels, labels, numbers, refuse

#: How S is estimated from single observations: from all of them, or from successive differences (for drifts).
Covariance: TypeAlias = Literal["sample", "successive-differences"]
#: The law of the limit: exact for the estimate, or chi-square as if the parameters were known.
Law: TypeAlias = Literal["exact", "chi-square"]

RULES: Final = RuleSet(name="hotelling", rules=(Beyond(id="beyond_limit"),), source="Hotelling 1947")
#: 1 in 370.4: as rare as a point beyond three sigma.
THREE_SIGMA: Final = float(2 * special.ndtr(-3.0))


@dataclass(frozen=True, kw_only=True, eq=False)
class HotellingLimits:
    """The limit with what it stands on; ``points`` and ``size``: how many points of how many values gave it.

    ``freedom`` are the degrees of freedom of the covariance; ``None`` with a known one.
    """

    center: float
    lower: float
    upper: float
    means: Floats
    covariance: Floats
    names: tuple[str, ...]
    points: int
    size: int
    freedom: float | None
    estimator: str
    alpha: float
    law: Law

    def monitor(self, data: Any, *, subgroup: Labels | int | None = None) -> Hotelling:
        """Phase II: new points against the estimates, with the limit for points that did not make them.

        Refused: another number of variables, or subgroups of another size.
        """
        grouped = _grouped(_table(data, self.names), subgroup)
        if grouped.size != self.size:
            raise refuse(
                "multivariate_charts.sizes_differ",
                least=min(grouped.size, self.size),
                most=max(grouped.size, self.size),
            )
        quantiles = [_phase_two(self, alpha) for alpha in (0.5, self.alpha)]
        limits = dataclasses.replace(self, center=quantiles[0], upper=quantiles[1])
        return _charted(grouped, limits, phase=2)


@dataclass(frozen=True, kw_only=True, eq=False)
class Hotelling(Base):
    """``statistic`` is T² of each point (NaN where a value is missing).

    ``contributions[i, j]`` is what T² of point i loses without variable j (Runger, Alt & Montgomery 1996): look first
    where it is largest.
    """

    schema: ClassVar[str] = "hotelling/1"

    phase: Literal[1, 2]
    statistic: Floats
    contributions: Floats
    limits: HotellingLimits
    signals: Marks

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each point: ``point``, ``statistic``, ``signal``, then each variable's contribution by its name."""
        marked = set(self.signals.marked)
        names = self.limits.names
        return [
            {"point": place, "statistic": value, "signal": place in marked, **dict(zip(names, parts, strict=True))}
            for place, (value, parts) in enumerate(
                zip(self.statistic.tolist(), self.contributions.tolist(), strict=True), start=1
            )
        ]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """T² under its limit."""
        lines = (None, self.limits.center, self.limits.upper)
        return picture([self.statistic], lines, self.signals, chart="T²", language=language, width=width)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Grouped:
    """Means of points (NaN where a value is missing), with the pooled covariance of their values."""

    means: Floats
    size: int
    within: Floats | None
    table: Floats


def hotelling(
    data: Any,
    *,
    names: Sequence[str] = (),
    subgroup: Labels | int | None = None,
    means: Sequence[float] | Floats | None = None,
    covariance: Sequence[Sequence[float]] | Floats | None = None,
    estimator: Covariance = "sample",
    law: Law = "exact",
    alpha: float = THREE_SIGMA,
) -> Hotelling:
    """A chart of points (rows) by variables (columns), single observations or subgroups (labels, or rows in a row).

    ``means`` and ``covariance`` are both historical, or both estimated: of single observations by ``estimator``, of
    subgroups pooled within. ``alpha`` is the chance of a false alarm at a point; ``law`` "chi-square" gives the limit
    of known parameters. ``limits.center`` is the median of T² in control. A row with a missing value is kept as a gap.
    :class:`~jawda.core.findings.Refused` names cells that are no numbers, and is raised for too few points, for
    unequal subgroups and for variables that follow from the others.

    >>> table = [[1.0, 2.1], [2.0, 2.9], [3.0, 4.2], [4.0, 4.8], [2.5, 3.1]]
    >>> hotelling(table).statistic.round(3).tolist()
    [1.954, 0.248, 2.03, 1.817, 1.95]
    """
    if not 0 < alpha < 1 or estimator not in {"sample", "successive-differences"} or law not in {"exact", "chi-square"}:
        raise ValueError(f"no chart with alpha {alpha}, estimator {estimator!r} and law {law!r}")
    if (means is None) is not (covariance is None):
        raise ValueError("historical means come with a historical covariance")
    table = _table(data, names)
    titles = tuple(names) or tuple(f"x{place + 1}" for place in range(table.shape[1]))
    grouped = _grouped(table, subgroup)
    there = np.asarray(~np.isnan(grouped.means).any(axis=1))
    points, variables = int(there.sum()), table.shape[1]
    if covariance is not None and means is not None:
        middle, spread = np.asarray(means, dtype=np.float64), np.asarray(covariance, dtype=np.float64)
        if middle.shape != (variables,) or spread.shape != (variables, variables):
            raise ValueError(f"{variables} variables have as many means, and a square of covariances")
        freedom = None
    else:
        middle, spread, freedom = _estimates(grouped, there, estimator)
    frame = HotellingLimits(
        center=0.0, lower=0.0, upper=0.0, means=middle, covariance=spread, names=titles, points=points,
        size=grouped.size, freedom=freedom, alpha=alpha, law=law,
        estimator="given" if freedom is None else estimator if grouped.size == 1 else "pooled",
    )  # fmt: skip
    quantiles = [_phase_one(frame, chance) for chance in (0.5, alpha)]
    limits = dataclasses.replace(frame, center=quantiles[0], upper=quantiles[1])
    return _charted(grouped, limits, phase=1)


def _table(data: Any, names: Sequence[str]) -> Floats:
    """Rows by variables; each cell checked as any number is, with its row and variable."""
    try:
        width = {len(row) for row in data}
    except TypeError:
        width = set()
    if len(width) != 1 or width == {0}:
        raise refuse("multivariate_charts.not_rectangular")
    if names and width != {len(names)}:
        raise refuse("multivariate_charts.variables_differ", count=next(iter(width)), expected=len(names))
    if isinstance(data, np.ndarray) and data.dtype.kind in "fiu":
        columns: list[Any] = list(data.T)
    else:
        columns = [list(column) for column in zip(*data, strict=True)]
    titles = names or [f"x{place + 1}" for place in range(len(columns))]
    return np.stack([numbers(column, name=name).values for column, name in zip(columns, titles, strict=True)], axis=1)


def _grouped(table: Floats, subgroup: Labels | int | None) -> _Grouped:
    if subgroup is None:
        return _Grouped(means=table, size=1, within=None, table=table)
    if isinstance(subgroup, int):
        if subgroup < 1:
            raise refuse("samples.size_under_one", size=subgroup)
        if len(table) % subgroup:
            raise refuse("samples.no_multiple", count=len(table), size=subgroup)
        cube = table.reshape(-1, subgroup, table.shape[1])
    else:
        label = labels(subgroup, name="subgroup")
        if len(label.codes) != len(table):
            raise refuse("samples.lengths_differ", columns=f"{len(table)} / subgroup {len(label.codes)}")
        counts = np.bincount(label.codes)
        if counts.min() != counts.max():
            raise refuse("multivariate_charts.sizes_differ", least=int(counts.min()), most=int(counts.max()))
        cube = table[np.argsort(label.codes, kind="stable")].reshape(len(counts), -1, table.shape[1])
    means = cube.mean(axis=1)
    away = (cube - means[:, None, :])[~np.isnan(means).any(axis=1)]
    size = cube.shape[1]
    if size == 1:
        return _Grouped(means=means, size=1, within=None, table=table)
    freedom = max(len(away), 1) * (size - 1)
    return _Grouped(means=means, size=size, within=np.einsum("ijk,ijl->kl", away, away) / freedom, table=table)


def _estimates(grouped: _Grouped, there: NDArray[np.bool_], estimator: Covariance) -> tuple[Floats, Floats, float]:
    """Means, covariance and its degrees of freedom."""
    points, variables = int(there.sum()), grouped.means.shape[1]
    least = variables + 2 if grouped.size == 1 else max(2, -(-(variables + 1) // (grouped.size - 1)))
    if points < least:
        raise refuse("multivariate_charts.too_few", count=points, variables=variables, least=least)
    known = grouped.means[there]
    middle: Floats = known.mean(axis=0)
    if grouped.within is not None:
        return middle, grouped.within, float(points * (grouped.size - 1))
    if estimator == "sample":
        away = known - middle
        return middle, away.T @ away / (points - 1), float(points - 1)
    steps = np.diff(known, axis=0)
    # about so many degrees of freedom are left in the differences (Scholz & Tosch 1994)
    return middle, steps.T @ steps / (2 * (points - 1)), 2 * (points - 1) ** 2 / (3 * points - 4)


def _phase_one(limits: HotellingLimits, alpha: float) -> float:
    """The quantile of T² for points that made the estimates; known parameters give chi-square."""
    variables, points, size = len(limits.names), limits.points, limits.size
    if limits.freedom is None or limits.law == "chi-square":
        return float(special.chdtri(variables, alpha))
    if size > 1:
        spare = limits.freedom - variables + 1
        factor = variables * (points - 1) * (size - 1) / spare
        return factor * float(special.fdtri(variables, spare, 1 - alpha))
    # of the sample covariance the law is exact; of differences, their degrees of freedom stand for the points
    among = points if limits.estimator == "sample" else limits.freedom
    beta = special.betaincinv(variables / 2, (among - variables - 1) / 2, 1 - alpha)
    return (points - 1) ** 2 / points * float(beta)


def _phase_two(limits: HotellingLimits, alpha: float) -> float:
    """The quantile of T² for new points."""
    variables, points, size = len(limits.names), limits.points, limits.size
    if limits.freedom is None or limits.law == "chi-square":
        return float(special.chdtri(variables, alpha))
    spare = limits.freedom - variables + 1
    if size > 1:
        factor = variables * (points + 1) * (size - 1) / spare
    else:
        factor = variables * (points + 1) * limits.freedom / (points * spare)
    return factor * float(special.fdtri(variables, spare, 1 - alpha))


def _inverse(covariance: Floats) -> Floats:
    """Through the correlations, so that units do not matter; refused where there is none."""
    spread = np.sqrt(np.diag(covariance))
    if not (spread > 0).all():
        raise refuse("multivariate_charts.singular")
    correlations = covariance / np.outer(spread, spread)
    if np.linalg.cond(correlations) > 1e12:
        raise refuse("multivariate_charts.singular")
    found: Floats = np.linalg.inv(correlations) / np.outer(spread, spread)
    return found


def _charted(grouped: _Grouped, limits: HotellingLimits, *, phase: Literal[1, 2]) -> Hotelling:
    inverse = _inverse(limits.covariance)
    away = grouped.means - limits.means
    turned = away @ inverse
    statistic = limits.size * np.einsum("ij,ij->i", turned, away)
    contributions = limits.size * turned**2 / np.diag(inverse)
    upper = limits.upper
    signals = marks_of(statistic, center=limits.center, sigma=upper, lower=-np.inf, upper=upper, rules=RULES)
    method = Method(
        name="Hotelling T²", standard="Montgomery, Introduction to Statistical Quality Control", clause="chapter 11",
        options={
            "estimator": limits.estimator, "alpha": limits.alpha, "law": limits.law, "phase": phase,
            "size": limits.size,
        },
    )  # fmt: skip
    missing = np.flatnonzero(np.isnan(grouped.table).any(axis=1))
    excluded: tuple[Exclusion, ...] = ()
    if missing.size:
        rows = tuple(int(row) + 1 for row in missing[:NAMED_ROWS])
        excluded = (Exclusion(reason="missing", count=len(missing), rows=rows),)
    inputs = Inputs(
        count=len(grouped.table) - len(missing), missing=len(missing), excluded=excluded,
        data={name: grouped.table[:, place] for place, name in enumerate(limits.names)},
    )  # fmt: skip
    return Hotelling(
        method=method, inputs=inputs, findings=tuple(_checks(signals, limits, len(missing), phase)), phase=phase,
        statistic=statistic, contributions=contributions, limits=limits, signals=signals,
    )  # fmt: skip


def _checks(signals: Marks, limits: HotellingLimits, missing: int, phase: int) -> list[Check]:
    marked = signals.marked
    checks = [Check(id="multivariate_charts.no_signal", status=Status.OK, statistic=0)]
    if marked:
        said = {"count": len(marked), "first": marked[0]}
        checks = [Check(id="multivariate_charts.signals", status=Status.FAIL, statistic=len(marked), arguments=said)]
    if missing:
        said = {"count": missing}
        checks.append(Check(id="multivariate_charts.incomplete", status=Status.WARN, statistic=missing, arguments=said))
    enough = 10 * len(limits.names)
    if phase == 1 and limits.freedom is not None and limits.points < enough:
        told = {"count": limits.points, "variables": len(limits.names), "enough": enough}
        checks.append(Check(id="multivariate_charts.few", status=Status.WARN, statistic=limits.points, arguments=told))
    return checks
