"""Published studies of measuring systems, and attribute agreement, at their tolerances."""

from __future__ import annotations

import csv
from typing import Any

import numpy as np
import pytest
from tests.reference.statistics.cases import case, data_file

from jawda.core.statistics.measurement_systems import (
    GaugeRR,
    bias_from_summary,
    cohen_kappa,
    cohen_kappa_of_table,
    fleiss_kappa,
    fleiss_kappa_of_counts,
    gauge_rr,
    gauge_rr_batch,
    intraclass_correlation,
    kendall_w,
    krippendorff_alpha,
    linearity,
    type1,
)

SOURCES = ("part", "operator", "interaction", "repeatability")


def rows(name: str) -> list[dict[str, str]]:
    with data_file(name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def study_of(one: dict[str, Any]) -> tuple[Any, ...]:
    """Values, parts, operators of a case."""
    if "csv" not in one["data"]:
        return (np.array(one["data"]["parts_operators_trials"]),)
    table = rows(one["data"]["csv"])
    part = "prototype" if "prototype" in table[0] else "part"
    value = one.get("params", {}).get("column", "y")
    return [float(row[value]) for row in table], [row[part] for row in table], [row["operator"] for row in table]


def same_model(found: GaugeRR, expected: dict[str, Any], rel: float) -> None:
    for name, component in found.components.items():
        assert component.variance == pytest.approx(expected["var"][name], rel=rel, abs=1e-12)
        assert component.sd == pytest.approx(expected["sd"][name], rel=rel, abs=1e-12)
        assert component.percent_contribution == pytest.approx(expected["pct_contribution"][name], rel=rel, abs=1e-9)
        assert component.percent_study == pytest.approx(expected["pct_study"][name], rel=rel, abs=1e-9)
        tolerance = expected["pct_tolerance"]
        assert (component.percent_tolerance is None) == (tolerance is None)
        if tolerance is not None:
            assert component.percent_tolerance == pytest.approx(tolerance[name], rel=rel, abs=1e-9)
    assert found.ndc_unrounded == pytest.approx(expected["ndc_unrounded"], rel=rel)
    assert found.ndc == expected["ndc"]


@pytest.mark.parametrize("name", ["aiag-grr-anova", "spcforexcel-5x3x3", "sixsigma-rr", "qualitytools-gage"])
def test_crossed_studies(name: str) -> None:
    one = case("msa", name)
    given, expected, rel = study_of(one), one["expected"], one["tolerance"]["rel"]
    tolerance = one.get("params", {}).get("tolerance")
    reported = gauge_rr(*given, tolerance=tolerance, alpha_pool=0.05)
    full = gauge_rr(*given, tolerance=tolerance, alpha_pool=None)
    over_error = gauge_rr(*given, tolerance=tolerance, f_over="repeatability")
    table = {row.source: row for row in reported.anova}
    for source in SOURCES:
        assert table[source].ss == pytest.approx(expected["ss"][source], rel=rel)
        assert table[source].df == expected["df"][source]
        assert table[source].ms == pytest.approx(expected["ms"][source], rel=rel)
    assert table["total"].ss == pytest.approx(expected["ss"]["total"], rel=rel)
    other = {row.source: row for row in over_error.anova}
    for source in ("part", "operator"):
        assert pytest.approx(expected["F_over_interaction"][source], rel=rel) == table[source].F
        assert pytest.approx(expected["p_over_interaction"][source], rel=rel) == table[source].p
        assert pytest.approx(expected["F_over_repeatability"][source], rel=rel) == other[source].F
    assert pytest.approx(expected["F_interaction"], rel=rel) == table["interaction"].F
    assert pytest.approx(expected["p_interaction"], rel=rel) == table["interaction"].p
    assert reported.interaction_pooled is expected["interaction_pooled"]
    same_model(reported, expected["reported"], rel)
    same_model(gauge_rr(*given, tolerance=tolerance, alpha_pool=0.0), expected["reduced_model"], rel)
    same_model(full, expected["full_model"], rel)


def test_printed_figures_of_the_manual() -> None:
    one = case("msa", "aiag-grr-anova")
    found, printed = gauge_rr(*study_of(one), f_over="repeatability"), one["expected"]["printed"]
    c = dict(found.components.items())
    assert c["repeatability"].sd == pytest.approx(printed["EV"], abs=1e-6)
    assert c["operator"].sd == pytest.approx(printed["AV"], abs=1e-6)
    assert c["grr"].sd == pytest.approx(printed["GRR"], abs=2e-6)
    assert c["part"].sd == pytest.approx(printed["PV"], abs=1e-6)
    assert c["grr"].percent_study == pytest.approx(printed["pct_GRR"], abs=5e-3)
    assert found.ndc == printed["ndc"]
    assert [round(row.F or 0, 2) for row in found.anova[:3]] == [printed["F_part"], printed["F_operator"], 0.43]


def test_batch_of_the_same_study() -> None:
    one = case("msa", "spcforexcel-5x3x3")
    study = np.array(one["data"]["parts_operators_trials"])
    batch = gauge_rr_batch(np.stack([study] * 3))
    for name, measures in batch.components.items():
        assert measures["variance"] == pytest.approx(one["expected"]["reported"]["var"][name], rel=1e-8, abs=1e-12)


def test_likelihood_agrees_with_the_manual() -> None:
    one = case("msa", "aiag-grr-anova")
    found = gauge_rr(*study_of(one), method="reml")
    for name, component in found.components.items():
        assert component.variance == pytest.approx(one["expected"]["reduced_model"]["var"][name], rel=1e-8, abs=1e-12)


def test_average_and_range() -> None:
    one = case("msa", "aiag-grr-xbar-r")
    found, expected, rel = gauge_rr(*study_of(one), method="average-range"), one["expected"], one["tolerance"]["rel"]
    steps, c = found.average_range, dict(found.components.items())
    assert steps is not None
    assert steps.average_range == pytest.approx(expected["Rbarbar"], rel=rel)
    assert steps.operator_difference == pytest.approx(expected["Xdiff"], rel=rel)
    assert steps.part_range == pytest.approx(expected["Rp"], rel=rel)
    names = {"EV": "repeatability", "AV": "operator", "GRR": "grr", "PV": "part", "TV": "total"}
    for short, name in names.items():
        assert c[name].sd == pytest.approx(expected[short], rel=rel)
        assert c[name].sd == pytest.approx(expected["printed"][short], rel=one["tolerance"]["printed"])
    for short, percent in expected["pct"].items():
        assert c[names[short]].percent_study == pytest.approx(percent, rel=rel)
    assert found.ndc == expected["ndc"]


def test_linearity_of_the_manual() -> None:
    one = case("msa", "aiag-linearity")
    expected, rel = one["expected"], one["tolerance"]["rel"]
    values = [value for column in one["data"].values() for value in column]
    references = [float(name) for name, column in one["data"].items() for _ in column]
    found = linearity(values, references)
    for name in (
        "intercept",
        "slope",
        "se_intercept",
        "se_slope",
        "t_intercept",
        "t_slope",
        "p_slope",
        "r2",
        "s",
        "df",
    ):
        assert getattr(found, name) == pytest.approx(expected[name], rel=rel), name
    for at in found.references:
        assert at.bias == pytest.approx(expected["bias_by_reference"][f"{at.reference:g}"], rel=rel)
        assert at.p == pytest.approx(expected["t_test_bias_p"][f"{at.reference:g}"], rel=rel)
    assert not found.zero_within_band


def test_bias_of_the_manual() -> None:
    one = case("msa", "aiag-bias")
    given, expected, rel = one["params"], one["expected"], one["tolerance"]["rel"]
    found = bias_from_summary(mean=given["mean"], sd=given["s"], count=given["n"], reference=given["reference"])
    assert (found.bias, found.t, found.df, found.p) == pytest.approx(
        tuple(expected[name] for name in ("bias", "t", "df", "p")), rel=rel
    )
    assert [found.interval.low, found.interval.high] == pytest.approx(expected["ci95"], rel=rel)
    assert [found.interval.low, found.interval.high] == pytest.approx(
        expected["printed"]["ci"], abs=one["tolerance"]["printed"]
    )


def test_type_1() -> None:
    one = case("msa", "type1-qualitytools")
    found = type1(one["data"]["x"], **one["params"])
    rel = one["tolerance"]["rel"]
    assert found.sd == pytest.approx(one["expected"]["s"], rel=rel)
    for name in ("mean", "cg", "cgk", "t"):
        assert getattr(found, name) == pytest.approx(one["expected"][name], rel=rel)


def test_cohen() -> None:
    one = case("attribute_agreement", "cohen-2x2")
    found = cohen_kappa_of_table(one["data"]["table"])
    for name in ("kappa", "po", "pe"):
        assert getattr(found, name) == pytest.approx(one["expected"][name], abs=one["tolerance"]["abs"])


def test_diagnoses() -> None:
    one = case("attribute_agreement", "fleiss-diagnoses")
    table = [list(row.values()) for row in rows(one["data"]["csv"])]
    expected, rel = one["expected"], one["tolerance"]["rel"]
    found = fleiss_kappa(table)
    assert found.kappa == pytest.approx(expected["kappa"], rel=rel)
    assert found.z == pytest.approx(expected["z"], rel=rel)
    assert [round(each.kappa or 0, 3) for each in found.category_kappas] == expected["category_kappa_3dp"]
    assert fleiss_kappa(table, exact=True).kappa == pytest.approx(expected["kappa_conger_exact"], rel=rel)
    two = cohen_kappa([row[1] for row in table], [row[2] for row in table])
    assert two.kappa == pytest.approx(expected["cohen_rater2_rater3"], rel=rel)
    assert two.z == pytest.approx(expected["cohen_rater2_rater3_z"], rel=rel)


def test_fleiss_from_counts() -> None:
    one = case("attribute_agreement", "fleiss-wiki")
    found, rel = fleiss_kappa_of_counts(one["data"]["counts"]), one["tolerance"]["rel"]
    assert (found.kappa, found.po, found.pe) == pytest.approx(
        tuple(one["expected"][name] for name in ("kappa", "P_bar", "Pe")), rel=rel
    )


def test_anxiety() -> None:
    """R's irr takes the degrees of freedom of F at the estimate, and counts each pair once: both are options."""
    one = case("attribute_agreement", "kappa-weighted-anxiety")
    table = [[int(cell) for cell in row.values()] for row in rows(one["data"]["csv"])]
    expected, rel = one["expected"], one["tolerance"]["rel"]
    for weights in ("linear", "quadratic"):
        found = cohen_kappa([row[0] for row in table], [row[1] for row in table], weights=weights)
        assert found.kappa == pytest.approx(expected[weights], rel=rel)
    assert kendall_w(table).value == pytest.approx(expected["kendall_W"], rel=rel)
    icc = intraclass_correlation(table, test_degrees="estimate")
    assert (icc.value, icc.statistic, icc.p, icc.low, icc.high) == pytest.approx(
        tuple(expected["icc"][name] for name in ("value", "Fvalue", "p.value", "lbound", "ubound")), rel=rel
    )
    assert krippendorff_alpha(table, pairs="counted").value == pytest.approx(expected["kripp"], rel=rel)
