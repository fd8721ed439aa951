"""What operators decide, and that nobody else does."""

from __future__ import annotations

import csv
import io

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.utils import ProgrammingError
from tests.apps.pages import page
from tests.factories import a_member, a_person, an_operator, signed_in, verified

from jawda.apps.diagnostics import domain as diagnostics
from jawda.apps.organisations import domain, queries
from jawda.apps.organisations.enums import Kind, Role, Status
from jawda.apps.organisations.models import DirectoryEntry, Organisation, Verification
from jawda.core.spreadsheets import read_workbook
from jawda.foundation.audit import trail
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


def test_an_operator_verifies_a_laboratory_which_then_stands_in_the_directory(django_capture_on_commit_callbacks):
    member, operator = a_member("Labo Atlas", Kind.LABORATORY), an_operator()
    client = signed_in(operator)
    url = f"/operateur/organisations/{member.organisation.pk}/"
    assert "Labo Atlas" in page(client, url)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            url, {"action": "activate", "source": "RC 12345", "checked_on": "2026-11-20", "note": "Vu"}
        )
    assert answer.status_code == 302
    assert DirectoryEntry.objects.get().name == "Labo Atlas"
    assert [message.to for message in mail.outbox] == [[member.person.email]]
    assert "Vu" in mail.outbox[0].body
    with acting(organisation_id=member.organisation.pk):
        row = Verification.objects.get()
        assert (row.source, str(row.checked_on), row.note) == ("RC 12345", "2026-11-20", "Vu")
        assert "organisations.activate" in AuditEntry.objects.values_list("action", flat=True)
        assert trail.verify().broken is None
    assert "RC 12345" in page(signed_in(member.person), f"/o/{member.organisation.handle}/organisation/")
    assert "Labo Atlas" in page(client, "/annuaire/")


def test_a_suspended_body_leaves_the_directory_and_returns_when_reinstated():
    member, operator = verified(a_member("Certif", Kind.CERTIFICATION_BODY)), an_operator()
    client, url = signed_in(operator), f"/operateur/organisations/{member.organisation.pk}/"
    assert client.post(url, {"action": "suspend", "suspension-note": ""}).status_code == 200  # a reason is asked for
    assert client.post(url, {"action": "suspend", "suspension-note": "Radié"}).status_code == 302
    assert not DirectoryEntry.objects.exists()
    home = signed_in(member.person)
    assert "Radié" in page(home, f"/o/{member.organisation.handle}/")
    assert home.get(f"/o/{member.organisation.handle}/organisation/membres/inviter/").status_code == 403
    answer = client.post(url, {"action": "reinstate", "source": "Registre", "checked_on": "2026-11-20"})
    assert answer.status_code == 302
    assert DirectoryEntry.objects.get().name == "Certif"


class TestNoSelfMadeCertifier:
    """A body that others must trust is verified by an operator, whoever asks and by whatever way."""

    def test_by_the_verb(self):
        member = a_member("Faux", Kind.CERTIFICATION_BODY)
        with (
            acting(organisation_id=member.organisation.pk, person_id=member.person.pk),
            pytest.raises(PermissionDenied),
        ):
            domain.activate(operator=member.person, organisation=member.organisation, source="moi")

    def test_by_the_page(self):
        member = a_member("Faux", Kind.CERTIFICATION_BODY)
        url = f"/operateur/organisations/{member.organisation.pk}/"
        assert signed_in(member.person).post(url, {"action": "activate", "source": "moi"}).status_code == 404

    def test_an_operator_does_not_verify_their_own(self):
        operator = an_operator()
        with acting(person_id=operator.pk):
            own = domain.register_organisation(person_id=operator.pk, kind=Kind.LABORATORY, name="À moi")
            with pytest.raises(ValidationError) as caught:
                domain.activate(operator=operator, organisation=own, source="moi")
        assert caught.value.code == "own"
        assert not DirectoryEntry.objects.exists()

    def test_with_the_verbs_forgotten(self):
        """PostgreSQL refuses the state, the birth in that state, the kind, and the entry in the directory."""
        member, company = a_member("Faux", Kind.CERTIFICATION_BODY), a_member("Société")
        rows = Organisation.objects
        with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
            for write in (
                lambda: rows.filter(pk=member.organisation.pk).update(status=Status.ACTIVATED),
                lambda: DirectoryEntry.objects.create(
                    source_organisation=member.organisation, kind=Kind.CERTIFICATION_BODY, name="Faux"
                ),
            ):
                with pytest.raises(ProgrammingError), transaction.atomic():
                    write()
        with acting(organisation_id=company.organisation.pk, person_id=company.person.pk):
            with pytest.raises(ProgrammingError), transaction.atomic():
                rows.filter(pk=company.organisation.pk).update(kind=Kind.CERTIFICATION_BODY)
            assert rows.filter(pk=member.organisation.pk).update(name="x") == 0

    def test_a_suspended_one_does_not_return_by_a_new_name(self):
        member = verified(a_member("Certif", Kind.CERTIFICATION_BODY))
        operator = an_operator()
        with acting(person_id=operator.pk):
            domain.suspend(operator=operator, organisation=member.organisation, note="Radié")
        with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
            domain.describe(access=member.access, facts=domain.Facts(name="Nouveau"))
            assert queries.description().status == Status.SUSPENDED
            with pytest.raises(ProgrammingError), transaction.atomic():
                Organisation.objects.filter(pk=member.organisation.pk).update(status=Status.UNVERIFIED)


def test_an_operator_enters_no_room():
    """With rooms that hold something: an assessment, members, a site."""
    member, operator = a_member("Société"), an_operator()
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        diagnostics.start(access=member.access, referential_id="premiers-pas-1")
        domain.add_site(access=member.access, facts=domain.SiteFacts(name="Site secret"))
    client = signed_in(operator)
    for path in (
        "",
        "diagnostic/",
        "organisation/",
        "organisation/sites/",
        "organisation/membres/",
        "ecosysteme/partages/",
    ):
        assert client.get(f"/o/{member.organisation.handle}/{path}").status_code == 404
    text = page(client, f"/operateur/organisations/{member.organisation.pk}/")
    assert "Site secret" not in text


def test_two_decisions_at_once_are_one():
    member, operator = a_member("Labo", Kind.LABORATORY), an_operator()
    with acting(person_id=operator.pk):
        domain.activate(operator=operator, organisation=member.organisation, source="a")
        with pytest.raises(ValidationError) as caught:
            domain.activate(operator=operator, organisation=member.organisation, source="b")
    assert caught.value.code == "state"


def test_registrations_are_filtered_searched_and_exported():
    verified(a_member("Labo Alpha", Kind.LABORATORY))
    a_member("Labo Beta", Kind.LABORATORY)
    a_member("=cmd Société")
    client = signed_in(an_operator())
    url = "/operateur/organisations/"
    text = page(client, url + "?kind=laboratory&status=unverified")
    assert "Labo Beta" in text
    assert "Labo Alpha" not in text
    assert "Labo Alpha" in page(client, url + "?q=alpha")
    assert "Rien ne répond" in page(client, url + "?q=zzz")
    rows = list(csv.reader(io.StringIO(client.get(url + "?format=csv").content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Labo Beta", "'=cmd Société", "Labo Alpha"]
    book = read_workbook(client.get(url + "?format=xlsx&kind=company").content, file="a.xlsx")
    assert [row[0] for row in book.sheets[0].rows[1:]] == ["=cmd Société"]


def test_the_same_identifier_elsewhere_is_pointed_out():
    first, second = a_person(), a_person()
    for person, name in ((first, "Vraie"), (second, "Copie")):
        with acting(person_id=person.pk):
            made = domain.register_organisation(
                person_id=person.pk, kind=Kind.COMPANY, name=name, ice="001234567000089"
            )
    text = page(signed_in(an_operator()), f"/operateur/organisations/{made.pk}/")
    assert "Vraie" in text


def test_roles_that_read_do_not_receive_the_decision(django_capture_on_commit_callbacks):
    member, reader, operator = a_member("Labo", Kind.LABORATORY), a_person("Lecteur"), an_operator()
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        invitation, _ = domain.invite(access=member.access, email=reader.email, role=Role.READER, language="fr")
    with acting(person_id=reader.pk):
        domain.accept(person=reader, invitation_id=invitation.pk)
    with django_capture_on_commit_callbacks(execute=True), acting(person_id=operator.pk):
        domain.activate(operator=operator, organisation=member.organisation, source="x")
    assert [message.to for message in mail.outbox] == [[member.person.email]]
