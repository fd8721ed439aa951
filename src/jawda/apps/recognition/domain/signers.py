"""What signs with a key: the one that stands sealed here, or the one in a device."""

from __future__ import annotations

from base64 import b64decode

from jawda.apps.recognition.domain.lent_devices import signer_in_device
from jawda.apps.recognition.domain.present_keys import PURPOSE, software_key
from jawda.apps.recognition.models import PlatformKey, SigningKey
from jawda.core.credentials.keys import Algorithm, Signer
from jawda.foundation.accounts.sealing import unsealed


def signer_of(key: SigningKey | PlatformKey) -> Signer:
    """What signs with it. ``CannotUnseal`` where the server's secret key is no longer the one it was sealed with.

    ``ValidationError`` where it is in a device that does not sign.
    """
    if isinstance(key, SigningKey) and key.device:
        return signer_in_device(key)
    return software_key(b64decode(unsealed(key.sealed, purpose=PURPOSE)), Algorithm(key.algorithm))
