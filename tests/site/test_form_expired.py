"""A form whose token is old, because one signed in again in another tab, loses nothing that was typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.foundation.accounts.people import an_account

pytestmark = pytest.mark.django_db
OURS = "http://testserver"


def refused(client: Client, path: str, data: dict[str, Any], origin: str = OURS) -> str:
    answer = client.post(path, {**data, "csrfmiddlewaretoken": "x" * 64}, headers={"Origin": origin})
    assert answer.status_code == 403
    return answer.content.decode()


@pytest.fixture
def client(settings: Any) -> Client:
    settings.CSRF_TRUSTED_ORIGINS = []
    client = Client(enforce_csrf_checks=True)
    page = client.get("/compte/login/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    person = an_account()
    sign_in_with_token(client, person, token[1])
    return client


def sign_in_with_token(client: Client, person: Any, token: str) -> None:
    data = {"login": person.email, "password": "a long password 1", "csrfmiddlewaretoken": token}
    assert client.post("/compte/login/", data).status_code == 302


def test_what_was_typed_can_be_sent_once_more(client: Client) -> None:
    typed = {"name": "Société « Élan » <Fès>\nligne 2", "kind": "company", "ice": "", "city": "Fès"}
    page = refused(client, "/organisations/nouvelle/", typed)
    assert "Envoyer de nouveau" in page
    fields = dict(re.findall(r'<textarea hidden name="(\w+)">\n(.*?)</textarea>', page, re.DOTALL))
    assert fields["name"].replace("&lt;", "<").replace("&gt;", ">") == typed["name"]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    again = client.post("/organisations/nouvelle/", {**typed, "name": "Élan", "csrfmiddlewaretoken": token[1]})
    assert again.status_code == 302


def test_another_sites_form_gets_no_such_button(client: Client) -> None:
    page = refused(client, "/organisations/nouvelle/", {"name": "Piège"}, "https://evil.example")
    assert "Piège" not in page
    assert "<textarea" not in page


@pytest.mark.parametrize("name", ["password", "password1", "oldpassword", "code", "credential"])
def test_secrets_are_not_repeated(client: Client, name: str) -> None:
    page = refused(client, "/compte/login/", {"login": "a@example.org", name: "s3cret-value"})
    assert "s3cret-value" not in page
    assert "Rouvrir la page" in page


def test_the_link_back_leads_to_our_own_page(client: Client) -> None:
    for referer, target in ((f"{OURS}/mon-compte/", f"{OURS}/mon-compte/"), ("https://evil.example/", "/")):
        answer = client.post("/compte/login/", {"password": "x"}, headers={"Origin": OURS, "Referer": referer})
        assert f'href="{target}"' in answer.content.decode()
