"""``%00`` in an address is answered by a page, whatever the page that was asked for does with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.apps.recognition.rooms import room_of
from tests.apps.recognition.world import world
from tests.pages import strict_page
from tests.site.api.calls import API

pytestmark = pytest.mark.django_db


def told(client: Any, address: str, language: str = "fr") -> str:
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 400, address
    return strict_page(answer.content.decode(), language=language).heading


def test_pages_of_a_room_refuse_it() -> None:
    room = room_of(world().certifier)
    address = room.url("issued")
    assert told(room.client, f"{address}?q=%00") == "Cette demande ne se lit pas"
    assert told(room.client, f"{address}?state=in%00force&q=a")
    assert told(room.client, f"{address}?%00=a")
    assert room.client.get(f"{address}?q=%2500").status_code == 200, "a sign of per cent, and two noughts"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_public_pages_refuse_it(language: str) -> None:
    for address in ("/annuaire/?q=a%00b", "/certificats/?q=%00", "/certificats/%00", "/c/JW%00"):
        assert told(Client(), address, language)


def test_the_interface_keeps_its_own_answers() -> None:
    assert Client().get(f"{API}/directory?q=a%00b")["Content-Type"] == "application/problem+json"
