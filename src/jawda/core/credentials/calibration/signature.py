"""The signature of a calibration certificate: intact or not, whose, and what exactly was signed.

What is read afterwards is what the verifier hands over as signed, never the document as it came. A signature that was
made first did not cover those that follow: with several, each is verified over the document without the later ones,
and all must hold.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from lxml import etree
from signxml.algorithms import CanonicalizationMethod
from signxml.verifier import SignatureConfiguration, VerifyResult, XMLVerifier

from jawda.core.credentials.calibration.reading import parse_root
from jawda.core.credentials.calibration.signature_shape import (
    DIGESTS,
    DS,
    METHODS,
    XADES,
    Broken,
    Shape,
    shape,
    signatures,
)
from jawda.core.credentials.calibration.signers import Signer, Standing, signer
from jawda.core.credentials.moments import moment
from jawda.core.findings import Refused
from jawda.core.findings.checks import Check, Status
from jawda.core.findings.model import Argument
from jawda.core.plain_xml import Element, parse

#: ``xs:dateTime`` without its zone (XML Schema Part 2, 3.2.7).
_WITHOUT_ZONE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?", re.ASCII)
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "http://www.w3.org/2001/04/xmlenc#sha256": hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#sha384": hashes.SHA384(),
    "http://www.w3.org/2001/04/xmlenc#sha512": hashes.SHA512(),
}
_CONFIGURATION: Final = SignatureConfiguration(
    require_x509=True,
    location="./",
    signature_methods=METHODS,
    digest_algorithms=DIGESTS,
    default_reference_c14n_method=CanonicalizationMethod.CANONICAL_XML_1_0,  # XML Signature 1.1, 4.4.3.2
)
_STATUSES: Final = {
    Standing.OUTSIDE_VALIDITY: Status.FAIL,
    Standing.EXPIRED: Status.WARN,
    Standing.TRUSTED: Status.OK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How a certificate stands: the worst standing of its signatures, who signed, and the findings in words."""

    standing: Standing
    signers: tuple[Signer, ...] = ()
    findings: tuple[Check, ...] = ()


def verify(data: bytes, *, at: datetime, anchors: Iterable[x509.Certificate] = ()) -> tuple[Signature, Element | None]:
    """How the signature stands ``at`` a moment (UTC), and the root to read: what was signed, or all where nothing was.

    None where the signature is refused: then there is nothing that may be read. ``Refused`` where the bytes are no
    certificate at all.
    """
    root = parse_root(data)
    trusted = tuple(anchors)
    try:
        found = signatures(root)
        if not found:
            return Signature(standing=Standing.UNSIGNED, findings=(_check("unsigned", Status.WARN),)), root
        _refuse_instructions(data)
        signers = []
        content = root
        for place, each in enumerate(found):
            form = shape(root, each)
            content, properties = _verified(data, place, form)
            signed_at = _signed_at(properties, form.certificates[0])
            signers.append(signer(form.certificates, method=form.method, signed_at=signed_at, at=at, anchors=trusted))
    except Broken as fault:
        finding = _check(fault.reason, Status.FAIL, **fault.arguments)
        return Signature(standing=Standing.REFUSED, findings=(finding,)), None
    order = list(Standing)
    return Signature(
        standing=min((each.standing for each in signers), key=order.index),
        signers=tuple(signers),
        findings=tuple(said for each in signers for said in _said(each, at, bool(trusted))),
    ), content


class _Verifier(XMLVerifier):
    """The signature at a place among the root's; of several, the library would take the first."""

    def __init__(self, place: int) -> None:
        self._place = place

    def _get_signature(self, root: Any) -> Any:
        return root.findall(f"{DS}Signature")[self._place]


def _verified(data: bytes, place: int, form: Shape) -> tuple[Element, Element | None]:
    """The signed document, and the signed properties, each read anew from the bytes that were digested."""
    own = form.certificates[0]
    configuration = replace(
        _CONFIGURATION,
        expect_references=form.references,
        # whether it held when it was signed is said with who signed; here only whether it was changed
        verification_time=own.not_valid_before_utc,
    )
    try:
        found = _Verifier(place).verify(_without_later(data, place), x509_cert=own, expect_config=configuration)
    except Exception:  # the library says what it refuses in many ways; none of them is a signature that holds
        raise Broken("signature_changed") from None
    results: list[VerifyResult] = found if isinstance(found, list) else [found]
    try:
        content = parse_root(results[form.whole].signed_data)
    except Refused:
        raise Broken("signature_changed") from None
    if form.properties is None:
        return content, None
    return content, parse(results[form.properties].signed_data, most_depth=64, most_elements=2_000)[0]


def _tree(data: bytes) -> Element:
    """All of a document that :func:`parse_root` has taken, with comments and instructions."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _refuse_instructions(data: bytes) -> None:
    """``Broken`` where a processing instruction stands before or after the root.

    It belongs to what is signed (XML Signature 1.1, 4.4.3.3: the whole document without comments), and the library
    digests the root alone: it would not see one that was put in, or taken out, afterwards.
    """
    root = _tree(data)
    beside = (*root.itersiblings(preceding=True), *root.itersiblings())
    if any(isinstance(each, etree._ProcessingInstruction) for each in beside):
        raise Broken("signature_instruction")


def _without_later(data: bytes, place: int) -> bytes:
    """The document as it stood when the signature at ``place`` was made; the bytes themselves for the last one."""
    root = _tree(data)
    later = root.findall(f"{DS}Signature")[place + 1 :]
    if not later:
        return data
    for each in later:
        before = each.getprevious()
        assert before is not None  # the signature at ``place`` at least
        before.tail = (before.tail or "") + (each.tail or "")
        root.remove(each)
    return etree.tostring(root)


def _signed_at(properties: Element | None, own: x509.Certificate) -> datetime | None:
    """The time that the signer states; ``Broken`` where the properties are of another certificate."""
    if properties is None:
        return None
    stated = properties.find(f"{XADES}SignedSignatureProperties")
    if stated is None:
        return None
    for name in ("SigningCertificateV2", "SigningCertificate"):
        digest = stated.find(f"{XADES}{name}/{XADES}Cert/{XADES}CertDigest")
        if digest is not None and not _is_digest_of(digest, own):
            raise Broken("signature_certificate_differs")
    time = (stated.findtext(f"{XADES}SigningTime") or "").strip()
    if not time or _WITHOUT_ZONE.fullmatch(time):  # xs:dateTime may leave it out: then no moment is stated
        return None
    try:
        return moment(time)
    except Refused:
        raise Broken("signature_time") from None


def _is_digest_of(digest: Element, own: x509.Certificate) -> bool:
    method = digest.find(f"{DS}DigestMethod")
    algorithm = None if method is None else _HASHES.get(method.get("Algorithm", ""))
    try:
        value = binascii.a2b_base64("".join((digest.findtext(f"{DS}DigestValue") or "").split()))
    except ValueError:
        return False
    return algorithm is not None and own.fingerprint(algorithm) == value


def _check(reason: str, status: Status, **arguments: Argument) -> Check:
    return Check(id=f"calibration_certificates.{reason}", status=status, arguments=arguments)


def _said(who: Signer, at: datetime, has_anchors: bool) -> list[Check]:
    """The verdict on one signer first, then what it does not say."""
    until, since = (each.astimezone(UTC).date().isoformat() for each in (who.valid_until, who.valid_from))
    unknown = Status.FAIL if has_anchors else Status.WARN
    arguments = {"signer": who.subject, "until": until, "since": since}
    said = [_check(f"signature_{who.standing.value}", _STATUSES.get(who.standing, unknown), **arguments)]
    if who.standing is Standing.UNKNOWN_SIGNER and at > who.valid_until:
        said.append(_check("certificate_expired", Status.WARN, until=until))
    if who.signed_at is None:
        said.append(_check("signing_time_missing", Status.WARN))
    else:
        said.append(_check("signing_time_stated", Status.OK, time=who.signed_at.isoformat(timespec="minutes")[:16]))
    if who.standing in (Standing.TRUSTED, Standing.EXPIRED):
        said.append(_check("revocation_not_looked_up", Status.WARN))
    return said
