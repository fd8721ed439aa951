"""Secrets and signatures, as Standard Webhooks 1.0 has them (https://www.standardwebhooks.com).

What is signed is ``<id>.<seconds>.<body>``, by HMAC-SHA256; a header may carry several signatures, so that a secret
can be changed without a gap.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from jawda.foundation.accounts import sealing
from jawda.foundation.webhooks.models import WebhookEndpoint

BEGINNING: Final = "whsec_"
_PURPOSE: Final = "jawda.webhooks.secrets"


def new_secret() -> str:
    """256 bits that nobody guesses, behind letters by which scanners know what it is."""
    return BEGINNING + b64encode(secrets.token_bytes(32)).decode()


def sealed(secret: str) -> str:
    """As it is kept: encrypted, for a copy of the database alone must sign nothing."""
    return sealing.sealed(secret, purpose=_PURPOSE)


def secrets_of(endpoint: WebhookEndpoint, now: datetime) -> tuple[str, ...]:
    """The secret in force, and for a day after it was changed the former. ``CannotUnseal``."""
    kept = [endpoint.secret]
    if endpoint.former_until is not None and endpoint.former_until > now:
        kept.append(endpoint.former_secret)
    return tuple(sealing.unsealed(text, purpose=_PURPOSE) for text in kept)


def headers(message: str, moment: datetime, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The three that the convention asks for."""
    seconds = str(int(moment.timestamp()))
    return {
        "webhook-id": message,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(signature(message, seconds, body, key) for key in keys),
    }


def signature(message: str, seconds: str, body: bytes, key: str) -> str:
    """One signature, with the version of the scheme before it."""
    signed = f"{message}.{seconds}.".encode() + body
    digest = hmac.new(b64decode(key.removeprefix(BEGINNING)), signed, hashlib.sha256).digest()
    return f"v1,{b64encode(digest).decode()}"
