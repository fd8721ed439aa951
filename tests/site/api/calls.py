"""Calls of the programming interface, as an organisation's own program makes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.factories import Member, a_member

from jawda.apps.organisations import domain
from jawda.apps.organisations.api_scopes import scopes_for
from jawda.apps.organisations.enums import Kind
from jawda.foundation.tenancy.context import acting

API = "/api/v1"


@dataclass
class Program:
    """A program with a token."""

    member: Member
    secret: str

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        sent = {"HTTP_" + name.upper(): value for name, value in headers.items()}
        if self.secret:
            sent["HTTP_AUTHORIZATION"] = f"Bearer {self.secret}"
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return Client().generic(method, API + path, **content, **sent) if body is not None else Client().generic(
            method, API + path, **sent
        )  # fmt: skip

    def get(self, path: str, **headers: str) -> Any:
        """The value of an answer that must be 200."""
        response = self.call("GET", path, **headers)
        assert response.status_code == 200, response.content.decode()
        return response.json()


def a_program(*scopes: str, kind: Kind = Kind.COMPANY, member: Member | None = None) -> Program:
    member = member or a_member("Tôlerie Témoin", kind)
    with acting(organisation_id=member.organisation.pk, person_id=member.person.pk):
        _row, secret = domain.issue_token(
            access=member.access, name="Essai", scopes=scopes or [scope.value for scope in scopes_for(kind)],
            ends_on=timezone.localdate() + timedelta(days=9),
        )  # fmt: skip
    return Program(member, secret)


def is_problem(response: HttpResponse, status: int) -> Any:
    """RFC 9457: the media type, and the status said twice."""
    assert response.status_code == status, response.content.decode()
    assert response.headers["Content-Type"] == "application/problem+json"
    said = response.json()
    assert said["status"] == status
    assert said["title"]
    return said
