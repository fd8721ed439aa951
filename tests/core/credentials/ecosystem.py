"""A small world of trust for tests: an accreditor on the list, a body it accredits, a certificate of that body."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from jawda.core.credentials import accreditation, attestation, status_list, token
from jawda.core.credentials.accreditation import AccreditedBody
from jawda.core.credentials.attestation import Accreditation, Attestation, Named, Party
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.evidence import Materials
from jawda.core.credentials.identity_documents import IdentityDocument, VerificationMethod, write_document
from jawda.core.credentials.key_history import KeyHistory, read_history, version_digest
from jawda.core.credentials.keys import SoftwareKey
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.moments import written
from jawda.core.credentials.scopes import Scope
from jawda.core.credentials.status_list import Purpose, StatusEntry, write_entry
from jawda.core.credentials.trust_list import (
    Arrangement,
    Authority,
    Member,
    PinnedKey,
    Scheme,
    SchemeKind,
    TrustList,
)
from jawda.core.credentials.untp import W3C_CONTEXT
from jawda.core.credentials.verification import Verification
from jawda.core.languages import Text

START = date(2024, 1, 1)
ISSUED = datetime(2025, 5, 12, tzinfo=UTC)
TODAY = datetime(2026, 11, 20, 14, 32, tzinfo=UTC)
STANDARD = "ISO/IEC 17021-1"
SCHEME = Named(id="https://schemes.example/iso-9001", name="ISO 9001")
AUTHORITY, BODY = "did:web:accrediteur.example", "did:web:certif.example"
KEYS = {AUTHORITY: SoftwareKey.from_seed(bytes([1]) * 32), BODY: SoftwareKey.from_seed(bytes([2]) * 32)}
URL = "https://accrediteur.example/a/EX-SM-07"
LISTS = {AUTHORITY: "https://accrediteur.example/status/1", BODY: "https://certif.example/status/1"}
INDEX = 4_711


def name(text: str) -> Text:
    return Text(fr=text, ar=text, en=text)


def history(did: str, *, since: datetime = datetime(2023, 1, 1, tzinfo=UTC), **moments: datetime) -> KeyHistory:
    document = write_document(IdentityDocument(did, (VerificationMethod(f"{did}#1", KEYS[did].public, **moments),)))
    return read_history(did, [(since, version_digest(document), document)])


def entry(did: str) -> Any:
    return write_entry(StatusEntry(LISTS[did], INDEX, Purpose.SUSPENSION), integer_index=True)


def status(did: str, since: datetime, *indexes: int, purpose: str = "suspension", days: int = 400) -> bytes:
    document: dict[str, Any] = {
        "@context": [W3C_CONTEXT],
        "id": LISTS[did],
        "type": ["VerifiableCredential", status_list.LIST_TYPE],
        "issuer": did,
        "validFrom": written(since),
        "validUntil": written(since + timedelta(days=days)),
        "credentialSubject": {
            "id": f"{LISTS[did]}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": status_list.encode(indexes),
        },
    }
    return token.sign(document, KEYS[did], key_id=f"{did}#1")


def trust_list(**changes: Any) -> TrustList:
    member = Member(authority=AUTHORITY, kind=Kind.MANAGEMENT_SYSTEM, standard=STANDARD, since=START, source="exemple")
    pinned = PinnedKey(thumbprint=KEYS[AUTHORITY].public.thumbprint(), since=START)
    given: dict[str, Any] = {
        "id": "https://jawda.example/trust-list",
        "issuer": "did:web:jawda.example",
        "version": 1,
        "issued_at": datetime(2026, 11, 1, tzinfo=UTC),
        "schemes": (
            Scheme(
                id=SCHEME.id, kind=SchemeKind.ACCREDITED, names=name("ISO 9001"), authorities=(AUTHORITY,),
                source="exemple",
            ),
        ),
        "authorities": (
            Authority(id=AUTHORITY, names=name("Accréditeur Exemple"), keys=(pinned,), since=START, source="exemple"),
        ),
        "arrangements": (
            Arrangement(
                id="https://arrangement.example", names=name("Accord"), operator="Exemple", since=START,
                members=(member,), source="exemple",
            ),
        ),
    }  # fmt: skip
    return TrustList(**(given | changes))


def accredited(**changes: Any) -> AccreditedBody:
    given: dict[str, Any] = {
        "url": URL,
        "number": "EX-SM-07",
        "authority": Party(id=AUTHORITY, name="Accréditeur Exemple"),
        "body": Party(id=BODY, name="Certif Exemple"),
        "register": Named(id="https://accrediteur.example", name="Registre"),
        "since": date(2024, 3, 4),
        "scopes": (
            Scope(
                kind=Kind.MANAGEMENT_SYSTEM, standard=STANDARD, references=("ISO 9001",), sectors=("IAF 14",),
                since=date(2024, 3, 4),
            ),
        ),
        "valid_from": datetime(2024, 3, 4, tzinfo=UTC),
        "valid_until": datetime(2029, 3, 3, tzinfo=UTC),
    }  # fmt: skip
    return AccreditedBody(**(given | changes))


def signed_accreditation(body: AccreditedBody | None = None, *, key: str = AUTHORITY, at: Any = None) -> bytes:
    """``at``: another status entry than that of the accreditor's list; ``False`` for none."""
    stated = entry(AUTHORITY) if at is None else at or None
    document = accreditation.document_of(body or accredited(), status=stated)
    return token.sign(document, KEYS[key], key_id=f"{AUTHORITY}#1")


def certificate(**changes: Any) -> Attestation:
    given: dict[str, Any] = {
        "url": "https://jawda.example/c/JW-2025-004812",
        "number": "JW-2025-004812",
        "kind": Kind.MANAGEMENT_SYSTEM,
        "attestation_type": "certification",
        "name": "ISO 9001:2015",
        "issuer": Party(id=BODY, name="Certif Exemple"),
        "holder": Party(id="did:web:caoutchouc.example", name="Caoutchouc Modèle"),
        "scheme": SCHEME,
        "standard": Named(id="urn:iso:std:iso:9001:2015", name="ISO 9001:2015"),
        "sectors": ("IAF 14",),
        "valid_from": ISSUED,
        "valid_until": datetime(2028, 5, 11, tzinfo=UTC),
        "accreditation": Accreditation(name="EX-SM-07", authority=Party(id=AUTHORITY, name="A"), url=URL),
    }
    return Attestation(**(given | changes))


def signed(one: Attestation | None = None, *, key: str = BODY) -> bytes:
    document = attestation.document_of(one or certificate(), status=entry(BODY))
    return token.sign(document, KEYS[key], key_id=f"{BODY}#1")


@dataclass
class World:
    """Everything in order; a test changes what it is about."""

    trust: TrustList | None = field(default_factory=trust_list)
    keys: dict[str, KeyHistory] = field(default_factory=lambda: {did: history(did) for did in KEYS})
    accreditations: list[bytes] = field(default_factory=lambda: [signed_accreditation()])
    body_lists: list[bytes] = field(default_factory=lambda: [status(BODY, TODAY - timedelta(days=1))])
    authority_lists: list[bytes] = field(
        default_factory=lambda: [
            status(AUTHORITY, ISSUED - timedelta(days=1)),
            status(AUTHORITY, TODAY - timedelta(days=1)),
        ]
    )

    def materials(self) -> Materials:
        return Materials(
            trust=self.trust,
            keys=self.keys,
            accreditations={URL: self.accreditations} if self.accreditations else {},
            lists={LISTS[BODY]: self.body_lists, LISTS[AUTHORITY]: self.authority_lists},
        )

    def verify(self, data: bytes | None = None, at: datetime = TODAY) -> Verification:
        return Verifier(self.materials()).verify(data or signed(), at)


def with_key(list_: TrustList, **changes: Any) -> TrustList:
    """The accreditor pinned otherwise."""
    (authority,) = list_.authorities
    (pinned,) = authority.keys
    return replace(list_, authorities=(replace(authority, keys=(replace(pinned, **changes),)),))
