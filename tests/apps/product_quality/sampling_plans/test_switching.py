"""How severe the next inspection is: the lots stand in the address."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests.apps.actions.rooms import Room, a_room
from tests.apps.pages import page
from tests.pages import strict_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return a_room()


def address(room: Room) -> str:
    return reverse("product_quality:sampling_switching", args=[room.member.organisation.handle])


def asked(room: Room, **query: str) -> Any:
    return room.client.get(address(room), query)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("lots", ["", "ARSNRAAAAARRRRRRR"])
def test_the_page_is_strict(room: Room, lots: str, language: str) -> None:
    room.client.cookies["django_language"] = language
    strict_page(page(room.client, f"{address(room)}?lots={lots}"), language=language)


@pytest.mark.parametrize(
    ("query", "severity"),
    [
        ({"lots": ""}, "normal"),
        ({"lots": "AARAR"}, "tightened"),
        ({"lots": "RRAAAAA"}, "normal"),
        ({"lots": "RRRRRRR"}, "discontinued"),
        ({"lots": "S" * 10}, "normal"),
        ({"lots": "S" * 10, "reduit": "on"}, "reduced"),
        ({"lots": "A" * 10, "reduit": "on", "edition": "ansi-z1.4"}, "reduced"),
        ({"lots": "A", "depart": "reduced"}, "reduced"),
        ({"lots": "R", "depart": "reduced"}, "normal"),
    ],
)
def test_the_rules_of_the_edition_say_what_follows(room: Room, query: dict[str, str], severity: str) -> None:
    response = asked(room, **query)
    assert response.context["history"].severity == severity
    assert bool(response.context["plan_url"]) == (severity != "discontinued")


def test_a_button_adds_a_lot_and_another_takes_it_back(room: Room) -> None:
    response = asked(room, lots="AR", edition="ansi-z1.4")
    offers = response.context["offers"]
    assert len(offers) == 2, "the score of ISO 2859-1 asks for more than this edition does"
    added = room.client.get(address(room) + offers[1].url)
    assert added.context["lots"] == "ARR"
    assert "contrôle renforcé" in added.content.decode()
    assert room.client.get(address(room) + added.context["undo"]).context["lots"] == "AR"
    assert room.client.get(address(room) + added.context["restart"]).context["lots"] == ""


def test_what_is_hostile_is_left_out_or_refused(room: Room) -> None:
    assert asked(room, lots="A<script>R" + "A" * 5000).context["lots"] == "A" * 100
    for query in ({"edition": "iso-2859-1-2026"}, {"edition": "x"}, {"depart": "x"}):
        response = asked(room, lots="A", **query)
        assert response.status_code == 422
        strict_page(response.content.decode())
