"""With two files that anyone may download, a document is verified where there is no network."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.apps.recognition.test_verdicts import day, last_logged, lost_and_replaced
from tests.apps.recognition.world import ISSUED, TODAY, acts, issued, world

from jawda.apps.recognition.domain import changing
from jawda.apps.recognition.domain.bundles import bundle_of
from jawda.apps.recognition.enums import Event
from jawda.core.credentials import bundle, trust_file
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.verdict import Verdict

pytestmark = pytest.mark.django_db


def test_two_files_verify_a_document_offline() -> None:
    found = world()
    day(found, ISSUED - timedelta(days=1))
    row = issued(found)
    with acts(found.certifier):
        changing.change(
            access=found.certifier.access, attestation_id=row.pk, event=Event.SUSPENDED, reason="Audit manqué",
            now=TODAY - timedelta(days=1),
        )  # fmt: skip
    trusted = trust_file.read(Client().get("/confiance/liste").content)
    made = bundle_of(row.credential.encode("ascii"), TODAY)
    assert made is not None
    read = bundle.read(made, trust=trusted.trust, keys=trusted.keys)
    there = Verifier(read.materials).verify(row.credential.encode("ascii"), TODAY)
    assert there.verdict is Verdict.SUSPENDED
    assert b"Audit" not in made


def test_a_bundle_says_that_lists_were_seen_before_their_key_was_lost() -> None:
    found = world()
    day(found, ISSUED - timedelta(days=1))
    row = issued(found)
    lost = last_logged() + timedelta(seconds=1)
    for body in (found.certifier, found.accreditor):
        lost_and_replaced(body, lost)
    trusted = trust_file.read(Client().get("/confiance/liste").content)
    for at in (lost + timedelta(days=1, minutes=6), ISSUED + timedelta(hours=1)):
        made = bundle_of(row.credential.encode("ascii"), at)
        assert made is not None
        read = bundle.read(made, trust=trusted.trust, keys=trusted.keys)
        there = Verifier(read.materials).verify(row.credential.encode("ascii"), at)
        assert there.verdict is Verdict.VALID, at


def test_the_page_of_a_document_gives_its_bundle() -> None:
    found = world()
    row = issued(found)
    answer = Client().get(f"/c/{row.reference}?format=bundle")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{row.reference}-bundle.jwt"'
    trusted = trust_file.read(Client().get("/confiance/liste").content)
    assert bundle.read(answer.content, trust=trusted.trust, keys=trusted.keys).materials.trust == trusted.trust
