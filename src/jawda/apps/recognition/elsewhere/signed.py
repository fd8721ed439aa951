"""What a signed document of a recorded certificate says, against what was typed of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone

from jawda.apps.recognition.elsewhere.facts import CertificateFacts
from jawda.apps.recognition.folding import folded
from jawda.apps.recognition.models import RecordedCertificate
from jawda.apps.recognition.queries.public import Judged, judged
from jawda.core.credentials.accreditation import accredited_body_of
from jawda.core.credentials.untp import IDENTITY
from jawda.core.credentials.verification import Verification
from jawda.core.findings import Refused


class What(StrEnum):
    """What of it may differ."""

    NUMBER = "number"
    HOLDER = "holder"
    LAST_DAY = "last_day"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Difference:
    """``signed`` is what the document says; as people read it where it is a name, a day where it is one."""

    what: What
    signed: str | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The verdict on a signed document, and where it says otherwise than what was recorded."""

    judged: Judged
    differences: tuple[Difference, ...]


def verify(row: RecordedCertificate, ice: str) -> Signed | None:
    """Verify its signed document as of now; None without one. The verdict is written on the row, which is not saved."""
    if not row.credential:
        row.signed_verdict, row.signed_differs = "", False
        return None
    found = judged(row.credential.encode("utf-8"), timezone.now())
    apart = differences(found.verification, CertificateFacts.of(row), ice)
    row.signed_verdict, row.signed_differs = found.verification.verdict.value, bool(apart)
    return Signed(judged=found, differences=apart)


def differences(found: Verification, facts: CertificateFacts, ice: str) -> tuple[Difference, ...]:
    """Where the document says otherwise. ``ice``: of the company that records it; nothing where it has none.

    The signature vouches for the document alone: where there is a difference, for nothing that was typed.
    """
    said = _said(found)
    if said is None:
        return (Difference(What.UNREADABLE, None),)
    number, holder, registered, last_day = said
    found_here = []
    if folded(number) != folded(facts.number):
        found_here.append(Difference(What.NUMBER, number))
    if ice and registered.isdigit() and len(registered) == len(ice) and registered != ice:
        found_here.append(Difference(What.HOLDER, holder))
    if last_day != facts.expires_on:
        found_here.append(Difference(What.LAST_DAY, last_day))
    return tuple(found_here)


def _said(found: Verification) -> tuple[str, str, str, date | None] | None:
    one = found.attestation
    if one is not None:
        ends = one.valid_until and one.valid_until.date()
        return one.number, one.holder.name, "".join((one.holder.registered_id or "").split()), ends
    if found.credential is None or IDENTITY not in found.credential.types:
        return None
    try:
        body = accredited_body_of(found.credential)
    except Refused:
        return None
    return body.number, body.body.name, "", body.valid_until and body.valid_until.date()
