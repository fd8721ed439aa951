"""Persons who can sign in, and how a browser does it."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from tests.factories import a_person

from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import SIGN_IN, acting

PASSWORD = "a long password 1"


def an_account(**fields: Any) -> Person:
    """A person with a confirmed address."""
    person = a_person(**fields)
    with acting(purpose=SIGN_IN):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(client: Client, person: Person, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post("/compte/login/", {"login": person.email, "password": password}, **extra)


def signed_in(person: Person, **extra: Any) -> Client:
    """A browser in which the person has signed in with the password, and shown a second time that it is them."""
    client = Client(**extra)
    assert sign_in(client, person).status_code == 302
    assert client.post("/compte/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def the_last_code() -> str:
    """The code of the last mail."""
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None
    return found[1]


def the_last_link() -> str:
    """The path of the last mail's link."""
    found = re.search(r"http://[^/\s]+(/compte/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]
