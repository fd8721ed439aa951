"""Weighted straight line of response on concentration, and what follows from it: the base of calibration methods."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import Column, Numbers, numbers, refuse, same_length

Weights: TypeAlias = Literal["none", "1/x", "1/x2", "level_variance"]
WEIGHTS: Final = ("none", "1/x", "1/x2", "level_variance")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """response = intercept + slope · concentration, with the sums behind it.

    ``residual_sd`` is s_y/x for weights of mean one. ``x_mean``, ``y_mean`` and ``s_xx`` are weighted.
    """

    x: Floats
    y: Floats
    weights: Floats
    intercept: float
    slope: float
    residual_sd: float
    x_mean: float
    y_mean: float
    s_xx: float

    @property
    def count(self) -> int:
        """Points."""
        return len(self.x)

    @property
    def degrees_of_freedom(self) -> int:
        """Points less two."""
        return self.count - 2

    @property
    def u_slope(self) -> float:
        """Standard error of the slope."""
        return self.residual_sd / math.sqrt(self.s_xx)

    @property
    def u_intercept(self) -> float:
        """Standard error of the intercept."""
        return self.residual_sd * math.sqrt(1 / float(self.weights.sum()) + self.x_mean**2 / self.s_xx)

    @property
    def fitted(self) -> Floats:
        """At each point."""
        return self.intercept + self.slope * self.x

    def concentration(self, response: float, *, replicates: int = 1) -> tuple[float, float]:
        """Of a sample whose mean response of ``replicates`` readings is ``response``, and its standard uncertainty.

        For weights of one; with others the sample's own weight is not known and the uncertainty is an average one.
        """
        value = (response - self.intercept) / self.slope
        spread = 1 / replicates + 1 / float(self.weights.sum()) + (value - self.x_mean) ** 2 / self.s_xx
        return value, self.residual_sd / abs(self.slope) * math.sqrt(spread)


def pairs(concentration: Numbers, response: Numbers, *, least: int) -> tuple[Column, Column, Floats, Floats]:
    """Both columns and the pairs in which nothing is missing, in order of concentration.

    Refused: columns of different lengths, fewer than ``least`` pairs, one concentration only.
    """
    across, up = numbers(concentration, name="concentration"), numbers(response, name="response")
    same_length(across, up)
    kept = ~(across.missing | up.missing)
    x, y = across.values[kept], up.values[kept]
    if len(x) < least:
        raise refuse("samples.too_few", column=up, count=len(x), least=least)
    if np.ptp(x) == 0:
        raise refuse("samples.zero_spread", column=across)
    order = np.lexsort((y, x))
    return across, up, x[order], y[order]


def fit_line(x: Floats, y: Floats, weights: Floats | None = None) -> Line:
    """Least squares; weights are scaled to a mean of one.

    >>> line = fit_line(np.array([0.0, 1, 2]), np.array([1.0, 3, 5]))
    >>> line.intercept, line.slope
    (1.0, 2.0)
    """
    heavy = np.ones(len(x)) if weights is None else weights * (len(x) / float(weights.sum()))
    total = float(heavy.sum())
    x_mean, y_mean = float(heavy @ x) / total, float(heavy @ y) / total
    away = x - x_mean
    s_xx = float(heavy @ away**2)
    slope = float(heavy @ (away * (y - y_mean))) / s_xx
    left = y - y_mean - slope * away
    residual = math.sqrt(float(heavy @ left**2) / (len(x) - 2))
    return Line(
        x=x,
        y=y,
        weights=heavy,
        intercept=y_mean - slope * x_mean,
        slope=slope,
        residual_sd=residual,
        x_mean=x_mean,
        y_mean=y_mean,
        s_xx=s_xx,
    )


def weights_of(kind: Weights, x: Floats, y: Floats, column: Column) -> Floats | None:
    """The weights of a kind: none, 1/x, 1/x², or one over the variance of each level's replicates.

    Refused: a concentration of zero or less with 1/x and 1/x²; a level without spread with "level_variance".
    """
    if kind not in WEIGHTS:
        raise ValueError(f"weights are one of {', '.join(WEIGHTS)}, not {kind!r}")
    if kind == "none":
        return None
    if kind == "level_variance":
        _, back, counts, variances = levels_of(x, y)
        if bool((counts < 2).any()) or bool((variances <= 0).any()):
            raise refuse("laboratories.level_without_spread", column=column)
        return np.asarray(1 / variances[back])
    if float(x.min()) <= 0:
        raise refuse("laboratories.weight_at_zero", column=column, value=float(x.min()))
    return np.asarray(1 / x if kind == "1/x" else 1 / x**2)


def levels_of(x: Floats, y: Floats) -> tuple[Floats, np.ndarray, Floats, Floats]:
    """Distinct concentrations, the level of each point, and count and variance of each level (0 for one value).

    >>> levels_of(np.array([1.0, 1, 2]), np.array([3.0, 5, 4]))[3].tolist()
    [2.0, 0.0]
    """
    places, back = np.unique(x, return_inverse=True)
    counts = np.bincount(back).astype(np.float64)
    means = np.bincount(back, weights=y) / counts
    squares = np.bincount(back, weights=(y - means[back]) ** 2)
    return places, back, counts, squares / np.maximum(counts - 1, 1)
