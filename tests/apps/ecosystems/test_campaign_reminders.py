"""Reminders go out by themselves, by the company's own jobs, to those who manage it, in their language."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.ecosystems.examples import a_participant, a_sector, inside
from tests.apps.ecosystems.test_campaigns import assess, base, invitation_of, opened
from tests.factories import a_person, signed_in

from jawda.apps.ecosystems import campaigns_domain
from jawda.apps.ecosystems.campaigns_reminders import TELL, steps, tell
from jawda.apps.ecosystems.models import CampaignInvitation
from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.models import Membership
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(monkeypatch, django_capture_on_commit_callbacks):
    """Do a company's job as if it were ``days`` after today; the mails that went out."""

    def run(company, days=0):
        true = timezone.localdate
        day = true() + timedelta(days=days)
        monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: true(value, tz) if value else day)
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True), acting(organisation_id=company.organisation.pk):
            tell(today=day)
        monkeypatch.undo()
        return list(mail.outbox)

    return run


def days_of(company):
    jobs = ProcrastinateJob.objects.filter(
        task_name=TELL, status="todo", args={"organisation_id": str(company.organisation.pk)}
    )
    today = timezone.localdate()
    return sorted((timezone.localtime(job.scheduled_at).date() - today).days for job in jobs if job.scheduled_at)


def test_it_tells_on_the_opening_then_14_and_3_days_before_and_the_day_after(on):
    """ "14 and 3 days before the deadline and the day after"."""
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    opened(sector)
    assert days_of(company) == [0]
    (first,) = on(company)
    assert first.to == [company.person.email]
    assert "CANARY-campagne" in first.subject
    assert "CANARY-message" in first.body
    assert f"/ecosysteme/invitations/{invitation_of(company).row.pk}/" in first.body
    assert days_of(company) == [0, 6, 17, 21]
    assert on(company) == [], "told once"
    assert on(company, 5) == []
    (early,) = on(company, 6)
    assert "14 jours restants" in early.subject
    (late,) = on(company, 17)
    assert "3 jours restants" in late.subject
    assert on(company, 20) == []
    (after,) = on(company, 21)
    assert "passé" in after.subject
    assert on(company, 22) == []


def test_a_job_that_comes_late_tells_once_what_is_true_then(on):
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    opened(sector)
    on(company)
    (only,) = on(company, 18)
    assert "2 jours restants" in only.subject


def test_a_short_campaign_has_no_reminder_before_it_opened():
    sector, today = a_sector(), timezone.localdate()
    company = a_participant(sector, "Alpha")
    opened(sector, deadline=today + timedelta(days=3))
    assert {name: (day - today).days for name, day in steps(invitation_of(company).row).items()} == {
        "opening": 0,
        "after": 4,
    }


@pytest.mark.parametrize("shows", [True, False])
def test_who_has_finished_is_not_reminded_whatever_it_shows(on, shows):
    sector = a_sector()
    company = a_participant(sector, "Alpha", stage=shows)
    opened(sector)
    on(company)
    assess(company, close=True)
    assert on(company, 6) == []
    assert on(company, 21) == []


def test_who_declined_or_left_is_not_reminded(on):
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    opened(sector)
    on(company)
    with inside(company):
        campaigns_domain.decline(access=company.access, invited=invitation_of(company))
    assert on(company, 6) == []


def test_it_reaches_administrators_and_quality_managers_each_in_their_language(on):
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    people = {
        role: a_person(role, language=language)
        for role, language in ((Role.QUALITY_MANAGER, "ar"), (Role.READER, "fr"), (Role.CONTRIBUTOR, "en"))
    }
    with inside(company):
        for role, person in people.items():
            Membership.objects.create(person=person, organisation=company.organisation, role=role)
    rival = a_participant(sector, "Rivale")
    opened(sector)
    sent = {message.to[0]: message for message in on(company)}
    assert set(sent) == {company.person.email, people[Role.QUALITY_MANAGER].email}
    assert rival.person.email not in sent
    assert "تدعو" in sent[people[Role.QUALITY_MANAGER].email].body
    assert "invite" in sent[company.person.email].body


def test_an_officer_reminds_once_a_day_and_sees_a_count_not_who(on, django_capture_on_commit_callbacks):
    sector = a_sector()
    late, done = a_participant(sector, "Alpha"), a_participant(sector, "Béta")
    campaign = opened(sector)
    for company in (late, done):
        on(company)
    assess(done, close=True)
    browser, url = signed_in(sector.federation.person), f"{base(sector.federation)}campagnes/{campaign.pk}/"
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(f"{url}relancer/", follow=True).content.decode()
    assert "La relance part vers les entreprises qui n’ont pas terminé" in answer
    assert "relance envoyée aujourd’hui" in answer
    assert mail.outbox == [], "the companies' own jobs mail"
    with inside(sector.federation):
        asked = set(CampaignInvitation.objects.values_list("reminder_asked_on", flat=True))
        assert asked == {timezone.localdate()}, "written alike to all: it says of none that it is late"
        with pytest.raises(ValidationError), transaction.atomic():
            campaigns_domain.remind(access=sector.federation.access, campaign_id=campaign.pk)
    assert "déjà" in browser.post(f"{url}relancer/", follow=True).content.decode()
    assert len(on(late)) == 1
    assert on(late) == []
    assert on(done) == []
    jobs = ProcrastinateJob.objects.filter(task_name=TELL, status="todo", scheduled_at=None)
    assert {job.args["organisation_id"] for job in jobs} == {
        str(company.organisation.pk) for company in (late, done)
    }, "also the one that has finished: who is asked says nothing"


def test_no_reminder_can_be_asked_for_before_or_after():
    sector, today = a_sector(), timezone.localdate()
    a_participant(sector, "Alpha")
    campaign = opened(sector, opens_on=today + timedelta(days=2))
    with inside(sector.federation), pytest.raises(ValidationError), transaction.atomic():
        campaigns_domain.remind(access=sector.federation.access, campaign_id=campaign.pk)
