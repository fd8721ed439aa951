"""Signatures: what holds, whose it is, when it was made, and that one change breaks it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, SignatureMethod
from tests.core.credentials.calibration.certificates import (
    EXCLUSIVE,
    NOW,
    SIGNED,
    body,
    canonical,
    document,
    hand_signed,
    laboratory,
    later,
    middle,
    reference,
    root,
    signed,
)
from tests.core.credentials.calibration.standings import (
    CERTIFICATE_V2,
    DS,
    PLAIN,
    SHA256,
    names,
    refusal,
    stands,
)

from jawda.core.credentials.calibration import anchors_of
from jawda.core.credentials.calibration.nodes import CERTIFICATE
from jawda.core.credentials.calibration.signature import verify
from jawda.core.credentials.calibration.signers import Standing
from jawda.core.findings import Refused
from jawda.core.findings.checks import Status

# what holds


@pytest.mark.parametrize(
    ("form", "xades"),
    [
        (CanonicalizationMethod.CANONICAL_XML_1_0, True),
        (CanonicalizationMethod.CANONICAL_XML_1_0, False),
        (CanonicalizationMethod.CANONICAL_XML_1_1, True),
        (CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0, False),
    ],
)
def test_an_intact_signature_of_a_known_signer(form: CanonicalizationMethod, xades: bool) -> None:
    found = stands(signed(PLAIN, laboratory(), middle(), canonical=form, xades=xades))
    assert found.standing is Standing.TRUSTED
    (signer,) = found.signers
    assert (signer.subject, signer.issuer, signer.method) == ("CN=Laboratory", "CN=Middle", "ecdsa-sha256")
    assert signer.signed_at == (SIGNED if xades else None)
    assert names(found)[0] == "trusted"
    assert ("signing_time_missing" in names(found)) is not xades


def test_certificates_in_any_order_and_rsa() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    by = body("Laboratory R", issuer=middle(), key=key)
    for method in (SignatureMethod.RSA_SHA256, SignatureMethod.SHA512_RSA_MGF1):
        assert stands(signed(PLAIN, by, middle(), root(), method=method)).standing is Standing.TRUSTED
    tree = etree.fromstring(signed(PLAIN, laboratory(), middle(), xades=False))
    first, second = tree.iter(f"{DS}X509Certificate")
    first.text, second.text = second.text, first.text
    assert stands(etree.tostring(tree)).signers[0].subject == "CN=Laboratory"


def test_what_is_read_is_what_was_signed() -> None:
    data = signed(PLAIN)
    _, content = verify(data, at=NOW)
    assert content is not None
    assert content.find(f"{DS}Signature") is None
    assert content.findtext(f".//{{{CERTIFICATE}}}uniqueIdentifier") == "LM-2026-0042"


def test_unsigned() -> None:
    found = stands(PLAIN)
    assert (found.standing, names(found)) == (Standing.UNSIGNED, ["unsigned"])


# who signed, and when


def test_an_unknown_signer() -> None:
    found = stands(signed(PLAIN), anchors=())
    assert (found.standing, found.findings[0].status) == (Standing.UNKNOWN_SIGNER, Status.WARN)
    stranger = body("Stranger")
    found = stands(signed(PLAIN, stranger))
    assert (found.standing, found.findings[0].status) == (Standing.UNKNOWN_SIGNER, Status.FAIL)
    assert stands(signed(PLAIN)).standing is Standing.UNKNOWN_SIGNER, "the certificate between is not brought along"
    assert stands(signed(PLAIN), anchors=(root().certificate, middle().certificate)).standing is Standing.TRUSTED
    assert stands(signed(PLAIN, stranger), anchors=(stranger.certificate,)).standing is Standing.TRUSTED


def test_a_certificate_that_expired_after_signing() -> None:
    by = body("Former", issuer=root(), end=later(SIGNED, 10))
    found = stands(signed(PLAIN, by))
    assert (found.standing, found.findings[0].status) == (Standing.EXPIRED, Status.WARN)
    assert "13\xa0mars 2026" in found.findings[0].sentence("fr")
    assert stands(signed(PLAIN, by, when=None)).standing is Standing.EXPIRED
    found = stands(signed(PLAIN, by), anchors=())
    assert names(found)[:2] == ["unknown_signer", "certificate_expired"]


def test_signed_outside_the_validity_of_the_certificate() -> None:
    late = body("Late", issuer=root(), start=later(SIGNED, 1))
    assert stands(signed(PLAIN, late)).standing is Standing.OUTSIDE_VALIDITY
    early = body("Early", issuer=root(), end=later(SIGNED, -1))
    assert stands(signed(PLAIN, early)).standing is Standing.OUTSIDE_VALIDITY
    assert stands(signed(PLAIN, laboratory(), middle()), at=later(SIGNED, -2)).standing is Standing.OUTSIDE_VALIDITY
    assert stands(signed(PLAIN, late, when=None), at=SIGNED).standing is Standing.OUTSIDE_VALIDITY


def test_no_authority_and_no_signing_key() -> None:
    false_authority = body("False authority", issuer=root(), authority=False)
    by = body("Under it", issuer=false_authority)
    assert stands(signed(PLAIN, by, false_authority)).standing is Standing.UNKNOWN_SIGNER
    by = body("Encrypts", issuer=root(), usage=False)
    assert stands(signed(PLAIN, by)).standing is Standing.UNKNOWN_SIGNER
    by = body("Says nothing", issuer=root(), usage=None)
    assert stands(signed(PLAIN, by)).standing is Standing.TRUSTED


def test_anchors_from_a_file() -> None:
    assert anchors_of(root().pem + middle().pem) == (root().certificate, middle().certificate)
    for pem in (b"", b"x", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(Refused) as raised:
            anchors_of(pem)
        assert raised.value.findings[0].id == "calibration_certificates.anchors"


# changed


@pytest.mark.parametrize(
    ("there", "then"),
    [
        (b"LM-2026-0042", b"LM-2026-0043"),
        (b"0.01 0.02", b"0.01 0.03"),
        (b"Laboratoire", b"X Laboratoire"),
        (b"<dcc:city>", b"<dcc:city> "),
        (b'schemaVersion="3.2.1"', b'schemaVersion="3.2.0"'),
        (b'<dcc:content lang="fr">Erreur', b'<dcc:content lang="en">Erreur'),
        (b"2026-03-03T10:00:00+00:00", b"2026-03-02T10:00:00+00:00"),
    ],
)
def test_one_change_breaks_it(there: bytes, then: bytes) -> None:
    data = signed(PLAIN)
    assert there in data
    assert refusal(data.replace(there, then, 1)) == "signature_changed"


def test_something_added_breaks_it() -> None:
    data = signed(PLAIN)
    end = b"</dcc:measurementResults>"
    assert refusal(data.replace(end, end + b"<dcc:comment/>", 1)) == "signature_changed"
    assert refusal(data.replace(b"</dcc:items>", b"<dcc:item/></dcc:items>", 1)) == "signature_changed"


def test_the_signature_of_another_key() -> None:
    other = body("Laboratory", issuer=middle(), key=ec.generate_private_key(ec.SECP256R1()))
    data = signed(PLAIN, xades=False).replace(b"\n", b"").decode()
    assert laboratory().der in data
    assert refusal(data.replace(laboratory().der, other.der).encode()) == "signature_changed"


def test_the_properties_are_of_another_certificate() -> None:
    """XAdES, 5.2.2: the reference to the certificate stops it from being replaced by one over the same key."""
    twin = body("Twin", issuer=middle(), key=laboratory().key)
    value = base64.b64encode(laboratory().certificate.fingerprint(hashes.SHA256())).decode()
    digest = f'<ds:DigestMethod Algorithm="{SHA256}"/><ds:DigestValue>{value}</ds:DigestValue>'
    data = _properties(f"<x:SignedSignatureProperties>{CERTIFICATE_V2.format(digest)}</x:SignedSignatureProperties>")
    assert stands(data).standing is Standing.UNKNOWN_SIGNER
    swapped = data.decode().replace(laboratory().der, twin.der).encode()
    assert swapped != data
    assert refusal(swapped) == "signature_certificate_differs"


# properties of the signature (XAdES)


def test_the_time_is_that_of_signed_properties_only() -> None:
    """An object with a time that no reference covers says nothing."""
    objects = (
        '<ds:Object><x:QualifyingProperties xmlns:x="http://uri.etsi.org/01903/v1.3.2#"><x:SignedProperties>'
        "<x:SignedSignatureProperties><x:SigningTime>2026-03-03T10:00:00Z</x:SigningTime>"
        "</x:SignedSignatureProperties></x:SignedProperties></x:QualifyingProperties></ds:Object>"
    )
    found = stands(hand_signed(PLAIN, reference(canonical(PLAIN)), objects=objects))
    assert found.signers[0].signed_at is None
    assert refusal(hand_signed(PLAIN, reference(canonical(PLAIN)), objects=objects * 2)) == "signature_object"


def test_properties_whose_id_stands_twice() -> None:
    data = signed(PLAIN)
    properties = etree.fromstring(data).find(".//{*}SignedProperties")
    assert properties is not None
    once = properties.get("Id", "")
    assert once
    assert refusal(data.replace(b"<dcc:item>", f'<dcc:item iD="{once}">'.encode(), 1)) == "signature_references"


def test_a_time_that_is_none() -> None:
    assert refusal(signed(PLAIN, when="yesterday")) == "signature_time"
    # XML Schema, 3.2.7: the zone may be left out, and then no moment is stated
    assert stands(signed(PLAIN, when="2026-03-03T10:00:00")).signers[0].signed_at is None


def _properties(inside: str) -> bytes:
    """A certificate signed with properties written by hand."""
    own = (
        '<x:SignedProperties xmlns:x="http://uri.etsi.org/01903/v1.3.2#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
        f' Id="p">{inside}</x:SignedProperties>'
    )
    objects = (
        f'<ds:Object><x:QualifyingProperties xmlns:x="http://uri.etsi.org/01903/v1.3.2#">{own}</x:QualifyingProperties>'
        "</ds:Object>"
    )
    kind = 'Type="http://uri.etsi.org/01903#SignedProperties" URI="#p"'
    second = reference(canonical(own.encode()), uri=kind, transforms=EXCLUSIVE)
    return hand_signed(PLAIN, reference(canonical(PLAIN)) + second, objects=objects)


def test_properties_that_say_little_or_wrong() -> None:
    inner = "<x:SignedSignatureProperties>{}</x:SignedSignatureProperties>"
    assert stands(_properties("")).standing is Standing.UNKNOWN_SIGNER
    assert stands(_properties(inner.format(""))).signers[0].signed_at is None
    certificate = "<x:SigningCertificate><x:Cert><x:CertDigest>{}</x:CertDigest></x:Cert></x:SigningCertificate>"
    value = base64.b64encode(b"x" * 32).decode()
    for digest in (
        "",
        '<ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>',
        f'<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>{value}</ds:DigestValue>',
        '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>é</ds:DigestValue>',
    ):
        data = _properties(inner.format(certificate.format(digest)))
        assert refusal(data) == "signature_certificate_differs"


# several signatures


def test_several_signatures_hold_together_or_not_at_all() -> None:
    second = body("Second", issuer=root())
    once = signed(PLAIN, laboratory(), middle())
    twice = signed(once, second)
    found = stands(twice)
    assert [each.subject for each in found.signers] == ["CN=Laboratory", "CN=Second"]
    assert found.standing is Standing.TRUSTED
    stranger = signed(once, body("Stranger"))
    assert stands(stranger).standing is Standing.UNKNOWN_SIGNER, "the worst counts"
    assert refusal(once.replace(b"LM-2026", b"LM-2025", 1)) == "signature_changed"
    changed = signed(once.replace(b"LM-2026", b"LM-2025", 1), second)
    assert refusal(changed) == "signature_changed", "the first no longer holds"
    end = b"</ds:Signature></dcc:digital"
    assert end in twice
    assert refusal(twice.replace(end, end.replace(b"></dcc", b">\n </dcc"))) == "signature_changed"


def test_more_signatures_than_anyone_needs() -> None:
    empty = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>'
    assert refusal(document(end=empty * 6)) == "signatures_many"


# what no library should fall over


def test_what_is_signed_is_no_certificate_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signed bytes are read with the same bounds as any document."""
    import jawda.core.credentials.calibration.signature as module

    def refused(data: bytes) -> Any:
        raise Refused([])

    real, calls = module.parse_root, []

    def second_time(data: bytes) -> Any:
        calls.append(data)
        return real(data) if len(calls) == 1 else refused(data)

    monkeypatch.setattr(module, "parse_root", second_time)
    assert refusal(signed(PLAIN)) == "signature_changed"


def test_moments_in_other_zones() -> None:
    found = stands(signed(PLAIN, when="2026-03-03T11:00:00+01:00"))
    assert found.signers[0].signed_at == datetime(2026, 3, 3, 10, tzinfo=UTC)
