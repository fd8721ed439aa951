"""Capability by percentiles, and after a transformation."""

from __future__ import annotations

import json

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.core.statistics.capability.samples import MM, stable

from jawda.core.findings import Refused
from jawda.core.statistics.capability import MODELS, Capability, Specification, capability, capability_of_law
from jawda.core.statistics.capability.laws import Exponential, Gamma, Law, LogNormal, Normal, Weibull
from jawda.core.statistics.capability.non_normal import percentile_indices
from jawda.core.statistics.capability.percentile import PROBABILITIES

POSITIVE = Specification(0.001, 9.0)


def drawn(law: Law, count: int = 200, seed: int = 3) -> NDArray[np.float64]:
    return law.quantile(np.random.default_rng(seed).uniform(size=count))


def names(found: Capability) -> set[str]:
    return {check.id.split(".")[1] for check in found.findings}


#: Flatness of 30 parts in hundredths of a millimetre, written for this test and its page.
FLATNESS = [
    12, 31, 8, 22, 45, 17, 26, 9, 63, 19, 14, 38, 5, 28, 21, 33, 11, 52, 16, 24, 7, 41, 18, 13, 36, 29, 10, 23, 20, 75,
]  # fmt: skip
SKEWED = drawn(Weibull(1.5, 2.0))


@pytest.mark.parametrize("model", MODELS)
def test_every_model_answers(model: str) -> None:
    found = capability(SKEWED, POSITIVE, model=model, size=5)
    # the charts of the others are of values, or of scores of a law, that are not normal
    assert found.stable or model in ("normal", "lognormal", "percentile")
    found = capability(SKEWED, POSITIVE, model=model, size=5, stability="assumed")
    for name in ("Cp", "Cpk", "Pp", "Ppk"):
        value = found.indices[name].value
        assert value is not None
        assert 0.2 < value < 2
    assert found.method.options["model"] == model
    json.dumps(found.to_dict(), allow_nan=False)
    assert found.figure(language="en").startswith("<svg")
    assert all(check.sentence("ar") for check in found.findings)


@pytest.mark.parametrize(
    ("law", "model"),
    [
        (Weibull(1.5, 2.0), "weibull"),
        (LogNormal(0.0, 0.4), "lognormal"),
        (Gamma(3.0, 1.0), "gamma"),
        (Exponential(1.0), "exponential"),
    ],
)
def test_intervals_cover_as_often_as_they_say(law: Law, model: str) -> None:
    low, high = (float(value) for value in law.quantile(np.array([1e-4, 0.9999])))
    specification = Specification(low, high)
    true = percentile_indices(law, specification, PROBABILITIES, "P")
    held = dict.fromkeys(("Pp", "Ppk", "Ppu"), 0)
    for seed in range(150):
        found = capability(drawn(law, 120, seed), specification, model=model, stability="assumed")
        for name in held:
            estimate, wanted = found.indices[name], true[name]
            assert estimate.low is not None
            assert estimate.high is not None
            assert wanted is not None
            held[name] += estimate.low <= wanted <= estimate.high
    assert all(0.87 <= count / 150 <= 1.0 for count in held.values()), held


def test_a_skewed_stable_process_is_not_called_unstable() -> None:
    """Of normal scores the chart is quiet; of the values themselves it would signal at the long tail."""
    steep = drawn(LogNormal(0.0, 1.0), 300)
    assert capability(steep, Specification(0, 100), model="lognormal").stable
    assert capability(steep, Specification(0, 100)).stable is False


def test_an_unstable_process_keeps_performance_alone() -> None:
    moving = SKEWED * np.repeat([1.0, 4.0], 100)
    for model in ("weibull", "box_cox", "johnson"):
        found = capability(moving, Specification(0.001, 60.0), model=model)
        assert found.stable is False
        assert found.indices["Cpk"].value is found.indices["Cp"].value is None
        assert found.indices["Ppk"].value is not None


def test_automatic_choice() -> None:
    kept = capability(stable(), MM, model="auto", size=5)
    assert kept.model is not None
    assert kept.model.law.name == "normal"
    assert kept.model.candidates == ()
    assert kept.indices == capability(stable(), MM, size=5).indices
    found = capability(SKEWED, POSITIVE, model="auto")
    assert {"law_chosen", "law_fits"} <= names(found)
    assert found.model is not None
    assert found.model.law.name == "weibull"


def test_the_normal_law_may_win_after_all() -> None:
    """Rejected at 0.05 and still the best of those that were tried."""
    for seed in range(60):
        found = capability(stable(60, mean=0.0, sigma=1.0, seed=seed), Specification(-9, 9), model="auto")
        assert found.model is not None
        if found.model.law.name == "normal" and found.model.candidates:
            assert found.model.candidates[0].name == "normal"
            assert "not_normal" in names(found)
            return
    pytest.fail("none of 60 samples")


def test_laws_that_fit_alike_and_tell_another_tale() -> None:
    """Thirty values do not tell a lognormal tail from that of a gamma law: said, with both indices."""
    found = capability(FLATNESS, Specification(upper=150), model="auto", stability="assumed")
    assert found.model is not None
    near = [one.law for one in found.model.candidates if one.bic - found.model.candidates[0].bic < 2]
    indices = [percentile_indices(law, Specification(upper=150), PROBABILITIES, "P")["Ppk"] or 0 for law in near]
    said = next(check for check in found.findings if check.id == "capability.laws_disagree")
    assert said.arguments["count"] == len(near) > 1
    assert said.statistic == pytest.approx(max(indices))
    assert max(indices) > 1.1 * min(indices)


def test_many_values() -> None:
    count = 6000
    assert capability(stable(count), MM, model="auto").model.law.name == "normal"  # type: ignore[union-attr]
    near = capability(drawn(Weibull(1.5, 2.0), count), POSITIVE, model="weibull")
    assert "law_near" in names(near)
    far = capability(drawn(Weibull(1.5, 2.0), count), POSITIVE, model="exponential")
    assert "law_far" in names(far)
    whole = capability(drawn(Weibull(1.5, 2.0), 5000), POSITIVE, model="weibull").indices["Pp"]
    thin = near.indices["Pp"]
    assert thin.low is not None
    assert thin.high is not None
    assert whole.low is not None
    assert whole.high is not None
    assert thin.high - thin.low < whole.high - whole.low


def test_what_is_said_of_the_law() -> None:
    assert "law_misfits" in names(capability(SKEWED, POSITIVE, model="exponential"))
    assert "transformed" in names(capability(SKEWED, POSITIVE, model="box_cox"))
    assert {"percentiles_few", "no_interval"} <= names(capability(SKEWED, POSITIVE, model="percentile"))
    assert "percentiles_few" not in names(capability(drawn(Weibull(1.5, 2.0), 1200), POSITIVE, model="percentile"))
    assert "law_not_judged" in names(capability([1.0, 2.0, 1.5, 4.0], POSITIVE, model="lognormal"))


def test_box_cox_at_a_known_power_is_the_normal_study_of_transformed_values() -> None:
    values = drawn(LogNormal(1.0, 0.3), 120)
    found = capability(values, Specification(1.0, 9.0, 3.0), model="box_cox", size=4)
    assert found.model is not None
    power = found.model.law.parameters["power"]

    def moved(x: float) -> float:
        return (x**power - 1) / power

    other = capability([moved(x) for x in values], Specification(moved(1.0), moved(9.0), moved(3.0)), size=4)
    for name, one in found.indices.items():
        assert one.value == pytest.approx(other.indices[name].value, rel=1e-9), name
    free = capability(1 / values, Specification(0.0, 9.0), model="box_cox")
    assert free.indices["Ppk"].value is not None


def test_a_known_law_has_no_interval() -> None:
    law = Weibull(1.5, 2.0)
    found = capability(SKEWED, POSITIVE, model=law)
    assert found.indices["Pp"].value == capability_of_law(law, POSITIVE).indices["Pp"].value
    assert found.indices["Pp"].low is None
    assert "no_interval" not in names(found)
    known = capability_of_law(Normal(10.0, 0.02), MM)
    assert known.stable is None
    assert known.indices["Cpk"].value is None
    assert known.findings[0].id == "capability.met"


def test_one_limit() -> None:
    found = capability(SKEWED, Specification(upper=9.0), model="weibull")
    assert found.indices["Pp"].value is found.indices["Ppl"].value is None
    assert found.indices["Ppk"] == found.indices["Ppu"]


def test_missing_values_leave_gaps() -> None:
    values = SKEWED.copy()
    values[7] = np.nan
    found = capability(values, POSITIVE, model="weibull")
    assert found.inputs.count == 199
    assert "missing_values" in names(found)
    with pytest.raises(Refused):
        capability(SKEWED - 1, POSITIVE, model="weibull")
