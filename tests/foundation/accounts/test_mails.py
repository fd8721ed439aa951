"""Mails speak the language of the person they go to, and carry what is needed and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.foundation.accounts.people import PASSWORD, an_account, signed_in

pytestmark = pytest.mark.django_db
SUBJECTS = {"fr": "Votre lien de connexion", "ar": "رابط تسجيل الدخول", "en": "Your link to sign in"}


def in_browser(language: str) -> Client:
    client = Client()
    client.cookies["django_language"] = language
    return client


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("browser", ["fr", "ar"])
def test_the_readers_language_and_not_the_browsers(language: str, browser: str) -> None:
    person = an_account(language=language)
    in_browser(browser).post("/compte/login/code/", {"email": person.email})
    assert mail.outbox[-1].subject == SUBJECTS[language]


def test_someone_without_an_account_is_written_to_in_the_pages_language() -> None:
    in_browser("ar").post("/compte/password/reset/", {"email": "nobody@example.org"})
    assert mail.outbox[-1].subject == "لا يوجد حساب بهذا العنوان"


def test_a_code_and_a_link_stand_on_lines_of_their_own() -> None:
    """So that no direction of text can shuffle them, and a double click takes the whole."""
    person = an_account(language="ar")
    in_browser("ar").post("/compte/login/code/", {"email": person.email})
    lines = str(mail.outbox[-1].body).splitlines()
    latin = [line for line in lines if "-" in line and line.isascii() and line != "-- "]
    assert len([line for line in latin if line.startswith("http")]) == 1
    assert all(" " not in line for line in latin)


def test_a_change_is_told_with_when_and_where_from() -> None:
    person = an_account(language="fr")
    client = signed_in(person, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", REMOTE_ADDR="192.0.2.5")
    client.post(
        "/compte/password/change/",
        {"oldpassword": PASSWORD, "password1": "four other words here", "password2": "four other words here"},
    )
    body = str(mail.outbox[-1].body)
    assert mail.outbox[-1].subject == "Votre mot de passe a été changé"
    assert "Firefox, Windows" in body
    assert "192.0.2.5" in body
    assert "four other words" not in body


def test_a_mail_after_the_commit_is_sent_too(django_capture_on_commit_callbacks: Any) -> None:
    """The library tells of a new app only then, when nobody acts any more."""
    from tests.journeys.test_accounts import code_of

    client = signed_in(an_account(language="fr"))
    page = client.get("/compte/2fa/totp/activate/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/compte/2fa/totp/activate/", {"code": code_of(page.context["form"].secret)})
    assert "Une application d’authentification a été ajoutée" in [message.subject for message in mail.outbox]


def test_a_name_cannot_put_a_header_or_a_tag_into_a_mail() -> None:
    person = an_account(name="<b>Amina</b> & Co")
    in_browser("fr").post("/compte/login/code/", {"email": person.email})
    assert "Bonjour <b>Amina</b> & Co," in str(mail.outbox[-1].body)
    assert mail.outbox[-1].message().get_content_type() == "text/plain"
