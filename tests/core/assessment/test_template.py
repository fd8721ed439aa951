"""The template: what a person fills in, and reads back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given as check
from hypothesis import strategies as st
from tests.core.assessment.examples import GRID, STANDARD, assessments

from jawda.core.assessment import COLUMNS, LEGEND_NAMES, SHEET_NAMES, Answer, read_answers, template
from jawda.core.languages import LANGUAGES, Language
from jawda.core.referentials import Referential
from jawda.core.spreadsheets import Sheet, SheetPlan, Workbook, read_workbook, write_workbook

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30).map(str.strip)


def as_read(plan: SheetPlan) -> Sheet:
    return Sheet(plan.name, (tuple(column.name for column in plan.columns), *plan.rows))


@check(assessments(), st.sampled_from(LANGUAGES), texts, texts)
def test_a_filled_template_round_trips(
    given: tuple[Referential, list[Answer]], language: Language, note: str, evidence: str
) -> None:
    """What a template holds is read back as it was given, in reading order."""
    tree, found = given
    found = [replace(answer, note=note, evidence=evidence) for answer in found]
    knock_outs = {item.id for item in tree.assessable if item.knock_out and tree.certifiable}
    found = [answer for answer in found if answer.level or answer.requirement not in knock_outs]
    sheets = tuple(as_read(plan) for plan in template(tree, language, found))
    order = [item.id for item in tree.assessable]
    back = read_answers(Workbook("t.xlsx", sheets), tree)
    assert list(back) == sorted(found, key=lambda answer: order.index(answer.requirement))


@pytest.mark.parametrize("language", LANGUAGES)
def test_through_a_real_file(language: Language) -> None:
    """The same through the bytes of an XLSX file."""
    found = (
        Answer(requirement="a", level="4", note="سجل التدقيق", evidence="=1+1"),
        Answer(requirement="d", not_applicable=True, reason="pas d’étalonnage"),
    )
    content = write_workbook(template(GRID, language, found), title="t", created=datetime(2026, 11, 24, tzinfo=UTC))
    assert read_answers(read_workbook(content, file="t.xlsx"), GRID) == found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_sheets_show(language: Language) -> None:
    """Each requirement to answer has a row, in reading order; a second sheet explains levels and columns."""
    sheet, legend = template(STANDARD, language)
    assert (sheet.name, legend.name) == (SHEET_NAMES[language], LEGEND_NAMES[language])
    assert [row[0] for row in sheet.rows] == ["a", "b", "c", "d", "e"]
    names = [column.name for column in sheet.columns]
    assert names == ["requirement", "reference", "question", *COLUMNS[1:]]
    assert next(column.choices for column in sheet.columns if column.name == "level") == ("C", "P", "X")
    assert [row[0] for row in legend.rows][:3] == ["C", "P", "X"]
    assert all(cell for row in legend.rows for cell in row)
    assert sheet.right_to_left is legend.right_to_left is (language == "ar")


def test_questions_in_the_language_that_there_is() -> None:
    """A text that is missing in one language stands in another; without a question the title stands."""
    asked = {language: [row[2] for row in template(STANDARD, language)[0].rows] for language in LANGUAGES}
    assert (asked["fr"][2], asked["ar"][2], asked["en"][2]) == ("Et c ?", "وماذا عن ج؟", "Et c ?")
    assert asked["fr"][0] == "Titre a"


def test_maturity_levels_are_explained_from_the_scale() -> None:
    """Levels 0 to 5 with the scale's own words."""
    legend = template(GRID, "en")[1]
    assert [row[0] for row in legend.rows][:6] == [0, 1, 2, 3, 4, 5]
    assert legend.rows[3][2] == "The way of doing it is known and followed, and its traces can be found."
