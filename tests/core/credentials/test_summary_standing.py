"""What the summary of a paper comes to: never more than its signature, its dates and the lists say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.core.credentials.ecosystem import (
    AUTHORITY,
    BODY,
    INDEX,
    ISSUED,
    KEYS,
    TODAY,
    World,
    certificate,
    history,
    signed,
    status,
)

from jawda.core.credentials import attestation, credential, offline_summary, token
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.key_history import KeyHistory
from jawda.core.credentials.summary_standing import standing_of
from jawda.core.credentials.verdict import Verdict

CREDENTIAL = credential.read(signed())


def summary(key: str = BODY, of: Any = CREDENTIAL) -> offline_summary.OfflineSummary:
    return offline_summary.read(offline_summary.sign(of, KEYS[key], key_id=f"{BODY}#1"))


def judged(world: World, found: Any = None, at: datetime = TODAY, keys: KeyHistory | None = None) -> tuple[str, ...]:
    materials = world.materials()
    said = standing_of(found or summary(), keys or materials.keys.get(BODY), Verifier(materials).versions, at)
    return said.verdict.value, *(check.id.partition(".")[2] for check in said.checks)


def test_everything_in_order() -> None:
    assert judged(World()) == ("valid", "signature", "in_time", "not_suspended")


def test_suspended_expired_and_not_yet() -> None:
    suspended = World(body_lists=[status(BODY, TODAY - timedelta(days=1), INDEX)])
    assert judged(suspended)[0] == "suspended"
    assert judged(World(), at=datetime(2029, 1, 1, tzinfo=UTC))[0] == "expired"
    assert judged(World(), at=ISSUED - timedelta(days=1))[0] == "not_yet_valid"


def test_a_list_that_is_not_held_or_too_old_makes_it_unknown() -> None:
    assert judged(World(body_lists=[]))[0] == "unknown"
    assert judged(World(body_lists=[status(BODY, ISSUED, days=7)]))[0] == "unknown"


def test_a_forged_one_is_invalid_and_nothing_more_is_said() -> None:
    assert judged(World(), summary(AUTHORITY)) == ("invalid", "token_signature")


def test_an_issuer_nobody_knows() -> None:
    unknown = World()
    del unknown.keys[BODY]
    assert judged(unknown)[:2] == ("unknown", "issuer_unknown")
    assert judged(World(), keys=history(AUTHORITY))[:2] == ("unknown", "issuer_unknown")


@pytest.mark.parametrize(
    ("moments", "since", "verdict"),
    [
        ({"revoked": datetime(2026, 1, 1, tzinfo=UTC)}, datetime(2023, 1, 1, tzinfo=UTC), Verdict.INVALID),
        ({"expires": datetime(2025, 1, 1, tzinfo=UTC)}, datetime(2023, 1, 1, tzinfo=UTC), Verdict.VALID),
        ({}, datetime(2026, 1, 1, tzinfo=UTC), Verdict.VALID),
    ],
)
def test_a_key_out_of_use_counts_and_a_revoked_one_does_not(
    moments: dict[str, datetime], since: datetime, verdict: Verdict
) -> None:
    """A paper printed anew after a change of keys is signed with the new one, and bears no moment of its own."""
    assert judged(World(), keys=history(BODY, since=since, **moments))[0] == verdict.value


def test_a_document_without_a_status_says_that_withdrawal_cannot_be_known() -> None:
    bare = credential.read(token.sign(attestation.document_of(certificate()), KEYS[BODY], key_id=f"{BODY}#1"))
    assert judged(World(), summary(of=bare)) == ("valid", "signature", "in_time", "no_status")
