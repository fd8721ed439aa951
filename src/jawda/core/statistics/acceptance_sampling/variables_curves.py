"""What a plan by variables accepts: estimate of the fraction nonconforming, constants, operating characteristic.

The fraction nonconforming is estimated without bias and with least variance (Lieberman & Resnikoff, *J. Amer. Statist.
Assoc.* 50, 1955, 457-516); the standards MIL-STD-414, ANSI/ASQ Z1.9 and ISO 3951-1 use the same estimate.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from jawda.core.statistics.acceptance_sampling.variables_tables import Sigma
from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import refuse


def estimated_nonconforming(quality_index: ArrayLike, size: int, *, sigma: Sigma = "unknown") -> Floats:
    """Fraction nonconforming beyond a limit, from Q = (distance of the mean from the limit) / standard deviation.

    Unknown sigma: a beta distribution with both parameters n/2 - 1, so that n is at least 3; known: a normal one.

    >>> round(float(estimated_nonconforming(1.0, 10)), 5)
    0.15973
    """
    _check_size(size, sigma)
    index = np.asarray(quality_index, dtype=np.float64)
    if sigma == "known":
        found: Floats = special.ndtr(-index * np.sqrt(size / (size - 1)))
        return found
    place = np.clip(0.5 * (1 - index * np.sqrt(size) / (size - 1)), 0.0, 1.0)
    found = special.betainc(size / 2 - 1, size / 2 - 1, place)
    return found


def acceptability_constant(maximum: ArrayLike, size: int, *, sigma: Sigma = "unknown") -> Floats:
    """The constant k that accepts the same samples as a maximum fraction nonconforming M, for one limit.

    >>> round(float(acceptability_constant(0.0327, 10)), 4)
    1.7141
    """
    _check_size(size, sigma)
    value = np.asarray(maximum, dtype=np.float64)
    if sigma == "known":
        found: Floats = -special.ndtri(value) * np.sqrt((size - 1) / size)
        return found
    place = special.betaincinv(size / 2 - 1, size / 2 - 1, value)
    found = (1 - 2 * place) * (size - 1) / np.sqrt(size)
    return found


def _check_size(size: int, sigma: Sigma) -> None:
    if sigma not in ("unknown", "known"):
        raise ValueError(f"sigma is 'unknown' or 'known', not {sigma!r}")
    least = 3 if sigma == "unknown" else 2
    if size < least:
        raise refuse("samples.too_few", count=size, least=least)


def variables_acceptance(quality: ArrayLike, *, size: int, k: float, sigma: Sigma = "unknown") -> Floats:
    """Probability that a plan with one limit accepts a process with this fraction nonconforming (normal law).

    Unknown sigma: the noncentral t distribution with n - 1 degrees of freedom.

    >>> variables_acceptance([0.05, 0.15], size=26, k=1.32227, sigma="known").round(3).tolist()
    [0.95, 0.072]
    """
    if sigma not in ("unknown", "known"):
        raise ValueError(f"sigma is 'unknown' or 'known', not {sigma!r}")
    q = np.asarray(quality, dtype=np.float64)
    inside = (q > 0) & (q < 1)
    if (~((q >= 0) & (q <= 1))).any():
        raise refuse("acceptance_sampling.quality_out_of_range", quality=str(q[~((q >= 0) & (q <= 1))].flat[0]))
    distance = -special.ndtri(np.where(inside, q, 0.5)) * np.sqrt(size)
    known = special.ndtr(distance - k * np.sqrt(size)) if sigma == "known" else None
    accepted = 1.0 - noncentral_t(size, distance, k) if known is None else known
    return np.where(inside, accepted, np.where(q <= 0, 1.0, 0.0))


def noncentral_t(size: int, distance: ArrayLike, k: float) -> Floats:
    """Probability that Q is under ``k``, of a sample whose limit lies ``distance`` = z sqrt(n) from the mean.

    >>> round(float(noncentral_t(49, 1.644854 * 7, 1.3265346)), 4)
    0.05
    """
    apart = np.asarray(distance, dtype=np.float64)
    point = k * np.sqrt(size)
    found = special.nctdtr(size - 1, apart, point)
    # far out in a tail SciPy gives NaN
    return np.where(np.isnan(found), np.where(point < apart, 0.0, 1.0), found)


def variables_quality_at(probability: float, *, size: int, k: float, sigma: Sigma = "unknown") -> float:
    """The fraction nonconforming accepted with this probability, one limit.

    >>> round(variables_quality_at(0.95, size=26, k=1.32227, sigma="known"), 4)
    0.05
    """
    if not 0 < probability < 1:
        raise ValueError("a probability of acceptance lies between 0 and 1")
    if sigma == "known":
        return float(special.ndtr(-(k + special.ndtri(probability) / np.sqrt(size))))
    low, high = -40.0, 40.0  # of the limit, in standard deviations from the mean
    for _ in range(200):
        middle = (low + high) / 2
        often = 1.0 - float(noncentral_t(size, middle * np.sqrt(size), k))
        low, high = (middle, high) if often < probability else (low, middle)
    return float(special.ndtr(-(low + high) / 2))
