"""A calendar's private address, and what the home page says to do next."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.actions.rooms import Room, a_room
from tests.apps.pages import page
from tests.pages import strict_page

from jawda.apps.actions.models import CalendarFeed
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.queries import members
from jawda.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES_FOLDER = tmp_path / "files"


@pytest.fixture
def room() -> Room:
    return a_room()


def address(room: Room, scope: str = "own", client: Client | None = None) -> str:
    made = (client or room.client).post(room.url("calendar"), {"scope": scope})
    strict_page(made.content.decode())
    return str(made.context["address"]).partition("/calendrier/")[2]


def read(token: str) -> tuple[int, str]:
    """As a calendar program does: without signing in; folded lines put together."""
    answer = Client().get(f"/calendrier/{token}")
    return answer.status_code, answer.content.decode().replace("\r\n ", "")


def test_the_dates_of_one_person_and_of_no_other(room: Room) -> None:
    other, rival = room.colleague(), a_room("Rivale")
    room.started("À moi, d’abord", days=5)
    room.started("À Brahim", owner=other.member)
    rival.started("Secret de la rivale")
    status, text = read(address(room))
    assert status == 200
    assert "À moi\\, d’abord" in text
    assert f"DTSTART;VALUE=DATE:{TODAY + timedelta(days=5):%Y%m%d}" in text
    assert "Brahim" not in text
    assert "rivale" not in text
    _status, everything = read(address(room, "all"))
    assert "À Brahim" in everything
    assert "rivale" not in everything


def test_a_check_of_the_effect_is_a_date_too_and_what_is_done_is_none(room: Room) -> None:
    room.done("Former", effect_due_on=TODAY + timedelta(days=60))
    _status, text = read(address(room))
    assert text.count("BEGIN:VEVENT") == 1
    assert "Vérifier l’efficacité" in text


def test_of_the_address_only_a_hash_is_kept_and_it_is_shown_once(room: Room) -> None:
    token = address(room).removesuffix(".ics")
    with room.acting():
        feed = CalendarFeed.objects.get()
        assert token not in feed.token_hash
        assert all(token not in content for content in AuditEntry.objects.values_list("content", flat=True))
    assert token not in room.get("calendar").content.decode()


def test_another_address_stops_the_former_and_withdrawing_stops_it(room: Room) -> None:
    first, second = address(room), address(room)
    assert (read(first)[0], read(second)[0]) == (404, 200)
    assert room.post("calendar", withdraw="1").status_code == 302
    assert read(second)[0] == 404
    assert room.post("calendar", withdraw="1").status_code == 302


def test_who_has_left_reads_no_more(room: Room) -> None:
    other = room.colleague()
    token = address(room, "all", other.client)
    assert read(token)[0] == 200
    with room.acting():
        found = next(item for item in members() if item.person_id == other.member.person.pk)
        organisations.remove_member(access=room.access, membership_id=found.id)
    assert read(token)[0] == 404


def test_a_forged_address_finds_nothing(room: Room) -> None:
    """Knowing a company's identifier, which stands in the token, is worth nothing without the secret."""
    address(room)
    home = room.member.organisation.pk
    for octets in (home.bytes + b"\0" * 32, uuid4().bytes + b"\1" * 32, home.bytes, b""):
        assert read(base64.urlsafe_b64encode(octets).decode() + ".ics")[0] == 404
    for token in ("x", "é" * 64, "!" * 64, "a" * 64, "a" * 5000):
        assert Client().get(reverse("actions_feed", args=[token])).status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_home_page_begins_with_what_is_late(room: Room, language: str) -> None:
    room.client.cookies["django_language"] = language
    home = reverse("organisation_home", args=[room.member.organisation.handle])
    room.started("Plus tard", days=30)
    assert "Plus tard" not in page(room.client, home)
    for number in range(2):
        room.started(f"En retard {number}", days=-number - 1)
    text = page(room.client, home)
    strict_page(text, language=language)
    assert text.index("En retard 1") < text.index("En retard 0") < text.index("diagnostic/choisir/")
    room.started("Bientôt", days=2)
    text = page(room.client, home)
    assert "Bientôt" in text
    assert text.count('class="star"') == 3, "never more than three"
