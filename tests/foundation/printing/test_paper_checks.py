"""What is said of the pages of a PDF: that they were changed, whose they are, or what the verdict is not about."""

from __future__ import annotations

import io

import pypdf
import pytest
from tests.foundation.printing.seals import CREDENTIAL, SEALED_AT, broken, paper, sealer

from jawda.core.findings.checks import Status
from jawda.core.languages import LANGUAGES
from jawda.foundation.printing.paper_checks import pages_check
from jawda.foundation.printing.paper_reading import read_paper
from jawda.foundation.printing.sealing import seal

SEALED = seal(paper(CREDENTIAL), sealer(), reason="x", at=SEALED_AT)


def with_a_blank_page() -> bytes:
    """Appended to the sealed file, as editors do when they save."""
    writer = pypdf.PdfWriter(io.BytesIO(SEALED), incremental=True)
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (SEALED, "pages_sealed"),
        (paper(CREDENTIAL), "pages_unsealed"),
        (SEALED.replace(b"/Title", b"/Titel", 1), "pages_changed"),
        (with_a_blank_page(), "pages_changed"),
        (broken(SEALED), "pages_changed"),
    ],
)
def test_a_change_after_the_seal_is_told(pdf: bytes, said: str) -> None:
    check = pages_check(read_paper(pdf).seal)
    assert check.id == f"paper.{said}"
    assert (check.status is Status.OK) == (said != "pages_changed")
    assert all(check.sentence(language) for language in LANGUAGES)


def test_a_seal_of_anyone_is_no_praise() -> None:
    """Whoever changes a file may seal it in the same name: the sentence names nobody and asks to compare."""
    again = seal(with_a_blank_page(), sealer(seed=9), reason="x", at=SEALED_AT)
    check = pages_check(read_paper(again).seal)
    assert "Certif Exemple" not in check.sentence("en")
    assert "compare" in check.sentence("en")


@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (SEALED, "pages_by_issuer"),
        (SEALED.replace(b"/Title", b"/Titel", 1), "pages_changed"),
        (with_a_blank_page(), "pages_changed"),
        (SEALED + b"\n% more\n", "pages_sealed"),
        (broken(SEALED), "pages_changed"),
    ],
)
def test_a_seal_of_the_issuer_speaks_for_the_pages_that_it_covers(pdf: bytes, said: str) -> None:
    """Whatever was appended after it, the issuer said nothing of (ISO 32000-2, 12.8.1)."""
    check = pages_check(read_paper(pdf).seal, issuer="Certif Exemple")
    assert check.id == f"paper.{said}"
    assert ("Certif Exemple" in check.sentence("ar")) == (said == "pages_by_issuer")
