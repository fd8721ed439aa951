"""A federation's home: what waits for it first, then its campaigns that run and its companies by stage."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.ecosystems.examples import Sector, a_participant, a_sector, inside
from tests.apps.ecosystems.test_campaigns import opened
from tests.apps.pages import page
from tests.factories import a_person, signed_in
from tests.pages import strict_page

from jawda.apps.ecosystems import campaigns_domain
from jawda.apps.ecosystems.models import CampaignInvitation
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MOST = 12


def home(sector: Sector, language: str = "fr", person: Any = None) -> str:
    client = signed_in(person or sector.federation.person)
    client.cookies["django_language"] = language
    html = page(client, f"/o/{sector.federation.organisation.handle}/")
    strict_page(html, language=language)
    return html


def titles(html: str) -> list[str]:
    """The steps in their order."""
    return [part.partition("</bdi>")[0].rpartition("<bdi>")[2] for part in html.split("<h2><a ")[1:]]


def invite(sector: Sector, count: int) -> None:
    for number in range(count):
        with inside(sector.federation):
            organisations.invite(
                access=sector.federation.access, email=f"nouvelle{number}@example.org", role=Role.OFFICER,
                language="fr", notify=False,
            )  # fmt: skip


def test_without_anything_the_convention_is_the_step() -> None:
    html = home(a_sector())
    assert titles(html) == ["Publier la convention", "Voir la cohorte"]
    assert "Campagnes en cours" not in html


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_campaign_that_ends_soon_is_to_be_reminded_once(language: str) -> None:
    sector = a_sector()
    a_participant(sector, "Alpha", stage=True)
    campaign = opened(sector, title="Automne", deadline=TODAY + timedelta(days=9))
    before = titles(home(sector, language))
    assert any("Automne" in title for title in before)
    with inside(sector.federation):
        campaigns_domain.remind(access=sector.federation.access, campaign_id=campaign.pk)
    html = home(sector, language)
    assert not any("Automne" in title for title in titles(html)), "reminded today"
    assert "Automne" in html, "it still runs"


def test_one_that_has_time_left_is_shown_and_no_step() -> None:
    sector = a_sector()
    a_participant(sector, "Alpha")
    opened(sector, title="Longue", deadline=TODAY + timedelta(days=60))
    html = home(sector)
    assert not any("Longue" in title for title in titles(html))
    assert "60 jours restants" in html.replace("\xa0", " ")


def test_none_runs_then_one_is_to_be_opened() -> None:
    sector, other = a_sector(), a_sector("chimie")
    a_participant(sector, "Alpha")
    a_participant(other, "Rivale")
    opened(other, title="CANARY-rivale")
    opened(sector, title="Prévue", opens_on=TODAY + timedelta(days=2))
    html = home(sector)
    assert "Ouvrir une campagne" in titles(html)
    assert "CANARY-rivale" not in html


def test_progress_is_masked_as_on_the_campaign_s_own_page() -> None:
    """Counts below 5 are masked, and what would give them back."""
    sector = a_sector()
    companies = [a_participant(sector, f"Entreprise {number}", stage=True) for number in range(14)]
    opened(sector, title="Automne")
    for company in companies[:2]:
        with inside(company):
            CampaignInvitation.objects.update(state="finished")
    html = home(sector)
    part = html[html.index('id="r"') :]
    assert "moins de 5" in part
    assert "<strong>2</strong>" not in part[: part.index("</section>")]


def test_invitations_without_answer_wait_for_who_administers() -> None:
    sector = a_sector()
    a_participant(sector, "Alpha")
    invite(sector, 2)
    officer = a_person("Chargée")
    with inside(sector.federation):
        organisations.add_member(
            organisation_id=sector.federation.organisation.pk, person_id=officer.pk, role=Role.READER
        )
    assert any("2 invitations" in title for title in titles(home(sector)))
    html = home(sector, person=officer)
    assert "invitations à rejoindre" not in html
    assert titles(html) == ["Voir la cohorte"], "a reader reads"


@pytest.mark.parametrize("number", [1, 3])
def test_its_queries_do_not_grow(number: int) -> None:
    sector = a_sector()
    for place in range(number):
        a_participant(sector, f"Entreprise {place}", stage=True)
        opened(sector, title=f"Campagne {place}")
    invite(sector, number)
    client, url = signed_in(sector.federation.person), f"/o/{sector.federation.organisation.handle}/"
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    queries = [
        item["sql"]
        for item in asked.captured_queries
        if not item["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))
    ]
    assert len(queries) <= MOST, "\n".join(queries)
