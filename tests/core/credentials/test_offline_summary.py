"""Offline summaries: small enough for paper, as strict as credentials, and never taken for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.credentials.ecosystem import BODY, INDEX, ISSUED, KEYS, LISTS, certificate, signed

from jawda.core.credentials import attestation, credential, token
from jawda.core.credentials.attestation import Attestation, Party
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.keys import Algorithm, SoftwareKey
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.offline_summary import (
    CODE_BYTES,
    CONTENT_TYPE,
    MEDIA_TYPE,
    MOST_BYTES,
    address,
    read,
    room_beside,
    sign,
)
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.status_list import Purpose, StatusEntry, write_entry
from jawda.core.findings import Refused

KEY = KEYS[BODY]
KEY_ID = f"{BODY}#1"
SCOPE = "Moulage de joints en caoutchouc pour l’automobile, y compris mélange, vulcanisation et contrôle final, "


def made(**changes: Any) -> Credential:
    return credential.read(signed(certificate(**changes)))


GOOD = sign(made(scope="Moulage de joints"), KEY, key_id=KEY_ID)
PAYLOAD = dict(token.read(GOOD, media_types=(MEDIA_TYPE,), content_types=(CONTENT_TYPE,)).payload)


def changed(*without: str, key_id: str = KEY_ID, **changes: Any) -> bytes:
    members = {name: value for name, value in (PAYLOAD | changes).items() if name not in without}
    return token.sign(members, KEY, key_id=key_id, media_type=MEDIA_TYPE, content_type=CONTENT_TYPE)


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as found:
        read(data)
    return reason(found.value)


def test_a_summary_says_what_its_credential_says() -> None:
    whole = made(scope="Moulage de joints")
    summary = read(sign(whole, KEY, key_id=KEY_ID))
    summary.verify(KEY.public)
    assert (summary.issuer, summary.key_id) == (BODY, KEY_ID)
    assert (summary.number, summary.holder) == ("JW-2025-004812", "Caoutchouc Modèle")
    assert (summary.standard, summary.scope) == ("ISO 9001:2015", "Moulage de joints")
    assert summary.kind is Kind.MANAGEMENT_SYSTEM
    assert summary.shortened == frozenset()
    assert (summary.valid_from, summary.valid_until) == (ISSUED, datetime(2028, 5, 11, tzinfo=UTC))
    assert summary.status == (StatusEntry(LISTS[BODY], INDEX, Purpose.SUSPENSION),)
    assert summary.credential_sha256 == whole.sha256
    assert summary.is_of(whole)


def test_a_summary_is_of_one_credential() -> None:
    """Its digest is over the bytes as they were issued: another edition is another credential."""
    summary = read(GOOD)
    assert not summary.is_of(made(scope="Moulage"))
    assert not replace(summary, issuer="did:web:other.example").is_of(made(scope="Moulage de joints"))


def test_what_a_document_has_not_is_left_out() -> None:
    whole = made(kind=None, standard=None, valid_until=None)
    without = credential.read(
        token.sign(attestation.document_of(certificate(kind=None, valid_until=None)), KEY, key_id=KEY_ID)
    )
    summary = read(sign(whole, KEY, key_id=KEY_ID))
    assert (summary.kind, summary.scope, summary.valid_until, summary.standard) == (None, None, None, "ISO 9001")
    assert read(sign(without, KEY, key_id=KEY_ID)).status == ()


def test_two_purposes_at_one_place_are_said_once_and_read_as_two() -> None:
    entries: list[Any] = [
        write_entry(StatusEntry(LISTS[BODY], INDEX, purpose), integer_index=False) for purpose in Purpose
    ]
    document = attestation.document_of(certificate()) | {"credentialStatus": entries}
    whole = credential.read(token.sign(document, KEY, key_id=KEY_ID))
    data = sign(whole, KEY, key_id=KEY_ID)
    assert read(data).status == tuple(StatusEntry(LISTS[BODY], INDEX, purpose) for purpose in Purpose)
    assert data.count(b".") == 2


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_long_scope_is_shortened_and_said_to_be(algorithm: Algorithm) -> None:
    """Whatever the key, the summary fits; nobody takes the beginning of a scope for the whole of it."""
    key = SoftwareKey.from_seed(bytes(31) + b"\x07", algorithm)
    data = sign(made(scope=SCOPE * 40), key, key_id=KEY_ID)
    summary = read(data)
    summary.verify(key.public)
    assert MOST_BYTES - 12 <= len(data) <= MOST_BYTES
    assert summary.shortened == {"scope"}
    assert summary.scope is not None
    assert summary.scope.endswith("…")
    assert (SCOPE * 40).startswith(summary.scope[:-1])


def test_a_scope_that_just_fits_is_whole() -> None:
    for length in range(1, 420):
        scope = "x" * length
        summary = read(sign(made(scope=scope), KEY, key_id=KEY_ID))
        if summary.shortened:
            assert length > 200
            break
        assert summary.scope == scope
    else:
        pytest.fail("no scope was too long")


def test_then_the_names_are_shortened() -> None:
    named = made(scope=SCOPE * 3, holder=Party(id="did:web:x.example", name="Société " * 90))
    summary = read(sign(named, KEY, key_id=KEY_ID))
    assert summary.shortened == {"scope", "holder"}
    assert summary.scope is not None
    assert len(summary.scope) <= 41


def test_arabic_is_shortened_between_letters_never_before_their_marks() -> None:
    """Unicode annex 29, GB9: a mark is not torn from its letter."""
    scope = "مُحَمَّدٌ" * 200
    found = read(sign(made(scope=scope), KEY, key_id=KEY_ID))
    assert found.scope is not None
    assert found.scope.endswith("…")
    kept = found.scope[:-1]
    assert scope.startswith(kept)
    assert scope[len(kept)] == "م" or scope[len(kept)] in "حد"


def test_what_does_not_fit_even_so_is_refused() -> None:
    with pytest.raises(Refused) as found:
        sign(made(number="N" * 700), KEY, key_id=KEY_ID)
    assert reason(found.value) == "summary_size"


def test_beside_a_short_address_there_is_more_room() -> None:
    """The whole address, summary included, fills one code; no more of a scope is cut than must be."""
    page = "https://jawda.example/c/JW-2025-004812"
    room = room_beside(page)
    longer = sign(made(scope=SCOPE * 40), KEY, key_id=KEY_ID, most_bytes=room)
    assert MOST_BYTES < len(longer) <= room
    assert CODE_BYTES - 12 <= len(address(page, longer)) <= CODE_BYTES


def test_only_the_issuer_signs() -> None:
    with pytest.raises(Refused) as found:
        sign(made(), KEY, key_id="did:web:other.example#1")
    assert reason(found.value) == "summary_issuer"


@pytest.mark.parametrize("key_id", ["#1", BODY, f"{BODY}#", "https://certif.example#1", "1"])
def test_a_key_says_whose_it_is(key_id: str) -> None:
    assert refused(changed(key_id=key_id)) == "summary_key"
    with pytest.raises(Refused):
        sign(made(), KEY, key_id=key_id)


def test_a_summary_is_no_credential_and_a_credential_no_summary() -> None:
    """RFC 8725, 3.11: explicit typing keeps one kind of token from being taken for another."""
    with pytest.raises(Refused, match="token_media_type"):
        credential.read(GOOD)
    assert refused(signed()) == "token_media_type"
    other = token.sign(PAYLOAD, KEY, key_id=KEY_ID, media_type=MEDIA_TYPE)
    assert refused(other) == "token_media_type"


@pytest.mark.parametrize("name", ["number", "holder", "standard", "nbf", "sha256"])
def test_what_must_be_there_is_asked_for(name: str) -> None:
    assert refused(changed(name)).startswith("field_")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"more": 1}, "field_unknown"),
        ({"number": ""}, "field_text"),
        ({"holder": 1}, "field_text"),
        ({"scope": []}, "field_text"),
        ({"kind": 1}, "field_text"),
        ({"nbf": -1}, "field_number"),
        ({"nbf": 1.5}, "field_number"),
        ({"nbf": True}, "field_number"),
        ({"nbf": 253_402_300_800}, "field_number"),
        ({"exp": "2028"}, "field_number"),
        ({"exp": PAYLOAD["nbf"]}, "window"),
        ({"shortened": ["number"]}, "field_choice"),
        ({"shortened": "scope"}, "field_list"),
        ({"sha256": "AA"}, "summary_digest"),
        ({"sha256": "é" * 43}, "base64_spelling"),
        ({"status": [{"list": "https://x.example", "index": 1, "purposes": ["revocation"]}] * 3}, "status_entry"),
        ({"status": [{"list": "https://x.example", "index": -1, "purposes": ["revocation"]}]}, "field_number"),
        ({"status": [{"list": "https://x.example", "index": 1, "purposes": []}]}, "status_purposes"),
        ({"status": [{"list": "https://x.example", "index": 1, "purposes": ["message"]}]}, "status_purposes"),
        ({"status": [{"list": "https://x.example", "index": 1, "purposes": ["revocation"] * 2}]}, "status_purposes"),
        ({"status": [{"list": "", "index": 1, "purposes": ["revocation"]}]}, "field_text"),
        ({"status": [{"list": "https://x.example", "index": 1, "purposes": ["revocation"], "x": 1}]}, "field_unknown"),
        ({"status": {}}, "field_list"),
    ],
)
def test_another_form_is_refused(changes: dict[str, Any], expected: str) -> None:
    assert refused(changed(**changes)) == expected


def test_what_no_code_can_hold_is_not_looked_at() -> None:
    """ISO/IEC 18004, table 7: 2 953 bytes at most."""
    assert refused(changed(scope="x" * 400, holder="x" * 2_400)) == "summary_size"


def test_another_key_or_a_changed_letter_is_told() -> None:
    with pytest.raises(Refused, match="token_signature"):
        read(GOOD).verify(SoftwareKey.from_seed(bytes([3]) * 32).public)
    header, payload, signature = GOOD.split(b".")
    forged = changed(holder="Another").split(b".")[1]
    assert forged != payload
    with pytest.raises(Refused, match="token_signature"):
        read(b".".join((header, forged, signature))).verify(KEY.public)


def test_a_kind_of_later_days_is_read_as_none_that_is_known() -> None:
    assert read(changed(kind="of_2040")).kind is None


def test_the_summary_stands_in_the_fragment() -> None:
    """RFC 3986, 3.5: the fragment is not sent to the server; these characters need no escape in it."""
    assert address("https://jawda.example/c/JW-1#old", GOOD) == f"https://jawda.example/c/JW-1#{GOOD.decode()}"


@given(st.text(min_size=1, max_size=400).filter(str.strip), st.text(min_size=1, max_size=300).filter(str.strip))
def test_whatever_the_words_a_summary_is_read_again(scope: str, holder: str) -> None:
    one: Attestation = certificate(scope=scope, holder=Party(id="did:web:x.example", name=holder))
    try:
        whole = credential.read(signed(one))
        data = sign(whole, KEY, key_id=KEY_ID)
    except Refused:
        return
    assert len(data) <= MOST_BYTES
    summary = read(data)
    summary.verify(KEY.public)
    for name, text in (("scope", scope), ("holder", holder)):
        said = getattr(summary, name)
        assert said == text if name not in summary.shortened else text.startswith(said[:-1])
