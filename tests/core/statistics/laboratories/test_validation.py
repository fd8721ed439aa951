"""Validation and verification of methods: line, limits, recovery, bias, precision, accuracy."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jawda.core.findings import Refused
from jawda.core.statistics.laboratories.accuracy import accuracy_check, accuracy_profile
from jawda.core.statistics.laboratories.detection import (
    limits_from_blanks,
    limits_from_calibration,
    limits_from_low_level,
    limits_from_signal_to_noise,
)
from jawda.core.statistics.laboratories.linearity import linearity
from jawda.core.statistics.laboratories.recovery import recovery
from jawda.core.statistics.laboratories.regression import fit_line
from jawda.core.statistics.laboratories.trueness import bias
from jawda.core.statistics.laboratories.verification import critical_difference, verify_precision
from jawda.core.statistics.result import Status
from jawda.core.statistics.samples import Column

X = [1, 2, 3, 4, 5] * 2
Y = [2.1, 3.9, 6.0, 8.1, 9.9, 2.0, 4.05, 6.1, 8.0, 10.1]


def ids(found: object) -> list[str]:
    return [check.id.removeprefix("laboratories.") for check in found.findings]  # type: ignore[attr-defined]


def test_the_line_is_that_of_least_squares() -> None:
    found, peer = linearity(X, Y), stats.linregress(X, Y)
    assert found.slope.value == pytest.approx(peer.slope)
    assert (found.u_slope, found.u_intercept) == pytest.approx((peer.stderr, peer.intercept_stderr))
    assert found.r == pytest.approx(peer.rvalue)
    assert found.intercept.low is not None
    assert found.intercept.low < found.intercept.value < found.intercept.high  # type: ignore[operator]
    falling = linearity(X, [-value for value in Y])
    assert falling.r == pytest.approx(-peer.rvalue)
    json.dumps(found.to_dict(), allow_nan=False)


def test_lack_of_fit_is_the_textbook_ratio() -> None:
    """Mean square of level means about the line over that of replicates about their means."""
    found = linearity(X, Y)
    means = np.array([np.mean([Y[at], Y[at + 5]]) for at in range(5)])
    line = fit_line(np.array(X, dtype=float), np.array(Y))
    lack = 2 * float(np.sum((means - line.intercept - line.slope * np.arange(1, 6)) ** 2)) / 3
    pure = sum((Y[at] - Y[at + 5]) ** 2 / 2 for at in range(5)) / 5
    assert found.lack_of_fit is not None
    assert pytest.approx(lack / pure) == found.lack_of_fit.F
    assert (found.lack_of_fit.numerator, found.lack_of_fit.denominator) == (3, 5)


def test_a_curve_is_found() -> None:
    """DIN 38402-51: F = ((n-2) s₁² - (n-3) s₂²)/s₂² against F(1, n-3) at 99 %."""
    curved = linearity(X, [x + 0.3 * x**2 + (-1) ** at * 0.02 for at, x in enumerate(X)], accepted_deviation=2)
    assert curved.mandel is not None
    assert curved.mandel.significant
    assert {"fit_lacking", "mandel_curved", "levels_rejected"} <= set(ids(curved))
    straight = linearity(X, Y, accepted_deviation=5)
    assert {"fit_good", "mandel_straight", "levels_accepted"} <= set(ids(straight))


def test_weights() -> None:
    for weights, expected in (("1/x", 1 / np.array(X)), ("1/x2", 1 / np.array(X) ** 2)):
        slope, intercept = np.polyfit(X, Y, 1, w=np.sqrt(expected))
        found = linearity(X, Y, weights=weights)  # type: ignore[arg-type]
        assert (found.slope.value, found.intercept.value) == pytest.approx((slope, intercept))
    assert linearity(X, Y, weights="level_variance").slope.value == pytest.approx(2, rel=0.02)
    with pytest.raises(Refused, match=r"laboratories.weight_at_zero"):
        linearity([0, 1, 2], [0, 1, 3], weights="1/x")
    with pytest.raises(Refused, match=r"laboratories.level_without_spread"):
        linearity([1, 2, 3], [1, 2, 4], weights="level_variance")
    with pytest.raises(ValueError, match="weights"):
        linearity(X, Y, weights="1/y")  # type: ignore[arg-type]


def test_edges_of_the_line() -> None:
    few = linearity([1, 2, 3, None], [2.1, 3.9, 6.0, 8.0])
    assert (few.lack_of_fit, few.mandel, few.homoscedasticity) == (None, None, None)
    assert {"no_lack_of_fit_test", "few_levels", "samples.missing_values"} <= set(ids(few))
    exact = linearity([0, 1, 2, 3], [0, 2, 4, 6])
    assert (exact.mandel, exact.intercept_probability, exact.r_squared) == (None, None, 1.0)
    assert exact.points[0].deviation_percent is None
    assert linearity([-1, 0, 1], [0, 1, 2.1]).procedure_cv_percent is None
    repeated = linearity([1, 1, 2, 2, 3, 3], [2, 2, 4.1, 4.1, 6, 6])
    assert repeated.lack_of_fit is None
    two = linearity([1, 1, 2, 2], [2.0, 2.1, 4.0, 4.2])
    assert (two.lack_of_fit, two.mandel) == (None, None)
    wide = linearity(
        [1] * 4 + [2] * 4 + [3] * 4,
        [1, 1.01, 1, 1.01, 2, 2.01, 2, 2.01, 2.0, 3.0, 4.0, 3.1],
    )
    assert "spread_varies" in ids(wide)
    with pytest.raises(Refused, match=r"laboratories.no_slope"):
        linearity([1, 2, 3], [1, 1, 1])
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        linearity([1, 1, 1], [1, 2, 3])
    with pytest.raises(Refused, match=r"samples.too_few"):
        linearity([1, 2, None], [1, 2, 3])


def test_the_line_as_picture_and_table() -> None:
    found = linearity(X, Y)
    for language in ("fr", "ar", "en"):
        assert found.figure(language=language, width=640).count("<circle") == 20
    assert found.to_frame().height == 10


def test_a_concentration_found_back() -> None:
    """u = (s/b) √(1/m + 1/n + (x - mean)²/S_xx)."""
    line = fit_line(np.array(X, dtype=float), np.array(Y))
    value, u = line.concentration(6.0, replicates=3)
    assert value == pytest.approx((6 - line.intercept) / line.slope)
    spread = 1 / 3 + 1 / 10 + (value - 3) ** 2 / 20
    assert u == pytest.approx(line.residual_sd / line.slope * math.sqrt(spread))


BLANKS = [0.021, 0.025, 0.019, 0.023, 0.022, 0.020, 0.024, 0.021, 0.022, 0.023]


def test_limits_from_blanks_by_convention() -> None:
    sd, count = float(np.std(BLANKS, ddof=1)), 10
    plain = limits_from_blanks(BLANKS, slope=0.5)
    assert (plain.detection, plain.quantification) == pytest.approx((3 * sd / 0.5, 10 * sd / 0.5))
    added = limits_from_blanks(BLANKS, add_mean=True, detection_factor=3.3)
    assert added.detection == pytest.approx(np.mean(BLANKS) + 3.3 * sd)
    din = limits_from_blanks(BLANKS, convention="din_32645", alpha=0.01)
    width = sd * math.sqrt(1 + 1 / count)
    assert din.critical == pytest.approx(stats.t.ppf(0.99, 9) * width)
    assert din.detection == pytest.approx(2 * din.critical)  # type: ignore[operator]
    assert din.quantification == pytest.approx(3 * stats.t.ppf(0.995, 9) * width)
    iso = limits_from_blanks(BLANKS, convention="iso_11843", replicates=2)
    shift = iso.detection / (sd * math.sqrt(1 / 2 + 1 / count))
    assert stats.nct.cdf(stats.t.ppf(0.95, 9), 9, shift) == pytest.approx(0.05, rel=1e-6)
    assert ids(plain) == []
    assert ids(limits_from_blanks([*BLANKS[:5], None])) == ["samples.few_values", "samples.missing_values"]
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        limits_from_blanks([1, 1])
    with pytest.raises(Refused, match=r"laboratories.no_slope"):
        limits_from_blanks(BLANKS, slope=0)
    with pytest.raises(ValueError, match="convention"):
        limits_from_blanks(BLANKS, convention="mine")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="replicates"):
        limits_from_blanks(BLANKS, replicates=0)


def test_limits_from_a_low_level() -> None:
    """CLSI EP17: LoB = mean + 1.645 s of blanks, LoD = LoB + c s of the low sample."""
    low = [0.5, 0.6, 0.4, 0.5, 0.55, 0.45]
    found = limits_from_low_level(BLANKS, low)
    blank = np.mean(BLANKS) + 1.6448536 * np.std(BLANKS, ddof=1)
    factor = 1.6448536 / (1 - 1 / 20)
    assert found.critical == pytest.approx(blank, rel=1e-6)
    assert found.detection == pytest.approx(blank + factor * np.std(low, ddof=1), rel=1e-6)
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        limits_from_low_level(BLANKS, [1, 1])


def test_limits_from_calibration_by_convention() -> None:
    line = stats.linregress(X, Y)
    residual = math.sqrt(float(np.sum((np.array(Y) - line.intercept - line.slope * np.array(X)) ** 2)) / 8)
    ich = limits_from_calibration(X, Y)
    assert (ich.detection, ich.quantification) == pytest.approx(
        (3.3 * residual / line.slope, 10 * residual / line.slope)
    )
    other = limits_from_calibration(X, Y, ich_spread="intercept")
    assert other.detection == pytest.approx(3.3 * line.intercept_stderr / line.slope)
    din = limits_from_calibration(X, Y, convention="din_32645", replicates=2)
    width = residual / line.slope * math.sqrt(1 / 2 + 1 / 10 + 9 / 20)
    assert din.critical == pytest.approx(stats.t.ppf(0.95, 8) * width)
    assert din.detection == pytest.approx(2 * din.critical)  # type: ignore[operator]
    # at the limit half the confidence interval is a third of the value
    limit = din.quantification
    assert limit is not None
    half = stats.t.ppf(0.975, 8) * residual / line.slope * math.sqrt(1 / 2 + 1 / 10 + (limit - 3) ** 2 / 20)
    assert half == pytest.approx(limit / 3)
    iso = limits_from_calibration(X, Y, convention="iso_11843")
    assert iso.critical is not None
    assert iso.critical < iso.detection < 2 * iso.critical * 1.1
    json.dumps(din.to_dict(), allow_nan=False)


def test_what_limits_the_limits() -> None:
    noisy = limits_from_calibration([1, 2, 3, 4], [1, 3, 2, 3], convention="din_32645")
    assert noisy.quantification is None
    assert {"no_quantification", "limit_above_range"} <= set(ids(noisy))
    assert noisy.status is Status.FAIL
    far = limits_from_calibration([10, 20, 30, 40], [10.01, 20, 29.99, 40.01], convention="ich")
    assert "limit_far_below" in ids(far)
    below_zero = limits_from_calibration([-3, -2, -1, 0], [-3, -2.1, -1, 0.1])
    assert "limit_above_range" in ids(below_zero)
    with pytest.raises(Refused, match=r"laboratories.no_residuals"):
        limits_from_calibration([1, 2, 3], [2, 4, 6])
    with pytest.raises(Refused, match=r"laboratories.no_slope"):
        limits_from_calibration([1, 2, 3], [1, 1, 1])
    for options in ({"convention": "mine"}, {"ich_spread": "mine"}):
        with pytest.raises(ValueError, match=r"."):
            limits_from_calibration(X, Y, **options)  # type: ignore[arg-type]


def test_signal_to_noise() -> None:
    """European Pharmacopoeia 2.2.46: S/N = 2H/h."""
    found = limits_from_signal_to_noise(12, 3, 4)
    assert (found.detection, found.quantification) == (1.5, 5.0)
    assert limits_from_signal_to_noise(12, 3, 4, convention="simple").detection == 3.0
    assert ids(limits_from_signal_to_noise(1, 1, 1)) == ["signal_in_noise"]
    for options in ({"convention": "mine"}, {"noise": 0}):
        with pytest.raises(ValueError, match=r"."):
            limits_from_signal_to_noise(**{"height": 1, "noise": 1, "concentration": 1, **options})  # type: ignore[arg-type]


def test_recovery_by_level() -> None:
    found = recovery([9.5, 9.8, 19.4, 19.9, 5.0], [10, 10, 20, 20, 5], native=[0, 0, 0, 0, 0.2], limits=(97, 110))
    assert [level.mean_percent for level in found.levels] == pytest.approx([96, 96.5, 98.25])
    assert [level.accepted for level in found.levels] == [False, False, True]
    assert found.levels[0].sd_percent is None
    assert "recovery_rejected" in ids(found)
    test = stats.ttest_1samp(found.recoveries, 100)
    assert (found.t, found.probability) == pytest.approx((test.statistic, test.pvalue))
    assert "recovery_differs" in ids(found)
    good = recovery([10.1, 9.8, None], [10, 10, 10], limits=(90, 110))
    assert {"recovery_complete", "recovery_accepted", "samples.missing_values"} <= set(ids(good))
    assert len(good.rows()) == 1
    assert "recovery_accepted" not in ids(recovery([10.1, 9.8], [10, 10]))


def test_refusals_of_recovery() -> None:
    with pytest.raises(Refused) as refused:
        recovery([1, 2], [1, 0])
    assert (refused.value.findings[0].id, refused.value.findings[0].place.row) == ("laboratories.added_not_positive", 2)
    with pytest.raises(Refused, match=r"samples.limits_inverted"):
        recovery([1, 2], [1, 1], limits=(110, 90))
    with pytest.raises(Refused, match=r"samples.too_few"):
        recovery([1, None], [1, 1])
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        recovery([1, 1], [1, 1])


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=12).filter(lambda found: len(set(found)) > 1))
@settings(deadline=None)
def test_bias_without_uncertainty_is_student(values: list[int]) -> None:
    found, peer = bias([float(value) for value in values], 500.0), stats.ttest_1samp(values, 500)
    assert found.t == pytest.approx(peer.statistic)
    assert found.probability == pytest.approx(peer.pvalue, abs=1e-12)


def test_bias_against_a_reference_with_uncertainty() -> None:
    """ISO Guide 33: |mean - reference| against 2 √(u²(mean) + u²(reference))."""
    values = [10.1, 10.3, 9.9, 10.2, 10.0, None]
    found = bias(values, 10.0, u_reference=0.05, allowed_bias=0.5)
    assert found.u_bias == pytest.approx(math.hypot(found.u_mean, 0.05))
    assert found.degrees_of_freedom > 4
    assert found.acceptable
    assert ids(found) == ["bias_not_significant", "bias_allowed", "samples.missing_values"]
    assert found.u_rms == pytest.approx(math.hypot(found.bias.value or 0, 0.05))
    bad = bias([11.0, 11.1, 10.9, 11.0], 10.0, allowed_bias=0.5)
    assert ids(bad) == ["bias_significant", "bias_not_allowed", "reference_without_uncertainty"]
    assert not bad.within_two_u
    assert bias([0.1, -0.1, 0.2], 0.0).bias_percent is None
    json.dumps(found.to_dict(), allow_nan=False)


def test_bias_with_series_takes_the_means_of_series() -> None:
    values = [10.0, 10.1, 10.4, 10.5, 9.8, 9.9]
    found = bias(values, 10.0, series=list("AABBCC"))
    means = [10.05, 10.45, 9.85]
    assert found.u_mean == pytest.approx(np.std(means, ddof=1) / math.sqrt(3))
    assert found.degrees_of_freedom == pytest.approx(2)
    assert bias([10.0, 10.4, 9.8], 10, series=list("ABC")).sd == pytest.approx(np.std([10, 10.4, 9.8], ddof=1))
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        bias([1, 2, 2, 1], 1, series=list("AABB"))


def test_refusals_of_bias() -> None:
    for identifier, options in (
        ("laboratories.negative_uncertainty", {"u_reference": -1.0}),
        ("laboratories.allowed_not_positive", {"allowed_bias": 0.0}),
    ):
        with pytest.raises(Refused, match=identifier):
            bias([1, 2], 1, **options)
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        bias([1, 1], 1)


SERIES = [10.1, 10.2, 9.9, 10.0, 10.3, 10.1, 10.4, 10.5, 9.8, 10.0]


def test_precision_against_its_claim() -> None:
    """ISO 5725-6, 4.2.3: s²/σ² at most χ²(0.95, ν)/ν."""
    found = verify_precision(SERIES, list("AABBCCDDEE"), claimed_repeatability=0.1, claimed_intermediate=0.05)
    assert found.repeatability_test is not None
    assert found.repeatability_test.critical == pytest.approx(stats.chi2.ppf(0.95, 5) / 5)
    assert found.repeatability_test.compatible
    assert found.intermediate_test is not None
    assert not found.intermediate_test.compatible
    assert ids(found) == ["repeatability_reached", "intermediate_not_reached", "few_degrees"]
    estimated = verify_precision(SERIES, claimed_repeatability=0.05, claimed_degrees_of_freedom=20)
    assert estimated.repeatability_test is not None
    assert estimated.repeatability_test.critical == pytest.approx(stats.f.ppf(0.95, 9, 20))
    assert estimated.repeatability_test.probability == pytest.approx(
        stats.f.sf(estimated.repeatability_test.ratio, 9, 20)
    )
    json.dumps(found.to_dict(), allow_nan=False)


def test_precision_without_a_claim() -> None:
    found = verify_precision([*SERIES, None])
    assert (found.intermediate, found.between_series, found.series) == (None, None, 1)
    assert found.repeatability.value == pytest.approx(np.std(SERIES, ddof=1))
    assert ids(found) == ["no_claim", "samples.missing_values"]
    assert verify_precision([-1, 1]).cv_repeatability_percent is None
    assert verify_precision([-1.0, 1.0, -2.0, 2.0], list("AABB")).cv_intermediate_percent is None


def test_refusals_of_verification() -> None:
    for identifier, series, options in (
        ("laboratories.claim_not_positive", None, {"claimed_repeatability": 0.0}),
        ("laboratories.no_series", None, {"claimed_intermediate": 1.0}),
        ("laboratories.no_replicates", list("ABCDEFGHIJ"), {}),
        ("samples.lengths_differ", ["A"], {}),
    ):
        with pytest.raises(Refused, match=identifier):
            verify_precision(SERIES, series, **options)
    with pytest.raises(Refused, match=r"samples.zero_spread"):
        verify_precision([1, 1])
    with pytest.raises(Refused, match=r"laboratories.series_without_spread"):
        verify_precision([1, 1, 2, 2], list("AABB"))


def test_critical_differences() -> None:
    """ISO 5725-6, table 1."""
    assert [critical_difference(1, results=size) for size in (2, 3, 10)] == [2.8, 3.3, 4.5]
    assert critical_difference(2, probability=0.99) == pytest.approx(2 * 2.5758293 * math.sqrt(2))
    with pytest.raises(ValueError, match="range"):
        critical_difference(1, results=11)


def test_accuracy_at_a_presumed_limit() -> None:
    """NF T90-210: mean - 2 s > LQ - 60 % LQ and mean + 2 s < LQ + 60 % LQ."""
    good = accuracy_check(SERIES, list("AABBCCDDEE"), target=10)
    assert good.accepted
    assert good.high == pytest.approx(good.mean + 2 * good.s_intermediate)
    assert ids(good) == ["accuracy_reached"]
    bad = accuracy_check([*SERIES[:6], None], list("AABBCCC"), target=10, accepted_deviation=1)
    assert ids(bad) == ["accuracy_not_reached", "few_series", "samples.missing_values"]
    for options in ({"target": 0.0}, {"target": 1.0, "accepted_deviation": 0.0}):
        with pytest.raises(Refused, match=r"laboratories.target_not_positive"):
            accuracy_check(SERIES, list("AABBCCDDEE"), **options)


def profile_data(spreads: tuple[float, ...]) -> tuple[list[float], list[float], list[str]]:
    random = np.random.default_rng(8)
    values, levels, days = [], [], []
    for level, spread in zip((1.0, 5.0, 20.0), spreads, strict=True):
        for day in "ABCDE":
            off = random.normal(0, spread * level / 2)
            for _ in range(3):
                values.append(level + off + random.normal(0, spread * level))
                levels.append(level)
                days.append(day)
    return values, levels, days


def test_the_accuracy_profile() -> None:
    """NF V03-110: β-expectation tolerance interval, mean ± t s_I √(1 + 1/(N B²))."""
    values, levels, days = profile_data((0.2, 0.02, 0.02))
    found = accuracy_profile(values, levels, days, accepted_deviation=10)
    assert [level.accepted for level in found.levels] == [False, True, True]
    assert found.quantification is not None
    assert 1 < found.quantification < 5
    assert ids(found) == ["profile_from"]
    level = found.levels[1]
    ratio = level.s_between**2 / level.s_repeatability**2
    b = math.sqrt((ratio + 1) / (3 * ratio + 1))
    free = (ratio + 1) ** 2 / ((ratio + 1 / 3) ** 2 / 4 + (1 - 1 / 3) / 15)
    factor = stats.t.ppf(0.9, free) * math.sqrt(1 + 1 / (15 * b**2))
    assert level.tolerance_factor == pytest.approx(factor)
    assert level.high == pytest.approx(level.mean + factor * level.s_intermediate)
    for language in ("fr", "ar", "en"):
        assert "<title" in found.figure(language=language)
    assert len(found.rows()) == 3
    json.dumps(found.to_dict(), allow_nan=False)


def test_outcomes_of_the_profile() -> None:
    good = accuracy_profile(*profile_data((0.02, 0.02, 0.02)), accepted_deviation=15)
    assert (good.valid, good.quantification, ids(good)) == (True, 1.0, ["profile_accepted"])
    bad = accuracy_profile(*profile_data((0.02, 0.02, 0.4)), accepted_deviation=10)
    assert (bad.quantification, bad.range_high, ids(bad)) == (None, None, ["profile_rejected"])
    high = accuracy_profile(
        [1.5, 1.51, 1.52, 1.5, 10.0, 10.1, 10.1, 10.0], [1] * 4 + [10] * 4, list("AABB") * 2, accepted_deviation=10
    )
    assert high.quantification is not None
    assert 1 < high.quantification < 10
    assert "few_series" in ids(high)
    equal = accuracy_profile([1.0, 1.0, 1.1, 1.1, 1.0, 1.0], [1] * 6, list("AABBCC"), accepted_deviation=90)
    assert equal.levels[0].degrees_of_freedom == 2


def test_refusals_of_the_profile() -> None:
    values, levels, days = profile_data((0.02, 0.02, 0.02))
    with pytest.raises(ValueError, match="beta"):
        accuracy_profile(values, levels, days, accepted_deviation=10, beta=1)
    with pytest.raises(Refused, match=r"laboratories.target_not_positive"):
        accuracy_profile(values, levels, days, accepted_deviation=-1)
    with pytest.raises(Refused, match=r"laboratories.target_not_positive"):
        accuracy_profile(values, [0.0, *levels[1:]], days, accepted_deviation=10)
    with pytest.raises(Refused, match=r"samples.too_few"):
        accuracy_profile(values, [None, *levels[1:]], days, accepted_deviation=10)


def test_columns_keep_their_place() -> None:
    column = Column(values=np.array([1.0, np.inf]), name="valeur", file="bilan.xlsx")
    with pytest.raises(Refused) as refused:
        bias(column, 1.0)
    assert (refused.value.findings[0].place.file, refused.value.findings[0].place.row) == ("bilan.xlsx", 2)
