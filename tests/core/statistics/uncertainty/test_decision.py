"""Decision rules and risks: JCGM 106, ILAC-G8."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special, stats

from jawda.core.findings import Refused, words
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.result import Status
from jawda.core.statistics.uncertainty import (
    GUARD_FACTORS,
    Process,
    conformance_probability,
    decide,
    global_risks,
    guard_band,
)


def test_breakdown_voltage() -> None:
    """JCGM 106, 7.3: a measured -5.47 V with u = 0.05 V under a limit of -5.40 V conforms with probability 0.92."""
    found = decide(-5.47, u=0.05, upper=-5.40, unit="V")
    assert round(found.conformance_probability, 2) == 0.92
    assert (found.outcome, found.accepted, found.specific_risk) == ("pass", True, 1 - found.conformance_probability)
    assert (found.capability, found.acceptance_lower, found.lower) == (None, None, None)


def test_resistors() -> None:
    """JCGM 106, 9.5.4: 1500 ohm within 0.2, process 0.12, u = 0.04, accepted within 0.18: risks of 1 % and 7 %."""
    process = Process(mean=1500, sd=0.12)
    risks = global_risks(process, 0.04, tolerance=(1499.8, 1500.2), acceptance=(1499.82, 1500.18))
    assert round(risks.consumer, 2) == 0.01
    assert round(risks.producer, 2) == 0.07
    assert round(risks.conforming, 2) == 0.90
    found = decide(1500.1, u=0.04, lower=1499.8, upper=1500.2, guard_factor=0.25, process=process)
    assert found.process_risks is not None
    assert found.process_risks.consumer == pytest.approx(risks.consumer, rel=1e-9)
    assert found.capability == pytest.approx(2.5)
    assert found.method.options["process_sd"] == 0.12
    assert json.dumps(found.to_dict(), allow_nan=False)


@pytest.mark.parametrize(
    ("rule", "risk"),
    [
        ("simple", 0.5),
        ("ilac_g8", 0.0228),
        ("iso_14253_1", 0.0485),
        ("three_sigma", 0.00135),
        ("six_sigma", 1e-9),
        ("uncritical", 0.9772),
    ],
)
def test_rules_and_the_risk_at_their_limit(rule: str, risk: float) -> None:
    """ILAC-G8:09/2019, table 1: guard bands as multiples of U and the probabilities of false acceptance they allow."""
    found = decide(10.0, u=0.5, upper=20.0, rule=rule)
    assert found.guard_band == pytest.approx(GUARD_FACTORS[rule] * 1.0)
    assert found.risk_at_limit == pytest.approx(risk, rel=0.02, abs=1e-9)
    identifiers = [check.id for check in found.findings]
    assert ("uncertainty.no_guard" in identifiers) is (rule in ("simple", "uncritical"))


@pytest.mark.parametrize(
    ("value", "rule", "statements", "outcome", "status"),
    [
        (2.8, "ilac_g8", "binary", "pass", Status.OK),
        (2.81, "ilac_g8", "binary", "fail", Status.FAIL),
        (2.8, "ilac_g8", "non_binary", "pass", Status.OK),
        (2.81, "ilac_g8", "non_binary", "conditional_pass", Status.WARN),
        (3.0, "ilac_g8", "non_binary", "conditional_pass", Status.WARN),
        (3.01, "ilac_g8", "non_binary", "conditional_fail", Status.FAIL),
        (3.2, "ilac_g8", "non_binary", "conditional_fail", Status.FAIL),
        (3.21, "ilac_g8", "non_binary", "fail", Status.FAIL),
        (3.0, "simple", "binary", "pass", Status.OK),
        (3.0000001, "simple", "non_binary", "fail", Status.FAIL),
        (3.2, "uncritical", "binary", "pass", Status.OK),
        (3.1, "uncritical", "non_binary", "conditional_fail", Status.FAIL),
    ],
)
def test_statements(value: float, rule: str, statements: str, outcome: str, status: Status) -> None:
    """ILAC-G8, 4.2: pass or fail; or pass, conditional pass, conditional fail and fail around a limit of 3.0."""
    found = decide(value, u=0.1, lower=-9.0, upper=3.0, rule=rule, statements=statements, unit="g")  # type: ignore[arg-type]
    assert found.outcome == outcome
    assert found.findings[0].status is status
    assert found.specific_risk == pytest.approx(
        1 - found.conformance_probability if found.accepted else found.conformance_probability
    )
    assert all(check.sentence(language) for check in found.findings for language in LANGUAGES)
    assert f"{value:g}\N{NO-BREAK SPACE}g" in found.findings[0].sentence("en") or value == 3.0000001
    assert found.rows()[0]["outcome"] == outcome


def test_guard_band_for_a_risk() -> None:
    """JCGM 106, 8.3.3: one-sided 95 % conformance asks for 1.645 u; two limits share the risk where they are close."""
    assert guard_band(0.2, 0.05, upper=3.0) == pytest.approx(0.2 * 1.6448536, rel=1e-7)
    assert guard_band(0.2, 0.05, lower=3.0) == pytest.approx(0.2 * 1.6448536, rel=1e-7)
    assert guard_band(0.2, 0.05, lower=0.0, upper=3.0) == pytest.approx(0.2 * 1.6448536, rel=1e-7)
    assert guard_band(0.2, 0.05, upper=3.0, degrees_of_freedom=5) == pytest.approx(0.2 * 2.0150484, rel=1e-7)
    assert guard_band(0.2, 0.999999, upper=3.0) == pytest.approx(-0.2 * 4.7534243, rel=1e-6)
    close = guard_band(1.0, 0.05, lower=0.0, upper=4.0)
    assert float(conformance_probability(4.0 - close, 1.0, lower=0.0, upper=4.0)) == pytest.approx(0.95, abs=1e-12)
    assert guard_band(1e-3, 1e-9, upper=3.0) == pytest.approx(1e-3 * 5.9978070, rel=1e-5)
    found = decide(2.5, u=0.2, upper=3.0, largest_risk=0.05)
    assert found.risk_at_limit == pytest.approx(0.05)
    assert found.method.options["rule"] == "risk"
    with pytest.raises(Refused, match=r"uncertainty.too_uncertain"):
        guard_band(3.0, 0.05, lower=0.0, upper=4.0)


@pytest.mark.parametrize(
    ("options", "identifier"),
    [
        ({"u": 0.1}, "samples.no_limits"),
        ({"u": 0.1, "lower": 3.0, "upper": 3.0}, "samples.limits_inverted"),
        ({"u": 0.0, "upper": 3.0}, "uncertainty.not_positive"),
        ({"u": math.inf, "upper": 3.0}, "uncertainty.not_positive"),
        ({"u": 0.1, "upper": math.nan}, "uncertainty.not_finite"),
        ({"u": 0.1, "upper": 3.0, "degrees_of_freedom": math.nan}, "uncertainty.not_positive"),
        ({"u": 1.0, "lower": 0.0, "upper": 4.0, "rule": "ilac_g8"}, "uncertainty.no_acceptance"),
    ],
)
def test_refusals(options: dict[str, float], identifier: str) -> None:
    with pytest.raises(Refused, match=identifier) as refused:
        decide(2.0, **options)  # type: ignore[arg-type]
    found = refused.value.findings[0]
    assert found.place.path
    assert all(words(found, language) for language in LANGUAGES)
    with pytest.raises(Refused, match=r"uncertainty.not_finite"):
        decide(math.nan, u=0.1, upper=3.0)


@pytest.mark.parametrize(
    "options",
    [
        {"rule": "strict"},
        {"statements": "many"},
        {"guard_factor": 1.0, "largest_risk": 0.05},
        {"guard_factor": math.inf},
        {"largest_risk": 0.0},
    ],
)
def test_wrong_options(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        decide(2.0, u=0.1, upper=3.0, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "identifier"),
    [
        ({"sd": 0.0}, "uncertainty.bad_process"),
        ({"sd": math.nan}, "uncertainty.bad_process"),
        ({"sd": 2.0, "distribution": "gamma"}, "uncertainty.bad_gamma"),
    ],
)
def test_processes_are_checked(options: dict[str, object], identifier: str) -> None:
    with pytest.raises(Refused, match=identifier):
        Process(mean=1.0, **options)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"weibull"):
        Process(mean=1.0, sd=1.0, distribution="weibull")  # type: ignore[arg-type]


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=5), st.floats(0.1, 5), st.sampled_from([3.0, 30.0, math.inf]))
def test_one_value_at_a_time_or_many(values: list[float], u: float, degrees: float) -> None:
    """Single = batch; mirrored limits give the mirrored answer; the whole line has probability one."""
    many = conformance_probability(values, u, lower=-1.0, upper=2.0, degrees_of_freedom=degrees)
    single = [float(conformance_probability(v, u, lower=-1.0, upper=2.0, degrees_of_freedom=degrees)) for v in values]
    assert many.tolist() == single
    mirrored = conformance_probability(-np.array(values), u, lower=-2.0, upper=1.0, degrees_of_freedom=degrees)
    assert many == pytest.approx(mirrored, rel=1e-12)
    assert conformance_probability(values, u, degrees_of_freedom=degrees).tolist() == [1.0] * len(values)


def test_small_probabilities_keep_their_digits() -> None:
    found = float(conformance_probability(0.0, 1.0, lower=10.0, upper=11.0))
    assert found == pytest.approx(special.ndtr(-10) - special.ndtr(-11), rel=1e-12)


@given(st.floats(-0.3, 0.3), st.floats(0.02, 0.3), st.floats(0.005, 0.3), st.floats(-0.05, 0.15))
def test_risks_of_a_normal_process_are_those_of_two_normal_variables(
    mean: float, sd: float, u: float, guard: float
) -> None:
    """JCGM 106, 9.5.2 against Owen's closed form of the bivariate normal distribution, for one upper limit."""
    found = global_risks(Process(mean=mean, sd=sd), u, tolerance=(None, 0.2), acceptance=(None, 0.2 - guard))
    total = math.hypot(sd, u)
    h, k, rho = (0.2 - mean) / sd, (0.2 - guard - mean) / total, sd / total
    both = stats.multivariate_normal.cdf([h, k], cov=[[1, rho], [rho, 1]], abseps=1e-10, releps=1e-10)
    assert found.accepted == pytest.approx(special.ndtr(k), abs=1e-9)
    assert found.conforming == pytest.approx(special.ndtr(h), abs=1e-9)
    assert found.consumer == pytest.approx(special.ndtr(k) - both, abs=1e-7)
    assert found.producer == pytest.approx(special.ndtr(h) - both, abs=1e-7)


@pytest.mark.parametrize("distribution", ["gamma", "rectangular"])
def test_other_processes(distribution: str) -> None:
    process = Process(mean=2.0, sd=1.2, distribution=distribution)  # type: ignore[arg-type]
    shape = (2 / 1.2) ** 2
    law = (
        stats.gamma(shape, scale=2 / shape)
        if distribution == "gamma"
        else stats.uniform(2 - 1.2 * math.sqrt(3), 2.4 * math.sqrt(3))
    )
    found = global_risks(process, 0.3, tolerance=(None, 3.0), acceptance=(None, 2.7))
    wrong = integrate.quad(lambda x: law.pdf(x) * special.ndtr((2.7 - x) / 0.3), 3, law.ppf(1 - 1e-12), epsabs=1e-13)[0]
    lost = integrate.quad(lambda x: law.pdf(x) * special.ndtr((x - 2.7) / 0.3), law.ppf(0), 3, epsabs=1e-13)[0]
    assert found.consumer == pytest.approx(wrong, rel=1e-7)
    assert found.producer == pytest.approx(lost, rel=1e-7)
    assert found.conforming == pytest.approx(law.cdf(3), rel=1e-9)


def test_mirrored_limits_have_the_same_risks() -> None:
    upper = global_risks(Process(mean=0.1, sd=0.2), 0.1, tolerance=(None, 0.3), acceptance=(None, 0.25))
    lower = global_risks(Process(mean=-0.1, sd=0.2), 0.1, tolerance=(-0.3, None), acceptance=(-0.25, None))
    assert lower.consumer == pytest.approx(upper.consumer, rel=1e-12)
    assert lower.producer == pytest.approx(upper.producer, rel=1e-12)


def test_a_limit_that_no_item_reaches() -> None:
    far = global_risks(Process(mean=0.0, sd=0.1), 0.05, tolerance=(-50.0, 50.0), acceptance=(-49.0, 49.0))
    assert (far.consumer, far.producer) == (0.0, 0.0)
    assert far.accepted == pytest.approx(1.0)
    sharp = global_risks(Process(mean=2.0, sd=1.0), 1e-5, tolerance=(1.0, 3.0), acceptance=(1.0, 3.0))
    assert sharp.conforming == pytest.approx(0.6826894921370859, rel=1e-9)
    # a limit at one standard deviation: density there times u times E|z| / 2 on each side
    assert sharp.consumer == pytest.approx(2 * stats.norm.pdf(1) * 1e-5 / math.sqrt(2 * math.pi), rel=1e-3)
