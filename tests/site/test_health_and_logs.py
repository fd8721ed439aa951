"""What watchers are told, and what logs say of a request."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from tests.factories import a_member

from jawda.foundation.tenancy.context import SIGN_IN, acting
from jawda.site import migration_state
from jawda.site.logs import JsonFormatter, RequestLogMiddleware


@pytest.mark.django_db
def test_a_sound_database_is_200_for_any_host(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        answer = client.get("/health", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": "ok", "migrations": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_pending_migrations_are_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after an upgrade whose migration was forgotten: the program knows one more than the database."""
    known = {**migration_state.known(), ("a_room_to_come", "0001_initial"): ()}
    monkeypatch.setattr(migration_state, "known", lambda: known)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "ok", "migrations": "pending"}


def test_a_silent_database_is_503_without_its_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("connection to server at 10.1.2.3, user jawda_app failed")

    monkeypatch.setattr(connection, "cursor", refuse)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "unavailable", "migrations": "unknown"}


def test_a_migration_that_replaces_others_is_done_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {("a", "1"): (), ("a", "2"): (), ("a", "1_squashed_2"): (("a", "1"), ("a", "2")), ("b", "1"): ()}
    monkeypatch.setattr(migration_state, "known", lambda: known)
    for done in ({("a", "1"), ("a", "2")}, {("a", "1_squashed_2")}):
        monkeypatch.setattr(migration_state, "_applied", lambda done=done: set(done))
        assert migration_state.pending() == ["b.1"]


def records(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(JsonFormatter().format(record)) for record in caplog.records]


@pytest.mark.django_db
def test_a_request_is_a_line_with_route_and_organisation_and_no_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    member = a_member("Canari")
    with acting(purpose=SIGN_IN):
        client.force_login(member.person)
    handle = member.organisation.handle
    with caplog.at_level(logging.INFO, logger="jawda.requests"):
        answer = client.get(f"/o/{handle}/?q=canari")
    (line,) = [line for line in records(caplog) if line["logger"] == "jawda.requests"]
    assert set(line) == {
        "at", "level", "logger", "message", "request", "method", "route", "status", "milliseconds", "organisation",
    }  # fmt: skip
    assert (line["route"], line["status"], line["method"]) == ("organisation_home", 200, "GET")
    assert line["organisation"] == str(member.organisation.pk)
    assert line["request"] == answer.headers["X-Request-Id"]
    text = json.dumps(line, ensure_ascii=False).casefold()
    assert handle.casefold() not in text
    assert "canari" not in text


@pytest.mark.django_db
def test_what_the_framework_says_of_a_request_has_the_routes_name_for_its_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/nulle-part/canari/?q=canari")
    member = a_member("Canari")
    with acting(purpose=SIGN_IN):
        client.force_login(member.person)
    client.get("/o/canari0000/diagnostic/")
    lines = [line for line in records(caplog) if line["logger"] == "django.request"]
    assert [line["message"] for line in lines] == ["Not Found: []", "Not Found: [diagnostics:list]"]
    assert "canari" not in json.dumps(lines)


def test_a_fault_is_logged_with_its_trace_and_number() -> None:
    request = RequestFactory().get("/")
    request.resolver_match = resolve("/")

    def fail(_: Any) -> HttpResponse:
        raise ZeroDivisionError

    middleware = RequestLogMiddleware(fail)
    with pytest.raises(ZeroDivisionError) as fault:
        middleware(request)
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "Internal Server Error: %s", ("/",),
        (fault.type, fault.value, fault.tb),
    )  # fmt: skip
    record.request = request
    line = json.loads(JsonFormatter().format(record))
    assert line["message"] == "Internal Server Error: [front]"
    assert line["request"] == request.log_id
    assert "ZeroDivisionError" in line["trace"]
