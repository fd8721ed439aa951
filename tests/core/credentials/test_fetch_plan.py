"""Which address may be asked, in which order: "only for issuers on the trust list", and never on a stranger's word."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.core.credentials.ecosystem import (
    AUTHORITY,
    BODY,
    INDEX,
    ISSUED,
    KEYS,
    LISTS,
    TODAY,
    URL,
    accredited,
    certificate,
    entry,
    signed,
    signed_accreditation,
    status,
    trust_list,
    with_key,
)

from jawda.core.credentials import attestation, token
from jawda.core.credentials.attestation import Accreditation, Party
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.evidence import Materials
from jawda.core.credentials.fetch_plan import Wanted, What, Why, wanted, with_answer
from jawda.core.credentials.identity_documents import IdentityDocument, VerificationMethod, write_document
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.status_list import Purpose, StatusEntry, write_entry
from jawda.core.credentials.untp import W3C_CONTEXT
from jawda.core.credentials.verdict import Verdict
from jawda.core.findings import Refused


def document(did: str, key: str | None = None) -> bytes:
    method = VerificationMethod(f"{did}#1", KEYS[key or did].public)
    return json.dumps(write_document(IdentityDocument(did, (method,)))).encode()


IDENTITIES = {did: f"https://{did.removeprefix('did:web:')}/.well-known/did.json" for did in KEYS}
THEN = f"{LISTS[AUTHORITY]}?timestamp=2025-05-12T00:00:00Z"
WEB: dict[str, bytes] = {
    IDENTITIES[AUTHORITY]: document(AUTHORITY),
    IDENTITIES[BODY]: document(BODY),
    URL: signed_accreditation(),
    LISTS[AUTHORITY]: status(AUTHORITY, TODAY - timedelta(days=1)),
    THEN: status(AUTHORITY, ISSUED - timedelta(days=1)),
    LISTS[BODY]: status(BODY, TODAY - timedelta(days=1)),
}


def asked(
    data: bytes, web: Mapping[str, bytes] = WEB, *, materials: Materials | None = None, at: datetime = TODAY
) -> tuple[list[list[str]], Materials]:
    """Round by round, what is asked, where this is all the web there is."""
    held = materials or Materials(trust=trust_list())
    rounds: list[list[str]] = []
    seen: set[str] = set()
    while new := [one for one in wanted(data, held, at) if one.url not in seen]:
        rounds.append([one.url for one in new])
        for one in new:
            seen.add(one.url)
            if one.url in web:
                held = with_answer(held, one, web[one.url])
    return rounds, held


def without(*urls: str) -> dict[str, bytes]:
    return {url: body for url, body in WEB.items() if url not in urls}


def test_the_whole_chain_in_its_order() -> None:
    """Authority on the list, then the body it accredits, then what that body signed: nobody before their turn."""
    rounds, held = asked(signed())
    assert rounds == [
        [IDENTITIES[AUTHORITY], URL],
        [IDENTITIES[BODY], LISTS[AUTHORITY]],
        [THEN, LISTS[BODY]],
    ]
    found = Verifier(held).verify(signed(), TODAY)
    assert found.verdict is Verdict.VALID
    assert found.then is not None
    assert found.then.recognition.value == "recognised"


def test_why_each_may_be_asked_and_for_what() -> None:
    first = wanted(signed(), Materials(trust=trust_list()), TODAY)
    assert first == (
        Wanted(what=What.IDENTITY, url=IDENTITIES[AUTHORITY], name=AUTHORITY, why=Why.LISTED),
        Wanted(what=What.ACCREDITATION, url=URL, name=URL, why=Why.LISTED),
    )
    assert [one.what.accept.split(",")[0] for one in first] == ["application/did+json", "application/vc+jwt"]
    assert What.ACCREDITATION.most_bytes == 1 << 20 < What.STATUS_LIST.most_bytes < 1 << 21
    _, held = asked(signed(), without(IDENTITIES[BODY]))
    assert {one.why for one in wanted(signed(), held, TODAY)} == {Why.ACCREDITED}


def test_without_a_trust_list_nobody_is_asked() -> None:
    assert wanted(signed(), Materials(), TODAY) == ()


@pytest.mark.parametrize("data", [b"nonsense", b"{}", signed()[:-9]])
def test_for_what_cannot_be_read_nobody_is_asked(data: bytes) -> None:
    assert wanted(data, Materials(trust=trust_list()), TODAY) == ()


def claiming(**changes: Any) -> bytes:
    given = {"name": "EX-SM-07", "authority": Party(id=AUTHORITY, name="A"), "url": URL} | changes
    return signed(certificate(accreditation=Accreditation(**given)))


def test_for_an_authority_that_is_not_on_the_list_nobody_is_asked() -> None:
    stranger = Party(id="did:web:stranger.example", name="S")
    assert asked(claiming(authority=stranger, url="https://stranger.example/a"))[0] == []
    assert asked(signed(certificate(accreditation=None)))[0] == []


@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://stranger.example/track-me",
        "https://accrediteur.example.stranger.example/a",
        "https://accrediteur.example@stranger.example/a",
        "https://accrediteur.example:8443/a",
        "http://accrediteur.example/a",
        "urn:uuid:1",
    ],
)
def test_an_accreditation_is_asked_of_its_authority_or_the_lists_keeper_alone(url: str | None) -> None:
    """A forged certificate may claim any authority; it does not make us ask any other host."""
    assert asked(claiming(url=url))[0] == [[IDENTITIES[AUTHORITY]]]


@pytest.mark.parametrize("url", ["https://jawda.example/a/7", "https://Accrediteur.example:443/a?b#c"])
def test_other_writings_and_the_keeper(url: str) -> None:
    assert asked(claiming(url=url))[0] == [[IDENTITIES[AUTHORITY], url]]


@pytest.mark.parametrize(
    "web",
    [
        without(IDENTITIES[AUTHORITY]),
        without(URL),
        WEB | {URL: signed_accreditation(key=BODY)},
        WEB | {URL: signed_accreditation(accredited(body=Party(id="did:web:other.example", name="O")))},
        WEB | {URL: b"nonsense"},
        WEB | {IDENTITIES[AUTHORITY]: document(AUTHORITY, key=BODY)},
    ],
)
def test_an_issuer_for_whom_nobody_vouches_is_never_asked(web: dict[str, bytes]) -> None:
    rounds, held = asked(signed(), web)
    assert rounds == [[IDENTITIES[AUTHORITY], URL]]
    assert Verifier(held).verify(signed(), TODAY).verdict is not Verdict.VALID


def test_a_key_that_the_list_does_not_pin_opens_no_door() -> None:
    held = Materials(trust=with_key(trust_list(), thumbprint="x" * 43))
    assert asked(signed(), materials=held)[0] == [[IDENTITIES[AUTHORITY], URL]]


def test_the_status_of_a_certificate_only_once_its_signature_is_good() -> None:
    forged = signed(key=AUTHORITY)
    assert [LISTS[BODY] in one for one in asked(forged)[0]] == [False, False, False]
    other = WEB | {IDENTITIES[BODY]: document(BODY, key=AUTHORITY)}
    assert LISTS[BODY] not in [url for one in asked(signed(), other)[0] for url in one]


@pytest.mark.parametrize("absent", [IDENTITIES[AUTHORITY], IDENTITIES[BODY], URL, LISTS[AUTHORITY], LISTS[BODY], THEN])
def test_what_is_not_reached_is_unknown(absent: str) -> None:
    """Never passed, and never held against the certificate either."""
    assert Verifier(asked(signed(), without(absent))[1]).verify(signed(), TODAY).verdict is Verdict.UNKNOWN


def test_how_it_stood_on_a_day_that_is_past() -> None:
    at = datetime(2026, 3, 3, tzinfo=UTC)
    dated = f"{LISTS[BODY]}?timestamp=2026-03-03T00:00:00Z"
    also = f"{LISTS[AUTHORITY]}?timestamp=2026-03-03T00:00:00Z"
    web = WEB | {dated: status(BODY, at - timedelta(days=1), INDEX), also: status(AUTHORITY, at - timedelta(days=1))}
    rounds, held = asked(signed(), web, at=at)
    assert rounds[2:] == [[THEN, also, LISTS[BODY]], [dated]]
    assert Verifier(held).verify(signed(), at).verdict is Verdict.SUSPENDED


def test_an_address_that_has_a_query_already() -> None:
    url = "https://certif.example/status?list=1"
    one = write_entry(StatusEntry(url, INDEX, Purpose.SUSPENSION), integer_index=True)
    data = token.sign(attestation.document_of(certificate(), status=one), KEYS[BODY], key_id=f"{BODY}#1")
    own: Any = dict(token.read(status(BODY, TODAY)).payload) | {"id": url}
    web = WEB | {url: token.sign(own, KEYS[BODY], key_id=f"{BODY}#1")}
    assert asked(data, web, at=TODAY - timedelta(days=1))[0][-1] == [f"{url}&timestamp=2026-11-19T14:32:00Z"]


def test_a_list_that_nobody_signed_is_not_asked_for_once_more() -> None:
    web = WEB | {LISTS[AUTHORITY]: b"nonsense"}
    assert asked(signed(), web)[0][2] == [LISTS[BODY]]


@pytest.mark.parametrize("said", [None, {"type": "Other"}])
def test_without_a_list_named_none_is_asked_for(said: Any) -> None:
    data = token.sign(attestation.document_of(certificate(), status=said), KEYS[BODY], key_id=f"{BODY}#1")
    assert asked(data)[0][2:] == [[THEN]]


def test_a_credential_of_an_authority_itself() -> None:
    """An accreditation that someone holds is verified with its authority alone."""
    rounds, held = asked(signed_accreditation())
    assert rounds == [[IDENTITIES[AUTHORITY]], [LISTS[AUTHORITY]]]
    assert Verifier(held).verify(signed_accreditation(), TODAY).verdict is Verdict.VALID


def test_a_credential_of_another_kind_and_of_nobody_known() -> None:
    plain: dict[str, Any] = {
        "@context": [W3C_CONTEXT], "type": ["VerifiableCredential"], "issuer": BODY,
        "validFrom": "2025-05-12T00:00:00Z", "credentialSubject": {"id": "urn:x"}, "credentialStatus": entry(BODY),
    }  # fmt: skip
    assert asked(token.sign(plain, KEYS[BODY], key_id=f"{BODY}#1"))[0] == []


def test_an_issuer_that_has_no_address() -> None:
    who = Party(id="https://certif.example", name="C")
    data = token.sign(
        attestation.document_of(certificate(issuer=who)), KEYS[BODY], key_id="https://certif.example#1"
    )  # fmt: skip
    web = WEB | {URL: signed_accreditation(accredited(body=who))}
    assert asked(data, web)[0] == [[IDENTITIES[AUTHORITY], URL], [LISTS[AUTHORITY]], [THEN]]


def test_a_document_of_identity_is_the_signers_own() -> None:
    one = wanted(signed(), Materials(trust=trust_list()), TODAY)[0]
    with pytest.raises(Refused) as told:
        with_answer(Materials(), one, document(BODY))
    assert reason(told.value) == "identity_id"
    with pytest.raises(Refused):
        with_answer(Materials(), one, b"<html>")


def test_a_key_that_was_revoked_is_told_by_the_document_that_stands() -> None:
    revoked = VerificationMethod(f"{BODY}#1", KEYS[BODY].public, revoked=datetime(2025, 1, 1, tzinfo=UTC))
    web = WEB | {IDENTITIES[BODY]: json.dumps(write_document(IdentityDocument(BODY, (revoked,)))).encode()}
    rounds, held = asked(signed(), web)
    assert LISTS[BODY] not in [url for one in rounds for url in one]
    assert Verifier(held).verify(signed(), TODAY).verdict is Verdict.INVALID


def test_what_is_vouched_for_needs_a_trust_list_and_a_claim() -> None:
    held = asked(signed())[1]
    assert Verifier(held).vouching(certificate()) is not None
    assert Verifier(held).vouching(certificate(accreditation=None)) is None
    assert Verifier(replace(held, trust=None)).vouching(certificate()) is None


def test_of_several_accreditations_those_of_listed_authorities_are_asked_for() -> None:
    held = certificate().accreditation
    assert held is not None
    other = Accreditation(
        name="AUTRE-1", authority=Party(id="did:web:autre.example", name="B"), url="https://autre.example/a/1"
    )
    both = signed(certificate(accreditation=other, others=(held,)))
    rounds, materials = asked(both)
    assert rounds == asked(signed())[0]
    assert Verifier(materials).verify(both, TODAY).verdict is Verdict.VALID
