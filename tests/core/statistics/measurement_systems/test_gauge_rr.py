"""The crossed study: sums of squares by definition, pooling, clamping, verdicts in words, refusals with their place."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.statistics.measurement_systems.studies import crossed, long

from jawda.core.findings import Refused
from jawda.core.statistics.measurement_systems import GaugeRR, gauge_rr
from jawda.core.statistics.result import Status
from jawda.core.statistics.samples import numbers

NAMES = ("repeatability", "operator", "interaction", "reproducibility", "grr", "part", "total")


def ids(found: GaugeRR) -> set[str]:
    return {one.id.removeprefix("measurement_systems.") for one in found.findings}


def refused(*given: object, **options: object) -> list[str]:
    with pytest.raises(Refused) as caught:
        gauge_rr(*given, **options)  # type: ignore[arg-type]
    return [one.id.removeprefix("measurement_systems.") for one in caught.value.findings]


def test_sums_of_squares_are_those_of_the_definition() -> None:
    """Each sum is of squared differences of means, weighted by how many values a mean holds."""
    study = crossed(3)
    found = {row.source: row for row in gauge_rr(study, alpha_pool=None).anova}
    mean, part, operator, cell = study.mean(), study.mean((1, 2)), study.mean((0, 2)), study.mean(2)
    assert found["part"].ss == pytest.approx(9 * ((part - mean) ** 2).sum())
    assert found["operator"].ss == pytest.approx(30 * ((operator - mean) ** 2).sum())
    rest = cell - part[:, None] - operator[None, :] + mean
    assert found["interaction"].ss == pytest.approx(3 * (rest**2).sum())
    assert found["repeatability"].ss == pytest.approx(((study - cell[..., None]) ** 2).sum())
    assert found["total"].ss == pytest.approx(((study - mean) ** 2).sum())
    assert [row.df for row in found.values()] == [9, 2, 18, 60, 89]


def test_variances_solve_the_expected_mean_squares() -> None:
    """E(MS part) = error + r · interaction + o · r · part, and so on (AIAG MSA, appendix A)."""
    found = gauge_rr(crossed(5), alpha_pool=None)
    ms = {row.source: row.ms for row in found.anova}
    c = dict(found.components.items())
    error = c["repeatability"].variance
    assert error + 3 * c["interaction"].variance == pytest.approx(ms["interaction"])
    assert error + 3 * c["interaction"].variance + 30 * c["operator"].variance == pytest.approx(ms["operator"])
    assert error + 3 * c["interaction"].variance + 9 * c["part"].variance == pytest.approx(ms["part"])
    assert c["grr"].variance == pytest.approx(error + c["interaction"].variance + c["operator"].variance)
    assert math.hypot(c["grr"].percent_study or 0, c["part"].percent_study or 0) == pytest.approx(100)


def test_long_columns_and_array_are_one_study_in_any_order_of_rows() -> None:
    study = crossed(2)
    values, parts, operators = long(study)
    order = np.random.default_rng(0).permutation(len(values))
    shuffled = gauge_rr([values[at] for at in order], [parts[at] for at in order], [operators[at] for at in order])
    whole = gauge_rr(study)
    for name, component in whole.components.items():
        assert dict(shuffled.components.items())[name].variance == pytest.approx(component.variance, rel=1e-9)
    assert shuffled.part_names != whole.part_names


@settings(max_examples=25, deadline=None)
@given(st.floats(-1e4, 1e4), st.floats(0.01, 100), st.integers(0, 50))
def test_shares_do_not_depend_on_origin_and_unit(shift: float, scale: float, seed: int) -> None:
    study = crossed(seed, parts=5)
    first, second = gauge_rr(study), gauge_rr(shift + scale * study)
    for name, component in first.components.items():
        other = dict(second.components.items())[name]
        assert other.variance == pytest.approx(scale**2 * component.variance, rel=1e-5, abs=1e-8 * scale**2)
    assert first.intervals["ndc"].low == pytest.approx(second.intervals["ndc"].low, rel=1e-4, abs=1e-6)


def test_pooling_is_an_option_and_is_told() -> None:
    """The interaction is pooled where its p exceeds alpha, and never where alpha is None."""
    study = crossed(7, interaction=0.0)
    assert "interaction_pooled" in ids(gauge_rr(study, alpha_pool=0.05))
    pooled = gauge_rr(study, alpha_pool=0.0)
    assert pooled.interaction_pooled
    assert [row.df for row in pooled.anova_reduced] == [9, 2, 78, 89]
    kept = gauge_rr(study, alpha_pool=None)
    assert kept.anova_reduced == ()
    assert "interaction_never_pooled" in ids(kept)
    strong = gauge_rr(crossed(7, interaction=3.0))
    assert "interaction_kept" in ids(strong)
    assert not strong.interaction_pooled
    assert "mostly_interaction" in ids(strong)


def test_f_over_repeatability_is_an_option() -> None:
    study = crossed(4)
    one, other = gauge_rr(study), gauge_rr(study, f_over="repeatability")
    ms = {row.source: row.ms or 0.0 for row in one.anova}
    assert pytest.approx(ms["part"] / ms["interaction"]) == one.anova[0].F
    assert pytest.approx(ms["part"] / ms["repeatability"]) == other.anova[0].F
    assert one.anova[2].F == other.anova[2].F
    assert other.method.options["f_over"] == "repeatability"


def test_negative_estimates_are_zero_and_told() -> None:
    draw = np.random.default_rng(11)
    found = gauge_rr(draw.normal(size=(6, 3, 3)), alpha_pool=None)
    assert all(component.variance >= 0 for _, component in found.components.items())
    told = ids(found)
    for name in ("part", "operator", "interaction"):
        if dict(found.components.items())[name].variance == 0:
            assert f"clamped_{name}" in told
    assert any(name.startswith("clamped_") for name in told)


def test_tolerance_process_and_one_sided_limit() -> None:
    study = crossed(1)
    found = gauge_rr(study, tolerance=20, process_sd=3.0)
    grr = found.components.grr
    assert grr.percent_tolerance == pytest.approx(600 * grr.sd / 20)
    assert grr.percent_process == pytest.approx(100 * grr.sd / 3)
    assert gauge_rr(study, lower=0, upper=20).components.grr.percent_tolerance == pytest.approx(grr.percent_tolerance)
    one_sided = gauge_rr(study, upper=20)
    assert one_sided.components.grr.percent_tolerance == pytest.approx(300 * grr.sd / (20 - study.mean()))
    assert gauge_rr(study, lower=0).tolerance == pytest.approx(2 * study.mean())
    bound = found.intervals["percent_tolerance_grr"]
    assert bound.low is not None
    assert bound.low < (bound.value or 0) < (bound.high or 0)
    assert gauge_rr(study, study_multiplier=5.15, tolerance=20).components.grr.percent_tolerance == pytest.approx(
        515 * grr.sd / 20
    )


def test_the_verdict_follows_the_limits_of_the_manual() -> None:
    """Under 10 % acceptable, 10 to 30 % by use, over 30 % not; five categories (AIAG MSA II.D)."""
    parts = np.linspace(0, 100, 10)[:, None, None]
    fine = gauge_rr(parts + 0.5 * crossed(1))
    assert fine.findings[0].id == "measurement_systems.grr_study_low"
    assert fine.findings[0].status is Status.OK
    assert fine.ndc is not None
    assert fine.ndc >= 5
    middle = gauge_rr(parts + 10 * (crossed(1) - crossed(1).mean((1, 2), keepdims=True)))
    assert "grr_study_middle" in ids(middle)
    poor = gauge_rr(crossed(1, interaction=0.0) - 0.9 * crossed(1, interaction=0.0).mean((1, 2), keepdims=True))
    assert {"grr_study_high", "categories_few"} <= ids(poor)
    assert poor.status is Status.FAIL
    assert "Improve" in poor.findings[0].sentence("en")
    by_process = gauge_rr(crossed(1), process_sd=100, judged_by="process")
    assert by_process.findings[0].id == "measurement_systems.grr_process_low"
    assert not any(one.startswith("grr_study") for one in ids(by_process))


def test_what_dominates_is_named() -> None:
    study = crossed(1, interaction=0.0) + 4.0 * np.array([-1, 0, 1])[None, :, None]
    assert "mostly_operator" in ids(gauge_rr(study))
    noisy = crossed(1, interaction=0.0) + 4.0 * np.random.default_rng(0).normal(size=(10, 3, 3))
    assert "mostly_repeatability" in ids(gauge_rr(noisy))


def test_categories_are_cut_off_and_their_factor_is_an_option() -> None:
    found = gauge_rr(crossed(1))
    assert found.ndc_unrounded is not None
    assert found.ndc == math.floor(found.ndc_unrounded)
    aiag = gauge_rr(crossed(1), ndc_factor=1.41)
    assert aiag.ndc_unrounded == pytest.approx(found.ndc_unrounded * 1.41 / math.sqrt(2))


def test_one_trial_leaves_the_interaction_in_the_error() -> None:
    found = gauge_rr(crossed(1, trials=1))
    assert "no_repeats" in ids(found)
    assert [row.source for row in found.anova] == ["part", "operator", "repeatability", "total"]
    assert found.interaction_pooled


def test_repeats_that_are_all_equal_are_told() -> None:
    """A zero mean square under F gives no F and a p of zero, never a NaN."""
    study = np.repeat(np.round(crossed(1, trials=1), 1), 3, axis=2)
    found = gauge_rr(study)
    assert "repeats_equal" in ids(found)
    assert found.anova[2].F is None
    assert found.anova[2].p == 0.0
    additive = np.arange(10.0)[:, None, None] + np.arange(3.0)[None, :, None] + np.zeros((1, 1, 2))
    exact = gauge_rr(additive)
    assert "interaction_untested" in ids(exact)
    assert "repeats_equal" in ids(exact)
    same = gauge_rr(np.arange(10.0)[:, None, None] + np.zeros((1, 3, 2)))
    assert "no_gauge_variation" in ids(same)
    assert same.ndc is None
    json.dumps(same.to_dict(), allow_nan=False)


def test_a_study_that_is_no_study_is_refused() -> None:
    study = crossed(1)
    values, parts, operators = long(study)
    assert refused(values, operators, parts) == ["swapped"]
    assert gauge_rr(values, operators, parts, swap_checked=True).parts == 3
    assert refused(values, parts) == ["label_missing"]
    assert refused(study[0]) == ["not_three_ways"]
    assert refused(study[:, :1]) == ["one_operator"]
    assert refused(study[:1]) == ["one_part"]
    assert refused(np.ones((3, 2, 2))) == ["samples.zero_spread"]
    assert refused(study, tolerance=0) == ["tolerance_not_positive"]
    assert refused(study, lower=5, upper=2) == ["samples.limits_inverted"]
    assert refused(study, upper=float(study.mean())) == ["tolerance_not_positive"]
    assert refused(study, process_sd=0) == ["process_sd_not_positive"]
    assert refused(study, judged_by="tolerance") == ["tolerance_missing"]
    assert refused(study, judged_by="process") == ["process_sd_missing"]
    assert refused([1.0, "x"], ["a", "b"], ["c", "d"]) == ["samples.not_a_number"]
    assert refused([1.0, 2.0, 3.0, 4.0], ["a", "a", "b", "b"], ["c", "c", "d", "d"]) == ["looks_nested"]


def test_missing_cells_are_named_and_unequal_numbers_are_sent_to_likelihood() -> None:
    study = crossed(1, parts=4, operators=2, trials=2)
    study[1, 1] = np.nan
    with pytest.raises(Refused) as caught:
        gauge_rr(study)
    told = caught.value.findings[0]
    assert told.id == "measurement_systems.empty_cell"
    assert dict(told.arguments) == {"part": "2", "operator": "2"}
    study = crossed(1, parts=4, operators=2, trials=2)
    study[0, 0, 0] = np.nan
    assert refused(study) == ["unbalanced"]
    found = gauge_rr(study, method="reml")
    assert found.inputs.missing == 1
    assert "samples.missing_values" in {one.id for one in found.findings}


def test_a_trial_that_stands_twice_is_refused_with_its_row() -> None:
    values, parts, operators = long(crossed(1, parts=3, operators=2, trials=2))
    trials = ["1"] * 6 + ["2"] * 6
    assert gauge_rr(values, parts, operators, trial=trials).trials == 2
    trials[7] = "1"
    with pytest.raises(Refused) as caught:
        gauge_rr(values, parts, operators, trial=trials)
    assert caught.value.findings[0].id == "measurement_systems.trial_repeated"
    assert caught.value.findings[0].place.row == 8


def test_wrong_options_are_the_programmers_error() -> None:
    for options in (
        {"method": "magic"}, {"f_over": "part"}, {"interval_method": "boot"}, {"constants": "old"},
        {"judged_by": "me"}, {"confidence": 95}, {"alpha_pool": 2}, {"study_multiplier": 0}, {"ndc_factor": -1},
        {"tolerance": 1, "upper": 2},
    ):  # fmt: skip
        with pytest.raises(ValueError, match=next(iter(options))):
            gauge_rr(crossed(1), **options)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="operators"):
        gauge_rr([1.0], ["a"], ["b"], method="without-operator")


def test_a_wide_repeat_is_told() -> None:
    study = crossed(1)
    study[3, 1, 2] += 8
    assert "ranges_out" in ids(gauge_rr(study))
    assert "ranges_in_control" in ids(gauge_rr(crossed(1)))


def test_the_record_keeps_the_promised_keys() -> None:
    record = json.loads(json.dumps(gauge_rr(crossed(1), tolerance=20).to_dict(), allow_nan=False))
    assert record["schema"] == "jawda/statistics/gauge-rr/1"
    assert tuple(record["components"]) == NAMES
    assert {"variance", "sd", "percent_study", "percent_tolerance", "percent_contribution", "low", "high"} <= set(
        record["components"]["grr"]
    )
    assert set(record["anova"][0]) == {"source", "df", "ss", "ms", "F", "p"}
    assert {"ndc", "method", "findings", "inputs"} <= set(record)
    frame = gauge_rr(crossed(1)).to_frame()
    assert frame["component"].to_list() == list(NAMES)


def test_pictures() -> None:
    found = gauge_rr(crossed(1))
    bars = found.figure(language="fr")
    assert found.findings[0].sentence("fr").split("\N{NO-BREAK SPACE}")[0] in bars
    assert "Répétabilité" in bars
    lines = found.figure(language="en", width=640, picture="parts")
    assert "Mean of each part" in lines
    assert "o1" not in lines
    assert "المشغل" in found.figure(language="ar", picture="operators")
    many = gauge_rr(crossed(1, operators=6))
    assert "Mean of each part" in many.figure(language="en", picture="parts")
    nested = gauge_rr(crossed(1, parts=4), method="nested")
    with pytest.raises(NotImplementedError):
        nested.figure(picture="parts")


def test_a_column_brings_its_unit() -> None:
    values, parts, operators = long(crossed(1))
    assert gauge_rr(numbers(values, name="cote"), parts, operators).inputs.unit is None


def test_the_picture_of_ranges_has_the_limit_that_repeats_keep_to() -> None:
    """A line for each operator; of more than four operators the greatest range of each part."""
    study = crossed()
    found = gauge_rr(study)
    assert found.cell_ranges is not None
    assert found.range_limit == pytest.approx(2.5746 * np.ptp(study, axis=2).mean(), rel=1e-3)
    assert found.cell_ranges == pytest.approx(np.ptp(study, axis=2))
    assert 'class="c-line-3"' in found.figure(language="fr", picture="ranges")
    many = gauge_rr(crossed(operators=6)).figure(language="ar", width=358, picture="ranges")
    assert 'class="c-line-2"' not in many
    with pytest.raises(NotImplementedError):
        gauge_rr(crossed(trials=1)).figure(picture="ranges")
