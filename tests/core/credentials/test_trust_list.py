"""The trust list: who is believed for what and when, as data; signed, numbered, never taken back."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.credentials import token
from jawda.core.credentials.keys import Algorithm, SoftwareKey
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.trust_list import SchemeKind, TrustList, undated
from jawda.core.credentials.trust_list_documents import (
    CONTENT_TYPE,
    MEDIA_TYPE,
    check_succession,
    read,
    sign,
    to_document,
    verify,
)
from jawda.core.findings import Refused

DOCUMENT: dict[str, Any] = json.loads((Path(__file__).parent / "trust_list.json").read_text("utf-8"))
LIST = read(DOCUMENT)
BODY = "did:web:accreditation.example"
ISSUER = "did:web:trust.example"
KEY = SoftwareKey.from_seed(bytes(32))
OTHER = SoftwareKey.from_seed(bytes(31) + b"\x07", Algorithm.ES256)


def refused(document: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as found:
        read(document)
    return reason(found.value), found.value.findings[0].place.path


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """The example with one member set, or taken away with ``...``."""
    document: Any = copy.deepcopy(DOCUMENT)
    holder = document
    for name in path[:-1]:
        holder = holder[name]
    if to is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = to
    return dict(document)


def test_the_example_comes_back_as_it_was() -> None:
    assert to_document(LIST) == {
        **DOCUMENT,
        "authorities": [{k: v for k, v in item.items() if v != []} for item in DOCUMENT["authorities"]],
    }
    assert read(to_document(LIST)) == LIST
    assert (LIST.version, LIST.issuer, len(LIST.schemes)) == (4, ISSUER, 4)
    bare = {name: DOCUMENT[name] for name in ("type", "id", "issuer", "version", "issuedAt")}
    assert read(to_document(read(bare))) == read(bare)


def test_the_kinds_of_scheme() -> None:
    kinds = {item.id: item.kind for item in LIST.schemes}
    assert kinds == {
        "management-systems": SchemeKind.ACCREDITED, "automotive": SchemeKind.OVERSIGHT,
        "import-control": SchemeKind.APPROVAL, "attendance": SchemeKind.NONE,
    }  # fmt: skip
    found = LIST.scheme("automotive")
    assert found is not None
    assert found.authorities == ("did:web:oversight.example",)
    assert LIST.scheme("x") is None


def recognised(kind: Kind, on: date, standard: str = "ISO/IEC 17025", body: str = BODY) -> tuple[str, bool] | None:
    found = LIST.member_on(body, kind, standard, on)
    return None if found is None else (found.arrangement.id, found.transition)


def test_an_arrangement_counts_between_its_dates() -> None:
    """Signatory status has a date and a scope; what was issued before is not recognised by it."""
    management = (Kind.MANAGEMENT_SYSTEM, "ISO/IEC 17021-1:2015")
    days = {
        date(2021, 4, 30): None, date(2021, 5, 1): ("iaf-mla", False), date(2025, 12, 31): ("iaf-mla", False),
        date(2026, 1, 1): ("iaf-mla", True), date(2028, 12, 31): ("iaf-mla", True), date(2029, 1, 1): None,
    }  # fmt: skip
    assert {day: recognised(management[0], day, management[1]) for day in days} == days


def test_an_arrangement_that_holds_goes_before_one_in_transition() -> None:
    assert recognised(Kind.TEST, date(2025, 12, 31)) == ("ilac-mra", False)
    assert recognised(Kind.TEST, date(2026, 1, 1)) == ("global-accreditation-cooperation-mra", False)
    assert recognised(Kind.TEST, date(2029, 1, 1)) == ("global-accreditation-cooperation-mra", False)


def test_what_ended_before_the_arrangement_is_not_carried_through_its_transition() -> None:
    assert recognised(Kind.CALIBRATION, date(2024, 4, 30)) == ("ilac-mra", False)
    assert recognised(Kind.CALIBRATION, date(2024, 5, 1)) is None
    assert recognised(Kind.CALIBRATION, date(2026, 1, 1)) is None


def test_an_arrangement_without_a_transition_ends_on_its_day() -> None:
    document = changed("arrangements", 0, "transitionUntil", to=...)
    found = read(document)
    assert found.member_on(BODY, Kind.MANAGEMENT_SYSTEM, "ISO/IEC 17021-1", date(2025, 12, 31)) is not None
    assert found.member_on(BODY, Kind.MANAGEMENT_SYSTEM, "ISO/IEC 17021-1", date(2026, 1, 1)) is None


def test_another_kind_standard_or_body_is_not_recognised() -> None:
    day = date(2025, 1, 1)
    assert recognised(Kind.PRODUCT, day) is None
    assert recognised(Kind.TEST, day, "ISO 15189") is None
    assert recognised(Kind.TEST, day, body="did:web:ministry.example") is None
    assert recognised(Kind.TEST, day, body="did:web:unknown.example") is None
    gone = read(changed("authorities", 0, "until", to="2024-12-31"))
    assert gone.member_on(BODY, Kind.TEST, "ISO/IEC 17025", day) is None


def test_a_standard_is_compared_without_its_edition() -> None:
    assert undated("ISO/IEC 17025:2017") == undated("ISO/IEC 17025")
    assert undated("did:web:x") == "did:web:x"
    assert undated(":2017") == ":2017"


def test_a_key_is_believed_between_its_dates() -> None:
    body = LIST.authority(BODY)
    assert body is not None
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [body.believes(KEY.public, day) for day in days] == [False, True, True, False]
    assert not body.believes(OTHER.public, date(2026, 1, 1))
    assert not replace(body, until=date(2025, 12, 31)).believes(KEY.public, date(2026, 1, 1))


def test_the_list_itself_has_a_time() -> None:
    assert LIST.is_current(datetime(2026, 3, 1, 8, tzinfo=UTC))
    assert LIST.is_current(datetime(2026, 9, 1, 8, tzinfo=UTC))
    assert not LIST.is_current(datetime(2026, 3, 1, 7, 59, tzinfo=UTC))
    assert not LIST.is_current(datetime(2026, 9, 1, 8, 0, 1, tzinfo=UTC))
    assert replace(LIST, valid_until=None).is_current(datetime(2036, 9, 1, tzinfo=UTC))


def test_a_signed_list_is_verified_with_keys_known_beforehand() -> None:
    data = sign(LIST, KEY, key_id=f"{ISSUER}#1")
    assert verify(data, issuer=ISSUER, keys=[OTHER.public, KEY.public]) == LIST
    assert verify(sign(LIST, OTHER, key_id=OTHER.public.thumbprint()), issuer=ISSUER, keys=[OTHER.public]) == LIST


def test_a_list_is_no_credential_and_a_credential_no_list() -> None:
    """RFC 8725, 3.11: explicit typing keeps one kind of token from being taken for another."""
    with pytest.raises(Refused, match="token_media_type"):
        token.read(sign(LIST, KEY, key_id=f"{ISSUER}#1"))
    for media_type, content_type in (("vc+jwt", CONTENT_TYPE), (MEDIA_TYPE, "vc")):
        data = token.sign(
            to_document(LIST), KEY, key_id=f"{ISSUER}#1", media_type=media_type, content_type=content_type
        )
        with pytest.raises(Refused, match="token_media_type"):
            verify(data, issuer=ISSUER, keys=[KEY.public])


@pytest.mark.parametrize(
    ("key_id", "issuer", "keys"),
    [
        (f"{ISSUER}#1", ISSUER, []),
        (f"{ISSUER}#1", ISSUER, [OTHER.public]),
        ("did:web:evil.example#1", ISSUER, [KEY.public]),
        (f"{ISSUER}.evil.example#1", ISSUER, [KEY.public]),
        ("did:web:other.example#1", "did:web:other.example", [KEY.public]),
    ],
)
def test_a_list_of_another_signer_is_refused(key_id: str, issuer: str, keys: list[Any]) -> None:
    with pytest.raises(Refused, match="trust_list_signer"):
        verify(sign(LIST, KEY, key_id=key_id), issuer=issuer, keys=keys)


def test_a_list_never_goes_back() -> None:
    """An old list, rightly signed, would bring back whoever was struck off."""
    later = replace(LIST, version=5, issued_at=LIST.issued_at + timedelta(days=1))
    check_succession(LIST, later)
    check_succession(LIST, LIST)
    data = sign(LIST, KEY, key_id=f"{ISSUER}#1")
    with pytest.raises(Refused, match="trust_list_older"):
        verify(data, issuer=ISSUER, keys=[KEY.public], known=later)
    with pytest.raises(Refused, match="trust_list_older"):
        check_succession(LIST, replace(later, issued_at=LIST.issued_at - timedelta(days=1)))
    with pytest.raises(Refused, match="trust_list_forked"):
        check_succession(LIST, replace(LIST, arrangements=()))
    for other in (replace(later, id="https://other.example/list"), replace(later, issuer="did:web:other.example")):
        with pytest.raises(Refused, match="trust_list_other"):
            check_succession(LIST, other)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(-9, 9))
def test_of_two_lists_one_follows_the_other_or_none(first: int, second: int, days: int) -> None:
    one = replace(LIST, version=first)
    two = replace(LIST, version=second, issued_at=LIST.issued_at + timedelta(days=days))

    def follows(known: TrustList, newer: TrustList) -> bool:
        try:
            check_succession(known, newer)
        except Refused:
            return False
        return True

    assert not (follows(one, two) and follows(two, one)) or one == two


@pytest.mark.parametrize(
    ("path", "to", "expected"),
    [
        (("type",), "List", "trust_list_type"),
        (("id",), "", "field_text"),
        (("id",), ..., "field_text"),
        (("issuer",), "https://trust.example", "identity_method"),
        (("issuer",), "did:web:127.0.0.1", "identity_host"),
        (("version",), 0, "field_number"),
        (("version",), 1.5, "field_number"),
        (("version",), True, "field_number"),
        (("version",), "4", "field_number"),
        (("issuedAt",), "2026-03-01", "moment"),
        (("validUntil",), "2026-02-01T00:00:00Z", "field_window"),
        (("schemes",), {}, "field_list"),
        (("schemes", 0), "x", "field_object"),
        (("extra",), 1, "field_unknown"),
        (("schemes", 0, "extra"), None, "field_unknown"),
        (("schemes", 0, "kind"), "trusted", "field_choice"),
        (("schemes", 0, "kind"), ["accredited"], "field_choice"),
        (("schemes", 0, "names"), {}, "field_text"),
        (("schemes", 0, "names"), "x", "field_object"),
        (("schemes", 0, "names", "de"), "x", "field_unknown"),
        (("schemes", 0, "names", "fr"), 5, "field_text"),
        (("schemes", 0, "standards"), [""], "field_text"),
        (("schemes", 0, "standards"), [None], "field_text"),
        (("schemes", 0, "standards"), "ISO 9001", "field_list"),
        (("schemes", 0, "source"), " ", "field_text"),
        (("schemes", 0, "source"), "x" * 501, "field_text"),
        (("schemes", 1, "id"), "management-systems", "trust_list_twice"),
        (("schemes", 0, "authorities"), ["did:web:unknown.example"], "trust_list_reference"),
        (("schemes", 0, "authorities"), ..., "trust_list_scheme"),
        (("schemes", 3, "authorities"), [BODY], "trust_list_scheme"),
        (("authorities", 1, "id"), BODY, "trust_list_twice"),
        (("authorities", 0, "id"), "did:key:z6Mk", "identity_method"),
        (("authorities", 0, "country"), "MAR", "trust_list_country"),
        (("authorities", 0, "country"), "ma", "trust_list_country"),
        (("authorities", 0, "country"), "ÉÉ", "trust_list_country"),
        (("authorities", 0, "since"), "2026-02-30", "field_day"),
        (("authorities", 0, "since"), "20260101", "field_day"),
        (("authorities", 0, "since"), 2026, "field_day"),
        (("authorities", 0, "until"), "2019-12-31", "field_window"),
        (("authorities", 0, "keys", 0, "thumbprint"), "x", "trust_list_thumbprint"),
        (("authorities", 0, "keys", 0, "until"), "2019-12-31", "field_window"),
        (("arrangements", 1, "id"), "iaf-mla", "trust_list_twice"),
        (("arrangements", 0, "transitionUntil"), "2025-12-30", "field_window"),
        (("arrangements", 2, "transitionUntil"), "2030-01-01", "field_window"),
        (("arrangements", 0, "members", 0, "authority"), "did:web:unknown.example", "trust_list_reference"),
        (("arrangements", 0, "members", 0, "kind"), "everything", "field_choice"),
        (("arrangements", 0, "members", 0, "extra"), 1, "field_unknown"),
    ],
)
def test_another_document_is_refused_by_its_place(path: tuple[str | int, ...], to: Any, expected: str) -> None:
    found, place = refused(changed(*path, to=to))
    assert found == expected
    assert place is not None
    assert str(path[0]) in place


@pytest.mark.parametrize("document", [None, [], "TrustList", 5])
def test_what_is_no_object_is_refused(document: Any) -> None:
    assert refused(document) == ("field_object", None)
