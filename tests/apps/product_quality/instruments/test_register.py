"""Pages of the register: what they say, what they refuse in words, what they ask of the database."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.apps.pages import MOST, page
from tests.apps.product_quality.instruments.registers import TODAY, Register, a_register
from tests.foundation.files.samples import pdf
from tests.pages import strict_page

from jawda.apps.organisations.enums import Role
from jawda.apps.product_quality.enums import CalibrationOutcome
from jawda.apps.product_quality.instruments import domain, reminders
from jawda.apps.product_quality.instruments.facts import InstrumentFacts
from jawda.apps.product_quality.models import Calibration, Characteristic, Instrument, Sample
from jawda.foundation.files.models import StoredFile
from jawda.foundation.notices.models import Notice
from jawda.foundation.tenancy.context import acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES_FOLDER = tmp_path / "files"


@pytest.fixture
def register() -> Register:
    return a_register()


def full(register: Register) -> dict[str, Instrument]:
    """One that is overdue, one due soon, one in order, one without a date, one set aside, one withdrawn."""
    made = {
        "overdue": register.add("PC-001", days=-5, location="Atelier <b>"),
        "soon": register.add("PC-002", days=12, interval_months=12),
        "in_order": register.add("PC-003", days=200, resolution=0.01, unit="mm", range_low=0.0, range_high=150.0),
        "undated": register.add("BL-001"),
        "set_aside": register.add("MI-001", days=100),
        "withdrawn": register.add("MI-002", days=100),
    }
    register.calibrate(made["in_order"], due_on=TODAY + timedelta(days=200), expanded_uncertainty=0.02,
                       coverage_factor=2.0, provider="Laboratoire fictif", certificate_number="C-1")  # fmt: skip
    register.calibrate(made["set_aside"], CalibrationOutcome.NONCONFORMING)
    with register.room.acting():
        domain.withdraw(access=register.room.access, instrument_id=made["withdrawn"].pk, reason="Cassé")
    return made


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("name", ["instruments", "instrument_add", "instruments_upload"])
def test_every_page_is_strict_empty_and_full(register: Register, name: str, language: str) -> None:
    register.room.client.cookies["django_language"] = language
    strict_page(page(register.room.client, register.url(name)), language=language)
    full(register)
    text = page(register.room.client, register.url(name))
    strict_page(text, language=language)
    assert "<b>" not in text


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_instrument_s_page_wherever_it_stands(register: Register, language: str) -> None:
    register.room.client.cookies["django_language"] = language
    for instrument in full(register).values():
        strict_page(page(register.room.client, register.url("instrument", instrument.pk)), language=language)
        strict_page(page(register.room.client, register.url("instrument_edit", instrument.pk)), language=language)


def test_one_instrument_and_three_cost_the_same(register: Register) -> None:
    counts = []
    for number in (1, 2):
        for place in range(number):
            register.add(f"PC-{number}{place}", days=3)
        register.get("instruments")
        with CaptureQueriesContext(connection) as context:
            assert register.get("instruments").status_code == 200
        counts.append(len([query for query in context.captured_queries if query["sql"].startswith("SELECT")]))
    assert counts[0] == counts[1] <= MOST


def test_what_is_urgent_stands_first_and_the_list_is_narrowed(register: Register) -> None:
    full(register)

    def shown(**query: str) -> list[str]:
        return [line.item.row.identification for line in register.get("instruments", **query).context["rows"]]

    assert shown() == ["PC-001", "PC-002", "MI-001", "PC-003", "BL-001"]
    wanted = {"overdue": "PC-001", "soon": "PC-002", "in_order": "PC-003", "undated": "BL-001", "set_aside": "MI-001"}
    for standing, identification in (wanted | {"withdrawn": "MI-002"}).items():
        assert shown(etat=standing) == [identification]
    assert shown(q="atelier PC") == ["PC-001"]
    assert shown(tri="identification")[0] == "BL-001"
    assert shown(q="introuvable") == []
    assert "L’étalonnage de 1 instrument est en retard" in register.get("instruments").content.decode()
    assert "Aucun instrument ne correspond" in register.get("instruments", q="introuvable").content.decode()


def test_an_instrument_is_added_and_changed(register: Register) -> None:
    form = {"identification": " PC-014 ", "name": "Pied", "resolution": "0,01", "interval_months": "12"}
    made = register.post("instrument_add", **form)
    with register.room.acting():
        row = Instrument.objects.get()
    assert made["Location"] == register.url("instrument", row.pk)
    assert (row.identification, row.resolution) == ("PC-014", 0.01)
    again = register.post("instrument_add", **form)
    assert again.status_code == 422
    assert set(again.context["form"].errors) == {"identification"}
    register.post("instrument_edit", row.pk, **(form | {"name": "Pied à coulisse", "due_on": "2031-01-01"}))
    assert register.reread(row).name == "Pied à coulisse"
    facts = InstrumentFacts(identification="x", name="x")
    with register.room.acting(), pytest.raises(domain.ChangedMeanwhile):
        domain.change(access=register.room.access, instrument_id=row.pk, seen=row.changed_at, facts=facts)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"identification": "", "name": "x"}, "identification"),
        ({"identification": " ", "name": "x"}, "identification"),
        ({"identification": "x" * 61, "name": "x"}, "identification"),
        ({"identification": "x", "name": ""}, "name"),
        ({"identification": "x", "name": "x", "resolution": "-1"}, "resolution"),
        ({"identification": "x", "name": "x", "resolution": "inf"}, "resolution"),
        ({"identification": "x", "name": "x", "range_low": "5", "range_high": "5"}, "range_high"),
        ({"identification": "x", "name": "x", "interval_months": "0"}, "interval_months"),
        ({"identification": "x", "name": "x", "due_on": "1899-01-01"}, "due_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(register: Register, form: dict[str, str], field: str) -> None:
    response = register.post("instrument_add", **form)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    strict_page(response.content.decode())


def test_a_calibration_gives_the_next_date_and_keeps_its_certificate(register: Register) -> None:
    instrument = register.add(days=-3, interval_months=6)
    sent = SimpleUploadedFile("certificat.pdf", pdf(), "application/pdf")
    response = register.post(
        "calibration_record", instrument.pk, done_on=str(TODAY), outcome="conforming", provider="Laboratoire fictif",
        expanded_uncertainty="0,02", coverage_factor="2", file=sent,
    )  # fmt: skip
    assert response.status_code == 302
    row = register.reread(instrument)
    assert row.due_on is not None
    assert row.due_on > TODAY + timedelta(days=170), "half a year, from the interval"
    with register.room.acting():
        calibration = Calibration.objects.get()
    given_back = register.get("calibration_certificate", instrument.pk, calibration.pk)
    assert given_back["Content-Disposition"].startswith("attachment")
    assert b"%PDF" in given_back.content
    text = page(register.room.client, register.url("instrument", instrument.pk))
    assert "U = 0,02 (k = 2)" in text
    assert register.post("calibration_remove", instrument.pk, calibration.pk).status_code == 302
    with register.room.acting():
        assert not Calibration.objects.exists()
        assert not StoredFile.objects.exists(), "the certificate goes with it"
    assert register.get("calibration_certificate", instrument.pk, calibration.pk).status_code == 404


def test_one_that_does_not_conform_sets_the_instrument_aside_and_names_what_it_measured(register: Register) -> None:
    """IATF 16949, 7.1.5.2.1: the validity of previous results is judged when an instrument is found out of limits."""
    instrument = register.add(days=100)
    register.calibrate(instrument, days=50)
    with register.room.acting():
        characteristic = Characteristic.objects.create(
            organisation_id=register.room.access.organisation_id, name="Hauteur de sertissage", instrument=instrument
        )
        Sample.objects.create(organisation_id=register.room.access.organisation_id, characteristic=characteristic,
                              position=1, values=[1.0])  # fmt: skip
    register.post("calibration_record", instrument.pk, done_on=str(TODAY), outcome="nonconforming")
    assert register.reread(instrument).state == "quarantined"
    text = page(register.room.client, register.url("instrument", instrument.pk))
    assert "son dernier étalonnage n’est pas conforme" in text
    assert "Hauteur de sertissage" in text
    assert "1 prélèvement<" in text
    refused = register.post("instrument_move", instrument.pk, step="return")
    assert refused.status_code == 422
    assert "enregistrez-en d’abord un qui le soit" in refused.content.decode()
    register.post("calibration_record", instrument.pk, done_on=str(TODAY), outcome="adjusted", due_on="2031-01-01")
    assert "Il a été ajusté" in page(register.room.client, register.url("instrument", instrument.pk))
    assert register.post("instrument_move", instrument.pk, step="return").status_code == 302
    assert register.reread(instrument).state == "in_service"


def test_an_older_certificate_entered_late_changes_neither_state_nor_date(register: Register) -> None:
    instrument = register.add()
    register.calibrate(instrument, days=1, due_on=TODAY + timedelta(days=300))
    register.calibrate(instrument, CalibrationOutcome.NONCONFORMING, days=400)
    row = register.reread(instrument)
    assert (row.state, row.due_on) == ("in_service", TODAY + timedelta(days=300))


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"done_on": "2999-01-01", "outcome": "conforming"}, "done_on"),
        ({"done_on": "", "outcome": "conforming"}, "done_on"),
        ({"done_on": str(TODAY), "outcome": "perhaps"}, "outcome"),
        ({"done_on": str(TODAY), "outcome": "conforming", "due_on": str(TODAY)}, "due_on"),
        ({"done_on": str(TODAY), "outcome": "conforming", "expanded_uncertainty": "-1"}, "expanded_uncertainty"),
        ({"done_on": str(TODAY), "outcome": "conforming", "note": "x" * 5001}, "note"),
    ],
)
def test_a_calibration_that_cannot_be_is_refused(register: Register, form: dict[str, str], field: str) -> None:
    instrument = register.add()
    response = register.post("calibration_record", instrument.pk, **form)
    assert response.status_code == 422
    assert set(response.context["calibration"].errors) == {field}
    strict_page(response.content.decode())


def test_a_certificate_that_may_not_come_in_is_refused(register: Register) -> None:
    instrument = register.add()
    sent = SimpleUploadedFile("certificat.exe", b"MZ\x00", "application/pdf")
    response = register.post("calibration_record", instrument.pk, done_on=str(TODAY), outcome="conforming", file=sent)
    assert response.status_code == 422
    with register.room.acting():
        assert not Calibration.objects.exists()


def test_an_instrument_is_set_aside_and_withdrawn_with_a_reason(register: Register) -> None:
    instrument = register.add(days=-1)
    for reason in ("", "x" * 201):
        response = register.post("instrument_move", instrument.pk, step="set_aside", reason=reason)
        assert response.status_code == 422
        strict_page(response.content.decode())
    register.post("instrument_move", instrument.pk, step="set_aside", reason="Tombé")
    assert "Tombé." in page(register.room.client, register.url("instrument", instrument.pk))
    late = register.post("instrument_move", instrument.pk, step="return")
    assert "étalonnage est en retard" in late.content.decode()
    register.post("instrument_move", instrument.pk, step="withdraw", reason="Usé")
    assert register.reread(instrument).state == "withdrawn"
    assert register.post("instrument_move", instrument.pk, step="explode").status_code == 404


def test_readers_look_and_change_nothing(register: Register) -> None:
    instrument = full(register)["overdue"]
    reader = register.room.colleague(Role.READER, "Zineb")
    for name, arguments in (("instruments", ()), ("instrument", (instrument.pk,))):
        text = page(reader.client, register.url(name, *arguments))
        assert register.url("instrument_add") not in text
    for name in ("instrument_add", "instruments_upload", "instruments_spreadsheet"):
        assert reader.client.get(register.url(name)).status_code == 403
    for name in ("instrument_move", "calibration_record"):
        assert reader.client.post(register.url(name, instrument.pk), {"step": "return"}).status_code == 403
    with register.room.acting(reader.member), pytest.raises(PermissionDenied):
        domain.withdraw(access=reader.member.access, instrument_id=instrument.pk, reason="x")


def test_another_s_instrument_is_not_there(register: Register) -> None:
    other = a_register("Autre")
    theirs = other.add("XX-1")
    calibration = other.calibrate(theirs)
    mine = register.add()
    for key in (theirs.pk, uuid4()):
        assert register.get("instrument", key).status_code == 404
        assert register.post("instrument_move", key, step="return").status_code == 404
        assert register.post("calibration_record", key).status_code == 404
    assert register.get("calibration_certificate", mine.pk, calibration.pk).status_code == 404
    assert register.post("calibration_remove", mine.pk, calibration.pk).status_code == 404
    assert register.get("calibration_certificate", theirs.pk, calibration.pk).status_code == 404


def test_the_list_is_taken_away_as_it_is_narrowed(register: Register) -> None:
    full(register)
    rows = json.loads(register.get("instruments_export", "json", etat="overdue").content)
    assert [(row["identification"], row["days"]) for row in rows] == [("PC-001", -5)]
    assert "PC-003" in register.get("instruments_export", "csv").content.decode("utf-8-sig")
    assert load_workbook(io.BytesIO(register.get("instruments_export", "xlsx").content)).active.max_row == 6
    assert register.get("instruments_export", "exe").status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("name", ["instruments_due", "instruments_labels"])
def test_due_list_and_labels_are_printed(register: Register, name: str, language: str) -> None:
    assert register.get(name, langue=language).content.startswith(b"%PDF"), "an empty one too"
    full(register)
    response = register.get(name, langue=language)
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(response.content)).pages)
    assert "PC-001" in text


def sheet(rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("registre.csv", rows.encode("cp1252"), "text/csv")


def test_a_french_spreadsheet_is_previewed_and_written_whole(register: Register) -> None:
    register.add("PC-014", days=10)
    rows = (
        "Identification;Désignation;Résolution;Périodicité (mois);Échéance\r\n"
        "PC-014;Pied à coulisse 200 mm;0,02;12;31/12/2030\r\nBL-002;Balance;0,1;6;\r\n"
    ).replace(" (mois)", " mois")
    shown = register.post("instruments_upload", file=sheet(rows))
    strict_page(shown.content.decode())
    assert [bool(row.before) for row in shown.context["rows"]] == [True, False]
    with register.room.acting():
        assert Instrument.objects.count() == 1, "nothing is written before one confirms"
    done = register.post("instruments_upload", confirmed=shown.context["confirmed"])
    assert done["Location"] == register.url("instruments")
    with register.room.acting():
        found = {row.identification: row for row in Instrument.objects.all()}
    assert (found["PC-014"].resolution, str(found["PC-014"].due_on)) == (0.02, "2030-12-31")
    assert found["BL-002"].interval_months == 6
    again = register.post("instruments_upload", confirmed=shown.context["confirmed"])
    assert again["Location"] == register.url("instruments_upload"), "what was shown has changed since"
    same = register.post("instruments_upload", file=sheet(rows))
    assert same["Location"] == register.url("instruments_upload")


def test_the_workbook_can_be_read_back_without_a_change(register: Register) -> None:
    full(register)
    content = register.get("instruments_spreadsheet").content
    back = register.post("instruments_upload", file=SimpleUploadedFile("registre.xlsx", content))
    assert back.status_code == 302, back.context["faults"] if back.context else ""


@pytest.mark.parametrize(
    "rows",
    [
        "Désignation\r\nPied\r\n",
        "Identification;Désignation\r\n;Pied\r\n",
        "Identification;Désignation\r\nA;\r\n",
        "Identification;Désignation\r\nA;Pied\r\nA;Pied\r\n",
        "Identification;Désignation;Résolution\r\nA;Pied;fin\r\n",
        "Identification;Désignation;Résolution\r\nA;Pied;-1\r\n",
        "Identification;Désignation;Périodicité mois\r\nA;Pied;1,5\r\n",
        "Identification;Désignation;Échéance\r\nA;Pied;demain\r\n",
        "Identification;Désignation\r\nA;" + "x" * 121 + "\r\n",
        "Identification;Couleur\r\nA;bleu\r\n",
        "Identification;Désignation\r\n" + "".join(f"A{place};x\r\n" for place in range(501)),
    ],
)
def test_a_file_with_a_fault_is_refused_whole_with_its_place(register: Register, rows: str) -> None:
    response = register.post("instruments_upload", file=sheet(rows))
    assert response.status_code == 422
    assert response.context["faults"]
    strict_page(response.content.decode())
    with register.room.acting():
        assert not Instrument.objects.exists()


def test_a_confirmation_is_one_person_s_and_cannot_be_forged(register: Register) -> None:
    shown = register.post("instruments_upload", file=sheet("Identification;Désignation\r\nA;Pied\r\n"))
    other = register.room.colleague(name="Brahim")
    other.client.post(register.url("instruments_upload"), {"confirmed": shown.context["confirmed"]})
    register.post("instruments_upload", confirmed="x")
    assert register.post("instruments_upload").status_code == 422
    with register.room.acting():
        assert not Instrument.objects.exists()


def test_those_who_manage_are_told_once_on_the_day(register: Register) -> None:
    person = register.room.member.person
    company = register.room.member.organisation.pk
    for place in range(5):
        register.add(f"PC-{place}", days=-1)
    register.add("PC-9", days=30)
    with acting(organisation_id=company):
        reminders.remind(today=TODAY + timedelta(days=3))
    with acting(organisation_id=company, person_id=person.pk):
        assert not Notice.objects.exists(), "no instrument's day"
    with acting(organisation_id=company):
        reminders.remind(today=TODAY)
    with acting(organisation_id=company, person_id=person.pk):
        notice = Notice.objects.get()
        words = reminders._words(notice.facts)
    assert notice.facts["overdue"]["count"] == 5
    assert "PC-0 · PC-1 · PC-2 et 2 autres" in words, words


def test_an_instrument_is_found_by_what_is_engraved_on_it(register: Register) -> None:
    register.add("PC-014", serial_number="SN-777")
    text = register.room.client.get(f"/o/{register.room.member.organisation.handle}/recherche/", {"q": "SN-777"})
    assert "PC-014" in text.content.decode()


def test_the_verbs_refuse_what_forms_would(register: Register) -> None:
    instrument = register.add()
    with pytest.raises(ValidationError):
        register.calibrate(instrument, "perhaps")
