"""One POST to an address that users gave: bounded in time and size, no redirect, no proxy; only the status is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Final

from jawda.foundation.fetching.addresses import Refused, Target
from jawda.foundation.fetching.connections import connected
from jawda.foundation.webhooks.addresses import reach
from jawda.foundation.webhooks.models import Fault

SECONDS: Final = 10.0
"""For all of it, from the name to the end of the answer."""
READ: Final = 64 * 1024
_GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of it."""

    status: int | None = None
    fault: Fault | None = None

    @property
    def is_gone(self) -> bool:
        """The program says that it will never listen there again."""
        return self.status == _GONE


def post(target: Target, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS) -> Reply:
    """Send it; never raises for what lies on the other side."""
    try:
        with connected(target, until=monotonic() + seconds, reach=reach()) as connection:
            connection.request("POST", target.path, body=body, headers=dict(headers))
            with connection.getresponse() as answer:
                answer.read(READ)
    except Refused as refused:
        return Reply(fault=Fault(refused.fault.value))
    if 200 <= answer.status < 300:
        return Reply(status=answer.status)
    return Reply(status=answer.status, fault=Fault.REDIRECT if 300 <= answer.status < 400 else Fault.STATUS)
