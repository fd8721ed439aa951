"""The whole chain: certificate, body that issued it, its accreditation, the arrangement that recognises its accreditor.

Everything that is needed is handed over as :class:`Materials`, so that a verdict needs no network and can be repeated;
what is not among them makes a check unknown, never passed. Two days are told apart: the one that counts (of issue, or
of the test) and the one asked about.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from jawda.core.credentials import credential as credentials
from jawda.core.credentials import standing, untp
from jawda.core.credentials.attestation import Attestation, attestation_of
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.evidence import Evidence, Materials
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.standing import Standing
from jawda.core.credentials.status_list import LIST_TYPE, StatusList, read_list
from jawda.core.credentials.verdict import Verdict, doubted, gravest, of_refusal
from jawda.core.credentials.verification import Verification
from jawda.core.credentials.vouching import Vouching
from jawda.core.findings import Refused

_REGISTER: Final = "accreditation"


class Verifier:
    """Verifies against the same materials again and again: what was verified once is kept."""

    def __init__(self, materials: Materials) -> None:
        self._evidence = Evidence(materials)
        self._vouching = Vouching(self._evidence)

    def verify(self, data: bytes, at: datetime) -> Verification:
        """The verdict on ``data`` at a moment; bad input is a verdict too, with its reason."""
        try:
            found = credentials.read(data)
            attestation = attestation_of(found) if untp.CONFORMITY in found.types else None
            registered = _check_kind(found) if attestation is None else False
        except Refused as refused:
            return Verification(verdict=Verdict.INVALID, as_of=at, checks=(of_refusal(refused),))
        alone = self._alone(found, at)
        if attestation is None:
            alone = _with(alone, self._of_another_kind(found, registered))
        if attestation is None or alone.verdict is Verdict.INVALID:
            return Verification(
                verdict=alone.verdict, as_of=at, checks=alone.checks, credential=found, attestation=attestation
            )
        vouched = self._vouching.of(attestation, at)
        then, now = vouched.then, vouched.now
        if attestation.others:
            attestation = replace(attestation, accreditation=vouched.accreditation, others=())
        return Verification(
            verdict=gravest([alone.verdict, then.recognition.verdict]),
            as_of=at,
            checks=(*alone.checks, *then.checks, *(() if now.checks == then.checks else now.checks)),
            credential=found,
            attestation=attestation,
            accreditation=vouched.body,
            then=then,
            now=now,
        )

    def vouching(self, attestation: Attestation) -> Credential | None:
        """The newest accreditation held of the attestation's issuer, signed by an authority of the trust list."""
        return self._vouching.vouching(attestation)

    def signed(self, found: Credential) -> bool:
        """Whether a key of its issuer, among those held, signed it."""
        return self._evidence.signed(found).verdict is Verdict.VALID

    def versions(self, url: str) -> tuple[StatusList, ...]:
        """The lists held for an address whose signature is good; the others are as if they were not there."""
        return self._evidence.versions(url)

    def _alone(self, found: Credential, at: datetime) -> Standing:
        signed = self._evidence.signed(found)
        if signed.verdict is Verdict.INVALID:
            return signed
        window = standing.dates(found, at)
        if window.verdict is Verdict.NOT_YET_VALID:  # before it holds no list says anything of it
            return _with(signed, window)
        return _with(signed, window, standing.status(found, self._evidence.versions, at))

    def _of_another_kind(self, found: Credential, registered: bool) -> Standing:
        """Nothing tells what another credential attests, nor who would have to stand behind its issuer."""
        if untp.IDENTITY in found.types:
            return self._vouching.by_itself(found, registered)
        if LIST_TYPE in found.types:
            return Standing(Verdict.VALID, ())
        return Standing(Verdict.UNKNOWN, (doubted("another_kind"),))


def _with(*parts: Standing) -> Standing:
    return Standing(gravest(part.verdict for part in parts), tuple(item for part in parts for item in part.checks))


def _check_kind(found: Credential) -> bool:
    """Whether it is the anchor of an accreditation. Refused: what says of itself to be an anchor or a list and is none,
    and an authority that accredits itself.
    """
    if untp.IDENTITY in found.types:
        document = dict(found.document)
        untp.check_shape(document, untp.IDENTITY)
        subject: Any = document["credentialSubject"]
        registered = bool(subject["registerType"] == _REGISTER)
        if registered and subject["id"] == found.issuer:
            raise refuse("self_accredited", path="credentialSubject.id", body=found.issuer[:200])
        return registered
    if LIST_TYPE in found.types:
        read_list(found.document)
    return False
