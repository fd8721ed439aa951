"""A small world for the room's tests: an accreditor, a certifier it accredits, a trust list that names the former."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.factories import Member, a_member, verified

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.recognition.addresses import page_of
from jawda.apps.recognition.domain import accrediting, issuing, keys, status_lists, trust
from jawda.apps.recognition.domain.drafts import Draft
from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.models import Attestation, Identity
from jawda.core.credentials.keys import public_key
from jawda.core.credentials.life_cycles import Kind as CoreKind
from jawda.core.credentials.scopes import Scope
from jawda.core.credentials.trust_list import Arrangement, Authority, PinnedKey, Scheme, SchemeKind, TrustList
from jawda.core.credentials.trust_list import Member as Signatory
from jawda.core.languages import Text
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import acting

START = datetime(2024, 1, 8, 9, tzinfo=UTC)
ACCREDITED = date(2024, 3, 4)
ISSUED = datetime(2025, 5, 12, 10, tzinfo=UTC)
TODAY = datetime(2026, 11, 20, 13, 32, tzinfo=UTC)
STANDARD = "ISO/IEC 17021-1"
SCHEME = "https://schemes.example/iso-9001"


def name(text: str) -> Text:
    return Text(fr=text, ar=text, en=text)


def body(kind: Body, title: str, operator: Person | None = None) -> Member:
    """A verified organisation of a kind, with its administrator."""
    return verified(a_member(title, kind), operator)


@dataclass
class World:
    """Who is there, and the accreditation's address."""

    accreditor: Member
    certifier: Member
    accreditation: Attestation


def acts(member: Member) -> Any:
    return acting(organisation_id=member.organisation.pk, person_id=member.person.pk)


def scope(**changes: Any) -> Scope:
    given: dict[str, Any] = {
        "kind": CoreKind.MANAGEMENT_SYSTEM, "standard": STANDARD, "references": ("ISO 9001",), "sectors": ("IAF 14",),
        "since": ACCREDITED,
    }  # fmt: skip
    return Scope(**(given | changes))


def trust_list(accreditor: Identity, jwk: Any, **changes: Any) -> TrustList:
    member = Signatory(
        authority=accreditor.did, kind=CoreKind.MANAGEMENT_SYSTEM, standard=STANDARD, since=date(2024, 1, 1),
        source="exemple",
    )  # fmt: skip
    given: dict[str, Any] = {
        "id": "https://jawda.example/confiance",
        "issuer": "did:web:jawda.example",
        "version": 1,
        "issued_at": datetime(2026, 11, 1, tzinfo=UTC),
        "schemes": (
            Scheme(
                id=SCHEME, kind=SchemeKind.ACCREDITED, names=name("ISO 9001"), authorities=(accreditor.did,),
                source="exemple",
            ),
        ),
        "authorities": (
            Authority(
                id=accreditor.did, names=name("Accréditeur Essai"), since=date(2024, 1, 1), source="exemple",
                keys=(PinnedKey(thumbprint=public_key(jwk).thumbprint(), since=date(2024, 1, 1)),),
            ),
        ),
        "arrangements": (
            Arrangement(
                id="https://arrangement.example", names=name("Accord"), operator="Exemple", since=date(2024, 1, 1),
                members=(member,), source="exemple",
            ),
        ),
    }  # fmt: skip
    return TrustList(**(given | changes))


def world(operator: Person | None = None) -> World:
    """Everything in order. ``operator``: who verifies the bodies, where one has to be there before."""
    accreditor = body(Body.ACCREDITATION_BODY, "Accréditeur Essai", operator)
    certifier = body(Body.CERTIFICATION_BODY, "Certification Essai", operator)
    with acts(accreditor):
        key = keys.make_key(access=accreditor.access, now=START)
        authority = own_identity()
    with acts(certifier):
        keys.make_key(access=certifier.access, now=START)
        certified = own_identity()
    trust.publish(trust_list(authority, key.public_jwk))
    with acts(accreditor):
        row = accrediting.accredit(
            access=accreditor.access, body_slug=certified.slug, number="EX-SM-07", scopes=[scope()], since=ACCREDITED,
            until=date(2029, 3, 3), now=datetime(2024, 3, 4, 8, tzinfo=UTC),
        )  # fmt: skip
    return World(accreditor, certifier, row)


def draft(found: World, **changes: Any) -> Draft:
    """What the certifier says of a certificate, in order."""
    given: dict[str, Any] = {
        "kind": Kind.MANAGEMENT_SYSTEM, "number": "QMS-0042", "holder_name": "Caoutchouc Modèle",
        "holder_ice": "001234567000047", "holder_city": "Berrechid", "scheme": SCHEME, "standard": "ISO 9001:2015",
        "scope": "Moulage de joints en caoutchouc pour l’automobile", "sectors": ("IAF 14",),
        "sites": ("Zone d’exemple, lot 12, Berrechid",), "issued_on": ISSUED.date(), "expires_on": date(2028, 5, 11),
        "accreditation_url": page_of(found.accreditation.reference),
    }  # fmt: skip
    return Draft(**(given | changes))


def issued(found: World, *, now: datetime = ISSUED, **changes: Any) -> Attestation:
    with acts(found.certifier):
        return issuing.issue(access=found.certifier.access, draft=draft(found, **changes), now=now)


def fresh_lists(found: World, *, ago: timedelta | None = None) -> None:
    """The status lists of both bodies as their jobs sign them, of the day of issue and of now, or so long ago.

    Of two lists of one second the later counts from the next: before what changes one a moment goes by.
    """
    for at in (ISSUED, None if ago is None else datetime.now(UTC) - ago):
        for member in (found.accreditor, found.certifier):
            with acts(member):
                status_lists.publish(now=at)
