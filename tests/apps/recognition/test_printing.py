"""A certificate on paper: what stands on it, and that its codes, its file and its seal lead back to the credential."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pypdf
import pytest
import typst
import zxingcpp
from PIL import Image
from tests.apps.recognition.sheets import ADDRESS, SAID, SUMMARY, sheet
from tests.core.credentials.ecosystem import BODY, KEYS, certificate, signed
from tests.foundation.printing.seals import sealer
from tests.foundation.printing.test_render import said, stands

from jawda.apps.recognition.printing import certificate_document
from jawda.apps.recognition.printing_words import WORDS
from jawda.core.credentials import credential, offline_summary
from jawda.core.languages import LANGUAGES, Language
from jawda.foundation.printing import Attachment, Document, render, render_pdf
from jawda.foundation.printing.paper_reading import read_paper
from jawda.foundation.printing.qr_codes import qr_svg
from jawda.foundation.printing.sealing import seal

MOMENT = datetime(2025, 5, 12, 10, tzinfo=UTC)


def printed(**changes: Any) -> pypdf.PdfReader:
    pdf = render_pdf(certificate_document(sheet(**changes)), timestamp=MOMENT)
    return pypdf.PdfReader(io.BytesIO(pdf), strict=True)


def picture(document: Document) -> Image.Image:
    """The first page as a printer with 200 dots per inch shows it."""
    inputs = json.dumps({**render._inputs(document), "attachments": []}, ensure_ascii=False)
    templates = render.Path(str(render.files("jawda.foundation.printing") / "templates"))
    pages = typst.compile(
        str(templates / "document.typ"), root=str(templates), sys_inputs={"document": inputs},
        font_paths=[str(render._fonts())], ignore_system_fonts=True, format="png", ppi=200,
    )  # fmt: skip
    return Image.open(io.BytesIO(pages[0] if isinstance(pages, list) else pages))


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_page_says_who_what_and_how_to_verify(language: Language) -> None:
    reader = printed(language=language)
    (page,) = reader.pages
    text = said(page.extract_text())
    texts = SAID[language]
    for words in (*(texts[name] for name in texts if name not in ("sites", "sectors")), *texts["sites"]):
        assert stands(words.replace("،", ""), text.replace("،", "")), words
    for name in ("holder", "standard", "scope", "issued", "until", "verify", "offline", "number"):
        assert stands(WORDS[name].best(language), text), name
    for code in ("JW-2025-004812", "CE/QMS/2025/118", "2028"):
        assert code in text
    assert said(ADDRESS) in text


def test_the_paper_does_not_say_that_it_is_in_force() -> None:
    """Paper cannot know; it says where to ask instead."""
    text = printed().pages[0].extract_text()
    assert "valide" not in text.replace("valable", "").lower()
    assert "en vigueur" not in text.lower()
    assert "ne dit pas si le document est suspendu ou retiré" in " ".join(text.split())


def test_the_address_can_be_followed() -> None:
    links = [
        note.get_object()["/A"]["/URI"]
        for note in printed().pages[0]["/Annots"]
        if "/URI" in note.get_object().get("/A", {})
    ]
    assert set(links) == {ADDRESS}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_both_codes_are_read_from_the_page(language: Language) -> None:
    found = {one.text for one in zxingcpp.read_barcodes(picture(certificate_document(sheet(language))))}
    assert found == {ADDRESS, SUMMARY}


def test_the_codes_have_words_for_those_who_do_not_see_them() -> None:
    """ISO 14289-1, 7.3: figures have an alternative text."""
    document = certificate_document(sheet())
    texts = [code.alt for block in document.blocks for code in getattr(block, "codes", ())]
    assert texts == [
        f"Code QR\N{NO-BREAK SPACE}: {ADDRESS}",
        "Code QR\N{NO-BREAK SPACE}: résumé signé de JW-2025-004812",
    ]
    pdf = render_pdf(document, timestamp=MOMENT)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found = [
        item.get("/Alt")
        for number in range(1, len(reader.xref[0]) + 1)
        if isinstance(item := _object(reader, number), dict)
    ]
    assert set(texts) <= set(found)


def _object(reader: pypdf.PdfReader, number: int) -> Any:
    return pypdf.generic.IndirectObject(number, 0, reader).get_object()


def test_a_long_scope_runs_on_and_the_codes_stay_on_the_first_page() -> None:
    reader = printed(scope="Moulage de joints en caoutchouc, " * 120, offline_code="")
    assert len(reader.pages) == 2
    assert "Vérifier ce document" in reader.pages[0].extract_text()
    assert "Vérifier ce document" not in reader.pages[1].extract_text()


def test_what_a_report_has_not_is_not_named() -> None:
    text = printed(
        scope="", standard="", sites=(), sectors=(), scheme="", accreditation="", number="JW-2025-004812",
        valid_until=None, activity_on=date(2025, 5, 6), holder_place="", offline_code="", fictitious=False,
    ).pages[0].extract_text()  # fmt: skip
    for name in ("scope", "standard", "sites", "sectors", "scheme", "accreditation", "number", "until", "offline"):
        assert WORDS[name].best("fr") not in text, name
    assert "Date de l’activité" in text
    assert "fictif" not in text.lower()


def test_every_word_stands_in_three_languages() -> None:
    assert all(set(words.as_mapping()) == set(LANGUAGES) for words in WORDS.values())


def test_from_the_paper_back_to_the_credential() -> None:
    """Issued, summed up, printed, sealed; then a stranger has the file and the codes, and no network."""
    data = signed(certificate())
    issued = credential.read(data)
    summary = offline_summary.sign(issued, KEYS[BODY], key_id=f"{BODY}#1")
    address = offline_summary.address(ADDRESS, summary)
    document = certificate_document(sheet(offline_code=qr_svg(address, title="x")))
    file = Attachment(name="JW-2025-004812.jwt", media_type="application/vc+jwt", data=data, description="Attestation")
    pdf = seal(
        render_pdf(document, timestamp=MOMENT, attachments=(file,)), sealer(), reason="Délivrance",
        at=datetime(2026, 11, 20, tzinfo=UTC),
    )  # fmt: skip
    assert len(pdf) < 250_000

    found = read_paper(pdf)
    assert found.seal.stands
    assert found.credential == data
    credential.read(found.credential).verify(KEYS[BODY].public)

    (scanned,) = (one.text for one in zxingcpp.read_barcodes(picture(document)) if "#" in one.text)
    read = offline_summary.read(scanned.partition("#")[2].encode())
    read.verify(KEYS[BODY].public)
    assert read.is_of(credential.read(found.credential))
