"""A campaign is put off or cancelled: by its federation alone, for good, and those invited learn it once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.ecosystems.examples import a_participant, a_sector, inside
from tests.apps.ecosystems.test_campaign_reminders import days_of, on  # noqa: F401 - a fixture
from tests.apps.ecosystems.test_campaigns import assess, base, invitation_of, opened
from tests.apps.pages import page
from tests.factories import signed_in
from tests.pages import strict_page

from jawda.apps.ecosystems import campaigns_changes, campaigns_domain
from jawda.apps.ecosystems import campaigns_queries as queries
from jawda.apps.ecosystems.campaigns_reminders import TELL
from jawda.apps.ecosystems.models import Campaign, CampaignInvitation
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.notices.kinds import words_of
from jawda.foundation.notices.models import Notice
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def extend(sector, campaign, days):
    with inside(sector.federation):
        return campaigns_changes.extend(
            access=sector.federation.access, campaign_id=campaign.pk, deadline=TODAY + timedelta(days=days)
        )


def cancel(sector, campaign, reason="CANARY-raison"):
    with inside(sector.federation):
        return campaigns_changes.cancel(access=sector.federation.access, campaign_id=campaign.pk, reason=reason)


def told(company, language="fr"):
    """The sentences of the notices, the newest last."""
    with acting(person_id=company.person.pk), translation.override(language):
        rows = Notice.objects.filter(person_id=company.person.pk, kind__startswith="ecosystems.")
        return [words_of(row.kind, row.facts) for row in rows.order_by("created_at")]


def test_those_invited_learn_the_new_day_once_and_reminders_shift(on):  # noqa: F811 - the fixture
    """ "extend the last day (the invited are told; reminders shift)"."""
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    campaign = opened(sector)
    assert len(on(company)) == 1
    extend(sector, campaign, 40)
    assert on(company) == [], "a notice, not a mail of its own"
    (said,) = told(company)
    assert "prolongée" in said
    assert "مُدّدت" in told(company, "ar")[0]
    assert on(company) == []
    assert len(told(company)) == 1, "told once"
    assert {26, 37, 41} <= set(days_of(company))
    assert on(company, 6) == [], "the former day's reminder is none any more"
    assert on(company, 21) == []
    assert len(on(company, 26)) == 1
    assert len(on(company, 37)) == 1
    assert "passé" in on(company, 41)[0].subject
    assert len(told(company)) == 1


def test_each_putting_off_is_told_and_one_that_is_over_may_be_put_off_for_two_weeks(on, monkeypatch):  # noqa: F811
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    campaign = opened(sector, deadline=TODAY + timedelta(days=2))
    on(company)
    extend(sector, campaign, 5)
    on(company)
    extend(sector, campaign, 9)
    on(company)
    assert len(told(company)) == 2
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY + timedelta(days=9 + 14))
    extend(sector, campaign, 60)
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY + timedelta(days=60 + 15))
    with pytest.raises(ValidationError), transaction.atomic():
        extend(sector, campaign, 90)


def test_who_has_finished_or_declined_is_not_told_of_a_later_day(on):  # noqa: F811
    sector = a_sector()
    done, declined = a_participant(sector, "Alpha"), a_participant(sector, "Béta")
    campaign = opened(sector)
    for company in (done, declined):
        on(company)
    assess(done, close=True)
    with inside(declined):
        campaigns_domain.decline(access=declined.access, invited=invitation_of(declined))
    extend(sector, campaign, 40)
    for company in (done, declined):
        assert on(company) == []
        assert told(company) == []


def test_a_cancelled_one_is_told_with_its_reason_and_nothing_more_goes_out(on):  # noqa: F811
    """ "cancel (with a reason, the invited are told)"."""
    sector = a_sector()
    company, done = a_participant(sector, "Alpha"), a_participant(sector, "Béta")
    campaign = opened(sector)
    for invited in (company, done):
        on(invited)
    assess(done, close=True)
    cancel(sector, campaign)
    for invited in (company, done):
        assert on(invited) == []
        (said,) = told(invited)
        assert "annulée" in said
        assert "CANARY-raison" in said
    for days in (6, 17, 21):
        assert on(company, days) == []
    assert len(told(company)) == 1
    item = invitation_of(company)
    assert item.phase == queries.CANCELLED
    assert not item.waits
    with inside(company):
        assert queries.next_invitations() == ()
        with pytest.raises(ValidationError), transaction.atomic():
            campaigns_domain.begin(access=company.access, invited=item)
    browser = signed_in(company.person)
    text = page(browser, f"{base(company)}invitations/{item.row.pk}/")
    strict_page(text, language="fr")
    assert "CANARY-raison" in text
    assert "Commencer" not in text
    answer = browser.post(f"{base(company)}invitations/{item.row.pk}/commencer/", follow=True).content.decode()
    assert "Cette campagne est annulée" in answer


def test_one_that_was_cancelled_before_it_opened_was_never_there(on):  # noqa: F811
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    campaign = opened(sector, opens_on=TODAY + timedelta(days=3))
    cancel(sector, campaign)
    for days in (0, 3, 6, 21):
        assert on(company, days) == []
    assert told(company) == []
    with inside(company):
        assert queries.invitations() == ()


def test_cancelled_on_its_first_day_before_anyone_was_told_of_it(on):  # noqa: F811
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    cancel(sector, opened(sector))
    assert on(company) == []
    assert told(company) == []


def test_what_cannot_be_is_refused_and_nothing_is_written():
    sector, other = a_sector(), a_sector("chimie")
    a_participant(sector, "Alpha")
    campaign = opened(sector)
    for days in (20, 0, 19, 400):
        with pytest.raises(ValidationError), transaction.atomic():
            extend(sector, campaign, days)
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(ValidationError), transaction.atomic():
            cancel(sector, campaign, reason)
    with pytest.raises(Campaign.DoesNotExist), transaction.atomic():
        cancel(other, campaign)
    with pytest.raises(Campaign.DoesNotExist), transaction.atomic():
        extend(other, campaign, 40)
    with inside(sector.federation):
        row = Campaign.objects.get()
        assert (row.deadline, row.extended_on, row.cancelled_on) == (TODAY + timedelta(days=20), None, None)
    cancel(sector, campaign)
    for again in (lambda: cancel(sector, campaign), lambda: extend(sector, campaign, 40)):
        with pytest.raises(ValidationError), transaction.atomic():
            again()


@pytest.mark.parametrize(
    "changes",
    [{"deadline": TODAY + timedelta(days=90)}, {"cancelled_on": TODAY}, {"cancelled_because": "x"},
     {"extended_on": TODAY}],
)  # fmt: skip
def test_postgresql_lets_the_federation_alone_change_it_and_only_forwards(changes):
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    campaign = opened(sector)
    with inside(company), pytest.raises(DatabaseError), transaction.atomic():
        CampaignInvitation.objects.filter(campaign_id=campaign.pk).update(**changes)
    with inside(sector.federation):
        sent = CampaignInvitation.objects.filter(campaign_id=campaign.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            sent.update(deadline=TODAY)
        sent.update(cancelled_on=TODAY)
        with pytest.raises(DatabaseError), transaction.atomic():
            sent.update(cancelled_on=None)


def test_an_officer_does_both_from_the_page():
    sector = a_sector()
    a_participant(sector, "Alpha")
    campaign = opened(sector)
    browser, url = signed_in(sector.federation.person), f"{base(sector.federation)}campagnes/{campaign.pk}/"
    for place in ("", "prolonger/", "annuler/"):
        strict_page(page(browser, url + place), language="fr")
    refused = browser.post(f"{url}prolonger/", {"deadline": str(TODAY)}).content.decode()
    assert "après l’actuel" in refused
    assert browser.post(f"{url}prolonger/", {"deadline": str(TODAY + timedelta(days=30))}).status_code == 302
    assert "30 jours restants" in page(browser, url).replace("\xa0", " ")
    assert 'id="id_reason_error"' in browser.post(f"{url}annuler/", {"reason": " "}).content.decode()
    assert browser.post(f"{url}annuler/", {"reason": "Reportée à l’an prochain"}).status_code == 302
    text = page(browser, url)
    strict_page(text, language="fr")
    assert "Annulée le" in text
    assert "Reportée à l’an prochain" in text
    assert "prolonger" not in text
    refused = browser.post(f"{url}annuler/", {"reason": "Encore"}).content.decode()
    assert "Cette campagne est annulée" in refused
    assert "annulée" in page(browser, f"{base(sector.federation)}campagnes/?phase=cancelled")
    with inside(sector.federation):
        assert AuditEntry.objects.filter(action="ecosystems.cancel_campaign").count() == 1
        assert AuditEntry.objects.filter(action="ecosystems.extend_campaign").count() == 1
    jobs = ProcrastinateJob.objects.filter(task_name=TELL)
    assert all(set(job.args) == {"organisation_id"} for job in jobs), "a job carries no value"
