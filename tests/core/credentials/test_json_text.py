"""JSON that means the same to everyone, and its canonical form (RFC 8259, 7493, 8785)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.credentials import json_text
from jawda.core.credentials.data_integrity import canonical
from jawda.core.credentials.json_text import MOST_DEPTH, MOST_NUMBER, parse, parse_object
from jawda.core.credentials.refusing import reason
from jawda.core.findings import Refused

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MOST_NUMBER, MOST_NUMBER)
    | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
)  # fmt: skip


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as found:
        parse(data)
    return reason(found.value)


@given(VALUES)
def test_what_json_writes_is_read_as_it_was(value: json_text.Json) -> None:
    for ascii_only in (True, False):
        assert parse(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(VALUES)
def test_the_canonical_form_is_a_fixed_point(value: json_text.Json) -> None:
    """RFC 8785, 3.2.2.3: every number is a double, and written so that it is read back as the same one."""
    once = canonical(value)
    assert canonical(json.loads(once, parse_int=float)) == once


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"alg": "EdDSA", "alg": "none"}', "json_duplicate"),
        (b'{"a": {"b": 1, "\\u0062": 2}}', "json_duplicate"),
        (b'{"\\ud800": 1, "\\ud800": 2}', "json_duplicate"),
        (b"NaN", "json_number"),
        (b"[Infinity]", "json_number"),
        (b"[-Infinity]", "json_number"),
        (b"1e999", "json_number"),
        (b"9007199254740992", "json_number"),
        (b"-9007199254740992", "json_number"),
        (b"1" * 5000, "json_number"),
        (b"0." + b"1" * 5000, "json_number"),
        (b'"\xff"', "json_encoding"),
        (b'"\xed\xa0\x80"', "json_encoding"),
        (b'"\xc0\xaf"', "json_encoding"),
        (b"\xef\xbb\xbf{}", "json_syntax"),
        (b'{"a": 1,}', "json_syntax"),
        (b"{'a': 1}", "json_syntax"),
        (b'"\n"', "json_syntax"),
        (b"01", "json_syntax"),
        (b"{} {}", "json_syntax"),
        (b"", "json_syntax"),
        (b'["\\ud83d"]', "json_surrogate"),
        (b'{"\\uDE00": 1}', "json_surrogate"),
        (b"[" * 100_000 + b"]" * 100_000, "json_depth"),
        (b"[" * (MOST_DEPTH + 1) + b"]" * (MOST_DEPTH + 1), "json_depth"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "json_depth"),
        (b" " * (json_text.MOST_BYTES + 1), "json_size"),
    ],
)
def test_a_text_of_two_meanings_is_refused(data: bytes, expected: str) -> None:
    """RFC 7493, 2: no duplicate names, no surrogates, no number whose value is not exact for everyone."""
    assert refused(data) == expected


def test_the_depth_allowed_is_reached() -> None:
    assert parse(b"[" * MOST_DEPTH + b"]" * MOST_DEPTH) is not None
    assert parse(b"[" + b"[],{}," * 100 + b"1]") is not None


def test_a_pair_of_surrogates_is_one_character() -> None:
    """RFC 8259, 7: a character outside the basic plane is written as a pair."""
    assert parse(b'"\\ud83d\\ude00"') == "\U0001f600"


def test_a_name_that_cannot_be_shown_is_replaced() -> None:
    with pytest.raises(Refused) as found:
        parse(b'{"a\\ud800": 1, "a\\ud800": 2}')
    assert found.value.findings[0].arguments["name"] == "a?"


def test_an_object_is_expected() -> None:
    assert parse_object(b"{}") == {}
    with pytest.raises(Refused, match="json_no_object"):
        parse_object(b'"{}"')
    with pytest.raises(Refused, match="json_size"):
        parse_object(b'{"a": 1}', most_bytes=7)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-0.0, b"0"),
        (1e21, b"1e+21"),
        (1e20, b"100000000000000000000"),
        (1e-7, b"1e-7"),
        (0.000001, b"0.000001"),
        (MOST_NUMBER, b"9007199254740991"),
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'.encode()),
        ("\u00e9", '"\u00e9"'.encode()),
        ("e\u0301", '"e\u0301"'.encode()),
        ('\u20ac\u000f\n/"', b'"\xe2\x82\xac\\u000f\\n/\\""'),
    ],
)
def test_the_canonical_form(value: json_text.Json, expected: bytes) -> None:
    """RFC 8785, 3.2: numbers as ECMAScript writes them, names by UTF-16 code units, strings as they are (no NFC)."""
    assert canonical(value) == expected


@pytest.mark.parametrize(
    "value", [2**53, -(2**53), float("nan"), float("inf"), "\ud800", {"\ud800": 1}, {1: 2}, object(), b"x"]
)
def test_what_has_no_canonical_form(value: object) -> None:
    """RFC 8785, 3.1: data is I-JSON; 2⁵³ + 1 written as 2⁵³ would give two documents one hash."""
    with pytest.raises(Refused, match="no_canonical_form"):
        canonical(value)


def test_too_deep_for_a_canonical_form() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(Refused, match="no_canonical_form"):
        canonical(value)
