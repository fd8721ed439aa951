"""Certificates issued elsewhere: recording, files, looks into registers, the list, the page, the spreadsheet."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from PIL import Image
from tests.apps.recognition.rooms import Room, another, room_of
from tests.apps.recognition.test_issuer_imports import confirmed
from tests.apps.recognition.test_issuer_pages import spoken
from tests.apps.recognition.world import World, acts, fresh_lists, issued, world
from tests.factories import Member, a_member, verified
from tests.pages import strict_page

from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.domain import Facts
from jawda.apps.organisations.enums import Role
from jawda.apps.recognition import erasure, retention
from jawda.apps.recognition.domain import changing
from jawda.apps.recognition.enums import Event
from jawda.apps.recognition.models import RecordedCertificate, RegisterCheck
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.erasure.registry import Subject
from jawda.foundation.files.models import StoredFile

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ICE = "001234567000047"
HEADINGS = (
    "Numéro", "Genre", "Norme", "Organisme", "Date d’émission", "Dernier jour", "Source", "Adresse du registre",
    "Vérifié le", "Constat",
)  # fmt: skip


def a_company(name: str = "Câblages Essai", ice: str = ICE) -> Member:
    """A verified company with an ICE."""
    member = a_member(name)
    with acts(member):
        organisations.describe(access=member.access, facts=Facts(name=name, ice=ice))
    return verified(member)


@pytest.fixture
def room() -> Room:
    return room_of(a_company())


def typed(**changes: Any) -> dict[str, Any]:
    given = {
        "kind": "management_system", "number": "TF-1", "standard": "ISO 9001:2015", "issuer_name": "Organisme d’essai",
        "issued_on": (TODAY - timedelta(days=400)).isoformat(), "source": "Portail",
        "expires_on": (TODAY + timedelta(days=300)).isoformat(), "scope": "Tournage", "sites": "Un\nDeux\nUn",
        "accreditation_body": "", "accreditation_number": "", "register_url": "https://registre.example.org/TF-1",
    }  # fmt: skip
    return given | changes


def rows(room: Room) -> list[RecordedCertificate]:
    with acts(room.member):
        return list(RecordedCertificate.objects.order_by("number"))


def recorded(room: Room, **changes: Any) -> RecordedCertificate:
    answer = room.post("record", **typed(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return next(row for row in rows(room) if str(row.pk) in answer["Location"])


def picture(name: str = "certificat.png") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue())


def token(found: World, **changes: Any) -> SimpleUploadedFile:
    """A signed document as a body gives it."""
    document = issued(found, **changes)
    fresh_lists(found)
    return SimpleUploadedFile("certificat.jwt", document.credential.encode())


def page_of(room: Room, row: RecordedCertificate) -> str:
    text: str = room.get("recorded", row.pk).content.decode()
    return text


def test_what_is_typed_is_kept_and_stands_as_recorded_by_the_holder(room: Room) -> None:
    spoken(room, room.url("record"))
    row = recorded(room, file=picture())
    assert (row.sites, row.recorded_by, row.signed_verdict) == (["Un", "Deux"], room.member.person.pk, "")
    first, *_ = spoken(room, room.url("recorded", row.pk))
    assert first.heading == "En vigueur, selon son titulaire."
    text = page_of(room, row)
    assert "Personne ne l’a encore cherché dans un registre" in text
    assert "un papier ne prouve rien" in text
    kept = room.get("recorded_file", row.pk)
    assert kept["Content-Disposition"].startswith("attachment")
    assert kept.content.startswith(b"\x89PNG")
    assert room.get("recorded_credential", row.pk).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"number": " "}, "number"), ({"issuer_name": ""}, "issuer_name"), ({"source": ""}, "source"),
     ({"expires_on": ""}, "expires_on"), ({"expires_on": "2001-01-01"}, "expires_on"),
     ({"issued_on": (TODAY + timedelta(days=1)).isoformat()}, "issued_on"), ({"kind": "attendance"}, "kind"),
     ({"register_url": "http://registre.example.org"}, "register_url"),
     ({"register_url": "data:text/html,x"}, "register_url"),
     ({"register_url": "https://me:word@registre.example.org"}, "register_url"),
     ({"register_url": "https://127.0.0.1/x"}, "register_url"), ({"sites": "x" * 201}, "sites")],
)  # fmt: skip
def test_each_fault_stands_beside_its_field_and_nothing_is_written(
    room: Room, changes: dict[str, Any], field: str
) -> None:
    answer = room.post("record", **typed(**changes))
    assert answer.status_code == 422
    strict_page(answer.content.decode(), language="fr")
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert rows(room) == []


@pytest.mark.parametrize(
    ("file", "said"),
    [(SimpleUploadedFile("notes.txt", b"une note"), "Un PDF, une image ou un document signé est attendu."),
     (SimpleUploadedFile("faux.pdf", b"%PDF-1.7 rien"), "tronqué ou abîmé"),
     (SimpleUploadedFile("faux.jwt", b"eyJhbGciOiJub25lIn0.e30.x"), "")],
)  # fmt: skip
def test_a_file_that_is_none_of_these_is_refused_in_words(room: Room, file: SimpleUploadedFile, said: str) -> None:
    answer = room.post("record", **typed(file=file))
    assert answer.status_code == 422
    text = answer.content.decode()
    strict_page(text, language="fr")
    assert said in text
    assert rows(room) == []


def test_a_look_into_a_register_is_kept_beside_the_former_ones_and_says_its_age(room: Room) -> None:
    row = recorded(room)
    old = TODAY - timedelta(days=380)
    for day, said in ((old, "in_force"), (TODAY, "suspended")):
        assert room.post("check_recorded", row.pk, checked_on=day.isoformat(), found=said, note="").status_code == 302
        if day == old:
            text = page_of(room, row)
            assert "En vigueur, selon le registre." in text
            assert "Cette consultation date de 12 mois." in text
    first, *_ = spoken(room, room.url("recorded", row.pk))
    assert first.heading == "Ce certificat est suspendu."
    assert len(first.texts("ol")) >= 1
    with acts(room.member):
        assert [check.found for check in RegisterCheck.objects.all()] == ["suspended", "in_force"]
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    for form in ({"checked_on": tomorrow, "found": "in_force"}, {"checked_on": "1999-01-01", "found": "in_force"},
                 {"checked_on": TODAY.isoformat(), "found": "lost"}):  # fmt: skip
        answer = room.post("check_recorded", row.pk, note="", **form)
        assert answer.status_code == 422
        strict_page(answer.content.decode(), language="fr")


def test_a_signed_document_is_verified_now_and_vouches_only_for_what_it_says(room: Room) -> None:
    found = world()
    signed = {"holder_ice": ICE, "number": "QMS-7", "expires_on": TODAY + timedelta(days=300)}
    row = recorded(room, number="QMS-7", file=token(found, **signed))
    assert (row.signed_verdict, row.signed_differs, row.file_id) == ("valid", False, None)
    first, *_ = spoken(room, room.url("recorded", row.pk))
    assert first.heading == "En vigueur : sa signature est vérifiée."
    given = room.get("recorded_credential", row.pk)
    assert (given["Content-Type"], given.content.decode()) == ("application/vc+jwt", row.credential)

    other = recorded(room, number="QMS-8", file=SimpleUploadedFile("c.jwt", row.credential.encode()))
    assert other.signed_differs
    text = page_of(room, other)
    assert "En vigueur, selon son titulaire." in text
    assert "Il porte le numéro" in text

    theirs = recorded(
        room, number="QMS-9", file=token(found, **signed | {"number": "QMS-9", "holder_ice": "001525678000082"})
    )
    assert "sous un autre ICE" in page_of(room, theirs)

    forged = row.credential[:-8] + ("A" * 8 if row.credential[-8:] != "A" * 8 else "B" * 8)
    bad = recorded(room, number="QMS-10", file=SimpleUploadedFile("c.jwt", forged.encode()))
    assert bad.signed_verdict == "invalid"
    assert "Le document signé ne se vérifie pas." in page_of(room, bad)


def test_the_page_says_what_the_body_did_since(room: Room) -> None:
    found = world()
    document = issued(found, holder_ice=ICE, number="QMS-7", expires_on=TODAY + timedelta(days=300))
    fresh_lists(found, ago=timedelta(seconds=5))
    row = recorded(room, number="QMS-7", file=SimpleUploadedFile("c.jwt", document.credential.encode()))
    with acts(found.certifier):
        changing.change(
            access=found.certifier.access, attestation_id=document.pk, event=Event.SUSPENDED, reason="Audit manqué"
        )
    assert "Ce certificat est suspendu." in page_of(room, row)


def test_of_a_pdf_that_carries_one_the_signed_document_is_kept(room: Room) -> None:
    from jawda.apps.recognition.domain.papers import print_one

    found = world()
    document = issued(found, holder_ice=ICE, number="QMS-7", expires_on=TODAY + timedelta(days=300))
    fresh_lists(found)
    with acts(found.certifier):
        paper = bytes(print_one(document)[0].pdf)
    row = recorded(room, number="QMS-7", file=SimpleUploadedFile("certificat.pdf", paper))
    assert (row.credential, row.signed_verdict, row.file_id) == (document.credential, "valid", None)
    with acts(room.member):
        assert not StoredFile.objects.exists()


def test_editing_keeps_the_file_unless_another_takes_its_place(room: Room) -> None:
    row = recorded(room, file=picture())
    spoken(room, room.url("edit_recorded", row.pk))
    assert room.post("edit_recorded", row.pk, **typed(number="TF-2")).status_code == 302
    (changed,) = rows(room)
    assert (changed.number, changed.file_id) == ("TF-2", row.file_id)
    assert room.post("edit_recorded", row.pk, **typed(source="")).status_code == 422
    found = world()
    assert (
        room.post("edit_recorded", row.pk, **typed(number="QMS-7", file=token(found, number="QMS-7"))).status_code
        == 302
    )
    (changed,) = rows(room)
    assert changed.file_id is None
    assert changed.credential
    with acts(room.member):
        assert not StoredFile.objects.exists(), "the former file goes"


def test_the_list_shows_both_what_ends_soon_first_and_who_vouches(room: Room) -> None:
    found = world()
    issued(found, holder_ice=ICE, number="ICI-1", expires_on=TODAY + timedelta(days=500))
    assert "Délivré sur cette plateforme" in room.get("held").content.decode()
    recorded(room, number="LOIN", expires_on=(TODAY + timedelta(days=900)).isoformat())
    recorded(room, number="FINI", expires_on=(TODAY - timedelta(days=9)).isoformat())
    recorded(room, number="BIENTOT", expires_on=(TODAY + timedelta(days=20)).isoformat())
    first, *_ = spoken(room, room.url("held"))
    assert first.heading == "1 certificat arrive à échéance sous 90 jours"
    text = room.get("held").content.decode()
    assert re.findall("ICI-1|LOIN|FINI|BIENTOT", text) == ["BIENTOT", "ICI-1", "LOIN", "FINI"]
    for query, wanted in (
        ({"garant": "here"}, {"ICI-1"}), ({"garant": "holder"}, {"LOIN", "FINI", "BIENTOT"}), ({"q": "loin"}, {"LOIN"}),
        ({"bientot": "1"}, {"BIENTOT"}), ({"genre": "product"}, set()), ({"archives": "1"}, set()),
    ):  # fmt: skip
        text = room.get("held", **query).content.decode()
        strict_page(text, language="fr")
        assert set(re.findall("ICI-1|LOIN|FINI|BIENTOT", text)) == wanted, query


def test_the_list_is_taken_away_with_who_vouches(room: Room) -> None:
    recorded(room, number="=1+1")
    table = room.get("held_export", "csv").content.decode("utf-8-sig")
    assert "Enregistré par le titulaire" in table
    sheet = load_workbook(io.BytesIO(room.get("held_export", "xlsx").content)).active
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s", "no text becomes a formula"
    assert room.get("held_export", "json").json()[0]["source"] == "Portail"
    assert room.get("held_export", "exe").status_code == 404


def test_archived_ones_leave_the_list_and_come_back(room: Room) -> None:
    row = recorded(room)
    assert room.post("archive_recorded", row.pk).status_code == 302
    assert "TF-1" not in room.get("held").content.decode()
    assert "TF-1" in room.get("held", archives="1").content.decode()
    assert "archivé" in page_of(room, row)
    assert 'name="back"' in page_of(room, row)
    room.post("archive_recorded", row.pk, back="1")
    assert "TF-1" in room.get("held").content.decode()
    assert 'name="back"' not in page_of(room, row)


def test_two_clicks_on_a_button_do_what_it_says_once(room: Room) -> None:
    row = recorded(room)
    for wish, action, said in (
        ({}, "archive_certificate", "Le certificat est archivé."),
        ({"back": "1"}, "restore_certificate", "de nouveau dans la liste"),
    ):
        for _ in range(2):
            answer = room.client.post(room.url("archive_recorded", row.pk), wish, follow=True)
            assert said in answer.content.decode()
        with acts(room.member):
            assert (RecordedCertificate.objects.get(pk=row.pk).archived_at is None) == bool(wish)
            assert AuditEntry.objects.filter(action=f"recognition.{action}").count() == 1


def test_readers_look_and_others_find_nothing(room: Room) -> None:
    row = recorded(room, file=picture())
    reader = another(room.member, Role.READER)
    assert reader.get("recorded", row.pk).status_code == 200
    assert "Enregistrer un certificat" not in reader.get("held").content.decode()
    assert reader.get("record").status_code == 403
    assert reader.post("check_recorded", row.pk, checked_on=TODAY.isoformat(), found="in_force").status_code == 403
    rival = room_of(a_company("Rivale", "001525678000082"))
    for name in ("recorded", "recorded_file", "recorded_credential", "edit_recorded"):
        assert rival.get(name, row.pk).status_code == rival.get(name, uuid4()).status_code == 404
    assert rival.post("archive_recorded", row.pk).status_code == 404


def test_an_empty_list_says_what_comes_first() -> None:
    fresh = room_of(a_member("Neuve"))
    first, *_ = spoken(fresh, fresh.url("held"))
    assert first.heading == "Nos certificats"
    assert "pas encore vérifiée" in fresh.get("held").content.decode()


def file(*lines: tuple[Any, ...]) -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    sheet.title = "certificats"
    for line in (HEADINGS, *lines):
        sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("recus.xlsx", content.getvalue())


def a_line(number: str, **changes: Any) -> tuple[Any, ...]:
    given: dict[str, Any] = {
        "Numéro": number, "Genre": "", "Norme": "ISO 9001:2015", "Organisme": "Organisme d’essai",
        "Date d’émission": date(2025, 5, 12), "Dernier jour": "11/05/2028", "Source": "Portail",
        "Adresse du registre": "", "Vérifié le": "2026-06-01", "Constat": "En vigueur",
    }  # fmt: skip
    return tuple((given | changes).values())


def test_a_spreadsheet_is_previewed_then_recorded_whole(room: Room) -> None:
    spoken(room, room.url("import_recorded"))
    shown = room.post("import_recorded", file=file(a_line("A-1"), a_line("A-2", **{"Vérifié le": "", "Constat": ""})))
    text = shown.content.decode()
    strict_page(text, language="fr")
    assert "Vérifié dans le registre le" in text
    assert "Enregistré par le titulaire" in text
    assert rows(room) == []
    assert room.post("import_recorded", confirmed=confirmed(text)).status_code == 302
    assert [row.number for row in rows(room)] == ["A-1", "A-2"]
    with acts(room.member):
        assert RegisterCheck.objects.get().certificate.number == "A-1"
    assert room.post("import_recorded", file=file(a_line("A-1"))).status_code == 422, "not recorded twice"
    sheet = load_workbook(io.BytesIO(room.get("import_recorded_template").content)).active
    assert sheet["A1"].value == "Numéro"


@pytest.mark.parametrize(
    ("changes", "column"),
    [({"Organisme": ""}, "Organisme"), ({"Date d’émission": ""}, "Date d’émission"), ({"Numéro": "A-1"}, "Numéro"),
     ({"Dernier jour": "demain"}, "Dernier jour"), ({"Constat": "peut-être"}, "Constat"), ({"Source": ""}, "Source"),
     ({"Constat": ""}, "Constat"), ({"Vérifié le": ""}, "Vérifié le"), ({"Genre": "fiche"}, "Genre"),
     ({"Adresse du registre": "http://x.example"}, "Adresse du registre")],
)  # fmt: skip
def test_a_fault_is_named_by_row_and_column_and_nothing_is_written(
    room: Room, changes: dict[str, Any], column: str
) -> None:
    answer = room.post("import_recorded", file=file(a_line("A-1"), a_line("A-2", **changes)))
    text = answer.content.decode()
    assert answer.status_code == 422
    strict_page(text, language="fr")
    assert "ligne 3" in text
    assert column in text
    assert rows(room) == []


def test_archived_certificates_go_after_five_years_with_their_file_and_who_entered_them_is_forgotten(
    room: Room,
) -> None:
    row = recorded(room, file=picture())
    room.post("check_recorded", row.pk, checked_on=TODAY.isoformat(), found="in_force", note="")
    with acts(room.member):
        subject = Subject(person_id=room.member.person.pk, emails=(), name="", language="fr")
        assert erasure._recorded(subject) == {"recognition.RecordedCertificate": 1, "recognition.RegisterCheck": 1}
        far = timezone.now() + timedelta(days=6 * 365)
        assert list(retention._recorded(far)) == [], "what is in the list stays"
    room.post("archive_recorded", row.pk)
    with acts(room.member):
        assert list(retention._recorded(timezone.now())) == []
        due = list(retention._recorded(far))
        gone = retention._remove_recorded(due)
        assert gone["recognition.RegisterCheck"] == gone["files.StoredFile"] == 1
        assert not RecordedCertificate.objects.exists()
