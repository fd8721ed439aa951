"""Bitstring Status List 1.0: three answers, and nothing doubtful ever means “not revoked”."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.machine import least

from jawda.core.credentials import base64url
from jawda.core.credentials.json_text import MOST_BYTES
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.status_list import (
    LEAST_BITS,
    MOST_BITS,
    Purpose,
    Standing,
    StatusEntry,
    StatusList,
    decode,
    encode,
    free_index,
    read_entries,
    read_list,
    write_entry,
)
from jawda.core.findings import Level, Refused, words

URL = "https://body.example/status/1"
ISSUER = "did:web:body.example"
ENTRY = StatusEntry(URL, 9, Purpose.REVOCATION)
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": URL,
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "issuer": ISSUER,
    "validFrom": "2026-03-03T00:00:00Z",
    "validUntil": "2026-03-04T00:00:00Z",
    "credentialSubject": {
        "id": f"{URL}#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
        "encodedList": encode([0, 9]), "ttl": 3_600_000,
    },
}  # fmt: skip
SUBJECT: dict[str, Any] = DOCUMENT["credentialSubject"]


def packed(data: bytes) -> str:
    return "u" + base64url.encode(gzip.compress(data, mtime=0)).decode()


def a_list(**members: Any) -> StatusList:
    return read_list(DOCUMENT | members)


def answer(entry: StatusEntry = ENTRY, found: StatusList | None = None, **arguments: Any) -> tuple[Standing, str]:
    whole: dict[str, Any] = {"issuers": {ISSUER}, "at": NOW} | arguments
    given = (found or a_list()).answer(entry, **whole)
    if given.reason is None:
        return given.standing, ""
    assert given.reason.level is Level.WARNING
    assert words(given.reason, "fr")
    return given.standing, given.reason.id.partition(".")[2]


@given(st.sets(st.integers(0, LEAST_BITS - 1), max_size=40), st.data())
@settings(max_examples=25)
def test_the_bits_set_are_those_asked_for(indexes: set[int], data: st.DataObject) -> None:
    """3.2: “the first index, with a value of zero (0), is located at the left-most bit in the bitstring”."""
    bits = decode(encode(indexes))
    as_number = int.from_bytes(bits, "big")
    assert {LEAST_BITS - 1 - place for place in range(LEAST_BITS) if as_number >> place & 1} == indexes
    found = a_list(credentialSubject=SUBJECT | {"encodedList": encode(indexes)})
    index = data.draw(st.integers(0, LEAST_BITS - 1) | st.sampled_from(sorted(indexes) or [0]))
    expected = Standing.SET if index in indexes else Standing.CLEAR
    assert answer(StatusEntry(URL, index, Purpose.REVOCATION), found)[0] is expected


def test_a_list_says_nothing_of_when_and_where_it_was_packed() -> None:
    """RFC 1952, 2.3.1: OS 255 is unknown; a modification time of zero is none."""
    text = encode([5, 4, 5])
    assert text == encode(iter([4, 5]))
    assert base64url.decode(text[1:].encode())[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    assert gzip.decompress(base64url.decode(text[1:].encode())) == decode(text)


@pytest.mark.parametrize("length", [0, 8, LEAST_BITS - 8, LEAST_BITS + 1, MOST_BITS + 8])
def test_a_list_hides_each_holder_among_many(length: int) -> None:
    """6.1: the minimum length is 131 072 entries, or 16 KB uncompressed."""
    with pytest.raises(Refused, match="status_length"):
        encode([], length)


@pytest.mark.parametrize("index", [-1, LEAST_BITS])
def test_a_bit_outside_is_not_set(index: int) -> None:
    with pytest.raises(Refused, match="status_index"):
        encode([index])


GOOD = gzip.compress(bytes(LEAST_BITS // 8), mtime=0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "status_encoding"),
        (5, "status_encoding"),
        ("", "status_encoding"),
        ("zAAAA", "status_encoding"),
        (encode([])[1:], "status_encoding"),
        ("ué", "status_encoding"),
        ("u" + "A" * (MOST_BYTES * 4 // 3), "status_encoding"),
        ("uAAA=", "base64_spelling"),
        ("uAAAA", "status_encoding"),
        ("u" + base64url.encode(zlib.compress(bytes(LEAST_BITS // 8))).decode(), "status_encoding"),
        ("u" + base64url.encode(GOOD[:-1]).decode(), "status_encoding"),
        ("u" + base64url.encode(GOOD[:-8]).decode(), "status_encoding"),
        ("u" + base64url.encode(GOOD[:-8] + bytes(8)).decode(), "status_encoding"),
        ("u" + base64url.encode(GOOD + GOOD).decode(), "status_encoding"),
        ("u" + base64url.encode(GOOD + b"\0").decode(), "status_encoding"),
        ("u", "status_length"),
        (packed(b""), "status_length"),
        (packed(bytes(LEAST_BITS // 8 - 1)), "status_length"),
        (packed(bytes(MOST_BITS // 8 + 1)), "status_length"),
    ],
)
def test_another_list_is_refused(text: Any, expected: str) -> None:
    """3.2: encodedList is a Multibase-encoded base64url (no padding) of a GZIP-compressed bitstring."""
    with pytest.raises(Refused) as found:
        decode(text, path="encodedList")
    assert reason(found.value) == expected


def test_a_bomb_is_not_unpacked() -> None:
    """256 MiB of zeros are 261 kB packed; unpacking stops at 8 MiB."""
    bomb = packed(bytes(1 << 28))
    with pytest.raises(Refused, match="status_length"):
        decode(bomb)
    assert len(decode(packed(bytes(MOST_BITS // 8)))) == MOST_BITS // 8


def test_a_list_is_read() -> None:
    found = a_list()
    assert (found.id, found.issuer, found.purposes) == (URL, ISSUER, frozenset({Purpose.REVOCATION}))
    assert (found.ttl, found.length) == (timedelta(hours=1), LEAST_BITS)
    assert found.valid_until == datetime(2026, 3, 4, tzinfo=UTC)
    assert "bits" not in repr(found)
    both = a_list(issuer={"id": ISSUER}, credentialSubject=SUBJECT | {"statusPurpose": ["revocation", "suspension"]})
    assert both.issuer == ISSUER
    assert both.purposes == set(Purpose)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"type": "BitstringStatusListCredential"}, "status_kind"),
        ({"type": ["VerifiableCredential"]}, "status_kind"),
        ({"credentialSubject": [SUBJECT]}, "status_kind"),
        ({"credentialSubject": SUBJECT | {"type": "StatusList2021"}}, "status_kind"),
        ({"issuer": None}, "status_kind"),
        ({"issuer": {"name": "x"}}, "status_kind"),
        ({"issuer": ""}, "status_kind"),
        ({"id": None}, "status_kind"),
        ({"id": ""}, "status_kind"),
        ({"validFrom": "2026-03-03"}, "moment"),
        ({"validFrom": None}, "moment"),
        ({"validUntil": None}, "moment"),
        ({"validUntil": "2026-03-02T00:00:00Z"}, "status_window"),
        ({"credentialSubject": SUBJECT | {"statusPurpose": "message"}}, "status_purposes"),
        ({"credentialSubject": SUBJECT | {"statusPurpose": []}}, "status_purposes"),
        ({"credentialSubject": SUBJECT | {"statusPurpose": ["revocation"] * 9}}, "status_purposes"),
        ({"credentialSubject": SUBJECT | {"statusPurpose": [["revocation"]]}}, "status_purposes"),
        ({"credentialSubject": SUBJECT | {"ttl": -1}}, "status_ttl"),
        ({"credentialSubject": SUBJECT | {"ttl": True}}, "status_ttl"),
        ({"credentialSubject": SUBJECT | {"ttl": "3600000"}}, "status_ttl"),
        ({"credentialSubject": SUBJECT | {"ttl": 10**12}}, "status_ttl"),
        ({"credentialSubject": SUBJECT | {"encodedList": "u"}}, "status_length"),
    ],
)
def test_another_document_is_no_list(members: dict[str, Any], expected: str) -> None:
    """3.2: type includes BitstringStatusListCredential, the subject is a BitstringStatusList with its purpose."""
    with pytest.raises(Refused) as found:
        a_list(**members)
    assert reason(found.value) == expected


def test_set_and_clear() -> None:
    assert answer() == (Standing.SET, "")
    assert answer(StatusEntry(URL, 8, Purpose.REVOCATION)) == (Standing.CLEAR, "")


@pytest.mark.parametrize(
    ("entry", "arguments", "expected"),
    [
        (StatusEntry(URL + "/", 8, Purpose.REVOCATION), {}, "status_other_list"),
        (StatusEntry(URL, 8, Purpose.SUSPENSION), {}, "status_purpose"),
        (StatusEntry(URL, -1, Purpose.REVOCATION), {}, "status_index"),
        (StatusEntry(URL, LEAST_BITS, Purpose.REVOCATION), {}, "status_index"),
        (ENTRY, {"issuers": {"did:web:other.example"}}, "status_issuer"),
        (ENTRY, {"issuers": ()}, "status_issuer"),
        (ENTRY, {"at": datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC)}, "status_early"),
        (ENTRY, {"at": datetime(2026, 3, 4, 0, 0, 1, tzinfo=UTC)}, "status_stale"),
        (ENTRY, {"fetched_at": NOW - timedelta(hours=1, seconds=1)}, "status_stale"),
        (ENTRY, {"most_age": timedelta(hours=8, minutes=59)}, "status_stale"),
        (ENTRY, {"not_before": datetime(2026, 3, 3, 0, 0, 1, tzinfo=UTC)}, "status_replayed"),
    ],
)
def test_whatever_is_doubtful_is_unknown(entry: StatusEntry, arguments: dict[str, Any], expected: str) -> None:
    """3.3: purposes equal, index in range, a list that verifies and is in its period; else an error, never false."""
    assert answer(entry, **arguments) == (Standing.UNKNOWN, expected)


def test_at_its_limits_a_list_still_counts() -> None:
    limits: dict[str, Any] = {
        "at": NOW, "fetched_at": NOW - timedelta(hours=1), "most_age": timedelta(hours=9),
        "not_before": datetime(2026, 3, 3, tzinfo=UTC),
    }  # fmt: skip
    assert answer(ENTRY, **limits) == (Standing.SET, "")


def test_a_list_without_an_end_does_not_count_for_ever() -> None:
    found = read_list({k: v for k, v in DOCUMENT.items() if k != "validUntil"} | {
        "credentialSubject": {k: v for k, v in SUBJECT.items() if k != "ttl"}})  # fmt: skip
    assert (found.valid_until, found.ttl) == (None, None)
    assert answer(ENTRY, found, at=NOW + timedelta(days=6), fetched_at=NOW) == (Standing.SET, "")
    assert answer(ENTRY, found, at=NOW + timedelta(days=7)) == (Standing.UNKNOWN, "status_stale")


@given(st.integers(0, 2**31), st.sampled_from(Purpose), st.booleans())
def test_an_entry_is_read_in_both_spellings(index: int, purpose: Purpose, integer_index: bool) -> None:
    """3.1: statusListIndex is an integer expressed as a base 10 string; UNTP 0.7 types it as an integer."""
    entry = StatusEntry(URL, index, purpose)
    written = write_entry(entry, integer_index=integer_index)
    assert read_entries(written) == (entry,)
    assert read_entries([written, written]) == (entry, entry)
    assert read_entries(written | {"statusSize": 1, "statusReference": "https://body.example/"}) == (entry,)


def test_what_says_nothing_of_standing_is_left_out() -> None:
    """Bitstring Status List 1.0, 3.2: ``message`` and ``refresh`` are purposes too, and no revocation."""
    told = [W3C | {"statusPurpose": purpose} for purpose in ("message", "refresh")]
    assert read_entries([*told, W3C]) == (ENTRY,)
    assert read_entries(told) == ()
    mixed = a_list(credentialSubject=SUBJECT | {"statusPurpose": ["suspension", "message"]})
    assert mixed.purposes == {Purpose.SUSPENSION}


W3C: dict[str, Any] = dict(write_entry(ENTRY, integer_index=False))


@pytest.mark.parametrize(
    ("status", "expected", "path"),
    [
        (None, "status_entry", "credentialStatus"),
        ([], "status_entry", "credentialStatus"),
        ([W3C] * 9, "status_entry", "credentialStatus"),
        ("x", "status_entry", "credentialStatus"),
        (W3C | {"type": "StatusList2021Entry"}, "status_entry_kind", "credentialStatus.type"),
        ([W3C, W3C | {"type": ["BitstringStatusListEntry"]}], "status_entry_kind", "credentialStatus[1].type"),
        (W3C | {"statusListCredential": ""}, "status_entry", "credentialStatus.statusListCredential"),
        (W3C | {"statusListCredential": {"id": URL}}, "status_entry", "credentialStatus.statusListCredential"),
        (W3C | {"statusSize": 2}, "status_size", "credentialStatus.statusSize"),
        (W3C | {"statusSize": True}, "status_size", "credentialStatus.statusSize"),
        (W3C | {"statusSize": "1"}, "status_size", "credentialStatus.statusSize"),
        (W3C | {"statusPurpose": "lost"}, "status_purposes", "credentialStatus.statusPurpose"),
        (W3C | {"statusPurpose": ["revocation"]}, "status_purposes", "credentialStatus.statusPurpose"),
        *(
            (W3C | {"statusListIndex": index}, "status_entry_index", "credentialStatus.statusListIndex")
            for index in (None, "", "abc", "-1", "+1", " 1", "1_0", "٣", "1.0", "0x1", "1" * 11, -1, 1.0, True, [1])
        ),
    ],
)
def test_another_entry_is_refused(status: Any, expected: str, path: str) -> None:
    """3.1: type is BitstringStatusListEntry, an index of zero or greater; a size other than 1 carries messages."""
    with pytest.raises(Refused) as found:
        read_entries(status)
    assert reason(found.value) == expected
    assert found.value.findings[0].place.path == path


def test_a_free_index_is_random_and_not_taken() -> None:
    """6.2: indexes are to be assigned at random, so that they do not correlate with the moment of issue."""
    numbers: Iterator[int] = iter([LEAST_BITS + 1, 3, 4, 5])
    sizes: list[int] = []

    def random_bits(size: int) -> int:
        sizes.append(size)
        return next(numbers)

    assert free_index({3, 4}, random_bits, LEAST_BITS) == 5
    assert set(sizes) == {17}
    with pytest.raises(Refused, match="status_full"):
        free_index(range(LEAST_BITS // 2), random_bits)


def test_an_answer_takes_microseconds() -> None:
    found = a_list()
    assert least(lambda: [found.answer(ENTRY, issuers={ISSUER}, at=NOW) for _ in range(1000)]) < 30
