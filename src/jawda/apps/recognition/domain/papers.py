"""Papers: a document printed in each language, with its credential within and the body's seal over all of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import override

from jawda.apps.recognition.addresses import page_of, page_of_link
from jawda.apps.recognition.domain.identities import own_identity
from jawda.apps.recognition.domain.present_keys import present_key
from jawda.apps.recognition.domain.seals import own_sealer, publish_seal
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.models import Attestation, Paper
from jawda.apps.recognition.printing import certificate_document
from jawda.apps.recognition.sheets import sheet_of
from jawda.core.credentials import credential, offline_summary
from jawda.core.credentials.keys import Signer
from jawda.core.findings import Refused
from jawda.core.languages import LANGUAGES
from jawda.foundation.fetching.addresses import Reach, Target
from jawda.foundation.jobs import defer
from jawda.foundation.printing.attachments import Attachment
from jawda.foundation.printing.qr_codes import CodeTooLong, qr_svg
from jawda.foundation.printing.render import PrintingFailed, render_pdf
from jawda.foundation.printing.sealers import Sealer, SealingFailed
from jawda.foundation.tenancy.context import current_organisation_id

_log = logging.getLogger(__name__)
PRINT: Final = "recognition.print_papers"
_AT_ONCE: Final = 20
"""Documents of one turn of the job: so much is kept before the next."""


def ask() -> None:
    """Ask for the job that prints what the acting body has not on paper, in the caller's transaction."""
    defer(PRINT, organisation_id=current_organisation_id())


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the job: the last document that it came to, whether more are left, how many could not be printed."""

    issued_at: datetime
    attestation_id: UUID
    more: bool
    failed: int


def print_some(after: Turn | None = None) -> Turn | None:
    """Print the next documents of the acting body that are not on paper as they stand; None where there are none.

    The newest first. Accreditations have no paper: they are read where they stand. A document that cannot be printed
    or sealed is told to the operator and passed over, so that the others get theirs; the next job tries it again.
    """
    there = Paper.objects.filter(attestation=OuterRef("pk"), credential_sha256=OuterRef("sha256"), language="fr")
    rows = Attestation.objects.exclude(kind=Kind.ACCREDITATION).filter(~Exists(there)).order_by("-issued_at", "pk")
    if after is not None:
        same = Q(issued_at=after.issued_at, pk__gt=after.attestation_id)
        rows = rows.filter(Q(issued_at__lt=after.issued_at) | same)
    found = list(rows[: _AT_ONCE + 1])
    if not found:
        return None
    press, failed = _press(), 0
    for row in found[:_AT_ONCE]:
        try:
            with transaction.atomic():
                print_one(row, press)
        except (PrintingFailed, SealingFailed):
            failed += 1
            _log.exception("a document could not be put on paper: %s", row.pk)
    last = found[:_AT_ONCE][-1]
    return Turn(last.issued_at, last.pk, more=len(found) > _AT_ONCE, failed=failed)


@dataclass(frozen=True, slots=True)
class _Press:
    """What is the same for every document of a body, read once for a turn."""

    sealer: Sealer
    key_id: str
    signer: Signer
    time_stamps: tuple[Target, Reach] | None


def _press() -> _Press:
    identity, key, sealer = own_identity(), present_key(), own_sealer()
    publish_seal(sealer.certificate)
    return _Press(
        sealer=sealer,
        key_id=f"{identity.did}#{key.name}", signer=signer_of(key), time_stamps=settings.TIME_STAMPS,
    )  # fmt: skip


def print_one(row: Attestation, press: _Press | None = None) -> list[Paper]:
    """The papers of one document in the three languages, in place of those of before.

    Where a time-stamping service is set, it is asked for each; ``SealingFailed`` where it does not answer.
    """
    from jawda.foundation.printing import sealing  # noqa: PLC0415 - half a second, fifty megabytes: the job's alone

    press, now = press or _press(), timezone.now()
    stamps = sealing.FetchedTimeStamps(*press.time_stamps) if press.time_stamps else None
    said = credential.read(row.credential.encode("ascii"))
    address = page_of_link(row.link) if row.link else page_of(row.reference)
    offline = _offline(address, said, press.signer, press.key_id, row.reference)
    made = []
    for language in LANGUAGES:
        with override(language):
            sheet = sheet_of(
                said, reference=row.reference, page=address, fictitious=row.fictitious, language=language,
                offline_code=offline,
            )  # fmt: skip
            pdf = render_pdf(certificate_document(sheet), timestamp=row.issued_at, attachments=(_attached(row),))
        paper = sealing.seal(pdf, press.sealer, reason=row.reference, at=now, time_stamps=stamps)
        made.append(
            Paper.objects.update_or_create(
                organisation_id=row.organisation_id, attestation=row, language=language,
                defaults={"credential_sha256": row.sha256, "pdf": paper, "made_at": now},
            )[0]
        )  # fmt: skip
    return made


def _attached(row: Attestation) -> Attachment:
    return Attachment(
        name=f"{row.reference}.jwt", media_type="application/vc+jwt", data=row.credential.encode("ascii"),
        description=row.reference,
    )  # fmt: skip


def _offline(address: str, said: credential.Credential, signer: Signer, key_id: str, title: str) -> str:
    """The second code, left out where the summary does not fit one that is read from paper."""
    try:
        room = offline_summary.room_beside(address)
        summary = offline_summary.sign(said, signer, key_id=key_id, most_bytes=room)
        return qr_svg(offline_summary.address(address, summary), title=title)
    except (Refused, CodeTooLong):
        return ""
