"""Answers from a table: every fault with its row, column and what was expected."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories import a_referential, a_requirement

from jawda.core.assessment import Answer, read_answers, template
from jawda.core.findings import Refused, words_with_place
from jawda.core.languages import LANGUAGES, Language
from jawda.core.referentials import ScaleKind
from jawda.core.spreadsheets import Sheet, Workbook, read_workbook, write_workbook

NOW = datetime(2026, 11, 24, tzinfo=UTC)
REFERENTIAL = a_referential(a_requirement("c", assessable=False), a_requirement("a", "c"), a_requirement("b", "c"))
CERTIFIABLE = a_referential(a_requirement("a", knock_out=True), kind=ScaleKind.CONFORMITY, certifiable=True)
HEAD = ("requirement", "level", "not_applicable", "reason", "note", "evidence")


def book(*rows: tuple[object, ...], name: str = "") -> Workbook:
    return Workbook("reponses.xlsx", (Sheet(name, (HEAD, *rows)),))  # type: ignore[arg-type]


def faults(workbook: Workbook, referential: object = REFERENTIAL) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(Refused) as refused:
        read_answers(workbook, referential)  # type: ignore[arg-type]
    for language in LANGUAGES:
        assert all(words_with_place(finding, language) for finding in refused.value.findings)
    return [(finding.id, finding.place.row, finding.place.column) for finding in refused.value.findings]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("a", 7), "level"),
        (("a", 2.5), "level"),
        (("a", "C"), "level"),
        (("zz", 3), "requirement"),
        ((None, 3), "requirement"),
        (("c", 3), "requirement"),
        (("a", 3, "x", "because"), "not_applicable"),
        (("a", None, "x"), "reason"),
        (("a", None, "maybe"), "not_applicable"),
        (("a", 3, None, None, "n" * 6000), "note"),
    ],
)
def test_each_fault_has_its_place(row: tuple[object, ...], column: str) -> None:
    found = faults(book(row))
    assert [(row_number, name) for _, row_number, name in found] == [(2, column)]
    assert found[0][0].startswith("assessment.")


def test_two_rows_for_one_question() -> None:
    assert faults(book(("a", 1), ("b", 2), ("a", 3))) == [("assessment.answered_twice", 4, "requirement")]


def test_all_faults_at_once() -> None:
    assert len(faults(book(("a", 7), ("zz", 1), ("b", 9)))) == 3


def test_a_knock_out_is_never_not_applicable_where_certificates_rest_on_it() -> None:
    assert faults(book(("a", None, "x", "because")), CERTIFIABLE) == [
        ("assessment.knock_out_not_applicable", 2, "not_applicable")
    ]


def test_a_wrong_sheet() -> None:
    workbook = Workbook("x.xlsx", (Sheet("Budget", ()), Sheet("Notes", ())))
    assert faults(workbook) == [("assessment.wrong_sheet", None, None)]


@pytest.mark.parametrize("level", [3, 3.0, "3", " 3 ", "En place", "en place", "قائم", "In place"])
def test_a_level_is_read_by_code_or_title(level: object) -> None:
    assert read_answers(book(("a", level)), REFERENTIAL) == (Answer(requirement="a", level="3"),)


def test_conformity_by_word() -> None:
    assert read_answers(book(("a", "Partiellement")), CERTIFIABLE)[0].level == "P"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_is_a_valid_assessment(language: Language) -> None:
    content = write_workbook(template(REFERENTIAL, language), title="t", created=NOW)
    assert read_answers(read_workbook(content, file="t.xlsx"), REFERENTIAL) == ()


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)


@settings(deadline=None)
@given(st.sampled_from(LANGUAGES), st.sampled_from("012345"), words, words, words)
def test_a_filled_template_comes_back(language: Language, level: str, note: str, evidence: str, reason: str) -> None:
    given_answers = (
        Answer(requirement="a", level=level, note=note, evidence=evidence),
        Answer(requirement="b", not_applicable=True, reason=reason),
    )
    content = write_workbook(template(REFERENTIAL, language, given_answers), title="t", created=NOW)
    assert read_answers(read_workbook(content, file="t.xlsx"), REFERENTIAL) == given_answers
