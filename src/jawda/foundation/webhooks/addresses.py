"""Where a message may go: what :mod:`jawda.foundation.fetching.addresses` allows, as far as the settings say."""

from __future__ import annotations

from django.conf import settings

from jawda.foundation.fetching import addresses
from jawda.foundation.fetching.addresses import LONGEST, BadAddress, Reach, Target

__all__ = ["LONGEST", "BadAddress", "Target", "parsed", "reach"]


def reach() -> Reach:
    """How far messages may go."""
    found: Reach = settings.WEBHOOKS
    return found


def parsed(address: str) -> Target:
    """``BadAddress`` unless a message may be sent there."""
    return addresses.parsed(address, reach())
