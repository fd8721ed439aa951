"""What charts that remember their past share: the points, the spread behind them, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.control_charts.constants import c4, d2, d4
from jawda.core.statistics.control_charts.estimates import Estimator as Within
from jawda.core.statistics.control_charts.estimates import within_sigma
from jawda.core.statistics.control_charts.individuals import Estimator as Individual
from jawda.core.statistics.control_charts.marks import Marks
from jawda.core.statistics.result import Check, Floats, Inputs, Status
from jawda.core.statistics.samples import Column, Labels, Numbers, numbers, refuse
from jawda.core.statistics.subgroups import Subgroups, Summary, by_label, by_size, summarise

#: How the spread of one value is estimated: of subgroups by the names of within, of single values by those of theirs.
Estimator: TypeAlias = Within | Individual

#: Values from which a spread is worth a control limit.
ENOUGH_VALUES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Points:
    """What is plotted against: ``values`` (NaN where missing) with the number of values behind each."""

    values: Floats
    sizes: NDArray[np.int64]
    column: Column
    inputs: Inputs
    summary: Summary | None = None

    @property
    def size(self) -> int | None:
        """The common size, None where sizes differ."""
        first = int(self.sizes[0])
        return first if bool((self.sizes == first).all()) else None

    @property
    def there(self) -> NDArray[np.bool_]:
        """Which are not missing."""
        return ~np.isnan(self.values)


def points_of(data: Numbers, subgroup: Labels | int | None, *, least: int = 2) -> Points:
    """Individual values, or the means of subgroups: labels beside each value, or so many in a row."""
    if subgroup is None:
        column = numbers(data, least=least)
        ones = np.ones(len(column.values), dtype=np.int64)
        return Points(values=column.values, sizes=ones, column=column, inputs=column.inputs())
    groups = by_size(data, subgroup) if isinstance(subgroup, int) else by_label(data, subgroup)
    summary = summarise(groups)
    inputs = groups.column.inputs() if isinstance(subgroup, int) else _labelled(groups, subgroup)
    return Points(values=summary.means, sizes=summary.counts, column=groups.column, inputs=inputs, summary=summary)


def _labelled(groups: Subgroups, subgroup: Labels) -> Inputs:
    codes = getattr(subgroup, "codes", subgroup)
    return groups.column.inputs(subgroup=codes)


def spread_of(found: Points, sigma: float | None, estimator: Estimator | None) -> tuple[float, str]:
    """The standard deviation of one value, and how it was had: given, or by an estimator.

    Where none is named: of single values the mean moving range, of subgroups the pooled one. Refused: no spread.
    """
    if sigma is not None:
        if not sigma > 0:
            raise refuse("time_weighted_charts.sigma_not_positive", column=found.column, sigma=sigma)
        return float(sigma), "given"
    if found.summary is None:
        single: Any = estimator or "mean-moving-range"
        value, chosen = _of_individuals(found, single), str(single)
    else:
        grouped: Any = estimator or "pooled"
        if not bool((found.sizes > 1).any()):
            raise refuse("time_weighted_charts.no_neighbours", column=found.column)
        value, chosen = within_sigma(found.summary, grouped), str(grouped)
    if value == 0:
        raise refuse("samples.zero_spread", column=found.column)
    return value, chosen


def _of_individuals(found: Points, estimator: Individual) -> float:
    values = found.values
    if estimator == "sd":
        known = values[found.there]
        return float(np.std(known, ddof=1)) / c4(len(known))
    steps = np.abs(np.diff(values))
    told = steps[~np.isnan(steps)]
    if not told.size:
        raise refuse("time_weighted_charts.no_neighbours", column=found.column)
    if estimator == "mean-moving-range":
        return float(told.mean()) / d2(2)
    if estimator == "median-moving-range":
        return float(np.median(told)) / d4(2)
    raise ValueError(f"the spread of single values is not estimated by {estimator!r}")


def target_of(found: Points, target: float | None) -> tuple[float, str]:
    """The target, and whether it was given or is the mean of all values."""
    if target is not None:
        return float(target), "given"
    there = found.there
    return float(np.average(found.values[there], weights=found.sizes[there])), "mean"


def checks_of(found: Points, signals: Marks, *, estimated: bool) -> list[Check]:
    """Marks, missing values, enough values, neighbours that depend on each other."""
    checks = [signal_check(signals)]
    checks += missing_check(found.inputs.missing)
    if estimated:
        enough = found.inputs.count >= ENOUGH_VALUES
        checks.append(
            Check(id=f"samples.{'enough' if enough else 'few'}_values", status=Status.OK if enough else Status.WARN,
                  statistic=found.inputs.count, arguments={"count": found.inputs.count, "enough": ENOUGH_VALUES})
        )  # fmt: skip
        checks += neighbours(found.values[found.there])
    return checks


def signal_check(signals: Marks) -> Check:
    """How many points signal, and the first of them."""
    marked = signals.marked
    if not marked:
        return Check(id="time_weighted_charts.no_signal", status=Status.OK, statistic=0)
    said = {"count": len(marked), "first": marked[0]}
    return Check(id="time_weighted_charts.signals", status=Status.FAIL, statistic=len(marked), arguments=said)


def neighbours(values: Floats) -> list[Check]:
    """The correlation of each value with the next: beyond 2 / sqrt(n) it is more than chance (Box & Jenkins)."""
    away = values - values.mean()
    squares = float(away @ away)
    if len(values) < 10 or squares == 0:
        return []
    correlation = float(away[:-1] @ away[1:]) / squares
    much = abs(correlation) > 2 / np.sqrt(len(values))
    name = "neighbours_depend" if much else "neighbours_independent"
    status = Status.WARN if much else Status.OK
    said = {"correlation": round(correlation, 3)}
    return [Check(id=f"time_weighted_charts.{name}", status=status, statistic=correlation, arguments=said)]
