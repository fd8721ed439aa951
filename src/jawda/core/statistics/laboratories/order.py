"""Robust figures from the order of values: median, MADe and nIQR (ISO 13528:2022, C.2), for many rows at once.

nIQR is 0.7413 times the distance of the quartiles, and the standard leaves the rule for quartiles open: it is an
option here. "linear" (R's type 7, spreadsheets' QUARTILE.INC) reproduces table E.5 of the standard.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special

from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import Numbers, numbers

QuantileRule: TypeAlias = Literal["linear", "weibull", "hazen", "median_unbiased", "normal_unbiased"]
QUANTILE_RULES: Final = ("linear", "weibull", "hazen", "median_unbiased", "normal_unbiased")

#: 1/Φ⁻¹(3/4), which the standard prints as 1.483.
MEDIAN_DEVIATION: Final[dict[str, float]] = {"printed": 1.483, "exact": 1 / float(special.ndtri(0.75))}
#: 1/(2 Φ⁻¹(3/4)), which the standard prints as 0.7413.
INTERQUARTILE: Final[dict[str, float]] = {"printed": 0.7413, "exact": 0.5 / float(special.ndtri(0.75))}


def ordered_rows(table: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Each row in ascending order with what is missing at its end, and how many values each holds.

    >>> ordered_rows(np.array([[3.0, np.nan, 1.0]]))[1].tolist()
    [2]
    """
    ordered = np.sort(table, axis=1)
    counts = np.full(len(table), table.shape[1], dtype=np.int64)
    if np.isnan(ordered[:, -1]).any():
        counts -= np.isnan(ordered).sum(axis=1)
    return ordered, counts


def row_medians(ordered: Floats, counts: NDArray[np.int64]) -> Floats:
    """The median of each row that :func:`ordered_rows` made.

    >>> row_medians(np.array([[1.0, 3.0, np.nan]]), np.array([2])).tolist()
    [2.0]
    """
    width = ordered.shape[1]
    if int(counts.min()) == width:  # nothing missing: two columns, without choosing in each row
        low, high = ordered[:, (width - 1) // 2], ordered[:, width // 2]
        return np.asarray(low + (high - low) / 2)
    rows = np.arange(len(ordered))
    low, high = ordered[rows, (counts - 1) // 2], ordered[rows, counts // 2]
    return np.asarray(low + (high - low) / 2)


def median_deviation(values: Numbers, *, constants: Literal["printed", "exact"] = "printed") -> float:
    """MADe: the median distance from the median, scaled to the standard deviation of normal values (C.2.2).

    >>> round(median_deviation([1, 2, 3, 4, 100]), 3)
    1.483
    """
    ordered = np.sort(numbers(values).present())[None, :]
    counts = np.array([ordered.shape[1]])
    away = np.sort(np.abs(ordered - row_medians(ordered, counts)[:, None]), axis=1)
    return float(MEDIAN_DEVIATION[constants] * row_medians(away, counts)[0])


def interquartile_deviation(
    values: Numbers, *, quantile_rule: QuantileRule = "linear", constants: Literal["printed", "exact"] = "printed"
) -> float:
    """nIQR: the distance of the quartiles, scaled to the standard deviation of normal values (C.2.3).

    ``quantile_rule`` is a name of NumPy: "linear" is type 7 of Hyndman and Fan, "weibull" type 6 (Minitab, SPSS),
    "hazen" type 5, "median_unbiased" type 8, "normal_unbiased" type 9.

    >>> round(interquartile_deviation([1, 2, 3, 4, 100]), 4)
    1.4826
    """
    if quantile_rule not in QUANTILE_RULES:
        raise ValueError(f"quantile_rule is one of {', '.join(QUANTILE_RULES)}, not {quantile_rule!r}")
    first, third = np.quantile(numbers(values).present(), [0.25, 0.75], method=quantile_rule)
    return float(INTERQUARTILE[constants] * (third - first))
