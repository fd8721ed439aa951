"""Saving answers: whole, once, by whom may, and never over another's unseen."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.apps.diagnostics.rooms import Room, a_room, everything

from jawda.apps.diagnostics import domain
from jawda.apps.organisations.enums import Role
from jawda.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
QUESTION = "pp-controle-liberation"


@pytest.fixture
def room() -> Room:
    return a_room()


def seen(room: Room, assessment: object) -> str:
    return domain.version(room.answers(assessment).get(QUESTION))  # type: ignore[arg-type]


def test_an_answer_is_saved_and_the_page_is_told_when(room: Room) -> None:
    assessment = room.start()
    said = room.save(assessment, QUESTION, level="3", note="Vu à l’atelier.\r\nDeux fois.", page="one").json()
    row = room.answers(assessment)[QUESTION]
    assert (row.level, row.note) == ("3", "Vu à l’atelier.\nDeux fois.")
    assert said["seen"] == domain.version(row)
    assert said["tick"] == "c"
    assert "1" in said["progress"]
    assert room.reread(assessment).last_requirement == QUESTION


def test_without_script_one_comes_back_to_the_question(room: Room) -> None:
    assessment = room.start()
    answer = room.save(assessment, QUESTION, script=False, level="4", page="one")
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/chapitre/pp-controle/#q-{QUESTION}")


@pytest.mark.parametrize(
    "form",
    [
        {"level": "7"},
        {"level": "N", "reason": " "},
        {"level": "3", "note": "x" * 5001},
    ],
)
def test_what_does_not_fit_is_refused_in_place_and_nothing_is_stored(room: Room, form: dict[str, str]) -> None:
    assessment = room.start()
    assert room.save(assessment, QUESTION, **form).json()["error"]
    page = room.save(assessment, QUESTION, script=False, **form)
    assert page.status_code == 422
    assert form.get("note", "") in page.content.decode()
    assert room.answers(assessment) == {}


def test_two_people_never_overwrite_one_another_unseen(room: Room) -> None:
    """Both opened the question empty; the second is told, sees both, and decides."""
    assessment = room.start()
    _person, colleague = room.colleague()
    address = room.url("answer", assessment.pk, QUESTION)
    script = {"Accept": "application/json"}
    assert room.save(assessment, QUESTION, level="3", note="la mienne", page="one", seen="").json().get("saved")
    refused = colleague.post(address, {"level": "1", "page": "two", "seen": ""}, headers=script).json()
    assert "error" in refused
    assert "la mienne" in refused["panel"]
    assert "Amina" in refused["panel"]
    assert room.answers(assessment)[QUESTION].level == "3"
    without = colleague.post(address, {"level": "1", "note": "la sienne", "page": "two", "seen": ""})
    assert without.status_code == 409
    assert "la mienne" in without.content.decode()
    assert "la sienne" in without.content.decode()
    knowing = {"level": "1", "note": "la sienne", "page": "two", "seen": seen(room, assessment)}
    assert colleague.post(address, knowing, headers=script).json().get("saved")
    assert room.answers(assessment)[QUESTION].note == "la sienne"


def test_one_page_may_correct_itself_and_two_tabs_may_not(room: Room) -> None:
    """A second change sent before the first came back is the same page; a second tab is another."""
    assessment = room.start()
    room.save(assessment, QUESTION, level="3", page="one", seen="")
    assert room.save(assessment, QUESTION, level="4", page="one", seen="").json().get("saved")
    assert "error" in room.save(assessment, QUESTION, level="0", page="other tab", seen="").json()
    assert room.save(assessment, QUESTION, level="4", page="other tab", seen="").json().get("saved"), "nothing is lost"


def test_a_closed_assessment_is_read_only_until_it_is_reopened(room: Room) -> None:
    assessment = room.start(answers=everything())
    assert room.post("close", assessment.pk).status_code == 302
    assert room.save(assessment, QUESTION, level="5", page="one", seen=seen(room, assessment)).json()["error"]
    page = room.get("chapter", assessment.pk, "pp-controle").content.decode()
    assert 'type="radio"' not in page
    assert room.url("reopen", assessment.pk) in page
    assert room.post("reopen", assessment.pk).status_code == 302
    assert room.save(assessment, QUESTION, level="5", page="one", seen=seen(room, assessment)).json().get("saved")
    with room.acting():
        actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert [name for name in actions if name in ("diagnostics.close", "diagnostics.reopen")] == [
        "diagnostics.close",
        "diagnostics.reopen",
    ]


def test_a_reader_reads_and_does_not_write(room: Room) -> None:
    assessment = room.start(answers=everything())
    _person, reader = room.colleague(Role.READER)
    page = reader.get(room.url("chapter", assessment.pk, "pp-controle"))
    assert page.status_code == 200
    assert b'type="radio"' not in page.content
    address = room.url("answer", assessment.pk, QUESTION)
    assert reader.post(address, {"level": "5"}).status_code == 403
    for name in ("close", "reopen", "delete"):
        assert reader.post(room.url(name, assessment.pk)).status_code == 403
    assert room.answers(assessment)[QUESTION].level == "2"


def test_a_session_that_ended_loses_nothing_on_the_server(room: Room) -> None:
    """The script keeps what it could not send when the answer is a redirect to the sign-in page."""
    assessment = room.start()
    answer = Client().post(room.url("answer", assessment.pk, QUESTION), {"level": "3"})
    assert answer.status_code == 302
    assert "/compte/login/" in answer["Location"]
    assert room.answers(assessment) == {}


def test_another_company_finds_nothing(room: Room) -> None:
    assessment = room.start(answers=everything())
    rival = a_room("Rival")
    names = ("chapter", "result", "profile", "targets", "name", "comparison", "upload", "report", "spreadsheet")
    for name in names:
        rest = ["pp-controle"] if name == "chapter" else []
        own = rival.client.get(rival.url(name, assessment.pk, *rest))
        foreign = rival.client.get(room.url(name, assessment.pk, *rest))
        assert (own.status_code, foreign.status_code) == (404, 404), name
    assert rival.save(assessment, QUESTION, level="0").status_code == 404
    assert room.answers(assessment)[QUESTION].level == "2"


def test_only_what_was_never_begun_may_be_removed(room: Room) -> None:
    empty, begun = room.start(), room.start(answers={QUESTION: "1"})
    assert room.post("delete", begun.pk).status_code == 302
    assert room.post("delete", empty.pk).status_code == 302
    assert room.get("result", begun.pk).status_code == 200
    assert room.get("result", empty.pk).status_code == 404


def test_the_profile_leaves_out_reversibly(room: Room) -> None:
    """Answers to what no longer applies are kept, not counted, and counted again."""
    assessment = room.start(answers=everything())
    asked = "pp-production-etiquettes"
    whole = f"{len(everything())} questions répondues sur {len(everything())}"
    assert whole in room.get("result", assessment.pk).content.decode()
    room.post("profile", assessment.pk, sector="automotive", designs="yes", outsources="yes")
    page = room.get("result", assessment.pk).content.decode()
    assert whole not in page
    assert f"#q-{asked}" not in page
    assert room.answers(assessment)[asked].level == "2"
    room.post("profile", assessment.pk, sector="")
    assert whole in room.get("result", assessment.pk).content.decode()
    assert room.post("profile", assessment.pk, sector="agriculture").status_code == 422


def test_targets_by_chapter_move_the_distance_and_never_hide_a_gap(room: Room) -> None:
    assessment = room.start(answers=everything("2"))
    gaps = room.get("result", assessment.pk).context["screen"].all_gaps
    room.post("targets", assessment.pk, **{"whole": "20", "chapter-pp-controle": "90"})
    screen = room.get("result", assessment.pk).context["screen"]
    assert screen.all_gaps == gaps
    assert {row.requirement.id: row.distance for row in screen.rows}["pp-controle"] == -50
    assert screen.rows[0].requirement.id == "pp-controle"
    assert room.post("targets", assessment.pk, whole="120").status_code == 422


def test_one_resumes_after_the_last_answer(room: Room) -> None:
    assessment = room.start(answers={"pp-direction-responsable": "2"})
    room.save(assessment, "pp-controle-instruments", level="3", page="one")
    assert room.get("resume", assessment.pk)["Location"].endswith(f"#q-{QUESTION}")
