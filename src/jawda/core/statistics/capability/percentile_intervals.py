"""Confidence intervals of indices by percentiles, where the law was fitted by maximum likelihood.

The delta method: the variance of an index is gᵀ I⁻¹ g, with g its gradient in the parameters of the law and I the
information, taken as the sum of outer products of each value's score (Berndt, Hall, Hall and Hausman, 1974).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from scipy import special

from jawda.core.statistics.capability.laws.law import Law
from jawda.core.statistics.result import Estimate, Floats

_STEP: Final = 1e-5
#: A matrix nearer to singular than this tells no variance.
_CONDITION: Final = 1e12
_TINY: Final = 1e-300


def with_intervals(
    values: Mapping[str, float | None],
    law: Law,
    sample: Floats,
    *,
    count: int,
    confidence: float,
    indices: Callable[[Law], Mapping[str, float | None]],
) -> Mapping[str, Estimate]:
    """Each index with its interval; without one where the information is singular.

    ``indices`` gives the indices of any law; ``sample`` stands for ``count`` values.
    """
    bare = {name: Estimate(value=value) for name, value in values.items()}
    free = [part.name for part in dataclasses.fields(_any(law)) if part.name != "threshold" or law.name.endswith("3")]
    scores, gradients = [], []
    for name in free:
        step = _STEP * max(abs(float(getattr(law, name))), _STEP)
        up, down = (_moved(law, name, sign * step) for sign in (1, -1))
        scores.append((up.log_density(sample) - down.log_density(sample)) / (2 * step))
        above, below = indices(up), indices(down)
        gradients.append({key: _slope(above[key], below[key], step) for key in values})
    score = np.array(scores)
    if not np.isfinite(score).all():
        return bare
    information = score @ score.T * (count / len(sample))
    scale = np.maximum(np.sqrt(np.diag(information)), _TINY)
    related = information / np.outer(scale, scale)
    if np.linalg.cond(related) > _CONDITION:
        return bare
    inverse = np.linalg.inv(related)
    reach = float(special.ndtri(0.5 + confidence / 2))
    found = {}
    for key, value in values.items():
        slope = np.array([one[key] for one in gradients]) / scale
        away = reach * math.sqrt(float(slope @ inverse @ slope))
        found[key] = (
            Estimate(value=None)
            if value is None
            else Estimate(value=value, low=value - away, high=value + away, confidence=confidence)
        )
    return found


def _moved(law: Law, name: str, by: float) -> Law:
    moved: Law = dataclasses.replace(_any(law), **{name: getattr(law, name) + by})
    return moved


def _slope(above: float | None, below: float | None, step: float) -> float:
    return 0.0 if above is None or below is None else (above - below) / (2 * step)


def _any(law: Any) -> Any:
    return law
