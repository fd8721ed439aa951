"""Precision at several levels, and how it follows the level (ISO 5725-2:2019, 7.5)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from jawda.core.findings import Finding, Refused
from jawda.core.statistics.laboratories.checks import said
from jawda.core.statistics.laboratories.precision import Precision, precision
from jawda.core.statistics.result import Check, Floats, Method, Result, Status
from jawda.core.statistics.samples import Column, LabelColumn, Labels, Numbers, labels, numbers, refuse, same_length

_MOST_STEPS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a standard deviation follows the mean m: I slope m, II intercept + slope m, III factor m^power.

    ``residual`` is the relative root mean square distance of the observed from the line: the smallest fits best.
    """

    kind: str
    intercept: float | None
    slope: float | None
    factor: float | None
    power: float | None
    residual: float

    def sd(self, mean: float) -> float:
        """The standard deviation at a mean."""
        if self.factor is not None and self.power is not None:
            return float(self.factor * mean**self.power)
        return (self.intercept or 0.0) + (self.slope or 0.0) * mean


@dataclass(frozen=True, kw_only=True)
class PrecisionLevels(Result):
    """A :class:`Precision` for each level in order of mean, and the relations of s_r and s_R to it."""

    schema: ClassVar[str] = "precision-levels/1"

    levels: tuple[str, ...]
    results: tuple[Precision, ...]
    repeatability_relations: tuple[Relation, ...]
    reproducibility_relations: tuple[Relation, ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each level."""
        return [
            {"level": level, "mean": part.general_mean, "s_r": part.s_r, "s_L": part.s_L, "s_R": part.s_R}
            for level, part in zip(self.levels, self.results, strict=True)
        ]


def precision_levels(
    values: Numbers, laboratory: Labels, level: Labels, *, exclude: Mapping[str, Sequence[str]] | None = None
) -> PrecisionLevels:
    """:func:`precision` for each level of a long table, and three relations fitted to s_r and s_R (7.5).

    ``exclude`` names, for each level, the laboratories to leave out there. Relations need three levels, positive means
    and positive standard deviations; otherwise there are none, and a finding says so. Refused: as ``precision``.

    >>> labs = ["A", "A", "B", "B"] * 2
    >>> found = precision_levels([1.0, 1.1, 1.2, 1.2, 5, 5.5, 5.6, 5.9], labs, ["low"] * 4 + ["high"] * 4)
    >>> found.levels, [round(part.s_r, 4) for part in found.results]
    (('low', 'high'), [0.05, 0.2915])
    """
    column, group, at = numbers(values), labels(laboratory, name="laboratory"), labels(level, name="level")
    same_length(column, group, at)
    unknown = sorted(set(exclude or {}) - set(at.names))
    if unknown:
        raise refuse("laboratories.unknown_level", column=column, level=unknown[0])
    found: list[tuple[str, Precision]] = []
    for code, name in enumerate(at.names):
        rows = np.flatnonzero(at.codes == code)
        part = Column(
            values=column.values[rows],
            name=column.name,
            unit=column.unit,
            file=column.file,
            rows=np.array([column.row(int(row)) for row in rows], dtype=np.int64),
        )
        labs = LabelColumn(codes=group.codes[rows], names=group.names)
        try:
            found.append((name, precision(part, labs, exclude=(exclude or {}).get(name, ()))))
        except Refused as refused:
            where = Finding(id="laboratories.at_level", arguments={"level": name})
            raise Refused((where, *refused.findings)) from refused
    found.sort(key=lambda pair: pair[1].general_mean)
    means = np.array([part.general_mean for _, part in found])
    repeatability = np.array([part.s_r for _, part in found])
    reproducibility = np.array([part.s_R for _, part in found])
    fit = len(found) >= 3 and min(means.min(), repeatability.min()) > 0
    checks: list[Check] = [check for _, part in found for check in part.findings if check.status is not Status.OK]
    if not fit:
        checks.append(said("no_relation", Status.WARN, len(found)))
    return PrecisionLevels(
        method=Method(name="Precision at several levels", standard="ISO 5725-2", edition="2019", clause="7.5"),
        inputs=column.inputs(
            laboratory=[group.names[code] for code in group.codes], level=[at.names[code] for code in at.codes]
        ),
        findings=tuple(checks),
        levels=tuple(name for name, _ in found),
        results=tuple(part for _, part in found),
        repeatability_relations=relations(means, repeatability) if fit else (),
        reproducibility_relations=relations(means, reproducibility) if fit else (),
    )


def relations(means: Floats, sds: Floats) -> tuple[Relation, ...]:
    """The three relations of 7.5: I and II with weights 1/s² taken from the line itself, III in logarithms.

    II is missing where its line would not stay positive.

    >>> [round(part.slope, 3) for part in relations(np.array([1.0, 2, 4]), np.array([0.1, 0.2, 0.4]))[:2]]
    [0.1, 0.1]
    """
    slope = float(np.mean(sds / means))
    found = [
        Relation(kind="I", intercept=None, slope=slope, factor=None, power=None, residual=_far(sds, slope * means))
    ]
    line = _line_of_spreads(means, sds)
    if line is not None:
        intercept, steep = line
        far = _far(sds, intercept + steep * means)
        found.append(Relation(kind="II", intercept=intercept, slope=steep, factor=None, power=None, residual=far))
    power, level = (float(part) for part in np.polyfit(np.log(means), np.log(sds), 1))
    factor = math.exp(level)
    far = _far(sds, factor * means**power)
    found.append(Relation(kind="III", intercept=None, slope=None, factor=factor, power=power, residual=far))
    return tuple(found)


def _line_of_spreads(means: Floats, sds: Floats) -> tuple[float, float] | None:
    """Relation II, its weights taken again from the line until it stands; None where it would not stay positive."""
    fitted, moved, steps, line = sds, math.inf, 0, (0.0, 0.0)
    while moved > 1e-14 * float(fitted.max()) and steps < _MOST_STEPS:
        line = _weighted_line(means, sds, 1 / fitted**2)
        after = line[0] + line[1] * means
        if bool((after <= 0).any()):
            return None
        moved, fitted, steps = float(np.abs(after - fitted).max()), after, steps + 1
    return line


def _far(observed: Floats, fitted: Floats) -> float:
    return float(np.sqrt(np.mean((observed / fitted - 1) ** 2)))


def _weighted_line(x: Floats, y: Floats, weights: Floats) -> tuple[float, float]:
    total = float(weights.sum())
    x_mean, y_mean = float(weights @ x) / total, float(weights @ y) / total
    away = x - x_mean
    slope = float(weights @ (away * (y - y_mean))) / float(weights @ away**2)
    return y_mean - slope * x_mean, slope
