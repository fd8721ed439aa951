"""Answers to one referential taken up for another that is mapped to it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.apps.diagnostics.rooms import PREMIERS_PAS, Room, a_room, everything
from tests.apps.diagnostics.test_budgets import statements
from tests.pages import strict_page

from jawda.apps.diagnostics import carrying, queries
from jawda.apps.diagnostics.models import Assessment

pytestmark = pytest.mark.django_db
MAQMSR, IATF, ISO_9001 = "maqmsr-2", "iatf-16949-2016", "iso-9001-2015"


@pytest.fixture
def room() -> Room:
    return a_room()


def begun(room: Room, referential: str) -> tuple[Assessment, Any]:
    """An assessment that is offered former answers, and the page that offers them."""
    answer = room.post("choose", referential=referential)
    assert answer["Location"].endswith("/reprendre/")
    with room.acting():
        return Assessment.objects.latest("started_at"), room.client.get(answer["Location"])


def test_equal_and_superset_are_proposed_and_the_rest_is_shown_beside(room: Room) -> None:
    """The page says how many before one confirms; nothing counts, and a part sets no level."""
    room.start(MAQMSR, answers=everything("C", MAQMSR))
    assessment, page = begun(room, IATF)
    strict_page(page.content.decode())
    found = page.context["found"]
    assert len(found.proposals) > 10
    assert len(found.hints) > 20
    room.post("carry", assessment.pk, de=str(page.context["source"].row.pk))
    rows = room.answers(assessment)
    assert set(rows) == {item.answer.requirement for item in found.proposals}
    assert {row.carried for row in rows.values()} == {"equal", "subset"}
    assert "iatf16949-7-5-3-2-1-retention" in rows
    assert room.get("result", assessment.pk).context["screen"].whole.answered == 0


def test_a_hint_shows_the_former_answer_and_note_until_the_question_is_answered(room: Room) -> None:
    """Also between kinds of scale: “Premiers pas” has levels from 0 to 5, ISO 9001 conformity."""
    former = room.start(answers=everything("3"))
    room.save(former, "pp-direction-responsable", level="3", note="Mme Alami, <depuis> 2024")
    assessment, page = begun(room, ISO_9001)
    assert page.context["found"].proposals == ()
    room.post("carry", assessment.pk)
    assert room.answers(assessment) == {}
    with room.acting():
        section = queries.section_of(queries.find(assessment.pk), "iso9001-5-3-roles")
    shown = room.get("chapter", assessment.pk, section)
    strict_page(shown.content.decode())
    assert "Mme Alami, &lt;depuis&gt; 2024" in shown.content.decode()
    assert len(statements(lambda: room.get("chapter", assessment.pk, section))) <= 12
    for question in shown.context["screen"].questions:
        room.save(assessment, question.requirement.id, level="C")
    assert "Mme Alami" not in room.get("chapter", assessment.pk, section).content.decode()


def test_several_former_ones_are_offered_and_another_s_is_not(room: Room) -> None:
    """Last time’s first, then those by other referentials; an id that was not offered is none."""
    room.start(ISO_9001, answers=everything("C", ISO_9001))
    room.start(MAQMSR, answers=everything("C", MAQMSR))
    rival = a_room("Rivale").start(MAQMSR, answers=everything("C", MAQMSR))
    assessment, page = begun(room, IATF)
    assert {tree.id for _row, tree in page.context["sources"]} == {ISO_9001, MAQMSR}
    chosen = next(row for row, tree in page.context["sources"] if tree.id == ISO_9001)
    other = room.get("carry", assessment.pk, de=str(chosen.pk))
    assert other.context["source"].referential.id == ISO_9001
    assert room.get("carry", assessment.pk, de=str(rival.pk)).status_code == 404
    assert room.post("carry", assessment.pk, de=str(rival.pk)).status_code == 404


def test_what_no_mapping_joins_is_not_carried(room: Room) -> None:
    source = room.start("infrastructure-qualite-1", answers={})
    assessment = room.start(PREMIERS_PAS)
    with room.acting(), pytest.raises(carrying.NotRelated):
        carrying.carry_answers(access=room.member.access, assessment=assessment, source=queries.load(source.pk))
