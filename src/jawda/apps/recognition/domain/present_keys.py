"""With which a body, or the platform, signs now; and how a key that stands sealed here is opened."""

from __future__ import annotations

import secrets
from base64 import b64encode
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.recognition.models import PlatformKey, SigningKey
from jawda.core.credentials.keys import Algorithm, SoftwareKey
from jawda.core.findings import Refused
from jawda.foundation.accounts.sealing import sealed

PURPOSE: Final = "jawda.recognition.signing-keys"
SEED_BYTES: Final = 32


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
        seed = secrets.token_bytes(SEED_BYTES)
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
