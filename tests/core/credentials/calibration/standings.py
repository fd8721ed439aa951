"""How signatures stand, for the tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.core.credentials.calibration.certificates import NOW, document, root

from jawda.core.credentials.calibration.signature import Signature, verify
from jawda.core.credentials.calibration.signers import Standing
from jawda.core.findings.checks import Status
from jawda.core.languages import LANGUAGES

ANCHORS = (root().certificate,)
DS = "{http://www.w3.org/2000/09/xmldsig#}"
PLAIN = document()
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
CERTIFICATE_V2 = "<x:SigningCertificateV2><x:Cert><x:CertDigest>{}</x:CertDigest></x:Cert></x:SigningCertificateV2>"


def stands(data: bytes, *, at: datetime = NOW, anchors: Any = ANCHORS) -> Signature:
    """How it stands; every sentence is there in every language, and nothing may be read of what is refused."""
    found, content = verify(data, at=at, anchors=anchors)
    for each in found.findings:
        assert all(each.sentence(language) for language in LANGUAGES)
    assert (content is None) is (found.standing is Standing.REFUSED)
    return found


def refusal(data: bytes) -> str:
    found = stands(data)
    assert found.standing is Standing.REFUSED
    assert not found.signers
    (finding,) = found.findings
    assert finding.status is Status.FAIL
    return finding.id.partition(".")[2]


def names(found: Signature) -> list[str]:
    return [each.id.partition(".signature_")[2] or each.id.partition(".")[2] for each in found.findings]
