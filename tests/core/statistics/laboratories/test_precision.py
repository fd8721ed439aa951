"""Repeatability and reproducibility, outlier tests, levels."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.laboratories.components import components
from jawda.core.statistics.laboratories.outlier_tests import (
    cochran_critical,
    cochran_probability,
    grubbs_critical,
    grubbs_double_critical,
    mandel_h_critical,
    mandel_k_critical,
)
from jawda.core.statistics.laboratories.precision import precision
from jawda.core.statistics.laboratories.precision_levels import precision_levels, relations
from jawda.core.statistics.result import Status
from jawda.core.statistics.samples import numbers
from jawda.core.statistics.subgroups import by_label, summarise


def ids(found: object) -> list[str]:
    return [check.id.removeprefix("laboratories.") for check in found.findings]  # type: ignore[attr-defined]


def long(cells: list[list[float]]) -> tuple[list[float], list[str]]:
    return [value for cell in cells for value in cell], [f"L{at}" for at, cell in enumerate(cells, 1) for _ in cell]


def test_variances_of_an_experiment_with_empty_places() -> None:
    """ISO 5725-2, 7.4.5: with unequal cells the mean size is (Σn - Σn²/Σn)/(p - 1)."""
    cells = [[10.0, 10.2, 10.1], [10.6, 10.5], [9.8, 9.9, 9.7], [10.4]]
    found = precision(*long(cells))
    counts = np.array([3, 2, 3, 1])
    means = np.array([np.mean(cell) for cell in cells])
    within = sum(float(np.var(cell, ddof=1)) * (len(cell) - 1) for cell in cells if len(cell) > 1) / (9 - 4)
    general = float(counts @ means) / 9
    between = float(counts @ (means - general) ** 2) / 3
    size = (9 - float(counts @ counts) / 9) / 3
    assert found.s_r == pytest.approx(within**0.5)
    assert found.s_L == pytest.approx(((between - within) / size) ** 0.5)
    assert found.s_R == pytest.approx((within + (between - within) / size) ** 0.5)
    assert (found.cells[3].sd, found.cells[3].k) == (None, None)
    assert {"few_for_precision", "unequal_cells"} <= set(ids(found))
    other = precision(*long(cells), mandel_centre="mean_of_cells")
    assert other.cells[0].h != found.cells[0].h
    assert sum(cell.h or 0 for cell in other.cells) == pytest.approx(0, abs=1e-12)


@given(st.integers(0, 10_000), st.floats(0.1, 20), st.floats(-50, 50))
@settings(deadline=None, max_examples=40)
def test_scale_and_shift(seed: int, scale: float, shift: float) -> None:
    table = np.random.default_rng(seed).normal(0, 1, (7, 3))
    one = precision(*long(table.tolist()))
    two = precision(*long((table * scale + shift).tolist()))
    assert two.s_R == pytest.approx(one.s_R * scale, rel=1e-6)
    assert [cell.h for cell in two.cells] == pytest.approx([cell.h for cell in one.cells], rel=1e-5, abs=1e-7)


CALM = [
    [10.0, 10.1], [10.1, 10.0], [10.05, 10.12], [9.95, 10.03],
    [10.0, 10.09], [10.02, 9.96], [10.1, 10.02], [9.99, 10.06],
]  # fmt: skip


def test_outliers_are_told_and_kept() -> None:
    """ISO 5725-2, 7.3.2: beyond the 1 % value an outlier, between both a straggler; none leaves without a reason."""
    spread = precision(*long([*CALM[:-1], [9.5, 10.6]]))
    assert "outlier_spread" in ids(spread)
    assert spread.laboratories == 8
    assert spread.status is Status.FAIL
    mean = precision(*long([*CALM[:-1], [14.0, 14.1]]))
    assert "outlier_mean" in ids(mean)
    assert [test.test for test in mean.tests] == ["cochran", "grubbs_largest", "grubbs_smallest"]
    two = precision(*long([*CALM[:-2], [14.0, 14.1], [14.1, 14.2]]))
    assert "outlier_two_means" in ids(two)
    assert two.tests[3].laboratories == ("L7", "L8")
    calm = precision(*long(CALM))
    assert "no_outlier" in ids(calm)
    assert "enough_for_precision" in ids(calm)


def test_laboratories_are_excluded_by_name_only() -> None:
    values, labs = long([*CALM, [14.0, 14.1]])
    found = precision(values, labs, exclude=["L9"])
    assert found.laboratories == 8
    assert found.inputs.count == 16
    assert [(part.reason, part.count, part.rows) for part in found.inputs.excluded] == [("laboratory L9", 2, (17, 18))]
    assert "excluded" in ids(found)
    assert found.s_R == pytest.approx(precision(*long(CALM)).s_R)
    with pytest.raises(Refused, match=r"laboratories.unknown_laboratory"):
        precision(values, labs, exclude=["L99"])


def test_edges_of_an_experiment() -> None:
    pair = precision([1.0, 1.2, 2.0, 2.2, None], ["A", "A", "B", "B", "B"])
    assert pair.criticals.h_1_percent == pytest.approx(0.5**0.5)
    assert [test.test for test in pair.tests] == ["cochran"]
    flat = precision([1, 1, 2, 2, 4, 4], list("AABBCC"))
    assert "no_repeatability" in ids(flat)
    assert flat.cells[0].k is None
    lone = precision([1.0, 1.2, 2.0, 2.3], ["A", "A", "B", "C"])
    assert lone.criticals.k_5_percent is None
    assert lone.figure().count('class="c-bar"') == 3
    alike = precision([1.0, 3.0, 0.0, 4.0, 1.5, 2.5], list("AABBCC"))
    assert (alike.cells[0].h, alike.s_L) == (None, 0.0)
    assert "negative_between" in ids(alike)
    assert len(alike.tests) == 1
    with pytest.raises(Refused, match=r"laboratories.no_replicates"):
        precision([1, 2, 3], list("ABC"))
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        precision([1, 1, 1, 1], list("AABB"))
    with pytest.raises(ValueError, match="mandel_centre"):
        precision([1, 2, 3, 4], list("AABB"), mandel_centre="mine")  # type: ignore[arg-type]


def test_the_result_and_its_figure() -> None:
    found = precision(*long(CALM))
    told = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert told["repeatability_limit"] == pytest.approx(2.8 * told["s_r"])
    drawn = found.figure(language="ar")
    assert drawn.count('class="c-bar"') == 16
    assert found.to_frame().columns == ["lab", "count", "mean", "sd", "h", "k"]


@pytest.mark.parametrize(
    ("count", "five", "one"),
    [
        (4, 0.0002, 0.0000),
        (5, 0.0090, 0.0018),
        (6, 0.0349, 0.0116),
        (8, 0.1101, 0.0563),
        (12, 0.2537, 0.1738),
        (40, 0.6445, 0.5862),
    ],
)
def test_double_grubbs_as_printed(count: int, five: float, one: float) -> None:
    """ISO 5725-2, table 5: two largest or two smallest."""
    assert grubbs_double_critical(count) == pytest.approx(five, abs=6e-5)
    assert grubbs_double_critical(count, 0.01) == pytest.approx(one, abs=6e-5)


def test_double_grubbs_against_simulation() -> None:
    values = np.sort(np.random.default_rng(5).normal(size=(100_000, 9)), axis=1)
    ratio = values[:, :-2].var(axis=1) * 7 / (values.var(axis=1) * 9)
    assert (ratio < grubbs_double_critical(9)).mean() == pytest.approx(0.025, abs=0.0015)
    with pytest.raises(ValueError, match="two others"):
        grubbs_double_critical(3)


def test_critical_values_as_printed() -> None:
    """ISO 5725-2, tables 4 to 7, in their last digit."""
    assert round(cochran_critical(10, 2), 3) == 0.602
    assert round(grubbs_critical(10, 0.01), 3) == 2.482
    assert (round(mandel_h_critical(10, 0.01), 2), round(mandel_h_critical(10), 2)) == (2.18, 1.80)
    assert (round(mandel_k_critical(10, 2, 0.01), 2), round(mandel_k_critical(10, 2), 2)) == (2.32, 1.9)
    assert cochran_probability(1.0, 5, 2) == 0.0
    assert cochran_probability(cochran_critical(10, 2), 10, 2) == pytest.approx(0.05)


def test_levels_and_their_relation() -> None:
    """ISO 5725-2, 7.5: three relations between standard deviation and level."""
    random = np.random.default_rng(6)
    values, labs, levels = [], [], []
    for mean in (1.0, 3.0, 10.0, 30.0):
        for lab in range(9):
            off = random.normal(0, 0.08 * mean)
            for _ in range(2):
                values.append(mean + off + random.normal(0, 0.03 * mean))
                labs.append(f"L{lab}")
                levels.append(f"{mean:g}")
    found = precision_levels(values, labs, levels, exclude={"1": ["L0"]})
    assert found.levels == ("1", "3", "10", "30")
    assert found.results[0].laboratories == 8
    assert [part.kind for part in found.repeatability_relations] == ["I", "II", "III"]
    first, second, third = found.repeatability_relations
    assert first.sd(10) == pytest.approx(0.03 * 10, rel=0.4)
    assert second.sd(10) == pytest.approx(first.sd(10), rel=0.3)
    assert third.sd(10) == pytest.approx(first.sd(10), rel=0.3)
    assert len(found.rows()) == 4
    assert "excluded" in ids(found)
    json.dumps(found.to_dict(), allow_nan=False)


def test_exact_relations_and_none() -> None:
    means = np.array([1.0, 2, 4, 8])
    assert [part.residual for part in relations(means, 0.1 * means)] == pytest.approx([0, 0, 0], abs=1e-12)
    line = relations(means, 0.5 + 0.1 * means)[1]
    assert (line.intercept, line.slope) == pytest.approx((0.5, 0.1))
    falling = relations(np.array([3.0, 6.0, 60.0]), np.array([1.9, 0.2, 4.7]))
    assert [part.kind for part in falling] == ["I", "III"]
    few = precision_levels([1.0, 1.1, 1.2, 1.2, 5, 5.5, 5.6, 5.9], list("AABBAABB"), ["low"] * 4 + ["high"] * 4)
    assert few.repeatability_relations == ()
    assert "no_relation" in ids(few)
    with pytest.raises(Refused, match=r"laboratories.unknown_level"):
        precision_levels([1, 2], ["A", "B"], ["x", "x"], exclude={"y": ["A"]})
    with pytest.raises(Refused) as refused:
        precision_levels([1, 2, 3, 4], list("AABB"), ["x", "x", "y", "y"])
    assert refused.value.findings[0].arguments == {"level": "x"}


def test_degrees_of_freedom_of_a_combined_spread() -> None:
    column = numbers([1.0, 1.1, 2.0, 2.1, 3.0, 3.2])
    wide = components(summarise(by_label(column, list("AABBCC"))), column)
    assert 2 < wide.combined_degrees_of_freedom < 2.2
    column = numbers([1.0, 3.0, 0.0, 4.0, 1.5, 2.6])
    narrow = components(summarise(by_label(column, list("AABBCC"))), column)
    assert narrow.combined_degrees_of_freedom == 3
