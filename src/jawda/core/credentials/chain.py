"""The whole chain: certificate, body that issued it, its accreditation, the arrangement that recognises its accreditor.

Everything that is needed is handed over as :class:`Materials`, so that a verdict needs no network and can be repeated;
what is not among them makes a check unknown, never passed. Two days are told apart: the one that counts (of issue, or
of the test) and the one asked about.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any, Final

from jawda.core.credentials import credential as credentials
from jawda.core.credentials import recognition, standing
from jawda.core.credentials.accreditation import AccreditedBody, accredited_body_of
from jawda.core.credentials.attestation import Attestation, attestation_of
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.key_history import KeyHistory
from jawda.core.credentials.moments import written
from jawda.core.credentials.recognition import Recognised, Recognition
from jawda.core.credentials.standing import Standing
from jawda.core.credentials.status_list import LIST_TYPE, StatusList, read_list
from jawda.core.credentials.trust_list import TrustList
from jawda.core.credentials.untp import CONFORMITY, IDENTITY
from jawda.core.credentials.verdict import Verdict, doubted, failed, gravest, of_refusal, passed
from jawda.core.findings import Refused
from jawda.core.findings.checks import Check, Status
from jawda.core.languages import LANGUAGES, Language

#: Recognitions kept by one verifier: some kilobytes each.
_MOST_KEPT: Final = 4_096
_DAY_END: Final = time(23, 59, 59)
#: Credentials that are judged by themselves.
_KNOWN: Final = frozenset({IDENTITY, LIST_TYPE})
_SCOPES: Final = "credentialSubject.accreditationScope"
#: Certification is a third party's (ISO/IEC 17000:2020, 7.6): no accreditation for it covers what these assessed.
_CERTIFICATION: Final = "certification"
_OTHER_PARTIES: Final = frozenset({"self", "commercial", "buyer", "membership"})


@dataclass(frozen=True, kw_only=True)
class Materials:
    """What a verdict may rest on.

    ``keys``: the history of each known signer's keys, by DID. ``accreditations``: the bytes of each version held, by
    address, the newest last. ``lists``: the same for status lists. ``logged``: when a credential was first seen in a
    public log, by its sha256.
    """

    trust: TrustList | None = None
    keys: Mapping[str, KeyHistory] = field(default_factory=dict)
    accreditations: Mapping[str, Sequence[bytes]] = field(default_factory=dict)
    lists: Mapping[str, Sequence[bytes]] = field(default_factory=dict)
    logged: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Verification:
    """One word, as of a moment, and what it rests on.

    ``then`` is how the issuer was recognised on the day that counts, ``now`` on the day asked about; None where the
    chain was not followed: another kind of credential, or one that does not hold by itself.
    """

    verdict: Verdict
    as_of: datetime
    checks: tuple[Check, ...]
    credential: Credential | None = None
    attestation: Attestation | None = None
    accreditation: AccreditedBody | None = None
    then: Recognised | None = None
    now: Recognised | None = None

    def headline(self, language: Language) -> str:
        """The verdict in one sentence."""
        return Check(id=f"verification.is_{self.verdict.value}", status=Status.OK).sentence(language)

    def reason(self, language: Language) -> str:
        """Why, in one sentence: the first thing that speaks against it; else by whom the issuer is recognised."""
        against = [check for check in self.checks if check.status is Status.FAIL]
        if self.verdict is Verdict.UNKNOWN:
            against = against or [check for check in self.checks if check.status is Status.WARN]
        if against and self.verdict is not Verdict.VALID:
            return against[0].sentence(language)
        if self.then is None:
            return ""
        name = f"verification.recognised_{self.then.recognition.value}"
        return Check(id=name, status=Status.OK).sentence(language)

    def to_dict(self) -> dict[str, Any]:
        """As JSON, with stable names: see ``docs/reference/credentials/verification.md``."""
        found, one, body = self.credential, self.attestation, self.accreditation
        return {
            "schema": "jawda/verification/1",
            "verdict": self.verdict.value,
            "as_of": written(self.as_of),
            "sentences": {language: self.headline(language) for language in LANGUAGES},
            "reasons": {language: self.reason(language) for language in LANGUAGES},
            "recognition": None if self.then is None else _recognition(self.then),
            "recognition_now": None if self.now is None else _recognition(self.now),
            "checks": [check.to_dict() for check in self.checks],
            "credential": None if found is None else {
                "id": found.id,
                "sha256": found.sha256,
                "issuer": found.issuer,
                "valid_from": found.valid_from and written(found.valid_from),
                "valid_until": found.valid_until and written(found.valid_until),
            },
            "attestation": None if one is None else {
                "number": one.number,
                "kind": one.kind and one.kind.value,
                "holder": one.holder.name,
                "issuer": one.issuer.name,
                "scheme": one.scheme.name,
                "standard": one.standard and one.standard.name,
                "scope": one.scope,
                "sectors": list(one.sectors),
            },
            "accreditation": None if body is None else {"number": body.number, "authority": body.authority.name},
        }  # fmt: skip


def _recognition(found: Recognised) -> dict[str, Any]:
    return {"recognition": found.recognition.value, "on": found.on.isoformat()}


class Verifier:
    """Verifies against the same materials again and again: what was verified once is kept."""

    def __init__(self, materials: Materials) -> None:
        self._materials = materials
        self._lists: dict[str, tuple[StatusList, ...]] = {}
        self._accreditations: dict[bytes, _Held | Check] = {}
        self._recognitions: dict[tuple[Hashable, ...], Recognised] = {}

    def verify(self, data: bytes, at: datetime) -> Verification:
        """The verdict on ``data`` at a moment; bad input is a verdict too, with its reason."""
        try:
            found = credentials.read(data)
            attestation = self.claiming(attestation_of(found)) if CONFORMITY in found.types else None
        except Refused as refused:
            return Verification(verdict=Verdict.INVALID, as_of=at, checks=(of_refusal(refused),))
        alone = self._alone(found, at)
        if attestation is None and not _KNOWN.intersection(found.types):
            # nothing tells what it attests, nor who would have to stand behind its issuer
            alone = Standing(gravest([alone.verdict, Verdict.UNKNOWN]), (*alone.checks, doubted("another_kind")))
        if attestation is None or alone.verdict is Verdict.INVALID:
            return Verification(
                verdict=alone.verdict, as_of=at, checks=alone.checks, credential=found, attestation=attestation
            )
        body, then, now = self._recognised(attestation, at)
        return Verification(
            verdict=gravest([alone.verdict, then.recognition.verdict]),
            as_of=at,
            checks=(*alone.checks, *then.checks, *(() if now.checks == then.checks else now.checks)),
            credential=found,
            attestation=attestation,
            accreditation=body,
            then=then,
            now=now,
        )

    def claiming(self, attestation: Attestation) -> Attestation:
        """With that of the accreditations it claims which is held; the first where none is."""
        if not attestation.others:
            return attestation
        held = (one for one in attestation.claims if self._materials.accreditations.get(one.url or ""))
        return replace(attestation, accreditation=next(held, attestation.accreditation), others=())

    def vouching(self, attestation: Attestation) -> Credential | None:
        """The newest accreditation held of the attestation's issuer, signed by an authority of the trust list."""
        trust, claimed = self._materials.trust, self.claiming(attestation).accreditation
        if trust is None or claimed is None:
            return None
        held = [self._accreditation(data, trust) for data in self._materials.accreditations.get(claimed.url or "", ())]
        good = [one for one in held if isinstance(one, _Held) and one.body.body.id == attestation.issuer.id]
        return good[-1].credential if good else None

    def signed(self, found: Credential) -> bool:
        """Whether a key of its issuer, among those held, signed it."""
        return self._signed(found).verdict is Verdict.VALID

    def versions(self, url: str) -> tuple[StatusList, ...]:
        """The lists held for an address whose signature is good; the others are as if they were not there."""
        return self._versions(url)

    def _alone(self, found: Credential, at: datetime) -> Standing:
        signed = self._signed(found)
        if signed.verdict is Verdict.INVALID:
            return signed
        window = standing.dates(found, at)
        parts: tuple[Standing, ...] = (signed, window)
        if window.verdict is not Verdict.NOT_YET_VALID:  # before it holds no list says anything of it
            parts = (*parts, standing.status(found, self._versions, at))
        return Standing(gravest(part.verdict for part in parts), tuple(item for part in parts for item in part.checks))

    def _signed(self, found: Credential) -> Standing:
        return standing.signature(found, self._materials.keys.get(found.issuer), logged_at=self._logged(found))

    def _logged(self, found: Credential) -> datetime | None:
        return self._materials.logged.get(found.sha256) if self._materials.logged else None

    def _versions(self, url: str) -> tuple[StatusList, ...]:
        kept = self._lists.get(url)
        if kept is None:
            kept = tuple(one for data in self._materials.lists.get(url, ()) if (one := self._list(data)) is not None)
            self._lists[url] = kept
        return kept

    def _list(self, data: bytes) -> StatusList | None:
        try:
            found = credentials.read(data)
            if self._signed(found).verdict is not Verdict.VALID:
                return None
            listed = read_list(found.document)
            # narrowed by the claims of its token and the end of its proof, as any credential
            return replace(listed, valid_from=found.valid_from or listed.valid_from, valid_until=found.valid_until)
        except Refused:
            return None

    def _recognised(
        self, attestation: Attestation, at: datetime
    ) -> tuple[AccreditedBody | None, Recognised, Recognised]:
        counts, today = recognition.day_that_counts(attestation), at.date()

        def both(found: Recognition, check: Check) -> tuple[None, Recognised, Recognised]:
            return None, Recognised(found, counts, (check,)), Recognised(found, today, (check,))

        trust, claimed = self._materials.trust, attestation.accreditation
        if claimed is None:
            return both(Recognition.NOT_CLAIMED, doubted("no_accreditation"))
        if attestation.attestation_type == _CERTIFICATION and attestation.assessor_level in _OTHER_PARTIES:
            return both(Recognition.UNKNOWN, doubted("not_third_party", level=attestation.assessor_level))
        if trust is None:
            return both(Recognition.UNKNOWN, doubted("no_trust_list"))
        held = [self._accreditation(data, trust) for data in self._materials.accreditations.get(claimed.url or "", ())]
        if not held:
            return both(Recognition.UNKNOWN, doubted("accreditation_missing", url=(claimed.url or claimed.name)[:200]))
        if claimed.sha256 is not None:
            digests = [one.credential.sha256 for one in held if isinstance(one, _Held)]
            if digests and claimed.sha256.hex() not in digests:
                return both(Recognition.UNKNOWN, doubted("accreditation_differs"))
        newest = held[-1]
        body = newest.body if isinstance(newest, _Held) else None
        moment = moment_that_counts(attestation)
        return body, self._on(attestation, held, trust, counts, moment), self._on(attestation, held, trust, today, at)

    def _on(
        self, attestation: Attestation, held: Sequence[_Held | Check], trust: TrustList, day: date, at: datetime
    ) -> Recognised:
        """Kept for what other certificates of the same body, scheme and scope share."""
        shared = (attestation.accreditation, attestation.issuer.id, attestation.scheme.id)
        key = (*shared, recognition.claim_of(attestation), day, at)
        found = self._recognitions.get(key)
        if found is None:
            if len(self._recognitions) >= _MOST_KEPT:
                self._recognitions.clear()
            found = self._recognitions[key] = self._judged(attestation, held, trust, day, at)
        return found

    def _judged(
        self, attestation: Attestation, held: Sequence[_Held | Check], trust: TrustList, day: date, at: datetime
    ) -> Recognised:
        """By the version of the accreditation that stood on that day, its status then, its scope and its authority."""
        standing_then = [one for one in held if isinstance(one, _Held) and one.body.valid_from <= at]
        if not standing_then:
            return self._none_then(held, day)
        one = max(reversed(standing_then), key=lambda item: item.body.valid_from)  # of two at a moment the newer
        fault = _not_this(attestation, one.body)
        if fault is not None:
            return self._false(day, fault)
        if one.body.since > day:
            return Recognised(Recognition.LAPSED, day, (failed("accreditation_not_yet", day=day.isoformat()),))
        parts = (standing.dates(one.credential, at), standing.status(one.credential, self._versions, at))
        verdict = gravest(part.verdict for part in parts)
        if verdict is Verdict.UNKNOWN:
            return Recognised(Recognition.UNKNOWN, day, (doubted("accreditation_unknown", day=day.isoformat()),))
        if verdict is not Verdict.VALID:
            why = failed(f"accreditation_{verdict.value}", day=day.isoformat(), authority=one.body.authority.name[:200])
            return Recognised(Recognition.LAPSED, day, (why,))
        found = recognition.recognised(attestation, one.body, trust, day)
        in_force = [passed("accreditation", number=one.body.number[:200], day=day.isoformat())]
        if any(check.id == "verification.no_status" for part in parts for check in part.checks):
            in_force.append(doubted("accreditation_no_status"))
        return Recognised(found.recognition, day, (*in_force, *found.checks))

    def _none_then(self, held: Sequence[_Held | Check], day: date) -> Recognised:
        """No version that is held stood on that day."""
        fault = next((one for one in held if isinstance(one, Check)), None)
        if fault is not None:
            unsure = fault.status is Status.WARN
            return Recognised(Recognition.UNKNOWN, day, (fault,)) if unsure else self._false(day, fault)
        newer = min((one.body for one in held if isinstance(one, _Held)), key=lambda body: body.valid_from)
        if newer.since <= day:  # accredited before this version of the accreditation: by one that is not held
            begins = newer.valid_from.date().isoformat()
            missing = doubted("accreditation_version_missing", day=day.isoformat(), since=begins)
            return Recognised(Recognition.UNKNOWN, day, (missing,))
        return Recognised(Recognition.LAPSED, day, (failed("accreditation_not_yet", day=day.isoformat()),))

    @staticmethod
    def _false(day: date, check: Check) -> Recognised:
        return Recognised(Recognition.FALSE, day, (check,))

    def _accreditation(self, data: bytes, trust: TrustList) -> _Held | Check:
        kept = self._accreditations.get(data)
        if kept is None:
            kept = self._accreditations[data] = self._read_accreditation(data, trust)
        return kept

    def _read_accreditation(self, data: bytes, trust: TrustList) -> _Held | Check:
        """Read, signed by a key that the trust list pins for its authority; or the check that failed."""
        try:
            found = credentials.read(data)
            body = accredited_body_of(found)
            authority = trust.authority(found.issuer)
            history = self._materials.keys.get(found.issuer)
            if authority is None:
                return failed("authority_unknown", authority=found.issuer[:200])
            if history is None:
                return doubted("authority_keys_missing", authority=found.issuer[:200])
            signed = self._signed(found)
            if signed.verdict is not Verdict.VALID:
                return failed("accreditation_signature", authority=found.issuer[:200])
            key = history.key_for(found.key_id, body.valid_from, logged_at=self._logged(found))
            if not authority.believes(key.method.key, body.valid_from.date()):
                return failed("authority_key", authority=found.issuer[:200])
        except Refused as refused:
            fault = of_refusal(refused)
            # an entry of a register may be in order and tell no scope that can be read here
            unread = fault.path is not None and fault.path.startswith(_SCOPES)
            return replace(fault, status=Status.WARN) if unread else fault
        return _Held(found, body)


@dataclass(frozen=True)
class _Held:
    """An accreditation whose signature is good."""

    credential: Credential
    body: AccreditedBody


def _not_this(attestation: Attestation, body: AccreditedBody) -> Check | None:
    """Whether an accreditation is another body's, or another authority's than the one that is claimed.

    Only two DIDs are compared: an address of some register says nothing of a DID.
    """
    if body.body.id != attestation.issuer.id:
        return failed("accreditation_of_another", body=body.body.name[:200])
    claimed = attestation.accreditation
    if claimed is not None and claimed.authority.id.startswith("did:") and claimed.authority.id != body.authority.id:
        return failed("accreditation_by_another", authority=body.authority.name[:200])
    return None


def moment_that_counts(attestation: Attestation) -> datetime:
    """The moment of issue, or the end of the day of the activity, for which the accreditation must have stood."""
    counts = recognition.day_that_counts(attestation)
    return attestation.valid_from if counts == attestation.valid_from.date() else _end_of(counts)


def _end_of(day: date) -> datetime:
    """A day's work counts by how things stood when it was done."""
    return datetime.combine(day, _DAY_END, UTC)
