"""Shapes of the UN Transparency Protocol 0.7.0: the conformity credential and the digital identity anchor.

Told from the published schemas, which are not copied: their names of members, which are required, which words are
allowed. Two things differ on purpose. ``credentialStatus`` is taken in the protocol's spelling and in that of W3C
(Bitstring Status List 1.0), which 0.7.0 cannot express; its shape stands with status lists. The order of ``@context``
is checked, which a schema reader may miss.
"""

from __future__ import annotations

from typing import Any, Final

from jawda.core.credentials.json_text import Json
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.shapes import (
    Shape,
    address,
    anything,
    choice,
    day,
    hold,
    many,
    moment,
    number,
    record,
    text,
    truth,
    whole,
)

W3C_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
UNTP_CONTEXT: Final = "https://vocabulary.uncefact.org/untp/0.7.0/context/"
#: Terms of proofs; they give no member of a credential another meaning.
_FURTHER_CONTEXTS: Final = (
    "https://w3id.org/security/data-integrity/v2", "https://www.w3.org/ns/credentials/status/v1",
)  # fmt: skip
CONFORMITY: Final = "DigitalConformityCredential"
IDENTITY: Final = "DigitalIdentityAnchor"

ASSESSOR_LEVELS: Final = ("self", "commercial", "buyer", "membership", "unspecified", "3rdParty", "hybrid")
ASSESSMENT_LEVELS: Final = (
    "authority-benchmark", "authority-mandate", "authority-globalmra", "authority-peer", "authority-extended-mra",
    "scheme-self", "scheme-cab", "no-endorsement",
)  # fmt: skip
ATTESTATION_TYPES: Final = (
    "certification", "declaration", "inspection", "testing", "verification", "validation", "calibration",
)  # fmt: skip
REGISTER_TYPES: Final = ("product", "facility", "business", "trademark", "land", "accreditation")


def _named(kind: str | None = None, **more: Shape) -> Shape:
    return record(kind, id=address, name=text, optional=more)


_SCHEME = record("IdentifierScheme", closed=True, id=address, name=text)
_PARTY = _named("Party", registeredId=text, idScheme=_SCHEME)
_IMAGE = record(closed=True, name=text, imageData=text, mediaType=text, optional={"description": text})
_LINK = record(
    closed=True, linkURL=address, linkName=text, optional={"digestMultibase": text, "mediaType": text, "linkType": text}
)
_SCORE = record(closed=True, code=text, optional={"rank": whole, "definition": text})
_TOPIC = record("ConformityTopic", closed=True, id=address, name=text, optional={"definition": text})
_MEASURE = record(closed=True, value=number, unit=text, optional={"upperTolerance": number, "lowerTolerance": number})
_PERFORMANCE = record(closed=True, optional={"metric": _named(), "measure": _MEASURE, "score": _SCORE})
_ENDORSEMENT = record(name=text, issuingAuthority=_PARTY, optional={"trustmark": _IMAGE, "endorsementEvidence": _LINK})
_ASSESSMENT = record(
    "ConformityAssessment",
    id=address,
    name=text,
    assessmentCriteria=many(_named("Criterion")),
    assessmentDate=day,
    assessedPerformance=many(_PERFORMANCE),
    conformityTopic=many(_TOPIC),
    optional={
        "assessedProduct": many(record(product=_named(), optional={"idVerifiedByCAB": truth})),
        "assessedFacility": many(record(facility=_named(), optional={"idVerifiedByCAB": truth})),
        "assessedOrganisation": _PARTY,
        "referenceStandard": many(_named()),
        "referenceRegulation": many(_named()),
        "specifiedCondition": many(anything),
        "evidence": many(_LINK),
        "conformance": truth,
    },
)
_ATTESTATION = record(
    "ConformityAttestation",
    id=address,
    name=text,
    assessorLevel=choice(*ASSESSOR_LEVELS),
    assessmentLevel=choice(*ASSESSMENT_LEVELS),
    attestationType=choice(*ATTESTATION_TYPES),
    issuedToParty=_PARTY,
    referenceScheme=_named("ConformityScheme"),
    optional={
        "description": text,
        "authorisation": many(_ENDORSEMENT),
        "referenceProfile": _named("ConformityProfile"),
        "profileScore": _SCORE,
        "conformityCertificate": _LINK,
        "auditableEvidence": _LINK,
        "trustmark": _IMAGE,
        "conformityAssessment": many(_ASSESSMENT),
    },
)
_REGISTERED = record(
    "RegisteredIdentity",
    id=address,
    registeredName=text,
    registeredId=text,
    registeredDate=day,
    schemeId=_SCHEME,
    registerType=choice(*REGISTER_TYPES),
    optional={"publicInformation": address, "registrar": _PARTY, "registrationScope": many(address)},
)
_ALSO_KNOWN = {"issuerAlsoKnownAs": many(_PARTY)}


def _credential(subject: Shape, *, closed_issuer: bool) -> Shape:
    issuer = record("CredentialIssuer", closed=closed_issuer, id=address, name=text, optional=_ALSO_KNOWN)
    return record(
        id=address,
        issuer=issuer,
        validFrom=moment,
        name=text,
        credentialSubject=subject,
        optional={"validUntil": moment},
    )


_SHAPES: Final = {
    CONFORMITY: _credential(_ATTESTATION, closed_issuer=False),
    IDENTITY: _credential(_REGISTERED, closed_issuer=True),
}


def check_shape(document: dict[str, Json], kind: str) -> None:
    """Refuse what is no conformity credential or identity anchor (``kind``) of the protocol.

    >>> check_shape({"type": ["VerifiableCredential"]}, CONFORMITY)
    Traceback (most recent call last):
    ...
    jawda.core.findings.model.Refused: credentials.kind
    """
    kinds: Any = document.get("type")
    if not isinstance(kinds, list) or kind not in kinds or "VerifiableCredential" not in kinds:
        raise refuse("kind", path="type", expected=kind)
    contexts: Any = document.get("@context")
    if not isinstance(contexts, list) or contexts[:2] != [W3C_CONTEXT, UNTP_CONTEXT]:
        raise refuse("context_order", path="@context")
    for place, context in enumerate(contexts[2:], 2):
        if context not in _FURTHER_CONTEXTS:  # it may give a member another meaning than the one that is read here
            raise refuse("context_unknown", path=f"@context[{place}]")
    hold(document, _SHAPES[kind])
