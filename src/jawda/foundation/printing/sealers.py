"""Who seals: a certificate with a key that may stand in software, in a file of a provider, or in a device.

A seal needs an X.509 certificate. A body that has none yet makes one for its own key (:func:`self_made_certificate`):
such a seal shows that the file is as it was, and is the body's for whoever holds that certificate already. Who the body
is in law, it does not show: that takes a certificate of a trust service provider, whose file is loaded instead
(:mod:`jawda.foundation.printing.seal_files`).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, Literal, Protocol, TypeAlias

from asn1crypto import algos, core, keys, x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from jawda.core.credentials.keys import Algorithm, Signer

Digest: TypeAlias = Literal["sha256", "sha384", "sha512"]

_CURVES: Final[dict[Algorithm, tuple[str, Digest]]] = {
    Algorithm.ES256: ("secp256r1", "sha256"),
    Algorithm.ES384: ("secp384r1", "sha384"),
    Algorithm.ES512: ("secp521r1", "sha512"),
}


class SealingFailed(RuntimeError):
    """There is no seal: the key or certificate does not serve, or the file is none that can be sealed."""


class Sealer(Protocol):
    """A certificate, and whatever makes signatures with its key: software or a device (PKCS#11)."""

    @property
    def certificate(self) -> bytes:
        """The X.509 certificate of the key, in DER."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The certificates above it, in DER; none where it is its own."""

    @property
    def digest(self) -> Digest:
        """What a message is hashed with before it is signed."""

    def sign(self, message: bytes) -> bytes:
        """The signature over ``message`` as CMS takes it: both numbers of ECDSA in DER, or RSA with PKCS#1 v1.5."""


@dataclass(frozen=True)
class KeySealer:
    """A key of ours, such as sign credentials, on a NIST curve, with its certificate.

    Ed25519 signs credentials and no PDF: the readers that people have do not know it there.
    """

    signer: Signer
    certificate: bytes
    chain: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.signer.public.algorithm not in _CURVES:
            raise SealingFailed(f"a seal is made with a key on a NIST curve, not {self.signer.public.algorithm}")
        if _point(self.certificate) != self.signer.public.raw:
            raise SealingFailed("this certificate is that of another key")

    @property
    def digest(self) -> Digest:
        return _CURVES[self.signer.public.algorithm][1]

    def sign(self, message: bytes) -> bytes:
        return _pair(self.signer.sign(message))


@dataclass(frozen=True, kw_only=True)
class SealHolder:
    """The organisation that a certificate names. ``identifier`` is its number in a register, after ETSI EN 319 412-1,
    5.1.4: kind of register, country, number, such as ``NTRMA-123456``; ``country`` of two letters."""

    organisation: str
    country: str
    identifier: str = ""

    @cached_property
    def name(self) -> x509.Name:
        members = {"country_name": self.country, "organization_name": self.organisation}
        if self.identifier:
            members["organization_identifier"] = self.identifier
        return x509.Name.build({**members, "common_name": self.organisation}, use_printable=False)


def self_made_certificate(signer: Signer, holder: SealHolder, *, valid_from: datetime, valid_until: datetime) -> bytes:
    """A certificate that a body makes for its own key, in DER; the key, which may be in a device, signs it.

    After the profile of seals of legal persons (ETSI EN 319 412-3, RFC 5280): it seals, and issues nothing.
    ``SealingFailed`` for a key that is on no NIST curve, an empty period, a country that is not two letters.
    """
    if signer.public.algorithm not in _CURVES:
        raise SealingFailed(f"a seal is made with a key on a NIST curve, not {signer.public.algorithm}")
    if valid_from.tzinfo is None or valid_until.tzinfo is None or valid_until <= valid_from:
        raise SealingFailed("a certificate holds between two moments with their offsets, the later one last")
    if len(holder.country) != 2 or not holder.country.isascii() or not holder.country.isupper():
        raise SealingFailed("a country is two capital letters, such as MA (ISO 3166-1)")
    curve, digest = _CURVES[signer.public.algorithm]
    algorithm = algos.SignedDigestAlgorithm({"algorithm": f"{digest}_ecdsa"})
    point = signer.public.raw
    key = keys.PublicKeyInfo(
        {
            "algorithm": keys.PublicKeyAlgorithm(
                {"algorithm": "ec", "parameters": keys.ECDomainParameters("named", curve)}
            ),
            "public_key": keys.ECPointBitString(point),
        }
    )
    stated = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(158) | 1 << 158,  # never negative, never short (RFC 5280, 4.1.2.2)
            "signature": algorithm,
            "issuer": holder.name,
            "validity": {"not_before": _time(valid_from), "not_after": _time(valid_until)},
            "subject": holder.name,
            "subject_public_key_info": key,
            "extensions": _extensions(hashlib.sha1(point, usedforsecurity=False).digest()),
        }
    )
    made = x509.Certificate(
        {
            "tbs_certificate": stated,
            "signature_algorithm": algorithm,
            "signature_value": core.OctetBitString(_pair(signer.sign(stated.dump()))),
        }
    )
    return bytes(made.dump())


def _extensions(key_name: bytes) -> list[dict[str, object]]:
    return [
        {"extn_id": "basic_constraints", "critical": True, "extn_value": {"ca": False}},
        # content commitment: what is sealed was meant to be (ETSI EN 319 412-2, 4.3.2)
        {"extn_id": "key_usage", "critical": True, "extn_value": {"digital_signature", "non_repudiation"}},
        {"extn_id": "key_identifier", "critical": False, "extn_value": key_name},
        {"extn_id": "authority_key_identifier", "critical": False, "extn_value": {"key_identifier": key_name}},
    ]


def _time(when: datetime) -> x509.Time:
    """Two figures of the year until 2049 (RFC 5280, 4.1.2.5)."""
    return x509.Time(name="utc_time" if when.year < 2050 else "general_time", value=when.replace(microsecond=0))


def _pair(signature: bytes) -> bytes:
    """Both numbers, as long as the curve, in DER (RFC 3279, 2.2.3)."""
    half = len(signature) // 2
    return encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))


def _point(certificate: bytes) -> bytes:
    try:
        key = x509.Certificate.load(certificate, strict=True).public_key
        return bytes(key["public_key"].native) if key.algorithm == "ec" else b""
    except (ValueError, TypeError) as fault:
        raise SealingFailed("this is no X.509 certificate in DER") from fault
