"""What goes with every answer."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from tests.factories import a_member, a_person

from jawda.foundation.tenancy.context import SIGN_IN, acting
from jawda.foundation.tenancy.routes import public, signed_in
from jawda.site.urls import urlpatterns as served

pytestmark = pytest.mark.django_db


@signed_in
def keeps(request: HttpRequest) -> HttpResponse:
    """A view that would let a cache keep its answer."""
    return HttpResponse("x", headers={"Cache-Control": "public, max-age=600"})


@public
def fails(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [*served, path("keeps/", keeps), path("fails/", fails)]
handler500 = "jawda.site.errors.server_error"
handler404 = "jawda.site.errors.not_found"


@pytest.fixture
def client() -> Client:
    client = Client(raise_request_exception=False)
    member = a_member("Essai")
    with acting(purpose=SIGN_IN):
        client.force_login(member.person)
    client.handle = member.organisation.handle
    return client


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("address", ["/accueil/", "/annuaire/", "/", "/keeps/", "/fails/", "/nowhere/", "/compte/2fa/"])
def test_no_cache_keeps_what_a_signed_in_person_sees(client: Client, address: str) -> None:
    """Whatever the view says, and error pages too."""
    assert client.get(address)["Cache-Control"] == "private, no-store"


def test_no_cache_keeps_a_room(client: Client) -> None:
    for address in ("", "diagnostic/", "diagnostic/choisir/", "ecosysteme/partages/"):
        response = client.get(f"/o/{client.handle}/{address}")
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_no_cache_keeps_the_answer_that_begins_a_session() -> None:
    person = a_person()
    with acting(purpose=SIGN_IN):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    response = Client().post("/compte/login/", {"login": person.email, "password": "a long password 1"})
    assert "sessionid" in response.cookies
    assert response["Cache-Control"] == "private, no-store"


def test_a_public_page_may_be_kept_for_who_has_no_session() -> None:
    assert "no-store" not in Client().get("/").headers.get("Cache-Control", "")


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("address", ["/", "/fails/", "/nowhere/", "/compte/login/"])
def test_every_answer_has_the_policy(address: str) -> None:
    response = Client(raise_request_exception=False).get(address)
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
