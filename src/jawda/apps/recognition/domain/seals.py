"""With what a body seals its papers: a key that is made here for it, or the one of a trust service provider's file."""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawda.apps.organisations.models import Organisation
from jawda.apps.recognition.domain.present_keys import PURPOSE, software_key
from jawda.apps.recognition.models import PublicSeal, SealKey
from jawda.apps.recognition.rules import may_manage_keys
from jawda.core.credentials.keys import Algorithm
from jawda.foundation.accounts.sealing import sealed, unsealed
from jawda.foundation.audit import trail
from jawda.foundation.printing.seal_files import (
    Fault,
    FileSealer,
    SealFileRefused,
    facts_of,
    read_seal_file,
)
from jawda.foundation.printing.sealers import KeySealer, Sealer, SealHolder, self_made_certificate
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.routes import Access

_YEARS: Final = 10
_SEED: Final = 32
_SUBJECT: Final = "seal"
_SENTENCES: Final[dict[Fault, Promise]] = {
    "too_large": gettext_lazy("The file has more than 100 kB: a certificate with its key has about ten."),
    "unreadable": gettext_lazy("The file cannot be opened: a .p12 or .pfx file and its own password are expected."),
    "no_key": gettext_lazy("The file holds no key with its certificate: export both together."),
    "size": gettext_lazy("A key of RSA with 2048 to 4096 bits, or of ECDSA with 256 at least, is expected."),
    "not_for_seals": gettext_lazy("This certificate is not meant for signatures: ask the provider for a seal."),
}


def load_seal(*, access: Access, file: bytes, password: str, now: datetime | None = None) -> SealKey:
    """What is printed from now on carries the seal of a provider's file; audited. The password is not kept.

    ``ValidationError`` on ``file`` for one that does not serve, or whose certificate does not hold now.
    ``PermissionDenied`` unless an administrator of a body.
    """
    if not may_manage_keys(access):
        raise PermissionDenied
    at = now or timezone.now()
    try:
        found = read_seal_file(file, password)
    except SealFileRefused as refused:
        raise ValidationError({"file": str(_SENTENCES[refused.fault])}) from None
    facts = facts_of(found.certificate)
    if not facts.holds(at):
        raise ValidationError({"file": _("The certificate in the file has expired, or does not hold yet.")})
    _retire(at)
    row = SealKey.objects.create(
        organisation_id=current_organisation_id(), from_provider=True, certificate=found.certificate,
        sealed=sealed(b64encode(found.private).decode("ascii"), purpose=PURPOSE), created_at=at,
        chain=[b64encode(one).decode("ascii") for one in found.chain], valid_until=facts.valid_until,
    )  # fmt: skip
    details = {"organisation": facts.organisation[:200], "issuer": facts.issuer[:200]}
    trail.record("recognition.load_seal", subject=_SUBJECT, subject_id=row.pk, details=details)
    return row


def end_seal(*, access: Access, now: datetime | None = None) -> None:
    """What is printed from now on carries the seal made here again; audited. The provider's key is forgotten."""
    if not may_manage_keys(access):
        raise PermissionDenied
    for key in _retire(now or timezone.now()):
        trail.record("recognition.end_seal", subject=_SUBJECT, subject_id=key, details={})


def _retire(at: datetime) -> list[object]:
    """A key that seals nothing any more is not kept; its certificate is, which stands in what it sealed."""
    rows = SealKey.objects.filter(from_provider=True, retired_at=None)
    ended: list[object] = list(rows.values_list("pk", flat=True))
    rows.update(retired_at=at, sealed="")
    return ended


def present_seal(now: datetime) -> SealKey | None:
    """The body's present one: a provider's while its certificate holds, else that which was made here."""
    rows = SealKey.objects.filter(retired_at=None, valid_until__gt=now)
    return rows.order_by("-from_provider", "-created_at").first()


def own_sealer(now: datetime | None = None) -> Sealer:
    """The acting body's seal. Without a provider's: made the first time, anew when it ends within the year."""
    at = now or timezone.now()
    row = present_seal(at)
    if row is None or (not row.from_provider and row.valid_until <= at + timedelta(days=365)):
        row = _made_here(at)
    secret = b64decode(unsealed(row.sealed, purpose=PURPOSE))
    if row.from_provider:
        return FileSealer(bytes(row.certificate), tuple(map(b64decode, row.chain)), secret)
    return KeySealer(software_key(secret, Algorithm.ES256), bytes(row.certificate))


def publish_seal(certificate: bytes) -> None:
    """Whoever holds a paper can then tell it from one that another sealed in the acting body's name."""
    PublicSeal.objects.get_or_create(
        source_organisation_id=current_organisation_id(), sha256=sha256(certificate).hexdigest()
    )


def _made_here(at: datetime) -> SealKey:
    body = Organisation.objects.get(pk=current_organisation_id())
    seed = secrets.token_bytes(_SEED)
    end = at + timedelta(days=365 * _YEARS)
    holder = SealHolder(organisation=body.name, country=body.country or "MA")
    key = software_key(seed, Algorithm.ES256)
    return SealKey.objects.create(
        organisation_id=body.pk, sealed=sealed(b64encode(seed).decode("ascii"), purpose=PURPOSE), created_at=at,
        certificate=self_made_certificate(key, holder, valid_from=at - timedelta(days=1), valid_until=end),
        valid_until=end,
    )  # fmt: skip
