"""Devices that the operator lends to bodies, and what signs in them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.organisations.models import Organisation
from jawda.apps.recognition.models import SigningKey
from jawda.core.credentials.keys import PublicKey, Signer
from jawda.core.findings import Refused
from jawda.core.findings.words import words
from jawda.foundation.devices.offered import Offered, lent_to
from jawda.foundation.devices.pkcs11 import open_lent
from jawda.foundation.ui.templatetags.ui import language


def devices_of(handle: str) -> tuple[Offered, ...]:
    """Which devices an organisation may sign with."""
    return lent_to(handle, settings.PKCS11_DEVICES)


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
        raise ValidationError(sentence_of(refused)) from None
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
            raise ValidationError(sentence_of(refused)) from None


def sentence_of(refused: Refused) -> str:
    """What a device refuses, as people read it."""
    said = words(refused.findings[0], language())
    return said[:1].upper() + said[1:]
