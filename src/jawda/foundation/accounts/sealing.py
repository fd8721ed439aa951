"""Secrets of second factors, and of others that must be read again, encrypted with a key made from the server's secret
key: a copy of the database alone gives no codes, and signs nothing.

Fernet (AES-128-CBC with HMAC-SHA-256) by the package *cryptography*. What was stored before stands in the clear,
without the mark, and is still read.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

MARK: Final = "sealed:"
_SALT: Final = "jawda.accounts.second-factors"


class CannotUnseal(RuntimeError):
    """It was encrypted under a secret key that is no longer given."""


def sealed(text: str, *, purpose: str = _SALT) -> str:
    """Encrypted with the present key; what is sealed for one purpose opens for no other."""
    return MARK + _keys(purpose).encrypt(text.encode()).decode()


def unsealed(text: str, *, purpose: str = _SALT) -> str:
    """What was sealed with the present key or a former one, or was never sealed; else ``CannotUnseal``."""
    if not is_sealed(text):
        return text
    try:
        return _keys(purpose).decrypt(text.removeprefix(MARK)).decode()
    except InvalidToken:
        raise CannotUnseal("another JAWDA_SECRET_KEY sealed this; name it in JAWDA_SECRET_KEY_FORMER") from None


def is_sealed(text: str) -> bool:
    """Whether it carries the mark: a secret of an app is base 32, that of recovery codes hexadecimal."""
    return text.startswith(MARK)


def _keys(purpose: str) -> MultiFernet:
    return MultiFernet([_key(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str, purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(salted_hmac(purpose, "", secret=secret, algorithm="sha256").digest()))
