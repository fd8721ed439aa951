"""Tokens: shown once, kept as a hash, dated, scoped, revoked, audited; and what the pages let whom do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.apps.organisations.test_pages import join
from tests.apps.pages import page
from tests.factories import a_member, signed_in

from jawda.apps.organisations import domain, queries
from jawda.apps.organisations.enums import Kind, Role
from jawda.apps.organisations.queries.access import opened_by_token
from jawda.foundation.api import tokens
from jawda.foundation.api.models import ApiToken
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import ScopeLacking

pytestmark = pytest.mark.django_db


def access_by_token(secret, scope):
    with opened_by_token(secret, scope) as access:
        return access


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def issued(member, *scopes, days=30):
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        return domain.issue_token(
            access=member.access, name="Notre GED", scopes=scopes or ("assessments:read",), ends_on=today(days)
        )


def test_a_token_opens_its_organisation_in_the_role_of_the_scope_and_for_no_person():
    member = a_member("Société")
    row, secret = issued(member, "assessments:read", "organisation:write")
    with acting():
        access = access_by_token(secret, "assessments:read")
    assert (access.organisation_id, access.person_id, access.role) == (member.organisation.pk, None, Role.READER)
    with acting():
        assert access_by_token(secret, "organisation:write").role == Role.ADMINISTRATOR
        with pytest.raises(ScopeLacking):
            access_by_token(secret, "audit:read")
    with acting(organisation_id=member.organisation.pk):
        row = ApiToken.objects.get(pk=row.pk)
    assert row.last_used_on == today()


def test_of_the_secret_only_a_hash_is_kept():
    """256 bits of chance: a hash without salt says nothing of them."""
    member = a_member()
    row, secret = issued(member)
    assert len(secret) == len("jwd_") + 43
    assert secret.startswith(row.prefix)
    with acting(organisation_id=member.organisation.pk):
        kept = ApiToken.objects.filter(pk=row.pk).values().get()
        trail = " ".join(AuditEntry.objects.values_list("content", flat=True))
    assert secret not in str(kept)
    assert secret not in trail
    assert row.prefix in trail


def test_a_token_is_found_by_its_hash_and_no_query_sees_another():
    """Even a query that forgets to ask for the hash finds the one row that the purpose names."""
    one, other = a_member("Une"), a_member("Autre")
    _row, secret = issued(one)
    issued(other)
    with acting(purpose=f"token:{tokens.hash_of(secret)}"):
        assert [row.organisation_id for row in ApiToken.objects.all()] == [one.organisation.pk]
    with acting(purpose="token:"):
        assert not ApiToken.objects.exists()
    with acting(person_id=one.person.pk):
        assert not ApiToken.objects.exists()


@pytest.mark.parametrize("sent", ["", "jwd_", "jwd_" + "a" * 43, "x" * 47, "jwd_" + "é" * 43, "jwd_" + "a" * 5000])
def test_what_is_no_token_opens_nothing(sent):
    issued(a_member())
    with acting():
        assert access_by_token(sent, "assessments:read") is None


def test_a_token_that_has_ended_or_is_revoked_opens_nothing():
    member = a_member()
    row, secret = issued(member)
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        ApiToken.objects.filter(pk=row.pk).update(ends_on=today(-1))
    with acting():
        assert access_by_token(secret, "assessments:read") is None
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        ApiToken.objects.filter(pk=row.pk).update(ends_on=today())
    with acting():
        assert access_by_token(secret, "assessments:read") is not None  # its last day belongs to it
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        domain.revoke_token(access=member.access, token_id=row.pk)
        domain.revoke_token(access=member.access, token_id=row.pk)
        assert AuditEntry.objects.filter(action="organisations.revoke_token").count() == 1
    with acting():
        assert access_by_token(secret, "assessments:read") is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        ({"scopes": ()}, "scopes"),
        ({"scopes": ("everything",)}, "scopes"),
        ({"ends_on": today(-1)}, "ends_on"),
        ({"ends_on": today(400)}, "ends_on"),
    ],
)
def test_what_cannot_be_is_refused_by_field(values, field):
    member = a_member()
    asked = {"name": "Notre GED", "scopes": ("assessments:read",), "ends_on": today(9)} | values
    with (
        acting(organisation_id=member.organisation.pk, person_id=member.person.pk),
        pytest.raises(ValidationError) as refused,
    ):
        domain.issue_token(access=member.access, **asked)
    assert set(refused.value.error_dict) == {field}


def test_a_federation_has_no_assessments_to_open():
    member = a_member("Fédération", Kind.FEDERATION)
    with pytest.raises(ValidationError):
        issued(member, "assessments:read")
    assert issued(member, "audit:read")


def test_a_program_gives_itself_no_token_and_a_contributor_none():
    member = a_member()
    _row, secret = issued(member, "organisation:write")
    with acting():
        program = access_by_token(secret, "organisation:write")
    colleague = join(member, Role.CONTRIBUTOR)
    with acting(person_id=colleague.pk):
        theirs = queries.access_by_handle(colleague.pk, member.organisation.handle)
    for access in (program, theirs):
        with acting(organisation_id=member.organisation.pk), pytest.raises(PermissionDenied):
            domain.issue_token(access=access, name="x", scopes=["audit:read"], ends_on=today())
    assert signed_in(colleague).get(f"/o/{member.organisation.handle}/organisation/api/").status_code == 403


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_secret_is_shown_once_and_the_list_tells_tokens_apart(language):
    member = a_member()
    client = signed_in(member.person)
    client.cookies["django_language"] = language
    address = f"/o/{member.organisation.handle}/organisation/api/"
    assert 'class="empty"' in page(client, address)
    page(client, f"{address}nouveau/")
    form = {"name": "Notre GED", "scopes": ["assessments:read"], "ends_on": str(today(9))}
    response = client.post(f"{address}nouveau/", form)
    secret = re.search("jwd_[A-Za-z0-9_-]{43}", response.content.decode())[0]
    assert "no-store" in response.headers["Cache-Control"]
    shown = page(client, address)
    assert secret not in shown
    assert secret[:10] in shown
    with acting(organisation_id=member.organisation.pk):
        row = ApiToken.objects.get(organisation_id=member.organisation.pk)
    assert client.post(f"{address}{row.pk}/revoquer/").status_code == 302
    assert f"{row.pk}/revoquer" not in page(client, address)


def test_a_form_that_lacks_something_says_so_in_its_place():
    member = a_member()
    client = signed_in(member.person)
    address = f"/o/{member.organisation.handle}/organisation/api/nouveau/"
    response = client.post(address, {"name": "", "ends_on": str(today(-3))})
    assert "jwd_" not in response.content.decode()
    assert response.context["form"].errors.keys() == {"name", "scopes"}


def test_the_list_asks_the_same_whatever_its_length(django_assert_max_num_queries):
    member = a_member()
    client = signed_in(member.person)
    address = f"/o/{member.organisation.handle}/organisation/api/"
    for count in (1, 3):
        while len(_tokens(member)) < count:
            issued(member)
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)


def _tokens(member):
    with acting(organisation_id=member.organisation.pk):
        return queries.tokens_of_organisation()
