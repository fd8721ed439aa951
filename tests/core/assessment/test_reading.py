"""Which sheet and which cells are read, and what is said of those that cannot be."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.core.assessment.examples import CATALOGUE, GRID, STANDARD, referential, requirement

from jawda.core.assessment import MAXIMUM_TEXT, Answer, check_answer, read_answers
from jawda.core.assessment.acceptance import Nearest
from jawda.core.findings import Finding, Refused, words, words_with_place
from jawda.core.referentials import Referential
from jawda.core.spreadsheets import Sheet, Value, Workbook, read_csv, read_json_rows

HEAD: tuple[Value, ...] = ("requirement", "level", "not_applicable", "reason", "note", "evidence")


def book(*rows: tuple[Value, ...], head: tuple[Value, ...] = HEAD, name: str = "Réponses") -> Workbook:
    return Workbook("r.xlsx", (Sheet(name, (head, *rows)),))


def refused(workbook: Workbook, tree: Referential = GRID) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as caught:
        read_answers(workbook, tree)
    return caught.value.findings


@pytest.mark.parametrize("name", ["answers", "ANSWERS", "reponses", "Réponses", "الأجوبة", "Feuil1", ""])
def test_the_sheet_of_answers_or_the_only_sheet(name: str) -> None:
    """The sheet named for answers in any of three languages is read, else the only one."""
    assert read_answers(book(("a", 3), name=name), GRID)[0].requirement == "a"


def test_another_sheet_beside_the_answers_is_left_alone() -> None:
    """Only the sheet of answers is read."""
    workbook = Workbook("r.xlsx", (Sheet("Budget", (("x",),)), Sheet("Answers", (HEAD, ("a", 3)))))
    assert len(read_answers(workbook, GRID)) == 1


def test_two_sheets_of_answers_are_refused() -> None:
    """Which of two sheets of answers holds is not guessed."""
    workbook = Workbook("r.xlsx", (Sheet("Answers", ()), Sheet("Réponses", ())))
    found = refused(workbook)
    assert [finding.id for finding in found] == ["assessment.two_sheets"]
    assert "Answers, Réponses" in words(found[0], "en")


@pytest.mark.parametrize(
    "workbook",
    [
        book(("a",), ("b",), head=("requirement",)),
        book(("a", None, "non"), ("b", None, False)),
        book(("c1", None, None)),
        book((None, None, None, None, None, None, "only a reference"), head=(*HEAD, "reference")),
        book(),
        Workbook("r.xlsx", (Sheet("Answers", ()),)),
        read_json_rows(b"[]", file="r.json"),
        read_csv(b"requirement,level,not_applicable,reason,note,evidence\n", file="r.csv"),
    ],
)
def test_an_empty_assessment_is_valid(workbook: Workbook) -> None:
    """An empty template, with only ids or with no row at all, is a valid assessment with nothing answered."""
    assert read_answers(workbook, GRID) == ()


@pytest.mark.parametrize("day", [date(2026, 3, 1), datetime.fromisoformat("2026-03-01T00:00")])
def test_a_note_alone_is_kept_and_answers_nothing(day: Value) -> None:
    """A note without a level is kept; the question stays unanswered."""
    (answer,) = read_answers(book(("a", None, None, None, " to see ", day)), GRID)
    assert answer == Answer(requirement="a", note="to see", evidence="2026-03-01")
    assert not answer.answered


@pytest.mark.parametrize("cell", ["yes", "Oui", "نعم", "x", "X", 1, 1.0, True, "true", "vrai"])
def test_yes_in_three_languages(cell: Value) -> None:
    """Not applicable is told by yes in three languages, x, 1 or true."""
    assert read_answers(book(("a", None, cell, "no design")), GRID)[0].not_applicable


@pytest.mark.parametrize("cell", ["no", "-", "Non", "لا", 0, 0.0, False, "", None, "false", "faux"])
def test_no_in_three_languages(cell: Value) -> None:
    """No in three languages, 0, false and an empty cell are no."""
    assert not read_answers(book(("a", 3, cell)), GRID)[0].not_applicable


@pytest.mark.parametrize(
    ("tree", "cell", "fault"),
    [
        (GRID, "7", "level_out_of_range"),
        (GRID, -1, "level_out_of_range"),
        (GRID, "2,5", "level_not_whole"),
        (GRID, "Conforme", "level_of_other_scale"),
        (GRID, "inf", "unknown_level"),
        (GRID, True, "unknown_level"),
        (GRID, datetime.fromisoformat("2026-03-05T12:30"), "unknown_level"),
        (STANDARD, "3", "level_of_other_scale"),
        (STANDARD, 7, "unknown_level"),
        (STANDARD, "good", "unknown_level"),
    ],
)
def test_levels_that_are_not_on_the_scale(tree: Referential, cell: Value, fault: str) -> None:
    """Two kinds of scale, never mixed: a level of the other one is named as such; whole levels only."""
    (finding,) = refused(book(("a", cell)), tree)
    assert (finding.id, finding.place.row, finding.place.column) == (f"assessment.{fault}", 2, "level")
    assert finding.arguments["expected"] == ("0, 1, 2, 3, 4, 5" if tree is GRID else "C, P, X")


def test_a_knock_out_may_be_not_applicable_in_a_catalogue() -> None:
    """Only where a certificate rests on it is a knock-out always applicable."""
    rows = book(("a", None, "x", "no such process"))
    assert read_answers(rows, CATALOGUE)[0].answered
    assert [finding.id for finding in refused(rows, STANDARD)] == ["assessment.knock_out_not_applicable"]


def test_the_nearest_requirement_is_told() -> None:
    """An unknown id is answered with the nearest: by clause number, by likeness, else the first."""
    tree = referential([requirement("iso-9-2", reference="9.2"), requirement("iso-10-2", reference="10.2")])
    near = Nearest(tree, searches=1)
    assert [near.to(name) for name in ("10.2", "iso-10_2", "iso-10_2")] == ["iso-10-2", "iso-10-2", "iso-9-2"]
    assert Nearest(referential([])).to("a") == ""
    finding = refused(book(("10.2", "C")), tree)[0]
    expected = (
        "r.xlsx, sheet “Réponses”, row 2, column “requirement”: unknown requirement “10.2”; the nearest is “iso-10-2”."
    )
    assert words_with_place(finding, "en") == expected


def test_both_rows_are_named() -> None:
    """Two rows for one question: both are named."""
    (finding,) = refused(book(("a", 1), ("b", 2), ("a", 3)))
    assert words(finding, "fr").startswith("deux lignes pour «\N{NO-BREAK SPACE}a\N{NO-BREAK SPACE}»")
    assert (finding.arguments["first"], finding.arguments["second"]) == (2, 4)


def test_all_faults_of_a_file_at_once() -> None:
    """A person mends a file in one go: every fault is told."""
    rows = book(("zz", 9, "perhaps"), ("a", 3, "x"), ("c1", 1), (None, 2), ("b", None, None, "r" * (MAXIMUM_TEXT + 1)))
    assert [(finding.place.row, finding.place.column) for finding in refused(rows)] == [
        (2, "level"), (2, "not_applicable"), (2, "requirement"), (3, "not_applicable"), (3, "reason"),
        (4, "requirement"), (5, "requirement"), (6, "reason"),
    ]  # fmt: skip


def test_check_answer_tells_the_same_without_a_place() -> None:
    """One answer of a page is held to the same rules as a row of a file."""
    assert check_answer(STANDARD, Answer(requirement="a", level="C")) == ()
    wrong = Answer(requirement="z", level="3", not_applicable=True)
    assert [finding.id.removeprefix("assessment.") for finding in check_answer(STANDARD, wrong)] == [
        "unknown_requirement", "unknown_level", "level_and_not_applicable", "reason_missing",
    ]  # fmt: skip
