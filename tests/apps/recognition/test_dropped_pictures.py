"""A picture of a code on the page where anyone has a document checked: it leads where the code's address leads."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
import segno
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.apps.recognition.test_public_pages import a_certificate, a_confidential_report
from tests.apps.recognition.world import World, acts, issued, world
from tests.pages import strict_page

from jawda.apps.recognition.addresses import page_of, page_of_link
from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.domain.present_keys import present_key
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.models import Attestation
from jawda.core.credentials import credential, offline_summary
from jawda.core.credentials.keys import SoftwareKey
from jawda.foundation.printing import code_reading
from jawda.foundation.printing.code_reading import LARGEST

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def picture(*texts: str, degrees: int = 0) -> bytes:
    """A photograph of codes that stand beside one another."""
    codes = []
    for text in texts:
        content = io.BytesIO()
        segno.make(text, error="m", micro=False).save(content, kind="png", scale=7, border=4)
        codes.append(Image.open(content).convert("L"))
    sheet = Image.new("L", (sum(one.width for one in codes) + 40, max(one.height for one in codes) + 40), "white")
    left = 20
    for one in codes:
        sheet.paste(one, (left, 20))
        left += one.width
    content = io.BytesIO()
    sheet.rotate(degrees, expand=True, fillcolor="white").save(content, "JPEG")
    return content.getvalue()


def sent(content: bytes, *, language: str = "fr", field: str = "picture") -> Any:
    client = Client()
    client.cookies["django_language"] = language
    return client.post("/verifier/", {field: SimpleUploadedFile("photo.jpg", content, "image/jpeg"), "text": ""})


def fault(answer: Any, language: str = "fr") -> str:
    assert answer.status_code == 422
    assert answer["Cache-Control"] == "private, no-store"
    text = answer.content.decode()
    strict_page(text, language=language)
    found = re.search(r'id="fault">(.*?)</p>', text)
    assert found is not None
    return html.unescape(found[1])


def summary(found: World, row: Attestation, key: SoftwareKey | None = None) -> str:
    """As the second code of the row's paper holds it."""
    with acts(found.certifier):
        said = credential.read(row.credential.encode("ascii"))
        signing = present_key()
        signer = key or signer_of(signing)
        room = offline_summary.room_beside(page_of(row.reference))
        key_id = f"{own_identity().did}#{signing.name}"
        return offline_summary.sign(said, signer, key_id=key_id, most_bytes=room).decode()


def test_the_first_code_of_a_paper_leads_to_its_page() -> None:
    row = a_certificate(world())
    for field in ("picture", "file"):
        answer = sent(picture(page_of(row.reference), degrees=12), field=field)
        assert (answer.status_code, answer["Location"]) == (302, f"/c/{row.reference}")
        assert answer["Cache-Control"] == "private, no-store"


def test_both_codes_of_a_paper_in_one_picture_lead_there_too() -> None:
    found = world()
    row = a_certificate(found)
    page = page_of(row.reference)
    answer = sent(picture(page, f"{page}#{summary(found, row)}"))
    assert answer["Location"] == f"/c/{row.reference}"


def test_a_summary_that_its_issuer_did_not_sign_is_told() -> None:
    """A genuine address beside a forged summary: the page it leads to is good, and the paper is not."""
    found = world()
    row = a_certificate(found)
    forged = summary(found, row, SoftwareKey.from_seed(bytes([7]) * 32))
    told = fault(sent(picture(f"{page_of(row.reference)}#{forged}")))
    assert "n’est pas signé par l’organisme" in told
    assert "n’est pas signé" in fault(sent(picture(f"{page_of(row.reference)}#nonsense")))


def test_the_summary_of_another_document_is_told() -> None:
    found = world()
    row = a_certificate(found)
    other = issued(found, number="QMS-0099")
    told = fault(sent(picture(f"{page_of(row.reference)}#{summary(found, other)}")))
    assert "d’un autre document" in told


def test_a_document_signed_anew_under_its_number_still_answers_to_its_paper() -> None:
    found = world()
    row = a_certificate(found)
    before = summary(found, row)
    newer = issued(found, number=row.number, scope="Autre portée", replaces=row.reference)
    assert newer.sha256 != row.sha256
    answer = sent(picture(f"{page_of(newer.reference)}#{before}"))
    assert answer["Location"] == f"/c/{newer.reference}"


def test_a_typed_address_with_its_summary_is_held_against_its_document() -> None:
    found = world()
    row = a_certificate(found)
    client = Client()
    good = f"{page_of(row.reference)}#{summary(found, row)}"
    assert client.post("/verifier/", {"text": good})["Location"] == f"/c/{row.reference}"
    assert "n’est pas signé" in fault(client.post("/verifier/", {"text": good[:-3] + "AAA"}))


def test_a_confidential_document_is_reached_by_the_link_in_its_code() -> None:
    row = a_confidential_report()
    answer = sent(picture(page_of_link(row.link)))
    assert answer["Location"] == f"/d/{row.link}"


def test_a_document_that_is_not_here_gets_its_own_answer() -> None:
    answer = sent(picture(page_of("JW-2026-ZZZZZZZ") + "#a.b.c"))
    assert answer["Location"] == "/c/JW-2026-ZZZZZZZ"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ((), "Aucun code"),
        (("https://jawda.example.evil.example/c/JW-2025-AAAAAAA",), "d’un autre site"),
        (("bonjour",), "pas d’adresse de document"),
        (("https://a.example/1", "https://b.example/2"), "plusieurs codes"),
    ],
)
def test_other_pictures_are_told_apart(texts: tuple[str, ...], said: str) -> None:
    empty = io.BytesIO()
    Image.new("L", (600, 600), "white").save(empty, "JPEG")
    assert said in fault(sent(picture(*texts) if texts else empty.getvalue()))


def test_what_is_no_picture_or_too_large_is_told() -> None:
    assert "ne peut pas être lue" in fault(sent(picture("x")[:300]))
    assert "trop lourde" in fault(sent(b"\xff\xd8\xff" + bytes(LARGEST)))
    assert "trop grand" in fault(sent(b"\xff\xd8\xff" + bytes(22_000_000)))


def test_the_sentences_come_in_arabic() -> None:
    empty = io.BytesIO()
    Image.new("L", (600, 600), "white").save(empty, "PNG")
    assert "لم يُعثر على أي رمز" in fault(sent(empty.getvalue(), language="ar"), "ar")


def test_no_picture_is_read_beyond_the_limit_of_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jawda.apps.recognition.views.limits.CHECKS", 1)
    assert sent(picture("bonjour")).status_code == 422
    assert sent(picture("bonjour")).status_code == 429


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "D’autres fichiers"), ("ar", "ملفات أخرى"), ("en", "Other files")]
)
def test_who_finds_others_before_comes_back(monkeypatch: pytest.MonkeyPatch, language: str, said: str) -> None:
    monkeypatch.setattr("jawda.foundation.apart._PATIENCE", 0.05)
    with code_reading._ONE_AT_A_TIME:
        answer = sent(picture("bonjour"), language=language)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Cache-Control"] == "private, no-store"
    strict_page(answer.content.decode(), language=language)
    assert said in answer.content.decode()


def test_a_signed_file_is_still_checked() -> None:
    row = a_certificate(world())
    answer = sent(row.credential.encode("ascii"), field="file")
    assert answer.status_code == 200
