"""Johnson's laws fitted by four percentiles (Slifker and Shapiro, Technometrics 22, 1980).

Percentiles at the normal scores ±z and ±3z tell the family: with m, n, p the outer and inner distances, mn/p² above 1
is SU, below SB. The z between 0.25 and 1.25 is taken whose law gives scores nearest to normal, by Anderson and Darling
(Chou, Polansky and Mason, Journal of Quality Technology 30, 1998, take Shapiro and Wilk's test).
"""

from __future__ import annotations

import math
from typing import Final, TypeAlias

import numpy as np
from scipy import special

from jawda.core.statistics.capability.laws.goodness import scores_of, statistic_of
from jawda.core.statistics.capability.laws.transformed import JohnsonBounded, JohnsonUnbounded
from jawda.core.statistics.result import Floats

Johnson: TypeAlias = JohnsonUnbounded | JohnsonBounded
_SCORES: Final = np.linspace(0.25, 1.25, 41)


def fit_johnson(values: Floats) -> Johnson | None:
    """The law whose scores are nearest to normal; ``None`` where no z gives one that holds all values.

    >>> law = fit_johnson(JohnsonUnbounded(1.0, 1.5, 0.0, 1.0).quantile((np.arange(2000) + 0.5) / 2000))
    >>> law.name, round(law.delta, 1)
    ('johnson_su', 1.5)
    """
    ordered = np.sort(values)
    best, found = math.inf, None
    for score in _SCORES:
        law = _at(ordered, float(score))
        if law is None:
            continue
        distance = statistic_of(scores_of(law, ordered))
        if distance < best:
            best, found = distance, law
    return found


def _at(ordered: Floats, z: float) -> Johnson | None:
    places = special.ndtr(np.array([-3, -1, 1, 3]) * z)
    x1, x2, x3, x4 = (float(x) for x in np.quantile(ordered, places, method="hazen"))
    m, n, p = x4 - x3, x2 - x1, x3 - x2
    if min(m, n, p) <= 0:
        return None
    ratio = m * n / (p * p)
    if ratio > 1.001:
        return _unbounded(z, (m / p, n / p, p), (x2 + x3) / 2)
    if ratio < 0.999:
        law = _bounded(z, (p / m, p / n, p), (x2 + x3) / 2)
        return law if law.xi < ordered[0] and ordered[-1] < law.xi + law.scale else None
    return None


def _unbounded(z: float, ratios: tuple[float, float, float], middle: float) -> JohnsonUnbounded:
    a, b, p = ratios
    delta = 2 * z / math.acosh((a + b) / 2)
    root = math.sqrt(a * b - 1)
    return JohnsonUnbounded(
        gamma=delta * math.asinh((b - a) / (2 * root)),
        delta=delta,
        xi=middle + p * (b - a) / (2 * (a + b - 2)),
        scale=2 * p * root / ((a + b - 2) * math.sqrt(a + b + 2)),
    )


def _bounded(z: float, ratios: tuple[float, float, float], middle: float) -> JohnsonBounded:
    a, b, p = ratios
    product = (1 + a) * (1 + b)
    delta = z / math.acosh(math.sqrt(product) / 2)
    scale = p * math.sqrt((product - 2) ** 2 - 4) / (a * b - 1)
    return JohnsonBounded(
        gamma=delta * math.asinh((b - a) * math.sqrt(product - 4) / (2 * (a * b - 1))),
        delta=delta,
        xi=middle - scale / 2 + p * (b - a) / (2 * (a * b - 1)),
        scale=scale,
    )
