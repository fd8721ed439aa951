"""Members: roles, the end of a membership, and that somebody always remains who manages."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.apps.organisations.test_pages import join
from tests.apps.pages import page
from tests.factories import a_member, signed_in

from jawda.apps.organisations import domain, queries
from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.models import Membership
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return a_member("Essai")


def membership(member, person):
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        return Membership.objects.get(person=person, organisation=member.organisation)


def test_a_role_is_changed_and_audited(member):
    colleague = join(member, Role.READER)
    row = membership(member, colleague)
    url = f"/o/{member.organisation.handle}/organisation/membres/{row.pk}/"
    client = signed_in(member.person)
    page(client, url)
    assert client.post(url, {"role": "contributor"}).status_code == 302
    assert membership(member, colleague).role == Role.CONTRIBUTOR
    with acting(organisation_id=member.organisation.pk):
        assert '"before":"reader"' in AuditEntry.objects.get(action="organisations.change_role").content


def test_one_who_is_removed_sees_nothing_from_the_next_page_on(member):
    colleague = join(member, Role.CONTRIBUTOR)
    theirs = signed_in(colleague)
    home = f"/o/{member.organisation.handle}/"
    assert theirs.get(home).status_code == 200
    url = f"{home}organisation/membres/{membership(member, colleague).pk}/"
    assert signed_in(member.person).post(url, {"action": "remove"}).status_code == 302
    assert theirs.get(home).status_code == 404
    assert "Essai" not in page(theirs, "/accueil/")


@pytest.mark.parametrize("form", [{"action": "remove"}, {"role": "reader"}])
def test_the_last_person_who_manages_stays(member, form):
    join(member, Role.CONTRIBUTOR)
    url = f"/o/{member.organisation.handle}/organisation/membres/{membership(member, member.person).pk}/"
    answer = signed_in(member.person).post(url, form)
    assert answer.status_code == 200
    assert "la dernière personne" in answer.content.decode()
    assert membership(member, member.person).role == Role.QUALITY_MANAGER


def test_with_another_who_manages_one_may_go(member):
    join(member, Role.ADMINISTRATOR)
    client = signed_in(member.person)
    home = f"/o/{member.organisation.handle}/"
    answer = client.post(f"{home}organisation/membres/quitter/")
    assert answer["Location"] == "/accueil/"
    assert client.get(home).status_code == 404


def test_another_organisations_member_is_404(member):
    rival = a_member("Rivale")
    foreign = membership(rival, rival.person)
    client = signed_in(member.person)
    url = f"/o/{member.organisation.handle}/organisation/membres/{foreign.pk}/"
    assert client.get(url).status_code == 404
    assert client.post(url, {"action": "remove"}).status_code == 404
    assert rival.person.email not in page(client, f"/o/{member.organisation.handle}/organisation/membres/")
    assert membership(rival, rival.person)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.READER])
def test_the_verbs_refuse_those_who_do_not_manage(member, role):
    colleague = join(member, role)
    with acting(person_id=colleague.pk):
        access = queries.access_by_handle(colleague.pk, member.organisation.handle)
    row = membership(member, member.person)
    with acting(organisation_id=member.organisation.pk, person_id=colleague.pk):
        with pytest.raises(PermissionDenied):
            domain.remove_member(access=access, membership_id=row.pk)
        with pytest.raises(PermissionDenied):
            domain.change_role(access=access, membership_id=row.pk, role=Role.READER)
        domain.leave(access=access)


def test_a_role_of_another_kind_is_refused(member):
    row = membership(member, member.person)
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk), pytest.raises(ValidationError):
        domain.change_role(access=member.access, membership_id=row.pk, role=Role.OFFICER)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_the_database_however_long(member, count):
    for _ in range(count):
        join(member, Role.READER)
    page(signed_in(member.person), f"/o/{member.organisation.handle}/organisation/membres/")
