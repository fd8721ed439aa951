"""Uncertainty from a laboratory's own records: ISO 11352, Nordtest, ISO 21748."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused, words
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.result import Status
from jawda.core.statistics.uncertainty import (
    LaboratoryCheck,
    OverRange,
    bias_from_deviations,
    bias_from_recovery,
    bias_from_reference_material,
    bias_from_rounds,
    combine,
    from_interlaboratory_study,
    precision,
    u_of_volume,
)

CONTROL = [20.1, 19.8, 20.4, 20.0, 19.7, 20.3, 20.2, 19.9]
FIRST, SECOND = [10.0, 52.0, 33.0, None], [10.4, 50.0, 33.0, 7.0]


def identifiers(result: Any) -> dict[str, Status]:
    assert all(check.sentence(language) for check in result.findings for language in LANGUAGES)
    return {check.id.removeprefix("uncertainty."): check.status for check in result.findings}


def test_control_sample() -> None:
    """ISO 11352, 8.2.2: the standard deviation of a stable sample that goes through the whole procedure."""
    relative, absolute = precision(CONTROL), precision(CONTROL, scale="absolute", unit="mg/L")
    assert absolute.u == pytest.approx(np.std(CONTROL, ddof=1))
    assert relative.u == pytest.approx(100 * absolute.u / np.mean(CONTROL))
    assert (relative.unit, absolute.unit, absolute.inputs.unit) == ("%", "mg/L", "mg/L")
    assert identifiers(relative) == {"samples.enough_values": Status.OK}
    assert identifiers(precision(CONTROL[:4])) == {"samples.few_values": Status.WARN}
    assert relative.rows()[0]["name"] == "control sample"


def test_duplicates() -> None:
    """ISO 11352, 8.2.3: a standard deviation from ranges is their mean over 1.128."""
    found = precision(CONTROL, duplicates=(FIRST, SECOND), scale="absolute")
    assert found.parts[1].u == pytest.approx((0.4 + 2.0 + 0.0) / 3 / 1.1283791671)
    assert found.u == pytest.approx(math.hypot(found.parts[0].u, found.parts[1].u))
    assert identifiers(found)["samples.missing_values"] is Status.WARN
    assert found.inputs.missing == 1
    pooled = precision(duplicates=(FIRST, SECOND), between_batches=0.5, scale="absolute", estimator="pooled")
    assert [part.name for part in pooled.parts] == ["duplicates", "between batches"]
    assert pooled.parts[0].u == pytest.approx(math.sqrt((0.16 + 4) / 6))
    relative = precision(CONTROL, duplicates=(FIRST, SECOND))
    assert relative.parts[1].u == pytest.approx((0.4 / 10.2 + 2 / 51) * 100 / 3 / 1.1283791671)


def test_reference_material() -> None:
    """Nordtest TR 537: 11.9 found for 11.5 ± 0.5 (95 %), s = 2.2 % of 12 results: u(bias) of 4.2 %."""
    spread = np.linspace(-1, 1, 12)
    values = 11.9 + spread / spread.std(ddof=1) * 0.022 * 11.5
    found = bias_from_reference_material(values, reference=11.5, u_reference=0.5 / 1.96)
    assert found.mean_bias == pytest.approx(3.48, abs=0.005)
    assert round(found.u, 1) == 4.2
    assert [round(part.u, 2) for part in found.parts] == [3.48, 0.64, 2.22]
    assert identifiers(found) == {"samples.enough_values": Status.OK, "bias_not_seen": Status.OK}
    absolute = bias_from_reference_material(values, reference=11.5, u_reference=0.02, scale="absolute")
    assert absolute.mean_bias == pytest.approx(0.4)
    assert identifiers(absolute)["bias_there"] is Status.WARN


def test_several_reference_materials() -> None:
    """Nordtest TR 537: biases of 3.48, -0.9 and 2.4 % have a root mean square of 2.5 %."""
    found = bias_from_deviations([3.48, -0.9, 2.4], u_reference=1.9)
    assert round(found.parts[0].u, 1) == 2.5
    assert round(found.u, 1) == 3.1
    assert identifiers(bias_from_deviations([1.0], u_reference=[0.5])) == {}
    with pytest.raises(Refused, match=r"uncertainty.negative_column"):
        bias_from_deviations([1.0, 2.0], u_reference=[0.5, -0.1])
    with pytest.raises(Refused, match=r"samples.lengths_differ"):
        bias_from_deviations([1.0, 2.0], u_reference=[0.5])
    with pytest.raises(Refused, match=r"samples.too_few"):
        bias_from_deviations([1.0, None], u_reference=[None, 1.0])


def test_rounds() -> None:
    """ISO 11352, 8.3.3: root mean square of the deviations, and the mean of s_R / sqrt(p), 1.25 times for a median."""
    values, assigned = [83, 37, None, 7.1], [81, 38, 5, 7.0]
    spread, laboratories = [8, 3, 1, 0.5], [31, 36, 20, 25]
    plain = bias_from_rounds(values, assigned, reproducibility=spread, laboratories=laboratories, robust=False)
    deviations = [200 / 81, -100 / 38, 10 / 7]
    assert plain.parts[0].u == pytest.approx(math.sqrt(sum(d * d for d in deviations) / 3))
    shares = [100 * 8 / 81 / math.sqrt(31), 100 * 3 / 38 / 6, 100 * 0.5 / 7 / 5]
    assert plain.parts[1].u == pytest.approx(sum(shares) / 3)
    robust = bias_from_rounds(values, assigned, reproducibility=spread, laboratories=laboratories)
    assert robust.parts[1].u == pytest.approx(1.25 * plain.parts[1].u)
    means = bias_from_rounds(
        values, assigned, reproducibility=spread, laboratories=laboratories, robust=False, average="means"
    )
    assert means.parts[1].u == pytest.approx(100 * (8 / 81 + 3 / 38 + 0.5 / 7) / 3 / math.sqrt((31 + 36 + 25) / 3))
    absolute = bias_from_rounds([2.0], [1.0], reproducibility=[0.5], laboratories=[25], robust=False, scale="absolute")
    assert absolute.u == pytest.approx(math.hypot(1.0, 0.1))
    assert identifiers(plain)["samples.few_values"] is Status.WARN
    assert plain.inputs.missing == 1
    with pytest.raises(Refused, match=r"uncertainty.bad_rounds"):
        bias_from_rounds([1], [1], reproducibility=[-1], laboratories=[5])
    with pytest.raises(Refused, match=r"samples.too_few"):
        bias_from_rounds([1, None], [None, 1], reproducibility=[1, 1], laboratories=[5, 5])


def test_recoveries() -> None:
    """Nordtest TR 537: recoveries of 95, 98, 97, 96, 99 and 96 % have a root mean square bias of 3.44 %."""
    found = bias_from_recovery([95, 98, 97, 96, 99, 96], u_concentration=0.6, u_volume=u_of_volume(1.0, 0.5))
    assert round(found.parts[0].u, 2) == 3.44
    assert found.parts[1].u == pytest.approx(math.hypot(0.6, math.sqrt(1 / 3 + 0.25)))
    assert found.method.options["source"] == "recoveries"


def test_combined() -> None:
    """Nordtest TR 537, ammonium: 1.67 % and sqrt(2.26^2 + 1.5^2) % make about 3.2 %, U about 6 %."""
    within = precision([98.33, 101.67] * 20)
    scaled = bias_from_deviations([2.26, -2.26], u_reference=1.5)
    found = combine(within, scaled, value=10.0, unit="µg/L")
    assert round(found.u, 1) == 3.2
    assert round(found.U) == 6
    assert found.interval is not None
    assert found.interval == pytest.approx((10 - found.U / 10, 10 + found.U / 10))
    assert sum(line.percent for line in found.budget) == pytest.approx(100)
    assert identifiers(found)["larger_bias"] is Status.OK
    drawn = found.figure(language="fr")
    assert "biais quadratique moyen" in drawn
    assert found.statement("fr") in drawn
    bare = combine(precision(CONTROL), bias_from_deviations([0.1], u_reference=0.1))
    assert (bare.value, bare.interval, bare.u_at_value) == (None, None, None)
    assert identifiers(bare)["larger_precision"] is Status.OK
    assert "Laboratory’s uncertainty" in bare.figure(language="en")
    with pytest.raises(ValueError, match=r"no measured value"):
        bare.statement("en")
    shown = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert {"value", "u", "coverage_factor", "U", "degrees_of_freedom", "interval", "budget"} <= set(shown)
    assert len(found.rows()) == 3
    assert found.inputs.unit == "µg/L"


def test_only_like_is_combined() -> None:
    absolute = precision(CONTROL, scale="absolute", unit="mg/L")
    with pytest.raises(Refused, match=r"uncertainty.scales_differ"):
        combine(absolute, bias_from_deviations([1.0], u_reference=0.1))
    with pytest.raises(Refused, match=r"samples.units_differ"):
        combine(absolute, bias_from_deviations([1.0], u_reference=0.1, scale="absolute", unit="g/L"))
    with pytest.raises(ValueError, match=r"precision comes first"):
        combine(absolute, absolute)
    bias = bias_from_deviations([1.0], u_reference=0.1, scale="absolute", unit="mg/L")
    found = combine(absolute, bias, value=20.0)
    assert (found.u_at_value, found.U_at_value, found.inputs.unit) == (found.u, found.U, "mg/L")
    for options in ({"coverage_factor": 0}, {"coverage_factor": math.nan}, {"value": math.inf}):
        with pytest.raises(Refused, match=r"uncertainty.not_positive"):
            combine(absolute, bias, **options)


@pytest.mark.parametrize(
    ("call", "identifier"),
    [
        (precision, "uncertainty.no_long_term"),
        (lambda: precision(duplicates=([1.0], [2.0])), "uncertainty.no_long_term"),
        (lambda: precision([1.0, 1.0]), "samples.zero_spread"),
        (lambda: precision([-1.0, 1.0]), "uncertainty.no_relative"),
        (lambda: precision(CONTROL, duplicates=([1.0], [1.0])), "samples.zero_spread"),
        (lambda: precision(CONTROL, duplicates=([1.0], [None])), "samples.too_few"),
        (lambda: precision(CONTROL, duplicates=([1.0, None], [None, 1.0])), "samples.zero_spread"),
        (lambda: precision(CONTROL, duplicates=([1.0], [2.0, 3.0])), "samples.lengths_differ"),
        (lambda: precision(CONTROL, between_batches=0.0), "uncertainty.not_positive"),
        (lambda: bias_from_reference_material(CONTROL, reference=0.0, u_reference=0.1), "uncertainty.no_relative"),
        (lambda: bias_from_reference_material(CONTROL, reference=2.0, u_reference=-1), "uncertainty.negative"),
        (lambda: bias_from_deviations([1.0], u_reference=math.nan), "uncertainty.negative"),
    ],
)
def test_refusals(call: Any, identifier: str) -> None:
    with pytest.raises(Refused, match=identifier) as refused:
        call()
    assert all(words(found, language) for found in refused.value.findings for language in LANGUAGES)


def test_wrong_options() -> None:
    for call in (
        lambda: precision(CONTROL, scale="log"),  # type: ignore[arg-type]
        lambda: precision(CONTROL, estimator="median"),  # type: ignore[arg-type]
        lambda: bias_from_rounds([1], [1], reproducibility=[1], laboratories=[1], average="no"),  # type: ignore[arg-type]
        lambda: from_interlaboratory_study(s_reproducibility=1, s_repeatability=0.5, replicates=0),
    ):
        with pytest.raises(ValueError, match=r"."):
            call()


def test_collaborative_study() -> None:
    """ISO 21748: u^2 = s_R^2 + u(bias)^2 + further effects; a mean of n results keeps s_L^2 + s_r^2 / n."""
    plain = from_interlaboratory_study(s_reproducibility=0.5, s_repeatability=0.3, unit="%")
    assert plain.u == pytest.approx(0.5)
    assert identifiers(plain) == {"laboratory_not_checked": Status.WARN}
    whole = from_interlaboratory_study(
        s_reproducibility=0.5,
        s_repeatability=0.3,
        laboratories=10,
        results_per_laboratory=2,
        u_reference=0.05,
        replicates=3,
        others={"humidity": -0.1},
        value=12.0,
        unit="mg/kg",
    )
    assert whole.u**2 == pytest.approx((0.16 + 0.045) / 10 + 0.0025 + 0.16 + 0.03 + 0.01)
    assert [line.name for line in whole.budget][-1] == "humidity"
    assert whole.interval == pytest.approx((12 - 2 * whole.u, 12 + 2 * whole.u))
    relative = from_interlaboratory_study(
        s_reproducibility=5, s_repeatability=3, scale="relative", value=-40.0, unit="g"
    )
    assert (relative.unit, relative.u_at_value) == ("%", pytest.approx(2.0))
    with pytest.raises(Refused, match=r"uncertainty.s_inverted"):
        from_interlaboratory_study(s_reproducibility=0.3, s_repeatability=0.5)
    with pytest.raises(Refused, match=r"uncertainty.not_positive"):
        from_interlaboratory_study(s_reproducibility=0.3, s_repeatability=0.0)
    with pytest.raises(Refused, match=r"uncertainty.bad_parts"):
        from_interlaboratory_study(s_reproducibility=0.3, s_repeatability=0.1, others={"x": math.nan})


@pytest.mark.parametrize(
    ("check", "bias", "spread"),
    [
        (LaboratoryCheck(deviation=0.5, sd=0.3, count=6), "laboratory_bias_within", "laboratory_precision_alike"),
        (LaboratoryCheck(deviation=-0.9, sd=0.3, count=6), "laboratory_bias_beyond", "laboratory_precision_alike"),
        (LaboratoryCheck(deviation=0.0, sd=0.6, count=6), "laboratory_bias_within", "laboratory_precision_worse"),
    ],
)
@pytest.mark.parametrize("laboratories", [None, 10])
def test_the_laboratory_works_as_the_study_did(
    check: LaboratoryCheck, bias: str, spread: str, laboratories: int | None
) -> None:
    """ISO 21748, 7: bias under 2 sqrt(s_L^2 + s_r^2 / n); repeatability compared by F."""
    found = from_interlaboratory_study(
        s_reproducibility=0.5,
        s_repeatability=0.3,
        laboratories=laboratories,
        results_per_laboratory=3,
        laboratory=check,
    )
    assert list(identifiers(found)) == [bias, spread]
    assert found.findings[1].statistic == pytest.approx((check.sd / 0.3) ** 2)
    with pytest.raises(Refused, match=r"uncertainty.bad_laboratory"):
        from_interlaboratory_study(
            s_reproducibility=0.5, s_repeatability=0.3, laboratory=LaboratoryCheck(deviation=0.1, sd=0.1, count=1)
        )


def test_over_a_range() -> None:
    """Nordtest and Eurachem: absolute near the detection limit, relative above; or both everywhere."""
    low = from_interlaboratory_study(s_reproducibility=0.2, s_repeatability=0.1)
    high = from_interlaboratory_study(s_reproducibility=5.0, s_repeatability=1.0, scale="relative")
    steps = OverRange(low=low, high=high, limit=4.0)
    assert steps.u([1.0, 3.99, 4.0, -10.0]) == pytest.approx([0.2, 0.2, 0.2, 0.5])
    both = OverRange(low=low, high=high, rule="root_sum")
    assert float(both.u(4.0)) == pytest.approx(0.2 * math.sqrt(2))
    for wrong in ({"low": high, "high": low, "limit": 1.0}, {"low": low, "high": high}):
        with pytest.raises(ValueError, match=r"."):
            OverRange(**wrong)  # type: ignore[arg-type]


@given(st.lists(st.floats(50, 150), min_size=3, max_size=12).filter(lambda x: np.ptp(x) > 1), st.floats(0.1, 10))
def test_scale_and_order(values: list[float], factor: float) -> None:
    """A relative uncertainty does not mind the unit; nor does any the order of results."""
    found = precision(values)
    assert precision([factor * value for value in reversed(values)]).u == pytest.approx(found.u, rel=1e-9)
    absolute = precision(values, scale="absolute").u
    assert precision([value + 7 for value in values], scale="absolute").u == pytest.approx(absolute, rel=1e-9)
