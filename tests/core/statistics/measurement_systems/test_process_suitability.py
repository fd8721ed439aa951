"""Uncertainty budgets of measuring systems and measurement processes."""

from __future__ import annotations

import json
import math

import pytest
from tests.core.statistics.measurement_systems.studies import crossed

from jawda.core.findings import Refused
from jawda.core.statistics.measurement_systems import gauge_rr, process_suitability, type1


def test_only_the_greatest_repeatability_counts() -> None:
    """u_RE and u_EVR in the system, u_EVO too in the process: the greatest stands for all (ISO 22514-7)."""
    found = process_suitability(
        tolerance=1.0, u_calibration=0.01, resolution=0.1, u_repeatability_standard=0.02, u_repeatability_object=0.05,
        u_operator=0.03, coverage_factor=2,
    )  # fmt: skip
    resolution = 0.1 / math.sqrt(12)
    assert found.u_ms == pytest.approx(math.hypot(0.01, resolution))
    assert found.u_mp == pytest.approx(math.sqrt(0.01**2 + 0.05**2 + 0.03**2))
    assert found.Q_ms == pytest.approx(200 * 2 * found.u_ms)
    counted = {line.symbol: (line.counted_in_system, line.counted_in_process) for line in found.budget}
    assert counted["u_EVR"] == (False, False)
    assert counted["u_RE"] == (True, False)
    assert counted["u_EVO"] == (False, True)
    assert sum(line.percent or 0 for line in found.budget) == pytest.approx(100)
    assert found.percent_resolution == pytest.approx(10)
    again = process_suitability(
        tolerance=found.smallest_tolerance_mp, u_calibration=0.01, u_repeatability_object=0.05, u_operator=0.03
    )
    assert again.Q_mp == pytest.approx(30)


def test_studies_give_what_is_not_given() -> None:
    study, standard = gauge_rr(crossed(1)), type1([5.0, 5.02, 5.01, 4.99], reference=5.0, tolerance=1.0)
    found = process_suitability(tolerance=20, gauge=study, type1=standard, u_operator=0.0)
    budget = {line.symbol: line.u for line in found.budget}
    assert budget["u_EVR"] == standard.sd
    assert budget["u_BI"] == pytest.approx(abs(standard.bias) / math.sqrt(3))
    assert study.components.repeatability is not None
    assert budget["u_EVO"] == study.components.repeatability.sd
    assert "u_AV" not in budget
    given = process_suitability(tolerance=20, type1=standard, bias=0.3, u_repeatability_standard=0.1)
    assert {line.symbol: line.u for line in given.budget} == pytest.approx({"u_BI": 0.3 / math.sqrt(3), "u_EVR": 0.1})
    direct = process_suitability(tolerance=20, u_bias=0.2)
    assert direct.u_ms == 0.2


def test_a_maximum_permissible_error_stands_for_the_system() -> None:
    found = process_suitability(
        tolerance=1.0, maximum_permissible_error=0.03, u_calibration=0.5, u_repeatability_object=0.02
    )
    assert found.u_ms == pytest.approx(0.03 / math.sqrt(3))
    assert found.u_mp == pytest.approx(math.hypot(0.03 / math.sqrt(3), 0.02))


def test_verdicts() -> None:
    good = process_suitability(tolerance=1.0, u_calibration=0.01, resolution=0.01)
    assert [one.id.split(".")[1] for one in good.findings] == ["process_suitable", "system_suitable", "resolution_fine"]
    poor = process_suitability(tolerance=0.1, u_calibration=0.01, resolution=0.01, u_object=0.05)
    assert [one.id.split(".")[1] for one in poor.findings] == [
        "process_unsuitable", "system_unsuitable", "resolution_coarse", "budget_mostly",
    ]  # fmt: skip
    assert "u_OBJ" in poor.findings[-1].sentence("fr")


def test_refusals_record_and_picture() -> None:
    for options, name in (
        ({"tolerance": None}, "tolerance_missing"),
        ({"tolerance": 1.0}, "budget_empty"),
        ({"tolerance": 1.0, "u_object": -1.0}, "uncertainty_negative"),
    ):
        with pytest.raises(Refused) as caught:
            process_suitability(**options)  # type: ignore[arg-type]
        assert caught.value.findings[0].id == f"measurement_systems.{name}"
    with pytest.raises(ValueError, match="coverage"):
        process_suitability(tolerance=1.0, u_object=1.0, coverage_factor=0)
    found = process_suitability(tolerance=1.0, u_calibration=0.01, u_object=0.02)
    json.dumps(found.to_dict(), allow_nan=False)
    assert [row["symbol"] for row in found.rows()] == ["u_CAL", "u_OBJ"]
    assert "Étalonnage" in found.figure(language="fr")
