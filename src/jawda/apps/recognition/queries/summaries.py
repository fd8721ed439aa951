"""Whether the summary that a paper's code holds belongs to the document at the code's address."""

from __future__ import annotations

from enum import StrEnum

from django.utils import timezone

from jawda.apps.recognition.queries import public
from jawda.apps.recognition.queries.evidence import histories_of
from jawda.core.credentials import credential, offline_summary
from jawda.core.credentials.attestation import attestation_of
from jawda.core.credentials.summary_standing import standing_of
from jawda.core.credentials.verdict import Verdict
from jawda.core.findings import Refused


class Belongs(StrEnum):
    """``YES`` too for a document that is not known here: its page says so."""

    YES = "yes"
    FORGED = "forged"
    TO_ANOTHER = "to_another"


def belongs(fragment: str, *, reference: str = "", link: str = "") -> Belongs:
    """Whether the issuer of the document at a reference or link signed the summary, and for this document.

    A document that was signed anew, with another scope, keeps its number: a paper of before is still of it, and the
    page tells how it stands now.
    """
    data = _credential(reference, link)
    if data is None:
        return Belongs.YES
    try:
        summary = offline_summary.read(fragment.encode("ascii", "replace"))
        found = credential.read(data)
        number = attestation_of(found).number
    except Refused:
        return Belongs.FORGED
    said = standing_of(summary, histories_of([summary.issuer]).get(summary.issuer), lambda _url: (), timezone.now())
    if said.verdict is Verdict.INVALID or summary.issuer != found.issuer:
        return Belongs.FORGED
    return Belongs.YES if summary.is_of(found) or summary.number == number else Belongs.TO_ANOTHER


def _credential(reference: str, link: str) -> bytes | None:
    if link:
        shown = public.of_link(link)
        return None if shown is None else shown[0].credential.encode("ascii")
    row = public.public_row(public.canonical_reference(reference))
    return None if row is None else row.credential.encode("ascii")
