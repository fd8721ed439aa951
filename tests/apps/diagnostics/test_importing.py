"""The spreadsheet out and in: what is wrong is refused with its place, what is right is shown, then written once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from tests.apps.diagnostics.rooms import Room, a_room, everything

pytestmark = pytest.mark.django_db
QUESTION = "pp-controle-liberation"
HEAD = ("requirement", "level", "note")


def book(*rows: tuple[Any, ...], name: str = "Réponses", head: tuple[str, ...] = HEAD) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = name
    for row in (head, *rows):
        sheet.append(row)
    return saved(made)


def saved(made: Workbook) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def wrong_sheet() -> bytes:
    made = Workbook()
    made.worksheets[0].title = "Autre"
    made.create_sheet("Encore")
    return saved(made)


def merged() -> bytes:
    made = load_workbook(io.BytesIO(book((QUESTION, 3, None))))
    made.worksheets[0].merge_cells("B2:C2")
    return saved(made)


def many_rows() -> bytes:
    lines = b"x,3,\n" * 1_000_000
    return b"requirement,level,note\n" + lines


def formula() -> bytes:
    return book((QUESTION, '=CMD("calc")', None))


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return buffer.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "wrong sheet": (wrong_sheet, "f.xlsx", "Réponses"),
    "unknown id": (lambda: book(("pp-rien", 3, None)), "f.xlsx", "ligne 2"),
    "7 on 0-5": (lambda: book((QUESTION, 7, None)), "f.xlsx", "ligne 2"),
    "two rows": (lambda: book((QUESTION, 3, None), (QUESTION, 4, None)), "f.xlsx", "ligne 3"),
    "merged cells": (merged, "f.xlsx", "fusionnées"),
    "a million rows": (many_rows, "f.csv", "lignes sont acceptées"),
    "formula": (formula, "f.xlsx", "formule"),
    "zip bomb": (zip_bomb, "f.xlsx", "anormal"),
    "wrong kind": (lambda: b"%PDF-1.7 not a table", "f.xlsx", "est attendu"),
    "another referential": (lambda: book(("ac-1", "C", None)), "f.xlsx", "ac-1"),
    "broken json": (lambda: b'[{"requirement":', "f.json", "JSON"),
}


@pytest.fixture
def room() -> Room:
    return a_room()


def send(room: Room, assessment: Any, content: bytes, name: str = "reponses.xlsx") -> Any:
    return room.post("upload", assessment.pk, file=SimpleUploadedFile(name, content))


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_refused_with_its_place_and_nothing_is_stored(room: Room, kind: str) -> None:
    make, name, expected = BAD[kind]
    assessment = room.start(answers={QUESTION: "1"})
    answer = send(room, assessment, make(), name)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert name in page
    assert expected in page
    assert {key: row.level for key, row in room.answers(assessment).items()} == {QUESTION: "1"}


def test_an_empty_file_holds_no_answer_and_changes_nothing(room: Room) -> None:
    assessment = room.start(answers={QUESTION: "1"})
    answer = send(room, assessment, b"", "vide.csv")
    assert answer.status_code in (302, 422)
    assert len(room.answers(assessment)) == 1


def test_the_preview_shows_old_and_new_and_writes_only_when_confirmed(room: Room) -> None:
    assessment = room.start(answers={QUESTION: "1", "pp-controle-instruments": "3"})
    answer = send(room, assessment, book((QUESTION, 4, "Signé"), ("pp-controle-instruments", 3, None)))
    shown = room.client.get(answer["Location"]).content.decode()
    assert "1 – Au coup par coup" in shown
    assert "4 – Mesuré" in shown
    assert "Signé" in shown
    assert "1 réponse du fichier est déjà la même." in shown
    assert room.answers(assessment)[QUESTION].level == "1"
    assert room.client.post(answer["Location"]).status_code == 302
    assert room.answers(assessment)[QUESTION].level == "4"


def test_a_confirmation_cannot_be_replayed_or_carried_elsewhere(room: Room) -> None:
    """Not again, not into another assessment, not by a colleague, not by another company."""
    assessment, other = room.start(answers={QUESTION: "1"}), room.start()
    pending = send(room, assessment, book((QUESTION, 4, None)))["Location"].split("?")[0]
    elsewhere = pending.replace(str(assessment.pk), str(other.pk))
    assert room.client.get(elsewhere).status_code == 404
    room.client.post(elsewhere)
    _person, colleague = room.colleague()
    assert colleague.get(pending).status_code == 404
    colleague.post(pending)
    a_room("Rival").client.post(pending)
    assert room.answers(assessment)[QUESTION].level == "1"
    assert room.answers(other) == {}
    room.client.post(pending)
    room.save(assessment, QUESTION, level="2")
    room.client.post(pending)
    assert room.answers(assessment)[QUESTION].level == "2"


def test_a_confirmation_notices_that_answers_changed_since(room: Room) -> None:
    assessment = room.start(answers={QUESTION: "1"})
    pending = send(room, assessment, book((QUESTION, 4, None)))["Location"]
    room.save(assessment, QUESTION, level="5")
    room.client.post(pending)
    assert room.answers(assessment)[QUESTION].level == "5"
    assert room.client.get(pending).status_code == 409


def test_a_big_preview_is_cut_into_pages(room: Room) -> None:
    assessment = room.start()
    answer = send(room, assessment, book(*((name, 3, None) for name in everything())))
    page = room.client.get(answer["Location"])
    assert page.context["page"].paginator.count == len(everything())


def test_what_goes_out_runs_nothing_and_comes_in_again(room: Room) -> None:
    """A note that looks like a formula stays a text in the workbook, in CSV and in the export of gaps."""
    assessment = room.start()
    room.save(assessment, QUESTION, level="1", note="=1+1")
    cells = [
        cell
        for kind in ("spreadsheet", "export")
        for row in load_workbook(
            io.BytesIO(room.get(kind, assessment.pk, *(["ecarts", "xlsx"] if kind == "export" else [])).content)
        ).worksheets[0]
        for cell in row
        if cell.value == "=1+1"
    ]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    csv = room.get("export", assessment.pk, "reponses", "csv").content
    assert b",'=1+1," in csv
    again = send(room, assessment, csv, "reponses.csv")
    assert again["Location"].endswith("/importer/"), "every answer is the same already"
    assert room.get("export", assessment.pk, "ecarts", "json").json()[0]["requirement"] == QUESTION
    assert room.get("export", assessment.pk, "ecarts", "pdf").status_code == 404


def test_a_closed_assessment_takes_no_import(room: Room) -> None:
    assessment = room.start(answers={QUESTION: "1"})
    pending = send(room, assessment, book((QUESTION, 4, None)))["Location"]
    room.post("close", assessment.pk)
    room.client.post(pending)
    send(room, assessment, book((QUESTION, 5, None)))
    assert room.answers(assessment)[QUESTION].level == "1"
