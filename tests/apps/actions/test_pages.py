"""Pages of the plan: what they say, what they refuse in words, what they ask of the database."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.apps.actions.rooms import Room, a_room
from tests.apps.diagnostics.rooms import everything
from tests.apps.pages import MOST, page
from tests.foundation.files.samples import pdf
from tests.pages import strict_page

from jawda.apps.actions import domain
from jawda.apps.actions.models import Action, ActionEvidence
from jawda.apps.organisations.enums import Role
from jawda.core.workflow import State, Step

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES_FOLDER = tmp_path / "files"


@pytest.fixture
def room() -> Room:
    return a_room()


def full(room: Room) -> dict[str, Action]:
    """One action in each state, one late, one waiting."""
    made = {
        "proposed": room.propose("Proposée <b>"),
        "late": room.started("En retard", days=-3, effort_days=2.0),
        "soon": room.started("Bientôt", days=3, effort_days=1.5),
        "done": room.done("Terminée", effort_days=1.0),
        "cancelled": room.propose("Abandonnée"),
    }
    room.step(made["cancelled"], Step.CANCEL, reason="Sans objet")
    with room.acting():
        domain.wait_for(access=room.access, action_id=made["soon"].pk, on_id=made["late"].pk)
    return made


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("name", ["list", "board", "progress", "calendar", "add", "upload"])
def test_every_page_is_strict_empty_and_full(room: Room, name: str, language: str) -> None:
    room.client.cookies["django_language"] = language
    strict_page(page(room.client, room.url(name)), language=language)
    full(room)
    text = page(room.client, room.url(name))
    strict_page(text, language=language)
    assert "<b>" not in text.replace("<b></b>", "")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_action_s_page_in_every_state(room: Room, language: str) -> None:
    room.client.cookies["django_language"] = language
    for action in full(room).values():
        strict_page(page(room.client, room.url("action", action.pk)), language=language)


@pytest.mark.parametrize("name", ["list", "board", "progress"])
def test_one_action_and_three_cost_the_same(room: Room, name: str) -> None:
    counts = []
    for number in (1, 2):
        for _ in range(number):
            room.started(f"Action {number}")
        room.get(name)
        with CaptureQueriesContext(connection) as context:
            assert room.get(name).status_code == 200
        counts.append(len([query for query in context.captured_queries if query["sql"].startswith('SELECT "')]))
    assert counts[0] == counts[1] <= MOST


def test_the_list_is_narrowed_searched_and_sorted(room: Room) -> None:
    made = full(room)

    def shown(**query: str) -> list[str]:
        return [item.row.title for item in room.get("list", **query).context["rows"]]

    assert shown(echeance="overdue") == ["En retard"]
    assert shown(echeance="soon") == ["Bientôt"]
    assert shown(etat="open") == ["En retard", "Bientôt", "Proposée <b>"]
    assert shown(etat="done") == ["Terminée"]
    assert shown(q="retard") == ["En retard"]
    assert set(shown(responsable="none")) == {"Proposée <b>", "Abandonnée"}
    assert len(shown(responsable=str(room.member.person.pk))) == 3
    assert shown(tri="effort")[:3] == ["Terminée", "Bientôt", "En retard"]
    assert shown(q="introuvable") == []
    assert "Aucune action ne correspond" in room.get("list", q="introuvable").content.decode()
    assert len(shown(tri="x", etat="x", responsable="x", chapitre="x/y")) == 0
    assert len(made) == len(shown())


def test_gaps_become_a_plan(room: Room) -> None:
    assessment = room.diagnosis.start(answers=everything("1"))
    result = room.client.get(room.diagnosis.url("result", assessment.pk)).content.decode()
    assert room.url("from_gaps", assessment.pk) in result, "the result offers the plan"
    text = page(room.client, room.url("from_gaps", assessment.pk))
    strict_page(text)
    assert text.count(" checked><span><bdi") == 3, "what to do first is ticked"
    first, other = "pp-direction-responsable", "pp-controle-liberation"
    nobody = room.post("from_gaps", assessment.pk)
    assert nobody.status_code == 422
    assert "Cochez au moins un écart" in nobody.content.decode()
    made = room.post(
        "from_gaps", assessment.pk, gap=[first, other],
        **{f"owner-{first}": str(room.member.person.pk), f"due-{first}": "2027-01-31", f"due-{other}": "2027-13-45"},
    )  # fmt: skip
    assert made.status_code == 302
    with room.acting():
        rows = {row.requirement: row for row in Action.objects.all()}
    assert set(rows) == {first, other}
    assert (rows[first].owner_id, str(rows[first].due_on)) == (room.member.person.pk, "2027-01-31")
    assert (rows[other].owner_id, rows[other].due_on) == (None, None)
    assert "est déjà dans le plan" in page(room.client, room.url("from_gaps", assessment.pk))
    chapter = room.get("list", chapitre="premiers-pas-1/pp-direction").context["rows"]
    assert [item.row.requirement for item in chapter] == [first]
    forged = room.post("from_gaps", assessment.pk, gap=["pp-client-reclamations"],
                       **{"owner-pp-client-reclamations": str(uuid4())})  # fmt: skip
    assert forged.status_code == 422
    with room.acting():
        assert Action.objects.count() == 2


def test_steps_are_taken_on_the_page_and_refused_there_with_what_was_typed(room: Room) -> None:
    action = room.started()
    refused = room.post("step", action.pk, step="finish", effect_due_on="2027-02-01")
    assert refused.status_code == 422
    html = refused.content.decode()
    strict_page(html)
    assert "preuve de réalisation" in html
    assert "2027-02-01" in html, "what was typed stays"
    assert room.post("step", action.pk, step="nonsense").status_code == 404
    assert room.post("step", action.pk, step="cancel", reason="x" * 5001).status_code == 422
    assert room.reread(action).current is State.IN_PROGRESS
    room.post("evidence_add", action.pk, text="Classeur 4")
    assert room.post("step", action.pk, step="finish", effect_due_on="2027-02-01").status_code == 302
    assert str(room.reread(action).effect_due_on) == "2027-02-01"


def test_the_board_moves_by_a_button(room: Room) -> None:
    action = room.propose(owner_id=room.member.person.pk, due_on=TODAY)
    html = room.get("board").content.decode()
    assert 'name="step" value="agree"' in html
    moved = room.post("step", action.pk, step="agree", back="board")
    assert moved["Location"] == room.url("board")
    assert room.reread(action).current is State.AGREED


def test_evidence_is_brought_given_back_and_removed(room: Room) -> None:
    action = room.started()
    assert room.post("evidence_add", action.pk).status_code == 422
    bad = room.post("evidence_add", action.pk, file=SimpleUploadedFile("a.exe", b"MZ"), title="Mon titre")
    assert bad.status_code == 422
    assert "Mon titre" in bad.content.decode()
    room.post("evidence_add", action.pk, file=SimpleUploadedFile("feuille.pdf", pdf()))
    with room.acting():
        piece = ActionEvidence.objects.get()
    given = room.get("evidence_file", action.pk, piece.pk)
    assert given.content == pdf()
    assert "attachment" in given["Content-Disposition"]
    other = room.started("Autre")
    assert room.get("evidence_file", other.pk, piece.pk).status_code == 404
    assert room.post("evidence_remove", action.pk, piece.pk).status_code == 302
    assert room.post("evidence_remove", action.pk, piece.pk).status_code == 404


def test_dependencies_are_said_on_the_page(room: Room) -> None:
    first, second = room.started("Acheter"), room.started("Étalonner")
    assert room.post("depend", second.pk, on=str(first.pk)).status_code == 302
    assert "Acheter" in room.get("action", second.pk).content.decode()
    circle = room.post("depend", first.pk, on=str(second.pk))
    assert circle.status_code == 422
    assert "aucune ne pourrait finir" in circle.content.decode()
    assert room.post("depend", first.pk, on="nonsense").status_code == 404
    assert room.post("depend", first.pk, on=str(uuid4())).status_code == 404
    assert room.post("depend", second.pk, on=str(first.pk), remove="1").status_code == 302


def test_adding_and_changing(room: Room) -> None:
    assert room.post("add", title=" ").status_code == 422
    form = {"title": "Acheter", "cost": "1500.50", "currency": "mad", "effort_days": "2", "due_on": "2027-01-02",
            "consequence": "3", "owner_id": str(room.member.person.pk)}  # fmt: skip
    made = room.post("add", **form)
    assert made.status_code == 302
    with room.acting():
        action = Action.objects.get()
    assert (action.currency, action.consequence, action.owner_name) == ("MAD", 3, "Amina")
    strict_page(room.get("edit", action.pk).content.decode())
    wrong = room.post("edit", action.pk, **form | {"currency": "xxq"})
    assert wrong.status_code == 422
    assert "trois lettres" in wrong.content.decode()
    room.step(action, Step.AGREE)
    lost = room.post("edit", action.pk, title="Acheter")
    assert "Il manque un responsable" in lost.content.decode()
    assert room.post("edit", action.pk, **form | {"title": "Acheter deux"}).status_code == 302
    assert room.reread(action).title == "Acheter deux"


def test_the_progress_says_in_words_how_it_goes(room: Room) -> None:
    full(room)
    html = room.get("progress").content.decode()
    assert "1 jour de travail de retard" in html.replace("\xa0", " ")
    assert "<svg" in html
    assert "L’enchaînement qui décide de la fin" in html


def test_lists_leave_as_files_and_nothing_becomes_a_formula(room: Room) -> None:
    full(room)
    room.propose("=1+1")
    rows = json.loads(room.get("export", "json", etat="open").content)
    assert {row["title"] for row in rows} == {"En retard", "Bientôt", "Proposée <b>", "=1+1"}
    sheet = load_workbook(io.BytesIO(room.get("export", "xlsx").content)).active
    assert sheet is not None
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    assert room.get("export", "exe").status_code == 404
    for language in ("fr", "ar", "en"):
        made = room.get("pdf", langue=language)
        text = "".join(part.extract_text() for part in PdfReader(io.BytesIO(made.content)).pages)
        assert "Bientôt" in text
    assert room.get("pdf", q="introuvable").status_code == 200


def upload(room: Room, content: bytes, name: str = "plan.csv") -> Any:
    return room.post("upload", file=SimpleUploadedFile(name, content))


def test_a_spreadsheet_comes_back_with_a_preview_all_or_nothing(room: Room) -> None:
    action = room.started("Former", effort_days=2.0)
    book = load_workbook(io.BytesIO(room.get("spreadsheet").content))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == [str(action.pk), "Former"]
    sheet.cell(2, 2).value = "Former tous"
    sheet.cell(3, 2).value = "Acheter"
    sheet.cell(3, 4).value = "Amina"
    sheet.cell(3, 5).value = "31/01/2027"
    sheet.cell(3, 7).value = "1\u202f500٫50"
    stream = io.BytesIO()
    book.save(stream)
    preview = upload(room, stream.getvalue(), "plan.xlsx")
    strict_page(preview.content.decode())
    with room.acting():
        assert Action.objects.count() == 1, "nothing is written before the yes"
    token = preview.context["confirmed"]
    assert room.post("upload", confirmed=token).status_code == 302
    assert room.post("upload", confirmed=token).status_code == 302, "a second time changes nothing"
    with room.acting():
        rows = {row.title: row for row in Action.objects.all()}
    assert set(rows) == {"Former tous", "Acheter"}
    bought = rows["Acheter"]
    assert (str(bought.due_on), str(bought.cost), bought.currency) == ("2027-01-31", "1500.50", "MAD")
    assert bought.owner_id == room.member.person.pk


def test_a_preview_is_its_reader_s_and_of_its_company(room: Room) -> None:
    token = upload(room, b"title\nActe\n").context["confirmed"]
    colleague, rival = room.colleague(), a_room("Rivale")
    for client, url in ((colleague.client, room.url("upload")), (rival.client, rival.url("upload"))):
        client.post(url, {"confirmed": token})
    for one in (room, rival):
        with one.acting():
            assert Action.objects.count() == 0


def test_every_fault_of_a_file_is_named_with_its_place(room: Room) -> None:
    ended = room.done()
    lines = [
        "id;title;due_on;effort_days;cost;currency;consequence",
        f"{uuid4()};Inconnue;;;;;",
        f"{ended.pk};Terminée;;;;;",
        "x;Sans clé;;;;;",
        ";;;;;;9",
        ";Dates;demain;beaucoup;;;",
        ";Trop;1999-01-01;;;;",
        ";Cher;;;10;zzz;",
        ";Souligné;;;1_000;MAD;",
        ";" + "x" * 201 + ";;;;;",
    ]
    refused = upload(room, "\n".join(lines).encode())
    assert refused.status_code == 422
    faults = refused.context["faults"]
    text = "\n".join(faults).replace("\xa0", " ")
    cells = [(2, "id"), (3, "id"), (4, "id"), (5, "consequence"), (6, "due_on"), (6, "effort_days"), (7, "due_on"),
             (8, "currency"), (9, "cost"), (10, "title")]  # fmt: skip
    for row, column in cells:
        place = f"ligne {row}, colonne « {column} »"
        assert place in text, (place, text)
    with room.acting():
        assert Action.objects.count() == 1
    assert upload(room, b"%PDF-1.7").status_code == 422
    assert upload(room, b"titre\nx\n").status_code == 422
    assert room.post("upload").status_code == 422
    many = upload(room, b"title\n" + b"x\n" * 501)
    assert "501" in many.context["faults"][0]


def test_readers_read_and_change_nothing(room: Room) -> None:
    action = room.started()
    reader = room.colleague(Role.READER)
    for name in ("list", "board", "progress", "calendar"):
        text = page(reader.client, room.url(name))
        assert room.url("add") not in text
    assert 'name="step"' not in page(reader.client, room.url("action", action.pk))
    for name, arguments in (("add", ()), ("edit", (action.pk,)), ("upload", ()), ("spreadsheet", ())):
        assert reader.client.get(room.url(name, *arguments)).status_code == 403
    assert reader.client.post(room.url("step", action.pk), {"step": "cancel", "reason": "x"}).status_code == 403


def test_overdue_is_a_matter_of_today(room: Room) -> None:
    action = room.started(days=-1)
    assert "en retard" in room.get("action", action.pk).content.decode()
    with room.acting():
        Action.objects.filter(pk=action.pk).update(due_on=TODAY + timedelta(days=1))
    assert "en retard" not in room.get("action", action.pk).content.decode()
