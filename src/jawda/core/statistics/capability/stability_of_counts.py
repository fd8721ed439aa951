"""Whether counts are stable enough: as of measurements (:mod:`.stability`), with the laws of counts.

The chart is that of p or u. A process is called unstable where a count lies farther out than chance puts the farthest
of so many (binomial or Poisson law, risk 1 in 100 shared by the samples), where more points give signals than in 98 of
100 stretches of a stable process, or where samples differ more than the law allows (χ² of dispersion, risk 1 in 100).
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from scipy import special

from jawda.core.statistics.capability.stability import RISK, Criterion, Stability, allowed_signals
from jawda.core.statistics.control_charts import CountChart, p_chart, u_chart
from jawda.core.statistics.control_charts.count_data import standardised
from jawda.core.statistics.control_charts.rules import RuleSet
from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import Column

#: Expected counts under which the χ² of dispersion is no χ².
_EXPECTED: Final = 1.0


def of_counts(
    counts: Column, sizes: Floats, *, kind: Literal["binomial", "poisson"], rules: RuleSet, criterion: Criterion
) -> tuple[Stability | None, CountChart | None]:
    """The verdict and its chart; nothing where there are not two samples, or nothing or everything was counted."""
    known = ~counts.missing
    cases, units = counts.values[known], sizes[known]
    mean = float(cases.sum() / units.sum())
    if len(cases) < 2 or mean == 0 or (kind == "binomial" and mean == 1):
        return None, None
    chart = (p_chart if kind == "binomial" else u_chart)(counts, Column(values=sizes, name="size"), rules=rules)
    signals = len(set(chart.signals.marked))
    allowed = 0 if criterion == "strict" else allowed_signals(len(cases), rules, "counts", 1)
    tails = _tails(cases, units, mean, kind)
    extreme = int(np.count_nonzero(2 * tails * len(cases) < RISK))
    scattered = _scattered(cases, units, mean, kind)
    quiet = signals <= allowed and (criterion == "strict" or not (extreme or scattered < RISK))
    return Stability(
        stable=criterion == "assumed" or quiet,
        criterion=criterion,
        chart=chart.kind,
        rules=rules.name,
        points=len(cases),
        signals=signals,
        allowed=allowed,
        extreme=extreme,
        p_moving=scattered,
    ), chart


def _tails(cases: Floats, units: Floats, mean: float, kind: str) -> Floats:
    """The lesser of P(X >= x) and P(X <= x) of each count."""
    if kind == "binomial":
        above = np.where(cases > 0, special.betainc(np.maximum(cases, 1), units - cases + 1, mean), 1.0)
        below = np.where(cases < units, special.betainc(np.maximum(units - cases, 1), cases + 1, 1 - mean), 1.0)
    else:
        above = np.where(cases > 0, special.gammainc(np.maximum(cases, 1), units * mean), 1.0)
        below = special.gammaincc(cases + 1, units * mean)
    return np.minimum(above, below)


def _scattered(cases: Floats, units: Floats, mean: float, kind: str) -> float:
    """The probability of samples that differ so much; 1 where expected counts are too small to say."""
    rarer = min(mean, 1 - mean) if kind == "binomial" else mean
    if float(units.mean()) * rarer < _EXPECTED:
        return 1.0
    scores = standardised("p" if kind == "binomial" else "u", cases, units, mean)
    return float(special.chdtrc(len(cases) - 1, float(scores @ scores)))
