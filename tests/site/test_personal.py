"""The export of one person: every table about persons, and a count of what they made; nothing of others."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from tests.factories import a_member, a_person
from tests.isolation.filling import kind_of

from jawda.apps.organisations.models import Invitation, Membership, Mission
from jawda.foundation.accounts import queries
from jawda.foundation.accounts.models import Person
from jawda.foundation.exports.persons import columns_of_persons, traces
from jawda.foundation.files import domain as files
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.models import TableKind
from jawda.site.personal import NOT_EXPORTED, SOURCES

pytestmark = pytest.mark.django_db


def test_every_table_about_persons_is_exported_or_named_with_its_reason() -> None:
    labels = {model._meta.label for model in apps.get_models() if kind_of(model) is TableKind.PERSON}
    labels |= {
        model._meta.label
        for model in apps.get_models()
        if kind_of(model) is TableKind.GLOBAL
        and any(field.name.endswith("_by") for field in model._meta.concrete_fields)
    }
    assert labels == {*SOURCES, *NOT_EXPORTED}
    person = a_person()
    with acting(person_id=person.pk):
        assert {*SOURCES.values(), "organisations", "work"} == set(queries.personal_data(person))


def test_every_column_of_an_account_is_exported_but_the_password() -> None:
    person = a_person()
    with acting(person_id=person.pk):
        exported = queries.personal_data(person)["person"]
    names = {"is_operator": "operator", "is_active": "active", "password": "has_password"}
    assert {names.get(field.attname, field.attname) for field in Person._meta.concrete_fields} == set(exported)
    assert person.password not in json.dumps(exported)


def test_memberships_missions_invitations_and_work_are_in_it_and_nothing_of_others(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.FILES_FOLDER = tmp_path
    mine, other = a_member("Société Une"), a_member("Société Canari")
    today = timezone.localdate()
    with acting(organisation_id=mine.organisation.pk, person_id=mine.person.pk):
        files.store(name="note.txt", content=b"mine")
    with acting(organisation_id=other.organisation.pk, person_id=other.person.pk):
        files.store(name="canari.txt", content=b"theirs")
        Mission.objects.create(
            organisation=other.organisation,
            person=mine.person,
            organisation_name="Société Deux",
            scope=["diagnostics"],
            starts_on=today - timedelta(days=9),
            ends_on=today - timedelta(days=3),
        )
        for email, name in ((mine.person.email, "Société Deux"), ("rival@example.org", "Canari")):
            Invitation.objects.create(
                organisation=other.organisation,
                organisation_name=name,
                email=email,
                role="reader",
                token_hash=email.ljust(64, "0")[:64],
                expires_at=timezone.now(),
            )
    with acting(person_id=mine.person.pk):
        exported = queries.personal_data(mine.person)
        since = Membership.objects.get(person=mine.person).since
    assert exported["memberships"] == [
        {"organisation": "Société Une", "role": mine.access.role, "since": since.isoformat()}
    ]
    assert [(row["organisation_name"], row["ends_on"]) for row in exported["missions"]] == [
        ("Société Deux", (today - timedelta(days=3)).isoformat())
    ]
    assert [row["email"] for row in exported["invitations"]] == [mine.person.email]
    (work,) = exported["work"]
    assert work["organisation"] == "Société Une"
    assert work["rows"]["files.StoredFile.stored_by"] == 1
    assert work["rows"]["audit.AuditEntry"] >= 2, "the registration, and the file"
    text = json.dumps(exported, ensure_ascii=False)
    assert "anari" not in text
    assert "rival" not in text
    assert "token" not in text


def test_nobody_else_is_counted() -> None:
    mine, other = a_member(), a_person("Autre")
    with acting(organisation_id=mine.organisation.pk, person_id=mine.person.pk):
        assert traces(other.pk) == {}
        assert traces(mine.person.pk)["audit.AuditEntry"] >= 1
    found = {f"{model._meta.label}.{column}" for model, column in columns_of_persons()}
    assert {"diagnostics.Answer.saved_by", "diagnostics.PendingImport.person_id"} <= found
