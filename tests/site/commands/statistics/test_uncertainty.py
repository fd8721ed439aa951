"""``jawda stats uncertainty``: models as files, both methods, hostile files."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.site.commands.statistics.conftest import Stats

from jawda.core.languages import LANGUAGES
from jawda.core.statistics.uncertainty import GUARD_FACTORS, decide
from jawda.core.statistics.uncertainty.monte_carlo import LEAST_TRIALS, MOST_TRIALS
from jawda.site.commands.statistics import arguments, values

E13 = """
title: coefficient de dilatation
equation: alpha = (L1 - L0) / (L0 * (T1 - T0))
inputs:
  L0: {value: 1.4999, u: 0.0001, dof: 3}
  L1: {value: 1.5021, u: 0.0002, dof: 3}
  T0: {value: 288.15, u: 0.02, dof: 3}
  T1: {value: 373.10, u: 0.05, dof: 3}
"""
JOINT = """
equations:
  Z: V / I
  P: V * I
unit: "1"
inputs:
  V: {readings: [5.007, 4.994, 5.005, 4.990, 4.999]}
  I: {readings: [0.019663, 0.019639, 0.019640, 0.019685, 0.019678]}
paired: [[V, I]]
confidence: 0.99
"""
FEW = ("--trials", "20000")


@pytest.fixture
def e13(tmp_path: Path) -> Path:
    (tmp_path / "e13.yaml").write_text(E13)
    return tmp_path / "e13.yaml"


def test_the_bounds_of_trials_are_those_of_the_method() -> None:
    assert (values.FEWEST_TRIALS, values.MOST_TRIALS) == (LEAST_TRIALS, MOST_TRIALS)


def test_the_stable_keys(stats: Stats, e13: Path) -> None:
    """NIST TN 1900, E13: with so few degrees of freedom the draws do not validate the law of propagation."""
    said = stats("uncertainty", e13, *FEW, "--json")
    assert said.status == 0
    assert said.json["validation"]["validated"] is False
    found = said.json
    assert found["value"] == pytest.approx(1.72662089578e-05, rel=1e-9)
    assert found["u"] == pytest.approx(1.75547728081e-06, rel=1e-9)
    assert found["degrees_of_freedom"] == pytest.approx(4.41576294369, rel=1e-9)
    assert found["U"] == pytest.approx(found["coverage_factor"] * found["u"])
    assert found["interval"] == pytest.approx([found["value"] - found["U"], found["value"] + found["U"]])
    assert sum(line["percent"] for line in found["budget"]) == pytest.approx(100)
    assert found["monte_carlo"]["trials"] == 20000
    assert set(found["validation"]) == {"validated", "d_low", "d_high", "tolerance"}


def test_options_go_before_the_file(stats: Stats, e13: Path) -> None:
    doubled = stats("uncertainty", e13, *FEW, "--factor", "2", "--order", "2", "--json").json
    assert (doubled["coverage_factor"], doubled["u_second"] is None) == (2, False)
    wider = stats("uncertainty", e13, *FEW, "--confidence", "0,99", "--rule", "continuous", "--json").json
    assert wider["confidence"] == 0.99
    assert wider["monte_carlo"]["confidence"] == 0.99
    drawn = [stats("uncertainty", e13, *FEW, "--seed", seed, "--json").json["monte_carlo"]["u"] for seed in "123"]
    assert len(set(drawn)) == 3
    e13.write_text(E13 + "coverage_factor: 2\n")
    assert stats("uncertainty", e13, *FEW, "--json").json["coverage_factor"] == 2
    assert stats("uncertainty", e13, *FEW, "--confidence", "0.99", "--json").json["coverage_factor"] > 4


def test_as_many_trials_as_the_digits_need(stats: Stats, e13: Path) -> None:
    found = stats("uncertainty", e13, "--adaptive", "--digits", "1", "--interval", "shortest", "--json").json
    assert found["monte_carlo"]["trials"] >= 10_000
    assert found["monte_carlo"]["stable"] is True


def test_several_measurands_with_their_correlation(stats: Stats, tmp_path: Path) -> None:
    (tmp_path / "joint.yaml").write_text(JOINT)
    found = stats("uncertainty", "joint.yaml", *FEW, "--json").json
    assert [one["name"] for one in found["outputs"]] == ["Z", "P"]
    assert found["value"] == found["outputs"][0]["value"]
    assert found["confidence"] == 0.99
    assert found["correlation"]["values"][0][0] == pytest.approx(1)
    other = stats("uncertainty", "joint.yaml", *FEW, "--output", "P", "--json").json
    assert other["value"] == found["outputs"][1]["value"]
    said = stats("uncertainty", "joint.yaml", *FEW)
    assert "Z" in said.out.splitlines()[0]
    assert "P" in said.out.splitlines()[1]
    said = stats("uncertainty", "joint.yaml", "--output", "Q")
    assert said.status == 2
    assert "Z, P" in said.err


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", ["budget", "values"])
def test_words_and_pictures(stats: Stats, e13: Path, language: str, picture: str, tmp_path: Path) -> None:
    said = stats("uncertainty", e13, *FEW, "--lang", language, "--picture", picture, "--svg", "x.svg")
    assert "alpha" in said.out.splitlines()[0]
    assert (tmp_path / "x.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("equation: y = __import__('os').system('id')\ninputs: {}\n", "m.yaml"),
        ("equation: y = x.real\ninputs: {x: 1}\n", "m.yaml"),
        ("equation: y = x\ninputs: {x: {value: 1,5}}\n", "m.yaml"),
        ("equation: y = x + z\ninputs: {x: {value: 1, u: 1}}\n", "z"),
        ("a: &a [1]\nb: *a\n", "ligne 2"),
        ("!!python/object:os.system {}\n", "ligne 1"),
        ("[" * 100_000, "m.yaml"),
        ("equation: y = " + "(" * 5_000 + "x" + ")" * 5_000 + "\ninputs: {x: {value: 1, u: 1}}\n", "m.yaml"),
        ("equation: y = 9**9**9**9 * x\ninputs: {x: {value: 1, u: 1}}\n", "m.yaml"),
        ("", "m.yaml"),
        ("\x00", "m.yaml"),
    ],
)
def test_hostile_models_are_refused_soon(stats: Stats, tmp_path: Path, content: str, named: str) -> None:
    (tmp_path / "m.yaml").write_text(content)
    begin = time.process_time()
    said = stats("uncertainty", "m.yaml", *FEW)
    assert time.process_time() - begin < 5
    assert (said.status, said.out) == (2, "")
    assert named in said.err


def test_trials_are_bounded(stats: Stats, e13: Path) -> None:
    for trials in ("999", "20000001", "beaucoup"):
        said = stats("uncertainty", e13, "--trials", trials)
        assert (said.status, said.out) == (2, "")
        assert trials in said.err
    assert stats("uncertainty", e13, "--trials", "1000", "--adaptive").status == 2
    assert stats("uncertainty", "none.yaml").status == 2


@pytest.fixture
def lead(tmp_path: Path) -> Path:
    (tmp_path / "plomb.yaml").write_text("equation: c = a\nunit: mg/L\ninputs:\n  a: {value: 2.7, u: 0.1}\n")
    return tmp_path / "plomb.yaml"


def test_a_decision_with_its_guard_band(stats: Stats, lead: Path) -> None:
    """ILAC-G8: the limit 3.0 less U = 0.2 accepts 2.7; three sigma leaves 2.7 too; six sigma refuses."""
    assert tuple(GUARD_FACTORS) == arguments.DECISIONS
    given = ("uncertainty", lead, *FEW, "--usl", "3", "--json")
    found = stats(*given, "--decision", "ilac_g8").json["decision"]
    expected = decide(2.7, u=0.1, upper=3.0, rule="ilac_g8")
    assert (found["outcome"], found["acceptance_upper"]) == ("pass", pytest.approx(2.8))
    assert found["conformance_probability"] == pytest.approx(expected.conformance_probability)
    said = stats(*given, "--decision", "six_sigma")
    assert (said.status, said.json["decision"]["outcome"]) == (1, "fail")
    assert stats(*given, "--factor", "4", "--decision", "ilac_g8").json["decision"]["outcome"] == "fail"
    assert (
        stats(*given, "--guard-factor", "2", "--statements", "non_binary").json["decision"]["outcome"]
        == "conditional_pass"
    )
    risk = stats(*given, "--largest-risk", "0,05").json["decision"]
    assert risk["guard_band"] == pytest.approx(0.16449, abs=1e-4)
    assert "decision" not in stats("uncertainty", lead, *FEW, "--json").json


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_decision_comes_first(stats: Stats, lead: Path, language: str) -> None:
    given = ("uncertainty", lead, *FEW, "--usl", "3", "--lsl", "2", "--lang", language)
    first = stats(*given, "--json").json["decision"]["findings"][0]["sentences"][language]
    out = stats(*given).out
    assert out.splitlines()[0] == first
    assert out.count(first) == 1


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("--decision", "ilac_g8"), "--lsl"),
        (("--statements", "binary"), "--lsl"),
        (("--usl", "3", "--decision", "ilac_g8", "--guard-factor", "1"), "--guard-factor"),
        (("--usl", "2", "--lsl", "3"), "3"),
        (("--usl", "3", "--lsl", "2.9", "--decision", "six_sigma"), "0,6"),
        (("--usl", "3", "--largest-risk", "5"), "'5'"),
    ],
)
def test_refused_decisions(stats: Stats, lead: Path, given: tuple[str, ...], named: str) -> None:
    said = stats("uncertainty", lead, *FEW, *given)
    assert (said.status, said.out) == (2, "")
    assert named in said.err


def test_a_factor_that_stands_for_certainty(stats: Stats, lead: Path) -> None:
    found = stats("uncertainty", lead, *FEW, "--factor", "1e9", "--json").json
    assert found["U"] == pytest.approx(1e8)
    low, high = found["monte_carlo"]["interval"]
    assert low < 2.4
    assert high > 3


AMMONIUM = """title: Ammonium
unit: mg/L
value: 12
precision: {s_Rw: 1.67 %, n: 60}
bias: {rounds: [{deviation: 2.9 %, u: 1.6 %}, {deviation: -1.4 %, u: 1.4 %}]}
"""


@pytest.fixture
def ammonium(tmp_path: Path) -> Path:
    (tmp_path / "ammonium.yaml").write_text(AMMONIUM)
    return tmp_path / "ammonium.yaml"


def test_top_down_has_the_same_stable_keys(stats: Stats, ammonium: Path) -> None:
    """ISO 11352: sqrt(1.67^2 + (2.9^2 + 1.4^2) / 2 + 1.5^2) = 3.197 %."""
    found = stats("uncertainty", ammonium, "--json").json
    keys = {"value", "u", "coverage_factor", "U", "degrees_of_freedom", "interval", "method", "findings", "inputs"}
    assert keys <= set(found)
    assert found["u"] == pytest.approx(3.1971, abs=1e-3)
    assert (found["unit"], found["inputs"]["unit"], found["inputs"]["file"]) == ("%", "mg/L", "ammonium.yaml")
    assert found["interval"] == pytest.approx([12 - 0.24 * found["u"], 12 + 0.24 * found["u"]])
    assert sum(line["percent"] for line in found["budget"]) == pytest.approx(100)
    assert stats("uncertainty", ammonium, "--factor", "3", "--json").json["U"] == pytest.approx(3 * found["u"])
    ammonium.write_text(AMMONIUM.replace("value: 12\n", ""))
    bare = stats("uncertainty", ammonium, "--json").json
    assert (bare["value"], bare["interval"], bare["u"]) == (None, None, found["u"])
    said = stats("uncertainty", ammonium, "--lang", "en")
    assert said.out.splitlines()[0] == "Expanded uncertainty: U = 6.4\xa0% (k = 2)."


def test_a_study_between_laboratories(stats: Stats, tmp_path: Path) -> None:
    """ISO 21748: sqrt(0.4^2 + 0.3^2) with an effect of a half at a sensitivity of 0.6."""
    (tmp_path / "m.yaml").write_text(
        "unit: g\nscale: absolute\nvalue: 5\n"
        "study: {s_R: 0.4 g, s_r: 0.2 g, others: [{name: temps, u: 0.5, unit: h, sensitivity: 0.6}]}\n"
    )
    found = stats("uncertainty", "m.yaml", "--json").json
    assert (found["u"], found["method"]["standard"]) == (pytest.approx(0.5), "ISO 21748")
    out = stats("uncertainty", "m.yaml").out
    assert "temps" in out
    assert "reproductibilité" in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decision_from_records(stats: Stats, ammonium: Path, language: str, tmp_path: Path) -> None:
    """u = 0.384 mg/L: at a limit of 12.5, 12 passes simply, and not with a guard band of U."""
    given = ("uncertainty", ammonium, "--usl", "12,5", "--lang", language)
    said = stats(*given, "--svg", "x.svg")
    assert said.status == 0
    found = stats(*given, "--decision", "ilac_g8", "--json")
    assert found.status == 1
    decision = found.json["decision"]
    assert decision["acceptance_upper"] == pytest.approx(12.5 - 0.7673, abs=1e-3)
    assert said.out.splitlines()[0] == stats(*given, "--json").json["findings"][0]["sentences"][language]
    assert "Ammonium" in said.out.splitlines()[1]
    assert (tmp_path / "x.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("content", "given", "named"),
    [
        (AMMONIUM, ("--trials", "5000"), "--trials"),
        (AMMONIUM, ("--adaptive",), "--adaptive"),
        (AMMONIUM, ("--picture", "values"), "--picture"),
        (AMMONIUM, ("--confidence", "0.9"), "--confidence"),
        (AMMONIUM, ("--decision", "ilac_g8"), "--lsl"),
        (AMMONIUM.replace("value: 12\n", ""), ("--usl", "3"), "value"),
        (AMMONIUM.replace("1.67 %", "1.67"), (), "ligne 4"),
        (AMMONIUM.replace("1.67 %", "1,67 %"), (), "ligne 4"),
        (AMMONIUM.replace("title", "equation"), (), "ligne 1"),
        (AMMONIUM.replace("precision", "precison"), (), "ligne 4"),
        ("precision: &a {s_Rw: 1 %}\nbias: *a\n", (), "ligne 2"),
        ("precision: !!python/object:os.system {}\n", (), "ligne 1"),
        ("precision: " + "[" * 100_000, (), "m.yaml"),
        ("study: {s_R: 1e400 %, s_r: 1e-400 %}\n", (), "ligne 1"),
    ],
)
def test_refused_records(stats: Stats, tmp_path: Path, content: str, given: tuple[str, ...], named: str) -> None:
    (tmp_path / "m.yaml").write_text(content)
    said = stats("uncertainty", "m.yaml", *given)
    assert (said.status, said.out) == (2, "")
    assert named in said.err


def test_three_readings_are_a_warning(stats: Stats, tmp_path: Path) -> None:
    """GUM G.3 takes two degrees of freedom; only the standard deviation of what is drawn is not defined."""
    (tmp_path / "three.yaml").write_text(
        "equation: L = l + d\nunit: mm\ninputs:\n"
        "  l: {readings: [50.001, 50.002, 50.000], unit: mm}\n  d: {value: 0, u: 0.01, unit: mm}\n"
    )
    said = stats("uncertainty", "three.yaml", "--json")
    assert said.status == 0
    warned = {check["id"]: check["status"] for check in said.json["findings"]}
    assert warned["uncertainty.no_variance"] == "warn"


def test_a_propagation_that_is_not_validated_is_told(stats: Stats, tmp_path: Path) -> None:
    """JCGM 101, 9.2.4: one rectangle dominates. The result of Monte Carlo stands beside it, and nothing has failed."""
    inputs = "inputs:\n  a: {value: 1, u: 0.1}\n  b: {value: 1, half_width: 10}\n"
    (tmp_path / "one.yaml").write_text("equation: y = a + b\n" + inputs)
    (tmp_path / "two.yaml").write_text("equations: {x: 2 * a, y: a + b}\n" + inputs)
    one = stats("uncertainty", "one.yaml", "--json")
    assert (one.status, one.json["validation"]["validated"]) == (0, False)
    assert stats("uncertainty", "two.yaml", "--json").status == 0


def test_the_unit_one_is_not_written(stats: Stats, tmp_path: Path) -> None:
    (tmp_path / "ratio.yaml").write_text(
        'equation: y = a + b\nunit: "1"\ninputs:\n  a: {value: 3, u: 1, unit: "1"}\n  b: {value: 2, u: 1, unit: "1"}\n'
    )
    said = stats("uncertainty", "ratio.yaml", "--usl", "9", "--factor", "2", "--lang", "en", "--svg", "x.svg")
    assert "y = 5.0 ± 2.8: coverage interval from 2.2 to 7.8 for" in said.out
    assert "value: 5\n" in said.out
    assert "5\N{NO-BREAK SPACE}1" not in said.out
    assert stats("uncertainty", "ratio.yaml", "--json").json["unit"] == "1"
