"""The log as it is exported: whoever kept a signed head sees that a line before it was changed, added or left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from jawda.core.credentials import token
from jawda.core.credentials.keys import SoftwareKey
from jawda.core.credentials.log_chain import (
    CONTENT_TYPE,
    MEDIA_TYPE,
    START,
    Entry,
    Followed,
    Head,
    digest,
    exact,
    follow,
    line,
    read_head,
    read_line,
    sign_head,
)
from jawda.core.credentials.refusing import reason
from jawda.core.findings import Refused

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
KEEPER = "did:web:jawda.example"
KEY = SoftwareKey.from_seed(bytes(32))


def entries(count: int) -> list[Entry]:
    found: list[Entry] = []
    for number in range(1, count + 1):
        entry = Entry(
            sequence=number, at=exact(AT), event="issued", event_at=exact(AT),
            reference="" if number % 2 else f"JW-2026-{number:07}", issuer="did:web:body.example",
            credential_sha256="ab" * 32, previous_hash=found[-1].hash if found else START, hash=START,
        )  # fmt: skip
        found.append(replace(entry, hash=digest(entry)))
    return found


def written(lines: list[Entry]) -> list[bytes]:
    return [json.dumps(line(entry)).encode() for entry in lines]


def head(entry: Entry) -> Head:
    return Head(issuer=KEEPER, sequence=entry.sequence, hash=entry.hash, signed_at=AT)


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        work()
    return reason(caught.value)


def test_the_hash_is_that_of_the_text_that_is_documented() -> None:
    """hash(n) = SHA-256 of hash(n-1) and ``n|at|event|event_at|reference|issuer|credential_sha256``; computed apart."""
    entry = Entry(
        sequence=1, at="2026-03-03T09:00:00.000000Z", event="issued", event_at="2026-03-03T09:00:00.000000Z",
        reference="JW-2026-ABCDEFG", issuer="did:web:body.example", credential_sha256="0" * 64, previous_hash=START,
        hash=START,
    )  # fmt: skip
    text = b"1|2026-03-03T09:00:00.000000Z|issued|2026-03-03T09:00:00.000000Z|JW-2026-ABCDEFG|did:web:body.example|"
    assert digest(entry) == hashlib.sha256(bytes(32) + text + b"0" * 64).digest()


def test_lines_that_follow_lead_to_the_last() -> None:
    lines = entries(5)
    assert [read_line(data) for data in written(lines)] == lines
    assert follow(written(lines)) == Followed(first=1, sequence=5, hash=lines[-1].hash)
    assert follow([*written(lines), b"\n"], heads=[head(lines[2])]).sequence == 5
    assert follow(written(lines[2:]), heads=[head(lines[3])]).first == 3
    assert follow([]) == Followed(first=0, sequence=0, hash=START)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda lines: [lines[0], *lines[2:]], "log_number"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "log_number"),
        (lambda lines: [replace(lines[0], event="withdrawn"), *lines[1:]], "log_changed"),
        (lambda lines: [lines[0], replace(lines[1], previous_hash=START), *lines[2:]], "log_broken"),
        (lambda lines: [replace(lines[0], previous_hash=bytes([1]) * 32), *lines[1:]], "log_broken"),
    ],
)
def test_a_line_changed_or_left_out_is_refused(damage: Callable[[list[Entry]], list[Entry]], why: str) -> None:
    assert refused(lambda: follow(written(damage(entries(4))))) == why


def test_a_log_rewritten_as_a_whole_is_told_by_a_head_that_was_kept() -> None:
    lines = entries(4)
    first = replace(lines[0], event="withdrawn")
    other = [replace(first, hash=digest(first))]
    for entry in lines[1:]:
        moved = replace(entry, previous_hash=other[-1].hash)
        other.append(replace(moved, hash=digest(moved)))
    assert follow(written(other)).sequence == 4
    assert refused(lambda: follow(written(other), heads=[head(lines[3])])) == "log_head_differs"
    assert refused(lambda: follow(written(lines[:2]), heads=[head(lines[3])])) == "log_head_missing"


def test_lines_after_a_head_that_was_kept_must_go_on_from_it() -> None:
    """Whoever kept a head asks for what came after it, and need not read the whole log again."""
    lines = entries(6)
    kept = [head(lines[1]), head(lines[3]), head(lines[5])]
    found = follow(written(lines[4:]), heads=kept)
    assert (found.first, found.met, found.before) == (5, (kept[1], kept[2]), (kept[0],))
    other = replace(kept[1], hash=bytes(32))
    assert refused(lambda: follow(written(lines[4:]), heads=[other])) == "log_head_differs"


def test_of_no_lines_no_head_is_met() -> None:
    assert refused(lambda: follow([], heads=[head(entries(1)[0])])) == "log_head_missing"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"sequence": 0}, "field_number"),
        ({"at": "2026-03-03T09:00:00Z"}, "moment"),
        ({"event_at": "yesterday"}, "moment"),
        ({"reference": None}, "field_text"),
        ({"hash": "AB" * 32}, "log_hash"),
        ({"previous_hash": "ab"}, "log_hash"),
        ({"credential_sha256": "x"}, "log_hash"),
        ({"more": 1}, "field_unknown"),
    ],
)
def test_a_line_of_another_shape_is_refused(change: dict[str, Any], why: str) -> None:
    said = dict(line(entries(1)[0])) | change
    assert refused(lambda: read_line(json.dumps(said).encode())) == why


def test_a_head_is_read_from_its_keeper_alone() -> None:
    found = head(entries(1)[0])
    signed = sign_head(found, KEY, key_id=f"{KEEPER}#1")
    assert read_head(signed + b"\n", issuer=KEEPER, keys=[KEY.public]) == found
    other = SoftwareKey.from_seed(bytes([1]) * 32)
    assert refused(lambda: read_head(signed, issuer=KEEPER, keys=[other.public])) == "log_head_signer"
    assert refused(lambda: read_head(signed, issuer=KEEPER, keys=[])) == "log_head_signer"
    assert refused(lambda: read_head(signed, issuer="did:web:x.example", keys=[KEY.public])) == "log_head_signer"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"type": "Other"}, "log_head_signer"),
        ({"hash": "x"}, "log_hash"),
        ({"sequence": 0}, "field_number"),
        ({"signedAt": "today"}, "moment"),
        ({"more": 1}, "field_unknown"),
    ],
)
def test_a_head_of_another_shape_is_refused(change: dict[str, Any], why: str) -> None:
    said: dict[str, Any] = {
        "type": "LogHead",
        "issuer": KEEPER,
        "sequence": 1,
        "hash": "ab" * 32,
        "signedAt": "2026-03-03T09:00:00Z",
    }
    made = token.sign(said | change, KEY, key_id=f"{KEEPER}#1", media_type=MEDIA_TYPE, content_type=CONTENT_TYPE)
    assert refused(lambda: read_head(made, issuer=KEEPER, keys=[KEY.public])) == why
