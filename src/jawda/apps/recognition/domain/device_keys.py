"""Keys of bodies that stand in a device: declared by an administrator, proven once, used where the device is lent."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from jawda.apps.recognition.domain import identities, keys
from jawda.apps.recognition.domain.lent_devices import devices_of, sentence_of
from jawda.apps.recognition.models import SigningKey
from jawda.apps.recognition.rules import may_issue, may_manage_keys
from jawda.core.findings import Refused
from jawda.foundation.devices.pkcs11 import open_lent
from jawda.foundation.tenancy.routes import Access

_CHALLENGE_BYTES = 32


def declare_key(*, access: Access, device: str, label: str, now: datetime | None = None) -> SigningKey:
    """From now on the body signs with a key of its device; the one before is retired and still verifies.

    The device signs a challenge first: what is published is a key that works. The identity document is published anew;
    audited. ``ValidationError`` by field: a device that is not lent to the body, a key that is not there or was
    declared before. ``PermissionDenied`` unless an administrator of a verified body.
    """
    if not may_manage_keys(access) or not (may_issue(access) or identities.has_entered()):
        raise PermissionDenied
    lent = next((one for one in devices_of(access.handle) if one.name == device), None)
    if lent is None:
        raise ValidationError({"device": _("This device is not lent to your organisation.")})
    try:
        key = open_lent(lent, label)
        key.sign(secrets.token_bytes(_CHALLENGE_BYTES))
    except Refused as refused:
        raise ValidationError({"label": sentence_of(refused)}) from None
    if SigningKey.objects.filter(public_jwk=dict(key.public.jwk())).exists():
        raise ValidationError({"label": _("This key was declared before: what was retired or revoked stays so.")})
    return keys.begin_with(key.public, device=device, key_label=label, now=now)
