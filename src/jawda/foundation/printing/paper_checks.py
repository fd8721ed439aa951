"""What can be said of the pages of a PDF whose signed document is verified: whether they are as they were sealed.

Anyone makes a seal in any name. One that is broken is told; one that holds says something of the pages only where its
certificate is known to be the issuer's.
"""

from __future__ import annotations

from jawda.core.findings.checks import Check, Status
from jawda.foundation.printing.paper_reading import Later, SealReading


def pages_check(seal: SealReading, *, issuer: str = "") -> Check:
    """``paper.pages_changed`` where something was changed after the seal, or the seal cannot be read; else
    ``paper.pages_by_issuer``, ``paper.pages_sealed`` or ``paper.pages_unsealed``, of which the last two say what the
    verdict is not about. ``issuer``: the body's name, where this is known to be the certificate of its seal.
    """
    if seal.unreadable:
        return Check(id="paper.pages_changed", status=Status.WARN)
    if not seal.found:
        return Check(id="paper.pages_unsealed", status=Status.OK)
    if not seal.intact or seal.later is Later.CHANGES:
        return Check(id="paper.pages_changed", status=Status.WARN)
    if issuer and seal.stands:
        return Check(id="paper.pages_by_issuer", status=Status.OK, arguments={"issuer": issuer})
    return Check(id="paper.pages_sealed", status=Status.OK)
