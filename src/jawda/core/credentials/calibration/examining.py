"""A certificate examined: its signature first, then what was signed, then whether that is complete and consistent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final

from cryptography import x509

from jawda.core.credentials.calibration.checks import check
from jawda.core.credentials.calibration.model import CalibrationCertificate, Series, Wording
from jawda.core.credentials.calibration.reading import read_root
from jawda.core.credentials.calibration.register import RegisterEntry, register_entries
from jawda.core.credentials.calibration.signature import Signature, verify
from jawda.core.credentials.calibration.units import shown_unit
from jawda.core.findings.checks import Check, Status
from jawda.core.languages import Language

SCHEMA: Final = "calibration-certificate/1"
_AS_THEY_ARE: Final = frozenset((str, int, float, bool, type(None)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """How the signature stands, what the certificate says, and what was checked.

    ``certificate`` is None where the signature is refused: what follows such a signature may be anyone's.
    """

    signature: Signature
    certificate: CalibrationCertificate | None
    checks: tuple[Check, ...]
    sha256: str
    """Of the bytes as they came."""

    @property
    def holds(self) -> bool:
        """Whether neither the signature nor a check failed."""
        return all(each.status is not Status.FAIL for each in (*self.signature.findings, *self.checks))

    def register_entries(self, *, language: Language = "fr") -> tuple[RegisterEntry, ...]:
        """What a register of instruments takes, names in ``language`` where they are so."""
        return () if self.certificate is None else register_entries(self.certificate, language=language)

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it, under the form :data:`SCHEMA`: keys are only added to it."""
        return {
            "schema": SCHEMA,
            "sha256": self.sha256,
            "holds": self.holds,
            "signature": {
                "standing": self.signature.standing.value,
                "signers": plain(self.signature.signers),
                "findings": [each.to_dict() for each in self.signature.findings],
            },
            "checks": [each.to_dict() for each in self.checks],
            "certificate": plain(self.certificate),
            "register": [each.to_dict() for each in self.register_entries()],
        }


def examine(data: bytes, *, at: datetime, anchors: Iterable[x509.Certificate] = ()) -> Examined:
    """Examine the bytes of a certificate as of a moment (UTC), with the authorities that are trusted.

    ``Refused`` where they are no certificate, or one that could be understood in two ways. Of a signed certificate
    only what the signature covers is read.
    """
    signature, root = verify(data, at=at, anchors=anchors)
    certificate = None if root is None else read_root(root)
    checks = () if certificate is None else check(certificate, today=at.date(), signed=bool(signature.signers))
    return Examined(
        signature=signature, certificate=certificate, checks=checks, sha256=hashlib.sha256(data).hexdigest()
    )


def plain(value: Any) -> Any:
    """Records as JSON holds them: texts by language, days and moments in ISO 8601, units also as people write them.

    >>> plain(Wording({"fr": "Sonde"}))
    {'fr': 'Sonde'}
    """
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is tuple:
        return [plain(each) for each in value]
    if kind is Wording:
        return dict(value.texts)
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    found = {name: plain(getattr(value, name)) for name in _names(kind)}
    return found | {"units_shown": [shown_unit(each) for each in value.units]} if kind is Series else found


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
