"""A master part over time."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.measurement_systems import stability

DRAW = np.random.default_rng(2)
CHECKS = np.repeat(np.arange(25), 5)
VALUES = 6 + 0.2 * DRAW.normal(size=125)


def test_limits_of_means() -> None:
    """Centre ± 3 · R̄ / d2 / √n."""
    found = stability(VALUES, CHECKS, reference=6.0)
    table = VALUES.reshape(25, 5)
    sd = np.ptp(table, axis=1).mean() / 2.325929
    assert found.sd == pytest.approx(sd, rel=1e-6)
    assert found.upper[0] == pytest.approx(table.mean() + 3 * sd / np.sqrt(5), rel=1e-6)
    assert found.chart == "xbar-r"
    assert found.signals == ()
    assert found.findings[0].id == "measurement_systems.stable"
    assert found.bias is not None
    assert found.bias.value == pytest.approx(VALUES.mean() - 6)
    assert found.t == pytest.approx((VALUES.mean() - 6) / (sd / np.sqrt(125)), rel=1e-6)


def test_limits_of_individuals() -> None:
    values = VALUES[:30]
    found = stability(values)
    sd = np.abs(np.diff(values)).mean() / 1.128379
    assert found.lower[0] == pytest.approx(values.mean() - 3 * sd, rel=1e-6)
    assert found.bias is None


def test_signals() -> None:
    """Beyond a limit; nine in a row on one side; a range too wide."""
    moved = VALUES.copy()
    moved[50:55] += 1
    found = stability(moved, CHECKS)
    assert (11, "beyond") in [(one.point, one.rule) for one in found.signals]
    assert "point 11" in found.findings[0].sentence("en")
    shifted = VALUES + np.where(CHECKS < 12, -0.15, 0.15)
    told = stability(shifted, CHECKS)
    assert "run" in {one.rule for one in told.signals}
    assert told.longest_run >= 9
    wide = VALUES.copy()
    wide[7] += 1.2
    wide[8] -= 1.2
    assert "étendue" in stability(wide, CHECKS).figure(language="fr")
    assert (2, "spread") in [(one.point, one.rule) for one in stability(wide, CHECKS).signals]
    assert "c-sig" in told.figure(language="en")
    assert found.figure(language="fr").count("c-sig") == 1
    assert "11" in str([row for row in found.rows() if "beyond" in row["signals"]])


def test_a_point_on_the_centre_ends_a_run() -> None:
    found = stability([1.0, 3.0] * 3 + [2.0, 2.0] + [1.0, 3.0] * 3)
    assert found.longest_run == 1


def test_checks_of_unequal_sizes() -> None:
    found = stability([*VALUES[:-1], None], CHECKS)
    assert found.upper[-1] > found.upper[0]
    assert found.inputs.missing == 1
    assert [row["name"] for row in found.rows()][:2] == ["0", "1"]
    assert [row["name"] for row in stability(VALUES[:4]).rows()] == ["1", "2", "3", "4"]


def test_refusals_and_record() -> None:
    for arguments, name in (
        (([1.0, 1.0, 1.0],), "samples.zero_spread"),
        (([1.0, 1.0, 2.0, 2.0], [1, 1, 2, 2]), "samples.zero_spread"),
        (([1.0, 2.0, 3.0], [1, 1, 2]), "measurement_systems.check_of_one"),
        (([1.0, 2.0], [1, 1]), "samples.few_subgroups"),
    ):
        with pytest.raises(Refused) as caught:
            stability(*arguments)
        assert caught.value.findings[0].id == name
    with pytest.raises(ValueError, match="confidence"):
        stability([1.0, 2.0], confidence=0)
    json.dumps(stability(VALUES, CHECKS, reference=6.0).to_dict(), allow_nan=False)
