"""What the signed summary of a paper comes to at a moment: its signature, its dates, its status.

It says nothing of the accreditation, and is not the certificate: whoever shows this verdict says so.
"""

from __future__ import annotations

from datetime import datetime

from jawda.core.credentials import standing
from jawda.core.credentials.key_history import KeyHistory, KeyStanding
from jawda.core.credentials.offline_summary import OfflineSummary
from jawda.core.credentials.standing import Lists, Standing
from jawda.core.credentials.verdict import Verdict, doubted, failed, gravest, of_refusal, passed
from jawda.core.findings import Refused


def standing_of(summary: OfflineSummary, keys: KeyHistory | None, lists: Lists, at: datetime) -> Standing:
    """The verdict on ``summary`` at a moment. ``keys``: its issuer's history, None where the issuer is not known."""
    signed = _signature(summary, keys)
    if signed.verdict is Verdict.INVALID:
        return signed
    window = standing.between(summary.valid_from, summary.valid_until, at)
    state = standing.of_entries(summary.status, lists, {summary.issuer}, at)
    parts = (signed, window, state)
    return Standing(gravest(part.verdict for part in parts), tuple(item for part in parts for item in part.checks))


def _signature(summary: OfflineSummary, keys: KeyHistory | None) -> Standing:
    """A summary bears no moment of its own (papers are printed anew): a key that went out of use counts for it.

    One that was revoked does not: whoever stole it could write a summary of any certificate that is in the log.
    """
    if keys is None or keys.did != summary.issuer:
        return Standing(Verdict.UNKNOWN, (doubted("issuer_unknown", issuer=summary.issuer[:200]),))
    try:
        key = keys.key_for(summary.key_id, summary.valid_from)
        summary.verify(key.method.key)
    except Refused as refused:
        return Standing(Verdict.INVALID, (of_refusal(refused),))
    made = passed("signature", algorithm=key.method.key.algorithm.value)
    if key.standing is not KeyStanding.REVOKED:
        return Standing(Verdict.VALID, (made,))
    assert key.since is not None
    return Standing(Verdict.INVALID, (made, failed("key_revoked", day=key.since.date().isoformat())))
