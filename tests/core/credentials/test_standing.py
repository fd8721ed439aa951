"""Whether a credential holds by itself: key, signature, dates, status."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jawda.core.credentials import credential, data_integrity, status_list, token
from jawda.core.credentials.identity_documents import IdentityDocument, VerificationMethod, write_document
from jawda.core.credentials.key_history import KeyHistory, read_history, version_digest
from jawda.core.credentials.keys import SoftwareKey
from jawda.core.credentials.standing import Standing, dates, signature, status
from jawda.core.credentials.status_list import Purpose, StatusList
from jawda.core.credentials.untp import W3C_CONTEXT
from jawda.core.credentials.verdict import Verdict, gravest

BODY = "did:web:body.example"
KEY = SoftwareKey.from_seed(bytes(range(32)))
LIST = "https://body.example/status/1"
START = datetime(2026, 1, 1, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "@context": [W3C_CONTEXT],
    "id": "https://body.example/c/1",
    "type": ["VerifiableCredential"],
    "issuer": BODY,
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2027-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:web:holder.example"},
}


def history(*, since: datetime = START, did: str = BODY, **moments: datetime) -> KeyHistory:
    document = write_document(IdentityDocument(did, (VerificationMethod(f"{did}#1", KEY.public, **moments),)))
    return read_history(did, [(since, version_digest(document), document)])


def made(**changes: Any) -> credential.Credential:
    document = {name: value for name, value in (DOCUMENT | changes).items() if value is not None}
    return credential.read(token.sign(document, KEY, key_id=f"{BODY}#1"))


def said(standing: Standing) -> tuple[Verdict, list[str]]:
    return standing.verdict, [check.id.partition(".")[2] for check in standing.checks]


def test_a_signature_of_a_key_in_use() -> None:
    assert said(signature(made(), history())) == (Verdict.VALID, ["signature", "key_in_use"])


def test_an_unknown_issuer_is_unknown_and_not_invalid() -> None:
    assert said(signature(made(), None)) == (Verdict.UNKNOWN, ["issuer_unknown"])


def test_keys_of_another() -> None:
    other = history(did="did:web:other.example")
    assert said(signature(made(), other)) == (Verdict.INVALID, ["issuer_differs"])


@pytest.mark.parametrize(
    ("moments", "since", "why"),
    [
        ({"revoked": datetime(2026, 6, 1, tzinfo=UTC)}, START, "key_revoked"),
        ({"expires": datetime(2025, 6, 1, tzinfo=UTC)}, datetime(2025, 1, 1, tzinfo=UTC), "key_retired"),
        ({}, datetime(2026, 2, 1, tzinfo=UTC), "key_not_yet"),
    ],
)
def test_a_key_out_of_use(moments: dict[str, datetime], since: datetime, why: str) -> None:
    assert said(signature(made(), history(since=since, **moments))) == (Verdict.INVALID, ["signature", why])


def test_what_was_logged_before_a_compromise_counts() -> None:
    """Nothing signed after the logged time counts; what others saw before does."""
    keys = history(revoked=datetime(2026, 6, 1, tzinfo=UTC))
    assert signature(made(), keys, logged_at=datetime(2026, 1, 2, tzinfo=UTC)).verdict is Verdict.VALID
    assert signature(made(), keys, logged_at=datetime(2026, 6, 1, tzinfo=UTC)).verdict is Verdict.INVALID


def test_refusals_are_told_with_their_reason() -> None:
    forged = credential.read(token.sign(DOCUMENT, SoftwareKey.from_seed(bytes(32)), key_id=f"{BODY}#1"))
    assert said(signature(forged, history())) == (Verdict.INVALID, ["token_signature"])
    foreign = credential.read(token.sign(DOCUMENT, KEY, key_id=f"{BODY}#2"))
    assert said(signature(foreign, history())) == (Verdict.INVALID, ["identity_key_unknown"])


def test_a_credential_without_any_moment_is_not_known() -> None:
    """W3C VCDM 2.0, 4.9: ``validFrom`` is optional. Without it nobody can tell whose key it was, but for the log."""
    undated = made(validFrom=None)
    assert said(signature(undated, history())) == (Verdict.UNKNOWN, ["no_moment"])
    assert signature(undated, history(), logged_at=START).verdict is Verdict.VALID


def test_the_moment_of_signing() -> None:
    moment = datetime(2026, 3, 3, tzinfo=UTC)
    assert made(iat=moment.timestamp()).signed_at == moment
    assert made(iat="2026-03-03T00:00:00Z").signed_at == START  # as W3C's examples write it: no moment of RFC 7519
    assert made(iat=1e18).signed_at == START
    for created, expected in (("2026-03-03T00:00:00Z", moment), (None, START)):
        document: dict[str, Any] = data_integrity.sign(
            DOCUMENT, KEY, key_id=f"{BODY}#1", created="2026-03-03T00:00:00Z"
        )
        if created is None:
            del document["proof"]["created"]
        assert credential.read(json.dumps(document).encode()).signed_at == expected


def test_dates() -> None:
    one = made()
    assert said(dates(one, START - timedelta(seconds=1))) == (Verdict.NOT_YET_VALID, ["not_yet"])
    assert said(dates(one, START)) == (Verdict.VALID, ["in_time"])
    assert said(dates(one, datetime(2027, 1, 1, tzinfo=UTC))) == (Verdict.EXPIRED, ["expired"])
    assert said(dates(made(validUntil=None), START)) == (Verdict.VALID, ["no_end"])
    assert said(dates(made(validFrom=None, validUntil=None), START))[0] is Verdict.VALID


def bits(*indexes: int, since: datetime = START, purpose: Purpose = Purpose.SUSPENSION) -> StatusList:
    return StatusList(
        id=LIST, issuer=BODY, purposes=frozenset({purpose}), valid_from=since, valid_until=None, ttl=None,
        bits=status_list.decode(status_list.encode(indexes)),
    )  # fmt: skip


def entry(purpose: str = "suspension", index: int = 7) -> dict[str, Any]:
    return {
        "type": "BitstringStatusListEntry", "statusPurpose": purpose, "statusListIndex": str(index),
        "statusListCredential": LIST,
    }  # fmt: skip


def test_a_list_says_suspended_or_withdrawn() -> None:
    one = made(credentialStatus=entry())
    assert said(status(one, lambda _: [bits(7)], START)) == (Verdict.SUSPENDED, ["suspended"])
    assert said(status(one, lambda _: [bits(8)], START)) == (Verdict.VALID, ["not_suspended"])
    gone = made(credentialStatus=[entry("revocation")])
    assert said(status(gone, lambda _: [bits(7, purpose=Purpose.REVOCATION)], START)) == (
        Verdict.WITHDRAWN,
        ["withdrawn"],
    )
    assert said(status(gone, lambda _: [bits(purpose=Purpose.REVOCATION)], START))[1] == ["not_withdrawn"]


def test_kept_lists_answer_for_the_past() -> None:
    """Was it valid on 3 March? The version that stood that day says so."""
    versions = [bits(since=START), bits(7, since=START + timedelta(days=2)), bits(since=START + timedelta(days=4))]
    one = made(credentialStatus=entry())
    found = [status(one, lambda _: versions, START + timedelta(days=day)).verdict for day in range(-1, 6)]
    assert found == [
        Verdict.UNKNOWN, Verdict.VALID, Verdict.VALID, Verdict.SUSPENDED, Verdict.SUSPENDED, Verdict.VALID,
        Verdict.VALID,
    ]  # fmt: skip


def test_what_cannot_be_had_is_unknown() -> None:
    one = made(credentialStatus=entry())
    assert said(status(one, lambda _: [], START)) == (Verdict.UNKNOWN, ["no_list"])
    assert said(status(one, lambda _: [bits()], START + timedelta(days=60))) == (Verdict.UNKNOWN, ["status_stale"])
    other = made(credentialStatus=entry(), issuer="did:web:other.example")
    assert said(status(other, lambda _: [bits()], START)) == (Verdict.UNKNOWN, ["status_issuer"])
    assert status(other, lambda _: [bits()], START, delegates=[BODY]).verdict is Verdict.VALID


def test_no_entry_is_said_and_a_bad_one_refused() -> None:
    assert said(status(made(), lambda _: [], START)) == (Verdict.VALID, ["no_status"])
    bad = status(made(credentialStatus=entry(index=-1)), lambda _: [], START)
    assert said(bad) == (Verdict.INVALID, ["status_entry_index"])


@pytest.mark.parametrize(
    ("form", "check"),
    [
        ({"type": "Other"}, "status_entry_kind"),
        (entry() | {"statusSize": 2}, "status_size"),
        (entry("lost"), "status_purposes"),
    ],
)
def test_a_standing_told_in_another_way_is_not_known(form: dict[str, Any], check: str) -> None:
    """Bitstring Status List 1.0, 2: purposes may be an issuer's own; whoever does not read one knows nothing."""
    assert said(status(made(credentialStatus=form), lambda _: [], START)) == (Verdict.UNKNOWN, [check])


def test_a_purpose_of_the_issuers_own_is_passed_over_beside_one_that_is_known() -> None:
    both = made(credentialStatus=[entry("lost"), entry()])
    assert said(status(both, lambda _: [bits()], START)) == (Verdict.VALID, ["not_suspended"])


def test_the_gravest_verdict_is_told() -> None:
    assert gravest([]) is Verdict.VALID
    assert gravest([Verdict.UNKNOWN, Verdict.EXPIRED, Verdict.WITHDRAWN]) is Verdict.WITHDRAWN
    assert gravest([Verdict.INVALID, Verdict.WITHDRAWN]) is Verdict.INVALID
    assert [verdict.exit_status for verdict in Verdict] == [0, 1, 1, 1, 1, 1, 2]
