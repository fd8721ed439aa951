"""Values for tests: drawn once from a fixed seed, or written out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.capability import Specification

MM = Specification(9.9, 10.1, unit="mm")


def stable(count: int = 125, *, mean: float = 10.0, sigma: float = 0.02, seed: int = 1) -> NDArray[np.float64]:
    """Normal values of a process that does not move."""
    return np.random.default_rng(seed).normal(mean, sigma, count)


def shifted(count: int = 125, *, by: float = 3.0, sigma: float = 0.02, seed: int = 1) -> NDArray[np.float64]:
    """The second half lies ``by`` standard deviations higher."""
    values = stable(count, sigma=sigma, seed=seed)
    values[count // 2 :] += by * sigma
    return values
