"""Sampling by variables: tables, curves, and decisions from measurements."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from jawda.core.findings import Refused
from jawda.core.statistics.acceptance_sampling.variables import variables_plan
from jawda.core.statistics.acceptance_sampling.variables_curves import (
    acceptability_constant,
    estimated_nonconforming,
    noncentral_t,
    variables_acceptance,
    variables_quality_at,
)
from jawda.core.statistics.acceptance_sampling.variables_decision import variables_decision
from jawda.core.statistics.acceptance_sampling.variables_tables import (
    VARIABLES_AQL_VALUES,
    VARIABLES_LETTERS,
    variables_cell,
    variables_letter,
)

STEEL = [197.0, 188.0, 184.0, 205.0, 201.0]


@pytest.mark.parametrize(
    ("letter", "printed"),
    [
        ("B", {2.5: 1.12, 4.0: 0.958, 6.5: 0.765, 10: 0.566}),
        ("F", {0.15: 2.24, 0.25: 2.11, 0.40: 1.98, 0.65: 1.84, 1.0: 1.72, 2.5: 1.41, 4.0: 1.23, 6.5: 1.03, 10: 0.828}),
        ("G", {0.10: 2.42, 0.25: 2.20, 0.40: 2.06, 0.65: 1.91, 1.0: 1.79, 1.5: 1.65, 2.5: 1.47, 6.5: 1.09, 10: 0.886}),
    ],
)
def test_the_constants_printed_in_the_military_standard(letter: str, printed: dict[float, float]) -> None:
    """MIL-STD-414, table B-1: k for one limit follows from M of table B-3 to about the digits printed."""
    for aql, k in printed.items():
        found = variables_cell(letter, VARIABLES_AQL_VALUES.index(aql), severity="normal", sigma="unknown")
        assert float(acceptability_constant(found.maximum, found.size)) == pytest.approx(k, abs=0.013)


def test_the_worked_example_of_the_military_standard() -> None:
    """MIL-STD-414, example B-1: yield points of five steel castings, upper limit 209; k 1.53 at an AQL of 1.0.

    The mean is 195, s 8.81, Q 1.59: the lot is accepted. Example B-3: estimated 2.19 %, maximum 3.32 %.
    """
    found = variables_decision(STEEL, upper=209, k=1.53)
    assert found.mean == pytest.approx(195)
    assert found.standard_deviation == pytest.approx(8.81, abs=0.01)  # rounded up in print
    assert found.quality_index_upper == pytest.approx(1.59, abs=0.005)
    assert found.verdict == "accepted"
    assert 100 * found.estimated == pytest.approx(2.19, abs=0.06)
    assert variables_decision(STEEL, upper=209, maximum=0.0332).verdict == "accepted"
    both = variables_decision(STEEL, lower=180, upper=209, maximum=0.0332)
    assert both.quality_index_lower == pytest.approx(1.70, abs=0.005)
    assert 100 * both.estimated == pytest.approx(2.85, abs=0.07)
    assert both.verdict == "accepted"


@pytest.mark.parametrize(
    ("index", "size", "percent"), [(1.0, 10, 15.97), (1.59, 5, 2.19), (1.70, 5, 0.66), (0.0, 35, 50.0), (5.0, 5, 0.0)]
)
def test_estimates_printed_in_the_military_standard(index: float, size: int, percent: float) -> None:
    """MIL-STD-414, table B-5, percent to two decimals."""
    assert 100 * float(estimated_nonconforming(index, size)) == pytest.approx(percent, abs=0.006)


@given(maximum=st.floats(0.001, 0.45), size=st.integers(4, 200), sigma=st.sampled_from(["unknown", "known"]))
def test_k_and_m_accept_the_same_samples(maximum: float, size: int, sigma: Any) -> None:
    k = acceptability_constant(maximum, size, sigma=sigma)
    assert float(estimated_nonconforming(k, size, sigma=sigma)) == pytest.approx(maximum, rel=1e-7)


@given(size=st.integers(3, 120), k=st.floats(0.3, 2.5), quality=st.floats(0.001, 0.4))
def test_acceptance_is_that_of_the_noncentral_t(size: int, k: float, quality: float) -> None:
    expected = stats.nct.sf(k * np.sqrt(size), size - 1, stats.norm.isf(quality) * np.sqrt(size))
    assert float(variables_acceptance(quality, size=size, k=k)) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("sigma", ["unknown", "known"])
def test_quality_at_inverts_acceptance(sigma: Any) -> None:
    for probability in (0.95, 0.5, 0.1, 0.001):
        quality = variables_quality_at(probability, size=20, k=1.7, sigma=sigma)
        found = float(variables_acceptance(quality, size=20, k=1.7, sigma=sigma))
        assert found == pytest.approx(probability, abs=1e-10)
    ends = variables_acceptance([0.0, 1.0], size=20, k=1.7, sigma=sigma)
    assert ends.tolist() == [1.0, 0.0]


def test_far_tails_are_nought_or_one() -> None:
    assert noncentral_t(200, [1.6449 * 14, -3.5 * 14], -1).tolist() == pytest.approx([0.0, 1.0], abs=1e-12)
    assert 0 <= float(noncentral_t(49, 7 * 1.6449, -60)) < 1e-9


def test_acceptance_against_simulation() -> None:
    draws = np.random.default_rng(3).normal(size=(20_000, 10))
    limit = stats.norm.isf(0.05)
    index = (limit - draws.mean(axis=1)) / draws.std(axis=1, ddof=1)
    share = float((index >= 1.72).mean())
    assert float(variables_acceptance(0.05, size=10, k=1.72)) == pytest.approx(share, abs=0.015)


def test_severities_move_along_the_table() -> None:
    """Tightened inspection takes the column of the AQL before, reduced inspection a smaller letter's of the next."""
    for sigma in ("unknown", "known"):
        normal = variables_cell("K", 4, severity="normal", sigma=sigma)  # type: ignore[arg-type]
        tightened = variables_cell("K", 5, severity="tightened", sigma=sigma)  # type: ignore[arg-type]
        reduced = variables_cell("N", 3, severity="reduced", sigma=sigma)  # type: ignore[arg-type]
        assert (normal.size, normal.maximum) == (tightened.size, tightened.maximum) == (reduced.size, reduced.maximum)
    assert variables_cell("M", 5, severity="reduced", sigma="unknown").size == 30
    assert variables_cell("P", 0, severity="tightened", sigma="known").size == 40
    assert variables_cell("M", 10, severity="reduced", sigma="known").size == 24


def test_every_cell_is_a_plan_and_protects_in_order() -> None:
    for sigma in ("unknown", "known"):
        for severity in ("normal", "tightened", "reduced"):
            for letter in VARIABLES_LETTERS:
                cells = [
                    variables_cell(letter, aql, severity=severity, sigma=sigma)  # type: ignore[arg-type]
                    for aql in range(len(VARIABLES_AQL_VALUES))
                ]
                constants = [float(acceptability_constant(one.maximum, one.size, sigma=sigma)) for one in cells]  # type: ignore[arg-type]
                assert np.all(np.diff(constants) < 0), (sigma, severity, letter)


def test_known_sigma_plans_match_those_of_unknown_sigma() -> None:
    """Equal protection needs a sample smaller by 1 + k²/2 when sigma is known."""
    for letter in "HKLMNP":
        for aql in range(len(VARIABLES_AQL_VALUES)):
            unknown, known = (
                variables_cell(letter, aql, severity="normal", sigma=sigma)  # type: ignore[arg-type]
                for sigma in ("unknown", "known")
            )
            k = float(acceptability_constant(unknown.maximum, unknown.size))
            assert known.size == pytest.approx(unknown.size / (1 + k * k / 2), abs=1.2)
            assert float(acceptability_constant(known.maximum, known.size, sigma="known")) == pytest.approx(k, abs=0.05)


def test_code_letters_of_lots() -> None:
    """ANSI/ASQ Z1.9, table A-2: 281 to 400 and 401 to 500 are apart."""
    assert [variables_letter(lot) for lot in (8, 120, 300, 450, 600_000)] == ["B", "F", "H", "I", "P"]
    assert variables_letter(300, "S-3") == "C"
    with pytest.raises(Refused, match="lot_too_small"):
        variables_letter(1)
    with pytest.raises(Refused, match="level_not_here"):
        variables_letter(10, "S-1")
    unknown: Any = "IV"
    with pytest.raises(ValueError, match="inspection level"):
        variables_letter(10, unknown)


def test_a_plan_tells_its_risks() -> None:
    found = variables_plan(120, aql="1.0")
    told = {check.id.removeprefix("acceptance_sampling.") for check in found.findings}
    assert told == {"normal_law", "producer_risk", "consumer_protection"}
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["M"] == 0.0327
    assert found.rows()[0]["k"] == found.k
    assert "<svg" in found.figure(language="ar", width=358)
    small = variables_plan(5, aql=0.10)
    told = {check.id.removeprefix("acceptance_sampling.") for check in small.findings}
    assert told == {"normal_law", "full_inspection", "variables_arrow", "whole_lot_measured"}
    assert small.full_inspection
    assert small.sample_size == 7


def test_plans_that_are_not_carried_or_unknown() -> None:
    with pytest.raises(Refused, match="variables_not_carried"):
        variables_plan(120, aql=1.0, edition="iso-3951-1-2022")
    with pytest.raises(Refused, match="aql_not_preferred"):
        variables_plan(120, aql=15)
    with pytest.raises(ValueError, match="no edition"):
        variables_plan(120, aql=1.0, edition="x")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no severity"):
        variables_plan(120, aql=1.0, severity="x")  # type: ignore[arg-type]


@given(shift=st.floats(-50, 50), scale=st.floats(0.1, 20))
def test_the_decision_knows_no_unit(shift: float, scale: float) -> None:
    values = np.array(STEEL)
    first = variables_decision(values, lower=180.0, upper=209.0, maximum=0.0332)
    moved = variables_decision(
        values * scale + shift, lower=180 * scale + shift, upper=209 * scale + shift, maximum=0.0332
    )
    assert moved.estimated == pytest.approx(first.estimated, rel=1e-6)
    assert moved.verdict == first.verdict
    mirrored = variables_decision(-values, lower=-209.0, upper=-180.0, maximum=0.0332)
    assert mirrored.estimated == pytest.approx(first.estimated, rel=1e-9)


def test_each_limit_may_have_its_own_maximum() -> None:
    found = variables_decision(STEEL, lower=180, upper=209, separate=(0.01, 0.02))
    assert found.verdict == "not-accepted"  # 2.2 % above
    assert variables_decision(STEEL, lower=180, upper=209, separate=(0.01, 0.03)).verdict == "accepted"
    assert found.maximum == (0.01, 0.02)
    assert [row["limit"] for row in found.rows()] == ["lower", "upper"]
    assert found.findings[0].sentence("fr")
    assert found.status == "fail"


def test_a_known_standard_deviation() -> None:
    found = variables_decision(STEEL, upper=209, maximum=0.0333, known_sigma=8.0)
    assert found.sigma == "known"
    assert found.quality_index_upper == pytest.approx(14 / 8)
    assert found.estimated == pytest.approx(stats.norm.sf(14 / 8 * np.sqrt(5 / 4)))


def test_missing_values_and_another_sample_size_are_told() -> None:
    found = variables_decision([*STEEL, None], upper=209, k=1.53, sample_size=7)
    told = {check.id: check.statistic for check in found.findings}
    assert told["samples.missing_values"] == 1
    assert told["acceptance_sampling.other_sample_size"] == 5
    assert found.inputs.missing == 1
    assert json.dumps(found.to_dict(), allow_nan=False)
    fitting = variables_decision(STEEL, upper=209, k=1.53, sample_size=5)
    assert "acceptance_sampling.other_sample_size" not in {check.id for check in fitting.findings}


@pytest.mark.parametrize(
    ("values", "options", "why"),
    [
        (STEEL, {"k": 1.5}, "samples.no_limits"),
        (STEEL, {"k": 1.5, "lower": 2, "upper": 1}, "samples.limits_inverted"),
        (STEEL, {"lower": 180}, "one_criterion"),
        (STEEL, {"lower": 180, "k": 1.5, "maximum": 0.01}, "one_criterion"),
        (STEEL, {"lower": 180, "separate": (0.01, 0.01)}, "separate_needs_both"),
        (STEEL, {"lower": 180, "k": 1.5, "known_sigma": 0}, "sigma_not_positive"),
        ([5, 5, 5], {"lower": 1, "k": 1.5}, "samples.zero_spread"),
        ([5, 6], {"lower": 1, "k": 1.5}, "samples.too_few"),
        ([5, "x", 6], {"lower": 1, "k": 1.5}, "samples.not_a_number"),
    ],
)
def test_refusals(values: Any, options: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        variables_decision(values, **options)
    assert refused.value.findings[0].place.column == "value"


def test_what_has_no_meaning_is_refused() -> None:
    with pytest.raises(Refused, match="too_few"):
        estimated_nonconforming(1.0, 2)
    with pytest.raises(ValueError, match="sigma is"):
        acceptability_constant(0.1, 10, sigma="x")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="sigma is"):
        variables_acceptance(0.1, size=10, k=1, sigma="x")  # type: ignore[arg-type]
    with pytest.raises(Refused, match="quality_out_of_range"):
        variables_acceptance([0.1, 1.5], size=10, k=1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        variables_quality_at(0, size=10, k=1)
