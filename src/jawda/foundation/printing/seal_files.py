"""A seal whose key and certificate a trust service provider gave out, in a file (PKCS#12, RFC 7292).

Who the body is in law, the provider has checked; readers of PDF that know the provider show the body's name.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast, get_args

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from jawda.foundation.apart import Bounds, TooSlow, answer_of
from jawda.foundation.printing.sealers import Digest, SealingFailed

#: Why a file does not serve.
Fault: TypeAlias = Literal["too_large", "unreadable", "no_key", "size", "not_for_seals"]

#: Bytes of a file: with its chain one has about ten thousand.
LARGEST: Final = 100_000
_SCRIPT: Final = Path(__file__).with_name("seal_file_process.py")
_MEMORY: Final = 1 << 29
_PROCESSOR_SECONDS: Final = 10
_SECONDS: Final = 15
#: Shorter keys are no longer counted as strong (ETSI TS 119 312, 8.2 and 9.3).
_LEAST_RSA_BITS: Final = 2048
_MOST_RSA_BITS: Final = 4096
_LEAST_CURVE_BITS: Final = 256
_HASHES: Final[dict[Digest, hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512(),
}  # fmt: skip


class SealFileRefused(SealingFailed):
    """A provider's file does not serve; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"this file does not serve for seals: {fault}")
        self.fault: Fault = fault


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says: whom it names, who issued it, and between which moments (UTC) it holds."""

    organisation: str
    issuer: str
    valid_from: datetime
    valid_until: datetime

    def holds(self, at: datetime) -> bool:
        """Whether ``at`` lies between both moments."""
        return self.valid_from <= at <= self.valid_until


@dataclass(frozen=True, repr=False)
class FileSealer:
    """A :class:`~jawda.foundation.printing.sealers.Sealer`. All parts are DER; ``private`` is PKCS#8, unencrypted:
    whoever keeps it seals it."""

    certificate: bytes
    chain: tuple[bytes, ...]
    private: bytes

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
        key = load_der_private_key(self.private, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise SealFileRefused("no_key")
        return key

    @property
    def digest(self) -> Digest:
        """By the size of the curve (ETSI TS 119 312, 8.2)."""
        if isinstance(self._key, ec.EllipticCurvePrivateKey) and self._key.key_size > _LEAST_CURVE_BITS:
            return "sha384" if self._key.key_size <= 384 else "sha512"
        return "sha256"

    def sign(self, message: bytes) -> bytes:
        """With PKCS#1 v1.5, or ECDSA in DER."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(message, padding.PKCS1v15(), _HASHES[self.digest])
        return self._key.sign(message, ec.ECDSA(_HASHES[self.digest]))

    def __repr__(self) -> str:
        return f"<FileSealer {hashlib.sha256(self.certificate).hexdigest()[:16]}>"


def read_seal_file(data: bytes, password: str) -> FileSealer:
    """The key and certificate in a provider's file. Takes a tenth of a second, most of it a process that starts.

    :class:`SealFileRefused`: larger than 100 kB; no such file, or another password; no ECDSA or RSA key with
    its certificate; fewer bits than count as strong, or more than a seal has room for; a certificate that is an
    authority's, or not meant for signatures.
    """
    if len(data) > LARGEST:
        raise SealFileRefused("too_large")
    order = json.dumps({"password": password}).encode("ascii")
    try:
        done = answer_of(
            _SCRIPT,
            data=order + b"\n" + data,
            bounds=Bounds(memory=_MEMORY, processor=_PROCESSOR_SECONDS, clock=_SECONDS),
        )
    except TooSlow as fault:
        raise SealFileRefused("unreadable") from fault
    said = json.loads(done.output) if done.status == 0 and done.output else {"fault": "unreadable"}
    if "fault" in said:
        fault = str(said["fault"])
        raise SealFileRefused(cast("Fault", fault) if fault in get_args(Fault) else "unreadable")
    found = FileSealer(
        b64decode(said["certificate"]), tuple(map(b64decode, said["chain"])), b64decode(said["key"])
    )  # fmt: skip
    _check(found)
    return found


def facts_of(certificate: bytes) -> CertificateFacts:
    """What a certificate in DER says. ``SealFileRefused`` where it is none."""
    try:
        read = x509.load_der_x509_certificate(certificate)
        return CertificateFacts(
            organisation=_name(read.subject), issuer=_name(read.issuer),
            valid_from=read.not_valid_before_utc, valid_until=read.not_valid_after_utc,
        )  # fmt: skip
    except ValueError as fault:
        raise SealFileRefused("unreadable") from fault


def _check(found: FileSealer) -> None:
    try:
        key = found._key
        usage, authority = _uses(x509.load_der_x509_certificate(found.certificate))
        for one in found.chain:
            x509.load_der_x509_certificate(one)
    except ValueError as fault:
        raise SealFileRefused("unreadable") from fault
    least = _LEAST_RSA_BITS if isinstance(key, rsa.RSAPrivateKey) else _LEAST_CURVE_BITS
    if not least <= key.key_size <= _MOST_RSA_BITS:
        raise SealFileRefused("size")
    if authority or (usage is not None and not (usage.content_commitment or usage.digital_signature)):
        raise SealFileRefused("not_for_seals")


def _uses(read: x509.Certificate) -> tuple[x509.KeyUsage | None, bool]:
    """For what a key may be used, None where it is not said (RFC 5280, 4.2.1.3); whether it is an authority's."""
    usage: x509.KeyUsage | None = None
    authority = False
    for extension in read.extensions:
        if isinstance(extension.value, x509.KeyUsage):
            usage = extension.value
        elif isinstance(extension.value, x509.BasicConstraints):
            authority = extension.value.ca
    return usage, authority


def _name(name: x509.Name) -> str:
    """The organisation, or what is said first of it."""
    for wanted in (x509.NameOID.ORGANIZATION_NAME, x509.NameOID.COMMON_NAME):
        for one in name.get_attributes_for_oid(wanted):
            return str(one.value)
    return name.rfc4514_string()
