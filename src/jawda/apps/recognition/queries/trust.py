"""The trust list in force, read once for each version."""

from __future__ import annotations

import json
from functools import lru_cache

from jawda.apps.recognition.models import TrustListVersion
from jawda.core.credentials import trust_file
from jawda.core.credentials.keys import public_key
from jawda.core.credentials.trust_list import TrustList


def current_trust() -> TrustList | None:
    """The newest list that the platform took; None where there is none yet."""
    row = TrustListVersion.objects.order_by("-version").only("version", "sha256").first()
    return None if row is None else _read(row.version, row.sha256)


@lru_cache(maxsize=4)
def _read(version: int, sha256: str) -> TrustList:
    """Verified again when it is read: whoever writes into the table has not signed it."""
    row = TrustListVersion.objects.get(version=version, sha256=sha256)
    keys = [public_key(jwk) for jwk in row.keys]
    return trust_file.read(json.dumps(trust_file.write(row.token.encode("ascii"), keys)).encode()).trust
