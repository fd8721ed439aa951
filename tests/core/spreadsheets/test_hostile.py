"""Hostile files: refused with their place, quickly, and without a traceback."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook as Book

from jawda.core.findings import Refused, words_with_place
from jawda.core.languages import LANGUAGES
from jawda.core.spreadsheets import Column, Sheet, SheetPlan, read_table, records, write_csv, write_workbook

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def saved(fill: Callable[[Book], None]) -> bytes:
    book = Book()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_member(name: str, content: bytes) -> bytes:
    """A good workbook in which one part is replaced or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(lambda book: None))) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, content)
    return buffer.getvalue()


def a_formula(book: Book) -> None:
    book.active["B3"] = '=HYPERLINK("http://example.org";"x")'


def merged(book: Book) -> None:
    book.active["A1"] = "x"
    book.active.merge_cells("A3:C3")


def a_long_cell(book: Book) -> None:
    book.active["A2"] = "x" * 30_000


def many_columns(book: Book) -> None:
    book.active.append(["x"] * 100)


ROWS = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_000_001))
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
PART = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (lambda: saved(a_formula), "formula"),
        (lambda: saved(merged), "merged_cells"),
        (lambda: saved(a_long_cell), "cell_too_long"),
        (lambda: saved(many_columns), "too_many_columns"),
        (lambda: with_member(PART, SHEET % ROWS), "too_many_rows"),
        (lambda: with_member(PART, b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" + SHEET % b""), "suspicious_archive"),
        (lambda: with_member("xl/media/bomb.xml", b"0" * 250_000_000), "suspicious_archive"),
        (lambda: with_member("xl/vbaProject.bin", b"x"), "macros"),
        (lambda: with_member("../evil", b"x"), "suspicious_archive"),
        (lambda: saved(lambda book: None)[:900], "not_a_workbook"),
        (lambda: with_member(PART, b"<worksheet"), "not_a_workbook"),
        (lambda: b"%PDF-1.7", "not_a_table"),
        (lambda: b"\x89PNG....", "not_a_table"),
        (lambda: b"a,b\n\0\0", "not_a_table"),
        (lambda: b"x" * 21_000_000, "file_too_large"),
        (lambda: b'a,b\n"x', "broken_csv"),
        (lambda: b"a\n" * 30_000, "too_many_rows"),
        (lambda: b'[{"a": 1', "broken_json"),
        (lambda: b'[{"a": 1, "a": 2}]', "json_doubled_name"),
        (lambda: b'[{"a": NaN}]', "broken_json"),
        (lambda: b"[" * 100_000, "broken_json"),
        (lambda: b"[1, 2]", "json_not_rows"),
        (lambda: b'[{"a": [1]}]', "json_nested"),
    ],
)
def test_refused(content: Callable[[], bytes], fault: str) -> None:
    with pytest.raises(Refused) as refused:
        read_table(content(), file="piege.xlsx")
    assert [finding.id for finding in refused.value.findings] == [f"spreadsheets.{fault}"]
    for language in LANGUAGES:
        assert "piege.xlsx" in words_with_place(refused.value.findings[0], language)


def test_a_formula_is_named_by_row_and_column() -> None:
    with pytest.raises(Refused) as refused:
        read_table(saved(a_formula), file="x.xlsx")
    place = refused.value.findings[0].place
    assert (place.row, place.column) == (3, "B")


@pytest.mark.parametrize(
    "content",
    ["référence;niveau\né;3\n".encode("cp1252"), "référence\tniveau\né\t3\n".encode("utf-8-sig"),
     "référence,niveau\né,3\n".encode("utf-16")],
)  # fmt: skip
def test_csv_as_people_have_it(content: bytes) -> None:
    sheet = read_table(content, file="x.csv").sheets[0]
    assert sheet.rows == (("référence", "niveau"), ("é", "3"))


def test_headings() -> None:
    sheet = Sheet("s", (("Requirement ", "Niveau", "niveau"), ("a", 1, None), (None, None, None), ("b", 2, None)))
    with pytest.raises(Refused) as refused:
        records(sheet, file="x", required=("requirement", "level"), optional=("niveau",))
    assert [finding.id for finding in refused.value.findings] == [
        "spreadsheets.doubled_column", "spreadsheets.missing_column",
    ]  # fmt: skip
    good = Sheet("s", (("Requirement ",), ("a",), (None,), ("b",)))
    assert [record.row for record in records(good, file="x", required=("requirement",))] == [2, 4]


def test_what_we_write_is_no_formula_and_always_the_same() -> None:
    plan = SheetPlan(name="s", columns=(Column(name="a"), Column(name="b")), rows=(("=1+1", "+x"), ("@y", 3)))
    content = write_workbook([plan], title="t", created=NOW)
    assert content == write_workbook([plan], title="t", created=NOW)
    assert read_table(content, file="x.xlsx").sheets[0].rows == (("a", "b"), ("=1+1", "+x"), ("@y", 3))
    assert b"'=1+1,'+x" in write_csv(["a", "b"], [["=1+1", "+x"]])
