"""``jawda stats uncertainty``: models as files, both methods, hostile files."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.site.commands.statistics.conftest import Stats

from jawda.core.languages import LANGUAGES
from jawda.core.statistics.uncertainty.monte_carlo import LEAST_TRIALS, MOST_TRIALS
from jawda.site.commands.statistics import values

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
    """NIST TN 1900, E13."""
    said = stats("uncertainty", e13, *FEW, "--json")
    assert said.status == 0
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
