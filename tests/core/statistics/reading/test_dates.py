"""Dates: the order of day and month is that of the column."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.statistics.reading.dates import dates, uniform_dates

MOMENTS = st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2100-01-01")).map(
    lambda moment: moment.replace(microsecond=0)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23/11/2026", "2026-11-23T00:00:00"),
        ("3.1.2026", "2026-01-03T00:00:00"),
        ("2026-11-23", "2026-11-23T00:00:00"),
        ("2026-11-23T08:30:00Z", "2026-11-23T08:30:00"),
        ("23/11/2026 08h30", "2026-11-23T08:30:00"),
        ("23/11/2026 08:30:15,250", "2026-11-23T08:30:15"),
        ("01.01.2013/15:18:31", "2013-01-01T15:18:31"),
        ("23/11/26", "2026-11-23T00:00:00"),
        ("23/11/75", "1975-11-23T00:00:00"),
        ("23-nov-26", "2026-11-23T00:00:00"),
        ("1er août 2026", "2026-08-01T00:00:00"),
        ("3 février 2026", "2026-02-03T00:00:00"),
        ("23 غشت 2026", "2026-08-23T00:00:00"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert dates([text]).found[text].isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "4.1.12",
        "31/02/2026",
        "1/2/3",
        "123/4/2026",
        "23 xyz 2026",
        "23/11/2026 25:00",
        "x" * 50,
        "10/10/10000",
    ],
)
def test_no_dates(text: str) -> None:
    assert not dates([text]).found


def test_order() -> None:
    """One cell with a day beyond 12 decides for all."""
    assert dates(["11/23/2026", "01/02/2026"]).found["01/02/2026"] == datetime.fromisoformat("2026-01-02")
    assert dates(["11/23/2026"]).format == "%m/%d/%Y"
    undecided = dates(["01/02/2026"])
    assert (undecided.found["01/02/2026"], undecided.assumed) == (datetime.fromisoformat("2026-02-01"), True)
    asked = dates(["01/02/2026"], order="month")
    assert (asked.found["01/02/2026"], asked.assumed) == (datetime.fromisoformat("2026-01-02"), False)
    assert not dates(["05/05/2026"]).assumed
    assert not dates(["2026-01-02"]).assumed
    assert dates(["1 mai 2026"]).format == "%d %b %Y"
    assert dates(["01/02/26"]).short_years
    assert dates(["1 mai 26"]).short_years


def cells(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.array([text.encode() for text in texts]).view(np.uint8).reshape(len(texts), -1)


@pytest.mark.parametrize("form", ["%d/%m/%Y %H:%M:%S", "%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%dT%H:%M"])
@given(st.data())
def test_read_together_as_one_by_one(form: str, data: st.DataObject) -> None:
    texts = [f"{moment:{form}}" for moment in data.draw(st.lists(MOMENTS, min_size=1, max_size=20))]
    together, single = uniform_dates(cells(texts), texts[0], None), dates(texts)
    assert together is not None
    assert together.moments.tolist() == [single.found[text] for text in texts]
    assert (together.assumed, together.format) == (single.assumed, single.format)


@pytest.mark.parametrize(
    "texts",
    [
        ["23/11/2026", "31/02/2026"], ["23/11/2026", "23/13/2026"], ["23/11/2026", "23-11-2026"], ["1/11/2026"],
        ["23/11/2026", "2x/11/2026"], ["23/11/2026 25:00"], ["23/11/2026 08:75"], ["23/11/26"], ["00/01/2026"],
        ["23/11-2026"], ["23/11/0000"],
    ],
)  # fmt: skip
def test_not_read_together(texts: list[str]) -> None:
    assert uniform_dates(cells(texts), texts[0], None) is None


def test_together_in_an_order() -> None:
    found = uniform_dates(cells(["01/02/2026"]), "01/02/2026", "month")
    assert found is not None
    assert found.moments.astype("datetime64[D]").astype(str).tolist() == ["2026-01-02"]
    proved = uniform_dates(cells(["01/22/2026"]), "01/22/2026", None)
    assert proved is not None
    assert proved.format == "%m/%d/%Y"
    assert uniform_dates(cells(["01/02/2026"]), "01/02/202", None) is None
