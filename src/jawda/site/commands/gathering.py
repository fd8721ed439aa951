"""What a verdict needs, fetched address by address: each once, only where the plan allows it, within one limit of time.

Who may be asked is for :mod:`jawda.core.credentials.fetch_plan` to say, how for :mod:`jawda.foundation.fetching`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

from jawda.core.credentials.evidence import Materials
from jawda.core.credentials.fetch_plan import ACCEPTED, Wanted, wanted, with_answer
from jawda.core.credentials.json_text import MOST_BYTES
from jawda.core.findings import Finding, Place, Refused
from jawda.foundation.fetching import addresses
from jawda.foundation.fetching.addresses import BadAddress, Reach, parsed
from jawda.foundation.fetching.getting import get

SECONDS: Final = 30.0
"""For everything that one verdict needs."""
EACH: Final = 10.0
_MOST: Final = 24
"""Addresses of one verdict: a chain has three documents and as many lists, each perhaps of two days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One address that was asked, and why nothing of use came where nothing did."""

    wanted: Wanted
    reason: Finding | None = None


def reach() -> Reach:
    """How far commands may go: ``JAWDA_FETCHING_PORTS``, ``…_AUTHORITIES``, ``…_LOOPBACK``; all narrow by default."""
    try:
        return Reach.of(os.environ, "JAWDA_FETCHING")
    except ValueError:
        ports = os.environ.get("JAWDA_FETCHING_PORTS", "")[:60]
        raise Refused([Finding(id="fetching.ports", arguments={"ports": ports})]) from None


def fetched_file(url: str) -> bytes:
    """The credential at an address. ``Refused`` with a sentence where it cannot be had."""
    try:
        return _got(url, ACCEPTED, MOST_BYTES, EACH, reach())
    except Refused as refused:
        (finding,) = refused.findings
        raise Refused(
            [Finding(id=finding.id, place=Place(file=url[:200]), arguments=finding.arguments)]
        ) from None  # fmt: skip


def gathered(data: bytes, materials: Materials, at: datetime) -> tuple[Materials, tuple[Fetched, ...]]:
    """The materials with all that could be had, and each address that was asked. Nothing here refuses."""
    until, far = monotonic() + SECONDS, reach()
    asked: dict[str, Fetched] = {}
    while len(asked) < _MOST and (new := [one for one in wanted(data, materials, at) if one.url not in asked]):
        for one in new[: _MOST - len(asked)]:
            try:
                seconds = min(EACH, until - monotonic())
                body = _got(one.url, one.what.accept, one.what.most_bytes, seconds, far)
                materials = with_answer(materials, one, body)
                asked[one.url] = Fetched(wanted=one)
            except Refused as refused:
                asked[one.url] = Fetched(wanted=one, reason=refused.findings[0])
    return materials, tuple(asked.values())


def _got(url: str, accept: str, most_bytes: int, seconds: float, far: Reach) -> bytes:
    try:
        return get(parsed(url, far), accept=accept, most_bytes=most_bytes, seconds=max(seconds, 0.1), reach=far).body
    except BadAddress as fault:
        raise Refused([Finding(id=f"fetching.address_{fault.code}")]) from None
    except addresses.Refused as fault:
        raise Refused([Finding(id=f"fetching.{fault.fault.value}", arguments={"most": most_bytes})]) from None
