"""The standard deviation for proficiency assessment, σ_pt (ISO 13528:2022, clause 8).

Prescribed (8.2), from experience of previous rounds (8.3), by the general model of Horwitz as Thompson completed it
(8.4), from a precision experiment (8.5) or from the results of the round itself (8.6).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import Numbers, numbers, refuse, same_length

_LOW: Final = 1.2e-7
_HIGH: Final = 0.138


def horwitz(mass_fraction: ArrayLike) -> Floats:
    """σ_pt as a mass fraction, by concentration as a mass fraction (1 mg/kg is 1e-6); arrays of any shape.

    0.22 c below 1.2e-7 (Thompson, Analyst 125 (2000) 385), 0.02 c^0.8495 to 0.138 (Horwitz), 0.01 √c above.
    ``ValueError`` outside 0 to 1.

    >>> float(round(horwitz(1.195e-6) * 1e6, 3))
    0.186
    """
    found = np.asarray(mass_fraction, dtype=np.float64)
    if not bool(((found >= 0) & (found <= 1)).all()):
        raise ValueError("a mass fraction lies between 0 and 1; 1 mg/kg is 1e-6")
    middle = 0.02 * found**0.8495
    return np.where(found < _LOW, 0.22 * found, np.where(found <= _HIGH, middle, 0.01 * np.sqrt(found)))


def horwitz_ratio(sd: float, mass_fraction: float) -> float:
    """HorRat: an observed reproducibility standard deviation over the one that the model predicts, both mass fractions.

    From 0.5 to 2 is usual between laboratories.

    >>> round(horwitz_ratio(16e-8, 1e-6), 2)
    1.0
    """
    return sd / float(horwitz(mass_fraction))


def from_precision(s_reproducibility: float, s_repeatability: float, replicates: int = 1) -> float:
    """σ_pt = √(σ_R² - σ_r² (1 - 1/m)) for means of ``replicates`` results (8.5.1).

    ``ValueError`` where repeatability is larger than reproducibility allows.

    >>> round(from_precision(23.2, 14.3, 2), 1)
    20.9
    """
    if replicates < 1:
        raise ValueError(f"replicates are at least 1, not {replicates}")
    if not 0 <= s_repeatability <= s_reproducibility:
        raise ValueError("repeatability lies between zero and reproducibility")
    return math.sqrt(s_reproducibility**2 - s_repeatability**2 * (1 - 1 / replicates))


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """A straight line of standard deviation on assigned value, from ``count`` previous rounds."""

    intercept: float
    slope: float
    r_squared: float
    r_squared_adjusted: float
    count: int

    def sigma_pt(self, assigned_value: float) -> float:
        """What the line gives; ``ValueError`` where it is not positive there."""
        found = self.intercept + self.slope * assigned_value
        if not found > 0:
            raise ValueError(
                f"the line of previous rounds gives {found:.6g} at {assigned_value}: no standard deviation"
            )
        return found


def from_experience(assigned_values: Numbers, sds: Numbers) -> Experience:
    """Least-squares line of the (robust) standard deviations of previous rounds on their assigned values (8.3).

    Refused: fewer than three rounds, columns of different lengths, missing values, equal assigned values.

    >>> from_experience([1, 2, 3], [0.1, 0.2, 0.3]).sigma_pt(4)
    0.4
    """
    across = numbers(assigned_values, name="assigned_value", least=3)
    up = numbers(sds, name="sd", least=3)
    count = same_length(across, up)
    for column in (across, up):
        if column.missing.any():
            raise refuse("samples.too_few", column=column, count=len(column.present()), least=count)
    x, y = across.values - across.values.mean(), up.values - up.values.mean()
    squares = float(x @ x)
    if squares == 0:
        raise refuse("samples.zero_spread", column=across)
    slope = float(x @ y) / squares
    total = float(y @ y)
    r_squared = slope**2 * squares / total if np.ptp(up.values) else 1.0
    return Experience(
        intercept=float(up.values.mean() - slope * across.values.mean()),
        slope=slope,
        r_squared=r_squared,
        r_squared_adjusted=1 - (1 - r_squared) * (count - 1) / (count - 2),
        count=count,
    )
