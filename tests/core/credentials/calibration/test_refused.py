"""What could be understood in two ways, or costs too much, is refused with its place."""

from __future__ import annotations

import time
from datetime import date

import pytest
from tests.core.credentials.calibration.certificates import (
    CORE,
    CUSTOMER,
    ERRORS,
    ITEMS,
    LABORATORY,
    PERSONS,
    STATEMENTS,
    document,
    quantity,
    real,
)
from tests.core.credentials.calibration.readings import only, reason, refusal, with_data

from jawda.core.credentials.calibration import read
from jawda.core.credentials.calibration.nodes import MOST_FAULTS, MOST_NUMBERS
from jawda.core.credentials.calibration.reading import MOST_BYTES, MOST_ELEMENTS
from jawda.core.credentials.calibration.texts import MOST_FILE_BYTES, MOST_FILES

NEWER = "<si:measurementUncertaintyUnivariate{0}>{1}</si:measurementUncertaintyUnivariate{0}>"


def test_a_document_type_of_any_kind() -> None:
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    assert reason(document(head=entity, core=CORE.replace("LM-2026-0042", "&e;"))) == "document_type"
    assert reason(document(head="<!DOCTYPE x>")) == "document_type"
    assert reason(document(head="<!DOCTYPE x>").decode().encode("utf-16")) == "document_type"


def test_bounds() -> None:
    assert reason(b"<a>" + b" " * MOST_BYTES) == "too_large"
    assert reason(document(end="<dcc:comment>" * 70 + "</dcc:comment>" * 70)) == "too_deep"
    assert reason(document(end="<a/>" * MOST_ELEMENTS)) == "too_many_elements"
    spaces = "".join(f' xmlns:a{number}="urn:{number}"' for number in range(70))
    assert reason(document(attributes=spaces)) == "too_many_namespaces"
    assert reason(b"<a>") == "broken_xml"
    assert reason(b"<a/>") == "another_document"
    assert reason(b'<digitalCalibrationCertificate xmlns="urn:other"/>') == "another_document"


def test_lists_without_end() -> None:
    values = "1 " * (MOST_NUMBERS + 1)
    before = time.process_time()
    found = refusal(
        with_data(quantity(f"<si:realListXMLList><si:valueXMLList>{values}</si:valueXMLList></si:realListXMLList>"))
    )
    assert found[0][0] == "many_numbers"
    assert time.process_time() - before < 1


def test_units_without_end() -> None:
    units = " ".join(rf"\metre\tothe{{{number}}}" for number in range(101))
    values = "1 " * 101
    inside = f"<si:valueXMLList>{values}</si:valueXMLList><si:unitXMLList>{units}</si:unitXMLList>"
    assert reason(with_data(quantity(f"<si:realListXMLList>{inside}</si:realListXMLList>"))) == "many_units"


def test_files_that_are_bombs() -> None:
    file = "<dcc:document><dcc:fileName>a</dcc:fileName><dcc:dataBase64>{}</dcc:dataBase64></dcc:document>"
    assert refusal(document(end=file.format("A" * (MOST_FILE_BYTES * 4 // 3 + 8)))) == [
        ("large_file", "document/dataBase64")
    ]
    for broken in ("AAA", "A===", "AA-_", "é", "AAAA=AAA"):
        assert refusal(document(end=file.format(broken))) == [("base64", "document/dataBase64")]
    inside = "<dcc:text>" + file.replace("document", "file").format("AAAA") * (MOST_FILES + 1) + "</dcc:text>"
    assert reason(with_data(inside)) == "many_files"


@pytest.mark.parametrize(
    ("there", "then", "name", "path"),
    [
        ("<dcc:uniqueIdentifier>", "<dcc:uniqueIdentifier>X</dcc:uniqueIdentifier><dcc:uniqueIdentifier>", "twice",
         "administrativeData/coreData/uniqueIdentifier[2]"),
        (">LM-2026-0042<", "><b/>LM-2026-0042<", "elements_in_text", "administrativeData/coreData/uniqueIdentifier"),
        (">2026-02-27<", ">27/02/2026<", "date", "administrativeData/coreData/receiptDate"),
        (">2026-02-27<", ">2026-02-30<", "date", "administrativeData/coreData/receiptDate"),
        (">2026-02-27<", ">2026-02-27+25:00<", "date", "administrativeData/coreData/receiptDate"),
        (">LM-2026-0042<", f">{'x' * 100_001}<", "long_text", "administrativeData/coreData/uniqueIdentifier"),
    ],
)  # fmt: skip
def test_a_fault_says_its_place(there: str, then: str, name: str, path: str) -> None:
    assert there in CORE
    assert refusal(document(core=CORE.replace(there, then))) == [(name, path)]


def test_parts_that_stand_twice() -> None:
    assert ("twice", "administrativeData[2]") in refusal(
        document().replace(b"<dcc:measurementResults>", b"<dcc:administrativeData/><dcc:measurementResults>")
    )
    assert reason(with_data(quantity(real() + real()))) == "twice"
    assert reason(with_data(quantity(real(more="<si:value>2</si:value>")))) == "twice"
    both = (
        "<si:expandedUnc><si:uncertainty>1</si:uncertainty></si:expandedUnc>"
        + NEWER.format("", "<si:standardMU><si:valueStandardMU>1</si:valueStandardMU></si:standardMU>")
    )  # fmt: skip
    assert reason(with_data(quantity(real(more=both)))) == "twice"


@pytest.mark.parametrize(
    "figures", ["1,5", "0x10", "1_000", "inf", "-INF", "1e999", "1e99999", "--1", "٣", "1" * 65, "1 2"]
)
def test_numbers_that_are_none(figures: str) -> None:
    found = refusal(with_data(quantity(real(figures))))
    name = "several_values" if figures == "1 2" else "number"
    assert found == [(name, "measurementResults/measurementResult/results/result/data/quantity/real/value")]


@pytest.mark.parametrize("figures", ["1", "+1.5", "-.5", "1.", "1e3", "1.5E-3", "NaN"])
def test_numbers(figures: str) -> None:
    (series,) = only(quantity(real(figures))).series
    assert series.values == (None if figures == "NaN" else float(figures),)
    assert series.written == (figures,)


def test_values_without_number_or_unit() -> None:
    assert refusal(with_data(quantity("<si:real/>"))) == [
        ("missing", "measurementResults/measurementResult/results/result/data/quantity/real")
    ] * 2  # fmt: skip
    assert reason(with_data(quantity(real("")))) == "missing"


@pytest.mark.parametrize("zone", ["", "Z", "+14:00", "-14:00", "+00:00", "-13:59"])
def test_zones(zone: str) -> None:
    """XML Schema 1.1, part 2, 3.3.9: a date may have the offset of its zone, from −14:00 to +14:00."""
    core = read(document(core=CORE.replace(">2026-02-27<", f">2026-02-27{zone}<"))).core
    assert core.received_on == date(2026, 2, 27)
    inside = f"<si:dateTime>2026-03-03T10:00:00{zone}</si:dateTime>"
    assert only(quantity(real(more=inside))).series[0].times == (f"2026-03-03T10:00:00{zone}",)


@pytest.mark.parametrize("zone", ["+14:01", "-14:30", "+25:00", "+01:60", "+1:00", "z"])
def test_zones_that_are_none(zone: str) -> None:
    assert reason(document(core=CORE.replace(">2026-02-27<", f">2026-02-27{zone}<"))) == "date"
    assert reason(with_data(quantity(real(more=f"<si:dateTime>2026-03-03T10:00:00{zone}</si:dateTime>")))) == "time"


def test_moments_and_truth_values() -> None:
    assert reason(with_data(quantity(real(more="<si:dateTime>2026-03-03</si:dateTime>")))) == "time"
    assert reason(with_data(quantity(real(more="<si:dateTime>2026-02-30T10:00:00Z</si:dateTime>")))) == "time"
    assert only(quantity(real(more="<si:dateTime>2026-03-03T10:00:00.5</si:dateTime>"))).series[0].times
    said = "<dcc:statements><dcc:statement><dcc:traceable>yes</dcc:traceable></dcc:statement></dcc:statements>"
    assert reason(document(statements=said)) == "boolean"
    empty = said.replace("yes", "")
    assert read(document(statements=empty)).statements[0].traceable is None
    inside = "<dcc:charsXMLList>a<b/></dcc:charsXMLList>"
    assert reason(with_data(quantity(inside))) == "elements_in_text"


def test_an_attribute_without_end() -> None:
    assert reason(with_data(quantity(real(), refType="x" * 201))) == "long_text"


def test_not_more_faults_than_a_person_mends() -> None:
    assert len(refusal(with_data(quantity(real("x")) * 200))) == MOST_FAULTS


def test_no_administrative_data() -> None:
    assert reason(document().replace(b"administrativeData", b"other")) == "missing"
    assert reason(document(core="")) == "missing"


def test_every_part_is_used_by_a_test() -> None:
    """The parts that tests change stand in the document they change."""
    text = document().decode()
    assert all(part in text for part in (CORE, ITEMS, LABORATORY, PERSONS, CUSTOMER, STATEMENTS, ERRORS))
