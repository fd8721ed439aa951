"""Keys over time: retired ones count for what they signed; compromised ones only for what others saw before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.credentials.identity_documents import IdentityDocument, VerificationMethod, write_document
from jawda.core.credentials.key_history import HistoricKey, KeyHistory, KeyStanding, read_history, version_digest
from jawda.core.credentials.keys import SoftwareKey
from jawda.core.credentials.refusing import reason
from jawda.core.findings import Refused

DID = "did:web:body.example"
KEYS = [SoftwareKey.from_seed(bytes(31) + bytes([number])).public for number in range(1, 4)]
JANUARY, MARCH, JUNE, SEPTEMBER = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3, 6, 9))


def method(number: int, **members: Any) -> VerificationMethod:
    return VerificationMethod(f"{DID}#{number}", KEYS[number - 1], **members)


def version(since: datetime, *methods: VerificationMethod) -> tuple[datetime, str, dict[str, Any]]:
    document: dict[str, Any] = dict(write_document(IdentityDocument(DID, methods)))
    return since, version_digest(document), document


#: 1 is replaced by 2 in June, and keeps its planned end; 2 is found to be stolen in September, since July; 3 follows.
STOLEN = datetime(2026, 7, 15, tzinfo=UTC)
HISTORY = read_history(
    DID,
    [
        version(JANUARY, method(1)),
        version(JUNE, method(1, expires=JUNE), method(2)),
        version(SEPTEMBER, method(1, expires=JUNE), method(2, revoked=STOLEN), method(3)),
    ],
)


def standing(number: int, at: datetime, logged_at: datetime | None = None) -> tuple[KeyStanding, datetime | None]:
    found = HISTORY.key_for(f"{DID}#{number}", at, logged_at=logged_at)
    assert found.method.key == KEYS[number - 1]
    assert found == HISTORY.key_for(KEYS[number - 1].thumbprint(), at, logged_at=logged_at)
    assert found.counts == (found.standing is KeyStanding.IN_USE)
    return found.standing, found.since


def test_a_retired_key_counts_for_what_it_signed_while_in_use() -> None:
    """CID 1.0, 2.2: a proof made before ``expires`` may still verify; one made after must not."""
    assert standing(1, MARCH) == (KeyStanding.IN_USE, None)
    assert standing(1, JUNE) == (KeyStanding.RETIRED, JUNE)
    assert standing(3, SEPTEMBER) == (KeyStanding.IN_USE, None)


def test_no_signature_is_older_than_its_key() -> None:
    assert standing(1, JANUARY - timedelta(seconds=1)) == (KeyStanding.NOT_YET, JANUARY)
    assert standing(2, MARCH) == (KeyStanding.REVOKED, STOLEN)
    assert standing(2, MARCH, logged_at=JUNE) == (KeyStanding.NOT_YET, JUNE)


def test_after_a_compromise_only_what_was_logged_before_counts() -> None:
    """Whoever holds a stolen key writes whatever moment he likes: the moment in the token proves nothing."""
    at = JUNE + timedelta(days=3)
    assert standing(2, at) == (KeyStanding.REVOKED, STOLEN)
    assert standing(2, at, logged_at=SEPTEMBER) == (KeyStanding.REVOKED, STOLEN)
    assert standing(2, at, logged_at=STOLEN) == (KeyStanding.REVOKED, STOLEN)
    assert standing(2, at, logged_at=STOLEN - timedelta(seconds=1)) == (KeyStanding.IN_USE, None)


def test_a_key_left_out_of_the_next_version_is_retired_then() -> None:
    history = read_history(DID, [version(JANUARY, method(1)), version(JUNE, method(2))])
    assert history.key_for(f"{DID}#1", MARCH).standing is KeyStanding.IN_USE
    assert history.key_for(f"{DID}#1", SEPTEMBER) == HistoricKey(method(1), KeyStanding.RETIRED, JUNE)


def test_a_revocation_is_not_taken_back() -> None:
    history = read_history(DID, [version(JANUARY, method(1, revoked=MARCH)), version(JUNE, method(1))])
    assert history.key_for(f"{DID}#1", SEPTEMBER) == HistoricKey(method(1), KeyStanding.REVOKED, MARCH)


def test_a_revocation_counts_though_the_key_no_longer_signs() -> None:
    """Whoever finds a key stolen takes it out of assertionMethod and marks it: both, or the thief dates it back."""
    taken_out: dict[str, Any] = dict(write_document(IdentityDocument(DID, (), (method(1, revoked=MARCH),))))
    last = (JUNE, version_digest(taken_out), taken_out)
    history = read_history(DID, [version(JANUARY, method(1)), last])
    february = datetime(2026, 2, 1, tzinfo=UTC)
    assert history.key_for(f"{DID}#1", february).standing is KeyStanding.REVOKED
    assert history.key_for(f"{DID}#1", february, logged_at=february).standing is KeyStanding.IN_USE


def test_a_revocation_is_of_the_key_not_of_its_name() -> None:
    twice = VerificationMethod(f"{DID}#other", KEYS[0])
    history = read_history(DID, [version(JANUARY, method(1), twice), version(JUNE, method(1, revoked=MARCH), twice)])
    for key_id in (f"{DID}#1", f"{DID}#other", KEYS[0].thumbprint()):
        assert history.key_for(key_id, JANUARY).standing is KeyStanding.REVOKED


def test_a_key_that_no_version_has_is_unknown() -> None:
    for key_id, expected in (
        (f"{DID}#9", "identity_key_unknown"), ("did:web:other.example#1", "identity_key_foreign"),
        ("#1", "identity_key_relative"),
    ):  # fmt: skip
        with pytest.raises(Refused) as found:
            HISTORY.key_for(key_id, MARCH)
        assert reason(found.value) == expected


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)), st.datetimes(datetime(2025, 1, 1)))  # noqa: DTZ001 - bounds want none
def test_no_moment_makes_a_revoked_key_count_without_a_log(at: datetime, logged_at: datetime) -> None:
    at, logged_at = at.replace(tzinfo=UTC), logged_at.replace(tzinfo=UTC)
    assert not HISTORY.key_for(f"{DID}#2", at).counts
    assert not HISTORY.key_for(f"{DID}#2", at, logged_at=logged_at).counts or logged_at < STOLEN


def refused(versions: list[Any]) -> str:
    with pytest.raises(Refused) as found:
        read_history(DID, versions)
    return reason(found.value)


def test_another_history_is_refused() -> None:
    """What was archived is what is read: each version by its digest, in order, no name given to a second key."""
    first = version(JANUARY, method(1))
    assert refused([]) == "history_empty"
    assert refused([first, first]) == "history_order"
    assert refused([version(MARCH, method(1)), first]) == "history_order"
    assert refused([(JANUARY, "0" * 64, first[2])]) == "history_digest"
    other = VerificationMethod(f"{DID}#1", KEYS[1])
    assert refused([first, version(MARCH, other)]) == "history_reused"
    assert refused([(JANUARY, version_digest({"id": "x"}), {"id": "x"})]) == "identity_id"


def test_each_version_stands_until_the_next() -> None:
    history: KeyHistory = HISTORY
    assert [item.until for item in history.versions] == [JUNE, SEPTEMBER, None]
    assert all(len(item.sha256) == 64 for item in history.versions)
