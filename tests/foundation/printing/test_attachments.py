"""Files within a PDF: they come out to the byte, and the document says that it carries them (ISO 19005-3, 6.8)."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest
from tests.foundation.printing.reports import MOMENT, report

from jawda.foundation.printing import Attachment, Document, Paragraph, render_pdf
from jawda.foundation.printing.attachments import MOST_ATTACHED

CREDENTIAL = b"eyJhbGciOiJFZERTQSJ9.eyJpc3N1ZXIiOiJkaWQ6d2ViOmJvZHkuZXhhbXBsZSJ9.c2lnbmF0dXJl"


def document(text: str = "x") -> Document:
    return Document(
        title="Titre", organisation_name="Câblages", reference="AD-1", date="12", language="fr", fictitious=False,
        blocks=(Paragraph(text=text),),
    )  # fmt: skip


def attachment(**other: Any) -> Attachment:
    given: dict[str, Any] = {
        "name": "certificate.jwt",
        "media_type": "application/vc+jwt",
        "data": CREDENTIAL,
        "description": "Attestation vérifiable",
    }
    return Attachment(**given | other)


def opened(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf), strict=True)


@pytest.mark.parametrize("data", [CREDENTIAL, b"", bytes(range(256)) * 40, "é".encode(), b"\r\n\x00", b'\\u0041"'])
def test_a_file_comes_back_to_the_byte(data: bytes) -> None:
    reader = opened(render_pdf(document(), timestamp=MOMENT, attachments=(attachment(data=data),)))
    assert reader.attachments["certificate.jwt"] == [data]


def test_the_document_says_what_the_file_is_to_it() -> None:
    """ISO 19005-3, 6.8: the file specification has F, UF and AFRelationship, the stream a MIME type and its date; the
    file is associated with the document or a part of it (AF)."""
    catalogue = opened(render_pdf(document(), timestamp=MOMENT, attachments=(attachment(),))).trailer["/Root"]
    (found,) = (item.get_object() for item in catalogue["/AF"])
    assert (found["/F"], found["/UF"]) == ("certificate.jwt", "certificate.jwt")
    assert found["/AFRelationship"] == "/Source"
    assert found["/Desc"] == "Attestation vérifiable"
    stream = found["/EF"]["/F"].get_object()
    assert stream["/Subtype"] == "/application/vc+jwt"
    assert stream["/Params"]["/ModDate"].startswith("D:2026")


@pytest.mark.parametrize(("attachments", "part"), [((), "2"), ((attachment(),), "3")])
def test_only_a_document_with_files_is_of_part_3(attachments: tuple[Attachment, ...], part: str) -> None:
    """ISO 19005-3, 6.6.4: pdfaid:part is the part of the standard, pdfaid:conformance the level."""
    reader = opened(render_pdf(report("fr"), timestamp=MOMENT, attachments=attachments))
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    for name, value in (("pdfaid:part", part), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")):
        assert re.search(f"<{name}>{value}</{name}>", xmp), name


def test_a_letter_that_no_font_has_leaves_the_file_as_it_is() -> None:
    """The page is then printed a second time with a lozenge in its place: in the page only."""
    pdf = render_pdf(document("\U0001f642"), timestamp=MOMENT, attachments=(attachment(data="\U0001f642".encode()),))
    assert opened(pdf).attachments["certificate.jwt"] == ["\U0001f642".encode()]


def test_equal_files_give_equal_bytes() -> None:
    first, second = (render_pdf(document(), timestamp=MOMENT, attachments=(attachment(),)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "wrong",
    [{"name": name} for name in ("", "../x", "a/b", "é", ".jwt", "x" * 101, "a\nb")]
    + [{"media_type": kind} for kind in ("", "jwt", "text/", "text/plain; charset=utf-8", "TEXT/PLAIN")],
)
def test_a_name_or_type_that_is_none_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="plain name"):
        attachment(**wrong)


def test_two_files_of_one_name_and_too_much_are_refused() -> None:
    with pytest.raises(ValueError, match="names of their own"):
        render_pdf(document(), timestamp=MOMENT, attachments=(attachment(), attachment(data=b"2")))
    with pytest.raises(ValueError, match="at most"):
        render_pdf(document(), timestamp=MOMENT, attachments=(attachment(data=bytes(MOST_ATTACHED + 1)),))


def test_the_largest_file_stays_within_the_bounds_of_the_compiler() -> None:
    data = bytes(range(128, 256)) * (MOST_ATTACHED // 128)
    reader = opened(render_pdf(document(), timestamp=MOMENT, attachments=(attachment(data=data),)))
    assert reader.attachments["certificate.jwt"] == [data]
