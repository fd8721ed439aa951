"""Keys with which bodies sign: made here, sealed at rest, retired when others follow, revoked when they are lost."""

from __future__ import annotations

import secrets
from base64 import b64encode
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.recognition.domain import identities, status_lists
from jawda.apps.recognition.domain.present_keys import PURPOSE, SEED_BYTES, software_key
from jawda.apps.recognition.models import IdentityVersion, SigningKey
from jawda.apps.recognition.rules import may_issue, may_manage_keys
from jawda.core.credentials.keys import Algorithm, PublicKey
from jawda.foundation.accounts.sealing import CannotUnseal, sealed
from jawda.foundation.audit import trail
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.routes import Access

OFFERED: Final = (Algorithm.ED25519, Algorithm.ES256)


def make_key(*, access: Access, algorithm: Algorithm = Algorithm.ED25519, now: datetime | None = None) -> SigningKey:
    """A new key of the body, with which it signs from now on; the one before is retired and still verifies.

    The identity document and the status lists are published anew; audited. ``PermissionDenied`` unless an
    administrator of a verified body.
    """
    if not may_manage_keys(access) or not (may_issue(access) or identities.has_entered()):
        raise PermissionDenied
    seed = secrets.token_bytes(SEED_BYTES)
    made = software_key(seed, algorithm)
    return begin_with(made.public, sealed=sealed(b64encode(seed).decode("ascii"), purpose=PURPOSE), now=now)


def begin_with(
    public: PublicKey, *, sealed: str = "", device: str = "", key_label: str = "", now: datetime | None = None
) -> SigningKey:
    """The acting body signs with this key from now on: written, published with the lists that it signs, audited.

    Whoever calls it asked who may.
    """
    identities.hold()
    at = now or timezone.now()
    SigningKey.objects.filter(retired_at=None, compromised_at=None).update(retired_at=at)
    number = SigningKey.objects.filter(created_at__year=at.year).count() + 1
    key = SigningKey.objects.create(
        organisation_id=current_organisation_id(), name=f"{at.year}-{number}", algorithm=public.algorithm.value,
        public_jwk=dict(public.jwk()), sealed=sealed, device=device, key_label=key_label, created_at=at,
    )  # fmt: skip
    status_lists.publish(now=_from(identities.publish(now=at)))
    details = {"name": key.name, "thumbprint": public.thumbprint()} | ({"device": device} if device else {})
    trail.record("recognition.make_key", subject="signing key", subject_id=key.pk, details=details)
    return key


def revoke_key(*, access: Access, key_id: UUID, at: datetime, now: datetime | None = None) -> SigningKey:
    """A key was lost or stolen at a moment: nothing signed with it counts unless the public log saw it before.

    The identity document says so from now on; audited. What a lost key signed last are the lists that stand: with
    another key in use they are signed anew. ``ValidationError`` for a moment to come.
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
    _sign_lists_again(_from(identities.publish(now=moment)))
    trail.record(
        "recognition.revoke_key", subject="signing key", subject_id=key.pk,
        details={"name": key.name, "at": at.isoformat()},
    )  # fmt: skip
    return key


def _from(version: IdentityVersion) -> datetime:
    """The first whole second from which a key of the document counts: lists are dated to the second."""
    return (version.published_at + timedelta(seconds=1, microseconds=-1)).replace(microsecond=0)


def _sign_lists_again(at: datetime) -> None:
    """Where a key is in use. A device that does not answer delays no revocation: the job tries until it does."""
    if not SigningKey.objects.filter(retired_at=None, compromised_at=None).exists():
        return
    try:
        status_lists.publish(now=at)
    except (ValidationError, CannotUnseal):
        defer(status_lists.REFRESH, organisation_id=current_organisation_id())
