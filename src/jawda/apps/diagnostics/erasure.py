"""How a person's name leaves the assessments and reviews that stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.apps.diagnostics.models import PendingImport, Review
from jawda.foundation.erasure.registry import Subject, register_eraser
from jawda.foundation.retention.rules import added

NOBODY: Final = "—"
"""Where the name of who signed stood."""


def register() -> None:
    """Called once, when the models are there."""
    register_eraser(_work)


def _work(subject: Subject) -> Mapping[str, int]:
    """A signed review stays the company's, by the bare id; answers have held nothing else from the start."""
    signed = Review.objects.filter(expert_id=subject.person_id).exclude(expert_name__in=("", NOBODY))
    return added(
        [
            {Review._meta.label: signed.update(expert_name=NOBODY)},
            PendingImport.objects.filter(person_id=subject.person_id).delete()[1],
        ]
    )
