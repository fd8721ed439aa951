"""Sites: add, change, end, and a spreadsheet out and in, all or nothing."""

from __future__ import annotations

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.apps.pages import page
from tests.factories import a_member, signed_in

from jawda.apps.organisations import domain, queries
from jawda.apps.organisations.domain import SiteFacts
from jawda.apps.organisations.models import Site
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return a_member("Essai")


def inside(member):
    return acting(organisation_id=member.organisation.pk, person_id=member.person.pk)


def base(member):
    return f"/o/{member.organisation.handle}/organisation/sites/"


def test_a_site_is_added_changed_and_closed(member):
    client = signed_in(member.person)
    client.post(base(member) + "nouveau/", {"name": " Usine  Nord ", "region": "01", "city": "Tanger"})
    with inside(member):
        site = Site.objects.get()
    assert (site.name, site.region) == ("Usine Nord", "01")
    page(client, f"{base(member)}{site.pk}/")
    client.post(f"{base(member)}{site.pk}/", {"name": "Usine Nord", "region": "01", "city": "Tétouan"})
    client.post(f"{base(member)}{site.pk}/fermer/")
    text = page(client, base(member))
    assert "Tétouan" in text
    assert "fermé le" in text
    with inside(member):
        actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[1:] == ["organisations.add_site", "organisations.change_site", "organisations.end_site"]


def test_two_sites_in_use_do_not_bear_one_name(member):
    with inside(member):
        site = domain.add_site(access=member.access, facts=SiteFacts(name="Usine"))
        with pytest.raises(ValidationError):
            domain.add_site(access=member.access, facts=SiteFacts(name="Usine"))
        domain.end_site(access=member.access, site_id=site.pk)
        domain.add_site(access=member.access, facts=SiteFacts(name="Usine"))


def test_anothers_site_is_404(member):
    rival = a_member("Rivale")
    with inside(rival):
        site = domain.add_site(access=rival.access, facts=SiteFacts(name="Site secret"))
    client = signed_in(member.person)
    assert client.get(f"{base(member)}{site.pk}/").status_code == 404
    assert client.post(f"{base(member)}{site.pk}/", {"name": "x"}).status_code == 404
    assert client.post(f"{base(member)}{site.pk}/fermer/").status_code == 404
    assert "Site secret" not in page(client, base(member))
    assert "Site secret" not in client.get(base(member) + "classeur/?format=csv").content.decode()


def test_the_file_that_goes_out_comes_back_changed(member):
    """A formula stays a text, and the preview writes nothing."""
    with inside(member):
        domain.add_site(access=member.access, facts=SiteFacts(name="=1+1", region="01", city="Tanger", employees=12))
    client = signed_in(member.person)
    book = load_workbook(io.BytesIO(client.get(base(member) + "classeur/").content))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["name", "address", "region", "city", "employees"]
    sheet["D2"].value = "Fès"
    sheet.append(["Dépôt", "Rue 3", "03", "Meknès", 4])
    buffer = io.BytesIO()
    book.save(buffer)
    text = client.post(base(member) + "importer/", {"file": upload(buffer.getvalue())}).content.decode()
    assert "2 sites ont été lus" in text
    with inside(member):
        assert [site.city for site in queries.sites()] == ["Tanger"]
    confirmed = re.search(r'name="confirmed" value="([^"]+)"', text)
    assert client.post(base(member) + "importer/", {"confirmed": confirmed[1]}).status_code == 302
    with inside(member):
        assert {(site.name, site.city, site.employees) for site in queries.sites()} == {
            ("=1+1", "Fès", 12),
            ("Dépôt", "Meknès", 4),
        }


def upload(content, name="sites.xlsx"):
    return SimpleUploadedFile(name, content)


def test_every_fault_of_a_file_is_told_with_its_row_and_column_and_nothing_is_written(member):
    content = b"name;region;employees\nA;77;3\n;01;\nA;01;beaucoup\n"
    text = (
        signed_in(member.person).post(base(member) + "importer/", {"file": upload(content, "s.csv")}).content.decode()
    )
    for row, column in ((2, "region"), (3, "name"), (4, "name"), (4, "employees")):
        assert re.search(f"ligne {row}, colonne «.{column}.»", text), (row, column)
    with inside(member):
        assert not Site.objects.exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0", b"{"])
def test_what_is_no_table_is_refused_with_a_sentence(member, content):
    answer = signed_in(member.person).post(base(member) + "importer/", {"file": upload(content, "s.xlsx")})
    assert answer.status_code == 200
    assert "callout poor" in answer.content.decode() or "summary" in answer.content.decode()


def test_a_preview_of_one_organisation_is_not_written_into_another(member):
    rival = a_member("Rivale")
    text = (
        signed_in(member.person)
        .post(base(member) + "importer/", {"file": upload(b"name\nUsine\n", "s.csv")})
        .content.decode()
    )
    confirmed = re.search(r'name="confirmed" value="([^"]+)"', text)[1]
    signed_in(rival.person).post(base(rival) + "importer/", {"confirmed": confirmed})
    with inside(rival):
        assert not Site.objects.exists()
