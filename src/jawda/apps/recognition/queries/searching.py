"""Looking for public documents by words, kind and state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from jawda.apps.recognition.enums import Kind, State
from jawda.apps.recognition.folding import folded
from jawda.apps.recognition.models import PublicAttestation

LONGEST: Final = 120
_MOST_WORDS: Final = 12
_ENDING: Final = (State.IN_FORCE, State.SUSPENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for. ``body``: the public name of the body that issued."""

    text: str = ""
    kind: str = ""
    state: str = ""
    body: str = ""


def search(wanted: Wanted, on: date) -> QuerySet[PublicAttestation]:
    """The newest first; every word must begin one of the document's. The order of rows of one moment is kept.

    The signed documents, and the words that are looked through, stay where they are: a list shows neither.
    """
    rows = PublicAttestation.objects.defer("credential", "words")
    for word in folded(wanted.text[:LONGEST]).split()[:_MOST_WORDS]:
        rows = rows.filter(Q(words__startswith=word) | Q(words__contains=f" {word}"))
    if wanted.kind in Kind.values:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state in State.values:
        rows = rows.filter(_state(State(wanted.state), on))
    if wanted.body:
        rows = rows.filter(issuer_did=wanted.body)
    return rows.order_by("-issued_at", "reference")


def state_on(row: PublicAttestation, on: date) -> State:
    """How it stands, its last day counted: expiry is not kept."""
    return State.EXPIRED if row.state in _ENDING and row.expires_on and row.expires_on < on else State(row.state)


def _state(state: State, on: date) -> Q:
    over = Q(expires_on__lt=on)
    if state is State.EXPIRED:
        return Q(state=State.EXPIRED) | (Q(state__in=_ENDING) & over)
    if state in _ENDING:
        return Q(state=state) & (Q(expires_on__isnull=True) | Q(expires_on__gte=on))
    return Q(state=state)
