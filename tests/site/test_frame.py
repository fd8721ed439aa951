"""The menu of a company's room: at most seven entries, and every page of a room under one of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests.factories import a_member, signed_in

pytestmark = pytest.mark.django_db


def menu(client: Any, url: str) -> list[tuple[str, bool]]:
    response = client.get(url)
    assert response.status_code == 200, url
    return [(str(entry.label), entry.current) for entry in response.context["frame"].navigation]


def test_a_companys_menu_has_at_most_seven_entries_and_says_where_one_is() -> None:
    member = a_member("Essai")
    client, handle = signed_in(member.person), member.organisation.handle
    entries = menu(client, reverse("organisation_home", args=[handle]))
    assert len(entries) <= 7, entries
    for route, label in (
        ("recognition:held", "Nos certificats"), ("recognition:record", "Nos certificats"),
        ("recognition:suppliers", "Nos certificats"), ("recognition:import_suppliers", "Nos certificats"),
        ("writing:list", "Autodiagnostic"), ("diagnostics:list", "Autodiagnostic"),
    ):  # fmt: skip
        current = [name for name, here in menu(client, reverse(route, args=[handle])) if here]
        assert current == [label], route
