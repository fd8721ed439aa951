"""Last time's answers are proposed; nothing counts until a person says that it still holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.apps.diagnostics.rooms import PREMIERS_PAS, Room, a_room, everything

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.referentials import store
from jawda.core.assessment import State
from jawda.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
QUESTION = "pp-controle-liberation"


@pytest.fixture
def room() -> Room:
    return a_room()


def carried(room: Room) -> Assessment:
    """A second assessment, with the answers of the first proposed."""
    room.start(answers=everything("2"))
    begun = room.post("choose", referential=PREMIERS_PAS)
    assert begun["Location"].endswith("/reprendre/")
    preview = room.client.get(begun["Location"])
    assert len(preview.context["found"].certain) == len(everything())
    assert room.client.post(begun["Location"]).status_code == 302
    with room.acting():
        return Assessment.objects.latest("started_at")


def test_nothing_counts_before_it_is_confirmed(room: Room) -> None:
    assessment = carried(room)
    page = room.get("questions", assessment.pk).context["screen"]
    assert page.states[State.TO_REVIEW] == len(everything())
    result = room.get("result", assessment.pk).context["screen"]
    assert (result.whole.answered, result.whole.score) == (0, None)
    assert room.reread(assessment).carried_from is not None


def test_still_true_makes_it_an_answer(room: Room) -> None:
    assessment = carried(room)
    page = room.get("chapter", assessment.pk, "pp-controle").content.decode()
    assert "Toujours vrai" in page
    row = room.answers(assessment)[QUESTION]
    said = room.save(assessment, QUESTION, level=row.level, confirm="1", page="one", seen=row.saved_at.isoformat())
    assert "terminée" in said.json()["state"]
    assert said.json()["panel"] == ""
    assert room.answers(assessment)[QUESTION].carried == ""
    assert room.get("result", assessment.pk).context["screen"].whole.answered == 1


def test_another_level_is_an_answer_and_a_note_alone_is_not(room: Room) -> None:
    assessment = carried(room)
    level = room.answers(assessment)[QUESTION].level
    noted = room.save(assessment, QUESTION, level=level, note="à vérifier").json()
    assert "à revoir" in noted["state"]
    assert "Toujours vrai" in noted["panel"]
    assert room.answers(assessment)[QUESTION].note == "à vérifier"
    assert "terminée" in room.save(assessment, QUESTION, level="4", note="à vérifier").json()["state"]


def test_what_was_answered_already_is_left_alone(room: Room) -> None:
    room.start(answers=everything("2"))
    assessment = room.start(answers={QUESTION: "5"})
    room.post("carry", assessment.pk)
    rows = room.answers(assessment)
    assert (rows[QUESTION].level, rows[QUESTION].carried) == ("5", "")
    assert len(rows) == len(everything())
    with room.acting():
        entry = AuditEntry.objects.get(action="diagnostics.carry")
    assert f'"answers":{len(everything()) - 1}' in entry.content.replace(" ", "")


def test_moving_to_another_edition_shows_what_carries_and_keeps_the_former(room: Room) -> None:
    old = store.load(PREMIERS_PAS)
    gone, reworded = old.assessable[0], old.assessable[1]
    rows = tuple(
        replace(item, question=replace(item.question, fr="Autre question ?")) if item is reworded else item
        for item in old.requirements
        if item is not gone
    )
    store.keep(replace(old, id="premiers-pas-2", edition="2", requirements=rows))
    assessment = room.start(answers=everything("2"))
    preview = room.get("move", assessment.pk, vers="premiers-pas-2").context["found"]
    assert [item.answer.requirement for item in preview.to_review] == [reworded.id]
    assert room.get("move", assessment.pk, vers="premiers-pas-9").status_code == 404
    assert room.post("move", assessment.pk, vers="premiers-pas-2").status_code == 302
    with room.acting():
        made = Assessment.objects.latest("started_at")
    assert made.referential == "premiers-pas-2"
    assert set(room.answers(made)) == {item.id for item in rows if item.assessable}
    assert len(room.answers(assessment)) == len(everything())


def test_a_rival_carries_nothing_of_ours(room: Room) -> None:
    room.start(answers=everything("2"))
    rival = a_room("Rival")
    assert "/reprendre/" not in rival.post("choose", referential=PREMIERS_PAS)["Location"]
    ours = room.start()
    for name in ("carry", "move"):
        assert rival.client.post(rival.url(name, ours.pk)).status_code == 404


def proposed(room: Room, assessment: Assessment, **query: str) -> list[str]:
    """The ids that the page offers to confirm."""
    screen = room.get("confirm_carried", assessment.pk, **query).context["screen"]
    return [item.requirement.id for _label, rows in screen.groups for item in rows]


def test_several_are_confirmed_at_once_and_taken_back(room: Room) -> None:
    assessment = carried(room)
    names = proposed(room, assessment)
    assert len(names) == len(everything())
    done = room.post("confirm_carried", assessment.pk, chosen=names[:5])
    assert room.get("result", assessment.pk).context["screen"].whole.answered == 5
    assert proposed(room, assessment) == names[5:]
    batch = done["Location"].rpartition("fait=")[2]
    assert f'value="{batch}"' in room.client.get(done["Location"]).content.decode()
    room.save(assessment, names[0], level="4")
    room.post("confirm_carried", assessment.pk, undo=batch)
    assert proposed(room, assessment) == names[1:]
    rows = room.answers(assessment)
    assert (rows[names[0]].level, rows[names[0]].carried) == ("4", "")
    assert set(rows[names[1]].carried_detail) == {"certain", "sources", "saved"}
    room.post("confirm_carried", assessment.pk, undo=batch)
    assert proposed(room, assessment) == names[1:]
    with room.acting():
        actions = list(AuditEntry.objects.filter(action__contains="confirm").values_list("action", flat=True))
    assert sorted(actions) == ["diagnostics.confirm_carried", "diagnostics.unconfirm_carried"]


def test_they_are_narrowed_by_section_and_level(room: Room) -> None:
    answers = everything("2") | {QUESTION: "4", "pp-direction-responsable": "3"}
    room.start(answers=answers)
    begun = room.post("choose", referential=PREMIERS_PAS)
    room.client.post(begun["Location"])
    with room.acting():
        assessment = Assessment.objects.latest("started_at")
    assert set(proposed(room, assessment, niveau="3")) == {QUESTION, "pp-direction-responsable"}
    assert proposed(room, assessment, niveau="4") == [QUESTION]
    assert proposed(room, assessment, niveau="5") == []
    assert proposed(room, assessment, page="pp-controle", niveau="3") == [QUESTION]
    assert len(proposed(room, assessment, page="none", niveau="none")) == len(everything())


def test_only_proposals_of_ones_own_open_assessment_are_confirmed(room: Room) -> None:
    assessment = carried(room)
    rival = a_room("Rivale")
    assert rival.post("confirm_carried", assessment.pk, chosen=[QUESTION]).status_code == 404
    room.save(assessment, QUESTION, level="1", to_review="1")
    room.post("confirm_carried", assessment.pk, chosen=[QUESTION, "none"])
    assert room.answers(assessment)[QUESTION].to_review
    room.post("close", assessment.pk)
    closed = room.post("confirm_carried", assessment.pk, chosen=["pp-direction-responsable"])
    assert closed["Location"].endswith("/resultat/")
    assert room.answers(assessment)["pp-direction-responsable"].carried != ""


def test_a_page_of_proposals_leads_to_confirming_several(room: Room) -> None:
    page = room.get("chapter", carried(room).pk, "pp-controle").content.decode()
    assert "/toujours-vrai/?page=pp-controle" in page
