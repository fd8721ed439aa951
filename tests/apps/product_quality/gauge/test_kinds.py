"""Studies of type 1 and of agreement: planned, printed, typed, read from a file, judged, exported."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.apps.pages import page
from tests.apps.product_quality.gauge.rooms import Room, a_room
from tests.pages import strict_page

from jawda.apps.product_quality.enums import StudyKind, StudyState
from jawda.apps.product_quality.gauge import domain
from jawda.apps.product_quality.models import GaugeStudy

pytestmark = pytest.mark.django_db
BAD = (2, 4, 5, 9)
TYPE1 = {
    "title": "Cale étalon", "parts": "25", "operators": "Amina", "tolerance": "0,06", "reference": "1,25", "unit": "mm",
}  # fmt: skip
AGREEMENT = {
    "title": "Aspect", "parts": "10", "operators": "Amina\nBrahim", "trials": "2", "nonconforming_parts": "2, 4\n5 ; 9",
}  # fmt: skip


@pytest.fixture
def room() -> Room:
    return a_room()


def type1(room: Room, *, bias: float = 0.0, spread: float = 0.001, count: int = 25, **facts: Any) -> GaugeStudy:
    """One part of 1.25 mm, whose measurements go up and down around it."""
    given = {"kind": StudyKind.TYPE1, "operators": ("Amina",), "parts": 25, "trials": 1, "tolerance": 0.06,
             "reference": 1.25} | facts  # fmt: skip
    study = room.plan("Cale <b>", **given)
    values = [((0, at, 1), round(1.25 + bias + spread * (at % 3 - 1), 4)) for at in range(1, count + 1)]
    with room.acting():
        domain.import_readings(access=room.access, study_id=study.pk, readings=values)
    return room.reread(study)


def agreement(room: Room, *, wrong: tuple[int, ...] = (), leave: int = 0, **facts: Any) -> GaugeStudy:
    """Two appraisers who judge as the reference, but for the second, who is ``wrong`` on some parts in trial 2."""
    given = {"kind": StudyKind.AGREEMENT, "operators": ("Amina", "Brahim"), "parts": 10, "trials": 2, "tolerance": None,
             "unit": "", "nonconforming_parts": BAD} | facts  # fmt: skip
    study = room.plan("Aspect <b>", **given)
    values = [
        ((operator, part, trial), float((part not in BAD) != (part in wrong and (operator, trial) == (1, 2))))
        for operator in (0, 1) for part in range(1, study.parts + 1) for trial in (1, 2)
    ]  # fmt: skip
    with room.acting():
        domain.import_readings(access=room.access, study_id=study.pk, readings=values[: len(values) - leave])
    return room.reread(study)


def text_of(room: Room, study: GaugeStudy) -> str:
    html: str = room.get("study", study.pk).content.decode()
    return html.replace("\xa0", " ")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_and_print_in_every_language(room: Room, language: str) -> None:
    room.client.cookies["django_language"] = language
    made = [
        type1(room), type1(room, bias=0.004), type1(room, spread=0.01), type1(room, count=1), type1(room, count=0),
        agreement(room), agreement(room, wrong=(1, 2, 3)), agreement(room, leave=3),
    ]  # fmt: skip
    for kind in StudyKind.values:
        strict_page(page(room.client, f"{room.url('study_add')}?genre={kind}"), language=language)
    strict_page(page(room.client, room.url("studies")), language=language)
    for study in made:
        for name in ("study", "study_edit", "study_entry", "study_upload"):
            text = page(room.client, room.url(name, study.pk))
            strict_page(text, language=language)
            assert "<b></b>" not in text
        for name in ("study_pdf", "study_sheet"):
            answer = room.get(name, study.pk, langue=language)
            assert len(PdfReader(io.BytesIO(answer.content)).pages) >= 1


def test_a_type_1_study_is_planned_from_its_form(room: Room) -> None:
    form = room.get("study_add", genre="type1").context["form"]
    assert (form["parts"].value(), form["operators"].value()) == (50, "Opérateur A")
    assert not {"part_names", "nonconforming_parts", "trials"} & set(form.fields)
    address = f"{room.url('study_add')}?genre=type1"
    assert room.client.post(address, TYPE1).status_code == 302
    with room.acting():
        study = GaugeStudy.objects.get()
    assert (study.kind, study.parts, study.trials, study.reference) == (StudyKind.TYPE1, 25, 1, 1.25)
    again = {**TYPE1, "reference": "1,26"}
    assert room.post("study_edit", study.pk, **again).status_code == 302
    assert room.reread(study).reference == 1.26


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("reference", "", "obligatoire"), ("tolerance", "", "Cg et Cgk"), ("operators", "Amina\nBrahim", "Un seul nom"),
        ("parts", "9", ""), ("parts", "201", ""), ("reference", "x", "n’est pas un nombre"),
    ],
)  # fmt: skip
def test_a_type_1_study_that_cannot_be_is_refused_beside_its_field(
    room: Room, field: str, value: str, words: str
) -> None:
    refused = room.client.post(f"{room.url('study_add')}?genre=type1", {**TYPE1, field: value})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {field}
    assert words in str(refused.context["form"].errors)


def test_a_study_of_agreement_is_planned_from_its_form(room: Room) -> None:
    form = room.get("study_add", genre="agreement").context["form"]
    assert form["operators"].value().splitlines() == ["Évaluateur A", "Évaluateur B", "Évaluateur C"]
    assert not {"unit", "tolerance", "reference"} & set(form.fields)
    address = f"{room.url('study_add')}?genre=agreement"
    assert room.client.post(address, AGREEMENT).status_code == 302
    with room.acting():
        study = GaugeStudy.objects.get()
    assert study.nonconforming_parts == list(BAD)
    named = {**AGREEMENT, "part_names": "\n".join("abcdefghij"), "nonconforming_parts": "B\nd"}
    assert room.post("study_edit", study.pk, **named).status_code == 302
    assert room.reread(study).nonconforming_parts == [2, 4]
    assert room.get("study_edit", study.pk).context["form"]["nonconforming_parts"].value() == "b\nd"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("nonconforming_parts", "", "obligatoire"), ("nonconforming_parts", ",", "bonnes et des pièces mauvaises"),
        ("nonconforming_parts", "1,2,3,4,5,6,7,8,9,10", "bonnes et des pièces mauvaises"),
        ("nonconforming_parts", "2, 11", "n’a pas"), ("nonconforming_parts", "0", "n’a pas"),
        ("nonconforming_parts", "2, zoé", "zoé"), ("operators", "Amina", "De 2 à 10"), ("parts", "3", ""),
    ],
)  # fmt: skip
def test_a_study_of_agreement_that_cannot_be_is_refused_beside_its_field(
    room: Room, field: str, value: str, words: str
) -> None:
    refused = room.client.post(f"{room.url('study_add')}?genre=agreement", {**AGREEMENT, field: value})
    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    assert words in str(refused.context["form"].errors)


def test_a_kind_that_is_none_proposes_the_usual_study(room: Room) -> None:
    assert room.get("study_add", genre="x").context["kind"] == StudyKind.CROSSED


def test_cg_and_cgk_are_those_of_the_published_formulas(room: Room) -> None:
    """Cg = 0.2 T / 6 s, Cgk = (0.1 T - |bias|) / 3 s: ISO 22514-7, clause 6."""
    study = type1(room, bias=0.002, spread=0.001)
    values = list(room.readings(study).values())
    mean = sum(values) / 25
    spread = (sum((value - mean) ** 2 for value in values) / 24) ** 0.5
    result = json.loads(room.get("study_export", study.pk, "json").content)["result"]
    assert result["cg"] == pytest.approx(0.2 * 0.06 / (6 * spread))
    assert result["cgk"] == pytest.approx((0.1 * 0.06 - abs(mean - 1.25)) / (3 * spread))


def test_the_type_1_report_judges_in_words_and_says_what_comes_next(room: Room) -> None:
    good, off, wide = type1(room), type1(room, bias=0.004), type1(room, spread=0.01)
    assert "L’instrument est capable" in text_of(room, good)
    assert "Poursuivez par une étude R&amp;R" in text_of(room, good)
    assert "L’instrument n’est pas capable" in text_of(room, off)
    assert "certificat de la pièce" in text_of(room, off)
    assert "Tenez la pièce" in text_of(room, wide)
    for part in ("Peut-on se fier à cette étude", "Dispersion et erreur de justesse", "Cgk"):
        assert part in text_of(room, good)
    assert text_of(room, good).count("<figure") == 1
    assert "Provisoire" in text_of(room, type1(room, count=20))
    assert "Rien ne peut encore être calculé" in text_of(room, type1(room, count=1))


def test_the_agreement_report_names_the_appraiser_and_the_parts(room: Room) -> None:
    good, poor = agreement(room), agreement(room, wrong=(1, 2, 3))
    assert "Le contrôle est acceptable" in text_of(room, good)
    assert "Pièces à revoir ensemble" not in text_of(room, good)
    text = text_of(room, poor)
    assert "Le contrôle n’est pas acceptable" in text
    assert "Brahim" in text
    assert "Revoyez avec les évaluateurs" in text
    table = room.get("study", poor.pk).context["shown"].tables[2]
    assert table.rows == (("1", "bon", "1 / 4"), ("2", "mauvais", "1 / 4"), ("3", "bon", "1 / 4"))
    result = json.loads(room.get("study_export", poor.pk, "json").content)["result"]
    second = result["decisions"][1]
    # of 10 parts 3 are wrong; of 8 judgements of bad parts 1 is a miss, of 12 of good ones 2 are false alarms
    assert (second["effectiveness"], second["miss_rate"]) == (70.0, 12.5)
    assert second["false_alarm_rate"] == pytest.approx(100 * 2 / 12)
    waiting = text_of(room, agreement(room, leave=3))
    assert "Pas encore de conclusion" in waiting
    assert "37 sur 40" in waiting


def test_the_reference_may_be_corrected_after_the_judgements_and_the_size_may_not(room: Room) -> None:
    study = agreement(room, wrong=(1,))
    assert "Le contrôle est acceptable<" not in text_of(room, study)
    assert room.post("study_edit", study.pk, **{**AGREEMENT, "nonconforming_parts": "2 4 5 9".replace(" ", "\n")})
    refused = room.post("study_edit", study.pk, **{**AGREEMENT, "parts": "11"})
    assert "Des mesures existent" in refused.content.decode()


def test_a_judgement_is_typed_as_good_or_bad_and_nothing_else(room: Room) -> None:
    study = room.plan("Aspect", kind=StudyKind.AGREEMENT, operators=("A", "B"), parts=10, nonconforming_parts=BAD)
    html = room.get("study_entry", study.pk).content.decode()
    assert html.count("<select") >= 10
    address = room.url("study_save", study.pk, 0, 1)
    json_please = {"accept": "application/json"}
    room.client.post(address, {"value-1": "1", "value-2": "0", "value-3": ""}, headers=json_please)
    assert room.readings(study) == {(0, 1, 1): 1.0, (0, 2, 1): 0.0}
    answer = room.client.post(address, {"value-4": "0,5"}, headers=json_please)
    assert "bon ou mauvais" in json.loads(answer.content)["error"]
    assert len(room.readings(study)) == 2
    shown = room.get("study_entry", study.pk).context["cells"]
    assert {cell.part: cell.text for cell in shown if cell.text} == {1: "1", 2: "0"}


def test_measurements_of_one_part_stand_in_their_order_on_one_sheet(room: Room) -> None:
    study = type1(room, count=3)
    answer = room.get("study_entry", study.pk)
    assert [cell.part for cell in answer.context["cells"]] == list(range(1, 26))
    assert len(answer.context["sheets"]) == 1
    told = room.client.post(
        room.url("study_save", study.pk, 0, 1), {"value-4": "x"}, headers={"accept": "application/json"}
    )
    assert "Mesure 4" in json.loads(told.content)["error"]


def _confirm(room: Room, study: GaugeStudy, sent: SimpleUploadedFile) -> None:
    answer = room.post("study_upload", study.pk, file=sent)
    html = answer.content.decode()
    strict_page(html)
    found = re.search('name="confirmed" value="([^"]+)"', html)
    assert found is not None, html
    assert room.post("study_upload", study.pk, confirmed=found[1]).status_code == 302


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("make", [type1, agreement])
def test_the_workbook_goes_out_and_comes_back(room: Room, make: Any, language: str) -> None:
    room.client.cookies["django_language"] = language
    study = make(room)
    values = room.readings(study)
    book = room.get("study_workbook", study.pk).content
    with room.acting():
        study.readings.all().delete()
    _confirm(room, study, SimpleUploadedFile("classeur.xlsx", book))
    assert room.readings(study) == values
    assert room.reread(study).state == StudyState.COMPLETE


def test_values_of_one_part_are_read_in_the_order_of_their_rows(room: Room) -> None:
    study = type1(room, count=0)
    rows = "\n".join(["Valeur (mm)", *(f"1,2{at:02}" for at in range(25))])
    _confirm(room, study, SimpleUploadedFile("mesures.csv", rows.encode()))
    assert room.readings(study)[0, 7, 1] == 1.206
    assert room.post(
        "study_upload", study.pk, file=SimpleUploadedFile("trop.csv", b"Ordre;Valeur\n26;1,25\n")
    ).status_code == 422  # fmt: skip


def test_judgements_are_read_in_words_and_a_strange_one_is_refused_with_its_row(room: Room) -> None:
    study = agreement(room, leave=40)
    rows = ["Évaluateur;Pièce;Essai;Jugement", "Amina;1;1;OK", "Amina;2;1;NOK", "Brahim;1;1;Conforme", "Brahim;2;1;0"]
    _confirm(room, study, SimpleUploadedFile("avis.csv", "\n".join(rows).encode()))
    assert room.readings(study) == {(0, 1, 1): 1.0, (0, 2, 1): 0.0, (1, 1, 1): 1.0, (1, 2, 1): 0.0}
    refused = room.post(
        "study_upload", study.pk, file=SimpleUploadedFile("avis.csv", "\n".join([*rows, "Brahim;3;1;bof"]).encode())
    )
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "bof" in text
    assert "ligne 6" in text


@pytest.mark.parametrize(("make", "sheets"), [(type1, 3), (agreement, 5)])
def test_the_study_leaves_as_workbook_and_csv(room: Room, make: Any, sheets: int) -> None:
    study = make(room)
    book = load_workbook(io.BytesIO(room.get("study_export", study.pk, "xlsx").content))
    assert len(book.worksheets) == sheets
    assert book.worksheets[0].max_row == len(room.readings(study)) + 1
    assert room.get("study_export", study.pk, "csv").content.count(b"\n") == len(room.readings(study)) + 1
    assert StudyKind(study.kind) in room.get("study_export", study.pk, "csv")["Content-Disposition"]
