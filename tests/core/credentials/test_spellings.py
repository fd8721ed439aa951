"""base64url, multibase and moments: one spelling for each value."""

from __future__ import annotations

import base64
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.credentials import base64url, multibase
from jawda.core.credentials.moments import moment, written
from jawda.core.credentials.refusing import reason
from jawda.core.findings import Refused


@given(st.binary(max_size=200))
def test_bytes_come_back(data: bytes) -> None:
    """RFC 7515, 2: base64url with all trailing “=” omitted and no line breaks, spaces or other characters."""
    assert base64url.decode(base64url.encode(data)) == data
    assert base64url.encode(data) == base64.urlsafe_b64encode(data).rstrip(b"=")
    assert multibase.decode(multibase.encode_base58(data[:150])) == data[:150]
    assert multibase.decode(multibase.encode_base64url(data[:150])) == data[:150]


@given(st.binary(max_size=40))
def test_a_text_has_one_meaning_or_none(text: bytes) -> None:
    """RFC 4648, 3.5: a decoder may refuse where the pad bits are not zero; this one always does."""
    with suppress(Refused):
        assert base64url.encode(base64url.decode(text)) == text


@pytest.mark.parametrize(
    "text", [b"A", b"AAAAA", b"AB", b"__5", b"AAA=", b"AA==", b"AA A", b"AAA\n", b"+/AA", b"AA!A", b"AA\xc3\xa9", b"="]
)
def test_another_spelling_is_refused(text: bytes) -> None:
    with pytest.raises(Refused, match="base64_spelling"):
        base64url.decode(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "multibase_prefix"),
        ("f00", "multibase_prefix"),
        ("mAAAA", "multibase_prefix"),
        ("z" + "1" * 256, "multibase_length"),
        ("u" + "A" * 256, "multibase_length"),
        ("ué", "base64_spelling"),
        ("uAB", "base64_spelling"),
        ("z0", "base58_character"),
        ("zO", "base58_character"),
        ("zI", "base58_character"),
        ("zl", "base58_character"),
        ("z 1", "base58_character"),
    ],
)
def test_another_base_is_refused(text: str, expected: str) -> None:
    """CID 1.0, 2.4: ``u`` is base64url without padding, ``z`` is base58btc."""
    with pytest.raises(Refused, match=f"^credentials.{expected}$"):
        multibase.decode(text)


def test_only_the_bases_named_are_accepted() -> None:
    with pytest.raises(Refused, match="multibase_prefix"):
        multibase.decode("uAAAA", accepted="z")


@given(st.text("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", max_size=60))
def test_base58_is_one_to_one(text: str) -> None:
    assert multibase.encode_base58(multibase.decode("z" + text)) == "z" + text


@given(st.binary(min_size=32, max_size=32))
def test_a_digest_comes_back(sha256: bytes) -> None:
    assert multibase.decode_digest(multibase.encode_digest(sha256)) == sha256


@pytest.mark.parametrize("data", [b"", b"\x12\x20" + bytes(31), b"\x12\x20" + bytes(33), b"\x13\x20" + bytes(32)])
def test_another_digest_is_refused(data: bytes) -> None:
    """CID 1.0, 2.5: sha2-256 is 0x12, followed by the length of 32 bytes."""
    with pytest.raises(Refused, match="digest_kind"):
        multibase.decode_digest(multibase.encode_base58(data))


@given(
    st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)), st.integers(-14 * 60, 14 * 60)  # noqa: DTZ001 - bounds want none
)  # fmt: skip
def test_a_moment_comes_back_to_the_second(when: datetime, minutes: int) -> None:
    """RFC 3339, 5.6: full-date T full-time, the offset ``Z`` or ±hh:mm."""
    local = when.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert moment(local.isoformat()) == local
    assert moment(written(local)) == local.replace(microsecond=0)
    assert written(local).endswith("Z")


def test_a_moment_without_offset_is_not_written() -> None:
    with pytest.raises(ValueError, match="offset"):
        written(datetime(2026, 3, 3))  # noqa: DTZ001  # what must not work


@pytest.mark.parametrize(("zone", "hours"), [("+14:00", 14), ("-14:00", -14), ("+13:59", 13 + 59 / 60), ("-00:00", 0)])
def test_offsets_reach_to_14_hours(zone: str, hours: float) -> None:
    """XML Schema 1.1, part 2, 3.3.7: the offset is given in minutes from −840 to 840."""
    assert moment(f"2026-03-03T10:00:00{zone}") == datetime(2026, 3, 3, 10, tzinfo=UTC) - timedelta(hours=hours)


def test_fractions_beyond_the_microsecond_are_cut_off() -> None:
    assert moment("2026-03-03T10:00:00.123456789Z") == datetime(2026, 3, 3, 10, 0, 0, 123456, tzinfo=UTC)
    assert moment("2026-03-03T10:00:00.5-01:00") == datetime(2026, 3, 3, 11, 0, 0, 500000, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-03", "2026-03-03T10:00:00", "2026-03-03 10:00:00Z", "2026-03-03t10:00:00z", "2026-02-30T10:00:00Z",
        "2026-03-03T10:00:60Z", "2026-03-03T10:00:00+25:00", "0001-01-01T00:00:00+01:00", "2026-03-03T10:00Z",
        "٢٠٢٦-03-03T10:00:00Z", "2026-03-03T10:00:00Z ", "2026-03-03T10:00:00." + "0" * 30 + "Z", "", None, 1767225600,
        "2026-03-03T10:00:00.0000000001Z", "2026-03-03T10:00:00+14:01", "2026-03-03T10:00:00-14:30",
        "2026-03-03T10:00:00+23:59", "2026-03-03T10:00:00+01:60",
    ],
)  # fmt: skip
def test_another_form_is_refused(text: object) -> None:
    """VCDM 2.0, 4.9: validFrom is a dateTimeStamp, which has an offset."""
    with pytest.raises(Refused) as found:
        moment(text, path="validFrom")
    assert reason(found.value) == "moment"
    assert found.value.findings[0].place.path == "validFrom"
