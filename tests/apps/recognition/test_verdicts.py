"""What is issued here verifies here: in force, suspended, withdrawn, reduced, and how it stood on other days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.apps.recognition.world import ISSUED, TODAY, World, acts, issued, scope, world
from tests.factories import Member

from jawda.apps.recognition.domain import accrediting, changing, keys, reissuing, status_lists
from jawda.apps.recognition.domain.changing import NewWords
from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.domain.present_keys import present_key
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.enums import Event, State
from jawda.apps.recognition.models import (
    Attestation,
    LogEntry,
    PublicAttestation,
    SigningKey,
    StatusListVersion,
    SupersededCredential,
)
from jawda.apps.recognition.queries.evidence import verified
from jawda.core.credentials import credential as credentials
from jawda.core.credentials import token as tokens
from jawda.core.credentials.recognition import Recognition
from jawda.core.credentials.verdict import Verdict
from jawda.core.credentials.verification import Verification

pytestmark = pytest.mark.django_db


def day(found: World, at: datetime) -> None:
    """What the daily job does on a day: every body signs its lists."""
    for body in (found.accreditor, found.certifier):
        with acts(body):
            status_lists.publish(now=at)


def verdict(row: Attestation, at: datetime = TODAY) -> Verification:
    return verified(row.credential.encode("ascii"), at)


def test_a_certificate_is_valid_with_its_whole_chain() -> None:
    found = world()
    day(found, ISSUED - timedelta(days=1))
    row = issued(found)
    day(found, TODAY - timedelta(hours=1))
    told = verdict(row)
    assert [check.sentence("fr") for check in told.checks if check.status != "ok"] == []
    assert told.verdict is Verdict.VALID
    assert told.then is not None
    assert told.then.recognition is Recognition.RECOGNISED
    assert told.now is not None
    assert told.now.recognition is Recognition.RECOGNISED
    public = PublicAttestation.objects.get(reference=row.reference)
    assert (public.reference, public.state, public.sha256) == (row.reference, State.IN_FORCE, row.sha256)
    assert [entry.event for entry in LogEntry.objects.order_by("sequence")] == ["issued", "issued"]


def test_suspension_and_withdrawal_are_told_apart_and_from_their_day_on() -> None:
    found = world()
    day(found, ISSUED - timedelta(days=1))
    row = issued(found)
    before, suspended, withdrawn = (datetime(2026, month, 3, 9, tzinfo=UTC) for month in (3, 6, 9))
    day(found, before)
    for at, event in ((suspended, Event.SUSPENDED), (withdrawn, Event.WITHDRAWN)):
        day(found, at - timedelta(minutes=5))
        with acts(found.certifier):
            changing.change(
                access=found.certifier.access, attestation_id=row.pk, event=event, reason="Audit non fait", now=at
            )
    day(found, TODAY - timedelta(hours=1))
    assert verdict(row, before + timedelta(hours=1)).verdict is Verdict.VALID
    assert verdict(row, suspended + timedelta(hours=1)).verdict is Verdict.SUSPENDED
    assert verdict(row).verdict is Verdict.WITHDRAWN
    public = PublicAttestation.objects.get(reference=row.reference)
    assert public.state == State.WITHDRAWN
    assert [event["kind"] for event in public.events] == ["issued", "suspended", "withdrawn"]
    assert "Audit" not in str(public.events)


def test_a_body_that_lost_its_accreditation_on_the_day_of_issue_is_told() -> None:
    found = world()
    with acts(found.accreditor):
        changing.change(
            access=found.accreditor.access, attestation_id=found.accreditation.pk, event=Event.WITHDRAWN,
            reason="Retrait", now=ISSUED - timedelta(days=3),
        )  # fmt: skip
    day(found, ISSUED - timedelta(days=1))
    row = issued(found)
    day(found, TODAY - timedelta(hours=1))
    told = verdict(row)
    assert told.then is not None
    assert told.then.recognition is Recognition.LAPSED
    assert told.verdict is Verdict.INVALID
    assert "2025" in told.reason("fr")


def test_scopes_count_as_they_stood_on_the_day() -> None:
    """A sector taken out of the scope later does not undo what was issued within it; today's answer says so."""
    found = world()
    day(found, ISSUED - timedelta(days=1))
    row = issued(found)
    with acts(found.accreditor):
        accrediting.rescope(
            access=found.accreditor.access, attestation_id=found.accreditation.pk,
            scopes=[scope(sectors=("IAF 19",))], now=datetime(2026, 1, 5, tzinfo=UTC),
        )  # fmt: skip
    day(found, TODAY - timedelta(hours=1))
    told = verdict(row)
    assert told.then is not None
    assert told.then.recognition is Recognition.RECOGNISED
    assert told.now is not None
    assert told.now.recognition is Recognition.OUT_OF_SCOPE


def test_a_reduced_certificate_takes_the_former_form_out_of_force() -> None:
    found = world()
    day(found, ISSUED - timedelta(days=1))
    row = issued(found, sites=("Berrechid", "Settat"))
    former = row.credential.encode("ascii")
    with acts(found.certifier):
        row = reissuing.reduce_scope(
            access=found.certifier.access, attestation_id=row.pk, reason="Site fermé", now=TODAY - timedelta(days=2),
            said=NewWords(scope=row.scope, sectors=("IAF 14",), sites=("Berrechid",)),
        )  # fmt: skip
    day(found, TODAY - timedelta(hours=1))
    assert verified(former, TODAY).verdict is Verdict.WITHDRAWN
    assert verdict(row).verdict is Verdict.VALID
    with acts(found.certifier):
        assert SupersededCredential.objects.count() == 1


def lost_and_replaced(member: Member, lost: datetime) -> SigningKey:
    """As the pages do it: the key is revoked a day after, another made; nobody signs anything by hand."""
    with acts(member):
        key = present_key()
        keys.revoke_key(access=member.access, key_id=key.pk, at=lost, now=lost + timedelta(days=1))
        keys.make_key(access=member.access, now=lost + timedelta(days=1, minutes=5))
    return key


def last_logged() -> datetime:
    entry = LogEntry.objects.order_by("-sequence").first()
    assert entry is not None
    return entry.at


@pytest.mark.parametrize("whose", ["certifier", "accreditor"])
def test_a_lost_key_counts_for_what_was_seen_before(whose: str) -> None:
    found = world()
    day(found, ISSUED - timedelta(days=1))
    row = issued(found)
    before = ISSUED + timedelta(hours=1)
    lost = last_logged() + timedelta(seconds=1)
    day(found, lost - timedelta(hours=1))
    lost_and_replaced(getattr(found, whose), lost)
    anew = lost + timedelta(days=1, minutes=6)
    for at in (anew, before):
        told = verdict(row, at)
        assert told.verdict is Verdict.VALID, at
        assert told.now is not None
        assert told.now.recognition is Recognition.RECOGNISED, at
    between = verdict(row, lost + timedelta(days=1, minutes=2)).verdict
    assert between is Verdict.VALID, "the lists of the day before were stored before the key was lost"


def test_a_lost_key_counts_for_nothing_else() -> None:
    """Whoever stole it writes any date: a document with one of before is no better for that."""
    found = world()
    day(found, ISSUED - timedelta(days=1))
    row = issued(found)
    lost = last_logged() + timedelta(seconds=1)
    key = lost_and_replaced(found.certifier, lost)
    said: Any = dict(credentials.read(row.credential.encode("ascii")).document)
    said["credentialSubject"] = {**said["credentialSubject"], "name": "Autre"}
    with acts(found.certifier):
        forged = tokens.sign(said, signer_of(key), key_id=f"{own_identity().did}#{key.name}")
    at = lost + timedelta(days=1, minutes=6)
    assert verdict(row, at).verdict is Verdict.VALID
    told = verified(forged, at)
    assert told.verdict is Verdict.INVALID
    assert "verification.key_revoked" in [check.id for check in told.checks]


def test_lists_signed_after_the_loss_say_nothing() -> None:
    found = world()
    day(found, ISSUED - timedelta(days=1))
    row = issued(found)
    lost = last_logged() + timedelta(seconds=1)
    day(found, lost + timedelta(hours=1))
    lost_and_replaced(found.certifier, lost)
    assert verdict(row, lost + timedelta(hours=2)).verdict is Verdict.UNKNOWN
    assert verdict(row, lost + timedelta(days=1, minutes=6)).verdict is Verdict.VALID


def test_a_former_key_that_is_lost_has_the_lists_signed_anew() -> None:
    found = world()
    day(found, ISSUED - timedelta(days=1))
    row = issued(found)
    lost = last_logged() + timedelta(seconds=1)
    at = lost + timedelta(days=1)
    with acts(found.certifier):
        former = present_key()
        keys.make_key(access=found.certifier.access, now=lost)
        count = StatusListVersion.objects.count()
        keys.revoke_key(access=found.certifier.access, key_id=former.pk, at=lost, now=at)
        assert StatusListVersion.objects.count() == count + 2
    assert verdict(row, at + timedelta(minutes=1)).verdict is Verdict.VALID


def test_the_log_is_a_chain_that_nobody_rewrites() -> None:
    found = world()
    issued(found)
    rows: list[Any] = list(LogEntry.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == [1, 2]
    assert bytes(rows[0].previous_hash) == bytes(32)
    assert bytes(rows[1].previous_hash) == bytes(rows[0].hash)
    assert date(2025, 5, 12) == rows[1].event_at.date()
