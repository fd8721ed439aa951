"""Which signatures are looked at at all: one shape, so that what is signed is the whole certificate and nothing else.

XML signatures can say almost anything (a part by its id, a part chosen by a query, a text transformed first, a key in
the signature itself); each of these has been used to show one thing and sign another. Here: the signature is a child
of the root, it signs the whole document less itself (``URI=""``, enveloped), canonical without comments, and beside
it at most its own XAdES properties and its own key information (ETSI EN 319 132-1).
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod

from jawda.core.findings.model import Argument
from jawda.core.plain_xml import Element

DS: Final = "{http://www.w3.org/2000/09/xmldsig#}"
XADES: Final = "{http://uri.etsi.org/01903/v1.3.2#}"
PROPERTIES_TYPE: Final = "http://uri.etsi.org/01903#SignedProperties"
_PROPERTIES: Final = f"{DS}Object/{XADES}QualifyingProperties/{XADES}SignedProperties"
ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_EXCLUSIVE: Final = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0.value
_INCLUSIVE_NAMESPACES: Final = "{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces"
CANONICAL: Final = frozenset((
    CanonicalizationMethod.CANONICAL_XML_1_0.value, CanonicalizationMethod.CANONICAL_XML_1_1.value, _EXCLUSIVE,
))  # fmt: skip
DIGESTS: Final = frozenset((DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512))
METHODS: Final = frozenset((
    SignatureMethod.ECDSA_SHA256, SignatureMethod.ECDSA_SHA384, SignatureMethod.ECDSA_SHA512,
    SignatureMethod.RSA_SHA256, SignatureMethod.RSA_SHA384, SignatureMethod.RSA_SHA512,
    SignatureMethod.SHA256_RSA_MGF1, SignatureMethod.SHA384_RSA_MGF1, SignatureMethod.SHA512_RSA_MGF1,
))  # fmt: skip
MOST_SIGNATURES: Final = 5
_MOST_CERTIFICATES: Final = 10
_MOST_CERTIFICATE_TEXT: Final = 40_000
_RSA_BITS: Final = range(2048, 8193)
_CURVE_BITS: Final = 256


class Broken(Exception):
    """Why a signature is refused; ``reason`` is an entry of the catalogue without its subject."""

    def __init__(self, reason: str, **arguments: Argument) -> None:
        super().__init__(reason)
        self.reason, self.arguments = reason, arguments


@dataclass(frozen=True, slots=True)
class Shape:
    """A signature of the one accepted shape."""

    whole: int
    """Which reference is that of the whole document."""
    properties: int | None
    """Which one is that of the XAdES properties."""
    references: int
    certificates: tuple[x509.Certificate, ...]
    """The signer's first."""
    method: str


def signatures(root: Element) -> list[Element]:
    """All signatures; ``Broken`` where one stands elsewhere than below the root, or there are too many."""
    found = list(root.iter(f"{DS}Signature"))
    if any(each.getparent() is not root for each in found):
        raise Broken("signature_elsewhere")
    if len(found) > MOST_SIGNATURES:
        raise Broken("signatures_many", most=MOST_SIGNATURES)
    return found


def shape(root: Element, signature: Element) -> Shape:
    """The shape of a signature; ``Broken`` for any other than the accepted one."""
    signed = _one(signature, "SignedInfo")
    _check_canonical(_one(signed, "CanonicalizationMethod"))
    method = _one(signed, "SignatureMethod")
    if method.get("Algorithm") not in {each.value for each in METHODS} or len(method):
        raise Broken("signature_algorithm", name=_last(method.get("Algorithm")))
    references = signed.findall(f"{DS}Reference")
    whole = [place for place, each in enumerate(references) if each.get("URI") == ""]
    others = [place for place in range(len(references)) if place not in whole]
    if len(whole) != 1:
        raise Broken("signature_references", count=len(references))
    _check_transforms(references[whole[0]], enveloped=True)
    _check_objects(signature)
    properties = [place for place in others if references[place].get("Type") == PROPERTIES_TYPE]
    keys = [place for place in others if place not in properties]
    for places, path in ((properties, _PROPERTIES), (keys, f"{DS}KeyInfo")):
        if len(places) > 1:
            raise Broken("signature_references", count=len(references))
        for place in places:
            _check_own(root, signature.findall(path), references[place])
    return Shape(
        whole=whole[0],
        properties=next(iter(properties), None),
        references=len(references),
        certificates=_certificates(signature),
        method=_last(method.get("Algorithm")),
    )


def _one(parent: Element, name: str) -> Element:
    found = parent.findall(f"{DS}{name}")
    if len(found) != 1:
        raise Broken("signature_form", name=name)
    return found[0]


def _last(uri: str | None) -> str:
    """What tells an algorithm from others in its address."""
    return (uri or "").replace("#", "/").rstrip("/").rpartition("/")[2][:60]


def _check_canonical(element: Element) -> None:
    name = element.get("Algorithm")
    if name not in CANONICAL:
        raise Broken("signature_transform", name=_last(name))
    allowed = [_INCLUSIVE_NAMESPACES] if name == _EXCLUSIVE else []
    if [each.tag for each in element] not in ([], allowed):
        raise Broken("signature_transform", name=_last(name))


def _check_transforms(reference: Element, *, enveloped: bool) -> None:
    """Enveloped once and first where it must be, then at most one canonical form; a pinned digest."""
    digest = _one(reference, "DigestMethod")
    if digest.get("Algorithm") not in {each.value for each in DIGESTS}:
        raise Broken("signature_algorithm", name=_last(digest.get("Algorithm")))
    groups = reference.findall(f"{DS}Transforms")
    transforms = [each for group in groups for each in group]
    if enveloped:
        if not transforms or transforms[0].get("Algorithm") != ENVELOPED or len(transforms[0]):
            raise Broken("signature_transform", name=_last(transforms[0].get("Algorithm") if transforms else None))
        transforms = transforms[1:]
    for each in transforms:
        _check_canonical(each)
    if len(transforms) > 1 or len(groups) > 1:
        raise Broken("signature_transform", name="Transforms")


def _check_objects(signature: Element) -> None:
    """An object could hide another certificate: there is at most one, with XAdES properties only."""
    objects = signature.findall(f"{DS}Object")
    if len(objects) > 1 or any([each.tag for each in one] != [f"{XADES}QualifyingProperties"] for one in objects):
        raise Broken("signature_object")


def _check_own(root: Element, own: list[Element], reference: Element) -> None:
    """The reference names this one part of the signature itself, and nothing else can be meant."""
    name = "" if len(own) != 1 else own[0].get("Id", "")
    once = root.xpath("count(//*[@*[translate(local-name(), 'ID', 'id') = 'id'] = $name])", name=name)
    if not name or reference.get("URI") != f"#{name}" or once != 1:
        raise Broken("signature_references", count=2)
    _check_transforms(reference, enveloped=False)


def _certificates(signature: Element) -> tuple[x509.Certificate, ...]:
    """Those that the signature brings, the signer's first: the one that has issued none of the others."""
    texts = [each.text or "" for each in signature.findall(f"{DS}KeyInfo/{DS}X509Data/{DS}X509Certificate")]
    if not 1 <= len(texts) <= _MOST_CERTIFICATES or max(map(len, texts)) > _MOST_CERTIFICATE_TEXT:
        raise Broken("signature_certificates", count=len(texts))
    try:
        found = [x509.load_der_x509_certificate(binascii.a2b_base64("".join(text.split()))) for text in texts]
        issuers = {each.issuer.public_bytes() for each in found if each.issuer != each.subject}
        signer = next((each for each in found if each.subject.public_bytes() not in issuers), found[0])
        key = signer.public_key()
        _ = signer.not_valid_before_utc, signer.not_valid_after_utc
    except Exception:  # whatever a certificate from anyone may be
        raise Broken("signature_certificate") from None
    fits = (isinstance(key, rsa.RSAPublicKey) and key.key_size in _RSA_BITS) or (
        isinstance(key, ec.EllipticCurvePublicKey) and key.curve.key_size >= _CURVE_BITS
    )
    if not fits:
        raise Broken("signature_key")
    return (signer, *(each for each in found if each is not signer))
