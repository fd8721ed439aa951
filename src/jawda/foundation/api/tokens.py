"""Secrets of tokens: how they are made, what is kept of them, and finding one by what was sent."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.utils import timezone

from jawda.foundation.api.models import ApiToken
from jawda.foundation.tenancy.context import acting

BEGINNING: Final = "jwd_"
_SECRET: Final = re.compile(r"jwd_[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """256 bits that nobody guesses, behind letters by which scanners know what it is."""
    return BEGINNING + secrets.token_urlsafe(32)


def shown(secret: str) -> str:
    """Its beginning, which tells it from others and opens nothing."""
    return secret[:10]


def hash_of(secret: str) -> str:
    """What is kept of it: SHA-256, in hexadecimal. The secret is random, so that no salt is wanted."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(text: str) -> bool:
    """Whether it has the form of one."""
    return _SECRET.fullmatch(text) is not None


@contextmanager
def found(secret: str) -> Iterator[ApiToken | None]:
    """The token that opens today, or ``None``; one query, which can find no other row.

    Within the block nobody acts, and nothing but this token can be seen.
    """
    if not is_secret(secret):
        yield None
        return
    digest = hash_of(secret)
    with acting(purpose=f"token:{digest}", until_commit=True):
        row = ApiToken.objects.filter(token_hash=digest).first()
        in_force = row is not None and row.revoked_at is None and row.ends_on >= timezone.localdate()
        yield row if in_force else None
