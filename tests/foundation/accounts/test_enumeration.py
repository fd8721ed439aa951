"""Nobody learns from a page whether an address has an account; only the address's owner does, by mail."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.foundation.accounts.people import an_account

pytestmark = pytest.mark.django_db
UNKNOWN = "nobody-has-this@example.org"


def seen(path: str, data: dict[str, str], email: str) -> tuple[list[tuple[str, int]], str]:
    """Where the browser is led, and the page it ends on, without what differs anyway."""
    import re

    client = Client()
    answer: Any = client.post(path, data, follow=True)
    page = answer.content.decode().replace(email, "ADDRESS")
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return answer.redirect_chain, page


@pytest.mark.parametrize(
    ("path", "field", "more"),
    [
        ("/compte/signup/", "email", {"name": "Amina", "password1": "four ordinary words here"}),
        ("/compte/password/reset/", "email", {}),
        ("/compte/login/code/", "email", {}),
        ("/compte/login/", "login", {"password": "not the right one"}),
    ],
)
def test_a_known_and_an_unknown_address_get_the_same_page(path: str, field: str, more: dict[str, str]) -> None:
    known = an_account().email
    answers = {email: seen(path, {field: email, **more}, email) for email in (known, UNKNOWN)}
    assert answers[known][0] == answers[UNKNOWN][0]
    assert answers[known][1].splitlines() == answers[UNKNOWN][1].splitlines()
    sent = {message.to[0]: message.subject for message in mail.outbox}
    if path == "/compte/login/":
        assert sent == {}
    else:
        assert set(sent) == {known, UNKNOWN}
        assert sent[known] != sent[UNKNOWN]


def test_adding_an_address_that_another_has_reveals_nothing() -> None:
    from tests.foundation.accounts.people import signed_in

    taken, client = an_account().email, signed_in(an_account())
    answers = [client.post("/compte/email/", {"email": email, "action_add": ""}) for email in (taken, UNKNOWN)]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(302, "/compte/confirm-email/")}
