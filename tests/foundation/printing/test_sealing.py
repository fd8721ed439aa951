"""Seals: what is appended, and what stays as it was (ETSI EN 319 142-1; ISO 19005-3)."""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pypdf
import pytest
from asn1crypto import cms, pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from tests.foundation.printing.seals import (
    CREDENTIAL,
    HOLDER,
    SEALED_AT,
    SINCE,
    UNTIL,
    by_hand,
    paper,
    provider,
    sealer,
)

from jawda.core.credentials.keys import Algorithm, PublicKey, SoftwareKey
from jawda.foundation.printing import seal_files, sealing
from jawda.foundation.printing.seal_files import SealFileRefused, facts_of, read_seal_file
from jawda.foundation.printing.sealers import (
    KeySealer,
    Sealer,
    SealHolder,
    SealingFailed,
    self_made_certificate,
)
from jawda.foundation.printing.sealing import seal


def sealed(by: Sealer | None = None, pdf: bytes | None = None) -> bytes:
    return seal(pdf or paper(CREDENTIAL), by or sealer(), reason="Délivrance", at=SEALED_AT)


def opened(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf), strict=True)


def signature_of(pdf: bytes) -> Any:
    (field,) = opened(pdf).trailer["/Root"]["/AcroForm"]["/Fields"]
    return field.get_object()["/V"]


def covered(pdf: bytes) -> bytes:
    a, b, c, d = signature_of(pdf)["/ByteRange"]
    assert (a, c + d) == (0, len(pdf))
    return pdf[a : a + b] + pdf[c : c + d]


def signed_data(pdf: bytes) -> cms.SignedData:
    return cms.ContentInfo.load(bytes(signature_of(pdf)["/Contents"]).rstrip(b"\0") + b"\0" * 8)["content"]


@pytest.mark.parametrize("algorithm", [Algorithm.ES256, Algorithm.ES384, Algorithm.ES512])
def test_the_seal_verifies_without_the_library_that_made_it(algorithm: Algorithm) -> None:
    """RFC 5652, 5.4: the digest of the content stands among the signed attributes, and those are what is signed."""
    by = sealer(algorithm)
    pdf = sealed(by)
    (signer,) = signed_data(pdf)["signer_infos"]
    attributes = {one["type"].native: one["values"][0].native for one in signer["signed_attrs"]}
    assert attributes["message_digest"] == hashlib.new(by.digest, covered(pdf)).digest()
    key = x509.load_der_x509_certificate(by.certificate).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    attributes_signed = signer["signed_attrs"].untag().dump()
    key.verify(signer["signature"].native, attributes_signed, ec.ECDSA(getattr(hashes, by.digest.upper())()))


def test_a_seal_is_made_also_where_an_event_loop_runs() -> None:
    async def inside() -> bytes:
        return sealed()

    assert signature_of(asyncio.run(inside()))["/Type"] == "/Sig"


def test_the_seal_is_of_the_baseline() -> None:
    """ETSI EN 319 142-1, table 1: SubFilter, signing-certificate-v2, no signing-time among the signed attributes, the
    time in M."""
    pdf = sealed()
    said = signature_of(pdf)
    assert (said["/SubFilter"], said["/Type"], said["/Reason"]) == ("/ETSI.CAdES.detached", "/Sig", "Délivrance")
    assert said["/M"].startswith("D:20261129100000")
    (signer,) = signed_data(pdf)["signer_infos"]
    kinds = {one["type"].native for one in signer["signed_attrs"]}
    assert {"content_type", "message_digest", "signing_certificate_v2"} <= kinds
    assert "signing_time" not in kinds


def test_what_was_printed_stays_to_the_byte() -> None:
    """ISO 32000-2, 7.5.6: an incremental update appends and leaves what was there."""
    pdf = sealed()
    assert pdf.startswith(paper(CREDENTIAL))
    assert len(pdf) - len(paper(CREDENTIAL)) < 12_000
    assert opened(pdf).attachments["c0.jwt"] == [CREDENTIAL]


def test_a_sealed_document_is_still_pdf_a_and_pdf_ua() -> None:
    """ISO 19005-3, 5 and 6.6: version 1.n, metadata as they were; 6.3.2: an annotation may be printed and is not
    hidden; 6.3.3: one without area needs no appearance. ISO 14289-1, 7.18.1: what lies outside the page is not tagged.
    """
    before, after = opened(paper(CREDENTIAL)), opened(sealed())
    for name in ("/Metadata", "/OutputIntents", "/StructTreeRoot", "/MarkInfo", "/Lang"):
        assert name in after.trailer["/Root"]
    assert after.trailer["/Root"]["/Metadata"].get_data() == before.trailer["/Root"]["/Metadata"].get_data()
    assert "/Version" not in after.trailer["/Root"]
    assert "/Extensions" not in after.trailer["/Root"]
    assert after.metadata == before.metadata
    (widget,) = (note for note in after.pages[0]["/Annots"] if note.get_object()["/Subtype"] == "/Widget")
    flags = widget.get_object()["/F"]
    assert flags & 0b100
    assert not flags & 0b100011
    left, low, right, high = (float(edge) for edge in widget.get_object()["/Rect"])
    assert left == right < 0
    assert low == high < 0
    assert after.pages[0]["/Tabs"] == "/S"


def test_a_second_seal_stands_beside_the_first() -> None:
    once = sealed()
    twice = sealed(sealer(seed=8), once)
    fields = opened(twice).trailer["/Root"]["/AcroForm"]["/Fields"]
    assert [field.get_object()["/T"] for field in fields] == ["Seal1", "Seal2"]
    assert twice.startswith(once)


def test_a_device_gives_signatures_and_nothing_else() -> None:
    """A seal asks its key for one signature, over the signed attributes, not over the file."""
    asked: list[bytes] = []

    @dataclass(frozen=True)
    class Device:
        inner: SoftwareKey

        @property
        def public(self) -> PublicKey:
            return self.inner.public

        def sign(self, message: bytes) -> bytes:
            asked.append(message)
            return self.inner.sign(message)

    device = Device(SoftwareKey.from_seed(bytes(31) + b"\x07", Algorithm.ES256))
    certificate = self_made_certificate(device, HOLDER, valid_from=SINCE, valid_until=UNTIL)
    asked.clear()
    sealed(KeySealer(device, certificate))
    assert len(asked) == 1
    assert len(asked[0]) < 400


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_the_certificate_of_a_provider_is_loaded_from_its_file(kind: str) -> None:
    """Law 43-20 and its like: who the body is, a trust service provider has checked. Its chain goes into the seal."""
    root, packed = provider(kind)
    by = read_seal_file(packed, "secret")
    pdf = sealed(by)
    data = signed_data(pdf)
    assert {one.chosen.dump() for one in data["certificates"]} == {by.certificate, root}
    (signer,) = data["signer_infos"]
    key = x509.load_der_x509_certificate(by.certificate).public_key()
    attributes, signature = signer["signed_attrs"].untag().dump(), signer["signature"].native
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, attributes, padding.PKCS1v15(), hashes.SHA256())
    else:
        assert isinstance(key, ec.EllipticCurvePublicKey)
        key.verify(signature, attributes, ec.ECDSA(hashes.SHA384()))
    assert repr(by) == f"<FileSealer {hashlib.sha256(by.certificate).hexdigest()[:16]}>"


def without_key() -> bytes:
    """A file with a certificate alone, as browsers export it."""
    certificate = x509.load_der_x509_certificate(sealer().certificate)
    return serialize_key_and_certificates(b"x", None, certificate, None, BestAvailableEncryption(b"secret"))


@pytest.mark.parametrize(
    ("data", "password", "fault"),
    [
        (provider()[1], "wrong", "unreadable"),
        (b"nothing", "secret", "unreadable"),
        (provider()[1][:-100], "secret", "unreadable"),
        (bytes(100_001), "secret", "too_large"),
        (without_key(), "secret", "no_key"),
        (provider("rsa", bits=1024)[1], "secret", "size"),
        (provider(usage=False)[1], "secret", "not_for_seals"),
    ],
)
def test_a_file_that_does_not_serve_is_refused(data: bytes, password: str, fault: str) -> None:
    with pytest.raises(SealFileRefused) as caught:
        read_seal_file(data, password)
    assert caught.value.fault == fault


def test_a_file_that_asks_for_endless_hashing_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """How often the password is hashed is said by the file (RFC 7292, appendix B.4): 2³¹ times would take hours."""
    file = pkcs12.Pfx.load(provider()[1])
    file["mac_data"]["iterations"] = 2**31 - 1
    monkeypatch.setattr(seal_files, "_SECONDS", 1)
    began = time.monotonic()
    with pytest.raises(SealFileRefused) as caught:
        read_seal_file(file.dump(force=True), "secret")
    assert caught.value.fault == "unreadable"
    assert 1 <= time.monotonic() - began < 5


def test_a_certificate_says_whom_it_names_and_until_when() -> None:
    facts = facts_of(read_seal_file(provider()[1], "secret").certificate)
    assert (facts.organisation, facts.issuer) == ("Certif Exemple", "Confiance Exemple")
    assert facts.holds(facts.valid_from)
    assert not facts.holds(facts.valid_until + timedelta(seconds=1))
    with pytest.raises(SealFileRefused):
        facts_of(b"nothing")


def test_a_self_made_certificate_says_whose_it_is_and_only_seals() -> None:
    """ETSI EN 319 412-3, 4.2.1: country, organisation, its identifier and common name; RFC 5280, 4.2.1.3 and 4.2.1.9:
    content commitment, no authority."""
    found = x509.load_der_x509_certificate(sealer().certificate)
    names = {one.oid.dotted_string: one.value for one in found.subject}
    assert names == {
        "2.5.4.6": "MA",
        "2.5.4.10": "Certif Exemple",
        "2.5.4.97": "NTRMA-12345",
        "2.5.4.3": "Certif Exemple",
    }
    found.verify_directly_issued_by(found)
    usage = found.extensions.get_extension_for_class(x509.KeyUsage)
    assert (usage.critical, usage.value.content_commitment, usage.value.key_cert_sign) == (True, True, False)
    assert not found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert (found.not_valid_before_utc, found.not_valid_after_utc) == (SINCE, UNTIL)
    assert found.serial_number.bit_length() == 159


def test_names_in_arabic_and_years_to_come() -> None:
    """RFC 5280, 4.1.2.4 and 4.1.2.5: UTF8String for names, GeneralizedTime from 2050 on."""
    key = SoftwareKey.from_seed(bytes(31) + b"\x07", Algorithm.ES256)
    until = datetime(2055, 1, 1, tzinfo=UTC)
    holder = SealHolder(organisation="هيئة التصديق النموذجية", country="MA")
    found = x509.load_der_x509_certificate(self_made_certificate(key, holder, valid_from=SINCE, valid_until=until))
    assert found.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)[0].value == "هيئة التصديق النموذجية"
    assert found.not_valid_after_utc == until


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"signer": SoftwareKey.from_seed(bytes(32))}, "NIST"),
        ({"valid_until": SINCE}, "later"),
        ({"valid_from": datetime(2026, 1, 1)}, "offsets"),  # noqa: DTZ001 - the naive moment is the test
        ({"holder": SealHolder(organisation="x", country="Maroc")}, "capital"),
        ({"holder": SealHolder(organisation="x", country="ma")}, "capital"),
    ],
)
def test_a_certificate_that_says_nothing_is_not_made(changes: dict[str, Any], words: str) -> None:
    key = SoftwareKey.from_seed(bytes(31) + b"\x07", Algorithm.ES256)
    given: dict[str, Any] = {"signer": key, "holder": HOLDER, "valid_from": SINCE, "valid_until": UNTIL} | changes
    with pytest.raises(SealingFailed, match=words):
        self_made_certificate(given.pop("signer"), given.pop("holder"), **given)


def test_key_and_certificate_belong_together() -> None:
    other = SoftwareKey.from_seed(bytes(31) + b"\x09", Algorithm.ES256)
    for key, certificate, words in (
        (other, sealer().certificate, "another key"),
        (other, provider("rsa")[0][:-5], "no X.509"),
        (SoftwareKey.from_seed(bytes(32)), sealer().certificate, "NIST"),
    ):
        with pytest.raises(SealingFailed, match=words):
            KeySealer(key, certificate)


@pytest.mark.parametrize(
    "pdf", [b"", b"no", b"%PDF-1.7\n%%EOF", by_hand(b"<</Type/Catalog>>"), by_hand(b"[1 2]"), paper()[:5000]]
)
def test_what_is_no_whole_pdf_is_not_sealed(pdf: bytes) -> None:
    with pytest.raises(SealingFailed, match="cannot be sealed"):
        seal(pdf, sealer(), reason="x", at=SEALED_AT)


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="offset"):
        seal(paper(), sealer(), reason="x", at=datetime(2026, 1, 1))  # noqa: DTZ001 - the naive moment is the test
    long = signature_of(seal(paper(), sealer(), reason="x" * 900, at=SEALED_AT))
    assert re.fullmatch("x{200}", long["/Reason"])
    monkeypatch.setattr(sealing, "LARGEST", 100)
    with pytest.raises(SealingFailed, match="at most 100"):
        seal(paper(), sealer(), reason="x", at=SEALED_AT)
