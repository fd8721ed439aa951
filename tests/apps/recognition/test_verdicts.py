"""What is issued here verifies here: in force, suspended, withdrawn, reduced, and how it stood on other days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.apps.recognition.world import ISSUED, TODAY, World, acts, draft, issued, scope, world

from jawda.apps.recognition.domain import accrediting, changing, issuing, keys, reissuing, status_lists
from jawda.apps.recognition.domain.changing import NewWords
from jawda.apps.recognition.enums import Event, State
from jawda.apps.recognition.models import Attestation, LogEntry, PublicAttestation, SupersededCredential
from jawda.apps.recognition.queries.evidence import verified
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


def test_a_revoked_key_counts_for_what_the_log_saw_before() -> None:
    found = world()
    day(found, ISSUED - timedelta(days=1))
    row = issued(found)
    now = LogEntry.objects.order_by("-sequence").first()
    assert now is not None
    lost = now.at + timedelta(seconds=1)
    with acts(found.certifier):
        key = keys.present_key()
        keys.revoke_key(access=found.certifier.access, key_id=key.pk, at=lost, now=lost + timedelta(days=1))
        keys.make_key(access=found.certifier.access, now=lost + timedelta(days=1))
    later = lost + timedelta(days=2)
    day(found, later)
    assert verdict(row, later + timedelta(minutes=1)).verdict is Verdict.VALID
    with acts(found.certifier):
        forged = issuing.issue(access=found.certifier.access, draft=draft(found, number="X"), now=later)
        assert keys.present_key().pk != key.pk
    assert forged.credential != row.credential


def test_the_log_is_a_chain_that_nobody_rewrites() -> None:
    found = world()
    issued(found)
    rows: list[Any] = list(LogEntry.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == [1, 2]
    assert bytes(rows[0].previous_hash) == bytes(32)
    assert bytes(rows[1].previous_hash) == bytes(rows[0].hash)
    assert date(2025, 5, 12) == rows[1].event_at.date()
