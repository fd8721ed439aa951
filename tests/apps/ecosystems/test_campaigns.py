"""A federation invites its companies to an assessment: opening, what each sees, and what nobody else sees."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.ecosystems.examples import a_participant, a_sector, inside
from tests.apps.pages import page
from tests.factories import a_member, signed_in
from tests.pages import strict_page

from jawda.apps.diagnostics import domain as diagnostics
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.ecosystems import campaigns_domain, domain
from jawda.apps.ecosystems import campaigns_queries as queries
from jawda.apps.ecosystems.campaigns_domain import CampaignFacts
from jawda.apps.ecosystems.campaigns_reminders import TELL
from jawda.apps.ecosystems.models import Campaign, CampaignInvitation, CampaignReply, Purpose
from jawda.core.spreadsheets import read_workbook
from jawda.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
REFERENTIAL = "premiers-pas-1"


def facts(sector, **changes):
    today = timezone.localdate()
    said = {
        "ecosystem_id": sector.ecosystem.pk, "title": "CANARY-campagne", "referential": REFERENTIAL,
        "opens_on": today, "deadline": today + timedelta(days=20), "message": "CANARY-message",
    }  # fmt: skip
    return CampaignFacts(**said | changes)


def opened(sector, **changes):
    with inside(sector.federation):
        return campaigns_domain.open_campaign(access=sector.federation.access, facts=facts(sector, **changes))


def base(member):
    return f"/o/{member.organisation.handle}/ecosysteme/"


def invitation_of(company):
    with inside(company):
        (item,) = queries.invitations()
        return item


def assess(company, *, close=False):
    with inside(company):
        row = diagnostics.start(access=company.access, referential_id=REFERENTIAL)
        if close:
            diagnostics.close(access=company.access, assessment=row)
    return row


def seen(sector, campaign, **wanted):
    with inside(sector.federation):
        found = queries.campaign(campaign.pk, queries.CampaignFilter(**wanted))
    return {item.company_name: item.state for item in found.companies}


def form(sector, **changes):
    today = timezone.localdate()
    said = {
        "title": "Automne", "ecosystem": str(sector.ecosystem.pk), "referential": REFERENTIAL, "opens_on": str(today),
        "deadline": str(today + timedelta(days=20)), "message": "Bonjour", "who": "all",
    }  # fmt: skip
    return said | changes


def test_an_officer_opens_one_from_the_page_and_the_company_reads_it():
    sector = a_sector()
    companies = [a_participant(sector, name) for name in ("Alpha", "Béta")]
    browser = signed_in(sector.federation.person)
    strict_page(page(browser, f"{base(sector.federation)}campagnes/"), language="fr")
    url = f"{base(sector.federation)}campagnes/nouvelle/"
    assert "Premiers pas" in page(browser, url)
    assert browser.post(url, form(sector)).status_code == 302
    with inside(sector.federation):
        (campaign,) = Campaign.objects.all()
        assert AuditEntry.objects.filter(action="ecosystems.open_campaign").exists()
    for company in companies:
        item = invitation_of(company)
        assert (item.row.title, item.row.message, item.row.campaign_id) == ("Automne", "Bonjour", campaign.pk)
        text = page(signed_in(company.person), f"/o/{company.organisation.handle}/")
        assert "20 jours restants" in text
        assert text.index("Automne") < text.index("Faire votre premier autodiagnostic")
        assert "Automne" in page(signed_in(company.person), f"/o/{company.organisation.handle}/diagnostic/")
        strict_page(page(signed_in(company.person), f"{base(company)}invitations/{item.row.pk}/"), language="fr")
    jobs = ProcrastinateJob.objects.filter(task_name=TELL)
    assert {job.args["organisation_id"] for job in jobs} == {str(item.organisation.pk) for item in companies}
    assert all(set(job.args) == {"organisation_id"} for job in jobs), "a job carries no value"


def test_only_those_chosen_are_invited_and_only_participants_can_be():
    sector, other = a_sector(), a_sector("chimie")
    a_participant(sector, "Alpha")
    chosen = a_participant(sector, "Béta")
    foreign = a_participant(other, "Rivale")
    with inside(sector.federation):
        keys = {item.name: item.id for item in queries.participants()}
    with inside(other.federation):
        theirs = {item.name: item.id for item in queries.participants()}
    assert set(keys) == {"Alpha", "Béta"}
    browser, url = signed_in(sector.federation.person), f"{base(sector.federation)}campagnes/nouvelle/"
    refused = browser.post(url, form(sector, who="chosen", chosen=[str(theirs["Rivale"])])).content.decode()
    assert 'id="id_chosen_error"' in refused
    assert 'id="id_chosen_error"' in browser.post(url, form(sector, who="chosen")).content.decode()
    with pytest.raises(ValidationError), transaction.atomic():
        opened(sector, chosen=frozenset({theirs["Rivale"]}))
    assert browser.post(url, form(sector, who="chosen", chosen=[str(keys["Béta"])])).status_code == 302
    assert invitation_of(chosen).row.title == "Automne"
    with inside(foreign):
        assert queries.invitations() == ()
        assert not CampaignInvitation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"deadline": str(date(2020, 1, 1))}, "deadline"),
        ({"deadline": "today"}, "deadline"),
        ({"opens_on": str(date(2020, 1, 1))}, "opens_on"),
        ({"referential": "own:secret-1"}, "referential"),
        ({"referential": ""}, "referential"),
        ({"title": ""}, "title"),
        ({"ecosystem": "00000000-0000-0000-0000-000000000000"}, "ecosystem"),
        ({"message": "x" * 2001}, "message"),
        ({"who": "nobody"}, "who"),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_is_written(changes, field):
    sector = a_sector()
    a_participant(sector, "Alpha")
    changes = {name: str(timezone.localdate()) if value == "today" else value for name, value in changes.items()}
    answer = signed_in(sector.federation.person).post(
        f"{base(sector.federation)}campagnes/nouvelle/", form(sector, **changes)
    )
    assert f'id="id_{field}_error"' in answer.content.decode()
    with inside(sector.federation):
        assert not Campaign.objects.exists()
        assert not CampaignInvitation.objects.exists()


def test_a_form_sent_twice_opens_one_campaign_and_an_ecosystem_without_companies_none():
    sector = a_sector()
    with pytest.raises(ValidationError), transaction.atomic():
        opened(sector)
    text = page(signed_in(sector.federation.person), f"{base(sector.federation)}campagnes/nouvelle/")
    assert "Aucune entreprise ne participe" in text
    a_participant(sector, "Alpha")
    opened(sector)
    with pytest.raises(ValidationError), transaction.atomic():
        opened(sector)


def test_a_stage_is_written_only_while_the_company_agrees_to_show_it():
    """ "Written only while the company agrees to show its stage; else the federation sees only invited"."""
    sector = a_sector()
    shows, hides = a_participant(sector, "Montre", stage=True), a_participant(sector, "Cache")
    campaign = opened(sector)
    assert seen(sector, campaign) == {"Montre": "invited", "Cache": ""}
    for company in (shows, hides):
        assess(company, close=True)
    assert seen(sector, campaign) == {"Montre": "finished", "Cache": ""}
    with inside(sector.federation):
        rows = dict(CampaignInvitation.objects.values_list("to_organisation_id", "state"))
    assert rows == {shows.organisation.pk: "finished", hides.organisation.pk: "invited"}
    assert invitation_of(hides).state == "finished", "the company itself knows"
    with inside(hides):
        domain.consent(access=hides.access, ecosystem=sector.ecosystem, purpose=Purpose.SHOW_STAGE, ends_on=None)
    assert seen(sector, campaign)["Cache"] == "finished"
    with inside(shows):
        domain.withdraw_consent(access=shows.access, ecosystem=sector.ecosystem, purpose=Purpose.SHOW_STAGE)
    assert seen(sector, campaign)["Montre"] == ""
    with inside(sector.federation):
        assert CampaignInvitation.objects.get(to_organisation_id=shows.organisation.pk).state == "invited"


def test_a_reopened_assessment_is_started_again_and_one_of_another_referential_counts_for_nothing():
    sector = a_sector()
    company = a_participant(sector, "Alpha", stage=True)
    campaign = opened(sector)
    with inside(company):
        diagnostics.start(access=company.access, referential_id="iso-9001-2015")
    assert seen(sector, campaign) == {"Alpha": "invited"}
    row = assess(company, close=True)
    with inside(company):
        diagnostics.reopen(access=company.access, assessment=Assessment.objects.get(pk=row.pk))
    assert seen(sector, campaign) == {"Alpha": "started"}


def test_an_assessment_closed_before_the_opening_does_not_count():
    sector = a_sector()
    company = a_participant(sector, "Alpha", stage=True)
    assess(company, close=True)
    with inside(company):
        Assessment.objects.update(closed_at=timezone.now() - timedelta(days=2))
    opened(sector)
    assert invitation_of(company).state == "invited"


def test_a_consent_that_ends_takes_the_stage_with_it():
    sector, today = a_sector(), timezone.localdate()
    company = a_participant(sector, "Alpha")
    with inside(company):
        domain.consent(access=company.access, ecosystem=sector.ecosystem, purpose=Purpose.SHOW_STAGE, ends_on=today)
    opened(sector)
    assess(company)
    with inside(company):
        assert CampaignInvitation.objects.get().state == "started"
        domain.clear_ended_consents(today=today + timedelta(days=1))
        assert CampaignInvitation.objects.get().state == "invited"


def test_who_leaves_the_ecosystem_is_neither_counted_nor_invited():
    sector = a_sector()
    company = a_participant(sector, "Alpha", stage=True)
    campaign = opened(sector)
    assess(company)
    with inside(company):
        domain.leave(access=company.access, ecosystem=sector.ecosystem)
        assert queries.invitations() == ()
    assert seen(sector, campaign) == {}
    with inside(sector.federation):
        assert CampaignInvitation.objects.get().state == "invited"
    text = page(signed_in(sector.federation.person), f"{base(sector.federation)}campagnes/{campaign.pk}/")
    assert "ne participe plus" in text


def test_starting_leads_to_the_ordinary_start_and_goes_on_the_second_time():
    sector = a_sector()
    company = a_participant(sector, "Alpha", stage=True)
    campaign = opened(sector)
    browser, url = signed_in(company.person), f"{base(company)}invitations/{invitation_of(company).row.pk}/"
    first = browser.post(f"{url}commencer/")
    with inside(company):
        (row,) = Assessment.objects.all()
        assert row.referential == REFERENTIAL
        actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"diagnostics.start", "ecosystems.begin_invited"} <= actions
    assert first["Location"] in (
        f"/o/{company.organisation.handle}/diagnostic/{row.pk}/{last}" for last in ("", "profil/")
    )
    assert browser.post(f"{url}commencer/")["Location"] == f"/o/{company.organisation.handle}/diagnostic/{row.pk}/"
    assert seen(sector, campaign) == {"Alpha": "started"}
    with inside(company):
        assert Assessment.objects.count() == 1
    assert "Continuer" in page(browser, f"/o/{company.organisation.handle}/")


def test_declining_is_audited_taken_back_and_never_told_to_the_federation():
    sector = a_sector()
    company = a_participant(sector, "Alpha", stage=True)
    campaign = opened(sector)
    browser, url = signed_in(company.person), f"{base(company)}invitations/{invitation_of(company).row.pk}/"
    for _twice in range(2):
        assert browser.post(f"{url}decliner/", {"answer": "decline"}).status_code == 302
    assert invitation_of(company).declined
    assert "Automne" not in page(browser, f"/o/{company.organisation.handle}/")
    assert "déclinée" in page(browser, url)
    with inside(company):
        assert AuditEntry.objects.filter(action="ecosystems.decline_invited").count() == 1
    with inside(sector.federation):
        assert not CampaignReply.objects.exists()
    assert seen(sector, campaign) == {"Alpha": "invited"}
    browser.post(f"{url}decliner/", {"answer": "reconsider"})
    assert not invitation_of(company).declined
    browser.post(f"{url}decliner/", {"answer": "decline"})
    browser.post(f"{url}commencer/")
    assert not invitation_of(company).declined, "who begins has taken the refusal back"


def test_an_invitation_is_not_seen_before_the_campaign_opens():
    sector, today = a_sector(), timezone.localdate()
    company = a_participant(sector, "Alpha", stage=True)
    campaign = opened(sector, opens_on=today + timedelta(days=2))
    with inside(company):
        assert queries.invitations() == ()
        row = CampaignInvitation.objects.get()
    assert signed_in(company.person).get(f"{base(company)}invitations/{row.pk}/").status_code == 404
    text = page(signed_in(sector.federation.person), f"{base(sector.federation)}campagnes/{campaign.pk}/")
    assert "relancer/" not in text


def test_another_federation_and_another_company_see_nothing_of_it():
    sector, other = a_sector(), a_sector("chimie")
    company, rival, stranger = a_participant(sector, "Alpha"), a_participant(sector, "Rivale"), a_member("Étrangère")
    with inside(sector.federation):
        alone = frozenset(item.id for item in queries.participants() if item.name == "Alpha")
    campaign = opened(sector, chosen=alone)
    invitation = invitation_of(company).row
    officer = signed_in(other.federation.person)
    assert "CANARY" not in page(officer, f"{base(other.federation)}campagnes/")
    for path in ("", "relancer/"):
        method = officer.post if path else officer.get
        assert method(f"{base(other.federation)}campagnes/{campaign.pk}/{path}").status_code == 404
        assert method(f"{base(sector.federation)}campagnes/{campaign.pk}/{path}").status_code == 404
    for member in (rival, stranger):
        browser = signed_in(member.person)
        assert "CANARY" not in page(browser, f"/o/{member.organisation.handle}/")
        assert "CANARY" not in page(browser, f"/o/{member.organisation.handle}/diagnostic/")
        assert browser.get(f"{base(member)}invitations/{invitation.pk}/").status_code == 404
        for verb in ("commencer", "decliner"):
            assert browser.post(f"{base(member)}invitations/{invitation.pk}/{verb}/").status_code == 404
        assert browser.get(f"{base(member)}campagnes/").status_code == 403
        with inside(member):
            assert not CampaignInvitation.objects.exists()
            assert not Campaign.objects.exists()


def test_who_may_not_is_refused_by_the_verb_itself():
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    with inside(company), pytest.raises(PermissionDenied):
        campaigns_domain.open_campaign(access=company.access, facts=facts(sector))
    campaign = opened(sector)
    item = invitation_of(company)
    with inside(company), pytest.raises(PermissionDenied):
        campaigns_domain.remind(access=company.access, campaign_id=campaign.pk)
    for verb in (campaigns_domain.begin, campaigns_domain.decline, campaigns_domain.reconsider):
        with inside(sector.federation), pytest.raises(PermissionDenied):
            verb(access=sector.federation.access, invited=item)


def test_the_database_itself_lets_each_party_write_its_own_part_alone():
    sector = a_sector()
    company = a_participant(sector, "Alpha")
    opened(sector)
    rows = CampaignInvitation.objects
    refused = [
        (sector.federation, {"state": "finished"}), (sector.federation, {"title": "autre"}),
        (company, {"deadline": date(2030, 1, 1)}), (company, {"state": "finished"}),
        (company, {"reminder_asked_on": date(2030, 1, 1)}),
    ]  # fmt: skip
    for member, change in refused:
        with inside(member), pytest.raises(DatabaseError, match=r"invitation|stage|reminder"), transaction.atomic():
            rows.update(**change)
    for member in (sector.federation, company):
        with inside(member), pytest.raises(DatabaseError, match="kept"), transaction.atomic():
            rows.all().delete()
    stranger = a_member("Étrangère")
    with inside(sector.federation):
        copy = rows.get()
        copy.pk, copy.to_organisation = None, stranger.organisation
        with pytest.raises(DatabaseError, match="take part"), transaction.atomic():
            rows.bulk_create([copy])


@pytest.fixture
def cohort():
    """Twenty companies: six show that they have finished, six that they have started, two show nothing."""
    sector = a_sector()
    campaign = None
    companies = [a_participant(sector, f"Société {number:02}", stage=number < 18) for number in range(20)]
    campaign = opened(sector)
    for company in companies[:12]:
        assess(company, close=companies.index(company) < 6)
    return sector, campaign, companies


def test_counts_below_five_are_masked_on_the_page_and_in_every_file(cohort):
    sector, campaign, companies = cohort
    browser, url = signed_in(sector.federation.person), f"{base(sector.federation)}campagnes/{campaign.pk}/"
    text = page(browser, url)
    assert "20 entreprises sont invitées" in text
    assert "Relancer 14 entreprises" in text
    assert "masqué" not in text
    with inside(companies[0]):
        for company in companies[:2]:
            with inside(company):
                domain.withdraw_consent(
                    access=company.access, ecosystem=sector.ecosystem, purpose=Purpose.SHOW_STAGE
                )  # fmt: skip
    text = page(browser, url)
    assert "moins de 5" in text
    assert "masqué" in text
    assert "Relancer celles qui n’ont pas terminé" in text
    index = f"{base(sector.federation)}campagnes/"
    assert "moins de 5" in page(browser, index)
    (line,) = json.loads(browser.get(f"{index}?format=json").content)
    assert (line["companies"], line["not_started"], line["started"], line["finished"]) == (
        20, "masqué", 6, "moins de 5",
    )  # fmt: skip
    cells = next(csv.reader(io.StringIO(browser.get(f"{index}?format=csv").content.decode().splitlines()[1])))
    assert cells[-3:] == ["masqué", "6", "moins de 5"]
    book = read_workbook(browser.get(f"{index}?format=xlsx").content, file="a.xlsx")
    assert book.sheets[0].rows[1][-3:] == ("masqué", 6, "moins de 5")


def test_the_list_is_filtered_and_taken_away_with_what_is_shown(cohort):
    sector, campaign, _companies = cohort
    browser, url = signed_in(sector.federation.person), f"{base(sector.federation)}campagnes/{campaign.pk}/"
    rows = json.loads(browser.get(f"{url}?format=json").content)
    assert [row["stage"] for row in rows] == ["Terminé"] * 6 + ["Commencé"] * 6 + ["Invitée"] * 6 + ["non montrée"] * 2
    assert len(json.loads(browser.get(f"{url}?format=json&stage=finished").content)) == 6
    assert len(json.loads(browser.get(f"{url}?format=json&stage=not_shown").content)) == 2
    assert len(json.loads(browser.get(f"{url}?format=json&q=soci%C3%A9t%C3%A9+03").content)) == 1
    assert "Rien ne répond" in page(browser, f"{url}?q=zzz")
    assert len(json.loads(browser.get(f"{base(sector.federation)}campagnes/?format=json&phase=over").content)) == 0
    assert "Rien ne répond" in page(browser, f"{base(sector.federation)}campagnes/?q=zzz")


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_of_the_database_however_long(count):
    sector = a_sector()
    companies = [a_participant(sector, f"Société {number}", stage=True) for number in range(count)]
    campaigns = [opened(sector, title=f"Campagne {number}") for number in range(count)]
    browser = signed_in(sector.federation.person)
    page(browser, f"{base(sector.federation)}campagnes/")
    page(browser, f"{base(sector.federation)}campagnes/{campaigns[0].pk}/")
    page(browser, f"{base(sector.federation)}campagnes/nouvelle/")
    own = signed_in(companies[0].person)
    page(own, f"/o/{companies[0].organisation.handle}/")
    page(own, f"/o/{companies[0].organisation.handle}/diagnostic/")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_is_strict_in_each_language(language):
    sector = a_sector()
    company = a_participant(sector, "Alpha", stage=True)
    campaign = opened(sector)
    pages = [
        (sector.federation, f"campagnes/{last}") for last in ("", "nouvelle/", f"{campaign.pk}/")
    ] + [(company, f"invitations/{invitation_of(company).row.pk}/")]  # fmt: skip
    for member, path in pages:
        browser = signed_in(member.person)
        browser.cookies["jawda_language"] = language
        browser.get(f"/langue/{language}/")
        strict_page(page(browser, base(member) + path), language=language)
