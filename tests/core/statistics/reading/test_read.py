"""Any bytes: told apart by what they hold; nothing but a refusal escapes."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.statistics.reading.documents import aspects, measurement, qif, results
from tests.core.statistics.reading.workbooks import ods, row, sheet, xlsx

from jawda.core.findings import Refused, words_with_place
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.reading import read

SAMPLES = {
    "csv": "Pièce;Cote (mm);Date\n1;1 012,5;23/11/2026\n2;<0,5;n.d.\nTotal;3\n".encode("cp1252"),
    "aqdef": b"K0100 1\nK1001/1 P\nK2002/1 D\nK2142/0 mm\n12,5\x140\x1401.01.2013/15:18:31\x0f\nK0014/1 x\nK0001/1 2\n",
    "qif": qif(
        aspects(("Diameter", "<ToleranceValue>1</ToleranceValue>", "")) + results(measurement("Diameter", "31", "1"))
    ),
    "xlsx": xlsx(("M", [["a", "b (mm)", "d"], [1, 2.5, date(2026, 1, 2)], [2, "=B2", None], ["Total", 3]])),
    "ods": ods(sheet(row("a", "b"), row(1, 2.5), row(2, 3.5))),
    "json": b'[{"a": 1, "b": 2}, {"a": 2, "b": 3}]',
}


def looked_at(data: bytes) -> None:
    """Read, and ask for everything that a read gives; only refusals may come, with words in each language."""
    try:
        found = read("fichier", data)
        json.dumps(found.report.to_dict(), allow_nan=False)
        calls: list[Any] = []
        if found.table is not None:
            for name in found.table.column_names:
                calls += [(found.table.numbers, name), (found.table.labels, name), (found.table.dates, name)]
        else:
            assert found.characteristics is not None
            calls += [(found.characteristics.characteristic, name) for name in found.characteristics.names]
        for call, name in calls:
            try:
                call(name)
            except Refused as refused:
                said(refused)
    except Refused as refused:
        said(refused)


def said(refused: Refused) -> None:
    assert refused.findings
    for language in LANGUAGES:
        assert all(words_with_place(finding, language) for finding in refused.findings)


@pytest.mark.parametrize("format_name", SAMPLES)
def test_by_content(format_name: str) -> None:
    """The name says nothing."""
    assert read("a.bin", SAMPLES[format_name]).report.understood.format == format_name


@pytest.mark.parametrize(
    ("data", "identifier"),
    [
        (b"\xd0\xcf\x11\xe0 old", "spreadsheets.old_or_protected"),
        (b"%PDF-1.7", "data_reading.unknown_format"),
        (b"\x89PNG", "data_reading.unknown_format"),
        (b"PK\x03\x04 broken", "spreadsheets.not_a_workbook"),
        (b"\0\1\2", "data_reading.not_text"),
    ],
)
def test_other_files(data: bytes, identifier: str) -> None:
    with pytest.raises(Refused, match=identifier):
        read("a", data)


@pytest.mark.parametrize(
    "data",
    [
        b"\xe9" + b"a" * 300_000,
        b"K2002/1 D\n" + b"1" * 300_000 + b"x\n",
        b"K2002/1 D\nK0001/1 " + b"1" * 300_000 + b"x\n",
        b"1;" * 150_000,
        b"a;b\n" + b" " * 300_000,
        b"a;b\n" + b'"' * 300_001,
        b"a;b\n" + b'";"\n' * 60_000,
        b"a\n" + b"/ " * 9_000 + b"\n1\n",
        b"a" * 10_000 + b";" + b"b" * 10_000 + b"\n1;2\n",
        b"sep=;\n" * 50_000,
        b"\n" * 300_000,
        b"<" * 300_000,
        b"[" * 300_000,
    ],
)
def test_time_grows_with_the_size(data: bytes) -> None:
    """Texts made to slow down what looks back: each ends at once."""
    started = time.process_time()
    looked_at(data)
    assert time.process_time() - started < 5


@given(st.binary(max_size=400))
@settings(max_examples=300)
def test_any_bytes(data: bytes) -> None:
    looked_at(data)


@given(st.text(alphabet="K0124/ ;,.\n\t\"'<>-ab é12µ\x14\x0f", max_size=200))
@settings(max_examples=300)
def test_any_text(text: str) -> None:
    looked_at(text.encode())


@pytest.mark.parametrize("format_name", SAMPLES)
@given(st.data())
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_spoilt_samples(format_name: str, data: st.DataObject) -> None:
    """Cut, changed and swollen files."""
    content = bytearray(SAMPLES[format_name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 12))
        content[at : at + length] = data.draw(
            st.one_of(st.binary(max_size=8), st.sampled_from([b"", b";", b"<", b"\n", b'"']))
        )
        content = content or bytearray(b" ")
    looked_at(bytes(content))


def test_a_fingerprint_of_the_bytes() -> None:
    one, other = read("a", SAMPLES["csv"]), read("b", SAMPLES["csv"])
    assert one.report.inputs.sha256 == other.report.inputs.sha256
    assert one.report.inputs.sha256 != read("a", SAMPLES["csv"] + b"\n").report.inputs.sha256
    with pytest.raises(NotImplementedError):
        one.report.figure()
