"""Who asks goes everywhere at once, with a proof; what stays has no name; a backup does not bring them back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.factories import Member, a_member, a_person, signed_in
from tests.pages import strict_page

from jawda.apps.actions.models import Action, CalendarFeed
from jawda.apps.diagnostics import domain as diagnostics
from jawda.apps.diagnostics.assigning.models import Assignment
from jawda.apps.diagnostics.models import Review
from jawda.apps.diagnostics.panels.models import Panel, PanelMember
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.models import Invitation, Membership, Mission
from jawda.foundation.accounts.models import Person
from jawda.foundation.audit import trail
from jawda.foundation.audit.models import AuditEntry, AuditPersonalValues
from jawda.foundation.erasure import certificate, domain, ledger, tasks, unused
from jawda.foundation.erasure.models import AccountEnd
from jawda.foundation.retention.rules import years_before
from jawda.foundation.tenancy.context import SIGN_IN, acting

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURES_FOLDER = tmp_path / "erasures"
    settings.FILES_FOLDER = tmp_path / "files"
    return tmp_path / "erasures"


@pytest.fixture
def home() -> Member:
    return a_member("Société")


def colleague(home: Member, name: str = "Yasmine Canari") -> Person:
    """A member with a trace in every room."""
    person = a_person(name)
    with acting(organisation_id=home.organisation.pk, person_id=home.person.pk):
        organisations.add_member(organisation_id=home.organisation.pk, person_id=person.pk, role=Role.CONTRIBUTOR)
        Mission.objects.create(organisation=home.organisation, person=person, starts_on=NOW.date(), ends_on=NOW.date())
        Invitation.objects.create(
            organisation=home.organisation, organisation_name="x", email=person.email, role=Role.READER,
            token_hash=person.email, expires_at=NOW,
        )  # fmt: skip
        assessment = diagnostics.start(access=home.access, referential_id="premiers-pas-1")
        Review.objects.create(
            organisation=home.organisation, assessment=assessment, referential="premiers-pas-1", expert_id=person.pk,
            expert_name=name, submitted_at=NOW,
        )  # fmt: skip
        Action.objects.create(organisation=home.organisation, title="x", owner_id=person.pk, owner_name=name)
        CalendarFeed.objects.create(organisation=home.organisation, person_id=person.pk, token_hash=str(person.pk))
        for asked_by, asked_by_name, email in ((person.pk, name, ""), (None, "x", person.email)):
            Assignment.objects.create(
                organisation=home.organisation, assessment=assessment, name="x", email=email, language="fr",
                token_hash=f"{person.pk}"[:32] + email[:8], asked_by=asked_by, asked_by_name=asked_by_name,
                ends_on=NOW.date(),
            )  # fmt: skip
        panel = Panel.objects.create(organisation=home.organisation, referential="x", title="x", ends_on=NOW.date())
        for college, email in (("one", person.email), ("two", "other@example.org")):
            PanelMember.objects.create(
                organisation=home.organisation,
                panel=panel,
                college=college,
                name="x",
                email=email,
                token_hash=f"{person.pk}{college}",
            )
        trail.record("t.do", subject="x", subject_id="1", details={}, personal={"email": person.email})
        trail.record("t.do", subject="x", subject_id="1", details={}, personal={"email": "other@example.org"})
    with acting(organisation_id=home.organisation.pk, person_id=person.pk):
        trail.record("t.sign", subject="x", subject_id="2", details={})
    with acting(person_id=person.pk, purpose=SIGN_IN):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def ask(person: Person) -> AccountEnd:
    with acting(person_id=person.pk):
        return domain.ask(person=person)


def test_everything_about_the_person_goes_and_what_stays_has_no_name(home: Member) -> None:
    person = colleague(home)
    end = ask(person)
    assert tasks.erase_asked() == 1
    assert domain.is_gone(person.pk)
    with acting(organisation_id=home.organisation.pk, person_id=home.person.pk):
        assert not Membership.objects.filter(person_id=person.pk).exists()
        assert not Mission.objects.exists()
        assert not Invitation.objects.exists()
        assert not CalendarFeed.objects.exists()
        review, action = Review.objects.get(), Action.objects.get()
        assert (review.expert_id, review.expert_name) == (person.pk, "—"), "signed for the company: it stays"
        assert (action.owner_id, action.owner_name) == (None, "")
        assert [(row.asked_by_name, row.email) for row in Assignment.objects.all()] == [("—", "")]
        assert [row.college for row in PanelMember.objects.all()] == ["two"]
        assert [row.values["email"] for row in AuditPersonalValues.objects.all()] == ["other@example.org"]
        assert trail.verify().broken is None
        texts = "".join(AuditEntry.objects.values_list("content", flat=True))
        assert person.name not in texts
        assert person.email not in texts
        assert f'"by":"{person.pk}"' in texts, "the trail is whole, by the bare id"
        noted = json.loads(AuditEntry.objects.get(action="accounts.erase").content)["details"]
    assert noted["by"] == "person"
    proof = ledger.find(str(end.pk))
    assert proof is not None
    assert proof.erased | noted["rows"] == proof.erased
    assert proof.erased["accounts.Person"] == proof.erased["account.EmailAddress"] == 1
    assert proof.kept["audit.AuditEntry"] == 1
    assert tasks.erase_asked() == 0


def test_the_proof_comes_by_mail_and_says_nothing_of_who_it_was(home: Member) -> None:
    person = colleague(home)
    ask(person)
    tasks.erase_asked()
    (sent,) = mail.outbox
    assert sent.to == [person.email]
    (name, text, _), (_, page, kind) = sent.attachments
    assert name.endswith(".json")
    assert (page[:5], kind) == (b"%PDF-", "application/pdf")
    proof = certificate.read(text)
    assert proof.holds()
    assert proof.is_ours()
    assert all(domain.trail_has(item) for item in proof.trails)
    assert len(proof.trails) == 1
    for told in (person.email, person.name, home.organisation.name):
        assert told not in text


def test_a_proof_that_was_changed_or_signed_elsewhere_is_found(home: Member, settings: Any) -> None:
    ask(colleague(home))
    tasks.erase_asked()
    (proof,) = ledger.entries()
    assert not replace(proof, erased=proof.erased | {"accounts.Person": 2}).holds()
    assert not domain.trail_has(replace(proof.trails[0], head="00" * 32))
    settings.SECRET_KEY = "another"
    assert proof.holds()
    assert not proof.is_ours()
    settings.SECRET_KEY_FALLBACKS = []
    assert replace(proof).signed().signature != proof.signature


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "[" * 100_000, '{"format": "jawda-erasure", "version": 1}'])
def test_what_is_no_proof_is_said_to_be_none(text: str) -> None:
    with pytest.raises(certificate.NotACertificate):
        certificate.read(text)


def test_killed_midway_nothing_has_happened(home: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    person = colleague(home)
    ask(person)

    def dies(_: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "append", dies)
        with pytest.raises(KeyboardInterrupt):
            domain.erase(person_id=person.pk, by=domain.BY_PERSON)
    assert not domain.is_gone(person.pk)
    with acting(organisation_id=home.organisation.pk):
        assert Review.objects.get().expert_name == person.name
        assert not AuditEntry.objects.filter(action="accounts.erase").exists()
    assert tasks.erase_asked() == 1


def test_whoever_alone_manages_an_organisation_is_asked_to_name_another_first(home: Member) -> None:
    with pytest.raises(domain.Held) as held:
        ask(home.person)
    assert held.value.names == ["Société"]
    page = reauthenticated(home.person).get(reverse("erase_account")).content.decode()
    strict_page(page)
    assert "Société" in page
    with pytest.raises(domain.Held):
        domain.erase(person_id=home.person.pk, by=domain.BY_OPERATOR)
    assert domain.erase(person_id=home.person.pk, by=domain.BY_OPERATOR, even_last=True)
    assert domain.is_gone(home.person.pk)


def reauthenticated(person: Person) -> Any:
    """A browser in which the person has just shown that it is they."""
    client = signed_in(person)
    client.post(reverse("account_reauthenticate"), {"password": "a long password 1"})
    return client


def test_the_page_wants_it_shown_that_it_is_the_person(home: Member) -> None:
    person = colleague(home)
    client = signed_in(person)
    for method in (client.get, client.post):
        answer = method(reverse("erase_account"))
        assert (answer.status_code, "reauth" in answer.url) == (302, True)
    assert domain.waiting() == []
    client = reauthenticated(person)
    assert client.get(reverse("erase_account")).status_code == 200
    assert client.post(reverse("erase_account")).status_code == 302
    ((reference, asked),) = domain.waiting()
    assert asked == person.pk
    page = client.get(reverse("erase_account")).content.decode()
    strict_page(page)
    assert str(reference) in page


def test_an_account_that_nobody_uses_is_warned_then_erased(home: Member) -> None:
    person, used = colleague(home), a_person("Utilisé")
    old = years_before(NOW, 1) + timedelta(days=10)
    with acting(purpose=SIGN_IN):
        Person.objects.filter(pk=person.pk).update(joined_at=old)
        Person.objects.filter(pk=used.pk).update(last_login=old)
    assert unused.foresee(now=NOW) == unused.Ended(warned=2)
    assert unused.run(now=NOW) == unused.Ended(warned=2)
    assert {sent.to[0] for sent in mail.outbox} == {person.email, used.email}
    with acting(purpose=SIGN_IN):
        Person.objects.filter(pk=used.pk).update(last_login=NOW + timedelta(days=1))
    assert unused.run(now=NOW + timedelta(days=29)) == unused.Ended()
    later = NOW + timedelta(days=31)
    assert unused.foresee(now=later) == unused.Ended(erased=1)
    assert unused.run(now=later) == unused.Ended(erased=1)
    assert domain.is_gone(person.pk)
    assert not domain.is_gone(used.pk)
    with acting(purpose=SIGN_IN):
        assert not AccountEnd.objects.exists(), "whoever came back is forgotten to have been warned"


def test_whoever_alone_manages_an_organisation_stays_though_unused(home: Member) -> None:
    with acting(purpose=SIGN_IN):
        Person.objects.filter(pk=home.person.pk).update(joined_at=years_before(NOW, 2))
    unused.run(now=NOW)
    assert unused.run(now=NOW + timedelta(days=31)) == unused.Ended(held=1)
    assert not domain.is_gone(home.person.pk)


def test_a_person_who_is_back_is_erased_again_and_nobody_else(home: Member) -> None:
    person, other = colleague(home), colleague(home, "Reste")
    ask(person)
    tasks.erase_asked()
    with acting(purpose=SIGN_IN):  # as an older backup brings them
        Person.objects.create(id=person.pk, email=person.email, name=person.name)
    with acting(organisation_id=home.organisation.pk):
        Membership.objects.create(organisation=home.organisation, person_id=person.pk, role=Role.READER)
        Review.objects.filter(expert_id=person.pk).update(expert_name=person.name)
    assert domain.replay(ledger.entries()) == 1
    assert domain.replay(ledger.entries()) == 0
    assert domain.is_gone(person.pk)
    assert not domain.is_gone(other.pk)
    with acting(organisation_id=home.organisation.pk):
        assert Review.objects.get(expert_id=person.pk).expert_name == "—"
        assert Review.objects.get(expert_id=other.pk).expert_name == "Reste"


def test_the_list_survives_what_was_cut_off_and_refuses_what_was_changed(home: Member, folder: Path) -> None:
    first, second = colleague(home), colleague(home, "Autre")
    domain.erase(person_id=first.pk, by=domain.BY_OPERATOR)
    path = folder / "ledger.jsonl"
    assert path.stat().st_mode & 0o777 == 0o600
    whole = path.read_text()
    path.write_text(whole + whole[: len(whole) // 2])
    assert len(ledger.entries()) == 1, "the machine stopped while the second was written"
    domain.erase(person_id=second.pk, by=domain.BY_OPERATOR)
    assert [UUID(item.person) for item in ledger.entries()] == [first.pk, second.pk]
    path.write_text(path.read_text().replace("{", "x", 1))
    with pytest.raises(ledger.LedgerDamaged, match="line 1"):
        ledger.entries()
