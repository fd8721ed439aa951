"""Certificates made for the tests: a small complete one, parts of it to change, and bodies that sign."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, SignatureMethod
from signxml.signer import XMLSigner
from signxml.util import xades_tag
from signxml.xades import XAdESSigner

NAMESPACES = 'xmlns:dcc="https://ptb.de/dcc" xmlns:si="https://ptb.de/si"'
SIGNED = datetime(2026, 3, 3, 10, tzinfo=UTC)
NOW = datetime(2026, 5, 4, tzinfo=UTC)

CORE = """<dcc:coreData>
<dcc:countryCodeISO3166_1>MA</dcc:countryCodeISO3166_1>
<dcc:usedLangCodeISO639_1>fr</dcc:usedLangCodeISO639_1>
<dcc:mandatoryLangCodeISO639_1>fr</dcc:mandatoryLangCodeISO639_1>
<dcc:uniqueIdentifier>LM-2026-0042</dcc:uniqueIdentifier>
<dcc:receiptDate>2026-02-27</dcc:receiptDate>
<dcc:beginPerformanceDate>2026-03-02</dcc:beginPerformanceDate>
<dcc:endPerformanceDate>2026-03-03+01:00</dcc:endPerformanceDate>
<dcc:performanceLocation>laboratory</dcc:performanceLocation>
<dcc:issueDate>2026-03-03</dcc:issueDate>
</dcc:coreData>"""

ITEMS = """<dcc:items><dcc:item>
<dcc:name><dcc:content lang="fr">Pied à coulisse</dcc:content><dcc:content lang="en">Caliper</dcc:content></dcc:name>
<dcc:manufacturer><dcc:name><dcc:content>Mesure SA</dcc:content></dcc:name></dcc:manufacturer>
<dcc:model>P150</dcc:model>
<dcc:identifications>
<dcc:identification><dcc:issuer>manufacturer</dcc:issuer><dcc:value>SN 7</dcc:value></dcc:identification>
<dcc:identification refType="basic_x"><dcc:issuer>customer</dcc:issuer><dcc:value>PC-12</dcc:value>
<dcc:name><dcc:content lang="fr">Repère</dcc:content></dcc:name></dcc:identification>
</dcc:identifications>
</dcc:item></dcc:items>"""

LABORATORY = """<dcc:calibrationLaboratory><dcc:calibrationLaboratoryCode>ET 01</dcc:calibrationLaboratoryCode>
<dcc:contact><dcc:name><dcc:content>Laboratoire de métrologie</dcc:content></dcc:name>
<dcc:eMail>l@metro.example</dcc:eMail>
<dcc:location><dcc:city>Rabat</dcc:city><dcc:countryCode>MA</dcc:countryCode><dcc:street>Rue</dcc:street>
<dcc:streetNo>3</dcc:streetNo></dcc:location></dcc:contact></dcc:calibrationLaboratory>"""

PERSONS = """<dcc:respPersons><dcc:respPerson>
<dcc:person><dcc:name><dcc:content>A. Nom</dcc:content></dcc:name></dcc:person>
<dcc:role>chef</dcc:role><dcc:mainSigner>true</dcc:mainSigner></dcc:respPerson></dcc:respPersons>"""

CUSTOMER = "<dcc:customer><dcc:name><dcc:content>Câblages</dcc:content></dcc:name></dcc:customer>"

STATEMENTS = """<dcc:statements>
<dcc:statement refType="basic_conformity"><dcc:traceable>true</dcc:traceable>
<dcc:norm>ISO 13385-1</dcc:norm><dcc:declaration>
<dcc:content lang="fr">Conforme</dcc:content></dcc:declaration>
<dcc:conformity>pass</dcc:conformity></dcc:statement>
<dcc:statement refType="basic_recalibration"><dcc:date>2027-03-03</dcc:date></dcc:statement>
</dcc:statements>"""

#: A quantity of a result: five errors with one expanded uncertainty, in its older form.
ERRORS = r"""<dcc:quantity refType="basic_measurementError">
<dcc:name><dcc:content lang="fr">Erreur</dcc:content></dcc:name>
<si:realListXMLList><si:valueXMLList>0.01 0.02 -0.01</si:valueXMLList><si:unitXMLList>\milli\metre</si:unitXMLList>
<si:expandedUncXMLList><si:uncertaintyXMLList>0.03</si:uncertaintyXMLList><si:coverageFactorXMLList>2</si:coverageFactorXMLList>
<si:coverageProbabilityXMLList>0.95</si:coverageProbabilityXMLList></si:expandedUncXMLList></si:realListXMLList>
</dcc:quantity>"""


def real(value: str = "1.5", unit: str = r"\milli\metre", more: str = "") -> str:
    return f"<si:real><si:value>{value}</si:value><si:unit>{unit}</si:unit>{more}</si:real>"


def quantity(inside: str, **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<dcc:quantity{said}>{inside}</dcc:quantity>"


def result(data: str) -> str:
    return f"<dcc:result><dcc:name><dcc:content>R</dcc:content></dcc:name><dcc:data>{data}</dcc:data></dcc:result>"


def measurement(results: str = result(ERRORS), before: str = "") -> str:
    return (
        f"<dcc:measurementResult><dcc:name><dcc:content>M</dcc:content></dcc:name>{before}"
        f"<dcc:results>{results}</dcc:results></dcc:measurementResult>"
    )


def document(
    *,
    core: str = CORE,
    items: str = ITEMS,
    laboratory: str = LABORATORY,
    persons: str = PERSONS,
    customer: str = CUSTOMER,
    statements: str = STATEMENTS,
    measurements: str = measurement(),
    version: str = "3.2.1",
    end: str = "",
    head: str = "",
    attributes: str = "",
) -> bytes:
    """A certificate; every part may be another text."""
    return (
        f'{head}<dcc:digitalCalibrationCertificate {NAMESPACES} schemaVersion="{version}"{attributes}>'
        f"<dcc:administrativeData>{core}{items}{laboratory}{persons}{customer}{statements}</dcc:administrativeData>"
        f"<dcc:measurementResults>{measurements}</dcc:measurementResults>{end}</dcc:digitalCalibrationCertificate>"
    ).encode()


@dataclass(frozen=True)
class Body:
    """A key and the certificate over it."""

    key: Any
    certificate: x509.Certificate

    @property
    def der(self) -> str:
        return base64.b64encode(self.certificate.public_bytes(Encoding.DER)).decode()

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def body(
    text: str,
    *,
    issuer: Body | None = None,
    start: datetime = datetime(2025, 1, 1, tzinfo=UTC),
    end: datetime = datetime(2028, 1, 1, tzinfo=UTC),
    authority: bool | None = False,
    usage: bool | None = True,
    key: Any = None,
) -> Body:
    """A body with a certificate of ``issuer``, or its own; ``usage``: may sign documents, may not, or unsaid."""
    key = key or ec.derive_private_key(int.from_bytes(hashlib.sha256(text.encode()).digest()[:31]), ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(text))
        .issuer_name(name(text) if issuer is None else issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(hashlib.sha256(text.encode()).digest()[:15]) | 1)
        .not_valid_before(start)
        .not_valid_after(end)
    )
    if authority is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    if usage is not None:
        flags = dict.fromkeys(
            ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "crl_sign"), False
        )
        builder = builder.add_extension(
            x509.KeyUsage(
                digital_signature=usage,
                key_cert_sign=bool(authority),
                encipher_only=False,
                decipher_only=False,
                **flags,
            ),
            critical=True,
        )
    own = key if issuer is None else issuer.key
    return Body(key, builder.sign(own, hashes.SHA256()))


@cache
def root() -> Body:
    return body("Root", authority=True)


@cache
def middle() -> Body:
    return body("Middle", issuer=root(), authority=True)


@cache
def laboratory() -> Body:
    return body("Laboratory", issuer=middle())


class _Timed(XAdESSigner):
    """States a time of one's choice."""

    def __init__(self, when: str | None, **options: Any) -> None:
        super().__init__(**options)
        self._when = when

    def add_signing_time(self, signed_signature_properties: Any, sig_root: Any, signing_settings: Any) -> None:
        if self._when is not None:
            found = etree.SubElement(signed_signature_properties, xades_tag("SigningTime"))
            found.text = self._when


def signed(
    data: bytes,
    by: Body | None = None,
    *chain: Body,
    when: str | None = SIGNED.isoformat(),
    xades: bool = True,
    method: SignatureMethod = SignatureMethod.ECDSA_SHA256,
    canonical: CanonicalizationMethod = CanonicalizationMethod.CANONICAL_XML_1_0,
) -> bytes:
    """The document with an enveloped signature at its end."""
    by = by or laboratory()
    options: dict[str, Any] = {"signature_algorithm": method, "c14n_algorithm": canonical}
    signer = _Timed(when, **options) if xades else XMLSigner(**options)
    certificates = [by.certificate, *(each.certificate for each in chain)]
    found = signer.sign(etree.fromstring(data), key=by.key, cert=certificates, always_add_key_value=False)
    return etree.tostring(found)


def hand_signed(
    data: bytes,
    references: str,
    *,
    by: Body | None = None,
    method: str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    canonical: str = "http://www.w3.org/2001/10/xml-exc-c14n#",
    objects: str = "",
    key_info: str | None = None,
    before: str = "</dcc:digitalCalibrationCertificate>",
    signed_info: str = "",
) -> bytes:
    """The document with a signature whose references are written by hand; its value is right over them."""
    by = by or laboratory()
    info = (
        f'<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
        f'<ds:CanonicalizationMethod Algorithm="{canonical}"/>'
        f'<ds:SignatureMethod Algorithm="{method}"/>{references}{signed_info}</ds:SignedInfo>'
    )
    digested = etree.tostring(etree.fromstring(info), method="c14n", exclusive=True)
    r, s = utils.decode_dss_signature(by.key.sign(digested, ec.ECDSA(hashes.SHA256())))
    value = base64.b64encode(r.to_bytes(32) + s.to_bytes(32)).decode()
    brought = f"<ds:X509Data><ds:X509Certificate>{by.der}</ds:X509Certificate></ds:X509Data>"
    signature = (
        f'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">{info}<ds:SignatureValue>{value}</ds:SignatureValue>'
        f"<ds:KeyInfo>{brought if key_info is None else key_info}</ds:KeyInfo>{objects}</ds:Signature>"
    )
    return data.decode().replace(before, signature + before, 1).encode()


ENVELOPED = '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>'
EXCLUSIVE = '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'


def reference(
    digested: bytes, *, uri: str = 'URI=""', transforms: str = ENVELOPED + EXCLUSIVE, digest: str = "sha256"
) -> str:
    """A reference over these bytes."""
    value = base64.b64encode(hashlib.sha256(digested).digest()).decode()
    return (
        f"<ds:Reference {uri}><ds:Transforms>{transforms}</ds:Transforms>"
        f'<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#{digest}"/>'
        f"<ds:DigestValue>{value}</ds:DigestValue></ds:Reference>"
    )


def canonical(data: bytes, path: str | None = None) -> bytes:
    """The canonical form of a document, or of the element at a path inside it."""
    found: Any = etree.fromstring(data)
    if path is not None:
        found = found.find(path, {"dcc": "https://ptb.de/dcc", "si": "https://ptb.de/si"})
    return etree.tostring(found, method="c14n", exclusive=True)


def later(when: datetime, days: int) -> datetime:
    return when + timedelta(days=days)
