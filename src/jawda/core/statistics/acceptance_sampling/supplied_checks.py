"""What typed tables always obey, so that a slip of the hand is seen before a lot is judged by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from jawda.core.statistics.acceptance_sampling.editions import AQL_VALUES, LETTERS, Edition, Kind, Severity
from jawda.core.statistics.acceptance_sampling.master_tables import pairs_in_use
from jawda.core.statistics.acceptance_sampling.printed_tables import Numbers, PrintedTable
from jawda.core.statistics.acceptance_sampling.probabilities import attribute_plan, decision_probabilities
from jawda.core.statistics.acceptance_sampling.supplied_tables import SuppliedTables
from jawda.core.statistics.acceptance_sampling.variables_curves import variables_acceptance
from jawda.core.statistics.acceptance_sampling.variables_tables import Sigma

#: Sample sizes of standards grow by the fifth root of ten: one size smaller for double plans, three for multiple ones.
_SHARE: Final = {"double": 10**-0.2, "multiple": 10**-0.6}
_UNITS: Final = 1000
#: Of the probability of acceptance. The plans of MIL-STD-105E keep within 0.061 of their single plan, those of its
#: reduced inspection, which leave a gap, within 0.134.
_FARTHEST: Final = 0.08
_FARTHEST_WITH_GAP: Final = 0.15
#: How often plans for normal inspection accept a quality as good as the AQL; those of MIL-STD-414 keep within.
_AT_LIMIT: Final = (0.75, 0.9995)


def distance_from_single(kind: Kind, single: tuple[int, int], numbers: Numbers) -> float:
    """How far a plan in several samples accepts from the single plan it stands for, at most (a probability).

    >>> round(distance_from_single("double", (5, 6), ((2, 5), (6, 7))), 3)
    0.024
    """
    quality = np.linspace(0.05, 3.0, 60) * single[1] / _UNITS
    alone = attribute_plan([_UNITS], [single[0]], [single[1]])
    sizes = [round(_SHARE[kind] * _UNITS)] * len(numbers)
    several = attribute_plan(sizes, [low for low, _ in numbers], [high for _, high in numbers])
    first, second = (decision_probabilities(plan, quality, model="poisson").acceptance for plan in (alone, several))
    return float(np.abs(first - second).max())


def is_far(single: tuple[int, int], distance: float) -> bool:
    """Whether such a distance is more than printed tables have."""
    return distance > (_FARTHEST if single[1] == single[0] + 1 else _FARTHEST_WITH_GAP)


def missing_pairs(tables: SuppliedTables, edition: Edition) -> Iterator[tuple[Kind, Severity, tuple[int, int]]]:
    """Single plans for which a table in several samples, of which other rows were given, has no row."""
    for (kind, severity), rows in tables.series.items():
        for pair in pairs_in_use(kind, severity, edition, tables):
            if pair not in rows:
                yield kind, severity, pair


def doubtful_singles(table: PrintedTable) -> Iterator[tuple[str, int]]:
    """Letter and place of the AQL of cells where fewer are accepted than one letter or one AQL before."""
    for letter, aql, number, before in _neighbours(table):
        if before is not None and number < before:
            yield letter, aql


def doubtful_variables(table: PrintedTable, sigma: Sigma, severity: Severity) -> Iterator[tuple[str, int]]:
    """Cells whose k does not fall as the AQL grows, or whose normal plan accepts the AQL too often or too seldom."""
    low, high = _AT_LIMIT if severity == "normal" else (0.0, 1.0)
    for letter in table.letters:
        before = np.inf
        for aql, limit in enumerate(AQL_VALUES):
            held = table.cells.get((letter, aql))
            if held is None or isinstance(held, str):
                continue
            size, k = held
            often = float(variables_acceptance(limit / 100, size=int(size), k=k, sigma=sigma))
            if k >= before or not low <= often <= high:
                yield letter, aql
            before = k


def _neighbours(table: PrintedTable) -> Iterator[tuple[str, int, float, float | None]]:
    """Every plan with the larger acceptance number of the plans beside it: one letter, or one AQL before."""
    for (letter, aql), held in table.cells.items():
        if isinstance(held, str):
            continue
        place = LETTERS.index(letter)
        beside = [table.cells.get((letter, aql - 1))]
        if place:
            beside.append(table.cells.get((LETTERS[place - 1], aql)))
        numbers = [one[0] for one in beside if one is not None and not isinstance(one, str)]
        yield letter, aql, held[0], max(numbers, default=None)
