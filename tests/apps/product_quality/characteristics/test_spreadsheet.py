"""Characteristics from a spreadsheet: shown first, then all or none; every fault has its row and column."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.apps.pages import page
from tests.apps.product_quality.rooms import CALM, Room, a_room
from tests.pages import strict_page

from jawda.apps.product_quality.characteristics import domain
from jawda.apps.product_quality.characteristics.facts import Facts
from jawda.apps.product_quality.models import Characteristic, Instrument

pytestmark = pytest.mark.django_db
HEAD = "Caractéristique;Produit;Opération;Unité;Limite inférieure;Limite supérieure;Cible;Importance;Carte de contrôle"
TWO = (
    f"{HEAD}\r\nHauteur;P-1;Presse 3;mm;1,22;1,28;1,25;Caractéristique significative;xbar_r\r\nRayures;P-1;;;;;;;c\r\n"
)


@pytest.fixture
def room() -> Room:
    return a_room()


def sheet(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("liste.csv", text.encode())


def everything(room: Room) -> dict[str, Characteristic]:
    with room.acting():
        return {row.name: row for row in Characteristic.objects.all()}


def faults(room: Room, text: str) -> list[str]:
    response = room.post("characteristics_upload", file=sheet(text))
    assert response.status_code == 422, response.context["rows"]
    return list(response.context["faults"])


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_file_is_shown_then_written_whole(room: Room, language: str) -> None:
    room.client.cookies["django_language"] = language
    strict_page(page(room.client, room.url("characteristics_upload")), language=language)
    shown = room.post("characteristics_upload", file=sheet(TWO))
    strict_page(shown.content.decode(), language=language)
    assert everything(room) == {}, "nothing is written before it is confirmed"
    assert [row.before is None for row in shown.context["rows"]] == [True, True]
    done = room.post("characteristics_upload", confirmed=shown.context["confirmed"])
    assert done["Location"] == room.url("overview")
    found = everything(room)
    height = found["Hauteur"]
    assert (height.lower, height.upper, height.target, height.unit) == (1.22, 1.28, 1.25, "mm")
    assert (height.importance, height.chart, height.subgroup_size) == ("significant", "xbar_r", 5)
    assert (found["Rayures"].chart, found["Rayures"].subgroup_size, found["Rayures"].lower) == ("c", 1, None)
    again = room.post("characteristics_upload", confirmed=shown.context["confirmed"])
    assert again["Location"] == room.url("characteristics_upload"), "what was shown has changed since"
    same = room.post("characteristics_upload", file=sheet(TWO))
    assert same["Location"] == room.url("characteristics_upload"), "nothing new"


def test_the_template_comes_back_as_it_went(room: Room) -> None:
    empty = load_workbook(io.BytesIO(room.get("characteristics_spreadsheet").content)).worksheets[0]
    assert [cell.value for cell in empty[1]][:2] == ["Caractéristique", "Produit"]
    with room.acting():
        tool = Instrument.objects.create(
            organisation_id=room.member.organisation.pk, identification="MI-1", name="Micromètre"
        )
    room.add("Hauteur", lower=1.0, upper=2.0, importance="critical", instrument_id=tool.pk)
    room.add("pH", chart="individuals", subgroup_size=1, unit="")
    content = room.get("characteristics_spreadsheet").content
    same = room.post("characteristics_upload", file=SimpleUploadedFile("liste.xlsx", content))
    assert same["Location"] == room.url("characteristics_upload"), "nothing has changed on the way"
    book = load_workbook(io.BytesIO(content))
    page_of = book.worksheets[0]
    places = {cell.value: cell.column for cell in page_of[1]}
    row = next(line for line in page_of.iter_rows(min_row=2) if line[0].value == "Hauteur")
    assert row[places["Instrument"] - 1].value == "MI-1"
    row[places["Limite supérieure"] - 1].value = 2.5
    changed = io.BytesIO()
    book.save(changed)
    shown = room.post("characteristics_upload", file=SimpleUploadedFile("liste.xlsx", changed.getvalue()))
    assert [(line.facts.name, line.before is None, line.specification) for line in shown.context["rows"]] == [
        ("Hauteur", False, "1\xa0–\xa02,5\xa0mm")]  # fmt: skip
    room.post("characteristics_upload", confirmed=shown.context["confirmed"])
    kept = everything(room)["Hauteur"]
    assert (kept.upper, kept.importance, kept.instrument_id) == (2.5, "critical", tool.pk)


def test_every_fault_has_its_place_and_nothing_is_written(room: Room) -> None:
    told = faults(room, f"{HEAD};Valeurs par échantillon;Règles;Instrument\r\n"
                        ";P;;;;;;;;;;\r\nA;;;;2;1;;;;;;\r\nB;;;;x;;;;;;;\r\nC;;;;;;;urgente;;;;\r\nD;;;;;;;;radar;;;\r\n"
                        "E;;;;1;2;9;;;;;\r\nF;;;;;;;;;99;;\r\nG;;;;;;;;;2,5;;\r\nH;;;;;;;;;;;MI-9\r\n"
                        f"{'I' * 161};;;;;;;;;;;\r\nJ;;;;;;;;;;;\r\nj;;;;;;;;;;;\r\nK;;;;;;;;;;Loi;\r\n")  # fmt: skip
    for row in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14):
        assert any(f"ligne {row}" in fault for fault in told), (row, told)
    assert len(told) == 12
    assert everything(room) == {}
    assert room.post("characteristics_upload").status_code == 422


def test_a_chart_stays_of_the_family_of_its_samples(room: Room) -> None:
    room.fill(room.add("Hauteur"), *CALM)
    text = "Caractéristique;Produit;Carte de contrôle\r\nhauteur;p-100;{}\r\n"
    (told,) = faults(room, text.format("p"))
    assert "Carte de contrôle" in told
    shown = room.post("characteristics_upload", file=sheet(text.format("xbar_s")))
    room.post("characteristics_upload", confirmed=shown.context["confirmed"])
    kept = everything(room)["Hauteur"]
    assert (kept.chart, kept.subgroup_size, kept.unit) == ("xbar_s", 2, "mm"), "what the file lacks stays"


def test_all_or_none(room: Room) -> None:
    shown = room.post("characteristics_upload", file=sheet(TWO))
    room.add("Rayures", product="P-1", chart="p", unit="")
    refused = room.post("characteristics_upload", confirmed=shown.context["confirmed"])
    assert refused["Location"] == room.url("characteristics_upload")
    assert list(everything(room)) == ["Rayures"], "the first row was not written either"
    line = domain.Line(facts=Facts(name="A"))
    with room.acting(), pytest.raises(ValueError, match="at most"):
        domain.import_characteristics(access=room.member.access, lines=[line] * (domain.MOST_AT_ONCE + 1))


def test_a_preview_is_for_one_person_of_one_company(room: Room) -> None:
    shown = room.post("characteristics_upload", file=sheet(TWO))
    other = a_room("Autre")
    other.post("characteristics_upload", confirmed=shown.context["confirmed"])
    assert everything(other) == {}
    room.post("characteristics_upload", confirmed="x")
    assert everything(room) == {}
    reader: Any = room.reader()
    for name in ("characteristics_upload", "characteristics_spreadsheet"):
        assert reader.get(room.url(name)).status_code == 403
    assert "Importer un tableur" not in page(reader, room.url("overview"))
    assert "Importer un tableur" in page(room.client, room.url("overview"))
