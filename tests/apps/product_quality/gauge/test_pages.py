"""Pages of gauge studies: what they say, what they refuse in words, what they ask of the database."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.apps.pages import MOST, page
from tests.apps.product_quality.gauge.rooms import Room, a_room
from tests.pages import strict_page

from jawda.apps.organisations.enums import Role
from jawda.apps.product_quality.models import Characteristic, GaugeReading, GaugeStudy, Instrument
from jawda.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
FORM = {"title": "Hauteur", "parts": "10", "trials": "3", "operators": "Amina\nBrahim\nC-03", "tolerance": "0,4"}
OF_ONE = ("study", "study_edit", "study_entry", "study_upload")


@pytest.fixture
def room() -> Room:
    return a_room()


def states(room: Room) -> dict[str, GaugeStudy]:
    """One study in each state, with names that would be markup."""
    return {
        "planned": room.plan("Prévue <b>"),
        "begun": room.measured(room.plan("Commencée", part_names=("<i>", "p2", "p3", "p4", "p5")), leave=7),
        "barely": room.measured(room.plan("À peine"), leave=29),
        "good": room.measured(room.plan("Bonne"), spread=0.001),
        "fair": room.measured(room.plan("Moyenne", tolerance=None), spread=0.02),
        "poor": room.measured(room.plan("Mauvaise", tolerance=0.1), spread=0.3),
    }


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_is_strict_empty_and_full(room: Room, language: str) -> None:
    room.client.cookies["django_language"] = language
    for name in ("studies", "study_add", "study_from_file"):
        strict_page(page(room.client, room.url(name)), language=language)
    made = states(room)
    text = page(room.client, room.url("studies"))
    strict_page(text, language=language)
    for study in made.values():
        for name in OF_ONE:
            text = page(room.client, room.url(name, study.pk))
            strict_page(text, language=language)
            assert "<b></b>" not in text
            assert "<i></i>" not in text


def test_one_study_and_three_cost_the_same(room: Room) -> None:
    counts = []
    for number in (1, 2):
        for _ in range(number):
            room.measured(room.plan())
        room.get("studies")
        with CaptureQueriesContext(connection) as context:
            assert room.get("studies").status_code == 200
        counts.append(len([query for query in context.captured_queries if query["sql"].startswith('SELECT "')]))
    assert counts[0] == counts[1] <= MOST


def test_the_list_is_narrowed_searched_and_sorted(room: Room) -> None:
    states(room)

    def shown(**query: str) -> list[str]:
        return [item.row.title for item, _verdict, _share in room.get("studies", **query).context["rows"]]

    assert len(shown()) == 6
    assert set(shown(etat="complete")) == {"Bonne", "Moyenne", "Mauvaise"}
    assert shown(etat="planned") == ["Prévue <b>"]
    assert shown(q="commen") == ["Commencée"]
    assert shown(tri="titre")[0] == "Bonne"
    assert shown(q="introuvable") == []
    assert "Aucune étude ne correspond" in room.get("studies", q="introuvable").content.decode()
    assert len(shown(tri="x", etat="x")) == 6
    verdicts = {item.row.title: words for item, (_mark, words), _share in room.get("studies").context["rows"]}
    assert (verdicts["Bonne"], verdicts["Mauvaise"], verdicts["Commencée"]) == ("acceptable", "non acceptable", "")


def test_the_list_leaves_as_a_file(room: Room) -> None:
    states(room)
    rows = json.loads(room.get("studies_export", "json", etat="complete").content)
    assert {row["title"] for row in rows} == {"Bonne", "Moyenne", "Mauvaise"}
    good = next(row for row in rows if row["title"] == "Bonne")
    assert good["percent_tolerance"] < 10
    assert good["ndc"] >= 5
    assert (good["measured"], good["planned"]) == (30, 30)
    book = load_workbook(io.BytesIO(room.get("studies_export", "xlsx").content))
    assert book.worksheets[0].max_row == 7
    assert room.get("studies_export", "csv").content.count(b"\n") == 7
    assert room.get("studies_export", "doc").status_code == 404


def test_a_plan_is_proposed_and_planned(room: Room) -> None:
    form = room.get("study_add").context["form"]
    assert (form["parts"].value(), form["trials"].value()) == (10, 3)
    assert len(form["operators"].value().splitlines()) == 3
    made = room.post("study_add", **FORM)
    assert made.status_code == 302
    with room.acting():
        study = GaugeStudy.objects.get()
        entry = AuditEntry.objects.get(action="gauge_study.plan")
    assert (study.parts, study.trials, study.operators, study.tolerance) == (10, 3, ["Amina", "Brahim", "C-03"], 0.4)
    assert "Amina" not in entry.content, "the trail holds no names"


def test_the_tolerance_and_unit_are_those_of_the_characteristic(room: Room) -> None:
    with room.acting():
        known = Characteristic.objects.create(
            organisation=room.member.organisation, name="Hauteur", unit="mm", lower=1.1, upper=1.4
        )
        tool = Instrument.objects.create(
            organisation=room.member.organisation, identification="MIC-3", name="Micromètre"
        )
    room.post(
        "study_add", **{**FORM, "tolerance": "", "characteristic_id": str(known.pk), "instrument_id": str(tool.pk)}
    )
    with room.acting():
        study = GaugeStudy.objects.get()
    assert (study.tolerance, study.unit, study.characteristic_id, study.instrument_id) == (0.3, "mm", known.pk, tool.pk)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", ""),
        ("operators", "Amina", "De 2 à 10 opérateurs"),
        ("operators", "Amina\namina", "le même nom"),
        ("operators", "\n".join("ABCDEFGHIJK"), "De 2 à 10 opérateurs"),
        ("operators", "x" * 81 + "\ny", "1 à 80 caractères"),
        ("parts", "2", "Plus d’opérateurs que de pièces"),
        ("parts", "51", ""),
        ("trials", "1", ""),
        ("tolerance", "douze", "n’est pas un nombre"),
        ("tolerance", "-1", "une largeur positive"),
        ("part_names", "a\nb", "2 noms pour 10 pièces"),
        ("part_names", "\n".join("aabcdefghi"), "le même nom"),
        ("characteristic_id", "00000000-0000-4000-8000-000000000000", ""),
        ("instrument_id", "x", ""),
    ],
)
def test_a_plan_that_no_study_can_be_is_refused_beside_its_field(
    room: Room, field: str, value: str, words: str
) -> None:
    refused = room.post("study_add", **{**FORM, field: value})
    assert refused.status_code == 422
    html = refused.content.decode()
    strict_page(html)
    errors = refused.context["form"].errors
    assert set(errors) <= {field, "operators"}
    assert words in " ".join(" ".join(found) for found in errors.values())
    with room.acting():
        assert not GaugeStudy.objects.exists()


def test_the_size_stays_once_something_is_measured(room: Room) -> None:
    study = room.plan()
    same = {"title": "Autre", "parts": "5", "trials": "2", "operators": "Amina\nBrahim\nC-03", "tolerance": "3"}
    assert room.post("study_edit", study.pk, **{**same, "trials": "3"}).status_code == 302
    assert room.reread(study).trials == 3
    room.post("study_edit", study.pk, **same)
    room.measured(study)
    refused = room.post("study_edit", study.pk, **{**same, "parts": "6"})
    assert refused.status_code == 422
    assert "Des mesures existent" in refused.content.decode()
    assert room.post("study_edit", study.pk, **{**same, "operators": "A\nB\nC"}).status_code == 302
    assert room.reread(study).operators == ["A", "B", "C"]
    assert room.post("study_edit", study.pk, **{**same, "operators": ""}).status_code == 422


def test_a_small_plan_is_warned_of_and_a_large_one_is_not(room: Room) -> None:
    assert "Plan réduit" in room.get("study", room.plan().pk).content.decode()
    large = room.plan(parts=10, trials=3)
    assert "Plan assez large" in room.get("study", large.pk).content.decode()


def test_the_report_judges_in_words_and_says_what_comes_next(room: Room) -> None:
    made = states(room)

    def text(name: str) -> str:
        html: str = room.get("study", made[name].pk).content.decode()
        return html

    assert "Le système de mesure est acceptable<" in text("good")
    assert "Que faire ensuite" not in text("good")
    assert "Le système de mesure n’est pas acceptable" in text("poor")
    assert "Que faire ensuite" in text("poor")
    assert "domine" in text("poor")
    assert "de la variation de l’étude" in text("fair"), "without a tolerance, the study judges"
    begun = text("begun")
    assert "Étude incomplète" in begun
    assert "vraisemblance restreint" in begun, "the other method is said"
    assert "23 sur 30" in begun
    assert "Provisoire" in begun
    assert "Provisoire" not in text("poor")
    assert "Rien ne peut encore être calculé" in text("barely")
    for part in ("Composantes de la variation", "Analyse de variance", "Peut-on se fier à cette étude"):
        assert part in text("good")
    assert text("good").count("<figure") == 4


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_report_and_sheets_are_printed(room: Room, language: str) -> None:
    made = states(room)
    for name in ("planned", "barely", "begun", "poor"):
        answer = room.get("study_pdf", made[name].pk, langue=language)
        assert answer.status_code == 200
        assert len(PdfReader(io.BytesIO(answer.content)).pages) >= 1
    sheets = room.get("study_sheet", made["planned"].pk, langue=language)
    pages = PdfReader(io.BytesIO(sheets.content)).pages
    assert len(pages) == 6, "one page for each operator and trial"
    if language == "fr":
        assert "Brahim" in pages[1].extract_text()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize(
    ("kind", "parts", "trials", "pages"),
    [
        ("crossed", 14, 2, 4), ("crossed", 15, 2, 5), ("crossed", 22, 2, 5), ("crossed", 23, 2, 8),
        ("type1", 50, 1, 3), ("type1", 200, 1, 10), ("agreement", 50, 2, 12), ("agreement", 36, 2, 8),
    ],
)  # fmt: skip
def test_a_sheet_that_is_longer_than_a_page_goes_on_under_its_heading(
    room: Room, language: str, kind: str, parts: int, trials: int, pages: int
) -> None:
    facts = {"kind": kind, "parts": parts, "trials": trials, "operators": ("Amina", "Brahim")}
    names = tuple(f"P{number:03}Z" for number in range(1, parts + 1))
    facts |= {"operators": ("Amina",), "reference": 1.0} if kind == "type1" else {"part_names": names}
    facts |= {"nonconforming_parts": (1,)} if kind == "agreement" else {}
    study = room.plan("Un titre long, avec des mots " * 4, **facts)
    printed = PdfReader(io.BytesIO(room.get("study_sheet", study.pk, langue=language).content)).pages
    assert len(printed) == pages
    if language == "ar":
        return
    continued = {"fr": ", suite", "en": ", continued"}[language]
    texts = [page.extract_text() for page in printed]
    assert sum(continued in text for text in texts) == pages - len(study.operators) * trials
    assert all(any(name in text for name in study.operators) for text in texts)
    whole = "\n".join(texts)
    for name in study.part_names:
        assert whole.count(name) == len(study.operators) * trials, "no part is left out, none stands twice"


def test_the_sheets_have_the_same_order_each_time_and_another_for_each_trial(room: Room) -> None:
    study = room.plan(parts=20, trials=3)

    def orders() -> list[tuple[int, ...]]:
        found = []
        for number in range(1, 10):
            cells = room.get("study_entry", study.pk, fiche=str(number)).context["cells"]
            found.append(tuple(cell.part for cell in cells))
        return found

    first = orders()
    assert first == orders()
    assert len(set(first)) == 9
    assert all(sorted(order) == list(range(1, 21)) for order in first)


def test_the_study_leaves_as_workbook_csv_and_json(room: Room) -> None:
    made = states(room)
    body = json.loads(room.get("study_export", made["good"].pk, "json").content)
    assert len(body["measurements"]) == 30
    assert body["result"]["components"]["grr"]["percent_tolerance"] < 10
    assert {check["id"] for check in body["checks"]} >= {"measurement_systems.study_complete"}
    book = load_workbook(io.BytesIO(room.get("study_export", made["good"].pk, "xlsx").content))
    assert len(book.worksheets) == 4
    assert book.worksheets[0].max_row == 31
    assert room.get("study_export", made["good"].pk, "csv").content.count(b"\n") == 31
    assert room.get("study_export", made["good"].pk, "exe").status_code == 404
    planned = json.loads(room.get("study_export", made["planned"].pk, "json").content)
    assert (planned["result"], planned["measurements"]) == (None, [])
    assert len(load_workbook(io.BytesIO(room.get("study_export", made["begun"].pk, "xlsx").content)).worksheets) == 3


def test_a_study_is_deleted_with_its_measurements(room: Room) -> None:
    study = room.measured(room.plan())
    assert "emporte ses 30 mesures" in room.get("study", study.pk).content.decode().replace("\xa0", " ")
    assert room.get("study_delete", study.pk).status_code == 405
    assert room.post("study_delete", study.pk).status_code == 302
    with room.acting():
        assert not GaugeStudy.objects.exists()
        assert not GaugeReading.objects.exists()
        assert AuditEntry.objects.filter(action="gauge_study.delete").exists()


def test_readers_look_and_change_nothing(room: Room) -> None:
    study = room.measured(room.plan())
    reader = room.colleague(Role.READER)
    for name in ("study", "study_pdf", "study_sheet", "study_workbook"):
        assert reader.get(name, study.pk).status_code == 200
    html = reader.get("study", study.pk).content.decode()
    assert "Supprimer" not in html
    for name in ("study_edit", "study_entry", "study_upload"):
        assert reader.get(name, study.pk).status_code == 403
    assert reader.post("study_delete", study.pk).status_code == 403
    assert reader.post("study_save", study.pk, 0, 1, **{"value-1": "1"}).status_code == 403
    assert reader.get("study_add").status_code == 403
    assert reader.get("study_from_file").status_code == 403


@pytest.mark.parametrize("name", [*OF_ONE, "study_pdf", "study_sheet", "study_workbook"])
def test_another_s_study_is_not_found(room: Room, name: str) -> None:
    other: Any = a_room("Autre").plan()
    assert room.get(name, other.pk).status_code == 404
    assert room.get(name, uuid4()).status_code == 404
