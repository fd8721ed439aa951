"""A body seals its papers with the certificate of a trust service provider, and goes back to the platform's."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from tests.apps.recognition.rooms import another, room_of
from tests.apps.recognition.world import World, acts, issued
from tests.foundation.printing.seals import provider
from tests.pages import strict_page

from jawda.apps.organisations.enums import Role
from jawda.apps.recognition.domain import papers, seals
from jawda.apps.recognition.models import Paper, SealKey
from jawda.core.languages import LANGUAGES
from jawda.foundation.accounts.sealing import is_sealed
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.printing.paper_reading import read_paper

pytestmark = pytest.mark.django_db


def loaded(found: World, packed: bytes) -> SealKey:
    with acts(found.certifier):
        return seals.load_seal(access=found.certifier.access, file=packed, password="secret")


def printed(found: World, number: str) -> bytes:
    row = issued(found, number=number)
    with acts(found.certifier):
        papers.print_some()
        return bytes(Paper.objects.get(attestation=row, language="fr").pdf)


def test_what_is_printed_carries_the_seal_of_the_provider(found: World) -> None:
    loaded(found, provider("rsa")[1])
    seal = read_paper(printed(found, "EX-1")).seal
    assert seal.stands
    assert seal.certificate is not None
    assert (seal.certificate.organisation, seal.certificate.issuer) == ("Certif Exemple", "Confiance Exemple")


def test_the_key_is_sealed_at_rest_and_forgotten_when_it_ends(found: World) -> None:
    row = loaded(found, provider()[1])
    assert is_sealed(row.sealed)
    assert [b64decode(one) for one in row.chain] == [provider()[0]]
    with acts(found.certifier):
        seals.end_seal(access=found.certifier.access)
        row.refresh_from_db()
        assert (row.sealed, row.retired_at is not None) == ("", True)
        told = AuditEntry.objects.filter(action__in=("recognition.load_seal", "recognition.end_seal"))
        assert sorted(told.values_list("action", flat=True)) == ["recognition.end_seal", "recognition.load_seal"]
        assert "secret" not in str(list(told.values_list("content", flat=True)))
    seal = read_paper(printed(found, "EX-2")).seal
    assert seal.certificate is not None
    assert seal.certificate.organisation == found.certifier.organisation.name, "the platform's again"


def test_a_new_file_replaces_the_one_before(found: World) -> None:
    loaded(found, provider()[1])
    loaded(found, provider("rsa")[1])
    with acts(found.certifier):
        assert SealKey.objects.filter(from_provider=True, retired_at=None).count() == 1
        assert SealKey.objects.exclude(retired_at=None).get().sealed == ""


def test_where_the_certificate_ends_the_platforms_seal_takes_its_place(found: World) -> None:
    row = loaded(found, provider()[1])
    with acts(found.certifier):
        before = seals.own_sealer(row.valid_until - timedelta(seconds=1))
        after = seals.own_sealer(row.valid_until + timedelta(seconds=1))
    assert before.certificate == bytes(row.certificate)
    assert after.certificate != before.certificate


def test_a_certificate_that_does_not_hold_now_is_refused(found: World) -> None:
    packed = provider()[1]
    later = timezone.now() + timedelta(days=4_000)
    with acts(found.certifier), pytest.raises(ValidationError) as caught:
        seals.load_seal(access=found.certifier.access, file=packed, password="secret", now=later)
    assert list(caught.value.message_dict) == ["file"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_a_file_does_not_serve_is_said_in_each_language(found: World, language: str) -> None:
    with acts(found.certifier), translation.override(language), pytest.raises(ValidationError) as caught:
        seals.load_seal(access=found.certifier.access, file=provider()[1], password="mot-de-passe-faux")
    (said,) = caught.value.message_dict["file"]
    assert ".p12" in said
    assert ("cannot be opened" in said) == (language == "en")


def test_only_administrators_of_the_body_load_and_end_it(found: World) -> None:
    reads = replace(found.certifier.access, role=Role.READER)
    for verb in (
        lambda: seals.load_seal(access=reads, file=provider()[1], password="secret"),
        lambda: seals.end_seal(access=reads),
    ):
        with acts(found.certifier), pytest.raises(PermissionDenied):
            verb()
    assert another(found.certifier, Role.READER).get("load_seal").status_code == 403


def test_the_page_loads_a_file_and_ends_it(found: World) -> None:
    room = room_of(found.certifier)

    def send(data: bytes, password: str) -> Any:
        file = SimpleUploadedFile("cachet.p12", data)
        return room.client.post(room.url("load_seal"), {"file": file, "password": password})

    strict_page(room.get("load_seal").content.decode(), language="fr")
    wrong = send(provider()[1], "mot-de-passe-faux")
    assert wrong.status_code == 422
    strict_page(wrong.content.decode(), language="fr")
    assert "mot-de-passe-faux" not in wrong.content.decode()
    assert send(provider()[1], "secret").status_code == 302
    shown = room.get("keys").content.decode()
    strict_page(shown, language="fr")
    assert "Confiance Exemple" in shown
    assert room.post("end_seal").status_code == 302
    assert "Confiance Exemple" not in room.get("keys").content.decode()


def test_another_body_does_not_seal_with_it(found: World) -> None:
    loaded(found, provider()[1])
    with acts(found.accreditor):
        assert seals.present_seal(timezone.now()) is None
        assert seals.own_sealer().certificate != provider()[1]
    assert "Confiance Exemple" not in room_of(found.accreditor).get("keys").content.decode()
