"""What a company agrees to show, to whom and until when; what is withdrawn disappears at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone
from tests.apps.ecosystems.examples import a_participant, a_sector, inside
from tests.apps.pages import page
from tests.factories import a_member, an_operator, signed_in, verified

from jawda.apps.diagnostics import domain as diagnostics
from jawda.apps.ecosystems import domain, queries
from jawda.apps.ecosystems.models import Consent, Participation, PublicParticipant, Purpose
from jawda.apps.organisations import domain as organisations
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def sector():
    return a_sector()


def stages(sector):
    with inside(sector.federation):
        return {row.company_name: row.stage for row in queries.cohort().companies}


def test_a_company_joins_and_shows_nothing_it_did_not_choose(sector):
    company = a_member("Discrète")
    client, base = signed_in(company.person), f"/o/{company.organisation.handle}/ecosysteme/partages/"
    boxes = re.findall('<input type="checkbox" name="show_[^>]+>', page(client, f"{base}auto/rejoindre/"))
    assert len(boxes) == 2
    assert not any("checked" in box for box in boxes)
    assert client.post(f"{base}auto/rejoindre/", {}).status_code == 302
    assert stages(sector) == {"Discrète": ""}
    assert not PublicParticipant.objects.exists()
    assert "Discrète" not in page(client, "/ecosystemes/auto/")


def test_agreeing_shows_the_stage_reached_so_far(sector):
    company = a_participant(sector, "Ouverte")
    with inside(company):
        diagnostics.start(access=company.access, referential_id="premiers-pas-1")
    assert stages(sector) == {"Ouverte": ""}
    client, base = signed_in(company.person), f"/o/{company.organisation.handle}/ecosysteme/partages/"
    page(client, f"{base}auto/show_stage/")
    assert client.post(f"{base}auto/show_stage/", {"ends_on": ""}).status_code == 302
    assert stages(sector) == {"Ouverte": "started"}
    assert client.post(f"{base}auto/show_stage/retirer/").status_code == 302
    assert stages(sector) == {"Ouverte": ""}
    with inside(company):
        (entry,) = queries.consent_history()
        assert entry.state == "revoked"
        actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[-2:] == ["ecosystems.consent", "ecosystems.revoke"]
    assert "Tous vos consentements" in page(client, base)


def test_a_consent_holds_until_its_last_day(sector):
    company = a_participant(sector, "Datée")
    with inside(company):
        domain.consent(
            access=company.access, ecosystem=sector.ecosystem, purpose=Purpose.SHOW_STAGE, ends_on=timezone.localdate()
        )
    assert stages(sector) == {"Datée": "enrolled"}
    with inside(company):
        Consent.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
        assert queries.sharing()[0].shows_stage is False
        assert queries.consent_history()[0].state == "ended"
    assert stages(sector) == {"Datée": ""}
    with inside(company):
        diagnostics.start(access=company.access, referential_id="premiers-pas-1")
        assert Participation.objects.get().stage == "enrolled"  # a later stage is not even written


def test_an_end_in_the_past_is_refused_beside_its_field(sector):
    company = a_participant(sector, "Datée")
    url = f"/o/{company.organisation.handle}/ecosysteme/partages/auto/show_stage/"
    answer = signed_in(company.person).post(url, {"ends_on": "2020-01-01"})
    assert 'id="id_ends_on_error"' in answer.content.decode()


class TestNamedInPublic:
    """Only a verified company, only while it agrees."""

    def test_a_verified_company_is_named_and_named_no_more(self, sector, client):
        company = a_participant(sector, "Connue", public=True)
        assert "Connue" in page(client, "/ecosystemes/auto/")
        with inside(company):
            domain.withdraw_consent(access=company.access, ecosystem=sector.ecosystem, purpose=Purpose.SHOW_NAME)
        assert "Connue" not in page(client, "/ecosystemes/auto/")

    def test_one_that_is_not_verified_takes_nobodys_name(self, sector, client):
        company = a_member("Grande Marque")
        with inside(company), pytest.raises(PermissionDenied):
            domain.take_part(access=company.access, ecosystem=sector.ecosystem, show_stage=False, show_name=True)
        base = f"/o/{company.organisation.handle}/ecosysteme/partages/"
        signed_in(company.person).post(f"{base}auto/rejoindre/", {"show_name": "on"})
        assert "Grande Marque" not in page(client, "/ecosystemes/auto/")

    def test_one_that_changes_its_name_is_named_no_more_until_verified(self, sector, client):
        company = a_participant(sector, "Ancienne", public=True)
        with inside(company):
            organisations.describe(access=company.access, facts=organisations.Facts(name="Nouvelle"), confirmed=True)
        text = page(client, "/ecosystemes/auto/")
        assert "Ancienne" not in text
        assert "Nouvelle" not in text
        assert set(stages(sector)) == {"Nouvelle"}  # the federation's snapshot follows

    def test_its_last_day_counts(self, sector, client):
        company = a_participant(sector, "Connue", public=True)
        with inside(company):
            PublicParticipant.objects.update(until=timezone.localdate() - timedelta(days=1))
        assert "Connue" not in page(client, "/ecosystemes/auto/")


def test_leaving_takes_everything_back_and_one_may_return(sector, client):
    company = a_participant(sector, "Passante", stage=True, public=True)
    browser, base = signed_in(company.person), f"/o/{company.organisation.handle}/ecosysteme/partages/"
    page(browser, f"{base}auto/quitter/")
    browser.post(f"{base}auto/quitter/")
    assert stages(sector) == {}
    assert "Passante" not in page(client, "/ecosystemes/auto/")
    with inside(company):
        assert {entry.state for entry in queries.consent_history()} == {"revoked"}
        domain.take_part(access=company.access, ecosystem=sector.ecosystem, show_stage=False)
        with pytest.raises(ValidationError):
            domain.take_part(access=company.access, ecosystem=sector.ecosystem, show_stage=False)
    assert stages(sector) == {"Passante": ""}


def test_a_federation_does_not_consent_in_a_companys_place(sector):
    """With the verbs forgotten: PostgreSQL lets the company alone write."""
    company = a_participant(sector, "Muette")
    with inside(sector.federation):
        assert Participation.objects.get().company_name == "Muette"
        with pytest.raises(ProgrammingError), transaction.atomic():
            Participation.objects.update(stage="finished")
        with pytest.raises(ProgrammingError), transaction.atomic():
            Consent.objects.create(
                from_organisation=company.organisation, to_organisation=sector.federation.organisation,
                purpose=Purpose.SHOW_STAGE,
            )  # fmt: skip


def test_a_rival_sees_neither_participation_nor_consent(sector):
    a_participant(sector, "Concurrente", stage=True)
    rival = a_participant(sector, "Rivale", stage=True)
    text = page(signed_in(rival.person), f"/o/{rival.organisation.handle}/ecosysteme/partages/")
    assert "Concurrente" not in text
    assert signed_in(rival.person).get(f"/o/{rival.organisation.handle}/ecosysteme/cohorte/").status_code == 403


def test_a_contributor_reads_what_is_shared_and_decides_nothing(sector):
    from tests.apps.organisations.test_pages import join

    company = a_participant(sector, "Essai", stage=True)
    client = signed_in(join(company, "contributor"))
    base = f"/o/{company.organisation.handle}/ecosysteme/partages/"
    assert "/retirer/" not in page(client, base)
    for path in ("auto/quitter/", "auto/show_stage/", "auto/show_stage/retirer/"):
        assert client.post(base + path).status_code == 403
    assert stages(sector) == {"Essai": "enrolled"}


def test_a_suspended_company_withdraws_and_joins_nothing(sector):
    other, company, operator = a_sector("chimie"), a_participant(sector, "Essai", stage=True), an_operator()
    with acting(person_id=operator.pk):
        organisations.suspend(operator=operator, organisation=company.organisation, note="x")
    client, base = signed_in(company.person), f"/o/{company.organisation.handle}/ecosysteme/partages/"
    assert client.post(f"{base}{other.ecosystem.slug}/rejoindre/").status_code == 403
    assert client.post(f"{base}auto/show_stage/retirer/").status_code == 302
    assert stages(sector) == {"Essai": ""}


@pytest.mark.parametrize("path", ["rien/rejoindre/", "rien/quitter/", "auto/everything/", "rien/show_stage/retirer/"])
def test_what_does_not_exist_is_404(sector, path):
    company = verified(a_participant(sector, "Essai"))
    client, base = signed_in(company.person), f"/o/{company.organisation.handle}/ecosysteme/partages/"
    assert client.post(base + path).status_code == 404
