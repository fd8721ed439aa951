"""Large chapters are filled in by sections; results stay by chapter."""

from __future__ import annotations

import pytest
from tests.apps.diagnostics.rooms import Room, a_room
from tests.factories import a_referential, a_requirement

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.referentials import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return a_room()


def large(room: Room) -> Assessment:
    """Chapter 8 with 36 questions under four headings, chapter 9 with 3."""
    rows = [a_requirement("c8", assessable=False)]
    for number in range(4):
        rows.append(a_requirement(f"c8-{number}", parent="c8", assessable=False))
        rows += [a_requirement(f"c8-{number}-{place}", parent=f"c8-{number}") for place in range(9)]
    rows.append(a_requirement("c9", assessable=False))
    rows += [a_requirement(f"c9-{place}", parent="c9") for place in range(3)]
    referential = a_referential(*rows)
    store.keep(referential)
    return room.start(referential.id)


def test_a_large_chapter_is_several_pages_with_the_time_left_of_each(room: Room) -> None:
    assessment = large(room)
    page = room.get("chapter", assessment.pk, "c8")
    screen = page.context["screen"]
    assert [item.requirement.id for item in screen.questions] == [f"c8-0-{place}" for place in range(9)]
    assert [item.count for item in screen.chapters] == ["0/9"] * 4 + ["0/3"]
    assert [item.note.split() for item in screen.chapters] == [["14", "min"]] * 4 + [["4", "min"]]
    assert screen.following.id == "c8-1"
    assert room.get("chapter", assessment.pk, "c8-1").context["screen"].previous.id == "c8"
    assert room.get("chapter", assessment.pk, "c8-1-0").status_code == 404


def test_every_link_to_a_question_leads_to_its_page(room: Room) -> None:
    assessment = large(room)
    saved = room.save(assessment, "c8-2-4", level="0", script=False, page="one")
    assert saved["Location"].endswith("/chapitre/c8-2/#q-c8-2-4")
    assert room.get("resume", assessment.pk)["Location"].endswith("/chapitre/c8-2/#q-c8-2-5")
    assert "/chapitre/c8-2/#q-c8-2-4" in room.get("result", assessment.pk).content.decode()
    assert "/chapitre/c8-3/#q-c8-3-0" in room.get("questions", assessment.pk).content.decode()


def test_progress_is_that_of_the_page_and_the_result_that_of_the_chapter(room: Room) -> None:
    assessment = large(room)
    said = room.save(assessment, "c8-2-4", level="0", page="one").json()["progress"]
    assert "1 questions sur 9 répondues" in said
    rows = room.get("result", assessment.pk).context["screen"].rows
    assert {row.requirement.id: (row.node.answered, row.node.assessable) for row in rows} == {
        "c8": (1, 36),
        "c9": (0, 3),
    }
