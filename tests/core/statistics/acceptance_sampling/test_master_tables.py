"""The master tables: diagonals, arrows, special cells, and that plans of a cell behave alike."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.acceptance_sampling.curves import quality_at
from jawda.core.statistics.acceptance_sampling.editions import AQL_VALUES, EDITIONS, LETTERS, SEVERITIES, aql_index
from jawda.core.statistics.acceptance_sampling.master_tables import Cell, cell
from jawda.core.statistics.acceptance_sampling.probabilities import AttributePlan, attribute_plan

ARMY = EDITIONS["mil-std-105e"]
ISO = EDITIONS["iso-2859-1-1999"]
PLAN_LETTERS = LETTERS.replace("S", "")


def _plan(found: Cell) -> AttributePlan:
    return attribute_plan(found.sizes, [low for low, _ in found.numbers], [high for _, high in found.numbers])


@pytest.mark.parametrize(
    ("severity", "aql", "expected"),
    [
        ("normal", 150, [(2, 7), (3, 10), (5, 14), (8, 21), (13, 30), (13, 30), (13, 30), (13, 30)]),
        ("normal", 1000, [(2, 30), (3, 44), (3, 44), (3, 44)]),
        ("normal", 65, [(2, 3), (3, 5), (5, 7), (8, 10), (13, 14), (20, 21), (20, 21), (20, 21)]),
        ("tightened", 10, [(8, 1), (8, 1), (8, 1), (8, 1), (13, 2)]),
        ("tightened", 250, [(2, 8), (3, 12), (5, 18), (8, 27), (13, 41), (13, 41)]),
        ("tightened", 0.025, []),
    ],
)
def test_columns_of_the_printed_tables(severity: Any, aql: float, expected: list[tuple[int, int]]) -> None:
    """MIL-STD-105E, tables II-A and II-B, columns above 10: sample size and acceptance number by letter."""
    for letter, (size, accept) in zip(LETTERS, expected, strict=False):
        found = cell(letter, aql_index(aql), severity=severity, kind="single", edition=ARMY)
        assert (found.sizes, found.numbers) == ((size,), ((accept, accept + 1),)), letter


def test_reduced_plans_have_a_gap_in_the_older_tables_only() -> None:
    """MIL-STD-105E, table II-C; ISO 2859-1:1999 says in its foreword that the gap was eliminated."""
    assert cell("K", 10, severity="reduced", kind="single", edition=ARMY).numbers == ((1, 4),)
    assert cell("B", 18, severity="reduced", kind="single", edition=ARMY).numbers == ((2, 4),)
    assert cell("A", 18, severity="reduced", kind="single", edition=ARMY).numbers == ((2, 3),)
    for letter in PLAN_LETTERS:
        for aql in range(len(AQL_VALUES)):
            ((low, high),) = cell(letter, aql, severity="reduced", kind="single", edition=ISO).numbers
            assert low is not None
            assert high == low + 1


def test_the_corner_cells() -> None:
    """An arrow that leaves the table turns round; the largest tightened sample is that of the letter S."""
    assert cell("R", 1, severity="normal", kind="single", edition=ARMY).letter == "P"
    assert cell("R", 2, severity="tightened", kind="single", edition=ARMY).sizes == (3150,)
    assert cell("R", 1, severity="tightened", kind="single", edition=ARMY).letter == "Q"
    found = cell("A", 15, severity="normal", kind="single", edition=ARMY)
    assert (found.letter, found.letters) == ("C", ("B", "C"))


def test_double_and_multiple_plans_of_a_letter() -> None:
    """MIL-STD-105E, tables III-A and IV-A, letter K at an AQL of 1.0; III-C and IV-C."""
    double = cell("K", 10, severity="normal", kind="double", edition=ARMY)
    assert (double.sizes, double.numbers) == ((80, 80), ((1, 4), (4, 5)))
    multiple = cell("K", 10, severity="normal", kind="multiple", edition=ARMY)
    assert multiple.sizes == (32,) * 7
    assert multiple.numbers == ((None, 3), (0, 3), (1, 4), (2, 5), (3, 6), (4, 6), (6, 7))
    reduced = cell("K", 10, severity="reduced", kind="double", edition=ARMY)
    assert (reduced.sizes, reduced.numbers) == ((32, 32), ((0, 4), (1, 5)))
    assert cell("K", 10, severity="reduced", kind="multiple", edition=ARMY).sizes == (13,) * 7
    assert cell("R", 2, severity="tightened", kind="double", edition=ARMY).sizes == (2000, 2000)
    assert cell("R", 2, severity="tightened", kind="multiple", edition=ARMY).sizes == (800,) * 7


@pytest.mark.parametrize(
    ("letter", "aql", "severity", "asked", "given"),
    [
        ("K", 5, "normal", "double", "single"),  # Ac 0
        ("A", 17, "normal", "double", "single"),
        ("B", 17, "normal", "multiple", "double"),
        ("C", 17, "normal", "multiple", "double"),
        ("A", 17, "normal", "multiple", "single"),
        ("D", 17, "normal", "multiple", "multiple"),
        ("C", 17, "reduced", "double", "single"),
        ("E", 17, "reduced", "multiple", "double"),
        ("F", 17, "reduced", "multiple", "multiple"),
    ],
)
def test_where_the_tables_send_to_another_kind(letter: str, aql: int, severity: Any, asked: Any, given: Any) -> None:
    assert cell(letter, aql, severity=severity, kind=asked, edition=ARMY).kind == given


def test_the_next_plan_below_may_be_taken_instead() -> None:
    """Tables III and IV: instead of the single plan, the plan below may be used where there is one."""
    found = cell("K", 5, severity="normal", kind="double", edition=ARMY, below=True)
    assert (found.letter, found.kind, found.sizes) == ("N", "double", (315, 315))
    assert cell("K", 10, severity="normal", kind="double", edition=ARMY, below=True).letter == "K"
    # in this column no letter has one
    assert cell("R", 0, severity="normal", kind="double", edition=ARMY, below=True).kind == "single"
    assert cell("D", 17, severity="normal", kind="multiple", edition=ARMY, below=True).letters == ()


def test_tables_that_are_not_carried_are_refused() -> None:
    for kind, severity in ISO.absent:
        with pytest.raises(Refused, match=f"no_table_{kind}"):
            cell("K", 10, severity=severity, kind=kind, edition=ISO)


@pytest.mark.parametrize("edition", [ARMY, ISO], ids=lambda one: one.name)
@pytest.mark.parametrize("severity", SEVERITIES)
@pytest.mark.parametrize("kind", ["double", "multiple"])
def test_plans_of_one_cell_have_nearly_one_operating_characteristic(edition: Any, severity: Any, kind: Any) -> None:
    """The tables match double and multiple plans to the single one as closely as practicable.

    The qualities accepted half of the time and one time in ten agree within a sixth.
    """
    if (kind, severity) in edition.absent:
        pytest.skip("this table is not carried")
    seen = set()
    for letter in "ELR":
        for aql in range(len(AQL_VALUES)):
            single = cell(letter, aql, severity=severity, kind="single", edition=edition)
            other = cell(letter, aql, severity=severity, kind=kind, edition=edition)
            if other.kind != kind or other.numbers in seen or single.letter < "H":
                continue
            seen.add(other.numbers)
            for probability in (0.5, 0.1):
                pair = [quality_at(_plan(one), probability, model="poisson") for one in (single, other)]
                assert pair[1] == pytest.approx(pair[0], rel=0.17), (letter, aql, probability)
    assert len(seen) >= 7


@given(
    letter=st.sampled_from(PLAN_LETTERS),
    aql=st.integers(0, 25),
    severity=st.sampled_from(SEVERITIES),
    edition=st.sampled_from([ARMY, ISO]),
)
def test_every_cell_leads_to_a_plan(letter: str, aql: int, severity: Any, edition: Any) -> None:
    found = cell(letter, aql, severity=severity, kind="single", edition=edition)
    ((low, high),) = found.numbers
    assert low is not None
    assert low < high
    assert (found.letters[-1:] or (letter,)) == (found.letter,)


@given(letter=st.sampled_from(PLAN_LETTERS), aql=st.integers(0, 25))
def test_tightened_inspection_protects_at_least_as_well(letter: str, aql: int) -> None:
    """At the same letter and AQL tightened inspection accepts no quality more often than normal inspection."""
    normal, tightened = (
        _plan(cell(letter, aql, severity=severity, kind="single", edition=ARMY)) for severity in ("normal", "tightened")
    )
    for probability in (0.5, 0.1):
        strict, usual = (quality_at(plan, probability, model="poisson") for plan in (tightened, normal))
        assert strict <= usual * (1 + 1e-9)


def test_aql_values_grow_by_the_fifth_root_of_ten() -> None:
    steps = np.diff(np.log10(AQL_VALUES))
    assert steps == pytest.approx(0.2, abs=0.03)
