"""Action priority against two transcriptions that agree, and a published Pareto table."""

from __future__ import annotations

import csv

import pytest
from tests.reference.statistics.cases import case, data_file

from jawda.core.statistics.core_tools import action_priority, pareto


def ends(band: str) -> range:
    low, _, high = band.partition("-")
    return range(int(low), int(high or low) + 1)


def test_every_cell_of_the_action_priority() -> None:
    given = case("fmea_pareto", "ap-bands")
    detections = {"d7_10": range(7, 11), "d5_6": range(5, 7), "d2_4": range(2, 5), "d1": range(1, 2)}
    seen = []
    with data_file(given["expected"]["file"]).open(newline="") as lines:
        for row in csv.DictReader(lines):
            for severity in ends(row["severity"]):
                for occurrence in ends(row["occurrence"]):
                    for band, detection_band in detections.items():
                        for detection in detection_band:
                            found = action_priority(severity, occurrence, detection).value
                            assert found == row[band], (severity, occurrence, detection)
                            seen.append(found)
    assert {level: seen.count(level) for level in "HML"} == given["expected"]["counts"]


def test_five_types_of_defect() -> None:
    given = case("fmea_pareto", "pareto-qcc")
    found, expected = pareto(list(given["data"]), list(given["data"].values())), given["expected"]
    assert list(found.causes) == expected["order"]
    assert found.amounts.tolist() == expected["freq"]
    assert found.cumulated.tolist() == expected["cum_freq"]
    # the case prints twelve digits: 31.3333333333 stands for 31 1/3, and is 1.06e-12 off
    close = {"rel": given["tolerance"]["rel"], "abs": 5e-11}
    assert found.percent.tolist() == pytest.approx(expected["pct"], **close)
    assert found.cumulated_percent.tolist() == pytest.approx(expected["cum_pct"], **close)
    assert list(found.vital_few) == expected["vital_few_80"]
