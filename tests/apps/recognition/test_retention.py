"""What a body issued about persons goes after its time; certificates of organisations stay."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.apps.recognition.world import START, acts, body, issued, world

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.recognition import erasure, retention
from jawda.apps.recognition.domain import changing, issuing, keys, status_lists
from jawda.apps.recognition.domain.drafts import Draft
from jawda.apps.recognition.enums import Event, Kind
from jawda.apps.recognition.models import Attestation, AttestationEvent, SpentPlace, SupersededCredential
from jawda.apps.recognition.queries.evidence import verified
from jawda.core.credentials.verdict import Verdict
from jawda.foundation.erasure.registry import Subject
from jawda.foundation.retention.rules import rules

pytestmark = pytest.mark.django_db
ISSUED = datetime(2020, 2, 3, 10, tzinfo=UTC)


def test_attendance_goes_after_three_years_and_competence_after_five() -> None:
    centre = body(Body.TRAINING_PROVIDER, "Centre d’essai")
    with acts(centre):
        keys.make_key(access=centre.access, now=START.replace(year=2019))
        for kind, number in ((Kind.ATTENDANCE, "P-1"), (Kind.TRAINING, "A-1")):
            draft = Draft(kind=kind, number=number, holder_name="Amina Exemple", issued_on=ISSUED.date())
            issuing.issue(access=centre.access, draft=draft, now=ISSUED)
        due = {rule.name: rule.due for rule in rules() if rule.name.startswith("recognition.")}
        at = datetime(2024, 1, 1, tzinfo=UTC)
        assert [row.number for row in due["recognition.attendance"](at)] == ["P-1"]
        assert list(due["recognition.competence"](at)) == []
        later = datetime(2031, 1, 1, tzinfo=UTC)
        assert [row.number for row in due["recognition.competence"](later)] == ["A-1"]
        rule = next(rule for rule in rules() if rule.name == "recognition.attendance")
        assert rule.remove(list(rule.due(at)))["recognition.AttestationEvent"] == 1
        assert [row.number for row in Attestation.objects.all()] == ["A-1"]


def test_what_was_withdrawn_stays_so_and_no_place_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that nobody keeps any more are still in their holders' hands."""
    centre = body(Body.TRAINING_PROVIDER, "Centre d’essai")
    at = datetime(2024, 1, 1, tzinfo=UTC)
    with acts(centre):
        keys.make_key(access=centre.access, now=START.replace(year=2019))
        rows = [
            issuing.issue(
                access=centre.access, now=ISSUED,
                draft=Draft(
                    kind=Kind.ATTENDANCE, number=number, holder_name="Amina Exemple", issued_on=ISSUED.date(),
                    replaces=replaces,
                ),
            )
            for number, replaces in (("P-1", ""), ("P-2", ""), ("P-3", ""), ("P-4", "P-3"))
        ]  # fmt: skip
        withdrawn, stands, _replaced, _successor = rows
        changing.change(
            access=centre.access, attestation_id=withdrawn.pk, event=Event.WITHDRAWN, reason="Erreur", now=ISSUED
        )
        before = {row.number: verdict(row, at) for row in rows}
        SupersededCredential.objects.create(
            organisation=centre.organisation, attestation=stands, list_number=2, list_index=5,
            credential="x", sha256="x", superseded_at=ISSUED,
        )  # fmt: skip
        rule = next(rule for rule in rules() if rule.name == "recognition.attendance")
        rule.remove(list(rule.due(at)))
        assert not Attestation.objects.exists()
        status_lists.publish(now=at)
        assert {row.number: verdict(row, at) for row in rows} == {
            "P-1": Verdict.WITHDRAWN, "P-2": Verdict.VALID, "P-3": Verdict.WITHDRAWN, "P-4": Verdict.VALID,
        }  # fmt: skip
        assert before["P-1"] is before["P-3"] is Verdict.UNKNOWN, "a list of four years before"
        assert SpentPlace.objects.filter(withdrawn=True, list_number=2).count() == 1
        drawn = iter([5, 77])
        monkeypatch.setattr(status_lists.secrets, "randbits", lambda _bits: next(drawn))
        assert status_lists.free_place() == (2, 77), "in the newest list, where nobody was before"


def verdict(row: Attestation, at: datetime) -> Verdict:
    return verified(row.credential.encode("ascii"), at).verdict


def test_certificates_of_organisations_stay_and_forget_who_entered_them() -> None:
    found = world()
    issued(found)
    with acts(found.certifier):
        subject = Subject(person_id=found.certifier.person.pk, emails=(), name="", language="fr")
        assert erasure._events(subject) == {"recognition.AttestationEvent": 1}
        assert AttestationEvent.objects.filter(by_person=None).count() == 1
        far = datetime(2060, 1, 1, tzinfo=UTC)
        assert list(retention._attendance(far)) == []
        assert list(retention._competence(far)) == []
