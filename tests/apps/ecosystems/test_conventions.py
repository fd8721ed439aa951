"""Conventions: written by the officers of a verified federation, read by everyone."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from tests.apps.ecosystems.examples import a_sector, inside
from tests.apps.pages import page
from tests.factories import a_member, signed_in

from jawda.apps.ecosystems import domain
from jawda.apps.ecosystems.models import Convention, Ecosystem
from jawda.apps.organisations.enums import Kind
from jawda.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
FORM = {
    "title": "Convention essai",
    "parties": "Ministère\n\n  Fédération  ",
    "signed_on": "2023-11-21",
    "ends_on": "2026-11-21",
    "objectives": "Promouvoir\nAccompagner",
    "source": "Bulletin",
}


def base(member):
    return f"/o/{member.organisation.handle}/ecosysteme/conventions/"


def test_an_officer_writes_it_and_everyone_reads_it(client):
    sector = a_sector()
    browser = signed_in(sector.federation.person)
    assert "Publier la convention" in page(browser, f"/o/{sector.federation.organisation.handle}/")
    url = f"{base(sector.federation)}{sector.ecosystem.pk}/"
    page(browser, url)
    assert browser.post(url, FORM).status_code == 302
    assert Convention.objects.get().parties == ["Ministère", "Fédération"]
    text = page(client, "/ecosystemes/auto/")
    for words in ("Convention essai", "Ministère", "Accompagner", 'datetime="2026-11-21"', "Bulletin"):
        assert words in text
    page(client, "/ecosystemes/")
    page(browser, base(sector.federation))
    assert browser.post(url, FORM | {"title": "Avenant"}).status_code == 302
    assert Convention.objects.get().title == "Avenant"
    with inside(sector.federation):
        last = AuditEntry.objects.order_by("-sequence")[0]
    assert '"after":{"title":"Avenant"},"before":{"title":"Convention essai"}' in last.content


@pytest.mark.parametrize(
    ("change", "field"),
    [({"ends_on": "2020-01-01"}, "ends_on"), ({"parties": "Seul"}, "parties"), ({"title": ""}, "title")],
)
def test_a_fault_stands_beside_its_field(change, field):
    sector = a_sector()
    url = f"{base(sector.federation)}{sector.ecosystem.pk}/"
    text = signed_in(sector.federation.person).post(url, FORM | change).content.decode()
    assert f'id="id_{field}_error"' in text
    assert not Convention.objects.exists()


def test_another_federation_writes_nothing_there():
    sector, other = a_sector(), a_sector("chimie")
    url = f"{base(other.federation)}{sector.ecosystem.pk}/"
    client = signed_in(other.federation.person)
    assert client.get(url).status_code == 404
    assert client.post(url, FORM).status_code == 404
    assert not Convention.objects.exists()


def test_a_federation_that_is_not_verified_publishes_nothing():
    federation = a_member("Fausse", Kind.FEDERATION)
    client = signed_in(federation.person)
    assert client.get(f"{base(federation)}nouvelle/").status_code == 403
    with inside(federation), pytest.raises(PermissionDenied):
        domain.open_ecosystem(access=federation.access, slug="x", sector="x", names=("x", "x", "x"))
    assert not Ecosystem.objects.exists()


def test_a_verified_federation_publishes_its_ecosystem_once():
    sector = a_sector()
    client = signed_in(sector.federation.person)
    form = {"name_fr": "Chimie", "name_ar": "الكيمياء", "name_en": "Chemistry", "sector": "chimie", "slug": "chimie"}
    page(client, f"{base(sector.federation)}nouvelle/")
    assert client.post(f"{base(sector.federation)}nouvelle/", form).status_code == 302
    answer = client.post(f"{base(sector.federation)}nouvelle/", form)
    assert 'id="id_slug_error"' in answer.content.decode()
    assert Ecosystem.objects.filter(slug="chimie").count() == 1


def test_an_unknown_ecosystem_is_404(client):
    assert client.get("/ecosystemes/rien/").status_code == 404
