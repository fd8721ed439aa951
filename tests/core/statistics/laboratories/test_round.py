"""A whole round: what it computes, what it says, what it refuses."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.laboratories.assigned import by_reference
from jawda.core.statistics.laboratories.homogeneity import homogeneity
from jawda.core.statistics.laboratories.round import evaluate_round
from jawda.core.statistics.laboratories.scores import UncertaintyFlag, Verdict
from jawda.core.statistics.laboratories.stability import stability
from jawda.core.statistics.samples import Column

VALUES = [10.1, 10.3, 9.9, 10.0, 10.2, 14.0, 9.7, 10.4, 10.1, 10.0, 9.8, 10.2, 11.2]
LABS = list("ABCDEFGHIJKLM")


def ids(found: object) -> list[str]:
    return [check.id.removeprefix("laboratories.") for check in found.findings]  # type: ignore[attr-defined]


def test_stable_keys() -> None:
    """Keys that programs rely on."""
    told = json.loads(json.dumps(evaluate_round(VALUES, LABS).to_dict(), allow_nan=False))
    for key in ("assigned_value", "sd", "u_assigned", "scores", "method", "findings", "inputs"):
        assert key in told
    assert {"lab", "z", "z_prime", "zeta", "En", "D_percent", "PA", "verdict"} <= set(told["scores"][0])
    assert told["scores"][0]["zeta"] is None
    assert told["sigma_pt"] == told["sd"]
    assert told["kind"] == "interlaboratory_comparison"


def test_the_name_follows_the_organiser() -> None:
    """ISO/IEC 17043: only a competent provider holds a proficiency test."""
    one, two = evaluate_round(VALUES, LABS), evaluate_round(VALUES, LABS, organiser_competent=True)
    assert (one.method.name, two.method.name) == ("Interlaboratory comparison", "Proficiency testing round")
    assert ids(one)[0] == "interlaboratory_comparison"
    assert ids(two)[0] == "proficiency_test"


def test_z_prime_where_the_assigned_value_is_uncertain() -> None:
    """9.2.1: where u(x_pt) is not under 0.3 σ_pt, z' takes the place of z."""
    sure = evaluate_round(VALUES, LABS, assigned=by_reference(10, 0.01), sigma_pt=0.2)
    unsure = evaluate_round(VALUES, LABS, assigned=by_reference(10, 0.1), sigma_pt=0.2)
    assert (sure.statistic, unsure.statistic) == ("z", "z_prime")
    assert sure.scores[5].verdict is sure.scores[5].verdicts["z"]
    assert unsure.scores[0].z_prime == pytest.approx(0.1 / np.hypot(0.2, 0.1))
    assert "u_negligible" in ids(sure)
    assert "u_not_negligible" in ids(unsure)


def test_counts_of_verdicts() -> None:
    found = evaluate_round(VALUES, LABS, assigned=by_reference(10, 0), sigma_pt=0.5)
    assert (found.satisfactory, found.questionable, found.unsatisfactory, found.not_scored) == (11, 1, 1, 0)
    assert found.scores[5].verdict is Verdict.UNSATISFACTORY
    assert found.laboratories == 13


def test_uncertainties_with_their_factors_or_standard() -> None:
    wide = [0.2] * 12 + [None]
    by_wide = evaluate_round(
        VALUES, LABS, expanded_uncertainty=wide, coverage_factor=[2.0] * 13, assigned=by_reference(10, 0.05),
        sigma_pt=0.5, statistic="En",
    )  # fmt: skip
    by_standard = evaluate_round(
        VALUES, LABS, u=[None if value is None else value / 2 for value in wide],
        assigned=by_reference(10, 0.05), sigma_pt=0.5, statistic="zeta",
    )  # fmt: skip
    assert by_wide.scores[0].En == pytest.approx(by_standard.scores[0].En)
    assert by_wide.scores[0].En == pytest.approx(0.1 / np.hypot(0.2, 0.1))
    assert by_wide.scores[12].verdict is Verdict.NOT_SCORED
    assert by_wide.not_scored == 1
    assert by_wide.scores[12].uncertainty_flag is UncertaintyFlag.NOT_REPORTED
    assert {"not_scored", "uncertainty_absent"} <= set(ids(by_wide))


def test_implausible_uncertainties_are_told() -> None:
    """9.8: reported uncertainties below u(x_pt) or above 1.5 s*."""
    u = [0.001] + [0.2] * 11 + [5.0]
    found = evaluate_round(VALUES, LABS, u=u, assigned=by_reference(10, 0.05), sigma_pt=0.5)
    assert found.scores[0].uncertainty_flag is UncertaintyFlag.TOO_SMALL
    assert found.scores[12].uncertainty_flag is UncertaintyFlag.TOO_LARGE
    assert {"uncertainty_too_small", "uncertainty_too_large"} <= set(ids(found))
    own = evaluate_round(VALUES, LABS, u=u, sigma_pt=0.5, uncertainty_limits=(0, 10))
    assert own.scores[12].uncertainty_flag is UncertaintyFlag.PLAUSIBLE


def test_the_consensus_is_compared_with_the_reference() -> None:
    """7.8."""
    near = evaluate_round(VALUES, LABS, assigned=by_reference(10.1, 0.1), sigma_pt=0.5)
    far = evaluate_round(VALUES, LABS, assigned=by_reference(12, 0.1), sigma_pt=0.05)
    assert "consensus_agrees" in ids(near)
    assert {"consensus_disagrees", "spread_beyond_sigma"} <= set(ids(far))


def test_a_reference_and_a_prescribed_spread_need_no_consensus() -> None:
    """Two laboratories of one opinion, or one alone, can still be scored against a reference."""
    alone = evaluate_round([10.2], ["A"], assigned=by_reference(10, 0.01), sigma_pt=0.1)
    assert (alone.sd, alone.scores[0].z) == (None, pytest.approx(2))
    alike = evaluate_round([10.2, 10.2], ["A", "B"], assigned=by_reference(10, 0.0), sigma_pt=0.1)
    assert alike.consensus_value is None
    exact = evaluate_round([0.1, -0.1], ["A", "B"], assigned=by_reference(0, 0.0), sigma_pt=0.1)
    assert exact.scores[0].D_percent is None


def test_replicates_units_and_missing_values() -> None:
    column = Column(values=np.array([10.0, 10.2, 10.4, np.nan, 9.9]), file="tour.csv")
    found = evaluate_round(column, ["A", "A", "B", "B", "C"], sigma_pt=0.2, unit=["mg/kg"] * 5, replicates="mean")
    assert [(score.lab, score.replicates) for score in found.scores] == [("A", 2), ("B", 1), ("C", 1)]
    assert found.scores[0].value == pytest.approx(10.1)
    assert found.inputs.unit == "mg/kg"
    apart = evaluate_round(column, ["A", "A", "B", "B", "C"], sigma_pt=0.2)
    assert [score.lab for score in apart.scores] == ["A", "A", "B", "C"]
    assert "replicates_separate" in ids(apart)
    assert {"replicates_averaged", "samples.missing_values"} <= set(ids(found))
    with pytest.raises(Refused) as refused:
        evaluate_round(column, ["A", "A", "B", "B", "C"], replicates="refuse")
    place = refused.value.findings[0].place
    assert (place.file, place.row, place.column) == ("tour.csv", 2, "laboratory")
    with pytest.raises(Refused) as refused:
        evaluate_round(column, list("ABCDE"), unit=["mg/kg", "mg/kg", "µg/kg", "mg/kg", "mg/kg"])
    assert (refused.value.findings[0].id, refused.value.findings[0].place.row) == ("samples.units_differ", 3)


def test_items_are_part_of_the_report() -> None:
    alike = homogeneity([5.1, 5.2, 5.0, 5.1, 5.2, 5.2], list("112233"), sigma_pt=0.5)
    still = stability([10.0, 10.1], [10.0, 10.1], sigma_pt=0.5)
    found = evaluate_round(VALUES, LABS, homogeneity=alike, stability=still)
    assert {"homogeneous", "stable"} <= set(ids(found))
    assert {"homogeneity_unknown", "stability_unknown"} <= set(ids(evaluate_round(VALUES, LABS)))
    json.dumps(found.to_dict(), allow_nan=False)


def test_half_equal_results_are_told() -> None:
    found = evaluate_round([1, 1, 1, 1, 2, 3, 4], list("ABCDEFG"))
    assert "half_equal" in ids(found)


def test_refusals() -> None:
    reference = by_reference(10, 0.1)
    for identifier, options in (
        ("laboratories.sigma_not_positive", {"assigned": reference, "sigma_pt": 0.0}),
        ("laboratories.allowed_not_positive", {"sigma_pt": 1.0, "allowed_difference": -1.0}),
        ("laboratories.negative_uncertainty", {"u": [-1.0] * 13}),
        ("laboratories.factor_not_positive", {"u": [1.0] * 13, "coverage_factor": 0.0}),
    ):
        with pytest.raises(Refused, match=identifier):
            evaluate_round(VALUES, LABS, **options)
    for options in (
        {"statistic": "y"},
        {"en_rule": "mine"},
        {"replicates": "drop"},
        {"u": [1.0] * 13, "expanded_uncertainty": [2.0] * 13},
    ):
        with pytest.raises(ValueError, match=r"."):
            evaluate_round(VALUES, LABS, **options)


@pytest.mark.parametrize("statistic", ["auto", "En", "PA"])
def test_the_figure_sorts_the_scores(statistic: str) -> None:
    found = evaluate_round(
        VALUES, [f"laboratoire {lab}" for lab in LABS], u=[0.1] * 12 + [None], statistic=statistic, sigma_pt=0.3
    )
    for language in ("fr", "ar", "en"):
        drawn = found.figure(language=language, width=358)
        assert drawn.count('class="c-bar"') == (12 if statistic == "En" else 13)
        assert "<title" in drawn
        assert "c-sig" in drawn
    assert len(found.rows()) == 13
    assert found.to_frame().height == 13
