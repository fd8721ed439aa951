"""Where a message may go: what :mod:`jawda.foundation.fetching.addresses` allows, as far as the settings say.

A public IP address may stand in the place of a name here: an organisation's own program may have none.
"""

from __future__ import annotations

from django.conf import settings

from jawda.foundation.fetching import addresses
from jawda.foundation.fetching.addresses import LONGEST, BadAddress, Reach, Target

__all__ = ["LONGEST", "BadAddress", "Target", "parsed", "reach"]


def reach() -> Reach:
    """How far messages may go."""
    return Reach(
        ports=settings.WEBHOOKS_PORTS,
        loopback=settings.WEBHOOKS_LOOPBACK,
        authorities=settings.WEBHOOKS_AUTHORITIES,
        literals=True,
    )


def parsed(address: str) -> Target:
    """``BadAddress`` unless a message may be sent there."""
    return addresses.parsed(address, reach())
