"""Files of others, and what stands in them."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np
import pytest
from tests.reference.statistics.cases import carried, case, data_file

from jawda.core.statistics.reading import Read, read

CASES = carried("reading")


def content(data: dict[str, str]) -> bytes:
    """The bytes of a carried file."""
    if "text" in data:
        return data["text"].encode()
    if "base64" in data:
        return base64.b64decode(data["base64"])
    return gzip.decompress(base64.b64decode(data["gzip_base64"]))


def found_in(name: str) -> tuple[Read, dict[str, Any]]:
    one = CASES[name]
    return read(one["data"]["file"], content(one["data"])), one["expected"]


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("aqdef")])
def test_aqdef(name: str) -> None:
    found, expected = found_in(name)
    facts = found.report.understood.facts
    assert {"lines": facts["lines"], "k_lines": facts["key_lines"], "distinct_keys": facts["distinct_keys"],
            "value_lines": facts["value_lines"]} == expected  # fmt: skip


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("qif")])
def test_qif(name: str) -> None:
    found, expected = found_in(name)
    facts = found.report.understood.facts
    names = {
        "n_elements": "elements", "n_characteristic_measurements": "measurements", "n_values": "values",
        "n_characteristic_nominals": "nominals", "n_characteristic_items": "items",
    }  # fmt: skip
    for key, value in expected.items():
        # the published sum is given to nine decimals
        assert facts[names.get(key, key)] == value if key != "value_sum" else round(facts[key], 9) == value, key


def test_french_csv() -> None:
    found, expected = found_in("csv-french-cp1252")
    understood, table = found.report.understood, found.table
    assert table is not None
    assert (understood.separator, understood.decimal) == (expected["delimiter"], expected["decimal"])
    assert list(table.column_names) == expected["columns"]
    column = table.numbers("Cote (mm)")
    assert [None if np.isnan(value) else value for value in column.values.tolist()] == expected["values"]
    assert column.unit == expected["unit_from_header"]
    first = int(table.rows[0])
    absent = [row - first + 1 for exclusion in column.inputs().excluded for row in exclusion.rows]
    assert sorted(absent) == expected["missing_rows_1based"]
    assert understood.columns[3].date_format == expected["date_format"]
    told = {check.id: check for check in found.report.findings}
    assert told["data_reading.cells_empty"].statistic == 1
    assert told["data_reading.cells_not_determined"].arguments["value"] == "n.d."
    far = told["data_reading.far_values"]
    assert (far.arguments["row"], far.arguments["factor"]) == (first + 2, 84)


@pytest.mark.parametrize("name", CASES)
def test_carried_cases_are_the_published_ones(name: str) -> None:
    """Where the published folder stands, the carried copy is the same."""
    published = case("formats", name)
    one = CASES[name]
    assert (one["expected"], one["tolerance"]) == (published["expected"], published["tolerance"])
    assert content(one["data"]) == data_file(published["data"]["file"]).read_bytes()
    assert json.dumps(one)
