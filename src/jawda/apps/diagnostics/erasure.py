"""How a person's name leaves the assessments and reviews that stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.apps.diagnostics.assigning.models import Assignment
from jawda.apps.diagnostics.models import PendingImport, Review
from jawda.apps.diagnostics.panels.models import PanelMember
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
    asked = Assignment.objects.filter(asked_by=subject.person_id).exclude(asked_by_name=NOBODY)
    return added(
        [
            {Review._meta.label: signed.update(expert_name=NOBODY)},
            {Assignment._meta.label: asked.update(asked_by_name=NOBODY)},
            Assignment.objects.filter(email__in=subject.emails).delete()[1],
            PanelMember.objects.filter(email__in=subject.emails).delete()[1],
            PendingImport.objects.filter(person_id=subject.person_id).delete()[1],
        ]
    )
