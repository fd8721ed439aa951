"""Parquet: columns with their types."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import polars
import pytest

from jawda.core.findings import Refused
from jawda.core.spreadsheets.model import Limits
from jawda.core.statistics.reading import read
from jawda.core.statistics.samples import numbers


def parquet(columns: dict[str, Any]) -> bytes:
    target = io.BytesIO()
    polars.DataFrame(columns).write_parquet(target)
    return target.getvalue()


DATA = parquet(
    {
        "piece": [1, 2, None],
        "cote (mm)": [12.5, None, 12.75],
        "jour": [date(2026, 1, 2), None, date(2026, 1, 4)],
        "heure": [datetime(2026, 1, 2, 8, tzinfo=UTC)] * 3,
        "texte": ["1,5", "<0,2", "n.d."],
        "point": ["1.5", "2.5", "3.5"],
        "vu": [True, False, None],
        "liste": [[1], [2], [3]],
    }
)


def refusal(data: bytes, **options: Any) -> str:
    with pytest.raises(Refused) as refused:
        read("a.parquet", data, **options)
    return refused.value.findings[0].id


def test_columns_keep_their_types() -> None:
    found = read("a.parquet", DATA)
    table = found.table
    assert table is not None
    assert table.numbers("cote").unit == "mm"
    assert table.numbers("cote").present().tolist() == [12.5, 12.75]
    assert np.isnat(table.dates("jour")).tolist() == [False, True, False]
    assert table.dates("heure")[0] == np.datetime64("2026-01-02T08:00:00")
    assert table.numbers("texte").values[0] == 1.5
    assert table.numbers("point").values.tolist() == [1.5, 2.5, 3.5]
    assert table.column("vu").cells.texts() == ["true", "false", ""]
    assert "data_reading.nested_columns" in {check.id for check in found.report.findings}
    assert next(one for one in found.report.skipped if one.reason == "nested_column").count == 1
    assert table.rows.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("limits", "identifier"),
    [
        (Limits(columns=2), "spreadsheets.too_many_columns"),
        (Limits(rows=2), "spreadsheets.too_many_rows"),
        (Limits(cells=8), "spreadsheets.too_many_cells"),
        (Limits(characters=5), "spreadsheets.too_many_characters"),
    ],
)
def test_limits(limits: Limits, identifier: str) -> None:
    assert refusal(DATA, limits=limits) == identifier


def test_broken_files() -> None:
    assert refusal(DATA[:-20]) == "data_reading.broken_parquet"
    assert refusal(b"PAR1" * 5) == "data_reading.broken_parquet"
    assert refusal(parquet({"a": []})) == "data_reading.no_data"


@pytest.mark.parametrize("fault", [KeyboardInterrupt, MemoryError, polars.exceptions.PanicException, RuntimeError])
def test_a_panic_is_a_broken_file(fault: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    """The library ends what it cannot read by a panic, which is no Exception; a person's interruption passes."""

    def panic(*_: object) -> None:
        raise fault("x")

    monkeypatch.setattr(polars, "read_parquet_schema", panic)
    expected = fault if fault in (KeyboardInterrupt, MemoryError) else Refused
    with pytest.raises(expected):
        read("a.parquet", DATA)


def test_infinite_and_repeated_values() -> None:
    """A data frame may hold what no text can: an infinite number is refused where it is used, by its row."""
    found = read(
        "a.parquet", parquet({"lot": ["a", "b", "c", "d", "d"], "y": [1.0, 2.0, 1.5, float("inf"), float("inf")]})
    )
    assert [check.id for check in found.report.findings] == ["data_reading.repeated_rows"]
    assert found.table is not None
    with pytest.raises(Refused) as refused:
        numbers(found.table.numbers("y"))
    assert [(one.id, one.place.row) for one in refused.value.findings] == [
        ("samples.infinite", 4),
        ("samples.infinite", 5),
    ]
