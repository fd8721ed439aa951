"""Limits on tries are kept in the cache that all processes share; their names tell nothing about a person."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def hashed_key(key: str, key_prefix: str, version: int) -> str:
    """The cache's name for ``key``: client addresses and e-mail addresses do not stand in the table."""
    return salted_hmac("jawda.cache", f"{key_prefix}:{version}:{key}", algorithm="sha256").hexdigest()
