"""Who signed: whether the certificate of the signer leads to one that is trusted, and held when it was used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import verification

from jawda.core.credentials.calibration.nodes import refuse


class Standing(StrEnum):
    """What is to be thought of a signature, the worst first."""

    REFUSED = "refused"
    OUTSIDE_VALIDITY = "outside_validity"
    UNKNOWN_SIGNER = "unknown_signer"
    UNSIGNED = "unsigned"
    EXPIRED = "expired"
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The certificate of a signer, and when it says it signed."""

    subject: str
    issuer: str
    serial: str
    sha256: str
    valid_from: datetime
    valid_until: datetime
    method: str
    signed_at: datetime | None
    """As the signer states it under its signature; no time stamp of another confirms it."""
    standing: Standing


def anchors_of(pem: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file that are trusted; ``Refused`` where it holds none, or one that cannot be read."""
    try:
        found = tuple(x509.load_pem_x509_certificates(pem))
    except ValueError:
        raise refuse("anchors") from None
    return found


def signer(
    certificates: Sequence[x509.Certificate],
    *,
    method: str,
    signed_at: datetime | None,
    at: datetime,
    anchors: Iterable[x509.Certificate],
) -> Signer:
    """The one whose certificate comes first, as it stands ``at`` a moment (UTC); the others may link it to an anchor.

    What counts is the validity when it was signed; where that is not said, now, or while the certificate held.
    """
    own = certificates[0]
    start, end = own.not_valid_before_utc, own.not_valid_after_utc
    when = min(max(at, start), end) if signed_at is None else signed_at
    known = _leads_to_anchor(certificates, tuple(anchors), min(max(when, start), end))
    if not known:
        standing = Standing.UNKNOWN_SIGNER
    elif not start <= when <= end or when > at:
        standing = Standing.OUTSIDE_VALIDITY
    else:
        standing = Standing.EXPIRED if at > end else Standing.TRUSTED
    return Signer(
        subject=_named(own.subject),
        issuer=_named(own.issuer),
        serial=f"{own.serial_number:x}",
        sha256=own.fingerprint(hashes.SHA256()).hex(),
        valid_from=start,
        valid_until=end,
        method=method,
        signed_at=signed_at,
        standing=standing,
    )


def _leads_to_anchor(
    certificates: Sequence[x509.Certificate], anchors: tuple[x509.Certificate, ...], when: datetime
) -> bool:
    own, others = certificates[0], list(certificates[1:])
    if own in anchors:
        return True
    if not anchors:
        return False
    authorities = verification.ExtensionPolicy.permit_all().require_present(
        x509.BasicConstraints, verification.Criticality.AGNOSTIC, None
    )
    signers = verification.ExtensionPolicy.permit_all().may_be_present(
        x509.KeyUsage, verification.Criticality.AGNOSTIC, _may_sign
    )
    builder = verification.PolicyBuilder().store(verification.Store(list(anchors))).time(when)
    verifier = builder.extension_policies(ee_policy=signers, ca_policy=authorities).build_client_verifier()
    try:
        verifier.verify(own, others)
    except Exception:  # the verdict is that it does not lead there, whatever is wrong with a certificate from anyone
        return False
    return True


def _may_sign(policy: verification.Policy, certificate: x509.Certificate, usage: x509.KeyUsage | None) -> None:
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        raise ValueError("the key is for something else")


def _named(name: x509.Name) -> str:
    """As people read it: the widest part last (RFC 4514), of bounded length."""
    return name.rfc4514_string()[:300]
