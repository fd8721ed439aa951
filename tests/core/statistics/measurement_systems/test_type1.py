"""Type 1 studies: both conventions, the bias, the resolution."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.measurement_systems import type1
from jawda.core.statistics.result import Status

VALUES = np.round(5 + 0.01 * np.random.default_rng(3).normal(size=50), 4)


def test_indices_by_definition() -> None:
    """Cg is 20 % of the tolerance over 6 s; Cgk takes the bias off half of it (ISO 22514-7)."""
    found = type1(VALUES, reference=5.0, tolerance=1.0, resolution=0.001)
    s, bias = VALUES.std(ddof=1), abs(VALUES.mean() - 5)
    assert found.cg == pytest.approx(0.2 / (6 * s))
    assert found.cgk == pytest.approx((0.1 - bias) / (3 * s))
    assert found.percent_repeatability == pytest.approx(100 * 6 * s / 1.0)
    assert found.percent_repeatability_and_bias == pytest.approx(20 / found.cgk)
    assert found.percent_resolution == pytest.approx(0.1)
    assert found.cg_interval.low < found.cg < found.cg_interval.high  # type: ignore[operator]
    at_least = type1(VALUES, reference=5.0, tolerance=found.smallest_tolerance)
    assert at_least.cgk == pytest.approx(1.33)


@pytest.mark.parametrize(("share", "multiplier"), [(0.15, 6.0), (0.2, 4.0), (0.1, 5.15)])
def test_conventions_of_companies(share: float, multiplier: float) -> None:
    found = type1(VALUES, reference=5.0, tolerance=1.0, tolerance_share=share, study_multiplier=multiplier)
    assert found.cg == pytest.approx(share / (multiplier * VALUES.std(ddof=1)))
    assert found.method.options["tolerance_share"] == share


@given(st.floats(-100, 100), st.floats(0.01, 100))
def test_indices_do_not_depend_on_origin_and_unit(shift: float, scale: float) -> None:
    one = type1(VALUES, reference=5.0, tolerance=1.0)
    other = type1(shift + scale * VALUES, reference=shift + 5 * scale, tolerance=scale)
    assert other.cgk == pytest.approx(one.cgk, rel=1e-6)


def test_verdicts() -> None:
    assert type1(VALUES, reference=5.0, tolerance=1.0).findings[0].id.endswith("type1_capable")
    off = type1(VALUES + 0.09, reference=5.0, tolerance=1.0)
    assert off.findings[0].id.endswith("type1_biased")
    assert off.findings[1].id.endswith("bias_found")
    wide = type1(VALUES, reference=5.0, tolerance=0.1, resolution=0.01)
    assert wide.findings[0].id.endswith("type1_spread")
    assert wide.status is Status.FAIL
    assert {one.id for one in wide.findings} >= {"measurement_systems.resolution_coarse", "samples.enough_values"}
    far = type1(VALUES + 1, reference=5.0, tolerance=1.0)
    assert far.cgk < 0
    assert far.percent_repeatability_and_bias is None
    few = type1([1.0, None, 2.0], reference=1.5, tolerance=1.0)
    assert {one.id for one in few.findings} >= {"samples.few_values", "samples.missing_values"}


def test_refusals() -> None:
    for values, options, name in (
        ([1.0], {"tolerance": 1.0}, "samples.too_few"),
        ([1.0, 1.0], {"tolerance": 1.0}, "samples.zero_spread"),
        ([1.0, 2.0], {"tolerance": None}, "measurement_systems.tolerance_missing"),
        ([1.0, 2.0], {"tolerance": -1.0}, "measurement_systems.tolerance_not_positive"),
        ([1.0, 2.0], {"tolerance": 1.0, "resolution": 0.0}, "measurement_systems.resolution_not_positive"),
    ):
        with pytest.raises(Refused) as caught:
            type1(values, reference=1.0, **options)  # type: ignore[arg-type]
        assert caught.value.findings[0].id == name
    for wrong in ({"tolerance_share": 20}, {"study_multiplier": 0}, {"confidence": 1}, {"significance": 0}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            type1([1.0, 2.0], reference=1.0, tolerance=1.0, **wrong)  # type: ignore[arg-type]


def test_record_and_picture() -> None:
    found = type1([*VALUES, 5.2], reference=5.0, tolerance=1.0)
    record = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert {"cg", "cgk", "bias", "t", "p", "percent_repeatability", "method", "inputs"} <= set(record)
    assert [row["index"] for row in found.rows()] == ["cg", "cgk"]
    picture = found.figure(language="en")
    assert "reference" in picture
    assert picture.count("c-sig") == 1
    assert math.isfinite(found.t)


def test_a_missing_value_is_a_gap_in_the_picture() -> None:
    found = type1([10.0, None, 10.2, 9.9, 10.0], reference=10.0, tolerance=1.0)
    assert found.figure(language="fr").count("c-sig") == 1
