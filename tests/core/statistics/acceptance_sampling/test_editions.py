"""Editions, levels and preferred values."""

from __future__ import annotations

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.acceptance_sampling.editions import EDITIONS, aql_index, code_letters, edition_named


def test_an_edition_that_was_not_seen_gives_no_plan() -> None:
    with pytest.raises(Refused, match="edition_unseen"):
        edition_named("iso-2859-1-2026")
    with pytest.raises(ValueError, match="no edition"):
        edition_named("iso-2859-1-1974")


def test_editions_are_data_with_dates() -> None:
    assert all((one.published is None) == (one.tables is None) for one in EDITIONS.values())
    assert EDITIONS["mil-std-105e"].gap
    assert not EDITIONS["iso-2859-1-1999"].gap


def test_many_lots_at_once_as_one_by_one() -> None:
    sizes = np.arange(2, 4000, 7)
    assert code_letters(sizes, level="III") == [code_letters([int(one)], level="III")[0] for one in sizes]


@pytest.mark.parametrize("sizes", [[1], [0, 5], np.array([5.5])])
def test_lots_under_two_units_are_refused(sizes: list[int]) -> None:
    with pytest.raises(Refused, match="lot_too_small"):
        code_letters(sizes)
    assert code_letters([]) == []


def test_an_unknown_level_is_the_programmers_fault() -> None:
    with pytest.raises(ValueError, match="inspection level"):
        code_letters([100], level="IV")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("aql", "below", "above"), [(1.2, 1.0, 1.5), ("0.005", 0.010, 0.015), (2000, 650.0, 1000.0), ("un", 0.010, 1000.0)]
)
def test_an_aql_that_is_not_preferred_is_refused_with_its_neighbours(aql: float, below: float, above: float) -> None:
    with pytest.raises(Refused) as refused:
        aql_index(aql)
    assert (refused.value.findings[0].arguments["below"], refused.value.findings[0].arguments["above"]) == (
        below,
        above,
    )
