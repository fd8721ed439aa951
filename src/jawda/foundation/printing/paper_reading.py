"""What a PDF from anyone holds: the credential attached to it, and the seal on it.

A PDF is read by a large program, and hostile ones are written against such. It therefore runs in a process of its own
(``paper_process.py``), which knows no secret, can reach no network and which the system stops at a bound of memory and
time. Whose a seal is, the caller knows: by the digest of its certificate, since anyone writes any name into his own.
"""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from jawda.core.credentials.token import MOST_TOKEN_BYTES
from jawda.core.findings import Finding, Place, Refused
from jawda.foundation.apart import Bounds, TooSlow, answer_of, turn

#: Bytes of a file that is looked into.
LARGEST: Final = 20_000_000
_SCRIPT: Final = Path(__file__).with_name("paper_process.py")
_MEMORY: Final = 1 << 29
_PROCESSOR_SECONDS: Final = 20
_SECONDS: Final = 30
_FAULTS: Final = ("damaged", "protected", "too_much", "several_credentials")
_AT_ONCE: Final = threading.BoundedSemaphore(2)


class Later(StrEnum):
    """What was appended to the file after the seal."""

    NONE = "none"
    ADDITIONS = "additions"
    """What a sealed file may get: another seal, time-stamps, notes, filled-in fields."""
    CHANGES = "changes"
    """Something else: what one sees need not be what was sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealCertificate:
    """Whose seal it says it is. ``self_made``: nobody else vouches for that name. ``sha256`` in hexadecimal."""

    organisation: str
    name: str
    identifier: str
    country: str
    issuer: str
    self_made: bool
    valid_from: datetime
    valid_until: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealReading:
    """The newest seal of ``count``; where there is none, ``certificate`` is None and nothing else is said.

    ``intact``: what it covers is as it was sealed. ``covers_whole_file``: nothing was appended since. ``signed_at`` is
    its maker's word. ``unreadable``: there is one, broken so that nothing can be told of it.
    """

    count: int = 0
    intact: bool = False
    covers_whole_file: bool = False
    later: Later = Later.NONE
    signed_at: datetime | None = None
    reason: str = ""
    certificate: SealCertificate | None = None
    unreadable: bool = False

    @property
    def found(self) -> bool:
        """Whether there is a seal at all."""
        return self.certificate is not None

    @property
    def stands(self) -> bool:
        """A seal over all there is, unbroken; whoever made it."""
        return self.intact and self.covers_whole_file


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReading:
    """Both in one: ``credential`` are the bytes attached, not verified."""

    credential: bytes | None
    seal: SealReading


def read_paper(pdf: bytes, *, name: str = "") -> PaperReading:
    """The credential and the seal of any PDF.

    ``Refused`` (``paper.…``): larger than 20 MB, no PDF or a damaged one, encrypted, more to unpack than a certificate
    has reason to, several different credentials. ``Busy``: others are being read. Nothing else is raised, whatever the
    file. Takes about a second, most of it the start of the process.
    """
    said = _asked(pdf, ("credential", "seal"), name)
    return PaperReading(credential=_bytes(said["credential"]), seal=_seal(said["seal"]))


def credential_in(pdf: bytes, *, name: str = "") -> bytes | None:
    """As :func:`read_paper`, the credential alone, of a file of ours or anyone's: a file within it of the type
    ``application/vc+jwt``, or whose name ends in ``.jwt``. None where there is none."""
    return _bytes(_asked(pdf, ("credential",), name)["credential"])


def _asked(pdf: bytes, wanted: tuple[str, ...], name: str) -> dict[str, Any]:
    if len(pdf) > LARGEST:
        raise _refuse("too_large", name, megabytes=round(len(pdf) / 1e6, 1), limit=round(LARGEST / 1e6))
    if b"%PDF-" not in pdf[:1024]:
        raise _refuse("no_pdf", name)
    order = {"wanted": wanted, "most_bytes": MOST_TOKEN_BYTES}
    try:
        with turn(_AT_ONCE):
            done = answer_of(
                _SCRIPT,
                data=json.dumps(order).encode() + b"\n" + pdf,
                bounds=Bounds(memory=_MEMORY, processor=_PROCESSOR_SECONDS, clock=_SECONDS),
            )
    except TooSlow as fault:
        raise _refuse("too_much", name) from fault
    if done.status or not done.output:
        raise _refuse("too_much", name)  # the system stopped it
    said: dict[str, Any] = json.loads(done.output)
    if "fault" in said:
        raise _refuse(said["fault"] if said["fault"] in _FAULTS else "damaged", name)
    return said


def _refuse(reason: str, name: str, **arguments: float) -> Refused:
    return Refused([Finding(id=f"paper.{reason}", place=Place(file=name or None), arguments=arguments)])


def _bytes(said: str | None) -> bytes | None:
    return None if said is None else base64.b64decode(said)


def _seal(said: dict[str, Any] | None) -> SealReading:
    if said is None:
        return SealReading()
    if "certificate" not in said:
        return SealReading(unreadable=True)
    stated: dict[str, Any] = said["certificate"]
    dates = {name: datetime.fromtimestamp(stated.pop(name), UTC) for name in ("valid_from", "valid_until")}
    return SealReading(
        count=said["count"],
        intact=said["intact"],
        covers_whole_file=said["whole"],
        later=Later(said["later"]),
        signed_at=None if said["signed_at"] is None else datetime.fromtimestamp(said["signed_at"], UTC),
        reason=said["reason"],
        certificate=SealCertificate(**stated, **dates),
    )
