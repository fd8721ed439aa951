"""Signing the end of the public log once a day: whoever keeps a head can tell whether a line was changed since."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from jawda.apps.recognition.addresses import platform_did
from jawda.apps.recognition.domain.present_keys import platform_key
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.models import LogEntry, LogHead
from jawda.core.credentials.log_chain import Head, sign_head
from jawda.foundation.ui import formats


def sign(*, now: datetime | None = None) -> LogHead | None:
    """The head of this day, signed with the platform's key; the first one of a day stays. None for an empty log."""
    at = now or timezone.now()
    day = formats.in_zone(at).date()
    last = LogEntry.objects.order_by("-sequence").first()
    if last is None:
        return None
    known = LogHead.objects.filter(day=day).first()
    if known is not None:
        return known
    key = platform_key()
    head = Head(issuer=platform_did(), sequence=last.sequence, hash=bytes(last.hash), signed_at=at)
    signed = sign_head(head, signer_of(key), key_id=f"{platform_did()}#{key.name}")
    return LogHead.objects.create(day=day, sequence=last.sequence, hash=bytes(last.hash), token=signed.decode("ascii"))
