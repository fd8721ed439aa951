"""Files of measuring programs and of offices."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from jawda.core.statistics.reading import read
from jawda.core.statistics.validation.areas.common import Runner
from jawda.core.statistics.validation.cases_carried import Case
from jawda.core.statistics.validation.comparisons import Comparisons

#: The published sum is given to nine decimals.
_SUM_DECIMALS: Final = 9
_FACTS: Final[Mapping[str, str]] = {
    "k_lines": "key_lines", "n_elements": "elements", "n_characteristic_measurements": "measurements",
    "n_values": "values", "n_characteristic_nominals": "nominals", "n_characteristic_items": "items",
}  # fmt: skip


def content(data: Mapping[str, str]) -> bytes:
    """The bytes of a carried file: as text, as base64, or packed.

    >>> content({"text": "a;b"}), content({"base64": "YTti"})
    (b'a;b', b'a;b')
    """
    if "text" in data:
        return data["text"].encode()
    if "base64" in data:
        return base64.b64decode(data["base64"])
    return gzip.decompress(base64.b64decode(data["gzip_base64"]))


def facts(case: Case, compare: Comparisons) -> None:
    """What was counted in an AQDEF or QIF file."""
    found = read(case.data["file"], content(case.data)).report.understood.facts
    for name, value in case.expected.items():
        obtained = found[_FACTS.get(name, name)]
        compare.equal(name, round(obtained, _SUM_DECIMALS) if name == "value_sum" else obtained, value)


def french_office(case: Case, compare: Comparisons) -> None:
    """Semicolons, decimal commas, thousands, ``n.d.``, dates, and everything that is to be told."""
    found, expected = read(case.data["file"], content(case.data)), case.expected
    understood, table = found.report.understood, found.table
    assert table is not None  # a text is a table
    column = table.numbers("Cote (mm)")
    first = int(table.rows[0])
    absent = sorted(row - first + 1 for exclusion in column.inputs().excluded for row in exclusion.rows)
    compare.equal("delimiter", understood.separator, expected["delimiter"])
    compare.equal("decimal", understood.decimal, expected["decimal"])
    compare.equal("columns", table.column_names, expected["columns"])
    values: list[Any] = [None if np.isnan(value) else value for value in column.values.tolist()]
    compare.equal("values", values, expected["values"])
    compare.equal("unit_from_header", column.unit, expected["unit_from_header"])
    compare.equal("missing_rows_1based", absent, expected["missing_rows_1based"])
    compare.equal("date_format", understood.columns[3].date_format, expected["date_format"])
    told = {check.id.removeprefix("data_reading.") for check in found.report.findings}
    for name in ("cells_empty", "cells_not_determined", "far_values"):
        compare.equal(f"told: {name}", name in told, expected=True)


RUNNERS: Final[Mapping[str, Runner]] = {"aqdef-": facts, "qif-": facts, "csv-french-": french_office}
