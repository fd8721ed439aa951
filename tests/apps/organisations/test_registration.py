"""Registering an organisation, and what it says of itself afterwards."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.utils import ProgrammingError
from tests.factories import a_member, a_person, signed_in, verified

from jawda.apps.organisations import codes, domain, queries
from jawda.apps.organisations.domain import Facts
from jawda.apps.organisations.enums import Kind, Status
from jawda.apps.organisations.models import DirectoryEntry, Organisation, Verification
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "company",
    "name": "Fonderie Témoin",
    "region": "06",
    "city": "Settat",
    "nace": "24.51",
    "employees": 40,
}


def test_a_company_starts_at_once_with_its_codes_and_its_sector_proposed():
    person = a_person()
    client = signed_in(person)
    answer = client.post("/organisations/nouvelle/", FORM | {"ice": "001 234 567 0000 89"})
    assert answer.status_code == 302
    with acting(person_id=person.pk):
        made = Organisation.objects.get()
    assert (made.ice, made.region, made.nace, made.iaf) == ("001234567000089", "06", "24.51", "17")
    assert made.status == Status.UNVERIFIED
    assert client.get(answer["Location"]).status_code == 200
    with acting(organisation_id=made.pk):
        assert AuditEntry.objects.get().action == "organisations.register"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("ice", "0012345670000", "il manque 2 chiffres"),
        ("ice", "0012345670000891", "1 chiffre de trop"),
        ("ice", "00123456700008A", "que des chiffres"),
        ("nace", "29.99", "« 29.99 » ne figure pas"),
        ("nace", "C", "« C » ne figure pas"),
        ("region", "13", ""),
        ("iaf", "99", ""),
        ("name", "  ", ""),
        ("employees", "-3", ""),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_is_written(field, value, said):
    person = a_person()
    text = signed_in(person).post("/organisations/nouvelle/", FORM | {field: value}).content.decode()
    assert f'id="id_{field}_error"' in text
    assert said in text.replace("\N{NO-BREAK SPACE}", " ")
    with acting(person_id=person.pk):
        assert not Organisation.objects.exists()


def test_the_verb_refuses_what_the_form_refuses():
    person = a_person()
    with acting(person_id=person.pk), pytest.raises(ValidationError) as caught:
        domain.register_organisation(person_id=person.pk, kind=Kind.COMPANY, name="X", ice="1", nace="1", region="77")
    assert set(caught.value.error_dict) == {"ice", "nace", "region"}


def test_a_code_chosen_from_the_list_with_its_title_is_read():
    assert codes.checked_activity("29.32 – Équipements automobiles") == "29.32"


@pytest.mark.parametrize(("activity", "sectors"), [("29.32", ["22"]), ("33", []), ("24.51", ["17"])])
def test_the_sector_is_proposed_only_where_the_published_correspondence_says_so(activity, sectors):
    assert codes.proposed_sectors(activity) == sectors


def test_describing_oneself_is_audited_with_what_was_before():
    member = a_member("Avant")
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        domain.describe(access=member.access, facts=Facts(name="Après", city="Fès"))
        entry = json.loads(AuditEntry.objects.get(action="organisations.describe").content)
    assert entry["details"]["before"] == {"name": "Avant", "city": ""}
    assert entry["details"]["after"] == {"name": "Après", "city": "Fès"}


def test_what_was_verified_changes_only_after_a_warning_and_is_verified_again():
    """The name and the identifier; not the city."""
    member = verified(a_member("Labo Connu", Kind.LABORATORY))
    client = signed_in(member.person)
    url = f"/o/{member.organisation.handle}/organisation/modifier/"
    client.post(url, {"name": "Labo Connu", "city": "Fès"})
    assert DirectoryEntry.objects.get().city == "Fès"
    text = client.post(url, {"name": "Autre Nom", "city": "Fès"}).content.decode()
    assert 'name="confirmed"' in text
    assert DirectoryEntry.objects.get().name == "Labo Connu"
    assert client.post(url, {"name": "Autre Nom", "city": "Fès", "confirmed": "on"}).status_code == 302
    assert not DirectoryEntry.objects.exists()
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        own = queries.description()
        assert (own.name, own.status, own.activated_at) == ("Autre Nom", Status.UNVERIFIED, None)
        assert Verification.objects.order_by("-decided_at")[0].decision == "returned"


def test_the_verb_itself_asks_for_the_confirmation():
    member = verified(a_member("Connue"))
    with (
        acting(organisation_id=member.organisation.pk, person_id=member.person.pk),
        pytest.raises(ValidationError) as caught,
    ):
        domain.describe(access=member.access, facts=Facts(name="Autre"))
    assert caught.value.code == "confirm"


def test_with_the_verb_forgotten_postgresql_refuses_to_change_what_was_verified():
    member = verified(a_member("Connue"))
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        for change in ({"name": "Autre"}, {"ice": "1" * 15}, {"kind": Kind.CERTIFICATION_BODY}):
            with pytest.raises(ProgrammingError), transaction.atomic():
                Organisation.objects.filter(pk=member.organisation.pk).update(**change)


def test_a_reader_does_not_describe():
    member = a_member("Essai")
    reader = type(member.access)(**{**{name: getattr(member.access, name) for name in member.access.__slots__},
                                    "role": "reader"})  # fmt: skip
    with acting(organisation_id=member.organisation.pk), pytest.raises(PermissionDenied):
        domain.describe(access=reader, facts=Facts(name="X"))


def test_every_fault_is_told_at_once():
    text = signed_in(a_person()).post(
        "/organisations/nouvelle/", {"kind": "company", "name": "", "ice": "12", "nace": "99.9"}
    )
    for field in ("name", "ice", "nace"):
        assert f'id="id_{field}_error"' in text.content.decode()
