"""The questionnaire on paper: blank it says nothing of the answers, filled in it says them all."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader
from tests.apps.diagnostics.rooms import Room, a_room, everything
from tests.apps.diagnostics.test_budgets import statements

from jawda.apps.diagnostics.queries import load
from jawda.apps.diagnostics.screens.chapter import pages_of
from jawda.apps.diagnostics.sheets import Sheet, _blocks, _pages
from jawda.apps.referentials import store
from jawda.core.assessment import Answer
from jawda.foundation.printing import FormQuestion

pytestmark = pytest.mark.django_db
QUESTION = "pp-controle-liberation"
NOTE = "Vérifié sur la ligne 3"


@pytest.fixture
def room() -> Room:
    return a_room()


def text_of(content: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s+", " ", " ".join(pages))


def test_a_filled_print_has_the_answers_and_a_blank_one_has_none(room: Room) -> None:
    assessment = room.start()
    room.save(assessment, QUESTION, level="3", note=NOTE)
    filled = room.get("sheet", assessment.pk, page="pp-controle")
    blank = room.get("sheet", assessment.pk, page="pp-controle", sorte="vierge")
    assert filled["Content-Type"] == blank["Content-Type"] == "application/pdf"
    assert "premiers-pas-1-a-remplir-fr.pdf" in blank["Content-Disposition"]
    assert NOTE in text_of(filled.content)
    assert NOTE not in text_of(blank.content)
    assert "Rempli par" in text_of(blank.content)
    for content in (filled.content, blank.content):
        assert room.member.organisation.name in text_of(content)


@pytest.mark.parametrize(("language", "words"), [("fr", "Rempli par"), ("en", "Filled in by"), ("ar", "")])
def test_it_speaks_three_languages(room: Room, language: str, words: str) -> None:
    assessment = room.start()
    found = room.get("sheet", assessment.pk, page="pp-controle", sorte="vierge", langue=language)
    assert f"-{language}.pdf" in found["Content-Disposition"]
    assert words in text_of(found.content)


def test_a_page_holds_its_questions_and_the_whole_holds_all(room: Room) -> None:
    assessment = room.start(answers=everything("2"))
    with room.acting():
        loaded = load(assessment.pk)
        sheet = {"organisation_name": "Essai", "fictitious": False, "language": "fr"}
        whole = Sheet(loaded=loaded, blank=True, **sheet)  # type: ignore[arg-type]
        pages = list(_pages(whole))
        blocks = list(_blocks(whole, pages, 1))
        asked = [item for item in blocks if isinstance(item, FormQuestion)]
        assert len(asked) == len(store.load("premiers-pas-1").assessable)
        assert not any(box.ticked for item in asked for box in item.boxes)
        first = pages_of(loaded, "fr")[0]
        part = Sheet(loaded=loaded, blank=False, section=first.id, **sheet)  # type: ignore[arg-type]
        shown = [item for item in _blocks(part, list(_pages(part)), 1) if isinstance(item, FormQuestion)]
        assert len(shown) == first.asked
        assert all(sum(box.ticked for box in item.boxes) == 1 for item in shown)


def test_what_does_not_apply_is_ticked_with_its_reason(room: Room) -> None:
    assessment = room.start()
    with room.acting():
        referential = store.load("premiers-pas-1")
        item = next(item for item in referential.assessable if not item.knock_out)
        section = referential.chapter_of[item.id]
    room.save(assessment, item.id, level="N", reason="Nous ne concevons rien")
    assert "Nous ne concevons rien" in text_of(room.get("sheet", assessment.pk, page=section).content)
    assert Answer(requirement=item.id, not_applicable=True, reason="x").answered


def test_a_part_that_does_not_exist_is_not_found(room: Room) -> None:
    assessment = room.start()
    assert room.get("sheet", assessment.pk, page="none").status_code == 404
    assert room.get("print", assessment.pk, page="none").context["wanted"] == ""
    assert room.get("print", assessment.pk, page="pp-controle").context["wanted"] == "pp-controle"
    rival = a_room("Rivale")
    assert rival.get("sheet", assessment.pk).status_code == 404
    assert rival.get("print", assessment.pk).status_code == 404


def test_a_print_asks_little_whatever_the_answers(room: Room) -> None:
    assessment = room.start(answers=everything())
    assert len(statements(lambda: room.get("print", assessment.pk))) == 6
    assert len(statements(lambda: room.get("sheet", assessment.pk))) == 6
