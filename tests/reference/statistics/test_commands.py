"""``jawda stats`` on the files of the published folder: its stable keys, and the published figures under them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.reference.statistics.cases import case, data_file

from jawda.site.command_line import main


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(tmp_path)

    def run(*given: str) -> Any:
        capsys.readouterr()
        status = main(["stats", *given, "--json"])
        out, err = capsys.readouterr()
        assert status in (0, 1), err
        return json.loads(out)

    return run


def file(name: str) -> str:
    return str(data_file(f"data/{name}"))


def test_chart_of_the_flow_width(found: Any) -> None:
    one = case("control_charts", "montgomery-flow-width")["expected"]
    told = found("chart", file("montgomery_flow_width.csv"), "--kind", "xbar-r", "--value", "x1,x2,x3,x4,x5")
    assert told["limits"]["center"] == pytest.approx(one["xbarbar"], rel=1e-9)
    assert told["limits"]["upper"] == pytest.approx(one["printed"]["ucl_x"], abs=1e-4)


def test_chart_of_the_piston_rings(found: Any) -> None:
    given = ("chart", file("pistonrings.csv"), "--value", "x1,x2,x3,x4,x5", "--subgroup", "sample")
    one = case("control_charts", "qcc-piston-xbar")["expected"]["exact"]
    first = found(*given, "--kind", "xbar-r", "--first", "25")
    assert first["limits"]["center"] == pytest.approx(one["center"], rel=1e-9)
    assert first["limits"]["upper"] == pytest.approx(one["ucl"], rel=1e-9)
    assert {signal["point"] for signal in first["signals"]} >= {37, 38, 39}
    assert set(first["signals"][0]) >= {"point", "rule", "side"}


@pytest.mark.parametrize(("name", "part"), [("aiag_grr.csv", "part"), ("qualitytools_gage.csv", "part")])
def test_gauge_study(found: Any, name: str, part: str) -> None:
    told = found("gauge-rr", file(name), "--part", part, "--operator", "operator", "--value", "y")
    one = case("msa", {"aiag_grr.csv": "aiag-grr-anova"}.get(name, "qualitytools-gage"))["expected"]["reported"]
    for component, variance in one["var"].items():
        assert told["components"][component]["variance"] == pytest.approx(variance, rel=1e-8, abs=1e-12)
        assert {"sd", "percent_study", "percent_tolerance"} <= set(told["components"][component])
    assert told["ndc"] == one["ndc"]
    assert {"source", "df", "ss", "ms", "F", "p"} == set(told["anova"][0])


def test_gauge_study_with_a_tolerance_and_trials_apart(found: Any) -> None:
    one = case("msa", "sixsigma-rr")
    column, tolerance = one["params"]["column"], one["params"].get("tolerance")
    given = ["--part", "prototype", "--operator", "operator", "--value", column]
    told = found("gauge-rr", file("sixsigma_rr.csv"), *given, *(["--tolerance", str(tolerance)] if tolerance else []))
    grr = told["components"]["grr"]["percent_study"]
    assert grr == pytest.approx(one["expected"]["reported"]["pct_study"]["grr"], rel=1e-8)


def test_whole_round_of_four_metals(found: Any) -> None:
    told = found("proficiency", file("rmstudy_as_cd_cr_cu.csv"))
    expected = case("proficiency", "rmstudy-a")["expected"]
    for metal, figures in expected.items():
        one = told["measurands"][metal]
        assert one["assigned_value"] == pytest.approx(figures["x_star"], rel=1e-9)
        assert (one["sd"], one["u_assigned"]) == pytest.approx((figures["s_star"], figures["u"]), rel=1e-9)
        assert set(one["scores"][0]) >= {"lab", "z", "z_prime", "zeta", "En"}


def test_agreement_on_diagnoses(found: Any) -> None:
    raters = [word for place in range(1, 7) for word in ("--rating", f"rater{place}")]
    told = found("agreement", file("irr_diagnoses.csv"), *raters)
    expected = case("attribute_agreement", "fleiss-diagnoses")["expected"]
    assert told["between"]["kappa"]["kappa"] == pytest.approx(expected["kappa"], rel=1e-9)


def test_sampling_plans(found: Any) -> None:
    told = found(
        "sampling-plan", "--lot", "2000", "--aql", "0.65", "--edition", "mil-std-105e", "--severity", "reduced"
    )
    assert [told[key] for key in ("code_letter", "sample_size", "accept", "reject")] == ["K", 50, 1, 3]


def test_end_gauge_and_impedance(found: Any, tmp_path: Path) -> None:
    """GUM H.1 and H.2 as files."""
    one = case("uncertainty", "gum-H1")
    stated, expected = dict(one["params"]), one["expected"]
    lines = [f"equation: {stated.pop('model')}", "confidence: 0.99", "inputs:"]
    lines += [f"  {name}: {{value: {value}, u: {u}, dof: {dof}}}" for name, (value, u, dof) in stated.items()]
    (tmp_path / "h1.yaml").write_text("\n".join(lines))
    told = found("uncertainty", "h1.yaml", "--trials", "20000")
    assert told["value"] == pytest.approx(expected["l_nm"], rel=one["tolerance"]["rel"])
    assert (told["u"], told["U"]) == pytest.approx(
        (expected["u_c_nm"], expected["U99_nm"]), rel=one["tolerance"]["rel"]
    )
    two = case("uncertainty", "gum-H2")
    lines = ["equations: {R: V / I * cos(phi), X: V / I * sin(phi), Z: V / I}", "inputs:"]
    lines += [f"  {name}: {{readings: {values}}}" for name, values in two["data"].items()]
    (tmp_path / "h2.yaml").write_text("\n".join([*lines, f"paired: [[{', '.join(two['data'])}]]"]))
    told = found("uncertainty", "h2.yaml", "--trials", "20000")
    for output in told["outputs"]:
        name = output["name"]
        figures = (two["expected"][name], two["expected"][f"u_{name}"])
        assert (output["value"], output["u"]) == pytest.approx(figures, rel=two["tolerance"]["rel"])
    assert told["correlation"]["values"][0][1] == pytest.approx(two["expected"]["r_RX"], rel=two["tolerance"]["rel"])


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("french_cp1252.csv", "csv"),
        ("basicDfq_singlePart_threeCharacteristics.dfq", "aqdef"),
        ("WIDGET_QIF_RESULTS.QIF", "qif"),
    ],
)
def test_read_reports(found: Any, name: str, form: str) -> None:
    told = found("read", file(name))
    assert told["understood"]["format"].startswith(form)
    assert {"skipped", "ambiguous", "findings"} <= set(told)
