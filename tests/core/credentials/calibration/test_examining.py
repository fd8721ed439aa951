"""A certificate examined as a whole, as JSON, and for the register of instruments."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.core.credentials.calibration.certificates import (
    CORE,
    ERRORS,
    ITEMS,
    NOW,
    STATEMENTS,
    document,
    laboratory,
    measurement,
    middle,
    quantity,
    real,
    result,
    root,
    signed,
)

from jawda.core.credentials.calibration import SCHEMA, RegisterEntry, Standing, examine, read, register_entries

FORM = Path(__file__).resolve().parents[4] / "docs" / "reference" / "calibration-certificate.schema.json"
ANCHORS = (root().certificate,)


def entry(**parts: str) -> RegisterEntry:
    return register_entries(read(document(**parts)))[0]


def test_signed_and_good() -> None:
    data = signed(document(), laboratory(), middle())
    found = examine(data, at=NOW, anchors=ANCHORS)
    assert found.holds
    assert found.signature.standing is Standing.TRUSTED
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.certificate == read(document())


def test_after_a_refused_signature_nothing_is_read() -> None:
    data = signed(document(), laboratory(), middle()).replace(b"LM-2026", b"LM-2027", 1)
    found = examine(data, at=NOW, anchors=ANCHORS)
    assert not found.holds
    assert (found.certificate, found.checks, found.register_entries()) == (None, (), ())
    assert "LM-2027" not in json.dumps(found.to_dict())


def test_a_failed_check() -> None:
    data = document(core=CORE.replace("LM-2026-0042", ""))
    assert not examine(data, at=NOW).holds
    assert examine(document(), at=NOW).holds, "unsigned is a warning"
    assert not examine(document(), at=NOW - timedelta(days=365)).holds


DOCUMENTS = [
    document(),
    signed(document(), laboratory(), middle()),
    signed(document()).replace(b"LM-2026", b"LM-2027", 1),
    document(
        core="<dcc:coreData/>", items="", laboratory="", persons="", customer="", statements="", measurements="",
    ),
    document(
        end="<dcc:document><dcc:fileName>a</dcc:fileName></dcc:document>",
        measurements=measurement(
            result(f"<dcc:list>{ERRORS}{quantity(f'<si:hybrid>{real()}</si:hybrid>')}</dcc:list><dcc:text/>"),
            "<dcc:usedMethods><dcc:usedMethod/></dcc:usedMethods><dcc:measuringEquipments><dcc:measuringEquipment/>"
            "</dcc:measuringEquipments><dcc:influenceConditions><dcc:influenceCondition/></dcc:influenceConditions>",
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize("data", DOCUMENTS)
def test_json_has_the_documented_form(data: bytes) -> None:
    schema: dict[str, Any] = json.loads(FORM.read_text("utf-8"))
    found = json.loads(json.dumps(examine(data, at=NOW, anchors=ANCHORS).to_dict(), allow_nan=False))
    jsonschema.Draft202012Validator(schema).validate(found)
    assert found["schema"] == SCHEMA == schema["properties"]["schema"]["const"]


def test_json_shows_units_as_people_write_them() -> None:
    found = examine(document(), at=NOW).to_dict()
    series = found["certificate"]["measurements"][0]["results"][0]["quantities"][0]["series"][0]
    assert (series["units"], series["units_shown"], series["written"]) == (
        [r"\milli\metre"],
        ["mm"],
        ["0.01", "0.02", "-0.01"],
    )
    assert found["certificate"]["core"]["ended_on"] == "2026-03-03"


def test_what_the_register_takes() -> None:
    found = entry()
    assert (found.name, found.manufacturer, found.model) == ("Pied à coulisse", "Mesure SA", "P150")
    assert (found.identified("customer"), found.identified("manufacturer"), found.identified("owner")) == (
        "PC-12",
        "SN 7",
        "",
    )
    assert (found.certificate_number, found.laboratory, found.laboratory_code) == (
        "LM-2026-0042", "Laboratoire de métrologie", "ET 01",
    )  # fmt: skip
    assert (found.calibrated_on, found.due_on, found.conforming) == (date(2026, 3, 3), date(2027, 3, 3), True)
    assert (found.results, found.expanded_uncertainty, found.coverage_factor, found.unit) == (1, 0.03, 2.0, "mm")
    assert found.to_dict()["identifications"] == [
        {"issuer": "manufacturer", "value": "SN 7"}, {"issuer": "customer", "value": "PC-12"},
    ]  # fmt: skip
    assert register_entries(read(document()), language="en")[0].name == "Caliper"


def test_the_next_date_only_where_it_is_stated() -> None:
    assert entry(statements="").due_on is None
    assert entry(statements=STATEMENTS.replace("basic_recalibration", "basic_other")).due_on is None
    assert entry(statements=STATEMENTS.replace("<dcc:date>2027-03-03</dcc:date>", "")).due_on is None
    assert entry(laboratory="", core="<dcc:coreData/>").to_dict()["calibrated_on"] is None


@pytest.mark.parametrize(
    ("word", "conforming"),
    [("pass", True), ("noFail", True), ("conditionalPass", True), ("fail", False), ("noPass", False),
     ("conditionalFail", False), ("other", None)],
)  # fmt: skip
def test_conformity_wherever_it_is_stated(word: str, conforming: bool | None) -> None:
    said = f"<dcc:metaData><dcc:conformity>{word}</dcc:conformity></dcc:metaData>"
    metadata = f"<dcc:measurementMetaData>{said}</dcc:measurementMetaData>"
    whole = measurement().replace("</dcc:measurementResult>", f"{metadata}</dcc:measurementResult>")
    of_quantity = measurement(result(ERRORS.replace("</dcc:quantity>", f"{metadata}</dcc:quantity>")))
    of_table = measurement(result(f"<dcc:list>{ERRORS}{metadata}</dcc:list>"))
    for measured in (whole, of_quantity, of_table):
        assert entry(statements="", measurements=measured).conforming is conforming
        if conforming is not None:
            assert entry(measurements=measured).conforming is conforming
    assert entry(statements="").conforming is None


def test_the_largest_uncertainty_where_all_have_one_unit() -> None:
    larger = ERRORS.replace(">0.03<", ">0.05 NaN 0.04<").replace(">2<", ">2 2 3<")
    found = entry(measurements=measurement(result(ERRORS + larger)))
    assert (found.expanded_uncertainty, found.coverage_factor) == (0.05, None)
    other = ERRORS.replace(r"\milli\metre", r"\metre")
    found = entry(measurements=measurement(result(ERRORS + other)))
    assert (found.expanded_uncertainty, found.coverage_factor, found.unit) == (None, None, "")
    assert entry(measurements="").expanded_uncertainty is None


def test_a_name_for_all_items() -> None:
    named = ITEMS.replace("<dcc:items>", "<dcc:items><dcc:name><dcc:content>Hygromètre</dcc:content></dcc:name>")
    named = named.replace('<dcc:content lang="fr">Pied à coulisse</dcc:content>', "").replace(
        '<dcc:content lang="en">Caliper</dcc:content>', ""
    )
    assert entry(items=named).name == "Hygromètre"
