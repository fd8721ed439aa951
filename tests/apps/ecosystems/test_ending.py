"""The day after a consent's last day, what it showed is gone, by the job that was asked for when it was given."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.ecosystems.examples import a_participant, a_sector, inside

from jawda.apps.ecosystems import domain
from jawda.apps.ecosystems.models import Consent, Participation, PublicParticipant, Purpose

pytestmark = pytest.mark.django_db


def test_a_dated_consent_asks_for_its_own_end_once() -> None:
    sector = a_sector()
    company = a_participant(sector, "Datée", public=True)
    today = timezone.localdate()
    with inside(company):
        for purpose in (*Purpose, Purpose.SHOW_NAME):
            domain.consent(access=company.access, ecosystem=sector.ecosystem, purpose=purpose, ends_on=today)
        domain.clear_ended_consents(today=today)
        assert PublicParticipant.objects.exists(), "its last day counts"
        assert Participation.objects.get().stage
        domain.clear_ended_consents(today=today + timedelta(days=1))
        assert not PublicParticipant.objects.exists()
        assert Participation.objects.get().stage == ""
        assert Consent.objects.filter(revoked_at=None).count() == len(Purpose), "they stay in the history, as ended"
    (job,) = ProcrastinateJob.objects.filter(task_name=domain.CLEAR_ENDED, status="todo")
    assert job.args == {"organisation_id": str(company.organisation.pk)}
    assert timezone.localtime(job.scheduled_at).date() == today + timedelta(days=1)


def test_a_consent_given_anew_keeps_what_it_shows() -> None:
    sector = a_sector()
    company = a_participant(sector, "Renouvelée", public=True, stage=True)
    with inside(company):
        Consent.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
        for purpose in Purpose:
            Consent.objects.create(
                from_organisation=company.organisation, to_organisation=sector.federation.organisation, purpose=purpose
            )
        domain.clear_ended_consents(today=timezone.localdate())
        assert PublicParticipant.objects.exists()
        assert Participation.objects.get().stage
