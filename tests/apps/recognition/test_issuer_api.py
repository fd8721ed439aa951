"""The interface for a body's own programs: list, issue once, change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.recognition.world import ISSUED, World, acts, issued
from tests.site.api.calls import Program, a_program, is_problem

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.recognition.models import Attestation
from jawda.core.credentials import credential

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
GIVEN = {
    "kind": "management_system", "number": "QMS-0200", "holder_name": "Caoutchouc Modèle", "standard": "ISO 9001:2015",
    "accreditation": "EX-SM-07", "issued_on": TODAY.isoformat(), "sectors": ["IAF 14"],
    "expires_on": (TODAY + timedelta(days=900)).isoformat(),
}  # fmt: skip


@pytest.fixture
def program(found: World) -> Program:
    return a_program(kind=Body.CERTIFICATION_BODY, member=found.certifier)


def test_the_same_number_and_content_is_issued_once(program: Program) -> None:
    first = program.call("POST", "/certificates", GIVEN)
    assert first.status_code == 201, first.content.decode()
    again = program.call("POST", "/certificates", GIVEN)
    assert again.json() == first.json()
    is_problem(program.call("POST", "/certificates", GIVEN | {"holder_name": "Autre"}), 409)
    assert [row["number"] for row in program.get("/certificates")["items"]] == ["QMS-0200"]
    one = program.get(f"/certificates/{first.json()['reference']}")
    assert one["credential"].count(".") == 2


def test_a_fault_has_its_place(program: Program) -> None:
    said = is_problem(program.call("POST", "/certificates", GIVEN | {"standard": ""}), 422)
    assert [item["place"] for item in said["findings"]] == ["standard"]
    said = is_problem(program.call("POST", "/certificates", GIVEN | {"accreditation": "AUTRE"}), 422)
    assert [item["place"] for item in said["findings"]] == ["accreditation"]
    assert program.get("/certificates")["items"] == []


def test_a_document_is_suspended_and_cannot_be_suspended_twice(found: World, program: Program) -> None:
    row = issued(found)
    path = f"/certificates/{row.reference}/events"
    done = program.call("POST", path, {"event": "suspended", "reason": "Audit non tenu"})
    assert done.json()["state"] == "suspended"
    is_problem(program.call("POST", path, {"event": "suspended", "reason": "Encore"}), 422)
    is_problem(program.call("POST", path, {"event": "withdrawn", "reason": " "}), 422)
    assert [item["state"] for item in program.get("/certificates?state=suspended")["items"]] == ["suspended"]


def test_a_scope_is_reduced_and_what_was_said_before_no_longer_counts(found: World, program: Program) -> None:
    row = issued(found, sectors=("IAF 14", "IAF 17"), scope="Moulage et extrusion")
    path = f"/certificates/{row.reference}/events"
    less = {"event": "scope_reduced", "reason": "Extrusion arrêtée", "scope": "Moulage", "sectors": ["IAF 14"]}
    done = program.call("POST", path, less).json()
    assert done["state"] == "in_force"
    assert done["sha256"] != row.sha256
    said = credential.read(done["credential"].encode()).subject
    assert (said["certifiedScope"], said["sectorCode"]) == ("Moulage", ["IAF 14"])
    is_problem(program.call("POST", path, less), 422)
    is_problem(program.call("POST", path, less | {"scope": None, "sectors": ["IAF 3"]}), 422)
    is_problem(program.call("POST", path, {"event": "suspended", "reason": "x", "scope": "Autre"}), 422)
    is_problem(program.call("POST", path, {"event": "amended", "reason": "x", "scope": "Autre"}), 422)


def test_a_sector_is_one_of_iaf_s_however_it_is_written(found: World, program: Program) -> None:
    wrong = program.call("POST", "/certificates", GIVEN | {"sectors": ["IAF 14", "IAF 99"]})
    is_problem(wrong, 422)
    assert "99" in wrong.content.decode()
    made = program.call("POST", "/certificates", GIVEN | {"sectors": ["14", "iaf 17، 19"]}).json()
    said = credential.read(made["credential"].encode()).subject
    assert said["sectorCode"] == ["IAF 14", "IAF 17", "IAF 19"]
    again = program.call("POST", "/certificates", GIVEN | {"sectors": ["IAF 14", "IAF 17", "IAF 19"]}).json()
    assert again["reference"] == made["reference"]


def test_what_was_issued_with_a_sector_of_its_own_can_still_be_reduced(found: World, program: Program) -> None:
    row = issued(found, sectors=("IAF 14", "IAF 17"))
    with acts(found.certifier):
        Attestation.objects.filter(pk=row.pk).update(sectors=["IAF 14", "moulage 14.1"])
    path = f"/certificates/{row.reference}/events"
    less = {"event": "scope_reduced", "reason": "Arrêt", "sectors": ["moulage 14.1"]}
    done = program.call("POST", path, less).json()
    assert credential.read(done["credential"].encode()).subject["sectorCode"] == ["moulage 14.1"]


def test_a_page_reads_its_own_rows_alone(found: World, program: Program) -> None:
    """A body has tens of thousands of documents: the latest first, some of one moment, none twice and none left out."""
    moments = [ISSUED + timedelta(microseconds=number // 2) for number in range(5)]
    made = [issued(found, number=f"N-{number}", now=moment) for number, moment in enumerate(moments)]
    wanted = [row.reference for row in sorted(made, key=lambda row: (-row.issued_at.timestamp(), str(row.pk)))]
    seen, cursor = [], ""
    for more in (True, True, False):
        with CaptureQueriesContext(connection) as context:
            part = program.get(f"/certificates?limit=2&cursor={cursor}")
        asked = [item["sql"] for item in context.captured_queries if 'FROM "recognition_attestation"' in item["sql"]]
        assert asked
        assert all("LIMIT 3" in sql for sql in asked), asked
        seen += [item["reference"] for item in part["items"]]
        assert (part["next"] is not None) is more
        cursor = part["next"]
    assert seen == wanted
    for wrong in ("eA", "MDAwMDAwMDAwMDAwMDAwMDAwIHg", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OSB4"):
        is_problem(program.call("GET", f"/certificates?cursor={wrong}"), 400)


def test_others_find_nothing(found: World) -> None:
    row = issued(found)
    other = a_program(kind=Body.LABORATORY)
    is_problem(other.call("GET", f"/certificates/{row.reference}"), 404)
    alone = {name: value for name, value in GIVEN.items() if name != "accreditation"}
    is_problem(other.call("POST", "/certificates", alone), 403)
    reader = a_program("certificates:read", kind=Body.CERTIFICATION_BODY, member=found.certifier)
    assert len(reader.get("/certificates")["items"]) == 1
    is_problem(reader.call("POST", "/certificates", GIVEN), 403)
