"""Nested studies and studies without operators."""

from __future__ import annotations

import numpy as np
import pytest
from tests.core.statistics.measurement_systems.studies import crossed, long
from tests.core.statistics.measurement_systems.test_gauge_rr import ids, refused

from jawda.core.statistics.measurement_systems import gauge_rr
from jawda.core.statistics.samples import numbers


def nested(seed: int = 1) -> tuple[list[float], list[str], list[str]]:
    """Three operators, four parts each, two trials."""
    draw = np.random.default_rng(seed)
    operators, parts = draw.normal(size=3), 3 * draw.normal(size=(3, 4))
    rows = [
        (float(operators[o] + parts[o, p] + 0.3 * draw.normal()), f"{o}-{p}", f"o{o}")
        for o in range(3)
        for p in range(4)
        for _ in range(2)
    ]
    values, names, people = zip(*rows, strict=True)
    return list(values), list(names), list(people)


def test_nested_table_and_variances() -> None:
    """Operators are tested over parts within operators, parts over repeatability."""
    found = gauge_rr(*nested(), method="nested")
    rows = {row.source: row for row in found.anova}
    assert [row.df for row in rows.values()] == [2, 9, 12, 23]
    ms = {name: row.ms or 0.0 for name, row in rows.items()}
    assert pytest.approx(ms["operator"] / ms["part"]) == rows["operator"].F
    assert pytest.approx(ms["part"] / ms["repeatability"]) == rows["part"].F
    assert found.components.interaction is None
    assert found.components.part is not None
    assert found.components.part.variance == pytest.approx((ms["part"] - ms["repeatability"]) / 2)
    assert found.components.operator is not None
    assert found.components.operator.variance == pytest.approx(max(0.0, (ms["operator"] - ms["part"]) / 8))
    assert found.design == "nested"
    assert found.parts == 12
    assert found.operators == 3


def test_names_may_repeat_under_each_operator_and_it_is_told() -> None:
    values, names, people = nested()
    short = [name.split("-")[1] for name in names]
    one, other = gauge_rr(values, names, people, method="nested"), gauge_rr(values, short, people, method="nested")
    assert one.components.part == other.components.part
    assert "nested_names_shared" in ids(other)
    assert "nested_names_shared" not in ids(one)


def test_unequal_nested_plans_are_refused() -> None:
    values, names, people = nested()
    assert refused(values[:-2], names[:-2], people[:-2], method="nested") == ["nested_parts_differ"]
    assert refused(values[:-1], names[:-1], people[:-1], method="nested") == ["nested_unbalanced"]
    assert refused(values[::2], names[::2], people[::2], method="nested") == ["repeats_needed"]
    assert refused([1.0, 2, 3, 4], ["a", "a", "b", "b"], ["x", "x", "y", "y"], method="nested") == ["nested_one_part"]


def test_more_operators_than_names_of_parts_is_no_swap_when_nested() -> None:
    values = crossed(1, parts=2, operators=3, trials=2)
    assert gauge_rr(values, method="nested").parts == 6


def test_without_operators() -> None:
    """One-way: the gauge is its repeatability alone."""
    study = crossed(1, operators=1)[:, 0]
    found = gauge_rr(study, method="without-operator", tolerance=20)
    assert found.components.operator is None
    assert found.components.reproducibility is None
    assert found.components.grr.variance == pytest.approx(study.var(axis=1, ddof=1).mean())
    assert found.components.part is not None
    assert found.components.part.variance == pytest.approx(
        study.mean(1).var(ddof=1) - found.components.grr.variance / 3
    )
    assert found.trials == 3
    assert found.operators == 0
    assert found.ndc is not None
    assert found.figure(language="en")
    values, parts, _ = long(study[:, None, :])
    same = gauge_rr(values, parts, method="without-operator", trial=["1"] * 10 + ["2"] * 10 + ["3"] * 10)
    assert same.components.grr.variance == pytest.approx(found.components.grr.variance)


def test_without_operators_trials_may_differ() -> None:
    values, parts, _ = long(crossed(1, operators=1))
    found = gauge_rr(numbers([None, *values[1:]]), parts, method="without-operator")
    assert found.trials is None
    assert {one.id for one in found.findings} >= {"samples.unequal_sizes", "samples.missing_values"}
    assert refused(values[:10], parts[:10], method="without-operator") == ["repeats_needed"]
    assert refused(values[::10], parts[::10], method="without-operator") == ["one_part"]
    assert refused(crossed(1), method="without-operator") == ["not_two_ways"]
    flat = [1.0, 1.0, 2.0, 2.0]
    assert "repeats_equal" in ids(gauge_rr(flat, ["a", "a", "b", "b"], method="without-operator"))
