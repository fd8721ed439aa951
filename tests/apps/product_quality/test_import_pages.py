"""Importing a file: its report is shown before anything is stored, then all of it is stored, once."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from tests.apps.pages import page
from tests.apps.product_quality.rooms import Room, a_room
from tests.pages import strict_page

from jawda.apps.product_quality.models import MeasurementImport, PendingMeasurements, Sample
from jawda.apps.product_quality.samples import files, rehearsal

pytestmark = pytest.mark.django_db
FRENCH = (
    "Pièce;Opérateur;Cote (mm);Date\n1;A;12,003;23/11/2026\n2;A;11,998;23/11/2026\n3;B;12,012;23/11/2026\n"
    "4;B;;24/11/2026\n5;B;n.d.;24/11/2026\n6;C;12,001\u00a0;24/11/2026\n"
).encode("cp1252")
AQDEF = b"K0100 1\nK1001 P1\nK2001/1 1\nK2002/1 Diametre\nK2142/1 mm\n10.1\n10.2\n10.3\n10.4\n"


@pytest.fixture
def room() -> Room:
    return a_room()


def sent(room: Room, row: Any, content: bytes, name: str = "releve.csv") -> Any:
    return room.post("upload", row.pk, file=SimpleUploadedFile(name, content))


def stored(room: Room, row: Any) -> list[list[float]]:
    return [sample.values for sample in room.chart(row).samples]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_french_file_is_reported_then_stored_once(room: Room, language: str) -> None:
    room.client.cookies["django_language"] = language
    row = room.add("Cote", chart="individuals", subgroup_size=1)
    strict_page(page(room.client, room.url("upload", row.pk)), language=language)
    address = sent(room, row, FRENCH).url
    text = page(room.client, address)
    strict_page(text, language=language)
    assert stored(room, row) == [], "nothing is stored before it is confirmed"
    for words in ("cp1252", "12,003" if language != "en" else "12.003", "n.d."):
        assert words in text
    assert room.client.post(address, {"confirm": "1"}).status_code == 302
    assert stored(room, row) == [[12.003], [11.998], [12.012], [12.001]]
    again = room.client.post(address, {"confirm": "1"})
    assert again.url == room.url("upload", row.pk)
    assert len(stored(room, row)) == 4
    with room.acting():
        made = MeasurementImport.objects.get()
        assert (made.samples, made.values, made.report["understood"]["encoding"]) == (4, 4, "cp1252")
        assert not PendingMeasurements.objects.exists()
        assert str(Sample.objects.order_by("position").first().taken_at.date()) in ("2026-11-22", "2026-11-23")
    strict_page(page(room.client, sent(room, row, FRENCH).url), language=language)


def test_samples_are_taken_from_rows_columns_or_labels(room: Room) -> None:
    row = room.add("Hauteur", subgroup_size=2)
    address = sent(room, row, b"valeur\n1,5\n2,5\n3,5\n\n4,5\n5,5\n").url
    room.client.post(address, {"confirm": "1"})
    assert stored(room, row) == [[1.5, 2.5], [3.5, 4.5]], "the last row has no partner"
    wide = room.add("Largeur", subgroup_size=2)
    room.client.post(sent(room, wide, b"n;x1;x2\n1;1,5;2,5\n2;3,5;4,5\n").url, {"confirm": "1"})
    assert stored(room, wide) == [[1.5, 2.5], [3.5, 4.5]]
    long = room.add("Masse", subgroup_size=2)
    address = sent(room, long, b"lot;g1;g2\nA;1,5;9\nB;2,5;9\nA;3,5;9\nB;4,5;8\nB;6,5;8\n").url
    assert room.client.post(address, {"values": "g1", "subgroup": "lot", "label": "lot"}).status_code == 302
    room.client.post(address, {"confirm": "1"})
    assert stored(room, long) == [[1.5, 3.5], [2.5, 4.5, 6.5]]
    assert [sample.label for sample in room.chart(long).samples] == ["A", "B"]


def test_what_is_ambiguous_is_asked(room: Room) -> None:
    row = room.add("Hauteur", chart="individuals", subgroup_size=1, unit="")
    address = sent(room, row, b"gauche;droite\n1,5;2,5\n3,5;4,5\n").url
    text = page(room.client, address)
    assert "quelle colonne" in strict_page(text).heading
    assert "Tout enregistrer" not in text
    assert room.client.post(address, {"confirm": "1"}).url == address
    assert stored(room, row) == []
    assert room.client.post(address, {"values": "milieu"}).status_code == 422
    assert room.client.post(address, {}).status_code == 422
    assert room.client.post(address, {"values": "droite", "header": "900"}).status_code == 422
    assert room.client.post(address, {"values": "droite"}).status_code == 302
    room.client.post(address, {"confirm": "1"})
    assert stored(room, row) == [[2.5], [4.5]]


def test_a_column_that_does_not_fit_is_said_and_nothing_is_stored(room: Room) -> None:
    row = room.add("Hauteur", chart="individuals", subgroup_size=1)
    address = sent(room, row, b"cote (in)\n1,5\n2,5\n").url
    assert "in, celles de la caractéristique en mm" in page(room.client, address)
    assert room.client.post(address, {"confirm": "1"}).url == address
    mixed = sent(room, row, b"cote;operateur\n1,5;A\ncass\xc3\xa9;B\n2,5;C\n").url
    assert "ligne 3" in page(room.client, mixed)
    counted = room.add("Rayures", chart="c", subgroup_size=1, unit="")
    assert "nombre entier" in page(room.client, sent(room, counted, b"n;defauts\n1;3\n2;2,5\n").url)
    assert stored(room, row) == []


def test_the_column_that_names_the_sample_is_proposed(room: Room) -> None:
    """Two of the first sample, three of the second: counted off by twos they would be mixed."""
    row = room.add("Cote", chart="xbar_r", subgroup_size=2)
    address = sent(room, row, "échantillon;cote\n1;1,1\n2;2,1\n1;1,2\n2;2,2\n2;2,3\n".encode("cp1252")).url
    assert '<option value="échantillon" selected>' in page(room.client, address)
    room.client.post(address, {"confirm": "1"})
    assert stored(room, row) == [[1.1, 1.2], [2.1, 2.2, 2.3]]


@pytest.mark.parametrize(
    "content", ["sample;cote\n1;1,1\n2;2,1\n3;1,2\n4;2,2\n", "sample;cote\n1;1,1\n;2,1\n1;1,2\n2;2,2\n"]
)
def test_a_column_of_running_numbers_or_with_gaps_is_not(room: Room, content: str) -> None:
    row = room.add("Cote", chart="xbar_r", subgroup_size=2)
    address = sent(room, row, content.encode()).url
    assert '<option value="sample" selected>' not in page(room.client, address)
    room.client.post(address, {"confirm": "1"})
    assert stored(room, row) == [[1.1, 2.1], [1.2, 2.2]]


def test_counts_come_with_the_units_looked_at(room: Room) -> None:
    row = room.add("Rayures", chart="p", subgroup_size=1, unit="")
    address = sent(room, row, b"lot;non conformes;examines\nA;3;100\nB;2;120\n").url
    room.client.post(address, {"values": "non conformes", "inspected": "examines", "label": "lot"})
    room.client.post(address, {"confirm": "1"})
    assert [(sample.values, sample.inspected) for sample in room.chart(row).samples] == [([3.0], 100), ([2.0], 120)]


def workbook() -> bytes:
    book = Workbook()
    for line in (["Cote (mm)"], [1.5], [2.5], [3.5], [4.5]):
        book.active.append(line)
    book.create_sheet("Autre").append(["rien"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(**columns: Any) -> bytes:
    out = io.BytesIO()
    polars.DataFrame(columns).write_parquet(out)
    return out.getvalue()


def test_workbooks_parquet_and_measuring_programs_are_read(room: Room) -> None:
    for name, content in (
        ("a.xlsx", workbook()), ("a.parquet", parquet(cote=[1.5, 2.5, 3.5, 4.5])), ("a.dfq", AQDEF)
    ):  # fmt: skip
        row = room.add(f"Cote {name}", subgroup_size=2)
        address = sent(room, row, content, name).url
        strict_page(page(room.client, address))
        room.client.post(address, {"confirm": "1"})
        assert [len(values) for values in stored(room, row)] == [2, 2], name


def test_hostile_files_are_refused_in_words(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    row = room.add("Hauteur")
    for name, content in (
        ("vide.csv", b""), ("image.csv", b"\x89PNG\r\n"), ("faux.parquet", b"PAR1" + b"\0" * 60 + b"PAR1"),
        ("vieux.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 80), ("long.csv", b"a\n" + b"1\n" * 60_000),
        ("large.csv", b"1;" * 900 + b"\n" + b"1;" * 900 + b"\n"), ("bombe.qif", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"),
    ):  # fmt: skip
        response = sent(room, row, content, name)
        assert response.status_code == 422, name
        assert "Rien n’a été enregistré" in response.content.decode()
    assert room.post("upload", row.pk).status_code == 422
    monkeypatch.setattr(files, "LIMITS", type(files.LIMITS)(bytes=10))
    monkeypatch.setattr("jawda.apps.product_quality.samples.file_views.LIMITS", files.LIMITS)
    assert sent(room, row, FRENCH).status_code == 422


def test_a_small_parquet_file_that_holds_gigabytes_is_refused(room: Room, tmp_path: Path) -> None:
    """40 000 rows of one text of 40 000 letters are a few kilobytes packed, and 1.6 gigabytes read."""
    content = parquet(texte=["x" * 40_000] * 40_000, cote=[1.0] * 40_000)
    assert len(content) < 200_000
    assert sent(room, room.add("Hauteur"), content, "bombe.parquet").status_code == 422


def test_a_rehearsal_that_takes_too_long_is_refused(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "_BOUNDS", replace(rehearsal._BOUNDS, clock=0.001))
    assert sent(room, room.add("Hauteur"), parquet(cote=[1.5, 2.5]), "a.parquet").status_code == 422


def test_a_preview_is_its_reader_s_alone(room: Room) -> None:
    row = room.add("Cote", chart="individuals", subgroup_size=1)
    address = sent(room, row, FRENCH).url
    assert room.reader().get(address).status_code == 403
    other = a_room("Autre")
    assert other.client.get(address).status_code == 404
    assert room.get("preview", row.pk, uuid4()).status_code == 404
    assert room.get("preview", room.add("Autre").pk, address.split("/")[-2]).status_code == 404
    sent(room, row, FRENCH)
    assert room.client.get(address).status_code == 404, "a new file takes the place of the one that waited"


def test_a_file_that_can_no_longer_be_read_is_asked_for_again(room: Room) -> None:
    """A new version may read less than the one that kept it."""
    row = room.add("Cote", chart="individuals", subgroup_size=1)
    address = sent(room, row, FRENCH).url
    with room.acting():
        PendingMeasurements.objects.update(content=b"%PDF-1.7")
    for response in (room.client.get(address), room.client.post(address, {"confirm": "1"})):
        assert response.url == room.url("upload", row.pk)
    assert stored(room, row) == []


DFD = b"K0100 1\nK1001 P1\nK2001/1 1\nK2002/1 Diametre\nK2142/1 mm\n"
DFX = b"10.1\n10.2\n10.3\n10.4\n"


def both(room: Room, row: Any, *files: tuple[str, bytes]) -> Any:
    return room.post("upload", row.pk, file=[SimpleUploadedFile(name, content) for name, content in files])


@pytest.mark.parametrize("order", [1, -1])
def test_a_description_and_its_values_come_in_two_files(room: Room, order: int) -> None:
    row = room.add("Diametre", chart="individuals", subgroup_size=1)
    address = both(room, row, *[("releve.dfd", DFD), ("RELEVE.DFX", DFX)][::order]).url
    text = page(room.client, address)
    strict_page(text)
    assert "releve.dfd + RELEVE.DFX" in text
    assert room.client.post(address, {"confirm": "1"}).status_code == 302
    assert stored(room, row) == [[10.1], [10.2], [10.3], [10.4]]
    with room.acting():
        first = MeasurementImport.objects.get()
    assert first.file_name == "releve.dfd + RELEVE.DFX"
    other = both(room, row, ("releve.dfd", DFD), ("releve.dfx", DFX + b"10.5\n")).url
    assert room.client.get(other).context["before"] is None, "other values, the same description"
    again = both(room, row, ("releve.dfd", DFD), ("releve.dfx", DFX)).url
    assert room.client.get(again).context["before"] == first


def test_two_files_that_are_no_pair_are_refused(room: Room) -> None:
    row = room.add("Diametre", chart="individuals", subgroup_size=1)
    for chosen in (
        [("a.dfd", DFD), ("b.dfx", DFX)], [("a.csv", FRENCH), ("b.csv", FRENCH)], [("a.dfd", DFD), ("a.csv", FRENCH)],
        [("a.dfd", DFD), ("a.dfx", DFX), ("c.csv", FRENCH)],
    ):  # fmt: skip
        response = both(room, row, *chosen)
        assert response.status_code == 422
        assert "du même nom" in response.content.decode()
    alone = both(room, row, ("a.dfx", DFX.replace(b"10.1", b"10.1\x140")))
    assert alone.status_code == 422
    with room.acting():
        assert not PendingMeasurements.objects.exists()


def test_both_files_count_for_the_size(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "jawda.apps.product_quality.samples.file_views.LIMITS", type(files.LIMITS)(bytes=len(DFD) + len(DFX) - 1)
    )
    row = room.add("Diametre", chart="individuals", subgroup_size=1)
    assert both(room, row, ("a.dfd", DFD), ("a.dfx", DFX)).status_code == 422
