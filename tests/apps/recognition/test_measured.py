"""A calibration lies within an accreditation by quantity, range and uncertainty; persons and inspections too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.recognition.rooms import Room, room_of
from tests.apps.recognition.world import START, World, acts, body, name, trust_list, world
from tests.pages import strict_page
from tests.site.api.calls import API, a_program, is_problem

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.recognition.domain import accrediting, issuing, keys, status_lists, trust
from jawda.apps.recognition.domain.drafts import Draft, checked
from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.domain.signed_forms import measured_by
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.measured_lines import check_measured, measured_line, measured_of, range_line, range_of
from jawda.apps.recognition.models import Attestation, PublicAttestation, SigningKey
from jawda.apps.recognition.retention import COMPETENCE, _competence
from jawda.core.credentials.life_cycles import Kind as CoreKind
from jawda.core.credentials.scopes import Measured, Range, Scope
from jawda.core.credentials.trust_list import Arrangement, Scheme, SchemeKind
from jawda.core.credentials.trust_list import Member as Signatory

pytestmark = pytest.mark.django_db
SINCE = date(2024, 3, 4)
SCHEME = "https://schemes.example/calibration"
LENGTH = Range(quantity="longueur", unit="mm", low=0, high=150, uncertainty=0.002, per_value=0)
WITHIN = "longueur; mm; 0; 150; 12; µm"
TODAY = timezone.localdate()


@pytest.fixture
def found() -> World:
    """The accreditor recognises laboratories too: a list of its own version says so."""
    made = world()
    with acts(made.accreditor):
        authority, key = own_identity(), SigningKey.objects.get()
        jwk = key.public_jwk
    member = Signatory(
        authority=authority.did, kind=CoreKind.CALIBRATION, standard="ISO/IEC 17025", since=date(2024, 1, 1), source="x"
    )
    listed = trust_list(authority, jwk)
    scheme = Scheme(
        id=SCHEME, kind=SchemeKind.ACCREDITED, names=name("Étalonnage"), authorities=(authority.did,), source="x"
    )
    arrangement = Arrangement(
        id="https://arrangement.example/2", names=name("Accord"), operator="Exemple", since=date(2024, 1, 1),
        members=(member,), source="x",
    )  # fmt: skip
    trust.publish(
        replace(listed, version=2, schemes=(*listed.schemes, scheme), arrangements=(*listed.arrangements, arrangement))
    )
    return made


@pytest.fixture
def laboratory(found: World) -> Room:
    """Accredited to calibrate lengths to 150 mm with 2 µm at best."""
    made = room_of(body(Body.LABORATORY, "Métrologie Essai"))
    with acts(made.member):
        keys.make_key(access=made.member.access, now=START)
        identity = own_identity()
    scope = Scope(kind=CoreKind.CALIBRATION, standard="ISO/IEC 17025", ranges=(LENGTH,), since=SINCE)
    with acts(found.accreditor):
        accrediting.accredit(
            access=found.accreditor.access, body_slug=identity.slug, number="EX-ET-09", scopes=[scope], since=SINCE,
            until=None, now=START + timedelta(days=60),
        )  # fmt: skip
        status_lists.publish()
    return made


def address(room: Room) -> str:
    return room.url("issue") + "?genre=calibration"


def typed(**changes: Any) -> dict[str, Any]:
    given = {
        "number": "ET-1", "holder_name": "Plasturgie Modèle", "holder_ice": "", "holder_city": "", "scheme": SCHEME,
        "standard": "", "issued_on": TODAY.isoformat(), "activity_on": TODAY.isoformat(), "scope": "Pied à coulisse",
        "measured": WITHIN, "step": "check",
    }  # fmt: skip
    return given | changes


def claimed(room: Room) -> str:
    form = room.client.get(address(room)).context["form"]
    return str(form.fields["accreditation_url"].choices[0][0])


@pytest.mark.parametrize(
    ("measured", "tone"),
    [
        (WITHIN, "good"),
        ("longueur; mm; 0; 200; 0,012", "poor"),
        ("longueur; mm; 0; 150; 1; µm", "poor"),
        ("masse; kg; 0; 1; 0,1", "poor"),
        ("", "fair"),  # what is not stated cannot be held against the accreditation
        ("longueur; in; 0; 1; 0,1", "fair"),  # inches are not compared with millimetres here
    ],
)
def test_the_claim_is_held_against_quantity_range_and_uncertainty(laboratory: Room, measured: str, tone: str) -> None:
    """Smaller than what it is accredited for, no laboratory may state (ILAC P14, 5.4)."""
    shown = laboratory.client.post(address(laboratory), typed(measured=measured, accreditation_url=claimed(laboratory)))
    text = shown.content.decode()
    strict_page(text, language="fr")
    assert f"callout {tone}" in text
    assert "longueur; mm; 0; 150; 0.002" in laboratory.client.get(address(laboratory)).content.decode()


@pytest.mark.parametrize(
    "line",
    ["longueur; mm; 0; 150", "longueur; mm; a; 150; 1", "longueur; mm; 150; 0; 1", "longueur; mm; 0; 150; 0",
     "; mm; 0; 1; 1", "longueur; mm; 0; inf; 1", "longueur; mm; 0; nan; 1", "longueur; mm; 0; 1_000; 1",
     "longueur; mm; 0; 150;", "x" * 70 + "; mm; 0; 1; 1",
     "\n".join(["longueur; mm; 0; 1; 1"] * 51)],
)  # fmt: skip
def test_a_line_that_cannot_be_is_said_beside_its_field(laboratory: Room, line: str) -> None:
    answer = laboratory.client.post(address(laboratory), typed(measured=line, accreditation_url="", step="issue"))
    assert answer.status_code == 422
    assert 'id="id_measured_error"' in answer.content.decode()
    assert laboratory.documents() == []


def test_what_was_measured_is_signed_shown_and_kept_when_the_certificate_is_amended(laboratory: Room) -> None:
    laboratory.client.post(address(laboratory), typed(accreditation_url=claimed(laboratory), step="issue"))
    (row,) = laboratory.documents()
    expected = (Measured(quantity="longueur", unit="mm", low=0, high=150, uncertainty=12, uncertainty_unit="µm"),)
    assert measured_by(row) == expected
    shown = laboratory.client.get(reverse("shown_document", args=[row.link])).content.decode()
    told = strict_page(shown, language="fr")
    assert told.heading == "Ce certificat est valide."
    assert "150\N{NO-BREAK SPACE}mm" in shown
    laboratory.post("reissue", row.pk, scope="Pied à coulisse, corrigé", reason="Faute")
    (now,) = laboratory.documents()
    assert now.sha256 != row.sha256
    assert measured_by(now) == expected


def test_sent_again_with_other_measurements_a_number_is_taken(laboratory: Room) -> None:
    access = laboratory.member.access

    def draft(*lines: str) -> Draft:
        return Draft(
            kind=Kind.CALIBRATION, number="ET-7", holder_name="Plasturgie", issued_on=TODAY, activity_on=TODAY,
            measured=tuple(measured_of(line) for line in lines),
        )  # fmt: skip

    with acts(laboratory.member):
        first = issuing.issue_once(access=access, draft=draft(WITHIN))
        assert issuing.issue_once(access=access, draft=draft(WITHIN)) == first
        with pytest.raises(ValidationError):
            issuing.issue_once(access=access, draft=draft("longueur; mm; 0; 100; 12; µm"))


def test_lines_are_read_as_they_are_written() -> None:
    assert range_of(range_line(LENGTH)) == LENGTH
    for line in (WITHIN, "température; °C; -40; 1 200; 0,3"):
        measured = measured_of(line)
        assert measured_of(measured_line(measured)) == measured
    assert measured_of("température; °C; -40; 1 200; 0,3").high == 1200
    check_measured([])


@pytest.mark.parametrize("end", ["1\u202f200", "1\u00a0200,0", "1 200.0", "١٢٠٠", "١٬٢٠٠٫٠", "1'200"])
def test_numbers_are_read_as_the_platform_writes_them(end: str) -> None:
    assert measured_of(f"température; °C; \u221240; {end}; 0,3").high == 1200
    assert range_of(f"température; °C; -40; {end}; 0,3").high == 1200


def test_a_program_is_told_of_what_is_not_finite(laboratory: Room) -> None:
    """``1e999`` is a number of JSON, and becomes infinite."""
    program = a_program(kind=Body.LABORATORY, member=laboratory.member)
    given = {
        "kind": "calibration", "number": "ET-8", "holder_name": "Plasturgie Modèle", "issued_on": TODAY.isoformat(),
        "activity_on": TODAY.isoformat(),
    }  # fmt: skip
    range_ = {"quantity": "longueur", "unit": "mm", "low": 0, "high": 1, "uncertainty": 1}
    for bound in ("low", "high", "uncertainty"):
        sent = json.dumps(given | {"measured": [range_ | {bound: "END"}]}).replace('"END"', "1e999")
        token = {"HTTP_AUTHORIZATION": f"Bearer {program.secret}"}
        answer = Client().post(f"{API}/certificates", sent, content_type="application/json", **token)
        assert [item["place"] for item in is_problem(answer, 422)["findings"]] == ["measured"]
    assert laboratory.documents() == []


def certifier_issues(found: World, kind: Kind, **said: Any) -> Attestation:
    given: dict[str, Any] = {"kind": kind, "number": "P-1", "holder_name": "Amina Exemple", "issued_on": TODAY}
    with acts(found.certifier):
        return issuing.issue(
            access=found.certifier.access, draft=Draft(**given | said), now=timezone.now() - timedelta(seconds=5)
        )


def test_a_certificate_of_a_person_has_a_last_day_and_no_public_page(found: World) -> None:
    """It names a person: who holds it shows it (law 09-08); it is suspended and withdrawn like others (17024, 9.5)."""
    with pytest.raises(ValidationError, match="expires_on"):
        certifier_issues(found, Kind.PERSON)
    row = certifier_issues(found, Kind.PERSON, expires_on=TODAY + timedelta(days=900), standard="ISO 9712")
    assert row.link
    assert not PublicAttestation.objects.filter(reference=row.reference).exists()
    room = room_of(found.certifier)
    assert "Certificat de personne" in room.get("document", row.pk).content.decode()
    room.post("change", row.pk, event="suspended", **{"suspended-reason": "Examen contesté"})
    shown = room.client.get(reverse("shown_document", args=[row.link])).content.decode()
    assert strict_page(shown, language="fr").heading == "Ce certificat est suspendu."


def test_an_inspection_counts_on_its_day(found: World) -> None:
    with pytest.raises(ValidationError):
        certifier_issues(found, Kind.INSPECTION)
    row = certifier_issues(found, Kind.INSPECTION, activity_on=TODAY - timedelta(days=2))
    assert (row.expires_on, bool(row.link)) == (None, True)
    with acts(found.certifier), pytest.raises(ValidationError, match="measured"):
        checked(
            Draft(kind=Kind.INSPECTION, number="I-2", holder_name="X", issued_on=TODAY, activity_on=TODAY,
                  measured=(measured_of(WITHIN),)),
            found.certifier.access, timezone.now(),
        )  # fmt: skip


def test_a_certificate_of_a_person_is_kept_as_long_as_an_attestation_of_competence(found: World) -> None:
    row = certifier_issues(found, Kind.PERSON, expires_on=TODAY + timedelta(days=900))
    end = timezone.now() + timedelta(days=901)
    with acts(found.certifier):
        assert not _competence(end + COMPETENCE - timedelta(days=10)).filter(pk=row.pk).exists()
        assert _competence(end + COMPETENCE + timedelta(days=10)).filter(pk=row.pk).exists()


def test_an_accreditor_grants_both(found: World) -> None:
    room = room_of(found.accreditor)
    text = room.get("accredit").content.decode()
    assert 'value="person"' in text
    assert 'value="inspection"' in text
