"""QIF results: the chain from a measurement to its definition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.core.statistics.reading.documents import aspects, measurement, qif, results

from jawda.core.findings import Refused
from jawda.core.spreadsheets.model import Limits
from jawda.core.statistics.reading import CharacteristicSet, Read, read

TOLERANCE = "<Tolerance><MaxValue>{}</MaxValue><MinValue>{}</MinValue><DefinedAsLimit>{}</DefinedAsLimit></Tolerance>"


def characteristics(data: bytes) -> tuple[CharacteristicSet, Read]:
    found = read("a.qif", data)
    assert found.characteristics is not None
    return found.characteristics, found


def told(found: Read) -> set[str]:
    return {check.id.removeprefix("data_reading.") for check in found.report.findings}


def refusal(data: bytes, **options: Any) -> str:
    with pytest.raises(Refused) as refused:
        read("a.qif", data, **options)
    return refused.value.findings[0].id


def test_limits_along_the_chain() -> None:
    """A tolerance is added to the target value unless it is defined as limits; a zone has an upper limit only."""
    found, outcome = characteristics(
        qif(
            aspects(
                ("Diameter", TOLERANCE.format("0.3", "-0.3", "false"), "<TargetValue>12.7</TargetValue>"),
                ("Diameter", TOLERANCE.format("6.5", "6.3", "true"), ""),
                ("Flatness", "<ToleranceValue>0.1</ToleranceValue>", ""),
                ("Angle", TOLERANCE.format("1", "-1", "0"), ""),
                ("Angularity", "", ""),
                ("UserDefinedUnit", "<Tolerance><MaxValue>1</MaxValue></Tolerance>", "<TargetValue>2</TargetValue>"),
                ("Diameter", "<Tolerance><MinValue>x</MinValue></Tolerance>", "<TargetValue>2</TargetValue>"),
            )
            + results(measurement("Diameter", "31", "12.699"), measurement("Diameter", "31", "12.72"))
        )
    )
    assert [(each.lower, each.upper) for each in found.characteristics] == [
        (12.4, 13.0), (6.3, 6.5), (None, 0.1), (None, None), (None, None), (None, 3.0), (None, None),
    ]  # fmt: skip
    assert [each.unit for each in found.characteristics] == ["mm", "mm", "mm", "deg", "mm", None, "mm"]
    first = found.characteristic("Diameter 1")
    assert (first.values.values.tolist(), first.attributes["results"]) == ([12.699, 12.72], ("91", "92"))
    assert told(outcome) == {"without_limits"}
    assert outcome.report.understood.facts["value_sum"] == pytest.approx(25.419)


def test_what_stands_with_a_value() -> None:
    more = "<TimeStamp>2026-11-23T08:30:00</TimeStamp><MeasurementDeviceIds><Id>5</Id></MeasurementDeviceIds>"
    components = '<x><ActualComponent id="81"><SerialNumber>S1</SerialNumber></ActualComponent></x>'
    found, _ = characteristics(
        qif(
            aspects(("Diameter", "", ""))
            + results(
                measurement("Diameter", "31", "1", more=more), measurement("Diameter", "31", "2"), components=components
            )
        )
    )
    only = found.characteristics[0]
    assert only.attributes["serial_number"] == ("S1", None)
    assert only.attributes["device"] == ("5", None)
    assert only.times is not None
    assert only.times[0] == np.datetime64("2026-11-23T08:30:00")
    assert [part.number for part in found.parts] == ["S1", None]


def test_values_that_are_none() -> None:
    found, outcome = characteristics(
        qif(
            aspects(("Diameter", TOLERANCE.format("1", "0", "true"), ""))
            + results(
                measurement("Diameter", "31", "0.5")
                + measurement("Diameter", "31", "9", "NOT_MEASURED")
                + measurement("Diameter", "31", None, "")
                + measurement("Diameter", "31", "INF")
                + measurement("Diameter", "31", "1_0")
                + measurement("Diameter", "31", "2", "PASS")
                + measurement("Diameter", "31", "0.5", "FAIL")
                + measurement("Diameter", "99", "1")
            )
        )
    )
    column = found.characteristics[0].values
    assert column.present().tolist() == [0.5, 2, 0.5]
    assert [(one.reason, one.count) for one in column.exclusions] == [("not_measured", 1)]
    assert told(outcome) == {"values_not_measured", "qif_unlinked", "status_disagrees"}
    assert next(check for check in outcome.report.findings if check.id.endswith("status_disagrees")).statistic == 2
    assert outcome.report.understood.facts["status"] == {"FAIL": 1, "NOT_MEASURED": 1, "PASS": 5, "UNKNOWN": 1}


def test_units_of_values() -> None:
    inch = 'linearUnit="inch"'
    own, _ = characteristics(
        qif(aspects(("Diameter", "", "")) + results(measurement("Diameter", "31", "1", unit=inch)))
    )
    assert own.characteristics[0].unit == "inch"
    mixed, outcome = characteristics(
        qif(
            aspects(("Diameter", "", ""))
            + results(measurement("Diameter", "31", "1", unit=inch) + measurement("Diameter", "31", "1"))
        )
    )
    assert mixed.characteristics[0].unit is None
    assert "units_mixed" in told(outcome)


def test_documents_without_results() -> None:
    found, outcome = characteristics(
        qif("<Characteristics><CharacteristicItems><x/></CharacteristicItems></Characteristics>")
    )
    assert (found.characteristics, told(outcome)) == ((), {"qif_without_results"})
    other, outcome = characteristics(qif("<Results/>", namespace="http://qifstandards.org/xsd/qif2"))
    assert [check.id for check in outcome.report.ambiguous] == ["data_reading.qif_version"]
    assert other.parts == ()


def test_hostile_documents() -> None:
    """No document type, no entities, no depth without end; what is not well formed is refused with its line."""
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert refusal(qif("&b;", before=entity)) == "data_reading.xml_not_plain"
    outside = '<!DOCTYPE x SYSTEM "file:///etc/hostname">'
    assert refusal(qif("", before=outside)) == "data_reading.xml_not_plain"
    assert refusal(qif("<x>" * 100 + "</x>" * 100)) == "spreadsheets.too_many_cells"
    assert refusal(qif("<x>")) == "data_reading.broken_xml"
    assert refusal(b"<html></html>") == "data_reading.not_qif"
    assert refusal(b"<") == "data_reading.broken_xml"
    assert refusal(b"<?xml version='1.0'?>") == "data_reading.broken_xml"
    assert refusal(qif(""), limits=Limits(bytes=10)) == "spreadsheets.file_too_large"
    assert refusal(qif("").decode().replace("utf-8", "utf-16").encode("utf-16")[:40]) == "data_reading.broken_xml"
