"""Every way of showing one thing and signing another, and of signing with what is no key of a signer."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, SignatureMethod
from signxml.signer import XMLSigner
from tests.core.credentials.calibration.certificates import (
    CORE,
    ENVELOPED,
    ERRORS,
    EXCLUSIVE,
    NOW,
    Body,
    body,
    canonical,
    document,
    hand_signed,
    laboratory,
    middle,
    reference,
    root,
    signed,
)
from tests.core.credentials.calibration.standings import (
    DS,
    PLAIN,
    refusal,
    stands,
)

from jawda.core.credentials.calibration.signature import verify
from jawda.core.credentials.calibration.signers import Standing
from jawda.core.findings import Refused

# wrapping: what is signed is not what is shown


def test_a_signed_element_that_was_moved_away() -> None:
    """The signed certificate goes into a comment element; another stands at its place."""
    inner = signed(PLAIN).decode()
    evil = document(core=CORE.replace("LM-2026-0042", "EVIL"), end=f"<dcc:comment>{inner}</dcc:comment>")
    assert refusal(evil) == "signature_elsewhere"


def test_the_signature_moved_up_over_another_root() -> None:
    tree = etree.fromstring(signed(PLAIN))
    signature = tree.find(f"{DS}Signature")
    assert signature is not None
    evil = etree.fromstring(document(core=CORE.replace("LM-2026-0042", "EVIL")))
    evil.append(signature)
    assert refusal(etree.tostring(evil)) == "signature_changed"


def test_a_second_root_is_no_document() -> None:
    with pytest.raises(Refused) as raised:
        verify(signed(PLAIN) + PLAIN, at=NOW)
    assert raised.value.findings[0].id == "calibration_certificates.broken_xml"


def test_the_certificate_inside_an_object_of_its_signature() -> None:
    inside = PLAIN.decode()
    digested = canonical(PLAIN)
    objects = f'<ds:Object Id="o">{inside}</ds:Object>'
    data = hand_signed(PLAIN, reference(digested), objects=objects)
    assert refusal(data) == "signature_object"
    enveloping = f'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">{inside}</ds:Signature>'
    with pytest.raises(Refused) as raised:
        verify(enveloping.encode(), at=NOW)
    assert raised.value.findings[0].id == "calibration_certificates.another_document"


def test_a_reference_by_id_to_a_part() -> None:
    """The signer's own library signs the part with this id, and verifies it too: the rest is anyone's."""
    data = document(items=ITEMS_WITH_ID)
    tree = XMLSigner(
        signature_algorithm=SignatureMethod.ECDSA_SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    ).sign(etree.fromstring(data), key=laboratory().key, cert=[laboratory().certificate], reference_uri="#i1")
    assert refusal(etree.tostring(tree)) == "signature_references"


ITEMS_WITH_ID = '<dcc:items><dcc:item id="i1"><dcc:name><dcc:content>x</dcc:content></dcc:name></dcc:item></dcc:items>'


@pytest.mark.parametrize("uri", ["", 'URI="#x"', 'URI="#xpointer(/)"', 'URI="http://127.0.0.1:1/"', 'URI="file:///x"'])
def test_no_other_reference_than_to_the_whole(uri: str) -> None:
    assert refusal(hand_signed(PLAIN, reference(canonical(PLAIN), uri=uri))) == "signature_references"


def test_several_references() -> None:
    once = reference(canonical(PLAIN))
    assert refusal(hand_signed(PLAIN, once * 2)) == "signature_references"
    assert refusal(hand_signed(PLAIN, "")) == "signature_references"
    other = reference(b"x", uri='URI="#x"')
    assert refusal(hand_signed(PLAIN, once + other)) == "signature_references"
    assert refusal(hand_signed(PLAIN, once + other + other)) == "signature_references"


@pytest.mark.parametrize(
    "transforms",
    [
        "",
        EXCLUSIVE,
        EXCLUSIVE + ENVELOPED,
        ENVELOPED + ENVELOPED,
        ENVELOPED + EXCLUSIVE + EXCLUSIVE,
        ENVELOPED
        + '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>1</ds:XPath></ds:Transform>',
        ENVELOPED + '<ds:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"/>',
        ENVELOPED + '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>',
        ENVELOPED + '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#base64"/>',
        ENVELOPED + '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#WithComments"/>',
        ENVELOPED + "<ds:Transform/>",
        ENVELOPED.replace("/>", "><x/></ds:Transform>"),
        ENVELOPED + EXCLUSIVE.replace("/>", "><x/></ds:Transform>"),
        ENVELOPED + '<ds:Transform Algorithm="http://www.w3.org/2006/12/xml-c14n11"><x/></ds:Transform>',
        ENVELOPED + EXCLUSIVE + "</ds:Transforms><ds:Transforms>",
    ],
)
def test_no_other_transforms(transforms: str) -> None:
    assert refusal(hand_signed(PLAIN, reference(canonical(PLAIN), transforms=transforms))) == "signature_transform"


def test_the_canonical_form_of_what_is_signed_is_pinned() -> None:
    form = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"
    assert refusal(hand_signed(PLAIN, reference(canonical(PLAIN)), canonical=form)) == "signature_transform"


def test_names_of_namespaces_that_are_kept_in_the_exclusive_form() -> None:
    kept = (
        '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"><ec:InclusiveNamespaces'
        ' xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="dcc"/></ds:Transform>'
    )
    data = hand_signed(PLAIN, reference(canonical(PLAIN), transforms=ENVELOPED + kept))
    assert stands(data, anchors=(laboratory().certificate,)).standing is Standing.TRUSTED


INSTRUCTION = b'<?xml-stylesheet type="text/xsl" href="https://other.example/a.xsl"?>'
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def _beside() -> list[bytes]:
    data = signed(PLAIN, laboratory(), middle())
    whole = b"".join((INSTRUCTION, b"\n", canonical(PLAIN)))  # as canonical XML writes a document with one before
    return [
        INSTRUCTION + data,
        data + INSTRUCTION,
        DECLARATION + b"<!-- -->" + INSTRUCTION + data,
        data + b"\n<!-- -->\n" + INSTRUCTION,
        (DECLARATION + INSTRUCTION + data).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        INSTRUCTION + hand_signed(PLAIN, reference(whole)),
        signed(INSTRUCTION + data, body("Second", issuer=root())) + INSTRUCTION,
    ]


@pytest.mark.parametrize("data", _beside())
def test_an_instruction_outside_the_certificate(data: bytes) -> None:
    """XML Signature 1.1, 4.4.3.3: URI="" is the whole document without comments, instructions outside its root too.

    What digests the root alone would call one trusted that was put in later, and one changed that was signed with it.
    """
    assert refusal(data) == "signature_instruction"


def test_what_stands_outside_and_says_nothing() -> None:
    """A declaration is no instruction (XML 1.0, 2.8), and the canonical form has no comments."""
    data = signed(PLAIN, laboratory(), middle())
    for beside in (DECLARATION + data, b"<!-- -->" + data + b"\n<!-- -->\n"):
        assert stands(beside).standing is Standing.TRUSTED


def test_an_instruction_beside_an_unsigned_certificate_is_not_seen() -> None:
    found, content = verify(INSTRUCTION + PLAIN + INSTRUCTION, at=NOW)
    assert found.standing is Standing.UNSIGNED
    assert content is not None


def test_a_comment_cuts_nothing() -> None:
    """A reader that takes the text up to the comment sees 0.0; signed and read is 0.030."""
    data = signed(document(measurements=_measured("0.030")), xades=False)
    cut = data.replace(b"0.030", b"0.0<!-- -->30", 1)
    found, content = verify(cut, at=NOW)
    assert found.standing is Standing.UNKNOWN_SIGNER
    assert content is not None
    assert content.findtext(".//{https://ptb.de/si}uncertaintyXMLList") == "0.030"


def _measured(uncertainty: str) -> str:
    from tests.core.credentials.calibration.certificates import measurement, result

    return measurement(result(ERRORS.replace(">0.03<", f">{uncertainty}<")))


# algorithms and keys


@pytest.mark.parametrize(
    "method",
    [
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha224",
        "http://www.w3.org/2009/xmldsig11#dsa-sha256",
        "none",
    ],
)
def test_no_other_algorithms(method: str) -> None:
    assert refusal(hand_signed(PLAIN, reference(canonical(PLAIN)), method=method)) == "signature_algorithm"
    assert refusal(hand_signed(PLAIN, reference(canonical(PLAIN), digest="md5"))) == "signature_algorithm"


def test_a_message_code_keyed_with_the_public_key() -> None:
    """Whoever takes the key of the signer for a shared secret verifies what anyone can make."""
    public = laboratory().certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    tree = XMLSigner(signature_algorithm=SignatureMethod.HMAC_SHA256).sign(etree.fromstring(PLAIN), key=public)
    assert refusal(etree.tostring(tree)) == "signature_algorithm"


def test_a_key_without_a_certificate() -> None:
    data = hand_signed(PLAIN, reference(canonical(PLAIN)), key_info="<ds:KeyName>laboratory</ds:KeyName>")
    assert refusal(data) == "signature_certificates"
    many = "<ds:X509Data>" + f"<ds:X509Certificate>{root().der}</ds:X509Certificate>" * 11 + "</ds:X509Data>"
    assert refusal(hand_signed(PLAIN, reference(canonical(PLAIN)), key_info=many)) == "signature_certificates"
    long = f"<ds:X509Data><ds:X509Certificate>{'A' * 40_001}</ds:X509Certificate></ds:X509Data>"
    assert refusal(hand_signed(PLAIN, reference(canonical(PLAIN)), key_info=long)) == "signature_certificates"
    broken = "<ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data>"
    assert refusal(hand_signed(PLAIN, reference(canonical(PLAIN)), key_info=broken)) == "signature_certificate"


@pytest.mark.parametrize(
    "key",
    [
        rsa.generate_private_key(public_exponent=65537, key_size=1024),
        ec.generate_private_key(ec.SECP224R1()),
        Ed25519PrivateKey.generate(),
    ],
)
def test_keys_of_another_kind_or_too_short(key: Any) -> None:
    by = Body(laboratory().key, body("Weak", issuer=root(), key=key).certificate)
    assert refusal(hand_signed(PLAIN, reference(canonical(PLAIN)), by=by)) == "signature_key"


def test_the_form_of_a_signature() -> None:
    twice = '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>'
    assert refusal(hand_signed(PLAIN, reference(canonical(PLAIN)), signed_info=twice)) == "signature_form"
    empty = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>'
    assert refusal(document(end=empty)) == "signature_form"
