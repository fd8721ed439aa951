"""Keys with which bodies sign: made here, sealed at rest, retired when others follow, revoked when they are lost."""

from __future__ import annotations

import secrets
from base64 import b64encode
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.recognition.domain import identities
from jawda.apps.recognition.models import PlatformKey, SigningKey
from jawda.apps.recognition.rules import may_issue, may_manage_keys
from jawda.core.credentials.keys import Algorithm, PublicKey, SoftwareKey
from jawda.core.findings import Refused
from jawda.foundation.accounts.sealing import sealed
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.routes import Access

PURPOSE: Final = "jawda.recognition.signing-keys"
OFFERED: Final = (Algorithm.ED25519, Algorithm.ES256)
_SEED: Final = 32


def make_key(*, access: Access, algorithm: Algorithm = Algorithm.ED25519, now: datetime | None = None) -> SigningKey:
    """A new key of the body, with which it signs from now on; the one before is retired and still verifies.

    The identity document is published anew; audited. ``PermissionDenied`` unless an administrator of a verified body.
    """
    if not may_manage_keys(access) or not (may_issue(access) or identities.has_entered()):
        raise PermissionDenied
    seed = secrets.token_bytes(_SEED)
    made = software_key(seed, algorithm)
    return begin_with(made.public, sealed=sealed(b64encode(seed).decode("ascii"), purpose=PURPOSE), now=now)


def begin_with(
    public: PublicKey, *, sealed: str = "", device: str = "", key_label: str = "", now: datetime | None = None
) -> SigningKey:
    """The acting body signs with this key from now on: written, published, audited. Whoever calls it asked who may."""
    identities.hold()
    at = now or timezone.now()
    SigningKey.objects.filter(retired_at=None, compromised_at=None).update(retired_at=at)
    number = SigningKey.objects.filter(created_at__year=at.year).count() + 1
    key = SigningKey.objects.create(
        organisation_id=current_organisation_id(), name=f"{at.year}-{number}", algorithm=public.algorithm.value,
        public_jwk=dict(public.jwk()), sealed=sealed, device=device, key_label=key_label, created_at=at,
    )  # fmt: skip
    identities.publish(now=at)
    details = {"name": key.name, "thumbprint": public.thumbprint()} | ({"device": device} if device else {})
    trail.record("recognition.make_key", subject="signing key", subject_id=key.pk, details=details)
    return key


def revoke_key(*, access: Access, key_id: UUID, at: datetime, now: datetime | None = None) -> SigningKey:
    """A key was lost or stolen at a moment: nothing signed with it counts unless the public log saw it before.

    The identity document says so from now on; audited. ``ValidationError`` for a moment to come.
    """
    if not may_manage_keys(access):
        raise PermissionDenied
    moment = now or timezone.now()
    if at > moment:
        raise ValidationError({"at": _("A moment that has passed is expected.")})
    identities.hold()
    key = SigningKey.objects.select_for_update(of=("self",)).get(pk=key_id)
    if key.compromised_at is not None:
        raise ValidationError(_("This key is revoked already."))
    key.compromised_at = at
    key.save(update_fields=["compromised_at"])
    identities.publish(now=moment)
    trail.record(
        "recognition.revoke_key", subject="signing key", subject_id=key.pk,
        details={"name": key.name, "at": at.isoformat()},
    )  # fmt: skip
    return key


def present_key() -> SigningKey:
    """With which the acting body signs now. ``ValidationError`` where it has none."""
    key = SigningKey.objects.filter(retired_at=None, compromised_at=None).order_by("-created_at").first()
    if key is None:
        raise ValidationError(_("Your organisation has no signing key. An administrator makes one first."))
    return key


def platform_key() -> PlatformKey:
    """The platform's present key, made the first time it is asked for."""
    key = PlatformKey.objects.filter(retired_at=None).order_by("-created_at").first()
    if key is None:
        seed = secrets.token_bytes(_SEED)
        made = software_key(seed, Algorithm.ED25519)
        key = PlatformKey.objects.create(
            name=f"{timezone.now().year}-1", algorithm=Algorithm.ED25519.value, public_jwk=dict(made.public.jwk()),
            sealed=sealed(b64encode(seed).decode("ascii"), purpose=PURPOSE),
        )  # fmt: skip
    return key


def software_key(seed: bytes, algorithm: Algorithm) -> SoftwareKey:
    """Of any 32 bytes one in 2³² is no number of the curve P-256: never met, and refused like a broken seal."""
    try:
        return SoftwareKey.from_seed(seed, algorithm)
    except Refused as refused:
        raise ValidationError(_("The signing key cannot be used.")) from refused
