"""Reading evidence: by requirement, by search, and in words for exports and prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from jawda.apps.diagnostics.models import Assessment, Evidence, EvidenceLink
from jawda.core.referentials import Referential

FOUND: Final = 50
"""How many a search shows; past that, one types another letter."""
_WEB: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence beside a question, and the references of what else it stands for in the assessment."""

    evidence: Evidence
    others: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where a browser finds it, if its words are nothing but that."""
        text = self.evidence.text.strip()
        return text if text.startswith(_WEB) and len(text.split()) == 1 else ""


Pieces = dict[str, tuple[Piece, ...]]


def pieces_of(assessment: Assessment, referential: Referential, requirement: str | None = None) -> Pieces:
    """Every piece of an assessment, by requirement, in the order in which they were brought; one query.

    ``referential`` is the assessment's. With ``requirement`` the answer has that one alone.
    """
    links = list(
        EvidenceLink.objects.filter(assessment=assessment)
        .select_related("evidence__file")
        .order_by("linked_at", "pk")
    )  # fmt: skip
    uses: dict[UUID, list[str]] = {}
    for link in links:
        uses.setdefault(link.evidence_id, []).append(link.requirement)
    asked = {name for names in uses.values() for name in names}
    references = {name: referential.by_id[name].reference if name in referential.by_id else name for name in asked}
    found: dict[str, list[Piece]] = {}
    for link in links:
        if requirement in (None, link.requirement):
            others = tuple(references[name] for name in uses[link.evidence_id] if name != link.requirement)
            found.setdefault(link.requirement, []).append(Piece(link.evidence, others))
    return {name: tuple(pieces) for name, pieces in found.items()}


def find_evidence(evidence_id: UUID) -> Evidence:
    """One query. ``Http404`` for another's or none."""
    row = Evidence.objects.select_related("file").filter(pk=evidence_id).first()
    if row is None:
        raise Http404
    return row


def search_evidence(words: str) -> list[Evidence]:
    """The company's evidence whose title, file name or text holds all the words, the newest first; one query.

    Each says as ``used`` whether it stands for any requirement.
    """
    rows = Evidence.objects.select_related("file")
    for word in words.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(file__name__icontains=word) | Q(text__icontains=word))
    used = Exists(EvidenceLink.objects.filter(evidence=OuterRef("pk")))
    return list(rows.annotate(used=used).order_by("-taken_at", "pk")[:FOUND])


def named(evidence: Evidence) -> str:
    """The title, and in brackets the file's name and the first twelve letters of its hash, or where it is found."""
    if evidence.file is None:
        return evidence.title if evidence.text.startswith(evidence.title) else f"{evidence.title} ({evidence.text})"
    return f"{evidence.title} ({evidence.file.name}, {evidence.file.fingerprint})"


def named_by_requirement(assessment: Assessment, referential: Referential) -> dict[str, tuple[str, ...]]:
    """:func:`named` for every piece of an assessment; one query."""
    pieces = pieces_of(assessment, referential)
    return {name: tuple(named(piece.evidence) for piece in found) for name, found in pieces.items()}
