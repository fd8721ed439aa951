"""Evidence: brought by file, by words, or by choosing what exists; for many questions; read by whom may, no other."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.apps.diagnostics.rooms import Room, a_room, everything
from tests.apps.diagnostics.test_budgets import statements
from tests.foundation.files.hostile import HOSTILE
from tests.foundation.files.samples import pdf, photograph
from tests.pages import strict_page

from jawda.apps.diagnostics import domain
from jawda.apps.diagnostics.models import Assessment, Evidence, EvidenceLink
from jawda.apps.diagnostics.templatetags.diagnostics import PLACEHOLDER, for_requirement
from jawda.apps.organisations.enums import Role
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.files.models import StoredFile

pytestmark = pytest.mark.django_db
QUESTION, OTHER, CHAPTER = "pp-controle-liberation", "pp-direction-responsable", "pp-controle"
SCRIPT = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_FOLDER = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def room() -> Room:
    return a_room()


@pytest.fixture
def assessment(room: Room) -> Assessment:
    return room.start()


def a_file(name: str = "plan.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content)


def bring(room: Room, assessment: Assessment, question: str = QUESTION, *, script: bool = True, **form: Any) -> Any:
    address = room.url("evidence_add", assessment.pk, question)
    return room.client.post(address, form, headers=SCRIPT if script else {})


def pieces(room: Room) -> list[Evidence]:
    with room.acting():
        return list(Evidence.objects.select_related("file").order_by("taken_at", "pk"))


def links(room: Room) -> set[tuple[str, str]]:
    with room.acting():
        return {(link.evidence.title, link.requirement) for link in EvidenceLink.objects.select_related("evidence")}


def test_a_file_becomes_evidence_and_the_page_shows_it(room: Room, assessment: Assessment) -> None:
    said = bring(room, assessment, file=a_file(), title="Plan de contrôle").json()
    assert said["count"] == 1
    assert "Plan de contrôle" in said["list"]
    (piece,) = pieces(room)
    assert (piece.title, piece.file.name if piece.file else "") == ("Plan de contrôle", "plan.pdf")
    assert piece.taken_by == room.member.person.pk
    with room.acting():
        link = EvidenceLink.objects.get()
        assert (link.referential, link.requirement) == ("premiers-pas-1", QUESTION)
    page = room.get("chapter", assessment.pk, CHAPTER).content.decode()
    strict_page(page)
    assert "Plan de contrôle" in page
    assert "non examiné par un antivirus" in page, "what was not scanned says so"


def test_several_files_and_photographs_come_without_script_too(room: Room, assessment: Assessment) -> None:
    answer = bring(room, assessment, script=False, file=[a_file(), a_file("photo.jpg", photograph())])
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/chapitre/{CHAPTER}/#q-{QUESTION}")
    assert [piece.title for piece in pieces(room)] == ["plan", "photo"]
    page = room.get("chapter", assessment.pk, CHAPTER).content.decode()
    (small,) = re.findall(r'<img class="thumb" src="([^"]+)"', page)
    shown = room.client.get(small)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")


def test_words_alone_are_evidence_and_an_address_is_a_link(room: Room, assessment: Assessment) -> None:
    bring(room, assessment, text="Classeur 4, étagère du haut")
    bring(room, assessment, text="https://example.org/procedure", title="Procédure")
    bring(room, assessment, text="javascript:alert(1)", title="Piège")
    page = room.get("chapter", assessment.pk, CHAPTER).content.decode()
    assert "Classeur 4, étagère du haut" in page
    assert '<a href="https://example.org/procedure" rel="noreferrer nofollow"' in page
    assert 'href="javascript' not in page


def test_hostile_files_are_refused_in_place_and_nothing_is_kept(
    room: Room, assessment: Assessment, folder: Path
) -> None:
    """All or nothing: the honest file beside them is not kept either; what was typed stays on the page."""
    name, content, _ = HOSTILE["JavaScript at opening"]
    said = bring(room, assessment, file=[a_file(), a_file(name, content)]).json()
    assert "JavaScript" in said["error"]
    assert name in said["error"]
    page = bring(room, assessment, script=False, file=a_file(name, content), title="Mon plan", text="près du four")
    assert page.status_code == 422
    html = page.content.decode()
    strict_page(html)
    assert "Mon plan" in html
    assert "près du four" in html
    assert "JavaScript" in html
    assert pieces(room) == []
    with room.acting():
        assert StoredFile.objects.count() == 0
    assert not folder.exists()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "choisissez un fichier"),
        ({"title": "seul"}, "choisissez un fichier"),
        ({"text": "x" * 5001}, "5001"),
        ({"text": "x", "title": "x" * 161}, "161"),
    ],
)
def test_what_lacks_or_is_too_long_is_said(
    room: Room, assessment: Assessment, form: dict[str, str], words: str
) -> None:
    assert words in bring(room, assessment, **form).json()["error"]
    assert pieces(room) == []


def test_too_many_files_at_once_are_refused(room: Room, assessment: Assessment) -> None:
    assert "6" in bring(room, assessment, file=[a_file(f"{n}.pdf") for n in range(6)]).json()["error"]


def test_a_file_far_too_large_is_dropped_while_it_comes(room: Room, assessment: Assessment) -> None:
    said = bring(room, assessment, file=a_file("grand.txt", b"a" * 22_000_000)).json()
    assert "grand.txt" in said["error"]
    assert "20" in said["error"]


def test_one_piece_stands_for_several_questions_of_several_assessments(room: Room, assessment: Assessment) -> None:
    bring(room, assessment, file=a_file())
    (piece,) = pieces(room)
    second = room.start()
    assert "plan" in bring(room, assessment, OTHER, evidence=str(piece.pk)).json()["list"]
    bring(room, second, OTHER, evidence=str(piece.pk))
    again = bring(room, second, OTHER, evidence=str(piece.pk))
    assert again.json()["count"] == 1, "twice is once"
    with room.acting():
        assert EvidenceLink.objects.count() == 3
        assert StoredFile.objects.count() == 1
    page = room.get("chapter", assessment.pk, CHAPTER).content.decode()
    assert "sert aussi à" in page, "the page says what else it stands for"


def test_existing_evidence_is_found_by_its_words(room: Room, assessment: Assessment) -> None:
    bring(room, assessment, file=a_file("grille-2026.pdf"), title="Évaluation des fournisseurs")
    bring(room, assessment, text="Classeur 4", title="Formation")
    page = room.get("evidence_choose", assessment.pk, OTHER).content.decode()
    strict_page(page)
    assert "Évaluation des fournisseurs" in page
    assert "Formation" in page
    for words, found in (("grille", True), ("évaluation FOURNISSEURS", True), ("classeur", False), ("%", False)):
        page = room.get("evidence_choose", assessment.pk, OTHER, q=words).content.decode()
        assert ("Évaluation des fournisseurs" in page) is found, words
    page = room.get("evidence_choose", assessment.pk, QUESTION).content.decode()
    assert "figure déjà ici" in page
    empty = a_room("Vide")
    page = empty.get("evidence_choose", empty.start().pk, OTHER).content.decode()
    strict_page(page)
    assert "Aucune preuve" in page


def test_what_stands_for_nothing_any_more_is_kept_until_somebody_deletes_it(room: Room, assessment: Assessment) -> None:
    bring(room, assessment, file=a_file())
    (piece,) = pieces(room)
    bring(room, assessment, OTHER, evidence=str(piece.pk))
    first = room.client.post(room.url("evidence_remove", assessment.pk, OTHER, piece.pk), headers=SCRIPT).json()
    assert first["count"] == 0
    assert "encore" in first["said"]
    assert len(pieces(room)) == 1
    room.post("evidence_delete", assessment.pk, OTHER, piece.pk)
    assert len(pieces(room)) == 1, "it is in use"
    assert "supprimer/" not in room.get("evidence_choose", assessment.pk, OTHER).content.decode()
    last = room.client.post(room.url("evidence_remove", assessment.pk, QUESTION, piece.pk))
    assert last.status_code == 302
    assert links(room) == set()
    page = room.get("evidence_choose", assessment.pk, OTHER).content.decode()
    strict_page(page)
    assert room.url("evidence_delete", assessment.pk, OTHER, piece.pk) in page
    assert room.post("evidence_delete", assessment.pk, OTHER, piece.pk).status_code == 302
    assert pieces(room) == []
    with room.acting():
        assert StoredFile.objects.count() == 0
        actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[-3:] == ["diagnostics.evidence_unlink", "diagnostics.evidence_delete", "files.forget"]


def test_a_file_that_other_evidence_holds_stays(room: Room, assessment: Assessment) -> None:
    bring(room, assessment, file=a_file(), title="un")
    bring(room, assessment, OTHER, file=a_file(), title="deux")
    first = next(piece for piece in pieces(room) if piece.title == "un")
    room.post("evidence_remove", assessment.pk, QUESTION, first.pk)
    room.post("evidence_delete", assessment.pk, QUESTION, first.pk)
    (left,) = pieces(room)
    assert room.get("evidence_file", left.pk).content == pdf()


def test_a_closed_assessment_keeps_its_evidence_as_it_is(room: Room, assessment: Assessment) -> None:
    bring(room, assessment, file=a_file())
    (piece,) = pieces(room)
    with room.acting():
        domain.close(access=room.member.access, assessment=assessment)
    assert "clos" in bring(room, assessment, file=a_file("b.pdf")).json()["error"]
    assert "error" in bring(room, assessment, OTHER, evidence=str(piece.pk)).json()
    removed = room.client.post(room.url("evidence_remove", assessment.pk, QUESTION, piece.pk), headers=SCRIPT)
    assert "error" in removed.json()
    assert links(room) == {("plan", QUESTION)}
    page = room.get("chapter", assessment.pk, CHAPTER).content.decode()
    strict_page(page)
    assert "plan.pdf" in page
    assert "data-upload" not in page


def test_an_assessment_with_evidence_is_not_empty(room: Room, assessment: Assessment) -> None:
    bring(room, assessment, text="Classeur 4")
    with room.acting(), pytest.raises(domain.NotEmpty):
        domain.delete_empty(access=room.member.access, assessment=assessment)


def test_readers_read_and_change_nothing(room: Room, assessment: Assessment) -> None:
    bring(room, assessment, file=a_file())
    (piece,) = pieces(room)
    _person, reader = room.colleague(Role.READER)
    assert reader.get(room.url("evidence_file", piece.pk)).status_code == 200
    assert reader.post(room.url("evidence_add", assessment.pk, OTHER), {"text": "x"}).status_code == 403
    for name in ("evidence_remove", "evidence_delete"):
        assert reader.post(room.url(name, assessment.pk, QUESTION, piece.pk)).status_code == 403
    page = reader.get(room.url("chapter", assessment.pk, CHAPTER)).content.decode()
    strict_page(page)
    assert "plan.pdf" in page
    assert "data-upload" not in page


def test_anothers_evidence_is_no_evidence(room: Room, assessment: Assessment) -> None:
    """A rival's key in the form or the address, in one's own room, is a key that nobody has."""
    rival = a_room("Rivale")
    theirs = rival.start()
    bring(rival, theirs, file=a_file("secret.pdf"))
    (secret,) = pieces(rival)
    for key in (str(secret.pk), str(uuid4()), "x"):
        assert bring(room, assessment, evidence=key).status_code == 404
    for key in (secret.pk, uuid4()):
        assert room.get("evidence_file", key).status_code == 404
        assert room.get("evidence_thumbnail", key).status_code == 404
        assert room.post("evidence_remove", assessment.pk, QUESTION, key).status_code == 404
        assert room.post("evidence_delete", assessment.pk, QUESTION, key).status_code == 404
    assert room.client.get(rival.url("evidence_file", secret.pk)).status_code == 404
    assert "secret" not in room.get("evidence_choose", assessment.pk, OTHER).content.decode()
    assert links(room) == set()
    assert links(rival) == {("secret", QUESTION)}


def test_a_question_that_is_not_asked_takes_no_evidence(room: Room, assessment: Assessment) -> None:
    for name in ("none", CHAPTER):
        assert bring(room, assessment, name, text="x").status_code == 404
        assert room.get("evidence_choose", assessment.pk, name).status_code == 404


def test_a_file_is_given_to_keep_and_only_a_small_picture_is_shown(room: Room, assessment: Assessment) -> None:
    bring(room, assessment, file=a_file())
    bring(room, assessment, text="Classeur 4")
    with_file = next(piece for piece in pieces(room) if piece.file)
    without = next(piece for piece in pieces(room) if not piece.file)
    answer = room.get("evidence_file", with_file.pk)
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert room.get("evidence_thumbnail", with_file.pk).status_code == 404
    assert room.get("evidence_file", without.pk).status_code == 404
    assert room.get("evidence_thumbnail", without.pk).status_code == 404


def test_exports_and_the_report_name_the_evidence(room: Room) -> None:
    assessment = room.start(answers=everything())
    bring(room, assessment, file=a_file(), title="=Plan")
    bring(room, assessment, text="Classeur 4, étagère du haut")
    (stored,) = [piece.file for piece in pieces(room) if piece.file]
    expected = f"=Plan (plan.pdf, {stored.sha256[:12]})"
    rows = room.get("export", assessment.pk, "reponses", "json").json()
    found = next(row for row in rows if row["requirement"] == QUESTION)
    assert found["evidence_files"].splitlines() == [expected, "Classeur 4, étagère du haut"]
    text = room.get("export", assessment.pk, "reponses", "csv").content.decode("utf-8-sig")
    assert f"'{expected}" in text, "no name becomes a formula"
    workbook = room.get("export", assessment.pk, "reponses", "xlsx").content
    sheet = load_workbook(io.BytesIO(workbook)).worksheets[0]
    assert [cell.data_type for row in sheet for cell in row if str(cell.value).startswith("=Plan")] == ["s"]
    again = room.post("upload", assessment.pk, file=SimpleUploadedFile("reponses.xlsx", workbook))
    assert again.status_code == 302, "what was exported can be read back"
    report = PdfReader(io.BytesIO(room.get("report", assessment.pk).content))
    printed = re.sub(r"\s+", "", "".join(page.extract_text() for page in report.pages))
    assert stored.sha256[:12] in printed
    assert "plan.pdf" in printed


def test_the_report_names_evidence_of_a_question_without_an_answer(room: Room, assessment: Assessment) -> None:
    bring(room, assessment, text="Classeur 4")
    report = PdfReader(io.BytesIO(room.get("report", assessment.pk).content))
    assert "Classeur 4" in "".join(page.extract_text() for page in report.pages)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_evidence(room: Room, assessment: Assessment, count: int) -> None:
    for number in range(count):
        bring(room, assessment, file=a_file(f"{number}.txt", f"{number}".encode()))
    room.get("chapter", assessment.pk, CHAPTER)
    assert len(statements(lambda: room.get("chapter", assessment.pk, CHAPTER))) == 8
    assert len(statements(lambda: room.get("evidence_choose", assessment.pk, OTHER))) <= 9
    with CaptureQueriesContext(connection) as asked:
        room.get("evidence_file", pieces(room)[0].pk)
    assert len(asked) <= 15


def test_the_form_made_once_is_the_form_of_each_question(room: Room, assessment: Assessment) -> None:
    """The page renders it once and puts each identifier in: it must come to the same."""
    page = room.get("chapter", assessment.pk, CHAPTER)
    context = {key: page.context[key] for key in ("screen", "accept", "largest", "request", "csrf_token")}

    def made(name: str) -> str:
        item = {"requirement": {"id": name}}
        return re.sub(r"\n\s+", "\n", render_to_string("diagnostics/evidence.html", {**context, "item": item}))

    for name in (QUESTION, "a.1-b_c", "é'\"<x>", "a b%+&"):
        assert for_requirement(made(PLACEHOLDER), name) == made(name)
