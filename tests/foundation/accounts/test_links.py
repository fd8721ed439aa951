"""Links in mails: opening one changes nothing, pressing its button signs in, and only where it was asked for."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from tests.foundation.accounts.people import an_account, sign_in, the_last_code, the_last_link

pytestmark = pytest.mark.django_db


def is_in(client: Client) -> bool:
    return client.get("/mon-compte/").status_code == 200


def asked(client: Client, email: str, after: str = "") -> str:
    client.post("/compte/login/code/", {"email": email} | ({"next": after} if after else {}))
    return the_last_link()


def test_the_link_fills_the_code_in_and_its_button_signs_in() -> None:
    client = Client()
    link = asked(client, an_account().email)
    page = client.get(link, follow=True)
    body = page.content.decode()
    assert f'value="{the_last_code()}"' in body
    assert not is_in(client)
    answer = client.post("/compte/login/code/confirm/", {"code": the_last_code()})
    assert answer.headers["Location"] == "/accueil/"
    assert is_in(client)


def test_a_mail_scanner_that_opens_the_link_signs_nobody_in_and_uses_nothing_up() -> None:
    """Neither the scanner's own browser, nor the person's, who presses the button afterwards."""
    client, scanner = Client(), Client()
    link = asked(client, an_account().email)
    for _ in range(5):
        page = scanner.get(link, follow=True)
        assert page.status_code == 200
        scanner.post("/compte/login/code/confirm/", {"code": the_last_code()})
        assert not is_in(scanner)
        client.head(link)
        client.get(link, follow=True)
    assert not is_in(client)
    client.post("/compte/login/code/confirm/", {"code": the_last_code()})
    assert is_in(client)


def test_elsewhere_the_link_says_what_to_do() -> None:
    link = asked(Client(), an_account().email)
    page = Client().get(link).content.decode()
    assert the_last_code() in page
    assert "/compte/login/code/" in page


def test_one_is_led_on_to_where_one_wanted_to_go() -> None:
    client = Client()
    link = asked(client, an_account().email, "/mon-compte/sessions/")
    page = client.get(link, follow=True).content.decode()
    kept = re.search(r'name="next" value="([^"]+)"', page)
    assert kept is not None
    answer = client.post("/compte/login/code/confirm/", {"code": the_last_code(), "next": kept[1]})
    assert answer.headers["Location"] == "/mon-compte/sessions/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "https:evil.example", "/\\evil.example", "javascript:alert(1)"],
)
class TestNobodyIsLedAway:
    """``next`` leads to pages of this server alone."""

    def test_after_the_password(self, elsewhere: str) -> None:
        answer = sign_in(Client(), an_account(), **{"QUERY_STRING": f"next={elsewhere}"})
        assert answer.headers["Location"] == "/accueil/"

    def test_after_the_password_when_the_form_carries_it(self, elsewhere: str) -> None:
        person = an_account()
        data = {"login": person.email, "password": "a long password 1", "next": elsewhere}
        assert Client().post("/compte/login/", data).headers["Location"] == "/accueil/"

    def test_by_the_link(self, elsewhere: str) -> None:
        client = Client()
        assert "evil" not in asked(client, an_account().email, elsewhere)
        data = {"code": the_last_code(), "next": elsewhere}
        assert client.post("/compte/login/code/confirm/", data).headers["Location"] == "/accueil/"

    def test_by_the_language(self, elsewhere: str) -> None:
        assert Client().get("/langue/ar/", {"next": elsewhere}).headers["Location"] == "/"

    def test_by_signing_out(self, elsewhere: str) -> None:
        client = Client()
        sign_in(client, an_account())
        assert client.post("/compte/logout/", {"next": elsewhere}).headers["Location"] == "/"


def test_three_wrong_codes_end_the_attempt() -> None:
    client = Client()
    asked(client, an_account().email)
    right = the_last_code()
    for _ in range(3):
        client.post("/compte/login/code/confirm/", {"code": "BBBB-BBBB"})
    client.post("/compte/login/code/confirm/", {"code": right})
    assert not is_in(client)


def test_an_unknown_kind_of_link_is_no_page() -> None:
    assert Client().get("/compte/lien/autre/?code=x").status_code == 404


def test_signing_up_by_oneself_ends_among_ones_organisations() -> None:
    client = Client()
    data = {"name": "Amina", "email": "Amina@Essai.example", "password1": "four ordinary words here"}
    assert client.post("/compte/signup/", data).headers["Location"] == "/compte/confirm-email/"
    assert mail.outbox[-1].to == ["amina@essai.example"]
    assert not is_in(client)
    assert f'value="{the_last_code()}"' in client.get(the_last_link(), follow=True).content.decode()
    answer = client.post("/compte/confirm-email/", {"code": the_last_code()}, follow=True)
    assert [path for path, _ in answer.redirect_chain] == ["/accueil/"]
    assert 'href="/organisations/nouvelle/"' in answer.content.decode()
