"""The address of a link: it names the company, so that its rows are looked at under its policy alone."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from typing import Final
from uuid import UUID

_SECRET: Final = 32
_LENGTH: Final = 64
"""Letters of a token: sixteen octets say whose it is, thirty-two are the secret."""


def new_token(organisation_id: UUID) -> str:
    """One that nobody can guess; it is told once and never kept."""
    return base64.urlsafe_b64encode(organisation_id.bytes + secrets.token_bytes(_SECRET)).decode()


def organisation_of(token: str) -> UUID | None:
    """Whose it says it is: that alone opens nothing. None for what is no token."""
    if len(token) != _LENGTH or not token.isascii():
        return None
    try:
        return UUID(bytes=base64.b64decode(token, altchars=b"-_", validate=True)[:16])
    except (binascii.Error, ValueError):
        return None


def token_hash(token: str) -> str:
    """What is kept of it: SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
