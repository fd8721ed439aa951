"""What a person wrote is shown whole: a sentence that a director needs is never cut."""

from __future__ import annotations

import pytest
from tests.apps.diagnostics.rooms import a_room
from tests.pages import strict_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", [20, 200])
def test_a_note_stands_whole_beside_its_gap(words: int) -> None:
    """A long one is folded, and its last word still stands in the page."""
    room = a_room()
    note = " ".join(f"mot{number}" for number in range(words)) + ". DERNIER-MOT"
    assessment = room.start()
    room.save(assessment, "pp-controle-liberation", level="0", note=note)
    page = room.get("result", assessment.pk).content.decode()
    strict_page(page)
    assert "DERNIER-MOT" in page
