"""What one cell says, as people write it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.statistics.reading.cells import Mark, proved, understood


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("12,5", ",", 12.5),
        ("12.5", ".", 12.5),
        ("1 012,5", ",", 1012.5),
        ("1\N{NO-BREAK SPACE}012,5", ",", 1012.5),
        ("1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567", ",", 1234567),
        ("1'234.5", ".", 1234.5),
        ("1’234.5", ".", 1234.5),
        ("1.234,5", ",", 1234.5),
        ("1,234.5", ".", 1234.5),
        ("1,234", ".", 1234),
        ("1,234", ",", 1.234),
        ("-3", ",", -3),
        ("\N{MINUS SIGN}3,5", ",", -3.5),
        ("+ 2", ",", 2),
        (",5", ",", 0.5),
        ("5,", ",", 5),
        ("1,5E-03", ",", 0.0015),
        ("٣٫٥", ",", 3.5),
        ("1234567890123456789", ",", 1234567890123456789.0),
    ],
)
def test_numbers(text: str, decimal: str, value: float) -> None:
    """ISO 80000-1, 7.3: digits in groups of three, a comma or a point as decimal sign."""
    cell = understood(text, decimal)
    assert (cell.mark, cell.value, cell.unit) == (Mark.NUMBER, value, None)


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("12.7", ","), ("12 34", ","), ("1 2345", ","), ("1,2,3", ","), ("1.2.3", ","), ("1 234.567,8", ","),
        ("0x12", ","), ("1e999", ","), ("12 pommes", ","), ("deux", ","), ("1" * 100, ","), ("< beaucoup", ","),
        (">LQ", ","), ("<12.7", ","), ("1_000", ","),
    ],
)  # fmt: skip
def test_no_numbers(text: str, decimal: str) -> None:
    assert understood(text, decimal).mark is Mark.TEXT


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("", Mark.EMPTY, None),
        ("  ", Mark.EMPTY, None),
        ("NA", Mark.ABSENT, None),
        ("#N/A", Mark.ABSENT, None),
        ("-", Mark.ABSENT, None),
        ("s.o.", Mark.ABSENT, None),
        ("Sans objet", Mark.ABSENT, None),
        ("n.d.", Mark.NOT_DETERMINED, None),
        ("ND", Mark.NOT_DETERMINED, None),
        ("Non déterminé", Mark.NOT_DETERMINED, None),
        ("non détecté", Mark.BELOW_DETECTION, None),
        ("<LD", Mark.BELOW_DETECTION, None),
        ("< LQ", Mark.BELOW_QUANTIFICATION, None),
        ("<0,5", Mark.BELOW, 0.5),
        ("≤ 0,5 mg/L", Mark.BELOW, 0.5),
        ("inf. à 0,5", Mark.BELOW, 0.5),
        (">100", Mark.ABOVE, 100),
    ],
)
def test_marks(text: str, mark: Mark, value: float | None) -> None:
    cell = understood(text, ",")
    assert cell.mark is mark
    assert math.isnan(cell.value) if value is None else cell.value == value


def test_units() -> None:
    assert understood("12,5 mm", ",").unit == "mm"
    assert understood("<0,5 mg/L", ",").unit == "mg/L"
    assert understood("12%", ",")[:3] == (Mark.NUMBER, 12, "%")


def test_evidence() -> None:
    """One sign with three digits behind may be either; anything else proves one."""
    assert [proved(body) for body in ("1,234", "1.234", "0,123", "1234,567", "12,50", "1.234.567")] == [
        "?", "?", ",", ",", ",", ",",
    ]  # fmt: skip
    assert understood("12.7", ",").evidence == "."


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12), st.sampled_from(",."))
def test_shortest_texts_come_back(value: float, decimal: str) -> None:
    assert understood(repr(value).replace(".", decimal), decimal).value == value


@given(st.text(max_size=80))
def test_any_text_is_something(text: str) -> None:
    for decimal in ",.":
        cell = understood(text, decimal)
        assert not math.isinf(cell.value)
        assert cell.mark not in (Mark.NUMBER, Mark.BELOW, Mark.ABOVE) or not math.isnan(cell.value)
