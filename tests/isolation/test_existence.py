"""Nobody learns whether another's thing exists: the answer for it and for what was never there are the same."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from tests.isolation.addresses import Route, names_a_tenants_row, routes
from tests.isolation.attempts import NOBODY, Attempt, Trial
from tests.isolation.world import World

pytestmark = pytest.mark.django_db

_VARYING = re.compile(rb"next=[^\"&]*|/o/[^\"]*|/langue/[^\"]*|csrfmiddlewaretoken\" value=\"[^\"]*")


def answer(world: World, route: Route, identity: str, method: str, handle_of: str, row_of: str) -> HttpResponse:
    trial = Trial(world)
    attempt = Attempt(route, identity, method, (), handle_of, row_of)
    address = route.address(trial.values(attempt))
    fields = trial.body(attempt) if route.for_programs else trial.fields(attempt)
    return trial.ask(world.identities[identity], method, address, fields, {})


def used(world: World, identity: str) -> None:
    """The first use of a session is noted in it, which is one answer's and not the other's."""
    Trial(world).ask(world.identities[identity], "GET", "/", {}, {})


def shape(response: HttpResponse) -> tuple[int, bytes, tuple[str, ...]]:
    """Status, body without what echoes the address, and which headers and cookies there are."""
    names = (*sorted(response.headers), *sorted(response.cookies))
    return response.status_code, _VARYING.sub(b"", response.content), names


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("identity", ["manager_A2", "expert", "stranger", "operator", "anonymous"])
def test_anothers_room_looks_like_none(world: World, identity: str, method: str) -> None:
    used(world, identity)
    for route in routes():
        if route.in_a_room:
            there, nowhere = (answer(world, route, identity, method, handle, "B1") for handle in ("B1", NOBODY))
            assert shape(there) == shape(nowhere), route.name


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_anothers_object_looks_like_none(world: World, method: str) -> None:
    """In one's own room, with one's own rights."""
    used(world, "manager_A2")
    tried = 0
    for route in routes():
        if route.in_a_room and any(map(names_a_tenants_row, route.parameters)):
            there, nowhere = (answer(world, route, "manager_A2", method, "A2", row) for row in ("A1", NOBODY))
            assert shape(there) == shape(nowhere), route.name
            tried += 1
    assert tried >= 8


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("tenant", ["A2", "B1"])
def test_to_a_program_anothers_object_looks_like_none(world: World, tenant: str, method: str) -> None:
    """By a token that opens everything there is to open in its own organisation."""
    tried = 0
    for route in routes():
        if route.for_programs and any(map(names_a_tenants_row, route.parameters)):
            there, nowhere = (answer(world, route, f"program_{tenant}", method, NOBODY, row) for row in ("A1", NOBODY))
            assert there.status_code in (404, 405), route.name
            assert shape(there) == shape(nowhere), route.name
            tried += 1
    assert tried >= 10


@pytest.mark.parametrize("page", ["/compte/password/reset/", "/compte/login/code/", "/compte/signup/"])
def test_an_address_that_has_an_account_looks_like_one_that_has_none(world: World, page: str) -> None:
    """Which also keeps secret who is a customer of the platform."""
    person = world.identities["manager_B1"].person
    assert person is not None
    trial, anonymous = Trial(world), world.identities["anonymous"]
    found = []
    for email in (person.email, "nobody@example.org"):
        fields = {"email": email, "name": "Nom", "password1": "a long password 1"}
        response = trial.ask(anonymous, "POST", page, fields, {})
        found.append((response.status_code, response.headers.get("Location", "")))
    assert found[0] == found[1]
    assert found[0][0] == 302
