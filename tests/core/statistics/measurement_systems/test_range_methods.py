"""Average and range, range method, and their constants."""

from __future__ import annotations

import numpy as np
import pytest
from tests.core.statistics.measurement_systems.studies import crossed
from tests.core.statistics.measurement_systems.test_gauge_rr import ids, refused

from jawda.core.statistics.control_charts.constants import d2_star, range_degrees_of_freedom, range_moments
from jawda.core.statistics.measurement_systems import gauge_rr


@pytest.mark.parametrize(
    ("size", "mean", "sd"),
    [
        (2, 1.12838, 0.85250), (3, 1.69257, 0.88837), (5, 2.32593, 0.86408), (10, 3.07751, 0.79705),
        (25, 3.93063, 0.70844),
    ],
)  # fmt: skip
def test_moments_of_the_range(size: int, mean: float, sd: float) -> None:
    """Printed d2 and d3 (ISO 7870-2, ASTM E2587)."""
    assert range_moments(size) == pytest.approx((mean, sd), abs=1.1e-5)


def test_exact_moments_of_two() -> None:
    """The range of two is |N(0, 2)|: mean 2 / √π, variance 2 − 4 / π."""
    assert range_moments(2)[0] == pytest.approx(2 / np.sqrt(np.pi), rel=1e-12)
    assert range_moments(2)[1] == pytest.approx(np.sqrt(2 - 4 / np.pi), rel=1e-12)


def test_divisors_of_the_manual() -> None:
    """d2* of AIAG's appendix C: for one range of 2, 3, 10, and for five ranges of 2."""
    assert [round(d2_star(size, groups), 3) for size, groups in ((2, 1), (3, 1), (10, 1), (2, 5))] == [
        1.414, 1.912, 3.179, 1.191,
    ]  # fmt: skip
    assert 1 / d2_star(3, 1) == pytest.approx(0.5231, abs=1e-4)
    assert range_degrees_of_freedom(2, 1) == pytest.approx(1.0)
    assert range_degrees_of_freedom(5, 10) == pytest.approx(36.5, abs=0.1)
    assert range_degrees_of_freedom(5, 10**9) > 1e6
    for wrong in ((1, 1), (3, 0)):
        with pytest.raises(ValueError, match="at least"):
            d2_star(*wrong)


def test_average_and_range_by_hand() -> None:
    """EV = K1 · R̄, AV² = (K2 · Xdiff)² − EV² / (n r), PV = K3 · Rp (AIAG MSA III.B)."""
    study = crossed(1)
    found = gauge_rr(study, method="average-range")
    ev = 0.5908 * np.ptp(study, axis=2).mean()
    av = np.sqrt((0.5231 * np.ptp(study.mean((0, 2)))) ** 2 - ev**2 / 30)
    c = dict(found.components.items())
    assert c["repeatability"].sd == pytest.approx(ev)
    assert c["operator"].sd == pytest.approx(av)
    assert c["part"].sd == pytest.approx(0.3146 * np.ptp(study.mean((1, 2))))
    assert "interaction" not in c
    assert found.average_range is not None
    assert found.average_range.K1 == 0.5908
    assert "interaction_not_seen" in ids(found)
    exact = gauge_rr(study, method="average-range", constants="exact")
    assert exact.components.grr.sd == pytest.approx(found.components.grr.sd, rel=5e-3)
    assert exact.components.grr.sd != found.components.grr.sd


def test_operators_that_agree_give_zero_and_it_is_told() -> None:
    study = crossed(1, interaction=0.0)
    study -= study.mean((0, 2))[None, :, None]
    found = gauge_rr(study, method="average-range")
    assert found.components.operator is not None
    assert found.components.operator.variance == 0
    assert "clamped_operator" in ids(found)


def test_printed_constants_end() -> None:
    assert refused(crossed(1, parts=12), method="average-range") == ["beyond_table"]
    assert refused(crossed(1, trials=1), method="average-range") == ["repeats_needed"]
    assert gauge_rr(crossed(1, parts=12), method="average-range", constants="exact").ndc is not None


def test_range_method_of_the_manual() -> None:
    """Five parts, two appraisers, mean range 0.07 and process deviation 0.0777 give 75.7 % (AIAG MSA III.B)."""
    one, other = [0.85, 0.75, 1.00, 0.45, 0.50], [0.80, 0.70, 0.95, 0.55, 0.60]
    study = np.stack([one, other], axis=1)[:, :, None]
    found = gauge_rr(study, method="range", process_sd=0.0777)
    assert found.components.grr.sd == pytest.approx(0.0588, abs=5e-5)
    assert found.components.grr.percent_process == pytest.approx(75.7, abs=0.1)
    assert found.status.value == "fail"
    assert found.components.grr.low is not None
    assert found.components.total is None
    exact = gauge_rr(study, method="range", constants="exact")
    assert exact.components.grr.sd == pytest.approx(found.components.grr.sd, rel=1e-5)
    assert "range_needs_comparison" in ids(exact)
    assert exact.ndc is None
    assert [row["component"] for row in found.rows()] == ["grr"]
    with pytest.raises(NotImplementedError):
        found.figure()
    assert refused(crossed(1), method="range") == ["range_one_trial"]
