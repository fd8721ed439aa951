"""Measurements as files: out and in again, from anybody's long table, with columns that stand in each other's place."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.apps.product_quality.gauge.rooms import Room, a_room, values_of
from tests.pages import strict_page

from jawda.apps.product_quality.gauge.measurement_file import LIMITS
from jawda.apps.product_quality.models import GaugeStudy

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return a_room()


def csv(rows: list[str], heading: str = "Opérateur;Pièce;Essai;Valeur (mm)") -> SimpleUploadedFile:
    return SimpleUploadedFile("mesures.csv", "\n".join([heading, *rows]).encode())


def rows_of(study: GaugeStudy, *, swapped: bool = False) -> list[str]:
    found = []
    for (operator, part, trial), value in values_of(study).items():
        first, second = (str(part), study.operators[operator]) if swapped else (study.operators[operator], str(part))
        found.append(f"{first};{second};{trial};{value}".replace(".", ","))
    return found


def confirmed(answer: Any) -> str:
    html = answer.content.decode()
    strict_page(html)
    found = re.search('name="confirmed" value="([^"]+)"', html)
    assert found is not None, html
    return found[1]


def test_the_workbook_goes_out_and_comes_back(room: Room) -> None:
    study = room.plan()
    book = load_workbook(io.BytesIO(room.get("study_workbook", study.pk).content))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["Opérateur", "Pièce", "Essai", "Valeur (mm)"]
    assert sheet.max_row == 31
    values = values_of(study)
    for row in sheet.iter_rows(min_row=2):
        operator = study.operators.index(row[0].value)
        row[3].value = values[operator, int(row[1].value), row[2].value]
    content = io.BytesIO()
    book.save(content)
    answer = room.post("study_upload", study.pk, file=SimpleUploadedFile("rr.xlsx", content.getvalue()))
    assert answer.status_code == 200
    assert "30 mesures seront ajoutées" in answer.content.decode().replace("\xa0", " ")
    assert room.readings(study) == {}, "nothing before the yes"
    assert room.post("study_upload", study.pk, confirmed=confirmed(answer)).status_code == 302
    assert room.readings(study) == values
    again = load_workbook(io.BytesIO(room.get("study_workbook", study.pk).content)).worksheets[0]
    assert all(row[3].value is not None for row in again.iter_rows(min_row=2))


def test_a_second_import_changes_what_differs_and_says_so(room: Room) -> None:
    study = room.measured(room.plan())
    rows = rows_of(study)
    rows[0] = rows[0].rpartition(";")[0] + ";9,5"
    answer = room.post("study_upload", study.pk, file=csv(rows))
    assert "1 mesure existante sera modifiée" in answer.content.decode().replace("\xa0", " ")
    room.post("study_upload", study.pk, confirmed=confirmed(answer))
    assert room.readings(study)[0, 1, 1] == 9.5


def test_columns_in_each_other_s_place_are_put_right_and_it_is_told(room: Room) -> None:
    study = room.plan()
    answer = room.post("study_upload", study.pk, file=csv(rows_of(study, swapped=True)))
    assert "étaient interverties" in answer.content.decode()
    room.post("study_upload", study.pk, confirmed=confirmed(answer))
    assert room.readings(study) == values_of(study)


@pytest.mark.parametrize(
    ("rows", "heading", "words"),
    [
        (["Zoé;1;1;1,2"], "Opérateur;Pièce;Essai;Valeur", ("ligne 2", "Zoé", "Amina")),
        (["Amina;9;1;1,2"], "Opérateur;Pièce;Essai;Valeur", ("ligne 2", "« 9 »", "1 – 5")),
        (["Amina;1;3;1,2"], "Opérateur;Pièce;Essai;Valeur", ("ligne 2", "1 – 2")),
        (["Amina;1;1;1,2", "Amina;1;1;1,3"], "Opérateur;Pièce;Essai;Valeur", ("ligne 3", "deux fois")),
        (["Amina;1;1,5;1,2"], "Opérateur;Pièce;Essai;Valeur", ("ligne 2", "1, 2, 3")),
        (["Amina;1;1;abc"], "Opérateur;Pièce;Essai;Valeur", ("ligne 2", "abc")),
        (["Amina;;1;1,2"], "Opérateur;Pièce;Essai;Valeur", ("ligne 2",)),
        (["Amina;1;1;1,2"], "Opérateur;Objet;Essai;Valeur", ("Pièce", "Objet")),
        (["Amina;1;1;1,2"], "Opérateur;Pièce;Essai;Valeur (cm)", ("cm", "mm")),
        (["Amina;1;1;n.d."], "Opérateur;Pièce;Essai;Valeur", ("au moins 2",)),
    ],
)
def test_what_does_not_fit_is_refused_with_its_row_and_column(
    room: Room, rows: list[str], heading: str, words: tuple[str, ...]
) -> None:
    study = room.plan()
    answer = room.post("study_upload", study.pk, file=csv(rows, heading))
    assert answer.status_code == 422
    html = answer.content.decode().replace("\xa0", " ")
    strict_page(answer.content.decode())
    for word in words:
        assert word in html, word
    assert room.readings(study) == {}


def test_other_headings_are_named_by_the_person(room: Room) -> None:
    study = room.plan()
    file = csv(["Amina;1;1,2", "Amina;1;1,3"], "Qui;Objet;Lu")
    named = {"column-operator": "Qui", "column-part": "objet", "column-value": "Lu"}
    answer = room.post("study_upload", study.pk, file=file, **named)
    room.post("study_upload", study.pk, confirmed=confirmed(answer))
    assert room.readings(study) == {(0, 1, 1): 1.2, (0, 1, 2): 1.3}, "trials are counted in the order of the rows"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"", b"PK\x03\x04broken", b"\x00" * 100, b"a;b\n" * 25_000, b"<QIFDocument/>"]
)
def test_hostile_files_are_refused_in_words(room: Room, content: bytes) -> None:
    study = room.plan()
    for name, arguments in (("study_upload", (study.pk,)), ("study_from_file", ())):
        answer = room.post(name, *arguments, title="x", file=SimpleUploadedFile("x.csv", content))
        assert answer.status_code == 422
        strict_page(answer.content.decode())
    assert room.post("study_upload", study.pk).status_code == 422
    large = SimpleUploadedFile("x.csv", b"1" * (LIMITS.bytes + 1))
    assert room.post("study_upload", study.pk, file=large).status_code == 422


def test_a_confirmation_of_another_or_too_old_writes_nothing(room: Room) -> None:
    study, other = room.plan(), room.plan("Autre")
    token = confirmed(room.post("study_upload", study.pk, file=csv(rows_of(study))))
    assert "importer" in room.post("study_upload", other.pk, confirmed=token).url
    assert "importer" in room.post("study_upload", study.pk, confirmed="x").url
    assert "importer" in room.colleague().post("study_upload", study.pk, confirmed=token).url
    assert room.readings(study) == room.readings(other) == {}
    with room.acting():
        GaugeStudy.objects.filter(pk=study.pk).update(trials=2, parts=3)
    assert "importer" in room.post("study_upload", study.pk, confirmed=token).url, "the plan is another now"
    assert room.readings(study) == {}


def own_file(swapped: bool = False) -> SimpleUploadedFile:
    rows = []
    for operator in ("Amina", "Brahim"):
        for part in range(1, 6):
            for trial in range(2):
                names = [operator, f"P-{part:02d}"]
                first, second = reversed(names) if swapped else names
                rows.append(f"{first};{second};{1.2 + 0.1 * part + 0.01 * trial:.2f}".replace(".", ","))
    return csv(rows, "Contrôleur;Échantillon;Mesure (mm)")


def test_a_study_is_made_of_a_file_of_one_s_own(room: Room) -> None:
    answer = room.post("study_from_file", title="Ancienne", tolerance="2,5", file=own_file())
    html = answer.content.decode()
    assert "interverties" not in html
    made = room.post("study_from_file", confirmed=confirmed(answer))
    assert made.status_code == 302
    room.post("study_from_file", confirmed=confirmed(answer))
    with room.acting():
        study = GaugeStudy.objects.get()
    assert (study.title, study.parts, study.trials, study.unit, study.tolerance) == ("Ancienne", 5, 2, "mm", 2.5)
    assert study.part_names == [f"P-{part:02d}" for part in range(1, 6)]
    assert study.operators == ["Amina", "Brahim"]
    assert len(room.readings(study)) == 20
    assert room.client.get(made.url).status_code == 200


def test_more_operators_than_parts_offers_to_exchange_the_columns(room: Room) -> None:
    answer = room.post("study_from_file", title="Ancienne", tolerance="2,5", file=own_file(swapped=True))
    html = answer.content.decode()
    strict_page(html)
    assert "Plus d’opérateurs que de pièces" in html
    token = confirmed(answer)
    room.post("study_from_file", confirmed=token)
    with room.acting():
        assert not GaugeStudy.objects.exists(), "a study of more operators than parts is not made"
    exchanged = room.post("study_from_file", exchanged=token, title="Ancienne", tolerance="2,5")
    assert "Les deux colonnes sont échangées" in exchanged.content.decode()
    room.post("study_from_file", confirmed=confirmed(exchanged))
    with room.acting():
        study = GaugeStudy.objects.get()
    assert (study.parts, study.operators) == (5, ["Amina", "Brahim"])
    assert room.post("study_from_file", exchanged="x", title="a").status_code == 302


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"tolerance": "abc"}, "n’est pas un nombre"), ({"tolerance": "-2"}, "largeur positive")],
)
def test_facts_that_no_study_can_have_are_refused(room: Room, facts: dict[str, str], words: str) -> None:
    answer = room.post("study_from_file", title="x", file=own_file(), **facts)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_file_larger_than_any_study_is_refused(room: Room) -> None:
    rows = [f"{operator};{part};1,{part}" for operator in "AB" for part in range(60)]
    answer = room.post("study_from_file", title="x", file=csv(rows, "Opérateur;Pièce;Valeur"))
    assert answer.status_code == 422
    assert "60" in answer.content.decode()
