"""How often one may ask: RFC 6585, 4: 429, and Retry-After says how long to wait."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.site.api.calls import API, Program, a_program, is_problem

from jawda.foundation.api import limits
from jawda.foundation.api.models import RequestCount

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Three by token, two by address, and a minute that does not end meanwhile."""
    settings.API_REQUESTS_BY_TOKEN, settings.API_REQUESTS_BY_ADDRESS = 3, 2
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_030.0)


def test_a_token_is_stopped_and_another_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = a_program(), a_program()
    for _ in range(3):
        one.get("/organisation")
    response = one.call("GET", "/organisation")
    is_problem(response, 429)
    assert response["Retry-After"] == "30"
    other.get("/organisation")
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_061.0)
    one.get("/organisation")


def test_who_tries_tokens_is_stopped_by_address_and_who_has_one_goes_on() -> None:
    program = a_program()
    program.get("/organisation")
    for letter in "ab":
        is_problem(Program(program.member, "jwd_" + letter * 43).call("GET", "/organisation"), 401)
    is_problem(Program(program.member, "jwd_" + "c" * 43).call("GET", "/organisation"), 429)
    is_problem(Client().get(f"{API}/referentials"), 429)
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"{API}/referentials").status_code == 200
    program.get("/organisation")


def test_pages_are_not_counted_and_no_address_or_token_stands_in_the_table() -> None:
    program = a_program()
    for _ in range(4):
        assert Client(REMOTE_ADDR="192.0.2.7").get("/referentiels/").status_code == 200
    assert not RequestCount.objects.exists()
    program.get("/organisation")
    Client(REMOTE_ADDR="192.0.2.7").get(f"{API}/referentials")
    rows = str(list(RequestCount.objects.values()))
    assert "192.0.2.7" not in rows
    assert program.secret not in rows


def test_of_ipv6_the_network_is_counted_and_old_counts_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    for last in "12":
        Client(REMOTE_ADDR=f"2001:db8:1:2::{last}").get(f"{API}/referentials")
    is_problem(Client(REMOTE_ADDR="2001:db8:1:2::3").get(f"{API}/referentials"), 429)
    assert Client(REMOTE_ADDR="2001:db8:1:3::1").get(f"{API}/referentials").status_code == 200
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_030.0 + 3720)
    Client(REMOTE_ADDR="192.0.2.9").get(f"{API}/referentials")
    assert RequestCount.objects.count() == 1
