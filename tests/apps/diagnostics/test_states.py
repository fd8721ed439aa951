"""States of answers, apart from level and result."""

from __future__ import annotations

import itertools
import json

import pytest
from tests.apps.diagnostics.rooms import Room, a_room, everything

from jawda.apps.diagnostics import domain
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment
from jawda.core.assessment import Answer, State, state_of
from jawda.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
QUESTION = "pp-controle-liberation"
OTHER = "pp-controle-instruments"


@pytest.fixture
def room() -> Room:
    return a_room()


def test_the_database_and_the_core_agree_on_every_state(room: Room) -> None:
    """The stored column says what ``state_of`` says, for every combination of what an answer may hold."""
    assessment = room.start()
    choices = itertools.product(("", "3"), (False, True), ("", "x"), ("", "x"), ("", "x"), (False, True), ("", "same"))
    for level, not_applicable, reason, note, evidence, to_review, carried in choices:
        row = AnswerRow(
            organisation_id=assessment.organisation_id, assessment=assessment, requirement=QUESTION, level=level,
            not_applicable=not_applicable, reason=reason, note=note, evidence=evidence, to_review=to_review,
            carried=carried,
        )  # fmt: skip
        with room.acting():
            AnswerRow.objects.filter(assessment=assessment).delete()
            domain.write([row])
            stored = AnswerRow.objects.get(assessment=assessment)
        answer = Answer(
            requirement=QUESTION, level=level or None, not_applicable=not_applicable, reason=reason, note=note,
            evidence=evidence,
        )  # fmt: skip
        if not_applicable or not reason:  # a reason without "not applicable" is never stored by any page
            assert stored.state == state_of(answer, to_review=to_review or bool(carried))
            assert domain.state_of_row(stored) == stored.state


def states(room: Room, assessment: Assessment) -> dict[str, int]:
    return {str(name): count for name, count in room.get("questions", assessment.pk).context["screen"].states.items()}


def test_a_question_goes_from_not_started_to_done_and_back_to_review(room: Room) -> None:
    assessment = room.start()
    every = len(everything())
    assert states(room, assessment) == {"not_started": every, "in_progress": 0, "to_review": 0, "done": 0}
    said = room.save(assessment, QUESTION, note="demander à l’atelier", page="one").json()
    assert "en cours" in said["state"]
    assert states(room, assessment)["in_progress"] == 1
    assert "terminée" in room.save(assessment, QUESTION, level="3", page="one").json()["state"]
    assert "à revoir" in room.save(assessment, QUESTION, level="3", to_review="1", page="one").json()["state"]
    assert states(room, assessment) == {"not_started": every - 1, "in_progress": 0, "to_review": 1, "done": 0}


def test_what_is_to_review_counts_in_the_result_as_it_stands(room: Room) -> None:
    """State and result are apart: a mark of one's own takes nothing away."""
    assessment = room.start(answers=everything("3"))
    before = room.get("result", assessment.pk).context["screen"].whole
    room.save(assessment, QUESTION, level="3", to_review="1")
    page = room.get("result", assessment.pk)
    assert page.context["screen"].whole == before
    assert "1 réponse à revoir" in page.content.decode()


def test_the_list_is_narrowed_to_a_state(room: Room) -> None:
    assessment = room.start(answers=everything("3"))
    room.save(assessment, QUESTION, level="3", to_review="1")
    rows = room.get("questions", assessment.pk, etat="to_review").context["screen"].rows
    assert [row.requirement.id for row in rows] == [QUESTION]
    assert room.get("questions", assessment.pk, etat="in_progress").context["screen"].rows == ()
    assert len(room.get("questions", assessment.pk, etat="nonsense").context["screen"].rows) == len(everything())
    assert "1 réponse à revoir" in room.get("list").content.decode()


def test_the_state_stands_in_the_export_which_can_be_read_again(room: Room) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    assessment = room.start(answers={QUESTION: "3"})
    room.save(assessment, OTHER, level="2", to_review="1", page="one")
    rows = json.loads(room.get("export", assessment.pk, "reponses", "json").content)
    found = {row["requirement"]: row["state"] for row in rows}
    assert (found[QUESTION], found[OTHER]) == ("done", "to_review")
    content = room.get("export", assessment.pk, "reponses", "csv").content
    other = room.start()
    sent = room.post("upload", other.pk, file=SimpleUploadedFile("reponses.csv", content))
    assert sent.status_code == 302
    assert "/importer/" in sent["Location"]


def entries(room: Room) -> int:
    with room.acting():
        return AuditEntry.objects.filter(action="diagnostics.answer").count()


def test_the_same_answer_sent_again_writes_nothing_new(room: Room) -> None:
    """A page that did not hear the server's yes sends again: whoever sends, and from whichever page."""
    assessment = room.start()
    form = {"level": "3", "note": "vu", "page": "one", "seen": "", "turn": "1"}
    first = room.save(assessment, QUESTION, **form).json()
    row, written = room.answers(assessment)[QUESTION], entries(room)
    for _ in range(3):
        assert room.save(assessment, QUESTION, **form).json() == first
    assert room.save(assessment, QUESTION, **{**form, "page": "another", "turn": "7"}).json().get("saved")
    again = room.answers(assessment)[QUESTION]
    assert (again.saved_at, again.saved_from, entries(room)) == (row.saved_at, row.saved_from, written)


def test_a_change_held_up_on_the_way_does_not_undo_a_newer_one(room: Room) -> None:
    """Two changes of one page may arrive in the wrong order, where a line was cut while the first was on its way."""
    assessment = room.start()
    room.save(assessment, QUESTION, level="4", note="nouvelle", page="one", turn="12")
    late = room.save(assessment, QUESTION, level="1", note="ancienne", page="one", turn="11").json()
    row = room.answers(assessment)[QUESTION]
    assert (row.level, row.note) == ("4", "nouvelle")
    assert late["seen"] == domain.version(row)
    room.save(assessment, QUESTION, level="1", note="plus tard", page="one", turn="13")
    assert room.answers(assessment)[QUESTION].level == "1"


def test_nothing_typed_leaves_no_row(room: Room) -> None:
    assessment = room.start()
    assert room.save(assessment, QUESTION, page="one").json().get("saved")
    assert room.answers(assessment) == {}
    assert State.NOT_STARTED in room.get("questions", assessment.pk).context["screen"].states
