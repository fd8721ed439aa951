"""Bias from data, from a summary, with the spread of a range."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.measurement_systems import bias, bias_from_summary
from jawda.core.statistics.measurement_systems.location import t_quantile, t_two_sided

MANUAL = [5.8, 5.7, 5.9, 5.9, 6.0, 6.1, 6.0, 6.1, 6.4, 6.3, 6.0, 6.1, 6.2, 5.6, 6.0]


def test_the_example_of_the_manual_by_range() -> None:
    """Fifteen measurements: t 0.1153 with 10.8 degrees of freedom, bias within −0.1185 to 0.1319 (AIAG MSA III.B)."""
    found = bias(MANUAL, reference=6.0, spread="range")
    assert found.bias == pytest.approx(0.0067, abs=5e-5)
    assert found.sd == pytest.approx(0.22514, abs=2e-5)
    assert found.standard_error == pytest.approx(0.05813, abs=1e-5)
    assert found.t == pytest.approx(0.1153, rel=6e-3)
    assert found.df == pytest.approx(10.8, abs=0.05)
    assert found.interval.low == pytest.approx(-0.1185, abs=3e-4)
    assert found.interval.high == pytest.approx(0.1319, abs=3e-4)


def test_data_and_summary_agree() -> None:
    values = np.array(MANUAL)
    one = bias(MANUAL, reference=5.9, process_sd=2.5, tolerance=4)
    other = bias_from_summary(
        mean=values.mean(), sd=values.std(ddof=1), count=15, reference=5.9, process_sd=2.5, tolerance=4
    )
    assert one.t == pytest.approx(other.t)
    assert one.p == pytest.approx(other.p)
    assert one.percent_tolerance == pytest.approx(100 * one.bias / 4)
    assert one.percent_process == pytest.approx(100 * one.bias / 15)
    assert other.rows()[0]["low"] == pytest.approx(one.interval.low)
    json.dumps(one.to_dict(), allow_nan=False)


def test_repeatability_is_judged_before_bias() -> None:
    names = {
        sd: [one.id.split(".")[1] for one in bias(MANUAL, reference=6.0, process_sd=sd).findings]
        for sd in (2.5, 1.0, 0.3)
    }
    assert "repeatability_low" in names[2.5]
    assert "repeatability_high" in names[1.0]
    assert "repeatability_high" in names[0.3]
    assert "bias_found" in [one.id.split(".")[1] for one in bias(MANUAL, reference=5.0).findings]


def test_far_tails_keep_their_digits() -> None:
    assert t_two_sided(50.0, 60) == pytest.approx(2.1e-50, rel=0.5)
    assert t_two_sided(t_quantile(7, 0.9), 7) == pytest.approx(0.1)


def test_refusals() -> None:
    for call, name in (
        (lambda: bias([1.0, 1.0], reference=1), "samples.zero_spread"),
        (lambda: bias([1.0, 2.0], reference=1, process_sd=-1), "measurement_systems.process_sd_not_positive"),
        (lambda: bias([1.0, 2.0], reference=1, tolerance=0), "measurement_systems.tolerance_not_positive"),
        (lambda: bias_from_summary(mean=1, sd=1, count=1, reference=1), "samples.too_few"),
        (lambda: bias_from_summary(mean=1, sd=0, count=9, reference=1), "samples.zero_spread"),
    ):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.findings[0].id == name
    with pytest.raises(ValueError, match="spread"):
        bias([1.0, 2.0], reference=1, spread="iqr")  # type: ignore[arg-type]
