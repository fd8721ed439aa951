"""Links of invitations: what is kept of them, and which are still open."""

from __future__ import annotations

import hashlib
from typing import Final

from django.db.models import Q

#: Invitations that nobody has answered or withdrawn.
OPEN: Final = Q(accepted_at=None, declined_at=None, withdrawn_at=None)


def token_hash(token: str) -> str:
    """What is kept of a link's token: SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
