"""A certification body gives IAF CertSearch what it takes: only what was signed, statuses in its words, sites apart."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.apps.recognition.rooms import Room, another, room_of
from tests.apps.recognition.world import World, acts, body, issued
from tests.factories import a_member, verified

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.organisations.enums import Role
from jawda.apps.recognition.certsearch import CERTIFICATION, ENTITY, SECTOR, SITE, STATUSES
from jawda.apps.recognition.domain import changing
from jawda.apps.recognition.enums import Event, Kind, State
from jawda.core.spreadsheets import read_csv, read_workbook

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def sheets(room: Room, **query: str) -> dict[str, list[dict[str, Any]]]:
    """Of the workbook, by name, each row by its headings."""
    book = read_workbook(room.get("certsearch_export", "xlsx", **query).content, file="a.xlsx")
    return {
        sheet.name: [dict(zip(sheet.rows[0], row, strict=True)) for row in sheet.rows[1:]] for sheet in book.sheets
    }  # fmt: skip


def test_every_state_has_its_status() -> None:
    assert set(STATUSES) == set(State)
    assert set(STATUSES.values()) <= {"Active", "Inactive", "Suspended", "Cancelled", "Draft", "Withdrawn", "Expired"}


def test_a_certificate_stands_in_four_sheets(found: World, room: Room) -> None:
    row = issued(found, sites=("Lot 12, Berrechid", "Lot 14, Settat"), sectors=("IAF 14", "IAF 17"))
    found_sheets = sheets(room)
    assert list(found_sheets) == [
        "Certified Entity", "Certification", "Certification Sites", "Certification Sector"
    ]  # fmt: skip
    (entity,) = found_sheets["Certified Entity"]
    assert tuple(entity) == ENTITY
    assert tuple(entity.values()) == ("001234567000047", "Caoutchouc Modèle", "Berrechid", "Morocco")
    (certification,) = found_sheets["Certification"]
    assert tuple(certification) == CERTIFICATION
    assert certification == {
        "Certification Identity Number": row.reference, "Certificate Number": "QMS-0042",
        "Certification Status": "Active", "Accreditation Status": "Accredited",
        "Certification Type": "Management System",
        "Certification Scope": "Moulage de joints en caoutchouc pour l’automobile",
        "Certification Original Issue Date": None, "Certification Issue Date": "20250512",
        "Certification Expiry Date": "20280511", "Certified Entity Unique ID": "001234567000047",
        "Accreditation Body Name": "Accréditeur Essai", "Scheme Name": "ISO 9001", "Standard Name": "ISO 9001:2015",
    }  # fmt: skip
    sites = found_sheets["Certification Sites"]
    assert [tuple(site) for site in sites] == [SITE, SITE]
    assert [site["Site Full Address"] for site in sites] == ["Lot 12, Berrechid", "Lot 14, Settat"]
    assert {site["Certification Identity Number"] for site in sites} == {row.reference}
    sectors = found_sheets["Certification Sector"]
    assert [tuple(sector) for sector in sectors] == [SECTOR, SECTOR]
    assert [sector["Sector Code"] for sector in sectors] == ["14", "17"]
    assert all(sector["Sector Name"] for sector in sectors)


def test_names_of_sectors_are_english_whatever_the_page(found: World, room: Room) -> None:
    issued(found)
    said = set()
    for language in ("fr", "ar", "en"):
        room.client.cookies["django_language"] = language
        said.add(sheets(room)["Certification Sector"][0]["Sector Name"])
    assert len(said) == 1
    assert said.pop().isascii()


def test_states_are_told_in_their_words_as_of_today(found: World, room: Room) -> None:
    suspended, withdrawn = (issued(found, number=number) for number in ("QMS-0050", "QMS-0051"))
    issued(found, number="QMS-0052", expires_on=TODAY - timedelta(days=1))
    issued(found, number="QMS-0053", accreditation_url="")
    with acts(found.certifier):
        for row, event in ((suspended, Event.SUSPENDED), (withdrawn, Event.WITHDRAWN)):
            changing.change(
                access=found.certifier.access, attestation_id=row.pk, event=event, reason="Audit manqué",
                now=timezone.now(),
            )  # fmt: skip
    rows = {row["Certificate Number"]: row for row in sheets(room)["Certification"]}
    assert {number: row["Certification Status"] for number, row in rows.items()} == {
        "QMS-0050": "Suspended", "QMS-0051": "Withdrawn", "QMS-0052": "Expired", "QMS-0053": "Active",
    }  # fmt: skip
    assert rows["QMS-0053"]["Accreditation Status"] == "Unaccredited"
    assert rows["QMS-0053"]["Accreditation Body Name"] is None
    assert len(sheets(room)["Certified Entity"]) == 1, "a holder stands once, whatever it holds"
    (narrowed,) = sheets(room, q="0050")["Certification"]
    assert narrowed["Certificate Number"] == "QMS-0050"


def test_a_holder_without_an_ice_keeps_one_mark_and_no_country(found: World, room: Room) -> None:
    issued(found, holder_ice="", number="QMS-0060")
    issued(found, holder_ice="", number="QMS-0061")
    (entity,) = sheets(room)["Certified Entity"]
    assert entity["Certified Entity Unique ID"].startswith("N-")
    assert len(entity["Certified Entity Unique ID"]) <= 45
    assert entity["Business Registered Country"] is None


def test_only_management_systems_and_nothing_fictitious(found: World, room: Room) -> None:
    issued(found)
    issued(found, number="PRD-1", kind=Kind.PRODUCT, scheme="", accreditation_url="")
    issued(found, number="QMS-FICT", fictitious=True)
    assert [row["Certificate Number"] for row in sheets(room)["Certification"]] == ["QMS-0042"]


def test_a_table_has_a_row_for_each_site(found: World, room: Room) -> None:
    issued(found, sites=("Lot 12", "=1+1"))
    issued(found, number="QMS-0043", sites=())
    answer = room.get("certsearch_export", "csv")
    rows = read_csv(answer.content, file="a.csv").sheets[0].rows
    places = [row[rows[0].index("Site Full Address")] for row in rows[1:]]
    assert sorted(str(place or "") for place in places) == ["", "=1+1", "Lot 12"]
    assert b"'=1+1" in answer.content, "no text becomes a formula"


def test_programs_get_request_bodies(found: World, room: Room) -> None:
    issued(found)
    (said,) = json.loads(room.get("certsearch_export", "json").content)
    assert said["certification_status"] == "active"
    assert said["certification_issue_date"] == "20250512"
    assert said["sites"] == [{"street": "Zone d’exemple, lot 12, Berrechid", "country": "Morocco"}]
    assert said["schemes"] == [{"scheme_name": "ISO 9001", "standard_list": [{"standards_name": "ISO 9001:2015"}]}]
    assert "certification_original_issue_date" not in said
    assert room.get("certsearch_export", "exe").status_code == 404


def test_who_may_take_it(found: World, room: Room) -> None:
    issued(found)
    assert another(found.certifier, Role.READER).get("certsearch_export", "csv").status_code == 200
    laboratory = room_of(body(Body.LABORATORY, "Laboratoire Essai"))
    assert laboratory.get("certsearch_export", "csv").status_code == 403
    other = room_of(verified(a_member("Autre organisme", Body.CERTIFICATION_BODY)))
    assert b"QMS-0042" not in other.get("certsearch_export", "csv").content
    assert room.url("certsearch_export", "xlsx") in room.get("issued").content.decode()


def test_the_queries_do_not_grow_with_the_list(found: World, room: Room, django_assert_max_num_queries: Any) -> None:
    for number in range(3):
        issued(found, number=f"QMS-{number}")
    with django_assert_max_num_queries(14):
        room.get("certsearch_export", "json")
