"""Shapes: what is missing, of another kind, or too much is told with its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jawda.core.credentials import shapes
from jawda.core.credentials.shapes import address, choice, day, hold, many, moment, number, record, text, truth, whole
from jawda.core.findings import Refused


def fault(value: Any, shape: shapes.Shape) -> tuple[str, str | None, object]:
    with pytest.raises(Refused) as told:
        hold(value, shape)
    found = told.value.findings[0]
    return found.id, found.place.path, found.arguments["expected"]


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        (text, "a", ""), (text, "a", 1), (text, "a", "a" * 20_001),
        (address, "did:web:a.example", "a.example"), (address, "urn:iso:std:iso:9001", "https://a b"),
        (address, "https://a.example/é".encode().decode("latin-1").encode("ascii", "ignore").decode(), 1),
        (address, "https://a.example", "https://a.example/" + "x" * 2_048),
        (number, 1.5, True), (number, 0, "1"),
        (whole, 3, 3.0), (whole, 3, False),
        (truth, False, 0),
        (day, "2026-03-03", "2026-02-30"), (day, "2026-03-03", "20260303"), (day, "2026-03-03", 20260303),
        # RFC 3339, 5.6: full-date is year, month and day, each in its figures; weeks of ISO 8601 are none
        (day, "2024-02-29", "2025-W01-1"), (day, "2026-03-03", "2026-W10-2"), (day, "2026-03-03", "2026-03-03\n"),
        (day, "2026-03-03", "٢٠٢٦-03-03"), (day, "2026-03-03", "2026-3-003"), (day, "2026-03-03", "0000-01-01"),
        (moment, "2026-03-03T00:00:00Z", "2026-03-03T00:00:00"), (moment, "2026-03-03T00:00:00+01:00", None),
        (choice("a", "b"), "b", "c"), (choice("a", "b"), "a", ["a"]),
        (many(number), [], {}), (many(number, least=1), [1], []),
    ],
)  # fmt: skip
def test_values(shape: shapes.Shape, good: object, bad: object) -> None:
    hold(good, shape)
    assert fault(bad, shape)[0] == "credentials.shape"


def test_a_fault_says_its_place() -> None:
    party = record("Party", closed=True, id=address, optional={"name": text})
    shape = record(holder=party, parts=many(party))
    good = {"type": ["Party"], "id": "urn:a"}
    hold({"holder": good, "parts": [good], "more": 1}, shape)
    assert fault({"holder": good}, shape) == ("credentials.shape_missing", "parts", "missing")
    assert fault({"holder": {"type": ["Party"]}, "parts": []}, shape)[:2] == ("credentials.shape_missing", "holder.id")
    assert fault({"holder": good, "parts": [good, {"id": "x"}]}, shape)[1] == "parts[1].id"
    assert fault({"holder": {"type": ["Place"], "id": "urn:a"}, "parts": []}, shape)[1:] == ("holder.type", "Party")
    assert fault({"holder": {"type": "Party", "id": "urn:a"}, "parts": []}, shape)[1] == "holder.type"
    assert fault({"holder": {"id": "urn:a", "age": 3}, "parts": []}, shape)[1:] == ("holder.age", "no_such_member")
    assert fault([], shape)[1:] == ("", "object")


@pytest.mark.parametrize("value", [None, 1, "x", [], {}])
def test_anything(value: object) -> None:
    check: Callable[[Any], None] = shapes.anything
    check(value)
