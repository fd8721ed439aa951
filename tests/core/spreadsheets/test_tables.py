"""CSV and JSON as people and programs write them, and records by heading."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.spreadsheets import Limits, Sheet, read_csv, read_json_rows, read_table, records
from jawda.core.spreadsheets.model import column_letters


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"a,b\n\xff\xfe\x81", "unknown_encoding"),
        (b"\xff\xfea", "unknown_encoding"),
        (b"a" + b",b" * 100, "too_many_columns"),
        (b"a\n" + b"x" * 30_000, "cell_too_long"),
        (b"a\n" + b"x" * 1_000_000, "broken_csv"),
        (b"a\nb\x07", "control_character"),
        (b'[{"a": 1e999}]', "not_finite"),
        (b'[{"a": "\\u0000"}]', "control_character"),
        (b'[{"a": "\\ud800"}]', "control_character"),
        (b'{"a": [{}], "b": []}', "json_not_rows"),
        (b"[" + b",".join(b'{"a%d":1}' % n for n in range(5000)) + b"]", "too_many_columns"),
        (b"[" + b",".join(b"{}" for _ in range(20_000)) + b"]", "too_many_rows"),
        (b'[{"a": ' + b"9" * 5000 + b"}]", "broken_json"),
    ],
)
def test_refused(content: bytes, fault: str) -> None:
    with pytest.raises(Refused) as refused:
        read_table(content, file="x")
    assert [finding.id for finding in refused.value.findings] == [f"spreadsheets.{fault}"]


def test_places() -> None:
    with pytest.raises(Refused) as refused:
        read_csv(b"a;b\n1;2\n3;x\x07", file="x.csv")
    (finding,) = refused.value.findings
    assert (finding.place.row, finding.place.column, finding.arguments) == (3, "B", {"code": "U+0007", "position": 2})
    with pytest.raises(Refused) as refused:
        read_json_rows(b'[\n{"a": 1},\n{"a" 2}]', file="x.json")
    assert refused.value.findings[0].place.line == 3
    for read in (read_csv, read_json_rows):
        with pytest.raises(Refused, match="file_too_large"):
            read(b"[]" * 10, file="x", limits=Limits(bytes=10))


def test_csv_keeps_rows_and_lines() -> None:
    rows = read_csv(b'a;"b,\nc"\n\n1;2;3\n;;\n', file="x").sheets[0].rows
    assert rows == (("a", "b,\nc"), (), ("1", "2", "3"))
    assert read_csv(b"", file="x").sheets[0].rows == ()
    assert read_csv(b"one\ntwo", file="x").sheets[0].rows == (("one",), ("two",))


def test_json() -> None:
    book = read_json_rows(b'\xef\xbb\xbf{"count": 1, "rows": [{"a": 1, "b": true}, {"b": null, "c": 1.5}]}', file="x")
    assert book.sheets[0].rows == (("a", "b", "c"), (1, True, None), (None, None, 1.5))
    assert read_json_rows(b"[]", file="x").sheets[0].rows == ()


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(content: bytes) -> None:
    """Any bytes are a table within the limits, or are refused with a finding."""
    try:
        for sheet in read_table(content, file="x").sheets:
            assert all(len(row) <= 64 for row in sheet.rows)
    except Refused as fault:
        names = [finding.id for finding in fault.findings]
    else:
        names = ["spreadsheets."]
    assert names
    assert all(name.startswith("spreadsheets.") for name in names)


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), st.none() | st.booleans() | st.integers(), min_size=1), max_size=5)
)
def test_json_values_hold(items: list[dict[str, int | bool | None]]) -> None:
    """Row n + 1 holds the values of object n under their names."""
    rows = read_json_rows(json.dumps(items).encode(), file="x").sheets[0].rows
    for item, row in zip(items, rows[1:], strict=False):
        assert {name: value for name, value in zip(rows[0], row, strict=True) if value is not None} == {
            name: value for name, value in item.items() if value is not None
        }


def test_every_fault_of_a_heading_at_once() -> None:
    sheet = Sheet(
        "S", (("Référence", None, " ", "référence", "colour"), ("4.1", "lost", None, None, None, "far"), ("", None))
    )
    with pytest.raises(Refused) as refused:
        records(sheet, file="x", required=("reference", "level"), optional=("note",))
    assert [(one.id.partition(".")[2], one.place.row, one.place.column) for one in refused.value.findings] == [
        ("doubled_column", 1, "référence"), ("unknown_column", 1, "colour"),
        ("no_heading", 2, "B"), ("no_heading", 2, "F"), ("missing_column", 1, None),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        records(Sheet("", ()), file="x", required=("a", "b"))
    assert [finding.arguments for finding in refused.value.findings] == [{"column": "a"}, {"column": "b"}]


def test_ragged_rows_and_names_as_asked() -> None:
    sheet = Sheet("", (("not-applicable", "NOTE"), ("x",), (), ("y", "z")))
    found = records(sheet, file="x", required=("Not applicable",), optional=("note",))
    assert [(record.row, dict(record.values)) for record in found] == [
        (2, {"Not applicable": "x", "note": None}), (4, {"Not applicable": "y", "note": "z"}),
    ]  # fmt: skip


@given(st.integers(0, 16_383))
def test_column_letters(position: int) -> None:
    """Letters are digits of base 26 without a zero."""
    number = 0
    for letter in column_letters(position):
        number = number * 26 + ord(letter) - 64
    assert number == position + 1
