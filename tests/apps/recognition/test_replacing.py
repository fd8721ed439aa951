"""A document takes the place of another one: a report by one of its own number, a certificate when it is renewed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from tests.apps.pages import page
from tests.apps.recognition.rooms import Room
from tests.apps.recognition.test_issuer_imports import HEADINGS, a_row, confirmed, file
from tests.apps.recognition.test_issuer_pages import report, spoken, typed
from tests.apps.recognition.test_public_pages import a_certificate, a_confidential_report
from tests.apps.recognition.world import World, acts, draft, issued
from tests.pages import strict_page
from tests.site.api.calls import Program, a_program, is_problem

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.recognition.domain import issuing, status_lists
from jawda.apps.recognition.domain.drafts import Draft
from jawda.apps.recognition.enums import Event, Kind, State
from jawda.apps.recognition.models import Attestation, LogEntry, PublicAttestation
from jawda.apps.recognition.queries import public as queries
from jawda.core.credentials import credential
from jawda.core.credentials.attestation import attestation_of
from jawda.core.credentials.verdict import Verdict

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAST = TODAY + timedelta(days=900)


def renewed(found: World, old: Attestation, **changes: Any) -> Attestation:
    given = {"number": old.number, "replaces": old.reference, "issued_on": TODAY, "expires_on": LAST} | changes
    return issued(found, now=timezone.now(), **given)


def refused(found: World, **changes: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as told:
        issued(found, now=timezone.now(), **changes)
    said: dict[str, list[str]] = told.value.message_dict
    return said


def verdict(row: Attestation) -> Verdict:
    return queries.judged(row.credential.encode(), timezone.now()).verification.verdict


def test_a_certificate_is_renewed_under_its_number(found: World) -> None:
    """ISO/IEC 17021-1, 9.6.3: what follows has its own dates; the former one no longer counts."""
    old = a_certificate(found)
    new = renewed(found, old)
    with acts(found.certifier):
        old.refresh_from_db()
    assert (old.state, new.state, new.replaces) == (State.REPLACED, State.IN_FORCE, old)
    assert attestation_of(credential.read(new.credential.encode())).replaces == old.number
    assert (verdict(old), verdict(new)) == (Verdict.WITHDRAWN, Verdict.VALID)
    public = PublicAttestation.objects.get(reference=old.reference)
    assert (public.state, public.replaced_by) == (State.REPLACED, new.reference)
    assert [event["kind"] for event in public.events] == [Event.ISSUED, Event.REPLACED]
    logged = list(LogEntry.objects.order_by("-sequence").values_list("event", "reference")[:2])
    assert logged == [(Event.REPLACED, old.reference), (Event.ISSUED, new.reference)]
    # the lists of tomorrow say so too
    with acts(found.certifier):
        status_lists.publish(now=timezone.now() + timedelta(days=1))
    assert verdict(old) is Verdict.WITHDRAWN
    assert refused(found, number="N-2", replaces=old.reference) == {
        "replaces": ["Ce document a déjà été retiré ou remplacé."]
    }


def test_no_two_of_one_number_count_at_a_time(found: World) -> None:
    old = issued(found)
    assert list(refused(found)) == ["number"]
    renewed(found, old)
    assert list(refused(found)) == ["number"]
    issued(found, number="N-2", now=timezone.now(), expires_on=TODAY - timedelta(days=1))
    assert issued(found, number="N-2", now=timezone.now()), "one that has ended leaves its number free"


def test_which_one_is_replaced_must_be_told(found: World) -> None:
    assert list(refused(found, replaces="NIX")) == ["replaces"]
    ended = issued(found, now=timezone.now(), expires_on=TODAY - timedelta(days=1))
    stands = issued(found, now=timezone.now())
    (said,) = refused(found, number="N-2", replaces=stands.number)["replaces"]
    assert ended.reference in said or stands.reference in said
    assert renewed(found, stands, replaces=stands.reference.lower()).replaces == stands
    two = [draft(found, number=name, replaces=ended.reference, issued_on=TODAY) for name in ("N-3", "N-4")]
    with acts(found.certifier), pytest.raises(ValidationError, match="même"):
        issuing.issue_all(access=found.certifier.access, drafts=two)


def test_what_another_body_issued_is_not_replaced(found: World) -> None:
    """Isolation: a number or a reference of others names nothing."""
    theirs = a_confidential_report()
    for name in (theirs.number, theirs.reference):
        assert list(refused(found, number="N-2", replaces=name)) == ["replaces"]
    with acts(found.certifier):
        assert not Attestation.objects.filter(pk=theirs.pk).exists()


def test_its_page_leads_to_what_took_its_place(found: World) -> None:
    old = a_certificate(found)
    new = renewed(found, old, number="QMS-0043")
    for language in ("fr", "ar", "en"):
        client = Client()
        client.cookies["django_language"] = language
        text = page(client, f"/c/{old.reference}")
        told = strict_page(text, language=language)
        said = {
            "fr": "Ce certificat a été remplacé.", "ar": "استبدلت هذه الشهادة.", "en": "This certificate was replaced.",
        }  # fmt: skip
        assert told.heading == said[language]
        assert f'href="/c/{new.reference}"' in text
    assert "QMS-0042" in page(Client(), f"/c/{new.reference}"), "what it replaces is a fact of the new one"
    before = (TODAY - timedelta(days=1)).isoformat()
    assert "remplacé." not in strict_page(page(Client(), f"/c/{old.reference}?le={before}"), language="fr").heading


def test_the_form_proposes_what_the_former_one_says(found: World, room: Room) -> None:
    old = issued(found, expires_on=TODAY + timedelta(days=30))
    url = room.url("issue") + f"?remplace={old.pk}"
    assert url in room.get("document", old.pk).content.decode()
    first, *_ = spoken(room, url)
    assert first.heading == "Certificat de système de management"
    text = room.client.get(url).content.decode()
    for said in (old.number, old.reference, old.holder_name, old.scope, old.sites[0]):
        assert f"{said}" in text
    shown = room.client.post(url, typed(number=old.number, replaces=old.reference, step="check"))
    strict_page(shown.content.decode(), language="fr")
    assert "C’est sans retour." in shown.content.decode()
    done = room.client.post(url, typed(number=old.number, replaces=old.reference, step="issue"))
    assert done.status_code == 302, done.content.decode()
    states = [row.state for row in sorted(room.documents(), key=lambda row: row.issued_at)]
    assert states == [State.REPLACED, State.IN_FORCE]
    spoken(room, room.url("document", old.pk))
    assert "remplace=" not in room.get("document", old.pk).content.decode()
    assert room.client.get(room.url("issue") + "?remplace=x").status_code == 404


def test_a_report_that_replaces_another_one_has_a_number_of_its_own(laboratory: Room) -> None:
    """ISO/IEC 17025, 7.8.8.3: a new report is uniquely identified, and refers to the one that it replaces."""
    yesterday = timezone.now() - timedelta(days=1)  # of two lists of one second the later counts from the next
    first = Draft(
        kind=Kind.TEST, number="RE-1", holder_name="Plasturgie Modèle", standard="ISO 527-2",
        issued_on=yesterday.date(), activity_on=yesterday.date(),
    )  # fmt: skip
    with acts(laboratory.member):
        old = issuing.issue(access=laboratory.member.access, draft=first, now=yesterday)
    url = laboratory.url("issue") + f"?remplace={old.pk}"
    assert 'name="number" required' in laboratory.client.get(url).content.decode().replace('maxlength="80" ', "")
    same = laboratory.client.post(url, report(replaces=old.reference, step="check"))
    assert same.status_code == 422
    assert "chaque rapport a le sien" in same.content.decode()
    made = laboratory.client.post(url, report(number="RE-1/B", replaces=old.reference, step="issue"))
    assert made.status_code == 302, made.content.decode()
    old, new = laboratory.documents()
    assert (old.state, new.replaces_id) == (State.REPLACED, old.pk)
    text = page(Client(), f"/d/{old.link}")
    assert strict_page(text, language="fr").heading == "Ce rapport a été remplacé."
    assert "RE-1/B" in text
    assert new.link not in text, "whoever has the former’s link is not given the new one’s"
    assert "RE-1" in page(Client(), f"/d/{new.link}")


def test_many_are_renewed_from_a_spreadsheet(found: World, room: Room) -> None:
    first, second = issued(found, number="L-1"), issued(found, number="L-2")
    headings = (*HEADINGS, "Remplace")
    rows = [(*a_row(row.number), row.reference) for row in (first, second)]
    shown = room.post("import_issue", file=file(*rows, headings=headings)).content.decode()
    strict_page(shown, language="fr")
    assert first.reference in shown
    assert room.post("import_issue", confirmed=confirmed(shown)).status_code == 302
    states = sorted((row.number, row.state) for row in room.documents())
    assert states == [(name, state) for name in ("L-1", "L-2") for state in (State.IN_FORCE, State.REPLACED)]
    twice = [(*a_row("L-3"), "L-1"), (*a_row("L-4"), "L-1"), (*a_row("L-5"), "NIX"), (*a_row("L-2"), "")]
    faults = room.post("import_issue", file=file(*twice, headings=headings)).content.decode()
    for row in (3, 4, 5):
        assert f"ligne {row}" in faults
    assert len(room.documents()) == 4


def test_a_program_renews_once(found: World) -> None:
    program: Program = a_program(kind=Body.CERTIFICATION_BODY, member=found.certifier)
    given = {
        "kind": "management_system", "number": "P-1", "holder_name": "Caoutchouc Modèle", "standard": "ISO 9001:2015",
        "issued_on": TODAY.isoformat(), "expires_on": LAST.isoformat(),
    }  # fmt: skip
    first = program.call("POST", "/certificates", given).json()
    longer = given | {"expires_on": (LAST + timedelta(days=30)).isoformat()}
    is_problem(program.call("POST", "/certificates", longer), 409)
    new = program.call("POST", "/certificates", longer | {"replaces": "P-1"})
    assert new.status_code == 201, new.content.decode()
    again = program.call("POST", "/certificates", longer | {"replaces": "P-1"})
    assert again.json() == new.json()
    assert program.get(f"/certificates/{first['reference']}")["state"] == "replaced"
    assert datetime.fromisoformat(new.json()["issued_at"]) <= datetime.now(UTC)
