"""Addresses that open something of one organisation to whoever holds them, without an account.

The token names the organisation, so that its rows can be looked at under its policy alone; without the secret behind
it nothing is found. Only a hash of it is kept.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from jawda.foundation.tenancy.context import acting

_SECRET: Final = 32
_LENGTH: Final = 64
"""Letters of a token: sixteen octets say whose it is, thirty-two are the secret."""


def new_token(organisation_id: UUID) -> str:
    """A token of this organisation, to be told once."""
    return base64.urlsafe_b64encode(organisation_id.bytes + secrets.token_bytes(_SECRET)).decode()


def token_hash(token: str) -> str:
    """What is kept of it: SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def organisation_of(token: str) -> UUID | None:
    """Whose it says to be; None for what is no token."""
    if len(token) != _LENGTH or not token.isascii():
        return None
    try:
        return UUID(bytes=base64.b64decode(token, altchars=b"-_", validate=True)[:16])
    except (binascii.Error, ValueError):
        return None


@contextmanager
def acting_behind(token: str) -> Iterator[str | None]:
    """Act for the organisation that a token names, and nobody in it; the hash by which its row is found there.

    None for what is no token: then nothing acts.
    """
    organisation_id = organisation_of(token)
    if organisation_id is None:
        yield None
        return
    with acting(organisation_id=organisation_id):
        yield token_hash(token)
