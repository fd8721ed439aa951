"""Reading any PDF: the credential in it and the seal on it, and what is said of hostile ones."""

from __future__ import annotations

import io
import random
import runpy
import subprocess
import sys
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdf
import pytest
from tests.foundation.printing.seals import (
    CREDENTIAL,
    SEALED_AT,
    SINCE,
    UNTIL,
    broken,
    by_hand,
    paper,
    provider,
    sealer,
    stream,
)

from jawda.core.findings import Refused
from jawda.core.findings.words import catalogue
from jawda.foundation import apart
from jawda.foundation.printing import paper_process, paper_reading
from jawda.foundation.printing.paper_reading import Later, SealReading, credential_in, read_paper
from jawda.foundation.printing.seal_files import read_seal_file
from jawda.foundation.printing.sealers import Sealer
from jawda.foundation.printing.sealing import seal


def sealed(by: Sealer | None = None, pdf: bytes | None = None) -> bytes:
    return seal(pdf or paper(CREDENTIAL), by or sealer(), reason="Délivrance", at=SEALED_AT)


def read(pdf: bytes) -> SealReading:
    return read_paper(pdf).seal


def refused(pdf: bytes, *, what: Any = credential_in) -> str:
    with pytest.raises(Refused) as found:
        what(pdf)
    return found.value.findings[0].id


def with_files(*specifications: bytes, tree: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """``more`` are objects from number 3 on."""
    catalogue = b"<</Type/Catalog/Pages 2 0 R/AF[%s]%s>>" % (b" ".join(specifications), tree)
    return by_hand(catalogue, b"<</Type/Pages/Kids[]/Count 0>>", *more)


def specification(number: int, name: bytes = b"c.jwt") -> bytes:
    return b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F %d 0 R>>>>" % (name, name, number)


# The seal.


def test_an_unbroken_seal_stands() -> None:
    found = read_paper(sealed())
    assert found.credential == CREDENTIAL
    assert found.seal.stands
    assert (found.seal.count, found.seal.later) == (1, Later.NONE)
    assert (found.seal.signed_at, found.seal.reason) == (SEALED_AT, "Délivrance")
    certificate = found.seal.certificate
    assert certificate is not None
    assert (certificate.organisation, certificate.identifier) == ("Certif Exemple", "NTRMA-12345")
    assert (certificate.valid_from, certificate.valid_until) == (SINCE, UNTIL)
    assert certificate.self_made
    assert certificate.sha256 == sha256(sealer().certificate).hexdigest()


def test_a_paper_without_seal_has_none() -> None:
    assert read(paper(CREDENTIAL)) == SealReading()
    assert not SealReading().found
    assert not SealReading().stands


def test_a_changed_letter_breaks_the_seal() -> None:
    pdf = sealed()
    at = pdf.index(b"/Title")
    found = read(pdf[:at] + pdf[at:].replace(b"/Title", b"/Titel", 1))
    assert (found.found, found.intact, found.stands) == (True, False, False)


def test_an_attachment_exchanged_after_the_seal_is_told() -> None:
    """ISO 32000-2, 12.8.1: a signature says nothing of what was appended to the file after it."""
    writer = pypdf.PdfWriter(io.BytesIO(sealed()), incremental=True)
    writer._root_object[pypdf.generic.NameObject("/AF")] = pypdf.generic.ArrayObject()
    writer._root_object[pypdf.generic.NameObject("/Names")] = pypdf.generic.DictionaryObject()
    writer.add_attachment("c0.jwt", b"a.b.c")
    out = io.BytesIO()
    writer.write(out)
    found = read_paper(out.getvalue())
    assert found.credential == b"a.b.c"
    assert (found.seal.intact, found.seal.covers_whole_file, found.seal.later) == (True, False, Later.CHANGES)
    assert not found.seal.stands


def test_bytes_after_the_end_are_told() -> None:
    found = read(sealed() + b"\n% more\n")
    assert not found.covers_whole_file
    assert not found.stands


def test_of_two_seals_the_newer_is_read() -> None:
    twice = sealed(sealer(seed=8), sealed())
    found = read(twice)
    assert (found.count, found.stands) == (2, True)
    assert found.certificate is not None
    assert found.certificate.sha256 == sha256(sealer(seed=8).certificate).hexdigest()


def test_a_second_seal_is_an_addition_to_the_first() -> None:
    """Asked about the first alone, as its reading stood: nothing but a seal came since."""
    module = runpy.run_path(str(paper_process.__file__))
    first = module["opened"](sealed(sealer(seed=8), sealed()), strict=True)
    from pyhanko.sign.validation.pdf_embedded import collect_embedded_signatures

    said = module["reading"](collect_embedded_signatures(first)[0])
    assert (said["intact"], said["whole"], said["later"]) == (True, False, "additions")


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_providers_seal_says_who_vouches_for_its_name(kind: str) -> None:
    certificate = read(sealed(read_seal_file(provider(kind)[1], "secret"))).certificate
    assert certificate is not None
    assert (certificate.organisation, certificate.issuer) == ("Certif Exemple", "Confiance Exemple")
    assert not certificate.self_made


def test_where_the_seal_cannot_be_read_the_credential_is_all_the_same() -> None:
    found = read_paper(broken(sealed()))
    assert found.credential == CREDENTIAL
    assert found.seal == SealReading(unreadable=True)


# The credential.


def test_a_credential_is_found_by_its_type_or_its_name() -> None:
    typed = stream(b" a.b.c\n", b"/Subtype/application#2Fvc+jwt")
    for pdf in (
        with_files(specification(3, b"x.bin"), more=(typed,)),
        with_files(specification(3, b"X.JWT"), more=(stream(b"a.b.c"),)),
        with_files(tree=b"/Names<</EmbeddedFiles<</Names[(x)%s]>>>>" % specification(3), more=(stream(b"a.b.c"),)),
        with_files(
            tree=b"/Names<</EmbeddedFiles 4 0 R>>",
            more=(stream(b"a.b.c"), b"<</Kids[5 0 R]>>", b"<</Names[(x)%s]>>" % specification(3)),
        ),
        with_files(specification(3), more=(stream(zlib.compress(b"a.b.c"), b"/Filter/FlateDecode"),)),
    ):
        assert credential_in(pdf) == b"a.b.c"


@pytest.mark.parametrize(
    "pdf",
    [
        with_files(),
        with_files(specification(3, b"invoice.xml"), more=(stream(b"<x/>"),)),
        with_files(b"null", b"3", b"(x.jwt)", b"<</F(x.jwt)>>", b"<</F(x.jwt)/EF<</F 1>>>>"),
        with_files(tree=b"/Names 7"),
        with_files(tree=b"/Names<</EmbeddedFiles[1]>>"),
        paper(),
    ],
)
def test_where_there_is_none_there_is_none(pdf: bytes) -> None:
    assert credential_in(pdf) is None


def test_the_same_credential_twice_is_one_and_two_are_refused() -> None:
    assert credential_in(paper(CREDENTIAL, CREDENTIAL)) == CREDENTIAL
    assert refused(paper(CREDENTIAL, b"a.b.c")) == "paper.several_credentials"


# Hostile files.

BOMB = zlib.compress(bytes(300 << 20), 9)
HOSTILE = {
    "bomb": with_files(specification(3), more=(stream(BOMB, b"/Filter/FlateDecode"),)),
    "bomb in a bomb": with_files(
        specification(3), more=(stream(zlib.compress(BOMB, 9), b"/Filter[/FlateDecode/FlateDecode]"),)
    ),
    "larger than any credential": with_files(specification(3), more=(stream(b"x" * 3_000_000),)),
    "just larger": with_files(specification(3), more=(stream(b"x" * 1_500_000),)),
    "tree that is its own child": with_files(
        tree=b"/Names<</EmbeddedFiles 3 0 R>>", more=(b"<</Kids[3 0 R]>>",)
    ),
    "tree that doubles at each step": with_files(
        tree=b"/Names<</EmbeddedFiles 3 0 R>>", more=(b"<</Kids[3 0 R 3 0 R]>>",)
    ),
    "too many files": with_files(*[specification(3, b"x")] * 401, more=(stream(b"x"),)),
    "many files": with_files(*[specification(3, b"x")] * 300, more=(stream(b"x"),)),
    "more objects than a certificate has": with_files().replace(b"/Size 3", b"/Size 99999999"),
}  # fmt: skip
DAMAGED = {
    "cut": paper(CREDENTIAL)[:9_000],
    "head only": b"%PDF-1.7\n",
    "no end": paper(CREDENTIAL).replace(b"startxref", b"startxxxx"),
    "root is itself": by_hand(b"1 0 R"),
    "no root": by_hand(b"<<>>", root=9),
    "deep": with_files(b"[" * 200_000),
    "deep dictionaries": with_files(b"<</A" * 100_000),
    "table before itself": by_hand(b"<</Type/Catalog>>").replace(b"/Root", b"/Prev 70/Root"),
    "length that lies": with_files(specification(3), more=(b"<</Length 99999999>>\nstream\nabc\nendstream",)),
    "file that is not there": with_files(specification(9)),
    "unknown filter": with_files(specification(3), more=(stream(b"x", b"/Filter/JWTDecode"),)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_swells_or_runs_in_circles_is_stopped(name: str) -> None:
    assert refused(HOSTILE[name]) == "paper.too_much"


@pytest.mark.parametrize("name", DAMAGED)
def test_what_cannot_be_read_is_refused_or_holds_nothing(name: str) -> None:
    try:
        found = read_paper(DAMAGED[name])
    except Refused as fault:
        told = fault.findings[0].id
    else:
        told = f"{found.credential} {found.seal.found}"
    assert told in ("paper.damaged", "paper.too_much", "None False", "b'abc' False")


def test_an_encrypted_file_is_told() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(paper(CREDENTIAL)))
    writer.encrypt("", "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    assert refused(out.getvalue()) == "paper.protected"


def test_what_is_no_pdf_or_too_large_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert refused(b"") == "paper.no_pdf"
    assert refused(b"PK\x03\x04") == "paper.no_pdf"
    assert refused(b"%PDF-" + bytes(paper_reading.LARGEST)) == "paper.too_large"


def test_a_process_that_takes_too_long_or_dies_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dies = tmp_path / "dies.py"
    dies.write_text("import os; os.abort()")
    monkeypatch.setattr(paper_reading, "_SCRIPT", dies)
    assert refused(paper()) == "paper.too_much"
    dies.write_text("import signal; signal.pause()")
    monkeypatch.setattr(paper_reading, "_SECONDS", 0.5)
    assert refused(paper()) == "paper.too_much"


def test_a_paper_does_not_wait_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PATIENCE", 0.05)
    with paper_reading._AT_ONCE, paper_reading._AT_ONCE:
        assert refused(paper()) == "apart.busy"
        assert refused(paper(), what=read_paper) == "apart.busy"
    assert read(paper()) == SealReading()


def test_files_tampered_with_give_an_answer_or_a_word() -> None:
    """Bytes changed, taken out, doubled: never another exception, and never a standing seal."""
    source = random.Random(5)
    module = runpy.run_path(str(paper_process.__file__))
    pdf = seal(by_hand(*SMALL), sealer(), reason="x", at=SEALED_AT)
    order = {"wanted": ["credential", "seal"], "most_bytes": 10_000}
    assert module["answer"](order, pdf)["credential"] is not None
    for _ in range(150):
        changed = bytearray(pdf)
        for _ in range(source.randint(1, 4)):
            place, length = source.randrange(len(changed)), source.choice((1, 1, 2, 8, 40))
            piece = bytes(changed[place : place + length])
            put = source.choice((source.randbytes(length), b"", piece * 2, b"0", b"[", b"<<", b"9999999999", b" R"))
            changed[place : place + length] = put
        if bytes(changed) == pdf:
            continue
        said = module["answer"](order, bytes(changed))
        if "fault" in said:
            assert said["fault"] in paper_reading._FAULTS
        elif said["seal"] and said["seal"]["intact"]:
            assert changed.startswith(pdf[:200])  # what it covers is untouched: only the seal's own padding was


SMALL = (
    b"<</Type/Catalog/Pages 2 0 R/AF[4 0 R]/Names<</EmbeddedFiles<</Names[(c.jwt) 4 0 R]>>>>>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]/Resources<<>>>>",
    specification(5),
    stream(CREDENTIAL, b"/Subtype/application#2Fvc+jwt"),
)


def test_every_word_of_a_refusal_is_in_three_languages() -> None:
    worded = {name.removeprefix("paper.") for name in catalogue() if name.startswith("paper.")}
    told_of_pages = {"pages_changed", "pages_by_issuer", "pages_sealed", "pages_unsealed"}
    assert worded == {"no_pdf", "too_large", *paper_reading._FAULTS} | told_of_pages


def test_who_reads_loads_no_reader_of_pdf_and_no_client() -> None:
    """What reads hostile files, and what could reach a network, is in the child alone."""
    program = (
        "import sys, jawda.foundation.printing.paper_reading\nprint({'pyhanko', 'aiohttp', 'pypdf'} & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout == "set()\n"
