"""What is written comes back as it was."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawda.core.spreadsheets import (
    Column,
    SheetPlan,
    Value,
    read_csv,
    read_table,
    read_workbook,
    write_csv,
    write_workbook,
)

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=30
) | st.sampled_from(
    [
        "=1+1",
        "+1",
        "-1",
        "@a",
        "#N/A",
        "_x0041_",
        "_x005F_x0041_",
        "_x000D_",
        "a\nb",
        "4.10",
        " a ",
        "'=x",
        "TRUE",
        "[0]",
    ]
)
values = (
    st.none()
    | texts
    | st.booleans()
    | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300)
    | st.dates(date(1900, 3, 1), date(9999, 12, 31))
    | st.datetimes(datetime.fromisoformat("1900-03-01"), datetime.fromisoformat("9999-12-31")).map(
        lambda moment: moment.replace(microsecond=0)
    )
)


def expected(value: Value) -> Value:
    """White space alone is nothing; midnight is a date."""
    if isinstance(value, str) and not value.strip():
        return None
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date()
    return value


def trimmed(rows: list[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    return rows


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(values, values, values), max_size=6))
def test_workbook(rows: list[tuple[Value, ...]]) -> None:
    """Writing then reading gives the same values of the same kinds, whatever the values."""
    plan = SheetPlan(name="Écarts", columns=tuple(Column(name=name) for name in "abc"), rows=tuple(rows))
    content = write_workbook([plan], title="t", created=NOW)
    assert content == write_workbook([plan], title="t", created=NOW)
    found = list(read_workbook(content, file="x.xlsx").sheets[0].rows[1:])
    wanted = trimmed([tuple(expected(value) for value in row) for row in rows])
    assert [row[:3] + (None,) * (3 - len(row)) for row in found] == wanted
    for row, other in zip(found, wanted, strict=True):
        for one, two in zip(row, other, strict=False):
            assert isinstance(one, bool) == isinstance(two, bool)
            assert isinstance(one, str) == isinstance(two, str)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_csv(rows: list[tuple[str, str]], separator: str) -> None:
    """A text comes back without the spaces at its ends; no cell begins with what a spreadsheet would run."""
    content = write_csv(["a", "b"], rows, separator=separator)
    found = list(read_csv(content, file="x.csv").sheets[0].rows[1:])
    wanted = [tuple(value.strip() or None for value in row) for row in rows]
    assert found == trimmed(wanted)


def test_csv_values() -> None:
    content = write_csv(["a"], [[True], [False], [None], [-3], [date(2026, 1, 2)], ["\t=x"]])
    assert content.decode("utf-8-sig").split("\r\n")[1:] == ["true", "false", '""', "-3", "2026-01-02", "'\t=x", ""]


def test_what_a_spreadsheet_cannot_hold() -> None:
    zone = timezone(timedelta(hours=1))
    row: tuple[Value, ...] = (
        "a\x00b", "é" * 40_000, float("nan"), 123456789012345678, datetime(2026, 1, 1, 8, 30, tzinfo=zone), "a\r\nb\rc",
    )  # fmt: skip
    plan = SheetPlan(name="s", columns=tuple(Column(name=name) for name in "abcdef"), rows=(row,))
    sheet = openpyxl.load_workbook(BytesIO(write_workbook([plan], title="t", created=NOW)))["s"]
    found = [cell.value for cell in sheet[2]]
    assert found[0] == "a\N{REPLACEMENT CHARACTER}b"
    assert len(str(found[1])) == 32_767
    assert str(found[1]).endswith("…")
    assert found[2:] == [None, "123456789012345678", datetime.fromisoformat("2026-01-01T08:30"), "a\nb\nc"]
    with pytest.raises(ValueError, match="at least one"):
        write_workbook([], title="t", created=NOW)


def test_look_and_choices() -> None:
    columns = (
        Column(name="niveau", choices=("0", "1"), hint="De 0 à 5"),
        Column(name="site", choices=("Tanger, zone franche", "Kénitra")),
        Column(name="autre", choices=("Tanger, zone franche", "Kénitra"), hidden=True),
        Column(name="note", kind="date", hint="Jour de l’audit", width=30),
    )
    plan = SheetPlan(name="الأجوبة", columns=columns, right_to_left=True, frozen_rows=2)
    content = write_workbook([plan, plan], title="t", created=NOW)
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book["الأجوبة"]
    assert book.sheetnames == ["الأجوبة", "الأجوبة (2)", "_lists"]
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "A3"
    assert sheet["A1"].font.b
    assert sheet["A1"].alignment.wrap_text
    assert sheet.column_dimensions["D"].width == 30
    assert sheet.column_dimensions["C"].hidden
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["A2:A1001"].formula1 == '"0,1"'
    assert rules["A2:A1001"].prompt == "De 0 à 5"
    assert rules["B2:B1001"].formula1 == "'_lists'!$A$1:$A$2" == rules["C2:C1001"].formula1
    assert rules["D2:D1001"].formula1 is None
    assert book["_lists"].sheet_state == "hidden"
    assert book["_lists"]["A1"].value == "Tanger, zone franche"
    assert [found.name for found in read_table(content, file="x.xlsx").sheets] == ["الأجوبة", "الأجوبة (2)"]


def test_sheet_names_and_fixed_times() -> None:
    plans = [
        SheetPlan(name=name, columns=(Column(name="a"),)) for name in ("a/b:c", "x" * 40, "X" * 40, "''", "_Lists")
    ]
    content = write_workbook(plans, title="t", created=NOW)
    names = [sheet.name for sheet in read_workbook(content, file="x").sheets]
    assert names == ["a-b-c", "x" * 31, "X" * 26 + " (2)", "-", "_Lists (2)"]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-24T10:30:00Z" in archive.read("docProps/core.xml")
