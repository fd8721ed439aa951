"""Keys, certificates and PDFs for tests of seals."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from tests.foundation.printing.reports import MOMENT, report

from jawda.core.credentials.keys import Algorithm, SoftwareKey
from jawda.foundation.printing import Attachment, render_pdf
from jawda.foundation.printing.sealers import KeySealer, SealHolder, self_made_certificate

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
SEALED_AT = datetime(2026, 11, 29, 10, tzinfo=UTC)
HOLDER = SealHolder(organisation="Certif Exemple", country="MA", identifier="NTRMA-12345")
CREDENTIAL = b"eyJhbGciOiJFZERTQSJ9.eyJpc3N1ZXIiOiJkaWQ6d2ViOmJvZHkuZXhhbXBsZSJ9.c2lnbmF0dXJl"


@cache
def sealer(algorithm: Algorithm = Algorithm.ES256, seed: int = 7) -> KeySealer:
    key = SoftwareKey.from_seed(bytes(31) + bytes([seed]), algorithm)
    return KeySealer(key, self_made_certificate(key, HOLDER, valid_from=SINCE, valid_until=UNTIL))


@cache
def paper(*data: bytes) -> bytes:
    """A printed report that carries these files."""
    files = tuple(
        Attachment(name=f"c{number}.jwt", media_type="application/vc+jwt", data=one, description="x")
        for number, one in enumerate(data)
    )
    return render_pdf(report("fr", rows=2), timestamp=MOMENT, attachments=files)


@cache
def provider(kind: str = "ec", *, days: int = 700, usage: bool = True, bits: int = 2048) -> tuple[bytes, bytes]:
    """A provider's root (DER), and a file with a key and certificate that it issued (PKCS#12, password ``secret``)."""
    root_key = ec.generate_private_key(ec.SECP384R1())
    key = ec.generate_private_key(ec.SECP384R1()) if kind == "ec" else rsa.generate_private_key(65537, bits)
    root_name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Confiance Exemple")])
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Certif Exemple")])
    root = _issued(root_name, root_name, root_key.public_key(), root_key, ca=True, days=4000, commits=False)
    leaf = _issued(name, root_name, key.public_key(), root_key, ca=False, days=days, commits=usage)
    packed = pkcs12.serialize_key_and_certificates(b"x", key, leaf, [root], BestAvailableEncryption(b"secret"))
    return root.public_bytes(Encoding.DER), packed


def _issued(
    name: x509.Name, issuer: x509.Name, public_key: Any, signer: Any, *, ca: bool, days: int, commits: bool
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=commits, content_commitment=commits, key_encipherment=not commits and not ca,
        data_encipherment=False, key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(public_key)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(SINCE - timedelta(days=900) * ca)
    builder = builder.not_valid_after(SINCE + timedelta(days=days))
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    return builder.add_extension(usage, critical=True).sign(signer, hashes.SHA256())


def by_hand(*objects: bytes, root: int = 1) -> bytes:
    """A PDF of these objects, the first number 1, with a table of references that is right."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start))
    return out.getvalue()


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Type/EmbeddedFile/Length %d%s>>\nstream\n%s\nendstream" % (len(data), more, data)


def broken(sealed: bytes) -> bytes:
    """A sealed file whose seal is no longer one."""
    at = sealed.rindex(b"/Contents <") + len(b"/Contents <")
    return sealed[:at] + b"00" + sealed[at + 2 :]
