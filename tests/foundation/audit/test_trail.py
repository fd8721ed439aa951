"""The chain holds, and every alteration is found."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.factories import a_member

from jawda.foundation.audit import trail
from jawda.foundation.audit.models import AuditEntry, AuditPersonalValues
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation_id() -> object:
    member = a_member()
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        for number in range(5):
            trail.record(
                "tests.do", subject="thing", subject_id=str(number), details={"n": number}, personal={"name": "Amina"}
            )
    return member.organisation.pk


def test_it_holds(organisation_id: object) -> None:
    with acting(organisation_id=organisation_id):  # type: ignore[arg-type]
        verification = trail.verify()
    assert verification.broken is None
    assert verification.entries == 6


def test_erasing_personal_values_breaks_nothing(organisation_id: object) -> None:
    with acting(organisation_id=organisation_id):  # type: ignore[arg-type]
        assert AuditPersonalValues.objects.all().delete()[0] == 5
        assert trail.verify().broken is None


def test_changed_personal_values_are_found(organisation_id: object) -> None:
    with acting(organisation_id=organisation_id):  # type: ignore[arg-type]
        AuditPersonalValues.objects.update(values={"name": "Other"})
        broken = trail.verify().broken
    assert broken is not None
    assert "personal" in broken.reason


@pytest.mark.parametrize(
    ("alteration", "reason"),
    [
        ("UPDATE audit_auditentry SET content = replace(content, 'thing', 'other') WHERE sequence = 3", "text"),
        ("UPDATE audit_auditentry SET action = 'x' WHERE sequence = 3", "text"),
        ("UPDATE audit_auditentry SET at = at + interval '1 second' WHERE sequence = 3", "text"),
        ("DELETE FROM audit_auditpersonalvalues; DELETE FROM audit_auditentry WHERE sequence = 3", "missing"),
        ("UPDATE audit_auditentry SET hash = previous_hash WHERE sequence = 3", "text"),
    ],
)
def test_an_alteration_by_the_owner_is_found(organisation_id: object, alteration: str, reason: str) -> None:
    with acting(organisation_id=organisation_id):  # type: ignore[arg-type]
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
            cursor.execute("ALTER TABLE audit_auditentry NO FORCE ROW LEVEL SECURITY")
            cursor.execute("ALTER TABLE audit_auditpersonalvalues NO FORCE ROW LEVEL SECURITY")
            cursor.execute(alteration)
            assert AuditEntry.objects.exists()
        broken = trail.verify().broken
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE jawda_app")
    assert broken is not None
    assert reason in broken.reason
