"""One-way analysis of variance with cells of any size: what repeats within a cell and what differs between cells.

The same arithmetic stands behind laboratories of an experiment (ISO 5725-2), items of a round (ISO 13528, annex B) and
series of a validation (NF T90-210).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from jawda.core.statistics.samples import Column, refuse
from jawda.core.statistics.subgroups import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """Mean squares ``within`` and ``between`` cells; ``size`` is the mean size of a cell that makes them comparable."""

    general_mean: float
    within: float
    between: float
    cells: int
    total: int
    size: float

    @property
    def between_variance(self) -> float:
        """May be negative: then chance made the cells closer than their results allow."""
        return (self.between - self.within) / self.size

    @property
    def repeatability(self) -> float:
        """Standard deviation within cells."""
        return math.sqrt(self.within)

    @property
    def between_sd(self) -> float:
        """Standard deviation between cells, zero where its variance is negative."""
        return math.sqrt(max(self.between_variance, 0.0))

    @property
    def combined(self) -> float:
        """Of a single result in any cell: intermediate precision, or reproducibility where cells are laboratories."""
        return math.hypot(self.repeatability, self.between_sd)

    @property
    def combined_degrees_of_freedom(self) -> float:
        """Of ``combined`` (Satterthwaite), from its two mean squares."""
        if self.between_variance <= 0:
            return float(self.total - self.cells)
        parts = (self.between / self.size, self.within * (1 - 1 / self.size))
        shares = parts[0] ** 2 / (self.cells - 1) + parts[1] ** 2 / (self.total - self.cells)
        return sum(parts) ** 2 / shares


def components(cells: Summary, column: Column) -> Components:
    """Of cells that :func:`~jawda.core.statistics.subgroups.summarise` made.

    Refused: no cell with two results, no spread at all.
    """
    if not bool((cells.counts > 1).any()):
        raise refuse("laboratories.no_replicates", column=column)
    counts = cells.counts.astype(np.float64)
    total, number = float(counts.sum()), len(cells)
    variances = np.where(counts > 1, cells.variances, 0.0)
    within = float((counts - 1) @ variances) / (total - number)
    general = float(counts @ cells.means) / total
    between = float(counts @ (cells.means - general) ** 2) / (number - 1)
    if within == 0 and between == 0:
        raise refuse("samples.zero_spread", column=column)
    size = (total - float(counts @ counts) / total) / (number - 1)
    return Components(general_mean=general, within=within, between=between, cells=number, total=int(total), size=size)
