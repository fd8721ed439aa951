"""Assessments of a company's sites, side by side; the radar as a second view."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.apps.diagnostics.rooms import PREMIERS_PAS, Room, a_room, everything
from tests.apps.pages import page
from tests.factories import a_referential, a_requirement

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.organisations.models import Site
from jawda.apps.referentials import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return a_room()


def a_site(room: Room, name: str, **fields: object) -> Site:
    with room.acting():
        return Site.objects.create(organisation=room.member.organisation, name=name, **fields)


def at(room: Room, site: Site, level: str, days_ago: int = 0) -> Assessment:
    row = room.start(answers=everything(level))
    with room.acting():
        started = timezone.now() - timedelta(days=days_ago)
        Assessment.objects.filter(pk=row.pk).update(site=site, started_at=started)
    return room.reread(row)


def test_a_site_is_chosen_when_an_assessment_begins(room: Room) -> None:
    assert "Pour quel site" not in room.get("choose").content.decode()
    site, _gone = a_site(room, "Tanger"), a_site(room, "Fès", ended_on=timezone.localdate())
    offered = room.get("choose").content.decode()
    assert "Tanger" in offered
    assert "Fès" not in offered
    room.post("choose", referential=PREMIERS_PAS, site=str(site.pk))
    with room.acting():
        assert Assessment.objects.get().site_id == site.pk
    assert "Tanger" in room.get("list").content.decode()


@pytest.mark.parametrize("given", ["nothing", "00000000-0000-0000-0000-000000000001"])
def test_what_is_no_site_of_ones_own_begins_nothing(room: Room, given: str) -> None:
    other = a_room("Autre")
    theirs = a_site(other, "Chez eux")
    for value in (given, str(theirs.pk)):
        assert room.post("choose", referential=PREMIERS_PAS, site=value).status_code == 302
    with room.acting():
        assert not Assessment.objects.exists()


def test_the_database_itself_refuses_anothers_site(room: Room) -> None:
    """Foreign keys ignore row-level security; the composite one does not let a row hang on another's."""
    theirs = a_site(a_room("Autre"), "Chez eux")
    row = room.start()
    with room.acting(), connection.cursor() as cursor:
        Assessment.objects.filter(pk=row.pk).update(site_id=theirs.pk)
        with pytest.raises(psycopg.errors.ForeignKeyViolation), transaction.atomic():
            cursor.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        Assessment.objects.filter(pk=row.pk).update(site_id=None)


def test_sites_side_by_side_by_the_last_assessment_of_each(room: Room) -> None:
    tangier, fez = a_site(room, "Tanger"), a_site(room, "Fès")
    at(room, tangier, "5", days_ago=400)
    last = at(room, tangier, "1", days_ago=3)
    at(room, fez, "4", days_ago=9)
    room.start(answers=everything("0"))
    assert room.url("sites", last.pk) in room.get("result", last.pk).content.decode()
    shown = room.get("sites", last.pk)
    figure = shown.context["figure"]
    assert [column.label for column in figure.table.columns] == ["Chapitre", "Fès", "Tanger"]
    assert {row[1:] for row in figure.table.rows} == {("80", "20")}
    assert "20 sur 100 à Tanger, 80 à Fès" in figure.sentence
    page(room.client, room.url("sites", last.pk))


def test_without_a_site_the_page_says_what_to_do(room: Room) -> None:
    text = page(room.client, room.url("sites", room.start().pk))
    assert "Aucun site n’a encore d’autodiagnostic" in text
    only = at(room, a_site(room, "Tanger"), "3")
    assert "Il n’y a pas encore deux sites" in page(room.client, room.url("sites", only.pk))
    at(room, a_site(room, "Fès"), "3")
    assert "Les sites ne diffèrent pas." in page(room.client, room.url("sites", only.pk))


def test_the_assessment_before_is_that_of_the_same_site(room: Room) -> None:
    tangier, fez = a_site(room, "Tanger"), a_site(room, "Fès")
    before = at(room, tangier, "1", days_ago=400)
    at(room, fez, "4", days_ago=30)
    now = at(room, tangier, "3")
    assert room.get("result", now.pk).context["earlier"].pk == before.pk


def test_the_radar_has_the_target_and_the_time_before_and_at_most_eight_axes(room: Room) -> None:
    room.start(answers=everything("1"))
    later = room.start(answers=everything("3"))
    room.post("targets", later.pk, whole="60")
    figure = room.get("result", later.pk).context["radar"]
    assert [len(row) for row in figure.table.rows] == [4] * len(figure.table.rows)
    assert {row[1:] for row in figure.table.rows} == {("60", "60", "20")}
    heads = [a_requirement(f"c{number}", assessable=False) for number in range(9)]
    rows = [item for head in heads for item in (head, a_requirement(f"{head.id}-q", parent=head.id))]
    store.keep(a_referential(*rows))
    many = room.start("trial-1", {"c0-q": "3"})
    assert room.get("result", many.pk).context["radar"] is None
