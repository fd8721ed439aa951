"""A row that people filled in: cells as texts, numbers and days, faults with their place."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from jawda.core.spreadsheets import Record, SheetRow


def row(**values: Any) -> SheetRow:
    return SheetRow(Record(row=7, values=values), file="plan.xlsx", sheet="plan", expected={"cost": "1500,00"})


@pytest.mark.parametrize(
    ("cell", "text"), [(None, ""), (" a ", "a"), (3.0, "3"), (3.5, "3.5"), (date(2026, 1, 2), "2026-01-02")]
)
def test_texts(cell: object, text: str) -> None:
    found = row(a=cell)
    assert found.text("a") == text
    assert "a" in found
    assert "b" not in found
    assert found.text("b") == ""


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1 500,5", 1500.5), (2.0, 2.0), (1e300, 1e300), ("", None), ("-3", -3.0), ("1\u202f500٫5", 1500.5)],
)
def test_numbers(cell: object, number: float | None) -> None:
    found = row(cost=cell)
    assert (found.number("cost"), found.faults) == (number, [])


@pytest.mark.parametrize("cell", ["douze", "nan", "inf", "1e999", "1_000"])
def test_what_is_no_number_is_told_with_its_place_and_what_was_expected(cell: str) -> None:
    found = row(cost=cell)
    assert found.number("cost") is None
    (fault,) = found.faults
    assert fault.id == "codes.unknown_value"
    assert (fault.place.file, fault.place.sheet, fault.place.row, fault.place.column) == (
        "plan.xlsx", "plan", 7, "cost",
    )  # fmt: skip
    assert fault.arguments == {"value": cell, "expected": "1500,00"}


def test_whole_numbers() -> None:
    assert row(a="3").whole("a") == 3
    assert row(a="").whole("a") is None
    assert row(a="x").whole("a") is None
    found = row(a="3,5")
    assert found.whole("a") is None
    assert [fault.arguments["value"] for fault in found.faults] == ["3.5"]


@pytest.mark.parametrize(
    "cell", [date(2026, 12, 31), datetime(2026, 12, 31, 8, 30), "2026-12-31", "31/12/2026"]  # noqa: DTZ001 - as files have it
)  # fmt: skip
def test_days(cell: object) -> None:
    found = row(due=cell)
    assert (found.day("due"), found.faults) == (date(2026, 12, 31), [])


def test_what_is_no_day() -> None:
    assert row(due="").day("due") is None
    found = row(due="31/02/2026")
    assert found.day("due") is None
    assert len(found.faults) == 1


def test_choices_by_code_and_by_words() -> None:
    known = {"critique": "critical", "critical": "critical"}
    assert row(a="Critique").choice("a", known, "ordinary") == "critical"
    assert row(a="").choice("a", known, "ordinary") == "ordinary"
    found = row(a="grave")
    assert found.choice("a", known, "ordinary") == "ordinary"
    assert found.faults[0].id == "codes.unknown_value"


def test_too_long() -> None:
    found = SheetRow(Record(row=2, values={}), file="a.csv")
    found.too_long("title", "x" * 300, 200)
    assert found.faults[0].arguments == {"characters": 300, "limit": 200}
    assert found.faults[0].place.sheet is None
