"""Restricted maximum likelihood: the balanced answer, the dense likelihood, unequal plans."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.core.statistics.measurement_systems.studies import crossed, long
from tests.core.statistics.measurement_systems.test_gauge_rr import ids, refused

from jawda.core.statistics.measurement_systems import gauge_rr
from jawda.core.statistics.measurement_systems.layout import lay_out
from jawda.core.statistics.measurement_systems.reml import at_border, cell_means, fitted, likelihood, polished
from jawda.core.statistics.result import Floats


@pytest.mark.parametrize("seed", range(6))
def test_balanced_answer_is_that_of_the_analysis_of_variance(seed: int) -> None:
    """Where no estimate is negative, both solve the same equations (Searle, Casella and McCulloch 1992)."""
    study = crossed(seed, interaction=0.8)
    table, found = gauge_rr(study, alpha_pool=None), gauge_rr(study, method="reml")
    assert all(component.variance > 0 for _, component in table.components.items())
    for name, component in table.components.items():
        assert dict(found.components.items())[name].variance == pytest.approx(component.variance, rel=1e-7)
    assert "reml_balanced" in ids(found)


def test_a_negative_interaction_is_pooled_by_likelihood() -> None:
    study = crossed(7, interaction=0.0)
    seeds = [seed for seed in range(40) if _negative(crossed(seed, interaction=0.0))]
    study = crossed(seeds[0], interaction=0.0)
    table, found = gauge_rr(study, alpha_pool=0.0), gauge_rr(study, method="reml")
    assert found.components.interaction is not None
    assert found.components.interaction.variance == 0
    assert "zero_interaction" in ids(found)
    assert found.components.grr.variance == pytest.approx(table.components.grr.variance, rel=1e-7)


def _negative(study: Floats) -> bool:
    return any(one.id.endswith("clamped_interaction") for one in gauge_rr(study, alpha_pool=None).findings)


def dense(values: Floats, part: Floats, operator: Floats, ratios: Floats, error: float) -> float:
    """Minus twice the restricted log-likelihood, from the whole covariance matrix."""
    cell = part * 100 + operator
    same = [np.equal.outer(one, one).astype(float) for one in (part, operator, cell)]
    matrix = error * (np.eye(len(values)) + sum(ratio * one for ratio, one in zip(ratios, same, strict=True)))
    inverse, ones = np.linalg.inv(matrix), np.ones(len(values))
    whole = ones @ inverse @ ones
    left = values - ones @ inverse @ values / whole
    return float(
        (len(values) - 1) * np.log(2 * np.pi) + np.linalg.slogdet(matrix)[1] + np.log(whole) + left @ inverse @ left
    )


def unequal(seed: int = 1) -> tuple[list[object], list[str], list[str]]:
    """Seven values missing, one cell empty."""
    values, parts, operators = long(crossed(seed, parts=6, interaction=0.8))
    for at in (0, 18, 36, 5, 23, 40, 50):
        values[at] = None
    return values, parts, operators


def test_likelihood_on_cell_means_is_the_dense_one() -> None:
    layout = lay_out(*unequal())
    cells = cell_means(layout)
    for ratios in (np.array([2.0, 0.5, 0.3]), np.array([1.0, 0.0, 0.0])):
        found = likelihood(cells, ratios, error=0.7)
        assert found.value == pytest.approx(dense(layout.values, layout.part, layout.operator, ratios, 0.7), rel=1e-12)
        profile = likelihood(cells, ratios)
        assert profile.value == pytest.approx(
            dense(layout.values, layout.part, layout.operator, ratios, profile.error), rel=1e-12
        )
        for at in range(3):
            step = np.zeros(3)
            step[at] = 1e-6
            slope = (likelihood(cells, ratios + step).value - likelihood(cells, ratios).value) / 1e-6
            assert profile.gradient[at] == pytest.approx(slope, rel=1e-3, abs=1e-3)


def test_the_maximum_is_one() -> None:
    cells = cell_means(lay_out(*unequal()))
    ratios, best = fitted(cells, interaction=True)
    for at in range(3):
        for factor in (0.99, 1.01):
            moved = ratios.copy()
            moved[at] = ratios[at] * factor + (1e-3 if ratios[at] == 0 else 0)
            assert likelihood(cells, moved).value >= best.value


def test_a_small_ratio_stays_where_the_likelihood_rises_from_zero() -> None:
    cells = cell_means(lay_out(crossed(3, interaction=0.8)))
    small = np.array([40.0, 5e-5, 3.0])
    assert likelihood(cells, small).gradient[1] < 0
    assert at_border(cells, small).tolist() == small.tolist()


def test_steps_never_lose_likelihood() -> None:
    cells = cell_means(lay_out(*unequal()))
    best = fitted(cells, interaction=True)[1].value
    for start in ([1e6, 1e-3, 1e3], [1e-6, 1e6, 1e-6], [1.0, 1.0, 1.0], [1e4, 1e4, 1e-4]):
        one = polished(cells, np.array(start), steps=1)
        many = polished(cells, np.array(start))
        first = likelihood(cells, np.array(start)).value
        assert best - 1e-9 <= likelihood(cells, many).value <= likelihood(cells, one).value + 1e-6 <= first + 1e-5


def test_unequal_study() -> None:
    found = gauge_rr(*unequal(), method="reml", tolerance=20)
    assert found.trials is None
    assert found.log_likelihood is not None
    assert {"reml_unbalanced", "plan_small"} <= ids(found)
    for _, component in found.components.items():
        if component.low is not None:
            assert component.low <= component.variance <= (component.high or np.inf)
    ndc = found.intervals["ndc"]
    assert (ndc.low or 0) < (ndc.value or 0) < (ndc.high or np.inf)
    assert found.cell_means is None
    json.dumps(found.to_dict(), allow_nan=False)
    with pytest.raises(NotImplementedError):
        found.figure(picture="parts")


def test_scale_and_origin_do_not_matter() -> None:
    values, parts, operators = unequal()
    moved = [None if value is None else 1e6 + 1e-3 * float(value) for value in values]  # type: ignore[arg-type]
    one, other = gauge_rr(values, parts, operators, method="reml"), gauge_rr(moved, parts, operators, method="reml")
    assert other.components.grr.sd == pytest.approx(1e-3 * one.components.grr.sd, rel=1e-4)
    assert other.mean == pytest.approx(1e6 + 1e-3 * one.mean, rel=1e-9)


def test_without_an_interaction() -> None:
    found = gauge_rr(*unequal(), method="reml", interaction=False)
    assert found.components.interaction is not None
    assert found.components.interaction.variance == 0
    assert "zero_interaction" not in ids(found)
    single = gauge_rr(crossed(1, trials=1), method="reml")
    assert "no_repeats" in ids(single)


def test_parts_that_do_not_differ() -> None:
    """A variance of zero at the border has no interval, and categories start from none."""
    draw = np.random.default_rng(4)
    study = draw.normal(size=(5, 3, 3))
    study -= study.mean((1, 2), keepdims=True) + study.mean((0, 2), keepdims=True)
    found = gauge_rr(study, method="reml")
    assert {"zero_part", "zero_operator"} <= ids(found)
    assert found.components.part is not None
    assert found.components.part.low is None
    assert found.intervals["ndc"].low == 0
    assert found.intervals["ndc"].high is None


def test_what_likelihood_cannot_do_is_refused() -> None:
    equal = np.repeat(np.round(crossed(1, trials=1), 1), 2, axis=2)
    assert refused(equal, method="reml") == ["repeats_equal_reml"]
    assert refused([1.0, 2.0, 3.0, 5.0], ["a", "a", "b", "b"], ["c", "c", "d", "d"], method="reml") == ["looks_nested"]
