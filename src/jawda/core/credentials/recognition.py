"""What a certificate's word is worth abroad: by whom its issuer is recognised, on a day, for what it attests.

Schemes differ. Accredited certification rests on an accreditor and the arrangement that recognises it; IATF 16949 on
oversight offices; an approval on a ministry; and some on nobody, which is said and is no fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from jawda.core.credentials.accreditation import AccreditedBody
from jawda.core.credentials.attestation import Attestation
from jawda.core.credentials.scopes import Claim, Covered, covers
from jawda.core.credentials.strict_fields import holds_on
from jawda.core.credentials.trust_list import Scheme, SchemeKind, TrustList
from jawda.core.credentials.verdict import Verdict, doubted, failed, passed
from jawda.core.findings.checks import Check, Status


class Recognition(StrEnum):
    """By whom the issuer is recognised, on one day."""

    RECOGNISED = "recognised"
    """Accredited in scope, by an accreditor that an arrangement recognises for it."""
    OUTSIDE_ARRANGEMENT = "outside_arrangement"
    """Accredited in scope, by an accreditor that no arrangement recognises for it."""
    OVERSEEN = "overseen"
    """Recognised by an oversight office of the scheme's owner."""
    APPROVED = "approved"
    """By a ministry's approval."""
    NOT_CLAIMED = "not_claimed"
    """Nobody is said to stand behind the issuer."""
    OUT_OF_SCOPE = "out_of_scope"
    LAPSED = "lapsed"
    """Not in force on that day: not yet, suspended, withdrawn or expired."""
    FALSE = "false"
    """What is claimed is not so: another body's, unsigned, by someone who may not."""
    UNKNOWN = "unknown"

    @property
    def verdict(self) -> Verdict:
        """What it makes of the certificate: a claim that does not hold is no claim to be believed.

        >>> Recognition.OUTSIDE_ARRANGEMENT.verdict.value, Recognition.LAPSED.verdict.value
        ('valid', 'invalid')
        """
        if self is Recognition.UNKNOWN:
            return Verdict.UNKNOWN
        return Verdict.INVALID if self in _BROKEN else Verdict.VALID


_BROKEN: Final = frozenset({Recognition.OUT_OF_SCOPE, Recognition.LAPSED, Recognition.FALSE})


@dataclass(frozen=True, slots=True)
class Recognised:
    """How the issuer stood on ``on``, and the checks that say so."""

    recognition: Recognition
    on: date
    checks: tuple[Check, ...]


def days_that_count(attestation: Attestation) -> tuple[date, ...]:
    """The day of issue for a certificate; each day of the activity for a test, a calibration, an inspection."""
    return attestation.days or (attestation.valid_from.date(),)


def claim_of(attestation: Attestation) -> Claim | None:
    """What is to lie within the accreditation's scope; None where the kind of document is not told."""
    if attestation.kind is None:
        return None
    return Claim(
        kind=attestation.kind,
        references=attestation.references,
        sectors=attestation.sectors,
        measured=attestation.measured,
    )


def recognised(claim: Claim | None, scheme_id: str, body: AccreditedBody, trust: TrustList, on: date) -> Recognised:
    """Scope, authority and arrangement on a day, under a scheme; that ``body`` is signed and in force is checked
    before.
    """
    entry = trust.authority(body.authority.id)
    if entry is not None and not holds_on(on, entry.since, entry.until):
        gone = failed("authority_not_then", authority=body.authority.id[:200], day=on.isoformat())
        return Recognised(Recognition.LAPSED, on, (gone,))
    if claim is None:
        return Recognised(Recognition.UNKNOWN, on, (doubted("kind_unknown"),))
    coverage = covers(body.scopes, claim, on)
    if coverage.covered is not Covered.YES:
        assert coverage.reason is not None
        unsure = coverage.covered is Covered.UNKNOWN
        why = Check(
            id=coverage.reason.id, status=Status.WARN if unsure else Status.FAIL, arguments=coverage.reason.arguments
        )
        return Recognised(Recognition.UNKNOWN if unsure else Recognition.OUT_OF_SCOPE, on, (why,))
    within = passed("in_scope", day=on.isoformat())
    scheme = trust.scheme(scheme_id)
    if scheme is not None and scheme.kind is SchemeKind.NONE:
        return Recognised(Recognition.NOT_CLAIMED, on, (within, doubted("scheme_of_nobody")))
    if scheme is not None and scheme.kind in _BY_SCHEME:
        return _by_scheme(scheme, body.authority.id, on, within)
    return _by_arrangement(claim, coverage.standards, body, trust, on, within)


_BY_SCHEME: Final = {SchemeKind.OVERSIGHT: Recognition.OVERSEEN, SchemeKind.APPROVAL: Recognition.APPROVED}


def _by_scheme(scheme: Scheme, authority: str, on: date, within: Check) -> Recognised:
    """Whoever oversees or approves under a scheme is named by it; no arrangement of accreditors counts here."""
    if authority not in scheme.authorities:
        return Recognised(Recognition.FALSE, on, (within, failed("not_of_scheme", authority=authority[:200])))
    found = _BY_SCHEME[scheme.kind]
    return Recognised(found, on, (within, passed(found.value, authority=authority[:200])))


def _by_arrangement(
    claim: Claim, standards: Iterable[tuple[str, ...]], body: AccreditedBody, trust: TrustList, on: date, within: Check
) -> Recognised:  # fmt: skip
    """Each part of the claim must lie in a scope for whose standard an arrangement recognises the accreditor."""
    told: dict[str, Check] = {}
    for choices in standards:
        found = None
        for standard in choices:
            found = found or trust.member_on(body.authority.id, claim.kind, standard, on)
        if found is None:
            outside = doubted("outside_arrangement", authority=body.authority.name[:200], day=on.isoformat())
            return Recognised(Recognition.OUTSIDE_ARRANGEMENT, on, (within, outside))
        name = "arrangement_transition" if found.transition else "arrangement"
        told[found.arrangement.id] = passed(name, arrangement=found.arrangement.id[:200], day=on.isoformat())
    return Recognised(Recognition.RECOGNISED, on, (within, *told.values()))
