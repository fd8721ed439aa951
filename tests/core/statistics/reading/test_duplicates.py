"""Rows that repeat another: told with their count, and a warning only where rows have names."""

from __future__ import annotations

import pytest

from jawda.core.statistics.reading import duplicates, read
from jawda.core.statistics.result import Check, Status


def told(text: str) -> Check | None:
    report = read("x.csv", text.encode()).report
    return next((check for check in report.findings if check.id == "data_reading.repeated_rows"), None)


@pytest.mark.parametrize(
    ("text", "status", "rows"),
    [
        ("piece;essai;cote\nA;1;9,5\nA;2;9,6\nB;1;9,7\nB;2;9,8\nB;2;9,8\n", Status.WARN, "6"),
        ("lab,plomb\nL1,12.5\nL2,12.75\nL1,12.5\nL2,12.75\n", Status.WARN, "4 · 5"),
        ("le;cote\n01/02/2026;9,5\n02/02/2026;9,5\n02/02/2026;9,5\n", Status.WARN, "4"),
        # equal parts of a subgroup, counts of samples of one size, nothing but numbers: no name tells them apart
        ("lot,cote\n1,9.5\n1,9.5\n1,9.6\n2,9.5\n2,9.5\n2,9.7\n", Status.OK, "3 · 6"),
        ("n,rebuts\n50,3\n50,4\n50,3\n", Status.OK, "4"),
        ("a,b\n1.5,2.5\n1.5,2.5\n", Status.OK, "3"),
    ],
)
def test_what_repeats_is_counted(text: str, status: Status, rows: str) -> None:
    found = told(text)
    assert found is not None
    assert (found.status, found.arguments["rows"]) == (status, rows)
    assert found.statistic == found.arguments["count"] == len(rows.split(" · "))


def test_nothing_is_said_where_nothing_repeats_or_nothing_can(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told("lab,y\nA,1.5\nB,1.5\n") is None
    assert told("y\n1.5\n1.5\n") is None
    monkeypatch.setattr(duplicates, "MOST_ROWS", 2)
    assert told("lab,y\nA,1.5\nA,1.5\nA,1.5\n") is None
