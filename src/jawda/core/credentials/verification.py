"""What verification comes to, for people and for programs: one word, why, and every check that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from jawda.core.credentials.accreditation import AccreditedBody
from jawda.core.credentials.attestation import Attestation
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.moments import written
from jawda.core.credentials.recognition import Recognised
from jawda.core.credentials.verdict import Verdict
from jawda.core.findings.checks import Check, Status
from jawda.core.languages import LANGUAGES, Language

#: Verdicts that one check alone gives.
_OWN_CHECK: Final = {
    Verdict.WITHDRAWN: "withdrawn", Verdict.EXPIRED: "expired", Verdict.NOT_YET_VALID: "not_yet",
    Verdict.SUSPENDED: "suspended",
}  # fmt: skip
#: To be known, and no reason for which a verdict cannot be given.
_ONLY_TOLD: Final = frozenset({"no_status", "accreditation_no_status", "outside_arrangement", "no_accreditation"})


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
        """Why, in one sentence: what the verdict rests on; of what is valid, by whom its issuer is recognised."""
        if self.verdict is not Verdict.VALID:
            against = self.because
            return "" if against is None else against.sentence(language)
        if self.then is None:
            return ""
        name = f"verification.recognised_{self.then.recognition.value}"
        return Check(id=name, status=Status.OK).sentence(language)

    @property
    def because(self) -> Check | None:
        """The check on which a verdict rests that is not valid: of several that hold, the one of the gravest. Those of
        today, which decide nothing, come last.
        """
        return next(filter(self._decides, self.checks), None)

    def _decides(self, check: Check) -> bool:
        name = check.id.removeprefix("verification.")
        if self.verdict in _OWN_CHECK:
            return name == _OWN_CHECK[self.verdict]
        if self.verdict is Verdict.INVALID:
            return check.status is Status.FAIL and name not in _OWN_CHECK.values()
        return check.status is Status.WARN and name not in _ONLY_TOLD

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
