"""What the public pages read: documents, bodies and the log, as anyone may see them."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from jawda.apps.recognition.addresses import organisation_of_link
from jawda.apps.recognition.enums import Event, State
from jawda.apps.recognition.models import Attestation, Identity, LogEntry, Paper, PublicAttestation
from jawda.apps.recognition.queries import keeping
from jawda.apps.recognition.queries.evidence import materials_for
from jawda.apps.recognition.queries.keeping import Kept
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.trust_list import TrustList
from jawda.core.credentials.verification import Verification
from jawda.core.languages import Language
from jawda.foundation.tenancy.context import acting

_REFERENCE: Final = re.compile(r"JW(\d{4})([A-Z0-9]{5,10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a document, without its reason, which is between the parties."""

    event: Event
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the trust list it was given by."""

    verification: Verification
    trust: TrustList | None


def canonical_reference(text: str) -> str:
    """A reference as it was given out, from what a person typed; nothing for what is none.

    >>> canonical_reference(" jw 2026 7kqm2fa "), canonical_reference("JW–2026–7KQM2FA"), canonical_reference("ISO")
    ('JW-2026-7KQM2FA', 'JW-2026-7KQM2FA', '')
    """
    if len(text) > 60:
        return ""
    found = _REFERENCE.fullmatch("".join(letter for letter in text.upper() if letter.isalnum()))
    return f"JW-{found[1]}-{found[2]}" if found else ""


def public_row(reference: str) -> PublicAttestation | None:
    """The row of a public document, by the reference as it was given out."""
    return PublicAttestation.objects.filter(reference=reference).first() if reference else None


def history_of(reference: str) -> tuple[Happened, ...]:
    """From the log, which nobody rewrites: the newest first."""
    rows = LogEntry.objects.filter(reference=reference).order_by("-sequence").values_list("event", "event_at")
    return tuple(Happened(Event(event), at) for event, at in rows)


def identity_of(did: str) -> Identity | None:
    """The body that signs under a DID, as the platform knows it."""
    return Identity.objects.filter(did=did).first()


@dataclass(frozen=True, slots=True)
class Successor:
    """What took a document's place; a confidential one has no ``reference`` for whoever has the former's link."""

    number: str
    reference: str = ""


def successor_of(row: PublicAttestation) -> Successor | None:
    """What took the place of a public document."""
    found = public_row(row.replaced_by)
    return None if found is None else Successor(found.number, found.reference)


def of_link(link: str) -> tuple[Attestation, tuple[Happened, ...], Successor | None] | None:
    """A confidential document for whoever has its link; it is read on behalf of the body that gave the link."""
    organisation_id: UUID | None = organisation_of_link(link)
    if organisation_id is None:
        return None
    with acting(organisation_id=organisation_id):
        row = Attestation.objects.filter(link=link).first()
        if row is None:
            return None
        events = row.events.order_by("-at", "-recorded_at").values_list("kind", "at")
        number = row.replaced_by.values_list("number", flat=True).first() if row.state == State.REPLACED else None
        successor = None if number is None else Successor(number)
        return row, tuple(Happened(Event(kind), at) for kind, at in events), successor


def paper_of(organisation_id: UUID, credential_sha256: str, language: Language) -> bytes | None:
    """The sealed paper of a document that the reader may see, on behalf of its body; None where it is not printed."""
    with acting(organisation_id=organisation_id):
        row = Paper.objects.filter(credential_sha256=credential_sha256, language=language).only("pdf").first()
        return None if row is None else bytes(row.pdf)


_VERDICTS: Final[Kept[Judged]] = Kept(most=400)
"""Some ten kilobytes each."""
forget_verdicts = _VERDICTS.forget


def judged(data: bytes, at: datetime, stands: Hashable | None = None) -> Judged:
    """The verdict at a moment. While ``stands`` is the same (``keeping.state``; asked here where it is not given) the
    same bytes get the same answer, as of when it was first given.
    """
    question = (sha256(data).hexdigest(), keeping.state(at) if stands is None else stands)
    found = _VERDICTS.get(question)
    if found is None:
        materials = materials_for(data, at)
        found = Judged(Verifier(materials).verify(data, at), materials.trust)
        _VERDICTS.keep(question, found)
    return found
