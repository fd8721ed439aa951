"""Published cases of capability, at their tolerances; what authors do differently is an option."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from tests.reference.statistics.cases import case, data_file

from jawda.core.statistics.capability import Specification, capability, capability_of_law, capability_of_summary
from jawda.core.statistics.capability.laws import Law, Normal, Weibull


def pistons(one: dict[str, Any]) -> list[list[float]]:
    first, last = one["params"]["rows"]
    with data_file(one["data"]["csv"]).open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return [[float(value) for name, value in row.items() if name != "sample"] for row in rows[first - 1 : last]]


@pytest.mark.parametrize("name", ["qcc-cap1", "qcc-cap2", "qcc-cap3"])
def test_piston_rings(name: str) -> None:
    """Mean range, n - 1 degrees of freedom, one-sided bounds of Cpl and Cpu, and degrees of Cpm as qcc has them."""
    one = case("capability", name)
    given, expected, rel = one["params"], one["expected"], one["tolerance"]["rel"]
    specification = Specification(given["lsl"], given["usl"], given["target"])
    found = capability(
        pistons(one), specification, within="rbar", degrees="overall", side_bounds="each", cpm_degrees="unsquared"
    )
    assert found.stable
    assert found.mean == pytest.approx(expected["center"], rel=rel)
    assert found.sigma_within == pytest.approx(expected["sd"], rel=rel)
    for index, figures in expected["indices_value_lo_hi"].items():
        estimate = found.indices[index.replace("_", "")]
        assert [estimate.value, estimate.low, estimate.high] == pytest.approx(figures, rel=rel), index
    assert found.expected_within is not None
    assert found.observed is not None
    outside = [found.expected_within.below, found.expected_within.above]
    assert outside == pytest.approx([1e6 * part for part in expected["expected_beyond"]], rel=2 * rel, abs=0.5)
    counted = [found.observed.below, found.observed.above]
    assert counted == pytest.approx([1e6 * part for part in expected["observed_beyond"]], rel=rel)


def test_bottle_volumes() -> None:
    one = case("capability", "sixsigma-ca")
    given, expected, rel = one["params"], one["expected"], one["tolerance"]["rel"]
    found = capability(one["data"]["x"], Specification(given["lsl"], given["usl"], given["target"]))
    assert found.mean == pytest.approx(expected["mean"], rel=rel)
    assert found.sigma_overall == pytest.approx(expected["sd"], rel=rel)
    for index, key in (("Pp", "pp_ci"), ("Ppk", "ppk_ci_sixsigma")):
        estimate = found.indices[index]
        assert [estimate.low, estimate.high] == pytest.approx(expected[key], rel=rel)
    assert found.indices["Pp"].value == pytest.approx(expected["pp"], rel=rel)
    assert found.indices["Ppk"].value == pytest.approx(expected["ppk"], rel=rel)
    assert 3 * (found.indices["Ppk"].value or 0) == pytest.approx(expected["z_st"], rel=rel)


def test_handbook() -> None:
    one = case("capability", "nist-capability")
    given, expected, rel = one["params"], one["expected"], one["tolerance"]["rel"]
    found = capability_of_summary(given["mean"], given["sigma"], None, Specification(given["lsl"], given["usl"], 14))
    for index, key in (("Cp", "cp"), ("Cpl", "cpl"), ("Cpu", "cpu"), ("Cpk", "cpk"), ("Cpm", "cpm_target_14")):
        # the case has twelve digits
        assert found.indices[index].value == pytest.approx(expected[key], rel=max(rel, 5e-12))


def test_interval_of_a_textbook() -> None:
    one = case("capability", "montgomery-cp-ci")
    given, expected, rel = one["params"], one["expected"], one["tolerance"]["rel"]
    found = capability_of_summary(
        None, given["s"], given["n"], Specification(given["lsl"], given["usl"]), confidence=1 - given["alpha"]
    ).indices["Cp"]
    assert found.value == pytest.approx(expected["cp"], rel=rel)
    assert [found.low, found.high] == pytest.approx(expected["ci"], rel=rel)
    value, low, high = expected["printed"]
    assert found.value == pytest.approx(value, abs=5e-3)
    # the book takes chi-squared to two decimals
    assert [found.low, found.high] == pytest.approx([low, high], abs=6e-3)


def law_of(given: dict[str, Any]) -> Law:
    if given["dist"] == "normal":
        return Normal(given["mean"], given["sd"])
    return Weibull(given["shape"], given["scale"])


@pytest.mark.parametrize("name", ["iso-percentile-weibull", "iso-percentile-normal"])
def test_percentiles_of_a_known_law(name: str) -> None:
    one = case("capability", name)
    given, expected, rel = one["params"], one["expected"], one["tolerance"]["rel"]
    found = capability_of_law(law_of(given), Specification(given["lsl"], given["usl"]))
    assert found.percentiles is not None
    assert found.expected is not None
    at = [found.percentiles.low, found.percentiles.median, found.percentiles.high]
    assert at == pytest.approx([expected[key] for key in ("x_0135", "x_50", "x_99865")], rel=rel)
    for index, key in (("Pp", "pp"), ("Ppl", "ppk_l"), ("Ppu", "ppk_u"), ("Ppk", "ppk")):
        assert found.indices[index].value == pytest.approx(expected[key], rel=rel)
    outside = [found.expected.below, found.expected.above]
    assert outside == pytest.approx([expected["ppm_below"], expected["ppm_above"]], rel=rel)
