"""Publishing the trust list: one that the platform signs, or one that another keeper signed and that is taken over."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from jawda.apps.recognition.addresses import platform_did
from jawda.apps.recognition.domain.present_keys import platform_key
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.models import TrustListVersion
from jawda.apps.recognition.queries.trust import current_trust
from jawda.core.credentials import trust_file, trust_list_documents
from jawda.core.credentials.trust_list import TrustList
from jawda.core.findings import Refused
from jawda.core.findings.words import words
from jawda.foundation.ui.templatetags.ui import language


def publish(trust: TrustList, *, now: datetime | None = None) -> TrustListVersion:
    """Sign ``trust`` with the platform's key and put it in force. ``ValidationError`` for one that is older."""
    key = platform_key()
    signed = trust_list_documents.sign(trust, signer_of(key), key_id=f"{platform_did()}#{key.name}")
    return _kept(trust, signed, [dict(key.public_jwk)], now)


def take(data: bytes, *, now: datetime | None = None) -> TrustListVersion:
    """Put the list of a trust file in force. ``ValidationError`` for what is no such file, or is older."""
    try:
        found = trust_file.read(data)
    except Refused as refused:
        raise ValidationError(words(refused.findings[0], language())) from refused
    return _kept(found.trust, found.token, [dict(key.jwk()) for key in found.keys], now)


def _kept(trust: TrustList, signed: bytes, keys: list[dict[str, str]], now: datetime | None) -> TrustListVersion:
    known = current_trust()
    if known is not None:
        try:
            trust_list_documents.check_succession(known, trust)
        except Refused as refused:
            raise ValidationError(words(refused.findings[0], language())) from refused
    found, _made = TrustListVersion.objects.get_or_create(
        version=trust.version,
        defaults={
            "token": signed.decode("ascii"), "keys": keys, "sha256": trust_list_documents.digest(trust),
            "issued_at": trust.issued_at, "taken_at": now or timezone.now(),
        },
    )  # fmt: skip
    return found
