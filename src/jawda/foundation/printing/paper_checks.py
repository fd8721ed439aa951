"""What can be said of the pages of a PDF whose signed document is verified: whether they were changed after the seal.

Who sealed is not judged: anyone makes a seal in any name. One that is broken is told; one that holds proves nothing.
"""

from __future__ import annotations

from datetime import datetime

from jawda.core.findings import Refused
from jawda.core.findings.checks import Check, Status
from jawda.foundation.apart import Busy
from jawda.foundation.printing.paper_reading import Later, read_seal


def pages_check(pdf: bytes, at: datetime) -> Check:
    """``paper.pages_changed`` where something was changed after the seal, or the seal cannot be read; else
    ``paper.pages_sealed``, or ``paper.pages_unsealed``, which both say what the verdict is not about. ``Busy`` where
    there is no turn: nothing is known of the pages then."""
    try:
        seal = read_seal(pdf, anchors=(), at=at)
    except Busy:
        raise
    except Refused:
        return Check(id="paper.pages_changed", status=Status.WARN)
    if not seal.found:
        return Check(id="paper.pages_unsealed", status=Status.OK)
    if not seal.intact or seal.later is Later.CHANGES:
        return Check(id="paper.pages_changed", status=Status.WARN)
    return Check(id="paper.pages_sealed", status=Status.OK)
