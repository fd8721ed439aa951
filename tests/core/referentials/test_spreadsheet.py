"""Workbooks as people type them: what is wrong is told with its sheet, row and column."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jawda.core.findings import Refused
from jawda.core.referentials import read_spreadsheet
from jawda.core.spreadsheets import Column, SheetPlan, Value, write_workbook

Rows = list[list[Value]]

HEAD: Rows = [
    ["key", "value"], ["id", "x-1"], ["slug", "x"], ["edition", 1], ["languages", "fr, en"], ["title_fr", "X"],
    ["title_en", "X"], ["publisher", "P"], ["rights_fr", "R"], ["rights_en", "R"], ["scale", "maturity"],
    ["published_on", "2026-01-02"], ["certifiable", "non"], ["rests_on", "a\nb"], ["replaces", "x-0"],
]  # fmt: skip
REQUIREMENTS: Rows = [
    ["id", "reference", "title_fr", "title_en", "question_fr", "question_en", "assessable", "weight", "applies_when"],
    ["a", 4.1, "A", "A", "Q", "Q", "oui", "1,5", "p=1"],
    ["b", 5, "B", "B", "Q", "Q", True, 2, None],
]
PROFILE: Rows = [
    ["id", "question_fr", "question_en", "value", "title_fr", "title_en"],
    ["p", "Q", "Q", 1, "t", "t"],
    ["p", "Q", "Q", 2, "t", "t"],
]


def book(**sheets: Rows) -> bytes:
    plans = [
        SheetPlan(
            name=name, columns=tuple(Column(name=str(cell)) for cell in rows[0]), rows=tuple(map(tuple, rows[1:]))
        )
        for name, rows in {"referential": HEAD, "requirements": REQUIREMENTS, "profile": PROFILE, **sheets}.items()
        if rows
    ]
    return write_workbook(plans, title="t", created=datetime(2026, 1, 1, tzinfo=UTC))


def changed(rows: Rows, row: int, column: int, value: Value) -> Rows:
    copy = [list(cells) for cells in rows]
    copy[row - 1][column] = value
    return copy


def test_as_typed() -> None:
    referential = read_spreadsheet(book(), file="r.xlsx")
    assert referential.by_id["a"].reference == "4.1"
    assert referential.by_id["a"].weight == 1.5
    dated = read_spreadsheet(book(referential=changed(HEAD, 12, 1, date(2026, 1, 2))), file="r.xlsx")
    assert dated == referential
    assert referential.by_id["a"].applies_when[0].values == ("1",)
    assert (referential.edition, str(referential.published_on), referential.rests_on) == ("1", "2026-01-02", ("a", "b"))


@pytest.mark.parametrize(
    ("sheets", "fault", "sheet", "row", "column"),
    [
        ({"referential": changed(HEAD, 6, 1, None)}, "missing_language", "referential", 6, "title_fr"),
        ({"referential": changed(HEAD, 12, 1, "soon")}, "wrong_type", "referential", 12, "published_on"),
        ({"referential": changed(HEAD, 12, 0, "scale")}, "doubled_key", "referential", 12, None),
        ({"referential": changed(HEAD, 12, 0, "colour")}, "unknown_key", "referential", 12, "colour"),
        ({"referential": changed(HEAD, 8, 0, "withdrawn_on")}, "missing", "referential", None, "publisher"),
        ({"referential": []}, "missing_sheet", None, None, None),
        ({"requirements": changed(REQUIREMENTS, 2, 3, None)}, "missing_language", "requirements", 2, "title_en"),
        ({"requirements": changed(REQUIREMENTS, 3, 7, "heavy")}, "wrong_type", "requirements", 3, "weight"),
        ({"requirements": changed(REQUIREMENTS, 3, 6, "perhaps")}, "wrong_type", "requirements", 3, "assessable"),
        ({"requirements": changed(REQUIREMENTS, 3, 8, "q=1")}, "unknown_profile", "requirements", 3, "applies_when"),
        ({"requirements": changed(REQUIREMENTS, 3, 0, None)}, "missing", "requirements", 3, "id"),
        ({"profile": changed(PROFILE, 3, 1, "R")}, "other_question", "profile", 3, "question"),
        ({"profile": changed(PROFILE, 3, 5, None)}, "missing_language", "profile", 3, "title_en"),
        ({"scale": [["code", "value"], ["A", 0]]}, "missing", "scale", 2, "title"),
        ({"foreign": [["id", "json"], ["a", "{"]]}, "not_json", "foreign", 2, "json"),
        ({"foreign": [["id", "json"], ["z", "{}"]]}, "unknown_requirement", "foreign", 2, "json"),
    ],
)
def test_faults(sheets: dict[str, Rows], fault: str, sheet: str | None, row: int | None, column: str | None) -> None:
    with pytest.raises(Refused) as refused:
        read_spreadsheet(book(**sheets), file="r.xlsx")
    found = [(item.id, item.place.sheet, item.place.row, item.place.column) for item in refused.value.findings]
    assert (f"referentials.{fault}", sheet, row, column) in found


def test_an_unknown_column() -> None:
    with pytest.raises(Refused) as refused:
        read_spreadsheet(book(requirements=changed(REQUIREMENTS, 1, 7, "wieght")), file="r.xlsx")
    assert refused.value.findings[0].id == "spreadsheets.unknown_column"
