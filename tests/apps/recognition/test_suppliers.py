"""Suppliers' certificates: what is found of each, the spreadsheet, the job that checks them, who may see the list."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from tests.apps.recognition.rooms import Room, another, room_of
from tests.apps.recognition.test_issuer_imports import confirmed
from tests.apps.recognition.test_issuer_pages import spoken
from tests.apps.recognition.test_recorded_certificates import a_company
from tests.apps.recognition.world import World, acts, fresh_lists, issued
from tests.pages import strict_page

from jawda.apps.organisations.enums import Role
from jawda.apps.recognition import tasks
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.models import WatchedCertificate, WatchedFinding
from jawda.apps.recognition.suppliers import domain
from jawda.apps.recognition.suppliers.enums import Found
from jawda.apps.recognition.suppliers.facts import SupplierFacts
from jawda.apps.recognition.suppliers.finding import matches

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ICE, OTHER_ICE = "001525678000082", "001234567000047"
HEADINGS = ("Fournisseur", "ICE", "Pays", "Référence Jawda", "Numéro", "Norme")


@pytest.fixture
def room() -> Room:
    return room_of(a_company("Importateur Essai"))


def certified(found: World, number: str, **changes: Any) -> Any:
    """A certificate of a supplier, as it stands today."""
    row = issued(found, **{"number": number, "holder_ice": ICE, "expires_on": TODAY + timedelta(days=400)} | changes)
    fresh_lists(found)
    return row


def lines(room: Room) -> list[WatchedCertificate]:
    with acts(room.member):
        return list(WatchedCertificate.objects.order_by("supplier_name"))


def watched(room: Room, **said: str) -> WatchedCertificate:
    answer = room.post("add_supplier", supplier_name=said.pop("name", "Acier Essai"), **said)
    assert answer.status_code == 302, answer.content.decode()
    return next(row for row in lines(room) if str(row.pk) in answer["Location"])


def matched(**said: str) -> Any:
    (match,) = matches([SupplierFacts(supplier_name="X", **said)], TODAY)
    return match


def test_it_is_found_by_reference_by_number_however_spelled_or_by_ice_and_standard(found: World) -> None:
    row = certified(found, "QMS-1")
    for said in ({"reference": row.reference}, {"number": "qms-1"}, {"number": " QMS-1"}, {"supplier_ice": ICE},
                 {"supplier_ice": ICE, "standard": "ISO 9001"}):  # fmt: skip
        assert matched(**said).row.reference == row.reference, said
    assert matched(supplier_ice=ICE, standard="ISO 14001").row is None
    assert matched(number="QMS-2").row is None
    assert matched(number="QMS").row is None, "part of a number is no number"


def test_another_holder_or_standard_than_expected_is_said(found: World) -> None:
    certified(found, "QMS-1")
    assert matched(number="QMS-1", supplier_ice=OTHER_ICE).differs == "holder"
    assert matched(number="QMS-1", standard="ISO 9001:2008").differs == "standard"
    assert matched(number="QMS-1", standard="iso 9001").differs == ""


def test_several_of_one_number_are_not_guessed_but_the_holder_tells_them_apart(found: World) -> None:
    certified(found, "QMS-1")
    second = certified(found, "QMS-1", holder_ice=OTHER_ICE, holder_name="Autre", kind=Kind.PRODUCT)
    assert matched(number="QMS-1").several
    assert matched(number="QMS-1", supplier_ice=OTHER_ICE).row.reference == second.reference


def test_of_one_holder_what_is_in_force_and_lasts_longest_is_meant(found: World) -> None:
    certified(found, "OLD", expires_on=TODAY - timedelta(days=1))
    certified(found, "SHORT", expires_on=TODAY + timedelta(days=10))
    longest = certified(found, "LONG")
    assert matched(supplier_ice=ICE).row.reference == longest.reference


def test_adding_a_line_verifies_it_at_once(found: World, room: Room) -> None:
    certified(found, "QMS-1", expires_on=TODAY + timedelta(days=40))
    spoken(room, room.url("add_supplier"))
    row = watched(room, number="QMS-1", standard="ISO 9001")
    assert (row.found, row.found_issuer, row.differs) == (Found.VALID, "Certification Essai", "")
    assert (row.news, row.told_stage) == ([], 90), "what is near its end already is seen, not told"
    first, *_ = spoken(room, room.url("supplier", row.pk))
    assert first.heading == "Trouvé ici, et valide."
    first, *_ = spoken(room, room.url("suppliers"))
    assert "40 jours restants" in room.get("suppliers").content.decode()
    assert (
        room.post("add_supplier", supplier_name="Acier Essai", number="QMS-1", standard="ISO 9001").status_code == 422
    )


def test_not_found_here_is_never_called_invalid(room: Room) -> None:
    row = watched(room, number="VL-1")
    assert row.found == Found.NOT_FOUND
    text = room.get("supplier", row.pk).content.decode()
    assert "Introuvable ici ne veut jamais dire invalide" in text
    assert "ce qui ne veut pas dire invalide" in room.get("suppliers").content.decode()


@pytest.mark.parametrize(
    ("said", "field"),
    [({"supplier_name": " ", "number": "1"}, "supplier_name"), ({"supplier_name": "X"}, "number"),
     ({"supplier_name": "X", "supplier_ice": "12"}, "supplier_ice"),
     ({"supplier_name": "X", "reference": "ISO 9001"}, "reference"),
     ({"supplier_name": "X", "number": "1" * 81}, "number")],
)  # fmt: skip
def test_each_fault_stands_beside_its_field(room: Room, said: dict[str, str], field: str) -> None:
    answer = room.post("add_supplier", **said)
    assert answer.status_code == 422
    strict_page(answer.content.decode(), language="fr")
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert lines(room) == []


def test_a_line_that_expects_something_else_begins_anew(found: World, room: Room) -> None:
    certified(found, "QMS-1")
    row = watched(room, number="VL-1")
    spoken(room, room.url("edit_supplier", row.pk))
    assert room.post("edit_supplier", row.pk, supplier_name="Acier Essai", number="QMS-1").status_code == 302
    (changed,) = lines(room)
    assert (changed.found, changed.number, changed.news) == (Found.VALID, "QMS-1", [])
    assert room.post("edit_supplier", row.pk, supplier_name="").status_code == 422
    assert room.post("check_supplier", row.pk).status_code == 302
    assert room.post("remove_supplier", row.pk).status_code == 302
    assert lines(room) == []
    with acts(room.member):
        assert not WatchedFinding.objects.exists()


def test_readers_look_and_others_find_nothing(room: Room) -> None:
    row = watched(room, number="VL-1")
    reader = another(room.member, Role.READER)
    assert reader.get("supplier", row.pk).status_code == 200
    assert reader.get("add_supplier").status_code == reader.post("check_suppliers").status_code == 403
    rival = room_of(a_company("Rivale", OTHER_ICE))
    assert "VL-1" not in rival.get("suppliers").content.decode()
    assert rival.get("supplier", row.pk).status_code == rival.get("supplier", uuid4()).status_code == 404
    assert rival.post("remove_supplier", row.pk).status_code == 404


def file(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    sheet.title = "fournisseurs"
    for row in (headings, *rows):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("fournisseurs.xlsx", content.getvalue())


def test_a_spreadsheet_shows_what_is_there_then_all_lines_are_kept_and_checked(found: World, room: Room) -> None:
    certified(found, "QMS-1")
    spoken(room, room.url("import_suppliers"))
    rows = (("Acier", 1525678000082, "", "", "QMS-1", "ISO 9001"), ("Loin", "", "Espagne", "", "VL-1", ""))
    text = room.post("import_suppliers", file=file(*rows)).content.decode()
    strict_page(text, language="fr")
    assert "Introuvable ici" in text
    assert "1 document est publié ici" in text
    assert lines(room) == []
    assert room.post("import_suppliers", confirmed=confirmed(text)).status_code == 302
    assert [(row.supplier_ice, row.found) for row in lines(room)] == [(ICE, ""), ("", "")]
    spoken(room, room.url("suppliers"))
    assert "hx-trigger" in room.get("suppliers").content.decode(), "the page follows the job"
    work(room)
    assert [row.found for row in lines(room)] == [Found.VALID, Found.NOT_FOUND]
    assert 'hx-trigger="every' not in room.get("suppliers").content.decode()
    assert room.post("import_suppliers", file=file(*rows)).status_code == 422, "no line twice"
    sheet = load_workbook(io.BytesIO(room.get("import_suppliers_template").content)).active
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)


@pytest.mark.parametrize(
    ("row", "column"),
    [(("", "", "", "", "N-1", ""), "Fournisseur"), (("X", "12x", "", "", "", ""), "ICE"),
     (("X", "", "Espagne", "", "", ""), "Numéro"), (("X", "", "", "ISO", "", ""), "Référence Jawda"),
     (("A", "", "", "", "N-0", ""), "Fournisseur"), (("X", "", "", "", "9" * 90, ""), "Numéro")],
)  # fmt: skip
def test_a_fault_is_named_by_row_and_column_and_nothing_is_written(room: Room, row: Any, column: str) -> None:
    answer = room.post("import_suppliers", file=file(("A", "", "", "", "N-0", ""), row))
    text = answer.content.decode()
    assert answer.status_code == 422
    strict_page(text, language="fr")
    assert "ligne 3" in text
    assert column in text
    assert lines(room) == []


def test_a_file_of_more_than_a_thousand_lines_is_refused_with_what_was_expected(room: Room) -> None:
    answer = room.post("import_suppliers", file=file(*((f"F{n}", "", "", "", f"N-{n}", "") for n in range(1_002))))
    assert answer.status_code == 422
    assert "1" in answer.content.decode()
    assert lines(room) == []


def work(room: Room) -> None:
    """What the worker does with the job that was asked for."""
    with transaction.atomic():
        tasks.check_suppliers(room.member.organisation.pk)


def a_list(room: Room, count: int) -> None:
    with acts(room.member):
        domain.add_all(
            access=room.member.access,
            lines=[SupplierFacts(supplier_name=f"F{n:03}", number=f"N-{n}") for n in range(count)],
        )


def test_the_job_checks_some_at_a_time_and_is_stopped(room: Room) -> None:
    a_list(room, 30)
    with acts(room.member):
        assert domain.check_some()
        assert WatchedCertificate.objects.filter(asked_at__isnull=False).count() == 5
    assert "25 sur 30" in room.get("suppliers").content.decode()
    assert room.post("stop_suppliers").status_code == 302
    with acts(room.member):
        assert not domain.check_some()
        assert WatchedCertificate.objects.filter(found="").count() == 5, (
            "what was checked stays, the rest waits no more"
        )
    assert room.post("check_suppliers").status_code == 302
    work(room)
    assert {row.found for row in lines(room)} == {Found.NOT_FOUND}


def test_lines_that_are_not_found_cost_no_query_each(room: Room) -> None:
    asked = []
    for count in (3, 20):
        with acts(room.member):
            WatchedCertificate.objects.all().delete()
        a_list(room, count)
        with acts(room.member), CaptureQueriesContext(connection) as context:
            domain.check_some()
        asked.append(len(context.captured_queries))
    assert asked[0] == asked[1]


def test_the_list_is_narrowed_and_taken_away(found: World, room: Room) -> None:
    certified(found, "QMS-1", expires_on=TODAY + timedelta(days=40))
    watched(room, name="Acier", number="QMS-1")
    watched(room, name="Loin", number="VL-1")
    for query, wanted in (
        ({"q": "loin"}, "Loin"), ({"constat": "valid"}, "Acier"), ({"bientot": "1"}, "Acier"),
        ({"constat": "not_found"}, "Loin"),
    ):  # fmt: skip
        text = room.get("suppliers", **query).content.decode()
        strict_page(text, language="fr")
        assert {name for name in ("Acier", "Loin") if f"<bdi>{name}</bdi>" in text} == {wanted}, query
    assert "Aucune ligne" in room.get("suppliers", constat="invalid").content.decode()
    told = room.get("suppliers_export", "json").json()
    assert [(row["supplier"], row["finding"]) for row in told] == [("Acier", "Valide"), ("Loin", "Introuvable ici")]
    assert load_workbook(io.BytesIO(room.get("suppliers_export", "xlsx").content)).active["A1"].value == "Fournisseur"
    assert room.get("suppliers_export", "exe").status_code == 404


def test_an_empty_list_says_what_comes_first(room: Room) -> None:
    first, *_ = spoken(room, room.url("suppliers"))
    assert first.heading == "Certificats des fournisseurs"
    assert "Depuis un tableur" in room.get("suppliers").content.decode()
