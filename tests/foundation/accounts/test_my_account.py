"""One page for one's account: what one says of oneself, how one signs in, what is kept."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import a_member
from tests.foundation.accounts.people import an_account, sign_in, signed_in
from tests.foundation.accounts.test_pages import with_a_passkey, with_an_app

from jawda.foundation.accounts import domain, queries
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


def test_name_and_language_are_saved_and_the_next_page_speaks_it() -> None:
    person = an_account(language="fr")
    client = signed_in(person)
    answer = client.post("/mon-compte/", {"name": " Amina Idrissi ", "language": "ar"}, follow=True)
    assert 'lang="ar"' in answer.content.decode()
    assert "حُفظ اسمكم ولغتكم." in answer.content.decode()
    with acting(person_id=person.pk):
        person.refresh_from_db()
    assert (person.name, person.language) == ("Amina Idrissi", "ar")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_signing_in_brings_back_the_language_one_chose(language: str) -> None:
    answer = sign_in(Client(), an_account(language=language))
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert cookie.value == language
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_language_chosen_before_signing_in_is_kept() -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    answer = sign_in(client, an_account(language="fr"))
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_nobody_changes_another() -> None:
    one, other = an_account(), an_account()
    with acting(person_id=one.pk), pytest.raises(domain.NotOneself):
        domain.change_profile(person=other, name="X", language="fr")


def test_the_export_holds_what_is_kept_and_no_secret() -> None:
    person, other = an_account(name="Amina"), an_account(name="Rival Canari")
    client = signed_in(person, HTTP_USER_AGENT="Firefox/140.0 Windows", REMOTE_ADDR="192.0.2.5")
    signed_in(other)
    with_an_app(person)
    answer = client.get("/mon-compte/donnees.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="jawda-compte.json"'
    text = answer.content.decode()
    data = json.loads(text)
    assert data["person"]["name"] == "Amina"
    assert data["addresses"] == [{"email": person.email, "verified": True, "primary": True}]
    assert [factor["type"] for factor in data["second_factors"]] == ["totp", "recovery_codes"]
    assert data["sessions"][0]["ip"] == "192.0.2.5"
    with acting(person_id=person.pk):
        person.refresh_from_db()
    for secret in (person.password, "JBSWY3DPEHPK3PXP", client.session.session_key, other.email, "Canari"):
        assert secret not in text


def test_the_export_names_the_organisations_one_acts_in_and_no_other() -> None:
    mine, other = a_member("Société Une"), a_member("Société Canari")
    with acting(person_id=mine.person.pk):
        exported = queries.personal_data(mine.person)
    assert [place["name"] for place in exported["organisations"]] == ["Société Une"]
    assert other.organisation.name not in json.dumps(exported)


def test_a_stranger_is_asked_to_sign_in() -> None:
    for path in ("/mon-compte/", "/mon-compte/donnees.json", "/mon-compte/sessions/"):
        assert Client().get(path).headers["Location"] == f"/compte/login/?next={path}"


def test_the_library_sends_back_to_this_page() -> None:
    client = signed_in(an_account())
    assert client.get("/compte/2fa/").headers["Location"] == "/mon-compte/"
    assert client.get("/compte/sessions/").headers["Location"] == "/mon-compte/sessions/"


@pytest.mark.parametrize("count", [1, 3])
def test_queries_stay_the_same_however_much_there_is(count: int) -> None:
    person = an_account()
    client = signed_in(person)
    for _ in range(count):
        with_a_passkey(person)
    client.get("/mon-compte/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/mon-compte/")
    assert page.status_code == 200
    assert len(queries) == 9, [query["sql"][:90] for query in queries]
