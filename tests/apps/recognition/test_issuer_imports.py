"""Many documents from a spreadsheet: what would be done is shown, then all of it is done or none."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from tests.apps.recognition.rooms import Room, room_of
from tests.apps.recognition.test_issuer_pages import spoken
from tests.apps.recognition.world import World, acts, body, issued
from tests.pages import strict_page

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.recognition.domain import keys, reissuing
from jawda.apps.recognition.domain.changing import Change
from jawda.apps.recognition.enums import Event, Kind, State
from jawda.apps.recognition.models import Attestation, StatusListVersion
from jawda.apps.recognition.queries import public as queries
from jawda.core.credentials.verdict import Verdict

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAST = (TODAY + timedelta(days=1000)).isoformat()
HEADINGS = ("Numéro", "Titulaire", "ICE", "Norme", "Accréditation", "Dernier jour", "Objet", "Secteurs IAF", "Sites")


def file(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    sheet.title = "documents"
    for row in (headings, *rows):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("lot.xlsx", content.getvalue())


def a_row(number: str, **changes: Any) -> tuple[Any, ...]:
    given = {
        "Numéro": number, "Titulaire": f"Titulaire {number}", "ICE": 1234567000047, "Norme": "ISO 9001:2015",
        "Accréditation": "EX-SM-07", "Dernier jour": LAST, "Objet": "Moulage", "Secteurs IAF": "14",
        "Sites": "Un ; Deux",
    }  # fmt: skip
    return tuple((given | changes).values())


def confirmed(text: str) -> str:
    found = re.search(r'name="confirmed" value="([^"]+)"', text)
    assert found is not None, text
    return found[1]


def test_rows_are_shown_then_all_are_issued(room: Room) -> None:
    spoken(room, room.url("import_issue"))
    shown = room.post("import_issue", file=file(a_row("L-1"), a_row("L-2")))
    text = shown.content.decode()
    strict_page(text, language="fr")
    assert "Titulaire L-2" in text
    assert "callout poor" not in text
    outside = room.post("import_issue", file=file(a_row("L-1", **{"Secteurs IAF": "12"}))).content.decode()
    assert "callout poor" in outside, "what lies outside the scope is said, and not forbidden"
    assert "toute vérification le donnera pour non valide" in outside
    assert room.documents() == []
    assert room.post("import_issue", confirmed=confirmed(text)).status_code == 302
    first, second = room.documents()
    assert (first.holder_ice, first.sectors, first.sites) == ("001234567000047", ["IAF 14"], ["Un", "Deux"])
    assert first.accreditation_number == "EX-SM-07"
    assert first.list_index != second.list_index
    assert [row.number for row in room.public()] == ["L-1", "L-2"]
    with acts(room.member):
        assert StatusListVersion.objects.filter(source_organisation=room.member.organisation).count() == 2, (
            "the lists are published once for all of them"
        )
    again = room.post("import_issue", file=file(a_row("L-1")))
    assert again.status_code == 422, "what is issued already is not issued twice"


@pytest.mark.parametrize(
    ("changes", "column"),
    [({"Titulaire": ""}, "Titulaire"), ({"ICE": "12x"}, "ICE"), ({"Norme": ""}, "Norme"),
     ({"Accréditation": "AUTRE"}, "Accréditation"), ({"Dernier jour": "2020-01-01"}, "Dernier jour"),
     ({"Dernier jour": "demain"}, "Dernier jour"), ({"Numéro": "L-1"}, "Numéro"),
     ({"Secteurs IAF": "14؛ 99"}, "Secteurs IAF")],
)  # fmt: skip
def test_a_fault_is_named_by_row_and_column_and_nothing_is_written(
    room: Room, changes: dict[str, Any], column: str
) -> None:
    answer = room.post("import_issue", file=file(a_row("L-1"), a_row("L-2", **changes)))
    assert answer.status_code == 422
    text = answer.content.decode()
    strict_page(text, language="fr")
    assert "ligne 3" in text
    assert column in text
    assert "confirmed" not in text
    assert room.documents() == []


def test_what_is_no_table_or_was_tampered_with_is_refused(room: Room) -> None:
    assert room.post("import_issue").status_code == 422
    assert room.post("import_issue", file=SimpleUploadedFile("lot.xlsx", b"x")).status_code == 422
    assert room.post("import_issue", file=file(headings=("Numéro", "Titulaire", "Autre"))).status_code == 422
    assert room.post("import_issue", file=file()).status_code == 302
    assert room.post("import_issue", confirmed="abc").status_code == 302
    assert room.documents() == []


def test_the_preview_of_another_body_is_not_taken(found: World, room: Room) -> None:
    text = room.post("import_issue", file=file(a_row("L-1"))).content.decode()
    other = body(Body.CERTIFICATION_BODY, "Autre")
    with acts(other):
        keys.make_key(access=other.access)
    stranger = room_of(other)
    stranger.post("import_issue", confirmed=confirmed(text))
    assert stranger.documents() == []


def test_states_are_changed_together(found: World, room: Room) -> None:
    spoken(room, room.url("import_change"))
    one, two = issued(found), issued(found, number="QMS-0043")
    headings = ("Numéro", "Référence", "Événement", "Motif")
    rows = (("QMS-0042", None, "Suspendre", "Audit non tenu"), (None, two.reference, "withdrawn", "Fin du contrat"))
    text = room.post("import_change", file=file(*rows, headings=headings)).content.decode()
    strict_page(text, language="fr")
    assert {row.state for row in room.public()} == {State.IN_FORCE}
    room.post("import_change", confirmed=confirmed(text))
    assert [row.state for row in room.public()] == [State.SUSPENDED, State.WITHDRAWN]
    assert one.pk != two.pk

    for wrong in (
        ("QMS-0043", None, "reinstated", "Non"), ("AUTRE", None, "suspended", "x"), ("QMS-0042", None, "replaced", "x"),
        ("QMS-0042", None, "reinstated", ""), (None, None, "reinstated", "x"),
    ):  # fmt: skip
        good = ("QMS-0042", None, "reinstated", "Levée")
        answer = room.post("import_change", file=file(good if wrong[0] != "QMS-0042" else wrong, wrong,
                                                      headings=headings))  # fmt: skip
        assert answer.status_code == 422, wrong
        assert "ligne 3" in answer.content.decode()
    assert [row.state for row in room.public()] == [State.SUSPENDED, State.WITHDRAWN]


def test_scopes_are_reduced_together_with_other_changes(found: World, room: Room) -> None:
    one = issued(found, sectors=("IAF 14", "IAF 17"), sites=("Tanger", "Kénitra"), scope="Moulage et extrusion")
    two = issued(found, number="QMS-0043")
    headings = ("Numéro", "Événement", "Motif", "Objet", "Secteurs IAF", "Sites")
    rows = (
        ("QMS-0042", "Réduire", "Extrusion arrêtée", "Moulage", "IAF 14", None),
        ("QMS-0043", "Suspendre", "Audit non tenu", None, None, None),
    )
    text = room.post("import_change", file=file(*rows, headings=headings)).content.decode()
    strict_page(text, language="fr")
    assert "Moulage" in text
    assert "IAF 14" in text
    room.post("import_change", confirmed=confirmed(text))
    first, second = room.documents()
    assert (first.scope, first.sectors, first.sites) == ("Moulage", ["IAF 14"], ["Tanger", "Kénitra"])
    assert first.sha256 != one.sha256, "signed anew"
    assert second.state == State.SUSPENDED
    assert second.sha256 == two.sha256
    judged = queries.judged(one.credential.encode(), timezone.now())
    assert judged.verification.verdict is Verdict.WITHDRAWN, "what it said before no longer counts"

    for wrong, column in (
        (("QMS-0042", "reduced", "x", None, "IAF 14, IAF 3", None), "Secteurs IAF"),
        (("QMS-0042", "reduced", "x", None, None, "Rabat"), "Sites"),
        (("QMS-0042", "reduced", "x", None, None, None), "Objet"),
        (("QMS-0043", "reinstated", "x", "Autre", None, None), "Objet"),
    ):
        answer = room.post("import_change", file=file(wrong, headings=headings))
        assert answer.status_code == 422, wrong
        assert column in answer.content.decode()
    assert room.documents()[0].sha256 == first.sha256


def test_a_number_means_the_document_that_counts(found: World, room: Room) -> None:
    """A certificate that is renewed may keep its number; one of another kind may have the same."""
    old = issued(found)
    new = issued(found, replaces="QMS-0042")
    headings = ("Numéro", "Événement", "Motif")
    rows = [("qms-0042", "suspended", "Audit")]
    text = room.post("import_change", file=file(*rows, headings=headings)).content.decode()
    room.post("import_change", confirmed=confirmed(text))
    assert {row.reference: row.state for row in room.documents()} == {
        old.reference: State.REPLACED, new.reference: State.SUSPENDED,
    }  # fmt: skip

    other = issued(found, kind=Kind.PRODUCT)
    answer = room.post("import_change", file=file(("QMS-0042", "withdrawn", "Fin"), headings=headings))
    assert answer.status_code == 422
    assert f"{', '.join(sorted([new.reference, other.reference]))}." in answer.content.decode()
    by_reference = ("Référence", "Événement", "Motif")
    text = room.post("import_change", file=file((other.reference, "withdrawn", "Fin"), headings=by_reference))
    room.post("import_change", confirmed=confirmed(text.content.decode()))
    again = room.post("import_change", file=file(("QMS-0042", "reinstated", "Levée"), headings=headings))
    assert again.status_code == 200, "of two the one that counts is meant"


def test_twenty_rows_ask_no_more_than_two(found: World, room: Room) -> None:
    for number in range(20):
        issued(found, number=f"N-{number}", scope="Moulage et extrusion")
    headings = ("Numéro", "Événement", "Motif", "Objet")

    def asked(count: int) -> int:
        rows = [(f"N-{number}", "reduced" if number % 2 else "suspended", "Fin", "Moulage" if number % 2 else None)
                for number in range(count)]  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            answer = room.post("import_change", file=file(*rows, headings=headings))
        assert answer.status_code == 200
        assert f"N-{count - 1}" in answer.content.decode()
        return len(queries)

    asked(2)
    assert asked(2) == asked(20)


def test_places_of_many_documents_are_looked_for_once(found: World, room: Room) -> None:
    rows = [issued(found, number=f"N-{number}", scope="Moulage et extrusion") for number in range(6)]

    def placed(some: list[Attestation]) -> int:
        changes = [
            Change(
                attestation_id=row.pk, event=Event.SCOPE_REDUCED, reason="Fin",
                said=reissuing.words_with(row, scope="Moulage", sectors=None, sites=None),
            )
            for row in some
        ]  # fmt: skip
        with acts(room.member), CaptureQueriesContext(connection) as queries:
            reissuing.change_or_reissue(access=room.member.access, changes=changes)
        return sum('"list_index" FROM' in one["sql"] for one in queries)

    assert placed(rows[:2]) == placed(rows[2:]) > 0


def test_what_changed_since_the_preview_changes_nothing(found: World, room: Room) -> None:
    issued(found)
    two = issued(found, number="QMS-0043")
    headings = ("Numéro", "Événement", "Motif")
    rows = (("QMS-0042", "suspended", "Audit"), ("QMS-0043", "suspended", "Audit"))
    text = room.post("import_change", file=file(*rows, headings=headings)).content.decode()
    room.post("change", two.pk, event="withdrawn", **{"withdrawn-reason": "Fin"})
    room.post("import_change", confirmed=confirmed(text))
    assert [row.state for row in room.public()] == [State.IN_FORCE, State.WITHDRAWN], "all or none"


def test_the_spreadsheets_to_fill_in(room: Room) -> None:
    book = load_workbook(io.BytesIO(room.get("import_issue_template").content))
    assert book["documents"]["A1"].value == "Numéro"
    book = load_workbook(io.BytesIO(room.get("import_change_template").content))
    assert [cell.value for cell in book["documents"][1]] == [
        "Numéro", "Référence", "Événement", "Motif", "Objet", "Secteurs IAF", "Sites",
    ]  # fmt: skip
