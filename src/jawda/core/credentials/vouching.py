"""Who stands behind an issuer: the accreditations that it claims, as they stood on the days that count and stand now.

Each claim is judged by itself, and the one that holds best answers: some bodies are accredited twice, and in which
order a document names that says nothing. Of the days of one document the worst answers.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Final

from jawda.core.credentials import credential as credentials
from jawda.core.credentials import recognition, standing
from jawda.core.credentials.accreditation import AccreditedBody, accredited_body_of
from jawda.core.credentials.attestation import Accreditation, Attestation
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.evidence import Evidence
from jawda.core.credentials.recognition import Recognised, Recognition
from jawda.core.credentials.scopes import Claim
from jawda.core.credentials.standing import Standing
from jawda.core.credentials.trust_list import TrustList
from jawda.core.credentials.verdict import Verdict, doubted, failed, gravest, of_refusal, passed
from jawda.core.findings import Refused
from jawda.core.findings.checks import Check, Status

#: Recognitions kept by one verifier: some kilobytes each.
_MOST_KEPT: Final = 4_096
#: Days of work in one document: more than a month of tests has no report of its own.
MOST_DAYS: Final = 40
_DAY_END: Final = time(23, 59, 59)
_SCOPES: Final = "credentialSubject.accreditationScope"
#: Certification is a third party's (ISO/IEC 17000:2020, 7.6): no accreditation for it covers what these assessed.
_CERTIFICATION: Final = "certification"
_OTHER_PARTIES: Final = frozenset({"self", "commercial", "buyer", "membership"})
_RANK: Final = {
    Recognition.FALSE: 0, Recognition.OUT_OF_SCOPE: 1, Recognition.LAPSED: 2, Recognition.UNKNOWN: 3,
    Recognition.NOT_CLAIMED: 4, Recognition.OUTSIDE_ARRANGEMENT: 5, Recognition.APPROVED: 6, Recognition.OVERSEEN: 6,
    Recognition.RECOGNISED: 6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vouched:
    """How an issuer is recognised by one accreditation: on the day that counts and on the day asked about."""

    accreditation: Accreditation | None
    body: AccreditedBody | None
    then: Recognised
    now: Recognised


@dataclass(frozen=True)
class Held:
    """An accreditation whose signature is good."""

    credential: Credential
    body: AccreditedBody


@dataclass(frozen=True, slots=True)
class _Case:
    """An attestation by one of the accreditations that it claims, of which these versions are held."""

    accreditation: Accreditation
    attestation: Attestation
    claim: Claim | None
    held: Sequence[Held | Check]
    trust: TrustList


class Vouching:
    """Judges accreditations against the same materials again and again: what was judged once is kept."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence, self._trust = evidence, evidence.materials.trust
        self._read: dict[bytes, Held | Check] = {}
        self._recognitions: dict[tuple[Hashable, ...], Recognised] = {}

    def of(self, attestation: Attestation, at: datetime) -> Vouched:
        """By the best of the accreditations that it claims, at a moment."""
        days, trust = recognition.days_that_count(attestation), self._trust
        if not attestation.claims:
            return _open(Recognition.NOT_CLAIMED, doubted("no_accreditation"), days, at)
        if attestation.attestation_type == _CERTIFICATION and attestation.assessor_level in _OTHER_PARTIES:
            other = doubted("not_third_party", level=attestation.assessor_level)
            return _open(Recognition.UNKNOWN, other, days, at, attestation.accreditation)
        why = None
        if trust is None:
            why = doubted("no_trust_list")
        elif trust.valid_until is not None and at > trust.valid_until:
            why = doubted("trust_list_old")
        elif len(days) > MOST_DAYS:
            why = doubted("many_days", most=MOST_DAYS)
        if why is not None or trust is None:
            assert why is not None
            return _open(Recognition.UNKNOWN, why, days, at, attestation.accreditation)
        claim = recognition.claim_of(attestation)
        found = [
            self._by(_Case(one, attestation, claim, self._held(one, trust), trust), days, at)
            for one in attestation.claims
        ]
        return max(found, key=lambda one: _RANK[one.then.recognition])

    def vouching(self, attestation: Attestation) -> Credential | None:
        """The newest accreditation held of the attestation's issuer, signed by an authority of the trust list."""
        if self._trust is None:
            return None
        good = [
            one for claim in attestation.claims for one in self._held(claim, self._trust)
            if isinstance(one, Held) and one.body.body.id == attestation.issuer.id
        ]  # fmt: skip
        return good[-1].credential if good else None

    def by_itself(self, found: Credential, registered: bool) -> Standing:
        """Whether an identity anchor is one that may be believed: of an accreditation (``registered``) its authority
        must be on the trust list, by a key that the list pins.
        """
        if not registered:
            return Standing(Verdict.VALID, ())
        if self._trust is None:
            return Standing(Verdict.UNKNOWN, (doubted("no_trust_list"),))
        if self._trust.authority(found.issuer) is None:
            return Standing(Verdict.UNKNOWN, (doubted("authority_unknown", authority=found.issuer[:200]),))
        read = self._accreditation(found.raw, self._trust)
        if isinstance(read, Held):
            return Standing(Verdict.VALID, ())
        return Standing(Verdict.UNKNOWN if read.status is Status.WARN else Verdict.INVALID, (read,))

    def _held(self, said: Accreditation, trust: TrustList) -> list[Held | Check]:
        return [
            self._accreditation(data, trust) for data in self._evidence.materials.accreditations.get(said.url or "", ())
        ]

    def _by(self, case: _Case, days: Sequence[date], at: datetime) -> Vouched:
        said, held = case.accreditation, case.held
        if not held:
            missing = doubted("accreditation_missing", url=(said.url or said.name)[:200])
            return _open(Recognition.UNKNOWN, missing, days, at, said)
        if said.sha256 is not None:
            digests = [one.credential.sha256 for one in held if isinstance(one, Held)]
            if digests and said.sha256.hex() not in digests:
                return _open(Recognition.UNKNOWN, doubted("accreditation_differs"), days, at, said)
        newest = held[-1]
        moments = _moments(case.attestation.valid_from, days)
        each = [self._on(case, day, moment) for day, moment in zip(days, moments, strict=True)]
        return Vouched(
            accreditation=said,
            body=newest.body if isinstance(newest, Held) else None,
            then=min(each, key=lambda one: _RANK[one.recognition]),
            now=self._on(case, at.date(), at),
        )

    def _on(self, case: _Case, day: date, at: datetime) -> Recognised:
        """Kept for what other certificates of the same body, scheme and scope share."""
        one = case.attestation
        key = (case.accreditation, one.issuer.id, one.scheme.id, case.claim, day, at)
        found = self._recognitions.get(key)
        if found is None:
            if len(self._recognitions) >= _MOST_KEPT:
                self._recognitions.clear()
            found = self._recognitions[key] = self._judged(case, day, at)
        return found

    def _judged(self, case: _Case, day: date, at: datetime) -> Recognised:
        """By the version of the accreditation that stood on that day, its status then, its scope and its authority."""
        standing_then = [one for one in case.held if isinstance(one, Held) and one.body.valid_from <= at]
        if not standing_then:
            return _none_then(case.held, day)
        one = max(reversed(standing_then), key=lambda item: item.body.valid_from)  # of two at a moment the newer
        fault = _not_this(case.accreditation, case.attestation, one.body)
        if fault is not None:
            return Recognised(Recognition.FALSE, day, (fault,))
        if one.body.since > day:
            return Recognised(Recognition.LAPSED, day, (failed("accreditation_not_yet", day=day.isoformat()),))
        status = standing.status(one.credential, self._evidence.versions, at)
        verdict = gravest([standing.dates(one.credential, at).verdict, status.verdict])
        if verdict is Verdict.UNKNOWN:
            return Recognised(Recognition.UNKNOWN, day, (doubted("accreditation_unknown", day=day.isoformat()),))
        if verdict is not Verdict.VALID:
            why = failed(f"accreditation_{verdict.value}", day=day.isoformat(), authority=one.body.authority.name[:200])
            return Recognised(Recognition.LAPSED, day, (why,))
        found = recognition.recognised(case.claim, case.attestation.scheme.id, one.body, case.trust, day)
        in_force = passed("accreditation", number=one.body.number[:200], day=day.isoformat())
        open_ = (doubted("accreditation_no_status"),) if status == standing.NOT_TOLD else ()
        return Recognised(found.recognition, day, (in_force, *open_, *found.checks))

    def _accreditation(self, data: bytes, trust: TrustList) -> Held | Check:
        kept = self._read.get(data)
        if kept is None:
            kept = self._read[data] = self._read_accreditation(data, trust)
        return kept

    def _read_accreditation(self, data: bytes, trust: TrustList) -> Held | Check:
        """Read, signed by a key that the trust list pins for its authority; or the check that failed."""
        try:
            found = credentials.read(data)
            body = accredited_body_of(found)
            authority = trust.authority(found.issuer)
            history = self._evidence.materials.keys.get(found.issuer)
            if authority is None:
                return failed("authority_unknown", authority=found.issuer[:200])
            if history is None:
                return doubted("authority_keys_missing", authority=found.issuer[:200])
            signed = self._evidence.signed(found)
            if signed.verdict is not Verdict.VALID:
                return failed("accreditation_signature", authority=found.issuer[:200])
            moment = found.signed_at or body.valid_from
            key = history.key_for(found.key_id, moment, logged_at=self._evidence.logged(found))
            if not authority.believes(key.method.key, moment.date()):
                return failed("authority_key", authority=found.issuer[:200])
        except Refused as refused:
            fault = of_refusal(refused)
            # an entry of a register may be in order and tell no scope that can be read here
            unread = fault.path is not None and fault.path.startswith(_SCOPES)
            return replace(fault, status=Status.WARN) if unread else fault
        return Held(found, body)


def moments_that_count(attestation: Attestation) -> tuple[datetime, ...]:
    """The moment of issue, or the end of each day of the activity, for which the accreditation must have stood."""
    return _moments(attestation.valid_from, recognition.days_that_count(attestation))


def _moments(issued: datetime, days: Sequence[date]) -> tuple[datetime, ...]:
    return tuple(
        issued if day == issued.date() else datetime.combine(day, _DAY_END, UTC)  # by how things stood when it was done
        for day in days
    )


def _open(
    found: Recognition, check: Check, days: Sequence[date], at: datetime, claim: Accreditation | None = None
) -> Vouched:
    """The same for every day: nothing could be looked at."""
    return Vouched(claim, None, Recognised(found, days[0], (check,)), Recognised(found, at.date(), (check,)))


def _none_then(held: Sequence[Held | Check], day: date) -> Recognised:
    """No version that is held stood on that day."""
    fault = next((one for one in held if isinstance(one, Check)), None)
    if fault is not None:
        return Recognised(Recognition.UNKNOWN if fault.status is Status.WARN else Recognition.FALSE, day, (fault,))
    newer = min((one.body for one in held if isinstance(one, Held)), key=lambda body: body.valid_from)
    if newer.since <= day:  # accredited before this version of the accreditation: by one that is not held
        begins = newer.valid_from.date().isoformat()
        missing = doubted("accreditation_version_missing", day=day.isoformat(), since=begins)
        return Recognised(Recognition.UNKNOWN, day, (missing,))
    return Recognised(Recognition.LAPSED, day, (failed("accreditation_not_yet", day=day.isoformat()),))


def _not_this(claim: Accreditation, attestation: Attestation, body: AccreditedBody) -> Check | None:
    """Whether an accreditation is another body's, or another authority's than the one that is claimed.

    Only two DIDs are compared: an address of some register says nothing of a DID.
    """
    if body.body.id != attestation.issuer.id:
        return failed("accreditation_of_another", body=body.body.name[:200])
    if claim.authority.id.startswith("did:") and claim.authority.id != body.authority.id:
        return failed("accreditation_by_another", authority=body.authority.name[:200])
    return None
