"""Inviting and answering: isolation, links that end, and that nobody learns whether an address has an account."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone
from tests.apps.pages import page
from tests.factories import a_member, a_person, signed_in

from jawda.apps.organisations import domain, queries
from jawda.apps.organisations.domain import invitations as verbs
from jawda.apps.organisations.enums import Kind, Role
from jawda.apps.organisations.models import Invitation, Membership
from jawda.apps.organisations.views.public import WRONG_LINKS
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def member():
    return a_member("Hôte")


def inside(member):
    return acting(organisation_id=member.organisation.pk, person_id=member.person.pk)


def invited(member, email, role=Role.CONTRIBUTOR, language="fr"):
    with inside(member):
        return domain.invite(access=member.access, email=email, role=role, language=language)


def age(member, invitation, **changes):
    with inside(member):
        Invitation.objects.filter(pk=invitation.pk).update(**changes)


def test_only_a_hash_of_the_token_is_kept_and_the_mail_carries_the_link(member, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation, token = invited(member, "Nadia@Example.org", language="ar")
    assert invitation.email == "nadia@example.org"
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    message = mail.outbox[0]
    assert message.to == ["nadia@example.org"]
    assert f"/invitations/{token}/" in message.body
    assert message.subject == "Hôte تدعوكم"
    assert re.search("[\u0600-\u06ff]{4}", message.body)
    with inside(member):
        entry = AuditEntry.objects.get(action="organisations.invite")
        assert "nadia" not in entry.content  # personal values stand outside the chain
        assert entry.personal.get().values == {"email": "nadia@example.org"}


def test_no_mail_is_sent_where_the_transaction_is_undone(member, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                invited(member, "a@example.org")
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    assert mail.outbox == []


def test_inviting_says_the_same_whether_the_address_has_an_account(member):
    """Status, destination and words; the page of the list too."""
    client, url = signed_in(member.person), f"/o/{member.organisation.handle}/organisation/membres/inviter/"
    said = []
    for email in (a_person().email, "nobody-yet-12@example.org"):
        answer = client.post(url, {"email": email, "role": "reader", "language": "fr"}, follow=True)
        text = answer.content.decode().replace(email, "ADDRESS")
        text = re.sub(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken":"[A-Za-z0-9]+"|[0-9a-f-]{36}', "", text)
        said.append((answer.status_code, answer.redirect_chain, len(re.sub(r"\s+", " ", text))))
        with inside(member):
            Invitation.objects.all().delete()
    assert said[0] == said[1]


def test_the_invited_person_accepts_by_the_link_and_enters(member):
    person = a_person("Nadia")
    _, token = invited(member, person.email, Role.READER)
    client = signed_in(person)
    text = page(client, f"/invitations/{token}/")
    assert "Hôte vous invite" in text
    answer = client.post(f"/invitations/{token}/", {"answer": "accept"})
    assert answer["Location"] == f"/o/{member.organisation.handle}/"
    assert client.get(answer["Location"]).status_code == 200
    with acting(person_id=person.pk):
        assert Membership.objects.get().role == Role.READER
    with inside(member):
        assert "organisations.accept_invitation" in AuditEntry.objects.values_list("action", flat=True)
    assert "déjà accepté" in client.post(f"/invitations/{token}/", {"answer": "accept"}).content.decode()
    with acting(person_id=person.pk):
        assert Membership.objects.count() == 1


def test_declining_ends_the_link(member):
    person = a_person()
    _, token = invited(member, person.email)
    client = signed_in(person)
    client.post(f"/invitations/{token}/", {"answer": "decline"})
    assert "Vous avez décliné" in page(client, f"/invitations/{token}/")
    client.post(f"/invitations/{token}/", {"answer": "accept"})
    with acting(person_id=person.pk):
        assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "a expiré"),
        ({"withdrawn_at": timezone.now()}, "a été retirée"),
    ],
)
def test_a_link_that_ended_says_so_and_opens_nothing(member, change, said):
    person = a_person()
    invitation, token = invited(member, person.email)
    age(member, invitation, **change)
    client = signed_in(person)
    assert said in page(client, f"/invitations/{token}/")
    client.post(f"/invitations/{token}/", {"answer": "accept"})
    assert client.post(f"/invitations/{invitation.pk}/reponse/", {"answer": "accept"}).status_code == 404
    with acting(person_id=person.pk):
        assert not Membership.objects.exists()
        with pytest.raises(ValidationError):
            domain.accept(person=person, invitation_id=invitation.pk)


def test_a_link_for_another_address_says_no_more_than_a_wrong_one(member):
    """Nothing of the organisation, the role or the address it was sent to."""
    person, other = a_person(), a_person()
    invitation, token = invited(member, person.email, Role.ADMINISTRATOR)
    client = signed_in(other)
    right = page(client, f"/invitations/{token}/", status=404)
    wrong = page(client, f"/invitations/{'x' * 43}/", status=404)
    strip = re.compile(r'"X-CSRFToken":"[A-Za-z0-9]+"|value="[A-Za-z0-9]+"|invitations[^"]+')
    assert strip.sub("", right) == strip.sub("", wrong)
    for leak in ("Hôte", person.email, "Administrateur"):
        assert leak not in right
    assert client.post(f"/invitations/{token}/", {"answer": "accept"}).status_code == 404
    assert client.post(f"/invitations/{invitation.pk}/reponse/", {"answer": "accept"}).status_code == 404
    with acting(person_id=other.pk), pytest.raises(Invitation.DoesNotExist):
        domain.accept(person=other, invitation_id=invitation.pk)


def test_one_who_is_not_signed_in_learns_nothing(member, client):
    _, token = invited(member, "someone@example.org")
    text = page(client, f"/invitations/{token}/")
    assert "Hôte" not in text
    assert "someone@example.org" not in text
    assert f"next=%2Finvitations%2F{token}%2F" in text
    answer = client.post(f"/invitations/{token}/", {"answer": "accept"})
    assert "Hôte" not in answer.content.decode()


def test_trying_links_is_throttled(member):
    person = a_person()
    _, token = invited(member, person.email)
    client = signed_in(person)
    for number in range(WRONG_LINKS):
        assert client.get(f"/invitations/wrong{number}/").status_code == 404
    assert client.get("/invitations/wrong/").status_code == 429
    assert client.get(f"/invitations/{token}/").status_code == 429  # until the hour has passed


def test_sending_is_throttled(member, monkeypatch):
    monkeypatch.setattr(verbs, "PER_DAY", 3)
    for number in range(3):
        invited(member, f"a{number}@example.org")
    with pytest.raises(ValidationError) as caught:
        invited(member, "a4@example.org")
    assert caught.value.code == "throttled"
    rival = a_member("Autre")
    invited(rival, "a5@example.org")  # one organisation's limit is not another's


def test_sending_again_ends_the_former_link(member):
    person = a_person()
    invitation, token = invited(member, person.email)
    with inside(member), pytest.raises(ValidationError):
        domain.resend(access=member.access, invitation_id=invitation.pk)
    age(member, invitation, sent_at=timezone.now() - timedelta(minutes=3))
    with inside(member):
        new = domain.resend(access=member.access, invitation_id=invitation.pk)
    client = signed_in(person)
    page(client, f"/invitations/{token}/", status=404)
    assert "Hôte vous invite" in page(client, f"/invitations/{new}/")


def test_an_expired_invitation_can_be_sent_anew_and_an_open_one_not_twice(member):
    invitation, _ = invited(member, "a@example.org")
    with pytest.raises(ValidationError) as caught:
        invited(member, "A@example.org ")
    assert "email" in caught.value.error_dict
    age(member, invitation, expires_at=timezone.now() - timedelta(days=1))
    invited(member, "a@example.org")
    with inside(member):
        assert len(queries.open_invitations(missions=False)) == 1


def test_pending_invitations_stand_first_on_the_home_page(member):
    person = a_person()
    invited(member, person.email)
    client = signed_in(person)
    text = page(client, "/accueil/")
    assert "1 invitation attend votre réponse" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Hôte" in text
    assert "Hôte" not in page(signed_in(a_person()), "/accueil/")


def test_another_organisations_invitation_is_neither_seen_nor_withdrawn(member):
    invitation, _ = invited(member, "secret@example.org")
    rival = a_member("Rivale")
    client = signed_in(rival.person)
    assert "secret@" not in page(client, f"/o/{rival.organisation.handle}/organisation/membres/")
    for action in ("resend", "withdraw"):
        url = f"/o/{rival.organisation.handle}/organisation/invitations/{invitation.pk}/"
        assert client.post(url, {"action": action}).status_code == 404
    with inside(rival):
        assert not Invitation.objects.exists()


def test_a_role_that_the_kind_does_not_have_is_refused(member):
    with pytest.raises(ValidationError):
        invited(member, "a@example.org", Role.OFFICER)
    reader = a_person()
    invitation, _ = invited(member, reader.email, Role.READER)
    with acting(person_id=reader.pk):
        domain.accept(person=reader, invitation_id=invitation.pk)
        access = queries.access_by_handle(reader.pk, member.organisation.handle)
    with acting(organisation_id=member.organisation.pk, person_id=reader.pk), pytest.raises(PermissionDenied):
        domain.invite(access=access, email="b@example.org", role=Role.READER, language="fr")


class TestWithTheVerbsForgotten:
    """PostgreSQL lets the invited person answer, and change or invent nothing."""

    def test_the_terms_hold(self, member):
        person, rival = a_person(), a_member("Rivale", Kind.LABORATORY)
        invitation, _ = invited(member, person.email, Role.READER)
        with acting(person_id=person.pk):
            mine = Invitation.objects.filter(pk=invitation.pk)
            for change in (
                {"role": Role.ADMINISTRATOR},
                {"organisation": rival.organisation},
                {"expires_at": timezone.now() + timedelta(days=900)},
                {"withdrawn_at": timezone.now()},
            ):
                with pytest.raises(ProgrammingError), transaction.atomic():
                    mine.update(**change)

    def test_nobody_invites_themselves(self, member):
        person = a_person()
        with acting(person_id=person.pk), pytest.raises(ProgrammingError), transaction.atomic():
            Invitation.objects.create(
                organisation=member.organisation, organisation_name="x", email=person.email, role=Role.ADMINISTRATOR,
                token_hash="0" * 64, expires_at=timezone.now() + timedelta(days=1),
            )  # fmt: skip

    def test_nobody_joins_without_one(self, member):
        person = a_person()
        with acting(person_id=person.pk), pytest.raises(ProgrammingError), transaction.atomic():
            Membership.objects.create(person=person, organisation=member.organisation, role=Role.READER)
