"""Missions: offered by a company, begun by the expert, dated, scoped, revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.apps.pages import page
from tests.factories import a_member, a_person, signed_in

from jawda.apps.organisations import domain, queries
from jawda.apps.organisations.enums import Kind
from jawda.apps.organisations.models import Membership, Mission
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return a_member("Société")


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def on_mission(member, expert, first=0, last=30):
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        offer, _ = domain.offer_mission(
            access=member.access, email=expert.email, scope=("diagnostics",), starts_on=today(first),
            ends_on=today(max(last, 0)), language="fr",
        )  # fmt: skip
    with acting(person_id=expert.pk):
        domain.accept(person=expert, invitation_id=offer.pk)
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        mission = Mission.objects.get(person=expert)
        Mission.objects.filter(pk=mission.pk).update(ends_on=today(last))
        return mission


def test_an_expert_enters_once_they_accept_and_sees_the_dates_at_home(member):
    expert = a_person("Experte")
    client = signed_in(member.person)
    home = f"/o/{member.organisation.handle}/"
    form = {"email": expert.email, "starts_on": str(today()), "ends_on": str(today(9)), "scope": ["diagnostics"],
            "language": "fr"}  # fmt: skip
    assert client.post(f"{home}organisation/missions/nouvelle/", form).status_code == 302
    theirs = signed_in(expert)
    assert theirs.get(home).status_code == 404  # offered, not begun
    text = page(theirs, "/accueil/")
    assert "Société" in text
    reply = text[text.index("/invitations/") :].split('"')[0]
    assert theirs.post(reply, {"answer": "accept"}).status_code == 302
    assert theirs.get(home).status_code == 200
    assert f'datetime="{today(9)}"' in page(theirs, "/accueil/")
    with acting(person_id=expert.pk):
        assert not Membership.objects.exists()
    assert "Experte" in page(client, f"{home}organisation/missions/")
    with acting(organisation_id=member.organisation.pk):
        assert "organisations.grant_mission" in AuditEntry.objects.values_list("action", flat=True)


@pytest.mark.parametrize(("first", "last", "status"), [(0, 0, 200), (-5, -1, 404), (1, 9, 404), (-3, 3, 200)])
def test_a_mission_opens_on_its_days_only_both_included(member, first, last, status):
    expert = a_person()
    on_mission(member, expert, first, last)
    client = signed_in(expert)
    assert client.get(f"/o/{member.organisation.handle}/").status_code == status
    assert client.get(f"/o/{member.organisation.handle}/diagnostic/").status_code == status
    assert "Société" in page(client, "/accueil/")


def test_a_revoked_mission_is_404_at_once(member):
    expert = a_person()
    mission = on_mission(member, expert)
    theirs, home = signed_in(expert), f"/o/{member.organisation.handle}/"
    assert theirs.get(home).status_code == 200
    url = f"{home}organisation/missions/{mission.pk}/revoquer/"
    assert theirs.post(url).status_code == 403
    assert signed_in(member.person).post(url).status_code == 302
    for path in ("", "diagnostic/", "organisation/"):
        assert theirs.get(home + path).status_code == 404
    assert home not in page(theirs, "/accueil/")


def test_an_expert_sees_what_the_mission_opens_and_nothing_else(member):
    expert = a_person()
    on_mission(member, expert)
    client, home = signed_in(expert), f"/o/{member.organisation.handle}/"
    for path in ("organisation/", "organisation/membres/", "organisation/sites/", "organisation/missions/",
                 "ecosysteme/partages/", "organisation/membres/quitter/"):  # fmt: skip
        answer = client.get(home + path)
        assert answer.status_code == 403, path
        assert member.person.email not in answer.content.decode()
    text = page(client, home)
    assert "organisation/" not in text.replace("/organisations/", "")


def test_a_rival_neither_sees_nor_revokes(member):
    expert, rival = a_person("Experte secrète"), a_member("Rivale")
    mission = on_mission(member, expert)
    client, home = signed_in(rival.person), f"/o/{rival.organisation.handle}/"
    assert client.post(f"{home}organisation/missions/{mission.pk}/revoquer/").status_code == 404
    assert "Experte secrète" not in page(client, f"{home}organisation/missions/")
    with acting(organisation_id=member.organisation.pk):
        assert Mission.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": -1}, "ends_on"),
        ({"starts_on": 9, "ends_on": 3}, "ends_on"),
        ({"ends_on": 800}, "ends_on"),
        ({"scope": ()}, "scope"),
        ({"scope": ("everything",)}, "scope"),
        ({"email": "x"}, "email"),
    ],
)
def test_terms_that_do_not_hold_are_refused_beside_their_field(member, changes, field):
    terms = {"email": "e@example.org", "scope": ("diagnostics",), "starts_on": -2, "ends_on": 9} | changes
    terms |= {name: today(terms[name]) for name in ("starts_on", "ends_on")}
    with (
        acting(organisation_id=member.organisation.pk, person_id=member.person.pk),
        pytest.raises(ValidationError) as caught,
    ):
        domain.offer_mission(access=member.access, language="fr", **terms)
    assert field in caught.value.error_dict


def test_only_companies_grant_missions():
    lab = a_member("Labo", Kind.LABORATORY)
    assert signed_in(lab.person).get(f"/o/{lab.organisation.handle}/organisation/missions/").status_code == 403
    with acting(organisation_id=lab.organisation.pk, person_id=lab.person.pk), pytest.raises(PermissionDenied):
        domain.offer_mission(
            access=lab.access, email="e@example.org", scope=("diagnostics",), starts_on=today(), ends_on=today(),
            language="fr",
        )  # fmt: skip


def test_an_organisation_entered_twice_stands_once_in_the_list(member):
    expert = a_person()
    on_mission(member, expert)
    on_mission_again = queries.places_of
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        domain.grant_mission(
            organisation_id=member.organisation.pk, person_id=expert.pk, scope=("diagnostics",), starts_on=today(),
            ends_on=today(60),
        )  # fmt: skip
    with acting(person_id=expert.pk):
        places = on_mission_again(expert.pk)
    assert [(place.name, place.until) for place in places] == [("Société", today(60))]
