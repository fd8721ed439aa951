"""The finder of sampling plans: the answer in words, refusals beside their field, the count that decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader
from tests.apps.actions.rooms import Room, a_room
from tests.apps.pages import page
from tests.pages import strict_page

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "zero": {"lot": "1000", "nqa": "1.0"},
    "exclure": {"lot": "500", "exclure": "1", "confiance": "95"},
    "simple": {"lot": "1000", "nqa": "1.0", "niveau": "II", "edition": "ansi-z1.4"},
    "double": {"lot": "1000", "nqa": "1.0"},
    "multiple": {"lot": "1000", "nqa": "1.0"},
    "mesures": {"lot": "120", "nqa": "1.0"},
    "risques": {"bon": "1,5", "mauvais": "10"},
    "risques-mesures": {"bon": "0.01", "mauvais": "0.06"},
}


@pytest.fixture
def room() -> Room:
    return a_room()


def address(room: Room, name: str = "sampling_plans") -> str:
    return reverse(f"product_quality:{name}", args=[room.member.organisation.handle])


def asked(room: Room, **query: Any) -> Any:
    return room.client.get(address(room), query)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("kind", ADDRESSES)
def test_every_kind_of_plan_has_its_page(room: Room, kind: str, language: str) -> None:
    room.client.cookies["django_language"] = language
    strict_page(page(room.client, f"{address(room)}?plan={kind}"), language=language)
    response = asked(room, plan=kind, **ADDRESSES[kind])
    assert response.status_code == 200, response.context["form"].errors
    strict_page(response.content.decode(), language=language)
