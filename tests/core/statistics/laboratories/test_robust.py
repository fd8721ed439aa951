"""Algorithm A: its fixed point, its options, one round as thousands."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.laboratories import drawn_in
from jawda.core.statistics.laboratories.order import (
    interquartile_deviation,
    median_deviation,
    ordered_rows,
    row_medians,
)
from jawda.core.statistics.laboratories.robust import algorithm_a, algorithm_a_rounds
from jawda.core.statistics.result import Floats, Status

ROUND = [10.1, 10.3, 9.9, 10.0, 10.2, 14.0, 9.7, 10.4, 10.1, 10.0, 9.8, 10.2]
VALUES = st.lists(st.integers(-2_000, 2_000), min_size=3, max_size=30).map(lambda found: np.array(found) / 100)


def iterated(values: Floats, factor: float = 1.134, scale: float = 1.483) -> tuple[float, float]:
    """The printed recipe, step by step, until nothing moves."""
    mean = float(np.median(values))
    sd = scale * float(np.median(np.abs(values - mean))) or float(values.std(ddof=1))
    for _ in range(100_000):
        drawn = np.clip(values, mean - 1.5 * sd, mean + 1.5 * sd)
        after = float(drawn.mean()), factor * float(drawn.std(ddof=1))
        if abs(after[0] - mean) + abs(after[1] - sd) <= 1e-15 * (abs(mean) + sd):
            break
        mean, sd = after
    return mean, sd


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_the_fixed_point_is_that_of_the_printed_iteration(values: Floats) -> None:
    """ISO 13528, C.3.1: the calculation is repeated until the process converges."""
    if np.ptp(values) == 0:
        return
    found = algorithm_a(values)
    assert (found.mean, found.sd) == pytest.approx(iterated(values), rel=1e-6, abs=1e-9)


@given(VALUES, st.floats(0.1, 50), st.integers(-100, 100))
@settings(deadline=None)
def test_shift_scale_and_order(values: Floats, scale: float, shift: int) -> None:
    if np.ptp(values) == 0 or algorithm_a_rounds(values[None, :]).zero_start[0]:
        return
    plain = algorithm_a(values)
    moved = algorithm_a(values[::-1] * scale + shift)
    assert moved.mean == pytest.approx(plain.mean * scale + shift, rel=1e-7, abs=1e-7)
    assert moved.sd == pytest.approx(plain.sd * scale, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("constants", ["printed", "exact"])
@pytest.mark.parametrize("stopping", ["converged", "third_figure"])
def test_one_call_for_many_rounds_is_many_calls(constants: str, stopping: str) -> None:
    random = np.random.default_rng(4)
    table = random.normal(50, 3, (40, 25))
    table[:, :3] += random.normal(0, 40, (40, 3))
    table[random.random(table.shape) < 0.2] = np.nan
    rounds = algorithm_a_rounds(table, constants=constants, stopping=stopping)  # type: ignore[arg-type]
    for index, row in enumerate(table):
        alone = algorithm_a(row, constants=constants, stopping=stopping)  # type: ignore[arg-type]
        assert rounds.means[index] == pytest.approx(alone.mean, rel=1e-12)
        assert rounds.sds[index] == pytest.approx(alone.sd, rel=1e-12)
        assert rounds.uncertainties[index] == pytest.approx(alone.u, rel=1e-12)
    assert rounds.converged.all()


def test_many_rounds_in_blocks_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    table = np.random.default_rng(8).standard_t(3, (40, 25))
    table[3, 4] = np.nan
    whole = algorithm_a_rounds(table)
    monkeypatch.setattr("jawda.core.statistics.laboratories.robust._BLOCK", 7 * 25)
    blocks = algorithm_a_rounds(table)
    assert blocks.counts.tolist() == whole.counts.tolist()
    assert blocks.means == pytest.approx(whole.means, rel=1e-12)
    assert blocks.sds == pytest.approx(whole.sds, rel=1e-12)


def test_the_third_figure_stops_earlier() -> None:
    """C.3.1: stop when the third significant figure of mean and standard deviation no longer changes."""
    early, late = algorithm_a(ROUND, stopping="third_figure"), algorithm_a(ROUND)
    assert early.sd != late.sd
    assert early.sd == pytest.approx(late.sd, rel=0.01)


def test_exact_constants_move_the_spread_by_a_thousandth() -> None:
    printed, exact = algorithm_a(ROUND), algorithm_a(ROUND, constants="exact")
    assert 0.998 < exact.sd / printed.sd < 1


def test_a_round_of_equal_halves_begins_at_the_standard_deviation() -> None:
    """Note of C.3.1: where the initial s* is zero, the sample standard deviation may take its place."""
    found = algorithm_a([1, 1, 1, 1, 2, 3, 4])
    assert found.median_deviation == 0
    assert "laboratories.half_equal" in [check.id for check in found.findings]
    assert found.sd > 0


def test_what_never_settles_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jawda.core.statistics.laboratories.robust._MOST_ROUNDS", 1)
    monkeypatch.setattr("jawda.core.statistics.laboratories.robust._STEPS_IN_A_ROUND", 1)
    found = algorithm_a([*ROUND, None], stopping="third_figure")
    assert [check.id for check in found.findings if check.status is not Status.OK] == [
        "laboratories.not_converged",
        "samples.missing_values",
    ]
    assert found.status is Status.FAIL
    assert found.findings[1].sentence("fr").startswith("Le calcul robuste")


def test_a_round_whose_sets_do_not_settle_is_iterated_as_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """ISO 13528:2022, C.3.1: the short way ends where the printed iteration ends."""
    values = np.array([[9.7, 9.9, 10.0, 10.0, 10.1, 10.3, 14.0]])
    short = algorithm_a_rounds(values)
    monkeypatch.setattr(drawn_in, "_MOST_SETS", 1)
    printed = algorithm_a_rounds(values)
    np.testing.assert_allclose(printed.means, short.means, rtol=1e-9)
    np.testing.assert_allclose(printed.sds, short.sds, rtol=1e-9)
    assert printed.iterations[0] > short.iterations[0]


def test_the_result_accounts_for_itself() -> None:
    found = algorithm_a([*ROUND, None])
    told = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert told["schema"] == "jawda/statistics/robust-mean/1"
    assert (told["count"], told["inputs"]["missing"]) == (12, 1)
    assert told["method"]["options"] == {"constants": "printed", "stopping": "converged"}
    assert told["u"] == pytest.approx(1.25 * told["sd"] / 12**0.5)


def test_refusals() -> None:
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        algorithm_a([2, 2, 2])
    with pytest.raises(Refused, match=r"samples.too_few"):
        algorithm_a([2])
    with pytest.raises(Refused, match=r"samples.not_a_table"):
        algorithm_a_rounds(np.array([1.0, 2]))
    with pytest.raises(Refused) as refused:
        algorithm_a_rounds([[1, 2], [3, np.inf]])
    assert refused.value.findings[0].place.row == 2
    with pytest.raises(Refused) as refused:
        algorithm_a_rounds([[1, 2], [3, np.nan]])
    assert [(found.id, found.place.row) for found in refused.value.findings] == [("samples.too_few", 2)]
    with pytest.raises(ValueError, match="constants"):
        algorithm_a(ROUND, constants="rounded")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="stopping"):
        algorithm_a(ROUND, stopping="soon")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="quantile_rule"):
        interquartile_deviation(ROUND, quantile_rule="mine")  # type: ignore[arg-type]


def test_figures_from_order() -> None:
    ordered, counts = ordered_rows(np.array([[3.0, np.nan, 1.0, 2.0], [4, 1, 3, 2]]))
    assert row_medians(ordered, counts).tolist() == [2.0, 2.5]
    assert median_deviation([1, 2, 3, 4, 5], constants="exact") == pytest.approx(1.482602218505602)
    assert interquartile_deviation([1, 2, 3, 4, 5]) == pytest.approx(0.7413 * 2)
    assert interquartile_deviation([1, 2, 3, 4, 5], quantile_rule="weibull") == pytest.approx(0.7413 * 3)


def test_thousands_of_rounds_take_no_longer_than_a_few_calls() -> None:
    """A loop over rounds would need hundreds of milliseconds; steps are counted here, not time."""
    rounds = algorithm_a_rounds(np.random.default_rng(1).normal(100, 5, (1_000, 100)))
    assert rounds.converged.all()
    assert rounds.iterations.max() < 40
