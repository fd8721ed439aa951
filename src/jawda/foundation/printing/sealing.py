"""Sealing: a PAdES signature of the organisation over a whole PDF (ETSI EN 319 142-1, level B-B; B-T time-stamped).

Importing this takes half a second and some fifty megabytes: it is for those who seal, not for all who print.
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Final

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from jawda.foundation.printing.sealers import Sealer, SealingFailed
from jawda.foundation.printing.time_stamps import FetchedTimeStamps

__all__ = ["LARGEST", "FetchedTimeStamps", "seal"]

#: Bytes of a PDF that is sealed.
LARGEST: Final = 50_000_000
_LONGEST_REASON: Final = 200
#: At least as long as any signature: RSA with 4096 bits has 512 bytes.
_ROOM: Final = 520
_FIELDS_THERE: Final = re.compile(rb"/T ?\(Seal(\d{1,4})\)")
#: Outside the page: PDF/A asks that it may be printed, PDF/UA that what is not tagged cannot be seen.
_UNSEEN: Final = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)


def seal(pdf: bytes, sealer: Sealer, *, reason: str, at: datetime, time_stamps: TimeStamper | None = None) -> bytes:
    """``pdf`` with the seal of ``sealer`` appended; the bytes before it are as they were, so that PDF/A stays PDF/A.

    The seal shows nothing on the page. ``at`` is what the sealer says of the time: only a time-stamp of someone else
    proves it, which ``time_stamps`` gets. A file that has a seal gets a second one beside it.
    ``SealingFailed`` where the file is no PDF or is encrypted, the device gives no signature, or no time-stamp comes:
    a seal is never of a lower level than was asked for.
    """
    if at.tzinfo is None:
        raise ValueError("the moment of a seal carries its offset")
    if len(pdf) > LARGEST:
        raise SealingFailed(f"the file has {len(pdf)} bytes; at most {LARGEST} are sealed")
    name = f"Seal{1 + max(map(int, _FIELDS_THERE.findall(pdf)), default=0)}"
    out = io.BytesIO()
    try:
        made = _At(
            at,
            PdfSignatureMetadata(
                field_name=name,
                reason=reason[:_LONGEST_REASON],
                md_algorithm=sealer.digest,
                subfilter=SigSeedSubFilter.PADES,
            ),
            signer=_Delegating(sealer),
            timestamper=time_stamps,
            new_field_spec=SigFieldSpec(sig_field_name=name, invis_sig_settings=_UNSEEN),
        )
        _in_no_loop(lambda: made.sign_pdf(_Appending(io.BytesIO(pdf)), output=out))
    except Exception as fault:  # whatever the reader of the file or the device raises, there is no seal
        raise SealingFailed(f"this file cannot be sealed: {fault}") from fault
    return out.getvalue()


def _in_no_loop(work: Callable[[], object]) -> None:
    """The package begins an event loop of its own, which a thread with one refuses: another thread does it then."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        work()
        return
    with ThreadPoolExecutor(max_workers=1) as aside:
        aside.submit(work).result()


class _Delegating(Signer):
    """Hands every signature to the sealer, who alone has the key."""

    def __init__(self, sealer: Sealer) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([x509.Certificate.load(one) for one in sealer.chain])
        super().__init__(signing_cert=x509.Certificate.load(sealer.certificate), cert_registry=store)
        self._sealer = sealer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """``dry_run`` asks only how long it will be."""
        return bytes(_ROOM) if dry_run else self._sealer.sign(data)


class _At(PdfSigner):
    """Signs at a moment that it is told, not at the machine's."""

    def __init__(self, at: datetime, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._at = at

    def init_signing_session(self, *arguments: Any, **named: Any) -> Any:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self._at
        return session


class _Appending(IncrementalPdfFileWriter):
    """Appends the seal and nothing else: title, dates, metadata and version of the document stay as it has them.

    A version beyond 1.7 would contradict PDF/A-3 (ISO 19005-3, 5), and metadata written anew is not what was checked.
    """

    def ensure_output_version(self, version: Any) -> None:
        self.output_version = self.prev.input_version

    def register_extension(self, ext: Any) -> None:
        pass

    def _update_meta(self) -> None:
        pass
