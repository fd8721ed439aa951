"""Keys of bodies that stand in a device: declared by an administrator, proven once, used where the device is lent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from jawda.apps.organisations.models import Organisation
from jawda.apps.recognition.domain import identities, keys
from jawda.apps.recognition.models import SigningKey
from jawda.apps.recognition.rules import may_issue, may_manage_keys
from jawda.core.credentials.keys import PublicKey, Signer
from jawda.core.findings import Refused
from jawda.core.findings.words import words
from jawda.foundation.devices.offered import Offered, lent_to
from jawda.foundation.devices.pkcs11 import open_lent
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.templatetags.ui import language

_CHALLENGE_BYTES = 32


def devices_of(handle: str) -> tuple[Offered, ...]:
    """Which devices an organisation may sign with."""
    return lent_to(handle, settings.PKCS11_DEVICES)


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
        raise ValidationError({"label": _sentence(refused)}) from None
    if SigningKey.objects.filter(public_jwk=dict(key.public.jwk())).exists():
        raise ValidationError({"label": _("This key was declared before: what was retired or revoked stays so.")})
    return keys.begin_with(key.public, device=device, key_label=label, now=now)


def signer_in_device(key: SigningKey) -> Signer:
    """What signs with a declared key. ``ValidationError`` where the device is no longer lent, or holds another key."""
    handle = Organisation.objects.values_list("handle", flat=True).get(pk=key.organisation_id)
    lent = next((one for one in devices_of(handle) if one.name == key.device), None)
    if lent is None:
        raise ValidationError(_("The device “%(device)s” is no longer lent to your organisation.") % {
            "device": key.device
        })  # fmt: skip
    try:
        found = open_lent(lent, key.key_label)
    except Refused as refused:
        raise ValidationError(_sentence(refused)) from None
    if dict(found.public.jwk()) != key.public_jwk:
        raise ValidationError(_("The key in the device is no longer the one that your organisation declared."))
    return _InWords(found.public, found)


@dataclass(frozen=True, slots=True)
class _InWords:
    """What a device refuses while it signs is told as what a verb refuses is."""

    public: PublicKey
    key: Signer

    def sign(self, message: bytes) -> bytes:
        try:
            return self.key.sign(message)
        except Refused as refused:
            raise ValidationError(_sentence(refused)) from None


def _sentence(refused: Refused) -> str:
    said = words(refused.findings[0], language())
    return said[:1].upper() + said[1:]
